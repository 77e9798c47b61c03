"""Articles on their way into the archive: what is new is written, what is known is left alone.

Two digests decide. ``text_digest`` (title, lead, body) tells whether there is a new revision, ``record_digest`` (all
fields) whether the row has to be written at all. Who caused a new text:

    the stored text was read by the same parser, from the same page    publisher
    it was read by another parser (or by other rules of its site, which
    nobody keeps count of), and the kept capture, parsed again
    (``previous``), differs from the stored text                       parser, for that difference
    ... and differs from the new text, too                             publisher, for the rest
    it was read by another parser, or from another page, and there is
    nothing to parse again                                             parser: no change is claimed that may be none

A difference that nobody can see (an accent composed or not, another space, a soft hyphen) is none: the stored spelling
stays.

An article can be shown by several pages (a mobile and a print address). Its text is that of one of them, ``page_id``;
what the others read differently is no change. The page at the article's own address takes over when it comes.

What a page is read as today takes nothing away: an article whose page is now called something else stays as it is, with
its revisions, and so does one whose page turns out to be a part of another, unless its text stands in that one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from archiver.jsontext import encode_json
from archiver.model import Article, Evidence, RevisionCause, TextFacts
from archiver.store.matching import title_key
from archiver.store.moving import Arrival, follow, forget_article
from archiver.store.parts import add_parts, save_parts
from archiver.store.resolving import load_keys
from archiver.store.revising import Entry, Text, add_first_revision, add_revision, as_kept, load_text, text_of
from archiver.store.similar import note_outline, outline_of, place_among_similar, replace_among_similar, replace_outline
from archiver.store.texts import has_unspaced, moment_columns, storable, text_or_none, url_day
from archiver.text import word_count

#: longer values of evidence are cut: the whole text stands in the article
EVIDENCE_CHARS = 1000

Change = Literal["new", "publisher", "parser", "none"]

#: the columns that a page gives, in the order of `_fields`
_FIELDS = (
    "kind, title, headline, byline, lead, body, canonical_url, language, section, site_name, image_url, is_paywalled,"
    " published, published_at, published_day, modified, modified_at, modified_day, word_count, evidence, title_key"
)
_FIELD_COUNT = _FIELDS.count(",") + 1
_WORD_COUNT = _FIELDS.split(", ").index("word_count")
_INSERT = f"""
    INSERT INTO articles ({_FIELDS}, source_id, url, first_seen, last_seen, text_digest, record_digest, parser_version,
                          page_id, capture_id, url_day, simhash, has_unspaced)
    VALUES ({"?, " * _FIELD_COUNT} ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = f"""
    UPDATE articles SET ({_FIELDS}) = ({", ".join("?" * _FIELD_COUNT)}),
        last_seen = ?, text_digest = ?, record_digest = ?, parser_version = ?, page_id = ?, capture_id = ?,
        has_unspaced = ?
    WHERE id = ?
"""
_STORED = """
    SELECT id, page_id, capture_id, text_digest, record_digest, parser_version, last_seen
    FROM articles WHERE url = ?
"""
#: a page that redirects to the article's address is as good as the page at that address
_WAS_OWN_PAGE = """
    SELECT 1 FROM pages AS p LEFT JOIN captures AS c ON c.id = ?1 WHERE p.id = ?2 AND ?3 IN (p.url, c.final_url)
"""
_TEXTS = "SELECT cause, title, lead, body FROM revisions WHERE article_id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One reading of an article from a page."""

    article: Article
    #: the key: a believed canonical address, else the final one
    url: str
    source_id: int | None
    page_id: int
    #: ``None`` when it was added by hand
    capture_id: int | None
    #: UTC text
    seen_at: str
    parser_version: int | None
    #: the page is the one at the article's own address
    is_own_page: bool = True
    #: what this parser reads from the kept capture of the stored text
    previous: Article | None = None
    #: UTC text; the capture was there already and is only read again, so that no change is the publisher's
    reread_at: str | None = None
    #: of its text, where they were worked out with it
    facts: TextFacts | None = None
    #: with the other texts of the archive; those of a scratch archive are when it is merged
    is_compared: bool = True
    #: its moment says where it belongs among the article's texts, and not when it came
    is_by_time: bool = False
    #: digest of what its page showed, which tells records of one moment apart
    content: str = ""
    #: its page was seen later than this
    is_late: bool = False
    #: what was read from its capture before was not all: the other pages of the article were not there
    is_joined: bool = False


class Kept(NamedTuple):
    """What became of an article."""

    article_id: int
    change: Change
    #: anything that a page gives was written
    is_written: bool = False
    #: what an article was known by that was folded into this one
    freed: frozenset[str] = frozenset()
    #: the article has shown something else since
    is_past: bool = False
    #: changes of its publisher that turn out to be none
    taken_back: int = 0


class _Readings(NamedTuple):
    """What an article's text was, as the kept capture is read today (else as it was), and what the page says now."""

    before: Text
    reread: Text
    now: Text


class Stored(NamedTuple):
    """What the row of an article says of its reading."""

    id: int
    page_id: int | None
    capture_id: int | None
    text_digest: str
    record_digest: str
    parser_version: int | None
    last_seen: str


def keep(conn: sqlite3.Connection, sighting: Sighting) -> Kept:
    """Writes what is new in a reading of an article."""
    text = text_of(sighting.article)
    stored = load_stored(conn, sighting.url)
    freed: set[str] = set()
    if stored is None or stored.page_id != sighting.page_id:
        moved = follow(conn, Arrival(sighting.page_id, sighting.url, *text), sighting.seen_at)
        if moved is not None:
            freed, stored = moved, load_stored(conn, sighting.url)
    if stored is None:
        return _insert(conn, sighting, text)
    if stored.page_id not in {None, sighting.page_id} and not sighting.is_own_page:
        return Kept(stored.id, "none")
    return _update(conn, stored, sighting, text)._replace(freed=frozenset(freed))


def drop_own(conn: sqlite3.Connection, page_id: int, article_id: int) -> set[str]:
    """Removes the article of a page that turns out to be a part of another one, where no text is lost with it.

    All its texts must stand in a revision of the other one, and none of them be its publisher's edit. Any other stays,
    with all its revisions. What it was known by comes back: its cards may promote another one.
    """
    freed: set[str] = set()
    own = conn.execute("SELECT id FROM articles WHERE page_id = ? AND id <> ?", (page_id, article_id)).fetchall()
    for (own_id,) in own:
        if _is_within(conn, own_id, article_id):
            freed |= load_keys(conn, own_id)
            forget_article(conn, own_id)
    return freed


def _is_within(conn: sqlite3.Connection, part_id: int, whole_id: int) -> bool:
    """Whether each text of the one article stands in a revision of the other, paragraph by paragraph."""
    wholes = [_paragraphs(row[1:]) for row in conn.execute(_TEXTS, (whole_id,))]
    return all(
        cause != "publisher" and any(_paragraphs((lead, body)) <= whole for whole in wholes)
        for cause, _, lead, body in conn.execute(_TEXTS, (part_id,))
    )


def _paragraphs(texts: Iterable[str | None]) -> frozenset[str]:
    return frozenset(line for text in texts for line in (text or "").split("\n") if line)


def load_stored(conn: sqlite3.Connection, url: str) -> Stored | None:
    """The article that is kept under this address."""
    row = conn.execute(_STORED, (url,)).fetchone()
    return None if row is None else Stored._make(row)


def _insert(conn: sqlite3.Connection, sighting: Sighting, text: Text) -> Kept:
    fields, outline = _fields(sighting, text), outline_of(text, _facts(sighting, text))
    cursor = conn.execute(
        _INSERT,
        (
            *fields,
            sighting.source_id,
            sighting.url,
            sighting.seen_at,
            sighting.seen_at,
            text.digest,
            _record_digest(sighting.article, fields),
            sighting.parser_version,
            sighting.page_id,
            sighting.capture_id,
            url_day(sighting.url),
            outline and outline.simhash,
            has_unspaced(text.title, text.lead, text.body),
        ),
    )
    article_id = int(cursor.lastrowid or 0)
    add_first_revision(conn, _entry(article_id, sighting, "first"), text, fields[_WORD_COUNT])
    (place_among_similar if sighting.is_compared else note_outline)(conn, article_id, outline)
    add_parts(conn, article_id, sighting.article)
    return Kept(article_id, "new", is_written=True)


def _update(conn: sqlite3.Connection, stored: Stored, sighting: Sighting, text: Text) -> Kept:
    readings = _readings(load_text(conn, stored.id), sighting, text)
    before, text = readings.before, readings.now
    change = _revise(conn, stored, sighting, readings)
    is_written = write_reading(conn, stored, sighting, text)
    if text.digest != before.digest:
        put_among_similar(conn, stored.id, sighting, before, text)
    else:
        _touch(conn, stored, sighting)
    return Kept(stored.id, change, is_written=is_written)


def write_reading(conn: sqlite3.Connection, stored: Stored, sighting: Sighting, text: Text) -> bool:
    """Makes the row of an article, and what it has beside its text, what this reading says; whether anything differs.

    ``text`` is the reading's as it is spelt here.
    """
    fields = _fields(sighting, text)
    digest = _record_digest(sighting.article, fields)
    if (digest, sighting.parser_version) != (stored.record_digest, stored.parser_version):
        conn.execute(
            _UPDATE,
            (
                *fields,
                max(stored.last_seen, sighting.seen_at),
                text.digest,
                digest,
                sighting.parser_version,
                sighting.page_id,
                sighting.capture_id,
                has_unspaced(text.title, text.lead, text.body),
                stored.id,
            ),
        )
        save_parts(conn, stored.id, sighting.article)
    return digest != stored.record_digest


def put_among_similar(conn: sqlite3.Connection, article_id: int, sighting: Sighting, before: Text, after: Text) -> None:
    """Notes what the new text of an article is near-identical to."""
    outline = outline_of(after, _facts(sighting, after))
    (replace_among_similar if sighting.is_compared else replace_outline)(conn, article_id, before, outline)


def _touch(conn: sqlite3.Connection, stored: Stored, sighting: Sighting) -> None:
    """Moves what tells when and where the article was last read; the full text stays as it is."""
    moved = (max(stored.last_seen, sighting.seen_at), sighting.page_id, sighting.capture_id)
    if moved != (stored.last_seen, stored.page_id, stored.capture_id):
        conn.execute("UPDATE articles SET last_seen = ?, page_id = ?, capture_id = ? WHERE id = ?", (*moved, stored.id))


def _readings(before: Text, sighting: Sighting, text: Text) -> _Readings:
    reread = before if sighting.previous is None else as_kept(before, text_of(sighting.previous))
    return _Readings(before, reread, as_kept(reread, text))


def _revise(conn: sqlite3.Connection, stored: Stored, sighting: Sighting, readings: _Readings) -> Change:
    """Adds the revisions that the new text asks for; who changed it. Before the article's row has the new text."""
    is_comparable = _is_comparable(conn, stored, sighting)
    before, reread, now = readings
    change: Change = "none"
    if reread.digest != before.digest:
        entry = _entry(stored.id, sighting, "parser")._replace(capture_id=stored.capture_id or sighting.capture_id)
        add_revision(conn, entry, before, reread)
        change = "parser"
    if sighting.previous is not None:
        is_comparable |= stored.parser_version != sighting.parser_version
    if now.digest == reread.digest:
        return change
    cause: RevisionCause = "publisher" if is_comparable else "parser"
    add_revision(conn, _entry(stored.id, sighting, cause), reread, now)
    return "publisher" if is_comparable else "parser"


def _entry(article_id: int, sighting: Sighting, cause: RevisionCause) -> Entry:
    return Entry(
        article_id=article_id,
        capture_id=sighting.capture_id,
        cause=cause,
        seen_at=sighting.seen_at if cause == "first" else sighting.reread_at or sighting.seen_at,
        parser_version=sighting.parser_version,
    )


def _is_comparable(conn: sqlite3.Connection, stored: Stored, sighting: Sighting) -> bool:
    """Whether a difference from the stored text must be the publisher's: same parser, same page, new capture."""
    if sighting.reread_at is not None or stored.parser_version != sighting.parser_version:
        return False
    if stored.page_id in {None, sighting.page_id}:
        return True
    was_own_page = conn.execute(_WAS_OWN_PAGE, (stored.capture_id, stored.page_id, sighting.url)).fetchone()
    return sighting.is_own_page and was_own_page is not None


def _facts(sighting: Sighting, text: Text) -> TextFacts | None:
    """Those that came with it, unless they are of another text: of one page alone, or spelled otherwise."""
    given = sighting.facts
    is_given = given is not None and (given.lead or None, given.body or None) == (text.lead, text.body)
    return given if is_given else None


def _fields(sighting: Sighting, text: Text) -> tuple[Any, ...]:
    article, facts = sighting.article, _facts(sighting, text)
    return (
        article.kind,
        text.title,
        text_or_none(article.headline),
        text_or_none(article.byline),
        text.lead,
        text.body,
        text_or_none(article.canonical_url),
        text_or_none(article.language),
        text_or_none(article.section),
        text_or_none(article.site_name),
        _main_image_url(article),
        article.is_paywalled,
        *moment_columns(article.published),
        *moment_columns(article.modified),
        word_count(text.body or "") if facts is None else facts.word_count,
        _evidence_json(article.evidence),
        title_key(text.title),
    )


def _main_image_url(article: Article) -> str | None:
    return next((text_or_none(image.url) for image in article.images if image.role == "main" and image.url), None)


def _evidence_json(evidence: Iterable[Evidence]) -> str:
    winners = [
        {"field": e.field, "value": _cut(e.value), "raw": _cut(e.raw), "source": _cut(e.source), "rule": e.rule}
        for e in evidence
        if e.rank == 0
    ]
    return encode_json(winners)


def _cut(text: str | None) -> str | None:
    if text is None:
        return None
    return storable(text if len(text) <= EVIDENCE_CHARS else text[: EVIDENCE_CHARS - 1] + "…")


def _record_digest(article: Article, fields: tuple[Any, ...]) -> str:
    # an article without other languages has the digest that it had before they were kept
    others = (article.alternates,) if article.alternates else ()
    parts = repr((fields, article.authors, article.tags, article.images, *others))
    return hashlib.blake2b(parts.encode(errors="replace"), digest_size=16).hexdigest()
