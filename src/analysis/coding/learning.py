"""Learn to code from people's codings: one linear model per code, thresholds from texts that it had not seen."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.embedding import Encoder, Floats, require_learned
from analysis.coding.models import Model, WeightedTerms, pack_numbers
from analysis.coding.training import Ints, Training
from analysis.errors import InputError, name_choices

Bools = npt.NDArray[np.bool_]
WORDS = {"analyzer": "word", "ngram_range": (1, 2), "sublinear_tf": True}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True}


@dataclass(frozen=True)
class Settings:
    """Chosen by cross-validation on the training part of one split of the Gun Violence Frame Corpus, then kept."""

    strength: float = 2.0  # C of the logistic regression, classes weighted alike
    embedding_weight: float = 3.0  # of the embedding beside the counted terms
    least_documents: int = 2  # a term that fewer texts hold is not counted
    n_folds: int = 5
    n_resamples: int = 50  # a threshold is the median of the best ones of so many resamples
    least_positives: int = 10  # a code that is present in fewer texts is not learned
    seed: int = 0
    at_least: bool = True  # a text gets as many codes at least as any text in training


SETTINGS = Settings()


def train_model(training: Training, encoder: Encoder, *, settings: Settings = SETTINGS) -> Model:
    """A model of every code that has enough positives; the others are named in `left_out`.

    Thresholds come from out-of-fold scores, folds being whole documents, and equal texts in one fold. Raises
    InputError where no code has enough, or where everything is from one document.
    """
    require_learned()
    from threadpoolctl import threadpool_limits

    kept = choose_codes(training, settings)
    used = training.take(np.arange(len(training.texts)), codes=kept)
    with threadpool_limits(1):  # sums that are split among threads end in other bits
        return _train(used, encoder, settings, left_out=[c for j, c in enumerate(training.codes) if j not in kept])


def choose_codes(training: Training, settings: Settings = SETTINGS) -> list[int]:
    """The places of the codes that can be learned. Raises InputError where there is none.

    Documents that share a text count as one.
    """
    groups = training.groups
    if len(set(groups)) < 2:
        same = "one document" if len(set(training.documents)) < 2 else "documents that share texts, which count as one"
        raise InputError(
            f"all judgements are from {same}, and a coder is tested on documents that it has not seen; "
            "code a second page"
        )
    positives = (training.present == 1).sum(axis=0)
    kept = [
        j
        for j in range(len(training.codes))
        if positives[j] >= settings.least_positives
        and (training.present[:, j] == 0).any()
        and len({d for d, x in zip(groups, training.present[:, j], strict=True) if x == 1}) > 1
    ]
    if not kept:
        best = int(positives.argmax())
        raise InputError(
            f"no code is present in {settings.least_positives} texts of two or more documents and absent in others "
            f'("{training.codes[best]}" in {positives[best]}); code more pages'
        )
    return kept


def _train(training: Training, encoder: Encoder, settings: Settings, *, left_out: Sequence[str]) -> Model:
    """The model of all codes of the training part."""
    words, characters = (_count_terms(training.texts, kind, settings) for kind in (WORDS, CHARACTERS))
    embedded = encoder.encode(training.texts)
    features = _join_features(training.texts, words, characters, settings.embedding_weight * embedded)
    weights, intercepts, thresholds, groups = [], [], [], training.groups
    for j in range(len(training.codes)):
        judged = np.flatnonzero(~np.isnan(training.present[:, j]))
        y, rows = training.present[judged, j] == 1, features[judged]
        names, kept = ([given[i] for i in judged] for given in (training.documents, groups))
        folds = deal_groups(names, kept, y, n_folds=settings.n_folds, seed=settings.seed)
        scores = np.zeros(len(judged))
        for fold in range(int(folds.max()) + 1):
            w, b = _fit(rows[folds != fold], y[folds != fold], settings)
            scores[folds == fold] = rows[folds == fold] @ w + b
        w, b = _fit(rows, y, settings)
        weights.append(w)
        intercepts.append(b)
        thresholds.append(choose_threshold(scores, y, n_resamples=settings.n_resamples, seed=settings.seed))
    whole = training.present[~np.isnan(training.present).any(axis=1)].sum(axis=1)
    return Model(
        codes=training.codes,
        words=words,
        characters=characters,
        encoder=encoder.name,
        encoder_sha256=encoder.sha256,
        embedding_weight=settings.embedding_weight,
        n_dimensions=embedded.shape[1],
        coefficients=pack_numbers(np.array(weights)),
        intercepts=tuple(intercepts),
        thresholds=tuple(thresholds),
        least_codes=int(whole.min()) if len(whole) and settings.at_least else 0,
        most_codes=max(1, int(whole.max())) if len(whole) else len(training.codes),
        training_sha256=training.sha256,
        n_texts=len(training.texts),
        n_documents=len(set(training.documents)),
        positives=tuple(int(n) for n in (training.present == 1).sum(axis=0)),
        left_out=tuple(left_out),
        settings={name: float(value) for name, value in asdict(settings).items()},
        training=training.sources,
    )


def deal_folds(documents: Sequence[str], present: npt.NDArray[Any], *, n_folds: int, seed: int) -> Ints:
    """The fold of each text: whole documents, those with more positives dealt out first, so that every fold has some.

    The order of documents of equally many positives is drawn by `seed`.
    """
    names, place = np.unique(np.asarray(documents), return_inverse=True)
    positives = np.bincount(place, weights=present, minlength=len(names))
    drawn = np.random.default_rng(seed).permutation(len(names))
    order = drawn[np.argsort(-positives[drawn], kind="stable")]
    fold = np.empty(len(names), np.int64)
    fold[order] = np.arange(len(names)) % min(n_folds, len(names))
    return fold[place]


def deal_groups(
    documents: Sequence[str], groups: Sequence[str], present: npt.NDArray[Any], *, n_folds: int, seed: int
) -> Ints:
    """As `deal_folds`, with every group of documents in the fold of its first text.

    Where no documents share a text this is the same deal; where it would leave one fold only, the groups are dealt.
    """
    first: dict[str, int] = {}
    dealt = deal_folds(documents, present, n_folds=n_folds, seed=seed)
    together = [first.setdefault(group, int(fold)) for group, fold in zip(groups, dealt, strict=True)]
    if len(set(together)) < 2:
        return deal_folds(groups, present, n_folds=n_folds, seed=seed)
    folds: Ints = np.unique(together, return_inverse=True)[1].astype(np.int64)
    return folds


def choose_threshold(scores: Floats, present: Bools, *, n_resamples: int, seed: int) -> float:
    """The cut with the best F1, as the median over resamples: one lucky text must not decide it."""
    draw = np.random.default_rng(seed)
    n = len(scores)
    cuts = [_best_cut(scores[rows], present[rows]) for rows in (draw.integers(0, n, n) for _ in range(n_resamples))]
    return float(np.median(cuts))


def _best_cut(scores: Floats, present: Bools) -> float:
    """Half-way between the two scores between which the cut has the best F1 = 2 hits / (found + present)."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    f1 = 2 * np.cumsum(present[order]) / (np.arange(1, len(scores) + 1) + present.sum())
    best = int(np.argmax(f1[:-1]))
    return float((ranked[best] + ranked[best + 1]) / 2)


