"""Tests of made headers: whatever stands in a common form comes back as its parts."""

from random import Random

import pytest

from analysis.attribution import attribute_page
from analysis.attribution.biographies import read_introductions
from analysis.attribution.completing import complete_people
from analysis.attribution.credentials import read_credentials
from analysis.attribution.names import Credentials, strip_titles
from analysis.attribution.parts import split_page
from analysis.attribution.voices import read_unread, read_voice
from analysis.sources.documents import read_page

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


def read(header: str) -> tuple[str, str, str] | None:
    people = read_credentials(header)
    return (people.expert, people.role, people.affiliation) if people else None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("The Minister for Rivers (Ida Marsh)", ("Ida Marsh", "Minister for Rivers", "")),
        ("Madam Deputy Speaker (Ida Marsh)", ("Ida Marsh", "Deputy Speaker", "")),
        ("TARN EQUITIES (Bo Lind; neutral)", ("Bo Lind", "", "TARN EQUITIES")),
        ("Harbour Bank (analyst Bo Lind)", ("Bo Lind", "analyst", "Harbour Bank")),
        ("Commenting on the sale, chief steward Ngo’ Adhi-Owino", ("Ngo’ Adhi-Owino", "chief steward", "")),
        ("LUND, Åsa (Chair)", ("Åsa Lund", "Chair", "")),
        ("VAN DEN BROEK, Piet (Chair)", ("Piet van den Broek", "Chair", "")),
        ("van den BROEK, Piet (Chair)", ("Piet van den Broek", "Chair", "")),
        ("OECD, Paris", None),
        ("GENEVA, Switzerland (AP)", None),
        ("Ada Nine Stones", ("Ada Nine Stones", "", "")),
        ("Wim van ’t Sant, dijkgraaf", ("Wim van ’t Sant", "dijkgraaf", "")),
        ("former rowing rival Ada Holm", ("Ada Holm", "former rowing rival", "")),
        ("Longtime sound man Bo Lind", ("Bo Lind", "Longtime sound man", "")),
        ("National Hall goalkeeper Bo Lind", ("Bo Lind", "goalkeeper", "National Hall")),
        ("Ida Marsh, Programme Lead, Water Rights", ("Ida Marsh", "Programme Lead, Water Rights", "")),
        ("Ida Marsh, Managing Director, UK & Ireland, Vale Bank",
         ("Ida Marsh", "Managing Director, UK & Ireland", "Vale Bank")),
        ("Ida Marsh, director, Harbour Street Research", ("Ida Marsh", "director", "Harbour Street Research")),
        ("Ida Marsh, VTA spokesperson on tolls", ("Ida Marsh", "spokesperson on tolls", "VTA")),
        ("Ida Marsh, Director, Rail Equity Research, Vale Securities",
         ("Ida Marsh", "Director, Rail Equity Research", "Vale Securities")),
        ("Ida Marsh, co-director of River Watch International",
         ("Ida Marsh", "co-director", "River Watch International")),
        ("Ida Marsh, Year 9 pupil", ("Ida Marsh", "Year 9 pupil", "")),
        ("Pilar Soto, catedrática de Física de la Universidad de Lugo",
         ("Pilar Soto", "catedrática de Física", "Universidad de Lugo")),
        ("Pilar Soto, jefa del Servicio de Urgencias del Hospital Mar Azul",
         ("Pilar Soto", "jefa del Servicio de Urgencias", "Hospital Mar Azul")),
        ("Олена Бондар, завідувачка кафедри хімії Морського університету",
         ("Олена Бондар", "завідувачка кафедри хімії", "Морського університету")),
        ("Олена Бондар, співзасновниця ГО «Чиста річка»", ("Олена Бондар", "співзасновниця", "ГО «Чиста річка»")),
        ("Pilar Soto, rectora de la Universidad de Lugo y presidenta de la Red de Aguas Claras",
         ("Pilar Soto", "rectora; presidenta", "Universidad de Lugo; Red de Aguas Claras")),
        ("Jan Smit, schipper bij Rederij Noord", ("Jan Smit", "schipper", "Rederij Noord")),
        ("Jan Smit, onderzoeker bij het Kadaster", ("Jan Smit", "onderzoeker", "Kadaster")),
        ("Jan Smit, directeur van Veldzicht Wonen, dat huizen verhuurt", ("Jan Smit", "directeur", "Veldzicht Wonen")),
        ("M. Yves Le Gall, président de la Ligue des ports", ("Yves Le Gall", "président", "Ligue des ports")),
        ("M. Night Porter, director", ("M. Night Porter", "director", "")),
        ("Ada and Bo Lind", ("Ada Lind and Bo Lind", "", "")),
        ("Eva Huber, Leiterin, Verbund „Eis der Alpen“", ("Eva Huber", "Leiterin", "Verbund „Eis der Alpen“")),
        ("Ida Marsh, chair, League of Ports, adding", ("Ida Marsh", "chair", "League of Ports")),
    ],
)  # fmt: skip
def test_who_holds_an_office_is_told_from_the_office(header: str, expected: tuple[str, str, str] | None):
    assert read(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Ian Bond, Deputy Director, CER", ("Ian Bond", "Deputy Director", "CER")),
        ("CER Deputy Director Ian Bond", ("Ian Bond", "Deputy Director", "CER")),
        ("Director Peter Singer", ("Peter Singer", "Director", "")),
        ("Dr. Steven Chu (Stanford University)", ("Steven Chu", "", "Stanford University")),
        ("Margaret Thatcher said", ("Margaret Thatcher", "", "")),
        ("Sarah Jane Brewer, chair, Tarn Ales", ("Sarah Jane Brewer", "chair", "Tarn Ales")),
        ("Mr Boxer", ("Boxer", "", "")),
        ("Ana Presidente, ekonom, Raiffeisen", ("Ana Presidente", "ekonom", "Raiffeisen")),
        ("Gus Hotelier and Eva Raad, fellows, Vale Bank", ("Gus Hotelier and Eva Raad", "fellows", "Vale Bank")),
        ("Former Skipper Jane Roe", ("Jane Roe", "Former Skipper", "")),
        ("Ida Marsh, Head Gardener", ("Ida Marsh", "Head Gardener", "")),
        ("Ida Marsh, Author and Folk Singer, Leeds", ("Ida Marsh", "Author and Folk Singer", "Leeds")),
        ("Reef Recovery Report Divides Researchers", None),
        ("Harbour Pilot", None),
        ("Retired Miner", None),
        ("Stavanger Kommune", None),
        ("Dr Jane Roe, Epidemiologist and Senior Clinical Lecturer, University of Exeter",
         ("Jane Roe", "Epidemiologist and Senior Clinical Lecturer", "University of Exeter")),
        ("Jane Roe, GP and Honorary Senior Fellow, Aston University",
         ("Jane Roe", "GP and Honorary Senior Fellow", "Aston University")),
        ("Jane Roe, Lecturer and Visiting Senior Lecturer, Aston University",
         ("Jane Roe", "Lecturer and Visiting Senior Lecturer", "Aston University")),
        ("Jane Roe, Associate Professor and Jean Monnet Chair, Aston University",
         ("Jane Roe", "Associate Professor and Jean Monnet Chair", "Aston University")),
        ("Jane Roe, Lecturer and Marie Curie Fellow, Aston University",
         ("Jane Roe", "Lecturer and Marie Curie Fellow", "Aston University")),
        ("Jane Roe, Registered Dietitian and Senior Teaching Fellow, Aston University",
         ("Jane Roe", "Registered Dietitian and Senior Teaching Fellow", "Aston University")),
        ("Jane Roe, Professor and Henry Kissinger Chair, Aston University",
         ("Jane Roe", "Professor and Henry Kissinger Chair", "Aston University")),
        ("Ulrich Kater, Chefvolkswirt Deka und Makro Research",
         ("Ulrich Kater", "Chefvolkswirt Deka und Makro Research", "")),
        ("Jane Roe MEP and Jan Poe MEP, rapporteurs", ("Jane Roe and Jan Poe", "rapporteurs", "")),
        ("Shadow Chancellor Mel Stride MP", ("Mel Stride", "Shadow Chancellor", "")),
        ("Committee Chair Dame Meg Hillier MP", ("Meg Hillier", "Chair", "Committee")),
        ("Green Party co-leader Ellie Chowns MP", ("Ellie Chowns", "co-leader", "Green Party")),
        ("SNP Westminster leader Stephen Flynn MSP", ("Stephen Flynn", "Westminster leader", "SNP")),
        ("Transport Secretary Huw Roe MS", ("Huw Roe", "Transport Secretary", "")),
        ("SPD-Fraktionschefin Ida Marsh MdB", ("Ida Marsh", "SPD-Fraktionschefin", "")),
        ("MP Jane Roe", ("Jane Roe", "MP", "")),
        ("Katja Mast MdB, Parlamentarische Geschäftsführerin",
         ("Katja Mast", "Parlamentarische Geschäftsführerin", "")),
        ("Age UK Charity Director Caroline Abrahams CBE", ("Caroline Abrahams", "Director", "Age UK Charity")),
        ("Die Chefin der Wirtschaftsweisen, Monika Schnitzer, warnt",
         ("Monika Schnitzer", "Chefin der Wirtschaftsweisen", "")),
        ("Der Sprecher der Deutschen Umwelthilfe, Jürgen Resch",
         ("Jürgen Resch", "Sprecher", "Deutschen Umwelthilfe")),
        ("Lord Jane Roe of Kew", ("Jane Roe", "", "")),
        ("Lord Stern of Brentford", ("Stern of Brentford", "", "")),
        ("Ida Marsh, fellow, Chatham House, adding that it is late", ("Ida Marsh", "fellow", "Chatham House")),
        ("Ida Marsh, fellow at Chatham House, according to Reuters News", ("Ida Marsh", "fellow", "Chatham House")),
        ("Christian Mihr von Reporter ohne Grenzen", ("Christian Mihr", "", "Reporter ohne Grenzen")),
        ("Irene Mihalic von den Grünen", ("Irene Mihalic", "", "Grünen")),
        ("CDU-Abgeordnete Ida Marsh", ("Ida Marsh", "CDU-Abgeordnete", "")),
        ("NASA Administrator Bill Nelson", ("Bill Nelson", "Administrator", "NASA")),
        ("Local MP Joan Smith", ("Joan Smith", "Local MP", "")),
        ("Jane Roe and MP", ("Jane Roe", "MP", "")),
        ("Minister Herr Dr.", None),
        ("director Mr. Mr.", None),
        ("Direktor Prof. Dr.", None),
        ("Director Sir Lord", None),
    ],
)  # fmt: skip
def test_family_names_second_positions_and_seats_are_told_apart(header: str, expected: tuple[str, str, str] | None):
    assert read(header) == expected


