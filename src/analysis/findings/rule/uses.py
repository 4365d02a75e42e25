"""Who uses a code: claims that all do, that so many do, that one alone does, or that every expert does all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.findings.rule.agreement import Agreement
from analysis.findings.rule.grades import SHARED, Strength
from analysis.findings.rule.page import COVER, CodedPage
from analysis.measures.posterior import count_patterns
from analysis.measures.support import use_tail

Use = Literal["sure", "agreed", "disputed", "once", "none", "open"]
FALSE = 0.05  # pages on which some expert is wrongly called a user


@dataclass(frozen=True)
class UseClaim:
    """What may be said of who uses a code.

    `users` says for each expert: sure (found by all judges, even if a tenth were misread alike), agreed (found by all
    judges in more segments than their errors explain), disputed (judges differ), once (one judge alone found it),
    none (two judged every segment, none found it) or open. `n` is how many the claim names: "all" where that is
    everybody, "at least n" where less. `alone` is the expert who alone uses it.
    """

    strength: Strength
    users: Mapping[str, Use]
    n: int = 0
    alone: str = ""


def find_users(page: CodedPage, column: int) -> dict[str, Use]:
    """Each expert's use of a frame or code, by the people's blind judgements; by the machine's where nobody judged."""
    rows = page.people or [i for i, coder in enumerate(page.coders) if coder.name == page.machine]
    judgements = page.values[rows][:, :, column]
    patterns = count_patterns(judgements)
    judged, found = (~np.isnan(judgements)).sum(axis=0), np.nansum(judgements, axis=0)
    limit = FALSE / len(page.experts)
    users: dict[str, Use] = {}
    for i, expert in enumerate(page.experts):
        mine = page.expert == i
        twice, any_found = judged[mine] >= 2, bool(found[mine].any())
        if not page.people or twice.mean() < COVER:
            users[expert] = "once" if any_found else "open"
            continue
        agreed = int((twice & (found[mine] == judged[mine])).sum())
        numbers = int(mine.sum()), agreed, float(patterns.differ), float(patterns.total)
        if use_tail(*numbers, shared=SHARED) <= limit:
            users[expert] = "sure"
        elif use_tail(*numbers) <= limit:
            users[expert] = "agreed"
        elif any_found:
            users[expert] = "disputed"
        else:
            users[expert] = "none" if twice.all() else "open"
    return users


def judge_all_use(page: CodedPage, agreement: Agreement, column: int) -> UseClaim:
    """Whether all experts, or at least so many of them (more than half), use a frame or code.

    Firm where people agree on it and every user counted is sure. Tentative where they agree on more than half of the
    experts: to be shown with quotations, since it may rest on single sentences. Counted: `n` experts with whom anybody
    found it.
    """
    users = find_users(page, column)
    sure, agreed, seen = (_count(users, *uses) for uses in (("sure",), ("sure", "agreed"), _SEEN))
    half = len(users) / 2
    if agreement.verdict == "disagree":
        return UseClaim("withheld", users)
    if sure > half and sure >= agreed and agreement.verdict == "agree":
        return UseClaim("firm", users, n=sure)
    if agreed > half:
        return UseClaim("tentative", users, n=agreed)
    return UseClaim("counted", users, n=seen)


def judge_only(page: CodedPage, agreement: Agreement, column: int) -> UseClaim:
    """Whether one expert alone uses a frame or code: at most tentative, for what was overlooked cannot be counted."""
    users = find_users(page, column)
    possible = [expert for expert, use in users.items() if use != "none"]
    if agreement.verdict == "disagree":
        return UseClaim("withheld", users)
    if len(possible) == 1 and users[possible[0]] in ("sure", "agreed"):
        return UseClaim("tentative", users, n=1, alone=possible[0])
    return UseClaim("counted", users)


_SEEN: tuple[Use, ...] = ("sure", "agreed", "disputed", "once")


def _count(users: Mapping[str, Use], *uses: Use) -> int:
    """How many experts use it in one of these ways."""
    return sum(use in uses for use in users.values())


@dataclass(frozen=True)
class EveryClaim:
    """Whether every expert has all `needed` parts of one and the same frame: `n_full` of `n_experts` have.

    `most` is the largest number of parts of one frame with an expert who has not all. Parts are never pooled over
    frames.
    """

    strength: Strength
    n_full: int
    n_experts: int
    needed: int
    most: int


def judge_every(found: Mapping[str, Mapping[str, int]], needed: int) -> EveryClaim:
    """The claim from `found`: for each expert and frame, how many of its parts (functions, codes) were found.

    >>> judge_every({"Ada": {"F": 2, "G": 2}, "Bo": {"F": 4, "G": 0}}, 4)
    EveryClaim(strength='counted', n_full=1, n_experts=2, needed=4, most=2)
    """
    best = [max(parts.values(), default=0) for parts in found.values()]
    n_full = sum(parts >= needed for parts in best)
    most = max((parts for parts in best if parts < needed), default=0)
    strength: Strength = "tentative" if best and n_full == len(best) else "counted"
    return EveryClaim(strength, n_full, len(best), needed, most)
