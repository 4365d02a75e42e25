"""Change claims in `stances/propositions.yml` and leave all else in it as people wrote it."""

from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from analysis.coding.propositions import INSTRUCTIONS, MOST, Proposition, Propositions, read_propositions
from analysis.errors import InputError
from analysis.event import Event
from analysis.files import write_whole
from analysis.files.handmade import ListEntry, locate_entries
from analysis.files.locks import hold_folder

LONGEST = 500  # characters of a claim, and of when an expert asserts or denies it
LONGEST_NAME = 60
HEADING = "# Claims about the event, each held against what every expert says.\n"
WRITTEN = ("claim", "asserts_when", "denies_when")
Fields = Mapping[str, Any]  # of a claim, without its name; none where the claim is not there


def list_claims(event: Event) -> dict[str, Fields]:
    """The fields of every claim in the event's file by its name, in the file's order; a field at its default is not
    there, and a text is on one line."""
    listed = read_propositions(event)
    return {p.proposition: _give_fields(p) for p in listed.propositions} if listed else {}


def _give_fields(claim: Proposition) -> Fields:
    given = claim.model_dump(exclude={"proposition"}, exclude_defaults=True)
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in given.items()}


def find_fault(name: str, fields: Fields, known: Mapping[str, Fields]) -> str:
    """Why the claim called `name` cannot become `fields`; empty where it can."""
    if set(fields) - {*WRITTEN, "withdrawn"} or fields.get("withdrawn", True) is not True:
        return "a claim has its words, when an expert asserts it, when one denies it, and may be withdrawn"
    texts = [fields.get(field, "") for field in WRITTEN]
    if not all(isinstance(text, str) and 0 < len(text) <= LONGEST and text.isprintable() for text in texts):
        return f"a claim, when an expert asserts it and when one denies it are 1 to {LONGEST} characters each"
    if any(text != " ".join(text.split()) for text in texts):
        return "a claim has single spaces between its words"
    if twice := [other for other, its in known.items() if other != name and its["claim"] == fields["claim"]]:
        return f'the claim "{twice[0]}" says the same'
    if name not in known and (len(name) > LONGEST_NAME or len(known) >= MOST):
        return f"an event has at most {MOST} claims"
    return ""


def write_claims(event: Event, wanted: Mapping[str, Fields]) -> str:
    """The text of the event's file with the wanted claims: new ones behind the others, changed ones where they stand,
    and those without fields out of it. Nothing is written; empty where no claim is left in a file that began with one.

    Comments and the other entries are as they were. Raises InputError where the file is written in a way in which
    that cannot be done.
    """
    path = event.folder / "stances" / "propositions.yml"
    known = list_claims(event)
    after = {name: fields for name, fields in {**known, **wanted}.items() if fields}
    text = path.read_text(encoding="utf-8") if known else _begin(event.slug)
    for name, fields in wanted.items():
        if known.get(name, {}) != fields:
            text = _change(text, name, fields, known)
    if not after and text == _begin(event.slug):
        return ""
    _check(text, after)
    return text


def save_claims(event: Event, wanted: Mapping[str, Fields]) -> None:
    """Bring the wanted claims to the event's file, as `write_claims` has it."""
    path = event.folder / "stances" / "propositions.yml"
    with hold_folder(event.folder / "codings"):
        text = write_claims(event, wanted)
        if not text:
            path.unlink(missing_ok=True)
        elif not path.exists() or text != path.read_text(encoding="utf-8"):
            write_whole(path, text.encode())


def _begin(slug: str) -> str:
    """A file without claims."""
    about = yaml.safe_dump({"event": slug, "instructions": INSTRUCTIONS}, sort_keys=False, width=110)
    return f"{HEADING}{about}propositions:\n"


def _change(text: str, name: str, fields: Fields, known: Mapping[str, Fields]) -> str:
    """The file's text with one claim added, changed or taken out."""
    entries, column = locate_entries(text, "propositions", "propositions.yml")
    lines = text.splitlines()
    if name not in known:
        last = entries[-1].lines.stop if entries else len(lines)
        new = _write([{"proposition": name, **fields}])
        return _join([*lines[:last], *(" " * column + line for line in new), *lines[last:]])
    entry = next(e for e in entries if e.fields["proposition"][1].value == name)
    if not fields:
        return _join([*lines[: entry.lines.start], *lines[entry.lines.stop :]])
    return _join(_rewrite(lines, entry, {field: fields.get(field) for field in (*WRITTEN, "withdrawn")}))


def _rewrite(lines: list[str], entry: ListEntry, wanted: Fields) -> list[str]:
    """The lines with these fields of an entry; a field that says the same already keeps its lines."""
    lines = list(lines)
    there = {name: (key.start_mark, value) for name, (key, value) in entry.fields.items()}
    starts = [start for start, _ in there.values()]
    column, last = starts[0].column, entry.lines.stop
    stops = dict(zip(there, [*(start.line for start in starts[1:]), last], strict=True))
    for field in reversed([*there, *(name for name in wanted if name not in there)]):
        if field not in wanted:
            continue
        new = [" " * column + line for line in _write({field: wanted[field]})] if wanted[field] is not None else []
        if field not in there:
            lines[last:last] = new
        elif " ".join(there[field][1].value.split()) != str(wanted[field]):
            start, stop = there[field][0].line, stops[field]
            while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
                stop -= 1
            if new:
                new[0] = lines[start][:column] + new[0][column:]  # the first field stands behind the hyphen
                new[-1] += _find_comment(lines, there[field][1])
            lines[start:stop] = new
    return lines


def _find_comment(lines: list[str], value: yaml.ScalarNode) -> str:
    """The comment behind a value on its last line, with the blanks before it."""
    if value.style in ("|", ">"):
        return ""
    behind = lines[value.end_mark.line][value.end_mark.column :]
    return behind.rstrip() if behind.lstrip().startswith("#") else ""


def _write(data: object) -> list[str]:
    """Lines of YAML."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100).splitlines()


def _join(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _check(text: str, wanted: Mapping[str, Fields]) -> None:
    """Raises InputError unless the new text says exactly what is wanted: nothing is written on a guess."""
    try:
        read = Propositions.model_validate(yaml.safe_load(text)).propositions
        said = {p.proposition: _give_fields(p) for p in read}
    except (yaml.YAMLError, ValidationError):
        said = {}
    if said != wanted:
        raise InputError("propositions.yml: the claim cannot be written into it; change it by hand")