@pytest.mark.parametrize("family", ["Bond", "Singer", "Marsh"])
def test_a_family_name_alone_before_a_position_is_a_voice(family: str):
    assert read_unread(f"{family}, Deputy Director, CER") == Credentials((family,), ("Deputy Director",), "CER")


@pytest.mark.parametrize("line", ["&", "„", "Sir –", "Minister X – & CBE", "Director Mr", "Chair: 9", "– Dr. Dr."])
def test_nobody_is_named_by_marks_or_titles(line: str):
    for read_names in (read_credentials, read_unread, read_voice):
        people = read_names(line)
        assert people is None or all(strip_titles(name)[0].strip("„–&9 ") for name in people.names)


@pytest.mark.parametrize("told", ["a residents’ group", "", "(tenants)", "(FOP)"])
def test_an_organisation_is_named_without_what_is_told_of_it(told: str):
    joint = ", " if told[:1] == "a" else " " if told else ""
    voice = read_voice(f"Friends of the Old Pier{joint}{told}")
    assert voice
    assert voice.names == ("Friends of the Old Pier",)


def introduce(text: str) -> dict[str, Credentials]:
    page = read_page(text.encode(), "a.txt")
    return read_introductions(split_page(page), [page.text[b.start : b.end] for b in page.blocks])


