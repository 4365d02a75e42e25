"""Coding sheets: what they show, that they come back whole, and every problem by its cell."""

import csv
import datetime
import io

import openpyxl
import pandas as pd
import pytest

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.coding.entries import read_coders
from analysis.coding.recording import record_codings
from analysis.desk import open_session
from analysis.errors import InputError
from analysis.exchange.grids import read_grid
from analysis.exchange.returned import read_returned_sheet
from analysis.exchange.sheet_rows import SheetRow, match_rows
from analysis.exchange.sheets import lay_out_sheet, write_csv_sheet, write_xlsx_sheet
from analysis.exhibits.view import View
from analysis.files.csv_rows import disarm_cell
from analysis.pipeline import build_tables
from tests.conftest import EVENT

TODAY = datetime.date(2026, 1, 31)
HEADER = 10  # its row, counted from 1


@pytest.fixture
def codebook(event):
    return load_codebook(event.codebook_path)


@pytest.fixture
def grid(event, codebook, tables):
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 3}
    return lay_out_sheet(event, tables, codebook, **about, today=TODAY)


def fill(grid, answer="no"):
    return [row if i < HEADER else [*row[:3], *([answer] * 15), ""] for i, row in enumerate(grid)]


def save(grid, codebook, path):
    path.write_bytes(write_csv_sheet(grid) if path.suffix == ".csv" else write_xlsx_sheet(grid, codebook))
    return path


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_filled_sheet_comes_back_whole(event, codebook, tables, grid, tmp_path, kind):
    filled = fill(grid)
    filled[HEADER][3], filled[HEADER][-1] = "YES ", "=2+3"
    path = save(filled, codebook, tmp_path / f"back.{kind}")
    sheet = read_returned_sheet(path, event, tables, codebook, today=TODAY)
    assert len(sheet.judgements) == 23 * 15
    assert sheet.judgements["present"].sum() == 1
    assert sheet.judgements["memo"][0] == "=2+3"
    assert (sheet.record.coder, sheet.record.blind, sheet.record.seed) == ("anna", True, 3)
    assert sheet.record.shown_sha256 == grid[7][1]


