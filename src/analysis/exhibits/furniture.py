"""What stands around the results: the opening, the reader's box, limits, method, provenance, how to cite."""

import hashlib
from importlib.metadata import version

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.coding.coders import may
from analysis.event import Event
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import count_things, join_words, write_link, write_text
from analysis.exhibits.palette import assign_frames
from analysis.exhibits.places import Places
from analysis.exhibits.tables import write_table
from analysis.measures.gates import RULE, state_gate

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
PACKAGES = ("framing-workbook", "pandas", "numpy", "matplotlib", "sentencex", "textstat")


def show_opening(event: Event, tables: dict[str, pd.DataFrame]) -> Exhibit:
    """Which event, when, published by whom, where to read it."""
    file = event.file
    urls = [url for url in dict.fromkeys(tables["documents"]["url"]) if url]
    link = join_words(write_link(url, "read the source") for url in urls) or "the saved page gives no address"
    date = f'<time datetime="{file.date.isoformat()}">{file.date.day} {MONTHS[file.date.month - 1]} {file.date.year}</time>'
    html = (
        f'<div id="event" class="opening"><p class="event">{write_text(file.title)}</p>'
        f'<p class="facts">{date} · published by {write_text(file.publisher)} · {link} · '
        f"{count_things(len(tables['coverage']), 'expert')}, {int(tables['coverage']['words'].sum())} words</p></div>"
    )
    codebook = f"{file.codebook} ({tables['coders']['codebook_sha256'].iloc[0][:8]})"
    return Exhibit(
        "opening",
        "page",
        html,
        f"{file.title}, {file.date.isoformat()}, {file.publisher}",
        summary={
            "event": file.title,
            "date": file.date.isoformat(),
            "experts": "; ".join(tables["coverage"]["expert"]),
        },
        facts={"publisher": file.publisher, "codebook": codebook},
    )


