"""An executed notebook becomes one HTML file that asks nobody for anything."""

import nbformat.v4 as v4
import pytest

from analysis.errors import InputError
from analysis.reports.export import EXHIBIT, export_html


def make_notebook(*outputs: dict[str, object], source: str = "show()") -> object:
    shown = [v4.new_output("display_data", data=data) for data in outputs]
    return v4.new_notebook(cells=[v4.new_markdown_cell("# A question?"), v4.new_code_cell(source, outputs=shown)])


def make_figure(alt: str) -> dict[str, object]:
    about = {"name": "f", "kind": "figure", "alt": alt, "tables": {"f": "a,b\n1,2\n"}}
    return {"text/html": "<style>p{}</style><figure>f</figure>", "text/plain": "f", EXHIBIT: about}


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
    assert "<code>&#39;b&#39;</code></td><td>which one</td>" in html


def test_nbconvert_gives_the_same_page() -> None:
    from analysis.reports.exporter import WorkbookExporter

    notebook = make_notebook(make_figure("bars"))
    html, resources = WorkbookExporter().from_notebook_node(notebook)
    assert html == export_html(notebook, title="A question?", name="Notebook").html
    assert resources["outputs"] == {"data/f.csv": b"a,b\n1,2\n"}


def test_a_link_to_a_place_that_is_not_on_the_page_becomes_text() -> None:
    about = {"name": "t", "kind": "table", "alt": "", "tables": {}}
    shown = {"text/html": '<p id="here"><a href="#here">a</a><a href="#there">b</a></p>', EXHIBIT: about}
    html = export_html(make_notebook(shown), title="T").html
    assert '<a href="#here">a</a><a>b</a>' in html
