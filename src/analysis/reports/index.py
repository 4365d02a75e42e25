"""Pages about reports: the index of all of them, two side by side, and one that failed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.files import write_whole
from analysis.page.assembling import render_comparison, render_page
from analysis.page.prose import make_id
from analysis.page.rendering import place_exhibit, render_exhibit
from analysis.reports.outputs import ESCAPES
from analysis.reports.placing import DATA
from analysis.reports.record import read_record

SHOWN_LINES = 40  # of a failure's traceback


@dataclass(frozen=True)
class Listed:
    """A report as an index shows it."""

    name: str
    question: str
    summary: Mapping[str, str]
    state: str
    state_note: str
    page: str  # relative address, empty where there is no page
    failure: str  # the same of its failure page


def write_index(reports: Path, *, explain: Callable[[Path], str] | None = None) -> Path:
    """Write `index.html` over all reports below the folder; equal reports and states give equal bytes.

    `explain` says of a report's folder what it no longer agrees with, or nothing where it is fresh; without it, only
    what the records say is shown.
    """
    listed = [_read_report(reports, folder, explain) for folder in _find_reports(reports)]
    columns = list(dict.fromkeys(key for report in listed for key in report.summary))
    comparisons = [
        (f"compare/{path.stem}.html", str(_read_data(path).get("title", path.stem)))
        for path in sorted((reports / "compare").glob("*.json"))
    ]
    page = render_page(
        "index.j2",
        title="Reports",
        language="en",
        reports=listed,
        columns=columns,
        comparisons=comparisons,
        failed=sum(report.state == "failed" for report in listed),
    )
    write_whole(reports / "index.html", page.encode())
    return reports / "index.html"


def _find_reports(reports: Path) -> list[Path]:
    """Every folder below `reports` that holds a report or the record of one, in alphabetical order."""
    found = {path.parent for name in ("index.html", "run.json") for path in reports.glob(f"*/**/{name}")}
    return sorted(f for f in found if not any(part.startswith(".") for part in f.relative_to(reports).parts))


def _read_report(reports: Path, folder: Path, explain: Callable[[Path], str] | None) -> Listed:
    """What a report's data and its record say of it."""
    there, about = (folder / "index.html").is_file(), _read_data(folder / DATA)
    record = read_record(folder)
    name = folder.relative_to(reports).as_posix()
    said = str(record.get("state", ""))
    note = ""
    if said and said not in {"ok", "queued", "running"}:
        state, note = "failed", said
    elif said in {"queued", "running"}:
        state = said
    else:
        note = explain(folder) if explain and said else ""
        state = "stale" if note else "absent" if not there else "fresh" if said else "rendered"
    failure = f"{name}/failure.html" if (folder / "failure.html").is_file() else ""
    question, summary = str(about.get("question") or name), about.get("summary", {})
    return Listed(name, question, summary, state, note, f"{name}/index.html" if there else "", failure)


def _read_data(path: Path) -> dict[str, Any]:
    """What a report says of itself; nothing where it says nothing that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_comparison(reports: Path, first: str, second: str) -> Path:
    """Write two reports of one notebook side by side: what they say of themselves, and each exhibit of both.

    `first` and `second` are folders below `reports`. Raises InputError where one has no page.
    """
    found = []
    for name in (first, second):
        about = _read_data(reports / name / DATA)
        if "exhibits" not in about:
            raise InputError(f"{reports / name}: there is no such report; render it first with workbook report")
        found.append(about)
    said = [{**about["summary"], **about["facts"]} for about in found]
    exhibits = [{exhibit["name"]: exhibit for exhibit in about["exhibits"]} for about in found]
    addresses = [f"../{name}/index.html" for name in (first, second)]
    title = f"Side by side: {first} and {second}"
    page = render_comparison(
        title=title,
        language="en",
        names=_describe_pair((first, second), said),
        question=found[0]["question"],
        addresses=addresses,
        rows=[(key, said[0].get(key, "–"), said[1].get(key, "–")) for key in dict.fromkeys([*said[0], *said[1]])],
        exhibits=[
            (
                name,
                *(
                    render_exhibit(place_exhibit(exhibits[n][name], side, addresses[n]), side=side.upper())
                    for n, side in enumerate(("a", "b"))
                ),
            )
            for name in exhibits[0]
            if name in exhibits[1]
        ],
    )
    target = reports / "compare" / f"{_make_name(first)}--{_make_name(second)}.html"
    write_whole(target.with_suffix(".json"), json.dumps({"title": title}, ensure_ascii=False).encode())
    write_whole(target, page.encode())
    return target


def _describe_pair(names: tuple[str, str], said: list[dict[str, str]]) -> list[str]:
    """What two reports are called: by the first fact in which they differ from each other, else by their folders."""
    for key in said[0]:
        if said[0][key] != said[1].get(key, said[0][key]):
            return [one[key] for one in said]
    return list(names)


def _make_name(folder: str) -> str:
    """A file name from a folder's; an event's slug and a notebook's name stay what they are."""
    return "-".join(make_id(part) if not part.isascii() else part for part in folder.replace("=", "-").split("/"))


def render_failure(
    *,
    name: str,
    error: str,
    parameters: Mapping[str, object],
    command: str,
    cell: int | None = None,
    source: str = "",
    traceback: str = "",
    last_good: str = "",
    home: str = "../../index.html",
) -> str:
    """A page that says which report failed, at which cell, with which parameters, and how to run it again.

    `last_good` is the address of the report that was there before and stays.
    """
    lines = ESCAPES.sub("", traceback).rstrip().splitlines()
    return render_page(
        "failure.j2",
        title=f"{name} failed",
        language="en",
        name=name,
        error=error,
        parameters=[(key, repr(value)) for key, value in parameters.items()],
        command=command,
        cell=cell,
        source=source,
        lines="\n".join(lines[-SHOWN_LINES:]),
        left_out=max(0, len(lines) - SHOWN_LINES),
        last_good=last_good,
        home=home,
    )
