"""What a language model answered: held against the schema and the segment's words, kept by content."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.coding.llm.keys import KEY, holds_key
from analysis.coding.llm.quoting import find_quote
from analysis.coding.llm.requests import Request
from analysis.errors import InputError
from analysis.files import write_whole

LARGEST = 1 << 20  # bytes of a kept answer
MOST_TOKENS = 10_000_000  # that a server may count for one request; none takes so many
Refusal = Literal[
    "not JSON", "cut off", "not the schema", "unknown code", "invented quote", "quote of no whole word", "code twice"
]


class Present(BaseModel):
    """One code that the model found, with the words that decide it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    code: str
    quote: str = Field(min_length=1)


class Codes(BaseModel):
    """What the model's text must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    present: tuple[Present, ...]


class Answer(BaseModel):
    """A server's answer as it is kept: the model as the server names it, its text, why it stopped, what it used.

    `endpoint` is the server that was asked, `asked_on` when; answers of format 1 say neither. No tokens: the server
    counted none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal[1, 2] = 2
    request_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    model: str = Field(max_length=200)
    text: str
    finish: str = Field(max_length=40)
    prompt_tokens: int = Field(ge=0, le=MOST_TOKENS)
    answer_tokens: int = Field(ge=0, le=MOST_TOKENS)
    endpoint: str = ""
    asked_on: datetime.date | None = None


@dataclass(frozen=True)
class Judged:
    """A segment's codes with their quotes, or why the answer was refused."""

    segment_id: str
    quotes: dict[str, str]
    refused: Refusal | None = None


def read_response(
    content: bytes, request: Request, *, endpoint: str = "", asked_on: datetime.date | None = None
) -> Answer:
    """The answer in a server's response. ValueError says what is wrong where it is not a chat completion."""
    try:
        data: Any = json.loads(content)
        choice = data["choices"][0]
        usage = data.get("usage") or {}
        prompt, answered = (int(usage.get(name) or 0) for name in ("prompt_tokens", "completion_tokens"))
        if not (0 <= prompt <= MOST_TOKENS and 0 <= answered <= MOST_TOKENS):
            raise _TokensError
        text = choice["message"]["content"] or ""
        text.encode()  # a lone half of a character cannot be kept
        return Answer(
            request_sha256=request.sha256,
            model=_clean(data.get("model") or request.body["model"])[:200],
            text=text,
            finish=_clean(choice.get("finish_reason") or "")[:40],
            prompt_tokens=prompt,
            answer_tokens=answered,
            endpoint=endpoint,
            asked_on=asked_on,
        )
    except _TokensError:
        raise ValueError(f"counts tokens that cannot be: below 0, or more than {MOST_TOKENS:,}") from None
    except (LookupError, TypeError, AttributeError, ValueError, OverflowError, RecursionError):  # a ValidationError too
        raise ValueError("is no chat completion in JSON") from None


class _TokensError(Exception):
    """A number of tokens that cannot be."""


def _clean(name: object) -> str:
    """A name without what cannot be printed."""
    return "".join(char if char.isprintable() else " " for char in str(name))


def judge_answer(answer: Answer, request: Request, codes: set[str]) -> Judged:
    """The codes that the answer finds; refused as a whole where a part of it cannot be believed."""
    try:
        data = json.loads(answer.text)
    except (ValueError, RecursionError):
        return Judged(request.segment_id, {}, "cut off" if answer.finish == "length" else "not JSON")
    try:
        found = Codes.model_validate(data).present
    except ValidationError:
        return Judged(request.segment_id, {}, "not the schema")
    quotes: dict[str, str] = {}
    for one in found:
        if one.code not in codes:
            return Judged(request.segment_id, {}, "unknown code")
        if one.quote not in request.text:
            return Judged(request.segment_id, {}, "invented quote")
        if find_quote(request.text, one.quote) is None:
            return Judged(request.segment_id, {}, "quote of no whole word")
        if one.code in quotes:
            return Judged(request.segment_id, {}, "code twice")
        quotes[one.code] = one.quote
    return Judged(request.segment_id, quotes)


class AnswerStore:
    """Answers in a folder, each in a file named by the hash of its request and the number of its run."""

    def __init__(self, folder: Path, *, run: int = 1) -> None:
        self.folder, self.run = folder, run

    def path(self, request: Request) -> Path:
        """Where the answer to a request is kept."""
        return self.folder / f"{request.sha256}-{self.run}.json"

    def find(self, request: Request) -> Answer | None:
        """The kept answer, or None. Raises InputError where its file was changed."""
        path = self.path(request)
        if not path.exists():
            return None
        try:
            if path.stat().st_size > LARGEST:
                raise ValueError("too large")
            answer = Answer.model_validate_json(path.read_bytes())
            if answer.request_sha256 != request.sha256:
                raise ValueError("of another request")
            if holds_key(answer.model_dump(mode="json")):
                raise InputError(f"answers/{path.name}: holds the key in {KEY}; delete the file and change the key")
        except ValueError:
            raise InputError(
                f"answers/{path.name}: is not an answer to its request; delete the file and ask again"
            ) from None
        return answer

    def keep(self, request: Request, answer: Answer) -> None:
        """Write the answer, whole or not at all."""
        fields = json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, indent=1)
        write_whole(self.path(request), f"{fields}\n".encode())
