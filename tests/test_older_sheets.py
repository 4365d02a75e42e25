"""Sheets handed out before a correction: judgements follow their words, first rows are true, a sample is one or not."""

import datetime
import re

import pytest

from analysis.checks import check_project
from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.coding.entries import read_coders
from analysis.errors import InputError
from analysis.event import load_event
from analysis.exchange.returned import read_returned_sheet
from analysis.exchange.sheets import lay_out_sheet, write_csv_sheet, write_xlsx_sheet
from analysis.pipeline import build_tables
from tests.conftest import EVENT, edit

TODAY = datetime.date(2026, 1, 31)
HUGO, CHRISTOPHER, PATRIK = "Hugo von Essen", "Christopher Weidacher Hsiung", "Patrik Andersson"
UNDRAWN = {1: "China is Russia’s sole reliable", 2: "China has indicated its desire", 3: "They were somewhat more"}
NEW = "Listen well to what was said in Moscow."


@pytest.fixture
def codebook(event):
    return load_codebook(event.codebook_path)


@pytest.fixture
def lay_out(event, codebook, tables):
    """A filled sheet of the event as it was: yes to the first code where the sentence holds `yes`, else no."""

    def make(*, yes="Moreover", sealed=True, **choice):
        about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 3}
        grid = lay_out_sheet(event, tables, codebook, **{**about, **choice}, today=TODAY)
        header = find_header(grid)
        grid = [row if sealed or n >= header else row[:2] for n, row in enumerate(grid)]
        answers = ["no"] * (len(codebook.codes) - 1)
        return [
            *grid[: header + 1],
            *([*row[:3], "yes" if yes in row[2] else "no", *answers, "", "", ""] for row in grid[header + 1 :]),
        ]

    return make


def find_header(grid):
    return next(n for n, row in enumerate(grid) if row[0] == "segment_id")


def rows_of(grid):
    return grid[find_header(grid) + 1 :]


def put(grid, field, value):
    return [[field, value, *row[2:]] if row[0] == field else row for row in grid]


def save(grid, codebook, path):
    path.write_bytes(write_csv_sheet(grid) if path.suffix == ".csv" else write_xlsx_sheet(grid, codebook))
    return path


@pytest.fixture
def read(event, codebook, tmp_path):
    """The sheet as it is read into the event as it stands now."""
    return lambda grid: read_returned_sheet(
        save(grid, codebook, tmp_path / "anna.csv"), event, build_tables(event), codebook, today=TODAY
    )


@pytest.fixture
def bring(event, codebook, tmp_path, capsys):
    """`workbook import`: its exit code, what it said, and the event's tables afterwards."""

    def run(grid, kind="csv"):
        path = save(grid, codebook, tmp_path / f"anna.{kind}")
        code = main(["--root", str(event.root), "import", EVENT, str(path)])
        return code, capsys.readouterr(), build_tables(event)

    return run


def judged(tables):
    """What anna judged, by the words that it stands on now."""
    texts = tables.segments.set_index("segment_id")["text"]
    mine = tables.codings.query("coder == 'anna'")
    return {(texts[row.segment_id], row.code): row.present for row in mine.itertuples()}


def sample_of(tables):
    return tables.coders.set_index("coder").loc["anna", "sample"]


SEALED = pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "from-before-seals"])


@SEALED
@pytest.mark.parametrize("order", ["as sent", "sorted"])
def test_a_sample_whose_sentences_stand_as_they_were_comes_back_as_a_sample(lay_out, event, bring, sealed, order):
    filled = lay_out(sample=6, sealed=sealed)
    outside = next(words for words in UNDRAWN.values() if not any(words in row[2] for row in rows_of(filled)))
    edit(event, outside, outside.replace(" ", " really ", 1))
    if order == "sorted":
        filled = [*filled[: find_header(filled) + 1], *sorted(rows_of(filled))]
    code, said, tables = bring(filled)
    assert code == 0
    assert len(judged(tables)) == 6 * 15
    if sealed:
        assert said.err == ""
        assert sample_of(tables).count(" of ") == 3
    else:  # nothing shows any more from how many sentences it was drawn
        assert "no random sample" in said.err
        assert sample_of(tables) == ""


