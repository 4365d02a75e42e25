"""What a coder means by the desk's keys: written from the map of the keys, not from the desk's code."""

import random
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

KEYS = "123456789qwertyuiop"
Step = tuple[str, Any]
WORD_KEYS = {
    (1, 1): Keys.ARROW_RIGHT,
    (1, -1): Keys.ARROW_LEFT,
    (0, 1): Keys.ARROW_DOWN,
    (0, -1): Keys.ARROW_UP,
}
NAMED = {
    "Enter": Keys.ENTER,
    "down": Keys.ARROW_DOWN,
    "up": Keys.ARROW_UP,
    "right": Keys.ARROW_RIGHT,
    "left": Keys.ARROW_LEFT,
    "esc": Keys.ESCAPE,
    " ": Keys.SPACE,
}
PLAIN = ["Enter"] * 6 + [*"00 adxnzzzzZZsf", "down", "up", "right", "left", "esc"]


def find_words(text: str) -> list[tuple[int, int]]:
    """Where the words stand, without the punctuation around them."""
    found = []
    for match in re.finditer(r"\S+", text):
        a, b = match.span()
        while a < b and not text[a].isalnum():
            a += 1
        while b > a and not (text[b - 1].isalnum() or text[b - 1] == "%"):
            b -= 1
        if a < b:
            found.append((a, b))
    return found


