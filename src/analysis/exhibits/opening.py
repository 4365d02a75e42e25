"""What stands around the results: the opening, the answer with its scale, limits, method, and how to cite."""

from importlib.metadata import version

import pandas as pd

from analysis.codebook import Code, load_codebook
from analysis.coding.consensus import name_kinds
from analysis.event import Event
from analysis.exhibits.parts import Bullets, Cell, Columns, Exhibit, Fold, Heading, Part, Scale, Table, Text
from analysis.exhibits.pieces import Link, Mono, Spot, Strong, Words
from analysis.exhibits.saying import write_said
from analysis.exhibits.tables import lay_out
from analysis.exhibits.view import View
from analysis.files import hash_bytes, hash_file
from analysis.findings import answer, trust
from analysis.findings import opening as said
from analysis.findings.gate import RULE
from analysis.findings.rule.grades import ORDER

PACKAGES = ("framing-workbook", "pandas", "numpy", "matplotlib", "sentencex", "textstat")
VERSIONS = {name: version(name) for name in PACKAGES}  # looked up once, not in every warm kernel


def show_opening(event: Event, documents: pd.DataFrame, coverage: pd.DataFrame, coders: pd.DataFrame) -> Exhibit:
    """Which event, when, published by whom, where to read it."""
    file = event.file
    urls = [url for url in dict.fromkeys(documents["url"]) if url]
    edited = said.say_edits(documents)
    words: Words = (
        f"{said.say_event(file)} · ",
        *((Link(urls[0], "read the source"),) if urls else ("the saved page gives no address",)),
        f" · {said.say_size(coverage)}",
        f" · {edited}" if edited else "",
    )
    return Exhibit(
        "opening",
        parts=(Text(words, "top"),),
        kind="opening",
        summary={"event": file.title, "date": file.date.isoformat(), "experts": "; ".join(coverage["expert"])},
        facts={
            "publisher": file.publisher,
            "codebook": f"{file.codebook} ({coders['codebook_sha256'].iloc[0][:8]})",
        },
    )


def show_answer(codings: pd.DataFrame, view: View, *, codebook: str) -> Exhibit:
    """The question answered in two or three computed sentences, with how firmly, once for the page."""
    found = answer.answer_question(view.gate, coder=view.coder, unit=view.unit)
    who = answer.say_coders(view.gate)
    misfit = trust.say_misfit(codings, coder=view.coder, codebook=codebook, unit=view.unit)
    scale = Scale(ORDER, found.strength, (who, *said.say_scale(found, misfit=bool(misfit))))
    parts: tuple[Part, ...] = (Columns(((Text(write_said(found.said, view), "lead"),), (scale,)), "wide"),)
    warning: tuple[Part, ...] = (Text(misfit, "warn"),) if misfit else ()
    return Exhibit(
        "answer",
        parts=warning + parts,
        findings=[found],
        kind="answer",
        summary=answer.name_answer(found),
        facts={"unit": view.unit, "coder": view.counted},
    )


def show_limits(coverage: pd.DataFrame, view: View) -> Exhibit:
    """What the page can and cannot say, with the numbers that set its limits."""
    can, cannot = trust.list_can_say(view.gate, coverage, unit=view.unit)
    sides = tuple(
        (Heading(heading), Bullets(tuple(lines))) for heading, lines in (("It can say", can), ("It cannot say", cannot))
    )
    return Exhibit("limits", "What this page can and cannot say", parts=(Columns(sides),))


def show_next_step(event: Event, view: View) -> Exhibit:
    """What would carry more than this page can, and the command for it."""
    what, command = trust.say_next_step(view.gate, event.slug)
    words: Words = (Strong(f"{what}: "), Mono(command), ". ")
    caution = Text(said.warn_reach(view.gate), "note")
    return Exhibit("next", "Next step", parts=(Columns(((Text(words),), (caution,))),))


def _hash_inputs(event: Event) -> list[tuple[str, str]]:
    """(path below the root, SHA-256) of everything that is read for the event, in alphabetical order.

    Where people go by letters, a file of judgements goes by its hash instead of its coder's name.
    """
    files = [
        path
        for path in event.folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(event.folder).parts)
    ]
    files += [event.codebook_path, *(event.root / "data" / "lexicons").glob("*.yml")]
    hashed = [(path.relative_to(event.root), hash_file(path)) for path in files]
    letters = event.file.coder_names == "letters"
    return sorted(
        ((path.with_name(f"{sha[:12]}.csv") if letters and path.suffix == ".csv" else path).as_posix(), sha)
        for path, sha in hashed
    )


