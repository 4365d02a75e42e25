"""Pages that stand in the place of the page that was wanted: errors, consent, logins, robots kept out."""

import re

from analysis.sources.page import Page
from analysis.text import count_words

MOST = 250  # words; such pages are short
NOT_FOUND = (
    r"^\W*(?:404|410)\b|\berror\W*404\b|\bpage (?:was |could )?not (?:be )?found\b"
    r"|\bpage (?:does not|doesn[’']t) exist\b|\bno results (?:were )?found\b"
    r"|\b(?:can[’']?t|cannot|couldn[’']t|could not|unable to) (?:find|locate) (?:the|that|this) (?:page|url|address)\b"
    r"|\b(?:has not archived|no longer available on this server|is for sale\b.{0,40}\bdomain)\b"
    r"|\bSeite (?:wurde )?nicht gefunden\b|\bnicht gefunden werden\b|\bSeite existiert nicht\b"
    r"|\bkunde inte hittas\b|\bhittade? inte sidan\b|\bsidan (?:finns inte|saknas)\b"
    r"|\bpage (?:est )?introuvable\b|\bpage\b.{0,40}\bn[’']existe (?:pas|plus)\b"
)
DENIED = (
    r"\b403 forbidden\b|\baccess (?:is |was )?denied\b|\bpermission to (?:access|view)\b|\byou have been blocked\b"
    r"|\bunable to access\b|\bnot available in your (?:region|country)\b|\bZugriff verweigert\b|\båtkomst nekad\b"
    r"|\baccès (?:refusé|interdit)\b"
)
BROKEN = (
    r"\berror\W*50\d\b|\binternal server error\b|\bbad gateway\b|\bservice (?:is )?(?:temporarily )?unavailable\b"
    r"|\b429\b.{0,20}\btoo many requests\b|\bunexpected error\b|\b(?:down|closed) for (?:scheduled )?maintenance\b"
    r"|\bwe[’']ll be back soon\b|\bWartungsarbeiten\b|\bsuccessfully installed and working\b"
)
ROBOT = (
    r"\bverify(?:ing)? (?:that )?you are (?:a )?human\b|\bare you a robot\b|\bcaptcha\b|\bchecking your browser\b"
    r"|^\W*just a moment\b|\bsecurity verification\b|\bincapsula\b|\bcloudflare\b|\bare not a (?:ro)?bot\b"
)
LOGIN = (
    r"\b(?:(?:sign|log) ?in|subscribe|register|create (?:a free |an )?account)\b.{0,60}\b(?:read|continue|view|unlock)"
    r"|\b(?:already a subscriber|subscribers only|for members only|forgot(?:ten)? (?:your )?password)\b"
    r"|\baccess through your institution\b|\bstart your free trial\b"
    r"|\bPasswort vergessen\b|\bnur für Abonnenten\b|\bmelden Sie sich an\b"
    r"|\bglömt (?:ditt )?lösenord|\bendast för prenumeranter\b|\blogga in för att\b"
    r"|\bmot de passe oublié|\bréservé aux abonnés\b|\bconnectez-vous pour\b"
)
COOKIES = (
    r"\baccept (?:all )?cookies\b|\bcookie (?:settings|preferences|policy)\b|\bwe (?:value your privacy|use cookies)\b"
    r"|\bverwenden (?:wir )?Cookies\b|\bIhre Privatsphäre\b|\balle akzeptieren\b"
    r"|\banvänder (?:vi )?(?:kakor|cookies)\b|\bgodkänn alla\b|\butilis\w+ des cookies\b|\btout accepter\b"
)
SCRIPTS = (
    r"\benable java ?script\b|\bjava ?script (?:is )?(?:required|disabled)\b|\baktivieren Sie JavaScript\b"
    r"|\baktivera java ?script\b|\bactiver java ?script\b|\byou are being redirected\b"
)
AGE = r"\b(?:over|older than|at least) (?:16|18|21)\b.{0,40}\b(?:enter|continue|site)\b"
FLAGS = re.IGNORECASE | re.DOTALL | re.MULTILINE
WALLS = {
    NOT_FOUND: "is an error page (not found); look for the page’s new address",
    DENIED: "is an error page (access denied); open the page in a browser and save it there",
    BROKEN: "is an error page of the server; try again later",
    ROBOT: "is a check for robots; open the page in a browser and save it there",
    LOGIN: "is a login page; sign in with a browser and save the page there",
    COOKIES: "is a page that asks for consent to cookies; answer it in a browser and save the page then",
    AGE: "asks for an age; answer it in a browser and save the page then",
    SCRIPTS: "holds no text without its scripts; open it in a browser, wait until it shows, and save it again",
}


def name_wall(page: Page) -> str:
    """What a short page is instead of a published one, and what to do; empty where nothing says so."""
    text = f"{page.title}\n{page.text}"
    if count_words(text) > MOST:
        return ""
    return next((told for pattern, told in WALLS.items() if re.search(pattern, text, FLAGS)), "")
