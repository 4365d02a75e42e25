"""Exhibits in the real JupyterLab: readable in its light and dark theme, whatever colours the system asks for."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.lab import open_notebook, run_lab, run_until

SHOW_ALL = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from analysis.event import load_event
from analysis.page.showing import show
from analysis.pipeline import build_tables
from tests.exhibits import show_all, show_brief

event = load_event({EVENT!r}, root=Path.cwd().parent)
tables = build_tables(event)
show(*show_all(tables, event).values(), *show_brief(tables, event).values())
"""
# Every text of the exhibits with its colour and the least contrast that it can have with what lies behind it: of a
# gradient, every colour in it counts.
MEASURE = r"""
const numbers = c => {
  const found = c.match(/-?[\d.]+(?:e-?\d+)?/g).map(Number);
  const scale = c.startsWith('color(') ? 255 : 1;
  return [found[0] * scale, found[1] * scale, found[2] * scale, found.length > 3 ? found[3] : 1];
};
const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
const luminance = c => {
  const [r, g, b] = c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + .05) / (low + .05);
};
const behind = element => {  // all colours that may lie behind a text of the element
  const above = element.parentElement ? behind(element.parentElement) : [[255, 255, 255, 1]];
  const style = getComputedStyle(element);
  const ground = above.map(c => over(numbers(style.backgroundColor), c));
  const stops = style.backgroundImage.match(/(?:rgba?|color)\([^()]*\)/g) || [];
  const mixed = stops.flatMap(s => ground.map(c => over(numbers(s), c)));
  const covers = stops.length && stops.every(s => numbers(s)[3] === 1);
  return covers ? mixed : ground.concat(mixed);
};
document.querySelectorAll('.wb details').forEach(d => d.open = true);
const texts = [];
for (const exhibit of document.querySelectorAll('.wb.lab')) {
  const walker = document.createTreeWalker(exhibit, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (!words || element.closest('style, .vh') || !element.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(element);
    const colour = numbers(element.closest('svg') ? style.fill : style.color);
    const least = Math.min(...behind(element).map(c => contrast(over(colour, c), c)));
    texts.push([least, exhibit.querySelector('[id]')?.id, element.className.toString(), words.slice(0, 40)]);
  }
}
return texts;
"""
THEME = "return document.body.dataset.jpThemeName"
CHANGE = "window.jupyterapp.commands.execute('apputils:change-theme', {theme: arguments[0]})"
ALL_SHOWN = "return document.querySelectorAll('.wb.lab').length"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser on the real JupyterLab, in which a notebook shows every exhibit of the bundled event."""
    project, home = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "data", project / "data")
    (project / "notebooks").mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SHOW_ALL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, Path(project / "notebooks" / "all.ipynb"))
    with run_lab(project / "notebooks", home) as address, open_browser() as driver:
        driver.set_window_size(1400, 1000)
        open_notebook(driver, address, "all.ipynb")
        run_until(driver, "runmenu:run-all", lambda d: d.execute_script(ALL_SHOWN) > 30, seconds=60)
        yield driver


COMBINATIONS = list(itertools.product(["JupyterLab Dark", "JupyterLab Light"], ["light", "dark"]))


@pytest.mark.browser
@pytest.mark.kernel
@pytest.mark.parametrize(
    ("theme", "system"),
    [pytest.param(*pair, marks=() if pair == COMBINATIONS[0] else pytest.mark.slow) for pair in COMBINATIONS],
)
def test_all_text_of_all_exhibits_is_readable_in_jupyterlab(lab, theme, system):
    feature = {"name": "prefers-color-scheme", "value": system}
    lab.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    lab.execute_script(CHANGE, theme)
    WebDriverWait(lab, 30).until(lambda d: d.execute_script(THEME) == theme)
    WebDriverWait(lab, 30).until(
        lambda d: d.execute_script("return matchMedia(arguments[0]).matches", f"(prefers-color-scheme: {system})")
    )
    texts = lab.execute_script(MEASURE)
    assert len(texts) > 1000
    assert [text for text in sorted(texts) if text[0] < 4.5][:40] == []


LINKS = """
const links = [...document.querySelectorAll(".wb.lab a[href^='#']")];
return links.map(a => [a.textContent, !!document.getElementById(decodeURIComponent(a.hash.slice(1)))]);
"""
CLICK = """
const link = [...document.querySelectorAll(".wb.lab a[href^='#']")].find(a => a.textContent.startsWith('6 of 7'));
link.scrollIntoView({block: 'center'});
link.click();
return decodeURIComponent(link.hash.slice(1));
"""
IN_VIEW = """
const box = document.getElementById(arguments[0]).getBoundingClientRect();
return box.bottom > 0 && box.top < innerHeight;
"""


@pytest.mark.browser
@pytest.mark.kernel
def test_a_count_leads_to_its_words_in_another_exhibit_of_the_notebook(lab):
    links = lab.execute_script(LINKS)
    assert len(links) > 100
    assert [words for words, has_place in links if not has_place] == []
    address = lab.current_url.split("#")[0]
    place = lab.execute_script(CLICK)
    WebDriverWait(lab, 10).until(lambda d: d.execute_script(IN_VIEW, place))
    assert lab.current_url.split("#")[0] == address
