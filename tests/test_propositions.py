"""Claims in their file: added, changed and taken out where they stand, and what a person wrote stays as it is."""

import pytest
import yaml

from analysis.coding.claiming import list_claims, save_claims
from analysis.coding.propositions import name_claim, read_propositions
from analysis.errors import InputError

ABOUT = {"asserts_when": "says so", "denies_when": "says not"}


def find_path(event):
    return event.folder / "stances" / "propositions.yml"


def test_a_claim_is_added_behind_the_others_and_nothing_else_changes(event):
    path = find_path(event)
    before = path.read_text(encoding="utf-8") + "\n  # the end\n"
    path.write_text(before, encoding="utf-8")
    known = list_claims(event)
    new = {"claim": "The visit changed nothing: “so far”.", **ABOUT}
    save_claims(event, {"nothing-changed": new})
    assert list_claims(event) == {**known, "nothing-changed": new}
    after = path.read_text(encoding="utf-8")
    assert all(line in after.splitlines() for line in before.splitlines())
    assert after.index("# the end") > after.index("nothing-changed")
    save_claims(event, {"nothing-changed": {}})
    assert path.read_text(encoding="utf-8") == before


def test_the_first_claim_begins_the_file_and_the_last_one_ends_it(event):
    path = find_path(event)
    for each in path.parent.iterdir():
        each.unlink()
    save_claims(event, {"zolle": {"claim": "Zölle schaden: immer", **ABOUT}})
    assert read_propositions(event).event == event.slug
    save_claims(event, {"another": {"claim": "Another one", **ABOUT}})
    assert list(list_claims(event)) == ["zolle", "another"]
    save_claims(event, {"zolle": {}})
    save_claims(event, {"another": {}})
    assert not path.exists()


@pytest.mark.parametrize("indent", ["", "    "])
def test_the_list_may_be_indented_otherwise_and_stand_before_other_fields(event, indent):
    path = find_path(event)
    fields = ["proposition: a", "  claim: A", "  asserts_when: x", "  denies_when: y"]
    entry = "".join(f"{indent}{'- ' if n == 0 else ''}{line}\n" for n, line in enumerate(fields))
    path.write_text(f"propositions:\n{entry}\n# behind\nevent: {event.slug}\ninstructions: read\n", encoding="utf-8")
    save_claims(event, {"b": {"claim": "B", **ABOUT}})
    assert [p.claim for p in read_propositions(event).propositions] == ["A", "B"]
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["instructions"] == "read"


WRITTEN = """# above
event: {}
instructions: read
propositions:
  - claim: A   # why
    # between
    proposition: a
    asserts_when: >
      In two
      lines.
    # behind
    denies_when: "y: # no comment"

  - {{proposition: b, claim: B, asserts_when: x, denies_when: y}}
  # the end
"""


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"claim": "C: d"}, {"  - claim: A   # why": "  - claim: 'C: d'   # why"}),
        (
            {"asserts_when": "z"},
            {"    asserts_when: >": "    asserts_when: z", "      In two": None, "      lines.": None},
        ),
        ({"denies_when": "yes"}, {'    denies_when: "y: # no comment"': "    denies_when: 'yes'"}),
        (
            {"withdrawn": True},
            {'    denies_when: "y: # no comment"': '    denies_when: "y: # no comment"\n    withdrawn: true'},
        ),
    ],
)
def test_only_the_lines_of_a_changed_field_change(event, fields, lines):
    path = find_path(event)
    before = WRITTEN.format(event.slug)
    path.write_text(before, encoding="utf-8")
    known = list_claims(event)
    save_claims(event, {"a": {**known["a"], **fields}})
    wanted = [lines.get(line, line) for line in before.splitlines()]
    assert path.read_text(encoding="utf-8") == "\n".join(line for line in wanted if line is not None) + "\n"
    assert list_claims(event) == {**known, "a": {**known["a"], **fields}}
    if fields == {"withdrawn": True}:
        save_claims(event, {"a": known["a"]})
        assert path.read_text(encoding="utf-8") == before


def test_an_entry_in_braces_and_a_list_in_brackets_are_refused_and_nothing_is_written(event):
    path = find_path(event)
    path.write_text(WRITTEN.format(event.slug), encoding="utf-8")
    with pytest.raises(InputError, match="change it by hand"):
        save_claims(event, {"b": {"claim": "Other", **ABOUT}})
    listed = "[{proposition: a, claim: A, asserts_when: x, denies_when: y}]"
    text = f"event: {event.slug}\ninstructions: i\npropositions: {listed}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="stand in brackets"):
        save_claims(event, {"b": {"claim": "B", **ABOUT}})
    assert path.read_text(encoding="utf-8") == text


def test_a_name_is_never_empty_and_never_taken():
    assert name_claim("…", set()) == "claim"
    assert name_claim("It is 中文", {"claim"}) == "claim-2"
    assert len(name_claim("extraordinarily " * 9, set())) <= 40
