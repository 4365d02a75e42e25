"""The coding desk in the real JupyterLab: fast keys, a slowed kernel, a killed one, both themes."""

import os
import random
import shutil
import signal

import nbformat
import pytest
from selenium.webdriver.common.by import By

from analysis.event import load_event
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.desk_oracle import choose_step, press_fast
from tests.desk_page import wait_ready
from tests.lab import open_notebook, run_lab, run_until
from tests.test_desk import SHOWN, begin, find_barriers, make_oracle, read_rows

CELL = f"""import os, pathlib, random, time
from analysis.desk import CodingDesk, open_session
session = open_session("{EVENT}", coder="anna", who="Anna", trained="read the codebook", seed=5)
pathlib.Path("kernel.pid").write_text(str(os.getpid()))
receive = CodingDesk.receive
def lag(self, message):
    time.sleep(random.random() * 0.8 if message.get("do") == "put" and random.random() < 0.1 else 0)
    return receive(self, message)
CodingDesk.receive = lag
CodingDesk(session)"""


def choose_dark(home):
    """JupyterLab's dark theme from the next page on."""
    folder = home / "settings" / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    (folder / "themes.jupyterlab-settings").write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")


def open_lab_desk(driver, address):
    driver.set_window_size(1280, 900)
    open_notebook(driver, address, "desk.ipynb")
    run_until(
        driver,
        "runmenu:run-all",
        lambda d: d.find_elements(By.CSS_SELECTOR, ".desk[data-ready=true]"),
        seconds=30,
    )
    driver.execute_script(
        "window.node = document.querySelector('.desk'); node.scrollIntoView({block: 'center'}); node.focus()"
    )


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
def test_fast_keys_in_the_real_jupyterlab_survive_a_slow_and_a_killed_kernel(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    event = load_event(EVENT, root=tmp_path)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL, id="desk")])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "desk.ipynb")
    with run_lab(folder, tmp_path) as address:
        with open_browser() as driver:
            open_lab_desk(driver, address)
            oracle = None
            for seed in range(5000, 5010):
                rng = random.Random(seed)
                steps = [choose_step(rng, 15) for _ in range(20)]
                if oracle is None:
                    oracle = make_oracle(read_only(event, tmp_path))
                press_fast(driver, steps)
                for step in steps:
                    oracle.press(step)
                here = [oracle.segment, oracle.codes[oracle.focus], list(oracle.chosen) if oracle.chosen else None]
                assert driver.execute_script(SHOWN) == here, seed
            wait_ready(driver, seconds=120)
            assert read_rows(event) == oracle.list_rows()
            assert find_barriers(driver) == [], "in the light theme"
            choose_dark(tmp_path)
            os.kill(int((folder / "kernel.pid").read_text()), signal.SIGKILL)
        with open_browser() as driver:
            open_lab_desk(driver, address)
            oracle.reopen()
            press_fast(driver, [("key", "z"), ("key", "z")])
            for _ in range(2):
                oracle.press(("key", "z"))
            wait_ready(driver, seconds=60)
            assert read_rows(event) == oracle.list_rows()
            assert find_barriers(driver) == [], "in the dark theme"


def read_only(event, tmp_path):
    """A session with the same order in a copy, so that the one in the kernel keeps its coder."""
    shutil.copytree(ROOT / "data", tmp_path / "copy" / "data")
    return begin(load_event(EVENT, root=tmp_path / "copy"))
