"""Run a notebook in a real kernel, with papermill, and keep of the result nothing that depends on the moment."""

import asyncio
import copy
import json
import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.limits import lacks_memory
from analysis.reports.kernels.session import KernelSession, list_environment_folders
from analysis.reports.lazily import import_papermill
from analysis.reports.parameters import write_parameters
from analysis.reports.plan import Report

import_papermill()
import nbformat  # noqa: E402
from jupyter_core.utils import ensure_event_loop, run_sync  # noqa: E402
from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: E402
from papermill.clientwrap import PapermillNotebookClient  # noqa: E402
from papermill.engines import Engine, papermill_engines  # noqa: E402
from papermill.exceptions import PapermillExecutionError  # noqa: E402
from papermill.execute import raise_for_execution_errors  # noqa: E402
from papermill.iorw import load_notebook_node  # noqa: E402

from analysis.reports.kernels.manager import QuickManager  # noqa: E402

SILENT = logging.getLogger("analysis.reports.silent")
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False
CODE = Path(__file__).parents[1]  # the package that this engine is part of


@dataclass(frozen=True)
class Limits:
    """What one report may use."""

    seconds: float = 600
    megabytes: int = 4096


class RunError(Exception):
    """The notebook did not run to its end; `state` says how, for the record."""

    def __init__(self, state: str, problem: str, *, detail: str = "", cell: int | None = None) -> None:
        self.state, self.detail, self.cell = state, detail, cell
        super().__init__(problem)


@dataclass
class NotebookRun:
    """One execution: what is asked of it, and what became known."""

    report: Report
    session: KernelSession
    limits: Limits
    on_cell: Callable[[int, int], None] = lambda done, cells: None
    notebook: Any = None
    reads: list[str] = field(default_factory=list)
    how: str = "cold"
    why_cold: str = ""
    cell: int = 0


def run_notebook(run: NotebookRun) -> None:
    """Execute the report's notebook and keep it in `run.notebook`; raises RunError where it does not end well."""
    folder = run.session.folder / f"run-{id(run)}"
    folder.mkdir()
    manager: Any = QuickManager(folder=run.session.folder, warm=run.session.warm, log=SILENT)
    deadline = time.monotonic() + run.limits.seconds
    try:
        with (folder / "errors").open("wb") as errors:
            _start_kernel(manager, run, folder, errors.fileno())
            run.session.adopt(manager.provisioner.pid)
            _execute(prepare_notebook(run.report), manager=manager, run=run, deadline=deadline)
    except PapermillExecutionError as error:
        problem = f"{error.ename}: {error.evalue}".splitlines()[0]
        if lacks_memory(error.ename):
            problem = f"{error.ename}: {_describe_memory(run)}"
        state = f"failed at cell {error.cell_index + 1}"
        raise RunError(state, problem, detail="\n".join(error.traceback), cell=error.cell_index + 1) from None
    except (CellTimeoutError, TimeoutError):
        problem = f"took longer than {run.limits.seconds:g} seconds; give --timeout more, or make the notebook quicker"
        raise RunError("timed out", problem, cell=run.cell) from None
    except (DeadKernelError, RuntimeError, OSError) as error:
        if run.session.stopped:
            raise RunError("interrupted", "stopped before it was done", cell=run.cell) from None
        raise _describe_death(run, manager, folder, error) from error
    finally:
        run.session.kernels.discard(getattr(manager.provisioner, "pid", 0))
        _end_kernel(manager)
        run.reads = _read_lines(folder / "reads")
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def _execute(notebook: Any, **how: Any) -> None:
    """As `papermill.execute_notebook`, which writes the notebook as JSON before and after, though nobody reads it."""
    notebook = load_notebook_node(notebook)
    kernel = papermill_engines.nb_kernel_name(engine_name="workbook", nb=notebook, name=None)
    done = papermill_engines.execute_notebook_with_engine(
        "workbook", notebook, kernel_name=kernel, progress_bar=False, **how
    )
    raise_for_execution_errors(done, None)


