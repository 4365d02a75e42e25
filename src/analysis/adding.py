"""A published page to an event: `data/events/<slug>` as a whole or not at all."""

import datetime
import hashlib
import re
import shutil
import tempfile
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from analysis.attribution.articles import attribute_article, count_attributions
from analysis.attribution.assemble import CERTAIN, Attribution, Found, attribute_page
from analysis.attribution.corrections import NAME, correct_statements, load_corrections, write_corrections
from analysis.codebook import load_codebook
from analysis.errors import InputError, name_choices
from analysis.event import EventFile, load_event
from analysis.sources.documents import LARGEST, read_page
from analysis.sources.page import Page, clean_line

DEFAULT_CODEBOOK = "great-power-framing"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
RIGHTS = (
    "Text by its authors and {publisher}; kept unchanged for analysis and quotation. "
    "Check the rights before passing it on."
)
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH = "(?P<month>" + "|".join(f"{m}|{m[:3]}\\.?" for m in MONTHS) + ")"
DATES = (
    re.compile(r"(?<!\d)(?P<year>20\d\d|19\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>20\d\d|19\d\d)", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {MONTH},? (?P<year>20\d\d|19\d\d)", re.IGNORECASE),
)


@dataclass(frozen=True)
class Wish:
    """What the analyst asked for; empty where the page shall say it."""

    slug: str
    codebook: str = ""
    title: str = ""
    date: datetime.date | None = None
    publisher: str = ""
    article: bool = False
    replace: bool = False


@dataclass(frozen=True)
class Added:
    """What was written, for the command to tell."""

    folder: Path
    file: EventFile
    page: Page
    statements: tuple[Found, ...]
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] | None = None  # None: the event is new
    doubtful: int = 0


@dataclass
class Draft:
    """The files of the event before they are written."""

    source: str
    raw: bytes
    url: str
    fetched: datetime.date | None
    notes: list[str] = field(default_factory=list)


def add_event(root: Path, source: str, wish: Wish) -> Added:
    """Read the page, say who said what, and write the event.

    Raises InputError when the page, the slug or the codebook cannot be used; then nothing is written.
    """
    if not SLUG.fullmatch(wish.slug):
        raise InputError(
            f'--event "{wish.slug}": a slug has small letters, digits and hyphens, such as 2023-03-xi-moscow'
        )
    codebook, note = choose_codebook(root, wish.codebook)
    folder = root / "data" / "events" / wish.slug
    draft = take_source(source, folder, wish)
    page = read_page(draft.raw, draft.source)
    attribution = read_statements(page, draft.source, article=wish.article)
    entries = load_corrections(folder) if folder.exists() else ()
    statements, unused = correct_statements(page, attribution.statements, entries)
    check_enough(statements, draft.source, article=wish.article)
    old = describe_old(root, wish.slug) if folder.exists() else None
    file, doubts = describe_event(page, statements, draft, wish, codebook)
    notes = [note, *doubts, *attribution.notes]
    notes += [f"the correction of {e.expert} (“{e.first}”) fits nowhere on the page any more" for e in unused]
    sheet = write_corrections(page, attribution.statements, entries)
    doubtful = sum(f.confidence < CERTAIN for f in statements)
    write_event(folder, file, draft, sheet)
    changes = tuple(compare(old, list(tell(page, statements)))) if old is not None else None
    return Added(folder, file, page, tuple(statements), tuple(n for n in notes if n), changes, doubtful)


def choose_codebook(root: Path, name: str) -> tuple[str, str]:
    """The codebook's name and, where it was not asked for, a sentence that says so."""
    names = sorted(p.stem for p in (root / "data" / "codebooks").glob("*.yml"))
    if not names:
        raise InputError(f"{root / 'data' / 'codebooks'}: holds no codebook; put one there")
    chosen = name or (names[0] if len(names) == 1 else DEFAULT_CODEBOOK)
    if chosen not in names:
        what = f'there is no codebook "{chosen}"' if name else "there are several codebooks; choose one with --codebook"
        raise InputError(f"{what}; there is: {name_choices(names)}")
    load_codebook(root / "data" / "codebooks" / f"{chosen}.yml")
    return chosen, "" if name else f"codebook: {chosen}, because --codebook names none"


