"""What a run spends: answers at what the server counts, failures that may be billed at their most, all below a cap."""

import threading
from dataclasses import dataclass
from typing import NamedTuple

from analysis.coding.llm.answers import Answer
from analysis.coding.llm.requests import Request


class Tokens(NamedTuple):
    """How many tokens a request and its answer used; `estimated` where the server counted none."""

    prompt: int
    answer: int
    estimated: bool = False


def _expect_tokens(request: Request) -> Tokens:
    """The most that a request can use: a token of what is sent, the schema included, has a byte at least."""
    return Tokens(request.n_bytes, int(request.body["max_tokens"]), estimated=True)


def count_tokens(request: Request, answer: Answer) -> Tokens:
    """What the server counted; where it counted nothing, the most that it can have been."""
    if answer.prompt_tokens:
        return Tokens(answer.prompt_tokens, answer.answer_tokens)
    return _expect_tokens(request)


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
        """The most that a request can cost."""
        return self.cost(*_expect_tokens(request)[:2])


class Budget:
    """What was spent in this run, and what is held for requests under way at their most; several threads may ask.

    A try that failed and may be billed (the answer broke off, came late or was no answer) is spent at its most.
    """

    def __init__(self, prices: Prices) -> None:
        self.prices, self.n_asked, self.spent, self.held = prices, 0, 0.0, 0.0
        self._lock = threading.Lock()

    def take(self, request: Request) -> bool:
        """Hold what a request can cost; False where that would exceed the cap, and then it must not be sent."""
        most = self.prices.expect(request)
        with self._lock:
            if self.prices.cap and self.spent + self.held + most > self.prices.cap:
                return False
            self.held += most
            self.n_asked += 1
            return True

    def retry(self, request: Request, billed: bool) -> bool:
        """Count a try that failed; False where the cap leaves nothing for the next one, for which its hold stays."""
        with self._lock:
            self.spent += self.prices.expect(request) if billed else 0.0
            return not self.prices.cap or self.spent + self.held <= self.prices.cap

    def settle(self, request: Request, answer: Answer | None = None, *, billed: bool = False) -> None:
        """Count what came of a request that was held: its answer, or a failure that may be billed."""
        most = self.prices.expect(request)
        with self._lock:
            self.held -= most
            if answer:
                self.spent += self.prices.cost(*count_tokens(request, answer)[:2])
            elif billed:
                self.spent += most
