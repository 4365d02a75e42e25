"""Problems with what was asked or given, one line each: what, where, found, what to do."""

import re
from collections.abc import Iterable, Iterator

# What a terminal obeys, what turns the order of letters on a screen, and what cannot be written.
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


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


def tell_once(problems: Iterable[tuple[str, str]], *, most: int = 0) -> Iterator[str]:
    """Problems given as (where, what), what is the same told once: at the first place, with the number of others.

    Where `most` is given, no more lines than that come, and one that counts the others.

    >>> list(tell_once([("a:1: ", "is odd"), ("a:2: ", "is even"), ("a:3: ", "is odd")]))
    ['a:1: is odd (and 1 more such)', 'a:2: is even']
    """
    places: dict[str, list[str]] = {}
    for where, what in problems:
        places.setdefault(what, []).append(where)
    for number, (what, found) in enumerate(places.items()):
        if most and number == most:
            yield f"{found[0]}and {len(places) - most} more problems; correct these first"
            return
        yield f"{found[0]}{what}" + (f" (and {len(found) - 1} more such)" if len(found) > 1 else "")


def show_controls(line: str) -> str:
    """The line as it may be shown: each control character in it by its number.

    >>> show_controls("a\\x1b[31m name")
    'a\\\\x1b[31m name'
    """
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), line)


def name_choices(choices: Iterable[str], *, most: int = 12) -> str:
    """What there is, for the end of a message that names what there is not."""
    known = list(choices)
    shown = ", ".join(known[:most]) or "nothing"
    return shown if len(known) <= most else f"{shown} and {len(known) - most} more"
