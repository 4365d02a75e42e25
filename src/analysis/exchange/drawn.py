"""Of which experts' segments, as they stand now, the rows of a sheet are the random sample that its seed draws."""

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from analysis.exchange.first_rows import FirstRows
from analysis.exchange.sheet_rows import AskedWords
from analysis.exchange.sheets import count_segments
from analysis.measures.sampling import draw_places


def count_drawn(
    first: FirstRows, asked: Mapping[int, AskedWords], segments: pd.DataFrame
) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """How many of how many segments of each expert were drawn; and the experts whose segments are no sample any more.

    The seed is drawn again, of as many segments as each expert had. The rows are a random sample of what an expert
    says now where the expert has as many segments as one was drawn from, and the rows are those in just the places
    that were drawn: which places the draw takes depends on no word. Where a sentence came or went, or a row is gone or
    is cut otherwise, some segment had another chance to be drawn, and nothing is claimed. Nothing where the sheet is
    no sample.
    """
    if first.sample is None:
        return {}, []
    sealed = first.seal is not None and first.seal.intact
    sizes = first.seal.sizes if first.seal and sealed else count_segments(segments)
    drawn = set(zip(sizes, draw_places(sizes, first.sample, seed=first.seed), strict=True))
    whole = {one.segment_id for one in asked.values() if one.start is None}
    cut = {number for one in asked.values() if one.start is not None and one.place for number in one.place.segments}
    places: dict[str, set[int]] = defaultdict(set)
    counts: dict[str, int] = defaultdict(int)
    recut = set()
    for number, (segment_id, expert) in enumerate(zip(segments["segment_id"], segments["expert"], strict=True)):
        if segment_id in whole:
            places[expert].add(counts[expert])
        if number in cut:
            recut.add(expert)
        counts[expert] += 1
    known = {e: (len(places[e]), n) for e, n in counts.items() if e not in recut and (n, frozenset(places[e])) in drawn}
    return known, [expert for expert in counts if expert not in known]
