"""What to code next: by doubt, or for one code by the ranker where its packages are installed; never a sample."""

from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding import dictionary
from analysis.coding.coders import may
from analysis.coding.ordering import order_segments
from analysis.errors import InputError, name_choices
from analysis.measures.alarms import LANGUAGE
from analysis.pipeline import EventTables
from analysis.tables.rows import each_row
from analysis.text.languages import is_same_language

Order = Literal["useful", "likely", "surprising"]
WHERE_NOT = "The order is the dictionary's"


@dataclass(frozen=True)
class Queued:
    """A segment, and why it stands where it does."""

    segment_id: str
    text: str
    why: str


def list_people(tables: EventTables) -> set[str]:
    """The coders of an event who are people."""
    return set(tables.coders.loc[may(tables.coders["kind"], "counts_as_person"), "coder"])


def _rank_unjudged(tables: EventTables) -> pd.DataFrame:
    """The segments that no person has judged, the most useful to judge first; see `order_segments`."""
    return order_segments(tables.segments, tables.codings, tables.coders, judged=_list_judged(tables))


def list_next(tables: EventTables, most: int) -> tuple[str, ...]:
    """The first of them. Raises InputError where that is more than half of the page, which is coded as a whole."""
    n = len(tables.segments)
    if most * 2 > n:
        raise InputError(f"{most} of {n} segments would be more than half; code the whole page, without --next")
    ranked = _rank_unjudged(tables)["segment_id"].head(most)
    if ranked.empty:
        raise InputError(f"{tables.event.slug}: people have judged every segment; there is nothing to code next")
    return tuple(ranked)


def queue_segments(
    tables: EventTables, codebook: Codebook, *, order: str, code: str, most: int
) -> tuple[list[Queued], str]:
    """The first `most` segments that no person has judged, and a line that says who ordered them.

    useful: those whose judgement would teach most, over all codes. likely: those that most likely have the code.
    surprising: those that the ranker puts high and the dictionary does not find, or the other way round. Raises
    InputError for another order or code.
    """
    if order not in get_args(Order):
        raise InputError(f'there is no order "{order}"; there is: {name_choices(get_args(Order))}')
    if order != "useful" and code not in {one.code for one in codebook.codes}:
        raise InputError(f'the codebook\'s file has no code "{code}"; save it first')
    if order == "useful":
        return _queue_by_doubt(tables, most), "Ordered by the coders' doubt, over all codes."
    found = _find_by_dictionary(tables, code)
    try:
        scores = _score_by_ranker(tables, codebook, code)
    except InputError as error:
        if order == "surprising":
            return _queue_by_doubt(tables, most), f"{WHERE_NOT}, by doubt over all codes: {error}."
        queued = [Queued(i, t, _say_found(n)) for i, t, n in _sort(tables, found, found)]
        return queued[:most], f'{WHERE_NOT}, for "{code}": {error}.'
    place = scores.rank(ascending=False, method="first").astype(int)
    value = scores if order == "likely" else _measure_surprise(place, found)
    queued = [
        Queued(i, t, f"{place[i]} of {len(place)} by the ranker; {_say_found(n)}")
        for i, t, n in _sort(tables, value, found)
    ]
    by = f'Ordered for "{code}" by the codebook coder, whose order is good and whose cut-off is not validated.'
    return queued[:most], by


def _say_found(score: float) -> str:
    return f"the dictionary finds it (weight {score:g})" if score else "the dictionary does not find it"


def _list_judged(tables: EventTables) -> frozenset[str]:
    return frozenset(tables.codings.loc[tables.codings["coder"].isin(list_people(tables)), "segment_id"])


def _queue_by_doubt(tables: EventTables, most: int) -> list[Queued]:
    text_of = dict(zip(tables.segments["segment_id"], tables.segments["text"], strict=True))
    ranked = _rank_unjudged(tables).head(most)
    return [Queued(r.segment_id, text_of[r.segment_id], f"doubt {r.doubt:.2f}") for r in each_row(ranked)]


def _find_by_dictionary(tables: EventTables, code: str) -> "pd.Series[float]":
    """The dictionary's score of each segment for the code, in the order of the page."""
    rows = tables.codings.loc[tables.codings["coder"].eq(dictionary.CODER) & tables.codings["code"].eq(code)]
    return rows.set_index("segment_id")["score"].reindex(tables.segments["segment_id"]).fillna(0.0)


def _score_by_ranker(tables: EventTables, codebook: Codebook, code: str) -> "pd.Series[float]":
    """Each segment's score for the code. Raises InputError where the ranker's packages or language are missing."""
    if not is_same_language(tables.language, LANGUAGE):
        raise InputError("the ranker reads English only")
    from analysis.coding import ranking  # with the packages of the extra, which take their time to load
    from analysis.coding.embedding import load_encoder

    ranked = ranking.rank_segments(tables.segments, codebook, encoder=load_encoder())
    return ranked.loc[ranked["code"] == code].set_index("segment_id")["score"]


def _measure_surprise(place: "pd.Series[int]", found: "pd.Series[float]") -> "pd.Series[float]":
    """From 0 to 1: how high the ranker puts what the dictionary does not find, how low what it finds."""
    height = 1 - (place - 1) / max(len(place) - 1, 1)
    return height.where(found.reindex(place.index) == 0, 1 - height)


def _sort(tables: EventTables, value: "pd.Series[float]", found: "pd.Series[float]") -> list[tuple[str, str, float]]:
    """(segment, text, the dictionary's score) of the segments that no person has judged, the highest value first."""
    left = tables.segments.loc[~tables.segments["segment_id"].isin(_list_judged(tables))]
    order = left.assign(value=left["segment_id"].map(value)).sort_values("value", ascending=False, kind="stable")
    return [(s.segment_id, s.text, float(found[s.segment_id])) for s in each_row(order)]
