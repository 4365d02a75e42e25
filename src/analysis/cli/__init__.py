"""The `workbook` command: one module per subcommand, loaded when it is called."""

import contextlib
import errno
import importlib
import os
import re
import sys
import traceback
from pathlib import Path
from typing import Any

from analysis import limits, watching

if "-m" in sys.argv[:1] or Path(sys.argv[0]).stem == "workbook":  # this is the command, not a test of it
    watching.end_at_once()  # also during the imports below

import click

from analysis.cli.telling import say, tell
from analysis.errors import InputError

COMMANDS = {  # name on the command line -> module here; its function has the module's name
    "new": "new",
    "add": "add",
    "check": "check",
    "tables": "tables",
    "codebook": "codebook",
    "corpus": "corpus",
    "report": "report",
    "compare": "compare",
    "status": "status",
    "sheet": "sheet",
    "import": "import_",
    "learn": "learn",
    "code": "code",
    "lab": "lab",
}
# What each command may use: seconds and megabytes. `report` bounds each report, `code` each answer; `lab` is Jupyter's.
BOUNDS: dict[str, tuple[float | None, int | None]] = {
    "add": (60, 1024),
    "import": (60, 1024),
    "sheet": (60, 1024),
    "compare": (60, 1024),
    "corpus": (None, None),
    "report": (None, None),
    "code": (None, None),
    "learn": (3600, 8192),
}
OTHERS = (120, 2048)  # seconds and megabytes of every other command
WRONG_PATHS = {  # of a path that was given: it is not there, is something else, or may not be used
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EACCES, errno.EPERM, errno.EROFS, errno.ELOOP,
    errno.ENAMETOOLONG,
}  # fmt: skip
OWN = ("report", "lab", "code")  # --timeout and --memory are their own