def show_readers_box(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """What the page can and cannot say, with the numbers that set its limits."""
    smallest = int(tables["coverage"]["n_segments"].min())
    can = [
        f"which words on this page carry which frame, and where: every number leads to its {unit}s",
        f"which frame each expert uses in most {unit}s, by a codebook that is printed below",
    ]
    cannot = [
        f"anything firmly: that takes two people who code it independently, and {count_people(tables['coders'])} here",
        f"what these experts think elsewhere: the shortest statement has {count_things(smallest, unit)}, and one {unit} "
        f"more or less moves its share by {100 / max(smallest, 1):.0f} points",
        "that somebody disagrees: a frame that is not there is silence, not denial",
    ]
    lists = "".join(
        f"<div><h3 id='{key}'>{heading}</h3><ul>{''.join(f'<li>{write_text(line)}</li>' for line in lines)}</ul></div>"
        for key, heading, lines in (("can-say", "It can say", can), ("cannot-say", "It cannot say", cannot))
    )
    html = (
        '<aside id="reader" class="reader" aria-labelledby="reader-heading"><h2 id="reader-heading">What this page can and '
        f'cannot say</h2><div class="two">{lists}</div></aside>'
    )
    return Exhibit("reader", "page", html, "It can say: " + "; ".join(can) + ". It cannot say: " + "; ".join(cannot))


def hash_inputs(event: Event) -> list[tuple[str, str]]:
    """(path below the root, SHA-256) of everything that is read for the event, in alphabetical order."""
    files = [path for path in event.folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    files += [event.codebook_path, *(event.root / "data" / "lexicons").glob("*.yml")]
    return sorted((p.relative_to(event.root).as_posix(), hashlib.sha256(p.read_bytes()).hexdigest()) for p in files)


def count_people(coders: pd.DataFrame) -> str:
    """How many people have coded, as the end of a sentence."""
    n = int(may(coders["kind"], "counts_as_person").sum())
    return f"{n} have" if n > 1 else "one has" if n else "none has"


def show_method(event: Event, tables: dict[str, pd.DataFrame], *, unit: str, seed: int | None = None) -> Exhibit:
    """Units, coders, codebook, inputs and versions: all that a second run needs."""
    codebook = load_codebook(event.codebook_path)
    coders = tables["coders"].assign(blind=["yes" if blind else "no" for blind in tables["coders"]["blind"]])
    names = {"coder": "Coder", "kind": "Kind", "made_on": "Made on", "blind": "Blind", "note": "How it judged"}
    hashes = pd.DataFrame(hash_inputs(event), columns=["Input", "SHA-256 of the file"])
    drawn = "" if seed is None else f" Resampling (contrasts, distances, agreement) starts from the seed {seed}."
    versions = pd.DataFrame([(p, version(p)) for p in PACKAGES], columns=["Package", "Version"])
    html = (
        f'<div id="method" class="exhibit method"><p>Unit of analysis: {write_text(unit)}; '
        f"{count_things(len(tables['segments']), 'segment')} in {count_things(len(tables['statements']), 'statement')}. "
        f'Codebook: <a href="#codebook">{write_text(codebook.title)}</a> (<code>{write_text(codebook.name)}</code>), SHA-256 '
        f'<code class="hash">{codebook.sha256}</code>. Intervals are Wilson’s at 95 %, on the effective number of segments.{drawn} '
        f"The same results on every Python from 3.11; run.json names the one used.</p><p>{write_text(state_gate(tables['coders']))}</p><p>Strength of a finding: {write_text(RULE)}</p>{write_table(coders[list(names)].rename(columns=names), caption='Coders')}"
        f"{write_table(hashes, caption='Inputs')}{write_table(versions, caption='Versions')}</div>"
    )
    text = f"unit {unit}; codebook {codebook.name} {codebook.sha256}"
    return Exhibit("method", "page", html, text, tables={"coders": tables["coders"]})


def show_codebook(event: Event, tables: dict[str, pd.DataFrame]) -> Exhibit:
    """The whole codebook as the coders had it."""
    codebook = load_codebook(event.codebook_path)
    places = Places.of(tables)
    looks = assign_frames(places.frames)
    frames = "".join(
        f'<h3><mark class="{looks[f.frame][0]}">{write_text(f.frame)}</mark></h3><p>{write_text(f.definition.strip())}</p>'
        + "".join(write_code(codebook, code.code, places) for code in f.codes)
        for f in codebook.frames
    )
    html = (
        f'<details id="codebook" class="exhibit codebook"><summary>The codebook: '
        f"{count_things(len(codebook.frames), 'frame')}, {count_things(len(codebook.codes), 'code')}</summary>"
        f'<div lang="{write_text(codebook.language)}"><p>{write_text(codebook.about.strip())}</p>'
        f"<p>{write_text(codebook.instructions.strip())}</p>{frames}</div></details>"
    )
    return Exhibit("codebook", "text", html, codebook.title, tables={"codebook": tables["codebook"]})


def write_code(codebook: Codebook, name: str, places: Places) -> str:
    """One code with every field of its entry."""
    code = next(c for c in codebook.codes if c.code == name)
    fields = (
        ("Function", code.function),
        ("Dimension", code.policy_frame),
        ("Definition", code.definition),
        ("When to use", code.when),
        ("When not", code.when_not),
        ("Typical", code.typical),
        ("Borderline", code.borderline),
        ("Near miss", code.near_miss),
    )
    listed = "".join(f"<dt>{key}</dt><dd>{write_text(value.strip())}</dd>" for key, value in fields)
    signs = ", ".join(f"<code>{write_text(str(i))}</code>" for i in code.indicators)
    return (
        f'<div class="code-entry" id="{places.code(name)}" tabindex="-1"><h4>{write_text(name)}</h4>'
        f"<dl>{listed}<dt>Indicators</dt><dd>{signs}</dd></dl></div>"
    )


def show_citation(event: Event, tables: dict[str, pd.DataFrame], *, notebook: str, question: str) -> Exhibit:
    """How to cite this report and the page that it reads."""
    codebook = load_codebook(event.codebook_path)
    hashes = join_words(f"{sha[:12]}" for sha in tables["documents"]["sha256"])
    text = (
        f"{question} {event.file.title}. Framing workbook {version('framing-workbook')}, notebook {notebook}, codebook "
        f"{codebook.name} ({codebook.sha256[:12]}), source {event.file.publisher}, {event.file.date.isoformat()} ({hashes})."
    )
    html = (
        f'<div id="cite" class="exhibit cite"><p>{write_text(text)}</p><p class="source">Rights: '
        f"{write_text(event.file.rights.strip())}</p></div>"
    )
    return Exhibit("citation", "page", html, text)
