"""An executed notebook becomes one HTML file that asks nobody for anything."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import nbformat.v4 as v4
import pytest

from analysis.errors import InputError
from analysis.reports.export import export_html
from analysis.reports.outputs import EXHIBIT


def make_notebook(*outputs: dict[str, object], source: str = "show()") -> object:
    shown = [v4.new_output("display_data", data=data) for data in outputs]
    return v4.new_notebook(cells=[v4.new_markdown_cell("# A question?"), v4.new_code_cell(source, outputs=shown)])


def make_figure(alt: str) -> dict[str, object]:
    """What a notebook shows of a figure with one table."""
    part = {"is": "Panels", "panels": [], "alt": alt, "columns": False}
    about = {
        "version": 1, "name": "f", "id": "f", "kind": "exhibit", "title": "F", "subtitle": "", "source": "",
        "parts": [part], "findings": [], "tables": {"f": "a,b\n1,2\n"}, "records": {}, "downloads": {}, "summary": {},
        "facts": {},
    }  # fmt: skip
    return {"text/html": "<p>f</p>", "text/plain": "f", EXHIBIT: about}


def test_a_page_has_language_title_one_h1_and_a_main_region() -> None:
    html = export_html(make_notebook({"text/plain": "x"}), title="T <1>").html
    assert '<html lang="en">' in html
    assert "<title>T &lt;1&gt;</title>" in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1


def test_each_exhibits_table_becomes_a_file() -> None:
    assert export_html(make_notebook(make_figure("bars")), title="T").data["f.csv"] == b"a,b\n1,2\n"


def test_a_figure_without_alternative_text_stops_the_build() -> None:
    with pytest.raises(InputError, match="no alternative text"):
        export_html(make_notebook(make_figure(" ")), title="T")


NOT_AN_EXHIBIT = (
    '{"version": 1}', "{oops", "[" * 200_000, '{"version": 1, "parts": "abc"}', "[1]", "null",
)  # fmt: skip
BROKEN = (
    {"parts": None}, {"parts": [1]}, {"parts": [{}]}, {"tables": [1]}, {"tables": {"f": 1}}, {"records": None},
    {"findings": None}, {"findings": [{}], "kind": "answer"}, {"summary": {"a": float("nan")}}, {"facts": None},
    {"name": 3}, {"parts": [{"is": "Statements", "statements": [{"sets": [[]]}]}]}, {"findings": [float("inf")]},
    {"tables": {"../../x": "a"}}, {"tables": {"a/b": "a"}}, {"records": {".x": "a"}},
)  # fmt: skip


@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize("broken", [*NOT_AN_EXHIBIT, *BROKEN], ids=lambda broken: str(broken)[:40])
def test_a_broken_exhibit_is_refused_in_one_line(broken: dict[str, object] | str, as_text: bool) -> None:
    about = broken if isinstance(broken, str) else make_figure("bars")[EXHIBIT] | broken  # type: ignore[operator]
    shown = json.dumps(about) if as_text and not isinstance(about, str) else about
    with pytest.raises(InputError, match="run the notebook again") as caught:
        export_html(make_notebook({EXHIBIT: shown}), title="T")
    assert "\n" not in str(caught.value)


def test_a_place_of_an_exhibit_ends_no_style_and_half_a_sign_stops_nothing() -> None:
    person = {"is": "Person", "look": "e1", "shape": 1, "words": "Ann Lee", "role": ""}
    statement = {"id": "s", "who": person, "paragraphs": [], "sets": [["x</style><script>1</script>", "words"]]}
    part = {"is": "Statements", "statements": [statement], "frames": [], "codes": [], "coders": [], "coder": ""}
    shown = {
        "title": "half \ud800 a sign", "parts": [part | {"many": False}],
        "tables": {"f": "a\n\ud800\n"},
    }  # fmt: skip
    exported = export_html(make_notebook({EXHIBIT: json.dumps(make_figure("bars")[EXHIBIT] | shown)}), title="T")
    assert "<script>1" not in exported.html
    assert exported.data["f.csv"] == b"a\n?\n"
    assert exported.html.encode()


@pytest.mark.parametrize("mime", ["application/javascript", "application/vnd.jupyter.widget-view+json"])
def test_an_output_of_an_unknown_kind_is_refused(mime: str) -> None:
    with pytest.raises(InputError, match=mime.replace("+", r"\+")):
        export_html(make_notebook({mime: "alert(1)"}), title="T")


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<p onclick='x()'>",
        "<a href=' java\nscript:x()'>",
        "<img src=https://x.org/a.png>",
        "<iframe>",
        "<svg><a xlink:href='javascript:x()'></a></svg>",
    ],
)
def test_html_that_would_run_or_fetch_is_refused(html: str) -> None:
    with pytest.raises(InputError, match="must not run or fetch"):
        export_html(make_notebook({"text/html": html}), title="T")


def test_html_in_prose_is_text() -> None:
    html = export_html(make_notebook({"text/markdown": "<b>x</b> [y](javascript:z)"}), title="T").html
    assert "&lt;b&gt;x" in html
    assert "<a href=" not in html.split('id="main"')[1].split("<section")[0]


def test_a_failed_cell_is_refused() -> None:
    notebook = make_notebook({"text/plain": "x"})
    notebook.cells[1].outputs = [v4.new_output("error", ename="KeyError", evalue="'x'")]  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="cell 2: ended with KeyError"):
        export_html(notebook, title="T")


def test_injected_parameters_win_over_defaults() -> None:
    defaults = v4.new_code_cell("event: str = 'a'  # which one", metadata={"tags": ["parameters"]})
    injected = v4.new_code_cell('event = "b"', metadata={"tags": ["injected-parameters"]})
    html = export_html(v4.new_notebook(cells=[defaults, injected]), title="T").html
    assert "<code>event = &#39;b&#39;</code>" in html


def test_nbconvert_gives_the_same_page() -> None:
    from analysis.reports.exporter import WorkbookExporter

    notebook = make_notebook(make_figure("bars"))
    html, resources = WorkbookExporter().from_notebook_node(notebook)
    assert html == export_html(notebook, title="A question?", name="Notebook").html
    assert resources["outputs"]["data/f.csv"] == b"a,b\n1,2\n"
    assert set(resources["outputs"]) == {"data/f.csv", "report.json"}


def test_nbconvert_writes_the_page_beside_a_notebook_of_the_folder_that_it_is_run_in(tmp_path: Path) -> None:
    nbformat.write(make_notebook(make_figure("bars")), tmp_path / "n.ipynb")
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "workbook", "n.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {"n.ipynb", "n.html", "report.json", "data/f.csv"}


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def make_prose(source: str, **more: object) -> object:
    return v4.new_notebook(cells=[v4.new_markdown_cell("# T"), v4.new_markdown_cell(source, **more)])


def test_an_attached_picture_is_on_the_page() -> None:
    cell = make_prose("![a dot](attachment:dot.png)", attachments={"dot.png": {"image/png": PIXEL}})
    assert f'<img src="data:image/png;base64,{PIXEL}" alt="a dot"' in export_html(cell, title="T").html


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("![a dot](dot.png)", "cell 2: the picture dot.png is not in the notebook"),
        ("![a dot](https://x.org/dot.png)", "is not in the notebook"),
        (f"![](data:image/png;base64,{PIXEL})", "has no alternative text"),
    ],
)
def test_a_picture_never_vanishes(source: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        export_html(make_prose(source), title="T")


def test_escape_codes_and_overwritten_lines_never_reach_a_page() -> None:
    stream = v4.new_output("stream", name="stdout", text="\x1b[31m10 %\r50 %\r100 %\x1b[0m\ndone\n")
    notebook = v4.new_notebook(cells=[v4.new_code_cell("x", outputs=[stream])])
    html = export_html(notebook, title="T").html
    assert '<pre class="stream">100 %\ndone\n</pre>' in html


def test_headings_lead_from_the_contents() -> None:
    html = export_html(make_prose("## Wie sicher?\n\n## B & C\n\n## D *e*"), title="T").html
    assert '<h2 id="wie-sicher">Wie sicher?</h2>' in html
    assert '<a href="#b-c">B &amp; C</a>' in html
    assert '<a href="#d-e">D e</a>' in html


def test_a_section_under_which_nothing_was_shown_is_left_out():
    cells = [
        v4.new_markdown_cell("# Question"),
        v4.new_markdown_cell("## Empty?"),
        v4.new_code_cell("x = 1"),
        v4.new_markdown_cell("## Full?"),
        v4.new_code_cell("1", outputs=[v4.new_output("display_data", data={"text/markdown": "Something."})]),
        v4.new_markdown_cell("## Empty too?"),
    ]
    html = export_html(v4.new_notebook(cells=cells), title="t").html
    assert "Empty" not in html
    assert "Full?" in html
