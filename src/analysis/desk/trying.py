"""Try other indicators for a code: what they gain and lose over many segments, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pydantic import ValidationError

from analysis.codebook import Code, Codebook, Indicator
from analysis.coding.dictionary import code_segments
from analysis.errors import InputError


@dataclass(frozen=True)
class Trial:
    """What a change of one code's indicators does.

    `gained` and `lost`: segment_id, expert, text, match (the words found), others (codes that have the segment too).
    `agreement`: share of the segments judged by people in which the code is judged alike, before and after; None
    where nobody judged it. `missed`: segments in which people found the code and the new indicators do not. `alarms`:
    texts of other topics in which they find something.
    """

    gained: pd.DataFrame
    lost: pd.DataFrame
    agreement: tuple[float, float] | None
    missed: tuple[str, ...]
    alarms: tuple[str, ...]


class Workshop:
    """The segments of all events and what the codebook finds in them now; `try_code` answers from there."""

    def __init__(
        self,
        segments: pd.DataFrame,
        codebook: Codebook,
        *,
        human: pd.DataFrame | None = None,
        off_topic: Sequence[str] = (),
    ) -> None:
        """`human`: judgements by people (segment_id, code, present). `off_topic`: texts where nothing fits."""
        self.segments, self.codebook, self.human = segments, codebook, human
        _, codings = code_segments(segments, codebook)
        found = codings.loc[codings["present"]]
        self._present: dict[str, set[str]] = found.groupby("code")["segment_id"].agg(set).to_dict()
        self._codes: dict[str, list[str]] = found.groupby("segment_id")["code"].agg(list).to_dict()
        self._off_topic = _as_segments(off_topic)

    def try_code(self, code: str, indicators: Sequence[str]) -> Trial:
        """What `code` would find with these indicators instead of its own.

        Raises InputError where the codebook has no such code or an indicator cannot be read.
        """
        trial = self._change(code, indicators)
        matches, codings = code_segments(self.segments, trial)
        before = self._present.get(code, set())
        after = set(codings.loc[codings["present"], "segment_id"])
        words = matches.groupby("segment_id")["match"].agg("; ".join).to_dict()
        old = dict.fromkeys(before, "")
        alarms: list[str] = []
        if len(self._off_topic):
            _, strange = code_segments(self._off_topic, trial)
            alarmed = strange.loc[strange["present"], "segment_id"]
            alarms = self._off_topic.loc[self._off_topic["segment_id"].isin(alarmed), "text"].tolist()
        agreement, missed = self._compare(code, before, after)
        return Trial(
            self._show(after - before, words, code),
            self._show(before - after, old, code),
            agreement,
            missed,
            tuple(alarms),
        )

    def _change(self, code: str, indicators: Sequence[str]) -> Codebook:
        """A codebook of this code alone, with the rules of the whole one."""
        found = next((c for c in self.codebook.codes if c.code == code), None)
        if found is None:
            raise InputError(f'there is no code "{code}" in {self.codebook.name}; correct the name')
        lines = [line.strip() for line in indicators if line.strip()]
        try:
            read = tuple(Indicator.model_validate(line) for line in lines)
        except ValidationError as error:
            told = error.errors()[0]
            reason = told["msg"].removeprefix("Value error, ")
            raise InputError(f'indicator "{told["input"]}": {reason}') from None
        if not read:
            raise InputError(f'code "{code}": has no indicator; write one')
        kept: Code = found.model_copy(update={"indicators": read})
        frame = next(f for f in self.codebook.frames if found in f.codes)
        return self.codebook.model_copy(update={"frames": (frame.model_copy(update={"codes": (kept,)}),)})

    def _show(self, ids: set[str], words: dict[str, str], code: str) -> pd.DataFrame:
        """The segments in the order of the pages."""
        rows = self.segments.loc[self.segments["segment_id"].isin(ids), ["segment_id", "expert", "text"]]
        others = ["; ".join(c for c in self._codes.get(i, []) if c != code) for i in rows["segment_id"]]
        return rows.assign(match=[words.get(i, "") for i in rows["segment_id"]], others=others).reset_index(drop=True)

    def _compare(
        self, code: str, before: set[str], after: set[str]
    ) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
        """Agreement with people before and after, and what they found and the indicators do not."""
        if self.human is None:
            return None, ()
        mine = self.human.loc[self.human["code"] == code]
        if mine.empty:
            return None, ()
        ids, present = mine["segment_id"], mine["present"].astype(bool)
        same = tuple(float((ids.isin(found) == present).mean()) for found in (before, after))
        return (same[0], same[1]), tuple(dict.fromkeys(ids[present & ~ids.isin(after)]))


def _as_segments(texts: Sequence[str]) -> pd.DataFrame:
    """Texts of other topics in the columns that coding needs."""
    numbers = [str(n) for n in range(len(texts))]
    return pd.DataFrame(
        {"segment_id": numbers, "statement_id": numbers, "paragraph": 1, "start": 0, "text": list(texts)}
    ).astype({"segment_id": "str", "statement_id": "str", "text": "str"})
