"""What is doubtful about a codebook's indicators, each with its file and line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from analysis.codebook import WRITTEN, Code, Codebook, Indicator
from analysis.codebook.language import Gap, Run, Word, parse_indicator
from analysis.codebook.language import Sequence as Phrase
from analysis.files.handmade import Place, read_yaml
from analysis.text import fold_text

UNWRITTEN = "(to be written)"  # what version 0.1.0 wrote into an imported codebook
SHOWN_EMPTY = 3  # places of empty fields that are named
COPIED_WORDS = 5  # an indicator this long that stands on a page is a copied passage
COPIED_EXAMPLE = 8  # so is an example this long


@dataclass(frozen=True)
class LocatedIndicator:
    """An indicator, where the codebook has it, and the file and line where it stands."""

    frame: str
    code: Code
    indicator: Indicator
    where: str


def locate_signs(path: Path, codebook: Codebook) -> list[LocatedIndicator]:
    """Every indicator of the codebook at `path` with its file and line."""
    _, lines = read_yaml(path)
    return [
        LocatedIndicator(frame.frame, code, indicator, f"{path.name}:{lines[_place_of(f, c, i)]}")
        for f, frame in enumerate(codebook.frames)
        for c, code in enumerate(frame.codes)
        for i, indicator in enumerate(code.indicators)
    ]


def _place_of(frame: int, code: int, indicator: int) -> Place:
    """Where an indicator stands in the file's data."""
    return ("frames", frame, "codes", code, "indicators", indicator)


def list_mistakes(path: Path, codebook: Codebook, texts: Sequence[str]) -> Iterator[str]:
    """What must be corrected: duplicates, unreachable indicators, passages copied from a page."""
    signs = locate_signs(path, codebook)
    pages = [f" {_list_words(text)} " for text in texts]
    seen: dict[tuple[str, frozenset[Phrase]], LocatedIndicator] = {}
    for sign in signs:
        name = f'{sign.where}: code "{sign.code.code}": indicator "{sign.indicator.match}"'
        phrases = frozenset(parse_indicator(sign.indicator.match))
        if first := seen.get((sign.code.code, phrases)):
            yield f"{name} is there twice, first at {first.where}; remove one"
        seen.setdefault((sign.code.code, phrases), sign)
        if any(all(_covers(e, p) for p in phrases) for e in _exclusions(sign.indicator)):
            yield f"{name} is unreachable: its own but_not takes out all that it finds; correct one of the two"
        elif other := _find_cover(sign, signs):
            yield f'{name} is unreachable: "{other.indicator.match}" at {other.where} finds all that; remove it'
        if len(sign.indicator.match.split()) >= COPIED_WORDS and _is_on_page(sign.indicator.match, pages):
            yield f"{name} is copied from a page; write a sign that other texts have too"
    for where, code, field, text in _locate_examples(path, codebook):
        if len(text.split()) >= COPIED_EXAMPLE and _is_on_page(text, pages):
            yield f'{where}: code "{code}": {field} is copied from a page that is coded with it; write another example'


def find_doubts(path: Path, codebook: Codebook) -> Iterator[str]:
    """What may be meant so: an indicator in two frames, one inside another, a code with one only, unwritten fields."""
    signs = locate_signs(path, codebook)
    if single := [sign for sign in signs if len(sign.code.indicators) == 1]:
        yield _describe_single(single)
    frames: dict[Phrase, LocatedIndicator] = {}
    for sign in signs:
        name = f'{sign.where}: code "{sign.code.code}": indicator "{sign.indicator.match}"'
        for phrase in parse_indicator(sign.indicator.match):
            first = frames.setdefault(phrase, sign)
            if first.frame != sign.frame:
                yield f'{name} also stands in the frame "{first.frame}" at {first.where}; keep one'
                break
        if other := _find_longer(sign, signs):
            yield f'{name} is inside "{other.indicator.match}" at {other.where}; the longer one counts'
    if empty := list(_locate_empty(path, codebook)):
        yield _describe_empty(empty)


def _describe_single(single: Sequence[LocatedIndicator]) -> str:
    """One line for all codes with one indicator only."""
    first = "; ".join(f'{s.where} (code "{s.code.code}": "{s.indicator.match}")' for s in single[:SHOWN_EMPTY])
    more = f"; and {len(single) - SHOWN_EMPTY} more" if len(single) > SHOWN_EMPTY else ""
    rests = "1 code rests" if len(single) == 1 else f"{len(single)} codes rest"
    return f"{single[0].where.rsplit(':', 1)[0]}: {rests} on one indicator alone; add others: {first}{more}"


