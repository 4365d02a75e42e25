"""The client's side of the server that forks warm kernels."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PROCESS = str(Path(__file__).with_name("process.py"))
START = 60.0  # seconds that the imports may take
# What every kernel imports. What the notebooks import is added by `find_imports`.
PRELOAD = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.heartbeat",
    "ipykernel.displayhook",
    "ipykernel.iostream",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "faulthandler",
    "encodings.utf_8_sig",
    "ctypes",
    "random",
)

FindModules = Callable[[], tuple[str, ...]]


class KernelServerError(Exception):
    """The server cannot give a kernel; start it cold."""


class Kernel:
    """A forked kernel, with as much of `subprocess.Popen` as jupyter_client's provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, status: socket.socket) -> None:
        self.status = status
        self.lines = status.makefile("rb")
        self.returncode: int | None = None
        line = self.lines.readline().strip()
        if not line.isdigit():
            self.close()
            raise KernelServerError(line.decode() or "the kernel server has ended")
        self.pid = int(line)

    def poll(self) -> int | None:
        """The exit code (a signal's number negated) if the kernel has ended."""
        if self.returncode is None and select.select([self.status], [], [], 0)[0]:
            line = self.lines.readline().strip()
            self.returncode = int(line) if line else -signal.SIGKILL  # the server is gone, and its kernels with it
            self.close()
        return self.returncode

    def wait(self) -> int:
        """The exit code, once there is one."""
        while (code := self.poll()) is None:
            time.sleep(0.002)
        return code

    def send_signal(self, number: int) -> None:
        """To the kernel alone."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it now."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Let go; a kernel that still runs is ended by the server."""
        self.lines.close()
        self.status.close()


class KernelServer:
    """A process that has imported third-party modules only and forks kernels; it ends with its owner."""

    def __init__(self, environment: Mapping[str, str], find_modules: FindModules | None = tuple) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.environment = dict(environment)
        self.find_modules: FindModules | None = None
        self.lock = threading.Lock()
        self.ready = False
        self.problem = ""
        with theirs:
            number = theirs.fileno()
            self.process = subprocess.Popen(
                [sys.executable, PROCESS, "serve", str(number), *PRELOAD],
                env=self.environment,
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the client, which then ends all kernels in order
            )
        if find_modules is not None:
            self.preload(find_modules)

    def preload(self, find_modules: FindModules) -> None:
        """Say what notebooks import; it forks no kernel before that, and is told only once."""
        if self.find_modules is not None:
            return
        self.find_modules = find_modules
        with contextlib.suppress(OSError):
            self.control.sendall(json.dumps(find_modules()).encode())

    def wait_until_ready(self) -> None:
        """Raises ServerError when the server cannot serve."""
        with self.lock:
            if not self.ready and not self.problem:
                self.control.settimeout(START)
                try:
                    self.ready = self.control.recv(16) == b"ready"
                except OSError as error:
                    self.problem = f"the kernel server does not answer ({error})"
                if not self.ready and not self.problem:
                    assert self.process.stderr
                    lines = self.process.stderr.read().decode(errors="replace").strip().splitlines()
                    self.problem = lines[-1] if lines else "the kernel server has ended"
            if self.problem:
                raise KernelServerError(self.problem)

    def fork(self, arguments: list[str], environment: Mapping[str, str], folder: str, errors: int) -> Kernel:
        """A new kernel; raises ServerError when there cannot be one."""
        self.wait_until_ready()
        request = json.dumps({"arguments": arguments, "environment": dict(environment), "folder": folder})
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self.control, [request.encode()], [theirs.fileno(), errors])
        except OSError as error:
            ours.close()
            raise KernelServerError(f"the kernel server has ended ({error})") from None
        return Kernel(ours)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the server and every kernel it has forked."""
        self.control.close()
        if not self.ready:
            self.process.kill()  # it imports, and has no kernel yet
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=2)
        if self.alive:
            self.process.kill()
            self.process.wait()
        assert self.process.stderr
        self.process.stderr.close()
