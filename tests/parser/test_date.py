"""When an article appeared and changed."""

import datetime as dt

import pytest

from archiver import parse
from archiver.parser.date import find_dates
from support.papers import Paper, read_paper

FETCHED = dt.datetime(2025, 8, 14, 10, 0, tzinfo=dt.UTC)
CARDS = """<h2>Most read</h2><ul>
<li><a href="/news/one"><h3>The lighthouse is painted in two colours again</h3></a><time datetime="2025-08-13">13 August 2025</time></li>
<li><a href="/news/two"><h3>The bakery opens at five in the morning now</h3></a><time datetime="2025-08-12">12 August 2025</time></li>
<li><a href="/news/six"><h3>Nobody knows who owns the third of the piers</h3></a><time datetime="2025-08-10">10 August 2025</time></li></ul>"""


def dates_of(paper, **options):
    return find_dates(read_paper(paper, **options).dates)


def published(paper, **options):
    moment = dates_of(paper, **options).published
    return moment and moment.isoformat()


@pytest.mark.parametrize(
    "paper",
    [
        Paper(json_ld={"datePublished": "2025-08-11T14:05:00+02:00"}),
        Paper(head='<meta property="article:published_time" content="2025-08-11T14:05:00+02:00">'),
        Paper(head='<meta name="cXenseParse:recs:publishtime" content="2025-08-11T14:05:00+0200">'),
        Paper(head='<meta itemprop="datePublished" content="2025-08-11T14:05:00+02:00">'),
        Paper(head='<meta name="date" content="2025-08-11T14:05:00+02:00">'),
        Paper(below='<p>Today <time itemprop="datePublished" datetime="2025-08-11T14:05:00+02:00">at noon</time></p>'),
        Paper(below='<p><time datetime="2025-08-11T14:05:00+02:00">11 August 2025</time></p>'),
        Paper(below="<p>11 August 2025, 2.05 pm CEST</p>"),
    ],
)
def test_each_source_gives_the_moment_with_its_offset(paper):
    assert published(paper) == "2025-08-11T14:05:00+02:00"


@pytest.mark.parametrize(
    "paper",
    [
        Paper(below="<p>11/08/2025</p>", language="fr"),
        Paper(below='<div class="date">lundi 11 août 2025 à 14 h 05</div>', language="fr"),
        Paper(above='<span class="meta">11 Août 2025, lun</span>', language="fr"),
        Paper(below="<p>Par Anne Dubois, le 11 août 2025</p>", language="fr"),
        Paper(after="<p>Veröffentlicht am 11.08.2025</p>", language="de"),
        Paper(after="<footer>Erschienen am 11. August 2025</footer>", language="de"),
    ],
)
def test_lines_around_the_text_give_the_day(paper):
    assert published(paper) == "2025-08-11"


def test_the_address_names_the_day_where_nothing_else_does():
    read = read_paper(Paper(head='<link rel="canonical" href="https://www.harbour-gazette.example/2025/08/11/ferry">'))
    assert find_dates(read.dates).published == dt.date(2025, 8, 11)


@pytest.mark.parametrize("place", ["aside", "after"])
def test_dates_of_cards_are_not_the_article_s(place):
    assert published(Paper(**{place: CARDS})) is None


def test_dates_of_comments_are_not_the_article_s():
    assert published(Paper(after='<ol class="comments"><li class="comment">Ann, 12 August 2025</li></ol>')) is None


def test_dates_of_reviews_are_not_the_article_s():
    assert (
        published(Paper(after='<div itemprop="review"><meta itemprop="datePublished" content="2025-08-01"></div>'))
        is None
    )


def test_the_masthead_s_day_is_not_the_article_s():
    html = (
        Paper(below="<p>Read in four minutes</p>")
        .html()
        .replace("Gazette</a></header>", "Gazette</a> Thursday 14 August 2025</header>")
    )
    assert "Thursday 14" in html
    assert parse(html, url="https://www.harbour-gazette.example/").published is None


