"""Every table that flows: its columns, dtypes, key, and what a row is."""

from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from analysis.errors import InputError

CHECKS = {
    "rate": pa.Check.in_range(0, 1),
    "offset": pa.Check.ge(0),
    "count": pa.Check.ge(0),
}


@dataclass(frozen=True)
class Column:
    """A column's name, dtype (str, int64, float64 or bool), and meaning with its unit."""

    name: str
    dtype: str
    meaning: str
    check: str = ""


@dataclass(frozen=True)
class Table:
    """What a row is, which columns tell rows apart, and the columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def schema(self) -> pa.DataFrameSchema:
        """The table's pandera schema: these columns in this order, these dtypes, a unique key."""
        columns = {
            c.name: pa.Column(
                c.dtype,
                checks=[CHECKS[c.check]] if c.check else None,
                nullable=c.dtype == "float64",
                description=c.meaning,
            )
            for c in self.columns
        }
        return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(self.key), name=self.name)

    def empty(self) -> pd.DataFrame:
        """The table without rows."""
        return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in self.columns})


def text(name: str, meaning: str) -> Column:
    """A column of text; what is not known is the empty text, never NaN."""
    return Column(name, "str", meaning)


def count(name: str, meaning: str) -> Column:
    """A whole number of things."""
    return Column(name, "int64", meaning, "count")


def offset(name: str, meaning: str) -> Column:
    """A half-open code-point offset into `documents.text`."""
    return Column(name, "int64", meaning, "offset")


def flag(name: str, meaning: str) -> Column:
    """True or False."""
    return Column(name, "bool", meaning)


def rate(name: str, meaning: str) -> Column:
    """A share from 0 to 1; NaN where the denominator is 0."""
    return Column(name, "float64", meaning, "rate")


def number(name: str, meaning: str) -> Column:
    """A real number; NaN where it is undefined."""
    return Column(name, "float64", meaning)


DOCUMENT = text("document_id", "the document: first 12 hex digits of its source's SHA-256")
STATEMENT = text("statement_id", "the statement: document_id/number in page order")
SEGMENT = text("segment_id", "the segment: statement_id/number in page order")
EXPERT = text("expert", "the expert's name as the page prints it")
CODE = text("code", "a code of the codebook")
FRAME = text("frame", "a frame of the codebook")
CODER = text("coder", "who judged")
START = offset("start", "first code point in documents.text")
END = offset("end", "code point after the last, so that text == documents.text[start:end]")

AGREEMENT = (
    rate("prevalence", "share of the judgements that are present"),
    rate("agreement", "share of agreeing pairs of judgements"),
    number("alpha", "Krippendorff's α, nominal; NaN where nothing varies"),
    number("low", "lower bound of α, 95 %, bootstrap over segments; NaN where undefined resamples reach it"),
    number("high", "upper bound of α"),
    rate("p_below", "share of bootstrap resamples with α < .667 or undefined"),
    number("kappa", "Cohen's κ; NaN unless there are two coders"),
    number("pi", "Scott's π; NaN unless there are two coders"),
    number("ac1", "Gwet's AC1"),
    number("fleiss", "Fleiss' κ"),
    text("verdict", "firm, tentative or withheld: the most that this agreement allows a finding to be"),
    text("coders", "whose agreement it is"),
    text("kind", "person where two or more people judged; else the kinds of the readers"),
    text("note", "why this verdict"),
)

