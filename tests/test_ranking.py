"""The codebook coder: ranks by what the codebook says, abstains near its cut, and says it is not validated."""

import json
import shutil
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from analysis.cli import main
from analysis.coding import ranking
from analysis.coding.embedding import NEEDED, load_encoder
from analysis.coding.entries import make_record
from analysis.coding.ranking import (
    BAND,
    _add_frames,
    _pool_frames,
    add_neighbours,
    code_segments,
    fit_ranker,
    load_off_topic,
    rank_segments,
)
from analysis.coding.recording import record_codings
from analysis.coding.training import Training
from analysis.event import load_event
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT

missing = [name for name in NEEDED if find_spec(name) is None]
if missing:
    pytest.skip(f"the extra [learned] is not installed ({', '.join(missing)})", allow_module_level=True)

NEAR = {
    "omission": "The final text does not say a word about the disputed islands.",
    "alignment": "The two capitals presented themselves as close partners on the same side.",
    "dependence": "Without oil money from its neighbour the country could not pay for its war.",
}


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.fixture(scope="module")
def codebook(tables):
    return tables.codebook_file


def make_segments(texts, *, statements=None):
    return pd.DataFrame(
        {
            "segment_id": [f"page/{n}/1" for n in range(len(texts))],
            "statement_id": statements or [f"page/{n}" for n in range(len(texts))],
            "text": list(texts),
        }
    )


def test_a_sentence_in_other_words_ranks_first_for_its_code(encoder, codebook):
    others = load_off_topic()[:20]
    ranked = rank_segments(make_segments([*others, *NEAR.values()]), codebook, encoder=encoder)
    first = ranked.loc[ranked["rank"] == 1].set_index("code")["segment_id"]
    for n, code in enumerate(NEAR):
        assert first[code] == f"page/{len(others) + n}/1"


def test_every_segment_has_one_rank_per_code(encoder, codebook, tables):
    ranked = rank_segments(tables["segments"], codebook, encoder=encoder)
    n = len(tables["segments"])
    assert all(sorted(ranks) == list(range(1, n + 1)) for _, ranks in ranked.groupby("code")["rank"])
    assert list(ranked["code"].unique()) == [code.code for code in codebook.codes]


def test_a_code_scores_higher_where_its_frame_is_near_too(encoder, codebook):
    frame_of = np.array([0, 0, 1])
    present = np.array([[1, np.nan, 0], [0, np.nan, 1], [0, 0, np.nan]])
    np.testing.assert_array_equal(_pool_frames(present, frame_of), [[1, 0], [np.nan, 1], [0, np.nan]])
    np.testing.assert_array_equal(_add_frames(np.array([1, 2, 3, 10, 20]), frame_of), [11, 12, 23])
    ranker = fit_ranker(codebook, encoder)
    weights = dict(zip(ranker.codes, ranker.weights, strict=True))

    def likeness(one, other):
        return weights[one] @ weights[other] / np.sqrt((weights[one] ** 2).sum() * (weights[other] ** 2).sum())

    first, second = (frame.codes for frame in codebook.frames[:2])
    assert likeness(first[0].code, first[1].code) > likeness(first[0].code, second[0].code)


def test_near_misses_score_below_what_they_nearly_miss(encoder, codebook):
    ranker = fit_ranker(codebook, encoder)
    for j, code in enumerate(codebook.codes):
        typical, near_miss = ranker.score(encoder.encode([code.typical, code.near_miss]))[:, j]
        assert typical > near_miss


def test_it_abstains_near_its_cut(encoder, codebook, tables):
    codings = code_segments(tables["segments"], codebook, encoder=encoder)
    assert (codings["score"].abs() >= BAND).all()
    assert len(codings) < len(tables["segments"]) * len(codebook.codes)
    assert (codings["present"] == (codings["score"] > 0)).all()


def test_few_off_topic_sentences_that_it_has_not_seen_raise_an_alarm(encoder, codebook):
    unseen = [
        "The tram was late because of snow on the rails.",
        "A new oven halves the time that a loaf needs.",
        "The choir rehearses on Tuesdays in the old town hall.",
        "Two swimmers were tied for second place.",
        "The county pays half of what a solar roof costs.",
        "Her shop sells buttons and nothing else.",
        "The court ordered the landlord to repair the lift.",
        "Teachers asked for smaller classes and longer breaks.",
        "The orchard lost a third of its trees in the storm.",
        "Postage for parcels rises in July.",
    ]
    scores = fit_ranker(codebook, encoder).score(encoder.encode(unseen))
    assert (scores > 0).any(axis=1).sum() <= 1


def test_neighbours_count_in_their_own_statement_only(encoder):
    texts = list(NEAR.values())
    apart = add_neighbours(make_segments(texts), encoder)
    assert np.allclose(apart, encoder.encode(texts))
    together = add_neighbours(make_segments(texts, statements=["page/0", "page/0", "page/1"]), encoder)
    assert np.allclose(together[2], apart[2])
    assert 0 < together[0] @ apart[1] - apart[0] @ apart[1] < 1
    assert np.allclose((together**2).sum(axis=1), 1)


def test_it_is_the_same_bytes_in_any_order(encoder, codebook):
    segments = make_segments([*NEAR.values(), *load_off_topic()[:5]])
    scores = {}
    for table in (segments, segments.iloc[::-1]):
        ranked = rank_segments(table, codebook, encoder=encoder)
        scores[len(scores)] = ranked.sort_values(["segment_id", "code"])["score"].to_numpy().tobytes()
    assert scores[0] == scores[1]


