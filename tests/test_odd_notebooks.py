"""Notebooks as they come: without a kernel's name, and with what a terminal would obey in their outputs."""

import json
import re

import nbformat
import pytest

from analysis.reports.export import export_html
from tests.workshop import Workshop, code

CODES = {
    "\x1b[31mred\x1b[0m": "red",
    "\x1b]0;a title\x07words": "words",
    "\x1b]8;;http://host/\x1b\\link\x1b]8;;\x1b\\": "link",
    "\x9b1mbold\x9b0m": "bold",
    "\x1b(Bplain\x1b=": "plain",
    "\x1b[?25lhidden\x1b[?25h": "hidden",
    "bell\x07 back\x08 null\x00 next\x85": "bell back null next",
    "10%\r50%\r100%": "100%",
    "\x1bé": "é",
    "[31m is no code": "[31m is no code",
}


@pytest.mark.parametrize("text", CODES, ids=ascii)
@pytest.mark.parametrize("kind", ["stream", "text/plain", "text/html", "text/markdown"])
def test_no_code_of_a_terminal_reaches_a_page(text, kind):
    if kind == "stream":
        output = nbformat.v4.new_output("stream", text=f"<{text}>")
    else:
        shown = text.replace("\r", "") if kind in ("text/html", "text/markdown") else text
        output = nbformat.v4.new_output("display_data", data={kind: f"({shown})"})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output], id="a")])
    page = export_html(notebook, title="T", name="n").html
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)
    if kind in ("stream", "text/plain"):
        assert f"{CODES[text]}&gt;</pre>" in page or f"{CODES[text]})</pre>" in page


@pytest.mark.kernel
def test_a_notebook_that_names_no_kernel_runs_in_ours(tmp_path):
    shop = Workshop(tmp_path / "root", events=("a",))
    path = shop.write("01_small", "print('ran', event)")
    for metadata in ({}, {"kernelspec": {"name": "somebodys-environment", "display_name": "Mine"}}):
        data = json.loads(path.read_text())
        data["metadata"].pop("kernelspec", None)
        data["metadata"] |= metadata
        data["cells"].append(code("more", str(len(metadata))))
        path.write_text(json.dumps(data))
        result = shop.run("report", "a")
        assert result.returncode == 0, result.stderr
        assert b"ran a" in shop.page("a/01_small")