def test_the_sheet_is_blind_shuffled_and_holds_no_formula(codebook, grid, tables, tmp_path):
    path = save(grid, codebook, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [
        cell for name in book.sheetnames for row in book[name].iter_rows() for cell in row if cell.value is not None
    ]
    assert book.sheetnames == ["coding", "codebook"]
    assert {cell.data_type for cell in cells} == {"s"}
    text = "\n".join(str(cell.value) for cell in cells)
    assert "Hugo von Essen" not in text
    assert "imbalanc*" not in text
    assert [row[0] for row in grid[HEADER:]] != list(tables["segments"]["segment_id"])
    [choice] = book["coding"].data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"yes,no"', "D11:R33")


RISKY = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted'", "'=1", "''-1", "plain"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_a_spreadsheet_would_compute_is_disarmed_and_comes_back(codebook, tmp_path, kind):
    grid = [["segment_id", *RISKY], ["1", *RISKY]]
    path = save(grid, codebook, tmp_path / f"x.{kind}")
    assert [row[: len(grid[0])] for row in read_grid(path)] == grid
    written = csv.reader(io.StringIO(write_csv_sheet(grid).decode("utf-8-sig"), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in written for cell in row)


@pytest.mark.parametrize(
    ("row", "column", "value", "problem"),
    [
        (HEADER, 3, "maybe", "D11: choose yes or no for .*; found «maybe»"),
        (HEADER, 4, "", "E11: choose yes or no for .*; found nothing"),
        (HEADER, 2, "Other words.", "C11: the sentence was changed"),
        (HEADER, 0, "nowhere", 'A11: the event has no segment "nowhere"'),
        (HEADER - 1, 3, "symmetry", 'D10: the codebook has no code "symmetry"'),
        (0, 1, "other-event", 'B1: is a sheet for "other-event"'),
        (5, 1, "¹²", 'B6: the seed is a whole number; found "¹²"'),
        (5, 1, "4", "B8: the page's segments are not those"),
        (6, 1, "0" * 64, "B7: the codebook has been changed"),
        (3, 1, "", 'B4: "trained" is missing'),
    ],
)
def test_every_problem_is_told_by_its_cell(event, codebook, tables, grid, tmp_path, row, column, value, problem):
    filled = fill(grid)
    filled[row] = [*filled[row][:column], value, *filled[row][column + 1 :]]
    path = save(filled, codebook, tmp_path / "back.xlsx")
    with pytest.raises(InputError, match=problem):
        read_returned_sheet(path, event, tables, codebook, today=TODAY)


def test_a_sheet_with_a_problem_is_refused_and_nothing_is_written(event, codebook, grid, tmp_path, capsys):
    filled = fill(grid)
    filled[HEADER][3] = "maybe"
    path = save(filled, codebook, tmp_path / "back.xlsx")
    assert main(["--root", str(event.root), "import", EVENT, str(path)]) == 2
    assert "D11" in capsys.readouterr().err
    assert not (event.folder / "codings" / "anna.csv").exists()


def test_all_problems_are_told_at_once(event, codebook, tables, grid, tmp_path):
    filled = fill(grid)[:-1]
    filled[HEADER][3] = "x"
    filled[HEADER + 1] = filled[HEADER]
    with pytest.raises(InputError) as error:
        read_returned_sheet(save(filled, codebook, tmp_path / "b.csv"), event, tables, codebook, today=TODAY)
    told = "\n".join(error.value.problems)
    assert "D11: choose" in told
    assert "A12: segment" in told
    assert "and 1 more have no row; restore them" in told


def test_empty_answers_are_not_judged_where_that_is_asked_for(event, codebook, tables, grid, tmp_path):
    filled = [*fill(grid)[: HEADER + 1], *grid[HEADER + 1 :]]
    path = save(filled, codebook, tmp_path / "b.xlsx")
    assert len(read_returned_sheet(path, event, tables, codebook, today=TODAY, partial=True).judgements) == 15


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"no zip"), ("a.csv", b"\xff\xfe"), ("a.txt", b""), ("b.csv", b"x,y")]
)
def test_what_is_no_sheet_is_refused_in_one_line(event, codebook, tables, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError):
        read_returned_sheet(tmp_path / name, event, tables, codebook, today=TODAY)


def test_the_two_commands_carry_a_coder_all_the_way(event, tmp_path, codebook, capsys):
    root = ["--root", str(event.root)]
    empty = tmp_path / "anna.xlsx"
    assert main([*root, "sheet", EVENT, "--coder", "anna", "--who", "Anna", "--to", str(empty)]) == 0
    assert main([*root, "sheet", EVENT, "--coder", "anna", "--to", str(empty)]) == 2, "it would overwrite"
    filled = save(fill(read_grid(empty), "yes"), codebook, tmp_path / "filled.xlsx")
    assert main([*root, "import", EVENT, str(filled)]) == 0
    assert read_coders(event.folder / "codings")[-1].who == "Anna"
    tables = build_tables(event)
    assert tables["codings"].loc[lambda t: t["coder"] == "anna", "present"].sum() == 23 * 15
    assert set(tables["validity"]["reference"]) == {"anna"}
    assert main([*root, "import", EVENT, str(filled)]) == 2, "a coder is never overwritten"
    assert "has judged already" in capsys.readouterr().err


def correct(event, old, new):
    path = event.transcript_paths[0]
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_sheet_made_before_a_correction_comes_back_at_its_words(event, codebook, grid, tmp_path):
    filled = fill(grid)
    for row in filled[HEADER:]:
        row[3] = "yes" if row[2].startswith("Moreover") else "no"
    path = save(filled, codebook, tmp_path / "back.xlsx")
    correct(event, "For Russia, Xi’s visit", "Listen. For Russia, Xi’s visit")
    now = build_tables(event)
    judged = read_returned_sheet(path, event, now, codebook, today=TODAY).judgements
    [yes] = judged.loc[judged["present"], "segment_id"]
    assert now["segments"].set_index("segment_id")["text"][yes].startswith("Moreover")
    assert len(judged) == 23 * 15