class Oracle:
    """The judgements that a sequence of keys means."""

    def __init__(self, order: tuple[str, ...], codes: list[str], texts: dict[str, str]) -> None:
        self.order, self.codes, self.texts = order, codes, texts
        self.cells: dict[tuple[str, str], dict[str, Any]] = {}
        self.done: list[tuple[Any, Any, str, int | None]] = []
        self.undone: list[tuple[Any, Any, str, int | None]] = []
        self.place, self.focus = 0, 0
        self.chosen: tuple[int, int] | None = None

    def reopen(self) -> None:
        """The desk is opened again."""
        self.place = next((i for i, s in enumerate(self.order) if self.is_open(s)), 0)
        self.focus, self.chosen = 0, None

    @property
    def segment(self) -> str:
        return self.order[self.place]

    def read(self, segment: str, code: str = "") -> dict[str, Any]:
        return self.cells.get((segment, code), {})

    def is_open(self, segment: str) -> bool:
        return any("value" not in self.read(segment, code) for code in self.codes)

    def do(self, changes: dict[tuple[str, str], dict[str, Any]], focus: int | None = None) -> None:
        """Set whole cells; what changes nothing cannot be undone."""
        after = {**self.cells, **changes}
        after = {key: value for key, value in after.items() if value}
        if after != self.cells:
            self.done.append((self.cells, after, self.segment, focus))
            self.cells, self.undone = after, []

    def back(self, source: list[Any], target: list[Any], which: int) -> None:
        if source:
            entry = source.pop()
            target.append(entry)
            self.cells = deepcopy(entry[which])
            self.go(self.order.index(entry[2]))
            self.focus = self.focus if entry[3] is None else entry[3]

    def go(self, place: int) -> None:
        place = min(max(place, 0), len(self.order) - 1)
        if place != self.place:
            self.place, self.chosen = place, None

    def find_next(self) -> int:
        ahead = [(self.place + k) % len(self.order) for k in range(1, len(self.order))]
        tests: list[Callable[[str], bool]] = [
            lambda s: self.is_open(s) and not self.read(s).get("skip"),
            self.is_open,
            lambda s: any(self.read(s, code).get("value") == "unsure" for code in self.codes),
        ]
        return next((i for test in tests for i in ahead if test(self.order[i])), self.place)

    def judge(self, number: int, want: str = "") -> None:
        self.focus = number
        chosen, self.chosen = self.chosen, None
        cell = dict(self.read(self.segment, self.codes[number]))
        spans = [tuple(span) for span in cell.get("spans", [])]
        if chosen and want not in ("absent", "clear"):
            if chosen in spans:
                spans.remove(chosen)
            else:
                touching = [s for s in spans if s[1] > chosen[0] and s[0] < chosen[1]]
                joined = min(s[0] for s in [chosen, *touching]), max(s[1] for s in [chosen, *touching])
                spans = sorted([*(s for s in spans if s not in touching), joined])
            cell |= {"value": want or "present", "spans": spans}
        else:
            value = want or ("absent" if cell.get("value") == "present" else "present")
            cell["value"] = value
            if value in ("absent", "clear"):
                cell["spans"] = []
            if value == "clear":
                del cell["value"]
        if not cell.get("spans"):
            cell.pop("spans", None)
        self.do({(self.segment, self.codes[number]): cell}, number)

    def finish(self, *, none: bool) -> None:
        self.chosen = None
        changes: dict[tuple[str, str], dict[str, Any]] = {
            (self.segment, code): {"value": "absent"}
            for code in self.codes
            if none or "value" not in self.read(self.segment, code)
        }
        changes[self.segment, ""] = {k: v for k, v in self.read(self.segment).items() if k != "skip"}
        self.do(changes)
        self.go(self.find_next())

    def choose_words(self, side: int, step: int) -> None:
        words = find_words(self.texts[self.segment])
        a = b = 0
        if self.chosen:
            a = next(i for i, word in enumerate(words) if word[1] > self.chosen[0])
            b = max(i for i, word in enumerate(words) if word[0] < self.chosen[1])
            moved = min(max((b if side else a) + step, 0), len(words) - 1)
            a, b = (min(a, moved), moved) if side else (moved, max(b, moved))
        self.chosen = words[a][0], words[b][1]

    def mark(self, name: str, value: object) -> None:
        cell = {k: v for k, v in {**self.read(self.segment), name: value}.items() if v}
        self.do({(self.segment, ""): cell})

    def press(self, step: Step) -> None:
        """One key, or one memo with its text."""
        match step:
            case "code", number:
                self.judge(number)
            case "doubt", number:
                self.judge(number, "unsure")
            case "memo", text:
                self.mark("memo", self.read(self.segment).get("memo", "") + text)
            case "words", (side, by):
                self.choose_words(side, by)
            case _, "Enter" | "0" as key:
                self.finish(none=key == "0")
            case _, " " | "a" | "d" | "x" as key:
                self.judge(self.focus, {" ": "present", "a": "absent", "d": "unsure", "x": "clear"}[key])
            case _, "down" | "up" as key:
                self.focus = (self.focus + (1 if key == "down" else -1)) % len(self.codes)
            case _, "right" | "left" as key:
                self.go(self.place + (1 if key == "right" else -1))
            case _, "n":
                self.go(self.find_next())
            case _, "esc":
                self.chosen = None
            case _, "z":
                self.back(self.done, self.undone, 0)
            case _, "Z":
                self.back(self.undone, self.done, 1)
            case _, "f":
                self.mark("flag", not self.read(self.segment).get("flag"))
            case _, "s":
                self.chosen = None
                if self.is_open(self.segment):
                    self.mark("skip", True)
                self.go(self.find_next())

    def list_cells(self) -> dict[str, dict[str, Any]]:
        """The cells as the ledger names them."""
        return {
            (f"code|{segment}|{code}" if code else f"seg|{segment}"): {
                k: [list(span) for span in v] if k == "spans" else v for k, v in cell.items()
            }
            for (segment, code), cell in self.cells.items()
        }

    def list_rows(self) -> dict[tuple[str, str], tuple[bool, str]]:
        """What must stand in the coder's file: present and the first evidence of each segment and code."""
        rows = {}
        for (segment, code), cell in self.cells.items():
            if cell.get("value") in ("present", "absent"):
                a, b = cell.get("spans", [(0, 0)])[0]
                rows[segment, code] = cell["value"] == "present", self.texts[segment][a:b]
        return rows


def choose_step(rng: random.Random, n_codes: int) -> Step:
    """A key that somebody might press."""
    number = rng.random()
    if number < 0.42:
        return ("code" if number < 0.34 else "doubt"), rng.randrange(min(n_codes, len(KEYS)))
    if number < 0.54:
        return "words", rng.choice([(1, 1), (1, 1), (1, -1), (0, 1), (0, -1)])
    if number < 0.58:
        return "memo", rng.choice(["1qz", "m 0", "sfx", "né😀"])
    return "key", rng.choice(PLAIN)


def press_fast(driver: Chrome, steps: list[Step]) -> None:
    """All keys in one call: no time between them but the browser's own."""
    actions = ActionChains(driver, duration=0)
    for kind, value in steps:
        if kind == "memo":
            keys: list[str] = ["m", *value, Keys.ESCAPE]
        elif kind == "words":
            keys = [WORD_KEYS[value]]
        else:
            keys = [KEYS[value] if kind in ("code", "doubt") else NAMED.get(value, value.lower())]
        shift = kind in ("doubt", "words") or value == "Z"
        if shift:
            actions.key_down(Keys.SHIFT)
        for key in keys:
            actions.key_down(key).key_up(key)
        if shift:
            actions.key_up(Keys.SHIFT)
    actions.perform()
