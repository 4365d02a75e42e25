"""The rule applied to an event's tables."""

import pandas as pd

from analysis.findings.rule.page import arrange_page
from analysis.findings.rule.verdict import PageVerdict, judge_page
from analysis.measures.judgements import Judgements, arrange_judgements
from analysis.measures.reliability import choose_blind

MACHINE = "dictionary"  # whose counts are reported where no person coded enough


def judge_event(
    codings: pd.DataFrame,
    judgement_log: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: pd.DataFrame,
    coders: pd.DataFrame,
    *,
    experts: tuple[str, ...],
    chosen: str = "",
) -> PageVerdict:
    """What the rule says of an event; `chosen` is the coder to report, empty: people first.

    Raises InputError nowhere: a coder without judgements is one who covers nobody.
    """

    def arrange(judged: pd.DataFrame) -> list[Judgements]:
        return [
            arrange_judgements(judged, segments, codebook, coder=coder, experts=experts) for coder in coders["coder"]
        ]

    machine = MACHINE if MACHINE in set(coders["coder"]) else str(coders["coder"].iloc[0])
    blind = choose_blind(codings, judgement_log)
    return judge_page(arrange_page(arrange(codings), arrange(blind), coders, machine=machine, chosen=chosen))


def name_reported(verdict: PageVerdict) -> str:
    """The coder whose counts stand in the figures: the first of those reported with most experts."""
    names = [lead.reported.names[0] for lead in verdict.leads if lead.reported.names]
    return max(dict.fromkeys(names), key=names.count) if names else verdict.page.machine