@SEALED
def test_a_sample_is_none_of_an_expert_whose_sentences_are_others_now(lay_out, event, bring, sealed):
    filled = lay_out(sample=6, sealed=sealed)
    edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    code, said, tables = bring(filled)
    assert code == 0
    assert len(judged(tables)) == 6 * 15
    assert HUGO not in sample_of(tables)
    assert HUGO in said.err
    assert HUGO in tables.coders.set_index("coder").loc["anna", "note"]
    if sealed:  # the sheet says of how many sentences it was drawn, so the others' draw can be repeated
        assert PATRIK in sample_of(tables)


@SEALED
@pytest.mark.parametrize("size", [3, 6, 20])
def test_no_chance_makes_a_sample_of_an_expert_with_more_or_fewer_sentences(event, lay_out, read, size, sealed):
    sheets = [lay_out(sample=size, seed=seed, sealed=sealed) for seed in range(30)]
    for old, new in (
        ("For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit"),
        ("High North.", f"High North. {NEW}"),
    ):
        edit(event, old, new)
        claimed = [set(read(filled).record.sample) for filled in sheets]
        assert not any(HUGO in experts for experts in claimed)
        if sealed:
            assert all(PATRIK in experts and len(experts) == 2 for experts in claimed)
        edit(event, new, old)


def test_a_sample_stays_one_of_an_expert_whose_name_was_corrected(event, lay_out, read):
    filled = lay_out(sample=6)
    edit(event, f"== expert: {HUGO}", "== expert: H. von Essen")
    edit(event, "They were somewhat more", f"{NEW} They were somewhat more")
    assert set(read(filled).record.sample) == {"H. von Essen", CHRISTOPHER}


def test_a_sample_stays_one_of_the_others_where_a_statement_becomes_another_experts(event, lay_out, read):
    filled = lay_out(sample=6)
    edit(event, "\n\nInterestingly,", "\n\n== expert: Ann Lee\nInterestingly,")
    assert set(read(filled).record.sample) == {CHRISTOPHER, PATRIK}


def test_a_sample_with_a_row_removed_or_added_is_none_of_that_expert(lay_out, event, read):
    filled, whole = lay_out(sample=6), lay_out()
    edit(event, "For Russia, Xi’s visit plays", "For Russia the visit plays")
    mine = {row[0] for row in rows_of(filled)}
    of_patrik = next(row for row in rows_of(filled) if row[0].split("/")[1] == "3")
    gone = [row for row in filled if row[2:3] != of_patrik[2:3] and "For Russia, Xi’s visit plays" not in row[-1]]
    gone = [row for row in gone if "For Russia, Xi’s" not in "".join(row[2:3])]
    assert PATRIK not in read(gone).record.sample
    other = next(row for row in rows_of(whole) if row[0] not in mine and row[0].split("/")[1] == "3")
    exchanged = [other if row == of_patrik else row for row in gone] + [other]
    assert PATRIK not in read(exchanged).record.sample


def test_rows_beyond_those_that_were_sent_are_refused(lay_out, event, read):
    filled, whole = lay_out(sample=6), lay_out()
    edit(event, "\n\nInterestingly,", " Interestingly,")
    mine = {row[0] for row in rows_of(filled)}
    more = next(row for row in rows_of(whole) if row[0] not in mine)
    with pytest.raises(InputError, match=r"has 7 rows .* was sent with 6"):
        read([*filled, more])


def test_a_row_that_the_sheet_did_not_have_is_named_as_such(lay_out, read):
    filled, whole = lay_out(sample=6), lay_out()
    more = next(row for row in rows_of(whole) if row[0] not in {row[0] for row in rows_of(filled)})
    with pytest.raises(InputError, match=r"A\d+: segment \S+ is not one of this sheet; remove the row"):
        read([*filled, more])


