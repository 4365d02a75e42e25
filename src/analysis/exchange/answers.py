"""The answers of a filled sheet: judgements, evidence and doubts, and every problem by its cell."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from openpyxl.utils import get_column_letter

from analysis.coding.finding import find_stretch, fold_tokens
from analysis.exchange.sheet_rows import AskedWords, SheetRow

MEMO, UNSURE, EVIDENCE = "memo", "unsure", "evidence"
ASIDE = (UNSURE, EVIDENCE)  # columns that a sheet may lack
AROUND = ("expert", "before", "after")  # whose words an older sheet asks about, and those around them
ANSWERS = {"yes": True, "no": False}
Tell = Callable[[str, str], None]  # a column's name and what is wrong in it


@dataclass
class Answers:
    """What the rows of a sheet say; `doubts` are the number of a row and a code that the coder was in doubt about."""

    judgements: list[dict[str, object]] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def tabulate(self) -> pd.DataFrame:
        """The judgements as `record_codings` takes them, with the number of each one's row."""
        columns = ["row", "segment_id", "code", "present", "memo", "evidence", "start", "text", *AROUND]
        return pd.DataFrame(self.judgements, columns=columns)


def read_answers(
    rows: Sequence[SheetRow],
    asked: Mapping[int, AskedWords],
    header: Sequence[str],
    codes: Sequence[str],
    *,
    partial: bool,
) -> Answers:
    """The answers of the rows of which it is known what they ask about.

    A code in doubt is not judged. An empty answer is a problem unless `partial`.
    """
    codes = [code for code in codes if code in header]
    found = Answers()
    for row in rows:
        if row.number not in asked:
            continue

        def tell(name: str, what: str, number: int = row.number) -> None:
            column = header.index(name) if name in header else 2
            found.problems.append(f"{get_column_letter(column + 1)}{number}: {what}")

        _read_row(row, asked[row.number], codes, found, tell, partial=partial)
    return found


def _read_row(
    row: SheetRow, asked: AskedWords, codes: Sequence[str], found: Answers, tell: Tell, *, partial: bool
) -> None:
    """One segment's answers."""
    cells, moved = row.cells, asked.start is not None
    about = {"row": row.number, "segment_id": asked.segment_id}
    words = {"start": asked.start if moved else 0, "text": asked.text if moved else ""}
    words |= {name: getattr(asked, name) for name in AROUND}
    answers = {code: cells[code].lower() for code in codes}
    aside = {name: cells[name] for name in ASIDE if name in cells and name not in answers}  # a code may be called so
    doubts = _read_doubts(aside.get(UNSURE, ""), answers, tell)
    present = [code for code, answer in answers.items() if answer == "yes"]
    evidence = dict(_read_evidence(aside.get(EVIDENCE, ""), asked.text, codes, present, tell))
    memo = cells.get(MEMO, "")  # about the segment: it stands with its first judgement
    for code, answer in answers.items():
        if code in doubts:
            found.doubts.append((row.number, code))
        elif answer in ANSWERS:
            judged = {"code": code, "present": ANSWERS[answer], "memo": memo, "evidence": evidence.get(code, "")}
            found.judgements.append({**about, **judged, **words})
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
        words = given if given.strip() in text else find_stretch(text, fold_tokens(given))
        if code not in present:
            tell(EVIDENCE, f'"{code}" has evidence and is not answered with yes; correct one of the two')
        elif not words.strip():
            tell(EVIDENCE, f"the words «{given.strip()[:60]}» do not stand in the sentence; copy them from it")
        else:
            yield code, words.strip()
