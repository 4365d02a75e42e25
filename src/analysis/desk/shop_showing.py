"""What the workshop's window is shown: the codebook, and what a trial does, as the browser takes it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.codebook import FUNCTIONS, Codebook
from analysis.codebook.editing import TEXTS, write_indicator
from analysis.desk.gathering import Gathered
from analysis.desk.searching import Spans
from analysis.desk.trying import Hit, Trial

SHOWN = 60  # sentences of one list that are sent to the browser
Message = dict[str, Any]


def write_forms(forms: Sequence[str]) -> str:
    """The forms of a candidate as an indicator that finds these and no others."""
    return forms[0] if len(forms) == 1 else f"({' | '.join(forms)})"


def describe_shop(path: Path, codebook: Codebook, gathered: Gathered, counts: dict[str, int]) -> Message:
    """What the browser shows of the codebook and the events."""
    codes = [
        {
            "code": code.code,
            "frame": frame.frame,
            "indicators": "\n".join(write_indicator(i) for i in code.indicators),
            "texts": {name: " ".join(getattr(code, name).split()) for name in TEXTS},
        }
        for frame in codebook.frames
        for code in frame.codes
    ]
    return {
        "file": path.name,
        "title": codebook.title,
        "codes": codes,
        "frames": [frame.frame for frame in codebook.frames],
        "functions": list(FUNCTIONS),
        "events": list(gathered.events),
        "own": list(gathered.own),
        "n_segments": len(gathered.segments),
        "n_off_topic": len(gathered.off_topic),
        "notes": list(gathered.notes),
        "counts": counts,
    }


def send_trial(trial: Trial) -> Message:
    """A trial as the browser takes it: how many, and the first of each list."""
    lists = {name: getattr(trial, name) for name in ("gained", "lost", "missed", "kept")}
    return {
        "totals": {**{name: len(hits) for name, hits in lists.items()}, "alarms": len(trial.alarms)},
        **{name: [_send_hit(hit) for hit in hits[:SHOWN]] for name, hits in lists.items()},
        "alarms": [{"pieces": _cut(text, spans)} for text, spans in trial.alarms[:SHOWN]],
        "alarms_before": trial.alarms_before,
        "agreement": asdict(trial.agreement) if trial.agreement else None,
    }


def _send_hit(hit: Hit) -> Message:
    where = hit.segment_id.split("/")[0]
    return {
        "pieces": _cut(hit.text, hit.spans),
        "who": f"{hit.expert}, {where}",
        "others": hit.others,
        "human": hit.human,
    }


def _cut(text: str, spans: Spans) -> list[str]:
    """The text in pieces, every second one a match: the browser counts characters in another way than Python."""
    pieces, at = [], 0
    for start, end in spans:
        if start >= at:
            pieces += [text[at:start], text[start:end]]
            at = end
    return [*pieces, text[at:]]
