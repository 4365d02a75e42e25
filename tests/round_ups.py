"""Compare what the rules find on a gold page with what its gold file expects."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.attribution import attribute_page
from analysis.sources.documents import read_page
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold"
MARKS = "“”\"'‘’ "


@dataclass
class Score:
    """How many of a page's statements were found, and how many of their fields are exact."""

    page: str
    expected: int
    found: int = 0
    exact: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("name", "role", "affiliation", "edges", "words"), 0)
    )
    misses: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Everything as expected."""
        return self.found == self.expected and all(n == self.expected for n in self.exact.values()) and not self.misses


def list_gold() -> list[Path]:
    """All gold files."""
    return sorted(GOLD.glob("*/*.gold.yaml"))


def flatten(value: Any, joint: str) -> str:
    return joint.join(value) if isinstance(value, list) else value or ""


def score_page(gold_path: Path) -> Score:
    """The page read and attributed, against its gold file."""
    gold = yaml.safe_load(gold_path.read_text(encoding="utf-8"))
    path = gold_path.parent / gold["file"]
    page = read_page(path.read_bytes(), path.name)
    statements = list(attribute_page(page).statements)
    score = Score(path.name, len(gold["experts"]))
    if len(statements) != score.expected:
        score.misses.append(f"{len(statements)} statements instead of {score.expected}")
    left = list(statements)
    for expected in gold["experts"]:
        name = flatten(expected["name"], " and ")
        first = expected["first6"]
        texts = [page.text[s.start : s.end].strip(MARKS) for s in left]
        index = next((i for i, t in enumerate(texts) if " ".join(t.split()[:6]) == first.strip(MARKS)), None)
        if index is None:
            score.misses.append(f"{name}: no statement begins “{first}”")
            continue
        statement, words = left.pop(index), texts[index].split()
        score.found += 1
        checks = {
            "name": statement.people.expert == name,
            "role": statement.people.role == flatten(expected["role"], "; "),
            "affiliation": statement.people.affiliation == (expected["affiliation"] or ""),
            "edges": " ".join(words[-6:]) == expected["last6"].rstrip(MARKS),
            "words": abs(len(words) - expected["words"]) <= 2,
        }
        for check, passed in checks.items():
            score.exact[check] += passed
            if not passed:
                score.misses.append(
                    f"{name}: {check}: found {statement.people} … {' '.join(words[-6:])} ({len(words)})"
                )
    return score


def score_all(group: str = "*") -> Iterator[Score]:
    """The score of every gold page of a group."""
    yield from map(score_page, sorted(GOLD.glob(f"{group}/*.gold.yaml")))
