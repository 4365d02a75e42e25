"""The coding desk as a widget: hands each message to the ledger and answers with what is saved.

The view is several small files without imports, joined here in a fixed order: anywidget takes one module.
"""

from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from analysis.coding.recording import read_moment
from analysis.desk.session import Session
from analysis.desk.showing import show_session
from analysis.desk.stances import StanceBook
from analysis.desk.windows import ELSEWHERE
from analysis.errors import InputError

VIEW = ("parts", "store", "text", "tally", "frame", "coding", "stances", "adjudicating", "end")
Message = dict[str, Any]


def _join_view() -> str:
    """The view's module: its files one after the other."""
    folder = files("analysis.desk") / "view"
    return "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in VIEW)


class CodingDesk(anywidget.AnyWidget):
    """One coder's desk in JupyterLab; `session` comes from `open_session` or `open_adjudication`.

    `desk` is what does not change while somebody works; what was judged travels in messages (see `receive`).
    """

    _esm = _join_view()
    _css = (files("analysis.desk") / "desk.css").read_text(encoding="utf-8")
    desk = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.desk = show_session(session)
        self.on_msg(lambda _widget, message, _buffers: [self.send(answer) for answer in self.receive(message)])

    def receive(self, message: Message) -> list[Message]:
        """What to answer to one message.

        `hello` asks for the state and for the right to write, `here` and `bye` keep or give up that right, `put`
        changes cells, `name` asks what a new claim is to be called. What cannot be done is answered in a line and
        changes nothing.
        """
        view = str(message.get("view", ""))
        try:
            match message.get("do"):
                case "hello":
                    return self.session.window.greet(view) or [self._welcome(str(message["client"]), view)]
                case "here":
                    self.session.window.here(view)
                    return []
                case "bye":
                    self.session.window.leave(view)
                    return []
                case "put" | "name" if not self._may_write(view):
                    return [{"is": "elsewhere", "view": view, "why": ELSEWHERE}]
                case "put":
                    return self._put(message, view)
                case "name":
                    return [{"is": "named", "view": view, **self._name_claim(str(message["claim"]))}]
                case other:
                    raise ValueError(f'the desk does not know "{str(other)[:40]}"')
        except (InputError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            return [{"is": "failed", "view": view, "why": f"{type(error).__name__}: {str(error)[:200]}"}]

    def _may_write(self, view: str) -> bool:
        return not self.session.window.closed and view == self.session.window.view

    def _name_claim(self, words: str) -> Message:
        """What a claim in these words is called, and whether it is there already."""
        book = self.session.book
        if not isinstance(book, StanceBook):
            raise InputError("this desk has no claims")
        name = book.claims.name(words)
        return {"claim": words, "name": name, "known": name in book.claims.list()}

    def _put(self, message: Message, view: str) -> list[Message]:
        ledger, client = self.session.ledger, str(message["client"])
        repeated = int(message["seq"]) <= ledger.applied.get(client, 0)
        if not ledger.put(message) and not repeated:
            return []  # one before it is still on its way
        have = int(message["have"])
        return [
            {
                "is": "ack",
                "view": view,
                "upto": ledger.applied.get(client, 0),
                "from": have,
                "rev": ledger.rev,
                "cells": ledger.since(have),
                "refused": ledger.list_refused(client),
                "saved": read_moment(),
            }
        ]

    def _welcome(self, client: str, view: str) -> Message:
        ledger = self.session.ledger
        return {
            "is": "welcome",
            "view": view,
            "rev": ledger.rev,
            "applied": ledger.applied.get(client, 0),
            "cells": ledger.since(0),
            "journal": ledger.journal,
        }
