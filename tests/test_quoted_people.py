"""Quotations with who said it behind, between or in brackets, and lines that look like speakers and are none."""

import pytest

from analysis.attribution import transcribe_page
from analysis.sources.documents import read_page

WORDS = "The locks have been shut for two years, and nobody knows who will pay for the work"


def read(text: str, name: str = "a.txt") -> list[tuple[str, str, str, str]]:
    """Who says what: name, role, affiliation and words."""
    blocks = transcribe_page(read_page(text.encode(), name)).blocks
    voices = [(b.voice, " ".join(b.text.split())) for b in blocks if b.voice]
    return [(v.expert, v.role, v.affiliation, text) for v, text in voices if v]


@pytest.mark.parametrize(
    ("behind", "name", "role", "home"),
    [
        (", said the economist Leyla Demir of the Harbour Trust.", "Leyla Demir", "economist", "Harbour Trust"),
        (", Leyla Demir, a fellow at the Harbour Trust, told the Herald.", "Leyla Demir", "fellow", "Harbour Trust"),
        (", warnt Karl Otte, Präsident des Schifferverbands. Er hatte es kommen sehen.", "Karl Otte", "Präsident",
         "Schifferverbands"),
        (", so der Völkerrechtler Tobias Wendt von der Universität Lahn.", "Tobias Wendt", "Völkerrechtler",
         "Universität Lahn"),
        (", fügt Verbandschef Uwe Sandmann hinzu.", "Uwe Sandmann", "Verbandschef", ""),
        (", estime Hélène Vasseur, directrice de l’Institut du fret.", "Hélène Vasseur", "directrice",
         "Institut du fret"),
        (", s’inquiète Mireille Le Goff (PRD), sénatrice de la Loire-Basse.", "Mireille Le Goff",
         "sénatrice de la Loire-Basse", "PRD"),
        (", afferma Elena Vassalli, direttrice dell’Istituto del trasporto.", "Elena Vassalli", "direttrice",
         "Istituto del trasporto"),
        (" (Leyla Demir, fellow at the Harbour Trust)", "Leyla Demir", "fellow", "Harbour Trust"),
    ],
)  # fmt: skip
def test_who_said_it_stands_behind_the_quotation(behind: str, name: str, role: str, home: str):
    others = ["Jonas Ebeling, Director, Port Institute", "Gesa Mohr, Chair, Pilots’ Union"]
    lines = [f"“{WORDS} {n}”, said {who}." for n, who in zip(("here", "there"), others, strict=True)]
    text = "Three voices on the locks\n\n" + "\n\n".join([lines[0], f"“{WORDS}”{behind}", lines[1]])
    assert read(text)[1] == (name, role, home, WORDS)


@pytest.mark.parametrize(
    ("mark", "behind"), [("–", ", säger {}."), ("—", " —dice {}."), ("–", " – mówi {}."), ("-", ", sier {}.")]
)
def test_a_dash_stands_for_quotation_marks(mark: str, behind: str):
    who = ("Anna Bergqvist, docent", "Olof Hedenström, professor", "Leyla Demir, forskare")
    text = "Tre röster\n\n" + "\n\n".join(f"{mark} {WORDS}" + behind.format(w) for w in who)
    assert [(name, role) for name, role, _, _ in read(text)] == [tuple(w.split(", ")) for w in who]
    assert all(said.rstrip(",") == WORDS for *_, said in read(text))


def test_a_quotation_goes_on_behind_who_said_it_and_two_people_in_a_paragraph_stay_two():
    one = f'"{WORDS}," said Helen Vasser, director of the Freight Institute. "And nobody asks," she added. "Not one."'
    two = '"It comes too late," said Jean Ozanne, a skipper at Tarn Port. "Not at all," said Amadou Keita, a professor.'
    page = read_page(f"Views\n\n{one}\n\n{two}\n\n{one}".encode(), "a.txt")
    assert [a.text for a in page.asides][:2] == ["said Helen Vasser, director of the Freight Institute.", "she added."]
    assert two in page.text


def test_where_an_agency_writes_from_is_no_speaker():
    turns = [f"{name} (Coast Group). – {WORDS}." for name in ("Hanne Ostrow", "Desmond Akuffo")]
    once = f"PORT KALMER (Northwire) - {WORDS}."
    assert [name for name, *_ in read("Debate\n\n" + "\n\n".join([once, *turns]))] == ["Hanne Ostrow", "Desmond Akuffo"]


def test_points_of_a_list_and_remarks_are_no_speakers_and_a_caption_parts_no_statement():
    markup = f"""<h1>Three views</h1><p>We asked three people.</p>
<h3>Maria da Silva, economist</h3><p>{WORDS}.</p><ul><li>Money: both sides have run out of it.</li>
<li>Breaks: none after midnight.</li></ul>
<h3>Kofi Mensah, lawyer</h3><p>{WORDS}.</p><figure><img src="a.jpg"><figcaption>The quay. Photo: Jo Roe</figcaption>
</figure><p>A roster is not a detail when it decides who sleeps.</p>
<h3>Ingrid Thorvald, pilot</h3><p>{WORDS}.</p><p>(Applause)</p>"""
    found = read(f"<html lang=en><body>{markup}</body></html>", "a.html")
    assert [name for name, *_ in found] == ["Maria da Silva", "Kofi Mensah", "Ingrid Thorvald"]
    assert found[0][3].endswith("Breaks: none after midnight.")
    assert found[1][3] == f"{WORDS}. A roster is not a detail when it decides who sleeps."
    assert found[2][3] == f"{WORDS}."


