"""All measures of the bundled event, and contrasts and distances on 10,000 segments × 3 coders × 1,000 resamples."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from analysis.event import load_event
from analysis.measures.contrasts import measure_contrasts
from analysis.measures.distances import measure_distances
from analysis.measures.exact import fisher_exact
from analysis.measures.judgements import arrange_judgements
from analysis.measures.prevalence import measure_prevalence
from analysis.pipeline import EventTables, build_tables
from analysis.tables import fit_table

ROOT = Path(__file__).parents[2]
PARTS = {
    "framing, reliability and validity": (
        *("prevalence", "dominant", "contrasts", "distances", "entman", "dimensions"),
        *("reliability", "frame_reliability", "coder_pairs", "validity"),
    ),
    "words, certainty, actors, readability": (
        *("keyness", "concordance", "certainty", "actors", "actor_frames", "readability"),
    ),
    "stances": ("claims", "congruence", "stance_agreement"),
}
UNITS, EXPERTS, CODERS, RESAMPLES = 10_000, 10, 3, 1_000


def clock(run: Callable[[], object], *, times: int = 5) -> float:
    """Seconds of the fastest of several calls: what else the machine does only adds to it."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def make_corpus(codebook: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Segments and codings of a large page: the same for every run."""
    rng = np.random.default_rng(1)
    number = np.arange(UNITS)
    segments = pd.DataFrame(
        {
            "segment_id": [f"d/{n}" for n in number],
            "statement_id": [f"d/s{n % EXPERTS}" for n in number],
            "document_id": "d",
            "expert": [f"Expert {n % EXPERTS}" for n in number],
            "unit": "sentence",
            "paragraph": number // (4 * EXPERTS) + 1,
            "start": number * 10,
            "end": number * 10 + 9,
            "words": 20,
            "text": "text",
        }
    ).astype(fit_table("segments", []).dtypes.to_dict())
    codes = codebook["code"].to_numpy()
    codings = [
        pd.DataFrame(
            {
                "segment_id": np.repeat(segments["segment_id"].to_numpy(), len(codes)),
                "code": np.tile(codes, UNITS),
                "coder": f"coder {coder}",
                "present": rng.random(UNITS * len(codes)) < 0.1,
                "score": 1.0,
            }
        )
        for coder in range(CODERS)
    ]
    return segments, pd.concat(codings, ignore_index=True)


def measure(tables: EventTables, names: tuple[str, ...]) -> None:
    """These tables anew, from codings and texts that are there already."""
    given = {name: tables[name] for name in ("documents", "statements", "segments", "codings", "coders", "codebook")}
    fresh = tables.replace(**given)
    for name in names:
        fresh[name]


def main() -> str:
    """A row per task: what, seconds, and how often in a second."""
    event = load_event("2023-03-xi-moscow", root=ROOT)
    start = time.perf_counter()
    tables = build_tables(event)
    dict(tables)
    first = time.perf_counter() - start
    segments, codings = make_corpus(tables["codebook"])
    coded = (codings, segments, tables["codebook"])
    coders = [arrange_judgements(*coded, coder=name) for name in sorted(set(codings["coder"]))]
    resampled = {"seed": 1, "resamples": RESAMPLES}
    cells = [tuple(int(x) for x in row) for row in np.random.default_rng(2).integers(0, 30, (1000, 4))]

    def ours() -> None:
        fisher_exact.cache_clear()
        for row in cells:
            fisher_exact(*row)

    rows = [
        ("bundled event: all its tables, first time in the process", first),
        ("bundled event: all its tables", clock(lambda: dict(build_tables(event)))),
        *((f"  of which {name}", clock(lambda names=names: measure(tables, names))) for name, names in PARTS.items()),
        (
            f"prevalence, {UNITS:,} segments × {CODERS} coders",
            clock(lambda: [measure_prevalence(c) for c in coders], times=3),
        ),
        (
            f"contrasts, the same, {RESAMPLES:,} resamples",
            clock(
                lambda: [measure_contrasts(c, **resampled) for c in coders],
                times=1,
            ),
        ),
        (
            f"distances, the same, {RESAMPLES:,} permutations",
            clock(
                lambda: [measure_distances(c, **resampled) for c in coders],
                times=1,
            ),
        ),
        ("1,000 exact tests", clock(ours)),
        ("1,000 exact tests by scipy", clock(lambda: [stats.fisher_exact([r[:2], r[2:]]) for r in cells], times=1)),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {seconds:8.3f} s" for name, seconds in rows)
