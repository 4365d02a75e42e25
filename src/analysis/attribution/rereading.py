"""Features from a first reading: how lines of the same markup were read, and how headers and statements compare."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from statistics import median

from analysis.attribution.features import Described, Form, bin_value, describe_markup, ends_in_colon, name_place
from analysis.attribution.parts import Part
from analysis.attribution.places import READ, Best

HEADS = ("name", "signature", "opened", "closed")  # labels
SAID = ("words", "signed", "opened", "closed")
ALIKE = ("name", "title", "words", "signed", "signature", "opened", "closed")


def describe_again(parts: Sequence[Part], places: Sequence[Best], labels: Sequence[str]) -> list[Described]:
    """Features from a first reading: how lines of the same markup were read, and what most headers are."""
    forms = [_form(p, bool(q.best and q.best.quality >= READ)) for p, q in zip(parts, places, strict=True)]
    alike, read_so, on_page = Counter(forms), Counter(zip(forms, labels, strict=True)), Counter(labels)
    heads = {label: on_page[label] for label in HEADS}
    most = max(heads, key=lambda label: heads[label])
    share = int(2.99 * heads[most] / max(1, sum(heads.values())))
    among, lengths = _compare_heads(parts, labels), _compare_lengths(parts, labels)

    @cache
    def compare_alike(form: Form, label: str) -> tuple[str, ...]:
        """How often other lines of the form have each label."""
        many, shares = "many" if alike[form] > 3 else "few", []
        for other in ALIKE if alike[form] > 1 else ():
            share = (read_so[form, other] - (label == other)) / (alike[form] - 1)
            shares.append(f"alike {other}{int(3.99 * share)}{many}")
        return tuple(shares)

    described: list[Described] = []
    for i, (form, label) in enumerate(zip(forms, labels, strict=True)):
        name = name_place(places[i].best)
        above, below = labels[i - 1] if i else "", labels[i + 1] if i + 1 < len(labels) else ""
        page = (f"most {most}{share}", f"read {label}", f"most {most}{share} {name}")
        beside = (f"between {above} and {below}", among[i], f"{among[i]} {name}")
        described.append((page, beside, compare_alike(form, label), lengths[i]))
    return described


def _compare_heads(parts: Sequence[Part], labels: Sequence[str]) -> list[str]:
    """Where each line stands among the headers of a first reading, and how many of the others are set like it."""
    markup = [describe_markup(p) for p in parts]
    heads = [i for i, label in enumerate(labels) if label in HEADS]
    set_so = Counter(markup[i] for i in heads)
    told = []
    for i, label in enumerate(labels):
        own = label in HEADS
        others = len(heads) - own
        where = "above" if not heads or i <= heads[0] else "below" if i >= heads[-1] else "amid"
        share = int(2.99 * (set_so[markup[i]] - own) / others) if others else "-"
        told.append(f"{where} heads set so{share} of{min(3, others)}")
    return told


def _compare_lengths(parts: Sequence[Part], labels: Sequence[str]) -> list[tuple[str, ...]]:
    """How many paragraphs and words stand between each line and the header above it, beside what is usual."""
    runs: list[list[int]] = []
    at = []
    for part, label in zip(parts, labels, strict=True):
        if label in HEADS or not runs:
            runs.append([0, 0])
        run = runs[-1]
        if part.prose:
            at.append((len(runs), run[0] + 1, run[1] + part.words))
            if label in SAID:
                run[0], run[1] = run[0] + 1, run[1] + part.words
        else:
            at.append((len(runs), run[0], run[1]))
    said = [run for run in runs if run[0]]
    if len(said) < 3:
        return [() for _ in parts]
    usual = median(n for n, _ in said), median(words for _, words in said)
    steady = int(2.99 * sum(n == usual[0] for n, _ in said) / len(said))
    return [
        (
            f"paragraph {bin_value(n - usual[0], (-1, 0, 1, 2, 4))} steady{steady}",
            f"length {bin_value(words / usual[1], (0.3, 0.7, 1.3, 2, 4))} steady{steady}",
        )
        for _, n, words in at
    ]


def _form(part: Part, named: bool) -> Form:
    """How a line is set, how it ends, and whether a name was read in it."""
    return (*describe_markup(part), ends_in_colon(part), named)
