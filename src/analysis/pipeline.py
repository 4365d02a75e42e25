"""An event's tables: each is defined from others, and computed when it is first asked for."""

from collections.abc import Callable
from functools import cached_property
from typing import get_args

import pandas as pd

from analysis.codebook import Codebook, load_codebook, tabulate_codebook
from analysis.coding import running
from analysis.coding.coders import may
from analysis.coding.consensus import add_undecided
from analysis.coding.human import read_codings
from analysis.coding.letters import hide_names, name_letters
from analysis.coding.stances import read_stances
from analysis.errors import InputError, name_choices
from analysis.event import Event, load_event
from analysis.findings.rule.planning import plan_page
from analysis.findings.rule.reading import judge_event
from analysis.findings.rule.verdict import PageVerdict
from analysis.measures.actors import find_mentions, measure_actor_frames, measure_actors
from analysis.measures.alarms import measure_alarms
from analysis.measures.certainty import find_hits, measure_certainty
from analysis.measures.contrasts import measure_contrasts
from analysis.measures.corrected import choose_samples, measure_corrected
from analysis.measures.coverage import measure_coverage
from analysis.measures.distances import measure_distances
from analysis.measures.entman import measure_dimensions, measure_entman
from analysis.measures.judgements import Judgements, arrange_judgements
from analysis.measures.keyness import measure_keyness, select_shown
from analysis.measures.lexicons import Actors, Lexicon, Verbs, load_actors, load_lexicon, load_verbs
from analysis.measures.prevalence import find_dominant_frames, measure_prevalence
from analysis.measures.readability import measure_readability
from analysis.measures.reliability import (
    choose_blind,
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
from analysis.tables.defining import DefinedTables, table
from analysis.text.languages import is_same_language
from analysis.transcripts.reading import EventText, read_transcripts

SEED = 1  # of every resampling and permutation below, so that two runs give the same numbers
RESAMPLES = 1000
REPORTING = "reporting"  # the word list that tells whose voice a passage is
CERTAINTY = ("hedges", "boosters", "obligation", "wishes")  # word lists in data/lexicons


def build_tables(event: Event | str, *, unit: Unit = "sentence") -> "EventTables":
    """The tables of an event; `event` is a loaded Event or the slug of one below the nearest root.

    Files are read when a table needs them. Raises InputError when the event is not there or, at a table, when the
    files that it rests on have problems.
    """
    return EventTables(load_event(event) if isinstance(event, str) else event, unit=unit)


class EventTables(DefinedTables):
    """Every table of one event; `tables.prevalence` and `tables["prevalence"]` are the same table.

    A table is computed from others when it is first asked for, and kept; make a new EventTables to read the files
    anew. `dict(tables)` computes them all, in the order of the flow. `data/README.md` explains each column.
    """

    def __init__(self, event: Event, *, unit: Unit = "sentence") -> None:
        if not isinstance(event, Event):
            raise InputError(f"EventTables takes a loaded event; found {event!r}; use build_tables({event!r})")
        if unit not in get_args(Unit):
            raise InputError(f'unit is {name_choices(get_args(Unit))}; found "{unit}"')
        self.event, self.unit = event, unit

    # The page: who says what, in which words.

    @cached_property
    def _text(self) -> EventText:
        return read_transcripts(self.event)

    @table
    def documents(self) -> pd.DataFrame:
        return self._text.documents

    @table
    def statements(self) -> pd.DataFrame:
        return self._text.statements

    @table
    def blocks(self) -> pd.DataFrame:
        return self._text.blocks

    @table
    def voices(self) -> pd.DataFrame:
        return find_voices(self.statements, language=self.language)

    @table
    def voice_shares(self) -> pd.DataFrame:
        return measure_voices(self.statements, self.voices)

    @table
    def segments(self) -> pd.DataFrame:
        return segment_statements(self.statements, unit=self.unit, language=self.language)

    @table
    def coverage(self) -> pd.DataFrame:
        return measure_coverage(self.statements, self.segments)

    # Codings: every coder's judgements, by rule or by hand.

    @table
    def codebook(self) -> pd.DataFrame:
        return tabulate_codebook(self.codebook_file)

    @cached_property
    def _computed(self) -> running.Coded:
        return running.code_segments(self.segments, self.codebook_file, names=self.event.file.coders)

    @cached_property
    def _read_codings(self) -> dict[str, pd.DataFrame]:
        folder = self.event.folder / "codings"
        return read_codings(folder, self, self.codebook_file, unit=self.unit, language=self.language)

    @cached_property
    def _recorded(self) -> dict[str, pd.DataFrame]:
        return {name: hide_names(table, self._letters) for name, table in self._read_codings.items()}

    @cached_property
    def _letters(self) -> dict[str, str]:
        """Letters for the people who coded, where the event asks for them; else nothing."""
        if self.event.file.coder_names == "given":
            return {}
        return name_letters(self._read_codings["coders"], self._read_stances["stances"])

    @table
    def matches(self) -> pd.DataFrame:
        return self._computed.matches

    @table
    def codings(self) -> pd.DataFrame:
        return pd.concat([self._computed.codings, self._recorded["codings"]], ignore_index=True)

    @table
    def coders(self) -> pd.DataFrame:
        known = pd.concat([self._computed.coders, self._recorded["coders"]], ignore_index=True)
        return add_undecided(known, self.codings)

    @table
    def judgement_log(self) -> pd.DataFrame:
        return self._recorded["judgement_log"]

    @cached_property
    def _blind(self) -> pd.DataFrame:
        """The judgements that agreement and validity may be taken from."""
        return choose_blind(self.codings, self.judgement_log)

    @cached_property
    def _arranged(self) -> list[Judgements]:
        """Every coder's judgements as arrays, once for all measures."""
        return [self._arrange(self.codings, coder) for coder in self.coders["coder"]]

    def _arrange(self, judged: pd.DataFrame, coder: str) -> Judgements:
        """One coder's judgements of `judged` as arrays."""
        return arrange_judgements(judged, self.segments, self.codebook, coder=coder, experts=self.experts)

    # Framing: shares, contrasts, functions.

    @table
    def prevalence(self) -> pd.DataFrame:
        return self._each(measure_prevalence)

    @table
    def dominant(self) -> pd.DataFrame:
        return find_dominant_frames(self.prevalence)

    @table
    def contrasts(self) -> pd.DataFrame:
        return self._each(lambda judgements: measure_contrasts(judgements, seed=SEED, resamples=RESAMPLES))

    @table
    def distances(self) -> pd.DataFrame:
        return self._each(lambda judgements: measure_distances(judgements, seed=SEED, resamples=RESAMPLES))

    @table
    def entman(self) -> pd.DataFrame:
        return self._each(lambda judgements: measure_entman(judgements, self.segments, self.codebook))

    @table
    def dimensions(self) -> pd.DataFrame:
        return self._each(lambda judgements: measure_dimensions(judgements, self.codebook))

    # Stances: who asserts, hedges or denies what.

    @cached_property
    def _read_stances(self) -> dict[str, pd.DataFrame]:
        return read_stances(self.event, self.statements, self.segments)

    @cached_property
    def _stances(self) -> dict[str, pd.DataFrame]:
        return {**self._read_stances, "stances": hide_names(self._read_stances["stances"], self._letters)}

    @table
    def propositions(self) -> pd.DataFrame:
        return self._stances["propositions"]

    @table
    def stances(self) -> pd.DataFrame:
        return self._stances["stances"]

    @table
    def claims(self) -> pd.DataFrame:
        return measure_claims(self.propositions, self.stances)

    @table
    def congruence(self) -> pd.DataFrame:
        return measure_congruence(self.propositions, self.stances, experts=self.experts)

    @table
    def stance_agreement(self) -> pd.DataFrame:
        return compare_coders(self.stances)

    # Words: what sets a text apart, how sure it sounds, whom it names, how hard it is to read.

    @table
    def words(self) -> pd.DataFrame:
        return tabulate_words(self.segments)

    @table
    def keyness(self) -> pd.DataFrame:
        return measure_keyness(self.words, experts=self.experts)

    @table
    def concordance(self) -> pd.DataFrame:
        return find_concordance(self.words, self.segments, select_shown(self.keyness))

    @table
    def certainty_hits(self) -> pd.DataFrame:
        lists = [lexicon for name, lexicon in self._lexicons.items() if name != REPORTING]
        return find_hits(self.segments, lists, self._lexicons.get(REPORTING))

    @table
    def certainty(self) -> pd.DataFrame:
        looked_for = [lexicon.category for name, lexicon in self._lexicons.items() if name != REPORTING]
        return measure_certainty(self.certainty_hits, self.segments, experts=self.experts, categories=looked_for)

    @table
    def mentions(self) -> pd.DataFrame:
        return find_mentions(self.segments, self._actors, self._verbs) if self._actors else TABLES["mentions"].empty()

    @table
    def actors(self) -> pd.DataFrame:
        if not self._actors:
            return TABLES["actors"].empty()
        return measure_actors(self.mentions, self.segments, self._actors, experts=self.experts)

    @table
    def actor_frames(self) -> pd.DataFrame:
        if not (actors := self._actors):
            return TABLES["actor_frames"].empty()
        return self._each(lambda judgements: measure_actor_frames(self.mentions, judgements, self.segments, actors))

    @table
    def readability(self) -> pd.DataFrame:
        return measure_readability(self.statements, language=self.language, experts=self.experts)

    # The rule: what may be said beyond the counts.

    def judge(self, *, chosen: str = "") -> PageVerdict:
        """Every claim that the page could make, with its strength; `chosen` is whose counts to report."""
        blind = [self._arrange(self._blind, coder) for coder in self.coders["coder"]]
        return judge_event(self._arranged, blind, self.coders, chosen=chosen)

    @table
    def plan(self) -> pd.DataFrame:
        return plan_page(self.judge(), seed=SEED)

    # Trust: whether coders agree, and whether a machine agrees with people.

    @table
    def reliability(self) -> pd.DataFrame:
        return measure_reliability(self._blind, self.segments, self.codebook, self.coders)

    @table
    def frame_reliability(self) -> pd.DataFrame:
        return measure_frame_reliability(self._blind, self.segments, self.codebook, self.coders)

    @table
    def coder_pairs(self) -> pd.DataFrame:
        return measure_coder_pairs(self._blind, self.segments, self.codebook, self.coders)

    @table
    def span_overlap(self) -> pd.DataFrame:
        return measure_span_overlap(self.judgement_log, self.segments)

    @table
    def validity(self) -> pd.DataFrame:
        return measure_validity(self._blind, self.segments, self.codebook, self.coders, self.alarms)

    @table
    def alarms(self) -> pd.DataFrame:
        computed = measure_alarms(
            self.codebook_file, root=self.event.root, language=self.language, names=self.event.file.coders
        )
        return pd.concat([computed, self._recorded["alarms"]], ignore_index=True)

    @table
    def corrected(self) -> pd.DataFrame:
        automatic = self.coders.loc[may(self.coders["kind"], "is_automatic"), "coder"]
        parts = [TABLES["corrected"].empty()]
        counts = self.segments["expert"].value_counts()
        sizes = {expert: int(counts.get(expert, 0)) for expert in self.experts}
        for reference, drawn in choose_samples(self.coders, sizes=sizes).items():
            people = self._arrange(self._blind, reference)
            parts += [measure_corrected(self._arrange(self.codings, coder), people, drawn) for coder in automatic]
        return pd.concat(parts, ignore_index=True)

    # What tables share.

    @cached_property
    def codebook_file(self) -> Codebook:
        """The codebook with its indicators and rules."""
        return load_codebook(self.event.codebook_path)

    @property
    def language(self) -> str:
        """The language of the page, BCP 47."""
        return self.event.file.language

    @property
    def short(self) -> bool:
        """Whether the rights of the page allow reports short quotations only."""
        return self.event.file.quotations == "short"

    @property
    def experts(self) -> tuple[str, ...]:
        """Everybody who says something, in the order of the page."""
        return tuple(self.coverage["expert"])

    @cached_property
    def _lexicons(self) -> dict[str, Lexicon]:
        """The word lists that are in the page's language, by name."""
        lists = {name: load_lexicon(name, root=self.event.root) for name in (*CERTAINTY, REPORTING)}
        return {name: lexicon for name, lexicon in lists.items() if is_same_language(lexicon.language, self.language)}

    @cached_property
    def _actors(self) -> Actors | None:
        """Whom to look for; None where the list is in another language than the page."""
        actors = load_actors(folder=self.event.folder, root=self.event.root)
        return actors if is_same_language(actors.language, self.language) else None

    @cached_property
    def _verbs(self) -> Verbs | None:
        """Verbs of saying and doing; None where they are in another language than the page."""
        verbs = load_verbs(root=self.event.root)
        return verbs if is_same_language(verbs.language, self.language) else None

    def read_hand_made_files(self) -> "EventTables":
        """The same tables, once every hand-made file of the event has been read; raises InputError for a mistake."""
        _ = self._recorded, self.stances, self._lexicons, self._verbs, self._actors
        if self.event.file.coders:  # those of packages may refuse; the dictionary cannot
            _ = self._computed
        return self

    def replace(self, **tables: pd.DataFrame) -> "EventTables":
        """The same event with these tables in the place of its own; what is defined from them follows.

        Raises InputError for a table that does not fit its schema, KeyError for one that there is not.
        """
        changed = EventTables(self.event, unit=self.unit)
        vars(changed).update({name: validate_table(name, table) for name, table in tables.items()})
        return changed

    def _each(self, measure: Callable[[Judgements], pd.DataFrame]) -> pd.DataFrame:
        """One measure for every coder, one below the other: the columns of the measure's own table."""
        return pd.concat([measure(judgements) for judgements in self._arranged], ignore_index=True)
