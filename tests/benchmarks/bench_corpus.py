"""`workbook corpus` on speeches: rate, and the peak memory of all its processes, on one process and on more.

With Dask installed, the same on a local cluster of as many workers; the results are compared too. WORKBOOK_BENCH_MB
sets the size of the corpus.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow.json
import pyarrow.parquet as pq

from tests.benchmarks.corpora import HERE, make_documents, read_speeches
from tests.cluster import start_cluster

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
    has_dask = importlib.util.find_spec("distributed") is not None
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        corpus = write_corpus(speeches, folder)
        size = corpus.stat().st_size / 1e6
        cases: list[tuple[str, str, Path, list[str]]] = [
            ("document", "1 process", corpus, ["--jobs", "1"]),
            ("document", f"{cores} processes", corpus, ["--jobs", str(cores)]),
            ("document", f"{cores} processes, Parquet in one row group", write_parquet(corpus), ["--jobs", str(cores)]),
            ("sentence", f"{cores} processes", corpus, ["--jobs", str(cores)]),
        ]
        if has_dask:
            address, _ = stack.enter_context(start_cluster(folder, n_workers=cores))
            cases.append(("document", f"{cores} Dask workers on this machine", corpus, ["--scheduler", address]))
        for number, (unit, where, source, options) in enumerate(cases):
            out = folder / f"out{number}"
            command = ["corpus", str(source), str(out), "--codebook", CODEBOOK, "--unit", unit, *options]
            seconds, peak = run_watched(command)
            memory = "–" if "--scheduler" in options else f"{peak:.0f}"
            found = json.loads((out / "corpus.json").read_text())["n_matches"]
            lines.append(
                f"| {size:.0f} MB | {unit} | {where} | {seconds:.1f} | {size / seconds:.1f} | {memory} | {found} |"
            )
        outs = [
            folder / f"out{n}" for n, (unit, _, source, _) in enumerate(cases) if (unit, source) == ("document", corpus)
        ]
        same = len({digest(out) for out in outs}) == 1
    message = (
        f"the {len(outs)} ways to code the documents of the JSONL give {'the same' if same else 'DIFFERENT'} bytes"
    )
    return "\n".join([*lines, "", message + ("" if has_dask else "; Dask: not installed, skipped")])


def write_corpus(speeches: list[str], folder: Path) -> Path:
    """Speeches cut into documents, of two experts and twelve months."""
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(make_documents(speeches, MEGABYTES)):
            row = {"id": str(number), "expert": "AB"[number % 2], "date": f"2023-{number % 12 + 1:02}-01", "text": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def write_parquet(corpus: Path) -> Path:
    """The same rows as Parquet, as a table that fits in memory is written: in one row group."""
    path = corpus.with_suffix(".parquet")
    table = pyarrow.json.read_json(corpus)
    pq.write_table(table, path, row_group_size=len(table))
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


def digest(out: Path) -> str:
    """A hash of all that a run wrote but its notes of each part, whose times differ."""
    files = [*sorted((out / "matches").iterdir()), *sorted((out / "codings").iterdir()), out / "prevalence.parquet"]
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
