"""Web pages made from gold pages for fitting: the same statements in the markup of many publishers' systems."""

import random
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from analysis.sources.page import Page
from tests.benchmarks.other_forms import find_words
from tests.round_ups import MARKS

Expert = dict[str, Any]
Choose = random.Random

INTRODUCTIONS = (
    "The vote came earlier than anybody had planned for. We asked people who know the matter what they make of it.",
    "Here are first reactions, in the order in which they reached us.",
    "Leaders from business and from the towns along the coast give their verdict on the paper.",
    "The council signed on Thursday night.",
    "QUAY TOWN, March 4 (Reuters) - Reactions to the vote on the harbour act on Saturday:",
    "Experts at the University of Osk comment on the results of the vote (Friday 4 March 2031).",
    "Carrow’s experts are available to discuss the details of the act. To request an interview, please write to us.",
    "A selection of scholars answer a new question on the challenges that shape trade at sea.",
    "This transcript is from a press briefing hosted on March 4, 2031.",
    "It has been called the largest reform in a generation. Tributes and protests poured in from all sides.",
    "Several associations issued the following statements after the Senate approved the act yesterday:",
    "Read the full reaction quotes below. More will be added as they come.",
    "The harbour act of 2031 was signed by the President on Thursday, and leaders across the country are welcoming it.",
    "Former president and prize winner Osk Norrin died at the age of 93 on Sunday. World leaders paid tribute to him.",
    "Alle Stimmen sind ausgezählt, das Gesetz ist durch. Prominente und Politiker reagieren auf das Ergebnis.",
    "Die Redaktion hat einige Reaktionen gesammelt.",
    "Wir haben Fachleute gefragt, was der Beschluss für die Häfen bedeutet.",
    "Le texte a été adopté jeudi soir. Voici les premières réactions.",
    "Nous avons demandé à trois chercheurs ce que change cet accord.",
    "Varios líderes reaccionaron ante el acuerdo. Estas son algunas de las reacciones.",
    "Regeringens förslag röstades igenom på torsdagen. Här är experternas kommentarer.",
    "De nieuwe wet is aangenomen. Dit zijn de reacties uit de Kamer.",
    "What did our staff and academics think of it? Many followed the vote; here are some of their reflections.",
    "These comments were collected by the Quay Media Centre. Feel free to use these quotes in your stories.",
)
SHORT_LINES = (  # above all statements
    "By Maeve Dorsey in Quay Town", "MAEVE DORSEY", "Maeve Dorsey", "4 March 2031", "Press Release", "Topics", "News",
    "For immediate release", "Contact: Maeve Dorsey", "What the experts say", "NEWS / POLITICS", "Expert comment",
    "Campaigners hold up a red line at the harbour gate", "Welcome for the act, but more money is needed",
)  # fmt: skip
HEADINGS = (
    "‘A missed chance’ on fees",
    "What comes next",
    "The view from the coast",
    "On trade and industry",
    "Has it worked?",
    "Security",
)
TITLES = (
    "A matter of trust and time",
    "“A narrow win”",
    "Nobody asked the harbour towns",
    "Read the annex",
    "Too late",
)
HOSTS = (
    "The board did not answer our questions on Monday.",
    "He has led the group since May.",
    "The ministry said on Monday that it would answer all letters by the end of the month.",
    "Others were more careful, and two of those we asked did not want to be named.",
)
TAILS = (
    "That is all.",
    "It did.",
    "So be it.",
    "Will it last?",
    "Trust takes years.",
    "He was right about it.",
    "We shall see.",
    "Nobody knows yet.",
    "It cannot last for long, and it should not.",
)
LINES = (
    "Share",
    "Advertisement",
    "Read more: Ten questions about the vote",
    "Photo: The harbour at dusk",
    "2 min read",
)
BELOW = (
    "<p>The views expressed here are those of the authors and not of the institution.</p>",
    "<p>Want more like this? Join our mailing list.</p>",
    "<p>If you were there too, write to us.</p>",
    "<h2>Related news</h2><ul><li>New dean named</li><li>Harbour fees rise for a third year in a row.</li></ul>",
    "<h3>Declared interests</h3>{interests}",
    "<h2>About the contributors</h2>{biographies}",
    "<p>For more information, visit the website of the institute.</p>",
    "<p>(Compiled by Maeve Dorsey; editing by Martin Potts)</p>",
    "<h2>Additional information</h2><p>The University of Osk is one of the leading universities of the world.</p>"
    "<h2>Contact</h2><p>Helen Firth<br>Media Relations Officer<br>0114 222 0000</p>",
    "<p>The Quay Endowment is a unique global network of policy research centres.</p>",
    "<p>In the capital, nobody had made a statement by the time this went to press.</p>",
    "<p>Tagged with <a href='#'>Harbour</a>, <a href='#'>Trade</a></p>",
    "<h3>0 Kommentare</h3><p>Neuester Kommentar</p>",
    "<p>Om du också vill vara med i vår panel, skicka ett mejl till oss.</p>",
    "<p>Maeve Dorsey is a reporter. Follow her on social media.</p>",
    "<div><p>Maeve Dorsey</p><p>Senior reporter, Quay Town</p></div>",
    "",
    "",
    "",
    "",
)
SET_SO = ("<p>{}</p>",) * 4 + (
    "<p><em>{}</em></p>",
    "<p><strong>{}</strong></p>",
    "<h2>{}</h2>",
    "<div>{}</div>",
    "<p><i>{}</i></p>",
)
HOST_WORDS = 8  # a shorter line is no paragraph of the host