def take_source(source: str, folder: Path, wish: Wish) -> Draft:
    """The bytes of a file or an address, once the slug may be used for them."""
    if re.match(r"^https?://", source, re.IGNORECASE):
        known = load_old_urls(folder)
        if folder.exists() and source not in known and not wish.replace:
            raise existing(folder, wish.slug)
        from analysis.sources.fetch import fetch_page

        raw, name = fetch_page(source)
        draft = Draft(safe_name(name), raw, source, datetime.datetime.now(datetime.UTC).date())
    else:
        path = Path(source)
        if re.match(r"^[a-z]+://", source):
            raise InputError(f"{source}: is no http or https address; save the page and add the file")
        if not path.is_file():
            raise InputError(f"{source}: there is no such file; correct the name")
        if path.stat().st_size > LARGEST:
            raise InputError(
                f"{path.name}: holds {path.stat().st_size >> 20} MB, more than {LARGEST >> 20}; "
                "save the page without its pictures"
            )
        try:
            draft = Draft(safe_name(path.name), path.read_bytes(), "", None)
        except OSError as error:
            raise InputError(f"{source}: cannot be read ({error.strerror}); check its rights") from None
    if folder.exists() and not wish.replace and not is_changed_page(folder, draft):
        raise existing(folder, wish.slug)
    return draft


def existing(folder: Path, slug: str) -> InputError:
    """The refusal to write over another event."""
    return InputError(
        f"--event {slug}: {folder} is there already; take another slug, or give --replace to put this page in its place"
    )


def load_old_urls(folder: Path) -> set[str]:
    """The addresses of the event's sources."""
    try:
        return {s.url for s in load_event(folder.name, root=folder.parents[2]).file.sources}
    except InputError:
        return set()


def is_changed_page(folder: Path, draft: Draft) -> bool:
    """A second `add` of the event's own page: the same name or address, other bytes or corrections by hand."""
    try:
        event = load_event(folder.name, root=folder.parents[2])
    except InputError:
        return False
    sha256 = hashlib.sha256(draft.raw).hexdigest()
    for source in event.file.sources:
        if source.file == draft.source or (draft.url and source.url == draft.url):
            return source.sha256 != sha256 or any(e.corrected for e in load_corrections(folder))
    return False


def safe_name(name: str) -> str:
    """A file name without anything a shell or another system would trip over."""
    path = Path(name)
    stem = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.")[:80] or "page"
    return stem + path.suffix.lower()


def read_statements(page: Page, name: str, *, article: bool) -> Attribution:
    """Who said what; a running article is refused unless it was asked for."""
    if article:
        return attribute_article(page)
    attribution = attribute_page(page)
    experts = {f.people.expert for f in attribution.statements}
    reported = count_attributions(page)
    voiced = sum(f.words for f in attribution.statements)
    if reported >= 3 and (not experts or (len(experts) < 2 and voiced < 400)):
        raise InputError(
            f"{name}: reads as a running article with {reported} attributed quotations, not as a round-up; "
            "give --as-article to keep the quotations as reported statements"
        )
    return attribution


def check_enough(statements: Sequence[Found], name: str, *, article: bool) -> None:
    """A round-up has two experts at least."""
    experts = list(dict.fromkeys(f.people.expert for f in statements))
    if not experts:
        what = (
            "no quotation names who said it"
            if article
            else "no expert found: no line names who speaks before or after a text"
        )
        raise InputError(
            f"{name}: {what}; check that it is the round-up page, or give --as-article for a running article"
        )
    if len(experts) == 1 and not article:
        raise InputError(
            f"{name}: only one expert found ({experts[0]}); a round-up has several; check the page’s headers"
        )


