"""Where two experts differ on a frame, in percentage points, and how near their profiles are."""

from typing import Any

import pandas as pd

from analysis.findings.gate import Finding, Gate
from analysis.findings.rule.grades import weakest
from analysis.findings.rule.verdict import PageVerdict
from analysis.findings.words import Ref, Said, capitalise, join_words, spell

SHOWN = 6  # orders said in words
CENSUS = (
    "The page is a census of what these experts wrote on it: tests and intervals speak of how it might have come out "
    "had the same experts written their texts a little differently, not of other analysts."
)


def list_gaps(contrasts: pd.DataFrame, verdict: PageVerdict | None = None, *, coder: str) -> pd.DataFrame:
    """The contrasts of frames by one coder, the larger share first: more, less, their counts, points, strength.

    `points` is the difference in percentage points; `holds` says whether the gap may be said beyond the counts.
    """
    rows = contrasts.loc[(contrasts["coder"] == coder) & (contrasts["code"] == "")].dropna(subset=["difference"])
    turned = (rows["difference"] < 0).to_numpy()

    def pick(a: str, b: str) -> "pd.Series[Any]":
        return rows[a].where(~turned, rows[b])

    graded = {(c.frame, frozenset((c.above, c.below))): c for c in verdict.contrasts} if verdict else {}
    claims = [
        graded.get((frame, frozenset(pair)))
        for frame, *pair in zip(rows["frame"], rows["expert_a"], rows["expert_b"], strict=True)
    ]
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
            "strength": [claim.strength if claim else "counted" for claim in claims],
            "holds": [claim is not None and claim.claimed for claim in claims],
            "n_tests": rows["n_tests"],
        }
    ).reset_index(drop=True)


def title_gaps(gaps: pd.DataFrame, gate: Gate, *, coder: str, n_experts: int) -> Finding:
    """How many gaps between experts may be said beyond the counts, by the rule's one list of the page's claims."""
    if n_experts < 2:
        return gate.pass_on("With one expert there is nobody to compare with", "limit", coders=[coder])
    if gaps.empty:
        return gate.pass_on("There are no two experts with judged text to compare", "limit", coders=[coder])
    held = gate.verdict.held_contrasts if gate.verdict else ()
    n = len(gate.verdict.contrasts) if gate.verdict else len(gaps)
    if not held:
        title = f"No gap of {spell(n)} can be claimed beyond the counts"
        return gate.grade((title,), "limit", "counted", "no gap survives the page’s comparisons", coders=[coder])
    title = (
        f"{capitalise(spell(len(held)))} {'gap' if len(held) == 1 else 'gaps'} of {spell(n)} "
        f"{'survives' if len(held) == 1 else 'survive'} the page’s comparisons"
    )
    status = "; ".join(dict.fromkeys(c.status for c in held))
    frames = list(dict.fromkeys(c.frame for c in held))
    strength = weakest(*(c.strength for c in held))
    return gate.grade((title,), "order", strength, status, coders=[coder], frames=frames)


def say_orders(gate: Gate, *, unit: str) -> list[Finding]:
    """Each gap that the rule lets be said, as an order of two experts (or of one and all others); at most `SHOWN`."""
    held = gate.verdict.held_contrasts if gate.verdict else ()
    found = []
    for c in held[:SHOWN]:
        x_a, n_a, x_b, n_b = c.means
        more, less = c.above or "All others together", c.below or "all others together"
        said: Said = (
            f"{more} {'uses' if c.above else 'use'} ",
            Ref(c.frame, frame=c.frame),
            f" more than {less}: in ",
            Ref(f"{x_a:g} of {n_a:g}", c.above, c.frame) if c.above and x_a else f"{x_a:g} of {n_a:g}",
            f" {unit}s against ",
            Ref(f"{x_b:g} of {n_b:g}", c.below, c.frame) if c.below and x_b else f"{x_b:g} of {n_b:g}",
            f" ({c.strength}: {c.status}).",
        )
        found.append(gate.grade(said, "order", c.strength, c.status, coders=c.reported.names, frames=[c.frame]))
    return found


def say_floor(contrasts: pd.DataFrame, *, coder: str, unit: str) -> str:
    """What difference could have been found at all."""
    rows = contrasts.loc[(contrasts["coder"] == coder) & (contrasts["code"] == "")]
    known = rows["detectable"].dropna()
    if rows.empty:
        return ""
    if known.empty:
        return f"With texts this short, no difference in shares of {unit}s could have been found, whatever they wrote."
    return (
        f"With statements this short, a difference from 0 % would have to reach {100 * known.min():.0f} points to "
        "show; that a smaller one does not show is no sign of likeness."
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
        else f"{spell(beyond)} {'pair is' if beyond == 1 else 'pairs are'} further apart than chance would put "
        f"{'it' if beyond == 1 else 'them'}"
    )
    if beyond and len(nearest) == 1 and len(pairs) > 1:
        pair = join_words(sorted([nearest.iloc[0]["expert"], nearest.iloc[0]["other"]]))
        title = f"The nearest mixes of frames are those of {pair}; {apart}"
    else:
        title = capitalise(apart)
    return gate.pass_on(title, "order" if beyond else "limit", coders=[coder], frames=frames)
