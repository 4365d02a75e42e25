"""measures.proposals: claims that several experts take up are proposed, and few proposals would be refused."""

from collections import Counter, defaultdict

import pandas as pd
import pytest
import yaml

from analysis.measures.candidates import suggest_forms
from analysis.measures.certainty import find_hits
from analysis.measures.lexicons import load_lexicon
from analysis.measures.proposals import propose_claims
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold" / "claims"


def read_pages(name):
    """The invented pages: each a table of sentences with the claim that each bears on."""
    for page, statements in yaml.safe_load((GOLD / name).read_text(encoding="utf-8")).items():
        lines = [
            (expert, number, *line.split(": ", 1))
            for expert, block in statements.items()
            for number, line in enumerate(block.strip().splitlines(), 1)
        ]
        columns = ["expert", "number", "claim", "text"]
        table = pd.DataFrame(lines, columns=columns).replace({"claim": {"-": ""}})
        yield page, table.assign(segment_id=table["expert"] + "/" + table["number"].astype(str), start=0)


def propose(page):
    certainty = [load_lexicon(name, root=ROOT) for name in ("hedges", "boosters", "obligation", "wishes")]
    return propose_claims(page, find_hits(page, certainty, load_lexicon("reporting", root=ROOT)), language="en")


def accept(page, proposals):
    """The claim that a person makes of each proposal, "" where it is refused.

    Of several sentences more than half, and two, bear on one claim; a claim that is there already is refused.
    """
    claim_of = dict(zip(page["segment_id"], page["claim"], strict=True))
    made = []
    for _, group in proposals.groupby("candidate"):
        claims = [claim_of[segment_id] for segment_id in group["segment_id"]]
        claim, n = Counter(claims).most_common(1)[0]
        fits = claim and (len(claims) == 1 or (n >= 2 and 2 * n > len(claims)))
        made.append(claim if fits and claim not in made else "")
    return made


def list_shared(page):
    """Claims on which at least two experts have a sentence."""
    said = defaultdict(set)
    for row in page.loc[page["claim"] != ""].itertuples():
        said[row.claim].add(row.expert)
    return {claim for claim, experts in said.items() if len(experts) > 1}


@pytest.mark.parametrize("name", ["seen.yml", "unseen.yml"])
def test_shared_claims_are_proposed_and_few_proposals_are_refused(name):
    shared = proposed = made = refused = 0
    for _, page in read_pages(name):
        claims = accept(page, propose(page))
        shared += len(list_shared(page))
        proposed += len(list_shared(page) & set(claims))
        made += len(claims)
        refused += claims.count("")
    assert proposed / shared >= 0.8
    assert refused / made <= 0.25


def test_without_any_word_list_most_shared_claims_are_proposed_still():
    shared = proposed = made = refused = 0
    for _, page in read_pages("unseen.yml"):
        claims = accept(page, propose_claims(page, find_hits(page, [], None), language="gd"))
        shared += len(list_shared(page))
        proposed += len(list_shared(page) & set(claims))
        made += len(claims)
        refused += claims.count("")
    assert proposed / shared >= 0.6
    assert refused / made <= 0.25


SWEDISH = (
    ("A", "Avgiften kommer att halvera trafiken i staden."),
    ("B", "Jag tvivlar på att avgifterna halverar trafiken."),
    ("B", "Borgmästaren öppnade en bro."),
    ("C", "Affärerna hade stängt på söndagen, och så var det inte."),
    ("A", "Så var det inte, och det vet alla."),
)


@pytest.mark.parametrize("language", ["sv", "gd"])  # with function words and a stemmer, and without either
def test_in_another_language_forms_of_a_word_are_known_by_its_stem_or_their_first_letters(language):
    found = propose_claims(tabulate(*SWEDISH), find_hits(tabulate(*SWEDISH), [], None), language=language)
    assert found["segment_id"].tolist() == ["s0", "s1"]
    assert set(found["shared"].iloc[0].split("; ")) == {"avgift", "halver", "trafik"}


def tabulate(*rows):
    table = pd.DataFrame(rows, columns=["expert", "text"])
    return table.assign(segment_id=[f"s{n}" for n in range(len(table))], start=0)


def test_a_candidate_has_whole_sentences_of_different_experts_and_says_what_they_share():
    page = tabulate(
        ("A", "The toll will certainly halve the traffic."),
        ("A", "A toll halves traffic, I say again."),
        ("B", "I doubt that a toll halves traffic."),
        ("B", "The mayor opened a bridge."),
        ("C", "Shops were shut on Sunday."),
    )
    found = propose(page)
    assert found.groupby("candidate")["expert"].apply(lambda experts: experts.is_unique).all()
    assert found["segment_id"].is_unique
    assert set(zip(found["segment_id"], found["quote"], strict=True)) <= set(
        zip(page["segment_id"], page["text"], strict=True)
    )
    first = found.loc[found["candidate"] == 1]
    assert set(first["expert"]) == {"A", "B"}
    assert {"toll", "halv", "traffic"} <= set(first["shared"].iloc[0].split("; "))


def test_a_sentence_that_no_one_shares_is_proposed_only_for_a_certainty_mark_of_its_own():
    page = tabulate(
        ("A", "Perhaps the bridge stays closed."),
        ("B", "The mayor said that prices might rise."),
        ("C", "Shops were shut on Sunday."),
    )
    found = propose(page)
    assert found["segment_id"].tolist() == ["s0"]
    assert found["marks"].tolist() == ["Perhaps"]


def test_proposals_do_not_hang_on_the_order_of_rows_beyond_their_own_order():
    for _, page in read_pages("seen.yml"):
        there = {frozenset(g) for _, g in propose(page).groupby("candidate")["segment_id"]}
        back = {
            frozenset(g) for _, g in propose(page.iloc[::-1].reset_index(drop=True)).groupby("candidate")["segment_id"]
        }
        assert len(there & back) >= 0.9 * len(there)


def test_a_page_without_sentences_has_no_candidates():
    assert propose(tabulate()).empty


@pytest.mark.parametrize(
    ("language", "word", "forms", "others"),
    [
        ("de", "Haus", ["häuser", "hauses"], ["hausverbot", "haushalt"]),
        ("de", "verteidig*", [], ["verteidiger"]),
        ("sv", "avgift", ["avgiften", "avgifterna"], ["avgiftsfri"]),
        ("fr", "réforme", ["réformes", "réformer"], ["réforme"]),
        ("en", "policy", ["policies"], ["police", "politics"]),
    ],
)
def test_other_forms_of_a_word_are_suggested_and_compounds_are_not(language, word, forms, others):
    assert suggest_forms(word, [*others, *forms], language=language) == sorted(forms)
