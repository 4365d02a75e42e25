"""Learned coders: the Gun Violence Frame Corpus, how many codings active order saves, and the codebook coder."""

import os
import resource
import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from analysis.coding.embedding import NEEDED, Encoder, Floats, load_encoder
from analysis.coding.gathering import gather_codings, join_training
from analysis.coding.learning import SETTINGS, Bools, deal_folds, judge_texts, train_model
from analysis.coding.models import format_model
from analysis.coding.ranking import Ranker, add_neighbours, fit_ranker
from analysis.coding.training import Ints, Training
from analysis.event import list_events, load_event
from analysis.measures.alarms import load_off_topic_sample
from analysis.pipeline import EventTables, build_tables
from tests.conftest import EVENT, ROOT

FRAMES = ("gun rights", "gun control", "politics", "mental health", "safety", "race", "opinion", "culture", "economy")
CODED = Path(__file__).parent / "coded"  # pages that are here for this benchmark only
NO_SETTING_CHOSEN = tuple(f"made-up-{n}" for n in ("straits-exercise", "loan-treaty", "polar-station", "council-vote"))
JUDGED = {EVENT: "reader-a"} | dict.fromkeys(("made-up-carrow-summit", *NO_SETTING_CHOSEN), "page-author")
OFF_TOPIC = load_off_topic_sample(ROOT)["text"].tolist()
SIZES = (100, 200, 300, 400, 600)
FEW = replace(SETTINGS, least_positives=3)  # a simulation begins with few codings


def main() -> str:
    """The tables, or what is missing for them."""
    if any(find_spec(name) is None for name in NEEDED):
        return "skipped: the extra [learned] is not installed"
    encoder = load_encoder()
    folder = Path(os.environ.get("WORKBOOK_MATERIAL", "")) / "frames" / "gvfc_multilabel" / "0"
    if not (folder / "train.tsv").exists():
        message = "skipped: the corpus is not here; set WORKBOOK_MATERIAL to the folder of test material\n"
        return f"{message}\n{rank_pages(encoder, [])}"
    train, test = read_corpus(folder / "train.tsv"), read_corpus(folder / "dev.tsv")
    parts = [
        learn_corpus(train, test, encoder),
        simulate_coding(train, encoder),
        rank_pages(encoder, list(train.texts)),
    ]
    return "\n\n".join(parts)


def read_corpus(path: Path) -> Training:
    """Headlines with nine frames each; every headline is a document of its own."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    present = np.array([[float(x) for x in row[3:12]] for row in rows])
    return Training(tuple(r[1] for r in rows), tuple(f"{path.stem}/{n}" for n in range(len(rows))), FRAMES, present)


def rate(present: Bools, true: Bools) -> tuple[float, float, float]:
    """(macro F1, micro F1, share of texts with every frame right)."""
    hits, found, there = (present & true).sum(axis=0), present.sum(axis=0), true.sum(axis=0)
    macro = (2 * hits / np.maximum(1, found + there)).mean()
    return (
        float(macro),
        float(2 * hits.sum() / (found.sum() + there.sum())),
        float((present == true).all(axis=1).mean()),
    )


def learn_corpus(train: Training, test: Training, encoder: Encoder) -> str:
    """Macro and micro F1 and exact match on the test part of the split, and what it costs."""
    start = time.perf_counter()
    encoder.encode([*train.texts, *test.texts])
    encoded = time.perf_counter() - start
    start = time.perf_counter()
    model = train_model(train, encoder)
    trained = time.perf_counter() - start
    scores, present = judge_texts(model, test.texts, encoder)
    rows = [
        ("learned coder", rate(present, test.present == 1)),
        ("the same, not bounded by 1 to 2 codes a text as in training", rate(scores > 0, test.present == 1)),
        ("present everywhere", rate(np.ones_like(present), test.present == 1)),
    ]
    lines = [f"| {name} | {macro:.3f} | {micro:.3f} | {exact:.3f} |" for name, (macro, micro, exact) in rows]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    n = len(train.texts) + len(test.texts)
    return (
        "| Gun Violence Frame Corpus, split 0, nine frames | macro F1 | micro F1 | exact |\n|---|---|---|---|\n"
        + "\n".join(lines)
        + f"\n\nEncoding {n / encoded:.0f} headlines a second on one core; training {trained:.1f} s; "
        + f"at most {memory:.0f} MB; the model's file {len(format_model(model)) / 1e6:.1f} MB."
    )


def simulate_coding(train: Training, encoder: Encoder) -> str:
    """Mean F1 on a fifth of the training part when the rest is coded in random or in active order, 50 at a time."""
    fold = deal_folds(train.documents, train.present.sum(axis=1), n_folds=5, seed=1)
    pool, held = train.take(np.flatnonzero(fold != 0)), train.take(np.flatnonzero(fold == 0))
    curves = {
        name: np.mean([follow_order(pool, held, encoder, seed=seed, active=active) for seed in range(3)], axis=0)
        for name, active in (("random order", False), ("active order", True))
    }
    head = " | ".join(f"{size} coded" for size in SIZES)
    lines = [f"| {name} | " + " | ".join(f"{f1:.3f}" for f1 in curve) + " |" for name, curve in curves.items()]
    return f"| macro F1, mean of three starts | {head} |\n|---|{'---|' * len(SIZES)}\n" + "\n".join(lines)


def follow_order(pool: Training, held: Training, encoder: Encoder, *, seed: int, active: bool) -> list[float]:
    """Macro F1 at each size; in active order the texts are next of which the model is least sure."""
    left = list(np.random.default_rng(seed).permutation(len(pool.texts)))
    coded, left = left[:50], left[50:]
    curve = []
    while len(coded) < max(SIZES):
        scores = judge_pool(pool, coded, left, encoder) if active else np.arange(len(left), dtype=np.float64)
        order = np.argsort(scores, kind="stable")[:50]
        coded += [left[i] for i in order]
        left = [x for i, x in enumerate(left) if i not in set(order.tolist())]
        if len(coded) in SIZES:
            model = train_model(pool.take(np.array(coded, np.int64)), encoder, settings=FEW)
            present = np.zeros(held.present.shape, bool)
            present[:, [held.codes.index(c) for c in model.codes]] = judge_texts(model, held.texts, encoder)[1]
            curve.append(rate(present, held.present == 1)[0])
    return curve


def judge_pool(pool: Training, coded: list[int], left: list[int], encoder: Encoder) -> Floats:
    """How far from its nearest threshold each text is that is not coded yet."""
    rows: Ints = np.array(coded, np.int64)
    model = train_model(pool.take(rows), encoder, settings=replace(FEW, n_resamples=10))
    nearest: Floats = np.abs(judge_texts(model, [pool.texts[i] for i in left], encoder)[0]).min(axis=1)
    return nearest


def rank_pages(encoder: Encoder, headlines: list[str]) -> str:
    """The codebook coder on every judged page, alone and with the other pages' codings; no person made any of these."""
    with TemporaryDirectory() as folder:
        gather_pages(Path(folder))
        tables = {slug: build_tables(load_event(slug, root=Path(folder))) for slug in JUDGED}
        codebook = tables[EVENT].codebook_file
        codes = [code.code for code in codebook.codes]
        coded = {s: gather_codings(t, event=s, codes=codes, coders=[JUDGED[s]]) for s, t in tables.items()}
        alone = fit_ranker(codebook, encoder)
        numbers, sentences = {}, {}
        for slug, page in tables.items():
            others = join_training([coded[s] for s in coded if s != slug])
            rankers = (alone, fit_ranker(codebook, encoder, judged=others))
            numbers[slug] = rate_rankers(page, coded[slug].present == 1, rankers, encoder)
            sentences[slug] = len(page.segments)
    lines = [write_row(f"{slug}, {sentences[slug]} sentences", row) for slug, row in numbers.items()]
    unseen = np.mean([numbers[slug] for slug in NO_SETTING_CHOSEN], axis=0)
    lines.append(write_row(f"mean of the {len(NO_SETTING_CHOSEN)} pages that no setting was chosen on", unseen))
    guns = ""
    if headlines:
        guns = f"; on {len(headlines)} headlines about guns {raise_alarms(alone, encoder, headlines):.1%}"
    head = (
        "| mean F1 of three frames | dictionary | coin | everywhere | codebook coder | area under the curve | alarms "
        f"| with {len(JUDGED) - 1} other pages' codings | area | alarms |\n|---|{'---|' * 9}"
    )
    foot = (
        f"Alarms: any code in {len(OFF_TOPIC)} sentences from addresses{guns}. The dictionary of the first event was "
        "written with its page in view. The invented pages were written and coded by a language model."
    )
    return "\n".join([head, *lines, "", foot])


