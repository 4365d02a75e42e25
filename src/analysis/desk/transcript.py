"""A page beside its statements, doubts first: who says what is corrected with a click, or in the text itself."""

from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis.codebook import load_codebook
from analysis.coding.human import find_lost_codings
from analysis.errors import InputError
from analysis.event import Event, Source, find_root, load_event
from analysis.files import write_whole
from analysis.pipeline import build_tables
from analysis.transcripts import Block, Transcript, Voice
from analysis.transcripts.layout import SURE, parse_transcript, write_transcript
from analysis.transcripts.reading import load_transcript

LARGEST_SHOWN = 3 << 20  # bytes of a published page that are sent to the browser
SHOWN_AS_TEXT = (".txt", ".md", ".markdown")
SHOWN_AS_PAGE = (".html", ".htm", ".xhtml")
# A published page is a stranger's: its scripts do not run (the frame's sandbox) and nothing is fetched for it.
RULES = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
SHUT = f'<meta http-equiv="Content-Security-Policy" content="{RULES}">'
Message = dict[str, Any]


def show_transcript(event: str, *, page: int = 1, root: Path | None = None) -> "TranscriptDesk":
    """Page number `page` of the event beside what it was read as.

    Raises InputError where there is no such event or page.
    """
    about = load_event(event, root=find_root() if root is None else root)
    if not 1 <= page <= len(about.file.sources):
        raise InputError(f"{event}: has {len(about.file.sources)} pages; found page {page}")
    return TranscriptDesk(about, about.file.sources[page - 1])


class TranscriptDesk(anywidget.AnyWidget):
    """The transcript on the screen; it comes from `show_transcript`, and only Save writes the file."""

    _esm = (files("analysis.desk") / "transcript.js").read_text(encoding="utf-8")
    _css = (files("analysis.desk") / "start.css").read_text(encoding="utf-8")
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, event: Event, source: Source) -> None:
        super().__init__()
        self.event, self.source = event, source
        self.path = event.transcript_path(source)
        self._load()
        self.on_msg(lambda _widget, message, _buffers: self.send(self.answer(message)))

    def _load(self) -> None:
        """The transcript as the file has it now."""
        self.raw = self.path.read_bytes() if self.path.is_file() else b""
        self.transcript = load_transcript(self.event, self.path).transcript
        published = self.event.folder / "sources" / self.source.file
        self.page = {
            "file": f"{self.event.slug}/transcripts/{self.path.name}",
            "title": self.event.file.title,
            "blocks": [_describe(block) for block in self.transcript.blocks],
            "text": self.raw.decode("utf-8-sig"),
            **_show_published(published),
        }

    def answer(self, message: Message) -> Message:
        """Save the changes, or the text as it was edited; what is wrong is told and nothing is written."""
        try:
            match message.get("do"):
                case "save":
                    blocks = list(self.transcript.blocks)
                    for change in message["changes"]:
                        blocks[int(change["block"])] = _change(blocks[int(change["block"])], change)
                    transcript = Transcript(self.transcript.source, tuple(blocks), self.transcript.comments)
                    return self._save(write_transcript(transcript))
                case "save text":
                    return self._save(str(message["text"]).encode())
                case other:
                    raise ValueError(f'cannot "{str(other)[:40]}"')
        except InputError as error:
            return {"is": "failed", "said": "\n".join(error.problems)}
        except (ValueError, KeyError, TypeError, IndexError, OSError) as error:
            return {"is": "failed", "said": f"not saved: {error!r}"[:300]}

    def _save(self, raw: bytes) -> Message:
        """The new transcript in the file's place, if the file is as it was when it was opened."""
        now = self.path.read_bytes() if self.path.is_file() else b""
        if now != self.raw:
            raise InputError(f"{self.path.name}: was changed meanwhile; run this cell again and correct it there")
        placed = parse_transcript(raw, f"{self.event.slug}/transcripts/{self.path.name}")
        bare = [
            f"{self.path.name}:{line}: {block.voice.expert} has no words below; move some there or remove the line"
            for line, block in zip(placed.lines, placed.transcript.blocks, strict=True)
            if block.voice and not block.text
        ]
        if bare:
            raise InputError(bare)
        write_whole(self.path, raw)
        self._load()
        voices = [block.voice.expert for block in self.transcript.blocks if block.voice]
        said = f"saved: {len(voices)} statements by {len(set(voices))} experts in {self.page['file']}"
        return {"is": "saved", "said": said, "lost": self._list_lost()}

    def _list_lost(self) -> list[str]:
        """Judgements whose words are not there any more."""
        tables, codings = build_tables(self.event), self.event.folder / "codings"
        codebook, language = load_codebook(self.event.codebook_path), self.event.file.language
        return find_lost_codings(codings, tables, codebook, unit="sentence", language=language)


def _describe(block: Block) -> Message:
    """A block as the browser shows it."""
    voice = asdict(block.voice) if block.voice else {"expert": "", "role": "", "affiliation": "", "kind": "person"}
    doubtful = block.voice is not None and block.confidence < SURE
    return {
        **voice,
        "owner": block.owner,
        "confidence": block.confidence,
        "reason": block.reason,
        "text": block.text,
        "doubtful": doubtful,
    }


def _change(block: Block, change: Message) -> Block:
    """The block as a person decided: of that nobody is unsure any more."""
    owner = change["owner"]
    if owner == "expert":
        expert = " ".join(str(change["expert"]).split())
        if not expert:
            raise InputError("an expert needs a name; write it, or choose host or left out")
        kind = block.voice.kind if block.voice else "person"
        voice = Voice(expert, str(change.get("role", "")), str(change.get("affiliation", "")), kind)
        return replace(block, owner="expert", voice=voice, confidence=1.0, reason="")
    if owner not in ("host", "left out"):
        raise InputError(f'"{str(owner)[:40]}" is no owner; choose expert, host or left out')
    why = "left out by hand" if owner == "left out" else ""
    return replace(block, owner=owner, voice=None, confidence=1.0, reason=why, reported=False)


def _show_published(path: Path) -> Message:
    """The page as published, where a browser can show it."""
    size, kind = path.stat().st_size, path.suffix.lower()
    if size > LARGEST_SHOWN or kind not in (*SHOWN_AS_TEXT, *SHOWN_AS_PAGE):
        return {"html": "", "plain": "", "why": f"{path.name} cannot be shown here; open it beside this window"}
    text = path.read_bytes().decode("utf-8", errors="replace")
    if kind in SHOWN_AS_TEXT:
        return {"html": "", "plain": text, "why": ""}
    return {"html": SHUT + text, "plain": "", "why": ""}
