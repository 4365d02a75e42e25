"""What a chart shows, in words, for those who cannot see it: its title and every value that it draws."""

from collections.abc import Iterable

import pandas as pd

from analysis.findings.words import write_number, write_p
from analysis.tables.rows import each_row


def describe_shares(rows: pd.DataFrame, title: str) -> str:
    """Each expert's count of each frame; `rows` are one coder's prevalences of frames."""
    return _list_below(title, (f"{r.expert}, {r.frame}: {r.n_present} of {r.n_segments}" for r in each_row(rows)))


def describe_gaps(gaps: pd.DataFrame, title: str) -> str:
    """Each gap: who over whom, by how many points, and its p; `gaps` is what `contrasts.list_gaps` gives."""
    said = (f"{r.frame}: {r.more} {r.points:.0f} points over {r.less}, {write_p(r.p_holm)}" for r in each_row(gaps))
    return _list_below(title, said)


def describe_distances(pairs: pd.DataFrame, title: str) -> str:
    """How far apart the mixes of frames of each pair are."""
    return _list_below(title, (f"{r.expert} and {r.other}: {r.distance:.2f}" for r in each_row(pairs)))


def describe_alphas(judged: pd.DataFrame, title: str) -> str:
    """Each code's α."""
    return _list_below(title, (f"{r.code}: α {write_number(float(r.alpha))}" for r in each_row(judged)))


def _list_below(title: str, values: Iterable[str]) -> str:
    """The title as a sentence, then the values as one."""
    return f"{title}. {'; '.join(values)}."
