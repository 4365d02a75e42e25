"""The coding desk as a widget: turns clicks into saved judgements and shows what is saved."""

from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from analysis.coding.human import Pass
from analysis.desk.adjudication import list_disagreements
from analysis.desk.session import KEYS, Session, find_context
from analysis.errors import InputError


class CodingDesk(anywidget.AnyWidget):
    """One coder's desk in JupyterLab; `session` comes from `open_session` or `open_adjudication`.

    `view` is what the browser shows, always read from what is saved; `codebook` stands beside it.
    """

    _esm = (files("analysis.desk") / "desk.js").read_text(encoding="utf-8")
    _css = (files("analysis.desk") / "desk.css").read_text(encoding="utf-8")
    view = traitlets.Dict().tag(sync=True)
    codebook = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.place = session.first_open
        self.phase: Pass = "adjudication" if session.record.kind == "consensus" else "blind"
        self.items = list_disagreements(session) if self.phase == "adjudication" else []
        if self.items:
            self.place = next((i for i, item in enumerate(self.items) if item["decided"] is None), 0)
        self.codebook = show_codebook(session)
        self.on_msg(lambda _widget, message, _buffers: self.receive(message))
        self.show("")

    def receive(self, message: dict[str, Any]) -> None:
        """One click or key press; what cannot be done is said on the desk and changes nothing."""
        number = message.get("number", 0)
        try:
            said = self.act(message)
        except (InputError, ValueError, KeyError, OSError) as error:
            self.show(f"Not saved: {error}", number=number, failed=True)
        else:
            self.show(said, number=number)

    def act(self, message: dict[str, Any]) -> str:
        """Do what the message asks; what to say about it."""
        match message.get("do"):
            case "go":
                last = len(self.items if self.phase == "adjudication" else self.session.order) - 1
                self.place = min(max(int(message["place"]), 0), max(last, 0))
                return ""
            case "judge":
                return self.judge(str(message["code"]), message)
            case "finish":
                return self.finish()
            case "undo":
                return self.undo()
            case "phase":
                return self.change_phase(str(message["phase"]))
            case other:
                raise ValueError(f'the desk does not know "{other}"')

    @property
    def segment_id(self) -> str:
        """The segment on the desk."""
        if self.phase == "adjudication":
            return str(self.items[self.place]["segment_id"])
        return self.session.order[self.place]

    def judge(self, code: str, message: dict[str, Any]) -> str:
        """Save one judgement, with memo and evidence."""
        if code not in self.session.codes:
            raise ValueError(f'the codebook has no code "{code}"')
        given: dict[str, Any] = {
            "code": code,
            "present": bool(message["present"]),
            "memo": str(message.get("memo", "")),
        }
        if message.get("evidence") and given["present"]:
            segments = self.session.tables["segments"].set_index("segment_id")
            first = int(segments["start"][self.segment_id]) + int(message["evidence_start"])
            given |= {"evidence": str(message["evidence"]), "evidence_start": first}
        self.session.judge(self.segment_id, [given], kept=self.phase)
        if self.phase == "adjudication":
            self.items[self.place]["decided"] = given["present"]
            self.place = min(self.place + 1, len(self.items) - 1)
        return f"{code}: {'present' if given['present'] else 'absent'}, saved"

    def finish(self) -> str:
        """Every code not yet judged here is absent; then the next segment that is open."""
        if self.phase != "blind":
            raise ValueError("a segment is finished in the blind pass only")
        rest = [c for c in self.session.codes if (self.segment_id, c, "blind") not in self.session.judged]
        if rest:
            self.session.judge(self.segment_id, [{"code": c, "present": False} for c in rest], kept="blind")
        n_present = sum(self.session.judged[self.segment_id, c, "blind"]["present"] for c in self.session.codes)
        order = self.session.order
        ahead = [i % len(order) for i in range(self.place + 1, self.place + len(order))]
        self.place = next((i for i in ahead if not self.session.is_done(order[i])), self.place)
        said = f"{n_present} present, the rest absent, saved" if n_present else "judged, none applies, saved"
        return said if self.session.n_done < len(order) else f"{said}; all segments are judged"

    def undo(self) -> str:
        """Take back the last change and go to where it was."""
        segment_id = self.session.undo()
        if not segment_id:
            return "nothing to take back in this sitting"
        if self.phase == "adjudication":
            self.items = list_disagreements(self.session)
            self.place = next((i for i, item in enumerate(self.items) if item["decided"] is None), self.place)
        else:
            self.place = self.session.order.index(segment_id)
        return "taken back, saved"

    def change_phase(self, phase: str) -> str:
        """Show the dictionary's matches, only once everything has been judged blind."""
        if phase not in ("blind", "after suggestions") or self.phase == "adjudication":
            raise ValueError(f'there is no pass "{phase}" here')
        if phase == "after suggestions" and self.session.n_done < len(self.session.order):
            raise ValueError("the dictionary's matches are shown after the blind pass; judge all segments first")
        self.phase = "blind" if phase == "blind" else "after suggestions"
        self.place = 0
        return f"pass: {self.phase}"

    def show(self, said: str, *, number: int = 0, failed: bool = False) -> None:
        """Bring the browser what is saved now."""
        common = {"said": said, "failed": failed, "number": number, "phase": self.phase, "place": self.place}
        if self.phase == "adjudication":
            decided = sum(item["decided"] is not None for item in self.items)
            item = self.items[self.place] if self.items else {}
            self.view = {**common, "total": len(self.items), "done": decided, "item": item}
            return
        context = find_context(self.session, self.segment_id)
        self.view = {
            **common,
            **context,
            "segment_id": self.segment_id,
            "total": len(self.session.order),
            "done": self.session.n_done,
            "judged": {c: self.show_judgement(c) for c in self.session.codes},
            "finished": self.session.is_done(self.segment_id),
            "suggestions": self.list_suggestions() if self.phase == "after suggestions" else [],
        }

    def show_judgement(self, code: str) -> dict[str, Any]:
        """One code's state on the segment: judged or not, memo, evidence from the segment's start."""
        kept = (self.phase, "blind")
        row = next((r for p in kept if (r := self.session.judged.get((self.segment_id, code, p)))), None)
        if row is None:
            return {"judged": False, "present": False, "memo": "", "evidence": ""}
        return {"judged": True, **{name: row[name] for name in ("present", "memo", "evidence", "pass")}}

    def list_suggestions(self) -> list[dict[str, str]]:
        """The dictionary's matches in the segment."""
        matches = self.session.tables["matches"]
        here = matches.loc[(matches["segment_id"] == self.segment_id) & ~matches["negated"]]
        return [{"code": row["code"], "match": row["match"]} for row in here.to_dict("records")]


def show_codebook(session: Session) -> dict[str, Any]:
    """What a coder is shown of the codebook: everything but the indicators."""
    keys = iter(KEYS)
    return {
        "instructions": session.codebook.instructions,
        "coder": session.record.coder,
        "title": "" if session.hidden else session.event.file.title,
        "frames": [
            {
                "frame": frame.frame,
                "codes": [
                    {"key": next(keys, ""), **code.model_dump(mode="json", exclude={"indicators"})}
                    for code in frame.codes
                ],
            }
            for frame in session.codebook.frames
        ],
    }