@SEALED
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_from_before_paragraphs_were_joined_comes_back_whole(lay_out, event, bring, sealed, kind):
    filled = lay_out(sealed=sealed)
    edit(event, "\n\nInterestingly,", " Interestingly,")
    code, said, tables = bring(filled, kind)
    assert (code, said.err) == (0, "")
    assert len(judged(tables)) == 23 * 15
    assert [words.split()[0] for (words, _), present in judged(tables).items() if present] == ["Moreover,"]


@SEALED
@pytest.mark.parametrize("choice", ["sample", "chosen"])
def test_a_sheet_of_some_from_before_paragraphs_were_joined_comes_back(lay_out, event, tables, read, sealed, choice):
    some = {"sample": 6} if choice == "sample" else {"chosen": list(tables.segments["segment_id"][16:19])}
    filled = lay_out(sealed=sealed, **some)
    edit(event, "\n\nInterestingly,", " Interestingly,")
    sheet = read(filled)
    assert len(sheet.judgements) == len(rows_of(filled)) * 15
    assert len(sheet.record.sample) == (3 if choice == "sample" and sealed else 0)
    assert ("not drawn at random" in sheet.record.note) == (choice == "chosen")


def test_a_sentence_that_was_cut_in_two_is_judged_as_the_whole_was(lay_out, event, bring):
    filled = lay_out(yes="sole reliable strategic partner")
    edit(event, "global stage, making", "global stage. Making")
    code, _, tables = bring(filled)
    assert code == 0
    assert len(judged(tables)) == 24 * 15
    assert len([1 for present in judged(tables).values() if present]) == 2


def test_evidence_says_which_part_of_a_sentence_that_was_cut_is_meant(lay_out, event, bring):
    filled = lay_out(yes="sole reliable strategic partner")
    next(row for row in rows_of(filled) if row[3] == "yes")[20] = "sole reliable"
    edit(event, "global stage, making", "global stage. Making")
    code, _, tables = bring(filled)
    assert code == 0
    [words] = [words for (words, _), present in judged(tables).items() if present]
    assert words.startswith("China is Russia’s sole")


def test_sentences_that_were_joined_are_judged_together(lay_out, event, bring):
    filled = lay_out(yes="Moreover")
    edit(event, "war efforts. Putin might therefore", "war efforts; Putin might therefore")
    code, said, tables = bring(filled)
    assert (code, said.err) == (0, "")
    assert len(judged(tables)) == 22 * 15
    [words] = [words for (words, _), present in judged(tables).items() if present]
    assert "; Putin might" in words


def test_what_cannot_be_placed_is_named_and_kept(lay_out, event, bring):
    filled = lay_out(yes="Moreover")
    edit(event, "Moreover, China has", f"{NEW[:-1]}; moreover, China has")
    code, said, tables = bring(filled)
    assert code == 0
    assert "anna.csv: C" in said.err
    assert "14 judgements are kept and not counted" in said.err
    assert len(judged(tables)) == 22 * 15 + 1
    kept = (event.folder / "codings" / "anna.csv").read_text(encoding="utf-8")
    assert kept.count("\n") == 23 * 15 + 1
    assert any("14 judgements of segment" in doubt for doubt in check_project(event.root).doubts)


def test_a_doubt_about_a_sentence_that_was_cut_waits_at_both_parts(lay_out, event, read, codebook):
    filled = lay_out()
    row = next(row for row in rows_of(filled) if "sole reliable strategic partner" in row[2])
    row[3], row[19] = "", codebook.codes[0].code
    edit(event, "global stage, making", "global stage. Making")
    texts = build_tables(event).segments.set_index("segment_id")["text"]
    assert [texts[segment][:12] for segment, _ in read(filled).doubts] == ["China is Rus", "Making the v"]


