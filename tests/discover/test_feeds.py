"""Feeds of every make give their pages; what is no feed says so."""

import datetime as dt
import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.discover.feeds import MAX_ITEMS, Feed, read_feed
from archiver.errors import DocumentError
from archiver.model import ListNote

URL = "https://www.gazette.example/feed/"
PARIS = dt.timezone(dt.timedelta(hours=2))


def rss(items, channel="<title>Gazette</title><link>https://www.gazette.example/</link>"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{channel}{items}</channel></rss>'.encode()
    )


def addresses(feed):
    return [item.url for item in feed.items]


def test_rss_gives_address_title_and_moment():
    feed = read_feed(
        rss(
            "<item><title>Une rentrée sous la pluie</title><link>https://www.gazette.example/2025/une/?utm_source=rss</link>"
            "<pubDate>Mon, 11 Aug 2025 14:05:00 +0200</pubDate></item>"
        ),
        URL,
    )
    (item,) = feed.items
    assert feed.title == "Gazette"
    assert item.url == "https://www.gazette.example/2025/une/"
    assert item.title == "Une rentrée sous la pluie"
    assert item.published == dt.datetime(2025, 8, 11, 14, 5, tzinfo=PARIS)
    assert item.found_by == "feed"


def test_atom_takes_the_alternate_link_and_both_moments():
    feed = read_feed(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><link rel="self" href="/atom.xml"/>
        <entry><title type="html">The &lt;em&gt;tide&lt;/em&gt; &amp;amp; I</title>
        <link rel="enclosure" href="/tide.mp3"/><link rel="replies" href="/tide/comments"/>
        <link rel="alternate" type="text/html" href="/tide"/>
        <published>2025-08-11T12:05:00Z</published><updated>2025-08-12T08:00:00Z</updated></entry></feed>""",
        URL,
    )
    (item,) = feed.items
    assert item.url == "https://www.gazette.example/tide"
    assert item.title == "The tide & I"
    assert item.published == dt.datetime(2025, 8, 11, 12, 5, tzinfo=dt.UTC)
    assert item.modified == dt.datetime(2025, 8, 12, 8, 0, tzinfo=dt.UTC)


def test_rdf_of_rss_1_is_read():
    feed = read_feed(
        b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Gazette</title></channel>
        <item rdf:about="https://www.gazette.example/a"><title>A</title><dc:date>2025-08-11</dc:date></item></rdf:RDF>""",
        URL,
    )
    assert addresses(feed) == ["https://www.gazette.example/a"]
    assert feed.items[0].published == dt.date(2025, 8, 11)


@pytest.mark.parametrize(
    "link",
    [
        "<link>/une</link>",
        "<link>\n  https://www.gazette.example/une#comments\n</link>",
        "<link><![CDATA[https://www.gazette.example/une]]></link>",
        "<guid>https://www.gazette.example/une</guid>",
        '<link/><guid isPermaLink="true">https://www.gazette.example/une</guid>',
        '<atom:link href="https://www.gazette.example/une"/>',
        "<feedburner:origLink>https://www.gazette.example/une</feedburner:origLink><link>https://proxy.example/x</link>",
        '<g:link xmlns:g="urn:other">https://www.gazette.example/une</g:link>',
        '<link xml:base="https://www.gazette.example/dir/">../une</link>',
    ],
)
def test_the_address_is_found_wherever_it_stands(link):
    content = rss(f"<item>{link}</item>")
    if "xml:base" in link:
        content = rss(f'<item xml:base="https://www.gazette.example/dir/">{link}</item>')
    assert addresses(read_feed(content, URL)) == ["https://www.gazette.example/une"]


def test_relative_links_of_a_feed_on_another_host_belong_to_its_channel():
    assert addresses(read_feed(rss("<item><link>/une</link></item>"), "https://feeds.proxy.example/g")) == [
        "https://www.gazette.example/une"
    ]


def test_items_without_a_page_of_their_own_are_left_out():
    items = (
        "<item><title>No link</title></item>"
        '<item><guid isPermaLink="false">https://www.gazette.example/id</guid></item>'
        "<item><link>https://www.gazette.example/</link></item>"
        "<item><link>https://www.gazette.example/sound.mp3</link></item>"
        "<item><link>mailto:desk@gazette.example</link></item>"
    )
    assert read_feed(rss(items), URL).items == ()


def test_an_address_stands_once():
    items = "<item><link>/une</link></item><item><link>/une?utm_medium=feed#x</link></item>"
    assert addresses(read_feed(rss(items), URL)) == ["https://www.gazette.example/une"]


