"""Quotation marks that only wrap a whole statement."""

from itertools import pairwise

from analysis.text.quotations import PAIRS, SPEECH, find_quotations

CLOSING = '”"»“’'


def strip_quotation(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without quotation marks that wrap all of it."""
    if dash := SPEECH.match(text, start, end):
        return dash.end(), end
    piece = text[start:end]
    if piece[:2] == ",,":  # typed for „ and “
        return start + 2, end - 2 * (piece[2:][-2:] == "''")
    if len(piece) < 2 or piece[0] not in PAIRS:
        return start, end
    spans, whole = find_quotations(piece)
    outside = (piece[b:a] for (_, b), (a, _) in pairwise([(0, 0), *spans, (len(piece), 0)]))
    if piece[-1] in PAIRS[piece[0]] and (not whole or len("".join("".join(outside).split())) <= 2):
        return start + 1, end - 1
    opened = len(spans) == 1 and not whole and piece[-1] not in CLOSING  # and never closed
    return start + opened, end
