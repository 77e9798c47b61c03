"""What the content of a capture is: a page, a flattened text, a feed, a sitemap or a file.

The one place where content meets the parser and discovery; all of it pure. Whatever goes wrong in here is a failure of
that one page, with its reason.
"""

from __future__ import annotations

import gzip
import io
import logging
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

from archiver.discover.feeds import read_feed
from archiver.discover.json_feeds import is_json_feed
from archiver.discover.links import find_links
from archiver.discover.markup import root_of
from archiver.discover.sitemaps import read_sitemap
from archiver.document import Document, codec_of, read_document
from archiver.errors import DocumentError
from archiver.model import ARCHIVED_KINDS, Article, Capture, Discovered, FailureReason, Moment, PageKind, Teaser
from archiver.parser.article import parse_document
from archiver.parser.plaintext import parse_text
from archiver.pipelines.decide import Reading
from archiver.site_rules import NO_RULES, SiteRules
from archiver.urls import is_web_address, resolve

Form: TypeAlias = Literal["page", "text", "feed", "sitemap", "file"]

#: of flattened text that is ingested; a crawl reads no server's answer as such
TEXT_TYPE = "text/plain"
HTML_TYPE = "text/html"
#: read as a page when the content looks like one; a server that names no type is given the same chance
_PAGE_TYPES = frozenset({None, HTML_TYPE, "application/xhtml+xml", "application/xml", "text/xml", TEXT_TYPE})
#: what stands before the first element of an XML document
_PROLOGUE = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*", re.DOTALL)
_ROOTS: tuple[tuple[bytes, Form], ...] = (
    (b"<rss", "feed"),
    (b"<feed", "feed"),
    (b"<rdf:rdf", "feed"),
    (b"<urlset", "sitemap"),
    (b"<sitemapindex", "sitemap"),
)
_LISTS = frozenset({"feed", "sitemap"})
_LISTED_ROOTS: dict[str, Form] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "channel": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
}
_HTML = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|div|p|a|br|h[1-6]|span|article)[\s/>])", re.IGNORECASE
)
_SNIFFED_BYTES = 65_536
#: no text has these
_BINARY_BYTES = bytes((*range(9), *range(14, 27), *range(28, 32)))
_NOT_TEXT = (b"%PDF-", b"WARC/")
#: names of the meta tags that ask something of crawlers
_ASKED_OF_ROBOTS = frozenset({"robots", "archiver"})
_GZIP = b"\x1f\x8b"
_MAX_INFLATED = 100_000_000

_log = logging.getLogger(__name__)


def read_content(
    capture: Capture,
    *,
    expected: PageKind | None = None,
    with_links: bool = True,
    rules: SiteRules = NO_RULES,
    part_of: str | None = None,
) -> Reading:
    """What is in the capture; never raises. ``expected`` is the kind that the frontier holds for the page.

    ``part_of`` is the first page of an article, where that one has led here.
    Without links a page costs a tenth less: for whoever will not follow them.
    """
    if not capture.is_ok:
        return Reading(robots=frozenset(capture.robots_tags))
    try:
        form = form_of(capture, expected)
        if form == "page":
            return _read_page(capture, rules, with_links=with_links, part_of=part_of)
        return _READERS[form](capture)
    except DocumentError as error:
        return Reading(failure=FailureReason.UNREADABLE, detail=str(error))
    except Exception as error:  # noqa: BLE001 - a page that the parser did not foresee must not end the run
        _log.debug("%s: cannot be parsed", capture.final_url, exc_info=True)
        return Reading(failure=FailureReason.UNREADABLE, detail=f"{type(error).__name__} in the parser: {error}")


def form_of(capture: Capture, expected: PageKind | None = None) -> Form:
    """How the content is to be read, by what it begins with, what it was called and what was expected."""
    form = _root_form(capture.content) or (_listed_form(capture, expected) if expected in _LISTS else None)
    if form is not None:
        return form
    if capture.status is None and capture.media_type == TEXT_TYPE:
        return "text"
    if capture.media_type not in _PAGE_TYPES:
        return "file"
    is_called_html = capture.media_type not in {TEXT_TYPE, "application/xml", "text/xml"}
    return "page" if is_called_html or looks_like_html(capture.content) else "file"


def _listed_form(capture: Capture, expected: PageKind | None) -> Form | None:
    """How what a site calls a feed or sitemap is to be read: by its root, packed or behind whatever else stands there.

    A page of the web in the place of a sitemap is read as a page: some sites have one for people.
    """
    root = root_of(capture.content)
    if root in _LISTED_ROOTS:
        return _LISTED_ROOTS[root]
    if expected == "feed":
        return "feed"
    return None if looks_like_html(capture.content) else "sitemap"


def looks_like_html(content: bytes) -> bool:
    """Whether there is markup near the beginning."""
    return _HTML.search(content, 0, _SNIFFED_BYTES) is not None


