"""Coders: what kinds there are, what each may do, and the functions that judge segments by rule."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding import dictionary
from analysis.errors import InputError, name_choices
from analysis.tables import TABLES, fit_table, validate_table

if TYPE_CHECKING:  # it takes its time to load
    from analysis.coding.training import Training

KindName = Literal["person", "consensus", "language model", "dictionary", "similarity", "learned", "ranked"]
Right = Literal["counts_as_person", "decides", "reads", "is_automatic", "is_computed"]
Coder = Callable[[pd.DataFrame, Codebook], pd.DataFrame]  # (segments, codebook) -> codings
PERSON: KindName = "person"
EMPTY: dict[str, object] = {"str": "", "bool": False, "int64": 0, "float64": float("nan")}
RANKED = "ranked"  # the codebook coder
GROUP = "framing_workbook.coders"  # entry points: name = "package.module:function"


@dataclass(frozen=True)
class Kind:
    """One kind of coder and what it may do; nothing else in the project asks for a kind by its name.

    `counts_as_person`: two of them who agree can make a finding firm. `decides`: its judgements are the human
    reference that others are held against. `reads`: judged by reading each segment, so that two of them can be
    compared. `is_automatic`: is held against a reference. `is_computed`: judges anew in every report, so that its
    codings are never older than the codebook.
    """

    name: KindName
    counts_as_person: bool = False
    decides: bool = False
    reads: bool = False
    is_automatic: bool = False
    is_computed: bool = False


KINDS: dict[KindName, Kind] = {
    kind.name: kind
    for kind in (
        Kind("person", counts_as_person=True, decides=True, reads=True),
        Kind("consensus", decides=True),
        Kind("language model", reads=True, is_automatic=True),
        Kind("dictionary", is_automatic=True, is_computed=True),
        Kind("similarity", is_automatic=True),
        Kind("learned", is_automatic=True),
        Kind("ranked", is_automatic=True),
    )
}


@dataclass(frozen=True)
class Coded:
    """What the computed coders found: the tables `matches`, `codings` and `coders`."""

    matches: pd.DataFrame
    codings: pd.DataFrame
    coders: pd.DataFrame


def may(kinds: pd.Series, right: Right) -> "pd.Series[bool]":
    """Whether each kind of a column of kinds has the right; a kind that is not known has none."""
    allowed: pd.Series[bool] = kinds.isin([name for name, kind in KINDS.items() if getattr(kind, right)])
    return allowed


def person_key(who: str) -> str:
    """What one person's name has in common however it is spelled: case, accents, punctuation and spaces aside.

    >>> person_key("Zoë  Müller-Brandt") == person_key("zoe muller brandt")
    True
    """
    letters = [c for c in unicodedata.normalize("NFKD", who).casefold() if not unicodedata.combining(c)]
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def list_coders() -> list[str]:
    """The names of all coders that judge by rule: the dictionary, and those of installed packages."""
    return [dictionary.CODER, *sorted(entry_points(group=GROUP).names - {dictionary.CODER})]


def _find_coder(name: str) -> Coder:
    """The function called `name` of an installed package, from the entry points `framing_workbook.coders`.

    Raises InputError when there is none or when it cannot be loaded.
    """
    found = [point for point in entry_points(group=GROUP) if point.name == name]
    if not found:
        raise InputError(f'there is no coder "{name}"; there is: {name_choices(list_coders())}')
    try:
        coder: Coder = found[0].load()
    except Exception as error:
        raise InputError(
            f'coder "{name}": {found[0].value} cannot be loaded ({error}); install its package again'
        ) from None
    return coder


@dataclass(frozen=True)
class Prepared:
    """A coder that is asked to judge an event: its function, its kind, who it is and how it learned the codebook."""

    coder: Coder
    kind: KindName
    who: str
    trained: str
    note: str


def prepare_coder(name: str, root: Path, *, encoder: Path | None = None, judged: "Training | None" = None) -> Prepared:
    """The coder called `name`: the codebook coder ("ranked"), a model in `data/models`, or one of a package.

    `encoder` is a folder with another sentence encoder; `judged` are texts that the codebook coder learns from too.
    Raises InputError where there is no such coder, or where the
    extra packages that it needs are not installed.
    """
    from analysis.coding import learning, ranking  # with the packages of the extra, which take their time to load
    from analysis.coding.embedding import load_encoder
    from analysis.coding.models import find_model, list_models

    if name == RANKED:
        words = load_encoder(encoder)
        who = f"the codebook's texts by {words.name} {words.sha256[:12]}"
        ranked = partial(ranking.code_segments, encoder=words, judged=judged)
        trained = "from the codebook's definitions, cases, examples and near misses"
        if judged is not None:
            trained += f", and from {len(judged.texts)} texts of {'; '.join(judged.sources)}"
        return Prepared(ranked, "ranked", who, trained, ranking.NOTE)
    if name in list_models(root):
        model = find_model(name, root)
        learned = partial(learning.code_segments, model=model, encoder=load_encoder(encoder))
        trained = f"on {model.n_texts} texts in {model.n_documents} documents, {'; '.join(model.training)}"
        note = f"training data {model.training_sha256[:12]}; encoder {model.encoder} {model.encoder_sha256[:12]}"
        return Prepared(learned, "learned", f"model {name} {model.sha256[:12]}", trained, note)
    if name not in entry_points(group=GROUP).names:
        there = [*list_coders(), RANKED, *list_models(root)]
        raise InputError(f'there is no coder "{name}"; there is: {name_choices(there)}')
    coder = _find_coder(name)
    note = (coder.__doc__ or "").strip().split("\n")[0]
    return Prepared(
        coder,
        getattr(coder, "kind", "learned"),
        f"{coder.__module__}.{coder.__qualname__}",
        "as its package says",
        note,
    )


def code_segments(segments: pd.DataFrame, codebook: Codebook, *, names: Sequence[str] = ()) -> Coded:
    """The dictionary's codings, followed by those of the coders called `names`, in that order."""
    matches, codings = dictionary.code_segments(segments, codebook)
    made = [_run_coder(name, segments, codebook) for name in names if name != dictionary.CODER]
    described = [
        dictionary.describe_coder(codebook),
        *(_describe_coder(n, codebook) for n in names if n != "dictionary"),
    ]
    return Coded(matches, pd.concat([codings, *made], ignore_index=True), pd.concat(described, ignore_index=True))


