"""Who said what: pages to transcripts, decided over the whole page."""

from analysis.attribution.found import Attribution, Found
from analysis.attribution.transcribing import Reading, attribute_page, transcribe_page

__all__ = ["Attribution", "Found", "Reading", "attribute_page", "transcribe_page"]
