"""Whether a difference between counts would survive another wording: tail probabilities on effective counts.

scipy takes its time to load, so it is loaded where it is used: not every command needs it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.measures.judgements import Flags, Numbers
from analysis.measures.prevalence import COUNTED, LEVELS, count_presence, pool_icc

Floats = NDArray[np.float64]
ICC_ASSUMED = 0.30  # how far sentences of a paragraph hang together where the page has too few to tell
FEWEST_DF = 4  # paragraphs beyond one per expert below which the page cannot tell


class Effects(NamedTuple):
    """The design effect of each expert's sentences, NaN where the coder judged none; and whether it was assumed."""

    per_expert: Floats
    assumed: bool


def estimate_effects(
    present: Flags, judged: Flags, expert: Numbers, clusters: dict[str, Numbers], *, n_experts: int
) -> Effects:
    """The design effects of one coder's frames: D = 1 + (Σm²/Σm − 1) · ICC, m sentences in a paragraph.

    `present` is segments × frames, `judged` and `expert` one entry per segment (expert -1: left out). ICC is that of
    `measures.prevalence`, pooled over experts and frames. Where the paragraphs exceed the experts by less than four
    it is at least .30, assumed. Sources: Kish (1965), 161-164; Rao & Scott (1992), Biometrics 48(2), 577-585.
    """
    group = np.where(judged, expert, -1)
    whole = np.repeat(judged[:, None], present.shape[1], axis=1)
    sums = count_presence(whole, present, group, clusters, n_groups=n_experts)
    columns = dict(zip(COUNTED, sums.reshape(-1, len(COUNTED)).astype(float).T, strict=True))
    counted = dict(zip(COUNTED, sums[:, 0].astype(float).T, strict=True))  # equal for all frames of a segment
    n = counted["n_segments"]
    there = n > 0
    df = (counted["clusters_paragraph"][there] - 1).sum()
    assumed = bool(df < FEWEST_DF)
    effect = np.ones(n_experts)
    for level in LEVELS:
        icc = pool_icc(columns, level)
        if level == "paragraph" and assumed:
            icc = max(icc, ICC_ASSUMED)
        length = np.divide(counted[f"squares_{level}"], n, out=np.ones_like(n), where=there)
        effect = np.maximum(effect, 1 + (length - 1) * icc)
    return Effects(np.where(there, effect, np.nan), assumed)


def lead_tail(only_first: ArrayLike, only_other: ArrayLike, effect: ArrayLike) -> Floats:
    """The probability that the first frame is not ahead of another that `only_other` segments have without it.

    I_½(b/D + ½, g/D + ½): a segment with both or neither says nothing. Sources: McNemar (1947), Psychometrika 12(2);
    Jeffreys (1946). The winner against its strongest rival needs no correction for the number of frames: Hung &
    Fithian (2019), Annals of Statistics 47(2).
    """
    from scipy.special import betainc

    first, other, effect = (np.asarray(v, dtype=float) for v in (only_first, only_other, effect))
    tail: Floats = betainc(first / effect + 0.5, other / effect + 0.5, 0.5)
    return tail


def order_tail(
    x_a: ArrayLike, n_a: ArrayLike, effect_a: ArrayLike, x_b: ArrayLike, n_b: ArrayLike, effect_b: ArrayLike
) -> Floats:
    """One-sided mid-p of Fisher's test that A's share is above B's, on ⌊n/D⌋ segments each.

    Sources: Lancaster (1961), JASA 56(294), 223-234, for the mid-p; Rao & Scott (1992) for the effective counts.
    """
    a, of_a = _shrink(x_a, n_a, effect_a)
    b, of_b = _shrink(x_b, n_b, effect_b)
    a, of_a, b, of_b = np.broadcast_arrays(a, of_a, b, of_b)
    found, n = a + b, of_a + of_b
    more = np.arange(int(of_a.max(initial=0)) + 1)
    x = a[..., None] + more
    possible = x <= np.minimum(of_a, found)[..., None]
    x = np.where(possible, x, a[..., None])
    ways = log_choose(of_a[..., None], x) + log_choose(of_b[..., None], found[..., None] - x)
    log_p = ways - log_choose(n, found)[..., None]
    weight = np.where(more == 0, 0.5, 1.0)
    tail: Floats = (np.where(possible, np.exp(log_p), 0.0) * weight).sum(axis=-1)
    return tail


def _shrink(x: ArrayLike, n: ArrayLike, effect: ArrayLike) -> tuple[Floats, Floats]:
    """(present, segments) in effective numbers: whole, at least one segment, the share kept as near as it goes."""
    x, n, effect = (np.asarray(v, dtype=float) for v in (x, n, effect))
    effective = np.maximum(1, np.floor(n / effect + 1e-9))
    return np.floor(x * effective / n + 0.5), effective


def log_choose(n: Floats | float, k: Floats) -> Floats:
    """ln of n over k."""
    from scipy.special import gammaln

    ways: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return ways


def use_tail(n: ArrayLike, agreed: ArrayLike, n_differ: float, n_compared: float, *, shared: float = 0.0) -> Floats:
    """The probability of so many segments wrongly found by all judges, had the expert never used the code.

    One judge errs in a share e of segments, from d = 2e(1 − e) for the share d in which two differ; two err together
    in e², and `shared` is added for what everybody may have misread alike. 1 where no segment was found by all.
    """
    from scipy.special import bdtrc

    d = min((n_differ + 0.5) / (n_compared + 1), 0.5)
    e = (1 - np.sqrt(1 - 2 * d)) / 2
    n, agreed = np.asarray(n, dtype=np.intp), np.asarray(agreed, dtype=np.intp)
    tail: Floats = np.where(agreed > 0, bdtrc(np.maximum(agreed - 1, 0), n, shared + e * e), 1.0)
    return tail
