"""A page gives the addresses that it names, each once, and keeps back what it asks to keep back."""

import pytest

from archiver.discover.links import MAX_LINKS, find_links
from archiver.document import read_document

URL = "https://www.gazette.example/monde/"


def links(markup, url=URL):
    return find_links(read_document(markup, url=url))


def addresses(markup, url=URL):
    return [link.url for link in links(markup, url)]


def test_links_are_normalised_and_keep_the_order_of_the_page():
    markup = '<a href="/b?utm_source=x#top">B</a> <a href="a">A</a> <a href="https://OTHER.example">O</a>'
    assert addresses(markup) == [
        "https://www.gazette.example/b",
        "https://www.gazette.example/monde/a",
        "https://other.example/",
    ]


def test_a_link_is_told_with_its_text():
    (link,) = links('<a href="/a">  La <b>marée</b>\n monte </a>')
    assert (link.title, link.found_by, link.expected) == ("La marée monte", "link", "page")


def test_an_address_stands_once_with_the_first_text_there_is():
    markup = '<a href="/a"><img src="a.jpg"></a> <a href="/a?fbclid=1">La marée</a> <a href="/a">Lire</a>'
    assert [(link.url, link.title) for link in links(markup)] == [("https://www.gazette.example/a", "La marée")]


def test_the_label_stands_for_a_link_without_text():
    (link,) = links('<a href="/a" aria-label="La marée"><img src="a.jpg"></a>')
    assert link.title == "La marée"


def test_relative_links_follow_the_base_element():
    assert addresses('<base href="https://m.gazette.example/x/"><a href="a">A</a>') == ["https://m.gazette.example/x/a"]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="#top">Top</a>',
        '<a href="">Self</a>',
        '<a href="https://www.gazette.example/monde/#a">Self</a>',
        '<a name="top">Top</a>',
        '<a href="javascript:go()">Go</a>',
        '<a href="mailto:desk@gazette.example">Write</a>',
        '<a href="/photo.jpg">Photo</a>',
        '<a href="/report.pdf?x=1">Report</a>',
        '<a href="http://[broken">Broken</a>',
        '<a rel="nofollow" href="/a">A</a>',
        '<a rel="noopener sponsored" href="/a">A</a>',
        '<a rel="UGC" href="/a">A</a>',
        '<link rel="stylesheet" href="/a">',
        '<link rel="alternate" href="/en/">',
        '<link rel="canonical" href="/a">',
    ],
)
def test_what_leads_to_no_page_or_is_not_to_be_followed_is_left_out(markup):
    assert addresses(f"<p>{markup}</p>") == []


@pytest.mark.parametrize("content", ["nofollow", "noindex, NoFollow", "none"])
def test_a_page_that_says_nofollow_gives_nothing(content):
    assert addresses(f'<meta name="robots" content="{content}"><a href="/a">A</a>') == []


def test_robots_meta_that_allows_links_is_no_obstacle():
    assert addresses('<meta name="robots" content="noindex, follow"><a href="/a">A</a>')


def test_declared_feeds_and_sitemaps_are_expected_as_such():
    markup = (
        '<head><link rel="alternate" type="application/rss+xml; charset=utf-8" title="Gazette" href="/feed/">'
        '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
        '<link rel="sitemap" type="application/xml" href="/sitemap.xml"></head><p>'
    )
    assert [(link.url.rpartition("example")[2], link.expected) for link in links(markup)] == [
        ("/feed/", "feed"),
        ("/atom.xml", "feed"),
        ("/sitemap.xml", "sitemap"),
    ]


@pytest.mark.parametrize(
    ("href", "title"),
    [
        ("/comments/feed/", "Gazette"),
        ("/feed-2/", "Gazette &raquo; La marée Comments Feed"),
        ("/2025/08/la-maree/feed/", "Gazette"),
        ("/tag/maree/feed/", "Gazette"),
    ],
)
def test_feeds_of_comments_of_one_article_and_of_tags_are_left_out(href, title):
    assert addresses(f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}"><p>') == []


def test_links_to_feeds_are_expected_to_be_feeds():
    markup = '<a href="/sport/rss.xml">RSS</a><a href="/tag/x/feed/">RSS</a><a href="/rss">About our feeds</a>'
    assert [(link.url.rpartition("example")[2], link.expected) for link in links(markup)] == [
        ("/sport/rss.xml", "feed"),
        ("/rss", "page"),
    ]


def test_the_next_page_of_a_listing_is_a_link():
    assert addresses('<link rel="next" href="/monde/page/2/"><p>') == ["https://www.gazette.example/monde/page/2/"]


def test_a_page_of_links_without_end_is_cut():
    markup = "".join(f'<a href="/{number}">{number}</a>' for number in range(MAX_LINKS + 10))
    assert len(links(markup)) == MAX_LINKS


def test_a_page_of_unknown_address_gives_its_absolute_links():
    assert addresses('<a href="/a">A</a><a href="https://www.gazette.example/b">B</a>', url=None) == [
        "https://www.gazette.example/b"
    ]


def test_what_a_template_holds_is_no_link():
    markup = '<template><a href="${url}">${title}</a></template><a href="/a">La marée</a>'
    assert addresses(markup) == ["https://www.gazette.example/a"]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" href="/x">',
        '<LINK REL="Alternate" TYPE="Application/Atom+XML; charset=utf-8" HREF="/x">',
        '<link rel="feed" href="/x">',
        '<link rel="home alternate" type="text/xml" href="/x">',
        '<link rel="alternate" type="application/feed+json" href="/x">',
        '<link rel="alternate" type="application/rss" href="/x">',
        '<link rel="alternate" type="application/json" href="/feed.json">',
        '<a href="/?feed=rss2">RSS</a>',
        '<a href="/index.php?format=feed&amp;type=rss">RSS</a>',
    ],
)
def test_a_feed_is_declared_in_many_spellings(link):
    (found,) = find_links(read_document(f"<html><head>{link}</head></html>", url="https://www.gazette.example/home"))
    assert found.expected == "feed"


def test_the_json_of_an_interface_is_no_feed():
    link = '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">'
    assert find_links(read_document(f"<html><head>{link}</head></html>", url="https://www.gazette.example/")) == ()


@pytest.mark.parametrize(
    ("link", "is_next"),
    [
        ('<a rel="next" href="/b">2</a>', True),
        ('<link rel="next" href="/b">', True),
        ('<a href="/b">Older posts</a>', True),
        ('<a class="load-more" href="/b">…</a>', True),
        (f'<a class="load-more {"x" * 1000}" href="/b">…</a>', True),
        ('<a href="/b">B</a><link rel="next" href="/b">', True),
        ('<a href="/b">B</a>', False),
        ('<a rel="next" href="/2025/08/11/the-next-article-of-the-series/">Next</a>', False),
    ],
)
def test_a_link_that_turns_the_page_is_known(link, is_next):
    (found,) = find_links(read_document(f"<html><body>{link}</body></html>", url="https://www.gazette.example/a"))
    assert found.is_next == is_next


def test_the_page_in_another_language_is_named():
    assert addresses('<link rel="alternate" hreflang="en" href="/en/">') == ["https://www.gazette.example/en/"]
