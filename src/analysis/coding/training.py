"""What a learned coder is trained on: texts that people judged."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.coding.embedding import Floats
from analysis.files import hash_bytes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Training:
    """Judged texts: `present` is texts × codes, 1 present, 0 absent, NaN not judged; `documents` names each's page."""

    texts: tuple[str, ...]
    documents: tuple[str, ...]
    codes: tuple[str, ...]
    present: Floats
    sources: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the texts, where they stand, and how they were judged."""
        judged = [["" if np.isnan(x) else int(x) for x in row] for row in self.present]
        fields = [list(self.codes), *map(list, zip(self.texts, self.documents, judged, strict=True))]
        return hash_bytes(json.dumps(fields, ensure_ascii=False).encode())

    @property
    def groups(self) -> tuple[str, ...]:
        """What stays together when texts are dealt into folds: a document, and all others that share a text with it.

        Texts are the same but for case and white space. A group has the name of one of its documents.
        """
        leads = {document: document for document in self.documents}  # to itself, or nearer to its group's name
        first: dict[str, str] = {}
        for text, document in zip(self.texts, self.documents, strict=True):
            one = _follow(leads, document)
            other = _follow(leads, first.setdefault(" ".join(text.casefold().split()), document))
            leads[max(one, other)] = min(one, other)
        return tuple(_follow(leads, document) for document in self.documents)

    def take(self, rows: Ints, *, codes: Sequence[int] | None = None) -> "Training":
        """These rows, with all codes or with those at these places."""
        columns = list(range(len(self.codes))) if codes is None else list(codes)
        return Training(
            tuple(self.texts[i] for i in rows),
            tuple(self.documents[i] for i in rows),
            tuple(self.codes[j] for j in columns),
            self.present[rows][:, columns],
            self.sources,
        )


def _follow(leads: dict[str, str], name: str) -> str:
    """Where a name leads to in the end; the way there is made short."""
    while leads[name] != name:
        leads[name] = leads[leads[name]]
        name = leads[name]
    return name
