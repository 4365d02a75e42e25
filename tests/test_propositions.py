"""coding.propositions: a claim is added behind the others, and what a person wrote in the file stays as it is."""

import pytest
import yaml

from analysis.coding.propositions import add_proposition, name_claim, read_propositions
from analysis.errors import InputError

ABOUT = {"asserts_when": "says so", "denies_when": "says not"}


def test_a_claim_is_added_behind_the_others_and_nothing_else_changes(event):
    path = event.folder / "stances" / "propositions.yml"
    before = path.read_text(encoding="utf-8") + "\n  # the end\n"
    path.write_text(before, encoding="utf-8")
    n = len(read_propositions(event).propositions)
    added = add_proposition(event, "  The visit changed\nnothing: “so far”. ", **ABOUT)
    assert added.claim == "The visit changed nothing: “so far”."
    assert read_propositions(event).propositions[n:] == (added,)
    after = path.read_text(encoding="utf-8")
    assert all(line in after.splitlines() for line in before.splitlines())
    assert after.index("# the end") > after.index(added.proposition)


def test_a_claim_that_is_there_is_not_added_again(event):
    path = event.folder / "stances" / "propositions.yml"
    first = add_proposition(event, "It rains.", **ABOUT)
    content = path.read_bytes()
    assert add_proposition(event, "It  rains.", **ABOUT) == first
    assert path.read_bytes() == content


def test_the_first_claim_begins_the_file(event):
    path = event.folder / "stances" / "propositions.yml"
    path.unlink()
    added = add_proposition(event, "Zölle schaden: immer", **ABOUT)
    listed = read_propositions(event)
    assert (listed.event, listed.propositions) == (event.slug, (added,))
    assert added.proposition == "zolle-schaden-immer"
    add_proposition(event, "Another one", **ABOUT)
    assert len(read_propositions(event).propositions) == 2


@pytest.mark.parametrize("indent", ["", "    "])
def test_the_list_may_be_indented_otherwise_and_stand_before_other_fields(event, indent):
    path = event.folder / "stances" / "propositions.yml"
    fields = ["proposition: a", "  claim: A", "  asserts_when: x", "  denies_when: y"]
    entry = "".join(f"{indent}{'- ' if n == 0 else ''}{line}\n" for n, line in enumerate(fields))
    path.write_text(f"propositions:\n{entry}\n# behind\nevent: {event.slug}\ninstructions: read\n", encoding="utf-8")
    add_proposition(event, "B", **ABOUT)
    assert [p.claim for p in read_propositions(event).propositions] == ["A", "B"]
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["instructions"] == "read"


@pytest.mark.parametrize("claim", ["", " ", "x" * 501, "bell\x07"])
def test_what_is_no_claim_is_refused_and_nothing_is_written(event, claim):
    path = event.folder / "stances" / "propositions.yml"
    before = path.read_bytes()
    with pytest.raises(InputError, match="1 to 500 characters"):
        add_proposition(event, claim, **ABOUT)
    assert path.read_bytes() == before


def test_a_list_in_brackets_is_refused_and_nothing_is_written(event):
    path = event.folder / "stances" / "propositions.yml"
    listed = "[{proposition: a, claim: A, asserts_when: x, denies_when: y}]"
    text = f"event: {event.slug}\ninstructions: i\npropositions: {listed}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="stand in brackets"):
        add_proposition(event, "B", **ABOUT)
    assert path.read_text(encoding="utf-8") == text


def test_a_name_is_never_empty_and_never_taken():
    assert name_claim("…", set()) == "claim"
    assert name_claim("It is 中文", {"claim"}) == "claim-2"
    assert len(name_claim("extraordinarily " * 9, set())) <= 40
