"""The desk on a page of its own: the real view and the real ledger, with a slow line between them."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from analysis.desk import CodingDesk
from analysis.desk.session import Session

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desk</title>
<style>/*CSS*/ html, body { margin: 0; height: 100%; } #desk { height: 100vh; --desk-height: 100vh; }
body[data-jp-theme-light="false"] { --jp-layout-color0: #111; --jp-content-font-color1: #fff;
--jp-content-font-color2: rgba(255,255,255,.7); --jp-border-color1: #616161; --jp-border-color2: #424242; }
</style></head><body data-jp-theme-light="true"><main id="desk"></main><script type="module">
/*JS*/
const heard = new Set();
const model = {
  get: () => window.about,
  on: (_, f) => heard.add(f),
  off: (_, f) => heard.delete(f),
  async send(message) {
    const answer = await fetch("/send", { method: "POST", keepalive: true, body: JSON.stringify(message) });
    for (const one of await answer.json()) for (const f of [...heard]) f(one);
  },
};
window.about = await (await fetch("/about")).json();
render({ model, el: document.getElementById("desk") });
window.node = document.querySelector(".desk");
</script></body></html>"""


class Line:
    """The way between view and ledger: each message and each answer takes `slow` seconds at most, so they overtake."""

    def __init__(self, session: Session, seed: int) -> None:
        self.slow, self.random, self.lock = 0.0, random.Random(seed), threading.Lock()
        self.open(session)

    def open(self, session: Session) -> None:
        self.desk = CodingDesk(session)

    def send(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        time.sleep(self.random.random() * self.slow / 2)
        with self.lock:
            answers = json.dumps(self.desk.receive(message))
        time.sleep(self.random.random() * self.slow / 2)
        answered: list[dict[str, Any]] = json.loads(answers)
        return answered


@contextmanager
def serve_desk(session: Session, *, seed: int = 1) -> Iterator[tuple[str, Line]]:
    """The page's address, and the line behind it."""
    line = Line(session, seed)

    class Handler(BaseHTTPRequestHandler):
        def answer(self, content: str, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(content.encode())

        def do_GET(self) -> None:
            if self.path == "/about":
                self.answer(json.dumps(line.desk.desk), "application/json")
            else:
                body = CodingDesk._esm.replace("export default { render };", "")
                self.answer(PAGE.replace("/*CSS*/", CodingDesk._css).replace("/*JS*/", str(body)), "text/html")

        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with suppress(BrokenPipeError, ConnectionResetError):  # the window was closed
                self.answer(json.dumps(line.send(message)), "application/json")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", line
    finally:
        server.shutdown()
        server.server_close()


def open_desk(driver: Chrome, address: str, *, width: int = 1280, height: int = 800) -> None:
    """Open the page and wait until the desk takes keys."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(address)
    wait_ready(driver)


def type_keys(driver: Chrome, *keys: str) -> None:
    """Press keys as fast as the browser takes them."""
    ActionChains(driver, duration=0).send_keys(*keys).perform()


def count_elements(driver: Chrome, selector: str) -> int:
    """How many elements the selector finds."""
    return len(driver.find_elements(By.CSS_SELECTOR, selector))


def wait_ready(driver: Chrome, *, seconds: int = 30) -> None:
    """Wait until the desk takes keys and everything is saved."""
    state = "const n = document.querySelector('.desk'); return n && n.dataset.ready + n.dataset.pending"
    late = f"the desk was not ready in {seconds} s: this machine is too slow; no judgement was compared yet"
    WebDriverWait(driver, seconds, poll_frequency=0.05).until(lambda d: d.execute_script(state) == "true0", late)


def wait_for(driver: Chrome, is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    WebDriverWait(driver, 30, poll_frequency=0.05).until(lambda _: is_so())
