"""What the kernels of one run share: a private folder, and an environment without what is the user's own."""

import contextlib
import importlib.util
import os
import shutil
import signal
import site
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Self

from analysis.bundled import find_bundled
from analysis.reports.kernels.imports import list_installed
from analysis.reports.kernels.server import FindModules, KernelServer, KernelServerError
from analysis.reports.kernels.servers import start_server, stop_servers

PREFIX = "workbook-"
FIXED = {
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "LANGUAGE": "",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    # one thread: sums do not depend on the number of cores, kernels can be forked, and jobs do not fight for cores
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # pyarrow's allocator would start a thread at import
    "WORKBOOK_EXHIBITS": "data",  # the page is drawn once, when the report is exported
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # ipykernel sets it too late for a warm import
}
LEFT_OUT = (
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTHONINSPECT",
    "PYTHONBREAKPOINT",
    "COLUMNS",
    "LINES",
    "WORKBOOK_KERNEL",
)


def _open_folder() -> Path:
    """A new private folder for sockets and temporary files; folders that dead runs left are removed."""
    above = Path(tempfile.gettempdir())
    if len(str(above)) > 60 and Path("/tmp").is_dir():  # a socket's path has at most 107 bytes
        above = Path("/tmp")
    for left in above.glob(f"{PREFIX}[0-9]*-*"):
        number = left.name.removeprefix(PREFIX).split("-")[0]
        if left.stat().st_uid == os.getuid() and number.isdigit() and not _is_running(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=above))


def _is_running(process: int) -> bool:
    """Whether there is a process with this number that has not ended; nobody may have asked yet how it ended."""
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _make_environment(folder: Path) -> dict[str, str]:
    """The environment of every kernel of a run."""
    environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    environment |= FIXED
    environment["IPYTHONDIR"] = str(folder / "ipython")  # not the user's start-up files
    environment["TMPDIR"] = str(folder)
    spec = importlib.util.find_spec("matplotlib")
    if spec and spec.origin:
        environment["MATPLOTLIBRC"] = str(Path(spec.origin).parent / "mpl-data" / "matplotlibrc")  # not the user's
    return environment


def list_environment_folders() -> list[str]:
    """Folders that belong to the environment and not to the project: reads there are part of the locked versions."""
    paths = sysconfig.get_paths()
    system = ("/usr", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev", "/opt", "/System", "/Library")
    own = (sys.prefix, sys.base_prefix, paths["stdlib"], paths["purelib"], paths["platlib"], *site.getsitepackages())
    user = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    user += [entry for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    caches = [os.environ.get("MPLCONFIGDIR", ""), str(Path.home() / ".cache" / "matplotlib")]
    given = (str(find_bundled() / "data"), *list_installed())  # what came with this package, and with others
    folders = {os.path.realpath(folder) for folder in (*own, *user, *caches, *system, *given) if folder}
    return sorted(f"{folder}/" for folder in folders if folder != "/")


def _end_group(process: int) -> None:
    """Kill a kernel and all that it started."""
    with contextlib.suppress(OSError):
        os.killpg(process, signal.SIGKILL)


class KernelSession:
    """A run's kernels: their folder and environment, whether they are forked, and whether the run is being stopped."""

    def __init__(self, *, warm: bool = True, find_modules: FindModules | None = tuple) -> None:
        self.folder = _open_folder()
        self.environment = _make_environment(self.folder)
        self.warm = warm
        self.why_cold = "" if warm else "asked for"
        self.stopped = False
        self.kernels: set[int] = set()
        self.server: KernelServer | None = None
        if warm:
            try:
                self.server = start_server(self.environment, find_modules)
            except (KernelServerError, OSError) as error:
                self.warm, self.why_cold = False, str(error)

    def preload(self, find_modules: FindModules) -> None:
        """Inform a server that was started without it (`find_modules=None`) what notebooks import; it is told once."""
        if self.server:
            self.server.preload(find_modules)

    def adopt(self, process: int) -> None:
        """Know a kernel that has just started; one that starts while the run is being stopped ends at once."""
        self.kernels.add(process)
        if self.stopped:  # looked at after adding, as `stop` sets it before looking: one of the two ends the kernel
            _end_group(process)

    def stop(self) -> None:
        """End all kernels now; their reports are then interrupted."""
        self.stopped = True
        for process in list(self.kernels):
            _end_group(process)

    def close(self) -> None:
        """End the server and remove the folder."""
        stop_servers()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
