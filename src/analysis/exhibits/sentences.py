"""Computed sentences that are findings: shown with their strength, who coded, and the passages that they count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import join_words, make_id, write_text
from analysis.measures.gates import Finding, gate_finding

SIGNS = {"firm": "◆", "tentative": "◇", "withheld": "○"}


@dataclass(frozen=True)
class Told:
    """One finding with where its passages stand: (anchor, words of the link)."""

    finding: Finding
    links: tuple[tuple[str, str], ...] = ()


def show_told(name: str, told: Sequence[Told], *, note: str = "") -> Exhibit:
    """The findings one below the other; `note` says what holds of all of them and is none itself."""
    parts = "".join(
        f'<div class="finding"><p class="sentence">{write_text(one.finding.sentence)}</p>{write_basis(one)}</div>'
        for one in told
    )
    after = f'<p class="source">{write_text(note)}</p>' if note else ""
    findings = tuple(one.finding for one in told)
    text = "\n".join([f"{f.strength}: {f.sentence}" for f in findings] + ([note] if note else []))
    html = f'<div id="{make_id(name)}" class="exhibit findings">{parts}{after}</div>'
    return Exhibit(name, "finding", html, text, tables={name: tabulate_findings(findings)}, findings=findings)


def tabulate_findings(findings: Sequence[Finding]) -> pd.DataFrame:
    """What was said, how firmly, by whose codings, and what it would take to say it firmly."""
    return pd.DataFrame(
        [(f.sentence, f.strength, ", ".join(f.coders), f.why, f.needed) for f in findings],
        columns=["finding", "strength", "coders", "why", "needed"],
    )


def write_basis(told: Told) -> str:
    """The line under a finding: strength, why, coders, links."""
    links = "".join(f' · <a href="#{anchor}">{write_text(words)}</a>' for anchor, words in told.links)
    return (
        f'<p class="basis">{write_strength(told.finding.strength)} {write_text(told.finding.why)} · '
        f"{write_text(name_coders(told.finding))}{links}</p>"
    )


def write_strength(strength: str) -> str:
    """The strength as a badge that says itself in words."""
    return f'<span class="strength {strength}"><span aria-hidden="true">{SIGNS[strength]}</span> {strength}</span>'


def name_coders(finding: Finding) -> str:
    """Whose codings the finding rests on."""
    if not finding.coders:
        return "no coder"
    return f"{'coder' if len(finding.coders) == 1 else 'coders'}: {join_words(finding.coders)}"


def gate_title(
    title: str,
    subtitle: str,
    *,
    tables: Mapping[str, pd.DataFrame],
    coders: Sequence[str] = (),
    frames: Sequence[str] = (),
    codes: Sequence[str] = (),
) -> tuple[str, str]:
    """The title of an exhibit that states a finding, as the gate allows it, and the subtitle with its strength."""
    finding = gate_finding(title, tables=tables, coders=coders, frames=frames, codes=codes)
    return finding.sentence, f"{subtitle} Title: {finding.strength} ({finding.why}; {name_coders(finding)})."
