"""A headline taken out of the block that it shares with kickers, ranks, hours and summaries."""

import datetime as dt

import pytest

from support.pages import article_of, paragraphs

TITLE = "Village of two bakers ends its long truce"
URL = "/news/two-bakers-end-their-truce"
BAKERS, CLOCKS = (TITLE, URL), ("Why the clocks of Wexmoor disagree", "/opinion/why-our-clocks-all-disagree")
ARTICLE = f"<article><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}</article>"
OTHER = '<div><a href="/opinion/why-our-clocks-all-disagree">Why the clocks of Wexmoor disagree</a></div>'


def teaser_of(inside):
    """The teaser of a card that is one link around this."""
    article = f"<article><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}</article>"
    return article_of(f'{article}<section><div><a href="{URL}">{inside}</a></div>{OTHER}</section>').teasers[0]


@pytest.mark.parametrize(
    "inside",
    [
        "<span>2:14</span><span>{}</span>",
        "<span>1</span><span>{}</span>",
        "<span>1.</span> <span>{}</span>",
        "<time>12:05</time> {}",
        "<span>1</span><span><b>{}</b><small class='m'>The Post</small></span>",
        '{} <span class="new"><span class="blind">NEW</span></span>',
        "<span>12.05 Uhr</span> <span>{}</span>",
        "{}<span>12:05</span>",
        '{} <span class="visually-hidden">opens the story</span>',
        "{} →",
        "• {}",
        "Read also: {}",
        "<b>Read also</b><span>{}</span>",
    ],
    ids=[
        "duration",
        "rank",
        "rank and stop",
        *("hour", "box", "icon", "hour in words", "hour behind", "aloud", "arrow", "bullet", "label", "glued"),
    ],
)
def test_ranks_hours_arrows_and_labels_are_no_part_of_it(inside):
    assert teaser_of(inside.format(TITLE)).title == TITLE


@pytest.mark.parametrize(
    "inside",
    [
        "<span>Bread</span><span>{}</span>",
        '<span class="x1">Bread</span> <span class="x2">{}</span>',
        '<span class="x1">Bread</span> {}',
        "<em>Bread</em><strong>{}</strong>",
        "<span>Bread:</span> {}",
        '<span class="kicker">Bread</span> {}',
    ],
    ids=["glued", "two names", "one name", "emphasis", "colon", "named"],
)
def test_a_few_words_set_apart_before_it_are_the_kicker(inside):
    teaser = teaser_of(inside.format(TITLE))
    assert (teaser.kicker, teaser.title) == ("Bread", TITLE)


@pytest.mark.parametrize(
    "title",
    [
        "Village of <em>two</em> bakers ends its long truce",
        "Village of two bakers ends its long <b>truce</b>",
        "<span>Village</span> of two bakers ends its long truce",
        "<strong>Village of two bakers</strong> ends its long truce",
    ],
)
def test_words_marked_in_a_sentence_stay_in_it(title):
    assert teaser_of(title).title == TITLE


def test_a_box_around_the_link_is_looked_into():
    inside = f'<span class="v">Bread</span><span class="t">{TITLE}</span>'
    card = f'<div><p>Read also</p><a href="{URL}"><img src="/a.jpg">{inside}</a></div>'
    article = f"<article><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}</article>"
    teaser = article_of(f"{article}<section>{card}{OTHER}</section>").teasers[0]
    assert (teaser.kicker, teaser.title) == ("Bread", TITLE)


def test_what_only_readers_aloud_say_is_left_out_however_deep():
    aloud = '<span class="i"><span class="sr-only">For subscribers</span></span>'
    line = f'<span>Lire aussi :</span><span class="d">{aloud} <a href="{URL}">{TITLE}</a></span>'
    article = f"<article><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}<aside>{line}</aside></article>"
    (teaser,) = article_of(article).teasers
    assert (teaser.block_heading, teaser.title) == ("Lire aussi", TITLE)


def test_a_number_in_a_sentence_stays_in_it():
    assert teaser_of("<b>10</b> reasons to buy bread from both").title == "10 reasons to buy bread from both"


def test_a_number_that_counts_the_cards_of_a_block_is_no_part_of_it():
    titles = ("Bakers end their truce", "Library lends an umbrella", "Clocks of Wexmoor disagree")
    links = "".join(
        f'<li><a href="/news/a-story-from-today-{n}"><b>{n}</b> {title}</a></li>' for n, title in enumerate(titles, 1)
    )
    article = f"<article><h1>Ferry returns to Gannet Quay</h1>{paragraphs()}</article>"
    assert [teaser.title for teaser in article_of(f"{article}<ol>{links}</ol>").teasers] == list(titles)


