"""The answers of a filled sheet: judgements, evidence and doubts, and every problem by its cell."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from openpyxl.utils import get_column_letter

from analysis.coding.finding import find_words, fold_tokens
from analysis.coding.hashing import hash_text

FIXED = ("segment_id", "paragraph", "sentence to judge")
MEMO, UNSURE, EVIDENCE = "memo", "unsure", "evidence"
ASIDE = (UNSURE, EVIDENCE)  # columns that a sheet may lack
ANSWERS = {"yes": True, "no": False}
Tell = Callable[[str, str], None]  # a column's name and what is wrong in it


@dataclass
class Answers:
    """What the rows of a sheet say; `doubts` are pairs of a segment and a code that the coder was in doubt about."""

    judgements: list[dict[str, object]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def tabulate(self) -> pd.DataFrame:
        """The judgements as `record_codings` takes them."""
        return pd.DataFrame(self.judgements, columns=["segment_id", "code", "present", "memo", "evidence"])


def read_answers(
    grid: Sequence[Sequence[str]],
    header: int,
    segments: pd.DataFrame,
    codes: Sequence[str],
    *,
    partial: bool,
    corrected: bool,
) -> Answers:
    """The answers of all rows below the header.

    A code in doubt is not judged. An empty answer is a problem unless `partial`, a segment without a row unless the
    transcript was `corrected` since: a sentence that is new was not judged.
    """
    texts = dict(zip(segments["segment_id"], segments["text"], strict=True))
    column = {name: i for i, name in enumerate(grid[header]) if name}
    codes = [code for code in codes if code in column]
    found = Answers()
    seen: dict[str, int] = {}
    for number, row in enumerate(grid[header + 1 :], header + 2):
        cells = {name: row[i].strip() if i < len(row) else "" for name, i in column.items()}
        segment_id = cells[FIXED[0]]
        if not any(cell.strip() for cell in row):
            continue
        if segment_id not in texts:
            found.problems.append(f'A{number}: the event has no segment "{segment_id[:40]}"; restore the row')
            continue
        if segment_id in seen:
            found.problems.append(f"A{number}: segment {segment_id} is in row {seen[segment_id]} already; remove one")
            continue
        seen[segment_id] = number

        def tell(name: str, what: str, number: int = number) -> None:
            found.problems.append(f"{get_column_letter(column.get(name, 2) + 1)}{number}: {what}")

        _read_row(segment_id, texts[segment_id], cells, codes, found, tell, partial=partial)
    missing = [s for s in texts if s not in seen and not corrected]
    found.problems += [f"segment {s} has no row; restore it" for s in missing]
    return found


def _read_row(
    segment_id: str,
    text: str,
    cells: Mapping[str, str],
    codes: Sequence[str],
    found: Answers,
    tell: Tell,
    *,
    partial: bool,
) -> None:
    """One segment's answers."""
    if hash_text(cells.get(FIXED[2], "")) != hash_text(text.strip()):
        tell(FIXED[2], "the sentence was changed; restore it")
    answers = {code: cells[code].lower() for code in codes}
    aside = {name: cells[name] for name in ASIDE if name in cells and name not in answers}  # a code may be called so
    doubts = _read_doubts(aside.get(UNSURE, ""), answers, tell)
    present = [code for code, answer in answers.items() if answer == "yes"]
    evidence = dict(_read_evidence(aside.get(EVIDENCE, ""), text, codes, present, tell))
    memo = cells.get(MEMO, "")  # about the segment: it stands with its first judgement
    for code, answer in answers.items():
        if code in doubts:
            found.doubts.append((segment_id, code))
        elif answer in ANSWERS:
            judged = {"segment_id": segment_id, "code": code, "present": ANSWERS[answer], "memo": memo}
            found.judgements.append({**judged, "evidence": evidence.get(code, "")})
            memo = ""
        elif answer or not partial:
            tell(code, f'choose yes or no for "{code}"; found {f"«{answer[:30]}»" if answer else "nothing"}')


def _read_doubts(cell: str, answers: Mapping[str, str], tell: Tell) -> set[str]:
    """The codes in doubt: those that are named, or, for "yes", all that have no answer."""
    if cell.lower() in ("", "no"):
        return set()
    if cell.lower() == "yes":
        return {code for code, answer in answers.items() if not answer}
    named = {name.strip() for name in re.split(r"[,;\n]", cell) if name.strip()}
    for name in sorted(named):
        if name not in answers:
            tell(UNSURE, f'there is no code "{name[:40]}"; name the codes in doubt, separated by ";"')
        elif answers[name]:
            tell(UNSURE, f'"{name}" is in doubt and answered with «{answers[name][:30]}»; empty one of the two')
    return named


def _read_evidence(
    cell: str, text: str, codes: Sequence[str], present: Sequence[str], tell: Tell
) -> Iterator[tuple[str, str]]:
    """Each code's deciding words as they stand in the sentence.

    The cell says `code: words`, one code after the other; where one code is present, its words alone will do.
    """
    if not cell:
        return
    names = "|".join(re.escape(code) for code in sorted(codes, key=len, reverse=True))
    pieces = re.split(rf"(?:^|[;\n])\s*({names})\s*:", cell)
    if len(pieces) == 1 and len(present) != 1:
        tell(EVIDENCE, 'say whose evidence it is, as in "code: its words; another code: its words"')
        return
    pairs = zip(pieces[1::2], pieces[2::2], strict=True) if len(pieces) > 1 else [(present[0], cell)]
    for code, given in pairs:
        words = given if given.strip() in text else find_words(text, fold_tokens(given))
        if code not in present:
            tell(EVIDENCE, f'"{code}" has evidence and is not answered with yes; correct one of the two')
        elif not words.strip():
            tell(EVIDENCE, f"the words «{given.strip()[:60]}» do not stand in the sentence; copy them from it")
        else:
            yield code, words.strip()