def gather_pages(to: Path) -> None:
    """All judged pages below one root, with the codebook that they were judged by."""
    for folder in ("codebooks", "lexicons"):
        shutil.copytree(ROOT / "data" / folder, to / "data" / folder)
    for root in (ROOT, CODED):
        for slug in JUDGED.keys() & set(list_events(root)):
            shutil.copytree(root / "data" / "events" / slug, to / "data" / "events" / slug)


def rate_rankers(page: EventTables, present: Bools, rankers: Iterable[Ranker], encoder: Encoder) -> list[float]:
    """What is found on a page: mean F1 of dictionary, coin and everywhere; of each ranker also area and alarms."""
    true = join_frames(present, page)
    found = page.codings.loc[page.codings["coder"] == "dictionary"].pivot(
        index="segment_id", columns="code", values="present"
    )
    found = found.reindex(index=page.segments["segment_id"], columns=page.codebook["code"])
    words = join_frames(found.to_numpy() == 1, page)
    given = add_neighbours(page.segments, encoder)
    numbers = [rate(words, true)[0], float(true.mean()), rate(np.ones_like(true), true)[0]]
    for ranker in rankers:
        highest = join_frames(ranker.score(given), page)
        area = np.mean([measure_area(highest[:, j], true[:, j]) for j in range(true.shape[1])])
        numbers += [rate(highest > 0, true)[0], float(area), raise_alarms(ranker, encoder, OFF_TOPIC)]
    return numbers


def write_row(name: str, numbers: Iterable[float]) -> str:
    """A row of the table."""
    return f"| {name} | " + " | ".join(f"{x:.2f}" for x in numbers) + " |"


def join_frames(values: Any, page: EventTables) -> Any:
    """Segments × codes to segments × frames: the highest of each frame's codes."""
    frames = page.codebook["frame"]
    return np.column_stack([values[:, (frames == f).to_numpy()].max(axis=1) for f in frames.drop_duplicates()])


def raise_alarms(ranker: Ranker, encoder: Encoder, texts: list[str]) -> float:
    """In which share of the texts it finds any code."""
    return float((ranker.score(encoder.encode(texts)) > 0).any(axis=1).mean())


def measure_area(scores: Floats, true: Bools) -> float:
    """Area under the curve: how often a segment with the code scores above one without; ties count half."""
    with_code, without = scores[true][:, None], scores[~true][None, :]
    return float(((with_code > without) + 0.5 * (with_code == without)).mean())


if __name__ == "__main__":
    print(main())
