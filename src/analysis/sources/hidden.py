"""What a browser does not paint of a page: hidden elements, and those that only a program reads aloud."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FOR_READERS_ALOUD = re.compile(
    r"(?<!not-)(?<![^\s_-])(?:sr[_-]?only|visually[_-]?hidden|hidden[_-]?visually|screen[_-]?readers?(?:[_-](?:text|only))?"
    r"|elementor-screen-only|assistive[_-]text|element-invisible|a11y[_-]?(?:hidden|text|only)|off[_-]?screen"
    r"|accessib(?:ly|ility)[_-](?:hidden|text)|show-for-sr)(?![^\s_-])",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SEEN = re.compile(r"display\s*:|visibility\s*:\s*visible", re.IGNORECASE)
OUT_OF_SIGHT = re.compile(  # how style sheets keep an element for programs that read aloud
    r"position\s*:\s*absolute.*?(?:\b(?:left|top|right)\s*:\s*-\d{3,}|\bclip(?:-path)?\s*:|\bwidth\s*:\s*1px)"
    r"|\btext-indent\s*:\s*-\d{3,}",
    re.IGNORECASE | re.DOTALL,
)
SHEET_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SHEET_TOKEN = re.compile(r"[{};]|[^{};]+")
SIMPLE = re.compile(r"[.#][\w-]+")
TOLD_ASIDE = re.compile(r"\b(?:tooltip|tip|popover|popup|badge|label|icon|glossary|definition)\b", re.IGNORECASE)
ICON = re.compile(r"icon|material-symbols|\bfa[bsr]?\b|\bglyph", re.IGNORECASE)
SENTENCE = re.compile(r"[.!?…][”\"’»)\]]*(?:\s|$)")
FEWEST = 5  # words of a sentence


@dataclass(frozen=True)
class Sight:
    """Classes and ids, as `.name` and `#name`, that the page's own style sheets hide or keep for readers aloud."""

    unseen: frozenset[str] = frozenset()
    aloud: frozenset[str] = frozenset()

    def is_unseen(self, node: Any) -> bool:
        """Whether a browser does not show the element, at least at first."""
        if node.get("hidden") is not None or UNSEEN.search(node.get("style") or ""):
            return True
        return bool(self.unseen) and not self.unseen.isdisjoint(_list_selectors(node))

    def is_for_readers_aloud(self, node: Any) -> bool:
        """Whether only a program that reads aloud gets the element."""
        if FOR_READERS_ALOUD.search(node.get("class") or ""):
            return True
        return bool(self.aloud) and not self.aloud.isdisjoint(_list_selectors(node))

    def is_read_twice(self, node: Any) -> bool:
        """Whether it is one copy of words that are painted for the eye and beside it said whole for the ear."""
        heard, other = self.is_for_readers_aloud(node), (node.getprevious(), node.getnext())
        if not heard and not is_silent(node):
            return False
        pairs = (n for n in other if n is not None and (is_silent(n) if heard else self.is_for_readers_aloud(n)))
        return any(_squeeze(pair) == _squeeze(node) for pair in pairs)

    def leaves_out(self, node: Any) -> bool:
        """Whether an element of running text is none that a reader reaches as part of the sentence.

        Hidden sentences are reached (`Read more`), hidden labels and tips are not. What is silent for programs that
        read aloud is painted, but an icon is no word.
        """
        if self.is_for_readers_aloud(node):
            return not self.is_read_twice(node)
        if self.is_unseen(node):
            text = node.text_content()
            named = f"{node.get('class') or ''} {node.get('role') or ''}"
            return len(text.split()) < FEWEST or not SENTENCE.search(text) or bool(TOLD_ASIDE.search(named))
        return is_silent(node) and _is_ornament(node)


def is_silent(node: Any) -> bool:
    """Whether programs that read aloud leave the element out."""
    return str(node.get("aria-hidden")) == "true"


def read_sight(tree: Any) -> Sight:
    """What the page's own style sheets hide by the name of one class or id, whatever the width of the window."""
    unseen: set[str] = set()
    aloud: set[str] = set()
    for sheet in tree.iter("style"):
        for selectors, said in _list_rules(SHEET_COMMENT.sub("", sheet.text or "")):
            names = {name for one in selectors.split(",") if SIMPLE.fullmatch(name := one.strip())}
            if UNSEEN.search(said):
                unseen |= names
            elif SEEN.search(said):
                unseen -= names
            if OUT_OF_SIGHT.search(said):
                aloud |= names
    return Sight(frozenset(unseen), frozenset(aloud))


def _list_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations, but for those inside `@media` and the like."""
    depth, selectors, said = 0, "", ""
    for token in SHEET_TOKEN.findall(sheet):
        if token == "{":
            depth += 1
        elif token == "}":
            if depth == 1:
                yield selectors, said
            depth, selectors, said = max(0, depth - 1), "" if depth == 1 else selectors, ""
        elif depth == 0:
            selectors = "" if token == ";" else token
        elif depth == 1:
            said += token


def _list_selectors(node: Any) -> set[str]:
    """The names by which a simple rule may call an element."""
    return {f".{name}" for name in (node.get("class") or "").split()} | {f"#{node.get('id') or ''}"}


def _squeeze(node: Any) -> str:
    return "".join(node.text_content().split())


def _is_ornament(node: Any) -> bool:
    """An icon, a mark without letters, or the link of a heading to itself."""
    told = f"{node.get('class') or ''}"
    anchor = node.tag == "a" and (node.get("href") or "").startswith("#")
    return anchor or bool(ICON.search(told)) or not any(map(str.isalnum, node.text_content()))
