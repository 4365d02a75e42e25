"""What stands above the rows of a coding sheet: whose it is and what it shows, sealed, and checked on return."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.codebook import Codebook, hash_fields
from analysis.coding.entries import make_record
from analysis.errors import InputError

FIELDS = ("event", "coder", "who", "trained", "sheet made on", "seed", "codebook_sha256", "shown_sha256")
CHOSEN = "chosen"  # the segments of a sheet that were chosen by how much they would teach, and not drawn at random
SAMPLE = "sample"  # how many segments were drawn at random; a sheet of all segments has no such line
SEALED = ("seed", "codebook_sha256", "shown_sha256", SAMPLE, CHOSEN)  # who codes may be corrected, these may not
BESIDE = "sheet made on"  # the field beside whose value the seal stands
WRITTEN = re.compile(r"(\d{1,6}) (sentence|paragraph)s(?: of ([0-9a-f ,]+))?; seal [0-9a-f]{12}")
STRATUM = re.compile(r"(\d{1,6}) ([0-9a-f]{8})")
NUMBER = re.compile(r"[0-9]{1,18}(\.0)?")  # a spreadsheet program may write 3 as 3.0
SHA256 = re.compile("[0-9a-f]{64}")
SEGMENT = re.compile(r".+/[0-9]+")
DATE = re.compile(r"\d{4}-\d\d-\d\d( 00:00:00)?|\d{1,2}([./-])\d{1,2}\2\d{2}(\d{2})?|\d{4}/\d{1,2}/\d{1,2}")
RESTORE = "restore it from the sheet as it was sent"


@dataclass(frozen=True)
class Seal:
    """What a sheet was when it was sent: how many rows it had, and from how many segments of each expert they are."""

    n_rows: int
    unit: str
    strata: tuple[tuple[int, str], ...]  # of a sample: how many segments each expert had, and a sign for the name
    intact: bool  # whether the first rows still say what they said


@dataclass(frozen=True)
class FirstRows:
    """The fields above a sheet's rows, each field's row, and the seal; None in a sheet from before there were seals."""

    fields: Mapping[str, str]
    places: Mapping[str, int]
    seal: Seal | None

    @property
    def seed(self) -> int:
        """Of the order of the rows, and of the draw."""
        return int(self.fields["seed"].removesuffix(".0"))

    @property
    def sample(self) -> int | None:
        """How many segments were to be drawn; None for a sheet that is no sample."""
        return int(self.fields[SAMPLE].removesuffix(".0")) if SAMPLE in self.fields else None

    @property
    def chosen(self) -> frozenset[str]:
        """The segments of a sheet whose segments were chosen; none for any other sheet."""
        return frozenset(part.strip() for part in self.fields.get(CHOSEN, "").split(";")) - {""}


def write_seal(fields: Mapping[str, str], *, n_rows: int, unit: str, strata: Sequence[tuple[int, str]]) -> str:
    """The seal of a sheet with these first rows, so many rows and, of a sample, these strata."""
    of = ", ".join(f"{size} {sign}" for size, sign in strata)
    said = f"{n_rows} {unit}s{' of ' if of else ''}{of}"
    sealed = {name: fields.get(name, "").removesuffix(".0") for name in SEALED}
    return f"{said}; seal {hash_fields({**sealed, 'rows': said})[:12]}"


def read_first_rows(rows: Sequence[Sequence[str]], *, slug: str, codebook: Codebook) -> tuple[FirstRows, list[str]]:
    """The first rows, and every problem in them by its cell; of an older codebook or another event, only that."""
    fields: dict[str, str] = {}
    places: dict[str, int] = {}
    problems = []
    for number, row in enumerate(rows, 1):
        name = row[0].strip() if row else ""
        if name in places:
            problems.append(f'A{number}: "{name}" is there twice (first in row {places[name]}); remove one')
        elif name in (*FIELDS, SAMPLE, CHOSEN):
            places[name] = number
            fields[name] = row[1].strip() if len(row) > 1 else ""
    beside = rows[places[BESIDE] - 1][2:3] if BESIDE in places else []
    seal = _read_seal(beside[0].strip() if beside else "", fields)
    if fields.get("event") and fields["event"] != slug:
        return FirstRows(fields, places, seal), [
            f'B{places["event"]}: is a sheet for "{fields["event"]}"; import it there'
        ]
    sha256 = fields.get("codebook_sha256", "")
    if SHA256.fullmatch(sha256) and sha256 != codebook.instructions_sha256:
        changed = f"the codebook has been changed since the sheet was made; {name_new_sheet(slug, fields)}"
        return FirstRows(fields, places, seal), [f"B{places['codebook_sha256']}: {changed}"]
    for expected, name in enumerate(FIELDS, 1):
        if not fields.get(name):
            problems.append(f'B{places.get(name, expected)}: "{name}" is missing; {RESTORE}')
    problems += [f"B{places[name]}: {what}" for name, what in _check_values(fields)]
    return FirstRows(fields, places, seal), problems


def name_new_sheet(slug: str, fields: Mapping[str, str]) -> str:
    """What to do: the command that writes a new sheet for the same coder."""
    return f"write a new sheet: workbook sheet {slug} --coder {fields.get('coder') or 'NAME'}"


def _read_seal(cell: str, fields: Mapping[str, str]) -> Seal | None:
    """The seal that stands in the cell; one that cannot be read is not intact."""
    found = WRITTEN.fullmatch(cell)
    if not found:
        return Seal(0, "", (), intact=False) if cell else None
    strata = tuple((int(size), sign) for size, sign in STRATUM.findall(found[3] or ""))
    n_rows, unit = int(found[1]), found[2]
    return Seal(n_rows, unit, strata, intact=write_seal(fields, n_rows=n_rows, unit=unit, strata=strata) == cell)


def _check_values(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(field, what is wrong) for each field that is there and cannot be what was sent."""
    if (coder := fields.get("coder")) and (problem := _check_coder(coder)):
        yield "coder", problem
    if (made_on := fields.get(BESIDE)) and not _is_date(made_on):
        yield BESIDE, f'is a date such as 2026-01-31; found "{made_on[:40]}"; {RESTORE}'
    if (seed := fields.get("seed")) and not NUMBER.fullmatch(seed):
        yield "seed", f'the seed is a whole number; found "{seed[:20]}"; {RESTORE}'
    for name in ("codebook_sha256", "shown_sha256"):
        if (sha256 := fields.get(name)) and not SHA256.fullmatch(sha256):
            yield name, f'"{name}" is 64 digits and letters from a to f; found "{sha256[:20]}"; {RESTORE}'
    size = fields.get(SAMPLE)
    if size is not None and (not NUMBER.fullmatch(size) or int(size.removesuffix(".0")) < 1):
        yield SAMPLE, f'"{SAMPLE}" is the number of segments that were drawn; found "{size[:20]}"; {RESTORE}'
    if (chosen := fields.get(CHOSEN)) is not None:
        parts = [part.strip() for part in chosen.split(";")]
        if wrong := [part for part in parts if not SEGMENT.fullmatch(part)]:
            yield CHOSEN, f'"{CHOSEN}" names the segments of the sheet; found "{wrong[0][:40]}"; {RESTORE}'
        elif size is not None:
            yield CHOSEN, f'a sheet has either "{SAMPLE}" or "{CHOSEN}", and both are there; {RESTORE}'


def _check_coder(coder: str) -> str:
    """What is wrong with the coder's name; empty where nothing is."""
    given = {"kind": "person", "who": "x", "trained": "x", "blind": True, "codebook_sha256": "0" * 64}
    try:
        make_record(coder=coder, made_on=datetime.date.min, **given)
    except InputError as error:
        if "cannot be called" in str(error):
            return f'a coder cannot be called "{coder}"; write another name'
        return (
            "a coder's name is lower-case letters, digits and hyphens, 40 at most; "
            f'found "{coder[:40]}"; write such a name'
        )
    return ""


def _is_date(text: str) -> bool:
    """Whether it is a date as we write one, or as spreadsheet programs do; of theirs only the form is known."""
    if not DATE.fullmatch(text):
        return False
    if not re.match(r"\d{4}-", text):
        return True
    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
