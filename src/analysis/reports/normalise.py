"""Take from an executed notebook what depends on the moment, the process or the folder."""

import re
import sys
from typing import Any

from analysis.reports.plan import Report

KERNEL_FILE = re.compile(
    r"(?:[A-Z]:)?[/\\]\S{0,200}?[/\\]ipykernel_\d+[/\\]\d+\.py"
)  # a cell is named after its process
ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{6,16}\b")  # how Python shows an object that has no text of its own


def normalise_notebook(notebook: Any, report: Report) -> Any:
    """The notebook without times, process numbers, addresses, and the folders of this machine; changed in place."""
    hide = (f"{report.root}/", f"{sys.prefix}/", f"{sys.base_prefix}/")
    notebook.metadata.pop("papermill", None)
    notebook.metadata["language_info"] = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if cell.get("outputs"):
            cell.outputs = _coalesce_streams(cell.outputs)
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                output.text = _normalise_text(output.text, hide)
            elif "text/plain" in output.get("data", {}):
                output.data["text/plain"] = _normalise_text(output.data["text/plain"], hide)
    return notebook


def _normalise_text(text: str, hide: tuple[str, ...]) -> str:
    """Paths of cells, addresses of objects and the given folders replaced by words that never change."""
    text = ADDRESS.sub("0x…", KERNEL_FILE.sub("<cell>", text))
    for folder in hide:
        text = text.replace(folder, "")
    return text


def _coalesce_streams(outputs: list[Any]) -> list[Any]:
    """One stdout and one stderr in each cell, stdout first: how they were cut and mixed depends on the moment.

    nbclient offers the same, in time that grows with the square of a line's length.
    """
    streams: dict[str, Any] = {}
    others = []
    for output in outputs:
        if output.output_type != "stream":
            others.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
    for stream in streams.values():
        stream.text = _overwrite_lines(stream.text)
    return [streams[name] for name in sorted(streams, reverse=True)] + others


def _overwrite_lines(text: str) -> str:
    """What a terminal shows in the end of lines that were written over with carriage returns, as by a progress bar."""
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")) if "\r" in text else text
