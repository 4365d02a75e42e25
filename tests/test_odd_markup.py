"""Round-ups in odd markup: every word that a browser would show is read once, and under the right name."""

import pytest

from analysis.adding.transcribing import read_transcript
from analysis.attribution.parts import split_page
from tests.test_saved_pages import HEADLINE, MARKUP, PEOPLE, TITLE, read, save

HEADS, SAID = list(PEOPLE), list(PEOPLE.values())
SECTIONS = [f"<h3>{head}</h3><p>{said}</p>" for head, said in PEOPLE.items()]
WHOLE = [(head.split(",")[0], said) for head, said in PEOPLE.items()]


def list_blocks(body, head=TITLE):
    """The transcript of a page with this body."""
    page = read(save(f"<h1>{HEADLINE}</h1>{body}", head))
    return read_transcript(page, "p.html", article=False).transcript.blocks


def list_said(blocks):
    """Names and words of the statements, on one line each."""
    return [(b.voice.expert, " ".join(b.text.split())) for b in blocks if b.voice]


def count(blocks, words):
    """How often the transcript holds these words."""
    return " ".join(" ".join(b.text for b in blocks).split()).count(words)


EARLY_ENDS = {
    "a body that ends early": f"{SECTIONS[0]}</body>{SECTIONS[1]}{SECTIONS[2]}",
    "an end amid a box": f"<div>{SECTIONS[0]}</body></html>{SECTIONS[1]}</div><div>{SECTIONS[2]}</div>",
    "two pages in one": f"{SECTIONS[0]}</body></html><html><head><title>Two</title></head><body class=x>"
    f"{SECTIONS[1]}{SECTIONS[2]}",
}


@pytest.mark.parametrize("body", EARLY_ENDS.values(), ids=EARLY_ENDS)
def test_a_page_goes_on_behind_an_early_end(body):
    blocks = list_blocks(body)
    assert list_said(blocks) == WHOLE
    assert not count(blocks, "Two")


def hide(words, markup):
    """All sections, with some words in other markup."""
    assert words in MARKUP
    return MARKUP.replace(words, markup)


REACHED = {
    "a hidden rest": hide(
        " They will wait for the autumn and then decide what it is worth to them.",
        "<span id=more style='display:none'>"
        " They will wait for the autumn and then decide what it is worth to them.</span>",
    ),
    "a hidden sentence": hide(
        "Courts will fill the gap slowly, and the smaller ports will pay for it.",
        "<em hidden>Courts will fill the gap slowly, and the smaller ports will pay for it.</em>",
    ),
    "words that are silent for readers aloud": hide("Nobody should", "<b aria-hidden=true>Nobody should</b>"),
    "words once for the ear and once for the eye": hide(
        "Shippers wanted",
        "<span class=visually-hidden>Shippers wanted</span><span aria-hidden=true><i>Ship</i><i>pers</i> wanted</span>",
    ),
    "heads once for the eye and once for the ear": "".join(
        f"<h3><span aria-hidden=true>{' '.join(f'<i>{w}</i>' for w in head.split())}</span>"
        f"<span class=sr-only>{head}</span></h3><p>{said}</p>"
        for head, said in PEOPLE.items()
    ),
}


@pytest.mark.parametrize("body", REACHED.values(), ids=REACHED)
def test_hidden_sentences_and_painted_words_are_read_once(body):
    assert list_said(list_blocks(body)) == WHOLE


SHEET = (
    "<style>/* .a{} */ .b, .kq7 { position: absolute; left: -999px } .tt{display:none} #gh{visibility:hidden}</style>"
)


@pytest.mark.parametrize(
    "mark",
    [
        "class=sr-only",
        "class=visuallyhidden",
        "class=u-hidden-visually",
        "class=screen-reader-text",
        "class=sronly-offscreen",
        "class=assistive-text",
        "class=element-invisible",
        "class=a11y-hidden",
        "class=kq7",
        "class=tt",
        "id=gh",
        "hidden",
        "aria-hidden=true class=material-icons",
    ],
)
def test_labels_that_no_eye_sees_stay_out(mark):
    body = hide("Shippers wanted", f"<span {mark}>expand more</span>Shippers wanted")
    blocks = list_blocks(body, TITLE + SHEET)
    assert list_said(blocks) == WHOLE
    assert not count(blocks, "expand")


