"""The data of exhibits as HTML, by templates that escape everything."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analysis.page.pictures import name_pictures
from analysis.page.unseen import show_unseen

SAFE_LINK = re.compile(r"https?://[^\s\"'<>\\]+|(?!//)[\w./=-]*(#[\w.-]*)?", re.IGNORECASE)


def _show_unseen(value: Any) -> Any:
    """Text with a visible sign for each character that cannot be seen."""
    return show_unseen(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _place(panel: Mapping[str, Any], value: float) -> str:
    """Where a value stands on a panel's axis, in per cent of its width."""
    share = (value - panel["low"]) / (panel["high"] - panel["low"])
    return f"{100 * min(max(share, 0), 1):.1f}%"


class _DataEnvironment(Environment):
    """Templates that look names up in data first: most of what they are given are mappings."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute` of a template."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def load_environment() -> Environment:
    """The templates, escaping by default."""
    environment = _DataEnvironment(
        loader=PackageLoader("analysis.page", "templates"),
        autoescape=True,
        finalize=_show_unseen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["place"] = _place
    return environment


def render_block(kind: str, **fields: object) -> Markup:
    """A cell's prose, text, output or picture as HTML; `html` is written as it is and must have been checked."""
    return Markup(load_environment().get_template("block.j2").render(kind=kind, **fields))  # escaped by the template


def render_exhibit(
    exhibit: Mapping[str, Any],
    *,
    anchors: Collection[str] | None = None,
    strength: str = "",
    with_files: bool = False,
    level: int = 3,
    side: str = "",
) -> Markup:
    """One exhibit as HTML, from its data.

    `anchors` are the places that the page has: a link to another place is plain text; None takes every link.
    `strength` is the page's: a title of another one says so. `with_files` tells the reader of the data beside the
    page. `level` is that of its heading; `side` names the report where a page has two.
    """

    def leads(to: str) -> bool:
        if to.startswith("#"):
            return anchors is None or to[1:] in anchors
        return SAFE_LINK.fullmatch(to) is not None

    findings = exhibit.get("findings", [])
    about = {
        **exhibit,
        "exception": bool(strength and findings and findings[0]["strength"] != strength),
        "files": list(exhibit.get("tables", {})),
        "pictures": name_pictures(exhibit) if with_files else [],
    }
    fields = {"leads": leads, "with_files": with_files, "side": f"{side}: " if side else "", "level": level}
    below = level + 1 if exhibit["title"] else level
    html = load_environment().get_template("exhibit.j2").render(exhibit=about, below=below, **fields)
    return Markup(html)  # escaped by the template


def find_ids(data: Any) -> set[str]:
    """Every place that links can lead to, in the data of exhibits."""
    found: set[str] = set()
    waiting = [data]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting += thing
        elif isinstance(thing, dict):
            waiting += thing.values()
            if isinstance(name := thing.get("id"), str) and name:
                found.add(name)
            found |= {place[0] for place in thing.get("sets", ()) if isinstance(place, list)}  # of a whole statement
    return found


def place_exhibit(data: Any, side: str, address: str) -> Any:
    """An exhibit's data for a page with several reports: ids of its own side; links lead into the report it is of."""
    if isinstance(data, Mapping):
        return {key: _place_value(key, value, side, address) for key, value in data.items()}
    return [place_exhibit(item, side, address) for item in data] if isinstance(data, list) else data


def _place_value(key: str, value: Any, side: str, address: str) -> Any:
    """One value: a place, a way, or what holds some."""
    if key == "id" and isinstance(value, str) and value:
        return f"{side}-{value}"
    if key == "to" and isinstance(value, str) and value.startswith("#"):
        return address + value
    return place_exhibit(value, side, address)


@cache
def load_file(name: str) -> str:
    """One of the files beside this module."""
    return (files("analysis.page") / name).read_text(encoding="utf-8")
