"""Sentences of findings as words that lead to what they count."""

from analysis.exhibits.pieces import Link, Strong, Words
from analysis.exhibits.view import View
from analysis.findings.words import Ref, Said


def write_said(said: Said, view: View) -> Words:
    """A sentence with its ways: counts lead to their segments, frames stand out."""
    return tuple(piece if isinstance(piece, str) else _write_ref(piece, view) for piece in said)


def _write_ref(ref: Ref, view: View) -> Words:
    """Words that lead somewhere."""
    if ref.segment:
        return Link(view.to_segment(ref.segment), ref.words)
    if ref.expert and ref.frame:
        return Link(view.to_evidence(ref.expert, ref.frame, ref.code), ref.words)
    if ref.expert:
        return Link(f"{view.home}#{view.statement(ref.expert)}", ref.words)
    return Strong(ref.words)
