"""Whether a consensus is whole: what its sources judged and it has not decided."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pandas as pd

from analysis.tables.rows import each_row

NOT_VALIDATED = "not validated"  # a coder's note begins so where nobody has checked its cut-off


def count_undecided(codings: pd.DataFrame, coders: pd.DataFrame) -> pd.DataFrame:
    """For each consensus: `coder`, `n_both` and `n_undecided`.

    `n_both` are segments × codes that two or more of its sources judged, `n_undecided` those of them that it did not.
    A consensus with `n_undecided` above 0 is partial: what it says of a code rests on fewer segments than its
    sources', and it must be called partial wherever it is shown.
    """
    judged = {
        coder: set(zip(rows["segment_id"], rows["code"], strict=True))
        for coder, rows in codings.groupby("coder", sort=False)
    }
    rows = []
    for coder, sources in each_row(coders.loc[coders["sources"] != "", ["coder", "sources"]]):
        times = Counter(chain.from_iterable(judged.get(source, set()) for source in sources.split(", ")))
        both = {pair for pair, n in times.items() if n >= 2}
        rows.append({"coder": coder, "n_both": len(both), "n_undecided": len(both - judged.get(coder, set()))})
    return pd.DataFrame(rows, columns=["coder", "n_both", "n_undecided"]).astype({"n_both": int, "n_undecided": int})


def add_undecided(coders: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The `coders` table with what each consensus leaves undecided; as it was where there is none."""
    if not coders["sources"].ne("").any():
        return coders
    counts = count_undecided(codings, coders).set_index("coder")["n_undecided"]
    return coders.assign(undecided=coders["coder"].map(counts).fillna(0).astype("int64"))


def name_kinds(coders: pd.DataFrame) -> "pd.Series[str]":
    """What each coder is called: its kind, "partial consensus" for one that leaves something undecided, and "not
    validated" behind the kind of one whose own note says so first.
    """
    partial, open_ = coders["undecided"] > 0, coders["note"].str.startswith(NOT_VALIDATED)
    return coders["kind"].mask(partial, "partial " + coders["kind"]).mask(open_, coders["kind"] + f", {NOT_VALIDATED}")


def describe_partial(coders: pd.DataFrame) -> Iterator[str]:
    """One sentence for each consensus that is partial."""
    for coder, n in each_row(coders.loc[coders["undecided"] > 0, ["coder", "undecided"]]):
        left = "1 judgement of its sources is" if n == 1 else f"{n} judgements of its sources are"
        name = "consensus" if coder == "consensus" else f"consensus {coder}"
        yield f"The {name} is partial: {left} left undecided."
