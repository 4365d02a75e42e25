"""Who is named by whom, and in which frames."""

from typing import Any

import pandas as pd

from analysis.exhibits.parts import Cell, Exhibit, Part, Table, Text
from analysis.exhibits.pieces import Words
from analysis.exhibits.tables import fold_data, lay_out_people
from analysis.exhibits.view import View
from analysis.findings.leads import list_present
from analysis.findings.subtitles import explain_actors
from analysis.findings.wording import title_actors
from analysis.findings.words import count_things
from analysis.tables.rows import each_row

MOST = 12  # actors in the table; the CSV holds all


def show_actors(
    actors: pd.DataFrame, actor_frames: pd.DataFrame, mentions: pd.DataFrame, codings: pd.DataFrame,
    segments: pd.DataFrame, codebook: pd.DataFrame, view: View,
) -> Exhibit:  # fmt: skip
    """In how many of each expert's segments an actor is named; folded, with which frames and verbs."""
    title = title_actors(actors, view.gate, language=view.language)
    named = actors.loc[actors["n_mentions"] > 0]
    if named.empty:
        return Exhibit("actors", title.sentence, findings=[title], tables={"actors": actors}, left_out=True)
    order = named.groupby("actor", sort=False)["n_present"].sum().sort_values(ascending=False, kind="stable")
    by_actor = dict(iter(actors.groupby("actor", sort=False)))
    places = mentions.groupby(["actor", "expert"], sort=False)["segment_id"].unique()
    cells = {
        str(actor): {
            r.expert: (_say_count(r, places.get((actor, r.expert), ()), view), r.n_present > 0)
            for r in each_row(by_actor[actor])
        }
        for actor in order.index[:MOST]
    }
    parts: tuple[Part, ...] = (
        lay_out_people("Actors named", "Named", cells, view),
        fold_data(
            "Subject or object of which verbs",
            Text("By rules on the words beside a name; a first look.", "note"),
            _list_verbs(named, view),
        ),
        fold_data(
            "Actors and frames in one " + view.unit,
            _list_frames(actor_frames, mentions, codings, segments, codebook, view),
        ),
    )
    return Exhibit(
        "actors",
        title.sentence,
        explain_actors(unit=view.unit),
        parts,
        [title],
        tables={"actors": actors, "actor_frames": actor_frames},
    )


def _say_count(r: Any, segments: Any, view: View) -> Words:
    """A count with the way to its segments."""
    if not r.n_present:
        return "–"
    return (f"{r.n_present} of {r.n_segments}: ", view.list_where(segments))


def _list_verbs(named: pd.DataFrame, view: View) -> Table:
    """Verbs of which an actor is subject or object."""
    rows = tuple(
        (Cell(view.person(r.expert), head=True), Cell(r.actor), Cell(r.acts or "–"), Cell(r.acted_on or "–"))
        for r in each_row(named)
        if r.acts or r.acted_on
    )
    return Table("Verbs", ("Expert", "Actor", "Subject of", "Object of"), rows)


def _list_frames(
    actor_frames: pd.DataFrame, mentions: pd.DataFrame, codings: pd.DataFrame, segments: pd.DataFrame,
    codebook: pd.DataFrame, view: View,
) -> Table:  # fmt: skip
    """Pairs of actor and frame that share a segment, all experts together."""
    rows = actor_frames.loc[(actor_frames["coder"] == view.coder) & (actor_frames["n_both"] > 0)]
    present = list_present(codings, segments, codebook, coder=view.coder)[["segment_id", "frame"]]
    met = mentions[["actor", "segment_id"]].merge(present, on="segment_id").drop_duplicates()
    places = met.groupby(["actor", "frame"], sort=False)["segment_id"].unique()
    ranked = rows.sort_values("n_both", ascending=False, kind="stable").head(24)
    lines = tuple(
        (
            Cell(r.actor, head=True), Cell((view.chip(r.frame), f" {r.frame}")),
            Cell(f"{r.n_both} of {count_things(r.n_actor, view.unit)}"), Cell(view.list_where(places.get((r.actor, r.frame), ()))),
        )
        for r in each_row(ranked)
    )  # fmt: skip
    return Table("Actors and frames", ("Actor", "Frame", "Together", "Where"), lines)
