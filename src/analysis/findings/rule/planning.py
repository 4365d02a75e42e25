"""How many sentences and coders would make today's findings firm: pages like today's, drawn and judged by the rule."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.findings.rule.drawing import draw_coders, draw_presence, make_page
from analysis.findings.rule.page import Floats
from analysis.findings.rule.verdict import PageVerdict, judge_page
from analysis.measures.prevalence import COUNTED, count_presence, pool_icc

TIMES = (1, 2, 3, 5, 8)  # the text so many times as long
ENOUGH = 0.80  # share of pages on which a finding must be firm


def plan_page(
    verdict: PageVerdict, *, n_coders: int, accuracy: float, seed: int, n_pages: int = 200, times: Sequence[int] = TIMES
) -> pd.DataFrame:
    """How often each expert's leading frame would be firm if `n_coders` people of this `accuracy` coded such a text.

    Columns: expert, frame, times, n_segments (of that expert), firm (share of pages). Today's shares are taken for the
    truth and the sentences of a paragraph hang together as they do today, so it is a plan and no finding. Each page has
    all experts at the mean length of a statement, `times` as long. With less than two coders nothing is ever firm.
    """
    shares, icc = _read_shares(verdict)
    length = max(1, round(float(verdict.page.sizes[verdict.page.sizes > 0].mean())))
    paragraphs = max(1, round(len(np.unique(verdict.page.paragraph)) / max(1, (verdict.page.sizes > 0).sum())))
    tops = [lead.frames.index(lead.frame) for lead in verdict.leads]
    rows: list[dict[str, object]] = []
    for factor in times:
        n = length * factor
        sizes = [len(part) for part in np.array_split(np.arange(n), min(n, paragraphs * factor))]
        rng = np.random.default_rng([seed, factor])
        presence = draw_presence(rng, np.broadcast_to(shares, (n_pages, *shares.shape)), sizes, icc=icc)
        coded = draw_coders(rng, presence, accuracy=accuracy, shared=0.0, n_coders=n_coders)
        drawn = [judge_page(make_page([found[page] for found in coded], sizes)) for page in range(n_pages)]
        firm = _count_firm(drawn, tops)
        rows += [
            {"expert": lead.expert, "frame": lead.frame, "times": factor, "n_segments": n, "firm": float(share)}
            for lead, share in zip(verdict.leads, firm, strict=True)
        ]
    columns = {"expert": "str", "frame": "str", "times": "int64", "n_segments": "int64", "firm": "float64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def find_enough(plan: pd.DataFrame) -> pd.DataFrame:
    """The shortest text that makes each lead firm on 80 % of pages: expert, frame, n_segments (NaN: none tried is)."""
    enough = plan.loc[plan["firm"] >= ENOUGH].groupby(["expert", "frame"], sort=False)["n_segments"].min()
    leads = plan[["expert", "frame"]].drop_duplicates()
    return leads.merge(enough.astype("float64").reset_index(), how="left", on=["expert", "frame"], validate="1:1")


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