@pytest.mark.parametrize(
    "text",
    [
        "Witnesses\n\nI: Dr Ida Marsh, chair, Vale Bank; Bo Lind, editor, The Tide; and Piet Mol, fellow, CBC.",
        "IN THIS EPISODE\n\nIda Marsh - chair, Vale Bank\nBo Lind - editor, The Tide",
        "MARSH, Ms Ida, chair, Vale Bank [by telephone]\nLIND, Mr Bo, editor, The Tide",
        "Marsh, Ida, chair, Vale Bank\nLind, Bo K., editor, The Tide",
        "Who’s who\n\nIda Marsh: chair, Vale Bank\n\nBo Lind: editor, The Tide",
        "Around the table\n\nIda Marsh (IM)\n\nchair, Vale Bank\n\nBo Lind (BL)\n\neditor, The Tide",
        "Ida Marsh\n\nis chair of Vale Bank. She sails.",
        "The bridge will hold, according to Ida Marsh, chair of Vale Bank, who has inspected it for many years now.",
    ],
)
def test_lists_of_people_and_sentences_in_passing_tell_who_somebody_is(text: str):
    assert introduce(text)["ida marsh"] == Credentials(("Ida Marsh",), ("chair",), "Vale Bank")


def test_a_seat_and_a_party_in_brackets_under_a_name_are_no_position():
    told = introduce("Ida Marsh, Ph.D.\n\n(Chair, Rivers Committee) (Elm Falls) (Lab)\n\nBo Lind\n\n(Saltby) (Con)")
    assert list(told.values()) == [Credentials(("Ida Marsh",), ("Chair",), "Rivers Committee")]