def find_hosts(page: Page, said: Sequence[tuple[Expert, list[str]]]) -> tuple[list[str], list[str]]:
    """What the host writes on the page above all statements and below them, in whole paragraphs."""
    blocks = [" ".join(page.text[b.start : b.end].split()) for b in page.blocks]
    told = " ".join(" ".join(words) for _, words in said)
    names = [str(e["name"]).split()[-1] for e, _ in said]
    voiced = [
        i for i, b in enumerate(blocks) if b.strip(MARKS) in told or any(w[0].strip(MARKS)[:60] in b for _, w in said)
    ]
    long = [i for i, b in enumerate(blocks) if len(b.split()) >= HOST_WORDS and not any(n in b for n in names)]
    if not voiced:
        return [], []
    above, below = [i for i in long if i < voiced[0]], [i for i in long if i > voiced[-1]]
    return [blocks[i] for i in above], [blocks[i] for i in below]


def make_marked(page: Page, experts: Sequence[Expert], seed: str) -> tuple[str, list[Expert]]:
    """A web page with the statements in one publisher's markup, sometimes in several forms, and what is expected."""
    choose = Choose(seed)
    said = [(e, words) for e in experts if isinstance(e["name"], str) and (words := find_words(page.text, e))]
    if choose.random() < 0.35:
        said = said[: choose.choice((1, 2, 2, 3))]
    form = choose.choice(FORMS)
    mixed = form in MIXED and choose.random() < 0.6
    quoted, noise = choose.random() < 0.4, choose.choice((0.0, 0.0, 0.15, 0.3))
    cut, brief = choose.random() < 0.3, choose.random() < 0.1
    tailed = choose.random() < 0.35
    hosted = quoted and choose.random() < 0.25
    style = _Style(choose)
    blocks, expected = [], []
    for expert, paragraphs in said:
        words = [w.strip(MARKS) for w in paragraphs]
        if cut:
            words = [" ".join(re.split(r"(?<=[.!?])\s", words[0])[: choose.randrange(1, 3)])]
        if brief:
            words = [" ".join(words[0].split()[: choose.randrange(3, 8)]).rstrip(".,;:") + "."]
        if tailed and choose.random() < 0.5:
            words = [*words, choose.choice(TAILS)]
        flat = " ".join(words).split()
        if len(flat) < 3:
            continue
        expected.append(expert | {"first6": " ".join(flat[:6]), "last6": " ".join(flat[-6:])})
        told = [escape(w) for w in words]
        if choose.random() < 0.5 if mixed else quoted:
            told = [f"“{w}" for w in told]
            told[-1] += "”"
        blocks.append((choose.choice(MIXED) if mixed else form)(expert, told, style))
        if hosted and choose.random() < 0.7:
            blocks.append(f"<p>{choose.choice(HOSTS)}</p>")
        elif choose.random() < noise:
            blocks.append(f"<p>{choose.choice(LINES)}</p>")
        if choose.random() < noise / 2:
            blocks.append(f"<h2>{choose.choice(HEADINGS)}</h2>")
    interests = "".join(f"<p>{escape(str(e['name']))}: “No conflicts of interest.”</p>" for e in expected)
    biographies = "".join(
        f"<p>{escape(str(e['name']))} is a senior fellow at the Quay Institute.</p>" for e in expected
    )
    above, under = find_hosts(page, said)
    below = choose.choice(BELOW).format(interests=interests, biographies=biographies)
    if under and choose.random() < 0.3:
        below = "".join(f"<p>{escape(line)}</p>" for line in under[:3])
    lines = choose.sample(INTRODUCTIONS, choose.randrange(0, 3))
    if above and choose.random() < 0.5:
        lines = above[-choose.randrange(1, 4) :]
    lines = [*choose.sample(SHORT_LINES, choose.choice((0, 0, 1, 2))), *lines]
    top = "".join(choose.choice(SET_SO).format(escape(line)) for line in lines)
    around = choose.choice(("{}", "<div class='body'>{}</div>", "<article><div><div>{}</div></div></article>"))
    title = "<h1>Voices on the vote</h1>" if choose.random() < 0.7 else ""
    top = top if title or choose.random() < 0.5 else ""
    body = f"{title}{top}{around.format(''.join(blocks))}{below}"
    return f"<html><body><main>{body}</main></body></html>", expected