def test_what_a_style_sheet_hides_on_small_windows_only_is_read():
    blocks = list_blocks(
        hide("Shippers wanted", "<span class=wide>Shippers wanted</span>"),
        TITLE + "<style>@media (max-width: 600px) { .wide { display: none } }</style>",
    )
    assert list_said(blocks) == WHOLE


def test_marks_of_the_direction_of_writing_are_no_part_of_a_name():
    blocks = list_blocks(hide("Ines Faraday", "\u202aInes\u2069 Faraday\u202c"))
    assert list_said(blocks) == WHOLE


CALLED = [
    "sidebar", "social", "credit", "menu", "related", "share", "comments", "newsletter", "promo", "footer", "caption",
    "cookie", "nav", "breadcrumb",
]  # fmt: skip
FORMS = {
    "one section": "{0}<section class='{name}'>{1}</section>{2}",
    "a box beside the text": "<main>{0}{2}</main><aside class='{name}'>{1}</aside>",
    "a hidden box": "<div>{0}<div hidden class='{name}'>{1}</div>{2}</div>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", CALLED)
def test_sentences_under_a_name_like_the_others_are_read_whatever_their_element_is_called(name, form):
    said = list_said(list_blocks(form.format(*SECTIONS, name=name)))
    assert sorted(said) == sorted(WHOLE)


@pytest.mark.parametrize("name", CALLED)
def test_paragraphs_are_read_whatever_their_class_is_called(name):
    more = f"<p>It is a modest text.</p><p class={name}>And it may well last for a year or two longer.</p>"
    whole = [
        (who, f"{said} It is a modest text. And it may well last for a year or two longer.")
        if who.startswith("Tomas")
        else (who, said)
        for who, said in WHOLE
    ]
    assert list_said(list_blocks(f"{SECTIONS[0]}{SECTIONS[1]}{more}{SECTIONS[2]}")) == whole
    each = "".join(f"<section><h3>{h}</h3><div class={name}><p>{s}</p></div></section>" for h, s in PEOPLE.items())
    assert list_said(list_blocks(each)) == WHOLE


@pytest.mark.parametrize(
    "box",
    [
        "<div class=newsletter><h3>Stay Informed</h3><p>Get our weekly letter on ports and ferries by mail.</p></div>",
        "<section class=promo><p>Our new book on ports is out and can be ordered in our shop.</p></section>",
        "<ul class=share><li><a href=#>Facebook</a></li><li><a href=#>Mail</a></li></ul>",
        "<aside class=authors><h3>Mara Lindqvist</h3><p>Mara Lindqvist is a fellow and writes on ports.</p></aside>",
        "<figure><img src=x><figcaption>The northern quay of the port in May, from the old road.</figcaption></figure>",
    ],
)
def test_what_no_name_stands_over_stays_machinery(box):
    blocks = list_blocks(f"<main>{SECTIONS[0]}{box}{SECTIONS[1]}{SECTIONS[2]}</main>")
    assert list_said(blocks) == WHOLE


COPIES = {
    "each for two widths": "".join(f"<div class=card><div>{s}</div><div class=small>{s}</div></div>" for s in SECTIONS),
    "all in another form": f"<main>{MARKUP}</main><div>"
    + "".join(f"<details><summary>{h}</summary><p>{s}</p></details>" for h, s in PEOPLE.items())
    + "</div>",
    "a carousel that begins again": f"{MARKUP}{SECTIONS[0]}",
    "beside a list of names": "<ul>" + "".join(f"<li>{head}</li>" for head in HEADS) + f"</ul>{MARKUP}{MARKUP}",
}


@pytest.mark.parametrize("body", COPIES.values(), ids=COPIES)
def test_a_second_copy_of_a_statement_is_machinery_and_accounted_for(body):
    blocks = list_blocks(body)
    assert list_said(blocks) == WHOLE
    assert any("repeats what stands elsewhere" in b.reason for b in blocks)
    assert count(blocks, SAID[0]) == 2