def _start_kernel(manager: Any, run: NotebookRun, folder: Path, errors: int) -> None:
    """Start the kernel with what it needs to know of itself."""
    ignore = [f for f in list_environment_folders() if not f"{run.report.root}/".startswith(f)]
    ignore += [f"{CODE}/", f"{os.path.realpath(run.session.folder)}/"]
    settings = {"reads": str(folder / "reads"), "ignore": ignore, "memory": run.limits.megabytes << 20}
    environment = {**run.session.environment, "WORKBOOK_KERNEL": json.dumps(settings)}
    here = run.report.notebook.path.parent
    cwd = here if here.is_relative_to(run.report.root) else run.report.root
    run_sync(manager._async_start_kernel)(env=environment, cwd=str(cwd), stderr=errors)
    run.how = getattr(manager.provisioner, "how", "cold")
    run.why_cold = getattr(manager.provisioner, "why_cold", "") or run.session.why_cold


def _end_kernel(manager: Any) -> None:
    """End the kernel at once and close all that was opened for it."""
    with suppress(RuntimeError, OSError):
        run_sync(manager._async_shutdown_kernel)(now=True)
    run_sync(manager._async_cleanup_resources)()
    loop = ensure_event_loop()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    asyncio.set_event_loop(None)


def _describe_death(run: NotebookRun, manager: Any, folder: Path, error: Exception) -> RunError:
    """How a kernel ended that was not asked to end."""
    code = getattr(getattr(manager.provisioner, "process", None), "returncode", None)
    detail = (folder / "errors").read_bytes()[-4000:].decode(errors="replace")
    if lacks_memory(detail, code=code):
        return RunError("died", _describe_memory(run), detail=detail, cell=run.cell)
    if code is not None and code < 0:
        return RunError(
            f"died by signal {-code}", f"the kernel was ended by signal {-code}", detail=detail, cell=run.cell
        )
    problem = f"the kernel ended with exit code {code}" if code is not None else f"the kernel did not answer ({error})"
    return RunError("died", problem, detail=detail, cell=run.cell)


def _describe_memory(run: NotebookRun) -> str:
    """What is said of a kernel that could not get memory."""
    return f"needs more than {run.limits.megabytes} MB of memory; give --memory more, or make the notebook smaller"


def _read_lines(path: Path) -> list[str]:
    """The JSON texts in a file, one a line; nothing if there is no file."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


class WorkbookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, which sees at once that a kernel has died."""

    async def _async_poll_kernel_alive(self) -> None:
        """The original looks once a second."""
        while await self.km._async_is_alive():
            await asyncio.sleep(0.05)
        if self.task_poll_for_reply is not None:
            self.task_poll_for_reply.cancel()


class WorkbookEngine(Engine):  # type: ignore[misc]
    """Papermill's engine for a kernel that runs already, with a time limit for the whole notebook."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, manager: QuickManager, run: NotebookRun, deadline: float, **_: Any
    ) -> None:
        """Run all cells."""
        cells = len(nb_man.nb.cells)

        def note_cell(cell: Any, cell_index: int) -> None:
            run.cell = cell_index + 1
            run.on_cell(run.cell, cells)

        client = WorkbookClient(
            nb_man,
            km=manager,
            log=SILENT,
            shutdown_kernel="immediate",
            startup_timeout=max(1, int(deadline - time.monotonic())),
            timeout_func=lambda cell: max(0.001, deadline - time.monotonic()),
            on_cell_start=note_cell,
        )
        client.execute(cleanup_kc=True)
        run.notebook = nb_man.nb


papermill_engines.register("workbook", WorkbookEngine)


def prepare_notebook(report: Report) -> Any:
    """The notebook with the values' cell behind its parameters cell, fixed ids, and no outputs."""
    notebook: Any = nbformat.from_dict(copy.deepcopy(report.notebook.data))  # type: ignore[no-untyped-call]
    cells = notebook.cells
    position = next((i + 1 for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])), 0)
    if report.parameters:
        cell = {"cell_type": "code", "id": "injected-parameters", "metadata": {"tags": ["injected-parameters"]}}
        injected = {**cell, "source": write_parameters(report.parameters)}
        cells.insert(position, nbformat.from_dict(injected))  # type: ignore[no-untyped-call]
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    for index, cell in enumerate(cells):
        cell.source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        cell.setdefault("id", f"cell-{index}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata["papermill"] = {}
    notebook.metadata.setdefault("kernelspec", {"name": "python3", "language": "python", "display_name": "Python 3"})
    return notebook
