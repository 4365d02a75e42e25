"""The process that becomes a kernel: started anew (`cold`), or a server that has imported much and forks (`_serve`).

Run by its path, so that nothing of this project is imported before a notebook imports it. A kernel learns how to be
from the environment variable WORKBOOK_KERNEL (JSON): a file for the reads to report, prefixes that are not
reported, and a limit of memory.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

SETTINGS = "WORKBOOK_KERNEL"


def _become_kernel(arguments: list[str]) -> None:
    """Run an IPython kernel in this process until it is asked to end."""
    settings = json.loads(os.environ.pop(SETTINGS, "{}"))
    if settings.get("memory"):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (settings["memory"], settings["memory"]))
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["kernel", *arguments]
    app: Any = IPKernelApp.instance()
    app.initialize([*arguments, "--HistoryManager.enabled=False"])
    if settings.get("reads"):
        _report_reads(settings["reads"], settings["ignore"])
    app.start()


def _report_reads(path: str, ignore: Iterable[str]) -> None:
    """Append to the file at `path` a line of JSON for every file that this process opens to read.

    Reads that do not go through Python (a library's own C code, another program) are not seen.
    """
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    prefixes, seen = tuple(ignore), set()

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or isinstance(arguments[0], int) or arguments[2] & os.O_ACCMODE == os.O_WRONLY:
            return
        try:
            name = os.path.realpath(os.fsdecode(arguments[0]))
            if name not in seen and not name.startswith(prefixes):
                seen.add(name)
                os.write(log, json.dumps(name).encode() + b"\n")
        except (OSError, TypeError, ValueError):
            return  # whatever this is, it will not open

    sys.addaudithook(hear)


def _serve(control: int, modules: list[str]) -> str:
    """Import `modules`, then fork a kernel for every request, until the other end of `control` is closed.

    The first message is a list of more modules: the client finds them while the first ones are imported.
    A request is JSON (arguments, environment, folder) with two descriptors: a socket on which the kernel's process
    number and later its exit code are written, and a file for its standard error. Returns why it cannot serve, if so.
    """
    import gc
    import importlib
    import select
    import signal
    import socket

    requests = socket.socket(fileno=control)
    gc.disable()  # nothing is thrown away while modules are imported
    for module in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    if not (more := requests.recv(1 << 20)):
        return ""
    for module in json.loads(more):
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    if (threads := _count_threads()) != 1:
        return f"{threads} threads run after the imports"
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.collect()
    gc.freeze()  # a collection in a child would copy all these pages
    gc.enable()
    requests.sendall(b"ready")
    owners: dict[int, socket.socket] = {}
    while True:
        watched: list[Any] = [requests, wake, *owners.values()]
        ready = select.select(watched, [], [])[0]
        if wake in ready:
            os.read(wake, 512)
            _bury_children(owners)
        for process, owner in list(owners.items()):
            if owner in ready and not owner.recv(1):  # nobody waits for this kernel any more
                _kill_group(process)
                owners[process].close()
                del owners[process]
        if requests in ready:
            message, descriptors, _, _ = socket.recv_fds(requests, 1 << 20, 2)
            if not message:
                break
            request = json.loads(message)
            owner, errors = socket.socket(fileno=descriptors[0]), descriptors[1]
            try:
                process = os.fork()
            except OSError as error:
                owner.sendall(f"cannot fork: {error}\n".encode())
                owner.close()
                os.close(errors)
                continue
            if process == 0:
                closing = [requests.fileno(), owner.fileno(), wake, waker, *(o.fileno() for o in owners.values())]
                _run_child(request, errors, closing)
            os.close(errors)
            owners[process] = owner
            owner.sendall(b"%d\n" % process)
    for process in owners:
        _kill_group(process)
    return ""


def _count_threads() -> int:
    """How many threads this process has; Python counts only its own."""
    import threading

    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208
    except OSError:
        return threading.active_count()


def _bury_children(owners: dict[int, Any]) -> None:
    """Report to the owners of kernels that have ended how they did."""
    with contextlib.suppress(ChildProcessError):
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            _kill_group(process)  # what the kernel itself has started and left
            if owner := owners.pop(process, None):
                with contextlib.suppress(OSError):
                    owner.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
                owner.close()


def _kill_group(process: int) -> None:
    """End a kernel and all that it has started."""
    import signal

    with contextlib.suppress(OSError):
        os.killpg(process, signal.SIGKILL)


def _run_child(request: dict[str, Any], errors: int, closing: list[int]) -> None:
    """In the forked process: let go of what is the server's, become the kernel, and never return."""
    import random
    import signal
    import time

    code = 1
    try:
        os.setsid()
        _die_with_parent()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in closing:
            os.close(descriptor)
        os.dup2(errors, 2)
        os.close(errors)
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"], JPY_PARENT_PID=str(os.getppid()))
        time.tzset()
        random.seed()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        _become_kernel([*request["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def _die_with_parent() -> None:
    """On Linux, end when the server ends, however it does; elsewhere ipykernel looks for its parent every second."""
    with contextlib.suppress(Exception):
        import ctypes
        import signal

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


if __name__ == "__main__":
    del sys.path[0]  # this file's folder
    if sys.argv[1] == "serve":
        if problem := _serve(int(sys.argv[2]), sys.argv[3:]):
            sys.exit(problem)
        os._exit(0)  # without taking down module by module what the system frees at once
    _become_kernel(sys.argv[2:])
