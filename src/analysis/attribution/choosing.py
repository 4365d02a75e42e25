"""Which of the headers that the forms read are headers of this page, and whether they stand above or below the text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis.attribution.headers import Header
from analysis.attribution.parts import Part, is_furniture


def choose_headers(parts: Sequence[Part], headers: dict[int, Header]) -> dict[int, Header]:
    """Without headers that only a pattern on the page could make likely, where the page has no such pattern."""
    forms = Counter(h.form for h in headers.values())
    weak = Counter(h.form for h in headers.values() if h.confidence < 0.7)
    surnames = {
        name.split()[-1].lower()
        for h in headers.values()
        if h.people and h.form != "short"
        for name in h.people.names
        if " " in name
    }
    signed_by = {n for h in headers.values() if h.placement == "after" and h.people for n in h.people.names}
    voices = {n for h in headers.values() if h.form != "biography" and h.people for n in h.people.names}
    kept: dict[int, Header] = {}
    host = ""
    for index, header in headers.items():
        following = parts[header.last + 1] if header.last + 1 < len(parts) else None
        name = header.people.names[0].split()[-1].lower() if header.people else ""
        if header.placement == "before" and header.people and set(header.people.names) & signed_by:
            continue  # a jump list above texts that their experts sign
        if header.form == "bare" and not (
            forms["bare"] + forms["line"] >= 2 and following and (following.words >= 12 or header.last + 1 in headers)
        ):
            continue
        if header.form == "short" and name not in surnames:
            continue
        if header.form == "host" and not (forms["transcript"] or forms["run-in"]):
            continue
        if header.form == "run-in" and header.confidence < 0.7 and weak["run-in"] < 2 and forms["run-in"] < 3:
            continue
        if header.form == "biography" and header.people and set(header.people.names) <= voices:
            continue  # a note about somebody whose text stands above
        if header.form == "headline" and part_is_title(parts, index):
            continue
        if header.form == "byline" and is_host_byline(parts, index, headers):
            continue
        if is_contents_byline(header, headers):
            continue
        if header.people and is_host_line(index, headers):
            host = header.people.names[0]
            continue
        if header.placement == "after" and header.people and host and header.people.names[0] in (host, host.split()[0]):
            header = replace(header, people=None)  # signs the introduction
        if (
            header.form == "biography"
            and sum(forms[f] for f in ("line", "run-in", "headline", "byline", "signature")) > 2 * forms["biography"]
        ):
            continue
        kept[index] = header
    return kept


def part_is_title(parts: Sequence[Part], index: int) -> bool:
    """The page's only heading of the first level."""
    part = parts[index]
    return part.kind == "heading" and part.level == 1 and sum(p.kind == "heading" and p.level == 1 for p in parts) == 1


def is_host_byline(parts: Sequence[Part], index: int, headers: dict[int, Header]) -> bool:
    """The page's own author at its top, above any text, where other headers follow."""
    return (
        index == min(headers)
        and len(headers) > 1
        and not any(p.words > 7 and p.finished for p in parts[:index])
        and (sum(h.form == "byline" for h in headers.values()) == 1)
    )


def is_contents_byline(header: Header, headers: dict[int, Header]) -> bool:
    """`By A, B and C` above texts that have a header each."""
    if header.form != "byline" or not header.people or len(header.people.names) < 2:
        return False
    others = {n.casefold() for h in headers.values() if h.people and h is not header for n in h.people.names}
    return {n.casefold() for n in header.people.names} <= others


def is_host_line(index: int, headers: dict[int, Header]) -> bool:
    """The page's first name, alone on its line, where all others stand with a position."""
    bare = [h.people.bare for h in headers.values() if h.form == "line" and h.people]
    last = max((i for i, alone in enumerate(bare) if not alone), default=0)
    return (
        index == min(headers)
        and headers[index].form == "line"
        and last > 2
        and bare[: last + 1] == [True] + [False] * last
    )


def place_headers(parts: Sequence[Part], headers: dict[int, Header]) -> dict[int, Header]:
    """Lines and biographies stand before the text or after it; the page's first and last ones tell which."""
    placed = dict(headers)
    for form in ("line", "biography", "bare"):
        chosen = [i for i, h in headers.items() if h.form == form]
        if not chosen:
            continue
        before = [parts[i - 1] if i and i - 1 not in headers else None for i in chosen]
        last = headers[chosen[-1]].last + 1
        silent_end = last >= len(parts) or not has_body(parts, last, headers)
        quoted_before = all(b is not None and is_quotation(b, form) for b in before)
        if silent_end and quoted_before:
            for i in chosen:
                placed[i] = replace(
                    headers[i],
                    placement="after",
                    reason=headers[i].reason.replace("before the text", "") + ", under the text",
                )
    return placed


def is_quotation(part: Part, form: str) -> bool:
    """Text that a name below could sign."""
    return part.quoted or part.text[-1:] in '”"»' or (form == "biography" and part.finished)


def has_body(parts: Sequence[Part], index: int, headers: dict[int, Header]) -> bool:
    """Whether text follows before the next header or furniture."""
    for part in parts[index:]:
        if part.start in {parts[i].start for i in headers} or is_furniture(part):
            return False
        if part.words >= 6 and part.finished:
            return True
    return False
