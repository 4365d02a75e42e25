"""Every claim that a page could make, with its strength: one list, one correction."""

from dataclasses import dataclass, replace
from functools import cached_property

from analysis.findings.rule.agreement import Agreement, measure_agreements
from analysis.findings.rule.contrasts import Contrast, find_contrasts, pair_experts
from analysis.findings.rule.grades import Strength, grade_claims, weakest
from analysis.findings.rule.leads import Lead, find_lead
from analysis.findings.rule.page import CodedPage


@dataclass(frozen=True, eq=False)
class PageVerdict:
    """What the rule says of a page: every lead and every contrast, in the order of experts and frames."""

    page: CodedPage
    agreements: tuple[Agreement, ...]
    leads: tuple[Lead, ...]
    contrasts: tuple[Contrast, ...]

    @property
    def claims(self) -> tuple[Lead | Contrast, ...]:
        """The one list: every lead, then every contrast."""
        return (*self.leads, *self.contrasts)

    @property
    def held_contrasts(self) -> tuple[Contrast, ...]:
        """The contrasts that may be said beyond the counts."""
        return tuple(contrast for contrast in self.contrasts if contrast.claimed)

    @property
    def n_claims(self) -> int:
        """The length of the one list."""
        return len(self.claims)

    @cached_property
    def by_name(self) -> dict[str, Agreement]:
        """The agreement on each frame and code; a code of a frame's name stands as "frame: code"."""
        named: dict[str, Agreement] = {}
        for (frame, code), agreement in zip(self.page.columns, self.agreements, strict=True):
            named[frame if not code else code if code not in named else f"{frame}: {code}"] = agreement
        return named

    @property
    def strength(self) -> Strength:
        """The headline's: that of its weakest claim, where any is made; withheld where nothing else is left."""
        made = [lead.strength for lead in self.leads if lead.claimed]
        if made:
            return weakest(*made)
        held = bool(self.leads) and all(lead.strength == "withheld" for lead in self.leads)
        return "withheld" if held else "counted"


def judge_page(page: CodedPage) -> PageVerdict:
    """Every lead and every contrast on whole frames, each with its strength, corrected as one list."""
    agreements = measure_agreements(page)
    leads = [lead for expert in range(len(page.experts)) if (lead := find_lead(page, agreements, expert))]
    contrasts = [
        contrast for a, b in pair_experts(len(page.experts)) for contrast in find_contrasts(page, agreements, a, b)
    ]
    claims: list[Lead | Contrast] = [*leads, *contrasts]
    support = grade_claims([claim.p for claim in claims], [claim.gap for claim in claims])
    return PageVerdict(
        page,
        agreements,
        tuple(replace(lead, support=s) for lead, s in zip(leads, support[: len(leads)], strict=True)),
        tuple(replace(contrast, support=s) for contrast, s in zip(contrasts, support[len(leads) :], strict=True)),
    )
