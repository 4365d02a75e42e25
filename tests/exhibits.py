"""Every exhibit of an event's tables, without a kernel."""

from analysis.event import Event
from analysis.exhibits import (
    actors,
    brief,
    certainty,
    claims,
    coders,
    codes,
    gaps,
    leads,
    opening,
    reliability,
    shares,
    statements,
    strip,
    validity,
    wording,
)  # fmt: skip
from analysis.exhibits.parts import Exhibit
from analysis.exhibits.view import View
from analysis.pipeline import EventTables


def show_all(t: EventTables, event: Event, *, coder: str = "dictionary") -> dict[str, Exhibit]:
    """All exhibits that the notebooks show, by name."""
    view = View.of(t, coder=coder)
    coded = t["codings"], t["segments"], t["codebook"]
    shown = [
        opening.show_opening(event, t["documents"], t["coverage"], t["coders"]),
        opening.show_answer(t["codings"], view, codebook=event.file.codebook),
        opening.show_limits(t["coverage"], view),
        opening.show_next_step(event, view),
        opening.show_method(event, t["segments"], view, seed=1),
        opening.show_codebook(event, t["codebook"], view),
        opening.show_citation(event, t["documents"], view, notebook="n", question="q"),
        shares.show_shares(t["prevalence"], t["dominant"], t["corrected"], view),
        leads.show_against(*coded, view),
        leads.show_plan(t["plan"], view),
        gaps.show_gaps(t["contrasts"], t["prevalence"], view),
        gaps.show_distances(t["distances"], view),
        strip.show_strip(t["codings"], t["codebook"], view),
        codes.show_codes(t["prevalence"], t["codings"], t["codebook"], view),
        codes.show_functions(t["entman"], t["dimensions"], *coded, view),
        claims.show_claims(t["propositions"], t["stances"], t["claims"], t["stance_agreement"], view),
        claims.show_contradictions(t["propositions"], t["stances"], t["congruence"], view),
        actors.show_actors(t["actors"], t["actor_frames"], t["mentions"], *coded, view),
        statements.show_statements(t["segments"], t["matches"], t["codings"], t["codebook"], view),
        wording.show_words(t["keyness"], t["concordance"], view),
        wording.show_coverage(t["coverage"], t["voice_shares"], t["voices"], t["statements"], t["segments"], view),
        certainty.show_certainty(t["certainty"], t["certainty_hits"], view),
        certainty.show_outlook(t["certainty"], t["certainty_hits"], view),
        certainty.show_readability(t["readability"], view),
        certainty.show_lexicons(event.root, view),
        reliability.show_sensitivity(t["dominant"], view),
        reliability.show_agreement(view),
        reliability.show_overlap(t["span_overlap"]),
        reliability.show_disagreements(t["codings"], t["judgement_log"], t["codebook"], t["segments"], view),
        validity.show_validity(t["validity"], t["alarms"], view),
        validity.show_corrected(event, t["corrected"], view),
        validity.show_errors(t["codings"], t["judgement_log"], t["segments"], view),
        reliability.show_coders(view),
        coders.show_side_by_side(t["validity"], t["codings"], t["judgement_log"], *coded[1:], t["coder_pairs"], view),
    ]
    return {exhibit.name: exhibit for exhibit in shown if exhibit}


def show_brief(t: EventTables, event: Event, *, coder: str = "dictionary") -> dict[str, Exhibit]:
    """What only the brief shows."""
    view = View.of(t, coder=coder, home="../01_framing/index.html")
    shown = [
        brief.show_headline(t["codings"], view, codebook=event.file.codebook),
        brief.show_claims_and_trust(t["propositions"], t["stances"], t["claims"], t["congruence"], t["dominant"], view),
    ]
    return {exhibit.name: exhibit for exhibit in shown}
