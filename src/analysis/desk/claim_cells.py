"""The event's claims as cells of the stance desk, written to `stances/propositions.yml`."""

from collections import Counter
from collections.abc import Sequence

from analysis.coding.claiming import Fields as Claim
from analysis.coding.claiming import find_fault, list_claims, save_claims, write_claims
from analysis.coding.propositions import name_claim
from analysis.coding.stances import read_stance_rows
from analysis.desk.books import Cells, hash_kept, split_cell
from analysis.desk.ledger import Fields
from analysis.errors import InputError
from analysis.event import Event

LONGEST_ID = 40  # characters of a candidate's id


class ClaimCells:
    """Cells `claim|-|name` with the claim's fields, and `from`: the candidate it was made of, which the journal keeps.

    A claim that somebody has a stance on can get other words, which its stances follow, and be withdrawn, which keeps
    them; only one that nobody has a stance on can be taken out again. Other coders change the same file: what changed
    there since it was last read or written here is not written over.
    """

    def __init__(self, event: Event, coder: str) -> None:
        self.event, self.coder = event, coder
        self.path = event.folder / "stances" / "propositions.yml"
        self._known: dict[str, Claim] = {}
        self._named: set[str] = set()
        self._kept: tuple[str, dict[str, Claim]] = "", {}

    def list(self) -> dict[str, Claim]:
        """The claims of the file as it is now, in its order."""
        now = hash_kept(self.path)
        if self._kept[0] != now:
            self._kept = now, list_claims(self.event)
        return self._kept[1]

    def read(self) -> dict[str, Fields]:
        """The claims of the file as cells."""
        self._known = self.list()
        return {f"claim|-|{name}": dict(fields) for name, fields in self._known.items()}

    def tell(self, cells: Cells) -> dict[str, Fields]:
        """What the file would say of these cells."""
        return {cell: _strip(fields) for cell, fields in cells.items() if cell.startswith("claim|") and fields}

    def find_fault(self, name: str, after: Fields) -> str:
        """Why the claim may not become `after`; empty if it may."""
        made_of, known = after.get("from", ""), self.list()
        if not isinstance(made_of, str) or len(made_of) > LONGEST_ID:
            return "a claim is made of one candidate at most"
        if known.get(name) != self._known.get(name):
            return f'the claim "{name}" was changed elsewhere meanwhile; run this cell again'
        if after and (why := find_fault(name, _strip(after), known)):
            return why
        if not after and self._count_coders()[name]:
            return f'there are stances on the claim "{name}"; it can be removed, which keeps them'
        try:
            write_claims(self.event, {name: _strip(after)})
        except InputError as error:
            return str(error)
        return ""

    def save(self, cells: Cells, touched: Sequence[str]) -> None:
        """Bring the touched claims to the file."""
        wanted = {split_cell(cell)[2]: _strip(cells.get(cell, {})) for cell in touched if cell.startswith("claim|")}
        if wanted:
            save_claims(self.event, wanted)
            self._known = self.list()

    def name(self, words: str) -> str:
        """A name for a new claim in these words, or the name of the one that says the same."""
        known = self.list()
        if same := [name for name, claim in known.items() if claim["claim"] == " ".join(words.split())]:
            return same[0]
        name = name_claim(words, {*known, *self._named})
        self._named.add(name)
        return name

    def count_others(self) -> dict[str, int]:
        """How many other coders have stances on each claim."""
        return dict(self._count_coders(without=self.coder))

    def _count_coders(self, *, without: str = "") -> "Counter[str]":
        known = set(self.list())
        paths = [path for path in self.path.parent.glob("*.csv") if path.stem != without]
        return Counter(
            name for path in paths for name in {row["proposition"] for _, row in read_stance_rows(path, known)[0]}
        )


def _strip(fields: Fields) -> Fields:
    """The fields that the file has."""
    return {name: value for name, value in fields.items() if name != "from"}
