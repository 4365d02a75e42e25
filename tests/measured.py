"""Small tables for the tests of measures: who says what, sentence by sentence."""

import pandas as pd

from analysis.tables import fit_table

CODEBOOK = fit_table(
    "codebook",
    [
        {
            "code": code,
            "frame": frame,
            "function": function,
            "policy_frame": dimension,
            "definition": "",
            "when": "",
            "when_not": "",
            "n_indicators": 1,
        }
        for code, frame, function, dimension in (
            ("need", "power", "problem", "Economic"),
            ("praise", "power", "evaluation", "Political"),
            ("threat", "rivalry", "cause", "Security and Defense"),
            ("outlook", "rivalry", "remedy", "Political"),
        )
    ],
)
CODES = tuple(CODEBOOK["code"])


def make_tables(said: dict[str, list[str]], *, per_paragraph: int = 2) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`segments` and the codings of coder "c": one sentence per text, each the codes present in it ("need praise")."""
    segments, codings = [], []
    for statement, (expert, sentences) in enumerate(said.items(), 1):
        for number, codes in enumerate(sentences, 1):
            segment_id = f"d/{statement}/{number}"
            segments.append(
                {
                    "segment_id": segment_id,
                    "statement_id": f"d/{statement}",
                    "document_id": "d",
                    "expert": expert,
                    "unit": "sentence",
                    "paragraph": (number - 1) // per_paragraph + 1,
                    "start": 1000 * statement + 10 * number,
                    "end": 1000 * statement + 10 * number + 5,
                    "words": 10,
                    "text": "words",
                }
            )
            codings += [
                {"segment_id": segment_id, "code": code, "coder": "c", "present": code in codes.split(), "score": 1.0}
                for code in CODES
            ]
    return fit_table("segments", segments), fit_table("codings", codings)


def write_segments(texts: dict[str, list[str]]) -> pd.DataFrame:
    """`segments` of experts' sentences, one paragraph each."""
    rows, start = [], 0
    for statement, (expert, sentences) in enumerate(texts.items(), 1):
        for number, text in enumerate(sentences, 1):
            rows.append(
                {
                    "segment_id": f"d/{statement}/{number}",
                    "statement_id": f"d/{statement}",
                    "document_id": "d",
                    "expert": expert,
                    "unit": "sentence",
                    "paragraph": 1,
                    "start": start,
                    "end": start + len(text),
                    "words": len(text.split()),
                    "text": text,
                }
            )
            start += len(text) + 1
    return fit_table("segments", rows)
