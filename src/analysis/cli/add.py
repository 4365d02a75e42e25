"""`workbook add`: from a published page to an event."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell

if TYPE_CHECKING:
    from analysis.adding import Added
    from analysis.transcripts import Block

LARGEST = 3  # pieces left out that are shown


@click.command()
@click.argument("source", metavar="SOURCE")
@click.option(
    "--event", "slug", required=True, metavar="SLUG", help="Name of the event’s folder, such as 2023-03-xi-moscow."
)
@click.option(
    "--codebook", default="", metavar="NAME", help="Codebook (default: the only one, or great-power-framing)."
)
@click.option("--title", default="", help="Title (default: the page’s).")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Date, YYYY-MM-DD (default: the page’s).")
@click.option("--publisher", default="", help="Who published it (default: what the page says).")
@click.option(
    "--as-article", "article", is_flag=True, help="Read a running article: keep its quotations as reported statements."
)
@click.option("--another-page", is_flag=True, help="Add the page to the event that has this slug, as a further page.")
@click.option("--replace", is_flag=True, help="Put the page in the place of all pages of the event that has this slug.")
@click.pass_context
def add(
    context: click.Context, source: str, slug: str, codebook: str, title: str, date: datetime.datetime | None,
    publisher: str, article: bool, another_page: bool, replace: bool,
) -> None:  # fmt: skip
    """Add the round-up SOURCE as an event: an HTML, Markdown, text, DOCX, ODT, RTF, EPUB or PDF file, or an address.

    Ends with a table of who said what, how sure that is, and what was left out. The page as read is written to
    transcripts/ in the event’s folder: correct it there in any editor. Adding a changed page again keeps the
    corrections and shows the change.
    """
    from analysis.adding import AddRequest, add_event

    day = date.date() if date else None
    request = AddRequest(slug, codebook, title, day, publisher, article, replace, another_page)
    _show_added(add_event(resolve_root(context), source, request), slug)


def _show_added(added: "Added", slug: str) -> None:
    """Who said what, whose the words are, and what is doubtful."""
    rows = [_describe_statement(block) for block in added.statements]
    tell(_draw_table(("expert", "role", "affiliation", "words", "confidence", "first words"), rows))
    for line in _describe_shares(added):
        tell(line)
    for note in added.notes:
        tell(f"note: {note}")
    if added.changes is not None:
        tell("changes since the last add:" if added.changes else "changes since the last add: none in the statements")
        for line in added.changes:
            tell(f"  {line}")
    from analysis.transcripts.layout import SURE

    doubtful = [b for b in added.statements if b.confidence < SURE]
    for block in doubtful:
        tell(f"not sure: {block.voice.expert if block.voice else ''}: {block.reason}")
    if doubtful:
        tell(f"{len(doubtful)} doubtful: correct them in {added.path}")
    tell(f"{len(added.statements)} statements in {added.folder}; next: workbook report {slug}")


def _describe_statement(block: "Block") -> tuple[str, ...]:
    """A row of the table of statements."""
    from analysis.text import count_words

    voice = block.voice
    assert voice
    words = str(count_words(block.text))
    first = " ".join(block.text.split()[:6])
    return voice.expert, voice.role or "–", voice.affiliation or "–", words, f"{block.confidence:.2f}", first


def _describe_shares(added: "Added") -> list[str]:
    """What share of the page’s words is whose, and the largest pieces that were left out."""
    from analysis.text import count_words

    words = added.shares
    total = sum(words.values())
    aside = {owner: words.get(owner, 0) for owner in ("host", "left out")}
    owners = {"experts": total - sum(aside.values()), **aside}
    shares = ", ".join(f"{owner} {n} ({n / max(1, total):.0%})" for owner, n in owners.items())
    lines = [f"words of the page: {shares}"]
    pieces = sorted((b for b in added.transcript.blocks if b.owner == "left out"), key=lambda b: -count_words(b.text))
    return lines + [
        f"  left out: {count_words(b.text)} words, {b.reason or 'no reason given'}: “{' '.join(b.text.split()[:8])} …”"
        for b in pieces[:LARGEST]
    ]


def _draw_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, widest: int = 40) -> str:
    """Columns side by side; a long cell is cut with an ellipsis."""
    cut = [[c if len(c) <= widest else c[: widest - 1] + "…" for c in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cut) for i in range(len(header))]
    right = {"words", "confidence"}
    return "\n".join(
        "  ".join(
            c.rjust(w) if n in right else c.ljust(w) for c, w, n in zip(row, widths, header, strict=True)
        ).rstrip()
        for row in cut
    )
