"""How many sentences and coders would make today's findings firm: pages like today's, drawn and judged by the rule."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from analysis.findings.rule.drawing import draw_coders, draw_presence, make_page
from analysis.findings.rule.page import Floats
from analysis.findings.rule.verdict import PageVerdict, judge_page
from analysis.measures.independence import FEWEST
from analysis.measures.prevalence import COUNTED, count_presence, pool_icc
from analysis.tables import TABLES, fit_table

TIMES = (1, 2, 4, 8)  # the text so many times as long
CODERS = (2, 3)
ACCURACY, WORST = 0.98, 0.90  # share of segments that each coder judges rightly, where it is not measured; at least
ENOUGH = 0.80  # share of pages on which a finding must be firm
PAGES, DRAWN = 40, 8000  # pages drawn of each kind, and segments that all of them together may have


def plan_page(
    verdict: PageVerdict,
    *,
    seed: int,
    n_coders: Sequence[int] = CODERS,
    accuracy: float = 0,
    n_pages: int = PAGES,
    times: Sequence[int] = TIMES,
) -> pd.DataFrame:
    """The `plan`: how often each leading frame would be firm if so many people of this `accuracy` coded such a text.

    The accuracy is by default that of the people who coded the page, read from how often two of them differ.
    Today's shares are taken for the truth and the sentences of a paragraph hang together as they do today, so it is a
    plan and no finding. Each page has all experts at the mean length of a statement, `times` as long. With less than
    two coders nothing is ever firm. Of long pages fewer are drawn.
    """
    if not verdict.leads:
        return TABLES["plan"].empty()
    shares, icc = _read_shares(verdict)
    accuracy = accuracy or _read_accuracy(verdict)
    length = max(1, round(float(verdict.page.sizes[verdict.page.sizes > 0].mean())))
    paragraphs = max(1, round(len(np.unique(verdict.page.paragraph)) / max(1, (verdict.page.sizes > 0).sum())))
    tops = [lead.frames.index(lead.frame) for lead in verdict.leads]
    rows: list[dict[str, object]] = []
    for coders, factor in product(n_coders, times):
        n = length * factor
        drawn = max(10, min(n_pages, DRAWN // (n * len(verdict.leads))))
        sizes = [len(part) for part in np.array_split(np.arange(n), min(n, paragraphs * factor))]
        rng = np.random.default_rng([seed, coders, factor])
        presence = draw_presence(rng, np.broadcast_to(shares, (drawn, *shares.shape)), sizes, icc=icc)
        coded = draw_coders(rng, presence, accuracy=accuracy, shared=0.0, n_coders=coders)
        pages = [judge_page(make_page([found[page] for found in coded], sizes)) for page in range(drawn)]
        about = {"coders": coders, "times": factor, "n_segments": n, "accuracy": accuracy, "n_pages": drawn}
        rows += [
            {"expert": lead.expert, "frame": lead.frame, **about, "firm": float(share)}
            for lead, share in zip(verdict.leads, _count_firm(pages, tops), strict=True)
        ]
    return fit_table("plan", rows)


def find_enough(plan: pd.DataFrame) -> pd.DataFrame:
    """The shortest text that makes each lead firm on 80 % of pages: expert, frame, coders, n_segments (NaN: none)."""
    key = ["expert", "frame", "coders"]
    enough = plan.loc[plan["firm"] >= ENOUGH].groupby(key, sort=False)["n_segments"].min()
    leads = plan[key].drop_duplicates()
    return leads.merge(enough.astype("float64").reset_index(), how="left", on=key, validate="1:1")


def _read_accuracy(verdict: PageVerdict) -> float:
    """How often a person judges rightly: 1 − e, from the share d = 2e(1 − e) of judgements in which two differ."""
    patterns = [verdict.agreements[column].patterns for column in verdict.page.frames]
    total = sum(float(p.total) for p in patterns)
    if total < FEWEST * len(patterns):
        return ACCURACY
    differ = min((sum(float(p.differ) for p in patterns) + 0.5) / (total + 1), 0.5)
    return max(WORST, float(1 - (1 - np.sqrt(1 - 2 * differ)) / 2))


def _read_shares(verdict: PageVerdict) -> tuple[Floats, float]:
    """Today's shares, experts × frames, kept off 0 and 1; and how far sentences of a paragraph hang together."""
    shares = np.array([np.array(lead.means) / lead.n for lead in verdict.leads])
    counts = np.array([[lead.n] for lead in verdict.leads])
    page, reported = verdict.page, verdict.leads[0].reported
    framed = reported.values[0][:, page.frames]
    judged = np.repeat(~np.isnan(framed).any(axis=1)[:, None], framed.shape[1], axis=1)
    clusters = {"paragraph": page.paragraph, "document": page.document}
    sums = count_presence(judged, framed == 1, page.expert, clusters, n_groups=len(page.experts))
    icc = pool_icc(dict(zip(COUNTED, sums.reshape(-1, len(COUNTED)).astype(float).T, strict=True)), "paragraph")
    return (shares * counts + 0.5) / (counts + 1), min(icc, 0.9)


def _count_firm(drawn: Sequence[PageVerdict], tops: Sequence[int]) -> Floats:
    """On which share of the pages each expert's frame of today leads and is firm."""
    hits = [
        [
            lead.strength == "firm" and lead.frames.index(lead.frame) == top
            for lead, top in zip(v.leads, tops, strict=True)
        ]
        for v in drawn
    ]
    share: Floats = np.array(hits).mean(axis=0)
    return share
