"""Coefficients of agreement between coders, each by its published formula."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import InputError

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["identity", "linear", "quadratic"]
Floats = NDArray[np.float64]


def krippendorff_alpha(values: ArrayLike, *, level: Level) -> float:
    """Krippendorff's α of coders × units, NaN where a coder did not judge; NaN where nothing varies.

    1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement. Units with fewer than two values do
    not count. Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A to D.

    >>> ben = [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1]
    >>> gerry = [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]
    >>> round(krippendorff_alpha([ben, gerry], level="nominal"), 3)
    0.692
    """
    counts, domain = _count_values(values)
    return float(alpha_of_coincidences(sum_coincidences(counts), domain, level=level))


def _count_values(values: ArrayLike) -> tuple[Floats, Floats]:
    """Units × values: how many coders gave each value, for units with two or more; and the values in order."""
    given = np.atleast_2d(np.asarray(values, dtype=float))
    domain = np.unique(given[~np.isnan(given)])
    counts = (given[:, :, None] == domain).sum(axis=0).astype(float)
    return counts[counts.sum(axis=1) >= 2], domain


def sum_coincidences(counts: Floats) -> Floats:
    """The coincidence matrix o_ck = Σ_u n_uc (n_uk − [c = k]) / (m_u − 1)."""
    weighted = counts / (counts.sum(axis=1, keepdims=True) - 1)
    coincidences: Floats = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    return coincidences


def alpha_of_coincidences(coincidences: Floats, domain: Floats, *, level: Level) -> Floats:
    """α = 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck, over the last two axes."""
    margins = coincidences.sum(axis=-1)
    n = margins.sum(axis=-1)
    delta = DELTAS[level](domain, margins)
    observed = (coincidences * delta).sum(axis=(-2, -1))
    expected = (margins[..., :, None] * margins[..., None, :] * delta).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha: Floats = np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)
    return alpha


def _delta_nominal(domain: Floats, margins: Floats) -> Floats:
    """δ² is 1 for different values."""
    different: Floats = (domain[:, None] != domain).astype(float)
    return different


def _delta_ordinal(domain: Floats, margins: Floats) -> Floats:
    """δ² = (Σ_{g=c..k} n_g − (n_c + n_k) / 2)²: how many values stand between two ranks."""
    middle = np.cumsum(margins, axis=-1) - margins / 2
    squared: Floats = (middle[..., :, None] - middle[..., None, :]) ** 2
    return squared


def _delta_interval(domain: Floats, margins: Floats) -> Floats:
    """δ² = (c − k)²."""
    squared: Floats = (domain[:, None] - domain) ** 2
    return squared


def _delta_ratio(domain: Floats, margins: Floats) -> Floats:
    """δ² = ((c − k) / (c + k))²."""
    total = domain[:, None] + domain
    return np.divide(domain[:, None] - domain, total, out=np.zeros_like(total), where=total != 0) ** 2


DELTAS: dict[Level, Callable[[Floats, Floats], Floats]] = {
    "nominal": _delta_nominal,
    "ordinal": _delta_ordinal,
    "interval": _delta_interval,
    "ratio": _delta_ratio,
}


def cohen_kappa(a: ArrayLike, b: ArrayLike) -> float:
    """Cohen's κ of two coders; NaN where chance agreement is 1. Source: Cohen (1960), EPM 20(1), 37-46."""
    table = _cross_tabulate(a, b)
    p_o = np.trace(table)
    p_e = table.sum(axis=1) @ table.sum(axis=0)
    return _correct_for_chance(p_o, p_e)


def weighted_kappa(a: ArrayLike, b: ArrayLike, *, weights: Weights) -> float:
    """Cohen's κ of two coders with partial credit for near values, by rank. Source: Cohen (1968), PB 70(4), 213-220."""
    table = _cross_tabulate(a, b)
    credit = _weigh_ranks(len(table), weights)
    return _correct_for_chance((credit * table).sum(), table.sum(axis=1) @ credit @ table.sum(axis=0))


def weighted_kappa_error(a: ArrayLike, b: ArrayLike, *, weights: Weights) -> float:
    """Large-sample standard error of `weighted_kappa`. Source: Fleiss, Cohen & Everitt (1969), PB 72(5), 323-327."""
    table = _cross_tabulate(a, b)
    n = (~(_is_missing(np.asarray(a)) | _is_missing(np.asarray(b)))).sum()
    credit = _weigh_ranks(len(table), weights)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    p_e = rows @ credit @ columns
    kappa = _correct_for_chance((credit * table).sum(), p_e)
    means = (credit @ columns)[:, None] + rows @ credit
    spread = (table * (credit - means * (1 - kappa)) ** 2).sum() - (kappa - p_e * (1 - kappa)) ** 2
    return float(np.sqrt(max(spread, 0) / n) / (1 - p_e)) if kappa == kappa else np.nan


def _weigh_ranks(n: int, weights: Weights) -> Floats:
    """Credit for every two of n ranked values: 1 for the same one, and for others by their distance."""
    if weights == "identity" or n < 2:
        return np.eye(n)
    distance = np.abs(np.arange(n)[:, None] - np.arange(n)) / (n - 1)
    credit: Floats = 1 - (distance if weights == "linear" else distance**2)
    return credit


