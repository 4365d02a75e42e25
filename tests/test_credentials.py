"""Tests of the headers' words: who is named, in which role, of what organisation."""

import csv
from time import perf_counter

import pytest

from analysis.attribution import attribute_page
from analysis.attribution.biographies import read_biography
from analysis.attribution.credentials import read_credentials
from analysis.attribution.short_names import expand_names
from analysis.sources.documents import read_page
from tests.conftest import ROOT

FIELDS = ("words", "name", "role", "affiliation")
GOLD = (ROOT / "tests" / "gold" / "credentials.tsv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(GOLD.splitlines(), delimiter="\t", strict=True))


def list_cases(kind: str) -> list[tuple[str, ...]]:
    """The cases of one kind in the order of the file; none is an error."""
    found = [tuple(case[field] for field in FIELDS) for case in CASES if case["kind"] == kind]
    assert found, kind
    return found


def read(header: str) -> tuple[str, str, str]:
    people = read_credentials(header)
    assert people is not None
    return people.expert, people.role, people.affiliation


@pytest.mark.parametrize(FIELDS, list_cases("separate fields"))
def test_name_role_and_affiliation_are_separate_fields(words: str, name: str, role: str, affiliation: str):
    assert read(words) == (name, role, affiliation)


@pytest.mark.parametrize(FIELDS, list_cases("titles and ranks"))
def test_titles_ranks_honours_and_parties_are_no_part_of_a_name(words: str, name: str, role: str, affiliation: str):
    assert read(words) == (name, role, affiliation)


@pytest.mark.parametrize(FIELDS, list_cases("languages"))
def test_positions_are_read_in_eleven_languages(words: str, name: str, role: str, affiliation: str):
    assert read(words) == (name, role, affiliation)


@pytest.mark.parametrize(FIELDS, list_cases("several people"))
def test_one_header_names_several_people_each_with_a_position(words: str, name: str, role: str, affiliation: str):
    assert read(words) == (name, role, affiliation)


TIDE = "The tide came in before noon and nobody had moved the boats. It will come in again tomorrow."
BOATS = "We counted the boats twice that day. There were nine of them, and two had sunk."
PAYS = "Nobody is asking who pays for this. I would like to ask that now."
WALL = "The answer is that we all pay. That has been true since the wall was built."
LISTS = {
    "a list of speakers": "Speakers\n\n- Dr Dora Kell, Director, Tarn Institute\n"
    "- Piet van den Berg, Head of Policy, Harbour Board\n\n{turns}",
    "initials in a list": "At the table\n\nDora Kell (DK)\n\nDirector, Tarn Institute\n\nPiet van den Berg (PVDB)\n\n"
    "Head of Policy, Harbour Board\n\n{turns}",
    "biographies": "{turns}\n\nThe speakers\n\nDora Kell is Director of the Tarn Institute. "
    "Piet van den Berg is Head of Policy at the Harbour Board.\n",
}


@pytest.mark.parametrize(
    ("known", "first", "second"),
    [
        ("a list of speakers", "MS. KELL", "VAN DEN BERG"),
        ("initials in a list", "DK", "PVDB"),
        ("biographies", "Ms. Kell", "Mr. Van den Berg"),
    ],
)
def test_who_is_called_shortly_in_turns_gets_name_and_position_from_elsewhere_on_the_page(known, first, second):
    said = [(first, TIDE), (second, BOATS), (first, PAYS), (second, WALL)]
    turns = "\n\n".join(f"**{who}:** {words}" for who, words in said)
    page = read_page(f"# Who pays for the wall?\n\n{LISTS[known].format(turns=turns)}".encode(), "a.md")
    people = [found.people for found in attribute_page(page).statements]
    kell = ("Dora Kell", "Director", "Tarn Institute")
    berg = ("Piet van den Berg", "Head of Policy", "Harbour Board")
    assert [(p.expert, p.role, p.affiliation) for p in people] == [kell, berg] * 2
    assert {p.kind for p in people} == {"person"}


def test_two_people_named_in_full_first_are_the_same_when_called_by_family_name_or_initials():
    for short in (("Kell", "Lind"), ("D. K.", "B. L.")):
        heads = ["Dora Kell, director, Tarn Institute", "Bo Lind, analyst, Harbour Board", *short]
        text = "\n\n".join(f"**{h}:** {t}" for h, t in zip(heads, (TIDE, BOATS, PAYS, WALL), strict=True))
        page = read_page(f"# Who pays for the wall?\n\n{text}\n".encode(), "a.md")
        people = [found.people for found in attribute_page(page).statements]
        assert people[2:] == people[:2]


def test_a_short_name_that_two_people_bear_stays_short():
    listed = ["Ann Okoro", "Eve Okoro", "Bo Lind"]
    assert expand_names(["Okoro", "Lind"], listed, []) == {"Lind": "Bo Lind"}
    assert expand_names(["AO", "BL"], ["Ann Okoro", "Amy Owens", "Bo Lind"], []) == {"BL": "Bo Lind"}


def test_one_short_name_is_not_written_out_from_a_header_alone():
    assert expand_names(["Lind"], [], ["Bo Lind", "Ann Okoro"]) == {}
    assert expand_names(["Lind", "Okoro"], [], ["Bo Lind", "Ann Okoro"]) == {"Lind": "Bo Lind", "Okoro": "Ann Okoro"}


@pytest.mark.parametrize(FIELDS, list_cases("biography"))
def test_a_biography_tells_position_and_organisation(words: str, name: str, role: str, affiliation: str):
    people = read_biography(words)
    assert people is not None
    assert (people.expert, people.role, people.affiliation) == (name, role, affiliation)


@pytest.mark.parametrize(FIELDS, list_cases("reporting words"))
def test_to_whom_something_was_said_is_no_part_of_who_said_it(words: str, name: str, role: str, affiliation: str):
    others = "“The locks have been shut for two years now”, said {}, director of the Port Institute."
    page = "\n\n".join(
        [
            "Three voices",
            others.format("Olof Ek"),
            f"“Nobody knows who pays for it all”, {words}.",
            others.format("Bo Lind"),
        ]
    )
    people = attribute_page(read_page(page.encode(), "a.txt")).statements[1].people
    assert (people.expert, people.role, people.affiliation) == (name, role, affiliation)


def test_short_names_among_thousands_are_written_out_in_time():
    listed = [f"Ida{n} Marsh{n}" for n in range(6000)]
    start = perf_counter()
    found = expand_names([f"Marsh{n}" for n in range(6000)], listed, [])
    assert found == {f"Marsh{n}": f"Ida{n} Marsh{n}" for n in range(6000)}
    assert perf_counter() - start < 5  # 36 million comparisons took 40 seconds
