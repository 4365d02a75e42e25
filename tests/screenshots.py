"""Take pictures of pages to look at: `python -m tests.screenshots [PAGE …] [--to FOLDER]`.

Every page at 1280 and 360 pixels, light and dark, whole and first screen, and as printed. Without PAGE: every page
below reports/.
"""

import argparse
import base64
from pathlib import Path

from selenium import webdriver

from tests.browser import open_browser, show_page

ROOT = Path(__file__).parents[1]
TALLEST = 30000  # pixels of one picture


def main() -> None:
    """Read the command line, take the pictures, say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, help="HTML files (default: all below reports/)")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "screenshots", help="folder for the pictures")
    arguments = parser.parse_args()
    pages = arguments.pages or sorted((ROOT / "reports").rglob("*.html"))
    arguments.to.mkdir(parents=True, exist_ok=True)
    with open_browser() as driver:
        for page in pages:
            picture_page(driver, page.resolve(), arguments.to)
    print(f"{len(pages)} pages in {arguments.to}")


def picture_page(driver: webdriver.Chrome, page: Path, folder: Path) -> None:
    """Both widths in both schemes, and the print."""
    near = page.relative_to(ROOT) if page.is_relative_to(ROOT) else Path(page.parent.name) / page.name
    name = "-".join(near.with_suffix("").parts)
    for width in (1280, 360):
        for scheme in ("light", "dark"):
            show_page(driver, page, width=width, scheme=scheme)
            save_picture(driver, folder / f"{name}-{width}-{scheme}-first.png", width, 900)
            height = min(TALLEST, driver.execute_script("return document.documentElement.scrollHeight"))
            save_picture(driver, folder / f"{name}-{width}-{scheme}.png", width, height)
    show_page(driver, page, width=1280)
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False, "preferCSSPageSize": True})
    (folder / f"{name}.pdf").write_bytes(base64.b64decode(printed["data"]))


def save_picture(driver: webdriver.Chrome, path: Path, width: int, height: int) -> None:
    """The page's top `height` pixels."""
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    shot = driver.execute_cdp_cmd(
        "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
    )
    path.write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    main()
