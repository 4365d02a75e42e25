"""What a second reading of a page changed in its statements, as lines that a person reads."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set

from analysis.segmentation import find_segments
from analysis.text import count_words
from analysis.transcripts import Block, Transcript
from analysis.transcripts.tidying import tidy_transcript

LONGEST = 160  # characters of a sentence
MOST = 60  # lines; a page in quite other words has hundreds
Sentences = Counter[tuple[str, str]]


def compare_transcripts(old: Transcript, new: Transcript, *, language: str) -> tuple[str, ...]:
    """A line for each statement and each sentence that only one of the two has: `-` the old one, `+` the new one.

    A sentence that both have and that another expert says now is shown with both experts. Where a whole expert is new
    or gone, the lines of the statements say so.
    """
    blocks = [[b for b in tidy_transcript(t).blocks if b.voice] for t in (old, new)]
    lasting = set.intersection(*({b.voice.expert for b in some if b.voice} for some in blocks))
    statements = [_count_statements(some) for some in blocks]
    sentences = [_count_sentences(some, language) for some in blocks]
    owned = [_count_owned(one, other, lasting) for one, other in (sentences, sentences[::-1])]
    words = [_count_words_only(some) for some in sentences]
    lines: list[str] = []
    for before, after in (statements, words, owned):
        lines += [f"- {line}" for line in (before - after).elements()]
        lines += [f"+ {line}" for line in (after - before).elements()]
    left_out = len(lines) - MOST
    return (*lines[:MOST], *((f"and {left_out} more",) if left_out > 0 else ()))


def _count_statements(spoken: Sequence[Block]) -> Counter[str]:
    """How often each statement's line stands in the transcript."""
    return Counter(
        f"{b.voice.expert} | {b.voice.role} | {b.voice.affiliation} | {count_words(b.text)} words"
        for b in spoken
        if b.voice
    )


def _count_sentences(spoken: Sequence[Block], language: str) -> Sentences:
    """How often which expert says which sentence."""
    return Counter(
        (b.voice.expert, _shorten(b.text[start:end]))
        for b in spoken
        if b.voice
        for _, start, end in find_segments(b.text, unit="sentence", language=language)
    )


def _count_words_only(sentences: Sentences) -> Counter[str]:
    """The sentences' lines, whoever says them."""
    lines: Counter[str] = Counter()
    for (_, sentence), n in sentences.items():
        lines[f"  “{sentence}”"] += n
    return lines


def _count_owned(sentences: Sentences, others: Sentences, lasting: Set[str]) -> Counter[str]:
    """The lines, with their expert, of sentences that both transcripts have equally often."""
    times, times_other = _count_words_only(sentences), _count_words_only(others)
    whose: dict[str, set[str]] = defaultdict(set)
    for expert, sentence in [*sentences, *others]:
        whose[sentence].add(expert)
    return Counter(
        {
            f"  {expert}: “{sentence}”": n
            for (expert, sentence), n in sentences.items()
            if times[f"  “{sentence}”"] == times_other[f"  “{sentence}”"] and whose[sentence] <= lasting
        }
    )


def _shorten(sentence: str) -> str:
    """The sentence on one line, cut where it is long."""
    line = " ".join(sentence.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"
