"""The real JupyterLab, on a folder of its own, looked at by the real browser."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from analysis.cli.lab import list_options

AXE = Path(__file__).parent / "axe" / "axe.min.js"
LOST = (
    ElementClickInterceptedException,
    NoSuchElementException,
    StaleElementReferenceException,
)  # the notebook is drawn more than once
IDLE = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
RUN_MENU = "//li[contains(@class,'lm-MenuBar-item')]//div[text()='Run']"
ALL_CELLS = {"windowingMode": "none"}  # else cells off the screen are not in the page


@contextmanager
def run_lab(folder: Path, home: Path) -> Iterator[str]:
    """JupyterLab on `folder` with all its own files below `home`; yields its address, ends what it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps(ALL_CELLS), encoding="utf-8")
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    own |= {"HOME": str(home), "IPYTHONDIR": str(home / "ipython")}
    options = ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    options += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--LabApp.news_url=None"]
    options += ["--LabApp.expose_app_in_browser=True", *list_options()]
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=folder,
            env={**os.environ, **own},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            for _ in range(120):
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.5)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def open_notebook(driver: Chrome, address: str, name: str) -> None:
    """Open the notebook in a fresh workspace and wait for its kernel."""
    driver.get(f"{address}/lab/tree/{name}?reset")
    wait = WebDriverWait(driver, 90, ignored_exceptions=LOST)
    wait.until(lambda d: d.find_element(By.CSS_SELECTOR, IDLE))
    wait.until(lambda d: d.find_element(By.CSS_SELECTOR, ".jp-CodeCell .cm-content").text)


def run_until(driver: Chrome, command: str, done: Callable[[Chrome], Any], *, seconds: int) -> Any:
    """Click through Run > Run All Cells until `done`; a cell run before the kernel listens is lost without a word."""
    wait = WebDriverWait(driver, 30, ignored_exceptions=LOST)
    for _ in range(6):
        wait.until(lambda d: close_dialogs(d) or d.find_element(By.XPATH, RUN_MENU).click() or True)
        wait.until(
            lambda d: d.find_element(By.CSS_SELECTOR, f".lm-Menu-item[data-command='{command}']").click() or True
        )
        try:
            return WebDriverWait(driver, seconds, ignored_exceptions=LOST).until(done)
        except TimeoutException:
            continue
    raise AssertionError(driver.find_element(By.CSS_SELECTOR, ".jp-Notebook").text[-2000:])


def choose_dark(home: Path) -> None:
    """JupyterLab's dark theme from the next page on."""
    folder = home / "settings" / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    (folder / "themes.jupyterlab-settings").write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")


def find_barriers(driver: Chrome, selector: str) -> list[str]:
    """What axe-core finds below the selector: rule and where."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = driver.execute_async_script(
        "const done = arguments[1]; axe.run(arguments[0], {resultTypes: ['violations']}).then(r => done(r.violations))",
        selector,
    )
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def close_dialogs(driver: Chrome) -> None:
    """Accept what JupyterLab says in a dialog, such as that a kernel has died and starts again."""
    for button in driver.find_elements(By.CSS_SELECTOR, ".jp-Dialog button.jp-mod-accept"):
        button.click()
