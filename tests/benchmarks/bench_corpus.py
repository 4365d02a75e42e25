"""`workbook corpus` on speeches as JSONL: rate, and the peak memory of all its processes, on one process and on more.

With Dask installed, the same on a local cluster of as many workers; the result is compared too.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq

from tests.benchmarks.corpora import HERE, make_documents, read_speeches

MEGABYTES = float(os.environ.get("WORKBOOK_BENCH_MB", "200"))
CODEBOOK = "great-power-framing"


def main() -> str:
    speeches = read_speeches()
    if speeches is None:
        return "skipped: the speeches are not here; set WORKBOOK_MATERIAL to the folder of test material"
    lines = [
        "| corpus | unit | processes | seconds | MB/s | peak MB, all processes | matches |",
        "|---|---|---|---|---|---|---|",
    ]
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = write_corpus(speeches, folder)
        size = corpus.stat().st_size / 1e6
        cases = [
            ("document", ["--jobs", "1"]),
            ("document", ["--jobs", str(cores)]),
            ("sentence", ["--jobs", str(cores)]),
        ]
        for number, (unit, options) in enumerate(cases):
            out = folder / f"out{number}"
            seconds, peak = run_watched(
                ["corpus", str(corpus), str(out), "--codebook", CODEBOOK, "--unit", unit, *options]
            )
            found = json.loads((out / "corpus.json").read_text())["n_matches"]
            where = f"{options[1]} process{'es' if options[1] != '1' else ''}"
            lines.append(
                f"| {size:.0f} MB | {unit} | {where} | {seconds:.1f} | {size / seconds:.1f} | {peak:.0f} | {found} |"
            )
        same = read_all(folder / "out0") == read_all(folder / "out1")
    told = f"one process and {cores} give {'the same' if same else 'DIFFERENT'} matches, codings and prevalence"
    dask = "" if importlib.util.find_spec("distributed") else "; Dask: not installed, skipped"
    return "\n".join([*lines, "", told + dask])


def write_corpus(speeches: list[str], folder: Path) -> Path:
    """Speeches cut into documents, of two experts and twelve months."""
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(make_documents(speeches, MEGABYTES)):
            row = {"id": str(number), "expert": "AB"[number % 2], "date": f"2023-{number % 12 + 1:02}-01", "text": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def run_watched(arguments: list[str]) -> tuple[float, float]:
    """Seconds, and the highest sum of the resident memory of the command and its children, ten times a second."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "analysis.cli", *arguments], cwd=HERE, stderr=subprocess.DEVNULL)
    peak = 0.0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, sum(map(resident, family(process.pid))))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    if process.wait():
        raise RuntimeError(f"workbook {' '.join(arguments)} failed")
    watcher.join()
    return time.perf_counter() - begun, peak


def family(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(p for child in children for p in family(int(child)))]


def resident(pid: int) -> float:
    """MB that a process holds and shares with no other."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def read_all(out: Path) -> list[object]:
    """Everything a run wrote, for comparison."""
    return [pq.read_table(out / name) for name in ("matches", "codings", "prevalence.parquet")]
