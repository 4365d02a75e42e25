"""What the command says where something fails that nobody has foreseen: one line, the traceback in a file."""

import contextlib
import errno
import os
import sys
import traceback

from analysis import limits
from analysis.cli.telling import say_problem

_WRONG_PATHS = {  # of a path that was given: it is not there, is something else, or may not be used
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EACCES, errno.EPERM, errno.EROFS, errno.ELOOP,
    errno.ENAMETOOLONG,
}  # fmt: skip


def report_unforeseen(error: Exception, name: str, *, debug: bool) -> int:
    """One line for what nobody has foreseen, with the traceback in a file; a memory bound or a full disk is named."""
    if debug:
        traceback.print_exception(error)
        return 1
    if line := limits.find_memory_limit(error):
        say_problem(line)
        return 1
    shown = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        say_problem(f"{name}: {os.fsdecode(error.filename)}: {error.strerror}; correct that and run it again")
        return 2 if error.errno in _WRONG_PATHS else 1
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        say_problem(f"{name}: could not write what it found: {error.strerror}; make room and run it again")
        return 1
    kept = _keep_traceback(error)
    say_problem(f"{name}: met something unforeseen ({shown}); the traceback is {kept}")
    return 1


def _keep_traceback(error: BaseException) -> str:
    """Where the traceback was kept."""
    import tempfile

    try:
        handle, path = tempfile.mkstemp(prefix="workbook-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        return "shown by the same command with --debug"
    return f"in {path}"


def silence_libraries(*, debug: bool) -> None:
    """A library's warning or a thread's last words are no lines of ours; --debug shows them."""
    if debug:
        return
    import threading
    import warnings

    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None


def give_up_output() -> None:
    """Nobody reads it: what is still to be written goes nowhere, so that Python does not complain at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
