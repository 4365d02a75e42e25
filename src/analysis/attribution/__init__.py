"""Who said what: a page to the blocks of its transcript, one readable rule per header form."""

from analysis.attribution.assemble import CERTAIN, Attribution, Found, attribute_page
from analysis.attribution.transcribing import Reading, transcribe_page

__all__ = ["CERTAIN", "Attribution", "Found", "Reading", "attribute_page", "transcribe_page"]
