"""Coders by their names: the codebook coder, models of `data/models`, and those of installed packages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.coders import DICTIONARY, KINDS, KindName
from analysis.errors import InputError, name_choices

if TYPE_CHECKING:  # it takes its time to load
    from analysis.coding.training import Training

Coder = Callable[[pd.DataFrame, Codebook], pd.DataFrame]  # (segments, codebook) -> codings
RANKED = "ranked"  # the codebook coder
GROUP = "framing_workbook.coders"  # entry points: name = "package.module:function"
AUTOMATIC = tuple(name for name, kind in KINDS.items() if kind.is_automatic)


@dataclass(frozen=True)
class Prepared:
    """A coder that is asked to judge an event.

    `coder` is the function (segments, codebook) -> codings; `kind`, `who`, `trained` and `note` are what the `coders`
    table says of it.
    """

    coder: Coder
    kind: KindName
    who: str
    trained: str
    note: str


def list_coders() -> list[str]:
    """The names of all coders that judge by rule: the dictionary, and those of installed packages."""
    return [DICTIONARY, *sorted(entry_points(group=GROUP).names - {DICTIONARY})]


def find_coder(name: str) -> Prepared:
    """The coder called `name` of an installed package, from the entry points `framing_workbook.coders`.

    Its function may have a `kind`, one of those that judge by themselves (else: learned); the first line of its
    docstring is its note. Raises InputError when there is none, when it cannot be loaded, or when its kind is another:
    no program is a person.
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
    kind = getattr(coder, "kind", "learned")
    if kind not in AUTOMATIC:
        raise InputError(
            f'coder "{name}": {found[0].value} calls itself {str(kind)[:40]!r}; its kind is one of '
            f"{', '.join(AUTOMATIC)}; tell the package that it is from"
        )
    who = ".".join(str(getattr(coder, part, "")) for part in ("__module__", "__qualname__"))
    return Prepared(coder, kind, who, "as its package says", (coder.__doc__ or "").strip().split("\n")[0])


def prepare_coder(name: str, root: Path, *, encoder: Path | None = None, judged: "Training | None" = None) -> Prepared:
    """The coder called `name`: the codebook coder ("ranked"), a model in `data/models`, or one of a package.

    `encoder` is a folder with another sentence encoder; `judged` are texts that the codebook coder learns from too.
    Raises InputError where there is no such coder, or where the extra packages that it needs are not installed.
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
    return find_coder(name)
