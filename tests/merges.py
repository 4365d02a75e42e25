"""Random corrections and random changes of a page, and what a merge of both must keep: an oracle of its own.

Every word is found once in the page but for a few small ones, so that the oracle follows words and knows no paragraph.
"""

import itertools
import random
from collections import Counter
from dataclasses import dataclass, field, replace

from analysis.transcripts import Block, Transcript, Voice
from analysis.transcripts.merging import merge_transcripts
from analysis.transcripts.tidying import tidy_transcript

SMALL = ("the", "of", "in", "and", "a", "to")
BY_HAND = ["words", "rename", "role", "move", "add", "drop", "split", "join", "part", "give", "leave"]
BY_PAGE = ["words", "role", "move", "add", "drop", "split", "join", "swap", "exchange"]


@dataclass
class Draft:
    """A page that is edited: blocks of a header and paragraphs, each a list of words."""

    rng: random.Random
    prefix: str
    blocks: list = field(default_factory=list)
    n: int = 0

    def word(self):
        self.n += 1
        return f"{self.prefix}{self.n}"

    def paragraph(self):
        words = [self.rng.choice(SMALL) if self.rng.random() < 0.3 else self.word() for _ in range(12)]
        return [*words[: self.rng.randint(4, 12)], self.word()]

    def copy(self, prefix):
        return Draft(self.rng, prefix, [[head, [list(p) for p in texts]] for head, texts in self.blocks])

    def build(self):
        blocks = (replace(h, text="\n\n".join(" ".join(p) for p in texts)) for h, texts in self.blocks if texts)
        return tidy_transcript(Transcript("s", tuple(blocks)))

    def edit(self, what):
        experts = [n for n, (head, texts) in enumerate(self.blocks) if head.voice and texts]
        if not experts:
            return
        i = self.rng.choice(experts)
        block, at = self.blocks[i], self.rng.randrange(len(self.blocks[i][1]))
        getattr(self, f"do_{what}")(i, block, block[1], at)
        self.blocks = [b for b in self.blocks if b[1]]

    def do_words(self, _, block, texts, at):
        texts[at][self.rng.randrange(len(texts[at]))] = self.word()

    def do_rename(self, _, block, texts, at):
        block[0] = replace(block[0], voice=replace(block[0].voice, expert=self.word()))

    def do_role(self, _, block, texts, at):
        block[0] = replace(block[0], voice=replace(block[0].voice, role=self.word()))

    def do_move(self, _, block, texts, at):
        moved, other = texts.pop(at), self.rng.choice(self.blocks)[1]
        other.insert(self.rng.randint(0, len(other)), moved)

    def do_add(self, _, block, texts, at):
        texts.insert(self.rng.randint(0, len(texts)), self.paragraph())

    def do_drop(self, _, block, texts, at):
        texts.pop(at)

    def do_split(self, _, block, texts, at):
        if len(texts[at]) > 7:
            cut = self.rng.randint(3, len(texts[at]) - 3)
            texts[at : at + 1] = [texts[at][:cut], texts[at][cut:]]

    def do_join(self, _, block, texts, at):
        texts[:2] = [[word for text in texts[:2] for word in text]]

    def do_part(self, i, block, texts, at):
        if at:
            self.blocks[i : i + 1] = [[block[0], texts[:at]], [block[0], texts[at:]]]

    def cut_out(self, i, block, texts, at, head):
        self.blocks[i : i + 1] = [[block[0], texts[:at]], [head, [texts[at]]], [block[0], texts[at + 1 :]]]

    def do_give(self, i, block, texts, at):
        self.cut_out(i, block, texts, at, Block("expert", "", Voice(self.word())))

    def do_leave(self, i, block, texts, at):
        self.cut_out(i, block, texts, at, Block("left out", "", reason=self.word()))

    def do_swap(self, i, block, texts, at):
        start = i - 1 if i and not self.blocks[i - 1][0].voice else i
        moved = self.blocks[start : i + 1]
        del self.blocks[start : i + 1]
        self.blocks[0:0] = moved

    def do_exchange(self, i, block, texts, at):
        j = self.rng.choice([n for n, (head, _) in enumerate(self.blocks) if head.voice])
        self.blocks[i], self.blocks[j] = self.blocks[j], self.blocks[i]


