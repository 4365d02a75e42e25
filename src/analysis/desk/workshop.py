"""The codebook workshop as a widget: every keystroke is tried over all events, and nothing is saved without a click."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import anywidget
import traitlets

from analysis.codebook import WRITTEN, Code, Codebook, find_codebook, load_codebook
from analysis.codebook.editing import (
    TEXTS,
    Edit,
    edit_codebook,
    read_indicators,
    save_codebook,
    show_difference,
    write_indicator,
)
from analysis.coding.embedding import load_encoder, require_learned
from analysis.desk.gathering import Gathered, gather_events
from analysis.desk.queueing import queue_segments
from analysis.desk.shop_showing import SHOWN, Message, describe_shop, send_trial, write_forms
from analysis.desk.trying import Workshop
from analysis.errors import InputError
from analysis.event import find_root, load_event
from analysis.measures.alarms import LANGUAGE
from analysis.measures.candidates import group_segments
from analysis.pipeline import build_tables
from analysis.starting.codebooks import list_candidates
from analysis.tables.rows import each_row
from analysis.text.languages import is_same_language

SHOWN_PLACES = 3  # sentences of a candidate
NEXT = 12  # segments that are proposed for coding


def open_workshop(codebook: str, *, root: Path | None = None) -> "CodebookWorkshop":
    """The workshop for `data/codebooks/<codebook>.yml`, over all events in its language.

    Raises InputError where the codebook is not there or cannot be read, or no event has its language.
    """
    root = find_root() if root is None else root
    path = find_codebook(codebook, root)
    return CodebookWorkshop(path, root, gather_events(root, load_codebook(path)))


@dataclass
class _Draft:
    """What was typed for one code and is not saved."""

    lines: list[str]
    texts: dict[str, str]
    frame: str = ""  # of a new code


class CodebookWorkshop(anywidget.AnyWidget):
    """The workshop in JupyterLab; it comes from `open_workshop`.

    `shop` is what changes only with a save; all else travels in messages (see `answer`).
    """

    _esm = (files("analysis.desk") / "workshop.js").read_text(encoding="utf-8")
    _css = (files("analysis.desk") / "workshop.css").read_text(encoding="utf-8")
    shop = traitlets.Dict().tag(sync=True)

    def __init__(self, path: Path, root: Path, gathered: Gathered) -> None:
        super().__init__()
        self.path, self.root, self.gathered = path, root, gathered
        self._load()
        self.on_msg(lambda _widget, message, _buffers: self.send(self.answer(message)))

    def answer(self, message: Message) -> Message:
        """The answer to one message: `is` and `n` are the message's `do` and `n`; a mistake is told in `failed`."""
        do = str(message.get("do", ""))
        try:
            answered = self._act(do, message)
        except (InputError, ValueError, KeyError, TypeError, OSError) as error:
            answered = {"failed": str(error)[:400] if isinstance(error, InputError) else f"not done: {error!r}"[:400]}
        about = {"is": do, "n": message.get("n", 0), "code": message.get("code", "")}
        return {**about, "unsaved": list(self.drafts), "counts": self.workshop.count_segments(), **answered}

    def _act(self, do: str, message: Message) -> Message:
        match do:
            case "try":
                return self._try(str(message["code"]), message)
            case "suggest":
                code = str(message["code"])
                suggested = self.workshop.suggest(code, self._draft(code).lines)
                return {"suggested": [asdict(one) for one in suggested], "without": self.without}
            case "new":
                return self._start_code(str(message["code"]).strip(), str(message["frame"]).strip())
            case "drop":
                return self._drop(str(message["code"]))
            case "candidates":
                return self._list_candidates(str(message["event"]))
            case "next":
                return self._list_next(message)
            case "changes":
                return {"difference": show_difference(*edit_codebook(self.path, self._list_edits()))}
            case "save":
                return self._save()
        raise ValueError(f'the workshop does not know "{do[:40]}"')

    def _load(self) -> None:
        """The codebook as the file has it now; nothing is typed yet."""
        self.codebook: Codebook = load_codebook(self.path)
        self.drafts: dict[str, _Draft] = {}
        self.without = _find_obstacle(self.codebook)
        self.workshop = Workshop(
            self.gathered.segments,
            self.codebook,
            human=self.gathered.human,
            off_topic=self.gathered.off_topic,
            load_encoder=None if self.without else load_encoder,
        )
        self.shop = describe_shop(self.path, self.codebook, self.gathered, self.workshop.count_segments())

    def _draft(self, code: str) -> _Draft:
        """What stands in the editor for the code."""
        own = _find(self.codebook, code)
        if code in self.drafts:
            return self.drafts[code]
        if own is None:
            raise InputError(f'there is no code "{code}"; start it with New code')
        return _Draft([write_indicator(i) for i in own.indicators], {})

    def _try(self, code: str, message: Message) -> Message:
        """One keystroke: keep what was typed, and say what it does."""
        draft = self._draft(code)
        texts = {str(k): " ".join(str(v).split()) for k, v in dict(message.get("texts", {})).items() if k in TEXTS}
        own = _find(self.codebook, code)
        changed = {k: v for k, v in texts.items() if v != (" ".join(getattr(own, k).split()) if own else "")}
        lines = str(message["indicators"]).splitlines()
        self.drafts[code] = _Draft(lines, changed, draft.frame)
        if own and not changed and _is_same(own.indicators, code, lines):
            del self.drafts[code]
        stale = list(self.gathered.coders) if set(changed) & set(WRITTEN) and not draft.frame else []
        tried = self.workshop.try_code(code, lines)
        return {**send_trial(tried), "stale": stale}

    def _start_code(self, code: str, frame: str) -> Message:
        """A code that is not in the file yet."""
        if not code or not frame or code.startswith("/"):
            raise InputError("a new code needs a name and a frame; write both")
        if code in self.drafts or _find(self.codebook, code):
            raise InputError(f'there is a code "{code}" already; choose another name')
        self.drafts[code] = _Draft([], {}, frame)
        return {"frame": frame}

    def _drop(self, code: str) -> Message:
        """Forget what was typed for the code."""
        self.drafts.pop(code, None)
        self.workshop.forget_trial(code)
        return {}

    def _list_edits(self) -> list[Edit]:
        """What was typed, as changes of the file. Raises InputError where an indicator cannot be read."""
        edits = []
        for code, draft in self.drafts.items():
            own = _find(self.codebook, code)
            indicators = read_indicators(code, draft.lines)
            kept = None if own and indicators == own.indicators else indicators
            edits.append(Edit(code, kept, draft.texts, draft.frame))
        return edits

    def _save(self) -> Message:
        """Write the file, all or nothing, and show what was changed in it."""
        now = load_codebook(self.path)
        touched = {code for code in self.drafts if _find(now, code) != _find(self.codebook, code)}
        if touched:
            raise InputError(
                f'{self.path.name}: code "{min(touched)}" was changed in the file meanwhile; '
                "copy what you typed, run this cell again and type it there"
            )
        before, after = edit_codebook(self.path, self._list_edits())
        if before != after:
            save_codebook(self.path, after)
        self._load()
        return {"difference": show_difference(before, after), "saved": before != after}

    def _list_candidates(self, event: str) -> Message:
        """Words of the event, or of all that are coded with the codebook, with sentences; and sentences alike."""
        slugs = [event] if event else list(self.gathered.own or self.gathered.events)
        segments, found = list_candidates(self.root, slugs, most=SHOWN)
        text_of = dict(zip(segments["segment_id"], segments["text"], strict=True))
        candidates = [
            {
                "indicator": write_forms(row.forms.split("; ")),
                "expert": row.expert,
                "n": row.n,
                "n_segments": row.n_segments,
                "places": [text_of[place] for place in row.segment_ids.split("; ")[:SHOWN_PLACES]],
            }
            for row in each_row(found)
        ]
        groups = [
            [text_of[i] for i in group]
            for group in group_segments(segments, language=self.codebook.language)
            if len(group) > 1
        ]
        return {"candidates": candidates, "alike": groups[:NEXT]}

    def _list_next(self, message: Message) -> Message:
        """The sentences of an event that are worth judging next, in the order that was asked for: never a sample."""
        tables = build_tables(load_event(str(message["event"]), root=self.root))
        order, code = str(message.get("order", "useful")), str(message.get("code", ""))
        queued, by = queue_segments(tables, self.codebook, order=order, code=code, most=NEXT)
        return {"next": [asdict(one) for one in queued], "by": by}


def _find(codebook: Codebook, code: str) -> Code | None:
    """The code as the codebook has it; None where it has not."""
    return next((c for c in codebook.codes if c.code == code), None)


def _find_obstacle(codebook: Codebook) -> str:
    """Why no neighbours in meaning can be suggested; empty where they can."""
    if not is_same_language(codebook.language, LANGUAGE):
        return "Neighbours in meaning are suggested for English only."
    try:
        require_learned()
    except InputError as error:
        return f"Neighbours in meaning are not suggested: {error}."
    return ""


def _is_same(indicators: Sequence[object], code: str, lines: Sequence[str]) -> bool:
    """Whether the lines say what the file says."""
    try:
        return read_indicators(code, lines) == tuple(indicators)
    except InputError:
        return False
