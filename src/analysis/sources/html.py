"""Saved web pages: the main content, its blocks with bold, links and headings."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import trafilatura

from analysis.errors import InputError
from analysis.sources.page import BlockKind, Page, RawBlock, Styled, build_page, clean_line

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds strange is no news to the analyst
DEEPEST = 220


def set_of(names: str) -> frozenset[str]:
    """Element names."""
    return frozenset(names.split())


SKIPPED = set_of(
    "script style noscript template nav header footer aside form button svg figure figcaption iframe "
    "object embed select textarea input video audio picture head math canvas dialog "
)
BLOCKS = set_of(
    "footer p div section article main h1 h2 h3 h4 h5 h6 li ul ol blockquote table tr td th thead tbody dl dt dd "
    "pre address details summary hr body center fieldset header "
)
FURNITURE = re.compile(
    r"\b(nav|navbar|breadcrumbs?|menu|footer|sidebar|related|share|sharing|social|newsletter|subscribe|cookie"
    r"|comments|comment (?:list|form|thread|body|author|meta|content|respond)"
    r"|advert|promo|caption|credit|sr-only|visually-hidden|screen-reader-text)\b"
)
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)")


def read_html(raw: str) -> Page:
    """The page's main content; navigation, scripts, captions and footers are left out."""
    tree = parse_tree(raw)
    main = find_main(tree, raw)
    facts = read_facts(tree)
    headline = next((clean_line(h.text_content()) for h in tree.iter("h1") if h.text_content().strip()), "")
    title = headline or facts.get("title", "")
    blocks = [b for b in walk_blocks(main) if not (b.kind == "heading" and b.level == 1 and say(b) == title)]
    return build_page(blocks, title=title, facts=facts)


def say(block: RawBlock) -> str:
    """A block's words on one line."""
    return clean_line("".join(words for words, _ in block.words))


def parse_tree(raw: str) -> Any:
    """The lxml tree, refused when it is nested beyond any published page."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", raw.lstrip("\ufeff"))
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


def find_main(tree: Any, raw: str) -> Any:
    """The smallest element that holds nearly all of what trafilatura takes for the main content."""
    body = tree.find("body")
    root = tree if body is None else body
    try:
        extracted = trafilatura.extract(raw, include_comments=False, favor_recall=True) or ""
    except Exception:  # an extractor that fails on a strange page must not stop the reader
        extracted = ""
    lines = {squeeze(line) for line in extracted.split("\n") if len(line.strip()) > 40}
    if not lines:
        marked = [n for tag in ("article", "main") for n in root.iter(tag)]
        return max(marked, key=lambda n: len(n.text_content()), default=root)
    node = root
    needed = 0.95 * sum(line in squeeze(node.text_content()) for line in lines)
    while True:
        holders = []
        for child in node:
            if isinstance(child.tag, str) and child.tag not in ("p", "ul", "ol", "li", "blockquote", "table"):
                content = squeeze(child.text_content())
                if sum(line in content for line in lines) >= max(needed, 1):
                    holders.append(child)
        if len(holders) != 1 or len(holders[0]) == 0:
            return node
        node = holders[0]


def squeeze(text: str) -> str:
    """Letters and digits only, so that layout does not matter."""
    return re.sub(r"[\W_]+", "", text)


def read_facts(tree: Any) -> dict[str, str]:
    """What the page says of itself: title, date, address, language, publisher."""
    names = {
        "og:title": "title", "og:url": "url", "article:published_time": "date", "og:site_name": "publisher",
        "date": "date", "dc.date": "date", "datepublished": "date", "publish-date": "date",
    }  # fmt: skip
    facts: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in names and meta.get("content"):
            facts.setdefault(names[name], clean_line(meta.get("content")))
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            facts.setdefault("url", clean_line(link.get("href")))
    for time in tree.iter("time"):
        if time.get("datetime"):
            facts.setdefault("date", clean_line(time.get("datetime")))
    title = next((t.text_content() for t in tree.iter("title")), "")
    facts.setdefault("title", clean_line(title))
    if tree.get("lang"):
        facts["language"] = clean_line(tree.get("lang"))
    return {name: value for name, value in facts.items() if value}


def read_fragment(markup: str) -> list[RawBlock]:
    """The blocks of some HTML inside a Markdown page."""
    try:
        tree = parse_tree(f"<div>{markup}</div>")
    except InputError:
        return []
    return list(walk_blocks(tree))


def walk_blocks(main: Any) -> Iterator[RawBlock]:
    """Blocks in page order."""
    words: list[Styled] = []
    frame: tuple[BlockKind, int] = ("paragraph", 0)

    def flush() -> Iterator[RawBlock]:
        if any(piece.strip() for piece, _ in words):
            yield RawBlock(tuple(words), *frame)
        words.clear()

    def visit(node: Any, styles: frozenset[str], kind: BlockKind, level: int) -> Iterator[RawBlock]:
        nonlocal frame
        tag = node.tag
        if not isinstance(tag, str) or is_furniture(node, main):
            return
        if tag == "sup" and is_footnote_mark(node, words):
            return
        if tag == "br":
            words.append(("\n", styles))
            return
        if tag in BLOCKS:
            yield from flush()
            if tag[0] == "h" and tag[1:].isdigit():
                kind, level = "heading", int(tag[1])
            elif tag in ("li", "dd"):
                kind, level = "item", 0
            elif tag == "blockquote":
                kind, level = "quote", 0
            frame = (kind, level)
        inner = styles | style_of(node)
        if node.text:
            words.append((node.text.replace("\n", " "), inner))
        for child in node:
            yield from visit(child, inner, kind, level)
            frame = (kind, level)
            if child.tail:
                words.append((child.tail.replace("\n", " "), inner))
        if tag in BLOCKS:
            yield from flush()

    yield from visit(main, frozenset(), "paragraph", 0)
    yield from flush()


def is_furniture(node: Any, main: Any) -> bool:
    """Elements that hold no body text, by their tag or by what their class or role says."""
    if node is main:
        return False
    if node.tag == "footer" and any(True for _ in node.iterancestors("blockquote")):
        return False  # who is quoted
    if node.tag in SKIPPED:
        return node.tag != "header" or not any(True for _ in node.iter("h1", "h2", "h3", "p"))
    if node.get("hidden") is not None or node.get("aria-hidden") == "true" or node.get("role") == "navigation":
        return True
    if re.search(r"display\s*:\s*none", node.get("style") or ""):
        return True
    named = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    return bool(FURNITURE.search(re.sub(r"[_-]+", " ", named))) and len(node.text_content()) < 3000


def is_footnote_mark(node: Any, before: list[Styled]) -> bool:
    """A raised number that leads to a note or stands behind a sentence's mark; not the 2 of a square metre."""
    if not re.fullmatch(r"\s*\[?(?:\d{1,3}|[*†‡§]|[ivx]{1,4})\]?\s*", node.text_content()):
        return False
    written = "".join(text for text, _ in before).rstrip()
    return any(a.get("href") for a in node.iter("a")) or written[-1:] in set(".,;:!?”’\"')]")


def style_of(node: Any) -> frozenset[str]:
    """Bold, italic or link, by tag or inline style."""
    found = set()
    if node.tag in ("b", "strong", "dt", "th") or BOLD_STYLE.search(node.get("style") or ""):
        found.add("bold")
    if node.tag in ("i", "em", "cite"):
        found.add("italic")
    if node.tag == "a" and node.get("href"):
        found.add("link")
    return frozenset(found)