def is_text(content: bytes) -> bool:
    """Whether this is flattened text: no markup near the beginning, and nothing that only binary formats hold."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = content[:_SNIFFED_BYTES]
    has_controls = not is_utf16 and any(byte in head for byte in _BINARY_BYTES)
    return not looks_like_html(content) and not has_controls and not head.startswith(_NOT_TEXT)


def decode_text(content: bytes, charset: str | None = None) -> str:
    """Flattened text out of bytes: UTF-8 or UTF-16 where they fit, else what a server said, else windows-1252."""
    is_utf16 = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", codec_of(charset or "") or "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace")


def gunzip(content: bytes) -> bytes:
    """The content of a gzip file, any other content as it is. Raises ``DocumentError`` when it is cut or too large."""
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            inflated = stream.read(_MAX_INFLATED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DocumentError(f"this gzip file cannot be read: {error}") from error
    if len(inflated) > _MAX_INFLATED:
        raise DocumentError(f"this gzip file holds more than {_MAX_INFLATED:,} bytes")
    return inflated


def _read_page(capture: Capture, rules: SiteRules, *, with_links: bool, part_of: str | None) -> Reading:
    document = read_document(capture.content, url=_web_address(capture), charset=capture.charset)
    robots = frozenset(capture.robots_tags) | _robots_of(document)
    # links first: the parser is free to take the tree apart
    found = find_links(document) if with_links and "nofollow" not in robots else ()
    article = parse_document(document, fetched_at=capture.fetched_at, rules=rules, part_of=part_of)
    reading = Reading(kind=article.kind, article=article, found=_with_days(found, article.teasers), robots=robots)
    if article.needs_javascript and article.kind not in ARCHIVED_KINDS:
        return replace(reading, failure=FailureReason.NEEDS_JAVASCRIPT, detail=_need_of(article))
    return reading


def _need_of(article: Article) -> str:
    """What says that the page waits for its scripts."""
    found = next(one for one in article.evidence if one.field == "needs_javascript")
    return f"the page shows nothing before its scripts have run ({found.source}: {found.raw})"


def _with_days(found: tuple[Discovered, ...], teasers: tuple[Teaser, ...]) -> tuple[Discovered, ...]:
    """With the moments that the page's cards give for what they link to."""
    told = {resolve(None, card.url): card.published for card in teasers if card.url and card.published} if found else {}
    if not told:
        return found
    return tuple(_dated(one, told[one.url]) if one.url in told else one for one in found)


def _dated(link: Discovered, moment: Moment) -> Discovered:
    """A page's link, of which only feeds and sitemaps say more; ``replace`` takes twice as long."""
    return Discovered(
        url=link.url,
        found_by=link.found_by,
        title=link.title,
        published=moment,
        expected=link.expected,
        is_next=link.is_next,
    )


def _read_text(capture: Capture) -> Reading:
    text = decode_text(capture.content, capture.charset)
    if not text.strip():
        raise DocumentError("the text is empty")
    article = parse_text(text, url=_web_address(capture), fetched_at=capture.fetched_at)
    return Reading(kind=article.kind, article=article)


def _read_feed(capture: Capture) -> Reading:
    feed = read_feed(capture.content, capture.final_url)
    return Reading(kind="feed", found=feed.found, note=feed.note, robots=frozenset(capture.robots_tags))


def _read_sitemap(capture: Capture) -> Reading:
    sitemap = read_sitemap(capture.content, capture.final_url)
    return Reading(kind="sitemap", found=sitemap.found, note=sitemap.note, robots=frozenset(capture.robots_tags))


def _read_file(capture: Capture) -> Reading:
    return Reading(kind="file", failure=FailureReason.NOT_HTML, detail=capture.media_type)


_READERS: dict[Form, Callable[[Capture], Reading]] = {
    "text": _read_text,
    "feed": _read_feed,
    "sitemap": _read_sitemap,
    "file": _read_file,
}


def _web_address(capture: Capture) -> str | None:
    """Where the page was; ``None`` for an ingested file of which nobody knows."""
    return capture.final_url if is_web_address(capture.final_url) else None


def _root_form(content: bytes) -> Form | None:
    prologue = _PROLOGUE.match(content, 0, _SNIFFED_BYTES)
    start = prologue.end() if prologue else 0
    root = content[start : start + 16].lower()
    form = next((form for tag, form in _ROOTS if root.startswith(tag)), None)
    return "feed" if form is None and is_json_feed(content) else form


def _robots_of(document: Document) -> frozenset[str]:
    contents = (
        meta.get("content", "")
        for meta in document.root.iter("meta")
        if (name := meta.get("name")) and name.strip().lower() in _ASKED_OF_ROBOTS
    )
    return frozenset(word.strip().lower() for content in contents for word in content.split(","))