@pytest.mark.parametrize("moved", [1, 2])
def test_of_equal_sentences_each_keeps_its_own_judgement(event, codebook, lay_out, bring, moved):
    edit(event, "Putin might therefore hope", "It is so. Putin might therefore hope")
    edit(event, "Interestingly, both", "It is so. Interestingly, both")
    before = build_tables(event)
    grid = lay_out_sheet(event, before, codebook, coder="anna", who="A", trained="r", seed=3, today=TODAY)
    second = [row for row in rows_of(grid) if row[2] == "It is so." and row[1].startswith("It is so. Interestingly")]
    filled = [
        *grid[: find_header(grid) + 1],
        *([*row[:3], "yes" if row in second else "no", *["no"] * 14, "", "", ""] for row in rows_of(grid)),
    ]
    for _ in range(moved):
        edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    code, _, tables = bring(filled)
    assert code == 0
    present = tables.codings.query("coder == 'anna' and present")["segment_id"]
    [place] = [n for n, segment in enumerate(tables.segments["segment_id"]) if segment in set(present)]
    assert tables.segments["text"][place + 1].startswith("Interestingly")


def test_a_short_sentence_that_is_gone_moves_to_no_other_sentence(event, codebook, bring):
    edit(event, "For Russia, Xi’s visit", "Bizarre. For Russia, Xi’s visit")
    before = build_tables(event)
    grid = lay_out_sheet(event, before, codebook, coder="anna", who="A", trained="r", seed=3, today=TODAY)
    filled = [
        *grid[: find_header(grid) + 1],
        *([*row[:3], "yes" if row[2] == "Bizarre." else "no", *["no"] * 14, "", "", ""] for row in rows_of(grid)),
    ]
    edit(event, "Bizarre. For Russia, Xi’s visit", "For Russia, Xi’s visit")
    code, said, tables = bring(filled)
    assert code == 2
    assert "these words do not stand in it" in said.err
    assert not judged(tables)


FIRST_ROWS = [
    ("event", "other-event", 'B1: is a sheet for "other-event"'),
    ("coder", "A B", 'B2: .*found "A B"'),
    ("coder", "dictionary", "B2: .*dictionary"),
    ("who", "", 'B3: "who" is missing'),
    ("trained", " ", 'B4: "trained" is missing'),
    ("sheet made on", "yesterday", 'B5: .*found "yesterday"'),
    ("sheet made on", "2026-02-31", 'B5: .*found "2026-02-31"'),
    ("seed", "-1", 'B6: the seed is a whole number; found "-1"'),
    ("seed", "1.5", 'B6: the seed is a whole number; found "1.5"'),
    ("seed", "9" * 19, "B6: the seed is a whole number; found"),
    ("codebook_sha256", "nonsense", 'B7: .*found "nonsense"'),
    ("codebook_sha256", "0" * 64, "B7: the codebook has been changed"),
    ("shown_sha256", "nonsense", 'B8: .*found "nonsense"'),
]


@pytest.mark.parametrize("state", ["as it was", "corrected"])
@SEALED
@pytest.mark.parametrize(("field", "value", "problem"), FIRST_ROWS)
def test_every_first_row_is_checked_also_after_a_correction(
    lay_out, event, bring, field, value, problem, state, sealed
):
    filled = put(lay_out(sealed=sealed), field, value)
    if state == "corrected":
        edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    code, said, _ = bring(filled)
    assert code == 2
    assert re.search(problem, said.err)
    assert said.err.startswith("workbook: anna.csv: ")
    assert said.err.count("\n") == 1
    assert not any(record.coder == "anna" for record in read_coders(event.folder / "codings"))


@pytest.mark.parametrize("state", ["as it was", "corrected"])
@SEALED
@pytest.mark.parametrize(
    ("choice", "field", "value"),
    [
        ("sample", "sample", "some"),
        ("sample", "sample", "0"),
        ("sample", "sample", "-3"),
        ("sample", "sample", ""),
        ("chosen", "chosen", "nonsense"),
        ("chosen", "chosen", ""),
        ("chosen", "chosen", "+more"),
    ],
)
def test_what_a_sheet_says_of_its_choice_is_checked_also_after_a_correction(
    lay_out, event, tables, bring, state, sealed, choice, field, value
):
    chosen = list(tables.segments["segment_id"][2:7])
    filled = lay_out(sealed=sealed, **({"sample": 6} if choice == "sample" else {"chosen": chosen}))
    filled = put(filled, field, value.replace("+more", "; ".join([*chosen, "nonsense"])))
    if state == "corrected":
        edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    code, said, _ = bring(filled)
    assert code == 2
    assert said.err.count("\n") == 1
    assert field in said.err
    assert not (event.folder / "codings" / "anna.csv").exists()


