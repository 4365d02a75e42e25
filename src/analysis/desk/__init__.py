"""The coding desk: people judge segments in JupyterLab, and every press is saved as it was meant."""

from analysis.desk.adjudication import open_adjudication
from analysis.desk.session import open_session
from analysis.desk.stances import open_stances
from analysis.desk.widget import CodingDesk

__all__ = ["CodingDesk", "open_adjudication", "open_session", "open_stances"]