def test_what_people_coded_moves_the_ranking(encoder, codebook):
    texts = tuple(f"The lighthouse keeper painted the {thing}." for thing in ("door", "wall", "boat", "lamp", "roof"))
    codes = tuple(code.code for code in codebook.codes)
    present = np.zeros((len(texts), len(codes)))
    present[:, codes.index("gesture")] = 1
    judged = Training(texts, ("page",) * len(texts), codes, present)
    given = encoder.encode(["The lighthouse keeper painted the stairs."])
    before, after = (fit_ranker(codebook, encoder, judged=j).score(given)[0] for j in (None, judged))
    assert after[codes.index("gesture")] > 0 > before[codes.index("gesture")]
    assert after.argmax() == codes.index("gesture")


def test_no_segment_gives_no_coding(encoder, codebook):
    assert code_segments(make_segments([]), codebook, encoder=encoder).empty


def test_the_command_marks_its_judgements_as_not_validated(tmp_path, capsys):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    assert main(["--root", str(tmp_path), "code", EVENT, "--coder", "ranked"]) == 0, capsys.readouterr().err
    tables = build_tables(load_event(EVENT, root=tmp_path))
    about = tables["coders"].set_index("coder").loc["ranked"]
    assert about["kind"] == "ranked"
    assert about["note"].startswith(f"{ranking.NOTE}; finds a code in ")
    assert about["note"].startswith("not validated")
    alarms = tables["alarms"].loc[lambda t: t["coder"] == "ranked"]
    assert list(alarms["code"]) == list(tables["codebook"]["code"])
    assert (alarms["n_segments"] == 300).all()
    assert alarms["n_alarms"].sum() <= 0.05 * 300
    validity = tables["validity"].set_index(["coder", "code"])["off_topic"]["ranked"]
    assert validity.groupby("code").first().to_dict() == alarms.set_index("code")["off_topic"].to_dict()


@pytest.fixture
def two_events(tmp_path):
    """The bundled event, and the same page as another event that a person coded: everything is a gesture."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    events = tmp_path / "data" / "events"
    shutil.copytree(events / EVENT, events / "other", ignore=shutil.ignore_patterns("codings", "stances"))
    other = load_event("other", root=tmp_path)
    tables = build_tables(other)
    about = {"coder": "anna", "kind": "person", "who": "Anna", "made_on": "2026-01-31", "trained": "read it"}
    record = make_record(**about, blind=True, codebook_sha256=tables.codebook_file.instructions_sha256)
    given = tables["codings"].loc[lambda t: t["coder"] == "dictionary", ["segment_id", "code"]]
    judged = given.assign(present=given["code"] == "gesture")
    record_codings(other, record, judged, tables["segments"], tables.codebook_file)
    return tmp_path


def test_the_command_learns_from_other_events_that_people_coded_and_never_from_the_same(two_events, capsys):
    command = ["--root", str(two_events), "code", EVENT, "--coder", "ranked"]
    assert main([*command, "--learn-from", EVENT]) == 2
    assert main([*command, "--as", "ranked-5", "--learn-from", "other"]) == 0, capsys.readouterr().err
    tables = build_tables(load_event(EVENT, root=two_events))
    assert "23 texts of other: anna" in tables["coders"].set_index("coder").loc["ranked-5", "trained"]
    mine = tables["codings"].loc[lambda t: t["coder"] == "ranked-5"]
    assert mine.loc[mine["code"] == "gesture", "present"].mean() > 0.8


def test_a_corpus_gets_the_same_judgements_as_an_event_however_it_is_cut(tmp_path, capsys, encoder, codebook, tables):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    lines = [json.dumps({"text": s.text, "expert": s.expert}) for s in tables["statements"].itertuples()]
    (tmp_path / "page.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["--root", str(tmp_path), "corpus", str(tmp_path / "page.jsonl"), "--codebook", codebook.name]
    for out, jobs in (("one", "1"), ("two", "2")):
        assert main([*command, str(tmp_path / out), "--coder", "ranked", "--jobs", jobs]) == 0, capsys.readouterr().err
    told = capsys.readouterr()
    assert "judged by ranked (ranked)" in told.out
    assert "not validated" in told.err
    assert (tmp_path / "one" / "prevalence.parquet").read_bytes() == (
        tmp_path / "two" / "prevalence.parquet"
    ).read_bytes()
    about = json.loads((tmp_path / "one" / "corpus.json").read_text())
    assert (about["coder"], about["kind"], about["unit"]) == ("ranked", "ranked", "sentence")
    assert "all-MiniLM-L6-v2 int8" in about["who"]
    assert about["n_matches"] == 0
    event = code_segments(tables["segments"], codebook, encoder=encoder)
    counted = event.groupby("code")["present"].agg(["size", "sum"])
    corpus = pd.read_parquet(tmp_path / "one" / "prevalence.parquet").groupby("code")[["n_segments", "n_present"]].sum()
    for code in counted.index:
        assert corpus.loc[code].tolist() == counted.loc[code].tolist()
    assert main([*command, str(tmp_path / "one"), "--coder", "dictionary"]) == 2
    assert "another corpus, codebook or request" in capsys.readouterr().err


def test_a_corpus_refuses_a_coder_that_is_not_there_and_writes_nothing(tmp_path, capsys):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "c.csv").write_text("text\nOne.\n", encoding="utf-8")
    command = ["--root", str(tmp_path), "corpus", str(tmp_path / "c.csv"), str(tmp_path / "out")]
    assert main([*command, "--codebook", "great-power-framing", "--coder", "nobody"]) == 2
    assert 'there is no coder "nobody"; there is: dictionary, ranked' in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