@pytest.mark.parametrize("state", ["as it was", "corrected"])
@pytest.mark.parametrize(
    ("choice", "field"), [("sample", "sample"), ("chosen", "chosen"), ("sample", "seed"), ("whole", "seed")]
)
@pytest.mark.parametrize("how", ["removed", "changed"])
def test_first_rows_that_say_something_else_than_was_sent_are_refused(
    lay_out, event, tables, bring, state, choice, field, how
):
    chosen = list(tables.segments["segment_id"][2:7])
    options = {"sample": {"sample": 6}, "chosen": {"chosen": chosen}, "whole": {}}[choice]
    filled = lay_out(**options)
    if how == "removed":
        filled = [row for row in filled if row[0] != field]
    else:
        filled = put(filled, field, {"sample": "7", "seed": "4", "chosen": "; ".join(chosen[:-1])}[field])
    if state == "corrected":
        edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    code, said, _ = bring(filled)
    assert code == 2
    assert "anna.csv: " in said.err
    assert not (event.folder / "codings" / "anna.csv").exists()


def test_a_first_row_that_is_there_twice_is_refused(lay_out, read):
    filled = lay_out()
    with pytest.raises(InputError, match='A2: "event" is there twice'):
        read([filled[0], *filled])


@pytest.mark.parametrize("date", ["2026-01-31", "31.01.2026", "1/31/2026", "2026-01-31 00:00:00"])
def test_a_date_as_a_spreadsheet_program_writes_it_is_one(lay_out, read, date):
    assert "2026" in read(put(lay_out(), "sheet made on", date)).record.note


def test_a_sheet_of_paragraphs_is_not_read_as_one_of_sentences(event, codebook, read):
    paragraphs = build_tables(event, unit="paragraph")
    grid = lay_out_sheet(event, paragraphs, codebook, coder="anna", who="A", trained="r", seed=3, today=TODAY)
    filled = [*grid[: find_header(grid) + 1], *([*row[:3], *["no"] * 15, "", "", ""] for row in rows_of(grid))]
    for sheet in (filled, [row if n >= find_header(grid) else row[:2] for n, row in enumerate(filled)]):
        with pytest.raises(InputError, match="is a sheet of paragraphs") as caught:
            read(sheet)
        assert len(caught.value.problems) == 1


def test_a_sheet_none_of_whose_sentences_stands_in_the_page_is_refused_in_a_line(lay_out, event, read):
    filled = lay_out()
    path = event.transcript_paths[0]
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(x if x[:1] in "=#" else " ".join(x.split()[::-1]) for x in lines), encoding="utf-8")
    with pytest.raises(InputError, match="none of its sentences stands in the transcript") as caught:
        read(filled)
    assert len(caught.value.problems) == 1


def test_rows_that_are_missing_from_an_older_sheet_are_named(lay_out, event, bring):
    filled = lay_out()[:-2]
    edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    code, said, tables = bring(filled)
    assert code == 0
    assert "2 of its 23 rows are missing" in said.err
    assert "3 sentences of the page have no row in this sheet" in said.err
    assert len(judged(tables)) == 21 * 15


@pytest.mark.parametrize("state", ["as it was", "corrected"])
def test_a_sheet_without_rows_is_refused_in_a_line(lay_out, event, read, state):
    filled = lay_out()
    if state == "corrected":
        edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    with pytest.raises(InputError, match="row 10: no row stands below the header") as caught:
        read(filled[: find_header(filled) + 1])
    assert len(caught.value.problems) == 1


def test_a_row_that_is_there_twice_is_told_as_that_also_after_a_correction(lay_out, event, read):
    filled = lay_out()
    edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    with pytest.raises(InputError, match=r"A34: segment \S+ is in row 11 already; remove one") as caught:
        read([*filled, rows_of(filled)[0]])
    assert len(caught.value.problems) == 1


