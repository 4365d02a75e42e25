"""Problems with what was asked or given, one line each: what, where, found, what to do."""

from collections.abc import Iterable


class InputError(Exception):
    """A request or a file that cannot be used; nothing was started or written (exit code 2).

    `problems` holds one line per problem, because a hand-made file tells all of them at once.
    """

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))

    def _render_traceback_(self, *_: object) -> list[str]:
        """What a notebook shows in the cell's place: the problems, without the way through the code.

        The cell has failed all the same, so that the cells below do not run and papermill ends with an error.
        """
        return list(self.problems)


def name_choices(choices: Iterable[str], *, most: int = 12) -> str:
    """What there is, for the end of a message that names what there is not."""
    known = list(choices)
    shown = ", ".join(known[:most]) or "nothing"
    return shown if len(known) <= most else f"{shown} and {len(known) - most} more"
