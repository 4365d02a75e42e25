"""Write anew what is generated and committed: `make golden`, then look at `git diff`."""

from pathlib import Path

from analysis.schema import describe_tables

ROOT = Path(__file__).parents[1]
MARK = "<!-- generated from src/analysis/schema.py by `make golden` -->\n"


def dictionary_of_columns() -> str:
    """`data/README.md` with its column dictionary as the schema states it now."""
    head = (ROOT / "data" / "README.md").read_text(encoding="utf-8").split(MARK)[0]
    return f"{head}{MARK}\n{describe_tables()}"


if __name__ == "__main__":
    (ROOT / "data" / "README.md").write_text(dictionary_of_columns(), encoding="utf-8")
