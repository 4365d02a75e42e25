"""`workbook add`: from a published page to an event."""

import datetime
from collections.abc import Sequence

import click

from analysis.cli import resolve_root


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
@click.option("--replace", is_flag=True, help="Put the page in the place of the event that has this slug.")
@click.pass_context
def add(
    context: click.Context, source: str, slug: str, codebook: str, title: str, date: datetime.datetime | None,
    publisher: str, article: bool, replace: bool,
) -> None:  # fmt: skip
    """Add the round-up SOURCE (an HTML, Markdown, text, DOCX or PDF file, or an address) as an event.

    Ends with a table of who said what, and how sure that is. What is doubtful is written to statements.yml in the
    event’s folder: correct it there. Adding a changed page again keeps the corrections and shows the change.
    """
    from analysis.adding import Added, Wish, add_event

    wish = Wish(slug, codebook, title, date.date() if date else None, publisher, article, replace)
    added: Added = add_event(resolve_root(context), source, wish)
    rows = [
        (
            f.people.expert, f.people.role or "–", f.people.affiliation or "–", str(f.words), f"{f.confidence:.2f}",
            " ".join(added.page.text[f.start : f.end].split()[:6]),
        )
        for f in added.statements
    ]  # fmt: skip
    click.echo(draw_table(("expert", "role", "affiliation", "words", "confidence", "first words"), rows))
    for note in added.notes:
        click.echo(f"note: {note}")
    if added.changes is not None:
        click.echo(
            "changes since the last add:" if added.changes else "changes since the last add: none in the statements"
        )
        for line in added.changes:
            click.echo(f"  {line}")
    for found in added.statements:
        if found.confidence < 0.8:
            click.echo(f"not sure: {found.people.expert}: {found.reason}")
    if added.doubtful:
        click.echo(f"{added.doubtful} doubtful: correct them in {added.folder / 'statements.yml'}")
    click.echo(f"{len(added.statements)} statements in {added.folder}; next: workbook report {slug}")


def draw_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, widest: int = 40) -> str:
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
