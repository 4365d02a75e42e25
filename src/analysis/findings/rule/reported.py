"""Whose counts are reported: people first."""

from dataclasses import dataclass
from typing import Literal

from analysis.findings.rule.page import CodedPage, Floats
from analysis.measures.support import Effects

Basis = Literal["consensus", "people", "one person", "machine", "nobody"]


@dataclass(frozen=True)
class Reported:
    """Whose counts are reported for some experts: each coder's judgements and design effects.

    `values` is coders × segments × columns. Where people only cover the experts together they are treated as one
    person: one row, of whoever judged a segment first.
    """

    basis: Basis
    names: tuple[str, ...]
    values: Floats
    effects: tuple[Effects, ...]
    current: bool = True

    @property
    def rows(self) -> tuple[str, ...]:
        """Who stands behind each row of `values`: a coder, or all who divided the work."""
        return self.names if len(self.names) == len(self.values) else (", ".join(self.names),)

    @property
    def assumed(self) -> bool:
        """Whether the page has too few paragraphs to tell how far sentences hang together."""
        return any(effects.assumed for effects in self.effects)


def find_reported(page: CodedPage, experts: list[int]) -> Reported:
    """Whose counts are reported for these experts: the first that exists.

    A consensus that covers them; all people who cover them; people who cover them together, as if one person; people
    who judged by other instructions than today's; the report's machine.
    """
    covering = [row for row in range(len(page.coders)) if page.covers[row, experts].all()]
    if page.chosen:
        chosen = [row for row in covering if page.coders[row].name == page.chosen]
        return _report(page, _name_basis(page, chosen), chosen)
    decided = [row for row in covering if page.coders[row].decides and not page.coders[row].person]
    if current := [row for row in decided if page.coders[row].current]:
        return _report(page, "consensus", current[:1])
    if people := [row for row in page.people if row in covering]:
        return _report(page, _name_basis(page, people), people)
    if page.people and page.find_covered(page.together[None])[0][experts].all():
        names = tuple(page.coders[row].name for row in page.people)
        return Reported("one person", names, page.together[None], (page.find_effects(page.together),))
    if old := [row for row in covering if page.coders[row].decides and not page.coders[row].current]:
        return _report(page, "consensus" if old[0] in decided else "one person", old[:1], current=False)
    return _report(page, "machine", [row for row in covering if page.coders[row].name == page.machine])


def _name_basis(page: CodedPage, rows: list[int]) -> Basis:
    """What the coders are together."""
    if rows and page.coders[rows[0]].person:
        return "people" if len(rows) > 1 else "one person"
    return "consensus" if rows and page.coders[rows[0]].decides else "machine"


def _report(page: CodedPage, basis: Basis, rows: list[int], *, current: bool = True) -> Reported:
    """These coders as reported; nobody where there is none."""
    names = tuple(page.coders[row].name for row in rows)
    effects = tuple(page.effects[row] for row in rows)
    return Reported(basis if rows else "nobody", names, page.final[rows], effects, current)
