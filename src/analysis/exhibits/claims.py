"""Who says what of which claim, as coders recorded it, and where experts contradict each other, in their words."""

from typing import Any

import pandas as pd

from analysis.exhibits.parts import Bullets, Cell, Exhibit, Part, Quotations, Table, Text
from analysis.exhibits.passages import foreign, quote_words
from analysis.exhibits.pieces import Sign, Words
from analysis.exhibits.tables import fold_data
from analysis.exhibits.view import View
from analysis.findings.claims import (
    NOBODY,
    name_verdict,
    say_contested,
    say_contradiction,
    say_recorders,
    say_standing,
    title_claims,
)
from analysis.findings.words import join_words
from analysis.tables.rows import each_row

SIGNS = {"asserts": "+", "hedges": "±", "denies": "−", "attributes": "”", "silent": "·"}
SHAPES = {"asserts": "full", "hedges": "hedge", "denies": "square", "attributes": "dotted", "silent": "silent"}
SAID = {
    "asserts": "says so",
    "hedges": "hedges",
    "denies": "says it is not so",
    "attributes": "reports that others say so",
    "silent": "silent",
}
KEY = "+ says so   ± hedges   − says it is not so   ” reports others   · silent, which is no denial   dashed: coders differ"
ORDER = ("contested", "consensus", "consensus against", "qualified", "one voice")
MOST = 4  # quotations of contradictions


def show_claims(
    propositions: pd.DataFrame, stances: pd.DataFrame, claims: pd.DataFrame, agreement: pd.DataFrame, view: View
) -> Exhibit:
    """One grid of claims × experts; where coders differ, the cell shows both; each sign leads to its words."""
    title = title_claims(propositions, claims, stances, view.gate)
    if stances.empty:
        return Exhibit("claims", title.sentence, findings=[title], tables={"stances": stances}, left_out=True)
    told = say_standing(propositions, stances, view.gate, n_experts=len(view.experts))
    return Exhibit(
        "claims",
        title.sentence,
        say_recorders(stances, agreement),
        (
            *((Bullets(tuple(found.sentence for found in told)),) if told else ()),
            *make_grid(propositions, stances, claims, view),
            fold_data("Each stance with its deciding words", _list_stances(stances, propositions, view)),
        ),
        [title, *told],
        tables={"stances": stances, "claims": claims},
    )


def make_grid(propositions: pd.DataFrame, stances: pd.DataFrame, claims: pd.DataFrame, view: View) -> tuple[Part, ...]:
    """The grid of claims × experts with its key, grouped by what the experts do with each claim."""
    verdicts = claims.drop_duplicates("proposition").set_index("proposition")["verdict"].to_dict()
    cells = dict(list(stances.groupby(["proposition", "expert"], sort=False)))
    by_claim = dict(list(stances.groupby("proposition", sort=False)))
    first = stances["coder"].iloc[0]
    groups: dict[tuple[int, str], list[Any]] = {}
    for p in each_row(propositions):
        verdict = str(verdicts.get(p.proposition, ""))
        mine = by_claim.get(p.proposition)
        name = name_verdict(verdict, mine.loc[mine["coder"] == first]) if mine is not None else "Not judged"
        place = ORDER.index(verdict) if verdict in ORDER else len(ORDER) + (name == "Nobody")
        groups.setdefault((place, name), []).append(p)
    rows = []
    for (_, name), listed in sorted(groups.items(), key=lambda item: item[0]):
        for number, p in enumerate(listed):
            signs = (_make_sign(cells.get((p.proposition, expert)), expert, view) for expert in view.experts)
            rows.append(
                (Cell("" if number else name, head=True), Cell(p.claim, head=True), *(Cell(sign) for sign in signs))
            )
    head: tuple[Words, ...] = ("", "Claim", *(view.person(expert) for expert in view.experts))
    grid = Table("Claims by expert", head, tuple(rows), style="claims")
    return grid, Text(KEY, "note")


def _make_sign(found: pd.DataFrame | None, expert: str, view: View) -> Sign | str:
    """One cell: the stance that all coders recorded, or what each of them did."""
    if found is None or found.empty:
        return "not judged"
    look, kinds = view.person(expert).look, list(dict.fromkeys(found["stance"]))
    bearing = found.loc[found["segment_id"] != ""]
    to = view.to_segment(bearing.iloc[0]["segment_id"]) if len(bearing) else ""
    quote = f"“{bearing.iloc[0]['quote']}”" if len(bearing) else ""
    name = view.short(expert)
    if len(kinds) == 1:
        kind = str(kinds[0])
        return Sign(SHAPES[kind], SIGNS[kind], f"{name} {SAID[kind]}", look, to, quote)
    said = " or ".join(SAID[str(kind)] for kind in kinds)
    return Sign("pill", " / ".join(SIGNS[str(k)] for k in kinds), f"{name}, coders differ: {said}", look, to, quote)


def _list_stances(stances: pd.DataFrame, propositions: pd.DataFrame, view: View) -> Table:
    """Every stance that is not silence, by claim, expert and what the coders recorded."""
    claim = dict(zip(propositions["proposition"], propositions["claim"], strict=True))
    spoken = stances.loc[stances["segment_id"] != ""]
    key = ["proposition", "expert", "stance", "segment_id", "quote"]
    rows = []
    for (proposition, expert, stance, segment_id, words), group in spoken.groupby(key, sort=False):
        coders = join_words(group["coder"])
        rows.append(
            (
                Cell(claim[proposition], head=True), Cell(view.person(expert)), Cell(f"{SAID[stance]} ({coders})"),
                Cell(foreign(f"“{words}”", segment_id, view)), Cell(view.where(segment_id)),
            )
        )  # fmt: skip
    return Table("Stances with their words", ("Claim", "Expert", "Stance", "Words", "Place"), tuple(rows))


def show_contradictions(
    propositions: pd.DataFrame, stances: pd.DataFrame, congruence: pd.DataFrame, view: View
) -> Exhibit:
    """Where two experts contradict each other: both in their words."""
    if stances.empty:
        return Exhibit("contradictions", NOBODY, tables={"congruence": congruence}, left_out=True)
    title = say_contradiction(congruence, view.gate)
    parts = quote_contradictions(propositions, stances, congruence, view)
    return Exhibit("contradictions", title.sentence, parts=parts, findings=[title], tables={"congruence": congruence})


def quote_contradictions(
    propositions: pd.DataFrame, stances: pd.DataFrame, congruence: pd.DataFrame, view: View
) -> tuple[Part, ...]:
    """The claims that two experts contradict each other on, with both in their words."""
    claim = dict(zip(propositions["proposition"], propositions["claim"], strict=True))
    against = congruence.loc[congruence["n_disagree"] > 0]
    names = list(dict.fromkeys(p for listed in against["disagree_on"] for p in listed.split("; ") if p))
    parts: list[Part] = []
    for name in names[: MOST // 2]:
        mine = stances.loc[(stances["proposition"] == name) & stances["stance"].isin(["asserts", "denies"])]
        quotes = tuple(
            quote_words(r.quote, r.segment_id, view, about=SAID[r.stance])
            for r in each_row(mine.drop_duplicates(["expert", "stance"]))
        )
        question: Words = f"{claim.get(name, name)}"
        parts += [Text(question, "note"), Quotations(quotes)]
    if len(names) > MOST // 2:
        parts.append(Text(say_contested([claim.get(name, name) for name in names[MOST // 2 :]]), "note"))
    return tuple(parts)
