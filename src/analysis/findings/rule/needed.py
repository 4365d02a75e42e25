"""What would make a claim firm: more sentences, more coding, a clearer codebook, or nothing on this page."""

from bisect import bisect_left
from typing import Literal, NamedTuple

import numpy as np

from analysis.findings.rule.agreement import Agreement, judged_doubly
from analysis.findings.rule.contrasts import Contrast
from analysis.findings.rule.grades import CLEAR, PAGE
from analysis.findings.rule.leads import Lead, lead_p, select_judged
from analysis.findings.rule.verdict import PageVerdict
from analysis.measures.independence import ACCEPTABLE, FIRM, SIDE
from analysis.measures.posterior import Patterns, probability_below
from analysis.measures.support import order_tail

LONGEST = 20.0  # a text so many times as long is not asked for
TIMES = np.arange(1, LONGEST + 0.01, 0.05)
What = Literal[
    "two people",
    "a second person",
    "more segments coded by two",
    "a clearer codebook",
    "more sentences",
    "another page",
]


class Need(NamedTuple):
    """One thing that a claim needs to become firm; `about` is a frame, a code or an expert, `number` how many more.

    A clearer codebook: people read the definition differently; more segments do not help. Another page: no number of
    sentences like these would be enough. `number` is 0 where it does not apply.
    """

    what: What
    about: str
    number: int = 0


def find_needs(verdict: PageVerdict, claim: Lead | Contrast) -> tuple[Need, ...]:
    """Everything that the claim needs to become firm, people first; nothing where it is."""
    if claim.strength == "firm":
        return ()
    return (*_need_people(verdict, claim), *_need_text(verdict, claim))


def _need_people(verdict: PageVerdict, claim: Lead | Contrast) -> list[Need]:
    """What agreement needs: people, more segments that two judged, or a clearer definition."""
    page = verdict.page
    names = [claim.frame, claim.second] if isinstance(claim, Lead) and claim.second else [claim.frame]
    experts = _find_experts(verdict, claim)
    column = page.find_column(claim.frame, of="frame")
    unclear = [name for name in names if verdict.by_name[name].verdict == "disagree"]
    if unclear:
        return [Need("a clearer codebook", name) for name in unclear]
    if claim.reported.basis in ("machine", "nobody"):
        return [Need("two people", claim.frame)]
    if not judged_doubly(page, experts, column):
        return [Need("a second person", claim.frame)]
    agreement = verdict.by_name[claim.frame]
    if agreement.verdict == "agree":
        return []
    more = count_judgements_needed(agreement)
    return [Need("more segments coded by two", claim.frame, more) if more else Need("a clearer codebook", claim.frame)]


def _need_text(verdict: PageVerdict, claim: Lead | Contrast) -> list[Need]:
    """What support needs: more sentences like these, or none that this page could have."""
    if claim.support == "firm":
        return []
    about = claim.expert if isinstance(claim, Lead) else claim.above
    more = _count_sentences_needed(verdict, claim)
    return [Need("more sentences", about, more)] if more else [Need("another page", about)]


def _find_experts(verdict: PageVerdict, claim: Lead | Contrast) -> list[int]:
    """The experts whom a claim is about: one, two, or all."""
    names = verdict.page.experts
    if isinstance(claim, Lead):
        return [names.index(claim.expert)]
    if claim.above and claim.below:
        return [names.index(claim.above), names.index(claim.below)]
    return [i for i in range(len(names)) if verdict.page.sizes[i]]


def count_judgements_needed(agreement: Agreement) -> int | None:
    """About how many more segments two people must both judge until their α is surely over .667; None under α = .8."""
    if not agreement.alpha >= FIRM:
        return None
    patterns = Patterns(*(np.asarray(part) * TIMES for part in agreement.patterns))
    enough = np.flatnonzero(probability_below(ACCEPTABLE, patterns, agreement.effect) <= SIDE)
    return _round_up(float(agreement.patterns.total) * (TIMES[enough[0]] - 1)) if len(enough) else None


def _count_sentences_needed(verdict: PageVerdict, claim: Lead | Contrast) -> int | None:
    """About how many more sentences like these (a contrast: with each of the two) make the claim survive the list.

    None where the shares are less than 20 points apart, or where 20 times the text would not do.
    """
    if claim.gap < CLEAR - 1e-9:
        return None
    mark = PAGE / verdict.n_claims
    if isinstance(claim, Lead):
        return _lengthen_lead(verdict, claim, mark)
    x_a, n_a, x_b, n_b = claim.means
    first, other = np.mean(claim.effects, axis=0)
    tails = order_tail(x_a * TIMES, n_a * TIMES, first, x_b * TIMES, n_b * TIMES, other)
    enough = np.flatnonzero(2 * tails <= mark)
    return max(1, _round_up(max(n_a, n_b) * (TIMES[enough[0]] - 1))) if len(enough) else None


def _lengthen_lead(verdict: PageVerdict, lead: Lead, mark: float) -> int | None:
    """The lead's p falls with the length of the text."""
    page = verdict.page
    expert = page.experts.index(lead.expert)
    judged, effects = select_judged(page, lead.reported, expert)
    top = lead.frames.index(lead.frame)
    enough = bisect_left(TIMES, True, key=lambda t: lead_p(judged == 1, top, effects, times=float(t)) <= mark)
    return max(1, _round_up(lead.n * (TIMES[enough] - 1))) if enough < len(TIMES) else None


def _round_up(number: float) -> int:
    """To the next whole number, rounding errors aside."""
    return int(np.ceil(number - 1e-9))
