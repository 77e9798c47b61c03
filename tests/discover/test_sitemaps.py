"""Sitemaps give their addresses, whole or broken, and never more than a crawl can bear."""

import datetime as dt
import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.discover.markup import MAX_BYTES
from archiver.discover.sitemaps import MAX_ADDRESSES, Sitemap, read_sitemap, sitemaps_in_robots
from archiver.errors import DocumentError
from archiver.model import Alternate, ListNote

URL = "https://www.gazette.example/sitemap.xml"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(entries):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMESPACE}>{entries}</urlset>'.encode()


def entry(path, more=""):
    return f"<url><loc>https://www.gazette.example{path}</loc>{more}</url>"


def paths(sitemap):
    return [one.url.removeprefix("https://www.gazette.example") for one in sitemap.found]


def test_a_plain_sitemap_gives_addresses_with_the_moment_of_their_last_change():
    (found,) = read_sitemap(urlset(entry("/a", "<lastmod>2025-08-11T14:05:00+02:00</lastmod>")), URL).found
    moment = dt.datetime(2025, 8, 11, 12, 5, tzinfo=dt.UTC)
    assert (found.url, found.found_by, found.expected) == ("https://www.gazette.example/a", "sitemap", "page")
    assert (found.published, found.modified) == (None, moment)


def test_the_parts_of_an_index_are_sitemaps_themselves():
    content = f"<sitemapindex {NAMESPACE}><sitemap><loc>/part-1.xml.gz</loc><lastmod>2025-08-11</lastmod></sitemap></sitemapindex>"
    (found,) = read_sitemap(content.encode(), URL).found
    assert (found.url, found.expected) == ("https://www.gazette.example/part-1.xml.gz", "sitemap")
    assert found.modified == dt.date(2025, 8, 11)


def test_a_news_sitemap_gives_title_and_publication():
    news = (
        '<news:news xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><news:publication><news:name>Gazette'
        "</news:name></news:publication><news:publication_date>2025-08-11T12:05:00Z</news:publication_date>"
        "<news:title>La marée &amp; nous</news:title></news:news>"
    )
    (found,) = read_sitemap(urlset(entry("/a", f"<lastmod>2025-08-12</lastmod>{news}")), URL).found
    assert (found.found_by, found.title) == ("news-sitemap", "La marée & nous")
    assert found.published == dt.datetime(2025, 8, 11, 12, 5, tzinfo=dt.UTC)
    assert found.modified == dt.date(2025, 8, 12)


def test_addresses_of_pictures_are_not_pages():
    picture = '<image:image xmlns:image="urn:i"><image:loc>/a.jpg</image:loc><image:title>T</image:title></image:image>'
    found = read_sitemap(urlset(f"<url>{picture}<loc>/a</loc></url>" + entry("/report.pdf")), URL)
    assert paths(found) == ["/a"]
    assert found.found[0].title is None


def test_prefixes_may_be_any_and_undeclared():
    content = b"<s:urlset><s:url><s:loc>/a</s:loc><n:news><n:title>T</n:title></n:news></s:url></s:urlset>"
    (found,) = read_sitemap(content, URL).found
    assert (found.url, found.title) == ("https://www.gazette.example/a", "T")


def test_gzip_is_inflated_and_several_members_are_one_file():
    content = urlset(entry("/a") + entry("/b"))
    assert paths(read_sitemap(gzip.compress(content), URL + ".gz")) == ["/a", "/b"]
    assert paths(read_sitemap(gzip.compress(content[:100]) + gzip.compress(content[100:]), URL)) == ["/a", "/b"]


def test_a_text_sitemap_is_one_address_on_each_line():
    text = "\ufeffhttps://www.gazette.example/a\r\n\r\n https://www.gazette.example/été \nnot an address\n"
    assert paths(read_sitemap(text.encode(), URL)) == ["/a", "/%C3%A9t%C3%A9"]


