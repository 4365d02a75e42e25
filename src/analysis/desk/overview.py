"""What is in the workbook: each event's state, and the next step with its command."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pandas.io.formats.style import Styler

from analysis.coding.coders import KINDS, may
from analysis.coding.fit import measure_fit
from analysis.errors import InputError
from analysis.event import Event, find_root, list_events, load_event
from analysis.files import find_notebook_folder
from analysis.pipeline import EventTables, build_tables
from analysis.reports.batch import choose_changed
from analysis.reports.notebooks import list_notebooks
from analysis.reports.plan import Row, plan_reports
from analysis.tables.rows import each_row
from analysis.transcripts.layout import SURE

COLUMNS = ("event", "title", "codebook", "page", "corrected", "coded by", "reports", "next step")


def list_states(root: Path | None = None) -> pd.DataFrame:
    """A row for each event: its codebook, what the page gave, whether it was corrected, who coded it, whether its
    reports are current, and the next step. An event with problems says so, and how to see them.
    """
    root = find_root() if root is None else root
    rows = [_describe_event(root, slug) for slug in list_events(root)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str").set_index("event")


def show_states(states: pd.DataFrame) -> Styler:
    """The states as a table that fits beside JupyterLab's file list: event, where it stands, next step."""
    codebook, page, reports = states["codebook"], states["page"], states["reports"]
    corrected = states["corrected"].map({"yes": ", corrected", "no": ""}).fillna("")
    coded = ("; coded by " + states["coded by"]).where(states["coded by"] != "", "")
    stands = page + corrected + ("; codebook " + codebook).where(codebook != "", "") + coded
    shown = {
        "event": states.index,
        "title": states["title"],
        "where it stands": stands + ("; reports: " + reports).where(reports != "", ""),
        "next step": states["next step"],
    }
    left = {"text-align": "left", "vertical-align": "top", "white-space": "normal"}
    styled = pd.DataFrame(shown).style.hide(axis="index").format(escape="html").set_properties(**left)
    return styled.set_table_styles([{"selector": "th", "props": "text-align: left"}])


def _describe_event(root: Path, slug: str) -> dict[str, str]:
    """The row of one event."""
    try:
        event = load_event(slug, root=root)
        tables = build_tables(event)
        doubtful = int((tables.statements["confidence"] < SURE).sum())
        n = len(tables.statements)
        waiting, rendered = _count_reports(root, slug)
        return {
            "event": slug,
            "title": event.file.title,
            "codebook": event.file.codebook,
            "page": f"{n} statements by {len(tables.experts)} experts" + (f", {doubtful} doubtful" if doubtful else ""),
            "corrected": "yes" if _is_corrected(event) else "no",
            "coded by": ", ".join(_list_coders(tables)),
            "reports": f"{rendered} current" + (f", {waiting} to render" if waiting else ""),
            "next step": next(_list_steps(tables, doubtful=doubtful, waiting=waiting)),
        }
    except InputError as error:
        told = dict.fromkeys(COLUMNS, "") | {"event": slug, "page": error.problems[0]}
        return told | {"next step": f"workbook check {slug}"}


def _is_corrected(event: Event) -> bool:
    """Whether a person changed what was first read on one of the event's pages."""
    for source in event.file.sources:
        first, now = event.first_read_path(source), event.transcript_path(source)
        if first.is_file() and first.read_bytes() != now.read_bytes():
            return True
    return False


def _list_coders(tables: EventTables) -> Iterator[str]:
    """Each coder who judges by reading, and in how many of the segments; the dictionary judges them all."""
    n = len(tables.segments)
    judged = tables.codings.groupby("coder")["segment_id"].nunique()
    for coder in each_row(tables.coders):
        if KINDS[coder.kind].decides:
            partial = f" (partial, {coder.undecided} undecided)" if coder.undecided else ""
            yield f"{coder.coder} {judged[coder.coder]} of {n}{partial}"
        else:
            yield f"{coder.coder} ({coder.kind})" if coder.kind != coder.coder else coder.coder


def _list_steps(tables: EventTables, *, doubtful: int, waiting: int) -> Iterator[str]:
    """What is to be done, the most pressing first."""
    slug = tables.event.slug
    people = tables.coders.loc[may(tables.coders["kind"], "counts_as_person"), "coder"]
    judged = tables.codings.loc[tables.codings["coder"].isin(people)].groupby("coder")["segment_id"].nunique()
    done = [coder for coder, n in judged.items() if n == len(tables.segments)]
    if doubtful:
        yield f'read who says what: show_transcript("{slug}") below'
    if not measure_fit(tables.segments, tables.codebook_file).fits:
        yield f"a codebook of its own: workbook codebook new NAME --for {slug}"
    if waiting:
        yield f"workbook report {slug}"
    if len(people) < 2:
        who = "another person codes" if len(people) else "a person codes"
        yield f"{who}: coding_desk, or workbook sheet {slug} --coder NAME"
    if len(done) < len(people):
        yield f"{', '.join(sorted(set(people) - set(done)))}: go on in coding_desk"
    undecided = bool((tables.coders["undecided"] > 0).any())
    if len(done) > 1 and (undecided or may(tables.coders["kind"], "decides").sum() == len(people)):
        yield "decide where people differ: the second part of coding_desk"
    yield f"nothing; read reports/{slug}/brief/index.html"


def _count_reports(root: Path, slug: str) -> tuple[int, int]:
    """How many reports of the event are to be rendered, and how many are as they would be again."""
    notebooks = list_notebooks(find_notebook_folder(root))
    about = [notebook for notebook in notebooks if notebook.title_parameter == "event"]
    waiting, current = choose_changed(plan_reports(root, about, [Row({"event": slug})]), root, force=False)
    return len(waiting), len(current)
