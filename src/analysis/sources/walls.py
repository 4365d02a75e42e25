"""Pages that stand in the place of the page that was wanted: errors, consent, logins, robots kept out."""

import re

from analysis.sources.page import Page
from analysis.text import count_words

MOST = 250  # words; such pages are short
NOT_FOUND = (
    r"^\W*404\b|\berror\W*404\b|\bpage (?:was |could )?not (?:be )?found\b|\bpage (?:does not|doesn[’']t) exist\b"
)
DENIED = r"\b403 forbidden\b|\baccess (?:is |was )?denied\b|\bpermission to (?:access|view)\b"
BROKEN = r"\berror\W*50\d\b|\binternal server error\b|\bbad gateway\b|\bservice (?:is )?(?:temporarily )?unavailable\b"
ROBOT = r"\bverify(?:ing)? (?:that )?you are (?:a )?human\b|\bare you a robot\b|\bcaptcha\b|\bchecking your browser\b"
LOGIN = (
    r"\b(?:(?:sign|log) ?in|subscribe|register|create (?:a free |an )?account)\b.{0,60}\b(?:read|continue|view|unlock)"
    r"|\b(?:already a subscriber|subscribers only|for members only|forgot(?:ten)? (?:your )?password)\b"
)
COOKIES = (
    r"\baccept (?:all )?cookies\b|\bcookie (?:settings|preferences|policy)\b|\bwe (?:value your privacy|use cookies)\b"
)
SCRIPTS = r"\benable java ?script\b|\bjava ?script (?:is )?(?:required|disabled)\b"
FLAGS = re.IGNORECASE | re.DOTALL | re.MULTILINE
WALLS = {
    NOT_FOUND: "is an error page (not found); look for the page’s new address",
    DENIED: "is an error page (access denied); open the page in a browser and save it there",
    BROKEN: "is an error page of the server; try again later",
    ROBOT: "is a check for robots; open the page in a browser and save it there",
    LOGIN: "is a login page; sign in with a browser and save the page there",
    COOKIES: "is a page that asks for consent to cookies; answer it in a browser and save the page then",
    SCRIPTS: "holds no text without its scripts; open it in a browser, wait until it shows, and save it again",
}


def name_wall(page: Page) -> str:
    """What a short page is instead of a published one, and what to do; empty where nothing says so."""
    text = f"{page.title}\n{page.text}"
    if count_words(text) > MOST:
        return ""
    return next((told for pattern, told in WALLS.items() if re.search(pattern, text, FLAGS)), "")
