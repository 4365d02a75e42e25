"""How strongly a finding may be said: one rule, fixed beforehand, that every sentence passes through."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd

from analysis.coding.coders import PERSON
from analysis.coding.consensus import describe_partial, name_kinds
from analysis.errors import InputError, name_choices
from analysis.findings.rule.contrasts import Contrast
from analysis.findings.rule.grades import ORDER, Strength
from analysis.findings.rule.leads import Lead
from analysis.findings.rule.needed import Need, find_needs
from analysis.findings.rule.page import CodedPage
from analysis.findings.rule.verdict import PageVerdict
from analysis.findings.words import Said, capitalise, count_things, flatten_said, join_words, spell
from analysis.measures.independence import ACCEPTABLE, FIRM, list_human_coders

Claim = Literal["description", "dominant", "order", "uses", "stances", "wording", "trust", "limit"]
RULE = (
    "What is counted on the page is described as counted. Whether a frame leads with an expert, and whether one "
    "expert uses a frame more than another, is judged in one list for the page. Firm: two people coded it blind, "
    "agree on this frame and its rival (α ≥ .800, and with 95 % not below .667), and the gap is at least 20 "
    "points and survives all comparisons of the page (Holm). Tentative: the gap is as large and passes the weaker "
    "test (Benjamini–Hochberg at 20 %), or it would be firm but for one named condition, such as that only a "
    "machine or one person counted it. Counted: the numbers, no claim. Withheld: the coders disagree, and each "
    "one’s counts are shown. People come first: where people or a consensus of them coded at least 80 % of an "
    "expert’s segments, theirs are the counts. A title that only counts what machines found is counted; one that says "
    "more, of codes or of all frames together, is tentative "
    f"where only machines coded, firm where people agree (α ≥ {FIRM:.3f}, and with 95 % not below {ACCEPTABLE:.3f}), "
    f"and withheld where with 95 % α is below {ACCEPTABLE:.3f}. Codings made by other instructions than today’s are "
    "shown as such and make nothing firm."
)
NEEDED = (
    "two people who code {what} independently and blind, with α of at least "
    f"{FIRM:.3f}, and with 95 % not below {ACCEPTABLE:.3f}"
)
PLAIN: tuple[Claim, ...] = ("description", "limit", "trust")  # what only counts, and claims nothing beyond the page
_PASSED = object()  # only the gate holds it


@dataclass(frozen=True)
class Finding:
    """A sentence with its strength and what it rests on; made by `Gate.pass_on` and by nothing else.

    `said` is the sentence that may be shown, in its pieces: for a withheld finding it says what would be needed, and
    the claim is gone.
    `claim` is the kind of claim. It rests on the codings of `coders`, on the agreement about `frames` and `codes`,
    and on `segments`; `counter_example` is the segment that speaks most against it. `status` says why it is as
    strong as it is, `needed` what would make it firm (empty where it is).
    """

    said: Said
    claim: Claim
    strength: Strength
    status: str
    needed: str
    coders: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    counter_example: str = ""
    _passed: object = field(default=None, repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """The sentence in plain words."""
        return flatten_said(self.said)

    def __post_init__(self) -> None:
        """Whoever phrases a finding by hand is told where to go."""
        if self._passed is not _PASSED:
            raise InputError("a finding is made by Gate.pass_on(), which sets its strength; call that instead")


@dataclass(frozen=True)
class Gate:
    """The rule for one event: who judged it, how far they agree on each code and frame, and what each claim may be.

    `coders` are those whose codings count; `stance_coders` name the kind of each who recorded stances.
    """

    coders: pd.DataFrame
    reliability: pd.DataFrame
    frame_reliability: pd.DataFrame
    verdict: PageVerdict | None = None
    stance_coders: Mapping[str, str] = field(default_factory=dict)

    def grade(
        self,
        said: Said,
        claim: Claim,
        strength: Strength,
        status: str,
        *,
        needed: str = "",
        coders: Sequence[str] = (),
        frames: Sequence[str] = (),
        counter_example: str = "",
    ) -> Finding:
        """The finding whose strength the rule has set: see `findings.rule`."""
        return Finding(
            said, claim, strength, status, needed, tuple(coders), tuple(frames), counter_example=counter_example,
            _passed=_PASSED,
        )  # fmt: skip

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Each judged expert's leading frame, in the order of the page."""
        return self.verdict.leads if self.verdict else ()

    @property
    def page(self) -> CodedPage:
        """Everybody's judgements as the rule takes them."""
        if self.verdict is None:
            raise InputError("this gate was made without judgements; pass the verdict of EventTables.judge()")
        return self.verdict.page

    def find_needs(self, claim: Lead | Contrast) -> tuple[Need, ...]:
        """What the claim needs to become firm."""
        return find_needs(self.verdict, claim) if self.verdict else ()

    def pass_on(
        self,
        sentence: str | Said,
        claim: Claim,
        *,
        coders: Sequence[str] = (),
        frames: Sequence[str] = (),
        codes: Sequence[str] = (),
        segments: Sequence[str] = (),
        counter_example: str = "",
    ) -> Finding:
        """The finding that `sentence` may become, by `RULE`; it is as strong as the weakest frame or code it rests on.

        `coders` are those whose codings it was computed from; none for a count of words that nobody coded. What no
        person coded and only counts (see `PLAIN`) is counted.

        Raises InputError for a coder, code or frame that the event does not have.
        """
        if unknown := set(coders) - set(self._everybody["coder"]):
            known = name_choices(self._everybody["coder"])
            raise InputError(f'a finding names the unknown coder "{min(unknown)}"; there is: {known}')
        what = " and ".join([f"the frame {f}" for f in frames] + [f"the code {c}" for c in codes])
        people = list_human_coders(self._everybody, coders)
        judged = [_judge(people, row) for row in self._find_agreement(frames, codes)]
        strength, status = min(judged or [_judge(people, None)], key=lambda verdict: ORDER.index(verdict[0]))
        if not people and claim in PLAIN:
            strength = "counted"
        if not coders:
            status = "a rule counted words, nobody judged them"
        needed = "" if strength == "firm" else NEEDED.format(what=what or "the same segments")
        withheld = strength == "withheld"
        said = (sentence,) if isinstance(sentence, str) else sentence
        return Finding(
            said=(f"Withheld: {status}. Needed: {needed}.",) if withheld else said,
            claim=claim,
            strength=strength,
            status=status,
            needed=needed,
            coders=tuple(coders),
            frames=tuple(frames),
            codes=tuple(codes),
            segments=tuple(segments),
            counter_example="" if withheld else counter_example,
            _passed=_PASSED,
        )

    @cached_property
    def _everybody(self) -> pd.DataFrame:
        """The coders, and who recorded stances alone: a stance rests on its claim, whatever the codebook says."""
        alone = [name for name in self.stance_coders if name not in set(self.coders["coder"])]
        rows = [
            {"coder": name, "kind": self.stance_coders[name], "sources": "", "codebook_current": True} for name in alone
        ]
        return pd.concat([self.coders, pd.DataFrame(rows)], ignore_index=True) if rows else self.coders

    def _find_agreement(self, frames: Sequence[str], codes: Sequence[str]) -> list[Mapping[Hashable, object]]:
        """The rows of agreement that a finding rests on."""
        rows: list[Mapping[Hashable, object]] = []
        for known, column, names in ((self._frames, "frame", frames), (self._codes, "code", codes)):
            if missing := [name for name in names if name not in known]:
                raise InputError(
                    f'a finding names the unknown {column} "{missing[0]}"; there is: {name_choices(known)}'
                )
            rows += [known[name] for name in names]
        return rows

    @cached_property
    def _frames(self) -> dict[str, dict[Hashable, object]]:
        """Agreement on each frame."""
        return {str(row["frame"]): row for row in self.frame_reliability.to_dict("records")}

    @cached_property
    def _codes(self) -> dict[str, dict[Hashable, object]]:
        """Agreement on each code."""
        return {str(row["code"]): row for row in self.reliability.to_dict("records")}