def judge_texts(model: Model, texts: Sequence[str], encoder: Encoder) -> tuple[Floats, Bools]:
    """(scores, present), texts × codes: a score is log-odds above the code's threshold.

    Every text has as many codes at least, and at most, as the model says: the nearest ones.
    """
    require_learned()
    if encoder.sha256 == model.encoder_sha256 and len(encoder.encode(["One."])[0]) != model.n_dimensions:
        raise InputError(f"the model has {model.n_dimensions} numbers of the encoder for each text, not those it gives")
    if encoder.sha256 != model.encoder_sha256:
        raise InputError(
            f'the model was trained with the encoder "{model.encoder}" ({model.encoder_sha256[:12]}…); '
            f'found "{encoder.name}" ({encoder.sha256[:12]}…); give that one with --encoder'
        )
    if not texts:
        empty = np.zeros((0, len(model.codes)))
        return empty, empty > 0
    features = _join_features(texts, model.words, model.characters, model.embedding_weight * encoder.encode(texts))
    scores = features @ model.weights.T + np.array(model.intercepts) - np.array(model.thresholds)
    scores = np.round(np.asarray(scores), 6)
    return scores, bound_codes(scores, least=model.least_codes, most=model.most_codes)


def bound_codes(scores: Floats, *, least: int, most: int) -> Bools:
    """Present where the score is above 0, yet in each row at least `least` and at most `most` of the highest."""
    rank = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    count = np.clip((scores > 0).sum(axis=1, keepdims=True), least, most)
    return np.asarray(rank < count)


