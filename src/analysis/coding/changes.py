"""What another version of a codebook changes: which segments change code, and why."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.dictionary import code_segments
from analysis.tables.rows import each_row

COLUMNS = ["segment_id", "expert", "code", "before", "after", "why", "text"]


def compare_codings(segments: pd.DataFrame, old: Codebook, new: Codebook) -> pd.DataFrame:
    """One row per segment and code whose coding by the dictionary differs.

    `before` and `after` are "present", "absent" or "no such code"; `why` names the matches that differ.
    """
    states, evidence = {}, {}
    for version, codebook in (("before", old), ("after", new)):
        matches, codings = code_segments(segments, codebook)
        states[version] = codings.set_index(["segment_id", "code"])["present"]
        evidence[version] = _list_evidence(matches)
    both = pd.DataFrame(states)
    named = both.apply(lambda column: column.map({True: "present", False: "absent"}).fillna("no such code"))
    changed = named[named["before"] != named["after"]]
    changed = changed[~changed.isin(["no such code"]).any(axis=1) | changed.isin(["present"]).any(axis=1)]
    order = {code.code: number for number, code in enumerate((*old.codes, *new.codes))}
    place = {segment: number for number, segment in enumerate(segments["segment_id"])}
    rows = [
        (segment, code, before, after, _explain(evidence, (segment, code)))
        for segment, code, before, after in each_row(changed.reset_index())
    ]
    rows.sort(key=lambda row: (place[row[0]], order[row[1]]))
    table = pd.DataFrame(rows, columns=["segment_id", "code", "before", "after", "why"], dtype="str")
    return table.merge(segments[["segment_id", "expert", "text"]], on="segment_id", validate="many_to_one")[COLUMNS]


def _list_evidence(matches: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """What matched in each segment for each code, in a few words."""
    matched: dict[tuple[str, str], set[str]] = {}
    for match in each_row(matches):
        marks = [name for name, said in (("negated", match.negated), ("quoted", match.quoted)) if said]
        text = f"“{match.match}” by {match.indicator}{' (' + ', '.join(marks) + ')' if marks else ''}"
        matched.setdefault((match.segment_id, match.code), set()).add(text)
    return matched


def _explain(evidence: dict[str, dict[tuple[str, str], set[str]]], key: tuple[str, str]) -> str:
    """The matches that only one version has, or that the two count differently."""
    before, after = (evidence[version].get(key, set()) for version in ("before", "after"))
    lost, won = sorted(before - after), sorted(after - before)
    parts = [f"no longer {', '.join(lost)}"] * bool(lost) + [f"now {', '.join(won)}"] * bool(won)
    return "; ".join(parts) or f"counted otherwise: {', '.join(sorted(before))}"


def compare_codebooks(old: Codebook, new: Codebook) -> list[str]:
    """Codes that came or went, and what changed in those that stayed."""
    before, after = ({code.code: code for code in book.codes} for book in (old, new))
    lines = [f'code "{name}" is gone' for name in before if name not in after]
    lines += [f'code "{name}" is new' for name in after if name not in before]
    for name in (n for n in before if n in after):
        fields = [f for f in type(before[name]).model_fields if getattr(before[name], f) != getattr(after[name], f)]
        if "indicators" in fields:
            was, now = ({str(i) for i in book[name].indicators} for book in (before, after))
            signs = [f"without {i}" for i in sorted(was - now)] + [f"with {i}" for i in sorted(now - was)]
            lines.append(f'code "{name}": {"; ".join(signs) or "indicators in another order"}')
        lines += [f'code "{name}": {field} changed' for field in fields if field != "indicators"]
    return lines
