"""Quotation marks that only wrap a whole statement."""

import re

from analysis.quotations import PAIRS
from analysis.quotations import find_quotations as find_quotations  # the rules of attribution ask for it here


def strip_quotation(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without quotation marks that wrap all of it."""
    if text[start : start + 2] == ",,":  # typed for „ and “
        return start + 2, end - 2 * (text[start + 2 : end][-2:] == "''")
    piece = text[start:end]
    if len(piece) < 2 or piece[0] not in '“"„«‘':
        return start, end
    closing = re.search('[”"»“’]\\W{0,2}$', piece)
    spans, whole = find_quotations(piece)
    covered = sum(b - a for a, b in spans)
    bare = len(re.sub(r"\s", "", piece)) - len(re.sub(r"\s", "", "".join(piece[a:b] for a, b in spans)))
    if (
        closing
        and closing.start()
        and piece[closing.start()] in PAIRS[piece[0]]
        and (bare <= 2 or not whole or covered >= len(piece) - 3)
    ):
        tail = piece[closing.start() + 1 :].strip()
        if not tail:
            return start + 1, start + closing.start()
    if len(spans) == 1 and not closing and spans[0][1] >= len(piece.split("\n\n")[0]) and not whole:
        return start + 1, end  # opened and never closed
    return start, end
