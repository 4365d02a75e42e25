"""What is said of a report itself: how large its page is, how it was read, how it may be written of and cited."""

from collections.abc import Sequence

import pandas as pd

from analysis.codebook import Codebook
from analysis.event import EventFile
from analysis.findings.gate import Finding, Gate, state_gate
from analysis.findings.words import count_things, write_date


def say_event(file: EventFile) -> str:
    """Which event, when, and who published the page."""
    return f"{file.title} · {write_date(file.date.isoformat())} · {file.publisher}"


def say_size(coverage: pd.DataFrame) -> str:
    """How many experts, segments and words the page has."""
    return (
        f"{count_things(len(coverage), 'expert')}, {count_things(int(coverage['n_segments'].sum()), 'segment')}, "
        f"{count_things(int(coverage['words'].sum()), 'word')}"
    )


def say_edits(documents: pd.DataFrame) -> str:
    """How many words of the page people corrected; nothing where they corrected none."""
    edits = int(documents["edits"].sum())
    return f"{count_things(edits, 'word')} of the page corrected by hand" if edits else ""


def say_scale(answer: Finding, *, misfit: bool) -> tuple[str, str]:
    """How firm findings are where nothing else is marked, and what it takes to become firm."""
    needs = f" To become firm it takes {answer.needed}." if answer.needed and not misfit else ""
    return f" Where nothing else is marked, findings are {answer.strength}: {answer.status}.", needs


def warn_reach(gate: Gate) -> str:
    """What nobody should write of the page's experts."""
    machine = {lead.reported.basis for lead in gate.leads} <= {"machine"}
    whose = "Until then, write “a word list finds” or name the coder. " if machine else "Name the coders. "
    return (
        f"{whose}Do not say what an expert thinks elsewhere: this is one page. Do not read silence as disagreement: an "
        "absent frame is no denial."
    )


def say_units(segments: pd.DataFrame, *, unit: str) -> str:
    """The unit of analysis, how many there are, and when a frame is present."""
    n = segments["statement_id"].nunique()
    return f"Unit: {unit}, {len(segments)} in {n} statements. A frame is present where any of its codes is."


def say_intervals(gate: Gate, *, unit: str, seed: int | None) -> str:
    """How intervals are made, from which seed resampling starts, and the rule for this page."""
    drawn = "" if seed is None else f" Resampling starts from the seed {seed}."
    return f"Intervals: Wilson’s at 95 %, on the effective number of {unit}s.{drawn} {state_gate(gate)}"


def title_codebook(codebook: Codebook) -> str:
    """How many frames and codes the codebook has."""
    return f"The codebook: {count_things(len(codebook.frames), 'frame')}, {count_things(len(codebook.codes), 'code')}"


def cite_report(
    file: EventFile,
    codebook: Codebook,
    *,
    question: str,
    notebook: str,
    edition: str,
    release: str,
    hashes: Sequence[str],
) -> str:
    """How to cite a report: its question and event, its edition, and what it was made with and from."""
    return (
        f"{question} {file.title}. Report {notebook}, version {edition}. "
        f"Framing workbook {release}, codebook {codebook.name} ({codebook.sha256[:12]}), source "
        f"{file.publisher}, {file.date.isoformat()} ({', '.join(sha[:12] for sha in hashes)})."
    )
