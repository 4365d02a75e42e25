"""The licence of every package in the two locks, as `data/licences.md` has it: `make golden` writes it anew.

A licence is what the package says of itself where it is installed. For a package that is not installed here (another
system's, or the extra [learned]) the table keeps what it said of the same version; `python -m tests.licences FOLDER`
reads it from the wheels in a folder, as `pip download` leaves them there.
"""

import email
import re
import sys
import zipfile
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-learned.lock")
TABLE = ROOT / "data" / "licences.md"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)
HEAD = """\
# Licences of the packages that the locks install

Written by `make golden` from `requirements.lock` and `requirements-learned.lock`; do not edit it by hand.

| package | version | licence |
|---|---|---|
"""


def read_pins() -> dict[str, str]:
    """The locked packages and their versions."""
    return dict(pin for lock in LOCKS for pin in PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def read_table() -> dict[tuple[str, str], str]:
    """Licence by package and version, as the table has it."""
    text = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    return {(name, version): licence for name, version, licence in ROW.findall(text) if name != "package"}


def find_licence(name: str, version: str) -> str:
    """What the installed package says; empty where another version or none is installed."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    return read_licence(about) if about.get("Version") == version else ""


def read_licence(about: Any) -> str:
    """The licence in a package's metadata; commas leave the choice."""
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [c.split(" :: ")[-1] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    named = ", ".join(c.removesuffix(" License") for c in classifiers if c != "OSI Approved")
    first = (about.get("License") or "").strip().splitlines()[:1]
    return named or (first[0][:60] if first else "")


def read_wheels(folder: Path) -> dict[tuple[str, str], str]:
    """Licence by package and version, as the wheels in a folder say."""
    found = {}
    for path in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            inside = next(n for n in wheel.namelist() if n.count("/") == 1 and n.endswith(".dist-info/METADATA"))
            about = email.message_from_bytes(wheel.read(inside))
        name = re.sub(r"[-_.]+", "-", str(about["Name"])).lower()
        found[name, str(about["Version"])] = read_licence(about)
    return found


def format_table(read: Mapping[tuple[str, str], str] = MappingProxyType({})) -> str:
    """The table as it should be; `read` is what wheels say that are not installed."""
    known = {**read_table(), **read}
    rows = [
        (name, version, find_licence(name, version) or known.get((name, version)) or "?")
        for name, version in sorted(read_pins().items())
    ]
    return HEAD + "".join(f"| {name} | {version} | {licence.replace('|', '/')} |\n" for name, version, licence in rows)


def write_table(*folders: str) -> None:
    read = {key: licence for folder in folders for key, licence in read_wheels(Path(folder)).items()}
    TABLE.write_text(format_table(read), encoding="utf-8")


if __name__ == "__main__":
    write_table(*sys.argv[1:])
