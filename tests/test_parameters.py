import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.reports.parameters import fill_parameters, read_parameters, write_parameters
from analysis.reports.rows import read_rows

CELL = """\
event: str = "a"  # which one
n: int = 3
share: float = 0.5
whole: bool = False
note: str | None = None
plain = "x"
"""


@pytest.fixture
def declared():
    return read_parameters("n", CELL)


def fill(declared, **given):
    values, problems = fill_parameters("n", declared, given)
    assert not problems
    return values


def test_a_text_that_looks_like_a_number_stays_a_text(declared):
    assert fill(declared, event="007")["event"] == "007"
    assert fill(declared, plain="1e3")["plain"] == "1e3"


def test_values_get_the_declared_type(declared):
    values = fill(declared, n="-4", share="2", whole="true", note="")
    assert (values["n"], values["share"], values["whole"], values["note"]) == (-4, 2.0, True, None)
    assert type(values["share"]) is float


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", "007"), ("n", "1.0"), ("n", "1_000"), ("n", ""), ("n", " 1"), ("n", True), ("n", 2.0),
        ("share", "nan"), ("share", "inf"), ("share", "much"), ("whole", "1"), ("whole", "yes"), ("whole", 1),
        ("event", 7), ("event", None), ("event", "a\nimport os"), ("event", "a\x00"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_reported(declared, name, value):
    _, problems = fill_parameters("n", declared, {name: value})
    assert len(problems) == 1
    assert name in problems[0]


def test_an_unknown_name_is_reported_with_the_known_ones(declared):
    _, problems = fill_parameters("n", declared, {"evnt": "a"})
    assert problems == ['n has no parameter "evnt"; it has: event, n, share, whole, note, plain']


@pytest.mark.parametrize(
    "cell",
    ["for x in y: pass", "x = f()", "x: list[str] = []", "x, y = 1, 2", "x: int", 'x: int = "1"', "x ="],
)
def test_a_parameters_cell_holds_plain_assignments_only(cell):
    with pytest.raises(InputError, match="parameters cell, line 1"):
        read_parameters("n", cell)


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs"))),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_what_is_injected_is_what_was_given(event, n, share):
    namespace = {}
    exec(write_parameters({"event": event, "n": n, "share": share}), namespace)
    assert (namespace["event"], namespace["n"], namespace["share"]) == (event, n, share)


def test_a_csv_is_text_and_a_yaml_is_typed(tmp_path, declared):
    (tmp_path / "p.csv").write_text("event,n\n007,1\n")
    (tmp_path / "p.yml").write_text('- {event: "007", n: 1}\n- {event: 007, n: 1}\n- {event: a, n: "1"}\n')
    csv, yml = read_rows(tmp_path / "p.csv"), read_rows(tmp_path / "p.yml")
    assert fill_parameters("n", declared, csv[0].values, typed=csv[0].typed)[0]["event"] == "007"
    problems = [fill_parameters("n", declared, r.values, typed=r.typed)[1] for r in yml]
    assert [bool(found) for found in problems] == [False, True, True]
    assert problems[2] == ["n: n must be int; found '1'"]
    assert yml[2].where == "p.yml:3: "


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("p.csv", "event,n\na\n", "p.csv:2: has 1 fields"),
        ("p.csv", "event,event\na,b\n", "p.csv:1: names a parameter twice"),
        ("p.csv", "event\n", "has no row"),
        ("p.yml", "a: 1\n", "is not a list"),
        ("p.yml", "- 1\n", "p.yml:1: is not a row"),
        ("p.yml", "- &x {event: a}\n- *x\n", "uses an alias"),
        ("p.yml", "- {event: a\n", "is not YAML"),
        ("p.txt", "event\na\n", "neither .csv nor .yml"),
    ],
)
def test_a_file_of_parameters_that_cannot_be_read_says_where(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=message):
        read_rows(tmp_path / name)
