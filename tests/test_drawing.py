"""The two figures for slides: SVG and PNG beside the page, the same bytes each time, for 2, 12 and 40 experts."""

import copy
import json
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis.exhibits.shares import show_shares
from analysis.exhibits.strip import show_strip
from analysis.exhibits.view import View
from analysis.page import pictures
from analysis.page.pictures import draw_pictures, name_pictures
from analysis.page.rendering import render_exhibit
from analysis.page.showing import describe_exhibit
from tests.conftest import ROOT
from tests.inprocess import render_cells


@pytest.fixture(autouse=True)
def draw_anew(monkeypatch):
    """Nothing is remembered from one drawing to the next."""
    monkeypatch.setattr(pictures, "_draw_shown", pictures._draw_shown.__wrapped__)


@pytest.fixture(scope="module")
def drawn(tables):
    view = View.of(tables, coder="dictionary")
    shown = (
        show_shares(tables.prevalence, tables.dominant, tables.corrected, view),
        show_strip(tables.codings, tables.codebook, view),
    )
    return {exhibit.name: describe_exhibit(exhibit) for exhibit in shown}


def multiply(exhibit, n):
    """The exhibit as if it had `n` experts."""
    many = copy.deepcopy(exhibit)
    if exhibit["name"] == "strip":
        part = next(p for p in many["parts"] if p["is"] == "Strip")
        rows = part["rows"]
        part["rows"] = [{**rows[i % len(rows)], "who": {**rows[0]["who"], "words": f"Expert {i}"}} for i in range(n)]
        return many
    rows = json.loads(exhibit["records"]["profile"])
    frames = list(dict.fromkeys(row["frame"] for row in rows))
    many["records"]["profile"] = json.dumps(
        [
            {**rows[(i + j) % len(rows)], "expert": f"Expert {i}", "frame": f}
            for i in range(n)
            for j, f in enumerate(frames)
        ]
    )
    return many


@pytest.mark.parametrize("name", ["frames", "strip"])
@pytest.mark.parametrize("n", [2, 12, 40])
def test_every_expert_has_a_row_of_readable_height_and_bytes_repeat(drawn, name, n):
    exhibit = multiply(drawn[name], n)
    files = draw_pictures(exhibit)
    assert sorted(files) == sorted(name_pictures(exhibit)) == [f"{name}.png", f"{name}.svg"]
    assert files == draw_pictures(exhibit)
    png = files[f"{name}.png"]
    assert png.startswith(b"\x89PNG")
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert width > 1000
    assert (height - 100) / n > 25
    svg = ET.fromstring(files[f"{name}.svg"].decode())
    assert svg.tag.endswith("svg")
    assert b"<script" not in files[f"{name}.svg"]
    assert b"clip-path" not in files[f"{name}.svg"]  # its name would differ by run
    assert len(files[f"{name}.svg"]) < 500_000


def test_bytes_repeat_where_several_reports_are_made_at_once(drawn):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(draw_pictures, [drawn["strip"], drawn["frames"]] * 6))
    assert all(one == made[0] for one in made[::2])
    assert all(one == made[1] for one in made[1::2])


def rename(exhibit, name):
    """The exhibit with this title, and with one expert of this name."""
    named = copy.deepcopy(exhibit) | {"title": name}
    if exhibit["name"] == "strip":
        next(p for p in named["parts"] if p["is"] == "Strip")["rows"][0]["who"]["words"] = name
    else:
        rows = json.loads(exhibit["records"]["profile"])
        named["records"]["profile"] = json.dumps(
            [row | {"expert": name if row["expert"] == rows[0]["expert"] else row["expert"]} for row in rows]
        )
    return named


def read_words(svg):
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", ["frames", "strip"])
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\x01b \u202ec\ufffe", "a\ufffdb \ufffdc\ufffd"), ("half \ud800", "half \ufffd"),
        ("two\nlines\t", "two lines"),
        ("from $5 to $6", "from $5 to $6"), ("$\\frac{1}{2$", "$\\frac{1}{2$"), ("<b>&\"]]>", "<b>&\"]]>"),
        ("x" * 20_000, f"{'x' * 300}…"), ("محمد علي", "محمد علي"),
    ],
    ids=lambda words: ascii(words)[:30],
)  # fmt: skip
def test_words_of_any_kind_stand_in_a_picture_as_words(drawn, name, written, shown):
    words = read_words(draw_pictures(rename(drawn[name], written))[f"{name}.svg"])
    assert words.count(shown) == 2


@pytest.mark.parametrize("name", ["frames", "strip"])
@pytest.mark.parametrize("expert", ["王毅", "नरेन्द्र", "สมชาย"])
def test_a_name_that_the_font_lacks_makes_no_picture_with_boxes(drawn, name, expert):
    exhibit = rename(drawn[name], expert)
    files = draw_pictures(exhibit)
    assert list(files) == name_pictures(exhibit) == [f"{name}.svg"]
    assert expert in read_words(files[f"{name}.svg"])
    assert "none as PNG" in render_exhibit(exhibit, with_files=True)
    assert "none as PNG" not in render_exhibit(rename(drawn[name], "Жижек, Ĝ, محمد"), with_files=True)


@pytest.mark.parametrize("name", ["frames", "strip"])
def test_wide_signs_have_the_room_that_a_reader_s_font_needs(drawn, name):
    def measure(expert):
        svg = ET.fromstring(draw_pictures(rename(drawn[name], expert) | {"title": "T"})[f"{name}.svg"])
        return float(svg.attrib["width"].removesuffix("pt"))

    more = measure("王" * 40) - measure("王" * 20)
    assert more >= 20 * 9


def test_what_is_not_drawn_has_no_picture(drawn):
    assert draw_pictures({**drawn["frames"], "records": {"profile": "[]\n"}}) == {}
    assert name_pictures({"name": "codes", "parts": []}) == []


def test_the_report_links_to_its_pictures_which_lie_in_its_data():
    report = render_cells(ROOT / "notebooks/brief.ipynb", root=ROOT)
    for name in ("frames.svg", "frames.png", "strip.svg", "strip.png"):
        assert name in report.data
        assert f'href="data/{name}"' in report.html
    assert len(report.html) < 500_000
