"""What sets an expert's words apart, how sure each sounds, whom they name, and how hard the texts are to read."""

import pandas as pd

from analysis.findings.gate import Finding, Gate
from analysis.findings.words import capitalise, count_things, join_words, spell
from analysis.measures.function_words import is_function
from analysis.tables.rows import each_row
from analysis.text.languages import is_same_language, name_language

ALONE = "With one expert there is nobody to compare with"
DEGREES = {
    "certain": "certain",
    "likely": "likely",
    "possible": "possible",
    "unlikely": "unlikely",
    "open": "left open",
    "hoped": "hoped for or wished",
}


def title_words(keyness: pd.DataFrame, experts: list[str], gate: Gate) -> Finding:
    """Whose words stand apart after correction."""
    if keyness.empty:
        return gate.pass_on(ALONE, "limit")
    distinctive = keyness.loc[keyness["distinctive"]]
    if distinctive.empty:
        whom = "any expert" if len(experts) > 2 else "either expert"
        return gate.pass_on(f"No single word sets {whom} apart", "limit")
    named = [
        f"{expert} ({join_words(f'“{w}”' for w in words['word'].head(3))})"
        for expert, words in distinctive.groupby("expert", sort=False)
    ]
    return gate.pass_on(f"Set apart by single words: {'; '.join(named)}", "wording")


def find_spellings(concordance: pd.DataFrame) -> dict[tuple[str, str], str]:
    """How each word shown is written most often: Russia, US."""
    return {
        (str(expert), str(word)): str(group["match"].mode().iloc[0])
        for (expert, word), group in concordance.groupby(["expert", "word"], sort=False)
    }


def say_nearest(keyness: pd.DataFrame, concordance: pd.DataFrame, *, language: str) -> str:
    """Which words come nearest to setting an expert apart, and what could have been found at all."""
    if keyness.empty:
        return ""
    written = find_spellings(concordance)
    content = keyness.loc[
        ~is_function(keyness["word"], language=language) & (keyness["z"] > 0) & (keyness["n_target"] > 1)
    ]
    nearest = [
        f"{r.expert}’s “{written.get((r.expert, r.word), r.word)}” ({r.n_target} times, {r.n_reference} by the others)"
        for r in each_row(content.sort_values("p", kind="stable").head(2))
    ]
    smallest = keyness.groupby("expert", sort=False)["smallest"].first()
    possible = smallest.loc[smallest > 0]
    floor = (
        f"With {int(keyness['n_tests'].max())} words tested, a word that nobody else uses would have to occur at least "
        f"{int(possible.min())} times."
        if len(possible)
        else "On texts of this length no word, however often used, could have stood apart."
    )
    return f"{f'Nearest are {join_words(nearest)}. ' if nearest else ''}{floor}"


def title_certainty(certainty: pd.DataFrame, gate: Gate, *, language: str) -> Finding:
    """How many hedges and boosters were found, or that nobody looked; experts are not ranked by them."""
    own = certainty.loc[certainty["voice"] == "own"].groupby("category")["n_hits"].sum()
    counted = [
        f"{spell(int(own[category]))} {category}{'' if own[category] == 1 else 's'}"
        for category in ("hedge", "booster")
        if category in own
    ]
    if not counted:
        words = "hedges, boosters and words for what may come"
        return gate.pass_on(f"No word list is in {name_language(language)}, so {words} were not looked for", "limit")
    return gate.pass_on(capitalise(f"{join_words(counted)} in the experts’ own voices"), "description")


def say_attribution(language: str) -> str:
    """How words of others were found."""
    if is_same_language(language, "en"):
        return "Attribution is read from reporting words such as “said” and “according to”; indirect forms are missed."
    return f"Only quotation marks were read: there are no reporting words in {name_language(language)}."


def title_outlook(hits: pd.DataFrame, gate: Gate) -> Finding:
    """What is said of things to come."""
    counts = hits.groupby("outlook", sort=False).size()
    said = join_words(f"{spell(int(n))} {DEGREES[str(degree)]}" for degree, n in counts.items())
    return gate.pass_on(f"Things to come, as worded: {said}", "description")


def title_actors(actors: pd.DataFrame, gate: Gate, *, language: str) -> Finding:
    """Whom one expert alone names, and who is named most, nothing on a tie; or that nobody looked."""
    if actors.empty:
        missing = f"No list of actors is in {name_language(language)}, so nobody’s names were looked for"
        return gate.pass_on(f"{missing}; an actors.yml in the event’s folder gives them", "limit")
    named = actors.loc[actors["n_mentions"] > 0]
    if named.empty:
        return gate.pass_on("No actor of the list is named", "description")
    users = named.groupby("actor", sort=False)["expert"].agg(["nunique", "first"])
    alone = users.loc[users["nunique"] == 1].groupby("first", sort=False).groups
    n_experts = actors["expert"].nunique()
    if n_experts > 1 and 0 < len(alone) <= 3:
        parts = [f"only {expert} names {join_words(map(str, who))}" for expert, who in alone.items()]
        return gate.pass_on(capitalise("; ".join(parts)), "description")
    counts = named.groupby("actor", sort=False)["n_present"].sum().sort_values(ascending=False, kind="stable")
    top = list(counts.index[counts == counts.iloc[0]])
    verb = "is" if len(top) == 1 else "are"
    return gate.pass_on(f"{join_words(map(str, top[:3]))} {verb} named in most passages", "description")


def say_formulas(language: str) -> str:
    """Which formulas were used, and which could not be."""
    if is_same_language(language, "en"):
        return "Flesch reading ease (higher: easier), Flesch–Kincaid grade and LIX (higher: harder)"
    left_out = f"the formulas of Flesch and Kincaid are for English, not {name_language(language)}, and are left out"
    return f"LIX (higher: harder); {left_out}"


def title_readability(readability: pd.DataFrame, gate: Gate) -> Finding:
    """How many of the texts are too short for the formulas."""
    short = readability.loc[readability["note"].str.startswith("few"), "expert"].nunique()
    n = readability["expert"].nunique()
    verb = "is" if short == 1 else "are"
    title = f"{capitalise(spell(short))} of {count_things(n, 'text')} {verb} too short for these formulas"
    return gate.pass_on(title, "limit")


def title_lexicons(sizes: "pd.Series[int]") -> str:
    """How many entries the word lists have together; `sizes` holds each list's own."""
    return f"{count_things(int(sizes.sum()), 'entry', 'entries')} in {count_things(len(sizes), 'list')}"


def say_key_of_words(language: str) -> str:
    """By which measure words stand apart, and what the marks behind a word mean."""
    function = ", ‡ a function word" if is_same_language(language, "en") else ""
    return (
        "Log odds with an informative prior (Monroe et al. 2008); Fisher’s exact test, corrected by Holm. † all in "
        f"one segment{function}."
    )


def title_coverage(coverage: pd.DataFrame, gate: Gate) -> Finding:
    """Who says most, where one does."""
    words = coverage["words"]
    if len(coverage) == 1:
        title = f"{coverage['expert'].iloc[0]} says {count_things(int(words.iloc[0]), 'word')}"
    elif (words == words.max()).sum() > 1:
        title = f"{capitalise(spell(int((words == words.max()).sum())))} experts say equally much"
    else:
        most = coverage.loc[words.idxmax()]
        title = f"{most['expert']} says most: {int(most['words'])} of {count_things(int(words.sum()), 'word')}"
    return gate.pass_on(title, "description")
