"""Dictionary coding beside `rg`, `grep`, Python `re` and spaCy's matcher, on one corpus in one run, as ratios.

The plain patterns are words and phrases, a third with a trailing *, and hit about 7.7 times per kB. The full language
makes gaps, near, groups, inner wildcards, exclusions and case-sensitive words of more than half of them, and looks for
negation, quotation marks and the ends of sentences. `rg` and `grep` get the same words as fixed strings, without word
edges, and only count or print them.
All are timed in seconds of processor time, one core each. Ours gives each match's document and character offsets. The
second table gives the cost of the worst indicators on texts made to be slow, which has to grow with the text and not
with its square.
"""

import importlib.util
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather as feather

from tests.benchmarks.corpora import HERE, make_documents, make_plain_patterns, read_speeches

FRAMES = 10
PATTERNS = 400
SLOW_SAMPLE = 0.5  # MB for peers that would need minutes
ROUNDS = 3
CASES = [(100, PATTERNS), (1, PATTERNS), (10, PATTERNS), (10, 1), (10, 10), (10, 100), (10, 1000)]
SIZES = (10, 40, 160, 640)  # kB
WORST = [
    ("a (0-30) a (0-30) a (0-30) a", "a "),
    ("a (near 30) a", "a "),
    ("a (30-30) a (30-30) a", "a "),
    ("a (0-30) a", "a-"),
    ("(a | a a | a a a) (0-30) (a | a a)", "a "),
    ("*a*a*b", "a" * 130 + " "),
    ("*a*a*a", "a"),
    ("a*a*a*a a*a*a*a a*a*a*a z", "aaaaaaaaaa "),
    ("=*a*a*a", "a"),
    ("a", "not a-a-a-a-"),
]
Run = Callable[[], tuple[float, float, int]]  # seconds, peak MB above what was there, matches
HEAD = [
    "| corpus | patterns | coder | MB/s | × rg | peak MB above the text | matches |",
    "|---|---|---|---|---|---|---|",
]

CODE = """
import json, sys, time
import pyarrow.feather as feather
from analysis.codebook import Indicator
from analysis.matching.matcher import Matcher

def peak():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]) / 1000

signs, path, full = json.load(sys.stdin)
signs = [(code, Indicator.model_validate(s)) for code, s in signs]
matcher = Matcher(signs, negation=full, quotations=full)
column = feather.read_table(path, memory_map=False)["text"].combine_chunks()
matcher.find(column[:50])
open("/proc/self/clear_refs", "w").write("5")  # the peak counts from here
before = peak()
begun = time.process_time()
found = matcher.find(column)
print(time.process_time() - begun, peak() - before, len(found.row))
"""


