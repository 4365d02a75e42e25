"""Who takes which position on which claim, as each coder read it; what is shared and what is contested."""

from typing import Any

import pandas as pd

from analysis.coding.coders import may
from analysis.exhibits.cells import write_expert
from analysis.exhibits.contrasts import show_nothing
from analysis.exhibits.entman import frame_exhibit
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import Told, gate_title, show_told
from analysis.exhibits.tables import show_table, write_scroll
from analysis.measures.gates import gate_finding

SIGNS = {"asserts": "+", "hedges": "±", "denies": "−", "attributes": "”", "silent": "·"}
VERDICTS = ("consensus", "consensus against", "qualified", "contested")
NOBODY = "undefined: nobody has recorded stances for this event"


def show_stances(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """The agreement matrix: claims × experts, one block per coder; each stance leads to its segment."""
    stances = tables["stances"]
    if stances.empty:
        return show_nothing("stances", "No stances have been recorded", NOBODY, stances)
    places = Places.of(tables)
    claims = dict(zip(tables["propositions"]["proposition"], tables["propositions"]["claim"], strict=True))
    coders = stances.drop_duplicates("coder")
    verdicts = tables["claims"].set_index(["proposition", "coder"])["verdict"]
    cells = {(r.coder, r.proposition, r.expert): r for r in stances.itertuples()}
    head = "".join(f'<th scope="col">{write_expert(expert, places)}</th>' for expert in places.experts)
    bodies = "".join(
        f'<tbody><tr class="group"><th scope="rowgroup" colspan="{len(places.experts) + 2}">Coder {write_text(coder.coder)} '
        f"({write_text(coder.kind)})</th></tr>"
        + "".join(
            f'<tr><th scope="row">{write_text(claim)}</th>'
            + "".join(write_stance(cells.get((coder.coder, name, expert)), places) for expert in places.experts)
            + f"<td>{write_text(verdicts.get((name, coder.coder), 'not judged'))}</td></tr>"
            for name, claim in claims.items()
        )
        + "</tbody>"
        for coder in coders.itertuples()
    )
    kinds = join_words(f"{r.coder} ({r.kind})" for r in coders.itertuples())
    subtitle = (
        f"{count_things(len(claims), 'claim')} × {count_things(len(places.experts), 'expert')}, as recorded by {kinds}. "
        "+ asserts, ± hedges, − denies, ” attributes to others, · silent. Each sign leads to its sentence. Silence is "
        "not disagreement."
    )
    title, subtitle = gate_title(title_stances(tables), subtitle, tables=tables, coders=list(coders["coder"]))
    grid = write_scroll(
        f'<table class="stances"><caption class="hidden">{write_text(title)}</caption><thead><tr><th scope="col">Claim</th>'
        f'{head}<th scope="col">Verdict</th></tr></thead>{bodies}</table>',
        "Stances",
    )
    return frame_exhibit("stances", title, subtitle, grid, stances)


def write_stance(row: Any, places: Places) -> str:
    """One cell of the matrix: sign and word, with a link to the segment where the expert speaks."""
    if row is None:
        return "<td>not judged</td>"
    stance, segment_id = str(row.stance), str(row.segment_id)
    said = f"{SIGNS[stance]} {stance}"
    if not segment_id:
        return f"<td>{said}</td>"
    quote = write_text(row.quote)
    return f'<td><a href="#{places.segment(segment_id)}" lang="{places.lang(segment_id)}" title="{quote}"><span lang="en">{said}</span></a></td>'


def title_stances(tables: dict[str, pd.DataFrame]) -> str:
    """How many claims are contested, shared or one expert's own, by every coder alike."""
    agreed = agree_on_verdicts(tables["claims"])
    counts = agreed["verdict"].value_counts()
    contested, shared = (
        int(counts.get("contested", 0)),
        int(counts.get("consensus", 0) + counts.get("consensus against", 0)),
    )
    alone = int(counts.get("one voice", 0))
    n = len(tables["propositions"])
    return f"Of {count_things(n, 'claim')}, {shared} are shared, {contested} contested and {alone} one expert’s own"


def agree_on_verdicts(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims on which all coders reach one verdict, with it."""
    verdicts = claims.groupby("proposition", sort=False)["verdict"].agg(["nunique", "first"])
    return verdicts.loc[verdicts["nunique"] == 1, ["first"]].rename(columns={"first": "verdict"}).reset_index()


def show_claims(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """Who agrees with whom: pairs of experts by coder, with the claims."""
    pairs = tables["congruence"]
    if pairs.empty:
        return show_nothing("congruence", "Nobody to agree with", NOBODY, pairs)
    order = {expert: i for i, expert in enumerate(tables["coverage"]["expert"])}
    once = pairs.loc[pairs["expert"].map(order) < pairs["other"].map(order)].reset_index(drop=True)
    against = once.loc[once["n_disagree"] > 0]
    title = (
        "No two experts contradict each other on any claim"
        if against.empty
        else f"Contradicting each other: {join_words(dict.fromkeys(f'{r.expert} and {r.other}' for r in against.head(6).itertuples()), last='as well as')}"
    )
    subtitle = "Claims on which both experts assert, hedge or deny. Silence and attribution are no positions."
    coders = list(once["coder"].drop_duplicates())
    title, subtitle = gate_title(title, subtitle, tables=tables, coders=coders)
    headings = {
        "expert": "Expert",
        "other": "Other",
        "coder": "Coder",
        "n_both": "Both take a position",
        "n_agree": "Agree",
        "n_partly": "Partly",
        "n_disagree": "Disagree",
        "agree_on": "Agree on",
        "disagree_on": "Disagree on",
    }
    return show_table(
        once,
        name="congruence",
        title=title,
        subtitle=subtitle,
        headings=headings,
    )


def tell_stances(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """What is shared and contested by all coders alike, through the gate; where coders part; how far they agree."""
    coders = list(tables["stances"]["coder"].drop_duplicates())
    if tables["stances"].empty:
        none = "Nobody has recorded stances for this event, so agreement between experts is undefined."
        return show_told("told-stances", [Told(gate_finding(none, tables=tables, coders=[]))])
    claims = dict(zip(tables["propositions"]["proposition"], tables["propositions"]["claim"], strict=True))
    agreed = agree_on_verdicts(tables["claims"])
    by_verdict = {
        verdict: [claims[p].rstrip(".") for p in agreed.loc[agreed["verdict"] == verdict, "proposition"]]
        for verdict in VERDICTS
    }
    said = [f"{verdict.capitalize()}: {'; '.join(found)}." for verdict, found in by_verdict.items() if found]
    told = [
        Told(gate_finding(sentence, tables=tables, coders=coders), (("stances", "each stance with its passage"),))
        for sentence in said or ["No claim is shared or contested."]
    ]
    split = len(claims) - len(agreed)
    kinds = join_words(dict.fromkeys(tables["stances"]["kind"]))
    human = may(tables["stances"]["kind"], "decides").any()
    warning = "" if human else " No person has checked them: machines that agree are no human reference."
    parting = f"On {count_things(split, 'claim')} the coders reach different verdicts. " if split else ""
    note = f"{parting}Recorded by {count_things(len(coders), 'coder')} ({kinds}); {tell_agreement(tables['stance_agreement'])}{warning}"
    return show_told("told-stances", told, note=note)


def tell_agreement(agreement: pd.DataFrame) -> str:
    """How far coders record the same stances."""
    if agreement.empty:
        return "with one coder, how far coders agree is undefined."
    pairs = "; ".join(
        f"{r.coder_a} and {r.coder_b} record the same stance in {r.n_agree} of {r.n} cells"
        + ("" if pd.isna(r.kappa) else f" (Cohen’s κ = {r.kappa:.2f})")
        for r in agreement.head(6).itertuples()
    )
    return f"{pairs}."