def test_a_row_whose_words_were_corrected_away_is_told_by_its_cell(event, codebook, grid, tmp_path):
    path = save(fill(grid), codebook, tmp_path / "back.xlsx")
    correct(event, "For Russia, Xi’s visit plays", "Listen. For Russia it plays")
    with pytest.raises(InputError, match=r"C\d+: the transcript was corrected since, and these words do not"):
        read_returned_sheet(path, event, build_tables(event), codebook, today=TODAY)


def test_a_sheet_is_of_use_after_a_correction_of_one_word_that_moves_no_sentence(event, codebook, grid, tmp_path):
    filled = fill(grid, "no")
    correct(event, "For Russia, Xi’s visit plays", "For Russia, his visit plays")
    now = build_tables(event)
    with pytest.raises(InputError) as caught:
        read_returned_sheet(save(filled, codebook, tmp_path / "back.xlsx"), event, now, codebook, today=TODAY)
    [problem] = caught.value.problems
    assert "the transcript was corrected since" in problem
    kept = [row for row in filled if not row[2:3] or "For Russia, Xi’s visit plays" not in row[2]]
    judged = read_returned_sheet(
        save(kept, codebook, tmp_path / "kept.xlsx"), event, now, codebook, today=TODAY
    ).judgements
    assert len(judged) == 22 * 15


@pytest.mark.parametrize("way", ["sample", "chosen"])
def test_a_sheet_of_some_segments_is_of_use_after_a_correction_of_one_word(event, codebook, tables, tmp_path, way):
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 3}
    choice = {"sample": 5} if way == "sample" else {"chosen": list(tables.segments["segment_id"][2:7])}
    empty = lay_out_sheet(event, tables, codebook, **about, today=TODAY, **choice)
    filled = [[*row[:3], *(["no"] * 15), ""] if i >= len(empty) - 5 else row for i, row in enumerate(empty)]
    words = filled[-1][2]
    correct(event, words, words.replace(" ", " all ", 1))
    now = build_tables(event)
    with pytest.raises(InputError, match="the transcript was corrected since"):
        read_returned_sheet(save(filled, codebook, tmp_path / "back.xlsx"), event, now, codebook, today=TODAY)
    sheet = read_returned_sheet(save(filled[:-1], codebook, tmp_path / "kept.xlsx"), event, now, codebook, today=TODAY)
    assert len(sheet.judgements) == 4 * 15
    changed = [[row[0], "0" * 64] if row[0] == "shown_sha256" else row for row in filled]
    correct(event, words.replace(" ", " all ", 1), words)
    with pytest.raises(InputError, match="write a new sheet"):
        read_returned_sheet(save(changed, codebook, tmp_path / "false.xlsx"), event, tables, codebook, today=TODAY)


def test_a_name_that_is_no_file_name_is_refused_before_a_sheet_is_written(event, tmp_path):
    path = tmp_path / "x.xlsx"
    assert main(["--root", str(event.root), "sheet", EVENT, "--coder", "../x", "--to", str(path)]) == 2
    assert not path.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize(
    ("delimiter", "ending"), [(",", "csv"), (";", "csv"), ("\t", "csv"), ("\t", "txt"), ("\t", "tsv")]
)
def test_a_sheet_comes_back_however_a_spreadsheet_program_saves_csv(
    event, codebook, tables, grid, tmp_path, encoding, delimiter, ending
):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([disarm_cell(cell) for cell in row] for row in fill(grid, "no"))
    path = tmp_path / f"back.{ending}"
    path.write_bytes(written.getvalue().encode(encoding))
    assert len(read_returned_sheet(path, event, tables, codebook, today=TODAY).judgements) == 23 * 15