def conger_kappa(values: ArrayLike) -> float:
    """Conger's κ of coders × units, NaN where a coder did not judge: Cohen's κ for any number of coders.

    Chance is the mean agreement of every two coders' own shares. Source: Conger (1980), PB 88(2), 322-328.
    """
    given = np.asarray(values, dtype=float)
    given = given[~np.isnan(given).all(axis=1)]
    domain = np.unique(given[~np.isnan(given)])
    counts = (given[:, :, None] == domain).astype(float)
    shares = counts.sum(axis=1) / counts.sum(axis=(1, 2))[:, None]
    n = len(given)
    if n < 2:
        return np.nan
    p_e = ((shares.sum(axis=0) ** 2).sum() - (shares**2).sum()) / (n * (n - 1))
    return _correct_for_chance(percent_agreement(counts.sum(axis=0)), float(p_e))


def scott_pi(a: ArrayLike, b: ArrayLike) -> float:
    """Scott's π of two coders; NaN where chance agreement is 1. Source: Scott (1955), POQ 19(3), 321-325."""
    table = _cross_tabulate(a, b)
    share = (table.sum(axis=1) + table.sum(axis=0)) / 2
    return _correct_for_chance(np.trace(table), share @ share)


def gwet_ac1(a: ArrayLike, b: ArrayLike, *, categories: Sequence[Any] | None = None) -> float:
    """Gwet's AC1 of two coders. Source: Gwet (2008), BJMSP 61(1), 29-48.

    `categories` are all that could be given; by default those that were, and NaN where that is only one.
    """
    table = _cross_tabulate(a, b, categories=categories)
    share = (table.sum(axis=1) + table.sum(axis=0)) / 2
    q = len(share)
    return _correct_for_chance(np.trace(table), share @ (1 - share) / (q - 1)) if q > 1 else np.nan


def _cross_tabulate(a: ArrayLike, b: ArrayLike, *, categories: Sequence[Any] | None = None) -> Floats:
    """Shares of units by the value of `a` (rows) and `b` (columns), over units that both judged."""
    first, second = np.asarray(a), np.asarray(b)
    if first.shape != second.shape:
        raise InputError(f"two coders need the same units: found {first.shape[0]} and {second.shape[0]}; align them")
    judged = ~(_is_missing(first) | _is_missing(second))
    first, second = first[judged], second[judged]
    domain = np.unique([*first, *second]) if categories is None else np.asarray(categories)
    table = np.array([[((first == x) & (second == y)).sum() for y in domain] for x in domain], dtype=float)
    shares: Floats = table.reshape(len(domain), len(domain)) / (judged.sum() or np.nan)
    return shares


def _is_missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    """None and NaN."""
    return np.array([v is None or v != v for v in values.tolist()], dtype=bool)


def _correct_for_chance(p_o: float, p_e: float) -> float:
    """(observed − expected) / (1 − expected); NaN where chance alone gives full agreement."""
    return float((p_o - p_e) / (1 - p_e)) if p_e < 1 and p_o == p_o else np.nan


def percent_agreement(counts: ArrayLike) -> float:
    """Share of agreeing pairs, over units × values with the number of coders; NaN without units judged twice.

    A unit with more coders weighs no more than one with fewer.
    """
    n = np.asarray(counts, dtype=float)
    r = n.sum(axis=1)
    pairable = r >= 2
    n, r = n[pairable], r[pairable]
    return float(((n * (n - 1)).sum(axis=1) / (r * (r - 1))).mean()) if len(n) else np.nan


def fleiss_kappa(counts: ArrayLike) -> float:
    """Fleiss' κ over units × values; units may have unequal numbers of coders. Source: Fleiss (1971), PB 76(5)."""
    share = _mean_shares(counts)
    return _correct_for_chance(percent_agreement(counts), float(share @ share))


def gwet_ac1_of_counts(counts: ArrayLike) -> float:
    """Gwet's AC1 for any number of coders over units × values (all values that could be given)."""
    share = _mean_shares(counts)
    return _correct_for_chance(percent_agreement(counts), float(share @ (1 - share)) / (len(share) - 1))


def brennan_prediger(counts: ArrayLike) -> float:
    """Free-marginal κ, chance being 1 / number of values. Source: Brennan & Prediger (1981), EPM 41(3)."""
    return _correct_for_chance(percent_agreement(counts), 1 / np.asarray(counts).shape[1])


def standard_error(counts: ArrayLike, *, coefficient: Literal["agreement", "ac1", "fleiss", "brennan"]) -> float:
    """Gwet's linearized standard error over units × values, units being a sample; NaN for fewer than two units.

    Source: Gwet (2008), BJMSP 61(1), 29-48.
    """
    n = np.asarray(counts, dtype=float)
    n = n[n.sum(axis=1) > 0]
    r = n.sum(axis=1)
    pairable = r >= 2
    if len(n) < 2 or not pairable.any():
        return np.nan
    share, q = _mean_shares(n), n.shape[1]
    each = np.where(pairable, (n * (n - 1)).sum(axis=1) / np.where(pairable, r * (r - 1), 1), 0)
    weight = {"ac1": (1 - share) / max(q - 1, 1), "fleiss": share}.get(coefficient, np.zeros(q))
    by_chance = n @ weight / r
    p_e = {"agreement": 0.0, "brennan": 1 / q}.get(coefficient, float(share @ weight))
    value = _correct_for_chance(percent_agreement(n), p_e)
    scaled = np.where(pairable, each - p_e, 0) * len(n) / pairable.sum() / (1 - p_e)
    moved = scaled - 2 * (1 - value) * (by_chance - by_chance.mean()) / (1 - p_e)
    return float(np.sqrt(((moved - value) ** 2).sum() / (len(n) * (len(n) - 1))))


def _mean_shares(counts: ArrayLike) -> Floats:
    """Each value's share, averaged over the units that anybody judged."""
    n = np.asarray(counts, dtype=float)
    r = n.sum(axis=1)
    shares: Floats = (n[r > 0] / r[r > 0, None]).mean(axis=0)
    return shares
