"""What sets one expert's words apart from the others', and which of it the counts can bear."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.exact import SIGNIFICANCE, first_significant, fisher_exact, holm
from analysis.measures.judgements import Counts
from analysis.tables import fit_table

SHOWN = 8  # words of an expert that a report shows in context


def log_odds(
    target: "Mapping[str, float] | pd.Series",
    reference: "Mapping[str, float] | pd.Series",
    *,
    prior: "Mapping[str, float] | pd.Series | float",
) -> pd.Series:
    """z of the log-odds ratio of each word with an informative Dirichlet prior, positive where `target` uses it more.

    `target` and `reference` are counts per word; `prior` gives each word's pseudo-count, or one number for all words
    (an uninformative prior). The result holds every word of the three, in order of first mention:
    z = δ / √(1/(y_t + α) + 1/(y_r + α)), with
    δ = ln((y_t + α) / (n_t + α_0 − y_t − α)) − ln((y_r + α) / (n_r + α_0 − y_r − α)).
    Not a test: |z| > 1.96 is a rule of display, and with many words some exceed it by chance.
    Raises ValueError where a word of the texts has no prior weight, or a count is negative.
    Source: Monroe, Colaresi & Quinn (2008), Political Analysis 16(4), 387-391, eqs. 15, 16, 18 and 22.
    """
    delta, variance = estimate_log_odds(target, reference, prior=prior)
    return (delta / np.sqrt(variance)).rename("z")


def estimate_log_odds(
    target: "Mapping[str, float] | pd.Series",
    reference: "Mapping[str, float] | pd.Series",
    *,
    prior: "Mapping[str, float] | pd.Series | float",
) -> tuple[pd.Series, pd.Series]:
    """δ and its variance per word (Monroe et al. 2008, eqs. 16 and 20); see `log_odds`."""
    in_target, in_reference = pd.Series(dict(target), dtype=float), pd.Series(dict(reference), dtype=float)
    weights = pd.Series(dict(prior), dtype=float) if isinstance(prior, Mapping | pd.Series) else None
    words = in_target.index.append(in_reference.index)
    words = (words if weights is None else words.append(weights.index)).unique()
    y_t, y_r = in_target.reindex(words, fill_value=0), in_reference.reindex(words, fill_value=0)
    alpha = pd.Series(prior, index=words, dtype=float) if weights is None else weights.reindex(words, fill_value=0)
    if (y_t < 0).any() or (y_r < 0).any():
        raise ValueError("a count is negative; give counts of words")
    if (lacking := words[~(alpha > 0)]).size:
        raise ValueError(f"no prior weight for {', '.join(map(repr, lacking[:5]))}; give each word a weight above 0")
    delta, variance = _compare_odds(y_t.to_numpy(), y_r.to_numpy(), alpha.to_numpy())
    return pd.Series(delta, index=words), pd.Series(variance, index=words)


def _compare_odds(y_t: Counts, y_r: Counts, alpha: Counts) -> tuple[Counts, Counts]:
    """δ and its variance for counts of the same words (Monroe et al. 2008, eqs. 16 and 20)."""
    total_t, total_r = y_t.sum() + alpha.sum(), y_r.sum() + alpha.sum()
    odds_t = (y_t + alpha) / (total_t - y_t - alpha)
    odds_r = (y_r + alpha) / (total_r - y_r - alpha)
    return np.log(odds_t) - np.log(odds_r), 1 / (y_t + alpha) + 1 / (y_r + alpha)


def g2(a: Any, b: Any, c: Any, d: Any) -> Any:
    """Log-likelihood ratio of the four cells a b / c d, for numbers or arrays; 0 where a margin is 0.

    G² = 2 Σ O ln(O / E), at least 0 whichever way the difference goes. For a word: a and b are its counts in target
    and reference, c and d those of all other words. Source: Dunning (1993), Computational Linguistics 19(1), 61-74.

    >>> round(g2(110, 2442, 111, 29114), 1)  # "the swiss", Dunning's table 1
    270.7
    """
    cells = np.array(np.broadcast_arrays(a, b, c, d), dtype=float)
    top, bottom, left, right = cells[0] + cells[1], cells[2] + cells[3], cells[0] + cells[2], cells[1] + cells[3]
    n = top + bottom
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.array([top * left, top * right, bottom * left, bottom * right]) / n
        terms = np.where(cells > 0, cells * np.log(cells / expected), 0.0)
    statistic = np.maximum(2 * terms.sum(axis=0), 0)
    return float(statistic) if statistic.ndim == 0 else statistic


def log_ratio(a: Any, b: Any, c: Any, d: Any) -> Any:
    """log2 of the word's rate in target over its rate in reference; a count of 0 is taken as ½.

    Source: Hardie (2014), Log Ratio: an informal introduction, CASS Lancaster.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rate_target = np.where(np.equal(a, 0), 0.5, a) / np.add(a, c)
        rate_reference = np.where(np.equal(b, 0), 0.5, b) / np.add(b, d)
        return np.log2(rate_target / rate_reference)


