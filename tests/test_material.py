"""The round-ups that are here to judge coders by: what they say of themselves, and what they hold."""

import pytest

from analysis.checks import check_project
from analysis.cli.report import plan_request
from analysis.coding.coders import may
from analysis.event import list_events, load_event
from analysis.measures.independence import list_independent
from analysis.pipeline import build_tables
from tests.benchmarks.bench_learned import CODED, JUDGED, gather_pages
from tests.conftest import EVENT, ROOT

MADE_UP = ("made-up-carrow-summit", "made-up-loan-treaty", "made-up-straits-exercise")


INVENTED = tuple(slug for slug in JUDGED if slug != EVENT)  # those of the benchmark too


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """All judged pages below one root."""
    folder = tmp_path_factory.mktemp("judged")
    gather_pages(folder)
    return folder


@pytest.fixture(scope="module", params=INVENTED)
def page(request, judged):
    return build_tables(load_event(request.param, root=judged))


def test_every_judged_page_and_its_codings_are_read_without_a_problem(judged):
    checked = check_project(judged)
    assert checked.what == "6 events, 1 codebook"
    assert not checked.problems
    assert all(" finds " in doubt for doubt in checked.doubts), "a dictionary may find little there; nothing is stale"


def test_no_page_of_the_benchmark_is_among_the_events_of_the_reports(judged):
    assert set(list_events(CODED)) == set(INVENTED) - set(MADE_UP)
    assert not set(list_events(CODED)) & set(list_events(ROOT))


def test_the_page_says_that_it_is_invented_wherever_it_is_named(page):
    assert page.event.file.title.endswith("(invented)")
    assert "nobody said any of this" in page.event.file.rights
    assert "are invented; nobody said any of this" in page.documents["text"].iloc[0]


def test_its_codings_count_as_nobody_independent(page):
    author = page.coders.set_index("coder").loc["page-author"]
    assert author["kind"] == "language model"
    assert "No person and nobody independent has checked it" in author["note"]
    assert not list_independent(page.coders, right="counts_as_person")
    assert not may(page.coders["kind"], "decides").any()


def test_every_expert_mixes_frames_and_most_have_a_paragraph_about_nothing(page):
    meant = page.codings.loc[page.codings["coder"] == "page-author"]
    frame = page.codebook.set_index("code")["frame"]
    told = meant.merge(page.segments, on="segment_id", validate="many_to_one")
    told = told.assign(frame=told["code"].map(frame))
    assert (told.loc[told["present"]].groupby("expert")["frame"].nunique() >= 2).all()
    empty = told.groupby(["expert", "paragraph"])["present"].any().eq(False)
    assert empty.groupby("expert").any().sum() >= 3
    assert told["expert"].nunique() in (4, 5)


def test_every_sentence_is_judged_for_every_code(page):
    meant = page.codings.loc[page.codings["coder"] == "page-author"]
    assert len(meant) == len(page.segments) * len(page.codebook)


def test_all_reports_are_those_of_the_first_event_and_one_of_each_page_that_names_its_notebook():
    planned, _ = plan_request(ROOT, (), True, (), None, ())
    names = {(r.parameters.get("event"), r.notebook.name) for r in planned}
    assert {notebook for event, notebook in names if event in MADE_UP} == {"02_reliability"}
    assert {notebook for event, notebook in names if event == EVENT} >= {"01_framing", "02_reliability", "03_wording"}
    asked, _ = plan_request(ROOT, (MADE_UP[0],), False, (), None, ())
    assert {r.notebook.name for r in asked} >= {"01_framing", "02_reliability", "03_wording"}