def test_signs_that_a_spreadsheet_program_cannot_save_change_no_sentence():
    segments = pd.DataFrame({"segment_id": ["1"], "text": ["Less CO₂ for Łódź, now."]})
    for saved, n_problems in (("Less CO? for ?ód?, now.", 0), ("Less CO? for Lodz, now.", 1)):
        row = SheetRow(2, {"segment_id": "1", "paragraph": "", "sentence to judge": saved})
        assert len(match_rows([row], segments, {"1"}, "C")[1]) == n_problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_a_sheet_comes_back_also_where_a_spreadsheet_program_quotes_all_cells(
    event, codebook, tables, grid, tmp_path, encoding, delimiter, quoting
):
    filled = answer(grid, memo='said "no"; ok,\tthen\nmore')
    written = io.StringIO(newline="")
    rows = ([disarm_cell(cell) for cell in row] for row in filled)
    csv.writer(written, delimiter=delimiter, quoting=quoting).writerows(rows)
    path = tmp_path / "back.csv"
    path.write_bytes(written.getvalue().encode(encoding))
    judged = read_returned_sheet(path, event, tables, codebook, today=TODAY).judgements
    assert len(judged) == 23 * 15
    assert judged["memo"][0] == 'said "no"; ok,\tthen\nmore'


def test_a_quotation_mark_that_is_not_closed_is_refused_and_swallows_no_rows(event, codebook, tables, grid, tmp_path):
    for delimiter in ",;\t":
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=delimiter).writerows([disarm_cell(c) for c in row] for row in fill(grid))
        lines = written.getvalue().splitlines(keepends=True)
        (tmp_path / "back.csv").write_text("".join([*lines[:-2], f'{delimiter}"', *lines[-2:]]), encoding="utf-8")
        with pytest.raises(InputError):
            read_returned_sheet(tmp_path / "back.csv", event, tables, codebook, today=TODAY)


def test_quotation_marks_and_spaces_that_a_spreadsheet_program_changed_change_no_sentence(
    event, codebook, tables, grid, tmp_path
):
    plain = str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-", " ": "\u00a0"})
    filled = [[*row[:2], row[2].translate(plain), *row[3:]] if n >= HEADER else row for n, row in enumerate(fill(grid))]
    sheet = read_returned_sheet(save(filled, codebook, tmp_path / "back.csv"), event, tables, codebook, today=TODAY)
    path = record_codings(event, sheet.record, sheet.judgements, tables["segments"], codebook)
    assert "“peace”" in path.read_text(encoding="utf-8"), "the event's own words are kept"


def test_stray_blanks_below_and_around_the_table_do_no_harm(event, codebook, tables, grid, tmp_path):
    filled = [
        [f" {cell} " if i >= HEADER and n > 2 else cell for n, cell in enumerate(row)]
        for i, row in enumerate(fill(grid))
    ]
    path = save([*filled, [" "], ["", "\u00a0", " "]], codebook, tmp_path / "back.xlsx")
    assert len(read_returned_sheet(path, event, tables, codebook, today=TODAY).judgements) == 23 * 15


def test_a_stale_sheet_is_told_once_with_the_command(event, codebook, tables, grid, tmp_path):
    filled = fill(grid, "maybe")
    filled[6] = [filled[6][0], "0" * 64]
    with pytest.raises(InputError) as error:
        read_returned_sheet(save(filled, codebook, tmp_path / "b.csv"), event, tables, codebook, today=TODAY)
    assert len(error.value.problems) == 1
    assert f"workbook sheet {EVENT} --coder anna" in error.value.problems[0]


def test_a_seed_in_raised_digits_is_told(event, codebook, tables, grid, tmp_path):
    filled = fill(grid)
    filled[5] = [filled[5][0], "²"]
    with pytest.raises(InputError, match="B6: the seed is a whole number"):
        read_returned_sheet(save(filled, codebook, tmp_path / "b.csv"), event, tables, codebook, today=TODAY)


