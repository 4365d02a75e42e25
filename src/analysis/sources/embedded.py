"""Text that a web page has only in its data: JSON-LD, what a framework shows by script, what other browsers show."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

LEAST = 50  # characters from which a string in a page's data may be its text
NESTED = 3  # data may hold data as a string, which is quoted again
LITERAL = re.compile(r'"(?:[^"\\\n]++|\\.)*+"?')  # also one without an end, so that no sign is looked at twice
MARKUP = re.compile(r"<(?:p|h[1-6]|li|blockquote|div)\b")
SENTENCE = re.compile(r"[A-ZÀ-Þ][^<>{}\n]{40,}[a-zß-ÿ]{2}[.!?”\"]")


def find_body(tree: Any) -> str:
    """The markup of the text that stands in a page's data or in what only other browsers show; empty for none."""
    found = [*_list_bodies(tree)]
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            found += [text for text in _list_literals(script.text or "", NESTED) if MARKUP.search(text)]
    found = _drop_pieces(found)
    found.append("".join(f"<div>{frame.get('srcdoc')}</div>" for frame in tree.iter("iframe") if frame.get("srcdoc")))
    found += ["".join(map(_write, node)) for tag in ("noscript", "object") for node in tree.iter(tag)]
    return max((text for text in found if len(text) > LEAST), key=len, default="")


def _drop_pieces(found: list[str]) -> list[str]:
    """The texts in a page's data; none where the longest is but one of several pieces of the page."""
    sizes = sorted({text: len(text) for text in found}.values())
    return found if sizes and 2 * sizes[-1] >= sum(sizes) else []


def names_frames(tree: Any) -> bool:
    """Whether a page shows other pages in frames."""
    return any(frame.get("src") for tag in ("frame", "iframe") for frame in tree.iter(tag))


def is_shown_by_scripts(tree: Any) -> bool:
    """Whether a page's scripts hold sentences, or are all that it has."""
    scripts = [*tree.iter("script")]
    held = (text for s in scripts for text in _list_literals(s.text or "", NESTED) if SENTENCE.match(text))
    return any(s.get("src") for s in scripts) or sum(1 for _ in held) > NESTED


def list_items(tree: Any) -> Iterator[dict[str, Any]]:
    """All objects of the page's JSON-LD, those in a graph too."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            data = _load(script.text)
            for item in data if isinstance(data, list) else [data]:
                if isinstance(item, dict):
                    graph = item.get("@graph")
                    yield from (i for i in (graph if isinstance(graph, list) else [item]) if isinstance(i, dict))


def _load(text: str | None) -> Any:
    """A script's data; nothing where it is broken or too deep."""
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None


def _list_bodies(tree: Any) -> Iterator[str]:
    """What articles of the JSON-LD say, and the entries of a live page one after the other."""
    for item in list_items(tree):
        updates = item.get("liveBlogUpdate")
        entries = [i for i in updates if isinstance(i, dict)] if isinstance(updates, list) else []
        if entries:
            yield "".join(
                f"<h3>{html.escape(_say(i, 'headline'))}</h3>{_mark(_say(i, 'articleBody'))}" for i in entries
            )
        elif body := _say(item, "articleBody"):
            yield _mark(body)


def _say(item: dict[str, Any], name: str) -> str:
    """A value that is a text; empty for others."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _mark(body: str) -> str:
    """A text as markup, if it is none."""
    if MARKUP.search(body):
        return body
    apart = r"\n\s*\n" if re.search(r"\n\s*\n", body) else r"\n"
    return "".join(f"<p>{html.escape(part)}</p>" for part in re.split(apart, body))


def _list_literals(text: str, deep: int) -> Iterator[str]:
    """The strings in a script or in data, also those inside a string that holds data."""
    for found in LITERAL.finditer(text):
        if len(found[0]) > LEAST and found[0].endswith('"'):
            try:
                said = json.loads(found[0])
            except ValueError:
                continue
            if deep and (said.lstrip()[:1] in ("{", "[") or '":"' in said):
                yield from _list_literals(said, deep - 1)
            else:
                yield said


def _write(node: Any) -> str:
    """An element as markup."""
    from lxml.html import tostring

    written: str = tostring(node, encoding="unicode")
    return written
