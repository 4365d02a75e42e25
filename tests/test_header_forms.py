"""Tests of made headers: whatever stands in a common form comes back as its parts."""

from random import Random

import pytest

from analysis.attribution.credentials import read_credentials

GIVEN = [
    *("Ida", "Bo", "Marta", "Tomasz", "Aoife", "Kwesi", "Ingrid", "Rafael", "Noor", "Dilek", "Hemi", "Pilar"),
    *("Yusuf", "Greta", "Olena", "Piet", "Siobhán", "Zoltán"),
]
FAMILY = [
    *("Marsh", "Lindahl", "Okoro", "Brandt", "Castellane", "Dąbrowski", "Fairweather", "Nakamura", "Pettersson"),
    *("Quispe", "Sørensen", "Tavares", "van der Meer", "de la Cruz", "O’Rourke", "Two Rivers", "van ’t Veer"),
    *("Osei-Mensah", "al-Rashid", "McAllister"),
]
ROLES = [
    *("chief economist", "director of research", "senior fellow", "head of policy", "Professor of Hydrology"),
    *("managing director", "staff attorney", "policy analyst", "founder", "vice president for programs"),
    *("Deputy Director", "spokesperson", "general counsel", "executive director", "associate editor", "beekeeper"),
]
PLAIN = [role for role in ROLES if " of " not in role and " for " not in role and role != "beekeeper"]
HOMES = [
    *("Tarn Institute", "Harrow Foundation", "University of Elmstead", "Marlow City Council", "Northern Rail Union"),
    *(
        "Institute for River Studies",
        "Bexley Bank",
        "Centre for Tax Policy",
        "Coastal Law Society",
        "Elmstead Hospital",
    ),
    *("Association of Small Ports", "Fenland Housing Trust", "Ministry of Fisheries", "Elmstead Hospital"),
    "Vale Energy Group",
]
FORMS = {
    "{name}, {role}, {home}": ROLES,
    "{name}, {role} at {home}": ROLES,
    "{name}, {role} at the {home}": ROLES,
    "{name} ({role}, {home})": ROLES,
    "{name} — {role}, {home}": ROLES,
    "{name} | {role} | {home}": ROLES,
    "Dr {name}, {role}, {home}": ROLES,
    "{name}, PhD, {role}, {home}": ROLES,
    "By {name}, {role}, {home}": ROLES,
    "Statement from {name}, {role}, {home}": ROLES,
    "{role} {name}, {home}": PLAIN,
    "{home} {role} {name}": PLAIN,
    "{home}: {name}, {role}": ROLES,
    "{family}, {given} ({role}, {home})": ROLES,
    "{family}, Ms {given}, {role}, {home}": ROLES,
    "{name}, {role}, {home}, said": ROLES,
    "{name} (she/her), {role}, {home}": ROLES,
    "Commenting on the ruling, {name}, {role}, {home}": ROLES,
}


@pytest.mark.parametrize(("form", "roles"), list(FORMS.items()))
def test_a_hundred_made_headers_of_a_form_come_back_as_their_parts(form: str, roles: list[str]):
    draw = Random(form)
    wrong = []
    for _ in range(100):
        given, family, role, home = (draw.choice(x) for x in (GIVEN, FAMILY, roles, HOMES))
        name = f"{given} {family}"
        capitals = " ".join(w if w in ("van", "de", "la", "der", "’t") else w.upper() for w in family.split())
        header = form.format(name=name, given=given, family=capitals, role=role, home=home)
        people = read_credentials(header)
        got = (people.expert, people.role, people.affiliation) if people else None
        if got is None or (got[0].casefold(), *got[1:]) != (name.casefold(), role, home):
            wrong.append((header, got))
    assert not wrong
