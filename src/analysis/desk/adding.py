"""Add a page from JupyterLab: a file chosen in the browser or a path or an address, as `workbook add` does it."""

import re
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis.adding import AddRequest, add_event
from analysis.errors import InputError
from analysis.event import find_root
from analysis.text import count_words
from analysis.transcripts.layout import SURE

LARGEST = 50 << 20  # bytes of a page that is sent from the browser
Message = dict[str, Any]
IN_THE_FORM = (  # what the command calls by its options, in the words of the form
    (r'--event "": .*', "the event has no name; write one, such as 2024-05-road-pricing"),
    (r'--event "(.*)": a slug has', r'Name of the event: "\1" is none; it has'),
    (r"--event (\S+): .* is there already; .*", r"there is an event \1 already; write another name"),
    (r", because --codebook names none", ", because none was chosen"),
    (r"choose one with --codebook", "choose one under Codebook"),
    (r",? or give --(as-article|date|publisher)\b.*| or give --(date|publisher)", ""),
)


def add_page(*, root: Path | None = None) -> "AddPage":
    """A form that adds a page as an event; it ends with who said what."""
    return AddPage(find_root() if root is None else root)


class AddPage(anywidget.AnyWidget):
    """The form; it comes from `add_page`. Nothing is written until its button is clicked."""

    _esm = (files("analysis.desk") / "adding.js").read_text(encoding="utf-8")
    _css = (files("analysis.desk") / "start.css").read_text(encoding="utf-8")
    codebooks: Any = traitlets.List().tag(sync=True)

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root
        self.codebooks = sorted(path.stem for path in (root / "data" / "codebooks").glob("*.yml"))
        self.on_msg(lambda _widget, message, buffers: self.send(self.answer(message, buffers)))

    def answer(self, message: Message, buffers: Sequence[bytes] = ()) -> Message:
        """Add the page and tell who said what; what is wrong is told and nothing is written."""
        try:
            source = str(message.get("source", "")).strip()
            request = AddRequest(str(message.get("slug", "")).strip(), str(message.get("codebook", "")))
            with tempfile.TemporaryDirectory() as folder:
                if buffers and source:
                    raise InputError("a file is chosen and a path or address is written; keep only one of them")
                if buffers:
                    source = str(_keep_file(Path(folder), str(message["name"]), bytes(buffers[0])))
                if not source:
                    raise InputError("no page is named; choose a file, or write a path or an address")
                return self._add(source, request)
        except InputError as error:
            return {"is": "failed", "said": "\n".join(map(_say_in_form, error.problems))}
        except (ValueError, KeyError, OSError) as error:
            return {"is": "failed", "said": f"not added: {error!r}"[:300]}

    def _add(self, source: str, request: AddRequest) -> Message:
        added = add_event(self.root, source, request)
        rows = [
            {
                "expert": block.voice.expert,
                "role": block.voice.role,
                "affiliation": block.voice.affiliation,
                "words": count_words(block.text),
                "sure": f"{block.confidence:.2f}",
                "doubtful": block.confidence < SURE,
            }
            for block in added.statements
            if block.voice
        ]
        return {"is": "added", "slug": request.slug, "statements": rows, "notes": list(map(_say_in_form, added.notes))}


def _say_in_form(told: str) -> str:
    """What the command says, in the words of the form."""
    for options, words in IN_THE_FORM:
        told = re.sub(options, words, told)
    return told


def _keep_file(folder: Path, name: str, content: bytes) -> Path:
    """The chosen file, in a folder of its own under its own name."""
    plain = Path(name.replace("\\", "/")).name
    if not plain or plain.startswith(".") or len(content) > LARGEST:
        raise InputError(
            f'"{name[:80]}": is no page that can be added; '
            "choose an HTML, Markdown, text, DOCX, ODT, RTF, EPUB or PDF file"
        )
    path = folder / plain
    path.write_bytes(content)
    return path
