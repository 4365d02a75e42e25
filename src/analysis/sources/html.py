"""Saved web pages: all text that a reader can reach, its blocks with bold, links, headings and their place."""

import re
import sys
from collections import Counter
from typing import Any

import lxml.html

from analysis.errors import InputError
from analysis.sources.building import build_page
from analysis.sources.embedded import find_body, is_shown_by_scripts, names_frames
from analysis.sources.facts import choose_title, list_logos, read_facts
from analysis.sources.furniture import mark_blocks, name_hints
from analysis.sources.hidden import Sight, is_silent, read_sight
from analysis.sources.marks import is_footnote_mark, is_named_mark
from analysis.sources.page import FURNITURE, RULED, STRUCK, BlockKind, Page, RawBlock, Styled, part_paragraphs
from analysis.sources.placed import SENTENCE_END, Placed, Places
from analysis.sources.publishers import find_publisher
from analysis.sources.walls import name_wall

DEEPEST = 220
FEWEST = 5  # words of a sentence
LEAST_SAID = 12  # words of sentences; fewer only ask to wait
MORE = 2  # times as long as what a page shows must be what its data holds to be its text
IN_FRAMES = "shows another page in a frame; open that page by its own address and save it"
NO_TEXT = "holds no text without its scripts; open it in a browser, wait until it shows, and save it again"


def _set_of(names: str) -> frozenset[str]:
    """Element names."""
    return frozenset(names.split())


SKIPPED = _set_of(
    "script style noscript template svg iframe object embed select textarea input video audio picture head title math "
    "canvas"
)
BLOCKS = _set_of(
    "footer p div section article main h1 h2 h3 h4 h5 h6 li ul ol blockquote table tr td th thead tbody dl dt dd "
    "pre address details summary hr body center fieldset header nav aside figure figcaption form dialog"
)
PAGE_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
OPENED, CLOSED = (re.compile(rf"(?i)<{slash}(p|div|article|section|main)\b") for slash in ("", "/"))
RUNNING = _set_of("p h1 h2 h3 h4 h5 h6 li dt dd td th summary")  # hold running text
STRIKES = _set_of("s strike del")
HEADS = _set_of("summary button h2 h3 h4 h5 h6 dt")
STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*\bline-through")
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)")


def read_html(raw: str) -> Page:
    """The page with navigation, panels, captions and footers; scripts and styles are no text."""
    if _is_cut_off(raw):
        raise InputError("is cut off before its end; save or fetch the page again")
    tree = parse_tree(raw)
    body = tree.find("body")
    facts = read_facts(tree)
    blocks = _add_hidden(tree, read_blocks(tree if body is None else body))
    lines = [b.line for b in blocks]
    logos = dict.fromkeys(list_logos(tree))
    headlines = [line for line, b in zip(lines, blocks, strict=True) if b.kind == "heading" and b.level == 1]
    title = choose_title([line for line in headlines if line not in logos], lines, facts) or next(iter(headlines), "")
    if (logo := next(iter(logos), title)) != title:
        facts.setdefault("publisher", logo)
    if not facts.get("publisher") and (publisher := find_publisher(facts.get("title", ""), title, lines)):
        facts["publisher"] = publisher
    page = build_page(blocks, title=title, facts=facts)
    said = sum(
        len(line.split())
        for line, b in zip(lines, blocks, strict=True)
        if FURNITURE not in b.hints and SENTENCE_END.search(line) and len(line.split()) >= FEWEST
    )
    if said < LEAST_SAID and names_frames(tree):
        raise InputError(name_wall(page) or IN_FRAMES)
    if said < LEAST_SAID and (not blocks or is_shown_by_scripts(tree)):
        raise InputError(name_wall(page) or NO_TEXT)
    return page


def _is_cut_off(raw: str) -> bool:
    """Whether a page ends within a tag, or has begun elements that it does not end, and itself neither."""
    if re.search(r"<[a-zA-Z/][^<>]{0,5000}\Z", raw[-5000:]):
        return True
    ends = PAGE_ENDS.search(raw[-100_000:]) or not re.search(r"<body\b", raw, re.IGNORECASE)
    opened, closed = (Counter(map(str.lower, re.findall(pattern, raw))) for pattern in (OPENED, CLOSED))
    return not ends and any(0 < closed[tag] < opened[tag] for tag in opened)


