"""What holds of every report: the rule for findings, and the tables with their columns."""

from analysis.exhibits.parts import Cell, Exhibit, Fold, Table, Text
from analysis.exhibits.pieces import Mono
from analysis.findings.gate import RULE
from analysis.findings.rule.grades import ORDER
from analysis.findings.words import count_things
from analysis.tables import TABLES


def show_rule() -> Exhibit:
    """The rule that every finding passes."""
    scale = f"The scale: {' – '.join(ORDER)}."
    return Exhibit("rule", "One rule, fixed beforehand", parts=(Text(RULE), Text(scale, "note")))


def show_tables() -> Exhibit:
    """Every table: what a row is, its key and its columns."""
    folds = tuple(
        Fold(
            f"{table.name}: a row is {table.row}",
            (
                Text(("Key: ", Mono(", ".join(table.key)))),
                Table(
                    f"Columns of {table.name}",
                    ("Column", "Type", "Meaning"),
                    tuple((Cell(c.name, head=True), Cell(c.dtype), Cell(c.meaning)) for c in table.columns),
                ),
            ),
        )
        for table in TABLES.values()
    )
    return Exhibit("tables", count_things(len(TABLES), "table"), parts=folds)
