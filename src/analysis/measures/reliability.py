"""Whether the coders agree, per code and per frame, never pooled into one number."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.coding.coders import PERSON
from analysis.coding.person_names import person_key
from analysis.errors import InputError
from analysis.measures.agreement import (
    Floats,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac1_of_counts,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from analysis.measures.independence import ACCEPTABLE, FEWEST, judge_agreement, list_independent
from analysis.measures.judgements import number_segments
from analysis.measures.posterior import bound_alpha, count_patterns, probability_below
from analysis.measures.support import estimate_effects
from analysis.measures.unitizing import unitizing_alpha
from analysis.tables import TABLES, fit_table

__all__ = ["cohen_kappa", "gwet_ac1", "krippendorff_alpha", "measure_reliability", "scott_pi"]


@dataclass(frozen=True)
class Grid:
    """Coders × segments of one code or frame: 1 present, 0 absent, NaN not judged."""

    coders: tuple[str, ...]
    values: Floats


def choose_blind(codings: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """The judgements that agreement and validity may be taken from: of whoever kept passes apart, only the blind one.

    A consensus made at the desk has one pass, adjudication, and stays.
    """
    key = ["segment_id", "code", "coder", "present"]
    apart = codings["coder"].isin(set(log["coder"]))
    blind = log.loc[log["pass"].isin(["blind", "adjudication"]), key]
    return pd.concat([codings.loc[~apart, key], blind], ignore_index=True)


def choose_coders(coders: pd.DataFrame) -> tuple[str, list[str]]:
    """(kind, names) of those whose agreement counts: people where two judged, else all readers.

    Coders of the same person or model are one: only the first of them.
    """
    people = list_independent(coders, right="counts_as_person")
    if len(people) >= 2:
        return PERSON, people
    readers = list_independent(coders, right="reads")
    kinds = coders.set_index("coder")["kind"].reindex(readers).drop_duplicates()
    return ", ".join(kinds), readers


def measure_reliability(
    blind: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, coders: pd.DataFrame
) -> pd.DataFrame:
    """The `reliability` of every code in the order of the codebook, by segments that two or more judged blind.

    `blind` is what `choose_blind` gives.

    `low` and `high` hold α with probability 95 % and `p_below` is the probability of α < .667, by its posterior
    (`measures.posterior`) on as many segments as the judged ones are worth, since sentences of a paragraph hang
    together. α is NaN where nothing varies: agreement on a code that nobody ever saw shows no skill. Not to be
    averaged over codes. Sources: `measures.agreement`.
    """
    kind, names = choose_coders(coders)
    grids = _arrange_grids(blind, "code", list(codebook["code"]), segments, names)
    effect = _mean_effect(list(grids.values()), segments)
    rows = [{"code": code, **_measure_grid(grid, kind=kind, effect=effect)} for code, grid in grids.items()]
    return fit_table("reliability", rows)


def measure_frame_reliability(
    blind: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, coders: pd.DataFrame
) -> pd.DataFrame:
    """The `frame_reliability`: as `measure_reliability`, a frame being present where any of its codes is."""
    kind, names = choose_coders(coders)
    judged = _lift_to_frames(blind.loc[blind["coder"].isin(names)], codebook)
    grids = _arrange_grids(judged, "frame", list(codebook["frame"].drop_duplicates()), segments, names)
    effect = _mean_effect(list(grids.values()), segments)
    rows = [{"frame": frame, **_measure_grid(grid, kind=kind, effect=effect)} for frame, grid in grids.items()]
    return fit_table("frame_reliability", rows)


def _mean_effect(grids: list[Grid], segments: pd.DataFrame) -> float:
    """The design effect of a segment's judgement, mean over coders: how sentences of a paragraph hang together."""
    experts = tuple(segments["expert"].drop_duplicates())
    expert, paragraph, document = number_segments(segments, experts)
    clusters = {"paragraph": paragraph, "document": document}
    means = []
    for name in dict.fromkeys(name for grid in grids for name in grid.coders):
        values = np.array([g.values[g.coders.index(name)] for g in grids if name in g.coders])
        judged = ~np.isnan(values).any(axis=0)
        effects = estimate_effects((values == 1).T, judged, expert, clusters, n_experts=len(experts)).per_expert
        if judged.any():
            means.append(np.nansum(effects * np.bincount(expert[judged], minlength=len(experts))) / judged.sum())
    return float(np.mean(means)) if means else 1.0


