"""Where things stand on the page: one anchor per segment, code, and expert × frame or code."""

import re
from dataclasses import dataclass

import pandas as pd

from analysis.exhibits.markup import make_id, write_text

MANY = 400  # segments; above, what is off the screen is laid out only when it is scrolled to


@dataclass(frozen=True)
class Places:
    """The anchors of an event's tables; numbered, because names written in any script must give valid ids."""

    experts: dict[str, int]
    frames: dict[str, int]
    codes: dict[str, int]
    segments: dict[str, tuple[int, int]]  # paragraph, number of the segment in its statement
    languages: dict[str, str]  # of each segment, as its document gives it
    speakers: dict[str, str]  # the expert of each segment

    @classmethod
    def of(cls, tables: dict[str, pd.DataFrame]) -> "Places":
        """The places of one event, in the order of the page and of the codebook."""
        segments, codebook = tables["segments"], tables["codebook"]
        languages = tables["documents"].set_index("document_id")["language"].to_dict()
        numbers = segments.groupby("statement_id").cumcount() + 1
        return cls(
            {name: i for i, name in enumerate(tables["coverage"]["expert"], 1)},
            {name: i for i, name in enumerate(codebook["frame"].drop_duplicates(), 1)},
            {name: i for i, name in enumerate(codebook["code"], 1)},
            dict(
                zip(
                    segments["segment_id"],
                    zip(segments["paragraph"].tolist(), numbers.tolist(), strict=True),
                    strict=True,
                )
            ),
            dict(zip(segments["segment_id"], segments["document_id"].map(languages), strict=True)),
            dict(zip(segments["segment_id"], segments["expert"], strict=True)),
        )

    def segment(self, segment_id: str) -> str:
        """Where the segment stands in the annotated text."""
        return make_id("text", re.sub(r"[^A-Za-z0-9]", "-", segment_id))

    def evidence(self, expert: str, frame: str, code: str = "") -> str:
        """Where the segments of an expert's frame, or code, are quoted."""
        return f"evidence-{self.experts[expert]}-{self.frames[frame]}" + (f"-{self.codes[code]}" if code else "")

    def lang(self, segment_id: str) -> str:
        """The language of the segment's words, for a `lang` attribute."""
        return write_text(self.languages.get(segment_id, ""))

    def statement(self, expert: str) -> str:
        """Where the expert's statements begin in the annotated text."""
        return f"statement-{self.experts[expert]}"

    def code(self, code: str) -> str:
        """Where the codebook defines the code."""
        return f"code-{self.codes[code]}"

    def name_segment(self, segment_id: str, unit: str) -> str:
        """`¶ 2, sentence 5`, as a reader would point at it."""
        paragraph, number = self.segments[segment_id]
        return f"¶\u00a0{paragraph}" if unit == "paragraph" else f"¶\u00a0{paragraph}, {unit} {number}"
