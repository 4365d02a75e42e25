"""The codebook coder: segments ranked by how near they are to what the codebook says of a code; not validated.

Its order is good, its cut-off weak: use it to find what to read first, and as a coder only when asked to.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.embedding import Encoder, Floats, require_learned
from analysis.coding.learning import tabulate_scores
from analysis.coding.training import Ints, Training

# Chosen on two pages (the first event and the Carrow summit) and 400 headlines; no other judged page was looked at.
NEIGHBOURS = 0.3  # of the sentences beside, added to a sentence's embedding
STRENGTH = 1.0  # C of the logistic regression
MOST_ALARMS = 0.06  # of the off-topic sentences may be taken for any code at all
N_FOLDS = 6
BAND = 0.3  # around the cut, in the units of a score, in which the coder does not judge
NOTE = "not validated: ranks by the codebook's own texts; judges nothing near its cut-off; no person has checked it"


@dataclass(frozen=True)
class Ranker:
    """One linear model per code on embeddings; `weights` is codes × dimensions.

    A score is how far a text lies above the cut, in standard deviations of off-topic sentences: those of the code and
    those of its frame together.
    """

    codes: tuple[str, ...]
    weights: Floats
    intercepts: Floats

    def score(self, embedded: Floats) -> Floats:
        """Texts × codes."""
        return np.round(embedded @ self.weights.T + self.intercepts, 6)


def rank_segments(
    segments: pd.DataFrame, codebook: Codebook, *, encoder: Encoder, judged: Training | None = None
) -> pd.DataFrame:
    """Every segment × code with `score`, the best first within a code: segment_id, code, score, rank (from 1).

    The order is what to read first; the score is not a probability.
    """
    scores = _score_segments(segments, codebook, encoder, judged)
    codes = [code.code for code in codebook.codes]
    table = tabulate_scores(segments, codes, scores, scores > 0)[["segment_id", "code", "score"]]
    table["rank"] = table.groupby("code")["score"].rank(method="first", ascending=False).astype("int64")
    place = {code: n for n, code in enumerate(codes)}
    return table.assign(place=table["code"].map(place)).sort_values(["place", "rank"], ignore_index=True)[
        ["segment_id", "code", "score", "rank"]
    ]


def code_segments(
    segments: pd.DataFrame, codebook: Codebook, *, encoder: Encoder, judged: Training | None = None
) -> pd.DataFrame:
    """The `codings` (without `coder`): no row where the score is within BAND of the cut, for there it abstains.

    `judged` are texts that people coded with this codebook; they count beside the codebook's own.
    """
    scores = _score_segments(segments, codebook, encoder, judged)
    table = tabulate_scores(segments, [code.code for code in codebook.codes], scores, scores > 0)
    return table.loc[table["score"].abs() >= BAND].reset_index(drop=True)


def _score_segments(segments: pd.DataFrame, codebook: Codebook, encoder: Encoder, judged: Training | None) -> Floats:
    if segments.empty:
        return np.zeros((0, len(codebook.codes)))
    ranker = _fit_once(codebook, encoder) if judged is None else fit_ranker(codebook, encoder, judged=judged)
    return ranker.score(add_neighbours(segments, encoder))


@lru_cache(maxsize=4)
def _fit_once(codebook: Codebook, encoder: Encoder) -> Ranker:
    """The ranker of a codebook alone: a corpus asks for it with every part."""
    return fit_ranker(codebook, encoder)


def add_neighbours(segments: pd.DataFrame, encoder: Encoder) -> Floats:
    """Each segment's embedding with .3 of those before and after it in its statement, of length 1 again."""
    embedded = encoder.encode(segments["text"].tolist())
    statement = pd.factorize(segments["statement_id"])[0]
    same = (statement[1:] == statement[:-1])[:, None]
    beside = np.zeros_like(embedded)
    beside[1:] += np.where(same, embedded[:-1], 0)
    beside[:-1] += np.where(same, embedded[1:], 0)
    found = embedded + NEIGHBOURS * beside
    length = np.sqrt((found * found).sum(axis=1, keepdims=True))
    long: Floats = np.divide(found, length, out=np.zeros_like(found), where=length > 0)
    return long


