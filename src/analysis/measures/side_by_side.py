"""Every automatic coder against the same reference on the same segments, and where they differ."""

import pandas as pd

from analysis.coding.coders import may
from analysis.measures.validity import choose_references, rate_chance, rate_errors
from analysis.tables.rows import each_row

_COUNTS = ["n_segments", "n_reference", "n_hits", "n_false", "n_missed"]
_WORK = ["coder", "kind", "n_codes", "n_judged", "n_possible", "n_present", "seconds", "per_second", "tokens", "cost"]


def list_automatic(coders: pd.DataFrame) -> list[str]:
    """The coders that are held against a reference, in the order of the table."""
    references = choose_references(coders)["coder"]
    return list(coders.loc[may(coders["kind"], "is_automatic") & ~coders["coder"].isin(references), "coder"])


def measure_side_by_side(blind: pd.DataFrame, codebook: pd.DataFrame, coders: pd.DataFrame) -> pd.DataFrame:
    """A row per code × automatic coder × reference, over the segments that the reference and all these coders judged.

    Columns: those of `validity` from code to everywhere_f1. In `validity` a coder that abstains where it is hard is
    held against easier segments than the others; here all are held against the same. A coder that judged no segment
    for a code at all does not narrow them. Not to be averaged over codes.
    """
    automatic = list_automatic(coders)
    counts = [
        {"code": code, "coder": coder, "reference": reference, "reference_kind": kind} | _count_errors(same, coder)
        for reference, kind in each_row(choose_references(coders)[["coder", "kind"]])
        for code in codebook["code"]
        if (same := _find_same(blind.loc[blind["code"] == code], reference, automatic)) is not None
        for coder in same.columns[1:]
    ]
    table = pd.DataFrame(counts, columns=["code", "coder", "reference", "reference_kind", *_COUNTS])
    return rate_chance(rate_errors(table.astype(dict.fromkeys(_COUNTS, "int64"))))


def lift_to_frames(blind: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The judgements of codes as judgements of frames, under the name of the frame in `code`.

    A frame is present where any of its codes is, and judged where all of them were.
    """
    frames = codebook.set_index("code")["frame"]
    known = blind.loc[blind["code"].isin(frames.index)]
    counted = known.assign(code=known["code"].map(frames)).groupby(["segment_id", "code", "coder"], sort=False)[
        "present"
    ]
    lifted = counted.agg(["any", "size"]).reset_index().rename(columns={"any": "present"})
    whole = lifted["size"] == lifted["code"].map(frames.value_counts())
    return lifted.loc[whole, ["segment_id", "code", "coder", "present"]].reset_index(drop=True)


def _find_same(judged: pd.DataFrame, reference: str, automatic: list[str]) -> pd.DataFrame | None:
    """The judgements of one code, segments × (reference, coders), where all of them judged; None where nobody did."""
    there = set(judged["coder"])
    if reference not in there or not there.intersection(automatic):
        return None
    wide = judged.pivot(index="segment_id", columns="coder", values="present")
    same = wide[[reference, *(name for name in automatic if name in there)]].dropna().astype(bool)
    return same if len(same) else None


def _count_errors(same: pd.DataFrame, coder: str) -> dict[str, int]:
    """Hits, false hits and misses of a coder against the first column."""
    true, found = same.iloc[:, 0], same[coder]
    sums = (true.notna(), true, found & true, found & ~true, ~found & true)
    return {name: int(flags.sum()) for name, flags in zip(_COUNTS, sums, strict=True)}


def measure_work(
    blind: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, coders: pd.DataFrame
) -> pd.DataFrame:
    """What each automatic coder judged, and what that took.

    Columns: coder, kind, n_codes (that it judges at all), n_judged, n_possible (segments × these codes; the
    difference is where it abstained), n_present, seconds (NaN: not measured), per_second (segments), tokens, cost.
    """
    rows = []
    about = coders.set_index("coder")
    for name in list_automatic(coders):
        mine = blind.loc[(blind["coder"] == name) & blind["code"].isin(codebook["code"])]
        seconds = float(about["seconds"][name])
        rows.append(
            {
                "coder": name,
                "kind": about["kind"][name],
                "n_codes": mine["code"].nunique(),
                "n_judged": len(mine),
                "n_possible": len(segments) * mine["code"].nunique(),
                "n_present": int(mine["present"].sum()),
                "seconds": seconds,
                "per_second": len(segments) / seconds if seconds > 0 else float("nan"),
                "tokens": int(about["tokens"][name]),
                "cost": float(about["cost"][name]),
            }
        )
    return pd.DataFrame(rows, columns=_WORK)


def gather_differences(
    blind: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, coders: pd.DataFrame
) -> pd.DataFrame:
    """Every segment × code that two automatic coders judge differently: code, expert, segment_id, yes, no, reference.

    `yes` and `no` name the coders, `reference` says what each reference judged. The most evenly split come first,
    then page order.
    """
    automatic, references = list_automatic(coders), list(choose_references(coders)["coder"])
    order = {code: number for number, code in enumerate(codebook["code"])}
    judged = blind.loc[blind["code"].isin(order)]
    key = ["segment_id", "code"]
    sides = (
        judged.loc[judged["coder"].isin(automatic)]
        .groupby([*key, "present"])["coder"]
        .agg(", ".join)
        .unstack("present")
    )
    sides = sides.reindex(columns=[False, True]).dropna().set_axis(["no", "yes"], axis=1).reset_index()
    said = judged.loc[judged["coder"].isin(references)].assign(
        reference=lambda t: t["coder"] + t["present"].map({True: ": present", False: ": absent"})
    )
    said = said.groupby(key)["reference"].agg("; ".join).reset_index()
    found = sides.merge(said, how="left", on=key, validate="one_to_one").fillna({"reference": ""})
    found = found.merge(segments[["segment_id", "expert"]], on="segment_id", validate="many_to_one")
    place = {name: number for number, name in enumerate(segments["segment_id"])}
    found = found.astype({"yes": "str", "no": "str", "reference": "str"})  # no row has no type
    apart = (found["yes"].str.count(", ") - found["no"].str.count(", ")).abs()
    ranked = found.assign(apart=apart, place=found["segment_id"].map(place), order=found["code"].map(order))
    ranked = ranked.sort_values(["apart", "place", "order"], ignore_index=True)
    return ranked[["code", "expert", "segment_id", "yes", "no", "reference"]]


def count_flips(coder_pairs: pd.DataFrame) -> pd.DataFrame:
    """Two runs of the same model or person: coder, other, n_judged (segments × codes), n_flips, share, n_present (of
    which either run finds the code), share_present (of these; NaN for none).

    Most judgements are "absent" in both runs, so the share of all hides how far they differ in what they find.
    """
    runs = coder_pairs.loc[coder_pairs["relation"] == "stability"]
    flips = runs["n_one"] + runs["n_other"]
    runs = runs.assign(n_flips=flips, n_present=flips + runs["n_both"]).rename(columns={"n_segments": "n_judged"})
    counts = ["n_judged", "n_flips", "n_present"]
    table = runs.groupby(["coder", "other"], sort=False)[counts].sum().reset_index()
    present = table["n_present"].where(table["n_present"] > 0)
    return table.assign(share=table["n_flips"] / table["n_judged"], share_present=table["n_flips"] / present)
