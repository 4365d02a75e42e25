"""Who is named, in which grammatical part as far as rules can tell, and with which frames."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

import numpy as np
import pandas as pd

from analysis.measures.judgements import Judgements
from analysis.measures.lexicons import Actors, Verbs
from analysis.tables import fit_table
from analysis.tables.rows import each_row
from analysis.text import list_words

ADVERB = re.compile(r"\w+ly$|^(?:also|still|not|never|therefore|thereby|now|even|only|then|just|already|both|once|to)$")
DETERMINER = re.compile(r"^(?:the|a|an|its|their|his|her|both|president|leader|chairman|general|secretary|more|also)$")
PREPOSITION = re.compile(
    r"^(?:against|for|with|to|from|by|of|on|in|at|towards?|between|over|about|behind|through|into|as)$"
)


def find_mentions(segments: pd.DataFrame, actors: Actors, verbs: Verbs | None) -> pd.DataFrame:
    """The `mentions` table: every place where a name or adjective of an actor stands; the longest name wins.

    `role` is subject (a verb follows, adverbs and auxiliaries aside), object (a verb stands before, determiners
    aside), possessive (Russia's), adjective (Russian), preposition (for Russia) or other; `verb` is the verb's base
    form. Rules on neighbouring words: passives count as subjects, verbs further away and pronouns (he, it, they) are
    missed, and a noun that looks like a verb is taken for one. `verbs` is None where there are none in the page's
    language: then every role is other.
    """
    pattern, owner, adjectives = _compile_names(actors)
    forms = list_forms(verbs) if verbs else {}
    auxiliaries = frozenset(verbs.auxiliaries) if verbs else frozenset()
    rows: list[dict[str, object]] = []
    for segment in each_row(segments):
        text = str(segment.text)
        for match in pattern.finditer(text):
            name = match[0]
            adjective = name in adjectives
            role, verb = (
                _find_role(text, match.start(), match.end(), forms, auxiliaries, adjective) if verbs else ("other", "")
            )
            rows.append(
                {
                    "segment_id": segment.segment_id,
                    "start": segment.start + match.start(),
                    "end": segment.start + match.end(),
                    "expert": segment.expert,
                    "actor": owner[name],
                    "match": name,
                    "role": role,
                    "verb": verb,
                }
            )
    return fit_table("mentions", rows)


@lru_cache(maxsize=16)
def _compile_names(actors: Actors) -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """One pattern for all names, longest first; whose each name is; which of them are adjectives."""
    owner = {name: actor.actor for actor in actors.actors for name in (*actor.names, *actor.adjectives)}
    names = "|".join(re.escape(name) for name in sorted(owner, key=lambda name: (-len(name), name)))
    adjectives = frozenset(name for actor in actors.actors for name in actor.adjectives)
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-]*\w)"), owner, adjectives


def list_forms(verbs: Verbs) -> dict[str, str]:
    """Every form of every verb with its base form.

    >>> list_forms(Verbs(name="v", language="en", about="", auxiliaries=(), regular=("rely",), irregular={}))["relied"]
    'rely'
    """
    forms = {form: base for base, irregular in verbs.irregular.items() for form in (base, *irregular)}
    for base in verbs.regular:
        stem = base.removesuffix("e")
        y = base.endswith("y") and base[-2] not in "aeiou"
        forms[base] = base
        forms[base[:-1] + "ies" if y else base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")] = base
        forms[base[:-1] + "ied" if y else stem + "ed"] = base
        forms[stem + "ing"] = base
        forms[base + base[-1] + "ed"] = forms[base + base[-1] + "ing"] = base  # committed, cutting
    return forms


def _find_role(
    text: str, start: int, end: int, forms: dict[str, str], auxiliaries: frozenset[str], adjective: bool
) -> tuple[str, str]:
    """The role of the name at `start` to `end` and the verb that shows it; see `find_mentions`."""
    if adjective:
        return "adjective", ""
    after = text[end:]
    if after[:1] in "’'" and re.match(r"[’'](?:s\b|(?!\w))", after):
        return "possessive", ""
    before = list_words(re.split(r"[,;:.–—(]", text[:start])[-1])[-5:]
    while before and DETERMINER.match(before[-1]):
        before.pop()
    coordinated = len(before) > 2 and before[-1] in ("and", "or") and PREPOSITION.match(before[-3])
    if coordinated or (before and PREPOSITION.match(before[-1])):
        return "preposition", ""  # "from Xi and Putin was to showcase": neither is who showcases
    clause = re.match(r"[^,;:.–—(]*", after)
    following = list_words(clause[0] if clause else "")[:6]
    if verb := _follow_verb(following, forms, auxiliaries):
        return "subject", verb
    if before and before[-1] in forms and before[-1] not in auxiliaries:
        return "object", forms[before[-1]]
    return "other", ""


def _follow_verb(following: list[str], forms: dict[str, str], auxiliaries: frozenset[str]) -> str:
    """The base form of the finite verb that the words open with, adverbs and auxiliaries aside; else empty."""
    last = ""
    for word in following:
        if word in auxiliaries:
            last = forms.get(word, word)
        elif ADVERB.match(word):
            continue
        elif word in forms and (last or not word.endswith("ing")):
            return forms[word]
        else:
            break
    return last


def measure_actors(
    mentions: pd.DataFrame, segments: pd.DataFrame, actors: Actors, *, experts: tuple[str, ...]
) -> pd.DataFrame:
    """The `actors` table: how often each expert names each actor, in how many segments, and in which role.

    `share` is of the expert's segments; NaN for an expert without segments. `acts` lists the verbs of which the
    actor is subject, `acted_on` those of which it is object, most frequent first. An actor meant by a pronoun is
    not counted, so a share says at least how often.
    """
    totals = Counter(segments["expert"])
    mine: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for expert, actor, segment_id, role, verb in each_row(mentions[["expert", "actor", "segment_id", "role", "verb"]]):
        mine.setdefault((expert, actor), []).append((segment_id, role, verb))
    rows: list[dict[str, object]] = []
    for expert, actor in product(experts, (a.actor for a in actors.actors)):
        found = mine.get((expert, actor), [])
        roles = Counter(role for _, role, _ in found)
        n_segments, n_present = totals[expert], len({segment_id for segment_id, _, _ in found})
        rows.append(
            {
                "expert": expert,
                "actor": actor,
                "n_mentions": len(found),
                "n_segments": n_segments,
                "n_present": n_present,
                "share": n_present / n_segments if n_segments else np.nan,
                "n_subject": roles["subject"],
                "n_object": roles["object"],
                "acts": _list_verbs(verb for _, role, verb in found if role == "subject"),
                "acted_on": _list_verbs(verb for _, role, verb in found if role == "object"),
            }
        )
    return fit_table("actors", rows)


def _list_verbs(verbs: Iterable[str]) -> str:
    """Verbs with their counts, most frequent first."""
    ranked = sorted(Counter(verbs).items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(verb if n == 1 else f"{verb} ({n})" for verb, n in ranked)


def measure_actor_frames(
    mentions: pd.DataFrame, arranged: Judgements, segments: pd.DataFrame, actors: Actors
) -> pd.DataFrame:
    """The `actor_frames` table: in how many segments an actor is named and a frame present, all experts together.

    `lift` is log2 of the observed number over the one expected if names and frames were independent, with ½ added to
    both; 0 is what chance would give. With some twenty segments a lift of 1 is no finding. An actor in the same
    sentence as a frame need not be the one the frame is about. NaN where no segment was judged.
    """
    is_frame = arranged.columns["code"].to_numpy() == ""
    frames = arranged.columns.loc[is_frame, "frame"].tolist()
    names = [actor.actor for actor in actors.actors]
    named = np.zeros((len(names), len(segments)))
    segment = pd.Index(segments["segment_id"]).get_indexer(mentions["segment_id"])
    named[pd.Index(names).get_indexer(mentions["actor"]), segment] = 1
    judged = arranged.judged[:, is_frame]
    present = judged & arranged.present[:, is_frame]
    n, n_frame, n_actor, n_both = judged.sum(axis=0), present.sum(axis=0), named @ judged, named @ present
    with np.errstate(invalid="ignore", divide="ignore"):
        share = n_both / n_actor
        lift = np.log2((n_both + 0.5) / (n_actor * n_frame / n + 0.5))
    rows: list[dict[str, object]] = [
        {
            "actor": name,
            "frame": frame,
            "coder": arranged.coder,
            "n_segments": int(n[f]),
            "n_actor": int(n_actor[a, f]),
            "n_frame": int(n_frame[f]),
            "n_both": int(n_both[a, f]),
            "share": float(share[a, f]),
            "lift": float(lift[a, f]),
        }
        for a, name in enumerate(names)
        for f, frame in enumerate(frames)
    ]
    return fit_table("actor_frames", rows)
