"""JupyterLab: the coding desk, the codebook workshop, and where each event stands."""

from analysis.desk.adding import AddPage, add_page
from analysis.desk.adjudication import open_adjudication
from analysis.desk.overview import list_states, show_states
from analysis.desk.session import open_session
from analysis.desk.stances import open_stances
from analysis.desk.transcript import TranscriptDesk, show_transcript
from analysis.desk.widget import CodingDesk
from analysis.desk.workshop import CodebookWorkshop, open_workshop

__all__ = [
    "AddPage",
    "CodebookWorkshop",
    "CodingDesk",
    "TranscriptDesk",
    "add_page",
    "list_states",
    "open_adjudication",
    "open_session",
    "open_stances",
    "open_workshop",
    "show_states",
    "show_transcript",
]
