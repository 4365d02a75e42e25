"""A random sample from the sheet to the page: drawn, coded, imported, and the corrected shares on two reports."""

import csv
import random
import shutil

import pytest

from analysis.cli import main
from analysis.event import load_event
from analysis.exhibits.shares import show_shares
from analysis.exhibits.validity import show_corrected
from analysis.exhibits.view import View
from analysis.pipeline import build_tables
from tests.conftest import ROOT
from tests.inprocess import render_cells

EXPERTS = ("Mira Oldenquist", "Tobias Ferrau")
CODEBOOK = """\
name: harbours
title: Harbours
language: en
instructions: Judge each sentence.
frames:
- frame: money
  definition: The accord is about money.
  codes:
  - {code: price, definition: It speaks of prices., indicators: [price*]}
- frame: safety
  definition: The accord is about safety.
  codes:
  - {code: storm, definition: It speaks of storms., indicators: [storm*]}
"""
POOL = (
    "The price of a berth will rise again this winter.",
    "A storm could close the outer harbour for many days.",
    "Nobody at this pier knows what a berth costs today.",  # about money, but the dictionary does not see it
    "The price of peace is that all of us keep talking.",  # not about money, but the dictionary says so
    "The mayor opened the session with a short greeting.",
)
MONEY = (0, 2)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A workbook with one event of two experts with fifty sentences each, and its sample coded by Anna."""
    home = tmp_path_factory.mktemp("sampled")
    shutil.copytree(ROOT / "data", home / "data")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    (home / "data/codebooks/harbours.yml").write_text(CODEBOOK, encoding="utf-8")
    rng = random.Random(4)
    lines = ["# The Harbour Accord of June 2033", "12 June 2033", "What does the harbour accord signify?"]
    for name in EXPERTS:
        said = rng.choices(POOL, weights=(4, 3, 3, 2, 4), k=50)
        lines += [f"**{name}, analyst, Northgate Institute**"]
        lines += [" ".join(said[at : at + 5]) for at in range(0, 50, 5)]
    page = home / "page.md"
    page.write_text("\n\n".join(lines), encoding="utf-8")
    assert main(["--root", str(home), "add", str(page), "--event", "accord", "--codebook", "harbours"]) == 0
    sheet = home / "sheet.csv"
    asked = ["sheet", "accord", "--coder", "anna", "--sample", "60", "--seed", "3", "--format", "csv", "--to"]
    assert main(["--root", str(home), *asked, str(sheet)]) == 0
    _fill(sheet)
    assert main(["--root", str(home), "import", "accord", str(sheet)]) == 0
    return home


def read_rows(path):
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def _fill(path):
    """Anna's answers: what a sentence of the pool is about, whatever words it uses."""
    rows = read_rows(path)
    for row in rows:
        if row[2:3] and row[2] in POOL:
            money, storm = POOL.index(row[2]) in MONEY, POOL.index(row[2]) == 1
            row[3:5] = ["yes" if money else "no", "yes" if storm else "no"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def compute(home, expert):
    """The share of money, corrected by design-based supervised learning (Egami et al. 2023, eq. 3), from the sheet."""
    segments = build_tables(load_event("accord", root=home)).segments
    mine = segments.loc[segments["expert"] == expert]
    found = {s: float("price" in text) for s, text in zip(mine["segment_id"], mine["text"], strict=True)}
    truth = {row[0]: float(row[3] == "yes") for row in read_rows(home / "sheet.csv") if row[0] in found}
    probability = len(truth) / len(found)
    outcome = [found[s] + ((truth[s] - found[s]) / probability if s in truth else 0) for s in found]
    return sum(outcome) / len(outcome), sum(found.values()) / len(found)


@pytest.mark.parametrize("notebook", ["01_framing", "02_reliability", "brief"])
def test_the_corrected_share_stands_on_the_page_and_is_that_of_an_independent_computation(home, notebook):
    shutil.rmtree(home / "reports", ignore_errors=True)
    html = render_cells(home / f"notebooks/{notebook}.ipynb", root=home, event="accord").html
    rows = build_tables(load_event("accord", root=home)).corrected.set_index(["expert", "frame", "code"])
    for expert in EXPERTS:
        share, naive = compute(home, expert)
        row = rows.loc[(expert, "money", "")]
        assert row["corrected"] == pytest.approx(share, abs=1e-9)
        assert abs(share - naive) > 0.02
        assert row["low"] < share < row["high"]
        assert f"{100 * share:.0f} % ({100 * row['low']:.0f}–{100 * row['high']:.0f})" in html
        assert f">{row['n_to_halve']}<" in html
    if notebook == "02_reliability":
        assert "To halve the intervals, people would code about" in html
    else:
        assert "anna coded a random sample, 60 of 100 sentences" in html


def test_a_page_without_a_sample_says_that_its_shares_are_uncorrected(event, tables):
    view = View.of(tables, coder="dictionary")
    shown = show_shares(tables.prevalence, tables.dominant, tables.corrected, view)
    assert "Shares are those of the coder dictionary, uncorrected: nobody coded a random sample." in shown.text
    assert "Corrected" not in shown.text
    corrected = show_corrected(event, tables.corrected, view)
    assert "are not corrected for its errors" in corrected.title
    assert f"workbook sheet {event.slug} --coder NAME --sample" in corrected.text


def test_segments_that_nobody_drew_correct_nothing(home):
    tables = build_tables(load_event("accord", root=home))
    chosen = tables.replace(coders=tables.coders.assign(sample=""))
    assert chosen.corrected.empty
    fewer = tables.replace(coders=tables.coders.assign(sample="Mira Oldenquist 29 of 50; Tobias Ferrau 30 of 50"))
    notes = fewer.corrected.loc[fewer.corrected["reference"] == "anna"].groupby("expert")["note"].first()
    assert notes["Mira Oldenquist"] == "uncorrected: 29 segments were drawn at random, 30 were coded"
    assert notes["Tobias Ferrau"] == ""


def test_a_sample_is_none_any_more_of_an_expert_who_says_more_sentences_now(home):
    tables = build_tables(load_event("accord", root=home))
    grown = tables.replace(coders=tables.coders.assign(sample="Mira Oldenquist 30 of 49; Tobias Ferrau 30 of 50"))
    notes = grown.corrected.loc[grown.corrected["reference"] == "anna"].groupby("expert")["note"].first()
    assert notes["Mira Oldenquist"] == "uncorrected: no random sample of the segments as they stand now was coded"
    assert notes["Tobias Ferrau"] == ""
