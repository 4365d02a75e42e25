"""A first codebook: its text with comments that say what to fill in, and words of an event to choose from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

SHAPE = """\
# yaml-language-server: $schema=codebook.schema.json
# A codebook says how to see a frame in a sentence. Change this one until it fits your event:
#   1. Rename the worked frame, or take it out; copy its lines for each frame of your own.
#   2. Under `indicators` write words that show the code. A trailing * stands for any ending, (one | another) for
#      either word, (0-3) for up to three words in between. A line with a : or # in it needs "quotation marks".
#   3. Run `workbook check`: it explains mistakes, and lists what is still empty.
# Only names and indicators must be there. Definitions come next: people cannot code without them.
name: {name}
title: {title}
language: {language}
about: ""          # for which texts it is, and where its frames come from
instructions: ""   # what a person who codes has to know before the first sentence
frames:
  - frame: {frame}
    definition: {frame_definition}
    codes:
      - code: {code}
        function:       # what it says about the issue: problem, cause, evaluation or remedy
        policy_frame:   # its general dimension, such as Economic, Morality or Other
        definition: {definition}
        when: ""        # a case in which it is present
        when_not: ""    # a case in which it is not, and which code it is instead
        typical: ""     # a sentence of your own making that clearly has it
        borderline: ""  # one that just has it
        near_miss: ""   # one that looks like it and does not have it
        indicators:
{indicators}
"""
NEXT = """\
      # - code: another code
      #   indicators:
      #     - a word
  # - frame: another frame
  #   codes:
  #     - code: its first code
  #       indicators:
  #         - another word
"""


@dataclass(frozen=True)
class WorkedFrame:
    """A frame with one code, as an example of the shape."""

    frame: str
    frame_definition: str
    code: str
    definition: str
    signs: tuple[str, ...]


WORKED = {  # by language; a codebook in another one begins with the English frame
    "en": WorkedFrame(
        "fairness",
        "Who gains and who loses is what is at issue.",
        "unequal burden",
        "Some are said to pay more, or to get less, than is right.",
        ("unfair*", "injust*", "inequalit*", "(unequal | heavy) burden*", "low (income | incomes)"),
    ),
    "de": WorkedFrame(
        "Gerechtigkeit",
        "Es geht darum, wer gewinnt und wer verliert.",
        "ungleiche Last",
        "Von einigen heißt es, dass sie mehr zahlen oder weniger bekommen, als recht ist.",
        ("ungerecht*", "unfair*", "Ungleichheit*", "(ungleiche* | schwere*) Last*", "(geringe* | niedrige*) Einkommen"),
    ),
    "fr": WorkedFrame(
        "équité",
        "Ce qui compte est de savoir qui gagne et qui perd.",
        "charge inégale",
        "Certains, dit-on, paient plus ou reçoivent moins que ce qui est juste.",
        ("injust*", "inéquitable*", "inégalité*", "charge* (inégale* | lourde*)", "(bas | faibles) revenus"),
    ),
    "sv": WorkedFrame(
        "rättvisa",
        "Frågan är vem som vinner och vem som förlorar.",
        "ojämn börda",
        "Några sägs betala mer eller få mindre än vad som är rätt.",
        ("orättvis*", "ojämlik*", "ojämn* (börda | bördor)", "tung* (börda | bördor)", "låg* (inkomst | inkomster)"),
    ),
    "es": WorkedFrame(
        "equidad",
        "La cuestión es quién gana y quién pierde.",
        "carga desigual",
        "Se dice que algunos pagan más, o reciben menos, de lo justo.",
        ("injust*", "desigual*", "inequidad*", "carga* (desigual* | pesada*)", "bajos ingresos"),
    ),
}
LONGEST_SENTENCE = 200  # characters of a sentence that are shown in a comment


@dataclass(frozen=True)
class CandidateWord:
    """A word or phrase of the event, its other forms, who uses it, and sentences in which it stands."""

    word: str
    forms: tuple[str, ...]
    expert: str
    sentences: tuple[str, ...]


def draft_codebook(
    name: str, *, language: str = "en", title: str = "", candidates: Sequence[CandidateWord] = ()
) -> str:
    """The text of a codebook that checks as it stands: one worked frame, fields to fill in, and the candidates.

    Candidates stand in comments: a word of a page becomes an indicator only when a person writes it there.
    """
    worked = WORKED.get(language, WORKED["en"])
    shape = SHAPE.format(
        name=name,
        title=json.dumps(title or name.replace("-", " ").capitalize(), ensure_ascii=False),
        language=language,
        frame=worked.frame,
        frame_definition=worked.frame_definition,
        code=worked.code,
        definition=worked.definition,
        indicators="\n".join(f"          - {sign}" for sign in worked.signs),
    )
    return shape + NEXT + _comment_candidates(candidates)


def _comment_candidates(candidates: Sequence[CandidateWord]) -> str:
    """The candidates as comments: each with its other forms and the sentences that it stands in."""
    if not candidates:
        return ""
    lines = ["", "# Words of the event that may be signs of a code, with the sentences in which they stand."]
    for candidate in candidates:
        others = [form for form in candidate.forms if form != candidate.word]
        also = f"; also: {', '.join(others)}" if others else ""
        who = f"; mostly {candidate.expert}" if candidate.expert else ""
        lines.append(f"#   - {_plain(candidate.word)}{_plain(also)}{_plain(who)}")
        lines += [f"#       {_plain(sentence)}" for sentence in candidate.sentences]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """One line without signs that would end a comment or that YAML cannot hold; cut where it is long."""
    line = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(line.split()) if not line.startswith(";") else line
    return line if len(line) <= LONGEST_SENTENCE else f"{line[:LONGEST_SENTENCE]} …"
