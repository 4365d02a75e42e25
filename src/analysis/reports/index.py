"""Pages about reports: the index of all of them, two side by side, and one that failed."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from markupsafe import Markup

from analysis.errors import InputError
from analysis.files import write_whole
from analysis.reports.export import load_template, render_page
from analysis.reports.record import read_record

SUMMARY = re.compile(r'<meta name="workbook-summary" content="([^"]*)">')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
EXHIBIT = re.compile(r"<!--exhibit (\S+) (\S+)-->(.*?)<!--/exhibit \2-->", re.DOTALL)
COMPARED = frozenset({"figure", "finding"})
OPENING = 1 << 16  # bytes
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


def write_index(reports: Path, *, why: Callable[[Path], str] | None = None) -> Path:
    """Write `index.html` over all reports below the folder; equal reports and states give equal bytes.

    `why` tells of a report's folder what it no longer agrees with, or nothing where it is fresh; without it, only what
    the records say is shown.
    """
    listed = [read_report(reports, folder, why) for folder in find_reports(reports)]
    columns = list(dict.fromkeys(key for report in listed for key in report.summary))
    comparisons = sorted((reports / "compare").glob("*.html"))
    page = render_page(
        "index.html.j2",
        title="Reports",
        language="en",
        reports=listed,
        columns=columns,
        comparisons=[(f"compare/{path.name}", read_title(path.read_text(encoding="utf-8"))) for path in comparisons],
        failed=sum(report.state == "failed" for report in listed),
    )
    write_whole(reports / "index.html", page.encode())
    return reports / "index.html"


def find_reports(reports: Path) -> list[Path]:
    """Every folder below `reports` that holds a report or the record of one, in alphabetical order."""
    found = {path.parent for name in ("index.html", "run.json") for path in reports.glob(f"*/**/{name}")}
    return sorted(found)


def read_report(reports: Path, folder: Path, why: Callable[[Path], str] | None) -> Listed:
    """What a report's page and its record say of it."""
    page = folder / "index.html"
    html = read_opening(page) if page.is_file() else ""
    record = read_record(folder)
    name = folder.relative_to(reports).as_posix()
    said = str(record.get("state", ""))
    note = ""
    if said and said not in {"ok", "queued", "running"}:
        state, note = "failed", said
    elif said in {"queued", "running"}:
        state = said
    else:
        note = why(folder) if why and said else ""
        state = "stale" if note else "absent" if not html else "fresh" if said else "rendered"
    told = f"{name}/failure.html" if (folder / "failure.html").is_file() else ""
    return Listed(
        name, read_title(html) or name, read_summary(html), state, note, f"{name}/index.html" if html else "", told
    )


def read_opening(page: Path) -> str:
    """The head of a page and its first heading, which stand at its beginning: a thousand reports are listed quickly."""
    with page.open("rb") as file:
        return file.read(OPENING).decode("utf-8", "ignore")


def read_summary(html: str, *, facts: bool = False) -> dict[str, str]:
    """What the report's exhibits said for an index, and with `facts` also what they said for a comparison."""
    found = SUMMARY.search(html)
    said = json.loads(unescape(found[1])) if found else {}
    return {**said.get("summary", {}), **(said.get("facts", {}) if facts else {})}


def read_title(html: str) -> str:
    """The page's question, in words."""
    found = HEADING.search(html) or TITLE.search(html)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found[1])).split()) if found else ""


def write_comparison(reports: Path, first: str, second: str) -> Path:
    """Write two reports of one notebook side by side: what they say of themselves, and each exhibit of both.

    `first` and `second` are folders below `reports`. Raises InputError where one has no page.
    """
    pages = []
    for name in (first, second):
        path = reports / name / "index.html"
        if not path.is_file():
            raise InputError(f"{path}: there is no such report; render it first with workbook report")
        pages.append(path.read_text(encoding="utf-8"))
    summaries = [read_summary(page, facts=True) for page in pages]
    keys = list(dict.fromkeys(key for summary in summaries for key in summary))
    exhibits = [read_exhibits(page) for page in pages]
    addresses = [f"../{name}/index.html" for name in (first, second)]
    page = render_page(
        "compare.html.j2",
        title=f"Side by side: {first} and {second}",
        language="en",
        styles=gather_styles(pages),
        names=describe_pair((first, second), summaries),
        question=read_title(pages[0]),
        addresses=addresses,
        rows=[(key, summaries[0].get(key, "–"), summaries[1].get(key, "–")) for key in keys],
        exhibits=[
            (
                name,
                place_exhibit(exhibits[0][name], "a", addresses[0]),
                place_exhibit(exhibits[1][name], "b", addresses[1]),
            )
            for name in exhibits[0]
            if name in exhibits[1]
        ],
    )
    target = reports / "compare" / f"{make_name(first)}--{make_name(second)}.html"
    write_whole(target, page.encode())
    return target


def describe_pair(names: tuple[str, str], summaries: list[dict[str, str]]) -> list[str]:
    """What two reports are called: by the first fact in which they differ from each other, else by their folders."""
    for key in summaries[0]:
        if summaries[0][key] != summaries[1].get(key, summaries[0][key]):
            return [summary[key] for summary in summaries]
    return list(names)


def make_name(folder: str) -> str:
    """A file name from a folder's."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", folder).strip("-.")


def read_exhibits(page: str) -> dict[str, str]:
    """The figures and findings of a report by name."""
    return {name: html for kind, name, html in EXHIBIT.findall(page) if kind in COMPARED}


def place_exhibit(html: str, side: str, address: str) -> Markup:
    """The fragment with ids of its own side; its links lead into the report that it comes from."""
    html = re.sub(r'<details class="data">.*?</details>', "", html, flags=re.DOTALL)
    html = html.replace(
        'role="region" tabindex="0" aria-label="', f'role="region" tabindex="0" aria-label="{side.upper()}: '
    )
    drawn = set(re.findall(r'(?:url\(#)([^)"]+)', html)) | set(re.findall(r'<use[^>]* href="#([^"]+)"', html))

    def lead(found: re.Match[str]) -> str:
        return f'href="#{side}-{found[1]}"' if found[1] in drawn else f'href="{address}#{found[1]}"'

    html = re.sub(r'href="#([^"]*)"', lead, html)
    html = re.sub(r"url\(#", f"url(#{side}-", html)
    return Markup(re.sub(r'((?: id| aria-labelledby)=")([^"]+)', rf"\g<1>{side}-\g<2>", html))


def gather_styles(pages: Iterable[str]) -> list[str]:
    """The exhibits' style sheets of the pages, without the page's own."""
    own = load_template("page.css").strip()
    found = (match[1].strip() for page in pages if (match := STYLE.search(page)))
    return list(dict.fromkeys(style.removeprefix(own).strip() for style in found))


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
    lines = re.sub(r"\x1b\[[0-9;]*m", "", traceback).rstrip().splitlines()
    return render_page(
        "failure.html.j2",
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
