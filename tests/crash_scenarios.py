"""What is crashed: each command that writes, on a small workbook."""

import csv
import datetime
import io
import json
import os
import re
import shutil
import zipfile
from pathlib import Path
from unittest import mock

from tests.conftest import EVENT, ROOT
from tests.crashing import Scenario, Tree, call, hash_bytes
from tests.workshop import EXHIBIT, notebook

PAGE = """\
# Round-up: the Riga talks

12 May 2024

**Anna Berg, Senior Fellow, Baltic Centre**

The talks in Riga show that the smaller partner depends on the larger one. We should expect no big surprise here.

**Boris Klein, Director, Institute of Northern Studies**

I see a rivalry which will not end soon. The alliance is under strain, and tensions between both capitals grow.
"""
PLACE = "reports/a/01_small/"
SHOWN = (f"{PLACE}index.html", f"{PLACE}report.json")
TIMES = re.compile(rb'"(ended|started|queued|seconds|process|mtime_ns|host|kernel|why_cold)": [^\n]*\n')


class OnData(Scenario):
    """The bundled data, copied."""

    def prepare(self, root: Path) -> int | None:
        shutil.copytree(ROOT / "data", root / "data")
        return None


class AddFirst(OnData):
    name = "add-first"

    def prepare(self, root: Path) -> None:
        super().prepare(root)
        (root / "page.md").write_text(PAGE)

    def run(self, root: Path) -> int:
        return call(root, "add", "page.md", "--event", "riga")


class AddSecond(AddFirst):
    """The page has changed, and people have corrected the transcript and coded the event."""

    name = "add-second"

    def prepare(self, root: Path) -> int | None:
        super().prepare(root)
        os.chdir(root)
        if code := super().run(root):
            return code
        path = next((root / "data/events/riga/transcripts").glob("*.txt"))
        path.write_text(path.read_text().replace("Boris Klein ·", "Boris Kleist ·", 1))
        fill_sheet(root, "riga", "anna")
        if code := call(root, "import", "riga", "anna.csv"):
            return code
        (root / "page.md").write_text(PAGE.replace("no big surprise", "a small surprise"))
        return None


class Import(OnData):
    name = "import"

    def prepare(self, root: Path) -> None:
        super().prepare(root)
        os.chdir(root)
        fill_sheet(root, EVENT, "anna")

    def run(self, root: Path) -> int:
        return call(root, "import", EVENT, "anna.csv")