def _judge(people: Sequence[str], row: Mapping[Hashable, object] | None) -> tuple[Strength, str]:
    """(strength, status) of a finding computed from the codings of these people, given one row of agreement."""
    if not people:
        return "tentative", "only machines coded it"
    if row is None and len(people) > 1:
        return "tentative", "how far its people agree is not measured"
    if row is None or row["kind"] != PERSON:
        return "tentative", "one person alone coded it"
    strength: Strength = row["verdict"]  # type: ignore[assignment]  # one of the verdicts of `judge_agreement`
    status = str(row["note"])
    if strength == "firm" and not set(people) & set(str(row["coders"]).split(", ")):
        return "tentative", "the people who coded it are not those whose agreement was measured"
    return strength, status


def state_gate(gate: Gate) -> str:
    """Who judged this event, what that allows at most, and which consensus is partial."""
    return " ".join([_say_who(gate), *describe_partial(gate.coders)])


def say_few(page: CodedPage, row: int) -> str:
    """How few segments a coder judged who covers no expert; one who left codes open judged fewer on every frame."""
    whole, judged, n = page.count_whole(row), page.count_judged(row), count_things(len(page.expert), "segment")
    if whole == judged:
        return f"judged {judged} of {n}, too few to count"
    return f"judged {whole} of {n} on every frame, too few to count"


def name_coder(name: str, kind: str) -> str:
    """A coder with its kind, where the name does not say it.

    >>> name_coder("dictionary", "dictionary"), name_coder("ranked", "ranked, not validated")
    ('the coder dictionary', 'ranked (not validated)')
    """
    return f"the coder {name}" if name == kind else f"{name} ({kind.removeprefix(f'{name}, ')})"


def _say_who(gate: Gate) -> str:
    """One sentence: who judged this event, and what that allows at most."""
    page = gate.page
    people = [row for row in page.people if page.covers[row].any()]
    others = [row for row, coder in enumerate(page.coders) if row not in people and not coder.decides]
    kinds = name_kinds(gate.coders).set_axis(gate.coders["coder"])
    machines = join_words(name_coder(name, str(kinds[name])) for name in (page.coders[row].name for row in others))
    few = [f"{page.coders[row].name} {say_few(page, row)}" for row in page.people if row not in people]
    said = f" {'; '.join(few)}." if few else ""
    names = [page.coders[row].name for row in people]
    most = f"so no finding can be more than tentative.{said}"
    if not names:
        return f"No person has coded this event, only {machines}; {most}"
    if len(names) == 1:
        return f"One person, {names[0]}, has coded this event beside {machines}; {most}"
    beside = f"; beside them {machines}" if others else ""
    return capitalise(
        f"{spell(len(names))} people have coded this event independently: {join_words(names)}{beside}.{said}"
    )
