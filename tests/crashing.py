"""End a command just before its N-th change of a file, for every N, and look at what is left.

`python -m tests.crashing SCENARIO [EVERY [FIRST]]` prints a line for each crash point that left something wrong, and
how many there are; `python -m tests.crashing SCENARIO at-random KILLS [SEED]` ends the command after random times
instead, wherever it is then. The command runs in a fork of this process, which has imported everything already, so a
crash point costs the command's own time only. An audit hook sees what Python and every library's Python code open for
writing, rename, remove and make; opening a file to write is two points: before it, and when the file is there and
empty.
"""

import fcntl
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

CHANGES = {
    "os.rename": 2,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.mkdir": 1,
    "os.link": 2,
    "os.symlink": 2,
    "os.truncate": 1,
}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
AT_RANDOM = "at-random"
SECONDS = 120  # no command of a scenario takes as long
Tree = dict[str, bytes]


class Hook:
    """Counts the changes below a folder in this process, its threads and forks; ends the process group at the N-th."""

    def __init__(self, folder: Path, stop: int, log: Path) -> None:
        self.folder, self.stop = Path(os.path.realpath(folder)), stop
        self.log = os.open(log, os.O_RDWR | os.O_APPEND)
        self.here = threading.local()  # a change that one thread makes is not the look of another
        self.renew_lock()
        os.register_at_fork(after_in_child=self.renew_lock)

    def renew_lock(self) -> None:
        self.lock = threading.Lock()

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if getattr(self.here, "busy", False) or (event != "open" and event not in CHANGES):
            return
        self.here.busy = True
        try:
            with self.lock:
                fcntl.lockf(self.log, fcntl.LOCK_EX)
                self.see(event, arguments)
                fcntl.lockf(self.log, fcntl.LOCK_UN)
        finally:
            self.here.busy = False

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            self.see_open(*arguments)
        elif any(self.find(path, arguments) for path in arguments[: CHANGES[event]]):
            self.count(f"{event} {arguments[: CHANGES[event]]}")

    def see_open(self, path: object, mode: object, flags: object) -> None:
        found = self.find(path, (path,))
        if not found or not isinstance(flags, int) or not flags & WRITES:
            return
        self.count(f"open {found}")
        if self.is_last():
            os.close(os.open(found, flags | os.O_CREAT, 0o600))
        self.count(f"opened {found}")

    def find(self, path: object, arguments: tuple[object, ...]) -> str:
        """The path if it lies below the folder."""
        if not isinstance(path, str | bytes | os.PathLike):
            return ""
        handle = arguments[-1] if isinstance(arguments[-1], int) and arguments[-1] >= 0 else None
        here = Path.cwd() if handle is None else Path(f"/proc/self/fd/{handle}").readlink()
        name = here / os.fsdecode(path)
        whole = Path(os.path.realpath(name.parent), name.name)
        return str(whole) if whole.is_relative_to(self.folder) and whole != self.folder else ""

    def is_last(self) -> bool:
        return self.stop == os.pread(self.log, 1 << 20, 0).count(b"\n") + 1

    def count(self, what: str) -> None:
        if self.is_last():
            os.killpg(0, signal.SIGKILL)
            time.sleep(60)
        os.write(self.log, f"{what!r}\n".encode())


