"""Dictionaries of other tools: quanteda's YAML and LIWC's .dic, read into a codebook and written from one.

What they share with the indicator language is words, phrases and a trailing or inner `*`; either-or groups are written
out. What they cannot hold (gaps, near, case, exclusions, weights, rules) is told, not dropped in silence.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.codebook import Codebook, Indicator, Rules
from analysis.codebook.language import parse_indicator
from analysis.errors import InputError
from analysis.files import require_file
from analysis.files.handmade import read_yaml

Entries = dict[tuple[str, str], list[str]]  # (frame, code) -> indicators


@dataclass(frozen=True)
class Exchanged:
    """What could be taken over, as text of the new file, and a line for each thing that could not."""

    text: str
    left_out: tuple[str, ...]


def export_dictionary(codebook: Codebook, suffix: str) -> Exchanged:
    """The codebook as quanteda YAML (.yml, .yaml) or LIWC (.dic)."""
    left_out: list[str] = []
    entries: Entries = {}
    for frame in codebook.frames:
        for code in frame.codes:
            words = [word for indicator in code.indicators for word in _spell_out(code.code, indicator, left_out)]
            entries[frame.frame, code.code] = list(dict.fromkeys(words))
            if _has_rules(code):
                left_out.append(f'code "{code.code}": its rules for negated, quoted or first-sentence matches')
    left_out.append("that a negated match does not count")
    if _has_rules(codebook):
        left_out.append("the codebook's rules for negated, quoted or first-sentence matches")
    if suffix == ".dic":
        return Exchanged(_write_liwc(entries), tuple(left_out))
    if suffix in (".yml", ".yaml"):
        return Exchanged(_write_quanteda(entries), tuple(left_out))
    raise InputError(f"{suffix or 'no ending'}: is not known; use .yml for quanteda or .dic for LIWC")


def _spell_out(code: str, indicator: Indicator, left_out: list[str]) -> list[str]:
    """The indicator as plain words and phrases, or nothing if it needs a gap or case; `left_out` tells what is lost."""
    phrases = parse_indicator(indicator.match)
    name = f'code "{code}": indicator "{indicator.match}"'
    needs = [
        ("a gap or near", any(phrase.gaps for phrase in phrases)),
        ("case", any(word.exact for phrase in phrases for run in phrase.runs for word in run)),
    ]
    if told := [need for need, needed in needs if needed]:
        left_out.append(f"{name}, which needs {' and '.join(told)}")
        return []
    extras = [
        ("exclusion", bool(indicator.but_not)),
        ("weight", indicator.weight != 1),
        ("rules", _has_rules(indicator)),
    ]
    left_out += [f"{name}: its {extra}; the words are" for extra, there in extras if there]
    return [" ".join(word.glob for word in phrase.runs[0]) for phrase in phrases]


def _has_rules(level: Rules) -> bool:
    """Whether something is said about what counts."""
    return any((level.negated, level.quoted, level.first_sentence))


def _write_quanteda(entries: Entries) -> str:
    """Frames, in them codes, in them words."""
    nested: dict[str, dict[str, list[str]]] = {}
    for (frame, code), words in entries.items():
        nested.setdefault(frame, {})[code] = words
    return yaml.safe_dump(nested, allow_unicode=True, sort_keys=False, width=120)


def _write_liwc(entries: Entries) -> str:
    """Numbered categories between two % lines, then each word with the numbers of its categories."""
    categories = [f"{number}\t{code}" for number, (_, code) in enumerate(entries, 1)]
    numbers: dict[str, list[int]] = {}
    for number, words in enumerate(entries.values(), 1):
        for word in words:
            numbers.setdefault(word, []).append(number)
    lines = ["\t".join([word, *map(str, of)]) for word, of in sorted(numbers.items())]
    return "\n".join(["%", *categories, "%", *lines, ""])


def import_dictionary(path: Path, *, name: str) -> Exchanged:
    """The dictionary at `path` as a codebook file that still needs its definitions and examples.

    Raises InputError when the file is neither kind or holds nothing usable.
    """
    left_out: list[str] = []
    entries = _read_liwc(path, left_out) if path.suffix == ".dic" else _read_quanteda(path)
    kept: Entries = {}
    for place, words in entries.items():
        kept[place] = [word for word in dict.fromkeys(words) if _can_be_read(place[1], word, left_out)]
    kept = {place: words for place, words in kept.items() if words}
    if not kept:
        raise InputError([f"{path.name}: holds no word that can be taken over", *left_out])
    return Exchanged(_write_codebook(kept, name, path.name), tuple(left_out))


def _can_be_read(code: str, word: str, left_out: list[str]) -> bool:
    """Whether the word means the same here; if not, a line in `left_out`."""
    plain = not any(sign in word for sign in "?()[]{}|=<>#")
    try:
        readable = plain and all(not phrase.gaps for phrase in parse_indicator(word))
    except ValueError:
        readable = False
    if not readable:
        left_out.append(f'code "{code}": "{word}" has signs that mean something else here')
    return readable


def _read_quanteda(path: Path) -> Entries:
    """Keys in keys down to lists of words; levels below the second are joined to one code."""
    data, _ = read_yaml(path)
    if not isinstance(data, dict):
        raise InputError(f"{path.name}:1: is not a quanteda dictionary; it needs keys with lists of words")
    entries: Entries = {}

    def walk(value: Any, keys: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, (*keys, str(key)))
        elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
            for item in value:
                walk(item, keys)
        elif keys:
            frame, code = (keys[0], " ".join(keys[1:])) if len(keys) > 1 else (path.stem, keys[0])
            words = value if isinstance(value, list) else [value]
            entries.setdefault((frame, code), []).extend(str(word).strip() for word in words if word is not None)

    walk(data, ())
    return entries


def _read_liwc(path: Path, left_out: list[str]) -> Entries:
    """The categories as codes of one frame."""
    require_file(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: cannot be read ({error}); save it as UTF-8") from None
    marks = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise InputError(f"{path.name}:1: is not a LIWC dictionary; its categories stand between two lines with %")
    names: dict[str, str] = {}
    for line in lines[marks[0] + 1 : marks[1]]:
        if parts := line.split(None, 1):
            names[parts[0]] = parts[-1].strip()
    entries: Entries = {}
    for number, line in enumerate(lines[marks[1] + 1 :], marks[1] + 2):
        if not line.strip():
            continue
        if not (match := re.fullmatch(r"(.*?)((?:\s+\d+)+)\s*", line)):
            left_out.append(f"{path.name}:{number}: {line.strip()[:60]!r} has no plain category numbers")
            continue
        for key in match[2].split():
            if key not in names:
                raise InputError(f"{path.name}:{number}: category {key} is not listed above; add it")
            entries.setdefault((path.stem, names[key]), []).append(match[1].strip())
    return {(path.stem, name): entries.get((path.stem, name), []) for name in names.values()}


def _write_codebook(entries: Entries, name: str, source: str) -> str:
    """A codebook file with these indicators; `workbook check` names what a person still has to write."""
    frames: dict[str, list[dict[str, Any]]] = {}
    unique = len({code for _, code in entries}) == len(entries)
    for (frame, code), words in entries.items():
        frames.setdefault(frame, []).append(
            {
                "code": code if unique else f"{frame} {code}",
                "definition": "",
                "indicators": words,
            }
        )
    data = {
        "name": name,
        "title": name,
        "language": "en",
        "about": f"Imported from {source}.",
        "instructions": "",
        "frames": [{"frame": frame, "definition": "", "codes": codes} for frame, codes in frames.items()],
    }
    Codebook.model_validate(data)
    written: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
    return f"# yaml-language-server: $schema=codebook.schema.json\n{written}"
