"""Who uses which code, as far as the rule lets it be said beyond the counts."""

from analysis.findings.gate import Finding, Gate
from analysis.findings.rule.grades import Strength
from analysis.findings.rule.uses import UseClaim, judge_all_use, judge_only
from analysis.findings.words import join_words, spell

SHOWN = 4  # codes named in a sentence


def _judge_codes(gate: Gate) -> dict[str, tuple[UseClaim, UseClaim]]:
    """For each code the claims that all, or most, use it, and that one expert alone does."""
    columns = [column for column, (_, code) in enumerate(gate.page.columns) if code]
    return {
        gate.page.name(column): (
            judge_all_use(gate.page, gate.verdict.agreements[column], column),
            judge_only(gate.page, gate.verdict.agreements[column], column),
        )
        for column in columns
        if gate.verdict
    }


def say_shared(gate: Gate, *, unit: str) -> str:
    """Which codes are found with every expert, by every coder who is reported; none on which people disagree."""
    n = len(gate.leads)
    if n < 2:
        return ""
    shared = [
        code
        for code, (every, _) in _judge_codes(gate).items()
        if every.strength != "withheld" and _is_found(code, gate)
    ]
    if not shared:
        return "No code is found with all of them."
    if len(shared) > SHOWN:
        return f"{len(shared)} codes are found with all of them."
    verb = "codes" if len(shared) > 1 else "code"
    return f"The {verb} {join_words(shared)} {'are' if len(shared) > 1 else 'is'} found with all of them."


def _is_found(code: str, gate: Gate) -> bool:
    """Whether every reported coder finds the code with every expert."""
    column = gate.page.find_column(code, of="code")
    return all(
        (row[gate.page.expert == gate.page.experts.index(lead.expert), column] == 1).any()
        for lead in gate.leads
        for row in lead.reported.values
    )


def say_uses(gate: Gate) -> list[Finding]:
    """Each claim about users of codes that may be said beyond the counts: all, at least so many, or one alone."""
    groups: dict[tuple[str, Strength, str], list[str]] = {}
    for code, (every, only) in _judge_codes(gate).items():
        n = len(every.users)
        if every.strength in ("firm", "tentative") and n > 1:
            whom = f"All {spell(n)} experts use" if every.n == n else f"At least {spell(every.n)} of {n} experts use"
            groups.setdefault((whom, every.strength, _explain(code, gate)), []).append(code)
        if only.alone and n > 1:
            status = f"{_explain(code, gate)}; what both overlooked cannot be counted"
            groups.setdefault((f"{only.alone} alone uses", only.strength, status), []).append(code)
    return [
        gate.grade((f"{whom} {join_words(codes)} ({strength}: {status}).",), "uses", strength, status)
        for (whom, strength, status), codes in groups.items()
    ]


def _explain(code: str, gate: Gate) -> str:
    """Whether people agree on the code."""
    agreed = gate.verdict is not None and gate.verdict.by_name[code].verdict == "agree"
    return "people agree" if agreed else "agreement on the code is open"