def _add_hidden(tree: Any, blocks: list[RawBlock]) -> list[RawBlock]:
    """With the text that stands in the page's data only, where that is more than what the page shows."""
    shown = sum(len(b.line) for b in blocks if FURNITURE not in b.hints)
    hidden = read_fragment(body) if (body := find_body(tree)) else []
    if sum(len(b.line) for b in hidden) <= MORE * shown:
        return blocks
    known = {b.line for b in hidden}
    return [*(b for b in blocks if b.line not in known), *hidden]


def parse_tree(raw: str) -> Any:
    """The lxml tree, refused when it is nested beyond any published page.

    A page goes on behind an early `</body>` or `</html>`, as in browsers: the parser would drop the rest.
    """
    text = PAGE_ENDS.sub("", re.sub(r"^\s*<\?xml[^>]*\?>", "", raw.lstrip("\ufeff")))
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        tree = lxml.html.document_fromstring(text.replace("\x00", ""), parser=parser)
    except (lxml.etree.ParserError, ValueError, RecursionError):
        raise InputError("holds no HTML elements; save the page again from a browser") from None
    depth = deepest = 0
    for event, _ in lxml.etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST or re.search(rf"(?:<(?:div|span|b|i|p|ul|li)>\s*){{{DEEPEST}}}", text):
        raise InputError(f"is nested deeper than {DEEPEST} elements; save the page as text instead")
    return tree


def read_fragment(markup: str) -> list[RawBlock]:
    """The blocks of some HTML inside a Markdown page."""
    try:
        tree = parse_tree(f"<div>{markup}</div>")
    except InputError:
        return []
    return read_blocks(tree)


def read_blocks(main: Any) -> list[RawBlock]:
    """Blocks in page order, each with its path and what the elements around it say of its place."""
    walk = _Walk(read_sight(main.getroottree()))
    walk.visit(main, frozenset(), "paragraph", 0, None)
    walk.flush()
    return mark_blocks(walk.places)


