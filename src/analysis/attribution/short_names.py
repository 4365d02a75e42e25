"""Names that a page cuts short: family names and initials of somebody whom it names in full elsewhere."""

import re
from collections import defaultdict
from collections.abc import Iterable

from analysis.attribution.names import strip_particles

INITIALS = re.compile(r"^(?:[^\W\d_a-z]\.?[\s-]?){2,4}$")


def expand_names(names: Iterable[str], listed: Iterable[str], headed: Iterable[str]) -> dict[str, str]:
    """The full name of each short one that exactly one person on the page can bear.

    `listed` are people in biographies and lists of speakers. Headers (`headed`) tell as well where the initials have
    full stops, or where two people are called shortly, as they are in a conversation; else somebody of the same name
    may be meant.
    """
    told = {_fold(name): name for name in (*listed, *headed) if not _is_short(name)}
    sure = {_fold(name) for name in listed}
    bearers = _list_bearers(told)
    found: dict[str, str] = {}
    for name in filter(_is_short, names):
        fits = bearers[_key(name)]
        if len(fits) == 1:
            found[name] = next(iter(fits))
    several = len(set(found.values())) > 1
    known = {n: full for n, full in found.items() if several or full in sure or re.search(r"\w\.[\s-]?\w", n)}
    return {n: _spell(told[full], n) for n, full in known.items()}


def _spell(full: str, short: str) -> str:
    """A family name that a list has in capitals as it is spelt where it stands alone: `Pieter deVries`."""
    spelt = re.search(r"[a-z][A-Z]", short) and full.casefold().endswith(short.casefold())
    return f"{full[: -len(short)]}{short}" if spelt else full


def _is_short(name: str) -> bool:
    """A family name alone, or initials."""
    return len(strip_particles(name).split()) < 2 or bool(INITIALS.match(name))


def is_cut_short(short: str, full: str) -> bool:
    """`Roe`, `J. R.`, `JR` or `van Doe` for a full name."""
    if short.isupper() and INITIALS.match(short):
        return _key(short) in _list_initials(full)
    return _fold(full).endswith(f" {_fold(short)}")


def _list_bearers(told: Iterable[str]) -> defaultdict[str, set[str]]:
    """Who can be called so, by family name (` roe`) and initials (`jr`)."""
    bearers = defaultdict[str, set[str]](set)
    for full in told:
        spaces = [m.start() for m in re.finditer(" ", full)]
        for key in {*(full[at:] for at in spaces), *_list_initials(full)}:
            bearers[key].add(full)
    return bearers


def _key(short: str) -> str:
    if short.isupper() and INITIALS.match(short):
        return re.sub(r"[^\w]", "", short).casefold()
    return f" {_fold(short)}"


def _list_initials(full: str) -> set[str]:
    """`jmr`, `jr` of `jane-may roe`."""
    tokens = full.casefold().split()
    every = "".join(part[0] for token in tokens for part in token.split("-") if part)
    return {every, "".join(t[0] for t in tokens), tokens[0][0] + tokens[-1][0]} if tokens else set()


def drop_nickname(name: str) -> str:
    """`Jane “Jay” Roe` as `jane roe`."""
    return " ".join(re.sub(r"[“\"‘'(]\w[\w.-]*[”\"’')]", " ", name).split()).casefold()


def _fold(name: str) -> str:
    """Case and kinds of apostrophes aside."""
    return name.replace("’", "'").casefold()
