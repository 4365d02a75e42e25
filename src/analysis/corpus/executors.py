"""What runs the parts of a corpus: this process, others of this machine, or those of a Dask cluster."""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import resource_tracker
from typing import Any

from analysis.errors import InputError
from analysis.limits import end_with_parent


@contextlib.contextmanager
def open_executor(jobs: int, scheduler: str) -> Iterator[tuple[Executor, int]]:
    """Processes of this machine, or those of a Dask cluster through its `concurrent.futures` executor."""
    if not scheduler and jobs == 1:
        yield _ThisProcess(), 1
    elif not scheduler:
        context = multiprocessing.get_context("spawn")
        _start_tracker()
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=end_with_parent) as pool:
            try:
                yield pool, jobs
            except BaseException:  # whoever stops this does not wait for the parts that are being coded
                pool.shutdown(wait=False, cancel_futures=True)
                for process in multiprocessing.active_children():
                    process.terminate()
                raise
    else:
        with _open_cluster(scheduler) as cluster:
            yield cluster


def _start_tracker() -> None:
    """The process that looks after what processes share: it outlives a closed terminal, else it complains then."""
    with contextlib.suppress(AttributeError, ValueError):  # a system without that signal; another thread
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        resource_tracker.ensure_running()
        signal.signal(signal.SIGHUP, before)


class _ThisProcess(Executor):
    """Runs what it is given at once, here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is already done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextlib.contextmanager
def _open_cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    """The executor of the Dask cluster at an address, and how many parts it codes at a time."""
    try:
        import distributed
    except ImportError:
        raise InputError('--scheduler: Dask is not installed; install "framing-workbook[cluster]"') from None
    try:
        connect: Any = distributed.Client
        client = connect(scheduler, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"--scheduler {scheduler}: nobody answers there ({str(error)[:120]}); start dask") from None
    with client:
        width = max(sum(client.nthreads().values()), 1)
        yield client.get_executor(retries=3, pure=False), width