def describe_event(
    page: Page, statements: Sequence[Found], draft: Draft, wish: Wish, codebook: str
) -> tuple[EventFile, list[str]]:
    """The event's file, and what it could only guess."""
    facts = page.facts
    doubts: list[str] = []
    heading = next((page.text[b.start : b.end] for b in page.blocks if b.kind == "heading"), "")
    title = wish.title or page.title or clean_line(heading)
    if not title or len(title) > 300:
        title = wish.slug
        doubts.append("title: the page gives none; correct title in event.yml")
    date = wish.date or find_date(page, draft, wish.slug)
    if date is None:
        date = datetime.datetime.now(datetime.UTC).date()
        doubts.append("date: the page gives none, so today’s stands in event.yml; correct it there or give --date")
    elif not wish.date and not read_date(facts.get("date", "") or facts.get("published_time", "")):
        doubts.append(f"date: {date.isoformat()} is the first date that the page, its name or the slug gives; check it")
    url = next(
        (u for u in (draft.url, facts.get("source_url", ""), facts.get("url", "")) if re.match(r"^https?://\S+$", u)),
        "",
    )
    publisher = (
        wish.publisher
        or facts.get("publisher", "")
        or facts.get("site_name", "")
        or (urllib.parse.urlsplit(url).hostname or "")
    )
    if not publisher:
        publisher = "unknown"
        doubts.append("publisher: the page gives none; correct publisher in event.yml or give --publisher")
    language = facts.get("language", "")
    language = language if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language) else "en"
    experts: dict[str, dict[str, str]] = {}
    for found in statements:
        one = experts.setdefault(
            found.people.expert, {"name": found.people.expert, "role": "", "affiliation": "", "kind": found.people.kind}
        )
        one["role"] = one["role"] or found.people.role
        one["affiliation"] = one["affiliation"] or found.people.affiliation
    source: dict[str, object] = {
        "file": draft.source,
        "sha256": hashlib.sha256(draft.raw).hexdigest(),
        "url": draft.url,
    }
    source |= {"fetched": draft.fetched} if draft.fetched else {}
    source |= {"article": True} if wish.article else {}
    file = EventFile.model_validate(
        {
            "title": title, "date": date, "publisher": publisher, "language": language, "url": url,
            "rights": RIGHTS.format(publisher=publisher),
            "codebook": codebook, "sources": (source,), "experts": tuple(experts.values()),
        }
    )  # fmt: skip
    return file, doubts


def find_date(page: Page, draft: Draft, slug: str) -> datetime.date | None:
    """The date that the page says of itself, else the first in its opening, its address, its name or the slug."""
    facts = page.facts
    places = (
        facts.get("date", ""), facts.get("published_time", ""), facts.get("published", ""), page.text[:1500],
        draft.url.replace("/", "-"), draft.source, slug,
        f"{slug[:7]}-01" if re.match(r"\d{4}-\d\d(?!\d)", slug) else "",
    )  # fmt: skip
    return next((d for place in places if (d := read_date(place))), None)


def read_date(text: str) -> datetime.date | None:
    """The first date of a text."""
    for pattern in DATES:
        for found in pattern.finditer(text):
            named = found.groupdict()
            month = int(named["number"]) if named.get("number") else 0
            if not month:
                month = 1 + next(i for i, m in enumerate(MONTHS) if m.startswith(named["month"].lower().strip(".")[:3]))
            try:
                return datetime.date(int(named["year"]), month, int(named["day"]))
            except ValueError:
                continue
    return None


def write_event(folder: Path, file: EventFile, draft: Draft, sheet: bytes) -> None:
    """The event's folder appears by rename when it is complete; an older one is taken along and replaced."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder.parent.parent, prefix=".adding-"))
    fresh = work / folder.name
    try:
        if folder.exists():
            shutil.copytree(folder, fresh)
            shutil.rmtree(fresh / "sources", ignore_errors=True)
        (fresh / "sources").mkdir(parents=True)
        (fresh / "sources" / draft.source).write_bytes(draft.raw)
        fields = file.model_dump(mode="python", exclude_defaults=True, exclude_none=True)
        fields["sources"] = [dict(s) for s in fields["sources"]]
        fields["experts"] = [dict(e) for e in fields["experts"]]
        (fresh / "event.yml").write_text(
            yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8"
        )
        if b"statements: []" in sheet:
            (fresh / NAME).unlink(missing_ok=True)
        else:
            (fresh / NAME).write_bytes(sheet)
        if folder.exists():
            folder.rename(work / "before")
            try:
                fresh.rename(folder)
            except OSError:
                (work / "before").rename(folder)
                raise
        else:
            fresh.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def describe_old(root: Path, slug: str) -> list[str] | None:
    """What the event's statements were, one line each; None when its old files cannot be read."""
    try:
        event = load_event(slug, root=root)
        source, path = event.file.sources[0], event.source_paths[0]
        page = read_page(path.read_bytes(), path.name)
        attribution = attribute_article(page) if source.article else attribute_page(page)
        recorded = [e for e in load_corrections(event.folder) if e.corrected]
        statements, _ = correct_statements(page, attribution.statements, recorded)
    except (InputError, OSError):
        return []
    return list(tell(page, statements))


def tell(page: Page, statements: Sequence[Found]) -> Sequence[str]:
    """One comparable line per statement."""
    return [
        f"{f.people.expert} | {f.people.role} | {f.people.affiliation} | {f.words} words | "
        + hashlib.sha256(page.text[f.start : f.end].encode()).hexdigest()[:8]
        for f in statements
    ]


def compare(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """`+` for what is new, `-` for what is gone; empty when nothing changed."""
    return [f"- {line}" for line in old if line not in new] + [f"+ {line}" for line in new if line not in old]
