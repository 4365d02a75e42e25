"""What stands folded below a figure, and how much of it there is."""

from analysis.findings.words import count_things, spell


def name_comparisons(n: int) -> str:
    """All gaps, where only those that hold are drawn."""
    return f"All {n} comparisons"


def name_claims_of_rule(n: int) -> str:
    """The one list of claims that the rule judges together."""
    return f"All {n} claims that this page could make, in one list"


def name_other_claims(n: int) -> str:
    """Claims that fewer than two experts take a stand on."""
    return f"The {spell(n)} {'other claim' if n == 1 else 'other claims'}, on which no two experts take a stand"


def name_nearest_words(n: int) -> str:
    """Words that come nearest to setting an expert apart."""
    return f"The {count_things(n, 'word')} that come nearest"


def name_hits(n: int) -> str:
    """Every hit of the word lists."""
    return f"All {count_things(n, 'hit')}, to be checked"


def name_bearing(*, unit: str) -> str:
    """The segment that carries most codes of each function."""
    return f"The {unit} that carries most of each"


def say_rest(n: int) -> str:
    """How many rows stand in the data only."""
    return f"The data has {n} more."