class _Style:
    """What a page does alike for all its experts."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.name = choose.choice(("h2", "h3", "h4", "strong", "strong", "b", "a", "cite", "span", "plain"))
        self.box = choose.choice(("div", "section", "article", "li", "figure", "plain", "plain"))
        self.rule = choose.random() < 0.15
        self.joint = choose.choice((", ", ", ", " – ", " | ", "<br>", "lines", "lines"))
        self.said = choose.choice(("", "", " said", ", said", " says"))
        self.dash = choose.choice(("— ", "— ", "– ", "", "-- "))
        self.tag = choose.choice(("p", "p", "div", "blockquote"))

    def enclose(self, inner: str) -> str:
        """The expert's box."""
        whole = inner if self.box == "plain" else f"<{self.box}>{inner}</{self.box}>"
        return whole + "<hr>" * self.rule

    def set_name(self, name: str) -> str:
        """The name as the page sets it."""
        if self.name == "plain":
            return escape(name)
        link = " href='/people'" if self.name == "a" else ""
        return f"<{self.name}{link}>{escape(name)}</{self.name}>"

    def set_head(self, expert: Expert) -> str:
        """Name and position on a line or several."""
        name, position = self.set_name(str(expert["name"])), [escape(p) for p in _list_position(expert)]
        if self.name[0] == "h" or self.joint == "lines":
            lines = "".join(f"<p>{p}</p>" for p in position)
            return (name if self.name[0] == "h" else f"<p>{name}</p>") + lines
        joined = self.joint.join([name, ", ".join(position)] if position else [name])
        return f"<p>{joined}</p>"


def _list_position(expert: Expert) -> list[str]:
    role = expert["role"] if isinstance(expert["role"], str) else ""
    return [p for p in (role, expert["affiliation"]) if p]


def _tell(words: Sequence[str], tag: str = "p") -> str:
    inner = "".join(f"<p>{w}</p>" for w in words)
    return f"<blockquote>{inner}</blockquote>" if tag == "blockquote" else inner


def _above(expert: Expert, words: list[str], style: _Style) -> str:
    return style.enclose(style.set_head(expert) + _tell(words, style.tag))


def _below(expert: Expert, words: list[str], style: _Style) -> str:
    return style.enclose(_tell(words, style.tag) + style.set_head(expert))


def _caption(expert: Expert, words: list[str], style: _Style) -> str:
    head = ", ".join([f"<cite>{escape(str(expert['name']))}</cite>", *map(escape, _list_position(expert))])
    return f"<figure><blockquote>{_tell(words)}</blockquote><figcaption>{style.dash}{head}</figcaption></figure>"


def _flat_head(expert: Expert) -> str:
    return ", ".join(map(escape, [str(expert["name"]), *_list_position(expert)]))


