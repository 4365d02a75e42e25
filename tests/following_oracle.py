"""Random corrections of a random page, and an oracle that knows every word by a number of its own.

The page is small and hard: several experts say equal, nearly equal and contained sentences. A word keeps its number
when it is moved or respelled, and an expert keeps a key when renamed, so that the oracle needs no likeness of words.
"""

import random
from dataclasses import dataclass, field, replace
from itertools import count

import pandas as pd

from analysis.coding.finding import fold_tokens

STOCK = (
    "China welcomed the agreement in public",
    "China welcomes the agreement in public",
    "China is the senior partner here",
    "He said that China is the senior partner here and that nobody doubts it",
    "Nothing surprising happened",
    "Indeed nothing surprising happened there",
    "They agreed",
    "Russia depends on the credit of Chinese banks",
    "The declarations were restrained and held no surprises",
)
WORDS = ("harbour", "treaty", "minister", "cautious", "sanction", "weapons", "border", "summit", "declare", "Chinese")
NAMES = count(1)


@dataclass(frozen=True)
class Word:
    """A word as it stands, and the number that it keeps."""

    text: str
    number: int


@dataclass
class Statement:
    """Paragraphs of sentences of words, and whose they are: the key stays where the name changes."""

    key: str
    name: str
    paragraphs: list[list[list[Word]]] = field(default_factory=list)


@dataclass(frozen=True)
class Unit:
    """A segment as the oracle knows it."""

    segment_id: str
    key: str
    words: tuple[Word, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(word.number for word in self.words)

    @property
    def folded(self) -> list[str]:
        return fold_tokens(" ".join(word.text for word in self.words))


class Page:
    """A page that changes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = count(1)
        self.statements = [Statement(f"E{n}", f"Expert {n}") for n in range(3)]
        for statement in self.statements:
            for _ in range(self.random.randint(1, 3)):
                statement.paragraphs.append([self.say() for _ in range(self.random.randint(1, 4))])

    def say(self) -> list[Word]:
        """A sentence: of the stock, or one that nobody else says."""
        if self.random.random() < 0.5:
            words = self.random.choice(STOCK).split()
        else:
            words = [self.random.choice(WORDS) for _ in range(self.random.randint(3, 9))]
        return [Word(word, next(self.number)) for word in words]

    def tabulate(self) -> tuple[pd.DataFrame, list[Unit]]:
        """The segments of the page as it stands, and the oracle's."""
        rows, units, at = [], [], 0
        for s, statement in enumerate(self.statements, 1):
            at += 20  # a header
            n = 0
            for paragraph in statement.paragraphs:
                for words in paragraph:
                    n += 1
                    text = " ".join(word.text for word in words).capitalize() + "."
                    units.append(Unit(f"d/{s}/{n}", statement.key, tuple(words)))
                    rows.append((f"d/{s}/{n}", f"d/{s}", statement.name, at, text))
                    at += len(text) + 1
                at += 1
        table = pd.DataFrame(rows, columns=["segment_id", "statement_id", "expert", "start", "text"])
        return table, units

    def edit(self) -> str:
        """One random correction; its name."""
        names = [name for name in dir(self) if name.startswith("do_")]
        name = self.random.choice(names)
        places = [
            (s, p, i)
            for s, statement in enumerate(self.statements)
            for p, paragraph in enumerate(statement.paragraphs)
            for i in range(len(paragraph))
        ]
        if len(places) > 3:
            s, p, i = self.random.choice(places)
            getattr(self, name)(self.statements[s], self.statements[s].paragraphs[p], i)
            for statement in self.statements:
                statement.paragraphs = [paragraph for paragraph in statement.paragraphs if paragraph]
            self.statements = [statement for statement in self.statements if statement.paragraphs]
        return name

    def do_delete(self, statement, paragraph, i):
        del paragraph[i]

    def do_delete_statement(self, statement, paragraph, i):
        if len(self.statements) > 2:
            self.statements.remove(statement)

    def do_insert(self, statement, paragraph, i):
        paragraph.insert(i, self.say())

    def do_split(self, statement, paragraph, i):
        if len(paragraph[i]) > 3:
            at = self.random.randint(1, len(paragraph[i]) - 1)
            paragraph[i : i + 1] = [paragraph[i][:at], paragraph[i][at:]]

    def do_join(self, statement, paragraph, i):
        if i + 1 < len(paragraph):
            paragraph[i : i + 2] = [paragraph[i] + paragraph[i + 1]]

    def do_move(self, statement, paragraph, i):
        words = paragraph.pop(i)
        self.random.choice(self.statements).paragraphs.append([words])

    def do_move_block(self, statement, paragraph, i):
        self.statements.remove(statement)
        self.statements.insert(self.random.randint(0, len(self.statements)), statement)

    def do_respell(self, statement, paragraph, i):
        at = self.random.randrange(len(paragraph[i]))
        word = paragraph[i][at]
        text = {"welcomed": "welcomes", "welcomes": "welcomed"}.get(word.text, word.text[:-1] + "q")
        if len(word.text) > 5:
            paragraph[i][at] = replace(word, text=text)

    def do_replace(self, statement, paragraph, i):
        paragraph[i][self.random.randrange(len(paragraph[i]))] = Word("altogether", next(self.number))

    def do_rename(self, statement, paragraph, i):
        name = f"Renamed {next(NAMES)}"
        for other in self.statements:
            other.name = name if other.key == statement.key else other.name

    def do_cut_statement(self, statement, paragraph, i):
        at = statement.paragraphs.index(paragraph)
        if at:
            place = self.statements.index(statement)
            rest = Statement(statement.key, statement.name, statement.paragraphs[at:])
            statement.paragraphs = statement.paragraphs[:at]
            self.statements.insert(place + 1, rest)

    def do_give(self, statement, paragraph, i):
        """The rest of a statement is somebody else's: a header is put in."""
        at = statement.paragraphs.index(paragraph)
        other = self.random.choice([*self.statements, Statement(f"N{next(NAMES)}", f"New {next(NAMES)}")])
        if at and other.key != statement.key:
            place = self.statements.index(statement)
            rest = Statement(other.key, other.name, statement.paragraphs[at:])
            statement.paragraphs = statement.paragraphs[:at]
            self.statements.insert(place + 1, rest)


@dataclass(frozen=True)
class Made:
    """A judgement as it was made: of which segment, and what it says."""

    unit: Unit
    code: str
    present: bool


def is_typed(now: Unit, before: set[int]) -> bool:
    """Whether all words were typed since: a sentence that is typed anew elsewhere is one that was moved there."""
    return before.isdisjoint(now.numbers)


def is_part(few: tuple[int, ...], many: tuple[int, ...]) -> bool:
    """Whether the words are some of the others, in one run."""
    return any(many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1))


def may_stand(made: Made, now: Unit, absent: list[Made]) -> bool:
    """Whether a judgement may stand on a segment: on its own words, or the same words of the same expert."""
    was, there = made.unit.numbers, now.numbers
    if is_part(there, was) or (made.present and is_part(was, there)):
        return True
    if not made.present:
        covered = {number for other in absent if is_part(other.unit.numbers, there) for number in other.unit.numbers}
        if set(there) <= covered or set(there) <= set(was):
            return True
    return is_said_alike(made.unit, now)


def is_said_alike(was: Unit, now: Unit) -> bool:
    """Whether one expert says the same words here: nobody can tell the two apart."""
    return now.key == was.key and is_part(tuple(now.folded), tuple(was.folded))  # type: ignore[arg-type]