def test_what_follows_it_in_the_same_block_is_the_summary():
    teaser = teaser_of(f'<span class="title">{TITLE}</span> <span class="sub">Nobody knows who began it</span>')
    assert (teaser.title, teaser.excerpt) == (TITLE, "Nobody knows who began it")


def test_a_date_beside_it_is_the_cards_date():
    assert teaser_of(f'<span class="d1">9 July 2025</span><span>{TITLE}</span>').published == dt.date(2025, 7, 9)


def test_a_label_for_what_follows_is_never_the_headline():
    """Even where the label is what is called one."""
    assert teaser_of(f'<span class="box-title">Lire aussi :</span> <span>{TITLE}</span>').title == TITLE


@pytest.mark.parametrize(
    "card",
    [
        '<a href="{url}"><span>Harbour</span> {title}</a>',
        '<a href="{url}">Harbour<br>{title}</a>',
        '<span>Harbour</span> <a href="{url}">{title}</a>',
        'Harbour: <a href="{url}">{title}</a>',
    ],
    ids=["in the link", "a line", "before the link", "before a colon"],
)
def test_a_word_set_apart_before_a_headline_is_its_kicker_under_a_heading_too(card):
    cards = "".join(f"<li>{card.format(url=url, title=title)}</li>" for title, url in (BAKERS, CLOCKS))
    teasers = article_of(f"{ARTICLE}<section><h2>More</h2><ul>{cards}</ul></section>").teasers
    assert [(one.block_heading, one.kicker, one.title) for one in teasers] == [
        ("More", "Harbour", BAKERS[0]),
        ("More", "Harbour", CLOCKS[0]),
    ]


@pytest.mark.parametrize("wrapped", ["Ferries<br>go on strike in the harbour", "<b>Ferry</b> company moves its berth"])
def test_a_headline_that_is_wrapped_or_stressed_has_no_kicker(wrapped):
    cards = f'<li><a href="/news/1234">{wrapped}</a></li><li><a href="{CLOCKS[1]}">{CLOCKS[0]}</a></li>'
    assert article_of(f"{ARTICLE}<ul>{cards}</ul>").teasers[0].kicker is None


@pytest.mark.parametrize("number", ["{n}. ", "{n}) ", "<b>{n}</b> ", "<span>{n}.</span> "])
@pytest.mark.parametrize("is_linked", [True, False])
def test_the_number_of_a_card_in_its_block_is_no_part_of_its_headline(number, is_linked):
    card = '<a href="{url}">{number}{title}</a>' if is_linked else '{number}<a href="{url}">{title}</a>'
    cards = "".join(
        f"<li>{card.format(url=url, title=title, number=number.format(n=n))}</li>"
        for n, (title, url) in enumerate((BAKERS, CLOCKS), 1)
    )
    teasers = article_of(f"{ARTICLE}<ul>{cards}</ul>").teasers
    assert [(one.title, one.kicker, one.block_heading) for one in teasers] == [
        (BAKERS[0], None, None),
        (CLOCKS[0], None, None),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<span>Previous</span> <span>{title}</span>", "<span>Next</span> <span>{title}</span>"),
        ("← Article précédent<br>{title}", "Article suivant →<br>{title}"),
        ("<span>Vorheriger Beitrag:</span> {title}", "<span>Nächster Beitrag:</span> {title}"),
        ("<span>←</span> {title}", "{title} <span>→</span>"),
    ],
    ids=["spans", "lines", "colons", "arrows"],
)
def test_the_words_and_arrows_of_links_to_the_neighbours_are_no_part_of_their_headlines(before, after):
    links = f'<a href="{BAKERS[1]}" rel="prev">{before}</a></div><div><a href="{CLOCKS[1]}" rel="next">{after}</a>'
    nav = f"<nav><div>{links}</div></nav>".replace("{title}", BAKERS[0], 1).replace("{title}", CLOCKS[0], 1)
    teasers = article_of(ARTICLE + nav).teasers
    assert [(one.title, one.kicker, one.block_heading) for one in teasers] == [
        (BAKERS[0], None, None),
        (CLOCKS[0], None, None),
    ]


def test_pieces_beside_the_name_of_an_overlay_link_are_kicker_summary_and_byline():
    summary = "The rope was carried home by those who had promised to mend it"
    pieces = f"<span>Harbour</span> <span>{TITLE}</span> <span>{summary}</span> <span>By Ada Penrose</span>"
    card = f'<div><a href="{URL}" aria-label="{TITLE}"></a>{pieces}</div>'
    teaser = article_of(f"{ARTICLE}<section>{card}{OTHER}</section>").teasers[0]
    assert (teaser.kicker, teaser.title, teaser.excerpt) == ("Harbour", TITLE, summary)
    assert teaser.byline == "By Ada Penrose"
