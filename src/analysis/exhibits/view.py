"""How an event is shown: who looks how, where things stand on the page, and what each segment is called."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from analysis.coding.consensus import NOT_VALIDATED
from analysis.exhibits.pieces import Chip, Link, Person, Words
from analysis.findings.gate import Gate
from analysis.findings.rule.reading import name_reported
from analysis.findings.rule.verdict import PageVerdict
from analysis.tables.rows import each_row

EXPERT_LOOKS, FRAME_LOOKS = 8, 6  # after which colours come again, with another marker or pattern
MANY = 400  # segments; above, what is off the screen is laid out only when it is scrolled to
LINKS = 60  # segments linked from one count


class JudgedTables(Protocol):
    """An event's tables and what the rule says of them: `pipeline.EventTables`."""

    @property
    def unit(self) -> str:
        """The unit of analysis."""

    @property
    def short(self) -> bool:
        """Whether reports may hold short quotations only."""

    def __getitem__(self, name: str, /) -> pd.DataFrame:
        """The table of that name."""

    def judge(self, *, chosen: str) -> PageVerdict:
        """Every claim that the page could make, with its strength."""


@dataclass(frozen=True)
class Place:
    """One segment: where it stands, who says it, and its words."""

    statement: str
    expert: str
    paragraph: int
    number: int  # in its statement, from 1
    start: int
    text: str
    lang: str