def fill_sheet(root: Path, event: str, coder: str) -> None:
    """A sheet as the coder sends it back: every other answer is 1."""
    assert call(root, "sheet", event, "--coder", coder, "--format", "csv", "--to", f"{coder}.csv") == 0
    text = (root / f"{coder}.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    header = next(i for i, row in enumerate(rows) if row[0] == "segment_id")
    for number, row in enumerate(rows[header + 1 :]):
        row[3:-1] = ["yes" if (number + column) % 2 else "no" for column in range(len(row) - 4)]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    (root / f"{coder}.csv").write_text(written.getvalue(), encoding="utf-8")


class Sheet(OnData):
    name = "sheet"

    def tidy(self, name: str, data: bytes) -> bytes:
        if not name.endswith(".xlsx"):
            return data
        with zipfile.ZipFile(io.BytesIO(data)) as book:  # core.xml says when it was made
            return b"".join(book.read(part) for part in sorted(book.namelist()) if not part.endswith("core.xml"))

    def run(self, root: Path) -> int:
        return call(root, "sheet", EVENT, "--coder", "berta")


class CodebookNew(OnData):
    name = "codebook-new"

    def run(self, root: Path) -> int:
        return call(root, "codebook", "new", "mine", "--for", EVENT)


class CodebookImport(OnData):
    name = "codebook-import"
    checked = False  # an imported dictionary has no definitions yet, and check says so

    def prepare(self, root: Path) -> None:
        super().prepare(root)
        (root / "dictionary.yml").write_text("rivalry:\n  contest: [rival*, tension*]\n  strain: [strain*]\n")

    def run(self, root: Path) -> int:
        return call(root, "codebook", "import", "dictionary.yml", "--name", "theirs")


class Tables(OnData):
    name = "tables"

    def run(self, root: Path) -> int:
        return call(root, "tables", EVENT, "--to", "tables")


class Corpus(OnData):
    name = "corpus"

    def prepare(self, root: Path) -> None:
        super().prepare(root)
        rows = [f'{n},Anna,2024-05-{n % 28 + 1:02d},"A rivalry of both capitals number {n}."' for n in range(40)]
        (root / "corpus.csv").write_text("\n".join(["id,expert,date,text", *rows]) + "\n")

    def run(self, root: Path) -> int:
        return call(root, "corpus", "corpus.csv", "out", "--codebook", "great-power-framing", "--jobs", "1")


class Desk(OnData):
    """A coder begins, judges two segments, takes a judgement back and writes a memo."""

    name = "desk"

    def run(self, root: Path) -> None:
        from analysis.desk import books, session
        from analysis.event import load_event

        event, now = load_event(EVENT, root=root), "2026-01-01T00:00:00Z"
        with (
            mock.patch.object(session, "read_moment", return_value=now),
            mock.patch.object(books, "read_moment", return_value=now),
        ):
            desk = session.open_session(event, coder="berta", who="Berta", trained="read it", seed=3)
            first, second = desk.order[:2]
            code = desk.codebook.codes[0].code
            wanted = [
                (f"code|{first}|{code}", {"value": "present", "spans": [[0, 4]]}),
                (f"code|{second}|{code}", {"value": "absent"}),
                (f"code|{first}|{code}", {"value": None, "spans": None}),
                (f"seg|{second}|", {"memo": "clear"}),
            ]
            for seq, (cell, fields) in enumerate(wanted, 1):
                change = {"cell": cell, "set": fields}
                message = {"client": "one", "seq": seq, "at": now, "label": "x", "segment": first, "cells": [change]}
                desk.ledger.put(message)

    def tidy(self, name: str, data: bytes) -> bytes:
        return b"" if name.endswith(".journal.jsonl") else data  # it also tells what was mended


class Stances(Desk):
    """A coder takes up the claims, says what an expert makes of one and takes another back."""

    name = "desk-stances"

    def run(self, root: Path) -> None:
        from analysis.desk import session, stances
        from analysis.event import load_event

        event, now = load_event(EVENT, root=root), "2026-01-01T00:00:00Z"
        with mock.patch.object(session, "read_moment", return_value=now):
            desk = stances.open_stances(
                event, coder="berta", who="Berta", trained="read it", today=datetime.date(2026, 1, 1)
            )
            claim, other = list(desk.book.claims.list())[:2]
            sentence = next(s for s, (expert, _) in desk.book.texts.items() if expert == desk.book.voices[0])
            wanted = [
                (f"stance|1|{claim}", {"stance": "asserts", "quote": [sentence, 0, 8]}),
                (f"stance|2|{other}", {"stance": "silent"}),
                (f"stance|2|{other}", {"stance": None}),
            ]
            for seq, (cell, fields) in enumerate(wanted, 1):
                message = {"client": "one", "seq": seq, "at": now, "label": "x", "segment": sentence}
                desk.ledger.put({**message, "cells": [{"cell": cell, "set": fields}]})


class New(Scenario):
    """A workbook of one's own, begun."""

    name = "new"
    checked = False

    def run(self, root: Path) -> int:
        from analysis.cli import main

        return int(main(["new", str(root / "mine")]) or 0)


class NewHere(New):
    """The folder is there already, and empty."""

    name = "new-here"

    def prepare(self, root: Path) -> None:
        (root / "mine").mkdir()


class Learn(OnData):
    name = "learn"

    def prepare(self, root: Path) -> None:
        from tests.test_learning import make_training

        super().prepare(root)
        made = make_training()
        rows = [
            [text, document, *(int(x) for x in present)]
            for text, document, present in zip(made.texts, made.documents, made.present, strict=True)
        ]
        with (root / "training.csv").open("w", newline="") as file:
            csv.writer(file).writerows([["text", "document", *made.codes], *rows])

    def run(self, root: Path) -> int:
        return call(root, "learn", "--from", "training.csv", "--to", "mine", "--no-curve")


class ReportFirst(Scenario):
    """A small report of the engine, which knows nothing of framing."""

    name = "report-first"
    checked = False
    settles_later = "reports/"

    def prepare(self, root: Path) -> int | None:
        (root / "notebooks").mkdir()
        (root / "data/events/a").mkdir(parents=True)
        (root / "data/events/a/event.yml").write_text("title: a\n")
        self.write(root, "old")
        return None

    def write(self, root: Path, words: str) -> None:
        path = root / "notebooks/01_small.ipynb"
        table = {
            "version": 1,
            "name": words,
            "id": words,
            "kind": "exhibit",
            "title": "T",
            "subtitle": "",
            "source": "",
        }
        table |= {"parts": [], "findings": [], "tables": {words: "x\n1\n"}, "records": {}, "downloads": {}}
        table |= {"summary": {}, "facts": {}}
        shown = f"display({{'text/html': '<p>t</p>', '{EXHIBIT}': {table}}}, raw=True)"
        path.write_text(json.dumps(notebook(f'print("{words}", event, n)', shown, imports="import json")))

    def run(self, root: Path) -> int:
        from analysis.reports.batch import render_batch
        from analysis.reports.notebooks import find_notebooks
        from analysis.reports.plan import Row, plan_reports

        notebooks, _ = find_notebooks(root / "notebooks", ())
        reports = plan_reports(root, notebooks, [Row({"event": "a"})])
        return 1 if render_batch(reports, root, jobs=1, warm=False).failed else 0

    def tidy(self, name: str, data: bytes) -> bytes:
        return TIMES.sub(b"", data) if name.endswith("run.json") else data

    def look(self, root: Path, old: Tree, new: Tree) -> list[str]:
        """A page and its data are of one run, and a record that says ok is of what lies there."""
        folder = root / "reports/a/01_small"
        faults = []
        there = _list_report(folder)
        wanted = [
            {n.removeprefix(PLACE): d for n, d in tree.items() if n.startswith((*SHOWN, f"{PLACE}data/"))}
            for tree in (old, new)
        ]
        if there not in wanted:
            faults.append(f"the report has {sorted(there)}, of two runs or of none")
        record = folder / "run.json"
        if record.is_file() and (told := json.loads(record.read_bytes()))["state"] == "ok":
            files = {name: about["sha256"] for name, about in told["files"].items()}
            if files != {name: hash_bytes(data) for name, data in there.items()}:
                faults.append("the record says ok of other files")
        return faults


def _list_report(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "index.html", folder / "report.json", *sorted((folder / "data").glob("*")))
        if path.is_file()
    }


class ReportAgain(ReportFirst):
    """The notebook shows something else than before, in another file."""

    name = "report-again"

    def prepare(self, root: Path) -> int | None:
        super().prepare(root)
        code = self.run(root)
        (root / "reports/a/01_small/mine.txt").write_text("somebody's note\n")
        self.write(root, "new")
        return code


class ReportAgainByTwoRenames(ReportAgain):
    """Where the system cannot let two folders change places, a reader may find no report for a moment."""

    name = "report-again-by-two-renames"

    def run(self, root: Path) -> int:
        with mock.patch("analysis.reports.placing.swap_folders", return_value=False):
            return super().run(root)

    def look(self, root: Path, old: Tree, new: Tree) -> list[str]:
        return super().look(root, old, new) if (root / "reports/a/01_small").exists() else []


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        AddFirst(),
        AddSecond(),
        Import(),
        Sheet(),
        CodebookNew(),
        CodebookImport(),
        Tables(),
        Corpus(),
        Desk(),
        Stances(),
        New(),
        NewHere(),
        Learn(),
        ReportFirst(),
        ReportAgain(),
        ReportAgainByTwoRenames(),
    )
}
