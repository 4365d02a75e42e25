"""How strongly a finding may be said: one rule, fixed beforehand, that every sentence passes through."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from analysis.coding.coders import PERSON, Right, may, person_key
from analysis.errors import InputError, name_choices

Strength = Literal["firm", "tentative", "withheld"]
FIRM, FIRM_LOW, ACCEPTABLE = 0.800, 0.667, 0.667
RULE = (
    "A finding is firm if at least two people coded independently of each other and blind, and their agreement on "
    f"what it is about has Krippendorff's α ≥ {FIRM:.3f} with the lower bound of its 95 % interval ≥ {FIRM_LOW:.3f}. "
    f"It is tentative if their α is ≥ {ACCEPTABLE:.3f} without reaching that, if one person alone coded, or if only "
    "machines did: a dictionary or a language model never counts as a person. It is withheld below that, also where "
    "α cannot be computed because the people's judgements never vary: its sentence is then replaced by what would be "
    "needed."
)
NEEDED = (
    "two people who code {what} independently and blind, with α of at least "
    f"{FIRM:.3f} (lower bound at least {FIRM_LOW:.3f})"
)
ORDER: tuple[Strength, ...] = ("withheld", "tentative", "firm")
_PASSED = object()  # only the gate holds it


@dataclass(frozen=True)
class Finding:
    """A sentence with its strength, its coders and its evidence; made by `gate_finding` and by nothing else.

    `sentence` is what may be shown: for a withheld finding it says what would be needed, and the claim is gone.
    `needed` is what would make it firm; empty where it is.
    """

    sentence: str
    strength: Strength
    coders: tuple[str, ...]
    segments: tuple[str, ...]
    needed: str
    counter_example: str
    why: str
    _passed: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Whoever phrases a finding by hand is told where to go."""
        if self._passed is not _PASSED:
            raise InputError("a finding is phrased by gate_finding(), which sets its strength; call that instead")


def gate_finding(
    sentence: str,
    *,
    tables: Mapping[str, pd.DataFrame],
    coders: Sequence[str],
    frames: Sequence[str] = (),
    codes: Sequence[str] = (),
    segments: Sequence[str] = (),
    counter_example: str = "",
) -> Finding:
    """The finding that `sentence` may become, by `RULE`; it is as strong as the weakest frame or code it rests on.

    `coders` are those whose codings it was computed from; empty for a count of words that nobody coded, which is
    tentative, because a rule made it. `tables` needs coders, reliability and frame_reliability. Raises InputError for
    a coder, code or frame that the tables do not have.
    """
    if unknown := set(coders) - set(tables["coders"]["coder"]):
        raise InputError(
            f'a finding names the unknown coder "{min(unknown)}"; there is: {name_choices(tables["coders"]["coder"])}'
        )
    what = " and ".join([f"the frame {f}" for f in frames] + [f"the code {c}" for c in codes]) or "the same segments"
    people = list_people(tables["coders"], coders)
    judged = [judge_coders(people, row) for row in find_reliability(tables, frames, codes)]
    strength, why = min(judged or [judge_coders(people, None)], key=lambda verdict: ORDER.index(verdict[0]))
    if not coders:
        why = "a rule counted words, nobody judged them"
    needed = "" if strength == "firm" else NEEDED.format(what=what)
    shown = sentence if strength != "withheld" else f"Withheld: {why}. Needed: {needed}."
    return Finding(
        sentence=shown,
        strength=strength,
        coders=tuple(coders),
        segments=tuple(segments),
        needed=needed,
        counter_example=counter_example if strength != "withheld" else "",
        why=why,
        _passed=_PASSED,
    )


def find_reliability(
    tables: Mapping[str, pd.DataFrame], frames: Sequence[str], codes: Sequence[str]
) -> list[Mapping[str, object]]:
    """The rows of agreement that a finding rests on."""
    rows: list[Mapping[str, object]] = []
    for table, column, names in (("frame_reliability", "frame", frames), ("reliability", "code", codes)):
        known = {str(row[column]): row for row in tables[table].to_dict("records")}
        if missing := [name for name in names if name not in known]:
            raise InputError(f'a finding names the unknown {column} "{missing[0]}"; there is: {name_choices(known)}')
        rows += [{str(k): v for k, v in known[name].items()} for name in names]
    return rows


def judge_coders(people: Sequence[str], row: Mapping[str, object] | None) -> tuple[Strength, str]:
    """(strength, why) of a finding computed from the codings of these people, given one row of agreement."""
    if not people:
        return "tentative", "only machines coded it"
    if row is None and len(people) > 1:
        return "tentative", "how far its people agree is not measured"
    if row is None or row["kind"] != PERSON:
        return "tentative", "one person alone coded it"
    strength, why = judge_agreement(PERSON, int(str(row["n_coders"])), float(str(row["alpha"])), float(str(row["low"])))
    if strength == "firm" and not set(people) & set(str(row["coders"]).split(", ")):
        return "tentative", "the people who coded it are not those whose agreement was measured"
    return strength, why


def judge_agreement(kind: str, n_coders: int, alpha: float, low: float) -> tuple[Strength, str]:
    """(strength, why) that the agreement of `n_coders` of one kind allows: the rule itself."""
    if kind != PERSON:
        return (
            "tentative",
            "only machines coded it" if n_coders and PERSON not in kind else "fewer than two people coded it",
        )
    if n_coders < 2:
        return "tentative", "one person alone coded it"
    if math.isnan(alpha):
        return "withheld", "the agreement of the people who coded it is undefined, because their judgements never vary"
    if alpha >= FIRM and low >= FIRM_LOW:
        return "firm", f"{n_coders} people agree with α = {alpha:.3f}, lower bound {low:.3f}"
    if alpha >= ACCEPTABLE:
        bound = "is undefined" if math.isnan(low) else f"is {low:.3f}"
        return "tentative", f"{n_coders} people agree with α = {alpha:.3f}, whose lower bound {bound}"
    return "withheld", f"{n_coders} people agree with α = {alpha:.3f} only"


def list_independent(coders: pd.DataFrame, *, right: Right) -> list[str]:
    """Coders with this right who judged blind, one per person or model however spelled, in the order of the table."""
    there = coders.loc[may(coders["kind"], right) & coders["blind"]]
    return list(there.loc[~there["who"].map(person_key).duplicated(), "coder"])


def list_people(coders: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """The people among the coders, and those that a consensus among them rests on."""
    rows = coders.set_index("coder")
    is_person = may(rows["kind"], "counts_as_person")
    sources = [s for n in names for s in rows["sources"][n].split(", ") if s]
    return [n for n in dict.fromkeys([*names, *sources]) if n in rows.index and is_person[n]]


def state_gate(coders: pd.DataFrame) -> str:
    """One sentence: who judged this event, and what that allows at most."""
    people = list_independent(coders, right="counts_as_person")
    machines = coders.loc[~may(coders["kind"], "decides")]
    kinds = ", ".join(f"{row['coder']} ({row['kind']})" for row in machines.to_dict("records"))
    if not people:
        return f"No person has coded this event. Its coders are {kinds}; so no finding can be more than tentative."
    if len(people) == 1:
        return (
            f"One person, {people[0]}, has coded this event beside {kinds}; so no finding can be more than tentative."
        )
    return f"{len(people)} people have coded this event independently: {', '.join(people)}; beside them {kinds}."
