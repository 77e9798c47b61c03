"""Where a date is looked for when no better source has one."""

import datetime as dt

import pytest

from archiver.parser.date import find_dates
from support.papers import PARAGRAPHS, Paper, read_paper

DAY = dt.date(2025, 8, 11)
CARD = '<li><a href="/news/{0}"><h3>The {0} of the harbour is painted again</h3></a><span class="date" {1}></span></li>'
#: what stands behind so many lines is no longer near the text
MANY_LINES = "<p>To the piers</p>" * 20
MORE_TEXT = "".join(f"<p>{PARAGRAPHS[0]} {word.title()} agreed.</p>" for word in ["ann", "ben", "cleo", "dan", "eve"])


def winner(paper, **options):
    found = find_dates(read_paper(paper, **options).dates)
    return found.published, next((e.source for e in found.evidence if e.field == "published"), None)


@pytest.mark.parametrize(
    ("paper", "source"),
    [
        (
            Paper(
                head='<script type="application/ld+json">{"@type": "Dataset", "datePublished": "2025-08-11"}</script>'
            ),
            "json-ld datePublished",
        ),
        (
            Paper(head='<script type="application/ld+json">{"a": "b" "datePublished": "2025-08-11"</script>'),
            "json-ld datePublished",
        ),
        (
            Paper(
                head='<script type="application/ld+json">{&quot;datePublished&quot;: &quot;2025-08-11&quot;}</script>'
            ),
            "json-ld datePublished",
        ),
        (Paper(aside=MANY_LINES + "<p>Published: 11 August 2025</p>"), "labelled"),
        (Paper(below="<p>12 pages</p><p>Harbour, 11 August 2025. " + PARAGRAPHS[0] + "</p>"), "first words"),
        (Paper(below='<p><abbr class="published" title="2025-08-11">last Monday</abbr></p>'), "attribute of abbr"),
        (
            Paper(
                below='<abbr class="published" title="2025-08-11">Monday</abbr>'
                '<abbr class="updated" title="2025-08-12">Tuesday</abbr>'
            ),
            "attribute of abbr",
        ),
        (
            Paper(below='<span property="schema:datePublished" content="2025-08-11">last Monday</span>'),
            "attribute of span",
        ),
        (Paper(below='<p><span data-timestamp="1754920800">a while ago</span></p>'), "attribute of span"),
        (Paper(aside="<p>Harbour, 11 August 2025</p>"), "the only day"),
        (
            Paper(head='<meta property="og:image" content="https://img.harbour.example/2025/08/11/ferry.jpg">'),
            "address of og:image",
        ),
        (Paper(json_ld={"dateModified": "2025-08-11"}), "json-ld dateModified"),
    ],
)
def test_each_last_resort_gives_the_day(paper, source):
    moment, won = winner(paper)
    assert (moment.date() if isinstance(moment, dt.datetime) else moment, won) == (DAY, source)


@pytest.mark.parametrize(
    "paper",
    [
        Paper(aside="<ul>" + "".join(CARD.format(n, f'title="2025-08-{n}"') for n in (11, 12, 13)) + "</ul>"),
        Paper(aside="<p>Open from 11 August 2025</p><p>Closed on 12 August 2025</p>"),
        Paper(below='<p><span data-time="2025-08-11"></span><span data-time="2025-08-12"></span></p>'),
        Paper(after=MORE_TEXT + f"<p>{PARAGRAPHS[1]} So it was on 11 August 2025.</p>"),
        Paper(after='<div class="comments"><p>Ann, 11 August 2025</p></div>'),
        Paper(after='<div class="related"><p>Published: 11 August 2025</p></div>'),
        Paper(after="<footer>© 2025 Harbour Gazette</footer>"),
        Paper(head='<meta property="og:image" content="https://img.harbour.example/2025/08/ferry.jpg">'),
        Paper(head='<script>var state = {"datePublished": "2025-08-11"}</script>'),
        Paper(head="<!-- cached 2025-08-11 14:05 -->"),
    ],
    ids=["cards", "two days", "two attributes", "prose", "comment", "related", "copyright", "month", "script", "cache"],
)
def test_what_may_mean_anything_gives_no_day(paper):
    assert winner(paper) == (None, None)


def test_a_better_source_keeps_the_last_resorts_out():
    paper = Paper(below="<p>12 August 2025</p>", aside="<p>Harbour, 11 August 2025</p>")
    assert winner(paper)[0] == dt.date(2025, 8, 12)


def test_a_last_resort_names_no_day_after_the_fetching():
    fetched_at = dt.datetime(2025, 8, 1, tzinfo=dt.UTC)
    assert winner(Paper(aside="<p>Harbour, 11 August 2025</p>"), fetched_at=fetched_at) == (None, None)
