"""Pages made from gold pages: the same statements under headers of another form, with what other pages have between."""

import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from analysis.sources.page import Page
from tests.round_ups import MARKS

Expert = dict[str, Any]

INTRODUCTIONS = (
    "The vote came earlier than anybody had planned for. We asked people who know the matter what they make of it.",
    "Below are first reactions, in the order in which they reached us. This page is updated.",
    "",
)
BETWEEN = (
    "Advertisement",
    "What comes next",
    "‘A missed chance’ on fees",
    "Mixed bag for the harbour towns",
    "Read more: Ten questions about the vote",
    "The ministry said on Monday that it would answer all letters by the end of the month.",
    "Photo: The harbour at dusk",
    "• • •",
    "14.05: The doors of the hall are closed. The coffee is gone too.",
)
BELOW = (
    "For further information write to the press office.",
    "The views expressed here are those of the authors and not of the institution.",
    "Our institute is an independent body that works on questions of trade, security and the sea since 1974.",
    "More on this topic",
    "",
)


def make_other_form(page: Page, experts: Sequence[Expert], seed: str) -> tuple[list[str], list[Expert]]:
    """Blocks of a page with the same statements in one of the forms, and what is expected of it."""
    choose = random.Random(seed)
    form = FORMS_OF_HEADERS[choose.randrange(len(FORMS_OF_HEADERS))]
    noise = choose.choice((0.0, 0.1, 0.3))
    blocks = ["Voices on the vote", *filter(None, [choose.choice(INTRODUCTIONS)])]
    expected: list[Expert] = []
    for expert in experts:
        words = find_words(page.text, expert)
        if not words or not isinstance(expert["name"], str) or expert.get("kind", "person") != "person":
            continue
        blocks += form(expert, [w.strip(MARKS) for w in words])
        expected.append(expert)
        if choose.random() < noise:
            blocks.append(choose.choice(BETWEEN))
    return [*blocks, *filter(None, [choose.choice(BELOW)])], expected


def find_words(text: str, expert: Expert) -> list[str]:
    """The paragraphs of a statement as the page has them."""
    flat = text.split()
    first, last = str(expert["first6"]).split(), str(expert["last6"]).split()
    bare = [w.strip(MARKS) for w in flat]
    begins = _find(bare, [w.strip(MARKS) for w in first], 0)
    ends = _find(bare, [w.strip(MARKS) for w in last], begins) if begins >= 0 else -1
    if ends < 0:
        return []
    start, at = 0, 0
    for number, word in enumerate(flat):
        at = text.index(word, at)
        start = at if number == begins else start
        at += len(word)
        if number == ends + len(last) - 1:
            break
    return [" ".join(re.sub(r"\n[“„«\"]", "\n", p).split()) for p in text[start:at].split("\n\n") if p.strip()]


def _find(words: Sequence[str], wanted: Sequence[str], start: int) -> int:
    return next((i for i in range(start, len(words)) if list(words[i : i + len(wanted)]) == list(wanted)), -1)


def _position(expert: Expert) -> str:
    role = expert["role"] if isinstance(expert["role"], str) else ""
    return ", ".join(p for p in (role, expert["affiliation"]) if p)


def _line(expert: Expert, words: list[str]) -> list[str]:
    return [", ".join(p for p in (expert["name"], _position(expert)) if p), *words]


def _two_lines(expert: Expert, words: list[str]) -> list[str]:
    return [expert["name"], *filter(None, [_position(expert)]), *words]


def _bare(expert: Expert, words: list[str]) -> list[str]:
    return [expert["name"], *words]


def _said(expert: Expert, words: list[str]) -> list[str]:
    head = ", ".join(p for p in (expert["name"], _position(expert)) if p)
    return [f"{head}, said:", *[f"“{w}" for w in words[:-1]], f"“{words[-1]}”"]


def _run_in(expert: Expert, words: list[str]) -> list[str]:
    head = ", ".join(p for p in (expert["name"], _position(expert)) if p)
    return [f"{head}: {words[0]}", *words[1:]]


def _signed(expert: Expert, words: list[str]) -> list[str]:
    head = ", ".join(p for p in (expert["name"], _position(expert)) if p)
    return [*[f"“{w}" for w in words[:-1]], f"“{words[-1]}”", f"— {head}"]


def _signed_plain(expert: Expert, words: list[str]) -> list[str]:
    return [*words, ", ".join(p for p in (expert["name"], _position(expert)) if p)]


def _headline(expert: Expert, words: list[str]) -> list[str]:
    return ["A matter of trust and time", f"By {expert['name']}", *filter(None, [_position(expert)]), *words]


def _capitals(expert: Expert, words: list[str]) -> list[str]:
    return [f"{expert['name'].upper()}: {words[0]}", *words[1:]]


def _asked(expert: Expert, words: list[str]) -> list[str]:
    return [f"{expert['name']}: What does the vote change?", *words]


def _marked(expert: Expert, words: list[str]) -> list[str]:
    head = ", ".join(p for p in (expert["name"], _position(expert)) if p)
    mark = "•►?"[len(head) % 3]
    return [f"{mark} {head}", *([expert["name"]] if mark == "?" else []), *_quote(words)]


def _after_dash(expert: Expert, words: list[str]) -> list[str]:
    first, *more = _quote(words)
    return [f"{expert['name']}, {expert['affiliation'] or 'Quay Endowment'} – {first}", *more]


def _signed_block(expert: Expert, words: list[str]) -> list[str]:
    contact = ["osk@example.org", "020 555 0100"][: 1 + len(expert["name"]) % 2]
    return [*_quote(words), expert["name"], *filter(None, _position(expert).split(", ", 1)), *contact]


def _timed(expert: Expert, words: list[str]) -> list[str]:
    name, position = expert["name"], _position(expert) or "fellow at the Quay Endowment"
    head = (f"{name}, {position}, sees a long night ahead.", f"{name}, {position}, writes:")[len(name) % 2]
    return [f"{10 + len(words) % 9}.{10 + len(name)}: {head}", *words]


def _below_topic(expert: Expert, words: list[str]) -> list[str]:
    return ["Trade: A long way to go", f"– {expert['name']}", *words]


def _led_in(expert: Expert, words: list[str]) -> list[str]:
    position = _position(expert) or "fellow at the Quay Endowment"
    return [f"{expert['name']}, {position}, said the vote had come too early for the towns.", *_quote(words)]


def _quote(words: list[str]) -> list[str]:
    return [*(f"“{w}" for w in words[:-1]), f"“{words[-1]}”"]


FORMS_OF_HEADERS: tuple[Callable[[Expert, list[str]], list[str]], ...] = (
    _line, _two_lines, _bare, _said, _run_in, _signed, _signed_plain, _headline, _capitals, _asked,
    _marked, _after_dash, _signed_block, _timed, _below_topic, _led_in,
)  # fmt: skip
