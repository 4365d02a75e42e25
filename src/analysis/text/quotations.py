"""Quotation marks: where quotations open and close, and the verbs that say who speaks."""

import re

_VERBS = """
    said says told tells writes wrote commented comments added adds argued argues explained explains noted notes stated
    states observed observes remarked remarks responded responds warned warns cautioned cautions tweeted posted asked
    asks concluded concludes continued continues replied replies insisted insists stressed stresses
    sagt sagte meint meinte erklärt erklärte findet warnt warnte betont betonte ergänzt ergänzte schreibt schrieb
    antwortet antwortete urteilt urteilte kommentiert kommentierte kritisiert kritisierte fordert forderte glaubt
    mahnt mahnte
    estime affirme explique juge déclare souligne ajoute assure confie note observe analyse précise rappelle conclut
    indique poursuit résume regrette prévient avertit insiste dit relève constate plaide répond
    säger sade menar menade tror anser konstaterar skriver förklarar berättar tycker påpekar varnar tillägger svarar
    siger sagde sier mener forklarer fortæller forteller tilføjer påpeger advarer svarer
    zegt zei stelt vindt schrijft aldus verklaart meent denkt waarschuwt antwoordt
    dice dijo afirma afirmó explica explicó señala señaló sostiene opina advierte considera añade asegura subraya
    recuerda apunta indica responde afferma spiega commenta osserva avverte aggiunge dichiara ritiene sottolinea
    racconta risponde
    diz disse afirmou avalia destaca defende
    mówi powiedział powiedziała twierdzi ocenia zauważa podkreśla dodaje uważa
    říká řekl řekla uvedl uvedla dodal dodala soudí tvrdí
    говорит сказал сказала считает отмечает заявил заявила полагает каже вважає зазначає наголошує
"""  # English, German, French, Swedish, Danish and Norwegian, Dutch, Spanish, Italian and Portuguese, Polish, Czech, …
SAYING = rf"(?:a déclaré|ha (?:dicho|detto|dichiarato)|{'|'.join(_VERBS.split())})"
PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’"}
DOUBLE = '“”„«»"'
MARKS = re.compile(f"[{DOUBLE}‘’]")
SPEECH = re.compile(r"(?:[–—]\s?|-\s)(?=\S)")  # a dash instead of quotation marks, before words that somebody says


def find_quotations(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Outermost quotations as spans with their marks, and whether every one that opens also closes.

    A paragraph that opens with a quotation mark inside a quotation goes on with it. Inside double quotation marks
    single ones are not looked at; an apostrophe is no closing mark.
    """
    spans: list[tuple[int, int]] = []
    opened, mark, whole = -1, "", True
    for found in MARKS.finditer(text):
        at, character = found.start(), found[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if opened < 0:
            if character in "”»" or (character == "’"):
                whole = whole and character == "’"
            elif character != "‘" or (not before.isalnum() and after.isalnum() and _closes_single(text, at)):
                opened, mark = at, character
        elif character in PAIRS[mark] and not (mark in "‘" and (after.isalnum() or not before or before.isspace())):
            if mark == '"' and re.search(r"\n\s*$", text[max(0, at - 20) : at]):
                continue
            spans.append((opened, at + 1))
            opened = -1
        elif character == mark and mark == "“" and not re.search(r"\n\s*$", text[max(0, at - 20) : at]):
            whole = False
    if opened >= 0:
        spans.append((opened, min(len(text), text.find("\n\n", opened) if "\n\n" in text[opened:] else len(text))))
        whole = False
    return spans, whole


def _closes_single(text: str, at: int) -> bool:
    """Whether a single quotation mark closes within its paragraph."""
    return bool(re.match(r"‘[^\n]{1,400}?[\w.,!?…]’(?!\w)", text[at : at + 420]))
