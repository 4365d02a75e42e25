"""An executed notebook to one HTML file that asks nobody for anything."""

import ast
import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from analysis.errors import InputError

EXHIBIT = "application/vnd.workbook.exhibit+json"
SHOWN = (EXHIBIT, "text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain")  # best first
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
HEADING = re.compile(r'<h([1-6])(?=[ >])[^>]*? id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
SAFE_ADDRESS = re.compile(r"#|https?:|[\w./-]*$")
FORBIDDEN = frozenset({"script", "iframe", "object", "embed", "link", "meta", "base", "frame", "frameset", "portal"})


@dataclass(frozen=True)
class ExportedReport:
    """The page, the files that lie in `data/` beside it, and what an index says of it."""

    html: str
    data: dict[str, bytes]
    summary: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One piece of the page: prose, an output, or code on demand."""

    kind: str
    html: Markup


def export_html(
    notebook: Any,
    *,
    title: str,
    name: str = "",
    language: str = "en",
    parameters: Mapping[str, object] | None = None,
    command: str = "",
    home: str = "../../index.html",
) -> ExportedReport:
    """The executed notebook (a `nbformat` node) as one self-contained page; equal notebooks give equal bytes.

    `parameters` defaults to what the notebook's parameter cells say. Raises InputError for an output that is not of a
    known kind, a figure without alternative text, or markup that would run or fetch something.
    """
    styles: dict[str, None] = {}
    data: dict[str, bytes] = {}
    summary: dict[str, str] = {}
    facts: dict[str, str] = {}
    blocks: list[Block] = []
    pending: list[str] = []
    for number, cell in enumerate(notebook.cells, 1):
        source = cell.source.strip()
        if cell.cell_type == "markdown" and source:
            if re.match("##? ", source):
                blocks += gather_code(pending)
            blocks.append(Block("prose", render_markdown(source)))
        elif cell.cell_type == "code" and source:
            pending.append(source)
            blocks += render_outputs(cell, f"cell {number}", styles=styles, data=data, summary=summary, facts=facts)
    blocks += gather_code(pending)
    body = "".join(block.html for block in blocks if block.kind != "code")
    headings = number_headings(body)
    page = render_page(
        "report.html.j2",
        title=title,
        styles=styles,
        language=language,
        name=name,
        blocks=blocks,
        headings=headings,
        has_h1=any(level == 1 for level, _, _ in headings),
        parameters=list_parameters(notebook)
        if parameters is None
        else [(k, repr(v), "") for k, v in parameters.items()],
        command=command,
        home=home,
        files=sorted(data),
        summary=json.dumps({"summary": summary, "facts": facts}, ensure_ascii=False) if summary else "",
    )
    return ExportedReport(drop_loose_links(page), data, summary)


def drop_loose_links(page: str) -> str:
    """Links to places that this page does not have become plain text: an exhibit may stand in many notebooks."""
    ids = set(re.findall(r' id="([^"]+)"', page))

    def keep(link: re.Match[str]) -> str:
        target = re.search(r' href="#([^"]+)"', link[0])
        return link[0] if target is None or target[1] in ids else "<a>"

    return re.sub(r"<a [^>]*>", keep, page)


def read_title_cell(notebook: Any) -> str:
    """The words of the notebook's first heading; empty where it has none."""
    first = next((cell.source.strip() for cell in notebook.cells if cell.cell_type == "markdown"), "")
    return first.splitlines()[0].lstrip("# ").strip() if first.startswith("#") else ""


def gather_code(pending: list[str]) -> list[Block]:
    """The code of a section as one block at its end; `pending` is emptied."""
    code = [Block("code", Markup("{}").format("\n\n".join(pending)))] if pending else []
    pending.clear()
    return code


def render_outputs(
    cell: Any,
    where: str,
    *,
    styles: dict[str, None],
    data: dict[str, bytes],
    summary: dict[str, str],
    facts: dict[str, str],
) -> Iterator[Block]:
    """Every output of a code cell as a block; styles, data and summary are collected on the way."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            raise InputError(f"{where}: ended with {output.get('ename', 'an error')}: {output.get('evalue', '')}")
        if output.output_type == "stream":
            yield Block("output", Markup('<pre class="stream">{}</pre>').format(output.text))
            continue
        bundle, metadata = output.get("data", {}), output.get("metadata", {})
        mime = next((known for known in SHOWN if known in bundle), None)
        if mime is None:
            raise InputError(
                f"{where}: shows {', '.join(sorted(bundle)) or 'nothing'}; a report takes {', '.join(SHOWN)}"
            )
        if mime == EXHIBIT:
            about = bundle[EXHIBIT]
            if about.get("kind") == "figure" and not str(about.get("alt", "")).strip():
                raise InputError(f'{where}: figure "{about.get("name")}" has no alternative text; give it alt="…"')
            if about.get("kind") == "finding" and not about.get("findings"):
                raise InputError(
                    f'{where}: finding "{about.get("name")}" has no strength; pass its sentence through the gate'
                )
            html = STYLE.sub(lambda m: styles.setdefault(m[1]) or "", join_lines(bundle["text/html"]))
            check_markup(html, where)
            for key, text in about.get("tables", {}).items():
                data[f"{key}.csv"] = text.encode()
            for key, text in about.get("records", {}).items():
                data[f"{key}.json"] = text.encode()
            summary.update(about.get("summary", {}))
            facts.update(about.get("facts", {}))
            yield Block("exhibit", mark_exhibit(about, html))
        elif mime == "text/html":
            html = STYLE.sub("", join_lines(bundle[mime]))
            check_markup(html, where)
            yield Block(
                "output",
                Markup('<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>').format(
                    f"Output of {where}", Markup(html)
                ),
            )
        elif mime == "text/markdown":
            yield Block("prose", render_markdown(join_lines(bundle[mime])))
        elif mime == "text/plain":
            yield Block("output", Markup('<pre class="stream">{}</pre>').format(join_lines(bundle[mime])))
        else:
            yield Block("exhibit", render_image(mime, join_lines(bundle[mime]), metadata, where))


def mark_exhibit(about: Mapping[str, Any], html: str) -> Markup:
    """The fragment between two comments that name it, so that a comparison finds it again."""
    name, kind = make_slug(str(about.get("name", ""))), make_slug(str(about.get("kind", "")))
    return Markup("<!--exhibit {} {}-->{}<!--/exhibit {}-->").format(kind, name, Markup(html), name)


def join_lines(text: Any) -> str:
    """Notebooks may keep a text as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def render_image(mime: str, content: str, metadata: Mapping[str, Any], where: str) -> Markup:
    """A picture as a data address, where nothing in it can run."""
    alt = (metadata.get(mime) or {}).get("alt", "") or metadata.get("alt", "")
    if not str(alt).strip():
        raise InputError(
            f'{where}: a picture ({mime}) has no alternative text; give metadata {{"{mime}": {{"alt": "…"}}}}'
        )
    packed = base64.b64encode(content.encode()).decode() if mime == "image/svg+xml" else "".join(content.split())
    return Markup('<figure class="exhibit"><img src="data:{};base64,{}" alt="{}"></figure>').format(mime, packed, alt)


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
            address = re.sub(r"[\s\x00-\x1f]+", "", value or "").lower()
            runs = key.startswith("on")
            if key in {"href", "action", "formaction", "xlink:href"}:
                runs = not SAFE_ADDRESS.match(address)
            elif key in {"src", "srcset", "poster", "background"}:
                runs = not address.startswith("data:image/")
            if runs:
                self.problem = f"{key}={value!r}"


def check_markup(html: str, where: str) -> None:
    """Raises InputError where the fragment holds what a report must not."""
    checker = MarkupCheck()
    checker.feed(html)
    if checker.problem:
        raise InputError(f"{where}: its HTML holds {checker.problem}, which a report must not run or fetch; remove it")


@cache
def markdown() -> MarkdownIt:
    """CommonMark and tables; HTML in the source is text, `javascript:` is no link."""
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def render_markdown(source: str) -> Markup:
    """Prose as HTML; headings get ids from their words, tables a scroll region."""
    html = markdown().render(source)
    html = re.sub(r"<h([1-6])>(.*?)</h\1>", lambda m: f'<h{m[1]} id="{make_slug(m[2])}">{m[2]}</h{m[1]}>', html)
    html = re.sub(r"<img [^>]*>", "", html)
    html = html.replace("<th>", '<th scope="col">').replace(
        "<table>", '<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>'
    )
    return Markup(html.replace("</table>", "</table></div>"))


def make_slug(html: str) -> str:
    """An id from a heading's words."""
    words = unescape(re.sub(r"<[^>]*>", "", html)).lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "section"


def number_headings(body: str) -> list[tuple[int, str, Markup]]:
    """(level, id, words) of every heading that has an id, in page order."""
    return [
        (int(level), anchor, Markup(re.sub(r"<[^>]*>", "", words))) for level, anchor, words in HEADING.findall(body)
    ]


def list_parameters(notebook: Any) -> list[tuple[str, str, str]]:
    """(name, value as Python, comment) of the notebook's parameters; injected values win over defaults."""
    found: dict[str, tuple[str, str, str]] = {}
    for tag in ("parameters", "injected-parameters"):
        for cell in notebook.cells:
            if tag in cell.get("metadata", {}).get("tags", []):
                for name, value, comment in read_assignments(cell.source):
                    found[name] = (name, value, comment or found.get(name, ("", "", ""))[2])
    return list(found.values())


def read_assignments(source: str) -> Iterator[tuple[str, str, str]]:
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


@cache
def load_template(name: str) -> str:
    """One of the template's files."""
    return (files("analysis.reports") / "template" / name).read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """The templates, escaping by default."""
    return Environment(
        loader=PackageLoader("analysis.reports", "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render_page(template: str, *, styles: Iterable[str] = (), **fields: object) -> str:
    """A page of the template with its style, script and the policy that allows exactly these two."""
    style = Markup("\n".join([load_template("page.css"), *styles]).strip())
    script = Markup(load_template("page.js").strip())
    policy = (
        f"default-src 'none'; style-src '{hash_source(style)}'; script-src '{hash_source(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    page = environment().get_template(template).render(style=style, script=script, policy=policy, **fields)
    return page.encode("utf-8", "replace").decode()


def hash_source(source: str) -> str:
    """The hash by which a Content-Security-Policy allows one inline element."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
