"""Who is named, doing what, and with which frames."""

from typing import Any

import pandas as pd

from analysis.exhibits.cells import Behind, write_expert
from analysis.exhibits.contrasts import show_nothing
from analysis.exhibits.entman import frame_exhibit
from analysis.exhibits.evidence import gather_present
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import house_style, new_figure, show_figure
from analysis.exhibits.markup import count_things, write_text
from analysis.exhibits.palette import INK, RULE, SOFT
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import gate_title
from analysis.exhibits.tables import write_table

LIMITS = (
    "Names are matched, pronouns are not; subject and object are told by the words beside the name, so a share says at "
    "least how often, and roles are a first look."
)


def show_actors(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Each expert × actor that is named: in how many segments, as subject or object, with which verbs."""
    rows = tables["actors"]
    named = rows.loc[rows["n_mentions"] > 0]
    order = named.groupby("actor")["n_present"].sum().sort_values(ascending=False, kind="stable")
    title = f"{order.index[0]} is named most often" if len(order) else "No actor of the list is named"
    places = Places.of(tables)
    behind = Behind("actor", places=places, unit=unit)
    found = dict(list(tables["mentions"].groupby(["expert", "actor"])))
    counts = [link_mentions(r, found[r.expert, r.actor], behind) for r in named.itertuples()]
    shown = pd.DataFrame(
        {
            "Expert": named["expert"],
            "Actor": named["actor"],
            f"{unit.capitalize()}s": [written[0] for written in counts],
            "Mentions": named["n_mentions"],
            "Subject": [written[1] for written in counts],
            "Of the verbs": named["acts"],
            "Object": [written[2] for written in counts],
            "Of the verbs ": named["acted_on"],
        }
    )
    subtitle = f"Number of {unit}s that name the actor; mentions; verbs of which it is subject or object, as far as rules can tell."
    title, subtitle = gate_title(title, subtitle, tables=tables)
    raw = [f"{unit.capitalize()}s", "Subject", "Object"]
    inner = write_table(shown, caption=title, hide_caption=True, raw=raw) + behind.write()
    return frame_exhibit("actors", title, subtitle, inner, rows, LIMITS)


def link_mentions(row: Any, mentions: pd.DataFrame, behind: Behind) -> tuple[str, str, str]:
    """Counts of a row of `actors`, each leading to its segments: all, those where it is subject, and object."""
    what = f"{write_expert(row.expert, behind.places)}, {write_text(row.actor)}"
    as_subject, as_object = (mentions.loc[mentions["role"] == role, "segment_id"] for role in ("subject", "object"))
    return (
        behind.link(f"{row.n_present} of {row.n_segments}", mentions["segment_id"], what),
        behind.link(row.n_subject, as_subject, f"{what} as subject"),
        behind.link(row.n_object, as_object, f"{what} as object"),
    )


def show_actor_frames(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """Actors on the left, frames on the right; the more segments they share, the thicker the line."""
    rows = tables["actor_frames"].query("coder == @coder").reset_index(drop=True)
    drawn = rows.loc[rows["n_both"] > 0]
    if drawn.empty:
        return show_nothing(
            "actor-frames", "No actor is named together with a frame", "undefined: no pair occurs", rows
        )
    actors = list(drawn["actor"].drop_duplicates())
    frames = list(drawn["frame"].drop_duplicates())
    top = drawn.sort_values(["n_both", "actor"], ascending=[False, True], kind="stable").iloc[0]
    title = f"{top['actor']} and {top['frame']} meet most often: in {count_things(int(top['n_both']), unit)}"
    subtitle = (
        f"Line: {unit}s that name the actor and carry the frame (coder “{coder}”); all experts together, "
        f"n = {count_things(int(rows['n_segments'].max()), unit)}. Lines of one {unit} are thin and grey."
    )
    title, subtitle = gate_title(title, subtitle, tables=tables, coders=[coder], frames=[str(top["frame"])])
    left = {actor: i / max(len(actors) - 1, 1) for i, actor in enumerate(actors)}
    right = {frame: (i + 0.5) / len(frames) for i, frame in enumerate(frames)}
    with house_style():
        figure = new_figure(60 + 34 * max(len(actors), len(frames)))
        ax = figure.subplots()
        ax.set_axis_off()
        for row in drawn.sort_values("n_both").itertuples():
            many = row.n_both > 1
            width = 0.8 + 7 * (row.n_both - 1) / max(int(top["n_both"]) - 1, 1)
            ax.plot(
                [0, 1],
                [left[row.actor], right[row.frame]],
                color=SOFT if many else RULE,
                linewidth=width,
                solid_capstyle="butt",
                alpha=0.75 if many else 1,
            )
        for names, x, align in ((left, -0.05, "right"), (right, 1.05, "left")):
            for name, y in names.items():
                ax.text(x, y, name, ha=align, va="center", color=INK)
        ax.set_xlim(-0.9, 1.95)
        ax.set_ylim(1.08, -0.08)
    behind = Behind("actor-frame", places=Places.of(tables), unit=unit)
    met = tables["mentions"].merge(gather_present(tables, coder)[["segment_id", "frame"]], on="segment_id")
    segments = met.groupby(["actor", "frame"])["segment_id"].unique()
    pairs = drawn.sort_values("n_both", ascending=False, kind="stable").assign(
        counted=lambda t: [
            behind.link(
                r.n_both, segments[r.actor, r.frame], write_text(f"{r.actor} with {r.frame}"), name_experts=True
            )
            for r in t.itertuples()
        ]
    )
    columns = {
        "actor": "Actor",
        "frame": "Frame",
        "counted": f"{unit.capitalize()}s with both",
        "n_actor": "With the actor",
    }
    counts = write_table(
        pairs[list(columns)].rename(columns=columns),
        caption=title,
        hide_caption=True,
        raw=[columns["counted"]],
    )
    alt = f"{title}. " + "; ".join(
        f"{r.actor} with {r.frame}: {r.n_both} of {r.n_actor}" for r in pairs.head(12).itertuples()
    )
    return show_figure(
        figure,
        name="actor-frames",
        title=title,
        subtitle=subtitle,
        alt=f"{alt}.",
        tables={"actor_frames": rows},
        below=counts + behind.write(),
        source="An actor in the same sentence as a frame need not be the one that the frame is about; with so few sentences a strong line is still a small count.",
    )
