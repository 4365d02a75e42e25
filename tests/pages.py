"""What every page must be: valid, whole in itself, accessible, silent on the network."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from justhtml import JustHTML
from lxml import html as lxml_html
from selenium.webdriver import Chrome

from tests.browser import show_page

AXE = Path(__file__).parent / "axe" / "axe.min.js"
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")


def find_markup_problems(page: str) -> list[str]:
    """Errors of the HTML standard's parser, and what a parser cannot see: ids, links inside the page, headings."""
    problems = [
        f"line {error.line}: {error.category}: {error!r}" for error in JustHTML(page, collect_errors=True).errors
    ]
    tree = lxml_html.fromstring(page)
    ids = Counter(tree.xpath("//@id"))
    problems += [f"id {name} is there {n} times" for name, n in ids.items() if n > 1]
    problems += [
        f"link to #{a[1:]}, which is nowhere" for a in tree.xpath("//@href") if a[0] == "#" and a[1:] not in ids
    ]
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        problems += [
            f"{attribute}={name}: nowhere"
            for a in tree.xpath(f"//@{attribute}")
            for name in a.split()
            if name not in ids
        ]
    levels = [
        int(tag[1]) for tag in (e.tag for e in tree.iter() if isinstance(e.tag, str)) if re.fullmatch("h[1-6]", tag)
    ]
    problems += [f"h{b} follows h{a}" for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]
    problems += [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    problems += [f"{len(tree.xpath('//main'))} main"] if len(tree.xpath("//main")) != 1 else []
    problems += ["no lang"] if not tree.get("lang") else []
    problems += [f"style attribute on {e.tag}" for e in tree.xpath("//*[@style]")]
    problems += [f"a table without caption: {e.text_content()[:40]}" for e in tree.xpath("//table[not(caption)]")]
    problems += [f"th without scope: {e.text_content()[:40]}" for e in tree.xpath("//th[not(@scope)]")]
    problems += [
        f"an svg without name or aria-hidden in {e.getparent().tag}"
        for e in tree.xpath("//svg[not(@aria-label) and not(@aria-hidden)]")
    ]
    return problems


def run_axe(browser: Chrome) -> list[str]:
    """What axe-core finds in the open page: rule and where."""
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    return [
        f"{v['id']}: {n['target']} {n['failureSummary'][:200]}" for v in found["violations"] for n in v["nodes"][:3]
    ]


def read_requests(browser: Chrome) -> list[str]:
    """Addresses asked for since the last reading, other than files."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith(("file:", "data:", "chrome:"))]


def check_in_browser(
    browser: Chrome, page: Path, *, widths: Sequence[int] = WIDTHS, schemes: Sequence[str] = SCHEMES, axe: bool = True
) -> list[str]:
    """Everything at once, at both widths and in both schemes: axe, console, requests, sideways scroll."""
    problems = []
    for width in widths:
        for scheme in schemes:
            browser.get_log("browser"), read_requests(browser)
            show_page(browser, page, width=width, scheme=scheme)
            where = f"{page.parent.name}/{page.name} at {width} {scheme}"
            problems += [f"{where}: {problem}" for problem in (run_axe(browser) if axe else [])]
            problems += [f"{where}: console: {e['message']}" for e in browser.get_log("browser")]
            problems += [f"{where}: asks for {url}" for url in read_requests(browser)]
    show_page(browser, page, width=320)
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    return problems + ([f"{page.name}: {wide} pixels wide at 320"] if wide > 320 else [])
