"""The rule: what may be said beyond what is counted, and how strongly.

Three questions are asked apart. Agreement: do independent people see the same? Support: would the claim survive
another wording of the text and another of these coders? Validity: does the machine see what people see? A claim is as
strong as the lowest of its support and its ceilings: firm, tentative, counted (numbers, no claim), withheld.
"""
