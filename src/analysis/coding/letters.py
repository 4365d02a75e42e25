"""People who coded shown by letters, where their names are not to be published."""

import pandas as pd

from analysis.coding.coders import may
from analysis.coding.person_names import person_key


def name_letters(coders: pd.DataFrame, stances: pd.DataFrame) -> dict[str, str]:
    """A name without a person in it for each person who coded or recorded stances: coder-a, coder-b …

    One person under two names keeps the letter: coder-a and coder-a-2.
    """
    people = coders.loc[may(coders["kind"], "counts_as_person")]
    who = dict(zip(people["coder"], people["who"].map(person_key), strict=True))
    for name in stances.loc[may(stances["kind"], "counts_as_person"), "coder"].unique():
        who.setdefault(name, person_key(name))
    letters = {key: f"coder-{_spell(number)}" for number, key in enumerate(dict.fromkeys(who.values()))}
    named: dict[str, str] = {}
    for name, key in who.items():
        times = sum(who[other] == key for other in named)
        named[name] = letters[key] + (f"-{times + 1}" if times else "")
    return named


def _spell(number: int) -> str:
    """a to z, then a1 to z1 …"""
    turn, place = divmod(number, 26)
    return chr(ord("a") + place) + (str(turn) if turn else "")


def hide_names(table: pd.DataFrame, named: dict[str, str]) -> pd.DataFrame:
    """The table with letters for people, also where a consensus names its sources; their notes go."""
    if table.empty or not named:
        return table
    changed = table.assign(coder=table["coder"].replace(named))
    if "who" in table:
        person = table["coder"].isin(named)
        changed["who"] = table["who"].where(~person, changed["coder"].str.replace(r"-\d+$", "", regex=True))
        changed["note"] = table["note"].where(~person, "")
        changed["sources"] = [
            ", ".join(named.get(name, name) for name in sources.split(", ")) for sources in table["sources"]
        ]
    return changed