class Seconds(click.types.FloatParamType):
    """A number of seconds; neither nan nor inf is one."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, which is more than 0 and no more than a year."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 366 * 86400:  # nan is in no range
            self.fail(f"{value!r} is not a number of seconds; give for example 600", param, ctx)
        return seconds


SECONDS = Seconds()
MEGABYTES = click.IntRange(min=256, max=1 << 24)  # with less, not even the libraries can be loaded


class LazyGroup(click.Group):
    """A group that imports a subcommand only when it is asked for, so that `workbook --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"analysis.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, COMMANDS[cmd_name])
        seconds, megabytes = BOUNDS.get(cmd_name, OTHERS)
        if cmd_name not in OWN and not command.epilog:
            used = f"{seconds:g} seconds" if seconds else "any time"
            used += f" and {megabytes} MB" if megabytes else " and any memory"
            command.epilog = f"May use {used}; change that with --timeout SECONDS and --memory MB."
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="Folder with data/, notebooks/ and reports/ (default: the nearest one upwards).",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option("--timeout", type=SECONDS, metavar="SECONDS", help="What the command may take.")
@click.option("--memory", type=MEGABYTES, metavar="MB", help="What the command may use.")
@click.version_option(package_name="framing-workbook")
@click.pass_context
def workbook(context: click.Context, root: Path | None, debug: bool, timeout: float | None, memory: int | None) -> None:
    """How does each expert frame the event? Read round-ups, code them, render reports.

    Exit codes: 0 done, 1 some of the work failed, 2 the request was wrong and nothing was started or written,
    130 stopped by Ctrl-C.
    """
    context.obj = root
    name = context.invoked_subcommand or ""
    if name in OWN and (timeout or memory):
        raise InputError(f"--timeout and --memory stand behind {name}: workbook {name} --timeout SECONDS")
    seconds, megabytes = BOUNDS.get(name, OTHERS)
    if name not in OWN:
        limits.bound_command(name, seconds=timeout or seconds, megabytes=memory or megabytes)
    if (timeout or memory) and not watching.CAN_WATCH:
        tell("note: this system cannot bound a command; --timeout and --memory have no effect", err=True)


def resolve_root(context: click.Context) -> Path:
    """The folder that `--root` names, or the nearest one upwards.

    What a killed run has left in its data goes, and events of version 0.1.0 in it are converted.
    """
    from analysis.files import clear_left, find_root  # not from analysis.event, which takes its time to load

    if context.obj is None:
        root = find_root()
    elif (context.obj / "data").is_dir():
        root = context.obj.resolve()
    else:
        raise InputError(f"--root {context.obj}: has no data/ folder; name the folder that holds data/")
    clear_left(root / "data", below=True)
    _convert_old(root)
    return root


def _convert_old(root: Path) -> None:
    """Convert events that version 0.1.0 made, and say so."""
    from analysis.files import find_odd_file

    files = (p for p in (root / "data" / "events").glob("*/event.yml") if not (p.parent / "transcripts").exists())
    if not any(not find_odd_file(path) and re.search(rb"^experts:", path.read_bytes(), re.MULTILINE) for path in files):
        return  # without importing the rules for pages, which takes its time
    from analysis.adding.converting import convert_old_events

    for line in convert_old_events(root):
        tell(f"note: {line}", err=True)


def move_global_options(arguments: list[str]) -> list[str]:
    """`--root FOLDER`, `--debug` and the bounds may stand anywhere before `--`; click wants them first."""
    front, rest = [], list(arguments)
    valued = ["--root"] if _find_command(arguments) in OWN else ["--root", "--timeout", "--memory"]
    stop = rest.index("--") if "--" in rest else len(rest)
    for index in reversed(range(stop)):
        if rest[index] == "--debug" or rest[index].startswith(tuple(f"{name}=" for name in valued)):
            front.append(rest.pop(index))
        elif rest[index] in valued and index + 1 < len(rest):
            front += [rest.pop(index), rest.pop(index)]
    return [*front, *rest]


def _find_command(arguments: list[str]) -> str:
    """The subcommand that is called; empty where there is none."""
    return next((word for word in arguments if word in COMMANDS), "")


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; problems become one line each on stderr, whatever happens.

    Called without arguments it is the command itself: it runs in a process that is watched (see `analysis.watching`).
    """
    given = sys.argv[1:] if arguments is None else arguments
    if arguments is None:
        watching.open_standard_files()
        _silence_libraries(debug="--debug" in given)
    told = False
    try:
        if arguments is None and _find_command(given) == "lab":
            watching.leave_signals()
        elif arguments is None:
            watching.watch_command()
        code = _run_command(move_global_options(given))
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read this has gone, as in `workbook check | head -0`
        _give_up_output()
        return 1
    except KeyboardInterrupt:
        told = True
        say("workbook: stopped")
        return watching.STOPPED
    except limits.TimeIsUp:
        told = True
        say(limits.describe_timeout())
        return 1
    except Exception as error:
        return _report_unforeseen(error, given)
    finally:
        if arguments is None:
            limits.note_end(told=told)
    return code


def _run_command(arguments: list[str]) -> Any:
    """The command's exit code; wrong requests are reported here."""
    try:
        return workbook.main(arguments, prog_name="workbook", standalone_mode=False) or 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        command = f" {arguments[0]}" if arguments and arguments[0] in COMMANDS else ""
        say(f"workbook: {error.format_message()} (see: workbook{command} --help)")
        return 2
    except InputError as error:
        if "--debug" in arguments:
            raise
        for problem in error.problems:
            say(f"workbook: {problem}")
        return 2


def _report_unforeseen(error: Exception, arguments: list[str]) -> int:
    """One line for what nobody has foreseen, with the traceback in a file; a memory bound or a full disk is named."""
    name = f"workbook {_find_command(arguments)}".strip()
    if "--debug" in arguments:
        traceback.print_exception(error)
        return 1
    if line := limits.find_memory_limit(error):
        say(line)
        return 1
    shown = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        say(f"{name}: {os.fsdecode(error.filename)}: {error.strerror}; correct that and run it again")
        return 2 if error.errno in WRONG_PATHS else 1
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        say(f"{name}: could not write what it found: {error.strerror}; make room and run it again")
        return 1
    kept = _keep_traceback(error)
    say(f"{name}: met something unforeseen ({shown}); the traceback is {kept}")
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


def _silence_libraries(*, debug: bool) -> None:
    """A library's warning or a thread's last words are no lines of ours; --debug shows them."""
    if debug:
        return
    import threading
    import warnings

    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None


def _give_up_output() -> None:
    """Nobody reads it: what is still to be written goes nowhere, so that Python does not complain at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
