"""Small pieces of sentences: lists, counts, shares, probabilities and dates in words."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def join_words(words: Iterable[str], *, last: str = "and") -> str:
    """`a, b and c`."""
    listed = list(words)
    return " ".join([", ".join(listed[:-1]), last, listed[-1]]) if len(listed) > 1 else "".join(listed)


def count_things(number: int, thing: str, things: str = "") -> str:
    """`1 sentence`, `7 sentences`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}".replace(",", "\u202f")


def spell(number: int) -> str:
    """`two` for 2; digits from thirteen on."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def capitalise(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def write_share(share: float, low: float = math.nan, high: float = math.nan) -> str:
    """`43 % (16–75)`, or `undefined`."""
    if math.isnan(share):
        return "undefined"
    return f"{100 * share:.0f} %" + ("" if math.isnan(low) else f" ({100 * low:.0f}–{100 * high:.0f})")


def write_p(p: float) -> str:
    """A p-value to two significant places, never as 0."""
    if math.isnan(p):
        return "undefined"
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def write_number(value: object) -> str:
    """A number to three decimals, a dash for what is undefined, yes and no for flags."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.3f}".rstrip("0").rstrip(".").replace("-", "−")
    return str(value)


def write_date(iso: str) -> str:
    """`20 March 2023` for 2023-03-20."""
    year, month, day = iso.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


@dataclass(frozen=True)
class Ref:
    """Words of a sentence that lead somewhere: to an expert's frame or code, or to a segment; else they stand out."""

    words: str
    expert: str = ""
    frame: str = ""
    code: str = ""
    segment: str = ""


Said = tuple["str | Ref", ...]  # a sentence in its pieces


def flatten_said(said: Said) -> str:
    """The sentence without its ways."""
    return "".join(piece if isinstance(piece, str) else piece.words for piece in said)


def join_said(parts: Iterable[Said], *, last: str = "and") -> Said:
    """`a, b and c` of sentences' pieces."""
    listed = list(parts)
    joined: list[str | Ref] = []
    for number, part in enumerate(listed):
        if number:
            joined.append(f" {last} " if number == len(listed) - 1 else ", ")
        joined += part
    return tuple(joined)
