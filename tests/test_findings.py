"""The gate and every computed sentence: what makes each of them false changes it."""

import ast
import json
import math

import numpy as np
import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.findings import answer, claims, codes, contrasts, trust, wording
from analysis.findings.gate import RULE, Finding, Gate, state_gate
from analysis.findings.leads import find_against, list_present, say_how, say_lead
from analysis.findings.rule.drawing import make_page
from analysis.findings.rule.verdict import judge_page
from analysis.findings.words import Ref, count_things, flatten_said, join_said, join_words, spell
from analysis.measures.independence import judge_agreement
from analysis.measures.stances import measure_claims
from analysis.tables import fit_table
from tests.conftest import ROOT


def make_gate(kinds, *, alpha=0.9, p_below=0.01, n_coders=2, kind="person", sources="", who=None, blind=True):
    coders = pd.DataFrame({"coder": list(kinds), "kind": list(kinds.values()), "blind": blind, "sources": sources})
    coders = coders.assign(who=who or coders["coder"], codebook_current=True)
    verdict, note = judge_agreement(kind, n_coders, alpha, p_below)
    row = {"verdict": verdict, "note": note, "kind": kind, "coders": "a, b"}
    return Gate(coders, pd.DataFrame([{"code": "red", **row}]), pd.DataFrame([{"frame": "colour", **row}]))


@pytest.fixture(scope="module")
def gate(tables):
    return make_event_gate(tables)


def make_event_gate(tables):
    return Gate(tables.coders, tables.reliability, tables.frame_reliability, tables.judge())


@pytest.mark.parametrize(
    ("kind", "n_coders", "alpha", "p_below", "strength"),
    [
        ("person", 2, 0.800, 0.05, "firm"),
        ("person", 2, 0.799, 0.01, "tentative"),
        ("person", 2, 0.900, 0.06, "tentative"),
        ("person", 3, 0.667, 0.40, "tentative"),
        ("person", 2, 0.500, 0.94, "tentative"),
        ("person", 2, 0.500, 0.95, "withheld"),
        ("person", 2, math.nan, math.nan, "tentative"),
        ("person", 1, math.nan, math.nan, "tentative"),
        ("language model", 2, 1.000, 1.000, "tentative"),
        ("language model", 2, 0.100, 1.000, "tentative"),
        ("person, language model", 2, 1.000, 1.000, "tentative"),
        ("", 0, math.nan, math.nan, "tentative"),
    ],
)
def test_the_rule_is_the_one_that_is_printed(kind, n_coders, alpha, p_below, strength):
    assert judge_agreement(kind, n_coders, alpha, p_below)[0] == strength
    assert "0.800" in RULE
    assert "0.667" in RULE


def test_a_finding_by_two_people_who_agree_is_firm():
    found = make_gate({"a": "person", "b": "person"}).pass_on("Red leads.", "uses", coders=["a", "b"], codes=["red"])
    assert (found.sentence, found.strength, found.needed) == ("Red leads.", "firm", "")


@pytest.mark.parametrize("kind", ["dictionary", "language model", "similarity", "learned", "ranked"])
def test_machines_never_make_a_finding_firm(kind):
    found = make_gate({"m": kind, "n": kind}, kind=kind).pass_on("Red.", "uses", coders=["m", "n"], codes=["red"])
    assert found.strength == "tentative"
    assert "two people" in found.needed


@pytest.mark.parametrize("claim", ["description", "limit", "trust"])
def test_what_machines_only_count_claims_nothing(claim):
    found = make_gate({"m": "dictionary"}, kind="dictionary").pass_on("6 of 7.", claim, coders=["m"], codes=["red"])
    assert found.strength == "counted"
    assert make_gate({"m": "dictionary"}).pass_on("6 of 7.", claim).strength == "counted"


def test_what_people_agree_on_does_not_lend_strength_to_a_machine():
    given = make_gate({"a": "person", "b": "person", "dictionary": "dictionary"})
    assert given.pass_on("Red leads.", "uses", coders=["dictionary"], codes=["red"]).strength == "tentative"


def test_a_withheld_finding_says_what_would_be_needed_and_not_the_claim():
    given = make_gate({"a": "person", "b": "person"}, alpha=0.3, p_below=0.99)
    found = given.pass_on("Red leads.", "uses", coders=["a"], frames=["colour"], counter_example="blue sky")
    assert found.strength == "withheld"
    assert "Red leads" not in repr(found)
    assert "two people who code the frame colour" in found.sentence
    assert found.counter_example == ""


