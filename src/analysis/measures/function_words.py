"""Function words: of English, marked where words are listed; of others, left out where a person looks for words."""

from functools import cache

import pandas as pd

from analysis.text.languages import is_same_language

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


# Written for this workbook: the words of each language's closed classes that are frequent in running text, with forms
# of its auxiliary and modal verbs. Only for leaving words out of what a person reads, never out of a measure.
OTHER_LANGUAGES = {
    "de": """
    aber alle allem allen aller alles als also am an auch auf aus bei beim bis da damit dann das dass dazu dem den
    denn der des deren dessen die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen
    einer eines er es für gegen gibt hat hatte hatten habe haben hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
    im in ist ja jede jedem jeden jeder jedes kann kein keine keinen können könnte man mehr mit muss müssen nach
    nicht noch nun nur ob oder ohne schon sehr sei sein seine seinem seinen seiner seit sich sie sind so soll
    sollen sollte über um und uns unter vom von vor war waren was weil welche welcher welches wenn wer werden wie
    wir wird wo wurde wurden würde zu zum zur zwar zwischen
    """,
    "es": """
    a al aquel aunque como con contra cual cuando cuyo de del desde donde e el él ella ellas ellos en entre era
    eran es esa esas ese eso esos esta está están estas este esto estos fue fueron ha había haber han hasta hay la
    las le les lo los más me mi muy ni no nos o otra otras otro otros para pero poco por porque pues puede pueden
    que qué quien quienes se sea según ser será si sí sido sin sobre son su sus también tan te todo toda todas
    todos tu un una unas uno unos y ya yo debe deben
    """,
    "fr": """
    à ai alors au aucun aucune aussi autre autres aux avait avaient avec avoir bien c ce cela celle celles celui
    ces cet cette ceux chaque chez comme contre d dans de des deux doit doivent donc dont du elle elles en encore
    entre est et était étaient été être eu eux fait faire il ils j je l la le les leur leurs lui ma mais me même
    mes moins mon n ne ni nos notre nous on ont ou où par pas peu peut peuvent plus pour qu quand que quel quelle
    qui quoi s sa sans se sera ses si son sont sous sur ta te tes ton tous tout toute toutes très tu un une vers
    vos votre vous y
    """,
    "sv": """
    alla allt att av bara blev bli blir bör de dem den denna deras dess dessa det detta dig där då efter ej eller
    en er ett från för genom ha hade han hans har henne hennes hon hos här i in inga ingen inget innan inte jag ju
    kan kunde man med mellan men mer mest mig mot mycket måste ni nog nu någon något några när och också om oss på
    redan samt sedan sig sin sina sitt ska skall skulle som så sådan sådana sådant till under upp ut utan vad var
    vara varit vem vi vid vilka vilken vilket vill än är även över
    """,
}


def list_function_words(language: str) -> frozenset[str]:
    """The function words of the language, in lower case; none where they are not listed."""
    if is_same_language(language, "en"):
        return FUNCTION_WORDS
    return next(
        (_split(words) for tag, words in OTHER_LANGUAGES.items() if is_same_language(language, tag)), frozenset()
    )


@cache
def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


def is_function(words: pd.Series, *, language: str) -> pd.Series:
    """Whether each word, in lower case, is a function word; none is where the language is not English.

    Not for leaving words out of a measure: keyness counts them all. “US” reads as “us” in lower case,
    so `us` counts as a word of matter.
    """
    return words.isin(FUNCTION_WORDS - {"us"} if is_same_language(language, "en") else [])
