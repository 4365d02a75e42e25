"""The licence of every package in the two locks, as `data/licences.md` has it: `make golden` writes it anew.

A licence is what the installed package says of itself. For a package that is not installed here (another system's, or
the extra [learned]) the table keeps what it said of the same version.
"""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-learned.lock")
TABLE = ROOT / "data" / "licences.md"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)
ELSEWHERE = {  # packages of other systems and Python versions, as their project pages say
    "aiohappyeyeballs": "PSF-2.0",
    "aiohttp": "Apache-2.0 AND MIT",
    "aiosignal": "Apache-2.0",
    "appnope": "BSD-2-Clause",
    "cffi": "MIT",
    "colorama": "BSD-3-Clause",
    "frozenlist": "Apache-2.0",
    "httpx2-jsfetch": "unknown; for Emscripten only, where the workbook does not run",
    "multidict": "Apache-2.0",
    "propcache": "Apache-2.0",
    "py3langid": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
    "pywinpty": "MIT",
    "yarl": "Apache-2.0",
}
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
    """What the installed package says; empty where another version or none is installed. Commas leave the choice."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    if about.get("Version") != version:
        return ""
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [c.split(" :: ")[-1] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    named = ", ".join(c.removesuffix(" License") for c in classifiers if c != "OSI Approved")
    first = (about.get("License") or "").strip().splitlines()[:1]
    return named or (first[0][:60] if first else "")


def format_table() -> str:
    """The table as it should be."""
    known = read_table()
    rows = [
        (name, version, find_licence(name, version) or known.get((name, version)) or ELSEWHERE.get(name, "?"))
        for name, version in sorted(read_pins().items())
    ]
    return HEAD + "".join(f"| {name} | {version} | {licence.replace('|', '/')} |\n" for name, version, licence in rows)


def write_table() -> None:
    TABLE.write_text(format_table(), encoding="utf-8")


if __name__ == "__main__":
    write_table()
