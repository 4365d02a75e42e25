"""How good a learned coder is on documents that it has not seen, and whether more coding would help."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.coding.embedding import Encoder
from analysis.coding.learning import SETTINGS, Settings, choose_codes, deal_groups, judge_texts, train_model
from analysis.coding.training import Ints, Training
from analysis.errors import InputError
from analysis.measures.validity import rate_errors

SHARES = (0.25, 0.5, 0.75, 1.0)


def measure_model(training: Training, encoder: Encoder, *, settings: Settings = SETTINGS) -> pd.DataFrame:
    """A row per code that can be learned: code, n_texts, n_reference, n_hits, n_false, n_missed, and precision, recall
    and f1, each with low and high (95 %, Wilson).

    From cross-validation by document: whatever judges a text was trained, thresholds included, on other documents and
    not on the same text. Only what a model judged is counted: where the other folds hold too few positives of a code,
    there is none, and a code without any has n_texts 0 and no rates: it cannot be measured. The settings were chosen
    on another corpus.
    """
    kept, fold = _plan(training, settings)
    return rate_errors(_count_errors(training, encoder, settings, kept=kept, fold=fold, share=1.0))


def measure_learning_curve(
    training: Training, encoder: Encoder, *, settings: Settings = SETTINGS, shares: Sequence[float] = SHARES
) -> pd.DataFrame:
    """A row per share of the documents that the model may learn from: share, n_texts (mean), macro_f1.

    A curve that still rises at its end says that more coding would help. The mean is that of the codes that can be
    measured with all documents; NaN for a share with which not every one of them can be measured on as many texts.
    """
    kept, fold = _plan(training, settings)
    whole = _count_errors(training, encoder, settings, kept=kept, fold=fold, share=1.0)["n_texts"]
    rows = []
    for share in shares:
        counts = _count_errors(training, encoder, settings, kept=kept, fold=fold, share=share)
        f1 = rate_errors(counts)["f1"][whole > 0].fillna(0.0).mean() if (counts["n_texts"] >= whole).all() else np.nan
        n = len(training.texts) * share * (1 - 1 / (int(fold.max()) + 1))
        rows.append({"share": share, "n_texts": round(n), "macro_f1": float(f1)})
    return pd.DataFrame(rows)


def _plan(training: Training, settings: Settings) -> tuple[list[int], Ints]:
    """The codes that can be learned, and the fold of each text."""
    kept = choose_codes(training, settings)
    counted = np.nansum(training.present[:, kept], axis=1)
    return kept, deal_groups(training.documents, training.groups, counted, n_folds=settings.n_folds, seed=settings.seed)


def _count_errors(
    training: Training, encoder: Encoder, settings: Settings, *, kept: Sequence[int], fold: Ints, share: float
) -> pd.DataFrame:
    """Hits, false hits and misses of every code over all folds, by models that learned from a share of the rest.

    A text that no model judged for a code counts in none of them.
    """
    codes = [training.codes[j] for j in kept]
    present, judged = (np.zeros((len(training.texts), len(codes)), bool) for _ in range(2))
    for number in range(int(fold.max()) + 1):
        rows, test = _draw_documents(training, fold != number, share, settings.seed), np.flatnonzero(fold == number)
        try:
            model = train_model(training.take(rows, codes=kept), encoder, settings=settings)
        except InputError:  # too few positives in this part
            continue
        _, found = judge_texts(model, [training.texts[i] for i in test], encoder)
        places = np.ix_(test, np.array([codes.index(code) for code in model.codes]))
        present[places], judged[places] = found, True
    true = np.where(judged, training.present[:, kept], np.nan)
    return pd.DataFrame(
        {
            "code": codes,
            "n_texts": (~np.isnan(true)).sum(axis=0),
            "n_reference": (true == 1).sum(axis=0),
            "n_hits": (present & (true == 1)).sum(axis=0),
            "n_false": (present & (true == 0)).sum(axis=0),
            "n_missed": (~present & (true == 1)).sum(axis=0),
        }
    )


def _draw_documents(
    training: Training, allowed: "np.ndarray[tuple[int], np.dtype[np.bool_]]", share: float, seed: int
) -> Ints:
    """The texts of a share of the allowed documents, drawn by the seed: a larger share holds the smaller ones."""
    names = sorted({training.documents[i] for i in np.flatnonzero(allowed)})
    drawn = np.random.default_rng(seed).permutation(len(names))[: max(1, round(share * len(names)))]
    chosen = {names[i] for i in drawn}
    return np.array([i for i, name in enumerate(training.documents) if allowed[i] and name in chosen], np.int64)
