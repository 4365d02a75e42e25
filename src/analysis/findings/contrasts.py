"""Where two experts differ on a frame, in percentage points, and how near their profiles are."""

from typing import Any

import pandas as pd

from analysis.findings.gate import Finding, Gate
from analysis.findings.words import Ref, Said, count_things, join_words, spell

SHOWN = 6  # orders said in words
CENSUS = (
    "The page is a census of what these experts wrote on it: tests and intervals speak of how it might have come out "
    "had the same experts written their texts a little differently, not of other analysts."
)


def list_gaps(contrasts: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """The contrasts of frames by one coder, the larger share first: more, less, their counts, points and its interval.

    `points` is the difference in percentage points, `low` and `high` Newcombe's 95 % interval from Wilson's limits
    (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10), in points.
    """
    rows = contrasts.loc[(contrasts["coder"] == coder) & (contrasts["code"] == "")].dropna(subset=["difference"])
    turned = (rows["difference"] < 0).to_numpy()

    def pick(a: str, b: str) -> "pd.Series[Any]":
        return rows[a].where(~turned, rows[b])

    return pd.DataFrame(
        {
            "frame": rows["frame"],
            "more": pick("expert_a", "expert_b"),
            "less": pick("expert_b", "expert_a"),
            "n_more": pick("present_a", "present_b"),
            "of_more": pick("n_a", "n_b"),
            "n_less": pick("present_b", "present_a"),
            "of_less": pick("n_b", "n_a"),
            "points": 100 * rows["difference"].abs(),
            "p_holm": rows["p_holm"],
            "holds": rows["p_holm"] <= 0.05,
            "n_tests": rows["n_tests"],
        }
    ).reset_index(drop=True)


def title_gaps(gaps: pd.DataFrame, gate: Gate, *, coder: str, n_experts: int) -> Finding:
    """How many gaps between two experts outlast the correction for making so many comparisons."""
    if n_experts < 2:
        return gate.pass_on("With one expert there is nobody to compare with", "limit", coders=[coder])
    holds = gaps.loc[gaps["holds"]]
    frames = list(dict.fromkeys(holds["frame"]))
    n = len(gaps)
    if gaps.empty:
        title = "There are no two experts with judged text to compare"
    elif holds.empty:
        title = f"No gap of {spell(n)} outlasts correction" if n > 1 else "The one gap does not outlast correction"
    else:
        title = (
            f"{spell(len(holds)).capitalize()} {'gap' if len(holds) == 1 else 'gaps'} of {spell(n)} "
            f"{'outlasts' if len(holds) == 1 else 'outlast'} correction"
        )
    return gate.pass_on(title, "order" if len(holds) else "limit", coders=[coder], frames=frames)


def tell_orders(gaps: pd.DataFrame, contrasts: pd.DataFrame, gate: Gate, *, coder: str, unit: str) -> list[Finding]:
    """Each gap that outlasts correction, as an order of two experts; at most `SHOWN`."""
    found = []
    for r in gaps.loc[gaps["holds"]].head(SHOWN).itertuples():
        said: Said = (
            f"{r.more} uses ",
            Ref(str(r.frame), frame=str(r.frame)),
            f" more than {r.less}: in ",
            Ref(f"{r.n_more} of {r.of_more}", str(r.more), str(r.frame)),
            f" {unit}s against ",
            Ref(f"{r.n_less} of {r.of_less}", str(r.less), str(r.frame)) if r.n_less else f"0 of {r.of_less}",
            ".",
        )
        found.append(gate.pass_on(said, "order", coders=[coder], frames=[str(r.frame)]))
    return found


def tell_floor(contrasts: pd.DataFrame, *, coder: str, unit: str) -> str:
    """What difference could have been found at all."""
    rows = contrasts.loc[(contrasts["coder"] == coder) & (contrasts["code"] == "")]
    known = rows["detectable"].dropna()
    if rows.empty:
        return ""
    if known.empty:
        return f"With texts this short, no difference in shares of {unit}s could have been found, whatever they wrote."
    return (
        f"With statements this short, a gap from 0 % would have to reach {100 * known.min():.0f} points to show: "
        "less than that does not show, which is no likeness."
    )


def title_distances(rows: pd.DataFrame, gate: Gate, *, coder: str, frames: list[str]) -> Finding:
    """Whether any two experts' mixes of frames are further apart than chance, and the nearest pair where one is."""
    known = rows.dropna(subset="distance")
    pairs = known.loc[known["expert"] < known["other"]]
    if pairs.empty:
        return gate.pass_on("How near two experts’ mixes of frames are is undefined", "limit", coders=[coder])
    beyond = int((pairs["p_holm"] <= 0.05).sum())
    nearest = pairs.loc[pairs["distance"] <= pairs["distance"].min() + 1e-12]
    apart = (
        "no pair is further apart than chance would put it"
        if not beyond
        else f"{count_things(beyond, 'pair')} {'is' if beyond == 1 else 'are'} further apart than chance would put them"
    )
    if len(nearest) == 1 and len(pairs) > 1:
        pair = join_words(sorted([nearest.iloc[0]["expert"], nearest.iloc[0]["other"]]))
        title = f"The nearest mixes of frames are those of {pair}; {apart}"
    else:
        title = apart[0].upper() + apart[1:]
    return gate.pass_on(title, "order" if beyond else "limit", coders=[coder], frames=frames)
