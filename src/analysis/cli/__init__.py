"""The `workbook` command: one module per subcommand, loaded when it is called."""

import contextlib
import gc
import importlib
import sys
from pathlib import Path
from typing import Any

from analysis import limits
from analysis.limits import watching

if "-m" in sys.argv[:1] or Path(sys.argv[0]).stem == "workbook":  # this is the command, not a test of it
    watching.end_at_once()  # also during the imports below

import click

from analysis.cli.bounds import BOUNDS, MEGABYTES, OTHERS, OWN, SECONDS
from analysis.cli.telling import say_problem, tell
from analysis.cli.unforeseen import give_up_output, report_unforeseen, silence_libraries
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

    Called without arguments it is the command itself, which runs in a process that is watched (`limits.watching`).
    """
    given = sys.argv[1:] if arguments is None else arguments
    if arguments is None:
        watching.open_standard_files()
        silence_libraries(debug="--debug" in given)
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
        give_up_output()
        return 1
    except KeyboardInterrupt:
        told = True
        say_problem("workbook: stopped")
        return watching.STOPPED
    except limits.TimeIsUp:
        told = True
        say_problem(limits.describe_timeout())
        return 1
    except Exception as error:
        return report_unforeseen(error, f"workbook {_find_command(given)}".strip(), debug="--debug" in given)
    finally:
        if arguments is None:
            limits.note_end(told=told)
            gc.freeze()  # at its end Python would look through all objects, which the system frees at once
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
        say_problem(f"workbook: {error.format_message()} (see: workbook{command} --help)")
        return 2
    except InputError as error:
        if "--debug" in arguments:
            raise
        for problem in error.problems:
            say_problem(f"workbook: {problem}")
        return 2