def _run_coder(name: str, segments: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The `codings` of one coder of an installed package, in the order of segments and codes.

    Raises InputError where its function fails or gives something else than codings of these segments and codes.
    """
    return judge_segments(name, _find_coder(name), segments, codebook)


def judge_segments(name: str, coder: Coder, segments: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The `codings` that the function `coder` gives under the name `name`, checked and in order."""
    try:
        found = coder(segments, codebook)
        columns = {c.name: c.dtype for c in TABLES["codings"].columns}
        table = found.assign(coder=name)[list(columns)].astype(columns)
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f'coder "{name}" failed ({type(error).__name__}: {error}); tell the package that it is from'
        ) from None
    table = validate_table("codings", table)
    places = {segment: n for n, segment in enumerate(segments["segment_id"])}
    codes = {code.code: n for n, code in enumerate(codebook.codes)}
    strange = table.loc[~table["segment_id"].isin(places) | ~table["code"].isin(codes)]
    if len(strange):
        row = strange.iloc[0]
        raise InputError(f'coder "{name}" judged {row["segment_id"]} for "{row["code"]}", which are not in this event')
    order = pd.DataFrame({"segment": table["segment_id"].map(places), "code": table["code"].map(codes)})
    return table.loc[order.sort_values(["segment", "code"]).index].reset_index(drop=True)


def _describe_coder(name: str, codebook: Codebook) -> pd.DataFrame:
    """The row of a package's coder in the `coders` table; what its function says of itself is its note."""
    coder = _find_coder(name)
    row: dict[str, object] = {c.name: EMPTY[c.dtype] for c in TABLES["coders"].columns} | {
        "coder": name,
        "kind": getattr(coder, "kind", "learned"),
        "codebook_sha256": codebook.sha256,
        "note": (coder.__doc__ or "").strip().split("\n")[0],
        "who": f"{coder.__module__}.{coder.__qualname__}",
        "blind": True,
        "codebook_current": True,
    }
    return fit_table("coders", [row])
