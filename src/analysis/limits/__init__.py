"""Bounds of time and memory for every command, as the command itself knows them.

What keeps them is the process that watches it (`analysis.limits.watching`). Where a system cannot fork, the command
runs unwatched and without bounds.
"""

import contextlib
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

CALL, END, TOLD = "call", "end", "told"  # how lines in the pipe begin that are no bounds
# How libraries end that cannot get memory, and what they say.
DEATHS = [-getattr(signal, name) for name in ("SIGABRT", "SIGSEGV", "SIGBUS") if hasattr(signal, name)]
LAST_WORDS = re.compile(r"MemoryError|allocate memory|memory allocation|failed to map segment|bad_alloc", re.IGNORECASE)
LATEST = 1.0  # seconds in which an exception comes that was raised in another thread
_pipe: list[int] = []  # in the watched process: where it writes its bounds
_bounds: dict[str, Any] = {}


class TimeIsUp(BaseException):
    """Raised inside a command whose time is over; not an Exception, so that no code takes it for a fault of its own."""


def begin_watched(writing: int) -> None:
    """This process is watched from now on: by who reads the other end of this descriptor."""
    _pipe.append(writing)
    signal.signal(signal.SIGALRM, _raise_time_is_up)
    end_with_parent()


def bound_command(name: str, *, seconds: float | None, megabytes: int | None) -> None:
    """From now on the command may use this much; None is without bound. Only a watched command is bounded."""
    _bounds.update(name=name, seconds=seconds, megabytes=megabytes)
    if not _pipe:
        return
    os.write(_pipe[0], f"{seconds or 0} {megabytes or 0} {name}\n".encode())
    if megabytes:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # it would reserve memory for every core
        with contextlib.suppress(ImportError, ValueError, OSError):
            import resource

            resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def call_if_ended(function: str, argument: str) -> None:
    """Where the command has to be ended by force, the watching process calls `module:function` once it is gone.

    The function is given the argument, the number of the process, and the line that is told of its end.
    """
    if _pipe:
        os.write(_pipe[0], os.fsencode(f"{CALL} {function} {argument}\n"))


def note_end(*, told: bool = False) -> None:
    """The command has come to its own end, and has said what there was to say: also, if `told`, that it was stopped."""
    if _pipe:
        with contextlib.suppress(OSError):
            os.write(_pipe[0], f"{END} {TOLD if told else '-'} -\n".encode())


def describe_timeout() -> str:
    """What a command says that took too long."""
    return describe_time(_bounds["name"], _bounds["seconds"])


def find_memory_limit(error: BaseException) -> str:
    """What a command says that ended with this error, if the bound of its memory is the cause; else nothing."""
    megabytes, links = _bounds.get("megabytes"), 0
    found: BaseException | None = error
    while megabytes and found and links < 20:
        if isinstance(found, MemoryError) or lacks_memory(str(found)):
            return describe_memory(_bounds["name"], megabytes)
        found, links = found.__cause__ or found.__context__, links + 1
    return ""


def lacks_memory(text: str, *, code: int | None = None) -> bool:
    """Whether these last words, or this exit code, are those of a process that could not get memory."""
    return code in DEATHS or bool(LAST_WORDS.search(text))


def limit_time(seconds: float) -> contextlib.AbstractContextManager[None]:
    """The block may take this long; then TimeIsUp is raised in it, in the main thread and in any other alike."""
    alarms = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
    return _limit_by_alarm(seconds) if alarms else _ThreadLimit(seconds)


@contextlib.contextmanager
def _limit_by_alarm(seconds: float) -> Iterator[None]:
    """As `limit_time`, by the system's alarm, which interrupts what sleeps too."""
    before = signal.signal(signal.SIGALRM, _raise_time_is_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _ThreadLimit:
    """As `limit_time`, by a timer that has the exception raised in this thread between two of its steps."""

    def __init__(self, seconds: float) -> None:
        self.lock, self.over, self.told = threading.Lock(), False, False
        self.thread = threading.get_ident()
        self.timer = threading.Timer(seconds, self._tell)
        self.timer.daemon = True

    def _tell(self) -> None:
        import ctypes

        with self.lock:
            if not self.over:
                self.told = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread), ctypes.py_object(TimeIsUp))

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.timer.cancel()
        with self.lock:
            self.over = True
        until = time.monotonic() + LATEST
        while self.told and kind is not TimeIsUp and time.monotonic() < until:
            time.sleep(0.001)  # it was raised as the block ended, and comes at one of these steps


def end_with_parent() -> None:
    """On Linux, end when the process that started this one ends, however it does."""
    if sys.platform == "linux":
        with contextlib.suppress(Exception):
            import ctypes

            pr_set_pdeathsig = 1
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def _raise_time_is_up(number: int, frame: object) -> None:
    raise TimeIsUp


def describe_time(name: str, seconds: float) -> str:
    """What is said of a command that took too long."""
    return f"workbook {name}: stopped after {seconds:g} seconds; give more with --timeout SECONDS, or a smaller input"


def describe_memory(name: str, megabytes: int) -> str:
    """What is said of a command that could not get memory."""
    return f"workbook {name}: needs more than {megabytes} MB of memory; give more with --memory MB, or a smaller input"