def test_a_memo_with_a_carriage_return_does_not_break_the_file(event, codebook, tables, grid, tmp_path):
    filled = fill(grid)
    filled[HEADER][-1] = "one\rtwo\r\nthree"
    sheet = read_returned_sheet(save(filled, codebook, tmp_path / "b.csv"), event, tables, codebook, today=TODAY)
    record_codings(event, sheet.record, sheet.judgements, tables["segments"], codebook)
    assert "one\ntwo\nthree" in set(build_tables(event)["judgement_log"]["memo"])


@pytest.mark.parametrize("cut", [200, 2000, -400, -20])
def test_a_damaged_workbook_is_told_in_a_line(codebook, grid, tmp_path, cut):
    path = save(grid, codebook, tmp_path / "b.xlsx")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError) as error:
        read_grid(path)
    assert len(error.value.problems) == 1
    assert "\n" not in error.value.problems[0]


def lay_out_sample(event, tables, codebook, *, sample=12):
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 3}
    return lay_out_sheet(event, tables, codebook, **about, today=TODAY, sample=sample)


def test_a_sheet_of_a_sample_comes_back_with_the_probabilities_of_its_draw(event, codebook, tables, tmp_path):
    grid = lay_out_sample(event, tables, codebook)
    rows = [row[0] for row in grid[HEADER + 1 :]]
    assert len(rows) == 12
    filled = [row if i < HEADER + 1 else [*row[:3], *(["no"] * 15), ""] for i, row in enumerate(grid)]
    sheet = read_returned_sheet(save(filled, codebook, tmp_path / "back.csv"), event, tables, codebook, today=TODAY)
    assert set(sheet.judgements["segment_id"]) == set(rows)
    sizes = tables.segments.groupby("expert", sort=False).size().to_dict()
    assert {expert: of for expert, (_, of) in sheet.record.sample.items()} == sizes
    assert sum(n for n, _ in sheet.record.sample.values()) == 12
    record_codings(event, sheet.record, sheet.judgements, tables.segments, codebook)
    coders = build_tables(event).coders.set_index("coder")
    assert "Hugo von Essen 4 of 7" in coders.loc["anna", "sample"]
    assert coders.loc["dictionary", "sample"] == ""


def test_a_row_that_is_missing_from_a_sample_is_named_and_no_other(event, codebook, tables, tmp_path):
    grid = lay_out_sample(event, tables, codebook)
    filled = [row if i < HEADER + 1 else [*row[:3], *(["no"] * 15), ""] for i, row in enumerate(grid[:-1])]
    with pytest.raises(InputError) as caught:
        read_returned_sheet(save(filled, codebook, tmp_path / "back.csv"), event, tables, codebook, today=TODAY)
    assert str(caught.value).count("has no row") == 1


@pytest.mark.parametrize("size", ["13", "some", "", "¹²"])
def test_a_sheet_whose_sample_was_changed_is_refused(event, codebook, tables, tmp_path, size):
    grid = [[row[0], size] if row[0] == "sample" else row for row in lay_out_sample(event, tables, codebook)]
    filled = [row if i < HEADER + 1 else [*row[:3], *(["no"] * 15), ""] for i, row in enumerate(grid)]
    with pytest.raises(InputError):
        read_returned_sheet(save(filled, codebook, tmp_path / "back.csv"), event, tables, codebook, today=TODAY)


def test_the_command_draws_a_sample(event, tmp_path):
    path = tmp_path / "sheet.csv"
    command = ["--root", str(tmp_path), "sheet", EVENT, "--coder", "anna", "--sample", "9", "--seed", "2"]
    assert main([*command, "--format", "csv", "--to", str(path)]) == 0
    assert sum(row[0].count("/") == 2 for row in read_grid(path)) == 9


def test_a_seed_below_zero_in_a_sheet_of_a_sample_is_one_line(event, codebook, tables, tmp_path):
    grid = [[row[0], "-5"] if row[0] == "seed" else row for row in lay_out_sample(event, tables, codebook)]
    with pytest.raises(InputError, match='B6: the seed is a whole number; found "-5"') as caught:
        read_returned_sheet(save(grid, codebook, tmp_path / "back.csv"), event, tables, codebook, today=TODAY)
    assert len(caught.value.problems) == 1


