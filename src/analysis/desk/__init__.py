"""The coding desk: people judge segments in JupyterLab, and every click is saved at once."""

from analysis.desk.adjudication import open_adjudication
from analysis.desk.session import open_session
from analysis.desk.widget import CodingDesk
from analysis.desk.workshop import CodebookWorkshop, open_workshop

__all__ = ["CodebookWorkshop", "CodingDesk", "open_adjudication", "open_session", "open_workshop"]