def test_titles_are_freed_of_escaped_html():
    items = "<item><title>&lt;b&gt;L&amp;#39;été&lt;/b&gt; &amp;amp; nous</title><link>/une</link></item>"
    assert read_feed(rss(items), URL).items[0].title == "L'été & nous"


BROKEN = {
    "white space and a mark first": b"\xef\xbb\xbf \n\n"
    + rss("<item><title>\u00c9t\u00e9</title><link>/une</link></item>"),
    "a warning of PHP first": b"<br />\n<b>Warning</b>: x in <b>y.php</b>\n"
    + rss("<item><title>Été</title><link>/une</link></item>"),
    "entities of HTML": rss("<item><title>&Eacute;t&eacute;</title><link>/une</link></item>"),
    "bare ampersands": rss("<item><title>Été</title><link>/une?utm_source=a&utm_medium=b</link></item>"),
    "no end": rss("<item><title>Été</title><link>/une</link></item><item><title>Hal")[:-20],
    "an unclosed tag": rss("<item><title>Été</title><link>/une</link><category></item>"),
    "an unclosed item": rss("<item><title>Été</title><link>/une</link><item><title>No address</title></item>"),
    "control characters": rss("<item><title>É\x08t\x1fé</title><link>/une</link></item>"),
    "an undeclared prefix": rss("<item><title>Été</title><link>/une</link><media:x>y</media:x></item>"),
    "windows-1252 that says UTF-8": rss("<item><title>Été</title><link>/une</link></item>").decode().encode("cp1252"),
    "UTF-8 that says Latin 1": rss("<item><title>Été</title><link>/une</link></item>").replace(b"UTF-8", b"ISO-8859-1"),
    "an encoding nobody knows": rss("<item><title>Été</title><link>/une</link></item>").replace(b"UTF-8", b"x-klingon"),
    "UTF-16": rss("<item><title>Été</title><link>/une</link></item>").decode().encode("utf-16"),
    "UTF-16 without a mark": rss("<item><title>Été</title><link>/une</link></item>").decode().encode("utf-16-le"),
    "gzip that nobody declared": gzip.compress(rss("<item><title>Été</title><link>/une</link></item>")),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_feed_is_read_as_far_as_it_goes(content):
    feed = read_feed(content, URL)
    assert [(item.url, item.title) for item in feed.items] == [("https://www.gazette.example/une", "Été")]


def test_declared_encodings_are_believed_when_the_bytes_are_not_utf8():
    content = rss("<item><title>Новости</title><link>/une</link></item>").decode().replace("UTF-8", "windows-1251")
    assert read_feed(content.encode("cp1251"), URL).items[0].title == "Новости"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "<html>"),
        (b"<urlset></urlset>", "<urlset>"),
        (b"", "none"),
        (b"%PDF-1.7", "none"),
        (b"<opml></opml>", "none"),
    ],
)
def test_what_is_no_feed_raises_and_names_what_it_found(content, found):
    with pytest.raises(DocumentError, match=f"this is no feed .* found {found}"):
        read_feed(content, URL)


def test_a_bomb_of_entities_is_not_expanded():
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = f"<!DOCTYPE rss [{entities}]>".encode() + rss("<item><title>&i;</title><link>/une</link></item>")
    assert read_feed(bomb, URL).items[0].title == "&i;"


def test_external_entities_are_not_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    content = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    content += rss("<item><title>&x;</title><link>/une</link></item>")
    assert read_feed(content, URL).items[0].title == "&x;"


def test_depth_without_end_ends():
    assert read_feed(rss("<item><link>/une</link></item>" + "<x>" * 200_000), URL).items


