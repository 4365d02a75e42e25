"""Write anew what is generated and committed: `make golden`, then look at `git diff`."""

from pathlib import Path

from analysis.codebook import Codebook
from analysis.event import EventFile
from analysis.files.handmade import describe_model
from analysis.tables import describe_tables
from tests.licences import write_table

ROOT = Path(__file__).parents[1]
MARK = "<!-- generated from src/analysis/tables/ by `make golden` -->\n"


def dictionary_of_columns() -> str:
    """`data/README.md` with its column dictionary as the schema states it now."""
    head = (ROOT / "data" / "README.md").read_text(encoding="utf-8").split(MARK)[0]
    return f"{head}{MARK}\n{describe_tables()}"


def schemas() -> dict[Path, str]:
    """The JSON Schema of each kind of hand-made file, for completion in editors."""
    return {
        ROOT / "data" / "codebooks" / "codebook.schema.json": describe_model(Codebook, "a codebook"),
        ROOT / "data" / "events" / "event.schema.json": describe_model(EventFile, "an event.yml"),
    }


if __name__ == "__main__":
    for path, schema in schemas().items():
        path.write_text(schema, encoding="utf-8")
    (ROOT / "data" / "README.md").write_text(dictionary_of_columns(), encoding="utf-8")
    write_table()
