"""An end that is clean, for every command: it runs in a process that this one watches.

The watching process imports nothing of weight, so it answers a Ctrl-C at once, whatever the command is doing. It asks
the command to end, gives it a moment to tidy up, and then ends it; files appear whole or not at all, so nothing is
lost.
"""

import contextlib
import importlib
import os
import select
import signal
import sys
import time
from dataclasses import dataclass, field
from typing import NoReturn

from analysis.limits import CALL, END, TOLD, begin_watched, describe_memory, describe_time, lacks_memory

GRACE = 1.4  # seconds that a command has to end by itself once it is asked to
STOPPED = 130  # the exit code of a command that was asked to end
CAN_WATCH = hasattr(os, "fork") and hasattr(signal, "set_wakeup_fd") and os.name == "posix"
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def open_standard_files() -> None:
    """Give a closed stdin, stdout or stderr a place to go to, else the next file that is opened takes its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115


def end_at_once() -> None:
    """Until the command is watched, a signal ends it without a word from Python: nothing has been started."""
    for number in _SIGNALS:
        signal.signal(number, lambda *_: os._exit(STOPPED))


def leave_signals() -> None:
    """As Python has them, for a program that takes this one's place."""
    for number in _SIGNALS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def _stop_like_ctrl_c() -> None:
    """SIGTERM and SIGHUP (a scheduler, a closed terminal) end a command as Ctrl-C does; a second changes nothing."""

    def stop(number: int, frame: object) -> None:
        for again in _SIGNALS:
            signal.signal(again, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in _SIGNALS:
        signal.signal(number, stop)


def watch_command() -> None:
    """Go on in a new process, which this one watches: the call returns in the new process only.

    Where that cannot be, it returns in this one, and signals end the command as Ctrl-C does.
    """
    if not CAN_WATCH:
        _stop_like_ctrl_c()
        return
    reading, writing = os.pipe()
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    for number in (*_SIGNALS, signal.SIGCHLD):
        signal.signal(number, _hear)
    try:
        child = os.fork()
    except OSError:
        signal.set_wakeup_fd(-1)
        _stop_like_ctrl_c()
        return
    if child:
        os.close(writing)
        _watch(child, reading, wake)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _stop_like_ctrl_c()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both; the watching process passes it on
    for number in (reading, wake, waker):
        os.close(number)
    begin_watched(writing)


def _hear(number: int, frame: object) -> None:
    """The number comes through the wake-up descriptor."""


@dataclass
class _Heard:
    """What the command has said of itself through the pipe."""

    name: str = ""
    seconds: float = 0.0
    megabytes: int = 0
    calls: list[str] = field(default_factory=list)
    has_ended: bool = False  # it came to its own end
    has_told: bool = False  # and has said that it was stopped, or that its time was over
    rest: bytes = b""  # the beginning of a line

    def take(self, read: bytes) -> None:
        """Some bytes from the pipe."""
        *lines, self.rest = (self.rest + read).split(b"\n")
        for line in map(os.fsdecode, lines):
            first, second, rest = line.split(" ", 2)
            if first == CALL:
                self.calls.append(f"{second} {rest}")
            elif first == END:
                self.has_ended, self.has_told = True, second == TOLD
            else:
                self.seconds, self.megabytes, self.name = float(first), int(second), rest


def _watch(child: int, reading: int, wake: int) -> NoReturn:
    """Until the command has ended: pass signals on, end it when its time is over, and exit as it did."""
    began, heard = time.monotonic(), _Heard()
    ends, late, stopped, sources = float("inf"), False, False, [reading, wake]
    while True:
        left = max(0.0, ends - time.monotonic())
        ready = select.select(sources, [], [], None if ends == float("inf") else left)[0]
        signals = os.read(wake, 64) if wake in ready else b""
        if reading in ready:
            if not (read := os.read(reading, 4096)):
                sources = [wake]
            heard.take(read)
            if heard.seconds and not stopped and not late:
                ends = began + heard.seconds
        process, status = os.waitpid(child, os.WNOHANG)
        if process:
            break
        if set(signals) & set(_SIGNALS):
            _send(child, signal.SIGKILL if stopped else signal.SIGTERM)
            ends, stopped = time.monotonic() + GRACE, True
        elif time.monotonic() >= ends:
            _send(child, signal.SIGKILL if stopped or late else signal.SIGALRM)
            ends, late = time.monotonic() + GRACE, not stopped
    code = os.waitstatus_to_exitcode(status)
    os.set_blocking(reading, False)
    with contextlib.suppress(BlockingIOError):  # a process that the command has left may hold the other end
        heard.take(os.read(reading, 1 << 20))
    if code < 0 and not (stopped and code != -signal.SIGKILL):  # else it has said so and was at its very end
        line = _describe_death(-code, heard.name, heard.seconds if late else 0, heard.megabytes, stopped)
    elif code > 0 and heard.megabytes and not (heard.has_ended or stopped):  # so does a library that gets no memory
        line = describe_memory(heard.name, heard.megabytes)
    else:
        os._exit(code if code >= 0 else STOPPED if stopped else 1)
    with contextlib.suppress(OSError):
        os.write(2, b"" if heard.has_told else f"{line}\n".encode())
    for call in heard.calls:
        _call(call, child, line)
    os._exit(code if code >= 0 else STOPPED if stopped else 1)


def _call(call: str, process: int, told: str) -> None:
    """What `call_if_ended` asked for; whatever comes of it, the command has ended."""
    function, argument = call.split(" ", 1)
    module, name = function.split(":")
    with contextlib.suppress(Exception):
        getattr(importlib.import_module(module), name)(argument, process, told)


def _describe_death(number: int, name: str, seconds: float, megabytes: int, stopped: bool) -> str:
    """What is said of a command that could not say it itself."""
    if stopped:
        return "workbook: stopped"
    if seconds:
        return describe_time(name, seconds)
    if megabytes and lacks_memory("", code=-number):
        return describe_memory(name, megabytes)
    called = signal.Signals(number).name
    return f"workbook {name}".strip() + f": was ended by {called}; if memory was short, free some and run it again"


def _send(process: int, number: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(process, number)