def test_a_consensus_is_as_strong_as_the_people_it_was_made_from():
    given = make_gate({"a": "person", "b": "person", "c": "consensus"}, sources=["", "", "a, b"])
    assert given.pass_on("Red leads.", "uses", coders=["c"], codes=["red"]).strength == "firm"
    machines = make_gate({"m": "language model", "c": "consensus"}, sources=["", "m"], kind="language model")
    assert machines.pass_on("Red leads.", "uses", coders=["c"], codes=["red"]).strength == "tentative"


def test_a_finding_is_as_strong_as_the_weakest_thing_it_rests_on():
    given = make_gate({"a": "person", "b": "person"})
    weak = Gate(given.coders, given.reliability, given.frame_reliability.assign(verdict="withheld"))
    assert weak.pass_on("Red.", "uses", coders=["a"], codes=["red"], frames=["colour"]).strength == "withheld"


def test_codings_by_older_instructions_make_nothing_firm():
    given = make_gate({"a": "person", "b": "person"})
    old = Gate(given.coders.assign(codebook_current=False), given.reliability, given.frame_reliability)
    assert old.pass_on("Red leads.", "uses", coders=["a", "b"], codes=["red"]).strength == "tentative"


def test_people_do_not_borrow_the_agreement_of_others():
    given = make_gate({"a": "person", "b": "person", "late": "person"})
    assert given.pass_on("Red leads.", "uses", coders=["late"], codes=["red"]).strength == "tentative"


def test_nobody_phrases_a_finding_by_hand():
    with pytest.raises(InputError, match=r"Gate\.pass_on"):
        Finding(("Red leads.",), "uses", "firm", "", "")


