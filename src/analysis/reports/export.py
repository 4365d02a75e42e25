"""An executed notebook to one HTML file that asks nobody for anything, and the data beside it."""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from analysis.page.assembling import render_page
from analysis.page.pictures import draw_pictures
from analysis.page.rendering import find_ids, render_exhibit
from analysis.reports.outputs import Collected, collect_outputs
from analysis.reports.shown import PLACE, VERSION, encode_text, name_broken


@dataclass(frozen=True)
class ExportedReport:
    """The page, the files that lie in `data/` beside it, its own data, what an index says of it, and what it shows."""

    html: str
    data: dict[str, bytes]
    about: bytes = b""
    summary: dict[str, str] = field(default_factory=dict)
    exhibits: tuple[str, ...] = ()  # by name


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
    found = collect_outputs(notebook)
    exhibits = found.exhibits
    anchors = {*_find_places(exhibits), *(f"{e['name']}-title" for e in exhibits), *(h.id for h in found.headings)}
    anchors |= {"main", "this-file"}
    strength = _find_strength(exhibits)
    level = 3 if any(h.level == 2 for h in found.headings) else 2  # below the notebook's own headings
    blocks = [
        block
        if isinstance(block, Markup)
        else _render(block, anchors=anchors, strength=strength, with_files=True, level=level)
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


def _render(exhibit: Mapping[str, Any], **how: Any) -> Markup:
    """One exhibit as HTML."""
    with name_broken(exhibit):
        return render_exhibit(exhibit, **how)


def _find_places(exhibits: list[dict[str, Any]]) -> Iterator[str]:
    """Every place that links can lead to."""
    for exhibit in exhibits:
        with name_broken(exhibit):
            yield from find_ids(exhibit)


def _find_strength(exhibits: list[dict[str, Any]]) -> str:
    """The page's strength: that of its answer."""
    for exhibit in exhibits:
        if exhibit["kind"] == "answer" and exhibit["findings"]:
            with name_broken(exhibit):
                return str(exhibit["findings"][0]["strength"])
    return ""


def _place_contents(found: Collected) -> int:
    """Before which block the contents stand: the first heading of level 2."""
    return found.first_part if sum(h.level == 2 for h in found.headings) > 2 else -1


def _write_targets(exhibits: list[dict[str, Any]]) -> list[str]:
    """A rule for each place that marks some segments: they are shown marked while the place is where a link led."""
    sets = [place for exhibit in exhibits for place in _list_sets(exhibit) if PLACE.fullmatch(place)]
    return ["".join(f'.wb #{s}:target~p [data-in~="{s}"]{{background:var(--hi)}}' for s in sets)]


def _list_sets(exhibit: Mapping[str, Any]) -> list[str]:
    """The places of an exhibit that mark some segments of a statement."""
    whole = [part for part in exhibit["parts"] if part["is"] == "Statements"]
    with name_broken(exhibit):
        return [pair[0] for part in whole for statement in part["statements"] for pair in statement["sets"]]


def _list_files(exhibits: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """The tables of all exhibits as CSV and JSON, and the two figures as pictures."""
    for exhibit in exhibits:
        for key, text in exhibit["tables"].items():
            yield f"{key}.csv", encode_text(text)
        for key, text in exhibit["records"].items():
            yield f"{key}.json", encode_text(text)
        with name_broken(exhibit):
            pictures = draw_pictures(exhibit)
        yield from pictures.items()


def _describe_report(exhibits: list[dict[str, Any]], *, question: str) -> dict[str, Any]:
    """What indexes and comparisons read: summary, facts, and the exhibits without their tables."""
    summary: dict[str, str] = {}
    facts: dict[str, str] = {}
    kept = []
    for exhibit in exhibits:
        summary |= exhibit["summary"]
        facts |= exhibit["facts"]
        if (
            exhibit["kind"] == "exhibit" and not any(part["is"] == "Statements" for part in exhibit["parts"])
        ) or exhibit["kind"] == "answer":
            kept.append({k: v for k, v in exhibit.items() if k not in ("tables", "records")})
    return {"version": VERSION, "question": question, "summary": summary, "facts": facts, "exhibits": kept}


def _write_about(about: dict[str, Any]) -> bytes:
    """What `_describe_report` gives as JSON, with a line for each exhibit."""
    lines = {key: json.dumps(value, ensure_ascii=False) for key, value in about.items() if key != "exhibits"}
    lines["exhibits"] = "[\n" + ",\n".join(_write_line(e) for e in about["exhibits"]) + "\n]"
    return encode_text("{\n" + ",\n".join(f'"{key}": {text}' for key, text in lines.items()) + "\n}\n")


def _write_line(exhibit: Mapping[str, Any]) -> str:
    """An exhibit as JSON, which knows no number without a value."""
    with name_broken(exhibit):
        return json.dumps(exhibit, ensure_ascii=False, allow_nan=False)


def read_title_cell(notebook: Any) -> str:
    """The words of the notebook's first heading; empty where it has none."""
    first = next((cell.source.strip() for cell in notebook.cells if cell.cell_type == "markdown"), "")
    return first.splitlines()[0].lstrip("# ").strip() if first.startswith("#") else ""


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