BROKEN = {
    "no end": urlset(entry("/a") + "<url><loc>https://www.gazette.example/half-an-addr")[: -len("</urlset>")],
    "no end in the root": urlset(entry("/a"))[: -len("</urlset>")],
    "white space first": b"\n\n  " + urlset(entry("/a")),
    "bare ampersands": urlset(entry("/a?utm_source=x&fbclid=2")),
    "CDATA": urlset("<url><loc><![CDATA[ https://www.gazette.example/a?fbclid=1&utm_id=2 ]]></loc></url>"),
    "an entry without an address": urlset("<url><lastmod>2025-08-11</lastmod></url><url><loc/></url>" + entry("/a")),
    "an address that is none": urlset("<url><loc>javascript:x</loc></url><url><loc>http://[</loc></url>" + entry("/a")),
    "the same address twice": urlset(entry("/a") + entry("/a#top")),
    "a moment that is none": urlset(entry("/a", "<lastmod>yesterday, about noon 99</lastmod>")),
    "capitals": urlset(entry("/a")).replace(b"loc>", b"LOC>").replace(b"url>", b"URL>"),
    "itself": urlset(entry("/a") + entry("/sitemap.xml")),
    "Latin 1": urlset("<!-- été -->" + entry("/a")).decode().encode("latin-1"),
    "a cut gzip": gzip.compress(urlset(entry("/a") + "<!--" + "x" * 3000 + "-->"))[:-10],
    "a root whose quotes do not close": urlset(entry("/a"))
    .replace(NAMESPACE.encode(), b'xmlns:x="')
    .replace(b'"UTF-8"', b""),
    "an unclosed element": urlset(entry("/a", "<priority>")),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_sitemap_is_read_as_far_as_it_goes(content):
    assert paths(read_sitemap(content, URL)) == ["/a"]


def test_an_entry_that_is_not_closed_keeps_its_address():
    assert set(paths(read_sitemap(urlset(entry("/a")[: -len("</url>")] + entry("/b")), URL))) == {"/a", "/b"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html><html></html>", "found <html>"),
        (b"<rss></rss>", "found <rss>"),
        (b"<kml></kml>", "found none"),
        (b"", "one address on each line"),
        (b"\x00\x01\x02", "one address on each line"),
        (b"\x1f\x8b\x08broken", "one address on each line"),
        (b"Not found", "one address on each line"),
    ],
)
def test_what_is_no_sitemap_raises(content, message):
    with pytest.raises(DocumentError, match=f"this is no sitemap .*{message}"):
        read_sitemap(content, URL)


def test_no_more_than_the_protocol_allows_is_read():
    content = urlset("".join(f"<url><loc>/{number}</loc></url>" for number in range(100_000)))
    tracemalloc.start()
    found = read_sitemap(content, URL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.found) == MAX_ADDRESSES
    assert found.note == ListNote.TOO_MANY_ADDRESSES
    assert peak < 60_000_000


def test_a_bomb_of_gzip_is_inflated_no_further_than_the_limit():
    bomb = gzip.compress(b"<urlset>" + b" " * (4 * MAX_BYTES), 9)
    tracemalloc.start()
    assert read_sitemap(bomb, URL) == Sitemap(found=(), note=ListNote.TOO_LARGE_LIST)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * MAX_BYTES


def test_a_bomb_of_entities_is_not_expanded():
    entities = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    content = f"<!DOCTYPE urlset [{entities}]>".encode() + urlset(entry("/&c;"))
    assert paths(read_sitemap(content, URL)) == []


def test_robots_names_sitemaps_in_any_case_and_relative_too():
    robots = (
        "User-agent: *\nDisallow: /x\nSitemap: https://www.gazette.example/a.xml\n"
        "sitemap:/b.xml # ours\n SITEMAP : https://www.gazette.example/a.xml\nSitemap:\n# Sitemap: /c.xml\nSitemap: ftp://x/y"
    )
    assert sitemaps_in_robots(robots, "https://www.gazette.example/robots.txt") == (
        "https://www.gazette.example/a.xml",
        "https://www.gazette.example/b.xml",
    )


@given(st.binary(max_size=300) | st.text(alphabet="<>/&;urlsetocimap \"'=![]CDATA", max_size=200).map(str.encode))
def test_any_bytes_are_a_sitemap_or_an_error(content):
    for prefix in (b"", b"<urlset>", b"<sitemapindex><sitemap><loc>/a", b"\x1f\x8b"):
        try:
            assert isinstance(read_sitemap(prefix + content, URL), Sitemap)
        except DocumentError:
            continue