TABLES = {
    table.name: table
    for table in (
        Table(
            "documents",
            "one published page",
            ("document_id",),
            (
                DOCUMENT,
                text("title", "the page's title"),
                text("publisher", "who published it"),
                text("published", "date of publication, ISO 8601"),
                text("url", "address; empty where the page gives none"),
                text("language", "BCP 47 tag"),
                text("sha256", "SHA-256 of the source file as published"),
                text("text", "the cleaned text (NFC, LF) that all offsets refer to"),
            ),
        ),
        Table(
            "statements",
            "what one expert says in one place",
            ("statement_id",),
            (
                STATEMENT,
                DOCUMENT,
                EXPERT,
                text("role", "the expert's role as the page prints it"),
                text("affiliation", "the expert's organisation as the page prints it"),
                START,
                END,
                text("text", "the statement's text"),
                text("kind", "person, organisation or several"),
                rate(
                    "confidence",
                    "how sure the rules are that this expert says this text; 1 where a person corrected it",
                ),
                text("reason", "what the confidence rests on"),
                flag("reported", "a quotation from a running article rather than a statement of its own"),
            ),
        ),
        Table(
            "voices",
            "words within a statement that are somebody else’s",
            ("statement_id", "start", "end", "kind"),
            (
                STATEMENT,
                START,
                END,
                text("kind", "quoted (in quotation marks) or attributed (a clause said to be somebody’s)"),
                text("source", "whose words, as the sentence names them; empty for quoted"),
                count("words", "words of the span"),
                text("text", "the span’s text"),
            ),
        ),
        Table(
            "voice_shares",
            "how much of one statement other voices say",
            ("statement_id",),
            (
                STATEMENT,
                EXPERT,
                count("words", "words of the statement"),
                count("n_quoted", "words in quotation marks"),
                count("n_other", "words quoted or attributed"),
                rate("quoted", "n_quoted / words"),
                rate("other", "n_other / words"),
            ),
        ),
        Table(
            "segments",
            "one unit of analysis",
            ("segment_id",),
            (
                SEGMENT,
                STATEMENT,
                DOCUMENT,
                EXPERT,
                text("unit", "sentence or paragraph"),
                count("paragraph", "number of the paragraph in the statement, from 1"),
                START,
                END,
                count("words", "white-space tokens that hold a letter or a digit"),
                text("text", "the segment's text"),
            ),
        ),
        Table(
            "codebook",
            "one code",
            ("code",),
            (
                CODE,
                FRAME,
                text("function", "Entman function: problem, cause, evaluation or remedy"),
                text("policy_frame", "dimension of the Policy Frames Codebook (Boydstun et al. 2014)"),
                text("definition", "what the code means"),
                text("when", "when to use it"),
                text("when_not", "when not to use it"),
                count("n_indicators", "indicators of the code"),
            ),
        ),
        Table(
            "matches",
            "one place where an indicator matched",
            ("segment_id", "code", "start", "end"),
            (
                SEGMENT,
                CODE,
                START,
                END,
                text("indicator", "the indicator as the codebook writes it"),
                text("match", "the words it matched"),
                flag("quoted", "the match stands inside quotation marks; the codebook says whether it counts"),
                flag("negated", "the match is negated in its clause; it counts only if the codebook says so"),
            ),
        ),
        Table(
            "codings",
            "one coder's judgement; no row means not judged",
            ("segment_id", "code", "coder"),
            (
                SEGMENT,
                CODE,
                CODER,
                flag("present", "the code is present in the segment"),
                number("score", "how strongly, in the coder's own unit (dictionary: summed weights); NaN if none"),
            ),
        ),
        Table(
            "coders",
            "who judged",
            ("coder",),
            (
                CODER,
                text("kind", "dictionary, similarity, learned, language model, person or consensus"),
                text("made_on", "date of the judgements, ISO 8601; empty for a coder that is computed"),
                text("codebook_sha256", "SHA-256 of the codebook as the coder saw it"),
                text("note", "how the coder judged"),
                text("who", "the person, the model or the rule; two coders of the same who are not independent"),
                text("trained", "how the coder learned the codebook"),
                flag("blind", "the coder saw no other coder's judgements"),
                flag("codebook_current", "the coder saw the codebook as it stands now"),
                text("sources", "the coders that a consensus was made from; else empty"),
            ),
        ),
        Table(
            "records",
            "one judgement as a person or reader recorded it in one pass; `codings` holds the last pass",
            ("segment_id", "code", "coder", "pass"),
            (
                SEGMENT,
                CODE,
                CODER,
                text("pass", "blind, after suggestions (the dictionary's matches were shown) or adjudication"),
                flag("present", "the code is present in the segment"),
                text("judged_at", "when, ISO 8601 in UTC"),
                text("memo", "the coder's own remark"),
                offset("start", "first code point of the words selected as evidence; 0 if none were"),
                offset("end", "code point after the last; 0 if none were"),
                text("evidence", "the words selected as evidence"),
            ),
        ),
        Table(
            "coverage",
            "one expert's share of the page",
            ("expert",),
            (
                EXPERT,
                count("n_statements", "statements"),
                count("n_paragraphs", "paragraphs"),
                count("n_segments", "segments"),
                count("words", "words"),
                rate("share", "share of all experts' words"),
            ),
        ),
        Table(
            "prevalence",
            "one expert × code (or whole frame, where code is empty) × coder",
            ("expert", "frame", "code", "coder"),
            (
                EXPERT,
                FRAME,
                text("code", "a code of the frame, or empty for the frame as a whole"),
                CODER,
                count("n_segments", "segments judged for the code (frame: for all its codes)"),
                count("n_present", "segments in which the code (frame: any of its codes) is present"),
                rate("prevalence", "n_present / n_segments"),
                rate("low", "lower bound of the 95 % interval (Wilson on n_effective)"),
                rate("high", "upper bound of the 95 % interval (Wilson on n_effective)"),
                number("n_effective", "n_segments divided by the design effect of sentences in one paragraph"),
                rate("low_independent", "lower bound if segments were independent (Wilson on n_segments)"),
                rate("high_independent", "upper bound if segments were independent"),
                count("words", "words of the judged segments"),
                count("words_present", "words of the segments in which it is present"),
                rate("word_share", "words_present / words"),
                rate("word_low", "lower bound of the 95 % interval of word_share"),
                rate("word_high", "upper bound of the 95 % interval of word_share"),
            ),
        ),
        Table(
            "leading",
            "one expert's leading frame by one coder",
            ("expert", "coder"),
            (
                EXPERT,
                CODER,
                text("frame", "the frame present in most segments; empty where none is present or two tie"),
                text("second", "the next frame; empty where there is none"),
                count("n_segments", "segments judged"),
                count("n_present", "segments with the leading frame"),
                count("n_second", "segments with the second frame"),
                number("margin", "prevalence of the leading frame minus that of the second"),
                text("note", "empty, or why there is no leading frame"),
            ),
        ),
        Table(
            "contrasts",
            "two experts on one code (or whole frame, where code is empty) by one coder",
            ("expert_a", "expert_b", "frame", "code", "coder"),
            (
                text("expert_a", "the expert who comes first on the page"),
                text("expert_b", "the other expert"),
                FRAME,
                text("code", "a code of the frame, or empty for the frame as a whole"),
                CODER,
                count("n_a", "segments of expert_a judged"),
                count("present_a", "of these, segments in which it is present"),
                count("n_b", "segments of expert_b judged"),
                count("present_b", "of these, segments in which it is present"),
                number("difference", "present_a / n_a minus present_b / n_b"),
                rate("p", "two-sided p of Fisher's exact test"),
                rate("p_holm", "p corrected by Holm for n_tests"),
                count("n_tests", "tests of the family: pairs × frames, or pairs × codes, of this coder"),
                number("cohen_h", "effect size: difference of 2·asin√share, in radians"),
                number("h_low", "lower bound of its 95 % interval, on effective numbers of segments"),
                number("h_high", "upper bound of its 95 % interval"),
                rate("detectable", "smallest difference from 0 that the test could have found after correction"),
                number("detectable_h", "effect size that would be found with 80 % power at 5 %, uncorrected"),
                rate("support", "share of resamples in which expert_a uses it more"),
                text("above", "who uses it more, where 95 % of resamples say so; else empty"),
            ),
        ),
        Table(
            "distances",
            "one expert × another × coder: how far apart their frame profiles are",
            ("expert", "other", "coder"),
            (
                EXPERT,
                text("other", "the other expert"),
                CODER,
                count("n_expert", "segments with a frame, summed over frames, of expert"),
                count("n_other", "the same of other"),
                rate("distance", "Jensen–Shannon distance, base 2: 0 same profile, 1 nothing in common"),
                rate("reference", "median distance when paragraphs are dealt to experts at random"),
                rate("reference_high", "95th percentile of that"),
                rate("p", "share of deals at least as far apart"),
                rate("p_holm", "p corrected by Holm for the number of pairs"),
                flag("nearest", "other is the nearest to expert (or one of the nearest)"),
                text("note", 'empty, or "undefined: …"'),
            ),
        ),
        Table(
            "entman",
            "one expert × Entman function × coder",
            ("expert", "function", "coder"),
            (
                EXPERT,
                text("function", "problem, cause, evaluation or remedy (remedy includes outlook)"),
                CODER,
                count("n_segments", "segments judged for all codes of the function"),
                count("n_present", "segments in which any of them is present"),
                rate("prevalence", "n_present / n_segments"),
                rate("low", "lower bound of the 95 % interval (Wilson)"),
                rate("high", "upper bound of the 95 % interval (Wilson)"),
                text("codes", "codes present, most frequent first"),
                text("segment_id", "the segment with most of the codes; empty where there is none"),
                text("quote", "that segment's text"),
                text("note", "empty, absent, or undefined: not judged"),
            ),
        ),
        Table(
            "dimensions",
            "one expert × dimension of the Policy Frames Codebook × coder",
            ("expert", "policy_frame", "coder"),
            (
                EXPERT,
                text("policy_frame", "dimension of the Policy Frames Codebook (Boydstun et al. 2014)"),
                CODER,
                count("n_codes", "codes of the codebook in this dimension; 0: it was not looked for"),
                text("frames", "frames of the codebook with such a code"),
                count("n_segments", "segments judged for all of these codes"),
                count("n_present", "segments in which any of them is present"),
                rate("prevalence", "n_present / n_segments"),
            ),
        ),
        Table(
            "keyness",
            "one word of one expert against all others",
            ("expert", "word"),
            (
                EXPERT,
                text("word", "the word in lower case"),
                count("n_target", "times the expert uses it"),
                count("n_reference", "times the others use it"),
                count("words_target", "words of the expert"),
                count("words_reference", "words of the others"),
                count("segments_target", "segments of the expert that hold it"),
                count("segments_reference", "segments of the others that hold it"),
                number("log_odds", "log-odds ratio with an informative Dirichlet prior (the page's word shares)"),
                number("z", "log_odds / its standard error (Monroe et al. 2008, eq. 22); above 0: used more"),
                number("g2", "log-likelihood ratio of four cells (Dunning 1993), negative where used less"),
                number("log_ratio", "log2 of the ratio of rates, 0 counted as ½ (Hardie 2014)"),
                rate("p", "two-sided p of Fisher's exact test"),
                rate("p_holm", "p corrected by Holm for n_tests; NaN for a word that occurs once on the page"),
                count("n_tests", "words that occur at least twice on the page"),
                flag("one_segment", "all of the expert's uses are in one segment"),
                flag("distinctive", "p_holm ≤ 0.05, used more, in at least two segments"),
                count("smallest", "count at which a word of nobody else would be distinctive; 0: no count would be"),
            ),
        ),
        Table(
            "contexts",
            "one place where an expert uses one of the words shown (KWIC)",
            ("segment_id", "start"),
            (
                EXPERT,
                text("word", "the word in lower case"),
                SEGMENT,
                START,
                END,
                text("left", "what stands before it in the segment"),
                text("match", "the word as written"),
                text("right", "what stands after it in the segment"),
            ),
        ),
        Table(
            "reliability",
            "one code: whether those who judged it agree",
            ("code",),
            (
                CODE,
                count("n_segments", "segments that two or more coders judged blind"),
                count("n_coders", "coders"),
                count("n_present", "segments in which any of them found it"),
                *AGREEMENT,
            ),
        ),
        Table(
            "frame_reliability",
            "one frame, present where any of its codes is: whether those who judged it agree",
            ("frame",),
            (
                FRAME,
                count("n_segments", "segments that two or more coders judged blind for all its codes"),
                count("n_coders", "coders"),
                count("n_present", "segments in which any of them found it"),
                *AGREEMENT,
            ),
        ),
        Table(
            "coder_pairs",
            "two coders on one code",
            ("code", "coder", "other"),
            (
                CODE,
                CODER,
                text("other", "the other coder"),
                text("relation", "stability where both are the same person or model at two times, else agreement"),
                count("n_segments", "segments that both judged"),
                count("n_both", "segments in which both found it"),
                count("n_one", "segments in which only the first found it"),
                count("n_other", "segments in which only the other found it"),
                count("n_neither", "segments in which neither found it"),
                rate("agreement", "share of segments judged alike"),
                number("alpha", "Krippendorff's α; NaN where nothing varies"),
                number("kappa", "Cohen's κ"),
                number("pi", "Scott's π"),
                number("ac1", "Gwet's AC1"),
            ),
        ),
        Table(
            "span_overlap",
            "two coders' evidence for one code",
            ("code", "coder", "other"),
            (
                CODE,
                CODER,
                text("other", "the other coder"),
                count("n_segments", "segments in which both found it and both selected words"),
                rate("overlap", "Dice of the characters selected; not corrected for chance"),
                count(
                    "length", "code points of the segments that both located: absent, or present with words selected"
                ),
                number("alpha", "Krippendorff's unitizing α over them, selected words against the rest"),
            ),
        ),
        Table(
            "validity",
            "one code × automatic coder × reference",
            ("code", "coder", "reference"),
            (
                CODE,
                CODER,
                text("reference", "the coder it is held against"),
                text("reference_kind", "person, consensus, or language model (which measures agreement, not validity)"),
                count("n_segments", "segments that both judged"),
                count("n_reference", "segments in which the reference found it"),
                count("n_hits", "segments in which both found it"),
                count("n_false", "segments in which only the automatic coder found it"),
                count("n_missed", "segments in which only the reference found it"),
                rate("precision", "n_hits / (n_hits + n_false); NaN where the coder found nothing"),
                rate("precision_low", "lower bound of the 95 % Wilson interval"),
                rate("precision_high", "upper bound"),
                rate("recall", "n_hits / n_reference; NaN where the reference found nothing"),
                rate("recall_low", "lower bound of the 95 % Wilson interval"),
                rate("recall_high", "upper bound"),
                rate("f1", "2 n_hits / (2 n_hits + n_false + n_missed)"),
                rate("f1_low", "lower bound of the 95 % interval, from Wilson's for F1 / (2 − F1)"),
                rate("f1_high", "upper bound"),
            ),
        ),
        Table(
            "certainty_hits",
            "one place where a hedge, booster, obligation or wish stands",
            ("segment_id", "start"),
            (
                SEGMENT,
                START,
                END,
                EXPERT,
                text("category", "hedge, booster, obligation or wish"),
                text("modality", "epistemic (how sure), deontic (what ought to be) or wish"),
                text(
                    "outlook",
                    "what is said of things to come: certain, likely, possible, unlikely, open, hoped; or empty",
                ),
                text("voice", "own, or attributed to somebody else by the rules of reporting.yml"),
                text("entry", "the entry of the lexicon"),
                text("match", "the words it matched"),
                text("quote", "the segment's text"),
            ),
        ),
        Table(
            "certainty",
            "one expert × category × voice",
            ("expert", "category", "voice"),
            (
                EXPERT,
                text("category", "hedge, booster, obligation or wish"),
                text("voice", "own or attributed"),
                count("n_hits", "places where it stands"),
                count("words", "words of the expert"),
                number("per_100_words", "100 × n_hits / words"),
                count("n_segments", "segments of the expert"),
                count("n_present", "segments with at least one hit"),
                rate("share", "n_present / n_segments"),
                rate("low", "lower bound of its 95 % interval (Wilson)"),
                rate("high", "upper bound of its 95 % interval (Wilson)"),
            ),
        ),
        Table(
            "mentions",
            "one place where an actor is named",
            ("segment_id", "start"),
            (
                SEGMENT,
                START,
                END,
                EXPERT,
                text("actor", "the actor that the name stands for"),
                text("match", "the name as written"),
                text("role", "subject, object, possessive, adjective, preposition or other, by rule"),
                text("verb", "base form of the verb that shows the role; else empty"),
            ),
        ),
        Table(
            "actors",
            "one expert × actor",
            ("expert", "actor"),
            (
                EXPERT,
                text("actor", "who is named"),
                count("n_mentions", "times a name or adjective of the actor stands in the expert's text"),
                count("n_segments", "segments of the expert"),
                count("n_present", "segments that name the actor"),
                rate("share", "n_present / n_segments"),
                count("n_subject", "mentions as subject, as far as rules can tell"),
                count("n_object", "mentions as object, as far as rules can tell"),
                text("acts", "verbs of which the actor is subject, with counts above 1"),
                text("acted_on", "verbs of which the actor is object"),
            ),
        ),
        Table(
            "actor_frames",
            "one actor × frame × coder, over all experts",
            ("actor", "frame", "coder"),
            (
                text("actor", "who is named"),
                FRAME,
                CODER,
                count("n_segments", "segments judged for the frame"),
                count("n_actor", "of these, segments that name the actor"),
                count("n_frame", "of these, segments in which the frame is present"),
                count("n_both", "segments with both"),
                rate("share", "n_both / n_actor"),
                number("lift", "log2 of n_both over what independence would give, ½ added to both; 0: as chance"),
            ),
        ),
        Table(
            "readability",
            "one expert × formula",
            ("expert", "formula"),
            (
                EXPERT,
                text("formula", "Flesch reading ease, Flesch-Kincaid grade or LIX"),
                number("value", "the formula on the sentences of this workbook"),
                number("value_split", "the same if semicolons, colons and dashes ended sentences too"),
                number("value_textstat", "the same with the number of sentences that textstat counts"),
                count("words", "words"),
                count("sentences", "sentences of this workbook"),
                count("sentences_split", "sentences if cut further"),
                count("sentences_textstat", "sentences that textstat counts"),
                count("syllables", "syllables (textstat with the CMU Pronouncing Dictionary)"),
                count("long_words", "words of more than six letters"),
                text("note", "empty, few: … (too little text), or undefined: …"),
            ),
        ),
        Table(
            "propositions",
            "one claim about the event",
            ("proposition",),
            (
                text("proposition", "short name of the claim"),
                text("claim", "the claim"),
                text("asserts_when", "when an expert counts as asserting it"),
                text("denies_when", "when an expert counts as denying it"),
            ),
        ),
        Table(
            "stances",
            "one proposition × expert × coder; no row means not judged",
            ("proposition", "expert", "coder"),
            (
                text("proposition", "short name of the claim"),
                EXPERT,
                CODER,
                text("kind", "what the coder is: person, language model …"),
                text("stance", "asserts, hedges, denies, attributes or silent"),
                text("segment_id", "the segment that bears it best; empty where silent"),
                text("quote", "its deciding words; empty where silent"),
            ),
        ),
        Table(
            "claims",
            "one proposition × coder",
            ("proposition", "coder"),
            (
                text("proposition", "short name of the claim"),
                CODER,
                count("n_experts", "experts judged"),
                count("n_asserts", "experts who assert it"),
                count("n_hedges", "experts who hedge it"),
                count("n_denies", "experts who deny it"),
                count("n_attributes", "experts who attribute it to others"),
                count("n_silent", "experts who say nothing on it"),
                text("verdict", "consensus, consensus against, qualified, contested, one voice or no position"),
            ),
        ),
        Table(
            "alliances",
            "one expert × another × coder: stances in common",
            ("expert", "other", "coder"),
            (
                EXPERT,
                text("other", "the other expert"),
                CODER,
                count("n_both", "propositions on which both assert, hedge or deny"),
                count("n_agree", "of these, with the same stance"),
                count("n_partly", "of these, where one hedges and the other does not"),
                count("n_disagree", "of these, where one asserts and the other denies"),
                rate("agreement", "n_agree / n_both"),
                text("agree_on", "propositions with the same stance"),
                text("disagree_on", "propositions that one asserts and the other denies"),
                text("note", 'empty, or "undefined: …"'),
            ),
        ),
        Table(
            "stance_agreement",
            "two coders of stances",
            ("coder_a", "coder_b"),
            (
                text("coder_a", "who judged"),
                text("coder_b", "the other coder"),
                count("n", "propositions × experts that both judged"),
                count("n_agree", "of these, with the same stance"),
                rate("agreement", "n_agree / n"),
                number("kappa", "Cohen's kappa over the five stances"),
                count("n_positions", "cells that not both call silent"),
                rate("agreement_positions", "share of these with the same stance"),
            ),
        ),
    )
}


