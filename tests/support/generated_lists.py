"""Sitemaps, feeds and page turners as sites write them, well and badly."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterable
from email.utils import format_datetime
from html import escape

from support.generated_stories import Story

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
Item = tuple[str, Story]

_OFFSETS = "/offset?start={}"
#: name of a list: its first page, and where the next ones are, counted from 1
PAGINATIONS: dict[str, tuple[str, Callable[[int], str]]] = {
    "empty": ("/empty/", lambda n: f"/empty/page/{n + 1}/"),
    "same": ("/same", lambda n: f"/same?page={n + 1}"),
    "offset": ("/offset", lambda n: _OFFSETS.format(5 * n)),
    "cursor": ("/cursor", lambda n: f"/cursor?cursor=2a0{n}"),
    "older": ("/older/", lambda n: f"/older/bundle-{'xyzabc'[n]}"),
    "more": ("/more", lambda n: f"/more/fragment?from={5 * n}"),
}
#: lists whose last page names one more
WITHOUT_END = frozenset({"empty", "same", "cursor"})


def next_link(section: str, href: str) -> str:
    """The markup that turns the page."""
    href = escape(href)
    return {
        "older": f'<p><a href="{href}">← Older stories</a></p>',
        "more": f'<a class="btn load-more" data-page="2" href="{href}">Load more</a>',
        "cursor": f'<a rel="next" href="{href}">Next</a>',
    }.get(section, f'<div class="pagination"><a href="{href}">2</a> <a class="next" href="{href}">Next »</a></div>')


def urlset(urls: Iterable[str], *, with_extensions: bool = False) -> bytes:
    """A sitemap; with pictures, films and other languages where wanted."""
    spaces = SITEMAP
    if with_extensions:
        spaces += (
            ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
            ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
        )
    extra = (
        "<image:image><image:loc>https://cdn.example/a.jpg</image:loc></image:image><video:video>"
        "<video:thumbnail_loc>https://cdn.example/t.jpg</video:thumbnail_loc><video:title>T</video:title></video:video>"
        if with_extensions
        else ""
    )
    entries = "".join(f"<url>{extra}<loc>{escape(url)}</loc></url>" for url in urls)
    return f"{DECLARATION}<urlset {spaces}>{entries}</urlset>".encode()


def bare_urlset(urls: Iterable[str]) -> bytes:
    """Without declaration and namespace, with white space, a mark and a warning in front."""
    entries = "".join(f"\n <url>\n  <loc>\n   {escape(url)}\n  </loc>\n </url>" for url in urls)
    return b"\xef\xbb\xbf\n<br />Notice: x\n" + f"<urlset>{entries}</urlset>".encode()


def index(urls: Iterable[str]) -> bytes:
    """A sitemap of sitemaps."""
    entries = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return f"{DECLARATION}<sitemapindex {SITEMAP}>{entries}</sitemapindex>".encode()


def news_map(items: Iterable[Item]) -> bytes:
    """A news sitemap."""
    entries = "".join(
        f"<url><loc>{escape(url)}</loc><news:news><news:publication><news:name>G</news:name><news:language>en"
        f"</news:language></news:publication><news:publication_date>{story.day}</news:publication_date>"
        f"<news:title>{story.headline}</news:title></news:news></url>"
        for url, story in items
    )
    return f'<urlset {SITEMAP} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'.encode()


def gzipped(content: bytes) -> bytes:
    """Packed, always into the same bytes."""
    return gzip.compress(content, mtime=0)


def cut(content: bytes) -> bytes:
    """Without its end, the last address broken off."""
    return content[: content.rindex(b"ress")]


def with_entities(urls: list[str], bad: str) -> bytes:
    """One address holds an entity that nobody has declared."""
    return urlset(urls).replace(b"</urlset>", f"<url><loc>{bad}</loc></url></urlset>".encode())


def bomb(urls: list[str]) -> bytes:
    """A billion laughs in front of good addresses."""
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f"<!DOCTYPE urlset [{entities}]>".encode() + urlset(urls)


def rss(home: str, items: Iterable[Item], *, generator: str = "") -> bytes:
    """RSS 2.0."""
    entries = "".join(
        f"<item><title>{story.headline}</title><link>{escape(url)}</link><pubDate>{_mail_date(story.day)}</pubDate></item>"
        for url, story in items
    )
    made_by = f"<generator>{generator}</generator>" if generator else ""
    return f'{DECLARATION}<rss version="2.0"><channel><title>G</title><link>{home}</link>{made_by}{entries}</channel></rss>'.encode()


def atom(items: Iterable[Item], older: str | None) -> bytes:
    """Atom, with an archive document behind it (RFC 5005)."""
    entries = "".join(
        f'<entry><title>{story.headline}</title><link href="{escape(url)}"/><updated>{story.day}T08:00:00Z</updated></entry>'
        for url, story in items
    )
    behind = f'<link rel="prev-archive" href="{older}"/>' if older else ""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title>{behind}{entries}</feed>'.encode()


def rdf(home: str, items: Iterable[Item]) -> bytes:
    """RSS 1.0."""
    entries = "".join(
        f'<item rdf:about="{escape(url)}"><title>{story.headline}</title><link>{escape(url)}</link></item>'
        for url, story in items
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<channel rdf:about="{home}"><title>G</title><link>{home}</link></channel>{entries}</rdf:RDF>'
    ).encode()


def json_feed(items: Iterable[Item], older: str | None) -> bytes:
    """JSON Feed 1.1."""
    told = [
        {"id": str(s.number), "url": url, "title": s.headline, "date_published": f"{s.day}T08:00:00Z"}
        for url, s in items
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": told, "next_url": older}
    return json.dumps(feed).encode()


def _mail_date(day: dt.date) -> str:
    return format_datetime(dt.datetime.combine(day, dt.time(8), dt.UTC))
