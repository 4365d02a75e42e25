"""Markdown of a notebook as HTML: headings with ids, tables in a scroll region, pictures from the notebook only."""

import itertools
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from analysis.errors import InputError


@dataclass(frozen=True)
class NotebookHeading:
    """A heading of the page."""

    level: int
    id: str
    words: str


@dataclass(frozen=True)
class Prose:
    """A cell of Markdown as HTML, with its headings."""

    html: Markup
    headings: tuple[NotebookHeading, ...]


@cache
def _markdown() -> MarkdownIt:
    """CommonMark and tables; HTML in the source is text, `javascript:` is no link."""
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    parser.add_render_rule("fence", _show_code)
    return parser


def _open_table(self: object, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    heads = itertools.takewhile(lambda token: token.type != "thead_close", tokens[index:])
    caption = escape("Table: " + ", ".join(token.content for token in heads if token.type == "inline"))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}"><table>'
        f'<caption class="hidden">{caption}</caption>\n'
    )


def _show_code(self: object, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    """Code that a keyboard can scroll."""
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def _close_table(self: object, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    return "</table></div>\n"


def render_markdown(source: str, *, attachments: Mapping[str, Mapping[str, str]] = {}, where: str = "") -> Prose:
    """The source as HTML that escapes everything; `attachments` are the cell's pictures by name.

    Raises InputError for a picture that is neither attached nor given as data, or that has no alternative text: a
    report fetches nothing, and nothing vanishes from it.
    """
    parser = _markdown()
    tokens = parser.parse(source)
    headings = []
    for token, inline in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and inline is not None:
            words = "".join(child.content for child in inline.children or ())
            headings.append(NotebookHeading(int(token.tag[1]), make_id(words), words))
            token.attrSet("id", headings[-1].id)
        if token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or ():
            if child.type == "image":
                child.attrSet("src", _find_picture(child, attachments, where))
    html = parser.renderer.render(tokens, parser.options, {})
    return Prose(Markup(html), tuple(headings))  # markdown-it has escaped it


def _find_picture(image: Token, attachments: Mapping[str, Mapping[str, str]], where: str) -> str:
    """A picture's data."""
    address = str(image.attrGet("src") or "")
    if not image.content.strip():
        raise InputError(
            f"{where}: the picture {address[:60]} has no alternative text; write it: ![what it shows]({address[:30]})"
        )
    if address.startswith("data:image/"):
        return address
    found = attachments.get(address.removeprefix("attachment:"), {})
    for kind, content in found.items():
        if kind.startswith("image/"):
            return f"data:{kind};base64,{''.join(content.split())}"
    raise InputError(
        f"{where}: the picture {address[:60]} is not in the notebook; attach it to the cell (paste it there), since a "
        "report fetches nothing"
    )


def make_id(words: str) -> str:
    """An id from a heading's words."""
    flat = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in flat).split()) or "section"
