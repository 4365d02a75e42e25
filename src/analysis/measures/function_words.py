"""Function words of English: marked where words are listed, and counted like all others."""

import pandas as pd

from analysis.languages import is_same_language

# Determiners, pronouns, prepositions, conjunctions, particles, and forms of be, have and do. Modal verbs are not among
# them: they say how sure an expert is.
FUNCTION_WORDS = frozenset(
    """
    a about above across after against all along also although am among an and another any are around as at be
    because been before behind being below beneath beside besides between beyond both but by despite did do does
    doing done down during each either else even ever every except few for from further had has have having he her
    here hers herself him himself his how i if in into is it its itself just least less like many me mine more most
    much my myself near neither no nor not of off on once one only onto or other others our ours ourselves out over
    own per rather same she since so some still such than that the their theirs them themselves then there these
    they this those though through throughout thus to too toward towards under until unto up upon us very was we
    were what when where whether which while who whom whose why with within without yet you your yours yourself
    yourselves
    """.split()  # noqa: SIM905
)


def is_function(words: pd.Series, *, language: str) -> pd.Series:
    """Whether each word, in lower case, is a function word; none is where the language is not English.

    Not for leaving words out of a measure: keyness counts them all. “US” reads as “us” in lower case,
    so `us` counts as a word of matter.
    """
    return words.isin(FUNCTION_WORDS - {"us"} if is_same_language(language, "en") else [])
