"""A kernel's manager and client without the fixed sleeps of jupyter_client, on sockets in a private folder."""

import asyncio
import itertools
import os
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import default

from analysis.reports.kernels.provisioner import WarmProvisioner
from analysis.reports.kernels.server import PROCESS

_numbers = itertools.count()


def _open_context() -> zmq.asyncio.Context:
    """Sockets that try again at once: the kernel begins to listen a moment after we connect."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.RECONNECT_IVL, 2)
    return context


class QuickClient(AsyncKernelClient):
    """A client that is ready as soon as the kernel is."""

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return _open_context()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Until the kernel answers and its output arrives; the original waits 0.2 s more for silence."""
        deadline = time.monotonic() + (timeout or 60)
        asked = ""
        while True:
            try:
                message = await self.get_iopub_msg(timeout=0.5)
                if message["msg_type"] == "iopub_welcome":
                    asked = self.kernel_info()  # from now on its output arrives
                elif (
                    message["parent_header"].get("msg_id") == asked
                    and message["content"].get("execution_state") == "idle"
                ):
                    break
            except Empty:
                asked = self.kernel_info()  # a kernel that gives no welcome
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise TimeoutError(f"Kernel didn't respond in {timeout} seconds")
        while True:
            reply = await self.get_shell_msg(timeout=5)
            if reply["parent_header"].get("msg_id") == asked:
                self._handle_kernel_info_reply(reply)
                return


class QuickManager(AsyncKernelManager):
    """Starts this interpreter's kernel, whatever `python3` is called elsewhere on the machine."""

    def __init__(self, *, folder: Path, warm: bool, **options: Any) -> None:
        number = next(_numbers)  # each kernel its own sockets: jupyter_client's default paths collide under threads
        super().__init__(
            transport="ipc",
            ip=str(folder / f"{number}"),
            connection_file=str(folder / f"{number}.json"),
            client_class=f"{__name__}.QuickClient",
            **options,
        )
        self.transport_encryption = "disabled"  # only this user can reach the sockets
        argv = [sys.executable, PROCESS, "cold", "-f", "{connection_file}"]
        self._kernel_spec = KernelSpec(argv=argv, display_name="Python 3", language="python")
        self.warm = warm

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return _open_context()

    async def _async_pre_start_kernel(self, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        """Without a search through the installed provisioners."""
        if self.provisioner is None:
            kind = WarmProvisioner if self.warm else LocalProvisioner
            self.kernel_id = f"{os.getpid()}-{self.connection_file}"
            self.provisioner = kind(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        command: tuple[list[str], dict[str, Any]] = await super()._async_pre_start_kernel(**kw)
        return command

    async def _async_wait(self, pollinterval: float = 0.002) -> None:
        """Until the kernel has ended; the original looks ten times a second."""
        while await self._async_is_alive():
            await asyncio.sleep(0.002)