def main() -> str:
    speeches = read_speeches()
    if speeches is None:
        return "skipped: the speeches are not here; set WORKBOOK_MATERIAL to the folder of test material"
    lines = list(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for megabytes, number in CASES:
            lines += compare(speeches, megabytes, number, Path(folder))
        lines += compare(speeches, 10, 20_000, Path(folder), only_ours=True)
    peers = [*find_tools(), ("spacy", importlib.util.find_spec("spacy"))]
    skipped = [f"{name}: not installed, skipped" for name, found in peers if not found]
    last = [f"best of {ROUNDS} runs each, in turn", time_bundled_event()]
    return "\n".join([*lines, "", *measure_worst(), "", *skipped, *last])


def find_tools() -> list[tuple[str, str | None]]:
    """The tools to compare with, and where they are."""
    return [(name, shutil.which(name)) for name in ("rg", "grep")]


def compare(speeches: list[str], megabytes: float, number: int, folder: Path, *, only_ours: bool = False) -> list[str]:
    """Rows for one size and number of patterns; the coders run in turn, the best time of each counts."""
    documents = make_documents(speeches, megabytes)
    patterns = make_plain_patterns(speeches, number)
    (folder / "corpus.txt").write_text("\n".join(documents), encoding="utf-8")
    (folder / "patterns.txt").write_text("".join(p.rstrip("*") + "\n" for p in patterns))
    feather.write_feather(
        pa.table({"text": pa.array(documents, pa.large_string())}), folder / "corpus.arrow", "uncompressed"
    )
    size = sum(len(d.encode()) for d in documents) / 1e6
    coders: list[tuple[str, Run, float]] = [
        ("ours, plain patterns", partial(run_ours, patterns, folder, full=False), size),
        ("ours, full language", partial(run_ours, make_full_patterns(patterns), folder, full=True), size),
    ]
    if not only_ours:
        coders += find_peers(speeches, patterns, size, folder, slow=number == PATTERNS and megabytes == 1)
    best: dict[str, tuple[float, float, int]] = {}
    for name, run, _ in coders * ROUNDS:
        best[name] = min(best.get(name, (1e9, 0.0, 0)), run())
    rg = next((size / best[name][0] for name, _, _ in coders if name.startswith("rg")), None)
    rows = []
    for name, _, held in coders:
        seconds, peak, found = best[name]
        ratio = f"{held / seconds / rg:.2f}" if rg else "–"
        memory = f"{peak:.0f}" if peak else "–"
        rows.append(
            f"| {megabytes} MB | {len(patterns)} | {name} | {held / seconds:.1f} | {ratio} | {memory} | {found} |"
        )
    return rows


def find_peers(
    speeches: list[str], patterns: list[str], size: float, folder: Path, *, slow: bool
) -> list[tuple[str, Run, float]]:
    """The peers that are installed; slow ones on a sample."""
    peers: list[tuple[str, Run, float]] = []
    if shutil.which("rg"):
        options = ["-j1", "--count-matches", "-i", "-F"]
        peers.append(("rg --count-matches -i -F -j1", lambda: run_tool(["rg", *options], folder), size))
    if shutil.which("grep") and slow:
        peers.append(("grep -o -i -F", lambda: run_tool(["grep", "-o", "-i", "-F"], folder), size))
    if slow:
        sample = make_documents(speeches, SLOW_SAMPLE)
        held = sum(len(d.encode()) for d in sample) / 1e6
        peers.append(("Python re, one expression per frame", lambda: run_re(sample, patterns), held))
        if importlib.util.find_spec("spacy"):
            peers.append(("spaCy PhraseMatcher", lambda: run_spacy(sample, patterns), held))
    return peers


def measure_worst() -> list[str]:
    """Seconds for the worst indicators on texts of growing size."""
    from analysis.codebook import Indicator
    from analysis.matching.matcher import Matcher

    rows = [f"| indicator | text | {' | '.join(f'{size} kB' for size in SIZES)} |", "|---" * (2 + len(SIZES)) + "|"]
    for sign, piece in WORST:
        seconds = []
        for size in SIZES:
            text = piece * (size * 1000 // len(piece))
            matcher = Matcher([(0, Indicator(match=sign))])
            begun = time.process_time()
            matcher.find([text])
            seconds.append(f"{time.process_time() - begun:.2f} s")
        rows.append(f"| `{sign.replace('|', chr(92) + '|')}` | {piece[:20]!r} … | {' | '.join(seconds)} |")
    return rows


def make_full_patterns(patterns: Sequence[str]) -> list[Any]:
    """The same words in the whole language."""
    words = [p.rstrip("*") for p in patterns]
    full: list[Any] = []
    for n, (pattern, word) in enumerate(zip(patterns, words, strict=True)):
        other = words[(n * 7 + 3) % len(words)]
        kind = n % 10
        if kind == 0:
            full.append(f"{word}* (0-3) {other}")
        elif kind == 1:
            full.append(f"{word} (near 5) {other}*")
        elif kind == 2:
            full.append(f"({word} | {other})")
        elif kind == 3:
            full.append(f"{word[:-2]}*{word[-1]}")  # as wom*n
        elif kind == 4:
            full.append({"match": pattern, "but_not": [f"the {word}", f"{word} of"]})
        elif kind == 5:
            full.append(f"={word}")
        else:
            full.append(pattern)
    return full


def run_ours(patterns: Sequence[Any], folder: Path, *, full: bool) -> tuple[float, float, int]:
    """In a process of its own, so that the peak of memory is the coder's."""
    signs = [(n * FRAMES // len(patterns), p if isinstance(p, dict) else {"match": p}) for n, p in enumerate(patterns)]
    request = json.dumps([signs, str(folder / "corpus.arrow"), full])
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=request, capture_output=True, text=True, check=True, cwd=HERE
    )
    seconds, peak, found = done.stdout.split()
    return float(seconds), float(peak), int(found)


def run_tool(command: list[str], folder: Path) -> tuple[float, float, int]:
    """rg or grep over the corpus as a file."""
    begun = measure_children()
    done = subprocess.run(
        [*command, "-f", str(folder / "patterns.txt"), str(folder / "corpus.txt")], capture_output=True, check=False
    )
    seconds = measure_children() - begun
    out = done.stdout
    return seconds, 0.0, int(out) if command[0] == "rg" else out.count(b"\n")


def measure_children() -> float:
    """Seconds of processor time of all finished children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_re(documents: list[str], patterns: Sequence[str]) -> tuple[float, float, int]:
    """One expression with all of a frame's patterns as alternatives."""
    frames = [patterns[n::FRAMES] for n in range(FRAMES)]
    expressions = [
        re.compile(
            r"\b(?:"
            + "|".join(re.escape(p.rstrip("*")) + (r"\w*" if p[-1] == "*" else "") for p in sorted(f)[::-1])
            + r")\b",
            re.IGNORECASE,
        )
        for f in frames
        if f
    ]
    begun = time.process_time()
    found = sum(1 for d in documents for e in expressions for _ in e.finditer(d))
    return time.process_time() - begun, 0.0, found


def run_spacy(documents: list[str], patterns: Sequence[str]) -> tuple[float, float, int]:
    """Its tokenizer and PhraseMatcher; a trailing * is left out."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("all", [nlp.make_doc(p.rstrip("*")) for p in patterns])
    begun = time.process_time()
    found = sum(len(matcher(doc)) for doc in nlp.pipe(documents))
    return time.process_time() - begun, 0.0, found


def time_bundled_event() -> str:
    """The small case: the bundled event's segments, the codebook compiled anew and compiled before."""
    from analysis.codebook import load_codebook
    from analysis.coding.dictionary import code_segments, compile_dictionary
    from analysis.event import list_events, load_event
    from analysis.pipeline import build_tables

    event = load_event(list_events(HERE)[0], root=HERE)
    segments = build_tables(event).segments
    codebook = load_codebook(event.codebook_path)
    times: dict[str, float] = {}
    for name in ["compiling its codebook", "with its codebook compiled"] * 20:
        if name.startswith("compiling"):
            compile_dictionary.cache_clear()
        begun = time.perf_counter()
        code_segments(segments, codebook)
        times[name] = min(times.get(name, 1.0), time.perf_counter() - begun)
    named = ", ".join(f"{seconds * 1000:.1f} ms {name}" for name, seconds in times.items())
    return f"bundled event, {len(segments)} sentences: {named}"
