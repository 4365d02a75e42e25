"""Whether an event's hand-made files, its page and its codebook fit together."""

from collections.abc import Iterable
from pathlib import Path

from analysis.codebook import load_codebook
from analysis.coding.stances import find_undescribed
from analysis.errors import InputError
from analysis.event import list_events, load_event
from analysis.pipeline import build_tables


def find_problems(root: Path, slugs: Iterable[str] = ()) -> tuple[str, list[str]]:
    """What was checked, and one line for every problem in the named events (default: all) and all codebooks."""
    events = list(slugs) or list_events(root)
    codebooks = sorted((root / "data" / "codebooks").glob("*.yml"))
    problems: list[str] = []
    for path in codebooks:
        try:
            load_codebook(path)
        except InputError as error:
            problems += error.problems
    for slug in events:
        try:
            event = load_event(slug, root=root)
            build_tables(event)
            problems += find_undescribed(event)
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    return f"{len(events)} events, {len(codebooks)} codebooks", problems