DECLARED = '<meta property="article:published_time" content="2025-08-11T10:00:00Z">'
CARD = '<a href="/news/one"><h3>The lighthouse is painted in two colours again</h3></a><span>13 August 2025</span>'
FOUR_BLOCKS = "<p>Home</p><p>Sport</p><p>Culture</p><p>Sea</p>"


@pytest.mark.parametrize(
    "paper",
    [
        Paper(head=DECLARED, below=f"<div>{CARD}</div>"),
        Paper(
            head=DECLARED,
            below='<p><a href="/news/one">The lighthouse is painted in two colours</a></p><p>13 August 2025</p>',
        ),
        Paper(head=DECLARED, aside=f"<div>{CARD.replace('13', 'Published: 13')}</div>"),
        Paper(head=DECLARED, below="<p>Concert: 20 August 2025</p>"),
    ],
    ids=["card", "link", "labelled card", "event"],
)
def test_a_day_beside_the_text_does_not_go_before_the_declared_one(paper):
    assert published(paper) == "2025-08-11T10:00:00+00:00"


@pytest.mark.parametrize(
    "paper",
    [
        Paper(above=f"<p>Thursday 14 August 2025</p>{FOUR_BLOCKS}"),
        Paper(above="<nav>Thursday 14 August 2025</nav>"),
        Paper(after=f"<div>{CARD}</div>"),
        Paper(after='<p><a href="/news/one">The lighthouse is painted again (13 August 2025)</a></p>'),
        Paper(after="<h3>2 replies</h3><p>Ann 12 August 2025 at 10:00</p><p>Bo 13 August 2025 at 11:00</p>"),
        Paper(after="<p>Page generated 14 August 2025 10:00</p>"),
        Paper(after="<p>It was closed yesterday.</p>"),
        Paper(below="<p>Passengers were told yesterday to walk</p>"),
    ],
    ids=["masthead", "menu", "lone card", "next article", "replies", "generated", "told", "standfirst"],
)
def test_a_day_that_is_not_the_article_s_is_no_day(paper):
    assert published(paper, fetched_at=FETCHED) is None


def test_todays_date_at_the_article_is_taken():
    paper = Paper(above='<p class="date">14 August 2025</p>')
    assert published(paper, fetched_at=FETCHED) == "2025-08-14"


def test_a_linked_date_is_a_date():
    """Blogs link a post's day to the post."""
    paper = Paper(below='<p>Posted on <a href="/news/ferry">Monday, August 11th, 2025 at 12:00</a></p>')
    assert published(paper) == "2025-08-11"


def test_a_line_names_publication_and_update():
    found = dates_of(
        Paper(below="<p>Publié le 11 août 2025 à 14h05 - Mis à jour le 12 août 2025 à 9h</p>", language="fr")
    )
    assert (found.published, found.modified) == (dt.date(2025, 8, 11), dt.date(2025, 8, 12))


def test_the_update_is_not_taken_for_the_publication():
    paper = Paper(json_ld={"datePublished": "2025-08-11"}, below="<p>Updated 12 August 2025</p>")
    found = dates_of(paper)
    assert (found.published, found.modified) == (dt.date(2025, 8, 11), dt.date(2025, 8, 12))


def test_a_source_with_time_and_zone_refines_a_bare_day():
    paper = Paper(
        json_ld={"datePublished": "2025-08-11"}, head='<meta name="pubdate" content="2025-08-11T14:05:00+02:00">'
    )
    assert published(paper) == "2025-08-11T14:05:00+02:00"


def test_a_declared_instant_is_told_in_the_clock_that_the_page_shows():
    paper = Paper(
        json_ld={"datePublished": "2025-08-11T22:35:00Z"}, below="<p>12. August 2025, 00:35 Uhr</p>", language="de"
    )
    assert published(paper) == "2025-08-12T00:35:00+02:00"


