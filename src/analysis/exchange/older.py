"""The rows of a sheet that was made before a correction, each found again by its words."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.coding.around import JudgedWords, take_after, take_before
from analysis.coding.finding import FoundWords, WordFinder, fold_tokens
from analysis.coding.following import follow_words
from analysis.coding.hashing import hash_text
from analysis.coding.placing import Judgement, place_judgements
from analysis.exchange.answers import Answers
from analysis.exchange.sheet_rows import AskedWords, SheetRow
from analysis.exchange.sheets import join_paragraphs

Words = tuple[str, ...]
LONGEST = 1 << 20  # code points of a row, so that no two seem to stand beside each other
COMMON = 6  # words; sentences of fewer, such as "It is so.", stand on many pages more than once


def find_rows(
    rows: Sequence[SheetRow], segments: pd.DataFrame, finder: WordFinder, column: str
) -> tuple[dict[int, AskedWords], list[str]]:
    """The words of each row as they stand now, and every row whose words do not, by its cell.

    `column` is the letter of the column of sentences.
    """
    problems, rows = _take_once(rows)
    places = _find_places(rows, segments, finder)
    if rows and not any(places.values()):
        return {}, [
            f"{column}{rows[0].number}: none of its sentences stands in the transcript; "
            "restore them there, or write a new sheet"
        ]
    asked: dict[int, AskedWords] = {}
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        place = places[row.number]
        if place is None:
            problems.append(f"{column}{row.number}: {_name_cause(len(finder.by_hash.get(hash_text(row.text), ())))}")
            continue
        first = finder.segments[place.segments[0]]
        one = (
            AskedWords(first.segment_id, first.text, place)
            if place.exact
            else AskedWords(row.segment_id, row.text, place, first.start, first.expert, *finder.quote_around(place))
        )
        if number := seen.get((one.segment_id, one.text)):
            problems.append(f"A{row.number}: segment {one.segment_id} is in row {number} already; remove one")
            continue
        seen[one.segment_id, one.text] = row.number
        asked[row.number] = one
    return asked, problems


def _name_cause(n: int) -> str:
    """Why a row has no place, where its words are `n` segments of the transcript as it is now."""
    corrected = "the transcript was corrected since, and"
    if n:
        where = "amid other words" if n == 1 else f"{n} times"
        return (
            f"{corrected} these words stand in it {where}, so that nobody can tell that they are those which were "
            "judged; remove the row, and judge them in a new round"
        )
    return (
        f"{corrected} these words do not stand in it as one segment any more; restore them there, or here if the cell "
        "was changed, or remove the row"
    )


def _take_once(rows: Sequence[SheetRow]) -> tuple[list[str], list[SheetRow]]:
    """A line for each row that stands in the sheet a second time, and the rows without these."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        first.setdefault((row.segment_id, row.text), row.number)
    again = [(row, first[row.segment_id, row.text]) for row in rows if first[row.segment_id, row.text] != row.number]
    problems = [f"A{row.number}: segment {row.segment_id} is in row {n} already; remove one" for row, n in again]
    return problems, [row for row in rows if first[row.segment_id, row.text] == row.number]


