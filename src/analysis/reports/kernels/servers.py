"""This process's one kernel server: started early, restarted if it dies, ended at exit."""

import atexit
import os
import threading
from collections.abc import Mapping

from analysis.reports.kernels.server import FindModules, KernelServer, KernelServerError

RESTARTS = 3  # a server that keeps dying is not started for ever
_lock = threading.Lock()
_servers: list[KernelServer] = []


def start_server(environment: Mapping[str, str], find_modules: FindModules | None = tuple) -> KernelServer:
    """This process's server, started if there is none that lives; raises ServerError when it cannot be."""
    with _lock:
        if _servers and _servers[-1].alive:
            return _servers[-1]
        if _servers:
            environment, find_modules = _servers[-1].environment, _servers[-1].find_modules or tuple
        if len(_servers) > RESTARTS:
            raise KernelServerError("the kernel server has died again and again")
        if not hasattr(os, "fork"):
            raise KernelServerError("this system cannot fork")
        if not _servers:
            atexit.register(stop_servers)
        _servers.append(KernelServer(environment, find_modules))
        return _servers[-1]


def stop_servers() -> None:
    """End this process's server and its kernels."""
    with _lock:
        while _servers:
            _servers.pop().close()
