"""Sentence segmenters on the forty gold cases: cases right, and speed beside ours."""

import importlib.util
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from sentencex import segment

from analysis.segmentation import find_sentences

GOLD = Path(__file__).parents[1] / "gold" / "sentences.yml"


def cut(text: str) -> list[str]:
    """The workbook's own sentences."""
    return [text[start:end] for start, end in find_sentences(text, language="en")]


def load_peers() -> dict[str, Callable[[str], list[str]]]:
    """Each installed segmenter as text -> sentences."""
    peers: dict[str, Callable[[str], list[str]]] = {"ours": cut, "sentencex": lambda text: list(segment("en", text))}
    if importlib.util.find_spec("pysbd"):
        import pysbd

        peers["pysbd"] = pysbd.Segmenter(language="en", clean=False).segment
    if importlib.util.find_spec("blingfire"):
        import blingfire

        peers["blingfire"] = lambda text: blingfire.text_to_sentences(text).split("\n")
    if importlib.util.find_spec("nupunkt"):
        import nupunkt

        peers["nupunkt"] = nupunkt.sent_tokenize
    if importlib.util.find_spec("spacy"):
        import spacy

        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        peers["spaCy sentencizer"] = lambda text: [s.text for s in nlp(text).sents]
    return peers


def main() -> str:
    """A row per segmenter: cases right of forty, and how many times slower than ours on the same text."""
    cases = yaml.safe_load(GOLD.read_text(encoding="utf-8"))
    text = " ".join(case["text"] for case in cases) * 5
    rows, first = [], 0.0
    for name, cut in load_peers().items():
        right = sum([s.strip() for s in cut(case["text"]) if s.strip()] == case["sentences"] for case in cases)
        began = time.perf_counter()
        cut(text)
        took = time.perf_counter() - began
        first = first or took
        rows.append(f"| {name} | {right} | {took / first:.1f} |")
    missing = {"pysbd", "blingfire", "nupunkt", "spaCy sentencizer"} - set(load_peers())
    note = f"\nnot installed, skipped: {', '.join(sorted(missing))}" if missing else ""
    return "| segmenter | right of 40 | time ÷ ours |\n|---|---|---|\n" + "\n".join(rows) + note
