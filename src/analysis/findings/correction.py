"""Whether shares are corrected for the errors of the coder who counted them, and what would make them surer."""

import pandas as pd

from analysis.coding.coders import may
from analysis.findings.gate import Finding, Gate
from analysis.findings.words import count_things, join_words


def choose_corrected(corrected: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """The corrected shares of frames by one coder, against the consensus on the sample or the first who coded it."""
    rows = corrected.loc[(corrected["coder"] == coder) & (corrected["code"] == "") & corrected["corrected"].notna()]
    return rows.loc[rows["reference"] == rows["reference"].iloc[0]].reset_index(drop=True) if len(rows) else rows


def say_correction(corrected: pd.DataFrame, gate: Gate, *, coder: str, unit: str) -> str:
    """Whether the shares of this coder are corrected, and by what; nothing where a person or a consensus counted."""
    kinds = gate.coders.set_index("coder")["kind"]
    if may(kinds, "decides").get(coder, False):
        return ""
    rows = choose_corrected(corrected, coder=coder)
    if len(rows):
        return (
            f"{_say_sample(rows, unit)} Frames stand here as {coder} counts them, and corrected for its errors "
            "in the table below."
        )
    why = corrected.loc[corrected["coder"] == coder, "note"].unique()
    return (
        f"Shares are those of the coder {coder}, {why[0] if len(why) else 'uncorrected: nobody coded a random sample'}."
    )


def title_corrected(corrected: pd.DataFrame, gate: Gate, *, coder: str) -> Finding:
    """How far the correction moves the shares, or that there is none."""
    rows = choose_corrected(corrected, coder=coder)
    if rows.empty:
        return gate.pass_on(f"The shares that {coder} counts are not corrected for its errors", "limit")
    moved = (rows["corrected"] - rows["prevalence"]).abs()
    most = rows.loc[moved.idxmax()]
    title = (
        f"Corrected for the errors of {coder}, shares move by up to {100 * moved.max():.0f} points "
        f"({most['frame']}, {most['expert']})"
        if moved.max() > 0
        else f"The random sample shows no error of {coder} that moves a share"
    )
    return gate.pass_on(title, "trust", frames=list(rows["frame"].drop_duplicates()))


def say_halving(rows: pd.DataFrame, *, unit: str) -> str:
    """How many more codings would halve the intervals, expert by expert."""
    more = rows.drop_duplicates("expert").set_index("expert")["n_to_halve"]
    listed = [f"{n} of {expert}" for expert, n in more.items() if n]
    if not listed:
        return f"Every {unit} was coded: nothing is left to estimate."
    total = count_things(int(more.sum()), f"more {unit}")
    return f"To halve the intervals, people would code about {total}: {join_words(listed)}."


def _say_sample(rows: pd.DataFrame, unit: str) -> str:
    """Who coded how much of the page at random."""
    each = rows.drop_duplicates("expert")
    n, of = int(each["n_coded"].sum()), int(each["n_segments"].sum())
    return f"{rows['reference'].iloc[0]} coded a random sample, {n} of {count_things(of, unit)}."