def test_the_name_of_the_file_says_what_it_is(event, tmp_path, capsys):
    command = ["--root", str(tmp_path), "sheet", EVENT, "--coder", "anna", "--to"]
    assert main([*command, str(tmp_path / "a.csv")]) == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfevent,")
    for wrong in (["b.ods"], ["b"], ["b.csv", "--format", "xlsx"]):
        assert main([*command, str(tmp_path / wrong[0]), *wrong[1:]]) == 2
        assert capsys.readouterr().err.count("\n") == 1
        assert not (tmp_path / wrong[0]).exists()


UNSURE, EVIDENCE = 19, 20  # columns, counted from 0


def answer(grid, **cells):
    """A sheet of only "no" whose first row has these cells, by the names of their columns."""
    filled = [[*row, "", ""] if i >= HEADER else row for i, row in enumerate(fill(grid))]
    for name, value in cells.items():
        filled[HEADER][grid[HEADER - 1].index(name)] = value
    return filled


def test_a_code_in_doubt_is_not_judged_and_waits_at_the_desk(event, codebook, grid, tmp_path, capsys):
    filled = answer(grid, asymmetry="", dependence="", unsure="asymmetry; dependence", memo="hm")
    path = save(filled, codebook, tmp_path / "back.xlsx")
    assert main(["--root", str(event.root), "import", EVENT, str(path)]) == 0
    assert "343 judgements of anna" in (said := capsys.readouterr().out)
    assert "2 in doubt, not judged" in said
    judged = build_tables(event).codings.query("coder == 'anna'")
    segment = filled[HEADER][0]
    assert len(judged) == 23 * 15 - 2
    assert not judged.query("segment_id == @segment and code in ['asymmetry', 'dependence']").size
    session = open_session(event, coder="anna", who="Anna", trained="read the codebook", seed=3, today=TODAY)
    assert {cell for cell, fields in session.ledger.cells.items() if fields["value"] == "unsure"} == {
        f"code|{segment}|asymmetry",
        f"code|{segment}|dependence",
    }


def test_yes_in_the_column_for_doubt_is_every_answer_that_is_empty(event, codebook, tables, grid, tmp_path):
    path = save(answer(grid, asymmetry="", unsure="Yes"), codebook, tmp_path / "back.csv")
    sheet = read_returned_sheet(path, event, tables, codebook, today=TODAY)
    assert [code for _, code in sheet.doubts] == ["asymmetry"]
    assert len(sheet.judgements) == 23 * 15 - 1


@pytest.mark.parametrize("named", ["asymmetry: {a}; dependence: {b}", "asymmetry: {a}\ndependence: “{b}”"])
def test_evidence_words_come_back_with_their_codes(event, codebook, tables, grid, tmp_path, named):
    words = grid[HEADER][2].split()
    a, b = " ".join(words[:2]), " ".join(words[2:4])
    filled = answer(grid, asymmetry="yes", dependence="yes", evidence=named.format(a=a, b=b))
    sheet = read_returned_sheet(save(filled, codebook, tmp_path / "b.xlsx"), event, tables, codebook, today=TODAY)
    record_codings(event, sheet.record, sheet.judgements, tables["segments"], codebook)
    log = build_tables(event)["judgement_log"].query("coder == 'anna' and evidence != ''")
    assert log[["code", "evidence"]].to_numpy().tolist() == [["asymmetry", a], ["dependence", b]]


