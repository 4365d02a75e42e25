"""To whom and where somebody said something, behind the name: `Jan Roe dem Sender RTL`, `Ida Roe i ett uttalande`."""

import re

from analysis.attribution.terms import is_organisation, is_role_noun

MEDIA = (
    r"(?:[\w-]*(?:[Zz]eitung(?:en)?|[Pp]resse|[Rr]undschau|[Nn]achrichten|[Ss]piegel|[Aa]gentur(?:en)?|[Ss]endern?|"
    r"[Mm]agazin|[Rr]adio|[Ff]unk|[Bb]latt|[Aa]nzeiger|[Kk]urier|[Pp]ost|[Ww]elle|[Mm]edien)|Redaktionsnetzwerk|Bild|Welt|"
    r"Zeit|taz|FAZ|SZ|dpa|AFP|ARD|Reuters|KNA|epd)"
)
ADDRESSED = re.compile(
    r"(?P<last>[^\W\d_a-z][\w’.-]*|\))(?: (?P<dative>dem) [^\W\d_a-z].*"
    rf"| (?:der|den) (?:[^\W\d_a-z][\w-]* ){{0,2}}(?:[A-ZÄÖÜ]\S*-)?{MEDIA}\b(?![\w-]).*"
    r"|,? till? (?:[A-ZÅÄÖÆØ]\S*)(?: [A-ZÅÄÖÆØ]\S*)?"
    r"| (?:i (?:ett|en|et)|dans une?|en una?|in (?:una?|an?)) [a-zà-ÿ]{4,}\b.*"
    r"| in eine[mr] [A-ZÄÖÜ]?[a-zäöüß-]{4,}\b.*)$"
)
PARTISAN = re.compile(r"^(?:der|die) (?P<party>Grüne|Linke) (?P<name>[^\W\d_a-z]\S+(?: [^\W\d_a-z][\w’-]+){1,2})")


def cut_addressee(who: str) -> str:
    """Without to whom and where it was said; `der Grüne Jan Roe` as `Jan Roe (Grüne)`."""
    for found in ADDRESSED.finditer(who):
        if not is_role_noun(found["last"]) and (found["dative"] or not is_organisation(found["last"])):
            who = who[: found.end("last")]
            break
    return PARTISAN.sub(r"\g<name> (\g<party>)", who)