def test_a_clock_without_zone_takes_the_one_of_the_update():
    paper = Paper(json_ld={"datePublished": "2025-08-11 14:05", "dateModified": "2025-08-12T09:00:00+02:00"})
    assert published(paper) == "2025-08-11T14:05:00+02:00"


def test_relative_dates_count_back_from_the_fetching():
    paper = Paper(below='<p class="date">3 hours ago</p>')
    assert published(paper, fetched_at=FETCHED) == "2025-08-14T07:00:00+00:00"
    assert published(paper) is None


def test_dates_after_the_fetching_are_refused():
    assert published(Paper(json_ld={"datePublished": "2026-01-01"}), fetched_at=FETCHED) is None


def test_the_text_of_a_refused_date_does_not_give_another_year():
    below = '<p><time datetime="2026-04-03T10:00:00+02:00">3 April</time></p>'
    assert published(Paper(below=below), fetched_at=FETCHED) is None


def test_an_update_of_a_day_before_the_publication_is_none():
    paper = Paper(json_ld={"datePublished": "2025-08-11", "dateModified": "2024-08-11"})
    assert dates_of(paper).modified is None
    assert losers_of(paper) == [("modified", 1, "2024-08-11", "is of a day before the publication")]


def test_an_update_that_is_early_only_in_another_zone_stays():
    moments = {"datePublished": "2025-08-11T00:30:00+02:00", "dateModified": "2025-08-10T23:00:00Z"}
    assert dates_of(Paper(json_ld=moments)).modified == dt.datetime(2025, 8, 10, 23, tzinfo=dt.UTC)


def test_the_update_in_a_line_of_rights_is_the_site_s():
    found = dates_of(Paper(after="<footer>© 2025 Harbour Gazette, updated 11 August 2025</footer>"))
    assert (found.published, found.modified) == (None, None)


@pytest.mark.parametrize(
    ("language", "host", "expected"),
    [
        ("en", "com", "2025-03-04"),
        ("en-GB", "com", "2025-04-03"),
        ("en", "co.uk", "2025-04-03"),
        ("en", "io", "2025-03-04"),
    ],
)
def test_language_and_country_settle_which_number_is_the_day(language, host, expected):
    html = Paper(below="<p>Posted 03/04/2025</p>", language=language).html()
    assert parse(html, url=f"https://www.harbour.{host}/ferry").published.isoformat() == expected


def test_the_winner_says_where_it_came_from():
    evidence = dates_of(Paper(json_ld={"datePublished": "2025-08-11"})).evidence
    assert [(e.field, e.value, e.raw, e.source, e.rule) for e in evidence] == [
        ("published", "2025-08-11", "2025-08-11", "json-ld datePublished", "the bare day")
    ]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("og:release_date", "published"),
        ("ya:ovs:upload_date", "published"),
        ("publication-date-time", "published"),
        ("createDate", "published"),
        ("bt:modDate", "modified"),
        ("dateUpdated", "modified"),
    ],
)
def test_names_of_meta_tags_tell_what_their_day_is(name, field):
    evidence = dates_of(Paper(head=f'<meta name="{name}" content="2025-08-11">')).evidence
    assert (field, f"meta {name.lower()}") in [(e.field, e.source) for e in evidence]


def test_a_label_may_stand_in_the_block_before_its_day():
    paper = Paper(
        below="<dl><dt>Last updated</dt><dd>12 August 2025</dd><dt>Published:</dt><dd>11 August 2025</dd></dl>"
    )
    found = dates_of(paper)
    assert (found.published, found.modified) == (dt.date(2025, 8, 11), dt.date(2025, 8, 12))