@dataclass(frozen=True)
class View:
    """An event as its exhibits show it. `home` is the page that holds the statements; empty: this page."""

    unit: str
    coder: str
    experts: Mapping[str, int]  # number from 1, in the order of the page
    roles: Mapping[str, str]
    frames: Mapping[str, int]  # number from 1, in the order of the codebook
    letters: Mapping[str, str]
    codes: Mapping[str, int]
    frame_of: Mapping[str, str]
    places: Mapping[str, Place]
    sources: str
    language: str  # of the page, BCP 47
    gate: Gate
    home: str = ""
    partial: frozenset[str] = frozenset()  # each consensus that leaves something undecided
    unvalidated: frozenset[str] = frozenset()  # each coder whose cut-off nobody has checked
    clipped: bool = False  # quotations, because the rights of the page allow no more

    @classmethod
    def of(cls, tables: JudgedTables, *, coder: str = "", home: str = "") -> "View":
        """The view of an event's tables; `coder` is whose codings are counted: empty, people first."""
        segments, codebook, documents = tables["segments"], tables["codebook"], tables["documents"]
        statements = tables["statements"]
        languages = dict(zip(documents["document_id"], documents["language"], strict=True))
        numbers = segments.groupby("statement_id", sort=False).cumcount() + 1
        columns = ("segment_id", "statement_id", "expert", "paragraph", "start", "text", "document_id")
        places = {
            row[0]: Place(row[1], row[2], int(row[3]), int(number), int(row[4]), row[5], languages[row[6]])
            for row, number in zip(each_row(segments[list(columns)]), numbers.tolist(), strict=True)
        }
        frames = list(codebook["frame"].drop_duplicates())
        verdict = tables.judge(chosen=coder)
        positions = (
            statements[["expert", "role", "affiliation"]]
            .replace("", None)
            .groupby("expert")
            .first()
            .fillna("")
            .reset_index()
        )
        pages = documents.drop_duplicates(["publisher", "published"])
        return cls(
            unit=tables.unit,
            coder=coder or name_reported(verdict),
            experts={name: i for i, name in enumerate(tables["coverage"]["expert"], 1)},
            roles={expert: ", ".join(filter(None, position)) for expert, *position in each_row(positions)},
            frames={name: i for i, name in enumerate(frames, 1)},
            letters=dict(zip(frames, _abbreviate(frames), strict=True)),
            codes={name: i for i, name in enumerate(codebook["code"], 1)},
            frame_of=dict(zip(codebook["code"], codebook["frame"], strict=True)),
            places=places,
            sources="Source: " + "; ".join(f"{page.publisher}, {page.published}" for page in each_row(pages)),
            language=str(documents["language"].iloc[0]) if len(documents) else "en",
            gate=Gate(
                tables["coders"],
                tables["reliability"],
                tables["frame_reliability"],
                verdict,
                dict(each_row(tables["stances"][["coder", "kind"]].drop_duplicates())),
            ),
            home=home,
            partial=frozenset(tables["coders"].query("undecided > 0")["coder"]),
            unvalidated=frozenset(tables["coders"].loc[lambda t: t["note"].str.startswith(NOT_VALIDATED), "coder"]),
            clipped=tables.short,
        )

    @property
    def counted(self) -> str:
        """The coder whose codings are counted, as it is called."""
        return self.named(self.coder)

    def named(self, coder: str) -> str:
        """What a coder is called: by name, and partial where it is a consensus that leaves something undecided.

        A coder that is not validated is marked so wherever its codings show.
        """
        mark = " (partial)" if coder in self.partial else f" ({NOT_VALIDATED})" if coder in self.unvalidated else ""
        return coder + mark

    @property
    def bare(self) -> bool:
        """Whether no frame is found with anybody, so that there is nothing to compare."""
        return not any(any(lead.means) for lead in self.gate.leads)

    def person(self, expert: str, *, full: bool = False, role: bool = False) -> Person:
        """The expert's marker with a short name, or the full one."""
        number = self.experts[expert] - 1
        look, shape = f"e{number % EXPERT_LOOKS + 1}", (number + number // EXPERT_LOOKS) % EXPERT_LOOKS + 1
        name = expert if full else self.short(expert)
        return Person(look, shape, name, self.roles.get(expert, "") if role else "")

    def short(self, expert: str) -> str:
        """A name without its first word, or the last word of a long one, where that names nobody else."""
        words = expert.split()
        short = " ".join(words[1:]) if len(words) in (2, 3) else words[-1] if words else expert
        others = [other for other in self.experts if other != expert]
        return expert if not short or any(other.endswith(short) for other in others) else short

    def chip(self, frame: str, *, named: bool = False) -> Chip:
        """The frame's letters on its pattern."""
        return Chip(f"f{(self.frames[frame] - 1) % FRAME_LOOKS + 1}", self.letters[frame], frame, named)

    def segment(self, segment_id: str) -> str:
        """The id of the segment's place in the full text."""
        return "s-" + re.sub(r"[^A-Za-z0-9]+", "-", segment_id)

    def to_segment(self, segment_id: str) -> str:
        """The way to a segment."""
        return f"{self.home}#{self.segment(segment_id)}"

    def evidence(self, expert: str, frame: str, code: str = "", coder: str = "") -> str:
        """The id of the place that marks the segments of an expert's frame, or code."""
        by = f"-{coder}" if coder and coder != self.coder else ""
        return f"e{self.experts[expert]}-f{self.frames[frame]}" + (f"-c{self.codes[code]}" if code else "") + by

    def to_evidence(self, expert: str, frame: str, code: str = "", coder: str = "") -> str:
        """The way to the segments that a count counts."""
        return f"{self.home}#{self.evidence(expert, frame, code, coder)}"

    def link(self, words: Words, expert: str, frame: str, code: str = "", coder: str = "") -> Link:
        """A count that leads to the segments it counts."""
        return Link(self.to_evidence(expert, frame, code, coder), words)

    def statement(self, expert: str) -> str:
        """The id of the place where the expert's words begin."""
        return f"statement-{self.experts[expert]}"

    def number(self, segment_id: str) -> str:
        """The number by which a reader finds the segment: that of its paragraph where paragraphs are the unit."""
        place = self.places[segment_id]
        return str(place.paragraph if self.unit == "paragraph" else place.number)

    def name_segment(self, segment_id: str) -> str:
        """`sentence 5` or `paragraph 2`, as a reader would point at it, with the statement where there are several."""
        return f"{self.unit}\u00a0{self.number(segment_id)}"

    def where(self, segment_id: str, *, number_only: bool = False) -> Link:
        """A link to the segment, by its number."""
        words = self.name_segment(segment_id)
        name = f"{self.places[segment_id].expert}, {words}"
        return Link(self.to_segment(segment_id), self.number(segment_id) if number_only else words, name)

    def list_where(self, segments: Iterable[str]) -> Words:
        """Links to some segments, by expert where there are several."""
        listed = list(dict.fromkeys(segments))
        several = len({self.places[s].expert for s in listed}) > 1
        said: list[Words] = []
        before = ""
        for segment_id in listed[:LINKS]:
            expert = self.places[segment_id].expert
            said.append("; " if said and several and expert != before else ", " if said else "")
            if several and expert != before:
                said += [self.person(expert), " "]
            said.append(self.where(segment_id, number_only=True))
            before = expert
        more = f" and {len(listed) - LINKS} more" if len(listed) > LINKS else ""
        return (*said, more)


def _abbreviate(frames: list[str]) -> list[str]:
    """The first letter of each frame; its initials where letters clash, and numbers where those do."""
    words = [[word for word in re.split(r"[\s-]+", name) if word[:1].isalnum()] for name in frames]
    for size in (1, 3):
        letters = ["".join(word[0] for word in name[:size]).upper() for name in words]
        if len(set(letters)) == len(letters) and all(letters):
            return letters
    return [f"F{i}" for i in range(1, len(frames) + 1)]
