"""How often each expert uses each code and each frame, and which frame leads."""

import pandas as pd

from analysis.measures.intervals import wilson_interval

KEY = ["expert", "coder", "frame", "code"]


def measure_prevalence(
    codings: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, *, coder: str
) -> pd.DataFrame:
    """The `prevalence` of every frame (code empty) and every code, per expert by one coder.

    A frame is present in a segment when any of its codes is. A segment counts only where the coder judged it. `low`
    and `high` bound the 95 % Wilson interval. NaN where nothing was judged.
    """
    judged = (
        codings.loc[codings["coder"] == coder, ["segment_id", "code", "coder", "present"]]
        .merge(segments[["segment_id", "expert"]], on="segment_id", validate="many_to_one")
        .merge(codebook[["code", "frame"]], on="code", validate="many_to_one")
    )
    by_frame = (
        judged.groupby(["expert", "coder", "frame", "segment_id"], as_index=False)["present"].any().assign(code="")
    )
    counts = pd.concat([by_frame, judged]).groupby(KEY)["present"].agg(n_segments="size", n_present="sum")
    experts = segments[["expert"]].drop_duplicates()
    rows = experts.merge(list_frames_and_codes(codebook), how="cross").assign(coder=coder)
    counts = counts.reindex(pd.MultiIndex.from_frame(rows[KEY]), fill_value=0).astype("int64").reset_index()
    n = counts["n_segments"]
    low, high = wilson_interval(counts["n_present"], n)
    table = counts.assign(prevalence=counts["n_present"] / n.where(n > 0), low=low, high=high)
    return table[["expert", "frame", "code", "coder", "n_segments", "n_present", "prevalence", "low", "high"]]


def list_frames_and_codes(codebook: pd.DataFrame) -> pd.DataFrame:
    """Each frame (code empty) followed by its codes, in the order of the codebook."""
    pairs = [(frame, code) for frame, codes in codebook.groupby("frame", sort=False)["code"] for code in ("", *codes)]
    return pd.DataFrame(pairs, columns=["frame", "code"]).astype("str")


def find_leading_frames(prevalence: pd.DataFrame) -> pd.DataFrame:
    """The `leading` frame of each expert by each coder, with its margin over the second.

    No frame leads where none is present or where two are equally frequent; `note` says which.
    """
    frames = prevalence.loc[prevalence["code"] == ""]
    return pd.DataFrame(
        [
            {"expert": expert, "coder": coder, **rank_frames(group)}
            for (expert, coder), group in frames.groupby(["expert", "coder"], sort=False)
        ]
    )


def rank_frames(frames: pd.DataFrame) -> dict[str, object]:
    """First and second of one expert's frames by prevalence."""
    ranked = frames.sort_values("prevalence", ascending=False, kind="stable").reset_index(drop=True)
    first = ranked.iloc[0]
    second = ranked.iloc[1] if len(ranked) > 1 else None
    n_second = 0 if second is None else int(second["n_present"])
    note = ""
    if not first["n_present"] > 0:
        note = "no frame was found in any segment"
    elif first["n_present"] == n_second:
        note = "two frames are equally frequent"
    return {
        "frame": "" if note else first["frame"],
        "second": "" if note or second is None else second["frame"],
        "n_segments": int(first["n_segments"]),
        "n_present": int(first["n_present"]),
        "n_second": n_second,
        "margin": first["prevalence"] - (0.0 if second is None else second["prevalence"]),
        "note": note,
    }
