"""Code a whole corpus in parts, on this machine's cores or on a Dask cluster, going on where a run stopped."""

import contextlib
import io
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.bars import open_bar
from analysis.codebook import Codebook, hash_fields
from analysis.coding.coders import DICTIONARY
from analysis.corpus.asking import AskedServer, ask_about_corpus
from analysis.corpus.judging import Asked, load_coder
from analysis.corpus.partitions import Partition, find_columns, list_files, plan_parts
from analysis.corpus.parts import CodedPart, Job, code_part
from analysis.errors import InputError
from analysis.exchange.csv_files import write_csv
from analysis.files import clear_left, write_whole
from analysis.limits import end_with_parent
from analysis.measures.prevalence import COUNTED, tabulate_prevalence

ANSWERS = "answers"  # what a language model answered, in the folder of the result
PART_SIZE = 16 << 20  # bytes of a file that one process codes at a time
Report = Callable[[int, int], None]  # bytes done, bytes in all


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
    return _finish(out, parts, codebook, unit, {**_describe_asked(asked), **answered})


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


@contextlib.contextmanager
def open_executor(jobs: int, scheduler: str) -> Iterator[tuple[Executor, int]]:
    """Processes of this machine, or those of a Dask cluster through its `concurrent.futures` executor."""
    if not scheduler and jobs == 1:
        yield ThisProcess(), 1
    elif not scheduler:
        context = multiprocessing.get_context("spawn")
        _start_tracker()
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=end_with_parent) as pool:
            try:
                yield pool, jobs
            except BaseException:  # whoever stops this does not wait for the parts that are being coded
                pool.shutdown(wait=False, cancel_futures=True)
                for process in multiprocessing.active_children():
                    process.terminate()
                raise
    else:
        with _open_cluster(scheduler) as cluster:
            yield cluster


def _start_tracker() -> None:
    """The process that looks after what processes share: it outlives a closed terminal, else it complains then."""
    with contextlib.suppress(AttributeError, ValueError):  # a system without that signal; another thread
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        resource_tracker.ensure_running()
        signal.signal(signal.SIGHUP, before)


class ThisProcess(Executor):
    """Runs what it is given at once, here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is already done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextlib.contextmanager
def _open_cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    """The executor of the Dask cluster at an address, and how many parts it codes at a time."""
    try:
        import distributed
    except ImportError:
        raise InputError('--scheduler: Dask is not installed; install "framing-workbook[cluster]"') from None
    try:
        connect: Any = distributed.Client
        client = connect(scheduler, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"--scheduler {scheduler}: nobody answers there ({str(error)[:120]}); start dask") from None
    with client:
        width = max(sum(client.nthreads().values()), 1)
        yield client.get_executor(retries=3, pure=False), width


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


def _finish(out: Path, parts: list[Partition], codebook: Codebook, unit: str, coder: dict[str, Any]) -> dict[str, Any]:
    """Add up what the parts counted; write prevalence, the broken rows and the totals, and who judged."""
    notes = (json.loads((out / "done" / f"part-{part.number:06d}.json").read_bytes()) for part in parts)
    totals = dict.fromkeys(("n_documents", "n_segments", "n_matches", "n_broken", "n_undated"), 0)
    undated = ""
    sums: dict[tuple[str, ...], Any] = {}
    broken: list[list[Any]] = []
    for note in notes:
        for name in totals:
            totals[name] += note["outcome"].get(name, 0)  # an older version's parts do not count all
        undated = undated or note.get("undated", "")
        broken += note["broken"]
        for row in note["counts"]:
            key = tuple(row[:4])
            sums[key] = sums.get(key, 0) + np.array(row[4:], np.int64)
    prevalence = _measure_prevalence(sums, codebook)
    with io.BytesIO() as buffer:
        prevalence.to_parquet(buffer, index=False)
        write_whole(out / "prevalence.parquet", buffer.getvalue())
    write_csv(pd.DataFrame(broken, columns=["file", "row", "reason"]), out / "broken.csv")
    about = {
        "codebook": codebook.name,
        "codebook_sha256": codebook.sha256,
        "unit": unit,
        **coder,
        **totals,
    }
    about |= {"first_undated": undated, "first_broken": "row {1} of {0}: {2}".format(*broken[0]) if broken else ""}
    write_whole(out / "corpus.json", json.dumps(about, indent=1).encode())
    return about


def _measure_prevalence(sums: dict[tuple[str, ...], Any], codebook: Codebook) -> pd.DataFrame:
    """Prevalence per expert, month, frame and code (empty: the whole frame), with a 95 % interval.

    Shares and intervals are those of an event: see `measures.prevalence.tabulate_prevalence`.
    """
    frames = [frame.frame for frame in codebook.frames]
    codes = ["", *(code.code for code in codebook.codes)]
    keys = sorted(sums, key=lambda k: (k[0], k[1], frames.index(k[2]), codes.index(k[3])))
    table = pd.DataFrame(keys, columns=["expert", "month", "frame", "code"], dtype="str")
    counted = np.array([sums[key] for key in keys], np.int64).reshape(-1, 1 + len(COUNTED))
    table["n_documents"] = counted[:, 0]
    return tabulate_prevalence(table.assign(**dict(zip(COUNTED, counted[:, 1:].T, strict=True))))


def show_progress(clock: Callable[[], float] = time.monotonic) -> Report:
    """Progress on stderr with rate and time left: a bar on a terminal, else a line every ten seconds."""
    return _show_bar() if sys.stderr.isatty() else _show_lines(clock)


def _show_bar() -> Report:
    """What an earlier run has coded counts as done, and not for the rate."""
    bars: list[Any] = []

    def report(done: int, total: int) -> None:
        if not bars:
            bars.append(open_bar(total, unit="B", initial=done, unit_scale=True))
        bars[0].update(done - bars[0].n)
        if done >= total:
            bars[0].close()

    return report


def _show_lines(clock: Callable[[], float]) -> Report:
    begun: list[float] = []
    at_first = last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal at_first, last
        now = clock()
        if not begun:
            begun.append(now)
            at_first, last = done, now
        if done < total and now - last < 10 and done > at_first:
            return
        last = now
        rate = (done - at_first) / max(now - begun[0], 1e-9)
        left = f", {(total - done) / rate:.0f} s left" if rate and done < total else ""
        share = done / total if total else 1
        speed = f"{rate / 1e6:.1f} MB/s" if rate else "starting" if done < total else "coded before"
        with contextlib.suppress(OSError):  # nobody reads it any more; the corpus is coded all the same
            print(f"{share:4.0%} of {total / 1e6:.1f} MB, {speed}{left}", file=sys.stderr, flush=True)

    return report