def _signed(expert: Expert, words: list[str], style: _Style) -> str:
    title = f"<h3>{style.choose.choice(TITLES)}</h3>" if style.rule else ""
    return title + _tell(words) + f"<p><em>{style.dash or '— '}{_flat_head(expert)}</em></p>"


def _said(expert: Expert, words: list[str], style: _Style) -> str:
    return f"<p><strong>{_flat_head(expert)}{style.said or ', said'}:</strong></p>" + _tell(words)


def _bold_run_in(expert: Expert, words: list[str], style: _Style) -> str:
    return f"<p><strong>{_flat_head(expert)}{style.said}:</strong> {words[0]}</p>" + _tell(words[1:])


def _plain_run_in(expert: Expert, words: list[str], style: _Style) -> str:
    return f"<p>{_flat_head(expert)}{style.said}: {words[0]}</p>" + _tell(words[1:])


def _closed(expert: Expert, words: list[str], style: _Style) -> str:
    name, *position = [str(expert["name"]), *_list_position(expert)]
    inner = words[0].strip("“”")
    tail = f"said <strong>{escape(name)}</strong>{''.join(f', {escape(p)}' for p in position)}."
    return f"<p>“{inner}” {tail}</p>" if len(words) == 1 else _bold_run_in(expert, words, style)


def _byline(expert: Expert, words: list[str], style: _Style) -> str:
    return f"<h3>{style.choose.choice(TITLES)}</h3><p><strong>By {_flat_head(expert)}</strong></p>" + _tell(words)


def _row(expert: Expert, words: list[str], style: _Style) -> str:
    lines = "<br>".join(map(escape, _list_position(expert)))
    cell = f"<b>{escape(str(expert['name']))}</b><br>{lines}"
    return f"<table><tr><td>{cell}</td><td>{'<br><br>'.join(words)}</td></tr></table>"


def _listed(expert: Expert, words: list[str], style: _Style) -> str:
    return f"<dl><dt>{_flat_head(expert)}</dt><dd>{_tell(words)}</dd></dl>"


def _opened(expert: Expert, words: list[str], style: _Style) -> str:
    notes = ", ".join(map(escape, _list_position(expert)))
    return f"<details><summary>{escape(str(expert['name']))} <span>{notes}</span></summary>{_tell(words)}</details>"


def _about(expert: Expert, words: list[str], style: _Style) -> str:
    position = ", ".join(map(escape, _list_position(expert))) or "fellow at the Quay Institute"
    note = f"<p><em>{escape(str(expert['name']))} is {position}.</em></p>"
    title = f"<h2>{style.choose.choice(TITLES)}</h2>"
    return title + (note + _tell(words) if style.rule else _tell(words) + note)


def _role_first(expert: Expert, words: list[str], style: _Style) -> str:
    role, name = expert["role"], escape(str(expert["name"]))
    if not isinstance(role, str) or not role or len(role.split()) > 3:
        return _bold_run_in(expert, words, style)
    home = f", {escape(expert['affiliation'])}" if expert["affiliation"] else ""
    return f"<p><strong>{escape(role)} {name}{home}:</strong> {words[0]}</p>" + _tell(words[1:])


def _placed(expert: Expert, words: list[str], style: _Style) -> str:
    place = style.choose.choice(("Cairo, Egypt", "Tokyo", "delegate, Morocco", "Ohio"))
    return f"<p><strong>{escape(str(expert['name']))} ({place}):</strong> {words[0]}</p>" + _tell(words[1:])


def _headline(expert: Expert, words: list[str], style: _Style) -> str:
    return f"<h2>{escape(str(expert['name']))}: {style.choose.choice(TITLES)}</h2>" + _tell(words)


def _by_under_view(expert: Expert, words: list[str], style: _Style) -> str:
    place = style.choose.choice(("Rome", "the coast", "Ankara"))
    return f"<h2>View from {place}: {style.choose.choice(HEADINGS)}</h2><p>by {_flat_head(expert)}</p>" + _tell(words)


def _item(expert: Expert, words: list[str], style: _Style) -> str:
    role = expert["role"] if isinstance(expert["role"], str) and len(expert["role"].split()) < 4 else ""
    position = f"{escape(expert['affiliation'] or '')} {escape(role)} " if role and expert["affiliation"] else ""
    whole = " ".join(words).replace("“", "").replace("”", "")
    return f"<ul><li>“{whole}” said {position}{escape(str(expert['name']))}.</li></ul>"