def fit_table(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """The rows as the table called `name`: its columns in their order and dtypes, empty where there are no rows."""
    columns = TABLES[name].columns
    if not rows:
        return TABLES[name].empty()
    return pd.DataFrame({c.name: pd.Series([row[c.name] for row in rows], dtype=c.dtype) for c in columns})


def fits(table: pd.DataFrame, expected: Table) -> bool:
    """Whether the table fits, by the same rules as its pandera schema but faster; False leaves the wording to that."""
    if list(table.columns) != [c.name for c in expected.columns]:
        return False
    for column in expected.columns:
        values = table[column.name]
        if str(values.dtype) != column.dtype or (column.dtype == "str" and values.hasnans):
            return False
        if column.check and len(values):
            low, high = values.min(), values.max()
            if low < 0 or (column.check == "rate" and high > 1):
                return False
    return not table.duplicated(list(expected.key)).any()


def validate_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table itself, once it fits the schema called `name`.

    Raises InputError that names the first columns and rows at fault.
    """
    if fits(table, TABLES[name]):
        return table
    try:
        validated: pd.DataFrame = TABLES[name].schema().validate(table, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "failure_case", "index"]].head(8)
        raise InputError(
            [
                f"table {name}: column {case.column}, row {case.index}: found {case.failure_case!r}; needs {case.check}"
                for case in cases.itertuples()
            ]
        ) from None
    return validated


def describe_tables() -> str:
    """The column dictionary as Markdown, one table each; `data/README.md` carries it."""
    parts = []
    for table in TABLES.values():
        keys = ", ".join(f"`{name}`" for name in table.key)
        lines = [f"| `{c.name}` | {c.dtype} | {c.meaning.replace('|', '&#124;')} |" for c in table.columns]
        head = [
            f"### {table.name}",
            "",
            f"A row is {table.row}. Key: {keys}.",
            "",
            "| column | dtype | meaning |",
            "|---|---|---|",
        ]
        parts.append("\n".join([*head, *lines]))
    return "\n\n".join(parts) + "\n"
