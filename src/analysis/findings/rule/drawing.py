"""Pages drawn at random from known shares, to try the rule on and to plan with."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.coding.coders import DICTIONARY, PERSON
from analysis.findings.rule.page import CodedPage, PageCoder
from analysis.measures.judgements import Flags

Floats = NDArray[np.float64]


def draw_presence(rng: np.random.Generator, shares: Floats, sizes: Sequence[int], *, icc: float) -> Flags:
    """Whether each segment has each frame: pages × experts × segments × frames.

    `shares` is pages × experts × frames. `sizes` are the segments of each paragraph, the same with every expert. Within
    a paragraph segments resemble each other by `icc` (beta-binomial).
    """
    n_pages, n_experts, n_frames = shares.shape
    chance = np.broadcast_to(shares[:, :, None], (n_pages, n_experts, len(sizes), n_frames))
    if icc > 0:
        s = (1 - icc) / icc
        chance = rng.beta(
            shares[:, :, None] * s, (1 - shares[:, :, None]) * s, size=(n_pages, n_experts, len(sizes), n_frames)
        )
    return rng.random((n_pages, n_experts, sum(sizes), n_frames)) < np.repeat(chance, sizes, axis=2)


def draw_coders(
    rng: np.random.Generator, presence: Flags, *, accuracy: float, shared: float, n_coders: int
) -> list[Flags]:
    """What coders see of `presence`: a share `shared` that all misread alike, then each errs by himself."""
    seen = presence ^ (rng.random(presence.shape) < shared) if shared else presence
    return [seen ^ (rng.random(seen.shape) > accuracy) if accuracy < 1 else seen for _ in range(n_coders)]


def make_page(
    coded: Sequence[Flags], sizes: Sequence[int], *, people: bool = True, experts: Sequence[str] = ()
) -> CodedPage:
    """One page of experts × segments × frames by each coder as the rule takes it."""
    n_experts, n_segments, n_frames = coded[0].shape
    expert = np.repeat(np.arange(n_experts), n_segments)
    paragraph = np.concatenate([np.repeat(np.arange(len(sizes)), sizes) + len(sizes) * e for e in range(n_experts)])
    values = np.array([found.reshape(-1, n_frames) for found in coded], dtype=float)
    names = [f"coder {i + 1}" for i in range(len(coded))]
    kind = PERSON if people else DICTIONARY
    return CodedPage(
        experts=tuple(experts) or tuple(f"expert {e + 1}" for e in range(n_experts)),
        columns=tuple((f"frame {i + 1}", "") for i in range(n_frames)),
        expert=expert,
        paragraph=paragraph,
        document=expert,
        coders=tuple(PageCoder(name, kind, name if people else "", decides=people) for name in names),
        values=values,
        final=values,
        machine=names[0],
    )