def test_of_a_teaser_and_the_whole_the_teaser_is_the_copy():
    more = "<p>The smaller ports will have to wait and see how it all turns out.</p>"
    blocks = list_blocks(f"<div>{SECTIONS[0]}<a href=#>Read on</a></div><main>{SECTIONS[0]}{more}{SECTIONS[1]}</main>")
    assert [who for who, _ in list_said(blocks)] == [who for who, _ in WHOLE[:2]]
    assert list_said(blocks)[0][1].endswith("how it all turns out.")


EXPLAINED = "A quota is the tonnage that a fleet may land within one season."
BOXES = [
    f"<aside><h4>What is a quota?</h4><p>{EXPLAINED}</p></aside>",
    f"<div class=fact-box><h3>The quota in brief</h3><ul><li>{EXPLAINED}</li></ul></div>",
    f"<section class='c-explainer callout'><p><strong>What is a quota?</strong></p><p>{EXPLAINED}</p></section>",
    f"<blockquote><h4>What is a quota?</h4><p>{EXPLAINED}</p></blockquote>",
    f"<details><summary>What is a quota?</summary><p>{EXPLAINED}</p></details>",
]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_amid_a_statement_is_nobodys_and_the_statement_goes_on_behind_it(box):
    more = "They will wait for the autumn"
    blocks = list_blocks(f"<main>{hide(f' {more}', f'</p>{box}<p>{more}')}</main>")
    assert list_said(blocks) == WHOLE
    assert count(blocks, EXPLAINED) == 1


def test_a_box_with_a_name_and_a_position_is_a_statement():
    box = f"<aside class=box><h4>{HEADS[1]}</h4><p>{SAID[1]}</p></aside>"
    assert list_said(list_blocks(f"<main>{SECTIONS[0]}{box}{SECTIONS[2]}</main>")) == WHOLE


SIGNED = [
    "<figure><blockquote><p>{said}</p></blockquote><figcaption>{head}</figcaption></figure>",
    "<figure><blockquote>“{said}”</blockquote><figcaption>— {head}</figcaption></figure>",
    "<blockquote><p>{said}</p><footer>{head}</footer></blockquote>",
]


@pytest.mark.parametrize("form", SIGNED)
def test_a_caption_signs_its_quotation_among_names_above_their_words(form):
    quoted = form.format(head=HEADS[1], said=SAID[1])
    assert list_said(list_blocks(f"<main>{SECTIONS[0]}{quoted}{SECTIONS[2]}</main>")) == WHOLE


def test_a_pull_quote_and_its_caption_are_machinery():
    pulled = (
        "<figure class=pullquote><blockquote>A calendar instead of it.</blockquote>"
        "<figcaption>Ines Faraday</figcaption></figure>"
    )
    body = hide(" My members", f"</p>{pulled.replace('A cal', 'a cal')}<p>My members")
    assert list_said(list_blocks(f"<main>{body}</main>")) == WHOLE


@pytest.mark.parametrize("mark", ["3", "1,2", "2–4", "*", "[4]", "†", "[a]"])
def test_marks_of_notes_behind_a_word_go(mark):
    body = hide("smaller ports", f"smaller<sup>{mark}</sup> ports").replace("victory,", "victory,<sup>b</sup>")
    assert list_said(list_blocks(body)) == WHOLE


def test_powers_and_ordinals_stay():
    powers = "30 km<sup>2</sup>, 10<sup>6</sup> m<sup>3</sup>, 9 feet<sup>2</sup>, the 21<sup>st</sup>, CO<sup>2</sup>"
    assert count(list_blocks(MARKUP + f"<p>It is {powers} in all.</p>"), "30 km2, 106 m3, 9 feet2, the 21st, CO2") == 1


POST = "<blockquote class={}><p>The deal is a gift to nobody.</p>— Port Watch (@pw) <a href=#>June 4</a></blockquote>"
AMID = [
    *(POST.format(name) for name in ("twitter-tweet", "instagram-media", "bluesky-embed", "tiktok-embed")),
    "<p><b>Read more: <a href=#>Why the port waits</a></b></p>",
    "<p><em>Related: <a href=#>Why the port waits</a></em></p>",
]


@pytest.mark.parametrize("amid", AMID)
def test_a_post_or_a_way_to_another_page_amid_a_statement_is_nobodys(amid):
    body = hide(" They will wait", f"</p>{amid}<p>They will wait")
    assert list_said(list_blocks(f"<main>{body}</main>")) == WHOLE