def test_where_one_code_is_present_its_words_alone_are_evidence(event, codebook, tables, grid, tmp_path):
    words = " ".join(grid[HEADER][2].split()[1:4])
    filled = answer(grid, asymmetry="yes", evidence=words.upper())
    judged = read_returned_sheet(
        save(filled, codebook, tmp_path / "b.csv"), event, tables, codebook, today=TODAY
    ).judgements
    assert judged.loc[judged["evidence"] != "", ["code", "evidence"]].to_numpy().tolist() == [["asymmetry", words]]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"unsure": "nonsense"}, 'T11: there is no code "nonsense"'),
        ({"unsure": "asymmetry"}, 'T11: "asymmetry" is in doubt and answered with «no»'),
        ({"asymmetry": "", "unsure": "no"}, 'D11: choose yes or no for "asymmetry"; found nothing'),
        ({"asymmetry": "yes", "evidence": "words that stand nowhere"}, "U11: the words «words that stand nowhere»"),
        ({"evidence": "asymmetry: a"}, 'U11: "asymmetry" has evidence and is not answered with yes'),
        ({"asymmetry": "yes", "dependence": "yes", "evidence": "the"}, "U11: say whose evidence it is"),
        ({"evidence": "the"}, "U11: say whose evidence it is"),
    ],
)
def test_a_doubt_or_evidence_that_cannot_be_is_told_by_its_cell(
    event, codebook, tables, grid, tmp_path, cells, problem
):
    with pytest.raises(InputError) as error:
        read_returned_sheet(
            save(answer(grid, **cells), codebook, tmp_path / "b.xlsx"), event, tables, codebook, today=TODAY
        )
    assert len(error.value.problems) == 1
    assert problem in error.value.problems[0]


def test_a_sheet_from_before_there_were_columns_for_doubt_and_evidence_comes_back(
    event, codebook, tables, grid, tmp_path
):
    older = [row[:UNSURE] if i >= HEADER - 1 else row for i, row in enumerate(fill(grid))]
    assert grid[HEADER - 1][UNSURE : EVIDENCE + 1] == ["unsure", "evidence"]
    path = save(older, codebook, tmp_path / "b.csv")
    assert len(read_returned_sheet(path, event, tables, codebook, today=TODAY).judgements) == 23 * 15


def test_a_sheet_of_what_to_code_next_comes_back_as_no_sample(event, codebook, tmp_path):
    command = ["--root", str(tmp_path), "sheet", EVENT, "--coder", "anna", "--next", "5"]
    assert main([*command, "--to", str(tmp_path / "anna.csv"), "--format", "csv"]) == 0
    path = tmp_path / "anna.csv"
    grid = read_grid(path)
    header = next(n for n, row in enumerate(grid) if row[0] == "segment_id")
    rows = [[*row[:3], *(["yes"] * len(codebook.codes)), ""] for row in grid[header + 1 :]]
    save([*grid[: header + 1], *rows], codebook, path)
    assert main(["--root", str(tmp_path), "import", EVENT, str(path)]) == 0
    tables = build_tables(event)
    record = tables.coders.set_index("coder").loc["anna"]
    assert record["sample"] == ""
    assert "5 segments chosen by how much they would teach, not drawn at random" in record["note"]
    assert tables.codings.query("coder == 'anna'")["segment_id"].nunique() == 5
    assert tables.corrected.empty, "no share is corrected by segments that were chosen"
    assert {lead.reported.basis for lead in View.of(tables).gate.verdict.leads} == {"machine"}


def test_a_sheet_whose_choice_was_changed_is_refused(event, codebook, tables, tmp_path):
    about = {
        "coder": "anna",
        "who": "Anna",
        "trained": "read",
        "seed": 1,
        "chosen": list(tables.segments["segment_id"][:4]),
    }
    grid = lay_out_sheet(event, tables, codebook, **about, today=TODAY)
    other = [[row[0], row[1].split(";")[0]] if row[0] == "chosen" else row for row in grid]
    with pytest.raises(InputError, match="not those that this sheet showed"):
        read_returned_sheet(save(other, codebook, tmp_path / "anna.csv"), event, tables, codebook, today=TODAY)


@pytest.mark.parametrize(
    ("options", "problem"), [(["--next", "5", "--sample", "5"], "either"), (["--next", "12"], "half")]
)
def test_what_is_chosen_is_neither_a_sample_nor_the_page(event, tmp_path, capsys, options, problem):
    assert main(["--root", str(tmp_path), "sheet", EVENT, "--coder", "anna", *options]) == 2
    assert problem in capsys.readouterr().err
