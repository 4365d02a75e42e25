"""What in an event's transcripts is doubtful: a name spelled two ways, words that are not the page's own."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from analysis.event import Event
from analysis.text import is_slip
from analysis.transcripts import Voice
from analysis.transcripts.reading import APART, compare_words, load_transcript

NEAR = 30  # names that one name is compared with, where many begin alike
SHOWN = 6  # words named in a note
FIELD_INSIDE = re.compile(r"\b(?:role|affiliation|kind|reported|sure|why)\s*:", re.IGNORECASE)
SHORTEST = 3  # letters of a first name that may be short for another, or hold a slip
TITLES = frozenset(["dr", "prof", "professor", "phd", "mr", "mrs", "ms", "sir", "dame", "amb", "ambassador"])
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "phd", "ph.d."})
NOT_WORD = re.compile(r"[\W_]+")


def find_transcript_doubts(event: Event) -> list[str]:
    """One line per doubt, with file and line where it has one. Raises InputError where a transcript cannot be read."""
    voices = list(_list_voices(event))
    return [*_find_spellings(voices), *_find_positions(voices), *_find_swallowed(voices), *_find_edits(event)]


def _list_voices(event: Event) -> Iterator[tuple[str, Voice]]:
    """Whose every statement is, with the file and line that say so."""
    for path in event.transcript_paths:
        placed = load_transcript(event, path)
        for line, block in zip(placed.lines, placed.transcript.blocks, strict=True):
            if block.voice:
                yield f"{event.slug}/transcripts/{path.name}:{line}", block.voice


def _find_positions(voices: list[tuple[str, Voice]]) -> Iterator[str]:
    """Experts whose headers give several roles or affiliations, of which a report shows the first."""
    for field in ("role", "affiliation"):
        given: dict[str, dict[str, str]] = defaultdict(dict)
        for where, voice in voices:
            if value := getattr(voice, field):
                given[voice.expert].setdefault(value, where)
        for expert, places in given.items():
            for value, where in list(places.items())[1:]:
                yield f'{where}: {field} of {expert} is "{value}", in a line before "{next(iter(places))}"; keep one'


def _find_swallowed(voices: list[tuple[str, Voice]]) -> Iterator[str]:
    """Header lines in which a field stands inside another one."""
    for where, voice in voices:
        for value in (voice.expert, voice.role, voice.affiliation):
            if found := FIELD_INSIDE.search(value):
                yield f'{where}: "{value}" holds "{found[0].strip()}"; put "|" before each field'


def _find_spellings(voices: list[tuple[str, Voice]]) -> Iterator[str]:
    """Experts whose names are so alike that they may be one person."""
    first: dict[str, str] = {}
    for where, voice in voices:
        if voice.kind == "person":
            first.setdefault(voice.expert, where)
    for one, other in list_pairs(list(first)):
        if are_alike(one, other):
            yield (
                f'{first[other]}: expert "{other}" may be "{one}" ({Path(first[one]).name}) spelled another way; '
                "write one name in both places if it is one person"
            )


def list_pairs(names: list[str]) -> list[tuple[str, str]]:
    """The pairs of names that may be alike, in the order of the names: not all, whose number is the square of theirs.

    Names that are alike have the same letters in a row, or the same surname, or as many words that begin alike. Of
    more than NEAR such names each is compared with those that stand next to it in the alphabet.
    """
    alike: dict[object, list[int]] = defaultdict(list)
    folded = [_fold_name(name) for name in names]
    for number, words in enumerate(folded):
        if words:
            for key in ("".join(words), ("surname", words[-1]), tuple(word[0] for word in words)):
                alike[key].append(number)
    pairs: set[tuple[int, int]] = set()
    for numbers in alike.values():
        numbers.sort(key=lambda number: (folded[number], number))
        for at, one in enumerate(numbers):
            pairs.update((min(one, other), max(one, other)) for other in numbers[at + 1 : at + NEAR])
    return [(names[one], names[other]) for one, other in sorted(pairs)]


@lru_cache(maxsize=1 << 14)
def _fold_name(name: str) -> list[str]:
    """The words of a name without case, accents, punctuation and titles, the surname last."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    surname, comma, first = plain.partition(",")
    turned = f"{first} {surname}" if comma and "," not in first and first.strip() not in SUFFIXES else plain
    words = NOT_WORD.sub(" ", turned).split()
    return [word for word in words if word not in TITLES] or words


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be one: but for case, accents, titles, order, initials, a slip, or the surname alone."""
    a, b = sorted((_fold_name(one), _fold_name(other)), key=len)
    if not a or not b:
        return False
    if "".join(a) == "".join(b):
        return True
    if len(a) == len(b) > 1 and _differ_by_slips(a, b):
        return True
    if a[-1] != b[-1]:
        return False
    return len(a) == 1 or (a[0] == b[0] and set(a) <= set(b)) or _shortens(a, b)


def _differ_by_slips(a: list[str], b: list[str]) -> bool:
    """Whether the words of two names are the same but for slips; of short ones only one, beside an equal word."""
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return all(is_slip(x, y) for x, y in differ) or (len(differ) == 1 and _is_short_slip(*differ[0]))


def _is_short_slip(x: str, y: str) -> bool:
    """Whether two short words differ by two letters that changed places, or by one that was doubled."""
    if x[0] != y[0] or min(len(x), len(y)) < SHORTEST:
        return False
    if len(x) == len(y):
        at = [n for n in range(len(x)) if x[n] != y[n]]
        return len(at) == 2 and at[1] == at[0] + 1 and x[at[0]] == y[at[1]] and x[at[1]] == y[at[0]]
    short, long = sorted((x, y), key=len)
    return len(long) == len(short) + 1 and any(
        long[n] == long[n + 1] and long[:n] + long[n + 1 :] == short for n in range(len(short))
    )


def _shortens(a: list[str], b: list[str]) -> bool:
    """Whether first names of one stand as initials or short forms in the other."""
    pairs = ((a[0], b[0]), (b[0], a[0]))
    return any(x != y and y.startswith(x) and (len(x) == 1 or len(x) >= SHORTEST) for x, y in pairs)


def _find_edits(event: Event) -> Iterator[str]:
    """Words of a transcript that are not the page's own, and words of the page that it has no more."""
    for source, path in zip(event.file.sources, event.transcript_paths, strict=True):
        text = APART.join(b.text for b in load_transcript(event, path).transcript.blocks)
        added, missing = compare_words(event, source, text)
        notes = [
            f"{what} {words.total()} ({', '.join(list(words)[:SHOWN])}{' …' if len(words) > SHOWN else ''})"
            for what, words in (("words that the page does not have:", added), ("words of the page missing:", missing))
            if words
        ]
        if notes:
            yield f"{event.slug}/transcripts/{path.name}: {'; '.join(notes)}; kept as edited, and counted in the report"
