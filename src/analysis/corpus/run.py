"""Code a whole corpus in parts, on this machine's cores or on a Dask cluster, going on where a run stopped."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.codebook import Codebook, hash_fields
from analysis.coding.coders import DICTIONARY
from analysis.corpus.asking import AskedServer, ask_about_corpus
from analysis.corpus.executors import open_executor
from analysis.corpus.judging import Asked, load_coder
from analysis.corpus.partitions import Partition, find_columns, list_files, plan_parts
from analysis.corpus.parts import CodedPart, Job, code_part
from analysis.corpus.progress import Report
from analysis.corpus.totals import write_totals
from analysis.errors import InputError
from analysis.files import clear_left, write_whole

ANSWERS = "answers"  # what a language model answered, in the folder of the result
PART_SIZE = 16 << 20  # bytes of a file that one process codes at a time


def code_corpus(
    corpus: Path,
    out: Path,
    codebook: Codebook,
    *,
    unit: str = "document",
    jobs: int = 0,
    scheduler: str = "",
    columns: dict[str, str] | None = None,
    part_size: int = PART_SIZE,
    asked: Asked | None = None,
    model: AskedServer | None = None,
    report: Report = lambda done, total: None,
) -> dict[str, Any]:
    """Write `matches/` and `codings/` (Parquet, in the order of the corpus), `prevalence.parquet` and `broken.csv`.

    What is written does not depend on the number of processes or machines. Parts that an earlier run finished are
    kept if the corpus, the codebook and the options are the same. Returns the totals, as `corpus.json` holds them.
    `asked` lets another coder judge than the dictionary; it gives no matches, and its `n_segments` are those that it
    judged. `model` is how a language model is asked: its answers are kept in `answers/`, and a run that finds them all
    there asks nobody. Raises InputError when the request is wrong, ChildProcessError when processes kept dying,
    ServerError when a model's server failed or the cap of its spending was reached.
    """
    parts = plan_parts(list_files(corpus), size=part_size)
    if not parts:
        raise InputError(f"{corpus}: holds no rows")
    if asked and model:
        asked = asked._replace(answers=str(out.resolve() / ANSWERS))
    job = Job(str(out.resolve()), codebook.model_dump_json(), unit, find_columns(parts[0], columns or {}), asked)
    answered: dict[str, Any] = {}
    with open_executor(jobs or os.cpu_count() or 1, scheduler) as (executor, width):  # before anything is written
        _claim_folder(out, parts, job, codebook)
        if asked and model:
            answered = ask_about_corpus(parts, job.columns, codebook, asked, model, unit=unit)
        todo = [part for part in parts if not (out / "done" / f"part-{part.number:06d}.json").exists()]
        total = sum(part.size for part in parts)
        done = total - sum(part.size for part in todo)
        report(done, total)
        for outcome in _run_parts(executor, todo, job, width=width):
            done += outcome.size
            report(done, total)
    return write_totals(out, parts, codebook, unit, {**_describe_asked(asked), **answered})


def _claim_folder(out: Path, parts: list[Partition], job: Job, codebook: Codebook) -> None:
    """Note what the folder is for; refuse one that holds something else."""
    files = sorted({part.path for part in parts})
    request = {
        "codebook_sha256": codebook.sha256,
        "unit": job.unit,
        "columns": asdict(job.columns),
        "coder": _describe_asked(job.asked),
        "files": [[Path(f).name, Path(f).stat().st_size, Path(f).stat().st_mtime_ns] for f in files],
        "parts": hash_fields([[p.number, Path(p.path).name, p.start, p.stop, p.first_row, p.rows] for p in parts]),
    }
    note = out / "request.json"
    if note.exists():
        if json.loads(note.read_bytes()) != request:
            raise InputError(
                f"{out}: holds the coding of another corpus, codebook or request; choose another folder or remove it"
            )
        return
    clear_left(out)
    if out.exists() and any(path.name != ANSWERS for path in out.iterdir()):
        raise InputError(f"{out}: is not empty and not the result of workbook corpus; choose another folder")
    write_whole(note, json.dumps(request, indent=1).encode())


def _run_parts(executor: Executor, parts: list[Partition], job: Job, *, width: int) -> Iterator[CodedPart]:
    """Outcomes as they come, with a few parts waiting for each process and no more."""
    waiting: set[Future[CodedPart]] = set()
    queue = iter(parts)
    try:
        while True:
            while len(waiting) < 2 * width and (part := next(queue, None)) is not None:
                waiting.add(executor.submit(code_part, part, job))
            if not waiting:
                return
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    except BrokenProcessPool:
        raise ChildProcessError(
            "a process died (out of memory?); run the same command again to go on, with a smaller --jobs"
        ) from None
    finally:
        for future in waiting:
            future.cancel()


def _describe_asked(asked: Asked | None) -> dict[str, str]:
    """Who judged, in words that do not depend on where files lie."""
    if asked is None:
        return {"coder": DICTIONARY, "kind": DICTIONARY}
    ready = load_coder(asked)
    if asked.settings:
        about = {"model": asked.settings.model, "settings": asked.settings.describe(), "runs": str(asked.settings.run)}
        return {"coder": asked.name, "kind": ready.kind, "trained": ready.trained, **about}
    return {"coder": asked.name, "kind": ready.kind, "who": ready.who, "trained": ready.trained, "note": ready.note}
