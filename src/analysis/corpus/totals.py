"""What all parts of a corpus counted together: prevalence, broken rows, and the totals."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.corpus.partitions import Partition
from analysis.exchange.csv_files import write_csv
from analysis.files import write_whole
from analysis.measures.prevalence import COUNTED, tabulate_prevalence


def write_totals(
    out: Path, parts: list[Partition], codebook: Codebook, unit: str, coder: dict[str, Any]
) -> dict[str, Any]:
    """Add up what the parts counted; write prevalence, the broken rows and the totals, and who judged."""
    notes = (json.loads((out / "done" / f"part-{part.number:06d}.json").read_bytes()) for part in parts)
    totals = dict.fromkeys(("n_documents", "n_segments", "n_matches", "n_broken", "n_undated"), 0)
    undated = ""
    sums: dict[tuple[str, ...], Any] = {}
    broken: list[list[Any]] = []
    for note in notes:
        for name in totals:
            totals[name] += note["outcome"].get(name, 0)  # an older version's parts do not count all
        undated = undated or note.get("undated", "")
        broken += note["broken"]
        for row in note["counts"]:
            key = tuple(row[:4])
            sums[key] = sums.get(key, 0) + np.array(row[4:], np.int64)
    prevalence = _measure_prevalence(sums, codebook)
    with io.BytesIO() as buffer:
        prevalence.to_parquet(buffer, index=False)
        write_whole(out / "prevalence.parquet", buffer.getvalue())
    write_csv(pd.DataFrame(broken, columns=["file", "row", "reason"]), out / "broken.csv")
    about = {
        "codebook": codebook.name,
        "codebook_sha256": codebook.sha256,
        "unit": unit,
        **coder,
        **totals,
    }
    about |= {"first_undated": undated, "first_broken": "row {1} of {0}: {2}".format(*broken[0]) if broken else ""}
    write_whole(out / "corpus.json", json.dumps(about, indent=1).encode())
    return about


def _measure_prevalence(sums: dict[tuple[str, ...], Any], codebook: Codebook) -> pd.DataFrame:
    """Prevalence per expert, month, frame and code (empty: the whole frame), with a 95 % interval.

    Shares and intervals are those of an event: see `measures.prevalence.tabulate_prevalence`.
    """
    frames = [frame.frame for frame in codebook.frames]
    codes = ["", *(code.code for code in codebook.codes)]
    keys = sorted(sums, key=lambda k: (k[0], k[1], frames.index(k[2]), codes.index(k[3])))
    table = pd.DataFrame(keys, columns=["expert", "month", "frame", "code"], dtype="str")
    counted = np.array([sums[key] for key in keys], np.int64).reshape(-1, 1 + len(COUNTED))
    table["n_documents"] = counted[:, 0]
    return tabulate_prevalence(table.assign(**dict(zip(COUNTED, counted[:, 1:].T, strict=True))))