def test_news_tell_their_language():
    news = "<n:news xmlns:n='urn:n'><n:publication><n:language>fr</n:language></n:publication><n:title>T</n:title></n:news>"
    (found,) = read_sitemap(urlset(entry("/a", news)), URL).found
    assert found.language == "fr"


def test_other_languages_are_noted_and_found():
    links = (
        '<xhtml:link xmlns:xhtml="http://www.w3.org/1999/xhtml" rel="alternate" hreflang="fr" href="/fr/a"/>'
        '<x:link rel="alternate" hreflang="x-default" href="https://www.gazette.example/a"/>'
        '<x:link rel="amphtml" hreflang="en" href="/amp"/><x:link hreflang="de"/>'
    )
    sitemap = read_sitemap(urlset(entry("/a", links)), URL)
    assert paths(sitemap) == ["/a", "/fr/a"]
    assert sitemap.found[0].alternates == (
        Alternate(language="fr", url="https://www.gazette.example/fr/a"),
        Alternate(language="x-default", url="https://www.gazette.example/a"),
    )
    assert sitemap.found[1].language == "fr"


def test_an_entry_of_its_own_counts_for_more_than_the_mention_as_another_language():
    mention = '<x:link rel="alternate" hreflang="fr" href="/fr/a"/>'
    own = entry("/fr/a", "<lastmod>2025-08-11</lastmod>")
    sitemap = read_sitemap(urlset(entry("/a", mention) + own), URL)
    assert [(one.url[-5:], one.modified) for one in sitemap.found][1] == ("/fr/a", dt.date(2025, 8, 11))


@pytest.mark.parametrize(
    ("loc", "expected"),
    [
        ("/a&unheard;of", []),
        ("/a?b=1&c=2", ["/a?b=1&c=2"]),
        ("/a?b=1&amp;c=2", ["/a?b=1&c=2"]),
        ("/a?b=1&amp;amp;c=2", ["/a?b=1&c=2"]),
        ("/&eacute;t&eacute;", ["/%C3%A9t%C3%A9"]),
    ],
)
def test_references_in_addresses_are_undone_and_unknown_ones_leave_no_address(loc, expected):
    assert paths(read_sitemap(urlset(entry(loc)), URL)) == expected


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (urlset(entry("/a")), None),
        (b"<urlset/>", None),
        (urlset(entry("/a"))[:-5], ListNote.BROKEN_OFF),
        (gzip.compress(urlset(entry("/a")), mtime=0)[:-12], ListNote.BROKEN_OFF),
        (gzip.compress(b"https://www.gazette.example/a\n" * 99, mtime=0)[:-9], ListNote.BROKEN_OFF),
        (
            "\n".join(f"https://www.gazette.example/{n}" for n in range(MAX_ADDRESSES + 1)).encode(),
            "too-many-addresses",
        ),
        ("\n".join(f"https://www.gazette.example/{n}" for n in range(MAX_ADDRESSES)).encode(), None),
    ],
)
def test_what_was_not_read_to_its_end_says_so(content, note):
    assert read_sitemap(content, URL).note == note


def test_what_is_packed_twice_is_unpacked_twice():
    assert paths(read_sitemap(gzip.compress(gzip.compress(urlset(entry("/a")))), URL)) == ["/a"]


def test_fifty_megabytes_of_one_tag_end_soon():
    tracemalloc.start()
    sitemap = read_sitemap(b"<urlset>" + b"<url>" * 10_000_000, URL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (sitemap.found, sitemap.note) == ((), ListNote.BROKEN_OFF)
    assert peak < 5 * MAX_BYTES


def test_a_quadratic_blow_up_of_references_does_not_happen():
    content = b'<!DOCTYPE urlset [<!ENTITY a "' + b"a" * 50_000 + b'">]>'
    content += urlset("<url><loc>/" + "&a;" * 50_000 + "</loc></url>" + entry("/b"))
    assert paths(read_sitemap(content, URL)) == ["/b"]


def test_a_tag_without_an_end_ends_the_reading():
    assert paths(read_sitemap(urlset(entry("/a"))[:-9] + b"<url x='" * 2_000_000, URL)) == ["/a"]
