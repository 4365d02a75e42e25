"""Whether an automatic coder agrees with a human reference, per code, with the errors behind each number."""

import pandas as pd

from analysis.coding.coders import may
from analysis.measures.intervals import wilson_interval
from analysis.tables import TABLES


def choose_references(coders: pd.DataFrame) -> pd.DataFrame:
    """The coders that others are held against: consensus and people; where there are none, language models.

    Against a language model it is agreement between machines and must be called so.
    """
    human = coders.loc[may(coders["kind"], "decides")]
    return human if len(human) else coders.loc[may(coders["kind"], "reads")]


def measure_validity(
    blind: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: pd.DataFrame,
    coders: pd.DataFrame,
    alarms: pd.DataFrame,
) -> pd.DataFrame:
    """The `validity` of every automatic coder, per code and reference, over segments that both judged (blind).

    `coin_f1` and `everywhere_f1` are what chance gives: an F1 that is not above them shows no skill. `off_topic` is
    that of the table `alarms`, NaN for coders that are not in it. Where people judged,
    language models are automatic coders too. Not to be averaged over codes. NaN where a denominator is 0. A dictionary
    written with the page in view is not tested by it.
    """
    references = choose_references(coders)
    automatic = coders.loc[may(coders["kind"], "is_automatic") & ~coders["coder"].isin(references["coder"])]
    judged = blind.loc[blind["segment_id"].isin(segments["segment_id"]), ["segment_id", "code", "coder", "present"]]
    reference = judged.merge(
        references[["coder", "kind"]].rename(columns={"kind": "reference_kind"}), on="coder", validate="many_to_one"
    ).rename(columns={"coder": "reference", "present": "true"})
    both = judged.loc[judged["coder"].isin(automatic["coder"])].merge(
        reference, on=["segment_id", "code"], validate="many_to_many"
    )
    if both.empty:
        return TABLES["validity"].empty()
    counts = both.assign(
        n_segments=1,
        n_reference=both["true"],
        n_hits=both["present"] & both["true"],
        n_false=both["present"] & ~both["true"],
        n_missed=~both["present"] & both["true"],
    )
    key = ["code", "coder", "reference", "reference_kind"]
    numbers = ["n_segments", "n_reference", "n_hits", "n_false", "n_missed"]
    table = rate_chance(rate_errors(counts.groupby(key)[numbers].sum().astype("int64").reset_index()))
    table = table.merge(alarms[["code", "coder", "off_topic"]], how="left", on=["code", "coder"], validate="m:1")
    order = {code: number for number, code in enumerate(codebook["code"])}
    table = table.loc[table["code"].isin(order)].sort_values(
        ["coder", "reference", "code"], key=lambda c: c.map(order) if c.name == "code" else c
    )
    dtypes = {c.name: c.dtype for c in TABLES["validity"].columns}
    return table[list(dtypes)].reset_index(drop=True).astype(dtypes)


def rate_errors(counts: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 with 95 % Wilson intervals.

    F1 = 2J / (1 + J) for J = hits / (hits + false + missed), a plain share whose interval carries over, since the
    transformation only rises.
    """
    table = counts.copy()
    for name, n in (
        ("precision", counts["n_hits"] + counts["n_false"]),
        ("recall", counts["n_reference"]),
        ("f1", counts["n_hits"] + counts["n_false"] + counts["n_missed"]),
    ):
        n = n.astype("float64").where(n > 0)
        low, high = wilson_interval(counts["n_hits"], n)
        share = counts["n_hits"] / n
        for column, value in ((name, share), (f"{name}_low", low), (f"{name}_high", high)):
            table[column] = 2 * value / (1 + value) if name == "f1" else value
    return table


def rate_chance(counts: pd.DataFrame) -> pd.DataFrame:
    """F1 expected of a coin that says "present" as often as the reference does, and of saying it everywhere.

    With the reference's rate r a coin has precision r and recall r, so F1 = r; "everywhere" has precision r and recall
    1, so F1 = 2r / (1 + r). NaN where the reference found nothing. Source: Flach & Kull (2015), Precision-Recall-Gain
    Curves, NIPS 28, for "everywhere" as the baseline of F1.
    """
    n = counts["n_segments"].astype("float64").where(counts["n_reference"] > 0)
    rate = counts["n_reference"] / n
    return counts.assign(coin_f1=rate, everywhere_f1=2 * rate / (1 + rate))


def find_errors(blind: pd.DataFrame, segments: pd.DataFrame, *, coder: str, reference: str) -> pd.DataFrame:
    """Every false hit and every miss of `coder` against `reference` with its words, in page order.

    Columns: code, error (false hit or miss), expert, segment_id, text.
    """
    mine, true = (blind.loc[blind["coder"] == name, ["segment_id", "code", "present"]] for name in (coder, reference))
    both = mine.merge(true, on=["segment_id", "code"], suffixes=("", "_true"), validate="one_to_one")
    wrong = both.loc[both["present"] != both["present_true"]]
    wrong = wrong.assign(error=wrong["present"].map({True: "false hit", False: "miss"}))
    quoted = segments[["segment_id", "expert", "text"]].merge(wrong, on="segment_id", validate="one_to_many")
    return quoted[["code", "error", "expert", "segment_id", "text"]].sort_values(
        ["code", "error"], kind="stable", ignore_index=True
    )
