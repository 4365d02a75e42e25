"""The indicator language: what an analyst writes in a codebook, parsed.

| write | it finds |
|---|---|
| `rivalry` | the word, in upper or lower case |
| `imbalanc*` · `wom*n` · `*ism` | `*` stands for any letters or digits of the same word, also none |
| `junior partner` | the phrase; a space matches white space, a line break or a hyphen (`zero sum` finds *zero-sum*) |
| `depend* (0-3) on` | with 0 to 3 words in between, in the same sentence |
| `tension* (near 5) alliance*` | both, in either order, with at most 5 words in between |
| `(weaker \\| smaller) partner*` | either of these words or phrases |
| `=US` · `=may` | exactly these capital and small letters: `=US` is not *us*, `=may` is not *May* |

An indicator can also be written with rules of its own:

```yaml
indicators:
  - imbalanc*
  - match: rivalr*
    but_not: [sibling rivalr*, friendly rivalr*]   # no match where one of these overlaps it
    weight: 0.5              # added to the score by each match that counts; 1 if not given
    negated: counts          # or: does not count (the default)
    quoted: does not count   # or: counts (the default)
    first_sentence: does not count   # of the statement or document; or: counts (the default)
```

`negated`, `quoted` and `first_sentence` may also stand beside `indicators:` for a whole code, or beside `frames:` for
the whole codebook; the nearest one holds. A match that does not count is kept in the table `matches` and marked there
(`quoted`, `negated`), but does not make its code present.

A match is *negated* when one of *no, not, n't, never, neither, nor, none, nothing, hardly, scarcely, barely, without,
cannot, lack of, far from, rather than, instead of, anything but, by no means* stands before it in the same clause, with
at most six words in between. A clause ends at , ; : . ! ? ( ) and dashes, and at words such as *but, although, while,
because, that, which, who*. *Not only, not just, not least, no doubt, no less, not without* and the like negate nothing.
An indicator that holds its own negator (`no (0-2) surprise*`) is not negated by it.

A match never crosses the end of a sentence or a blank line; neither does a gap. Apostrophes, hyphens, spaces and
accents match however they are typed. Within a code the longest match wins, so nested phrases count once; codes may
overlap. In a gap and before a negated match, words are counted as everywhere else (`analysis.text`): *U.S.*, *1,000*
and *zero-sum* are one word each, and a word that the match begins or ends in is not in between. A gap ends at the
nearest word that fits, and spans at most 40 bytes for each word it may hold and once more.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cache

from analysis.text import fold_text, is_word_character

MOST_ALTERNATIVES = 200
MOST_WORDS = 30
MOST_STARS = 3
LONGEST = 300
PART = re.compile(
    r"(?P<gap>\((?P<least>\d+)-(?P<most>\d+)\))|\(near (?P<near>\d+)\)|\((?P<group>[^()]*)\)|(?P<word>[^\s()]+)"
)
HYPHENS = re.compile("[-‐‑]")


@dataclass(frozen=True)
class Word:
    """One word as matching sees it; `exact` holds it as written where capital and small letters matter."""

    glob: str
    exact: str = ""


@dataclass(frozen=True)
class Gap:
    """How many words may stand in between."""

    least: int
    most: int


Run = tuple[Word, ...]


@dataclass(frozen=True)
class Sequence:
    """Runs of adjacent words with a gap between each two of them."""

    runs: tuple[Run, ...]
    gaps: tuple[Gap, ...] = ()


@cache
def parse_indicator(indicator: str) -> tuple[Sequence, ...]:
    """All sequences that the indicator stands for: one, or one per combination of its alternatives.

    Raises ValueError that says what is wrong and what to write instead.
    """
    if len(indicator) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters; split it into several indicators")
    choices = [_read_part(part) for part in _split_parts(indicator)]
    if not choices:
        raise ValueError("is empty; write a word")
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_ALTERNATIVES:
        raise ValueError(f"stands for more than {MOST_ALTERNATIVES} phrases; split it into several indicators")
    flat = (tuple(itertools.chain.from_iterable(combination)) for combination in itertools.product(*choices))
    return tuple(dict.fromkeys(_build_sequence(parts) for parts in flat))


def _split_parts(indicator: str) -> list[re.Match[str]]:
    """The words, gaps, nears and groups, each set off by white space."""
    parts = list(PART.finditer(indicator))
    at = 0
    for part in parts:
        between = indicator[at : part.start()]
        if between.strip() or (at and not between):
            raise ValueError(f"cannot be read at {indicator[max(at - 5, 0) : part.end()]!r}; {HINT}")
        at = part.end()
    if indicator[at:].strip():
        raise ValueError(f"cannot be read at {indicator[at:]!r}; {HINT}")
    return parts


HINT = "set off (0-3), (near 5) and (one|another) by spaces and close each bracket"


def _read_part(part: re.Match[str]) -> list[tuple[Word | Gap, ...]]:
    """What one part may be: alternatives of words, or of gaps (a near is two: either order, see build_sequence)."""
    if part["gap"]:
        least, most = int(part["least"]), int(part["most"])
        if not least <= most <= MOST_WORDS:
            raise ValueError(f"has the gap {part[0]}; write (least-most) with at most {MOST_WORDS} words")
        return [(Gap(least, most),)]
    if part["near"]:
        if int(part["near"]) > MOST_WORDS:
            raise ValueError(f"has {part[0]}; at most {MOST_WORDS} words can stand in between")
        return [(Gap(0, int(part["near"])),), (Gap(-1, int(part["near"])),)]
    if part["group"] is None:
        return [_read_word(part["word"])]
    alternatives = part["group"].split("|")
    if len(alternatives) < 2 or not all(a.strip() for a in alternatives):
        raise ValueError(f"has {part[0]}; write two or more words with | between them, or a gap such as (0-3)")
    return [tuple(w for word in a.split() for w in _read_word(word)) for a in alternatives]


def _read_word(word: str) -> tuple[Word, ...]:
    """One written word; more than one if it holds hyphens."""
    exact = word.startswith("=")
    bare = word[1:] if exact else word
    if not any(is_word_character(c) for c in bare):
        raise ValueError(f"has {word!r}, which holds no letter or digit; write a word")
    if bare.count("*") > MOST_STARS:
        raise ValueError(f"has {word!r}; at most {MOST_STARS} * can stand in a word")
    if any(c in bare for c in '=|{}[]"'):
        raise ValueError(f"has {word!r}; = stands only before a word, | only inside brackets, quotation marks nowhere")
    kept = [fold_text(piece, keep_case=True) for piece in HYPHENS.split(bare)]
    if any(c < " " for piece in kept for c in piece):
        raise ValueError(f"has {word!r} with a sign that cannot be matched; write letters, digits and plain marks")
    if not all(any(is_word_character(c) for c in piece) for piece in kept):
        raise ValueError(f"has {word!r}, where a part holds no letter or digit; write whole words")
    return tuple(Word(fold_text(piece), piece if exact else "") for piece in kept)


def _build_sequence(parts: tuple[Word | Gap, ...]) -> Sequence:
    """Words grouped into runs between gaps; a gap below 0 is the far side of a near and swaps its two runs."""
    runs: list[list[Word]] = [[]]
    gaps: list[Gap] = []
    for part in parts:
        if isinstance(part, Word):
            runs[-1].append(part)
        else:
            gaps.append(part)
            runs.append([])
    if not all(runs):
        raise ValueError("begins, ends or doubles with a gap; put a word on each side of it")
    if any(gap.least < 0 for gap in gaps):
        if len(gaps) > 1:
            raise ValueError("has (near …) together with another gap; write two indicators")
        return Sequence((tuple(runs[1]), tuple(runs[0])), (Gap(0, gaps[0].most),))
    return Sequence(tuple(tuple(run) for run in runs), tuple(gaps))