def _quote(words: list[str]) -> list[str]:
    bare = [w.strip(MARKS) for w in words]
    return [*(f"“{w}" for w in bare[:-1]), f"“{bare[-1]}”"]


def _lead_in(expert: Expert, words: list[str], style: _Style) -> str:
    name, *position = [escape(str(expert["name"])), *map(escape, _list_position(expert))]
    issued = style.choose.choice(("issued the following statement", "released this statement on the vote", "says"))
    head = f"{name}, {', '.join(position)}, {issued}:" if position else f"On Thursday {name} {issued}:"
    return f"<p>{head}</p>" + _tell(_quote(words))


def _bracketed(expert: Expert, words: list[str], style: _Style) -> str:
    day = style.choose.choice(("", "", " on Thursday", " am Donnerstag in Dresden"))
    return _tell(_quote(words)) + f"<p>({_flat_head(expert)}{day})</p>"


def _posted(expert: Expert, words: list[str], style: _Style) -> str:
    handle = "@" + str(expert["name"]).split()[-1].lower()
    date = style.choose.choice(("March 4, 2031", "4 de marzo de 2031", "4. März 2031"))
    inner = f"<p>{'<br>'.join(words)}</p>— {escape(str(expert['name']))} ({handle}) <a href='#'>{date}</a>"
    return f"<blockquote>{inner}</blockquote>"


def _shouted(expert: Expert, words: list[str], style: _Style) -> str:
    return f"<p>{_flat_head(expert).upper()}</p>" + _tell(_quote(words))


def _of_home(expert: Expert, words: list[str], style: _Style) -> str:
    home = f" of {escape(expert['affiliation'])}" if expert["affiliation"] else ""
    quoted = _quote(words)
    return f"<p>{escape(str(expert['name']))}{home}: {quoted[0]}</p>" + _tell(quoted[1:])


def _below_topic(expert: Expert, words: list[str], style: _Style) -> str:
    title = f"<h3>{style.choose.choice(HEADINGS)}: {style.choose.choice(TITLES)}</h3>"
    name = style.choose.choice(("<p><strong>– {}</strong></p>", "<p><em>— {}</em></p>"))
    return title + name.format(escape(str(expert["name"]))) + _tell(words)


def _timed(expert: Expert, words: list[str], style: _Style) -> str:
    time = f"<strong>{style.choose.randrange(7, 24)}.{style.choose.randrange(10, 60)}:</strong>"
    position = ", ".join(map(escape, _list_position(expert))) or "fellow at the Quay Institute"
    does = style.choose.choice(("writes:", "on the vote:", "sees a long night ahead.", "explains what comes next:"))
    note = f"<p>{time} {style.choose.choice(HOSTS)}</p>" * style.rule
    return f"<p>{time} {escape(str(expert['name']))}, {position}, {does}</p>" + _tell(words) + note


def _led_in(expert: Expert, words: list[str], style: _Style) -> str:
    position = ", ".join(map(escape, _list_position(expert))) or "fellow at the Quay Institute"
    thinks = style.choose.choice(("said the act came too late for some.", "called the vote a turning point."))
    return f"<p>{escape(str(expert['name']))}, {position}, {thinks}</p>" + _tell(_quote(words))


def _marked(expert: Expert, words: list[str], style: _Style) -> str:
    mark = style.choose.choice(("•", "►", "?", "#1"))
    return f"<p>{mark} {_flat_head(expert)}</p>" + _tell(words)


MIXED: tuple[Callable[[Expert, list[str], _Style], str], ...] = (
    _above, _said, _bold_run_in, _byline, _opened, _role_first, _placed, _headline, _by_under_view, _item, _item,
    _closed, _above, _lead_in, _of_home,
)  # fmt: skip
FORMS = (
    *MIXED,
    _above,
    _above,
    _below,
    _below,
    _below,
    _caption,
    _signed,
    _signed,
    _plain_run_in,
    _row,
    _listed,
    _about,
    _bracketed,
    _posted,
    _shouted,
    _below_topic,
    _timed,
    _led_in,
    _marked,
)