def _locate_empty(path: Path, codebook: Codebook) -> Iterator[tuple[str, str, str]]:
    """Place, holder and field of all that a coder or a reader would look for and nobody has written yet."""
    _, lines = read_yaml(path)

    def look(holder: str, place: Place, values: BaseModel, fields: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        for field in fields:
            if not getattr(values, field).strip() or UNWRITTEN in getattr(values, field):
                line = lines.get((*place, field), lines.get(place, 1))
                yield f"{path.name}:{line}", holder, field

    yield from look("codebook", (), codebook, ("about", "instructions"))
    for f, frame in enumerate(codebook.frames):
        yield from look(f'frame "{frame.frame}"', ("frames", f), frame, ("definition",))
        for c, code in enumerate(frame.codes):
            place = ("frames", f, "codes", c)
            yield from look(f'code "{code.code}"', place, code, ("function", "policy_frame", *WRITTEN))


def _describe_empty(empty: Sequence[tuple[str, str, str]]) -> str:
    """One line for all empty fields: how many of each, and where the first ones stand."""
    counts = Counter(field for _, _, field in empty)
    counted = ", ".join(f"{field} {n}" for field, n in counts.items())
    first = "; ".join(f"{where} ({holder}: {field})" for where, holder, field in empty[:SHOWN_EMPTY])
    more = f"; and {len(empty) - SHOWN_EMPTY} more" if len(empty) > SHOWN_EMPTY else ""
    file = empty[0][0].rsplit(":", 1)[0]
    fields = "1 field is" if len(empty) == 1 else f"{len(empty)} fields are"
    return f"{file}: {fields} still empty ({counted}); first: {first}{more}"


def _exclusions(indicator: Indicator) -> list[Phrase]:
    """Every phrase that takes out a match of the indicator."""
    return [phrase for pattern in indicator.but_not for phrase in parse_indicator(pattern)]


def _find_cover(sign: LocatedIndicator, signs: Sequence[LocatedIndicator]) -> LocatedIndicator | None:
    """Another indicator of the code, under the same rules, that finds whatever this one finds."""
    own = parse_indicator(sign.indicator.match)
    for other in _same_code(sign, signs):
        theirs = parse_indicator(other.indicator.match)
        if set(own) != set(theirs) and all(any(_covers(their, phrase) for their in theirs) for phrase in own):
            same_rules = sign.indicator.model_dump(exclude={"match"}) == other.indicator.model_dump(exclude={"match"})
            if same_rules and not other.indicator.but_not:
                return other
    return None


def _find_longer(sign: LocatedIndicator, signs: Sequence[LocatedIndicator]) -> LocatedIndicator | None:
    """Another indicator of the code that holds this one as a part."""
    own = parse_indicator(sign.indicator.match)
    for other in _same_code(sign, signs):
        for phrase in parse_indicator(other.indicator.match):
            if any(_is_part(part, phrase) for part in own):
                return other
    return None


def _same_code(sign: LocatedIndicator, signs: Sequence[LocatedIndicator]) -> Iterator[LocatedIndicator]:
    """The other indicators of the code."""
    return (s for s in signs if s.code.code == sign.code.code and s.where != sign.where)


def _covers(wide: Phrase, narrow: Phrase) -> bool:
    """Whether every match of `narrow` is one of `wide`: the same shape, each word and gap at least as wide."""
    return (
        [len(run) for run in wide.runs] == [len(run) for run in narrow.runs]
        and all(_run_covers(w, n) for w, n in zip(wide.runs, narrow.runs, strict=True))
        and all(_gap_covers(w, n) for w, n in zip(wide.gaps, narrow.gaps, strict=True))
    )


def _run_covers(wide: Run, narrow: Run) -> bool:
    """Whether each word of one run takes in the other's."""
    return all(_word_covers(w, n) for w, n in zip(wide, narrow, strict=True))


def _word_covers(wide: Word, narrow: Word) -> bool:
    """Whether one word's pattern takes in all that another's does."""
    if wide.exact and wide.exact != narrow.exact:
        return False
    pattern = ".*".join(map(re.escape, wide.glob.split("*")))
    return re.fullmatch(pattern, narrow.glob.replace("*", "\x06")) is not None


def _gap_covers(wide: Gap, narrow: Gap) -> bool:
    """Whether one gap takes in all that another does."""
    return wide.least <= narrow.least and narrow.most <= wide.most


def _is_part(part: Phrase, whole: Phrase) -> bool:
    """Whether a phrase without gaps stands within a longer run of another."""
    if len(part.runs) != 1:
        return False
    (run,) = part.runs
    for other in whole.runs:
        if len(other) + len(whole.runs) > len(run) + 1:
            for at in range(len(other) - len(run) + 1):
                if all(_word_covers(a, b) for a, b in zip(run, other[at:], strict=False)):
                    return True
    return False


def _locate_examples(path: Path, codebook: Codebook) -> Iterator[tuple[str, str, str, str]]:
    """Place, code, field and text of all that is written for a coder."""
    _, lines = read_yaml(path)
    for f, frame in enumerate(codebook.frames):
        for c, code in enumerate(frame.codes):
            for field in WRITTEN:
                line = lines.get(("frames", f, "codes", c, field), 1)
                yield f"{path.name}:{line}", code.code, field, getattr(code, field)


def _list_words(text: str) -> str:
    """The words alone, so that marks and spaces do not hide a copy."""
    return " ".join(re.findall(r"\w+", fold_text(text)))


def _is_on_page(passage: str, pages: Sequence[str]) -> bool:
    """Whether the words stand in this order in one of the texts."""
    words = f" {_list_words(passage)} "
    return any(words in page for page in pages)
