"""Seconds per report: warm and cold kernels, papermill and nbconvert, a process pool, and a plain function."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.conftest import ROOT
from tests.workshop import Workshop

IMPORTS = "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd\nfrom analysis import schema"
FIGURE = """\
import io
figure, axes = plt.subplots()
axes.barh([f"{event} {i}" for i in range(n)], counts[counts.kind == {kind}].groupby("word").size().head(n))
drawing = io.StringIO()
figure.savefig(drawing, format="svg", metadata={"Date": None})
plt.close(figure)
display({"image/svg+xml": drawing.getvalue()}, raw=True, metadata={"image/svg+xml": {"alt": "Words"}})"""
CELLS = [  # with title, imports and parameters: twelve cells
    "text = open(f'../data/events/{event}/event.yml').read() * 400",
    "words = pd.Series(text.split() * 4, name='word')",
    "counts = pd.DataFrame({'word': words.map(lambda w: w + str(ord(w[0]) % 40)), 'kind': np.arange(len(words)) % 3})",
    "counts = counts.assign(word=counts.word + (np.arange(len(counts)) % 30).astype(str))",
    "counts.groupby('kind').size().rename('n').reset_index()",
    *(FIGURE.replace("{kind}", str(kind)) for kind in range(3)),
    "counts.groupby('word').size().describe().to_frame()",
]
PLAIN = f"""\
import os
os.environ["MPLBACKEND"] = "svg"
{IMPORTS}
def show(*_, **__): return None
def report(event, n):
    scope = {{**globals(), "event": event, "n": n, "display": show}}
    for cell in CELLS: exec(cell, scope)
"""
SHOW = """\
import os
os.environ["MPLBACKEND"] = "svg"
def display(*shown, **_):
    for one in shown: getattr(one, "_repr_mimebundle_", lambda **_: None)()
"""
SMALL = 4  # reports of the slow ways
NUMBERS, JOBS = (1, 10, 100), (1, 2, 4)
REPEATS = 3  # of what is measured once and short; the middle one counts


class Rows(list[tuple[str, float]]):
    """Ways and their seconds; each is told as soon as it is known."""

    def append(self, row: tuple[str, float]) -> None:
        """Keep and tell."""
        print(f"{row[0]}: {row[1]:.2f} s", file=sys.stderr, flush=True)
        super().append(row)


def time_command(command: list[str], **options: object) -> float:
    """Seconds that a command takes, which must succeed."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr[-2000:]
    return time.perf_counter() - began


def render_cold(arguments: tuple[str, str, str]) -> None:
    """One report in a process of a pool, as most people write it: papermill, then nbconvert, in one process."""
    import logging

    import papermill
    from nbconvert import HTMLExporter

    logging.disable(logging.ERROR)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a warning by each kernel
    source, target, event = arguments
    papermill.execute_notebook(source, target, {"event": event}, progress_bar=False, cwd=str(Path(source).parent))
    Path(target).with_suffix(".html").write_text(HTMLExporter().from_filename(target)[0])


def main() -> str:
    """Everything in one run, as ratios to our warm kernels."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as name:
        shop = Workshop(Path(name) / "root", [f"e{number}" for number in range(max(NUMBERS))])
        path = shop.write("01_bench", *CELLS, imports=IMPORTS)
        return measure(shop, path, Path(name))


def measure(shop: Workshop, path: Path, folder: Path) -> str:
    """The table."""
    events = [f"e{number}" for number in range(max(NUMBERS))]
    here = str(path.parent)
    rows = Rows()

    def ours(number: int, *options: str) -> float:
        return time_command(shop.command("report", *events[:number], "--force", *options)) / number

    ours(1)  # compiled files, font lists
    for number in NUMBERS:
        for jobs in JOBS:
            rows.append((f"ours, warm: {number} reports, {jobs} jobs", ours(number, "--jobs", str(jobs))))
    best = min(seconds for _, seconds in rows)
    rows.append((f"ours, cold: {SMALL} reports, 2 jobs", ours(SMALL, "--cold", "--jobs", "2")))
    rows.append(("papermill and nbconvert commands, one after the other", loop_commands(path, folder, here)))
    began = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(render_cold, [(str(path), str(folder / f"{e}.ipynb"), e) for e in events[:SMALL]]))
    rows.append((f"papermill and nbconvert in a pool of 2: {SMALL} reports", (time.perf_counter() - began) / SMALL))
    script = f"CELLS = {CELLS!r}\n{PLAIN}\nreport('e1', 3)"
    plain_command = [sys.executable, "-c", script]
    single = compare(rows, "twelve cells", shop.command("report", "e1", "--force"), plain_command, here)
    framing = compare(rows, "01_framing", *list_framing(folder / "framing"))
    lines = [f"{'way':<56} {'s per report':>12} {'× our best':>10}"]
    lines += [f"{way:<56} {seconds:>12.2f} {seconds / best:>10.1f}" for way, seconds in rows]
    lines.append("one report from the command line ÷ plain function in a new process:")
    lines.append(f"    twelve cells {single:.2f}, 01_framing {framing:.2f} (each the middle one of {REPEATS})")
    lines.append(f"({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})")
    return "\n".join(lines)


def compare(rows: Rows, name: str, ours: list[str], plain: list[str], here: str) -> float:
    """How many times a plain function's seconds one report takes; both in turn."""
    seconds = [(time_command(ours), time_command(plain, cwd=here)) for _ in range(REPEATS)]
    report, function = (statistics.median(each) for each in zip(*seconds, strict=True))
    rows.append((f"ours, one report from the command line: {name}", report))
    rows.append((f"plain function in a new process: {name}", function))
    return report / function


def list_framing(root: Path) -> tuple[list[str], list[str], str]:
    """The project's first notebook as a report, and its cells as a plain script; both draw everything."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    path = root / "notebooks" / "01_framing.ipynb"
    cells = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
    script = "\n".join([SHOW, *("".join(cell["source"]) for cell in cells)])
    report = [sys.executable, "-m", "analysis.cli", "--root", str(root), "report", "--notebook", path.stem, "--force"]
    return report, [sys.executable, "-c", script], str(path.parent)


def loop_commands(path: Path, folder: Path, here: str) -> float:
    """Seconds per report of `papermill` then `jupyter nbconvert`, twice."""
    began = time.perf_counter()
    for number in range(2):
        target = folder / f"{number}.ipynb"
        time_command([sys.executable, "-m", "papermill", str(path), str(target), "-p", "event", f"e{number}"], cwd=here)
        time_command([sys.executable, "-m", "nbconvert", "--to", "html", str(target)])
    return (time.perf_counter() - began) / 2


if __name__ == "__main__":
    print(main())