def test_posts_that_are_the_statements_are_read():
    posts = "".join(
        f"<h3>{head}</h3><blockquote class=twitter-tweet><p>{said}</p></blockquote>" for head, said in PEOPLE.items()
    )
    assert list_said(list_blocks(posts)) == WHOLE


def test_elements_of_a_sites_own_making_are_blocks_unless_they_stand_in_a_sentence():
    cards = "".join(
        f"<x-card><x-head>{head}</x-head><x-text>{said}</x-text></x-card>".replace("the ", "<x-term>the</x-term> ")
        for head, said in PEOPLE.items()
    )
    assert list_said(list_blocks(f"<x-main>{cards}</x-main>")) == WHOLE


def test_a_heading_that_names_somebody_below_the_words_and_above_none_signs_them():
    cards = "".join(
        f"<section><h2>View {number}</h2><p>{said}</p></section><article><h3>{name}</h3><p>{post}</p></article>"
        for number, (head, said) in enumerate(PEOPLE.items(), 1)
        for name, _, post in [head.partition(", ")]
    )
    assert list_said(list_blocks(cards)) == WHOLE


def test_what_stands_behind_the_last_of_the_rules_above_every_name_is_no_experts():
    ruled = "<hr>".join([*SECTIONS, "<p>Thanks to all of them. More on Thursday.</p>"])
    assert list_said(list_blocks(f"<p>We asked three people about the deal.</p><hr>{ruled}")) == WHOLE


def test_a_rule_amid_the_last_statement_ends_it_only_where_rules_part_the_others():
    said = list_said(list_blocks("".join(SECTIONS) + "<hr><p>And this is what I would tell them tomorrow.</p>"))
    assert said[-1][1].endswith("what I would tell them tomorrow.")


def test_a_few_words_around_a_field_for_an_address_are_nobodys():
    asks = "<div><p>The Port Letter is for readers.</p><form><input type=email><button>Go</button></form></div>"
    body = hide(" They will wait", f"</p>{asks}<p>They will wait")
    assert list_said(list_blocks(f"<main>{body}</main>")) == WHOLE


def test_a_form_around_a_whole_page_leaves_out_nothing_of_it():
    assert list_said(list_blocks(f"<form><input type=email>{MARKUP}</form>")) == WHOLE


def test_answers_with_the_name_in_brackets_behind_their_number_are_read():
    asked = "".join(
        f"<p><b>Q{n}: What does point {n} of the deal mean?</b></p><p><b>A{n} ({head.split(',')[0]}):</b> {said}</p>"
        for n, (head, said) in enumerate(PEOPLE.items(), 1)
    )
    assert list_said(list_blocks(asked)) == WHOLE


@pytest.mark.parametrize("link", ["Télécharger le PDF (210 Ko)", "The Corridor Deal (PDF, 2.1 MB)", "Dela på Mastodon"])
def test_a_link_to_a_file_with_its_size_or_to_share_a_page_is_machinery(link):
    *_, said, last = split_page(read(save(f"{MARKUP}<p><a href=#>{link}</a></p>")))
    assert last.machinery
    assert not said.machinery


def test_notes_below_a_rule_that_open_with_a_mark_raised_in_the_text_are_nobodys():
    body = hide("smaller ports", "smaller<sup>1</sup> ports").replace("victory,", "victory,<sup>2</sup>")
    notes = "<p><sup>1</sup> Ministry of Ports, Annual Report 2023, p. 4.</p><p><sup>2</sup> The deal, p. 41.</p>"
    blocks = list_blocks(f"<main>{body}<hr>{notes}</main>")
    assert list_said(blocks) == WHOLE
    assert count(blocks, "1 Ministry of Ports") == 1


def test_a_statement_that_opens_with_a_power_or_a_mark_never_raised_before_is_kept():
    said = list_said(list_blocks("<hr>".join(SECTIONS).replace("<p>", "<p><sup>1</sup> ")))
    assert [name for name, _ in said] == [name for name, _ in WHOLE]
    assert all(words.endswith(whole) for (_, words), (_, whole) in zip(said, WHOLE, strict=True))
