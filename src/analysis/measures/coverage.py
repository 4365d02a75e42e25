"""How much each expert says."""

import pandas as pd


def measure_coverage(statements: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The `coverage` table, experts in page order; `share` is of all experts' words, NaN if there are none."""
    experts = pd.Index(statements["expert"].drop_duplicates(), name="expert")
    by_expert = segments.groupby("expert")
    paragraphs = segments.drop_duplicates(["statement_id", "paragraph"]).groupby("expert").size()
    coverage = pd.DataFrame(
        {
            "n_statements": statements.groupby("expert").size(),
            "n_paragraphs": paragraphs.reindex(experts, fill_value=0),
            "n_segments": by_expert.size().reindex(experts, fill_value=0),
            "words": by_expert["words"].sum().reindex(experts, fill_value=0),
        }
    ).loc[experts]
    total = coverage["words"].sum()
    return coverage.assign(share=coverage["words"] / total if total else float("nan")).reset_index()