def test_no_source_and_no_notebook_makes_a_finding_outside_the_gate():
    sources = {p: p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py") if p.name != "gate.py"}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources[path] = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            names = {getattr(node, "id", ""), getattr(node, "attr", "")}
            assert "_PASSED" not in names, path
            if isinstance(node, ast.Call):
                assert "Finding" not in {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}, path


@pytest.mark.parametrize(("coder", "code", "what"), [("nobody", "red", "coder"), ("a", "green", "code")])
def test_an_unknown_name_is_refused(coder, code, what):
    with pytest.raises(InputError, match=f"unknown {what}"):
        make_gate({"a": "person"}).pass_on("Red.", "uses", coders=[coder], codes=[code])


def test_the_bundled_event_says_who_coded_it(gate):
    said = state_gate(gate)
    assert said.startswith("No person has coded this event, only ")
    assert "reader-a (language model)" in said


def test_the_answer_is_a_fact_about_the_sentences(gate):
    found = answer.answer_question(gate, coder="dictionary", unit="sentence")
    assert (found.claim, found.strength) == ("description", "counted")
    assert found.status == "the text is too short to be sure"
    assert "two people" in found.needed
    assert "Hugo von Essen’s sentences most often carry power imbalance (6 of 7 sentences)" in found.sentence
    assert "above all" not in found.sentence
    assert found.sentence.endswith("The codes deepening and gesture are found with all of them.")
    refs = [piece for piece in found.said if isinstance(piece, Ref) and piece.expert]
    assert [ref.words for ref in refs] == ["6 of 7 sentences", "7 of 8", "5 of 8"]


def draw(frames, *, n=20, coders=1):
    """A gate of invented experts, each with one frame in so many of `n` segments: {"Ada": [12, 3]}."""
    found = np.array([[[i < k for k in counts] for i in range(n)] for counts in frames.values()])
    verdict = judge_page(make_page([found] * coders, [2] * (n // 2), people=coders > 1, experts=list(frames)))
    kinds = {coder.name: coder.kind for coder in verdict.page.coders}
    bare = make_gate(kinds)
    return Gate(bare.coders, bare.reliability, bare.frame_reliability, verdict)


def test_above_all_is_said_of_more_than_half_only():
    assert say_how(draw({"Ada": [11, 0]}).leads[0]) == "above all"
    assert say_how(draw({"Ada": [10, 0]}).leads[0]) == "most often"


def test_two_people_who_agree_on_a_large_gap_make_a_firm_lead_and_two_wrong_ones_do_not():
    gate = draw({"Ada": [36, 2]}, n=40, coders=2)
    found = answer.answer_question(gate, coder="coder 1", unit="sentence")
    assert (found.strength, found.claim) == ("firm", "dominant")
    assert found.sentence.startswith("Ada frames the event above all as frame 1 (36 of 40 sentences).")
    assert say_lead(gate.leads[0], gate, unit="sentence").sentence == (
        "Ada frames the event above all as frame 1: 36 of 40 sentences, frame 2 2 (firm: people agree)."
    )
    machine = answer.answer_question(draw({"Ada": [36, 2]}, n=40), coder="coder 1", unit="sentence")
    assert machine.strength == "tentative"


def test_a_tie_is_no_leading_frame():
    gate = draw({"Ada": [5, 5], "Bo": [5, 5]})
    said = answer.answer_question(gate, coder="coder 1", unit="sentence").sentence
    assert said.startswith("With none of 2 experts is one frame counted most often.")
    assert answer.title_shares(gate, coder="coder 1").sentence.startswith("With no expert")
    assert answer.headline(gate) == "Two experts, and no frame that is counted most often"
    assert "equally often, each in 5 of 20 sentences" in say_lead(gate.leads[0], gate, unit="sentence").sentence


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        (([9, 0, 0], [0, 9, 0], [0, 0, 9]), "With each expert another frame is counted most often"),
        (([9, 0, 0], [9, 0, 0], [9, 1, 0]), "The frame counted most often with all three experts is frame 1"),
        (([9, 0, 0], [9, 0, 0], [0, 9, 0]), "The frame counted most often with 2 of 3 experts is frame 1"),
        (
            ([9, 0, 0], [9, 0, 0], [0, 9, 0], [0, 9, 0]),
            "Two frames are counted most often, each with some of 4 experts",
        ),
        (([9, 0, 0], [4, 4, 0], [0, 9, 0]), "With 2 of 3 experts one frame is counted most often"),
        (([9, 0, 0],), "The frame counted most often is frame 1"),
    ],
)
def test_the_title_of_the_shares_follows_the_leads(counts, title):
    gate = draw(dict(zip(("Ada", "Bo", "Cy", "Di"), counts, strict=False)))
    assert answer.title_shares(gate, coder="coder 1").sentence == title


def test_the_counter_example_is_a_segment_without_the_frame(tables, gate):
    present = list_present(tables.codings, tables.segments, tables.codebook, coder="dictionary")
    for lead in gate.leads:
        segment, why = find_against(lead, present, tables.segments)
        mine = present.loc[present["segment_id"] == segment, "frame"]
        assert lead.frame not in set(mine)
        assert why == "no frame was found here" or set(mine) <= set(
            why.removesuffix(f", not {lead.frame}").split(" and ")
        )
    [lead] = draw({"Ada": [20, 0]}).leads
    assert find_against(lead, present, tables.segments) == ("", "")


def test_a_gap_is_named_only_where_the_rule_lets_it_be_said(tables, gate):
    gaps = contrasts.list_gaps(tables["contrasts"], gate.verdict, coder="dictionary")
    assert gaps["holds"].sum() == 1
    title = contrasts.title_gaps(gaps, gate, coder="dictionary", n_experts=3)
    assert (title.sentence, title.strength) == ("One gap of nine survives the page’s comparisons", "tentative")
    assert [order.sentence for order in contrasts.say_orders(gate, unit="sentence")] == [
        "Hugo von Essen uses power imbalance more than Christopher Weidacher Hsiung: "
        "in 6 of 7 sentences against 0 of 8 (tentative: only a machine counted it)."
    ]
    nothing = make_event_gate(tables.replace(codings=tables.codings.assign(present=False)))
    title = contrasts.title_gaps(gaps, nothing, coder="dictionary", n_experts=3)
    assert (title.sentence, title.claim) == ("No gap of nine can be claimed beyond the counts", "limit")
    assert contrasts.say_orders(nothing, unit="sentence") == []


def test_gaps_name_the_larger_share_first(tables):
    gaps = contrasts.list_gaps(tables["contrasts"], coder="dictionary")
    assert (gaps["points"] >= 0).all()
    assert (gaps["n_more"] / gaps["of_more"] >= gaps["n_less"] / gaps["of_less"]).all()


def test_the_nearest_mixes_are_named_where_a_pair_is_further_apart_than_chance_and_not_on_a_tie(tables, gate):
    rows = tables["distances"].query("coder == 'dictionary'")
    frames = list(tables["codebook"]["frame"].drop_duplicates())
    plain = contrasts.title_distances(rows, gate, coder="dictionary", frames=frames).sentence
    assert plain == "No pair is further apart than chance would put it"
    said = contrasts.title_distances(rows.assign(p_holm=0.01), gate, coder="dictionary", frames=frames).sentence
    assert said.startswith("The nearest mixes of frames are those of")
    tied = contrasts.title_distances(rows.assign(distance=0.4), gate, coder="dictionary", frames=frames).sentence
    assert tied == "No pair is further apart than chance would put it"


def test_codes_are_counted_by_how_many_experts_use_them(tables, gate):
    said = codes.title_codes(tables["prevalence"], gate, coder="dictionary", n_experts=3).sentence
    assert said == "Of 15 codes, two are found with all, four with several and nine with one alone"
    none = tables["prevalence"].assign(n_present=0)
    assert codes.title_codes(none, gate, coder="dictionary", n_experts=3).sentence.endswith("15 with nobody")


def test_functions_are_counted_within_one_frame(tables, gate):
    experts = ["Ada", "Bo"]
    book = pd.DataFrame(
        [
            {"code": f"{f}{k}", "frame": f, "function": k}
            for f in "FG"
            for k in ("problem", "cause", "evaluation", "remedy")
        ]
    )

    def tell(**found):
        rows = [
            {"expert": expert, "frame": code[0], "code": code} for expert, listed in found.items() for code in listed
        ]
        present = pd.DataFrame(rows, columns=["expert", "frame", "code"])
        return codes.title_functions([present], book, experts, gate, coder="dictionary")

    pooled = ["Fproblem", "Fcause", "Gevaluation", "Gremedy"]
    said = tell(Ada=pooled, Bo=pooled)
    assert (said.sentence, said.strength) == (
        "No expert fills more than two of the four functions within one frame",
        "counted",
    )
    whole = [f"F{k}" for k in ("problem", "cause", "evaluation", "remedy")]
    assert tell(Ada=whole, Bo=pooled).sentence == "One of 2 experts fills all four functions within one frame"
    every = tell(Ada=whole, Bo=whole)
    assert (every.sentence, every.strength) == ("Every expert fills all four functions within one frame", "tentative")


def test_a_dimension_is_not_met_most_often_on_a_tie(tables, gate):
    rows = tables["dimensions"].query("coder == 'dictionary'").copy()
    assert codes.title_dimensions(rows, gate, coder="dictionary").sentence.startswith("The dimension met most often is")
    assert "equally often" in codes.title_dimensions(rows.assign(n_present=1), gate, coder="dictionary").sentence
    assert codes.title_dimensions(rows.assign(n_present=0), gate, coder="dictionary").sentence == "No dimension was met"


def test_claims_are_shared_or_contested_by_all_coders_alike(tables, gate):
    given = tables["propositions"], tables["claims"], tables["stances"]
    assert claims.title_claims(*given, gate).sentence == "Of eleven claims, two are shared and one is contested"
    parted = pd.DataFrame(
        {"proposition": ["p", "p", "q"], "coder": ["a", "b", "a"], "verdict": ["consensus", "contested", "consensus"]}
    )
    assert claims.agree_on_verdicts(parted).to_dict("records") == [{"proposition": "q", "verdict": "consensus"}]


def test_two_of_forty_share_nothing(tables, gate):
    propositions = tables.propositions.head(1)
    name = propositions["proposition"].iloc[0]
    rows = [
        {
            "proposition": name,
            "expert": f"E{i}",
            "coder": "reader-a",
            "kind": "person",
            "stance": "asserts" if i < n else "silent",
        }
        for n in (2,)
        for i in range(40)
    ]
    stances = fit_table("stances", [{**row, "segment_id": "", "quote": ""} for row in rows])
    told = claims.title_claims(propositions, measure_claims(propositions, stances), stances, gate)
    assert told.sentence == "Of one claim, none is shared and none is contested"
    assert claims.say_standing(propositions, stances, gate, n_experts=40) == []


def test_what_all_who_speak_hold_is_said_and_never_firm(tables, gate):
    propositions = tables.propositions.head(1)
    name = propositions["proposition"].iloc[0]
    stances = fit_table(
        "stances",
        [
            {
                "proposition": name,
                "expert": expert,
                "coder": coder,
                "kind": "person",
                "stance": stance,
                "segment_id": "",
                "quote": "",
            }
            for expert, stance in (("A", "asserts"), ("B", "hedges"), ("C", "asserts"), ("D", "silent"))
            for coder in ("reader-a", "reader-b")
        ],
    )
    [told] = claims.say_standing(propositions, stances, gate, n_experts=4)
    assert told.sentence.startswith("Of 4 experts, 3 speak to it and all three hold that")
    assert told.strength == "tentative"
    denied = stances.assign(stance=stances["stance"].where(stances["expert"] != "B", "denies"))
    assert claims.say_standing(propositions, denied, gate, n_experts=4) == []


def test_a_contradiction_is_there_only_where_two_disagree(tables, gate):
    assert claims.say_contradiction(tables["congruence"], gate).sentence == "The one contradiction, in their words"
    none = tables["congruence"].assign(n_disagree=0)
    assert claims.say_contradiction(none, gate).sentence.startswith("No two experts")


def test_a_distinctive_word_is_named(tables, gate):
    experts = list(tables["coverage"]["expert"])
    assert wording.title_words(tables["keyness"], experts, gate).sentence == "No single word sets any expert apart"
    keyness = tables["keyness"].copy()
    keyness.loc[0, "distinctive"] = True
    assert keyness.loc[0, "word"] in wording.title_words(keyness, experts, gate).sentence
    assert wording.title_words(keyness.head(0), experts, gate).claim == "limit"


def test_nobody_says_most_on_a_tie(tables, gate):
    assert wording.title_coverage(tables["coverage"], gate).sentence == "Hugo von Essen says most: 227 of 640 words"
    tied = tables["coverage"].assign(words=6)
    assert wording.title_coverage(tied, gate).sentence == "Three experts say equally much"


def test_nobody_is_named_most_on_a_tie(gate):
    rows = pd.DataFrame(
        {"expert": ["x", "y"] * 2, "actor": ["A", "A", "B", "B"], "n_mentions": 2, "n_present": [1, 1, 1, 1]}
    )
    assert wording.title_actors(rows, gate, language="en").sentence == "A and B are named in most passages"
    alone = rows.assign(n_mentions=[2, 0, 2, 2])
    assert wording.title_actors(alone, gate, language="en").sentence == "Only x names A"


def test_experts_are_not_ranked_by_their_hedges(tables, gate):
    said = wording.title_certainty(tables["certainty"], gate, language="en").sentence
    assert not any(expert in said for expert in tables["coverage"]["expert"])


def test_the_answer_depends_on_the_coder_where_another_counts_another_frame(tables, gate):
    coders = list(tables["coders"]["coder"])
    assert "every expert in all three codings" in trust.title_sensitivity(tables["dominant"], coders, gate).sentence
    changed = tables["dominant"].copy()
    row = changed.index[changed["coder"] == "reader-a"][0]
    changed.loc[row, "frame"] = "another frame"
    said = trust.title_sensitivity(changed, coders, gate).sentence
    assert said == f"Which frame comes first with {changed.loc[row, 'expert']} depends on the coder"
    assert "cannot be said" in trust.title_sensitivity(tables["dominant"].head(3), ["dictionary"], gate).sentence


def test_a_codebook_that_finds_nothing_is_said_to_fit_nothing(tables):
    assert trust.say_misfit(tables["codings"], coder="dictionary", codebook="x", unit="sentence") == ""
    nothing = tables["codings"].assign(present=False)
    said = trust.say_misfit(nothing, coder="dictionary", codebook="x", unit="sentence")
    assert said.startswith("The codebook x finds nothing in any of 23 sentences")
    assert "workbook" not in said  # a reader of the page has no command line


def test_the_next_step_follows_from_what_the_rule_needs():
    assert "two people" in trust.say_next_step(draw({"Ada": [9, 0]}), "e")[0]
    short = trust.say_next_step(draw({"Ada": [6, 1]}, n=8, coders=2), "e")
    assert short[0].startswith("Let two people code about") or short[0].startswith("The coding is done")
    assert trust.say_next_step(draw({"Ada": [36, 2]}, n=40, coders=2), "e")[1] == "workbook lab"


def test_small_pieces_of_sentences():
    assert join_words(["a", "b", "c"]) == "a, b and c"
    assert count_things(1, "sentence") == "1 sentence"
    assert spell(0) == "no"
    assert flatten_said(join_said([("a",), (Ref("b"),), ("c",)])) == "a, b and c"


def test_no_module_of_findings_or_exhibits_holds_html():
    import re

    for folder in ("findings", "exhibits"):
        for path in sorted((ROOT / "src" / "analysis" / folder).glob("*.py")):
            strings = [
                node.value
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            assert not [text for text in strings if re.search(r"</?[a-z]+[ >]", text)], path.name


@pytest.mark.parametrize(
    ("ahead", "begins", "status"),
    [
        ((9, 0), "Leading: frame 1 with 4 experts and frame 2 with 2 experts.", "only a machine counted it"),
        (
            (4, 3),
            "Counted most often: frame 1 with 4 experts and frame 2 with 2 experts.",
            "frames lie less than 20 points apart or frames are counted equally often",
        ),
    ],
)
def test_many_experts_are_counted_by_frame_and_every_reason_is_a_sentence(ahead, begins, status):
    counts = {f"Expert {n}": [*ahead] if n < 4 else [*ahead][::-1] for n in range(6)} | {"Expert 6": [5, 5]}
    found = answer.answer_question(draw(counts), coder="coder 1", unit="sentence")
    assert found.sentence.startswith(begins)
    assert found.status == status
