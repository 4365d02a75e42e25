"""The codebook workshop: how long a keystroke takes, from the message to the answer that is sent to the browser."""

import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.codebook import load_codebook
from analysis.desk.gathering import gather_events
from analysis.desk.workshop import CodebookWorkshop
from tests.benchmarks.made_events import add_events, copy_project

CODEBOOK = "great-power-framing"
CODE = "asymmetry"
TYPED = ("the", "tr", "treat", "treaty*", "weak*", "(near", "junior (0-3) partner*")


def open_large(root: Path, *, events: int, repeat: int = 10) -> CodebookWorkshop:
    """The workshop over so many made events, their sentences `repeat` times, all judged by two people."""
    copy_project(root)
    add_events(root, events)
    path = root / "data" / "codebooks" / f"{CODEBOOK}.yml"
    gathered = gather_events(root, load_codebook(path))
    parts = [gathered.segments.assign(
        segment_id=f"{n}/" + gathered.segments["segment_id"], statement_id=f"{n}/" + gathered.segments["statement_id"]
    ) for n in range(repeat)]  # fmt: skip
    segments = pd.concat(parts, ignore_index=True)
    said = np.random.default_rng(1).random(len(segments)) < 0.3
    human = pd.DataFrame({"segment_id": segments["segment_id"], "code": CODE, "present": said})
    return CodebookWorkshop(path, root, replace(gathered, segments=segments, human=pd.concat([human, human])))


def press(shop: CodebookWorkshop, line: str) -> str:
    """One keystroke: the answer as it is sent."""
    own = next(code for code in shop.shop["codes"] if code["code"] == CODE)
    message = {"do": "try", "n": 1, "code": CODE, "indicators": f"{own['indicators']}\n{line}", "texts": own["texts"]}
    return json.dumps(shop.answer(message))


def main() -> str:
    """Milliseconds of each keystroke over fifty events, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        shop = open_large(Path(folder), events=50, repeat=1)
        opened = time.perf_counter() - start
    lines = ["| typed after the code's own indicators | ms | kB sent |", "|---|---|---|"]
    for line in TYPED:
        took, sent = [], ""
        for _ in range(5):
            start = time.perf_counter()
            sent = press(shop, line)
            took.append(time.perf_counter() - start)
        lines.append(f"| `{line.replace('|', chr(92) + '|')}` | {1000 * max(took):.0f} | {len(sent) / 1000:.0f} |")
    n = len(shop.gathered.segments)
    return "\n".join(
        [
            *lines,
            "",
            f"{n} sentences of 51 events, 2 judgements of each; made and opened in {opened:.1f} s; slowest of 5.",
        ]
    )