def fit_ranker(codebook: Codebook, encoder: Encoder, *, judged: Training | None = None) -> Ranker:
    """The models of all codes, each with that of its frame, which learns from the texts of all its codes.

    The cut lets at most MOST_ALARMS of off-topic sentences, not seen in training, pass.
    """
    require_learned()
    from threadpoolctl import threadpool_limits

    texts, present = _gather_texts(codebook, judged)
    frame_of = np.array([n for n, frame in enumerate(codebook.frames) for _ in frame.codes])
    present = np.column_stack([present, _pool_frames(present, frame_of)])
    embedded, aside = encoder.encode(texts), encoder.encode(load_off_topic())
    with threadpool_limits(1):
        unseen = np.zeros((len(aside), present.shape[1]))
        for fold in range(N_FOLDS):
            out = np.arange(len(aside)) % N_FOLDS == fold
            weights, intercepts = _fit(embedded, present, aside[~out])
            unseen[out] = aside[out] @ weights.T + intercepts
        weights, intercepts = _fit(embedded, present, aside)
    mean, spread = unseen.mean(axis=0), unseen.std(axis=0)
    scaled = _add_frames(((unseen - mean) / spread).T, frame_of)
    cut = float(np.quantile(scaled.max(axis=0), 1 - MOST_ALARMS))
    return Ranker(
        tuple(code.code for code in codebook.codes),
        _add_frames(weights / spread[:, None], frame_of),
        _add_frames((intercepts - mean) / spread, frame_of) - cut,
    )


def _pool_frames(present: Floats, frame_of: Ints) -> Floats:
    """Texts × frames: 1 where any code of the frame is present, NaN where none is and one was not judged, else 0."""
    pooled = []
    for frame in range(frame_of.max() + 1):
        codes = present[:, frame_of == frame]
        pooled.append(np.where((codes == 1).any(axis=1), 1.0, codes.sum(axis=1)))  # a sum with NaN is NaN
    return np.column_stack(pooled)


def _add_frames(heads: Floats, frame_of: Ints) -> Floats:
    """What each code has, plus what its frame has; the rows are the codes, then the frames."""
    n = len(frame_of)
    both: Floats = heads[:n] + heads[n + frame_of]
    return both


@cache
def load_off_topic() -> tuple[str, ...]:
    """322 English sentences about nothing that a codebook on politics among states looks for."""
    lines = (Path(__file__).parent / "off-topic.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def _gather_texts(codebook: Codebook, judged: Training | None) -> tuple[list[str], Floats]:
    """(texts, present): a code's definition, cases and examples; its near miss, and other codes' texts, are absent."""
    texts: list[str] = []
    rows: list[Floats] = []
    for j, code in enumerate(codebook.codes):
        for text, here in (
            (code.definition, 1),
            (code.when, 1),
            (code.typical, 1),
            (code.borderline, 1),
            (code.near_miss, 0),
        ):
            row = np.zeros(len(codebook.codes))
            row[j] = here
            texts.append(text)
            rows.append(row)
    if judged is not None:
        wide = np.full((len(judged.texts), len(codebook.codes)), np.nan)
        for j, code in enumerate(codebook.codes):
            if code.code in judged.codes:
                wide[:, j] = judged.present[:, judged.codes.index(code.code)]
        texts += judged.texts
        rows += list(wide)
    return texts, np.array(rows)


def _fit(embedded: Floats, present: Floats, aside: Floats) -> tuple[Floats, Floats]:
    """(weights, intercepts) of a logistic regression per code and frame; what lies aside is absent everywhere."""
    from sklearn.linear_model import LogisticRegression

    weights, intercepts = [], []
    for j in range(present.shape[1]):
        known = ~np.isnan(present[:, j])
        rows = np.vstack([embedded[known], aside])
        y = np.concatenate([present[known, j], np.zeros(len(aside))]) == 1
        fitted = LogisticRegression(C=STRENGTH, max_iter=2000, class_weight="balanced").fit(rows, y)
        weights.append(fitted.coef_[0])
        intercepts.append(fitted.intercept_[0])
    return np.array(weights), np.array(intercepts)
