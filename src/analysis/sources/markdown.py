"""Markdown pages, with front matter."""

import re

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from analysis.errors import InputError
from analysis.sources.building import build_page
from analysis.sources.html import read_fragment
from analysis.sources.page import STRUCK, BlockKind, Page, RawBlock, Styled, clean_line

FRONT_MATTER = re.compile(r"\A\ufeff?\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
BOLD = re.compile(r"\*\*")
STYLES = {"strong_open": "bold", "em_open": "italic", "link_open": "link", "s_open": STRUCK}
TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": STRUCK, "strike": STRUCK, "del": STRUCK}


def read_markdown(raw: str) -> Page:
    """The page; title, date and address come from its front matter where it has one."""
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"(?:!?\[){300}|`{2000}|(?:> ?){200}", raw):
        raise InputError("is nested deeper than any page; save the page again")
    facts, body = _split_front_matter(raw)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(_mend_bold(body))
    blocks = _read_tokens(tokens)
    heading = next(("".join(t for t, _ in b.words) for b in blocks if b.kind == "heading" and b.level == 1), "")
    return build_page(blocks, title=facts.get("title", "") or heading, facts=facts)


def _split_front_matter(raw: str) -> tuple[dict[str, str], str]:
    """The front matter's plain values as text, and what follows it."""
    found = FRONT_MATTER.match(raw)
    if not found:
        return {}, raw
    try:
        data = yaml.load(found[1], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return {}, raw
    if not isinstance(data, dict):
        return {}, raw
    facts = {str(k).lower(): clean_line(v) for k, v in data.items() if isinstance(v, str) and v.strip()}
    return facts, raw[found.end() :]


def _mend_bold(body: str) -> str:
    """`**Name: **“Text` is no bold run in CommonMark: move the space behind the closing marks."""
    paragraphs = re.split(r"(\n[ \t]*\n)", body)
    return "".join(
        _mend_paragraph(p) if "***" not in p and p.count("**") and p.count("**") % 2 == 0 else p for p in paragraphs
    )


def _mend_paragraph(paragraph: str) -> str:
    """White space at the edges of bold runs goes outside them."""
    pieces = BOLD.split(paragraph)
    for index in range(1, len(pieces), 2):
        inner = pieces[index]
        stripped = inner.strip()
        if not stripped:
            continue
        if swallowed := re.search(r"(?<=\S)\s*[“„«\"]$", stripped):  # bold that runs into the quotation mark
            pieces[index + 1] = stripped[swallowed.start() :].strip() + pieces[index + 1]
            inner = stripped = stripped[: swallowed.start()]
        left, right = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        if not right and stripped[-1] in ':.,”"' and pieces[index + 1][:1] not in ("", " ", "\n"):
            right = " "  # CommonMark wants white space after `:**`
        pieces[index - 1] += left
        pieces[index + 1] = right + pieces[index + 1]
        pieces[index] = stripped
    return "**".join(pieces)


def _read_tokens(tokens: list[Token]) -> list[RawBlock]:
    """Blocks in page order; a rule (`---`) has no words, a line set in by four signs is a paragraph all the same."""
    blocks: list[RawBlock] = []
    stack: list[Token] = []
    for token in tokens:
        if token.nesting == 1:
            stack.append(token)
        elif token.nesting == -1:
            stack.pop()
        elif token.type == "inline":
            kind, level = _name_kind(stack)
            blocks.append(RawBlock(tuple(_read_inline(token.children or [])), kind, level))
        elif token.type in ("code_block", "fence"):
            kind, level = _name_kind(stack)
            blocks.append(RawBlock(((token.content, frozenset()),), kind, level))
        elif token.type == "html_block":
            blocks += read_fragment(token.content)
    return blocks


def _name_kind(stack: list[Token]) -> tuple[BlockKind, int]:
    """What the innermost open token makes of a block."""
    for token in reversed(stack):
        if token.type == "heading_open":
            return "heading", int(token.tag[1])
        if token.type == "list_item_open":
            return "item", 0
        if token.type == "blockquote_open":
            return "quote", 0
    return "paragraph", 0


def _read_inline(tokens: list[Token]) -> list[Styled]:
    """Words with their styles; a soft break is a space, a hard break a line feed."""
    words: list[Styled] = []
    open_styles: list[str] = []
    for token in tokens:
        if token.type in STYLES:
            open_styles.append(STYLES[token.type])
        elif token.type.endswith("_close") and token.type.replace("_close", "_open") in STYLES:
            open_styles.remove(STYLES[token.type.replace("_close", "_open")])
        elif token.type == "softbreak":
            words.append((" ", frozenset(open_styles)))
        elif token.type == "hardbreak":
            words.append(("\n", frozenset(open_styles)))
        elif token.type in ("text", "code_inline"):
            words.append((token.content, frozenset(open_styles)))
        elif token.type == "html_inline":
            tag = token.content.lower().strip("</> ").split(" ")[0].rstrip("/")
            if tag == "br":
                words.append(("\n", frozenset(open_styles)))
            elif style := TAGS.get(tag):
                if not token.content.startswith("</"):
                    open_styles.append(style)
                elif style in open_styles:
                    open_styles.remove(style)
    return words
