"""English words with their number of syllables, from the CMU Pronouncing Dictionary that lies beside this module."""

import gzip
from functools import cache
from importlib.resources import files


@cache
def load_syllables() -> dict[str, int]:
    """Every word of the dictionary in small letters, with the number of syllables of its first pronunciation."""
    packed = files("analysis.text").joinpath("cmudict", "syllables.txt.gz").read_bytes()
    pairs = (line.split(" ") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return {word: int(syllables) for word, syllables in pairs}