def test_who_is_introduced_by_title_and_family_name_gets_the_position_where_nobody_else_is_called_so():
    told = introduce("With me today are Dr. Marsh, our state health director, and two of the nurses from the ward.")
    assert told["marsh"] == Credentials(("Marsh",), ("state health director",))
    marsh, other = Credentials(("Ida Marsh",)), Credentials(("Eve Marsh",))
    assert complete_people([marsh], told) == [(Credentials(("Ida Marsh",), ("state health director",)), True)]
    assert complete_people([marsh, other], told) == [(marsh, False), (other, False)]


def test_a_header_keeps_what_it_says_itself():
    known = {"ida marsh": Credentials(("Ida Marsh",), ("chair",), "Vale Bank")}
    for own in (Credentials(("Ida Marsh",), ("editor",), "The Tide"), Credentials(("Ida Marsh",), (), "The Tide")):
        assert complete_people([own], known) == [(own, False)]
    assert complete_people([Credentials(("Ida Marsh",), (), "Vale Bank")], known)[0][0].role == "chair"


def test_a_paragraph_wrapped_at_a_width_is_no_list():
    assert not introduce("STATEMENT OF IDA MARSH, GENERAL MANAGER, RED ROCK\nWATER AUTHORITY\n\nThank you all.")


def test_a_turn_that_opens_with_an_office_introduces_nobody():
    assert not introduce("Ida Marsh: The chair was wrong, and President Lind knew it.")


SHORT_TURNS = """Panel: Should the pier go?

Ida Marsh - chair, Vale Bank
Bo deGroot - harbour pilot, Tarn Institute

Marsh: The pier is older than the bank, and it has cost us nothing until now. I would keep it for another ten years.

deGroot: I have hit that pier twice, in fog, and both times the fault was mine. Take it away and I will hit the wall.

Marsh: Then we shall need a wall that forgives. The drawings exist, and somebody only has to pay for them next year.
"""


def test_turns_under_a_family_name_take_name_and_position_from_the_list():
    found = [s.people for s in attribute_page(read_page(SHORT_TURNS.encode(), "a.txt")).statements]
    marsh = Credentials(("Ida Marsh",), ("chair",), "Vale Bank")
    assert found == [marsh, Credentials(("Bo deGroot",), ("harbour pilot",), "Tarn Institute"), marsh]