def test_the_day_alone_below_the_headline_goes_before_a_declared_one():
    """Moved and rebuilt pages declare the day of that, and show the day of the text."""
    paper = Paper(json_ld={"datePublished": "2025-08-11T10:00:00Z"}, below="<p>4 March 2019</p>")
    assert published(paper) == "2019-03-04"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("2019/03/04/ferry", "2019-03-04"),
        ("2025/08/01/ferry", "2025-08-11"),
        ("1945/05/08/the-ferry-in-the-war", "2025-08-11"),
        ("2027/03/04/ferry", "2025-08-11"),
    ],
    ids=["long before", "some days before", "before the web", "later"],
)
def test_an_address_made_long_before_the_declared_day_keeps_the_first(address, expected):
    head = f'<link rel="canonical" href="https://www.harbour-gazette.example/{address}">'
    assert published(Paper(head=head, json_ld={"datePublished": "2025-08-11"})) == expected


@pytest.mark.parametrize(
    ("declared", "below"),
    [
        ({"dateModified": "2025-08-14"}, "14 August 2025"),
        ({}, "Updated 14 August 2025"),
        ({}, "Concert: 14 August 2025"),
        ({}, "12 August 2025"),
    ],
    ids=["the update", "named as the update", "something else", "the same day elsewhere"],
)
def test_no_other_line_goes_before_a_declared_day(declared, below):
    paper = Paper(json_ld={"datePublished": "2025-08-11T22:00:00Z", **declared}, below=f"<p>{below}</p>")
    assert published(paper).startswith(("2025-08-11T22:00", "2025-08-12T00:00:00+02:00"))


def test_what_a_page_holds_is_told_without_control_characters():
    evidence = dates_of(Paper(below="<p><time>11 August\x1f2025</time></p>")).evidence
    assert [e.raw for e in evidence] == ["11 August 2025"]


def test_a_page_without_a_date_has_none():
    found = dates_of(Paper())
    assert (found.published, found.modified, found.evidence) == (None, None, ())


def losers_of(paper, **options):
    evidence = find_dates(read_paper(paper, **options).dates, explain=True).evidence
    return [(e.field, e.rank, e.value, e.reason) for e in evidence if e.rank]


def test_what_lost_is_told_only_when_asked_for():
    paper = Paper(json_ld={"datePublished": "2025-08-11"}, below="<p>The quay was shut on 9 August 2025</p>")
    assert [e.rank for e in dates_of(paper).evidence] == [0]
    assert losers_of(paper) == [("published", 1, "2025-08-09", "names another day than a stronger source")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("2025-08-11", "has no time of day"),
        ("2025-08-11 14:05", "has no zone"),
        ("2025-08-11T14:06:00Z", "says no more than a stronger source"),
    ],
)
def test_a_loser_of_the_same_day_says_what_it_lacks(content, reason):
    paper = Paper(
        json_ld={"datePublished": "2025-08-11T14:05:00+02:00"}, head=f'<meta name="date" content="{content}">'
    )
    assert [loser[3] for loser in losers_of(paper)] == [reason]


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        (
            Paper(json_ld={"datePublished": "2025-08-10"}, below="<p>Updated 11 August 2025</p>"),
            "is named as the update",
        ),
        (Paper(json_ld={"datePublished": "2026-01-01"}), "is after the page was fetched"),
        (Paper(aside=CARDS), "stands in a card"),
        (Paper(after='<ol class="comments"><li><time>12 August 2025</time></li></ol>'), "stands among comments"),
    ],
)
def test_a_day_that_was_not_taken_says_why(paper, reason):
    assert reason in [loser[3] for loser in losers_of(paper, fetched_at=FETCHED)]


def test_losers_are_numbered_from_one_in_each_field():
    paper = Paper(
        json_ld={"datePublished": "2025-08-11", "dateModified": "2025-08-12"},
        head='<meta name="date" content="2025-08-01"><meta name="lastmod" content="2025-08-02">',
        aside=CARDS,
    )
    ranks = [(field, rank) for field, rank, *_ in losers_of(paper)]
    assert ranks == [("published", 1), ("modified", 1), ("published", 2), ("published", 3), ("published", 4)]
