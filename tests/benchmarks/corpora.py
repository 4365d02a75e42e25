"""Texts for benchmarks, made from the public speeches under `material/scale`."""

import itertools
import json
import lzma
import os
import random
import re
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parents[2]
WORDS_PER_DOCUMENT = 250


def find_material() -> Path | None:
    """The folder of test material: $WORKBOOK_MATERIAL, or ../shared/material beside the project."""
    named = os.environ.get("WORKBOOK_MATERIAL")
    folders = [Path(named)] if named else [HERE.parent / "shared" / "material"]
    return next((folder for folder in folders if folder.is_dir()), None)


def read_speeches() -> list[str] | None:
    """The State of the Union addresses, or None where the material is absent."""
    material = find_material()
    if material is None or not (material / "scale" / "sotu.jsonl.xz").is_file():
        return None
    with lzma.open(material / "scale" / "sotu.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def make_documents(speeches: list[str], megabytes: float) -> list[str]:
    """Documents of 250 words with their line breaks, repeated in another order until there are `megabytes`."""
    pieces = [piece for speech in speeches for piece in cut_words(speech)]
    order = random.Random(1)
    documents: list[str] = []
    size, goal = 0, megabytes * 1e6
    while size < goal:
        order.shuffle(pieces)
        for piece in pieces:
            documents.append(piece)
            size += len(piece.encode())
            if size >= goal:
                break
    return documents


def cut_words(text: str) -> list[str]:
    """The text in pieces of 250 words."""
    starts = [m.start() for m in re.finditer(r"\S+", text)][::WORDS_PER_DOCUMENT]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def make_plain_patterns(speeches: list[str], number: int, *, hits_per_kb: float = 7.7) -> list[str]:
    """Words and phrases of two words, a third with a trailing *, that together hit about `hits_per_kb`."""
    sample = " ".join(speeches[::5])
    words = re.findall(r"[a-z]+", sample.lower())
    count = Counter(w for w in words if len(w) >= 4)
    pairs = Counter(f"{a} {b}" for a, b in itertools.pairwise(words) if len(a) > 3 and len(b) > 3)
    order = random.Random(2)
    goal = hits_per_kb * len(sample) / 1000 / number
    near = sorted(count, key=lambda w: abs(count[w] - goal))[: number * 2]
    phrases = [p for p, n in pairs.most_common(number * 4)]
    chosen = [*order.sample(near, min(len(near), number - number // 5))]
    chosen += order.sample(phrases, min(len(phrases), number - len(chosen)))
    return [f"{p}*" if n % 3 == 0 else p for n, p in enumerate(dict.fromkeys(chosen))][:number]
