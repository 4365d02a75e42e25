"""Every notebook runs top to bottom in the real JupyterLab and shows what its report shows."""

import shutil

import pytest
from selenium.webdriver.common.by import By

from analysis.cli import main
from analysis.reports.notebooks import list_notebooks
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.lab import open_notebook, run_lab, run_until

LISTED = list_notebooks(ROOT / "notebooks")
NOTEBOOKS = [notebook.name for notebook in LISTED if notebook.name != "brief"]
WITHOUT_EVENT = [notebook.name for notebook in LISTED if "event" not in notebook.parameters]
READ = """const words = node => {
  const copy = node.cloneNode(true);
  // what only a page has: the address of a title, and how firm it is where the rest of the page is otherwise
  copy.querySelectorAll('.here, .title > .bad').forEach(mark => mark.remove());
  return copy.textContent.replace(/\\s+/g, ' ').trim();
};
return [...document.querySelectorAll('.wb section[id], .wb .opening[id]')].map(
  e => [e.id, [...e.querySelectorAll('.title, .lead, .txt, th, td, blockquote, .tr, article p')].map(words)])"""
NUMBERED = "return [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent)"


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_shows_in_jupyterlab_what_its_report_shows(name, tmp_path):
    project, home = tmp_path / "project", tmp_path / "home"
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, project / folder)
    (project / "reports").mkdir()
    home.mkdir()
    about = [] if name in WITHOUT_EVENT else [EVENT]
    assert main(["--root", str(project), "report", *about, "--notebook", name]) == 0
    [page] = (project / "reports").glob("*/**/index.html")
    with run_lab(project / "notebooks", home) as address, open_browser() as driver:
        driver.set_window_size(1200, 1000)
        driver.get(page.as_uri())
        reported = driver.execute_script(READ)
        open_notebook(driver, address, f"{name}.ipynb")

        def all_ran(d):
            prompts = d.execute_script(NUMBERED)
            return prompts and all(any(c.isdigit() for c in p) for p in prompts)

        run_until(driver, "runmenu:run-all", all_ran, seconds=60)
        assert driver.find_elements(By.CSS_SELECTOR, "[data-mime-type='application/vnd.jupyter.stderr']") == []
        shown = driver.execute_script(READ)
    assert len(reported) > (0 if name in WITHOUT_EVENT else 5)
    assert dict(shown) == dict(reported)
