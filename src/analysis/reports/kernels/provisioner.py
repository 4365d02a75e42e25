"""Jupyter's way to a warm kernel: a provisioner that papermill, nbclient and nbconvert use unchanged.

Installed as the entry point `workbook-warm`; `JUPYTER_DEFAULT_PROVISIONER_NAME=workbook-warm papermill …` suffices.
"""

import asyncio
import os
import subprocess
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.reports.kernels.server import KernelServerError
from analysis.reports.kernels.servers import start_server


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel from the warm server, or starts it cold where that cannot be."""

    process: Any = None
    how = "cold"
    why_cold = ""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that `cmd` would start; what stands behind `-f` in it are the kernel's own arguments."""
        environment = dict(kwargs.get("env") or os.environ)
        folder = str(kwargs.get("cwd") or Path.cwd())
        errors = kwargs.get("stderr")
        try:
            server = start_server(environment)
            with Path(os.devnull).open("wb") as nowhere:
                descriptor = errors if isinstance(errors, int) and errors >= 0 else nowhere.fileno()
                self.process = server.fork(cmd[cmd.index("-f") :], environment, folder, descriptor)
        except KernelServerError as error:
            self.why_cold = str(error)
            return await super().launch_kernel(cmd, **kwargs)
        self.how, self.pid, self.pgid, self.cwd = "warm", self.process.pid, self.process.pid, folder
        return self.connection_info

    async def wait(self) -> int | None:
        """Until the kernel has ended; looks often, because a batch waits for it."""
        while self.process and self.process.poll() is None:
            await asyncio.sleep(0.002)
        if isinstance(self.process, subprocess.Popen):
            code: int | None = await super().wait()
            return code
        code = self.process.returncode if self.process else 0
        self.process = None
        return code