class _Walk:
    """One pass over a tree that gathers words until an element ends the block."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self.places = Places()
        self._words: list[Styled] = []
        self._frame: tuple[BlockKind, int, Any] = ("paragraph", 0, None)
        self._last: Any = None  # the element of the block before
        self._ruled: frozenset[str] = frozenset()  # whether a rule stands behind it
        self._marks: set[str] = set()  # of notes, raised in the text so far
        self._in_notes = False
        self._note: frozenset[str] = frozenset()  # whether the block is such a note
        self._set = 0  # how many elements around keep their line ends

    def flush(self) -> None:
        """End the block."""
        if any(piece.strip() for piece, _ in self._words):
            kind, level, node = self._frame
            path, step = self.places.paths[node], self._count_step(node)
            block = RawBlock(tuple(self._words), kind, level, path, self._ruled | self._note, step)
            self.places.placed.append(Placed(block, node))
            self._last, self._ruled = node, frozenset()
        self._words, self._note = [], frozenset()

    def _marks_note(self, node: Any) -> bool:
        """A raised mark that leads to a note; behind a rule, one raised before opens the note itself."""
        mark, opens = node.text_content().strip(), not any(words.strip() for words, _ in self._words)
        if opens and mark in self._marks and (self._ruled or self._in_notes):
            self._note, self._in_notes = frozenset({"note", FURNITURE}), True
            return False
        leads = is_footnote_mark(node, self._words)
        self._marks |= {mark} if leads else set()
        return leads

    def _count_step(self, node: Any) -> int:
        """How many elements end and begin between the block before and this one."""
        before, here = self._list_around(self._last), self._list_around(node)
        shared = sum(1 for a, b in zip(reversed(before), reversed(here), strict=False) if a is b)
        return len(before) + len(here) - 2 * shared

    def _list_around(self, node: Any) -> list[Any]:
        """The element and those around it that end a block."""
        found = []
        while node is not None:
            found.append(node)
            node = self.places.above[node]
        return found

    def visit(self, node: Any, styles: frozenset[str], kind: BlockKind, level: int, around: Any) -> None:
        """An element and all in it; `around` is the element that the block stands in."""
        tag = node.tag
        if not isinstance(tag, str) or (tag in SKIPPED and not node.get("shadowrootmode")):
            return
        block = around is None or tag in BLOCKS or (tag == "button" and kind != "heading") or _is_own_block(node)
        if not block and self._sight.leaves_out(node) and not _holds_blocks(node):
            return
        if is_silent(node) and self._sight.is_read_twice(node):
            return
        if (tag == "sup" or is_named_mark(node)) and self._marks_note(node):
            return
        if tag == "br":
            self._words.append(("\n", styles))
            return
        if block:
            self.flush()
            self._ruled |= {RULED} if tag == "hr" else set()
            kind, level = _name_kind(tag, kind, level)
            self._enter(node, around)
            self._frame = (kind, level, node)
            first, around = len(self.places.placed), node
        inner = styles | _style_of(node)
        self._set += tag == "pre"
        if node.text:
            self._words.append((self._lay_out(node.text), inner))
        for child in node:
            if tag in HEADS and _stands_apart(child) and self._words:
                self._words.append(("\n", inner))
            self.visit(child, inner, kind, level, around)
            self._frame = (kind, level, around)
            if child.tail:
                self._words.append((self._lay_out(child.tail), inner))
            elif child.tag == "a" and getattr(child.getnext(), "tag", "") == "a":
                self._words.append((" ", inner))  # links of a menu show apart
            elif child.tag == "span" and child.get("class") and self._opens_apart(child.getnext()):
                self._words.append(("\n", inner))  # `<span class=name>…</span><span class=title>` show apart
        self._set -= tag == "pre"
        if block:
            self.flush()
            self.places.spans[node] = (first, len(self.places.placed))

    def _opens_apart(self, node: Any) -> bool:
        """A span directly behind another; not one more copy of it, or the rest of its sentence."""
        if node is None or node.tag != "span" or (node.text or "")[:1].isspace():
            return False
        return not (is_silent(node) and self._sight.is_read_twice(node))

    def _lay_out(self, text: str) -> str:
        """The text with its lines where they are kept, else on one line."""
        return part_paragraphs(text) if self._set else text.replace("\n", " ")

    def _enter(self, node: Any, around: Any) -> None:
        """Note an element that ends a block."""
        places = self.places
        places.above[node] = around
        places.hints[node] = name_hints(node, self._sight)
        places.paths[node] = sys.intern(f"{places.paths[around]}/{node.tag}" if around is not None else node.tag)


def _name_kind(tag: str, kind: BlockKind, level: int) -> tuple[BlockKind, int]:
    """What an element makes of the words in it."""
    if tag[0] == "h" and tag[1:].isdigit():
        return "heading", int(tag[1])
    if tag in ("li", "dd"):
        return "item", 0
    return ("quote", 0) if tag == "blockquote" else (kind, level)


def _stands_apart(node: Any) -> bool:
    """A last span of a class of its own, as in `<summary>Name <span class=role>…</span></summary>`."""
    return node.tag in ("span", "small") and bool(node.get("class")) and node.getnext() is None and not node.tail


def _is_own_block(node: Any) -> bool:
    """An element of a site's own making, such as `<x-card>`, that stands amid no running text."""
    around = node.getparent()
    if "-" not in node.tag or around is None or not (around.tag in BLOCKS or "-" in around.tag):
        return False
    before = node.getprevious()
    written = (around.text if before is None else before.tail, node.tail)
    return around.tag not in RUNNING and not any(text and text.strip() for text in written)


def _holds_blocks(node: Any) -> bool:
    """Whether there are paragraphs or the like in an element of running text."""
    return any(True for _ in node.iterdescendants("p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))


def _style_of(node: Any) -> frozenset[str]:
    """Bold, italic, link or struck through, by tag or inline style."""
    found = set()
    if node.tag in ("b", "strong", "dt", "th") or BOLD_STYLE.search(node.get("style") or ""):
        found.add("bold")
    if node.tag in ("i", "em", "cite"):
        found.add("italic")
    if node.tag == "a" and node.get("href"):
        found.add("link")
    if node.tag in STRIKES or STRUCK_STYLE.search(node.get("style") or ""):
        found.add(STRUCK)
    return frozenset(found)
