"""Whether a consensus is whole: what its sources judged and it has not decided."""

import pandas as pd


def count_undecided(codings: pd.DataFrame, coders: pd.DataFrame) -> pd.DataFrame:
    """For each consensus: `coder`, `n_both` segments × codes that all its sources judged, `n_undecided` of them.

    A consensus with `n_undecided` above 0 is partial: what it says of a code rests on fewer segments than its
    sources', and it must be called partial wherever it is shown.
    """
    judged = {
        coder: set(zip(rows["segment_id"], rows["code"], strict=True))
        for coder, rows in codings.groupby("coder", sort=False)
    }
    rows = []
    for coder, sources in coders.loc[coders["kind"] == "consensus", ["coder", "sources"]].itertuples(index=False):
        both = set.intersection(*(judged.get(source, set()) for source in sources.split(", ")))
        rows.append({"coder": coder, "n_both": len(both), "n_undecided": len(both - judged.get(coder, set()))})
    return pd.DataFrame(rows, columns=["coder", "n_both", "n_undecided"]).astype({"n_both": int, "n_undecided": int})


def is_partial(coder: str, codings: pd.DataFrame, coders: pd.DataFrame) -> bool:
    """Whether `coder` is a consensus that leaves some of its sources' differences undecided."""
    counts = count_undecided(codings, coders)
    return bool((counts["coder"].eq(coder) & counts["n_undecided"].gt(0)).any())
