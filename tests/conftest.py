"""What several test files share."""

from pathlib import Path

import pytest

from analysis.pipeline import Tables, build_tables

ROOT = Path(__file__).parents[1]
EVENT = "2023-03-xi-moscow"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def tables() -> Tables:
    """All tables of the bundled event; tests must not change them."""
    from analysis.event import load_event

    return build_tables(load_event(EVENT, root=ROOT))
