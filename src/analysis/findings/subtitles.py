"""The line below a title: what a figure or table measures, in which unit, and on how much text."""

import pandas as pd

from analysis.findings.contrasts import say_floor
from analysis.findings.wording import say_formulas
from analysis.findings.words import capitalise, join_words, spell


def explain_shares(rows: pd.DataFrame, *, unit: str, counted: str) -> str:
    """What a share is, and how far one segment moves it; `rows` are one coder's prevalences of frames."""
    known = rows.loc[rows["n_segments"] > 0, "n_segments"]
    what = f"Share of an expert’s {unit}s in which the coder {counted} finds the frame; line: 95 % interval. "
    if known.empty:
        return what
    return f"{what}One {unit} more or less moves a share by up to {100 / int(known.min()):.0f} points."


def explain_strip(*, unit: str, many: bool, n_coders: int, agreed: int, cells: int) -> str:
    """What a column is, and in how many of the cells the coders agree."""
    alike = f" All {spell(n_coders)} codings agree in {agreed} of {cells} cells." if n_coders > 1 else ""
    wide = "" if many else ", as wide as it is long"
    return f"Each column is a {unit}, first to last{wide}; it can carry several frames or none.{alike}"


def explain_codes(*, unit: str, counted: str, doubtful: bool) -> str:
    """What a code's number counts, and what a question mark behind it means."""
    mark = " A question mark: another coder does not find all of them." if doubtful else ""
    return (
        f"A frame is a bundle of codes; shared codes show common ground below the frames. Number: {unit}s in which "
        f"the coder {counted} finds the code.{mark}"
    )


def explain_functions(*, unit: str, counted: str) -> str:
    """What is counted of Entman's functions, and what "not found" says."""
    return (
        "Entman’s four functions of a frame; the table takes all frames together: codes found, and in how many "
        f"{unit}s. Not found is said of the text as the coder {counted} read it."
    )


def explain_gaps(gaps: pd.DataFrame, contrasts: pd.DataFrame, *, coder: str, unit: str) -> str:
    """What a gap, its line and its p are, for how many comparisons it is corrected, and what could have been found."""
    if gaps.empty:
        return ""
    return (
        "By how many percentage points one expert uses a frame more often than another, the larger share first. Line: "
        "95 % interval of that comparison alone (Newcombe). Filled: the gap survives all comparisons of the page. p: "
        f"Fisher’s exact test, Holm’s correction for {spell(int(gaps['n_tests'].max()))} comparisons. "
        f"{say_floor(contrasts, coder=coder, unit=unit)}"
    )


def explain_against(*, unit: str) -> str:
    """Which segment speaks most against an expert's leading frame."""
    return f"For each expert the {unit} without the frame counted most often, and with most of another."


def explain_sensitivity(*, unit: str) -> str:
    """What stands in the table of dominant frames by coder."""
    return f"The frame counted most often, with its {unit}s, by each coder."


def explain_alphas(judged: pd.DataFrame) -> str:
    """Whose agreement on how many segments, and what the line and the filled marks mean; `judged` is not empty."""
    return (
        f"Krippendorff’s α of {join_words(judged['coders'].iloc[0].split(', '))} on up to {judged['n_segments'].max()} "
        "segments. Line: where α lies with 95 % probability (its posterior). High: .800 or more (filled); surely so: "
        "the line begins at .667 or above."
    )


def explain_certainty(*, unit: str) -> str:
    """What is counted of hedges, boosters, obligations and wishes, and what each of them says."""
    return (
        f"{capitalise(unit)}s with at least one, own voice only, with Wilson’s 95 % interval. Hedges and boosters say "
        "how sure something is, obligations what ought to be, wishes what is wanted."
    )


def explain_readability(readability: pd.DataFrame, *, language: str) -> str:
    """Which formulas, and how far each moves when sentences are cut further."""
    known = readability.dropna(subset="value")
    moved = (known["value_split"] - known["value"]).abs().groupby(known["formula"], sort=False).max()
    change = join_words(f"{formula} {value:.1f}" for formula, value in moved.items())
    return (
        f"{say_formulas(language)}, on this workbook’s sentences; "
        f"largest change when sentences are cut further: {change or 'undefined'}."
    )


def explain_actors(*, unit: str) -> str:
    """What is counted of an actor, and what that misses."""
    return (
        f"{capitalise(unit)}s that name the actor, each with the way to it. "
        "Names are matched, pronouns are not, so a count says at least how often."
    )
