"""What a press at the desk costs does not depend on how long the page is."""

import json

import pytest

from analysis.desk import CodingDesk
from tests.browser import open_browser, show_page
from tests.desk_page import wait_for

PAGE = """<!doctype html><meta charset="utf-8"><title>Desk</title><style>/*CSS*/ html, body { margin: 0; height: 100%; }
#desk { height: 100vh; --desk-height: 100vh; }</style><main id="desk"></main><script type="module">
/*JS*/
const heard = new Set();
const model = {
  get: () => (/*ABOUT*/),
  on: (_, f) => heard.add(f), off: (_, f) => heard.delete(f),
  send(message) { // a kernel that only says hello
    const welcome = { is: "welcome", view: message.view, rev: 0, applied: 0, cells: [], journal: [] };
    if (message.do === "hello") setTimeout(() => heard.forEach((hear) => hear(welcome)));
  },
};
render({ model, el: document.getElementById("desk") });
window.node = document.querySelector(".desk");
const { store } = node.desk, get = store.get;
let read = 0;
store.get = (cell) => { read += 1; return get(cell); };
const drawn = new MutationObserver(() => {});
drawn.observe(node, { subtree: true, childList: true, attributes: true, characterData: true });
window.press = (key) => {
  drawn.takeRecords();
  read = 0;
  const began = performance.now();
  node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  node.querySelector(".text").offsetHeight; // laid out too
  return [read, drawn.takeRecords().length, performance.now() - began];
};
</script>"""
KEYS = ("2", "Enter", "ArrowRight", "ArrowLeft", "ArrowDown")


def describe(sentences: int, codes: int) -> dict[str, object]:
    """What the desk is told of an invented page: three statements of equal length, and codes in five frames."""
    words = "The council said again that the bridge would not be built before the money for it is there. "
    per = -(-sentences // 3)
    segments = [
        {"id": f"s{i}", "statement": f"v{i // per}", "paragraph": 1, "at": i % per * len(words), "text": words[:-1]}
        for i in range(sentences)
    ]
    given = [{"code": f"code {i}", "definition": f"Code {i}."} for i in range(codes)]
    return {
        **{"mode": "code", "event": f"{sentences} sentences", "coder": "anna", "news": "", "instructions": ""},
        "frames": [{"frame": f"frame {i}", "definition": "", "codes": given[i::5]} for i in range(5)],
        "order": [segment["id"] for segment in segments],
        "segments": [{**segment, "sha": "x"} for segment in segments],
        "statements": [{"id": f"v{i}", "text": (words * per)[:-1]} for i in range(3)],
    }


def open_page(driver, folder, *, sentences, codes):
    """The page in the browser, with a kernel that is not waited for."""
    page = PAGE.replace("/*CSS*/", CodingDesk._css).replace("/*ABOUT*/", json.dumps(describe(sentences, codes)))
    js = str(CodingDesk._esm).replace("export default { render };", "")
    (folder / "desk.html").write_text(page.replace("/*JS*/", js), encoding="utf-8")
    show_page(driver, folder / "desk.html", width=1280, height=800)
    wait_for(driver, lambda: driver.execute_script("return node.dataset.ready === 'true'"))
    for key in ("1", *KEYS):  # whatever is made once is made now
        press(driver, key)


def press(driver, key):
    """How many cells were read, how much of the page was changed, and the milliseconds that it took."""
    return driver.execute_script("return press(arguments[0])", key)


@pytest.mark.browser
def test_a_codebook_without_instructions_has_no_heading_for_them(tmp_path):
    with open_browser() as driver:
        open_page(driver, tmp_path, sentences=3, codes=5)
        assert driver.execute_script("return [...node.querySelectorAll('.help h3')].map(h => h.textContent)") == [
            "Keys"
        ]


@pytest.mark.browser
def test_what_a_press_reads_and_draws_does_not_grow_with_the_page(tmp_path):
    cost: dict[int, list[list[int]]] = {}
    with open_browser() as driver:
        for sentences in (20, 400):
            open_page(driver, tmp_path, sentences=sentences, codes=40)
            cost[sentences] = [press(driver, key)[:2] for key in KEYS]
    assert cost[400] == cost[20]
    assert all(read < 10 * 40 and drawn < 10 * 40 for read, drawn in cost[400]), cost[400]
