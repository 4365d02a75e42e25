"""Ask a language model about a corpus before it is coded: its answers are kept, and coding reads these only."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from analysis.codebook import Codebook
from analysis.coding.llm.answers import Answer, AnswerStore, judge_answer
from analysis.coding.llm.budget import Budget, Prices, count_tokens
from analysis.coding.llm.client import ServerError
from analysis.coding.llm.coding import Ask, collect_answers, describe_refused, note_answers
from analysis.coding.llm.requests import Request, list_requests
from analysis.corpus.judging import Asked
from analysis.corpus.partitions import CorpusColumns, Partition
from analysis.corpus.parts import bound_rows
from analysis.corpus.rows import read_partition
from analysis.corpus.segments import segment_rows

MOST_AT_ONCE = 2000  # requests whose answers are in memory
TOO_LONG = "too long to be sent"


@dataclass(frozen=True)
class AskedServer:
    """How the server is asked: the function, what tokens cost, how many requests at a time, and where it is."""

    ask: Ask
    prices: Prices
    requests: int
    endpoint: str


@dataclass
class _Tally:
    """What all answers say together; an answer to words that stand in the corpus twice counts once."""

    models: dict[str, None] = field(default_factory=dict)
    endpoints: dict[str, None] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    seen: set[bytes] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    prompt: int = 0
    answered: int = 0
    estimated: int = 0

    def count(self, request: Request, answer: Answer, codes: set[str]) -> None:
        """Count one answer."""
        if refused := judge_answer(answer, request, codes).refused:
            self.refused[refused] += 1
        name = bytes.fromhex(request.sha256)
        if name not in self.seen:
            self.seen.add(name)
            self.models[answer.model] = None
            self.endpoints |= {answer.endpoint: None} if answer.endpoint else {}
            self.dates |= {answer.asked_on.isoformat()} if answer.asked_on else set()
            used = count_tokens(request, answer)
            self.prompt += used.prompt
            self.answered += used.answer
            self.estimated += used.estimated


def ask_about_corpus(
    parts: Sequence[Partition],
    columns: CorpusColumns,
    codebook: Codebook,
    asked: Asked,
    model: AskedServer,
    *,
    unit: str,
) -> dict[str, object]:
    """Keep an answer to every segment's request, asking for what is not kept yet; who answered, and at what cost.

    What is returned depends on the corpus and the kept answers alone. Raises ServerError where the server failed or
    the cap was reached; the answers that came are kept, and the next run goes on from there.
    """
    assert asked.settings
    store, budget, tally = AnswerStore(Path(asked.answers), run=asked.settings.run), Budget(model.prices), _Tally()
    codes, all_requests = {code.code for code in codebook.codes}, hashlib.sha256()
    for requests in _list_batches(parts, columns, codebook, asked, unit=unit):
        sent = [request for request in requests if not request.is_too_long]
        tally.refused[TOO_LONG] += len(requests) - len(sent)
        answers, problems = collect_answers(sent, store, model.ask, budget=budget, jobs=model.requests)
        if problems:
            raise ServerError("; ".join(sorted(problems)[:3]))
        for request in sent:
            all_requests.update(request.sha256.encode())
            tally.count(request, answers[request.sha256], codes)
    refused = describe_refused({reason: n for reason, n in sorted(tally.refused.items()) if n})
    return {
        "who": ", ".join(tally.models),
        "note": note_answers(refused, tally.estimated),
        "endpoint": ", ".join(tally.endpoints) or model.endpoint,
        "request_sha256": all_requests.hexdigest(),
        "asked_on": " to ".join(sorted({min(tally.dates), max(tally.dates)})) if tally.dates else "",
        "n_requests": len(tally.seen),
        "tokens": tally.prompt + tally.answered,
        "cost": round(model.prices.cost(tally.prompt, tally.answered), 6),
    }


def _list_batches(
    parts: Sequence[Partition], columns: CorpusColumns, codebook: Codebook, asked: Asked, *, unit: str
) -> Iterator[list[Request]]:
    """The requests about the corpus in its order, some at a time; what cannot be read is told when it is coded."""
    assert asked.settings
    cut = partial(segment_rows, unit=unit, language=codebook.language)
    for part in parts:
        for rows, _ in read_partition(part, columns):
            for _, segments in bound_rows(rows, [], cut):
                requests = list_requests(segments, codebook, asked.settings)
                for first in range(0, len(requests), MOST_AT_ONCE):
                    yield requests[first : first + MOST_AT_ONCE]