def show_method(event: Event, segments: pd.DataFrame, view: View, *, seed: int | None = None) -> Exhibit:
    """Units, coders, codebook, inputs and versions: all that a second run needs."""
    codebook = load_codebook(event.codebook_path)
    coders = view.gate.coders
    about: Words = (
        f"{said.say_units(segments, unit=view.unit)} Codebook: ",
        Link("#codebook", codebook.title),
        " (",
        Mono(codebook.name),
        f"). {said.say_intervals(view.gate, unit=view.unit, seed=seed)}",
    )
    who = lay_out(
        coders.assign(kind=name_kinds(coders), blind=coders["blind"].map({True: "yes", False: "no"})),
        {"coder": "Coder", "kind": "Kind", "made_on": "Made on", "blind": "Blind", "note": "How it judged"},
        caption="Coders",
    )
    hashes = pd.DataFrame(_hash_inputs(event), columns=["input", "sha256"])
    versions = pd.DataFrame(VERSIONS.items(), columns=["package", "version"])
    made = (
        Text(("SHA-256 of the codebook: ", Mono(codebook.sha256))),
        lay_out(hashes, {"input": "Input", "sha256": "SHA-256 of the file"}, caption="Inputs"),
        lay_out(versions, {"package": "Package", "version": "Version"}, caption="Versions"),
    )
    parts = (
        Text(about),
        Fold("How firmly a finding may be said", (Text(RULE),)),
        Fold("Who coded", (who,)),
        Fold("Inputs and versions", made),
    )
    return Exhibit("method", "Method and data", parts=parts, tables={"coders": coders})


def show_codebook(event: Event, table: pd.DataFrame, view: View) -> Exhibit:
    """The whole codebook as the coders had it; fields that are empty are left out."""
    codebook = load_codebook(event.codebook_path)
    parts: list[Part] = [Text(text.strip()) for text in (codebook.about, codebook.instructions) if text.strip()]
    for frame in codebook.frames:
        parts.append(Heading((view.chip(frame.frame, named=True),)))
        parts += [Text(frame.definition.strip())] if frame.definition.strip() else []
        parts += [_show_code(code, view) for code in frame.codes]
    return Exhibit(
        "codebook-entry",
        parts=(Fold(said.title_codebook(codebook), tuple(parts), "codebook"),),
        tables={"codebook": table},
    )


def _show_code(code: Code, view: View) -> Table:
    """One code with every field of its entry that is filled in."""
    fields = (
        ("Function", code.function), ("Dimension", code.policy_frame), ("Definition", code.definition),
        ("When to use", code.when), ("When not", code.when_not), ("Typical", code.typical),
        ("Borderline", code.borderline), ("Near miss", code.near_miss),
        ("Indicators", ", ".join(str(i) for i in code.indicators)),
    )  # fmt: skip
    rows = tuple((Cell(key, head=True), Cell(value.strip())) for key, value in fields if value and value.strip())
    name = Spot(f"code-{view.codes[code.code]}", Strong(code.code))
    return Table(code.code, (name, ""), rows, style="entry")


def show_citation(event: Event, documents: pd.DataFrame, view: View, *, notebook: str, question: str) -> Exhibit:
    """How to cite this report and the page that it reads."""
    codebook = load_codebook(event.codebook_path)
    made = f"{VERSIONS['framing-workbook']} {notebook} {view.unit} {view.coder} {_hash_inputs(event)}"
    text = said.cite_report(
        event.file, codebook, question=question, notebook=notebook, edition=hash_bytes(made.encode())[:12],
        release=VERSIONS["framing-workbook"], hashes=list(documents["sha256"]),
    )  # fmt: skip
    how = Text(
        "The version changes with every input, parameter and release. Each finding has an address of its own: that of "
        "this page, with the # behind its title.",
        "note",
    )
    rights = Text(f"Rights: {event.file.rights.strip()}", "note")
    return Exhibit("cite", "How to cite this report", parts=(Text(text), how, rights))
