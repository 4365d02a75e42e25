"""An executed notebook to one HTML file that asks nobody for anything, and the data beside it."""

import ast
import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

from analysis.errors import InputError
from analysis.page.assembling import render_page
from analysis.page.drawing import draw_pictures
from analysis.page.prose import NotebookHeading, Prose, render_markdown
from analysis.page.rendering import find_ids, render_block, render_exhibit

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
VERSION = 1


@dataclass(frozen=True)
class ExportedReport:
    """The page, the files that lie in `data/` beside it, its own data, what an index says of it, and what it shows."""

    html: str
    data: dict[str, bytes]
    about: bytes = b""
    summary: dict[str, str] = field(default_factory=dict)
    exhibits: tuple[str, ...] = ()  # by name


@dataclass
class _Collected:
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


def export_html(
    notebook: Any,
    *,
    title: str,
    name: str = "",
    language: str = "en",
    parameters: Mapping[str, object] | None = None,
    command: str = "",
    home: str = "../../index.html",
    siblings: tuple[tuple[str, str], ...] = (),
) -> ExportedReport:
    """The executed notebook (a `nbformat` node) as one self-contained page; equal notebooks give equal bytes.

    `parameters` defaults to what the notebook's parameter cells say; `siblings` are (address, name) of the event's
    other reports. Raises InputError for an output that is not of a known kind, a figure without alternative text, or
    markup that would run or fetch something.
    """
    found = _collect(notebook)
    exhibits = found.exhibits
    anchors = {*find_ids(exhibits), *(f"{e['name']}-title" for e in exhibits), *(h.id for h in found.headings)}
    anchors |= {"main", "this-file"}
    strength = next((f["strength"] for e in exhibits if e["kind"] == "answer" for f in e["findings"]), "")
    level = 3 if any(h.level == 2 for h in found.headings) else 2  # below the notebook's own headings
    blocks = [
        block
        if isinstance(block, Markup)
        else render_exhibit(block, anchors=anchors, strength=strength, with_files=True, level=level)
        for block in found.blocks
    ]
    data = dict(_list_files(exhibits))
    page = render_page(
        "report.j2",
        styles=_write_targets(exhibits),
        title=title,
        language=language,
        name=name,
        blocks=blocks,
        contents_at=_place_contents(found),
        headings=[(h.level, h.id, h.words) for h in found.headings],
        has_h1=any(h.level == 1 for h in found.headings),
        parameters=_list_parameters(notebook)
        if parameters is None
        else [(k, repr(v), "") for k, v in parameters.items()],
        command=command,
        home=home,
        siblings=siblings,
        files=sorted(data),
        code="\n\n".join(found.code),
    )
    about = _describe_report(exhibits, question=found.headings[0].words if found.headings else title)
    names = tuple(exhibit["name"] for exhibit in exhibits)
    return ExportedReport(page, data, _write_about(about), about["summary"], names)


def _collect(notebook: Any) -> _Collected:
    """Every cell's prose and outputs."""
    found = _Collected()
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


def _drop_bare_heading(found: _Collected) -> None:
    """A section under which nothing was shown is left out."""
    if found.bare:
        found.blocks.pop()
        if found.first_part == len(found.blocks):
            found.first_part = -1
        del found.headings[-found.bare :]
        found.bare = 0


def _place_contents(found: _Collected) -> int:
    """Before which block the contents stand: the first heading of level 2."""
    return found.first_part if sum(h.level == 2 for h in found.headings) > 2 else -1


def _write_targets(exhibits: list[dict[str, Any]]) -> list[str]:
    """A rule for each place that marks some segments: they are shown marked while the place is where a link led."""
    sets = [
        pair[0]
        for exhibit in exhibits
        for part in exhibit["parts"]
        if part["is"] == "Statements"
        for statement in part["statements"]
        for pair in statement["sets"]
    ]
    return ["".join(f'.wb #{s}:target~p [data-in~="{s}"]{{background:var(--hi)}}' for s in sets)]


def _list_files(exhibits: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """The tables of all exhibits as CSV and JSON, and the two figures as pictures."""
    for exhibit in exhibits:
        for key, text in exhibit.get("tables", {}).items():
            yield f"{key}.csv", text.encode()
        for key, text in exhibit.get("records", {}).items():
            yield f"{key}.json", text.encode()
        yield from draw_pictures(exhibit).items()


def _describe_report(exhibits: list[dict[str, Any]], *, question: str) -> dict[str, Any]:
    """What indexes and comparisons read: summary, facts, and the exhibits without their tables."""
    summary: dict[str, str] = {}
    facts: dict[str, str] = {}
    kept = []
    for exhibit in exhibits:
        summary |= exhibit.get("summary", {})
        facts |= exhibit.get("facts", {})
        if (
            exhibit["kind"] == "exhibit" and not any(part["is"] == "Statements" for part in exhibit["parts"])
        ) or exhibit["kind"] == "answer":
            kept.append({k: v for k, v in exhibit.items() if k not in ("tables", "records")})
    return {"version": VERSION, "question": question, "summary": summary, "facts": facts, "exhibits": kept}


def _write_about(about: dict[str, Any]) -> bytes:
    """What `_describe_report` gives as JSON, with a line for each exhibit."""
    lines = {key: json.dumps(value, ensure_ascii=False) for key, value in about.items() if key != "exhibits"}
    lines["exhibits"] = "[\n" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in about["exhibits"]) + "\n]"
    return ("{\n" + ",\n".join(f'"{key}": {text}' for key, text in lines.items()) + "\n}\n").encode()


def read_title_cell(notebook: Any) -> str:
    """The words of the notebook's first heading; empty where it has none."""
    first = next((cell.source.strip() for cell in notebook.cells if cell.cell_type == "markdown"), "")
    return first.splitlines()[0].lstrip("# ").strip() if first.startswith("#") else ""


def _read_output(output: Any, where: str, found: _Collected) -> Markup | dict[str, Any]:
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
        return _read_exhibit(bundle[EXHIBIT], where)
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


def _read_exhibit(shown: Any, where: str) -> dict[str, Any]:
    """An exhibit's data, once it is what this version reads and every figure says what it shows."""
    try:
        about: dict[str, Any] = json.loads(shown) if isinstance(shown, str) else shown
    except ValueError:
        about = {}
    if not isinstance(about, dict) or about.get("version") != VERSION:
        raise InputError(f"{where}: shows an exhibit of another version; run the notebook again")
    for part in about["parts"]:
        if part["is"] == "Panels" and not str(part.get("alt", "")).strip():
            raise InputError(f'{where}: figure "{about.get("name")}" has no alternative text; give it alt="…"')
    return about


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


def _list_parameters(notebook: Any) -> list[tuple[str, str, str]]:
    """(name, value as Python, comment) of the notebook's parameters; injected values win over defaults."""
    found: dict[str, tuple[str, str, str]] = {}
    for tag in ("parameters", "injected-parameters"):
        for cell in notebook.cells:
            if tag in cell.get("metadata", {}).get("tags", []):
                for name, value, comment in _read_assignments(cell.source):
                    found[name] = (name, value, comment or found.get(name, ("", "", ""))[2])
    return list(found.values())


def _read_assignments(source: str) -> Iterator[tuple[str, str, str]]:
    """`name: type = value  # comment` for each assignment of the source."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        if isinstance(target, ast.Name) and isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None:
            line = lines[(node.end_lineno or node.lineno) - 1][node.end_col_offset or 0 :]
            yield target.id, ast.unparse(node.value), line.strip().removeprefix("#").strip()
