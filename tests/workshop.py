"""A small root with notebooks of its own, so that tests of the report engine know nothing of framing."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

EXHIBIT = "application/vnd.workbook.exhibit+json"
PARAMETERS = 'event: str = "a"  # which one\nn: int = 3'
FIGURE = """\
import io
figure, axes = plt.subplots()
axes.plot(range(n))
drawing = io.StringIO()
figure.savefig(drawing, format="svg", metadata={"Date": None})
display({"image/svg+xml": drawing.getvalue()}, raw=True, metadata={"image/svg+xml": {"alt": f"A line up to {n}"}})
plt.close(figure)
"""


def code(name, source, *tags):
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(*cells, parameters=PARAMETERS, imports="import pandas as pd", **settings):
    settings = {
        "choices": {"event": "data/events/*/event.yml"},
        "inputs": ["data/events/{event}/**"],
        "title_parameter": "event",
    } | settings
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
            "workbook": settings,
        },
        "cells": [
            {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# What is there?"},
            code("imports", imports),
            code("parameters", parameters, "parameters"),
            *(code(f"cell-{number}", source) for number, source in enumerate(cells, 4)),
        ],
    }


class Workshop:
    """A root in a temporary folder, and the command run on it."""

    def __init__(self, root, events=("a", "b")):
        self.root = root
        self.temporary = Path(tempfile.mkdtemp(prefix="shop-", dir="/tmp"))  # short: sockets lie below it
        (root / "notebooks").mkdir(parents=True)
        for event in events:
            folder = root / "data" / "events" / event
            folder.mkdir(parents=True)
            (folder / "event.yml").write_text(f"title: {event}\n")

    def write(self, name, *cells, **settings):
        path = self.root / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook(*cells, **settings)))
        return path

    def command(self, *arguments, **options):
        return [sys.executable, "-m", "analysis.cli", "--root", str(self.root), *map(str, arguments)]

    def run(self, *arguments, environment=None, timeout=120):
        return subprocess.run(
            self.command(*arguments),
            capture_output=True,
            text=True,
            timeout=timeout,
            env=os.environ | {"TMPDIR": str(self.temporary)} | (environment or {}),
        )

    def start(self, *arguments, **options):
        return subprocess.Popen(
            self.command(*arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": str(self.temporary)},
            **options,
        )

    def page(self, report):
        return (self.root / "reports" / report / "index.html").read_bytes()

    def record(self, report):
        return json.loads((self.root / "reports" / report / "run.json").read_text())

    def plan(self, *rows, names=()):
        from analysis.reports.notebooks import find_notebooks
        from analysis.reports.plan import Row, plan_reports

        found, _ = find_notebooks(self.root / "notebooks", names)
        return plan_reports(self.root, found, [Row(row) for row in rows] or [Row({})])

    def render(self, *rows, names=(), **options):
        from analysis.reports.batch import render_batch

        with mock.patch.object(tempfile, "tempdir", str(self.temporary)):
            return render_batch(self.plan(*rows, names=names), self.root, **{"seconds": 60, **options})


def list_leftovers(folder):
    """Processes of this environment's workbook, and what runs have left in their folder for temporary files."""
    processes = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes().decode(errors="replace").split("\0")
            temporary = f"TMPDIR={folder}".encode() in (path / "environ").read_bytes()
        except OSError:
            continue
        if temporary and any(word.endswith("kernels/process.py") for word in words):
            processes.append(" ".join(words))
    return [str(path) for path in folder.iterdir()] + processes
