"""Names and positions that a page gives in full elsewhere: in a biography, a list of speakers, another header."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.attribution.credentials import read_again
from analysis.attribution.names import Credentials
from analysis.attribution.short_names import drop_nickname, expand_names


def complete_people(people: Sequence[Credentials], known: Mapping[str, Credentials]) -> list[tuple[Credentials, bool]]:
    """Who each header names, written out, and whether the position comes from what the page tells of people.

    `known` holds what it tells, by the name in small letters.
    """
    headers = [read_again(one) for one in people]
    names = [name for one in headers for name in one.names]
    full = expand_names(names, [one.names[0] for one in known.values()], names)
    placed = [one for one in reversed(headers) if not one.bare and len(one.names) == 1]
    headed = {one.names[0]: one for one in sorted(placed, key=lambda one: bool(one.affiliation))}
    whole = [_write_out(one, full) for one in headers]
    families = Counter(_family(name) for name in {n for one in whole for n in one.names})
    return [_complete_one(one, known, headed, families) for one in whole]


def _write_out(people: Credentials, full: Mapping[str, str]) -> Credentials:
    """Short names in full."""
    if not any(name in full for name in people.names):
        return people
    return replace(people, names=tuple(full.get(n, n) for n in people.names), kind="person")


def _complete_one(
    people: Credentials,
    known: Mapping[str, Credentials],
    headed: Mapping[str, Credentials],
    families: Mapping[str, int],
) -> tuple[Credentials, bool]:
    bios = [bio for name in people.names if (bio := _find(name, known, families))]
    if len(bios) == len(people.names) and _adds(bios, people):
        roles = tuple(bio.role for bio in bios if bio.role)
        home = "; ".join(dict.fromkeys(bio.affiliation for bio in bios if bio.affiliation))
        told = replace(people, roles=roles, affiliation=home or people.affiliation)
        return told, told != people
    if people.bare and len(people.names) == 1:
        return headed.get(people.names[0], people), False
    return people, False


def _family(name: str) -> str:
    return name.casefold().split()[-1] if name.strip() else ""


def _find(name: str, known: Mapping[str, Credentials], families: Mapping[str, int]) -> Credentials | None:
    """What is told of somebody by the full name or, where nobody else bears it, by the family name."""
    family = _family(name)
    told = known.get(name.casefold()) or known.get(drop_nickname(name))
    return told or (known.get(family) if families[family] == 1 else None)


def _adds(bios: Sequence[Credentials], people: Credentials) -> bool:
    """What is told elsewhere goes beyond the header: an organisation, or a position where the header has none."""
    if people.affiliation:
        return not people.role and all(bio.role and people.affiliation in bio.affiliation for bio in bios)
    longer = all(people.role.casefold() in bio.role.casefold() for bio in bios)
    return longer or any(bio.affiliation for bio in bios)