@given(st.binary(max_size=300) | st.text(alphabet="<>/&;rsfedtimlnk \"'=![]CDATA", max_size=200).map(str.encode))
def test_any_bytes_are_a_feed_or_an_error(content):
    for prefix in (b"", b"<rss>", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>"):
        try:
            assert isinstance(read_feed(prefix + content, URL), Feed)
        except DocumentError:
            continue


OLD_RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>G</title><link>https://www.gazette.example/</link></channel>
<item><title>T</title><link>https://www.gazette.example/une</link></item></rdf:RDF>"""
OLD_ATOM = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>G</title><entry><title>T</title>
<link rel="alternate" type="text/html" href="https://www.gazette.example/une"/><issued>2025-08-11T12:05:00Z</issued></entry></feed>"""
DTD_RSS = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>G</title>
<item><title>T</title><link>https://www.gazette.example/une</link></item></channel></rss>"""


@pytest.mark.parametrize(
    "content",
    [
        OLD_RDF,
        DTD_RSS,
        DTD_RSS.replace("0.91", "0.92").replace("<item>", "<item><source url='x'>y</source>"),
        OLD_ATOM,
    ],
    ids=["RSS 0.90", "RSS 0.91", "RSS 0.92", "Atom 0.3"],
)
def test_old_makes_are_read(content):
    feed = read_feed(content.encode(), URL)
    assert (addresses(feed), feed.items[0].title) == (["https://www.gazette.example/une"], "T")


def older(content, url=URL):
    found = read_feed(content, url).older
    return None if found is None else (found.url, found.expected, found.is_next)


ITEM = "<item><link>/une</link></item>"


@pytest.mark.parametrize(
    ("channel", "url", "expected"),
    [
        ('<atom:link rel="next" href="/feed/2"/>', URL, "https://www.gazette.example/feed/2"),
        (
            '<a:link rel="next" href="/n"/><a:link rel="prev-archive" href="/old"/>',
            URL,
            "https://www.gazette.example/old",
        ),
        ('<atom:link rel="previous" href="/feed/0"/>', URL, None),
        ('<atom:link rel="next" href="/feed/"/>', URL, None),
        ("<generator>https://wordpress.org/?v=6.6</generator>", URL, URL + "?paged=2"),
        ("<generator>Another</generator>", URL, None),
        ("", URL + "?paged=7", URL + "?paged=8"),
    ],
)
def test_the_document_that_goes_on_with_a_feed_is_named(channel, url, expected):
    assert older(rss(ITEM, channel), url) == (None if expected is None else (expected, "feed", True))


def test_a_numbered_feed_ends_where_it_names_nothing():
    assert older(rss("", "<generator>https://wordpress.org/</generator>"), URL + "?paged=9") is None


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (rss(ITEM), None),
        (rss(ITEM) + b"\n<!-- cached -->\n", None),
        (rss(ITEM)[:-8], ListNote.BROKEN_OFF),
        (gzip.compress(rss(ITEM + " " * 999))[:-9], ListNote.BROKEN_OFF),
        (OLD_RDF[:-10].encode(), ListNote.BROKEN_OFF),
    ],
)
def test_a_feed_that_breaks_off_says_so(content, note):
    feed = read_feed(content, URL)
    assert (addresses(feed), feed.note) == (["https://www.gazette.example/une"], note)


def test_a_reference_that_nobody_knows_leaves_no_address():
    assert addresses(read_feed(rss("<item><link>/a&amp;amp;b</link></item><item><link>/&x;</link></item>"), URL)) == [
        "https://www.gazette.example/a&b"
    ]


@pytest.mark.parametrize(
    "content",
    [
        rss("<item><description><p>a<br>b<img src=x></description><link>/une</link></item>"),
        rss("<item><title>T</title><link>/une</link></item>").replace(b'"2.0"', b"2.0"),
        rss("<item><br><link href=/une></item>"),
    ],
    ids=["HTML that is not escaped", "a root without quotes", "an item that is not closed in itself"],
)
def test_where_the_tree_has_no_items_their_tags_tell(content):
    assert addresses(read_feed(content, URL)) == ["https://www.gazette.example/une"]


@pytest.mark.parametrize(
    "piece", [b"<item/>", b"<a/>", b"&a;", b"<item x='", b"<item>", b"<!-- ", b"<item><link>/a</link></item>"]
)
def test_a_large_file_of_one_thing_costs_a_bounded_amount_of_memory(piece):
    tracemalloc.start()
    read_feed(b"<rss><channel>" + piece * (4_000_000 // len(piece)) + b"</channel></rss>", URL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 80_000_000


def test_a_feed_of_more_items_than_it_may_have_says_so():
    content = rss("".join(f"<item><link>/{number}</link></item>" for number in range(MAX_ITEMS + 1)))
    feed = read_feed(content, URL)
    assert (len(feed.items), feed.note) == (MAX_ITEMS, ListNote.TOO_MANY_ADDRESSES)


@pytest.mark.parametrize("tag", ["<br>", "<b>", "<p>one<p>", "<img src='/a.jpg'>"])
@pytest.mark.parametrize("name", ["title", "description"])
@pytest.mark.parametrize("link", ["<link>/a/{}</link>", "<guid>https://www.gazette.example/a/{}</guid>"])
@pytest.mark.parametrize("broken", [{0}, {19}, set(range(400))])
def test_a_tag_that_nobody_closes_hides_no_item(tag, name, link, broken):
    count = max(20, len(broken))
    items = "".join(
        f"<item><{name}>A{n}{tag if n in broken else ''}</{name}>{link.format(n)}</item>" for n in range(count)
    )
    feed = read_feed(f"<rss><channel><title>x</title>{items}</channel></rss>".encode(), URL)
    assert {item.url for item in feed.items} == {f"https://www.gazette.example/a/{n}" for n in range(count)}