def draw_sides(seed):
    """The page as first read, as corrected, and as it is now."""
    rng = random.Random(seed)
    page = Draft(rng, "b")
    headed = rng.random() < 0.7
    for number in range(4):
        if headed:
            page.blocks.append([Block("left out", "", reason="header"), [[page.word() for _ in range(3)]]])
        voice = Voice(f"Expert {number}", "analyst")
        page.blocks.append(
            [Block("expert", "", voice, 0.9, "line"), [page.paragraph() for _ in range(rng.randint(1, 4))]]
        )
    page.blocks.append([Block("left out", "", reason="end"), [page.paragraph(), page.paragraph()]])
    sides = [page]
    for prefix, edits in (("m", BY_HAND), ("t", BY_PAGE)):
        side = page.copy(prefix)
        for _ in range(rng.randint(1, 3)):
            side.edit(rng.choice(edits))
        sides.append(side)
    return [side.build() for side in sides]


def list_paragraphs(transcript):
    return [text.split() for block in transcript.blocks for text in block.text.split("\n\n")]


def place_words(transcript):
    """For each word its block's number and whose it is."""
    return {
        word: (n, (block.owner, block.voice))
        for n, block in enumerate(transcript.blocks)
        for word in block.text.split()
        if word not in SMALL
    }


def find_undecided(base, mine, theirs):
    """The words of paragraphs that both sides changed, with those that either side joined to them."""
    paragraphs = [set(p) - set(SMALL) for p in list_paragraphs(base)]
    sides = [[set(p) - set(SMALL) for p in list_paragraphs(side)] for side in (mine, theirs)]
    hit = [p for p in paragraphs if p not in sides[0] and p not in sides[1]]
    while more := [
        p for p in paragraphs if p not in hit and any(s & p and any(s & h for h in hit) for s in [*sides[0], *sides[1]])
    ]:
        hit += more
    return set().union(*hit)


def find_faults(base, mine, theirs):
    """What the merge lost, doubled, gave to another or split; nothing where all is well."""
    merged = tidy_transcript(merge_transcripts(base, mine, theirs).transcript)
    undecided = find_undecided(base, mine, theirs)
    b, m, t, got = map(place_words, (base, mine, theirs, merged))
    n = Counter(word for block in merged.blocks for word in block.text.split())
    for word in {*b, *m, *t}:
        if word in undecided:
            if word in m and not n[word]:
                yield f"{word}: lost, though people kept it"
            continue
        wanted = (word in m and word in t) or word not in b
        if n[word] != wanted:
            yield f"{word}: {n[word]} times, not {wanted:d}"
        elif n[word] and word in b and got[word][1] != (m if m[word][1] != b[word][1] else t)[word][1]:
            yield f"{word}: given to {got[word][1]}"
    yield from _find_split(merged, b, m, t)
    yield from _find_unsplit(mine, b, got)
    if tidy_transcript(merge_transcripts(theirs, merged, theirs).transcript).blocks != merged.blocks:
        yield "another merge of the same page changes it"


def _find_split(merged, b, m, t):
    """Statements that neither side split."""
    words = [(word, n) for n, block in enumerate(merged.blocks) for word in block.text.split() if word in b]
    for (one, x), (other, y) in itertools.pairwise(words):
        voices = [merged.blocks[n].voice for n in (x, y)]
        parted = [side[one][0] != side[other][0] for side in (m, t) if one in side and other in side]
        if x != y and None not in voices and voices[0] == voices[1] and not any(parted):
            yield f"{one}, {other}: split by nobody"
        if x != y and None not in voices and voices[0] != voices[1] and len(parted) == 2 and not any(parted):
            yield f"{one}, {other}: torn apart"


def _find_unsplit(mine, b, got):
    """Statements that people split and the merge joined again."""
    words = [(word, n) for n, block in enumerate(mine.blocks) for word in block.text.split() if word in b]
    for (one, x), (other, y) in itertools.pairwise(words):
        voice, next_voice = mine.blocks[x].voice, mine.blocks[y].voice
        split = y == x + 1 and b[one][0] == b[other][0] and voice == next_voice is not None
        if split and one in got and other in got and got[one][0] == got[other][0]:
            yield f"{one}, {other}: split by hand and joined again"
