"""What a page's markup says of the place of its blocks: hints, and which of them agree that it is machinery."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from analysis.sources.page import FURNITURE, RawBlock

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
    "contact": "contact", "note": "note", "footnote": "note", "footnotes": "note",
}  # fmt: skip
FOR_READERS_ALOUD = re.compile(r"\b(?:sr-only|visually-hidden|screen-reader-text)\b")
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MILD = frozenset({"date", "contact", "note", "form"})  # no ground to take a block for machinery
INSIDE = frozenset({"article", "section", "main", "blockquote", "figure", "li", "td", "details"})
SENTENCE_END = re.compile(r"[.!?…][”\"’»)\]*]*$")
NO_MAIN = frozenset({"p", "ul", "ol", "li", "blockquote", "table"})
LARGE = 0.4  # share of the page's prose from which an element is no machinery, whatever it is called
NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Placed:
    """A block and the elements around it, outermost first."""

    block: RawBlock
    chain: tuple[Any, ...]

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join("".join(words for words, _ in self.block.words).split())

    @property
    def prose(self) -> int:
        """Its words, where they are a sentence and no link."""
        text = self.text
        words = len(text.split())
        linked = sum(len(w.split()) for w, styles in self.block.words if "link" in styles)
        return words if words >= 8 and SENTENCE_END.search(text) and linked < words / 2 else 0


def is_unseen(node: Any) -> bool:
    """Whether a browser does not show the element, at least at first."""
    hidden = node.get("hidden") is not None or node.get("aria-hidden") == "true"
    return hidden or bool(UNSEEN.search(node.get("style") or ""))


def is_for_readers_aloud(node: Any) -> bool:
    """Whether only a program that reads aloud gets the element."""
    return bool(FOR_READERS_ALOUD.search(node.get("class") or ""))


def name_hints(node: Any) -> frozenset[str]:
    """What one element says of itself: its tag, its role, the words of its class."""
    found = {LANDMARKS.get(node.tag, ""), ROLES.get(node.get("role") or "", "")}
    named = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    found |= {WORDS.get(word, "") for word in re.split(r"[\s_-]+", named)}
    if is_unseen(node) or is_for_readers_aloud(node):
        found.add("hidden")
    return frozenset(found - {""})


def mark_blocks(placed: Sequence[Placed], hints: Mapping[Any, frozenset[str]]) -> list[RawBlock]:
    """The blocks with the hints of the elements around them; `furniture` where the page as a whole bears them out."""
    inside: dict[Any, list[Placed]] = defaultdict(list)
    for one in placed:
        for node in one.chain:
            inside[node].append(one)
    prose = {node: sum(p.prose for p in blocks) for node, blocks in inside.items()}
    everything = sum(p.prose for p in placed)
    shapes = {node: _shape(node, inside[node]) for node in inside}
    alike = Counter((node.getparent(), shape) for node, shape in shapes.items())
    machinery = {
        node
        for node in inside
        if (said := hints[node] - MILD)
        and prose[node] <= LARGE * max(everything, 1)
        and not _is_spared(node, said, inside[node], bool(prose[node]), alike[node.getparent(), shapes[node]])
    }
    main = _find_main(placed, machinery)
    marked = []
    for one in placed:
        told = frozenset[str]().union(*(hints[node] for node in one.chain))
        if main is not None and main not in one.chain:
            told |= {"outside", FURNITURE}
        if any(node in machinery for node in one.chain):
            told |= {FURNITURE}
        marked.append(replace(one.block, hints=told))
    return marked


def _shape(node: Any, blocks: Sequence[Placed]) -> tuple[str, ...]:
    """An element's tag and its blocks' paths, repeated ones once: alike for the sections of one layout."""
    depth = blocks[0].chain.index(node)
    return (str(node.tag), *dict.fromkeys("/".join(str(n.tag) for n in b.chain[depth + 1 :]) for b in blocks))


def _is_spared(node: Any, said: frozenset[str], blocks: Sequence[Placed], prose: bool, alike: int) -> bool:
    """Whether an element with a telling name is part of what the page says all the same."""
    tags = {str(a.tag) for a in node.iterancestors()}
    if node.tag in ("header", "footer", "figcaption") and tags & {"blockquote", "figure"}:
        figure = next(node.iterancestors("blockquote", "figure"))
        return figure.tag == "blockquote" or any(True for _ in figure.iter("blockquote", "p"))
    if node.tag == "header" and tags & INSIDE:
        return True
    if "nav" in said:
        return False
    if alike > 1 and len({b.text for b in blocks}) == len(blocks):
        return prose or node.tag in ("button", "footer", "aside", "header") and _differ(node)
    return prose and said <= {"aside", "hidden"} and bool(tags & {"main", "article", "section"})


def _differ(node: Any) -> bool:
    """Whether the like elements of a page have words of their own, as names do and `Share` does not."""
    texts = [" ".join(other.text_content().split()) for other in _list_alike(node)]
    return len(set(texts)) == len(texts) > 1 and all(" " in text for text in texts)


def _list_alike(node: Any) -> Iterable[Any]:
    """Elements of one tag at one place of their parents, up to twenty."""
    parent = node.getparent()
    return islice(parent.iterchildren(node.tag), 20) if parent is not None else []


def _find_main(placed: Sequence[Placed], machinery: set[Any]) -> Any:
    """The smallest element that holds nearly all prose; None where there is none."""
    told = [p for p in placed if p.prose and not any(node in machinery for node in p.chain)]
    weight: Counter[Any] = Counter()
    for one in told:
        for node in one.chain:
            weight[node] += one.prose
    needed = NEARLY_ALL * sum(p.prose for p in told)
    longest = max(told, key=lambda p: p.prose, default=None)
    holders = [n for n in longest.chain if weight[n] >= needed and n.tag not in NO_MAIN] if longest else []
    return holders[-1] if holders else None
