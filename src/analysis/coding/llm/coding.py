"""Code an event with a language model: kept answers first, then the server, within a cap of spending."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.llm.answers import Answer, AnswerStore, Judged, judge_answer
from analysis.coding.llm.client import ServerError
from analysis.coding.llm.requests import Request
from analysis.errors import InputError, tell_once

MOST_TOLD = 20  # problems of one run
TRAINED = "read the codebook without its indicators and each segment in its paragraph"
Ask = Callable[[Request], Answer]


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, and how much may be spent; a cap of 0 is none."""

    prompt: float = 0.0
    answer: float = 0.0
    cap: float = 0.0

    def cost(self, prompt_tokens: int, answer_tokens: int) -> float:
        """Of so many tokens."""
        return (prompt_tokens * self.prompt + answer_tokens * self.answer) / 1e6

    def expect(self, request: Request) -> float:
        """The most that a request can cost: a token has a byte at least."""
        words = sum(len(message["content"].encode()) for message in request.body["messages"])
        return self.cost(words, request.body["max_tokens"])


class Budget:
    """What was asked for and spent in this run, and whether there is enough for one more request."""

    def __init__(self, prices: Prices) -> None:
        self.prices, self.n_asked, self.spent = prices, 0, 0.0

    def allows(self, request: Request, running: Iterable[Request]) -> bool:
        """Whether the request stays below the cap, with all that are under way at their most."""
        held = sum(self.prices.expect(one) for one in (*running, request))
        return not self.prices.cap or self.spent + held <= self.prices.cap

    def count(self, request: Request, answer: Answer) -> None:
        """Count an answer; some servers count no tokens."""
        told = self.prices.cost(answer.prompt_tokens, answer.answer_tokens)
        self.spent += told if answer.prompt_tokens else self.prices.expect(request)


@dataclass(frozen=True)
class Run:
    """What a run gave: the judgements with evidence, the answers, refusals counted by name, tokens and cost."""

    judgements: pd.DataFrame
    judged: tuple[Judged, ...]
    models: tuple[str, ...]
    prompt_tokens: int
    answer_tokens: int
    cost: float
    n_asked: int

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

    No request is sent that could take the spending of this run above the cap, counting what is under way at its most.
    """
    answers = {r.sha256: kept for r in requests if (kept := store.find(r)) is not None}
    todo = [r for r in {r.sha256: r for r in requests}.values() if r.sha256 not in answers]
    problems: list[tuple[str, str]] = []
    running: dict[Future[Answer], Request] = {}
    with ThreadPoolExecutor(jobs) as threads:
        while running or (todo and not problems):
            while todo and not problems and len(running) < jobs:
                if not budget.allows(todo[0], running.values()):
                    if not running:
                        what = f"the cap of {budget.prices.cap:g} is reached after {budget.n_asked} requests; "
                        problems.append(("", f"{what}what was answered is kept: give a higher --cap to go on"))
                    break
                request = todo.pop(0)
                budget.n_asked += 1
                running[threads.submit(ask, request)] = request
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                request = running.pop(done)
                try:
                    answer = done.result()
                except ServerError as error:
                    problems.append((f"segment {request.segment_id}: ", str(error)))
                    continue
                store.keep(request, answer)
                answers[request.sha256] = answer
                budget.count(request, answer)
    return answers, list(tell_once(sorted(problems), most=MOST_TOLD))


def run_requests(
    requests: Sequence[Request], codebook: Codebook, store: AnswerStore, ask: Ask, *, prices: Prices, jobs: int = 4
) -> Run:
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
    used = [answers[name] for name in dict.fromkeys(r.sha256 for r in requests)]
    prompt, answered = sum(a.prompt_tokens for a in used), sum(a.answer_tokens for a in used)
    return Run(
        tabulate_judged(judged, codes),
        judged,
        tuple(dict.fromkeys(a.model for a in used)),
        prompt,
        answered,
        prices.cost(prompt, answered),
        budget.n_asked,
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
