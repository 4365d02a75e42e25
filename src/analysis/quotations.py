"""Quotation marks: where quotations open and close."""

import re

PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’"}
MARKS = re.compile('[“”„«»"‘’]')


def find_quotations(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Outermost quotations as spans with their marks, and whether every one that opens also closes.

    A paragraph that opens with a quotation mark inside a quotation goes on with it. Inside double quotation marks
    single ones are not looked at; an apostrophe is no closing mark.
    """
    spans: list[tuple[int, int]] = []
    opened, mark, whole = -1, "", True
    for found in MARKS.finditer(text):
        at, character = found.start(), found[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if opened < 0:
            if character in "”»" or (character == "’"):
                whole = whole and character == "’"
            elif character != "‘" or (not before.isalnum() and after.isalnum() and _closes_single(text, at)):
                opened, mark = at, character
        elif character in PAIRS[mark] and not (mark in "‘" and (after.isalnum() or not before or before.isspace())):
            if mark == '"' and re.search(r"\n\s*$", text[max(0, at - 20) : at]):
                continue
            spans.append((opened, at + 1))
            opened = -1
        elif character == mark and mark == "“" and not re.search(r"\n\s*$", text[max(0, at - 20) : at]):
            whole = False
    if opened >= 0:
        spans.append((opened, min(len(text), text.find("\n\n", opened) if "\n\n" in text[opened:] else len(text))))
        whole = False
    return spans, whole


def _closes_single(text: str, at: int) -> bool:
    """Whether a single quotation mark closes within its paragraph."""
    return bool(re.match(r"‘[^\n]{1,400}?[\w.,!?…]’(?!\w)", text[at : at + 420]))
