"""The lesser fields of a page."""

import pytest

from archiver.parser.blocks import Role
from archiver.parser.details import read_details
from support.papers import HEADLINE, Paper, read_paper


def details_of(**parts):
    read = read_paper(Paper(**parts))
    return read_details(read.metadata, read.dates.page, read.dates.surroundings.headline)


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def crumbs(*names):
    items = [{"@type": "ListItem", "position": n, "name": name} for n, name in enumerate(names, 1)]
    return {
        "@graph": [
            {"@type": "NewsArticle", "headline": HEADLINE},
            {"@type": "BreadcrumbList", "itemListElement": items},
        ]
    }


def test_a_page_that_declares_nothing_has_its_language_only():
    found = details_of()
    assert (found.canonical_url, found.site_name, found.section, found.tags, found.is_paywalled) == (
        None,
        None,
        None,
        (),
        None,
    )
    assert found.language == "en"
    assert [one.field for one in found.evidence] == ["language"]


def test_the_canonical_address_is_absolute():
    assert (
        details_of(head='<link rel="canonical" href="/news/the-ferry">').canonical_url
        == "https://www.harbour-gazette.example/news/the-ferry"
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"head": meta("og:site_name", "Harbour Gazette")},
        {"json_ld": {"publisher": {"@type": "Organization", "name": "Harbour Gazette"}}},
        {"json_ld": {"@graph": [{"@type": "WebSite", "name": "Harbour Gazette"}]}},
        {
            "head": meta("og:site_name", "https://www.harbour-gazette.example")
            + meta("application-name", "Harbour Gazette")
        },
    ],
)
def test_the_outlet_names_itself(parts):
    assert details_of(**parts).site_name == "Harbour Gazette"


@pytest.mark.parametrize(
    "parts",
    [
        {"json_ld": {"articleSection": ["Transport", "News"]}},
        {"head": meta("article:section", "Transport")},
        {"above": '<a rel="category tag" href="/transport">Transport</a>'},
        {"json_ld": crumbs("Home", "Transport", HEADLINE)},
        {"json_ld": crumbs("Home", "News", "Transport")},
    ],
)
def test_the_section_is_declared_or_shown(parts):
    assert details_of(**parts).section == "Transport"


@pytest.mark.parametrize(
    "parts",
    [
        {"head": meta("article:tag", "Ferry") + meta("article:tag", "Bay")},
        {"json_ld": {"keywords": ["Ferry", "Bay"]}},
        {"json_ld": {"keywords": "Ferry, Bay"}},
        {"head": meta("news_keywords", "Ferry; Bay")},
        {"head": meta("keywords", "Ferry, Bay, ferry")},
        {"head": meta("article:tag", "Ferry,Bay") + meta("keywords", "news, paper")},
        {"after": '<p>Tags: <a rel="tag" href="/tag/ferry">Ferry</a> <a rel="tag" href="/tag/bay">Bay</a></p>'},
        {
            "head": meta("article:tag", "98be933f-38cf-4fba-b6c6-ad438e82010a")
            + meta("article:tag", "Ferry")
            + meta("article:tag", "Bay")
        },
    ],
)
def test_tags_come_once_in_their_order(parts):
    assert details_of(**parts).tags == ("Ferry", "Bay")


def test_tags_of_the_side_column_are_not_the_article_s():
    assert details_of(aside='<a rel="tag" href="/tag/lighthouse">Lighthouse</a>').tags == ()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"json_ld": {"isAccessibleForFree": False}}, True),
        ({"json_ld": {"isAccessibleForFree": "False"}}, True),
        ({"json_ld": {"isAccessibleForFree": "http://schema.org/True"}}, False),
        ({"head": meta("article:content_tier", "locked")}, True),
        ({"head": meta("article:content_tier", "free")}, False),
        ({"head": meta("article:content_tier", "metered")}, None),
        ({"json_ld": {"headline": HEADLINE}}, None),
    ],
)
def test_the_paywall_is_what_the_page_says_of_it(parts, expected):
    assert details_of(**parts).is_paywalled is expected


def test_each_field_says_where_it_came_from():
    evidence = details_of(head=meta("og:site_name", "Harbour Gazette")).evidence
    assert [(e.field, e.value, e.source) for e in evidence] == [
        ("language", "en", "html lang"),
        ("site_name", "Harbour Gazette", "meta og:site_name"),
    ]


def losers_of(field, **parts):
    read = read_paper(Paper(**parts))
    found = read_details(read.metadata, read.dates.page, read.dates.surroundings.headline, explain=True)
    return [(e.source, e.value, e.reason) for e in found.evidence if e.field == field and e.rank]


def test_what_lost_is_told_when_asked():
    head = meta("article:section", "Harbour") + meta("section", "News") + meta("parsely-section", "Harbour")
    assert losers_of("section", head=head) == [
        ("meta parsely-section", "Harbour", "says the same as a stronger source"),
        ("meta section", "News", "a stronger source says otherwise"),
    ]


def test_a_declared_language_loses_to_the_text():
    text = (
        "Le bac qui relie les deux rives de la baie n'a pas pris la mer lundi, et personne sur le quai ne pense. " * 9
    )
    read = read_paper(Paper(above=f"<div>{text}</div>"))
    for item in read.dates.page.segments:
        item.role = Role.BODY if item.text.startswith("Le bac") else Role.UNKNOWN
    winner, loser = read_details(read.metadata, read.dates.page, explain=True).evidence
    assert (winner.value, winner.source, loser.value, loser.source) == ("fr", "text", "en", "html lang")


def test_search_engines_keywords_lose_to_tags():
    head = meta("article:tag", "Ferries") + meta("keywords", "ferry, cheap ferry")
    assert losers_of("tags", head=head) == [
        (
            "meta keywords",
            "ferry, cheap ferry",
            "written for search engines, and the page has tags of its own",
        )
    ]
