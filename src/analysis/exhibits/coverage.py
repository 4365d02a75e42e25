"""How much each expert says, and how much of it is other people's words."""

import pandas as pd

from analysis.exhibits.cells import LINKS, write_where
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import count_things, write_text
from analysis.exhibits.palette import assign_styles
from analysis.exhibits.passages import clip_passage
from analysis.exhibits.places import Places
from analysis.exhibits.tables import show_table


def show_coverage(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Words of each expert, those that he or she quotes or attributes, and where; each name leads to the statement."""
    coverage, places = tables["coverage"], Places.of(tables)
    most = coverage.loc[coverage["words"].idxmax()]
    share = f"{100 * most['share']:.0f} %" if most["words"] else "none"
    title = f"{most['expert']} says most: {most['words']} words, {share} of all" if len(coverage) > 1 else "One expert"
    styles = assign_styles(coverage["expert"])
    shares = sum_voices(tables["voice_shares"], list(coverage["expert"]))
    passages = find_passages(tables)
    names = [
        f'<a href="#{places.statement(e)}"><span class="glyph {styles[e].css}" aria-hidden="true">{styles[e].glyph}</span>{write_text(e)}</a>'
        for e in coverage["expert"]
    ]
    shown = coverage.assign(
        name=names,
        share=[f"{100 * s:.0f} %" if s == s else "–" for s in coverage["share"]],
        quoted_words=[link_words(e, shares.loc[e, "n_quoted"], shares.loc[e, "words"], places) for e in shares.index],
        other_words=[link_words(e, shares.loc[e, "n_other"], shares.loc[e, "words"], places) for e in shares.index],
    )
    headings = {
        "name": "Expert",
        "words": "Words",
        "n_paragraphs": "Paragraphs",
        "n_segments": f"{unit.capitalize()}s",
        "share": "Share of words",
        "quoted_words": "In quotation marks",
        "other_words": "Quoted or attributed",
    }
    subtitle = f"Words are white-space tokens with a letter or a digit; {int(coverage['words'].sum())} in all. {tell_voices(shares)}"
    table = show_table(
        shown,
        name="coverage",
        title=title,
        subtitle=subtitle,
        headings=headings,
        raw=["name", "quoted_words", "other_words"],
        source="Attribution is read from reporting words such as “said” and “according to”: indirect forms are missed.",
    )
    html = table.html.replace("</figure>", f"{write_voices(passages, places, unit)}</figure>")
    columns = ["expert", "kind", "source", "segment_id", "words", "text"]
    data = {"coverage": coverage, "voice_shares": tables["voice_shares"], "voices": passages[columns]}
    return Exhibit("coverage", "table", html, f"{title}\n{coverage.to_string()}\n{tell_voices(shares)}", tables=data)


def sum_voices(shares: pd.DataFrame, experts: list[str]) -> pd.DataFrame:
    """Words, words quoted, and words quoted or attributed of each expert."""
    return shares.groupby("expert")[["words", "n_quoted", "n_other"]].sum().reindex(experts, fill_value=0)


def find_passages(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every span of another voice with its expert and the segment in which it begins."""
    experts = tables["statements"][["statement_id", "expert"]]
    found = tables["voices"].merge(experts, on="statement_id", how="left", validate="many_to_one")
    segments = tables["segments"]
    firsts = [
        next(
            iter(
                segments.loc[(segments["statement_id"] == v.statement_id) & (segments["end"] > v.start), "segment_id"]
            ),
            "",
        )
        for v in found.itertuples()
    ]
    return found.assign(segment_id=pd.Series(firsts, index=found.index, dtype="str"))


def tell_voices(shares: pd.DataFrame) -> str:
    """How much of all words is not the experts' own."""
    words, quoted, other = (int(shares[column].sum()) for column in ("words", "n_quoted", "n_other"))
    if not other:
        return "No word was found to be quoted or attributed to others."
    return (
        f"{count_things(quoted, 'word')} ({100 * quoted / words:.0f} %) stand in quotation marks; with clauses that are "
        f"attributed to others it is {count_things(other, 'word')} ({100 * other / words:.0f} %)."
    )


def link_words(expert: str, n: int, words: int, places: Places) -> str:
    """`29 (14 %)`, leading to the passages."""
    said = f"{n} ({100 * n / words:.0f} %)" if words else "–"
    return f'<a href="#voices-{places.experts[expert]}">{said}</a>' if n else said


def write_voices(passages: pd.DataFrame, places: Places, unit: str) -> str:
    """The passages of other voices, by expert."""
    lists = []
    for expert, group in passages.groupby("expert", sort=False):
        lines = "".join(
            f"<li>{write_place(r.segment_id, places, unit)} {r.kind}{f', {write_text(r.source)}' if r.source else ''}, "
            f'{count_things(r.words, "word")}: <span class="passage" lang="{places.lang(r.segment_id)}">'
            f"{write_text(clip_passage(r.text, [], around=60)[0])}</span></li>"
            for r in group.head(LINKS).itertuples()
        )
        more = f"<li>and {len(group) - LINKS} more</li>" if len(group) > LINKS else ""
        anchor = f"voices-{places.experts[str(expert)]}"
        lists.append(f'<li id="{anchor}" tabindex="-1">{write_text(expert)}<ul>{lines}{more}</ul></li>')
    if not lists:
        return ""
    return f'<details class="data behind"><summary>The words of others</summary><ul>{"".join(lists)}</ul></details>'


def write_place(segment_id: str, places: Places, unit: str) -> str:
    """Where the passage begins."""
    return write_where(segment_id, places, unit) if segment_id in places.segments else ""
