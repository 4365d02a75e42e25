"""Code an event with a language model: kept answers first, then the server, within a cap of spending."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.llm.answers import Answer, AnswerStore, Judged, judge_answer
from analysis.coding.llm.budget import Budget, Prices, count_tokens
from analysis.coding.llm.client import Retry, ServerError
from analysis.coding.llm.quoting import find_quote
from analysis.coding.llm.requests import Request
from analysis.errors import InputError, tell_once

MOST_TOLD = 20  # problems of one run
TRAINED = "read the codebook without its indicators and each segment in its paragraph"
Ask = Callable[[Request, Retry], Answer]


@dataclass(frozen=True)
class ModelRun:
    """What a run gave: the judgements with evidence, the answers, refusals counted by name, tokens and cost.

    `n_estimated` answers are of a server that counted no tokens: they count with the most that they can have used.
    """

    judgements: pd.DataFrame
    judged: tuple[Judged, ...]
    models: tuple[str, ...]
    endpoints: tuple[str, ...]
    prompt_tokens: int
    answer_tokens: int
    cost: float
    n_asked: int
    n_estimated: int

    @property
    def refused(self) -> dict[str, int]:
        """How many answers were refused, by reason."""
        return dict(sorted(Counter(j.refused for j in self.judged if j.refused).items()))


def describe_refused(refused: Mapping[str, int]) -> str:
    """How many answers were refused, by reason; empty for none.

    >>> describe_refused({"cut off": 2, "invented quote": 1})
    '2 cut off, 1 invented quote'
    """
    return ", ".join(f"{n} {reason}" for reason, n in refused.items())


def collect_answers(
    requests: Sequence[Request], store: AnswerStore, ask: Ask, *, budget: Budget, jobs: int
) -> tuple[dict[str, Answer], list[str]]:
    """(answers by request hash, problems); every answer is kept as soon as it comes, and counted in the budget.

    No request is sent, nor sent again, that could take the spending of this run above the cap: see `Budget`.
    """
    answers = {r.sha256: kept for r in requests if (kept := store.find(r)) is not None}
    todo = [r for r in {r.sha256: r for r in requests}.values() if r.sha256 not in answers]
    problems: list[tuple[str, str]] = []
    running: dict[Future[Answer], Request] = {}
    with ThreadPoolExecutor(jobs) as threads:
        while running or (todo and not problems):
            while todo and not problems and len(running) < jobs:
                if not budget.take(todo[0]):
                    if not running:
                        what = f"the cap of {budget.prices.cap!r} is reached after {budget.n_asked} requests; "
                        problems.append(("", f"{what}what was answered is kept: give a higher --cap to go on"))
                    break
                request = todo.pop(0)
                running[threads.submit(ask, request, partial(budget.retry, request))] = request
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                request = running.pop(done)
                try:
                    answer = done.result()
                except ServerError as error:
                    budget.settle(request, billed=error.billed)
                    problems.append((f"segment {request.segment_id}: ", str(error)))
                    continue
                store.keep(request, answer)
                answers[request.sha256] = answer
                budget.settle(request, answer)
    return answers, list(tell_once(sorted(problems), most=MOST_TOLD))


def run_requests(
    requests: Sequence[Request], codebook: Codebook, store: AnswerStore, ask: Ask, *, prices: Prices, jobs: int = 4
) -> ModelRun:
    """All answers, judged. A refused answer judges nothing: its segment is not judged, rather than judged absent.

    Raises InputError where the server failed or the cap was reached; the answers that came are kept, and the next run
    goes on from there. What is returned depends on the kept answers alone.
    """
    budget = Budget(prices)
    answers, problems = collect_answers(requests, store, ask, budget=budget, jobs=jobs)
    if problems:
        raise InputError(problems)
    codes = [code.code for code in codebook.codes]
    judged = tuple(judge_answer(answers[r.sha256], r, set(codes)) for r in requests)
    used = {r.sha256: r for r in requests}
    tokens = [count_tokens(request, answers[name]) for name, request in used.items()]
    prompt, answered = sum(one.prompt for one in tokens), sum(one.answer for one in tokens)
    return ModelRun(
        tabulate_judged(judged, codes),
        judged,
        tuple(dict.fromkeys(answers[name].model for name in used)),
        tuple(dict.fromkeys(e for name in used if (e := answers[name].endpoint))),
        prompt,
        answered,
        prices.cost(prompt, answered),
        budget.n_asked,
        sum(one.estimated for one in tokens),
    )


def tabulate_judged(judged: Iterable[Judged], codes: Sequence[str]) -> pd.DataFrame:
    """A row for each segment whose answer was not refused, and code: present, and the words that decide it."""
    rows = [
        {
            "segment_id": one.segment_id,
            "code": code,
            "present": code in one.quotes,
            "evidence": one.quotes.get(code, ""),
        }
        for one in judged
        if not one.refused
        for code in codes
    ]
    return pd.DataFrame(rows, columns=["segment_id", "code", "present", "evidence"])


def place_quotes(judgements: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The judgements with `evidence_start`, where each quote stands in the document as whole words."""
    known = segments.set_index("segment_id")[["start", "text"]]
    places = [
        known["start"][segment_id] + (find_quote(known["text"][segment_id], quote) or 0)
        for segment_id, quote in zip(judgements["segment_id"], judgements["evidence"], strict=True)
    ]
    return judgements.assign(evidence_start=places)


def note_answers(refused: str, n_estimated: int) -> str:
    """What a coder's note says of its answers."""
    counted = f" Tokens and cost are the most that they can be: {n_estimated} answers came without a count."
    return f"answers refused: {refused or 'none'}. No person has checked it.{counted if n_estimated else ''}"
