"""The project's first notebook on many events: warm kernels, cold ones, papermill and nbconvert, a plain function.

Every event has words of its own, and nothing is kept between the ways: each begins with new processes. Seconds are of
the clock, processor seconds those of all processes of a way; both per report.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.made_events import add_events, copy_project

NOTEBOOK = "01_framing"
EVENTS = int(os.environ.get("WORKBOOK_BENCH_REPORTS", "24"))
JOBS = 2
FEW = 4  # reports of the slow ways
GOALS = {"s per report": 0.5, "the loop ÷ ours": 20.0, "our processor time ÷ the plain function's": 1.5}

# As an analyst's script would do it: the notebook's cells, one event after the other, each result drawn.
PLAIN = """\
import contextlib, io, json, os, sys
os.environ["MPLBACKEND"] = "svg"
import IPython.display
def display(*shown, **_):
    for one in shown:
        getattr(one, "_repr_mimebundle_", lambda **_: None)()
IPython.display.display = display
path, *events = sys.argv[1:]
cells = [cell for cell in json.load(open(path))["cells"] if cell["cell_type"] == "code"]
os.chdir(os.path.dirname(path))
for event in events:
    names = {"display": display, "__name__": "__main__"}
    for cell in cells:
        with contextlib.redirect_stdout(io.StringIO()):
            exec("".join(cell["source"]), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names["event"] = event
"""
# As most people write it: papermill, then nbconvert, in the processes of a pool.
POOL = """\
import logging, os, sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
def render(job):
    import papermill
    from nbconvert import HTMLExporter
    logging.disable(logging.ERROR)
    source, target, event = job
    papermill.execute_notebook(source, target, {"event": event}, progress_bar=False, cwd=str(Path(source).parent))
    Path(target).with_suffix(".html").write_text(HTMLExporter().from_filename(target)[0])
if __name__ == "__main__":
    jobs, path, folder, *events = sys.argv[1:]
    with ProcessPoolExecutor(int(jobs), mp_context=get_context("spawn")) as pool:
        list(pool.map(render, [(path, f"{folder}/{event}.ipynb", event) for event in events]))
"""


class Cost(NamedTuple):
    """What a way took for each of its reports."""

    seconds: float
    processor: float


def main() -> str:
    """Every way in one run."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as name:  # short: sockets lie below it
        root = Path(name) / "root"
        copy_project(root)
        return draw(measure(root, Path(name), add_events(root, EVENTS)))


def measure(root: Path, folder: Path, events: list[str]) -> dict[str, Cost]:
    """What each way costs; shown as soon as it is known."""
    path = root / "notebooks" / f"{NOTEBOOK}.ipynb"
    report = [sys.executable, "-m", "analysis.cli", "--root", str(root), "report", "--notebook", NOTEBOOK, "--force"]
    run([*report, events[0]], folder, number=1)  # compiled files, font lists
    pool = folder / "pool.py"
    pool.write_text(POOL)
    few = events[:FEW]
    target = str(folder / "loop.ipynb")
    loop = [
        [sys.executable, "-m", "papermill", str(path), target, "--cwd", str(path.parent), "-p", "event"],
        [sys.executable, "-m", "nbconvert", "--to", "html", target],
    ]
    costs: dict[str, Cost] = {}

    def show(way: str, *costs_of: Cost) -> None:
        costs[way] = Cost(sum(c.seconds for c in costs_of), sum(c.processor for c in costs_of))
        print(f"{way}: {costs[way].seconds:.2f} s", file=sys.stderr, flush=True)

    n = len(events)
    show(f"ours, warm: {n} reports, {JOBS} jobs", run([*report, *events, "--jobs", str(JOBS)], folder, n))
    show("plain function, one process", run([sys.executable, "-c", PLAIN, str(path), *events], folder, n))
    show("ours, warm: 1 report", run([*report, events[0]], folder, 1))
    show("plain function: 1 report", run([sys.executable, "-c", PLAIN, str(path), events[0]], folder, 1))
    show(f"ours, cold: {FEW} reports, {JOBS} jobs", run([*report, *few, "--cold", "--jobs", str(JOBS)], folder, FEW))
    command = [sys.executable, str(pool), str(JOBS), str(path), str(folder), *few]
    show(f"papermill and nbconvert in a pool of {JOBS}: {FEW} reports", run(command, folder, FEW))
    steps = [run([*step, event] if step is loop[0] else step, folder, FEW) for event in few for step in loop]
    show(f"papermill and nbconvert commands in a loop: {FEW} reports", *steps)
    return costs


def run(command: list[str], folder: Path, number: int) -> Cost:
    """A command's seconds, and the processor's with all its children; it must succeed."""
    errors = folder / "errors"
    with errors.open("wb") as file:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=file)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[:6]} failed: {errors.read_text(errors='replace')[-2000:]}")
    return Cost(seconds / number, (used.ru_utime + used.ru_stime) / number)


def draw(costs: dict[str, Cost]) -> str:
    """The table and what it says about the goals."""
    ours, plain, *_, loop = costs.values()
    lines = ["| way | s per report | processor s | × ours |", "|---|---|---|---|"]
    lines += [
        f"| {way} | {cost.seconds:.2f} | {cost.processor:.2f} | {cost.seconds / ours.seconds:.1f} |"
        for way, cost in costs.items()
    ]
    found = ours.seconds, loop.seconds / ours.seconds, ours.processor / plain.processor
    lines.append("")
    for (goal, value), measured in zip(GOALS.items(), found, strict=True):
        lines.append(f"{goal}: {measured:.2f} (goal: {'at least' if value == 20 else 'at most'} {value:g})")
    return "\n".join([*lines, f"({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})"])


if __name__ == "__main__":
    print(main())