def read_tree(folder: Path) -> Tree:
    """Every file below the folder with its bytes, and every empty folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{path.relative_to(folder).as_posix()}/"] = b""
    return found


def fork(
    run: Callable[[], int], output: Path, prepare: Callable[[], None] = lambda: None, *, seconds: float = SECONDS
) -> int:
    """The exit code of `run` in a fork of its own process group; what it says goes to `output`.

    After these seconds the group is killed.
    """
    child = os.fork()
    if not child:
        try:
            os.setpgid(0, 0)
            handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
            prepare()
            code = run()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        except BaseException:
            os.write(2, traceback.format_exc().encode())
            os._exit(99)
    end = time.monotonic() + seconds
    while not (found := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.002)
    return os.waitstatus_to_exitcode(found[1])


class Crashes:
    """One scenario's folder before and after, and what is wrong after each crash."""

    def __init__(self, scenario: "Scenario", work: Path) -> None:
        self.scenario, self.work = scenario, work
        self.before, self.root = work / "before", work / "root"
        self.output, self.log = work / "output", work / "log"
        self.before.mkdir()
        if code := fork(lambda: scenario.prepare(self.before) or 0, self.output):
            raise RuntimeError(f"{scenario.name}: prepare ended with {code}: {self.output.read_text()}")
        self.took = 0.0
        self.points = self.run(0)
        self.tree = read_tree(self.before), self.read()
        self.again = self.read_again()

    def run(self, stop: int, *, seconds: float = 0) -> list[str]:
        """The command on a fresh copy, ended at its `stop`-th change or after some seconds; the changes it made.

        0 does not end it.
        """
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.before, self.root)
        self.log.write_bytes(b"")
        began = time.monotonic()
        code = fork(
            self.command,
            self.output,
            lambda: sys.addaudithook(Hook(self.root, stop, self.log)),
            seconds=seconds or SECONDS,
        )
        self.took = time.monotonic() - began
        if code not in ((-9,) if stop else (-9, 0) if seconds else (0,)):
            raise RuntimeError(f"{self.scenario.name} {stop}: ended with {code}: {self.output.read_text()}")
        return self.log.read_text().splitlines()

    def command(self) -> int:
        os.chdir(self.root)
        return self.scenario.run(self.root) or 0

    def read(self) -> Tree:
        """The tree without what a clock or a process wrote."""
        return {name: self.scenario.tidy(name, data) for name, data in read_tree(self.root).items()}

    def read_again(self) -> Tree:
        """The tree after the command was given a second time."""
        fork(self.command, self.output)
        return self.read()

    def find_faults(self, stop: int, *, seconds: float = 0) -> list[str]:
        """What is wrong after a crash at this point, or after these seconds."""
        done = self.run(stop, seconds=seconds)
        at = f"{self.scenario.name} {len(done)} of {len(self.points)} (after {done[-1] if done else 'nothing'})"
        faults = list(self.scenario.look(self.root, *self.tree))
        if self.scenario.checked and (code := fork(lambda: call(self.root, "check"), self.output)):
            faults.append(f"check ended with {code}: {self.output.read_text().strip()[-400:]}")
        faults += [f"after check: {f}" for f in self.compare()]
        code = fork(self.command, self.output)
        now = self.read()
        told = self.output.read_text().strip()[-600:]
        if code not in (0, 2):
            faults.append(f"the same command ended with {code}: {told}")
        if now not in (self.tree[1], self.again):
            faults += [f"at the end: {line} ({told[-200:]})" for line in describe_difference(self.tree[1], now)]
        return [f"{at}: {fault}" for fault in faults]

    def compare(self) -> list[str]:
        """Files of before that are neither as they were nor as they would be."""
        now, (old, new) = self.read(), self.tree
        return [
            f"{name} is lost or changed"
            for name, data in old.items()
            if not name.startswith(self.scenario.settles_later)
            and now.get(name) not in (self.scenario.tidy(name, data), new.get(name))
        ]


def describe_difference(wanted: Tree, found: Tree) -> list[str]:
    return [
        f"{name} {'is missing' if name not in found else 'is left over' if name not in wanted else 'differs'}"
        for name in sorted({*wanted, *found})
        if wanted.get(name) != found.get(name)
    ]


def call(root: Path, *arguments: str) -> int:
    """The command in this process."""
    from analysis.cli import main

    return int(main(["--root", str(root), *arguments]) or 0)


class Scenario:
    """What is there before, what is done, and what may be seen at any moment."""

    name = ""
    checked = True  # `workbook check` finds nothing wrong before and after
    settles_later = "-"  # what begins so may be out of its place until the command's next run

    def prepare(self, root: Path) -> int | None: ...
    def run(self, root: Path) -> int | None: ...

    def tidy(self, name: str, data: bytes) -> bytes:
        return data

    def look(self, root: Path, old: Tree, new: Tree) -> list[str]:
        """What is wrong before any other command has run."""
        return []


def try_points(scenario: Scenario, *, every: int, first: int = 1) -> tuple[int, list[str]]:
    """How many crash points there are, and what was wrong."""
    work = Path(tempfile.mkdtemp(prefix="crash-", dir="/tmp"))
    try:
        crashes = Crashes(scenario, work)
        faults = [fault for stop in range(first, len(crashes.points) + 1, every) for fault in crashes.find_faults(stop)]
        return len(crashes.points), faults
    finally:
        shutil.rmtree(work, ignore_errors=True)


def try_moments(scenario: Scenario, *, kills: int, seed: int) -> tuple[int, list[str]]:
    """How many kills were made at random moments of the command, and what was wrong."""
    work = Path(tempfile.mkdtemp(prefix="crash-", dir="/tmp"))
    moments = random.Random(seed)
    try:
        crashes = Crashes(scenario, work)
        whole = crashes.took
        return kills, [
            fault for _ in range(kills) for fault in crashes.find_faults(0, seconds=moments.uniform(0.002, whole))
        ]
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main(name: str, every: str = "1", first: str = "1", seed: str = "0") -> int:
    from tests.crash_scenarios import SCENARIOS

    began = time.monotonic()
    if every == AT_RANDOM:
        n, faults = try_moments(SCENARIOS[name], kills=int(first), seed=int(seed))
        kills = n
    else:
        n, faults = try_points(SCENARIOS[name], every=int(every), first=int(first))
        kills = len(range(int(first), n + 1, int(every)))
    for fault in faults:
        print(fault)
    said = {"scenario": name, "points": n, "kills": kills, "faults": len(faults)}
    print(json.dumps(said | {"s": round(time.monotonic() - began, 1)}))
    return 1 if faults else 0


def hash_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
