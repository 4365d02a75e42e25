"""What a page's markup says of the place of its blocks: hints, and which of them agree that it is machinery."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from analysis.sources.boxes import find_boxes, stands_between
from analysis.sources.hidden import Sight, is_silent
from analysis.sources.page import BOX, FURNITURE, RawBlock
from analysis.sources.placed import SENTENCE_END, Placed, Places

LANDMARKS = {
    "nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "figcaption": "caption", "button": "button",
    "dialog": "hidden", "form": "form", "time": "date", "address": "contact",
}  # fmt: skip
ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside", "dialog": "hidden"}
WORDS = {
    "nav": "nav", "navbar": "nav", "breadcrumb": "nav", "breadcrumbs": "nav", "menu": "menu", "footer": "footer",
    "sidebar": "sidebar", "related": "related", "share": "social", "sharing": "social", "social": "social",
    "newsletter": "promo", "subscribe": "promo", "promo": "promo", "advert": "promo", "cookie": "cookie",
    "comment": "comment", "comments": "comment", "caption": "caption", "credit": "credit", "sr": "", "date": "date",
    "pullquote": "pull", "pull": "pull", "contact": "contact", "note": "note", "footnote": "note", "footnotes": "note",
}  # fmt: skip
EMBEDS = frozenset(  # posts of elsewhere
    {"twitter-tweet", "twitter-video", "instagram-media", "bluesky-embed", "tiktok-embed", "mastodon-embed", "fb-post"}
)
ONLY = 0.5  # share of the page's prose from which the posts are what it is about
NOTES = ("doc-footnote", "doc-endnote")
BOOK_NOTES = ("footnote", "endnote", "rearnote")
MILD = frozenset({"date", "contact", "note", "form", "pull", "embed"})  # no ground to take a block for machinery
INSIDE = frozenset({"article", "section", "main", "blockquote", "figure", "li", "td", "details"})
NO_MAIN = frozenset({"p", "ul", "ol", "li", "blockquote", "table"})
CLIMB = 3  # elements around one in which like ones are looked for
NAME = re.compile(r"^[^\W\d_a-z][\w’'-]+(?: (?:[a-z]{1,3} ){0,2}[^\W\d_a-z][\w’'.-]*){1,4}, [^.!?:;©]{4,120}$")
PORTRAITS = 3  # captions that name people
MOST_ALIKE = 20  # like elements whose words are compared
FEW = 40  # words that may ask readers for their address
LARGE = 0.4  # share of the page's prose from which an element is no machinery, whatever it is called
NEARLY_ALL = 0.95
PICTURES = frozenset({"figure", "img", "picture", "video", "iframe"})
CALL = re.compile(  # opens what asks readers for something, or says where a picture is from
    r"(?:sign up|subscribe|follow us|get (?:our|the)|join (?:us|our)|share (?:this|on)|read more|related|see also"
    r"|advert|sponsored|we use|this site uses|photo|image|picture|credit|donate|support us|register)\b",
    re.IGNORECASE,
)


def name_hints(node: Any, sight: Sight) -> frozenset[str]:
    """What one element says of itself: its tag, its role, the words of its class."""
    found = {LANDMARKS.get(node.tag, ""), ROLES.get(node.get("role") or "", "")}
    named = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    found |= {"embed"} if EMBEDS.intersection(named.split()) else set()
    found |= {WORDS.get(word, "") for word in re.split(r"[\s_-]+", named)}
    found |= {"promo"} if _asks_for_address(node) else set()
    if (node.get("role") or "").startswith(NOTES) or (node.get("epub:type") or "").startswith(BOOK_NOTES):
        found |= {"note", FURNITURE}
    aloud = sight.is_for_readers_aloud(node) and not sight.is_read_twice(node)
    if aloud or sight.is_unseen(node) or is_silent(node):
        found.add("hidden")
    return frozenset(found - {""})


def _asks_for_address(node: Any) -> bool:
    """A few words around a field for an e-mail address."""
    holds = node.tag in ("div", "section", "aside")  # looking into every paragraph would take a sixth of the time
    fields = node.xpath("(./form | ./*/form)//input[@type='email']") if holds else []
    return bool(fields) and len(node.text_content().split()) <= FEW


def mark_blocks(places: Places) -> list[RawBlock]:
    """The blocks with the hints of the elements around them; `furniture` where the page as a whole bears them out."""
    weight = places.weigh()
    everything = max(sum(p.prose for p in places.placed), 1)
    doubted = [
        node
        for node, said in places.hints.items()
        if said - MILD and places.blocks_in(node) and weight[node] <= LARGE * everything
    ]
    repeats = _Repeats(places, doubted)
    shown = Counter(one.text for one in places.placed)
    machinery = frozenset(
        node
        for node in doubted
        if not _is_amid(node, weight, shown)
        and not _is_spared(
            node,
            places.hints[node] - MILD,
            places.blocks_in(node),
            prose=bool(weight[node]),
            alike=repeats.find_alike(node),
        )
    )
    boxes = find_boxes(places, weight)
    machinery |= boxes | _find_embeds(places, weight, everything)
    main = _find_main(places, machinery)
    told: dict[Any, frozenset[str]] = {}
    for node, above in places.above.items():
        said = places.hints[node] | (told[above] if above is not None else {"outside"} if main is not None else set())
        said -= {"outside"} if node is main else set()
        said |= {BOX} if node in boxes else set()
        told[node] = said | {FURNITURE} if node in machinery else said
    return [replace(one.block, hints=_judge(one.block, told[one.node])) for one in places.placed]


def _find_embeds(places: Places, weight: Mapping[Any, int], everything: int) -> frozenset[Any]:
    """Posts of elsewhere between paragraphs of a text; none where they are most of what the page says.

    A post below a header or a line that leads up to it is what somebody says.
    """
    posts = frozenset(node for node, said in places.hints.items() if "embed" in said and stands_between(node))
    return posts if sum(weight[node] for node in posts) <= ONLY * everything else frozenset()


def _judge(block: RawBlock, said: frozenset[str]) -> frozenset[str]:
    """What stands beside the main text is machinery, but for the headline."""
    said |= block.hints
    return said | {FURNITURE} if "outside" in said and block.level != 1 else said


class _Repeats:
    """Which elements are one of several that a layout repeats, by themselves or in the elements around them."""

    def __init__(self, places: Places, doubted: Sequence[Any]) -> None:
        self._places = places
        parents = {above for node in doubted for above in self._climb(node)} - {None}
        self._shapes = _list_shapes(places, parents)
        self._alike: defaultdict[tuple[Any, tuple[str, ...]], list[Any]] = defaultdict(list)
        for node, shape in self._shapes.items():
            self._alike[places.above[node], shape].append(node)
        self._cousins: defaultdict[tuple[str, frozenset[str]], list[Any]] = defaultdict(list)
        for node in doubted:
            self._cousins[self._name(node)].append(node)

    def find_alike(self, node: Any) -> Sequence[Any]:
        """The elements like this one, itself included: beside it, or in elements that are like the one around it."""
        beside = self._alike.get((self._places.above[node], self._shapes.get(node, ())), [node])
        if len(beside) > 1:
            return beside
        inside = node
        for _ in self._climb(node):
            inside = self._places.above[inside]
            if (
                inside is not None
                and len(self._alike.get((self._places.above[inside], self._shapes.get(inside, ())), ())) > 1
            ):
                return self._cousins[self._name(node)]
        return [node]

    def _name(self, node: Any) -> tuple[str, frozenset[str]]:
        return self._places.paths[node], self._places.hints[node]

    def _climb(self, node: Any) -> list[Any]:
        """The elements around one, the nearest first, a few only."""
        line: list[Any] = []
        while len(line) < CLIMB and (node := self._places.above.get(node)) is not None:
            line.append(node)
        return line


def _list_shapes(places: Places, parents: set[Any]) -> dict[Any, tuple[str, ...]]:
    """The tag and the paths of the blocks of every child of `parents`: alike for the sections of one layout."""
    found: dict[Any, tuple[str, ...]] = {}
    for node, above in places.above.items():
        if above in parents:
            around = len(places.paths[node])
            inner = dict.fromkeys(one.block.path[around:] for one in places.blocks_in(node))
            own = sorted(places.hints[node]) if len(inner) == 1 else []  # paragraphs alone say little of a layout
            found[node] = (str(node.tag), *own, *inner)
    return found


def _is_spared(node: Any, said: frozenset[str], blocks: Sequence[Placed], *, prose: bool, alike: Sequence[Any]) -> bool:
    """Whether an element with a telling name is part of what the page says all the same."""
    tags = {str(a.tag) for a in node.iterancestors()}
    beside = [*islice(alike, MOST_ALIKE)]
    if node.tag in ("figure", "figcaption") and _names_somebody(node, beside):
        return True
    if node.tag in ("header", "footer", "figcaption") and tags & {"blockquote", "figure"}:
        figure = next(node.iterancestors("blockquote", "figure"))
        named = len(alike) > 1 and all(map(_opens_bold, beside))  # beside what somebody says
        return figure.tag == "blockquote" or named or any(True for _ in figure.iter("blockquote", "p"))
    if node.tag == "header" and tags & INSIDE:
        return True
    if "nav" in said and (node.tag == "nav" or node.get("role") == "navigation"):
        return False
    if len(alike) > 1 and len({b.text for b in blocks}) == len(blocks):
        texts = [_read_line(other) for other in beside]
        own = len(set(texts)) == len(texts)  # `Share` and `Subscribe to our letter` are the same everywhere
        names = own and node.tag in ("button", "footer", "aside", "header") and all(" " in text for text in texts)
        return own and (prose or names)
    return prose and said <= {"aside", "hidden"} and bool(tags & {"main", "article", "section"})


def _is_amid(node: Any, weight: Mapping[Any, int], shown: Mapping[str, int]) -> bool:
    """A paragraph of prose between others of its kind, whatever its class is called; not one that a page repeats."""
    if node.tag != "p" or not weight.get(node) or CALL.match(text := _read_line(node)) or shown.get(text, 0) > 1:
        return False
    beside = [one for one in (node.getprevious(), node.getnext()) if one is not None]
    pictured = any(one.tag in PICTURES or any(True for _ in one.iter("img", "picture")) for one in beside)
    return not pictured and any(one.tag == "p" and SENTENCE_END.search(_read_line(one)) for one in beside)


def _names_somebody(node: Any, alike: Sequence[Any]) -> bool:
    """`Jane Roe, chair of the Tarn Bank` below a portrait, and others like it."""
    return bool(NAME.match(_read_line(node))) and sum(bool(NAME.match(_read_line(one))) for one in alike) >= PORTRAITS


def _read_line(node: Any) -> str:
    return " ".join(node.text_content().split())


def _opens_bold(node: Any) -> bool:
    """Whether its first words are set apart, as a name is."""
    first = next(iter(node.iter("b", "strong", "h2", "h3", "h4", "h5")), None)
    return (
        first is not None
        and bool(text := first.text_content().strip())
        and node.text_content().strip().startswith(text)
    )


def _find_main(places: Places, machinery: frozenset[Any]) -> Any:
    """The smallest element that holds nearly all prose; None where there is none."""
    weight = places.weigh(machinery)
    needed = NEARLY_ALL * max(weight.values(), default=0)
    holders = [n for n in places.above if needed and weight[n] >= needed and n.tag not in NO_MAIN]
    return holders[-1] if holders else None