def test_captions_that_name_who_speaks_beside_the_picture_are_headers():
    people = ("Maria da Silva", "Kofi Mensah", "Ingrid Thorvald")
    markup = "".join(
        f"<figure><img src='{n}.jpg'><figcaption><b>{n}</b><br>Pilot, Tarn University</figcaption></figure>"
        f"<p>{WORDS}.</p>"
        for n in people
    )
    found = read(f"<html lang=en><body><h1>Three views</h1><p>We asked.</p>{markup}</body></html>", "a.html")
    assert found == [(n, "Pilot", "Tarn University", f"{WORDS}.") for n in people]


def test_paragraphs_of_a_hearing_are_set_in_and_its_witnesses_have_a_header_and_a_title():
    head = "STATEMENT OF {}, DIRECTOR, TARN RIVER PORT DISTRICT\n\n    {} Thank you. I run a port with four berths\n"
    said = "and one dredge. The dredge is older than I am.\n    We have asked for it eleven times.\n\n"
    turns = [head.format(name, title) + said for name, title in (("ANN ROE", "Ms. Roe."), ("BO LIND", "Mr. Lind."))]
    found = read(f"<html><body><pre>\n{''.join(turns)}</pre></body></html>", "a.html")
    words = (
        "Thank you. I run a port with four berths and one dredge. The dredge is older than I am. We have asked for it"
    )
    assert [name for name, *_ in found] == ["Ann Roe", "Bo Lind"]
    assert all(text == f"{words} eleven times." for *_, text in found)


@pytest.mark.parametrize("line", [") )", "( )", "« »", "– –", "*: *", "“ ”"])
def test_a_line_of_marks_alone_is_nobody(line: str):
    text = f"Views\n\nAnn Lee, Director, Port Institute\n\n{WORDS}.\n\n{line}\n\nBo Lind, Chair, Tarn Union\n\n{WORDS}."
    assert [name for name, *_ in read(text)] == ["Ann Lee", "Bo Lind"]


LINES = {
    "„Das ist ein guter Tag“, sagte Jonas Ebeling, Direktor.\n„Wir prüfen das Urteil“, sagte Gesa Mohr, Chefin.": [
        ("Jonas Ebeling", "Das ist ein guter Tag"),
        ("Gesa Mohr", "Wir prüfen das Urteil"),
    ],
    "– Det är en svag budget, säger Anna Berg, chefekonom.\n– Tiden rinner ut för oss, säger Per Holm, professor.": [
        ("Anna Berg", "Det är en svag budget,"),
        ("Per Holm", "Tiden rinner ut för oss,"),
    ],
    "Jane Roe (Tarn Bank): It took time.\nBob Poe (Vale Bank): It is long.\nAnn Lee (Osk Bank): Nobody has read it.": [
        ("Jane Roe", "It took time."),
        ("Bob Poe", "It is long."),
        ("Ann Lee", "Nobody has read it."),
    ],
    "• Jane Roe, director of Tarn Bank: The court has decided.\n• Bob Poe, chair: We study it.\n• See also: More": [
        ("Jane Roe", "The court has decided."),
        ("Bob Poe", "We study it."),
    ],
    "“It is dead. Nobody will mourn it,” said Jane Roe, director of Tarn Bank. “It lives,” said Bob Poe, a fellow.": [
        ("Jane Roe", "It is dead. Nobody will mourn it,"),
        ("Bob Poe", "It lives,"),
    ],
    "    Senator HARLAN. Is it not true that he left?\n    Ms. MONTAGUE. I cannot speak to that, Senator.\n"
    "    Senator HARLAN. Thank you for being so direct.\n    The CHAIRMAN. Thank you both.": [
        ("Montague", "I cannot speak to that, Senator."),
        ("Harlan", "Thank you for being so direct."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", LINES)
def test_lines_and_quotations_one_under_another_are_different_peoples(lines: str):
    said = [(name, text) for name, _, _, text in read(f"Views on the matter\n\n{lines}\n")]
    assert said[-len(LINES[lines]) :] == LINES[lines]


def test_a_bold_head_and_its_quotation_are_no_list_of_people():
    heads = {"Maria da Silva": "économiste portuaire", "Paul Lemaire": "maire de Brannes", "Ingrid Roe": "pilote"}
    said = "La grève durera une semaine, pas un mois. Les deux camps n’ont plus d’argent."
    markup = "".join(f"<p><strong>{name}, {role}.</strong> « {said} »</p>" for name, role in heads.items())
    found = read(f"<html lang=fr><body><h1>Trois réactions</h1><p>La grève dure.</p>{markup}</body></html>", "a.html")
    assert found == [(name, role, "", said) for name, role in heads.items()]
