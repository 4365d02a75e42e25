"""The rule applied to an event's judgements."""

import pandas as pd

from analysis.coding.coders import DICTIONARY
from analysis.findings.rule.page import arrange_page
from analysis.findings.rule.verdict import PageVerdict, judge_page
from analysis.measures.judgements import Judgements

MACHINE = DICTIONARY  # whose counts are reported where no person coded enough


def judge_event(
    judged: list[Judgements], blind: list[Judgements], coders: pd.DataFrame, *, chosen: str = ""
) -> PageVerdict:
    """What the rule says of an event; `chosen` is the coder to report, empty: people first.

    `judged` (as reported) and `blind` have an entry for each row of `coders`; a coder without judgements covers nobody.
    """
    machine = MACHINE if MACHINE in set(coders["coder"]) else str(coders["coder"].iloc[0])
    return judge_page(arrange_page(judged, blind, coders, machine=machine, chosen=chosen))


def name_reported(verdict: PageVerdict) -> str:
    """The coder whose counts stand in the figures: the first of those reported with most experts."""
    names = [lead.reported.names[0] for lead in verdict.leads if lead.reported.names]
    return max(dict.fromkeys(names), key=names.count) if names else verdict.page.machine