def place_answers(
    answers: Answers, asked: Mapping[int, AskedWords], finder: WordFinder, column: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """The doubts by the segments that hold their words now; and a line for each row with judgements that have no place.

    `column` is the letter of the column of sentences.
    """
    judgements = [
        Judgement(
            line,
            {
                "code": str(given["code"]),
                "pass": "blind",
                "present": str(given["present"]),
                "evidence": str(given["evidence"]),
                "evidence_start": "0",
                "start": "0",
                "judged_at": "",
                "memo": "",
            },
            place,
        )
        for line, given in enumerate(answers.judgements)
        if (place := asked[int(str(given["row"]))].place)
    ]
    rows, unplaced = place_judgements(judgements, finder)
    placed = {(row["segment_id"], row["code"]) for row in rows}
    doubts = [
        (finder.segments[number].segment_id, code)
        for row, code in answers.doubts
        if (place := asked[row].place)
        for number in place.segments
    ]
    lost = Counter(int(str(answers.judgements[judgement.line]["row"])) for judgement in unplaced)
    notes = [
        f"{column}{row}: {n} judgement{'s are' if n > 1 else ' is'} kept and not counted: the transcript was corrected "
        "since, and the sentence is cut otherwise now; restore it there, or judge it in a new round"
        for row, n in sorted(lost.items())
    ]
    return [doubt for doubt in dict.fromkeys(doubts) if doubt not in placed], notes


def _find_places(rows: Sequence[SheetRow], segments: pd.DataFrame, finder: WordFinder) -> dict[int, FoundWords | None]:
    """Where the words of each row stand now, by the row's number."""
    around = join_paragraphs(segments)
    paragraphs = [tuple(fold_tokens(around[segment.segment_id])) for segment in finder.segments]
    same: dict[str, list[SheetRow]] = defaultdict(list)
    for row in rows:
        same[hash_text(row.text)].append(row)
    renumbered = _list_renumbered(same, finder)
    moved = follow_words([_describe_judged(row, nth) for nth, row in enumerate(rows)], finder)
    places: dict[int, FoundWords | None] = {}
    for words, those in same.items():
        here = finder.by_hash.get(words, [])
        if here:
            chosen = _share_out(those, here, paragraphs, finder, renumbered)
            places |= {row.number: None if (n := chosen[row.number]) is None else finder.point(n) for row in those}
        else:
            places |= {row.number: moved[row.segment_id, words] for row in those}
    return places


def _describe_judged(row: SheetRow, nth: int) -> JudgedWords:
    """The sentence of a row, with the words of its paragraph around it; rows stand in no order of the page."""
    before, found, after = row.paragraph.partition(row.text)
    return JudgedWords(
        row.segment_id,
        hash_text(row.text),
        row.text,
        start=nth * LONGEST,
        before=take_before([before, ""], 1) if found and before.strip() else None,
        after=take_after(["", after], 0) if found and after.strip() else None,
    )


def _list_renumbered(same: Mapping[str, Sequence[SheetRow]], finder: WordFinder) -> set[str]:
    """The statements of which a sentence that stands once has another number now than it had in the sheet."""
    return {
        _name_statement(rows[0])
        for words, rows in same.items()
        if len(rows) == 1
        and len(here := finder.by_hash.get(words, [])) == 1
        and finder.segments[here[0]].segment_id != rows[0].segment_id
    }


def _name_statement(row: SheetRow) -> str:
    return row.segment_id.rpartition("/")[0]


def _share_out(
    rows: Sequence[SheetRow],
    here: Sequence[int],
    paragraphs: Sequence[Words],
    finder: WordFinder,
    renumbered: set[str],
) -> dict[int, int | None]:
    """Give rows of equal words the segments of these words: by their paragraph, then by their order on the page.

    Words that several sentences have, or few words, are taken for these only amid the words that stood around them.
    """
    groups: dict[Words, list[SheetRow]] = defaultdict(list)
    for row in rows:
        around = tuple(fold_tokens(row.paragraph))
        groups[around if any(paragraphs[n] == around for n in here) else ()].append(row)
    taken = {n for n in here if paragraphs[n] in groups}
    common = len(here) > 1 or len(rows) > 1 or len(fold_tokens(rows[0].text)) < COMMON
    places: dict[int, int | None] = {}
    for around, those in groups.items():
        free = [n for n in here if (paragraphs[n] == around if around else n not in taken)]
        ordered = sorted(those, key=lambda row: _number_parts(row.segment_id))
        for nth, row in enumerate(ordered):
            own = finder.number.get(row.segment_id)
            chosen = free[nth] if len(free) == len(ordered) else None
            if chosen is None and own in free and _name_statement(row) not in renumbered:
                chosen = own
            far = common and chosen is not None and not _is_near(row, paragraphs[chosen])
            places[row.number] = None if far else chosen
    return places


def _is_near(row: SheetRow, paragraph: Words) -> bool:
    """Whether most of the words around the sentence, in the shorter of the two paragraphs, are those that were."""
    sentence = Counter(fold_tokens(row.text))
    then, now = Counter(fold_tokens(row.paragraph)) - sentence, Counter(paragraph) - sentence
    if not then and not now:
        return True
    return 2 * (then & now).total() >= max(1, min(then.total(), now.total()))


def _number_parts(segment_id: str) -> list[tuple[int, str]]:
    """Sorts segments as the page has them: d/2 before d/10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in segment_id.split("/")]
