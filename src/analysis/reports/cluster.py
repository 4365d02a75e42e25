"""A batch on a Dask cluster: sources go there as bytes, reports come back as bytes, so no disk is shared.

The tasks go through the Dask client's `concurrent.futures` executor, and each runs `compute_report` as at home; a
worker process keeps one warm server of its own. The workers need this project's environment, not its files.
"""

import atexit
import tempfile
import threading
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError
from analysis.reports.changes import Sources, find_inputs
from analysis.reports.kernels.imports import find_imports
from analysis.reports.kernels.session import KernelSession
from analysis.reports.notebooks import Notebook, join_source
from analysis.reports.parameters import Value
from analysis.reports.plan import Report

if TYPE_CHECKING:
    from analysis.reports.render import Outcome

_lock = threading.Lock()  # a worker may run several tasks at once
_sessions: list[KernelSession] = []


@dataclass(frozen=True)
class Packed:
    """A report to render, with all that it reads."""

    notebook: str
    content: bytes
    parameters: dict[str, Value]
    folder: str
    files: dict[str, bytes]
    limit: tuple[float, int]
    warm: bool


def pack_report(report: Report, *, limit: tuple[float, int], warm: bool) -> Packed:
    """The report and its declared inputs as bytes.

    Raises InputError for an input outside the root, which has no place elsewhere.
    """
    paths = find_inputs(report, Sources(report.root))
    if outside := [path for path in paths if not path.is_relative_to(report.root)]:
        raise InputError(f"{outside[0]}: lies outside {report.root} and cannot be sent; move it there")
    files = {path.relative_to(report.root).as_posix(): path.read_bytes() for path in paths}
    folder = report.folder.relative_to(report.root).as_posix()
    notebook = report.notebook
    return Packed(notebook.path.name, notebook.content, dict(report.parameters), folder, files, limit, warm)


def compute_packed(packed: Packed) -> "Outcome":
    """On a worker: unpack into a folder of its own, run, and give back the outcome."""
    from analysis.reports.execute import Limits
    from analysis.reports.render import compute_report

    with tempfile.TemporaryDirectory(prefix="workbook-sent-") as name:
        root = Path(name).resolve()
        (root / "data" / "events").mkdir(parents=True)
        path = root / "notebooks" / packed.notebook
        for place, content in {f"notebooks/{packed.notebook}": packed.content, **packed.files}.items():
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / place).write_bytes(content)
        report = Report(Notebook(path, packed.content), packed.parameters, root, root / packed.folder)
        return compute_report(report, _begin_session(report, warm=packed.warm), limits=Limits(*packed.limit))


def _begin_session(report: Report, *, warm: bool) -> KernelSession:
    """This worker's session, begun with its first report."""
    with _lock:
        if _sessions:
            return _sessions[0]
        cells = [cell for cell in report.notebook.data["cells"] if cell["cell_type"] == "code"]
        _sessions.append(
            KernelSession(warm=warm, find_modules=lambda: find_imports(join_source(cell) for cell in cells))
        )
        atexit.register(_sessions[0].close)
        return _sessions[0]


def connect(address: str) -> Any:
    """A client of the scheduler at `address`; raises InputError when there is none."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--scheduler needs the extra: pip install 'framing-workbook[cluster]'") from None
    try:
        return Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"--scheduler {address}: no scheduler answers there ({error}); correct the address") from None


def get_executor(client: Any) -> Executor:
    """The cluster as `concurrent.futures` knows it; a task whose worker dies is done again elsewhere."""
    executor: Executor = client.get_executor(pure=False, retries=3)
    return executor
