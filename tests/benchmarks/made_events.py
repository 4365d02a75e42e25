"""Events for benchmarks: round-ups made by rule, each with words of its own, read in as `workbook add` does."""

import random
import shutil
from pathlib import Path

from analysis.adding import AddRequest, add_event
from tests.conftest import ROOT

EXPERTS = ("Ada Lind", "Bo Norén", "Cecilia Ek")
PLACES = ("Institute of Harbours", "Centre for River Studies", "Council on Distant Trade")
STARTS = ("ba", "ca", "do", "fe", "gu", "ka", "lo", "mi", "ne", "po", "ra", "su", "to", "va", "we")
ENDS = ("dar", "len", "mont", "nia", "rak", "sund", "tive", "vale", "worth", "zin")
FRAMED = (  # what the bundled codebook's indicators match
    "the junior partner", "an unequal bargain", "a strategic partnership", "a zero sum contest", "a common threat",
    "the balancing act", "closer ties", "a cautious tone", "no mention of the treaty", "a symbolic gesture",
    "nothing new", "an arms race", "the lowest common denominator", "a united front",
)  # fmt: skip
SENTENCES = (
    "The {0} of {1} has shown that {f} may follow from the {2} in {1}.",
    "For the government of {1}, {f} is perhaps less important than the {0} and the {2}.",
    "It is clear that the {2} will not change before {1} and its {0} agree.",
    "In {1}, officials said that the {0} could lead to {f}, which the {2} must answer.",
    "However, the {0} remains weak, and {1} depends on the {2} of its neighbours.",
    "Both sides spoke about {f} while the {0} near {1} was left to the {2}.",
)


def copy_project(root: Path) -> None:
    """The project's data and notebooks in a new root."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, root / name)


def add_events(root: Path, number: int) -> list[str]:
    """Add `number` events, and give their slugs."""
    slugs = [f"made-{seed:02}" for seed in range(number)]
    for seed, slug in enumerate(slugs):
        page = root / f"{slug}.md"
        page.write_text(write_page(seed), encoding="utf-8")
        add_event(root, str(page), AddRequest(slug, codebook="great-power-framing"))
        page.unlink()
    return slugs


def write_page(seed: int) -> str:
    """A round-up in Markdown: three experts of some two hundred words each."""
    chance = random.Random(seed)
    own = [chance.choice(STARTS) + chance.choice(STARTS) + chance.choice(ENDS) for _ in range(60)]
    lines = [f"# The {own[0]} treaty and what follows from it", "", f"Published 2024-0{seed % 9 + 1}-11", ""]
    for expert, place in zip(EXPERTS, PLACES, strict=True):
        lines += [f"**{expert}**, analyst, {place}", ""]
        for _ in range(3):
            lines += [" ".join(write_sentence(chance, own) for _ in range(4)), ""]
    return "\n".join(lines)


def write_sentence(chance: random.Random, own: list[str]) -> str:
    """One sentence with words of the page's own."""
    first, place, other = chance.sample(own, 3)
    return chance.choice(SENTENCES).format(first, place.capitalize(), other, f=chance.choice(FRAMED))
