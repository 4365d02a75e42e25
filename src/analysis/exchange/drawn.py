"""Of which experts' segments, as they stand now, the rows of a sheet are the random sample that its seed draws."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.exchange.first_rows import FirstRows
from analysis.exchange.sheet_rows import AskedWords
from analysis.exchange.sheets import list_strata
from analysis.measures.sampling import draw_places

Strata = Mapping[str, tuple[int, str]]


def count_drawn(
    first: FirstRows, asked: Mapping[int, AskedWords], segments: pd.DataFrame, *, as_now: bool
) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """How many of how many segments of each expert were drawn; and the experts whose segments are no sample any more.

    The draw is repeated: which places it takes depends on the seed and on how many segments each expert had, and on no
    word. The rows are a random sample of what an expert says now where the expert has as many segments as then, and
    the rows are those in just the places that were drawn. Where a sentence came or went, or a row is gone or is cut
    otherwise, some segment had another chance to be drawn, and nothing is claimed. `as_now` says that the sheet is as
    it would be drawn now; an older one is judged by its seal, and without a seal is called no sample. Nothing where
    the sheet is no sample.
    """
    if first.sample is None:
        return {}, []
    now = list_strata(segments, seed=first.seed)
    strata = [] if not (first.seal and first.seal.intact) else list(first.seal.strata)
    then: Strata = now if as_now else _find_strata(strata, now)
    draw = draw_places([size for size, _ in then.values()], first.sample, seed=first.seed)
    drawn = dict(zip(then, draw, strict=True))
    places = _locate_rows(asked, segments)
    known = {
        expert: (len(places[expert]), size)
        for expert, (size, _) in now.items()
        if expert in then and then[expert][0] == size and places[expert] == drawn[expert]
    }
    return known, [expert for expert in now if expert not in known]


def _find_strata(strata: Sequence[tuple[int, str]], now: Strata) -> dict[str, tuple[int, str]]:
    """The strata of a sheet in their order, each by the name of its expert now; `-1` and so on where there is none.

    One whose name was corrected is the one that is left over, where as many names as strata are left over.
    """
    signs = {sign: expert for expert, (_, sign) in now.items()}
    renamed = [expert for expert, (_, sign) in now.items() if sign not in {sign for _, sign in strata}]
    nameless = [sign for _, sign in strata if sign not in signs]
    if len(renamed) == len(nameless):
        signs |= dict(zip(nameless, renamed, strict=True))
    return {signs.get(sign, f"-{number}"): (size, sign) for number, (size, sign) in enumerate(strata, 1)}


def _locate_rows(asked: Mapping[int, AskedWords], segments: pd.DataFrame) -> Mapping[str, set[int]]:
    """The places of the rows among each expert's segments, from 0; words that are cut otherwise now have none."""
    whole = {one.segment_id for one in asked.values() if one.start is None}
    return {
        str(expert): {place for place, segment_id in enumerate(own) if segment_id in whole}
        for expert, own in segments.groupby("expert", sort=False)["segment_id"]
    }
