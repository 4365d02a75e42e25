"""An event to all its tables, in one call."""

from collections.abc import Callable

import pandas as pd

from analysis.codebook import Codebook, load_codebook, tabulate_codebook
from analysis.coding import dictionary
from analysis.coding.human import read_codings
from analysis.coding.stances import read_stances
from analysis.event import Event, load_event
from analysis.measures.actors import find_mentions, measure_actors, tabulate_actor_frames
from analysis.measures.certainty import find_hits, measure_certainty
from analysis.measures.contrasts import tabulate_contrasts
from analysis.measures.coverage import measure_coverage
from analysis.measures.distances import tabulate_distances
from analysis.measures.entman import grid_dimensions, grid_functions
from analysis.measures.judgements import Judgements, arrange_judgements
from analysis.measures.keyness import measure_keyness, select_shown
from analysis.measures.lexicons import load_actors, load_lexicon, load_verbs
from analysis.measures.prevalence import find_dominant_frames, tabulate_prevalence
from analysis.measures.readability import measure_readability
from analysis.measures.reliability import (
    measure_coder_pairs,
    measure_frame_reliability,
    measure_reliability,
    measure_span_overlap,
)
from analysis.measures.stances import compare_coders, measure_claims, measure_congruence
from analysis.measures.validity import measure_validity
from analysis.measures.voices import find_voices, measure_voices
from analysis.measures.words import find_concordance, tabulate_words
from analysis.segmentation import Unit, segment_statements
from analysis.tables import TABLES, validate_table
from analysis.transcripts.reading import read_transcripts

Tables = dict[str, pd.DataFrame]


def build_tables(event: Event | str, *, unit: Unit = "sentence") -> Tables:
    """Every table of an event under its name in `tables.TABLES`, validated, in the order of the flow.

    `event` is a loaded Event or the slug of one below the nearest root. Raises InputError when the event's files
    or transcripts have problems.
    """
    event = load_event(event) if isinstance(event, str) else event
    codebook = load_codebook(event.codebook_path)
    tables: Tables = {}
    tables |= read_event(event, unit=unit)
    tables |= code_event(tables, codebook)
    tables |= add_judgements(event, tables, codebook, unit=unit)
    tables |= read_stances(event, tables["statements"], tables["segments"])
    tables |= measure_event(tables)
    tables |= measure_language(tables, event)
    tables |= measure_stances(tables)
    return {name: validate_table(name, tables[name]) for name in TABLES if name in tables}


def read_event(event: Event, *, unit: Unit) -> Tables:
    """Transcripts to segments: `documents`, `statements`, `blocks`, `segments`, and the voices in the statements."""
    text = read_transcripts(event)
    statements = text.statements
    voices = find_voices(statements, language=event.file.language)
    return {
        "documents": text.documents,
        "statements": statements,
        "blocks": text.blocks,
        "voices": voices,
        "voice_shares": measure_voices(statements, voices),
        "segments": segment_statements(statements, unit=unit, language=event.file.language),
    }


def code_event(tables: Tables, codebook: Codebook) -> Tables:
    """Segments to judgements: `codebook`, `matches`, `codings`, `coders`."""
    matches, codings = dictionary.code_segments(tables["segments"], codebook)
    return {
        "codebook": tabulate_codebook(codebook),
        "matches": matches,
        "codings": codings,
        "coders": dictionary.describe_coder(codebook),
    }


def add_judgements(event: Event, tables: Tables, codebook: Codebook, *, unit: Unit) -> Tables:
    """Judgements made by people and readers beside the dictionary's: `codings`, `coders`, `judgement_log`."""
    folder, language = event.folder / "codings", event.file.language
    made = read_codings(folder, tables, codebook, unit=unit, language=language)
    joined = {name: pd.concat([tables[name], made[name]], ignore_index=True) for name in ("codings", "coders")}
    return {**joined, "judgement_log": made["judgement_log"]}


SEED = 1  # of every resampling and permutation below, so that two runs give the same numbers
RESAMPLES = 1000


def measure_event(tables: Tables) -> Tables:
    """Judgements to numbers; each measure is taken for every coder."""
    coverage = measure_coverage(tables["statements"], tables["segments"])
    experts = tuple(coverage["expert"])
    coded = (tables["codings"], tables["segments"], tables["codebook"])
    arranged = arrange_all(tables, experts)
    prevalence = measure_each(arranged, tabulate_prevalence)
    judged = (*coded, tables["coders"], tables["judgement_log"])
    return {
        "coverage": coverage,
        "prevalence": prevalence,
        "dominant": find_dominant_frames(prevalence),
        "contrasts": measure_each(arranged, lambda j: tabulate_contrasts(j, seed=SEED, resamples=RESAMPLES)),
        "distances": measure_each(arranged, lambda j: tabulate_distances(j, seed=SEED, resamples=RESAMPLES)),
        "entman": measure_each(arranged, lambda j: grid_functions(j, tables["segments"], tables["codebook"])),
        "dimensions": measure_each(arranged, lambda j: grid_dimensions(j, tables["codebook"])),
        "reliability": measure_reliability(*judged, seed=SEED),
        "frame_reliability": measure_frame_reliability(*judged, seed=SEED),
        "coder_pairs": measure_coder_pairs(*judged),
        "span_overlap": measure_span_overlap(tables["judgement_log"], tables["segments"]),
        "validity": measure_validity(*judged),
    }


def arrange_all(tables: Tables, experts: tuple[str, ...]) -> list[Judgements]:
    """Every coder's judgements as arrays, once for all measures."""
    coded = (tables["codings"], tables["segments"], tables["codebook"])
    return [arrange_judgements(*coded, coder=coder, experts=experts) for coder in tables["coders"]["coder"]]


def measure_each(arranged: list[Judgements], measure: Callable[[Judgements], pd.DataFrame]) -> pd.DataFrame:
    """One measure for every coder, one below the other."""
    return pd.concat([measure(judgements) for judgements in arranged], ignore_index=True)


def measure_language(tables: Tables, event: Event) -> Tables:
    """Segments to numbers that need no judgement: words, certainty, actors, readability."""
    segments, experts = tables["segments"], tuple(tables["coverage"]["expert"])
    words = tabulate_words(segments)
    keyness = measure_keyness(words, experts=experts)
    lexicons = [load_lexicon(name, root=event.root) for name in ("hedges", "boosters", "obligation", "wishes")]
    hits = find_hits(segments, lexicons, load_lexicon("reporting", root=event.root))
    actors = load_actors(folder=event.folder, root=event.root)
    mentions = find_mentions(segments, actors, load_verbs(root=event.root))
    return {
        "keyness": keyness,
        "concordance": find_concordance(words, segments, select_shown(keyness)),
        "certainty_hits": hits,
        "certainty": measure_certainty(hits, segments, experts=experts),
        "mentions": mentions,
        "actors": measure_actors(mentions, segments, actors, experts=experts),
        "actor_frames": measure_each(
            arrange_all(tables, experts), lambda j: tabulate_actor_frames(mentions, j, segments, actors)
        ),
        "readability": measure_readability(tables["statements"], language=event.file.language, experts=experts),
    }


def measure_stances(tables: Tables) -> Tables:
    """Stances to who agrees with whom on what."""
    propositions, stances = tables["propositions"], tables["stances"]
    return {
        "claims": measure_claims(propositions, stances),
        "congruence": measure_congruence(propositions, stances, experts=tuple(tables["coverage"]["expert"])),
        "stance_agreement": compare_coders(stances),
    }
