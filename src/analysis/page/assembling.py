"""Whole pages: a template with its style and script, and a policy that allows exactly these two."""

import base64
import hashlib
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from analysis.page.pictures import prepare_pictures
from analysis.page.rendering import load_environment, load_file
from analysis.page.showing import load_style

NARROW, NARROW_COLUMN = "@media screen and (max-width:", "@container (max-width:"


def render_comparison(**fields: object) -> str:
    """The page of two reports; its exhibits fit their column as those of a report fit the window."""
    style = "\n".join([load_style(), load_file("page.css")]).replace(NARROW, NARROW_COLUMN)
    return _render_styled("compare.j2", "\n".join([style, load_file("compare.css")]), fields)


def render_page(template: str, *, styles: Iterable[str] = (), **fields: object) -> str:
    """A page of the template; it asks nobody for anything and runs nothing but its own script."""
    return _render_styled(template, "\n".join([load_style(), load_file("page.css"), *styles]), fields)


def _render_styled(template: str, css: str, fields: Mapping[str, object]) -> str:
    """A page of the template with this style."""
    style = Markup(css.strip())
    script = Markup(load_file("page.js").strip())
    policy = (
        f"default-src 'none'; style-src '{_hash_source(style)}'; script-src '{_hash_source(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    page = load_environment().get_template(template).render(style=style, script=script, policy=policy, **fields)
    return page.encode("utf-8", "replace").decode()


def prepare_pages() -> None:
    """Load what the first page would wait for; of use while there is nothing to make a page of yet."""
    for template in ("exhibit.j2", "parts.j2", "block.j2", "page.j2", "report.j2", "index.j2"):
        load_environment().get_template(template)
    prepare_pictures()


def _hash_source(source: str) -> str:
    """The hash by which a Content-Security-Policy allows one inline element."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
