"""Whether a codebook fits a text: in how many segments it finds anything."""

from dataclasses import dataclass

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.dictionary import code_segments
from analysis.text.languages import is_same_language, name_language

LEAST = 0.1  # a codebook that finds something in no more than this share of the segments does not fit the text


@dataclass(frozen=True)
class Fit:
    """How many segments there are, and in how many the codebook's indicators find nothing."""

    n_segments: int
    n_without: int

    @property
    def fits(self) -> bool:
        """Whether something is found in more than a tenth of the segments; a text without segments fits."""
        return not self.n_segments or self.n_segments - self.n_without > LEAST * self.n_segments


def measure_fit(segments: pd.DataFrame, codebook: Codebook) -> Fit:
    """In how many segments no code is present by the codebook's own indicators."""
    _, codings = code_segments(segments, codebook)
    found = codings.loc[codings["present"], "segment_id"].nunique()
    return Fit(len(segments), len(segments) - found)


def describe_languages(codebook: Codebook, language: str, slug: str) -> str:
    """A line that says that codebook and page are in different languages; empty where they are in one."""
    if is_same_language(codebook.language, language):
        return ""
    theirs, page = name_language(codebook.language), name_language(language)
    return f"{slug}: the codebook is in {theirs}, the page in {page}; take or write a codebook in {page}"


def describe_misfit(fit: Fit, codebook: str, slug: str) -> str:
    """A line that says so and what to do; empty where the codebook fits."""
    if fit.fits:
        return ""
    sentences = "sentence" if fit.n_segments == 1 else "sentences"
    return (
        f"{slug}: the codebook {codebook} finds nothing in {fit.n_without} of {fit.n_segments} {sentences}: it does "
        f"not fit this page; add indicators to it, or start one of your own: workbook codebook new NAME --for {slug}"
    )
