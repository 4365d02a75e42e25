"""Plain text pages."""

from analysis.sources.page import Page, clean_text

BREADCRUMB = " / "


def read_text(raw: bytes) -> Page:
    """The page; its title is its first line, or what a breadcrumb ends with."""
    text = clean_text(raw.decode("utf-8"))
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return Page(text=text, title=first.rsplit(BREADCRUMB, 1)[-1])
