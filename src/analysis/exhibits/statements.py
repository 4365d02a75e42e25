"""Every statement whole, with what the coders found in it, and the places that counts lead to."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.exhibits.parts import Exhibit, Segment, Statement, Statements
from analysis.exhibits.passages import CODER, Span, cut_words, gather_spans, make_passage
from analysis.exhibits.pieces import Link, Words
from analysis.exhibits.view import MANY, View
from analysis.findings.leads import list_present
from analysis.findings.words import count_things
from analysis.tables.rows import each_row

Sets = dict[str, tuple[Words, list[str]]]  # id of a place: what it marks, and which segments
Present = dict[str, pd.DataFrame]  # coder: every code that he or she finds


def show_statements(
    segments: pd.DataFrame, matches: pd.DataFrame, codings: pd.DataFrame, codebook: pd.DataFrame, view: View
) -> Exhibit:  # fmt: skip
    """The annotated text: matches marked, other coders' judgements behind each segment, filters where scripts run.

    For pages whose rights allow short quotations only, only segments with a code are given, cut short.
    """
    spans = gather_spans(matches, view)
    judged = _gather_judgements(codings)
    present = {
        coder: list_present(codings, segments, codebook, coder=coder)
        for coder in dict.fromkeys([view.coder, *codings["coder"]])
    }
    shown = set(codings.loc[codings["present"], "segment_id"]) if view.clipped else set(view.places)
    statements = []
    for expert in view.experts:
        sets: Sets = dict(_gather_sets(expert, present, view))
        marked: dict[str, list[str]] = {}  # the places that mark a segment
        for name, (_, ids) in sets.items():
            for segment_id in ids:
                marked.setdefault(segment_id, []).append(name)
        paragraphs: dict[tuple[str, int], list[Segment]] = {}
        for segment_id, place in view.places.items():
            if place.expert == expert and segment_id in shown:
                text, kept = _shorten(place.text, spans.get(segment_id, []), view)
                paragraphs.setdefault((place.statement, place.paragraph), []).append(
                    Segment(
                        view.segment(segment_id),
                        view.number(segment_id),
                        f"{expert}, {view.name_segment(segment_id)}",
                        make_passage(text, kept, view, expert=expert, lang=place.lang),
                        tuple(_make_chips(judged.get(segment_id, {}), expert, view)),
                        tuple(marked.get(segment_id, ())),
                    )
                )
        places = tuple((name, words) for name, (words, _) in sets.items())
        statements.append(
            Statement(
                view.statement(expert),
                view.person(expert, full=True, role=True),
                tuple(tuple(p) for p in paragraphs.values()),
                places,
            )
        )
    part = Statements(
        tuple(statements),
        tuple((number, frame) for frame, number in view.frames.items()),
        tuple((number, code) for code, number in view.codes.items()),
        tuple(view.gate.coders["coder"]),
        view.coder,
        len(view.places) > MANY,
    )
    legend: list[Words] = ["Marked: words that an indicator matched, with the letter of their frame: "]
    for frame in view.frames:
        legend += [view.chip(frame, named=True), " "]
    legend.append("· What other coders found in a whole segment stands behind it.")
    columns = ["segment_id", "code", "start", "end", "indicator", "match", "quoted", "negated"]
    return Exhibit(
        "text",
        "The statements in full" if not view.clipped else "Short quotations of the statements",
        tuple(legend),
        (part,),
        tables={
            "matches": matches[columns],
            "evidence": present[view.coder][["expert", "frame", "code", "segment_id", "score"]],
        },
    )


def _shorten(text: str, spans: list[Span], view: View) -> tuple[str, list[Span]]:
    """The first words of a text, where only short quotations are allowed."""
    cut = cut_words(text, view)
    return cut, spans if cut == text else [s for s in spans if s.end <= len(cut) - 2]


def _gather_judgements(codings: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """For each segment the codes judged present by coders who mark no words, with their coders."""
    others = codings.loc[codings["present"] & (codings["coder"] != CODER)]
    found: dict[str, dict[str, list[str]]] = {}
    for r in each_row(others):
        found.setdefault(r.segment_id, {}).setdefault(r.code, []).append(r.coder)
    return found


def _make_chips(judged: dict[str, list[str]], expert: str, view: View) -> Iterator[Link]:
    """A code with its coders, behind the segment in which they found it."""
    for code, coders in judged.items():
        frame = view.frame_of[code]
        words: Words = (view.chip(frame), f" {code} ", f"({', '.join(map(view.named, coders))})")
        yield Link(f"#{view.evidence(expert, frame, code)}", words, style=f"chip {'|'.join(coders)}")


def _gather_sets(expert: str, present: Present, view: View) -> Iterator[tuple[str, tuple[Words, list[str]]]]:
    """Each place that a count leads to: the segments of a frame, of a code, and of a frame by another coder."""
    for coder, found in present.items():
        by = "" if coder == view.coder else f" by {view.named(coder)}"
        framed: dict[str, list[Any]] = {}
        for row in each_row(found.loc[found["expert"] == expert]):
            framed.setdefault(row.frame, []).append(row)
        for frame, rows in framed.items():
            yield _make_set(view.evidence(expert, frame, coder=coder), f"{frame}{by}", rows, view)
            for code in dict.fromkeys(row.code for row in rows if coder == view.coder):
                coded = [row for row in rows if row.code == code]
                yield _make_set(view.evidence(expert, frame, code), code, coded, view)


def _make_set(name: str, what: str, rows: list[Any], view: View) -> tuple[str, tuple[Words, list[str]]]:
    """One place, its words, and its segments."""
    ids = list(dict.fromkeys(row.segment_id for row in rows))
    words: Words = (f"{count_things(len(ids), view.unit)} with {what}: ", view.list_where(ids))
    return name, (words, ids)
