"""The rule's verdict as tables: whose counts are reported, every claim, and the agreement of people."""

import pandas as pd

from analysis.findings.rule.agreement import Agreement
from analysis.findings.rule.contrasts import Contrast
from analysis.findings.rule.leads import Lead
from analysis.findings.rule.needed import find_needs
from analysis.findings.rule.verdict import PageVerdict


def tabulate_reported(verdict: PageVerdict) -> pd.DataFrame:
    """Each reported coder's own counts: expert, frame, coder, basis, n_present, n_judged, n_segments.

    `n_judged` are the segments that all reported coders judged on all frames, of `n_segments` that the expert has.
    `basis` is consensus, people, one person or machine.
    """
    rows = [
        (lead.expert, frame, coder, lead.reported.basis, count, lead.n, lead.n_of)
        for lead in verdict.leads
        for coder, counts in lead.counts.items()
        for frame, count in zip(lead.frames, counts, strict=True)
    ]
    return pd.DataFrame(rows, columns=["expert", "frame", "coder", "basis", "n_present", "n_judged", "n_segments"])


def tabulate_claims(verdict: PageVerdict) -> pd.DataFrame:
    """Every lead and contrast of the page's one list, in order.

    Columns: claim (lead or contrast), frame, expert (with a contrast the one with the larger share), other (a lead's
    second frame, a contrast's other expert; empty for all others together), share, other_share, gap, p, support,
    ceiling, strength, status, needed.
    """
    rows = [_describe(verdict, claim) for claim in verdict.claims]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


_COLUMNS = (
    *("claim", "frame", "expert", "other", "share", "other_share"),
    *("gap", "p", "support", "ceiling", "strength", "status", "needed"),
)


def _describe(verdict: PageVerdict, claim: Lead | Contrast) -> dict[str, object]:
    """One claim as a row."""
    if isinstance(claim, Lead):
        second = max((m for f, m in zip(claim.frames, claim.means, strict=True) if f == claim.second), default=0.0)
        top = claim.means[claim.frames.index(claim.frame)]
        shares = top / claim.n, second / claim.n
        about = {"claim": "lead", "expert": claim.expert, "other": claim.second}
    else:
        x_a, n_a, x_b, n_b = claim.means
        shares = x_a / n_a, x_b / n_b
        about = {"claim": "contrast", "expert": claim.above, "other": claim.below}
    needs = find_needs(verdict, claim)
    return {
        **about,
        "frame": claim.frame,
        "share": shares[0],
        "other_share": shares[1],
        "gap": claim.gap,
        "p": claim.p,
        "support": claim.support,
        "ceiling": claim.ceiling.strength,
        "strength": claim.strength,
        "status": claim.status,
        "needed": "; ".join(f"{need.what} ({need.about}{f', {need.number}' if need.number else ''})" for need in needs),
    }


def tabulate_agreement(verdict: PageVerdict) -> pd.DataFrame:
    """How far people agree on each frame (code empty) and code: verdict, α with its interval, and its three patterns.

    Columns: frame, code, n_coders, n_segments, n_both, n_neither, n_differ (parts of segments where more than two
    judged), alpha, low, high, below (posterior probability of α < .667), verdict.
    """
    rows = [
        {"frame": frame, "code": code, **_describe_agreement(agreement)}
        for (frame, code), agreement in zip(verdict.page.columns, verdict.agreements, strict=True)
    ]
    return pd.DataFrame(rows)


def _describe_agreement(agreement: Agreement) -> dict[str, object]:
    """One frame's or code's agreement as a row."""
    low, high = agreement.bounds
    both, neither, differ = (float(part) for part in agreement.patterns)
    return {
        "n_coders": agreement.n_coders,
        "n_segments": both + neither + differ,
        "n_both": both,
        "n_neither": neither,
        "n_differ": differ,
        "alpha": agreement.alpha,
        "low": low,
        "high": high,
        "below": agreement.below,
        "verdict": agreement.verdict,
    }