def _lift_to_frames(judged: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Judgements of whole frames: present where any code is, judged where all its codes were."""
    framed = judged.merge(codebook[["code", "frame"]], on="code", validate="many_to_one")
    found = framed.groupby(["segment_id", "frame", "coder"], sort=False)["present"].agg(["any", "size"]).reset_index()
    whole = found["size"] == found["frame"].map(codebook.groupby("frame").size())
    return found.loc[whole].rename(columns={"any": "present"})


def _arrange_grids(
    judged: pd.DataFrame, column: str, things: list[str], segments: pd.DataFrame, names: list[str]
) -> dict[str, Grid]:
    """The judgements of each code or frame by `names`."""
    rows = dict(iter(judged.loc[judged["coder"].isin(names)].groupby(column, sort=False)))
    return {thing: _arrange_grid(rows.get(thing, judged.iloc[:0]), segments, names) for thing in things}


def _arrange_grid(judged: pd.DataFrame, segments: pd.DataFrame, names: list[str]) -> Grid:
    """One code's judgements by `names` as coders × segments. Raises InputError where one is there twice."""
    places = {segment: column for column, segment in enumerate(segments["segment_id"].tolist())}
    rows = {name: row for row, name in enumerate(names)}
    values = np.full((len(names), len(segments)), np.nan)
    for coder, segment, present in zip(
        judged["coder"].tolist(), judged["segment_id"].tolist(), judged["present"].tolist(), strict=True
    ):
        if coder not in rows or segment not in places:
            continue
        if not np.isnan(values[rows[coder], places[segment]]):
            raise InputError(f"{coder} judged {segment} twice for the same code; keep one, or name a second coder")
        values[rows[coder], places[segment]] = present
    judging = ~np.isnan(values).all(axis=1)
    return Grid(tuple(n for n, j in zip(names, judging, strict=True) if j), values[judging])


def _measure_grid(grid: Grid, *, kind: str, effect: float) -> dict[str, object]:
    """Every coefficient for one code or frame."""
    present, absent = (grid.values == 1).sum(axis=0), (grid.values == 0).sum(axis=0)
    counts = np.column_stack([absent, present])[present + absent >= 2]
    pair = grid.values if len(grid.coders) == 2 else np.full((2, 1), np.nan)
    alpha = krippendorff_alpha(grid.values, level="nominal") if len(counts) else np.nan
    low, high, p_below = _bound(grid, effect) if len(counts) else (np.nan,) * 3
    n_coders = len(grid.coders) if len(counts) else min(len(grid.coders), 1)
    verdict, note = judge_agreement(kind, n_coders, alpha, p_below)
    if n_coders >= 2 and len(counts) < min(FEWEST, grid.values.shape[1]):
        verdict, note = "tentative", f"agreement is open: two judged {len(counts)} segments only"
    if len(counts) and np.isnan(alpha):
        low = high = p_below = np.nan
        note = f"α is undefined: all judgements are {'present' if present.any() else 'absent'}. {note}"
    return {
        "n_segments": len(counts),
        "n_coders": n_coders,
        "n_present": int((counts[:, 1] > 0).sum()),
        "prevalence": counts[:, 1].sum() / counts.sum() if len(counts) else np.nan,
        "agreement": percent_agreement(counts),
        "alpha": alpha,
        "low": low,
        "high": high,
        "p_below": p_below,
        "kappa": cohen_kappa(*pair),
        "pi": scott_pi(*pair),
        "ac1": gwet_ac1_of_counts(counts) if len(counts) else np.nan,
        "fleiss": fleiss_kappa(counts) if len(counts) else np.nan,
        "verdict": verdict,
        "coders": ", ".join(grid.coders),
        "kind": kind,
        "note": note,
    }


def _bound(grid: Grid, effect: float) -> tuple[float, float, float]:
    """(low, high, P(α < .667)) by the posterior."""
    patterns = count_patterns(grid.values)
    low, high = bound_alpha(patterns, effect)
    return float(low), float(high), float(probability_below(ACCEPTABLE, patterns, effect))


def measure_coder_pairs(
    blind: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, coders: pd.DataFrame
) -> pd.DataFrame:
    """The `coder_pairs`: every two coders on every code, over the segments that both judged (blind, where kept apart).

    `relation` is stability where both are the same person or model at two times, else agreement.
    """
    names = list(coders["coder"])
    who = dict(zip(names, coders["who"].map(person_key), strict=True))
    first, second = np.triu_indices(len(names), 1)
    parts = []
    for code in codebook["code"]:
        grid = _arrange_grid(blind.loc[blind["code"] == code], segments, names)
        place = pd.Index(grid.coders).get_indexer(names)
        values = np.vstack([grid.values, np.full((1, len(segments)), np.nan)])[place]
        yes, no = (values == 1).astype(float), (values == 0).astype(float)
        both, neither, one, other = (x[first, second] for x in (yes @ yes.T, no @ no.T, yes @ no.T, no @ yes.T))
        pair = pd.DataFrame({"n_both": both, "n_one": one, "n_other": other, "n_neither": neither}).astype("int64")
        parts.append(pair.assign(code=code, coder=[names[i] for i in first], other=[names[i] for i in second]))
    if not parts or not len(first):
        return TABLES["coder_pairs"].empty()
    pairs = _correct_pairs(pd.concat(parts, ignore_index=True))
    same = pairs["coder"].map(who) == pairs["other"].map(who)
    pairs = pairs.assign(relation=np.where(same, "stability", "agreement")).loc[pairs["n_segments"] > 0]
    dtypes = {c.name: c.dtype for c in TABLES["coder_pairs"].columns}
    return pairs[list(dtypes)].reset_index(drop=True).astype(dtypes)


def _correct_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Agreement, κ, π, AC1 and α of two-by-two counts, all rows at once."""
    n = pairs[["n_both", "n_one", "n_other", "n_neither"]].sum(axis=1).astype("int64")
    with np.errstate(divide="ignore", invalid="ignore"):
        p_o = (pairs["n_both"] + pairs["n_neither"]) / n
        p1, p2 = (pairs["n_both"] + pairs["n_one"]) / n, (pairs["n_both"] + pairs["n_other"]) / n
        p = (p1 + p2) / 2
        kappa_e, pi_e, ac1_e = p1 * p2 + (1 - p1) * (1 - p2), p**2 + (1 - p) ** 2, 2 * p * (1 - p)
        corrected = {
            name: ((p_o - p_e) / (1 - p_e)).where(1 - p_e > 1e-12)
            for name, p_e in (("kappa", kappa_e), ("pi", pi_e), ("ac1", ac1_e))
        }
    alpha = 1 - (1 - corrected["pi"]) * (2 * n - 1) / (2 * n)  # π with the correction for small samples
    return pairs.assign(n_segments=n, agreement=p_o, alpha=alpha, **corrected)


def measure_span_overlap(log: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The `span_overlap` of two coders' evidence per code: where it is, by Dice and by unitizing α.

    `overlap` is 2 |A ∩ B| / (|A| + |B|) over segments where both found the code and both selected words: it says where,
    once both said that, and is not corrected for chance. `alpha` is unitizing α (see `measures.unitizing`) over the
    segments that both located, one after the other: blank where the code is absent. A code found without words has no
    place, so its segment is left out. Rows are the pairs of whom one at least selected words.
    """
    located = (log["end"] > log["start"]) | ~log["present"]
    blind = log.loc[(log["pass"] == "blind") & located]
    blind = blind.assign(end=blind["end"].where(blind["present"], blind["start"]))
    if not (blind["end"] > blind["start"]).any():
        return TABLES["span_overlap"].empty()
    places = segments.set_index("segment_id").assign(size=lambda s: s["text"].str.len())[["size", "start"]]
    marked = blind.loc[blind["end"] > blind["start"], ["code"]].drop_duplicates()
    blind = blind.merge(marked, on="code").join(
        places.rename(columns={"start": "origin"}), on="segment_id", how="inner"
    )
    both = blind.merge(
        blind, on=["segment_id", "code", "size", "origin"], suffixes=("", "_other"), validate="many_to_many"
    )
    both = both.loc[both["coder"] < both["coder_other"]]
    rows = []
    for (code, coder, other), pair in both.groupby(["code", "coder", "coder_other"]):
        size, start, end, start_other, end_other = (
            pair[name].to_numpy() for name in ("size", "start", "end", "start_other", "end_other")
        )
        own, theirs = end - start, end_other - start_other
        if not (own.any() or theirs.any()):
            continue
        at = np.cumsum(size) - size - pair["origin"].to_numpy()
        units = [
            list(zip((at + first)[first < last], (at + last)[first < last], strict=True))
            for first, last in ((start, end), (start_other, end_other))
        ]
        chosen = (own > 0) & (theirs > 0)
        shared = np.clip(np.minimum(end, end_other) - np.maximum(start, start_other), 0, None)[chosen].sum()
        rows.append(
            {
                "code": code,
                "coder": coder,
                "other": other,
                "n_segments": int(chosen.sum()),
                "overlap": 2 * shared / (own + theirs)[chosen].sum() if chosen.any() else np.nan,
                "length": int(size.sum()),
                "alpha": unitizing_alpha(units, int(size.sum())),
            }
        )
    return fit_table("span_overlap", rows)