def count_off_topic(model: Model, texts: Sequence[str], encoder: Encoder) -> Model:
    """The model with the number of these texts, which are about something else, in which it finds any code."""
    _, present = judge_texts(model, texts, encoder)
    return model.model_copy(update={"off_topic": (int(present.any(axis=1).sum()), len(texts))})


def code_segments(segments: pd.DataFrame, codebook: Codebook, *, model: Model, encoder: Encoder) -> pd.DataFrame:
    """The `codings` (without `coder`) of a learned coder, for the codes that both the model and the codebook have."""
    codes = [code.code for code in codebook.codes if code.code in model.codes]
    if not codes:
        raise InputError(
            f"the model judges {name_choices(model.codes)}; the codebook {codebook.name} has none of these codes"
        )
    scores, present = judge_texts(model, segments["text"].tolist(), encoder)
    columns = [model.codes.index(code) for code in codes]
    return tabulate_scores(segments, codes, scores[:, columns], present[:, columns])


def tabulate_scores(segments: pd.DataFrame, codes: Sequence[str], scores: Floats, present: Bools) -> pd.DataFrame:
    """Scores and judgements, segments × codes, as the columns of `codings` but `coder`."""
    return pd.DataFrame(
        {
            "segment_id": segments["segment_id"].repeat(len(codes)).to_numpy(),
            "code": list(codes) * len(segments),
            "present": present.ravel(),
            "score": scores.ravel(),
        }
    )


def _fit(features: Any, present: Bools, settings: Settings) -> tuple[Floats, float]:
    """Weights and intercept of a logistic regression; a part where nothing varies gets none."""
    from sklearn.linear_model import LogisticRegression

    if present.all() or not present.any():
        return np.zeros(features.shape[1]), 0.0
    fitted = LogisticRegression(C=settings.strength, max_iter=2000, class_weight="balanced").fit(features, present)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _count_terms(texts: Sequence[str], kind: dict[str, Any], settings: Settings) -> WeightedTerms:
    """The terms of the texts with their weights, in alphabetical order; none where no term is in enough texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        counted = TfidfVectorizer(min_df=settings.least_documents, **kind).fit(texts)
    except ValueError:  # no term is left
        return WeightedTerms(terms=(), idf=())
    return WeightedTerms(terms=tuple(counted.get_feature_names_out()), idf=tuple(float(x) for x in counted.idf_))


def _join_features(texts: Sequence[str], words: WeightedTerms, characters: WeightedTerms, embedded: Floats) -> Any:
    """Counted terms and embeddings side by side, as a sparse matrix."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    parts = []
    for terms, kind in ((words, WORDS), (characters, CHARACTERS)):
        if terms.terms:
            counted = TfidfVectorizer(vocabulary=list(terms.terms), **kind)
            counted.idf_ = np.array(terms.idf)
            parts.append(counted.transform(texts))
    return sparse.hstack([*parts, sparse.csr_matrix(embedded)]).tocsr()
