"""The notebooks and data that came with this package, in a checkout and in an installed copy."""

from collections.abc import Iterator
from pathlib import Path

EXAMPLE = "2023-03-xi-moscow"
PATTERNS = (
    "notebooks/*.ipynb",
    "data/codebooks/*",
    "data/lexicons/*",
    "data/off-topic/*",
    "data/events/event.schema.json",
    f"data/events/{EXAMPLE}/**/*",
)


def find_bundled() -> Path:
    """The folder with `notebooks/` and `data/`: inside an installed package, or the checkout that the package is in."""
    installed = Path(__file__).parent / "bundled"
    return installed if installed.is_dir() else Path(__file__).parents[2]


def list_bundled() -> Iterator[tuple[Path, Path]]:
    """Every bundled file with its path inside the folder, in the same order everywhere."""
    folder = find_bundled()
    found = {path for pattern in PATTERNS for path in folder.glob(pattern) if path.is_file()}
    for path in sorted(found):
        inside = path.relative_to(folder)
        if not any(part.startswith(".") for part in inside.parts):
            yield path, inside
