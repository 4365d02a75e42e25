"""How much text and how many people would make a page's leading frames firm."""

import pandas as pd

from analysis.findings.gate import Finding, Gate
from analysis.findings.rule.planning import ENOUGH
from analysis.findings.words import join_words, spell
from analysis.tables.rows import each_row

NAMED = 6  # experts named in a title


def title_plan(enough: pd.DataFrame, gate: Gate, *, unit: str) -> Finding:
    """The shortest text of each expert that would do, with the fewest people; who is out of reach."""
    if enough.empty:
        return gate.pass_on("Nobody has judged this page, so there is nothing to plan from", "limit")
    least = enough.dropna(subset="n_segments").sort_values(["n_segments", "coders"], kind="stable")
    least = least.drop_duplicates("expert")
    near = [f"{int(r.n_segments)} of {r.expert}" for r in each_row(least)]
    n = enough["expert"].nunique()
    if not near:
        return gate.pass_on("No text that was tried would make these findings firm, however many code it", "limit")
    people = spell(int(least["coders"].min()))
    if len(near) > NAMED:
        return gate.pass_on(
            f"Coded by {people} people, longer texts would be firm for {len(near)} of {n} experts", "limit"
        )
    rest = n - len(near)
    beyond = f"; for {spell(rest)} of {spell(n)} experts no length that was tried is enough" if rest else ""
    title = f"Coded by {people} people, about {join_words(near)} would be firm, counted in {unit}s{beyond}"
    return gate.pass_on(title, "limit")


def say_plan(plan: pd.DataFrame, *, unit: str) -> str:
    """What the simulation takes for granted."""
    coders = join_words((spell(int(n)) for n in sorted(plan["coders"].unique())), last="or")
    return (
        f"A plan, no finding: today’s shares are taken for the truth, {coders} people code blind and judge "
        f"{100 * plan['accuracy'].iloc[0]:.0f} of 100 rightly, and of pages drawn so and judged by the rule at least "
        f"{100 * ENOUGH:.0f} % must call the frame firm. Tried: up to {int(plan['times'].max())} times the mean "
        f"statement of today, {int(plan['n_segments'].min())} {unit}s."
    )
