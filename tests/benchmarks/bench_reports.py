"""Seconds per report: warm and cold kernels, papermill and nbconvert, a process pool, and a plain function."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

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
SMALL, LARGE = 4, 20  # reports of the slow ways and of the quick ones


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
        shop = Workshop(Path(name) / "root", [f"e{number}" for number in range(LARGE)])
        path = shop.write("01_bench", *CELLS, imports=IMPORTS)
        return measure(shop, path, Path(name))


def measure(shop: Workshop, path: Path, folder: Path) -> str:
    """The table."""
    events = [f"e{number}" for number in range(LARGE)]
    here = str(path.parent)
    rows = Rows()

    def ours(number: int, *options: str) -> float:
        return time_command(shop.command("report", *events[:number], "--force", *options)) / number

    ours(1)  # compiled files, font lists
    for number in (1, LARGE):
        for jobs in (1, 2, 4) if number > 1 else (1,):
            rows.append((f"ours, warm: {number} reports, {jobs} jobs", ours(number, "--jobs", str(jobs))))
    best = min(seconds for _, seconds in rows)
    rows.append((f"ours, cold: {SMALL} reports, 2 jobs", ours(SMALL, "--cold", "--jobs", "2")))
    rows.append(("papermill and nbconvert commands, one after the other", loop_commands(path, folder, here)))
    began = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(render_cold, [(str(path), str(folder / f"{e}.ipynb"), e) for e in events[:SMALL]]))
    rows.append((f"papermill and nbconvert in a pool of 2: {SMALL} reports", (time.perf_counter() - began) / SMALL))
    script = f"CELLS = {CELLS!r}\n{PLAIN}\nreport('e1', 3)"
    rows.append(("plain function in a new process", time_command([sys.executable, "-c", script], cwd=here)))
    plain = rows[-1][1]
    lines = [f"{'way':<56} {'s per report':>12} {'× our best':>10}"]
    lines += [f"{way:<56} {seconds:>12.2f} {seconds / best:>10.1f}" for way, seconds in rows]
    lines.append(f"one report from the command line ÷ plain function in a new process: {rows[0][1] / plain:.2f}")
    lines.append(f"({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})")
    return "\n".join(lines)


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
