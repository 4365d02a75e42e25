"""Refuse a second coder on the answers of a first one: two copies of one run show no stability."""

from pathlib import Path

from analysis.codebook import Codebook
from analysis.coding.coders import LANGUAGE_MODEL
from analysis.coding.entries import read_coders
from analysis.coding.llm.requests import ModelSettings
from analysis.errors import InputError


def refuse_same_answers(folder: Path, request_sha256: str, codebook: Codebook, settings: ModelSettings) -> None:
    """Raises InputError where a coder in the folder of codings judged by the answers that would be read again.

    Those are the same requests in the same run; also where the page was corrected since, and only some are the same.
    """
    for known in read_coders(folder):
        asked = known.settings, known.codebook_sha256
        same = known.request_sha256 == request_sha256 or asked == (settings.describe(), codebook.instructions_sha256)
        if known.kind == LANGUAGE_MODEL and known.runs == settings.run and same:
            raise InputError(
                f'coder "{known.coder}" has judged by the same kept answers, so a second one would be its copy; '
                f"ask anew with: --run {settings.run + 1}"
            )