def measure_keyness(words: pd.DataFrame, *, experts: tuple[str, ...]) -> pd.DataFrame:
    """The `keyness` table: each expert's words (`tabulate_words`) against all other experts' taken together.

    `log_odds` and `z` use as prior the page's own word shares, worth as many words as the experts wrote on average;
    `g2` is signed (negative: used less); `p` is Fisher's exact test, and `p_holm` corrects it for the words that
    occur at least twice on the page (NaN for others: a word used once sets nobody apart). `distinctive` words have
    p_holm ≤ 0.05, are used more than by the others and in at least two segments; `one_segment` flags those from
    one. `smallest` is the count that a word absent from all others would have needed. Words hang together in
    sentences, so p is too small rather than too large. Empty with fewer than two experts.

    Not for saying what an expert's view is: see `concordance` for how each word is used.
    """
    if words.empty or len(experts) < 2:
        return fit_table("keyness", [])
    counts = words.groupby(["word", "expert"]).size().unstack(fill_value=0).reindex(columns=experts, fill_value=0)
    spread = words.drop_duplicates(["word", "segment_id"]).groupby(["word", "expert"]).size()
    spread = spread.unstack(fill_value=0).reindex(columns=experts, fill_value=0)
    totals = counts.sum(axis=1)
    prior = totals / len(experts)
    return pd.concat(
        [_compare_words(counts, spread, prior, expert) for expert in experts if counts[expert].any()],
        ignore_index=True,
    )


def _compare_words(counts: pd.DataFrame, spread: pd.DataFrame, prior: pd.Series, expert: str) -> pd.DataFrame:
    """One expert's rows of `keyness`, highest z first."""
    target, totals = counts[expert].to_numpy(), counts.sum(axis=1).to_numpy()
    reference = totals - target
    delta, variance = _compare_odds(target, reference, prior.to_numpy())
    n_target, n_reference = int(target.sum()), int(reference.sum())
    rest_target, rest_reference = n_target - target, n_reference - reference
    sign = np.where(target * n_reference >= reference * n_target, 1, -1)
    p = np.array(
        [
            fisher_exact(int(a), int(b), int(c), int(d))
            for a, b, c, d in zip(target, reference, rest_target, rest_reference, strict=True)
        ]
    )
    tested = (totals >= 2) & (n_reference > 0)
    p_holm = holm(np.where(tested, p, np.nan))
    n_tests = int(tested.sum())
    smallest = _find_smallest(n_target, n_reference, n_tests)
    own = spread[expert].to_numpy()
    table = pd.DataFrame(
        {
            "expert": expert,
            "word": counts.index.to_numpy(),
            "n_target": target,
            "n_reference": reference,
            "words_target": n_target,
            "words_reference": n_reference,
            "segments_target": own,
            "segments_reference": spread.sum(axis=1).to_numpy() - own,
            "log_odds": delta,
            "z": delta / np.sqrt(variance),
            "g2": sign * g2(target, reference, rest_target, rest_reference),
            "log_ratio": log_ratio(target, reference, rest_target, rest_reference),
            "p": p,
            "p_holm": p_holm,
            "n_tests": n_tests,
            "one_segment": own == 1,
            "distinctive": (p_holm <= SIGNIFICANCE) & (sign > 0) & (own >= 2),
            "smallest": smallest,
        }
    )
    return table.sort_values(["z", "word"], ascending=[False, True]).reset_index(drop=True).astype({"word": "str"})


def _find_smallest(n_target: int, n_reference: int, n_tests: int) -> int:
    """How often a word that no other expert uses must occur to be distinctive after correction; 0 if no count can."""
    if not n_tests or not n_reference:
        return 0
    count = first_significant(n_target, n_reference, SIGNIFICANCE / n_tests)
    return count if count <= n_target else 0


def select_shown(keyness: pd.DataFrame, *, most: int = SHOWN) -> pd.DataFrame:
    """Each expert's words with the highest z that he or she uses at least twice: what a report shows in context."""
    candidates = keyness.loc[(keyness["n_target"] >= 2) & (keyness["z"] > 0)]
    return candidates.groupby("expert", sort=False).head(most).reset_index(drop=True)