def test_few_words_of_another_experts_are_not_those_of_a_sentence_that_is_gone(event, codebook, read):
    edit(event, "For Russia, Xi’s visit", "It is so. For Russia, Xi’s visit")
    edit(event, "The joint statements between", "It is so. The joint statements between")
    before = build_tables(event)
    [chosen, _] = before.segments.loc[before.segments["text"] == "It is so.", "segment_id"]
    about = {"coder": "anna", "who": "A", "trained": "r", "seed": 3}
    grid = lay_out_sheet(event, before, codebook, **about, chosen=[chosen], today=TODAY)
    filled = [*grid[:-1], [*grid[-1][:3], *["no"] * 15, "", "", ""]]
    edit(event, "It is so. For Russia, Xi’s visit", "For Russia, Xi’s visit")
    with pytest.raises(InputError, match=r"C12: none of its sentences stands in the transcript"):
        read(filled)


def test_a_sample_stays_one_after_a_page_was_added(lay_out, event, bring, tmp_path):
    filled = lay_out(sample=6)
    page = tmp_path / "second.md"
    said = " ".join(f"Moscow and Beijing agreed on point {n} of the plan." for n in range(1, 9))
    page.write_text(f"# A second page on Moscow\n\n**Jane Roe, analyst, FOI**\n\n{said}\n", encoding="utf-8")
    assert main(["--root", str(event.root), "add", str(page), "--event", EVENT, "--another-page"]) == 0
    assert len(build_tables(load_event(EVENT, root=event.root)).segments) == 31
    path = save(filled, load_codebook(event.codebook_path), tmp_path / "anna.csv")
    assert main(["--root", str(event.root), "import", EVENT, str(path)]) == 0
    tables = build_tables(load_event(EVENT, root=event.root))
    assert sample_of(tables).count(" of ") == 3
    assert "Jane Roe" in tables.coders.set_index("coder").loc["anna", "note"]


@pytest.mark.parametrize(
    ("old", "new", "problem"), [(r".*", "hello", "C5: is not what stood there"), (r"of 7", "of 8", "B8: ")]
)
def test_a_seal_that_was_changed_is_told(lay_out, event, bring, old, new, problem):
    filled = [
        [*row[:2], re.sub(old, new, row[2], count=1)] if row[0] == "sheet made on" else row for row in lay_out(sample=6)
    ]
    edit(event, "For Russia, Xi’s visit", f"{NEW} For Russia, Xi’s visit")
    code, said, _ = bring(filled)
    assert code == 2
    assert said.err.startswith(f"workbook: anna.csv: {problem}")
    assert said.err.count("\n") == 1


def test_a_sheet_is_written_only_for_what_can_be_read_back(event, tmp_path, capsys):
    command = ["--root", str(event.root), "sheet", EVENT, "--coder", "anna", "--to", str(tmp_path / "anna.csv")]
    assert main([*command, "--trained", " "]) == 2
    assert not (tmp_path / "anna.csv").exists()
    assert main([*command, "--who", " "]) == 0
    assert (tmp_path / "anna.csv").read_text(encoding="utf-8-sig").splitlines()[2] == "who,anna"


def test_a_doubt_about_a_part_of_what_is_present_as_a_whole_is_none_any_more(lay_out, event, read, codebook):
    filled = lay_out(yes="Moreover")
    row = next(row for row in rows_of(filled) if row[2].startswith("Putin might therefore"))
    row[3], row[4], row[19] = "", "", "; ".join(code.code for code in codebook.codes[:2])
    edit(event, "war efforts. Putin might therefore", "war efforts; Putin might therefore")
    sheet = read(filled)
    assert [code for _, code in sheet.doubts] == [codebook.codes[1].code]
    assert any("1 judgement is kept and not counted" in note for note in sheet.notes)


def test_words_that_stand_twice_now_are_told_as_that(lay_out, event, read, tables):
    filled = lay_out()
    said = next(row[2] for row in rows_of(filled) if row[2].startswith("They were somewhat more"))
    first = next(iter(tables.segments["text"]))
    edit(event, said, NEW)
    edit(event, first, f"{said} {first} {said}")
    with pytest.raises(InputError, match="these words stand in it 2 times") as caught:
        read(filled)
    assert len(caught.value.problems) == 1
