"""The `workbook` command: one module per subcommand, loaded when it is called."""

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import click

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
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="Folder with data/, notebooks/ and reports/ (default: the nearest one upwards).",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="framing-workbook")
@click.pass_context
def workbook(context: click.Context, root: Path | None, debug: bool) -> None:
    """How does each expert frame the event? Read round-ups, code them, render reports.

    Exit codes: 0 done, 1 some of the work failed, 2 the request was wrong and nothing was started or written.
    """
    context.obj = root


def resolve_root(context: click.Context) -> Path:
    """The folder that `--root` names, or the nearest one upwards; events of version 0.1.0 in it are converted."""
    from analysis.files import find_root  # not from analysis.event, which takes its time to load

    if context.obj is None:
        root = find_root()
    elif (context.obj / "data").is_dir():
        root = context.obj.resolve()
    else:
        raise InputError(f"--root {context.obj}: has no data/ folder; name the folder that holds data/")
    convert_old(root)
    return root


def convert_old(root: Path) -> None:
    """Convert events that version 0.1.0 made, and say so."""
    files = (p for p in (root / "data" / "events").glob("*/event.yml") if not (p.parent / "transcripts").exists())
    if not any(re.search(rb"^experts:", path.read_bytes(), re.MULTILINE) for path in files):
        return  # without importing the rules for pages, which takes its time
    from analysis.adding.converting import convert_old_events

    for line in convert_old_events(root):
        click.echo(f"note: {line}", err=True)


def move_global_options(arguments: list[str]) -> list[str]:
    """`--root FOLDER` and `--debug` may stand anywhere before `--`; click wants them first."""
    front, rest = [], list(arguments)
    stop = rest.index("--") if "--" in rest else len(rest)
    for index in reversed(range(stop)):
        if rest[index] == "--debug" or rest[index].startswith("--root="):
            front.append(rest.pop(index))
        elif rest[index] == "--root" and index + 1 < len(rest):
            front += [rest.pop(index), rest.pop(index)]
    return [*front, *rest]


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; problems become one line each on stderr."""
    arguments = move_global_options(sys.argv[1:] if arguments is None else arguments)
    try:
        return workbook.main(arguments, prog_name="workbook", standalone_mode=False) or 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        click.echo("workbook: stopped", err=True)
        return 130
    except click.ClickException as error:
        hint = f" (see: workbook {' '.join(a for a in arguments[:1] if not a.startswith('-'))} --help)".replace(
            "  ", " "
        )
        click.echo(f"workbook: {error.format_message()}{hint}", err=True)
        return 2
    except InputError as error:
        if "--debug" in arguments:
            raise
        for problem in error.problems:
            click.echo(f"workbook: {problem}", err=True)
        return 2
