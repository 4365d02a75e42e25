"""Coding corpora of any size: the same result however it is cut, run, stopped and gone on with."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.coding.dictionary import code_segments
from analysis.corpus.judging import Asked
from analysis.corpus.partitions import find_columns, list_files, plan_parts
from analysis.corpus.rows import read_partition
from analysis.corpus.run import code_corpus
from analysis.errors import InputError
from tests.cluster import start_cluster

SENTENCES = [
    "The power imbalance was on display.",
    "It is not a client state, and “sanctions” bite.",
    "Strategic rivalry with the US goes on.",
    "Nothing, as expected, was said.\n\nA new paragraph, naïve and “restrained”.",
]


def make_rows(n: int) -> list[dict[str, str]]:
    return [
        {
            "id": f"d{i}",
            "expert": "AB"[i % 2],
            "date": f"2023-{i % 3 + 1:02}-05",
            "text": " ".join(SENTENCES[(i + j) % 4] for j in range(i % 5)),
        }
        for i in range(n)
    ]


@pytest.fixture(scope="module")
def codebook():
    return load_codebook(Path(__file__).parents[1] / "data/codebooks/great-power-framing.yml")


def write_jsonl(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def read_results(out: Path) -> dict[str, pd.DataFrame]:
    tables = {name: pq.read_table(out / name).to_pandas() for name in ("matches", "codings")}
    for table in tables.values():
        for column in table.columns[table.dtypes == "category"]:
            table[column] = table[column].astype("str")
    return {**tables, "prevalence": pd.read_parquet(out / "prevalence.parquet")}


def assert_same(a: dict[str, pd.DataFrame], b: dict[str, pd.DataFrame], *, but: tuple[str, ...] = ()) -> None:
    for name in a:
        pd.testing.assert_frame_equal(
            a[name].drop(columns=[*but], errors="ignore"), b[name].drop(columns=[*but], errors="ignore")
        )


@pytest.mark.parametrize("unit", ["document", "paragraph", "sentence"])
def test_the_cut_does_not_change_the_result(tmp_path, codebook, unit):
    corpus = write_jsonl(tmp_path / "c.jsonl", make_rows(60))
    results = []
    for size in (300, 5_000, 1 << 20):
        code_corpus(corpus, tmp_path / f"out{size}", codebook, unit=unit, jobs=1, part_size=size)
        results.append(read_results(tmp_path / f"out{size}"))
    assert len(plan_parts(list_files(corpus), size=300)) > 10
    assert_same(results[0], results[1])
    assert_same(results[0], results[2])


def test_parquet_csv_and_jsonl_give_the_same(tmp_path, codebook):
    rows = make_rows(40)
    write_jsonl(tmp_path / "c.jsonl", rows)
    with (tmp_path / "c.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "c.parquet", row_group_size=7)
    results = []
    for kind in ("jsonl", "csv", "parquet"):
        code_corpus(tmp_path / f"c.{kind}", tmp_path / kind, codebook, jobs=1, part_size=700)
        results.append(read_results(tmp_path / kind))
    assert_same(results[0], results[1], but=("file",))
    assert_same(results[0], results[2], but=("file",))
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "c.parquet")
    code_corpus(tmp_path / "c.parquet", tmp_path / "one group", codebook, jobs=2, part_size=500)
    assert_same(results[2], read_results(tmp_path / "one group"))


@pytest.mark.parametrize("group_size", [1, 7, 39, 40])
def test_a_large_row_group_is_cut_between_its_rows(tmp_path, codebook, group_size):
    rows = make_rows(40)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "c.parquet", row_group_size=group_size)
    parts = plan_parts(list_files(tmp_path / "c.parquet"), size=200)
    assert len(parts) >= 10
    fields = find_columns(parts[0], {})
    read = [row for part in parts for batch, _ in read_partition(part, fields) for row in batch]
    assert [(row.row, row.document_id, row.text) for row in read] == [
        (number, row["id"], row["text"]) for number, row in enumerate(rows, 1)
    ]
    assert sum(part.size for part in parts) <= sum(
        pq.ParquetFile(tmp_path / "c.parquet").metadata.row_group(g).total_byte_size
        for g in range(-(-40 // group_size))
    )


def test_parquet_text_that_is_not_utf_8_is_reported_with_its_row(tmp_path, codebook):
    texts = pa.array([b"Rivalry.", b"\xff\xfe", "naïve".encode()] * 3, pa.binary()).cast(pa.string(), safe=False)
    pq.write_table(pa.table({"text": texts}), tmp_path / "c.parquet")
    parts = plan_parts(list_files(tmp_path / "c.parquet"), size=40)
    assert len(parts) > 1
    about = code_corpus(tmp_path / "c.parquet", tmp_path / "out", codebook, jobs=1, part_size=40)
    assert (about["n_documents"], about["n_broken"]) == (6, 3)
    broken = pd.read_csv(tmp_path / "out" / "broken.csv")
    assert broken["row"].tolist() == [2, 5, 8]
    assert broken["reason"].str.startswith("is not UTF-8").all()


def test_offsets_point_into_the_document_and_codings_are_those_of_the_coder(tmp_path, codebook):
    rows = make_rows(12)
    code_corpus(write_jsonl(tmp_path / "c.jsonl", rows), tmp_path / "out", codebook, unit="sentence", jobs=1)
    got = read_results(tmp_path / "out")
    texts = {row["id"]: row["text"] for row in rows}
    assert len(got["matches"]) > 10
    assert all(texts[m.document_id][m.start : m.end] == m.match for m in got["matches"].itertuples())
    code_corpus(tmp_path / "c.jsonl", tmp_path / "whole", codebook, jobs=1)
    whole = read_results(tmp_path / "whole")["codings"]
    segments = pd.DataFrame(rows).rename(columns={"id": "segment_id"})
    segments = segments.assign(statement_id=segments["segment_id"], paragraph=1, start=0)
    _, codings = code_segments(segments, codebook)
    has_text = [bool(texts[d]) for d in whole["document_id"]]
    assert (whole["n_present"].to_numpy()[has_text] > 0).tolist() == codings["present"].to_numpy()[has_text].tolist()
    assert whole["score"].tolist() == codings["score"].tolist()


def test_prevalence_counts_segments_per_expert_and_month(tmp_path, codebook):
    code_corpus(write_jsonl(tmp_path / "c.jsonl", make_rows(60)), tmp_path / "out", codebook, unit="sentence", jobs=1)
    got = read_results(tmp_path / "out")
    table = got["prevalence"]
    assert set(zip(table["expert"], table["month"], strict=True)) == {
        (e, m) for e in "AB" for m in ("2023-01", "2023-02", "2023-03")
    }
    codes = table[table["code"] == "rivalry"].groupby("expert")["n_present"].sum()
    rivalry = got["codings"][got["codings"]["code"] == "rivalry"].groupby("expert")["n_present"].sum()
    assert codes.to_dict() == rivalry.to_dict()
    assert ((table["low"] <= table["prevalence"]) & (table["prevalence"] <= table["high"])).all()


def test_a_broken_row_is_counted_and_named_with_its_place(tmp_path, codebook, capsys):
    good = [json.dumps(row) for row in make_rows(3)]
    lines = [good[0], "{not json", '{"id": "x"}', "[]", "", good[1], '{"text": "\\ud800"}', good[2]]
    corpus = tmp_path / "c.jsonl"
    corpus.write_bytes("\n".join(lines).encode() + b'\n{"text": "\xff"}\n')
    about = code_corpus(corpus, tmp_path / "out", codebook, jobs=1, part_size=40)
    assert (about["n_documents"], about["n_broken"]) == (3, 5)
    broken = pd.read_csv(tmp_path / "out" / "broken.csv")
    assert broken["row"].tolist() == [2, 3, 4, 7, 9]
    named = ["--codebook", str(find_codebook_file()), "--jobs", "2"]
    assert main(["corpus", str(corpus), str(tmp_path / "out2"), *named]) == 1
    assert "5 rows could not be read" in capsys.readouterr().err


def test_broken_csv_rows_do_not_take_others_with_them(tmp_path, codebook):
    corpus = tmp_path / "c.csv"
    corpus.write_text('id,text\n1,rivalry\n2,too,many\n3,"a\nrivalry"\n4,5" gun rivalry\n')
    about = code_corpus(corpus, tmp_path / "out", codebook, jobs=1)
    assert (about["n_documents"], about["n_broken"], about["n_matches"]) == (3, 1, 3)


def find_codebook_file() -> Path:
    return Path(__file__).parents[1] / "data/codebooks/great-power-framing.yml"


def test_a_wrong_request_starts_nothing(tmp_path, codebook):
    corpus = write_jsonl(tmp_path / "c.jsonl", [{"words": "x"}])
    with pytest.raises(InputError, match="no column text; there is: words"):
        code_corpus(corpus, tmp_path / "out", codebook)
    assert not (tmp_path / "out").exists()
    with pytest.raises(InputError, match="no such file"):
        code_corpus(tmp_path / "none", tmp_path / "out", codebook)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    with pytest.raises(InputError, match="not empty"):
        code_corpus(write_jsonl(tmp_path / "c.jsonl", make_rows(1)), tmp_path / "mine", codebook)
    assert main(["corpus", str(corpus), str(tmp_path / "out"), "--codebook", "none"]) == 2


def test_a_stopped_run_goes_on_and_another_request_is_refused(tmp_path, codebook):
    corpus = write_jsonl(tmp_path / "c.jsonl", make_rows(60))
    code_corpus(corpus, tmp_path / "out", codebook, jobs=1, part_size=600)
    whole = read_results(tmp_path / "out")
    done = sorted((tmp_path / "out" / "done").iterdir())
    kept = (tmp_path / "out" / "matches" / "part-000000.parquet").stat().st_mtime_ns
    for note in done[2:]:
        note.unlink()
    (tmp_path / "out" / "prevalence.parquet").unlink()
    progress = []
    code_corpus(
        corpus, tmp_path / "out", codebook, jobs=1, part_size=600, report=lambda done, total: progress.append(done)
    )
    assert_same(whole, read_results(tmp_path / "out"))
    assert progress[0] > 0
    assert (tmp_path / "out" / "matches" / "part-000000.parquet").stat().st_mtime_ns == kept
    with pytest.raises(InputError, match="another corpus, codebook or request"):
        code_corpus(corpus, tmp_path / "out", codebook, unit="sentence", part_size=600)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system closes no terminal so")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", 0)])
def test_a_corpus_that_is_stopped_ends_at_once_with_one_line_and_goes_on_later(tmp_path, root, number):
    corpus = write_jsonl(tmp_path / "c.jsonl", make_rows(20_000))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "analysis.cli", "--root", str(root), "corpus", str(corpus), str(out)]
    command += ["--codebook", "great-power-framing", "--unit", "sentence", "--jobs", "2", "--part-size", "1"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (out / "done").exists() and run.poll() is None:
        time.sleep(0.05)
    os.killpg(run.pid, number)  # as a terminal does: every process of the command gets it
    began = time.monotonic()
    _, told = run.communicate(timeout=60)
    assert run.returncode == 130, told
    assert time.monotonic() - began < 4  # two seconds, and two for a machine that is busy
    assert [line for line in told.splitlines() if line and " of " not in line] == ["workbook: stopped"]
    assert subprocess.run(command, capture_output=True, timeout=300).returncode == 0
    assert not [path for path in out.rglob(".*") if path.is_file()]


def test_a_cluster_that_loses_a_worker_midway_gives_the_same(tmp_path, codebook):
    corpus = write_jsonl(tmp_path / "c.jsonl", make_rows(4000))
    code_corpus(corpus, tmp_path / "here", codebook, unit="sentence", jobs=1, part_size=30_000)
    killed = []
    with start_cluster(tmp_path) as (address, workers):

        def kill_one(done: int, total: int) -> None:
            if not killed and 0 < done < total:
                workers[0].send_signal(signal.SIGKILL)
                workers[0].wait()
                killed.append(done)

        options = {"unit": "sentence", "scheduler": address, "part_size": 30_000, "report": kill_one}
        code_corpus(corpus, tmp_path / "there", codebook, **options)
    assert killed
    assert_same(read_results(tmp_path / "here"), read_results(tmp_path / "there"))


def test_the_same_segments_have_the_same_prevalence_as_an_event_and_as_a_corpus(tmp_path, tables, root):
    lines = [json.dumps({"text": s.text, "expert": s.expert}) for s in tables["statements"].itertuples()]
    (tmp_path / "page.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    codebook = load_codebook(root / "data" / "codebooks" / "great-power-framing.yml")
    code_corpus(tmp_path / "page.jsonl", tmp_path / "out", codebook, unit="sentence", jobs=1)
    columns = ["n_segments", "n_present", "prevalence", "low", "high", "n_effective"]
    key = ["expert", "frame", "code"]
    corpus = pd.read_parquet(tmp_path / "out" / "prevalence.parquet").set_index(key)[columns].sort_index()
    event = tables["prevalence"].query("coder == 'dictionary'").set_index(key)[columns].sort_index()
    pd.testing.assert_frame_equal(corpus, event, check_exact=True)


def install_coder(folder: Path) -> None:
    """A package with a coder that finds "rivalry" in capitals and does not judge what has a question mark."""
    (folder / "shouting-1.0.dist-info").mkdir(parents=True)
    (folder / "shouting-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    (folder / "shouting-1.0.dist-info" / "entry_points.txt").write_text(
        "[framing_workbook.coders]\nshouting = shouting_coder:code_segments\n"
    )
    (folder / "shouting_coder.py").write_text(
        "def code_segments(segments, codebook):\n"
        "    kept = segments.loc[~segments['text'].str.contains('?', regex=False)]\n"
        "    return kept[['segment_id']].assign(\n"
        "        code='rivalry', present=kept['text'].str.contains('RIVAL'),\n"
        "        score=kept['text'].str.count('RIVAL') * 1.0\n"
        "    )\n"
    )


def test_a_corpus_is_judged_by_a_coder_of_a_package_and_what_it_leaves_open_is_not_counted(
    tmp_path, codebook, monkeypatch
):
    install_coder(tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    texts = ["RIVALRY here. None there. Or RIVALS?", "", "Quiet. A rivalry.\n\nRIVAL."]
    corpus = write_jsonl(tmp_path / "c.jsonl", [{"id": f"d{n}", "text": text} for n, text in enumerate(texts)])
    asked = Asked("shouting", str(tmp_path))
    for size in (30, 1 << 20):
        about = code_corpus(
            corpus, tmp_path / f"{size}", codebook, unit="sentence", jobs=1, part_size=size, asked=asked
        )
        assert (about["n_documents"], about["n_segments"], about["n_matches"]) == (3, 6, 0)
    first, second = (read_results(tmp_path / f"{size}") for size in (30, 1 << 20))
    assert_same(first, second)
    mine = second["codings"].query("code == 'rivalry'").set_index("document_id")
    assert mine["n_segments"].tolist() == [2, 0, 3]
    assert mine["n_present"].tolist() == [1, 0, 1]
    assert mine["score"].tolist() == [1.0, 0.0, 1.0]
    assert (second["codings"].query("code != 'rivalry'")["n_segments"] == 0).all()
    frame = second["prevalence"].query("code == ''")
    assert (frame["n_segments"] == 0).all()  # no other code of the frame was judged
    note = json.loads((tmp_path / "30" / "corpus.json").read_text())
    assert (note["coder"], note["kind"], note["who"]) == ("shouting", "learned", "shouting_coder.code_segments")
