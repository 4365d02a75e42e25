"""What the cells of an executed notebook show, as blocks of a page: prose, exhibits, text, pictures, checked HTML."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

from analysis.errors import InputError
from analysis.page.prose import NotebookHeading, Prose, render_markdown
from analysis.page.rendering import render_block
from analysis.reports.shown import read_exhibit

EXHIBIT = "application/vnd.workbook.exhibit+json"
SHOWN = (EXHIBIT, "text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain")  # best first
STYLE = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
SAFE_ADDRESS = re.compile(r"#|https?:|[\w./-]*$")
BARE = re.compile(r"## .*")  # a cell that is the heading of a section and no more
ESCAPES = re.compile(  # what a terminal obeys: titles and links, colours and moves, the rest; then lone controls
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
FORBIDDEN = frozenset(
    {"script", "iframe", "object", "embed", "link", "meta", "base", "frame", "frameset", "portal", "style"}
)


@dataclass
class Collected:
    """What the cells of a notebook gave, in their order."""

    blocks: list[Markup | dict[str, Any]] = field(default_factory=list)  # an exhibit is its data
    headings: list[NotebookHeading] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    bare: int = 0  # headings of the last block, where it is a heading under which nothing was shown yet
    first_part: int = -1  # the block with the first heading of level 2

    def note_prose(self, prose: Prose) -> Markup:
        """The prose as the next block; its headings are kept."""
        self.headings += prose.headings
        if self.first_part < 0 and any(h.level == 2 for h in prose.headings):
            self.first_part = len(self.blocks)
        return render_block("prose", html=prose.html)

    @property
    def exhibits(self) -> list[dict[str, Any]]:
        """The data of all exhibits."""
        return [block for block in self.blocks if isinstance(block, dict)]


def collect_outputs(notebook: Any) -> Collected:
    """Every cell's prose and outputs."""
    found = Collected()
    for number, cell in enumerate(notebook.cells, 1):
        source, where = cell.source.strip(), f"cell {number}"
        if cell.cell_type == "markdown" and source:
            prose = render_markdown(source, attachments=cell.get("attachments", {}), where=where)
            _drop_bare_heading(found)
            found.blocks.append(found.note_prose(prose))
            found.bare = len(prose.headings) if BARE.fullmatch(source) else 0
        elif cell.cell_type == "code" and source:
            found.code.append(source)
            for output in cell.get("outputs", []):
                found.blocks.append(_read_output(output, where, found))
                found.bare = 0
    _drop_bare_heading(found)
    return found


def _drop_bare_heading(found: Collected) -> None:
    """A section under which nothing was shown is left out."""
    if found.bare:
        found.blocks.pop()
        if found.first_part == len(found.blocks):
            found.first_part = -1
        del found.headings[-found.bare :]
        found.bare = 0


def _read_output(output: Any, where: str, found: Collected) -> Markup | dict[str, Any]:
    """One output of a code cell: an exhibit's data, or HTML."""
    if output.output_type == "error":
        raise InputError(f"{where}: ended with {output.get('ename', 'an error')}: {output.get('evalue', '')}")
    if output.output_type == "stream":
        return render_block("text", text=_clean(output.text))
    bundle, metadata = output.get("data", {}), output.get("metadata", {})
    mime = next((known for known in SHOWN if known in bundle), None)
    if mime is None:
        raise InputError(f"{where}: shows {', '.join(sorted(bundle)) or 'nothing'}; a report takes {', '.join(SHOWN)}")
    if mime == EXHIBIT:
        return read_exhibit(bundle[EXHIBIT], where)
    content = _join_lines(bundle[mime])
    if mime.startswith("text/"):
        content = ESCAPES.sub("", content)
    if mime == "text/html":
        content = STYLE.sub("", content)  # a table of pandas brings its own
        _check_markup(content, where)
        return render_block("output", label=f"Output of {where}", html=content)
    if mime == "text/markdown":
        return found.note_prose(render_markdown(content, where=where))
    if mime == "text/plain":
        return render_block("text", text=_clean(content))
    return _render_image(mime, content, metadata, where)


def _clean(text: Any) -> str:
    """Text without a terminal's escape codes, lines that were written over left out."""
    lines = ESCAPES.sub("", _join_lines(text)).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)


def _join_lines(text: Any) -> str:
    """Notebooks may keep a text as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def _render_image(mime: str, content: str, metadata: Mapping[str, Any], where: str) -> Markup:
    """A picture as a data address, where nothing in it can run."""
    alt = (metadata.get(mime) or {}).get("alt", "") or metadata.get("alt", "")
    if not str(alt).strip():
        raise InputError(
            f'{where}: a picture ({mime}) has no alternative text; give metadata {{"{mime}": {{"alt": "…"}}}}'
        )
    packed = base64.b64encode(content.encode()).decode() if mime == "image/svg+xml" else "".join(content.split())
    return render_block("picture", mime=mime, packed=packed, alt=alt)


class MarkupCheck(HTMLParser):
    """Finds what would run or fetch something: elements, handlers, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.problem = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element with its attributes."""
        if tag in FORBIDDEN:
            self.problem = f"<{tag}>"
        for key, value in attrs:
            address = "".join((value or "").split()).lower()
            runs = key.startswith("on")
            if key in {"href", "action", "formaction", "xlink:href"}:
                runs = not SAFE_ADDRESS.match(address)
            elif key in {"src", "srcset", "poster", "background"}:
                runs = not address.startswith("data:image/")
            if runs:
                self.problem = f"{key}={value!r}"


def _check_markup(html: str, where: str) -> None:
    """Raises InputError where the fragment holds what a report must not."""
    checker = MarkupCheck()
    checker.feed(html)
    if checker.problem:
        raise InputError(f"{where}: its HTML holds {checker.problem}, which a report must not run or fetch; remove it")
