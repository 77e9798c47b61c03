"""What a site's addresses have turned out to be, by their shape: counted as pages change, not by walking through them.

``articles`` and ``others`` are always what grouping ``pages`` by shape would give. ``barren`` is a row of pages: of
those fetched for the first time, how many in a row brought nothing. A page *brings* something when it is an article
(and not the text of another one under one more address), or when it names an address of another shape that is not
known and may be one's. Each page counts for its shape, and one that has a query also for its path with any query:
filters of a list make a new shape with each combination.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Literal

from archiver.address_shapes import any_query, shape_of
from archiver.jsontext import encode_json
from archiver.model import ARCHIVED_KINDS, AddressShape, FrontierEntry

#: what a page of this kind says about its address: walls and feeds say nothing
_OTHERS = frozenset({"listing", "other", "error"})
#: of a source; what no page has been fetched of for longest is not looked at
_MOST_SHAPES = 20_000

_ADD = """
    INSERT INTO address_shapes (source_id, shape, articles, others, example) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (source_id, shape) DO UPDATE
    SET articles = articles + excluded.articles, others = others + excluded.others
"""
_FORGET_EMPTY = "DELETE FROM address_shapes WHERE source_id = ? AND shape = ? AND articles = 0 AND others = 0"
_BARREN = """
    UPDATE address_shapes SET barren = CASE WHEN ?1 THEN 0 ELSE barren + 1 END
    WHERE source_id = ?2 AND shape IN (?3, ?4) AND NOT (?1 AND barren = 0)
"""
_ANY_UNKNOWN = """
    SELECT 1 FROM json_each(?) AS j WHERE NOT EXISTS (SELECT 1 FROM pages WHERE url = j.value) LIMIT 1
"""
#: by the title, which is indexed
_SAME_TEXT = """
    SELECT 1 FROM articles AS a JOIN article_keys AS mine ON mine.article_id = a.id
    JOIN article_keys AS theirs ON theirs.match_key = mine.match_key AND theirs.article_id <> a.id
    JOIN articles AS other ON other.id = theirs.article_id AND other.text_digest = a.text_digest
    WHERE a.id = ? AND mine.match_key LIKE 'title:%' LIMIT 1
"""
_LOAD = """
    SELECT source_id, shape, articles, others, barren FROM address_shapes
    WHERE source_id = :source AND (:shapes IS NULL OR shape IN (SELECT value FROM json_each(:shapes)))
    ORDER BY articles + others DESC LIMIT :limit
"""
_LEFT_OUT = "SELECT id, url FROM pages WHERE source_id = ? AND state = 'excluded' AND reason = ?"
_ASK_AFTER_ALL = (
    "UPDATE frontier SET due_at = (SELECT first_seen FROM pages WHERE id = page_id) WHERE page_id = ?",
    "UPDATE pages SET state = 'queued', reason = NULL WHERE id = ?",
)
_PAGES = "SELECT source_id, url, kind FROM pages WHERE source_id IS NOT NULL AND kind IS NOT NULL"

#: the reason of a page that is left out because of its shape
BARREN_PATTERN = "barren-pattern"

Verdict = Literal["article", "other"]


def verdict_of(kind: str | None) -> Verdict | None:
    """What a page of this kind says about its address, ``None`` for nothing."""
    return "article" if kind in ARCHIVED_KINDS else "other" if kind in _OTHERS else None


def count_page(conn: sqlite3.Connection, page_id: int, before: str | None, after: str | None) -> None:
    """Notes of what kind the page is now; one that was no article and has become one ends the row of barren ones."""
    was, now = verdict_of(before), verdict_of(after)
    if was == now:
        return
    source_id, url = conn.execute("SELECT source_id, url FROM pages WHERE id = ?", (page_id,)).fetchone()
    if source_id is None:
        return
    for shape in _shapes(url):
        articles, others = (int(now == word) - int(was == word) for word in ("article", "other"))
        conn.execute(_ADD, (source_id, shape, articles, others, url))
        if was is not None:
            conn.execute(_FORGET_EMPTY, (source_id, shape))
    if (was, now) == ("other", "article"):
        note_yield(conn, source_id, url, is_fruitful=True)


def note_yield(conn: sqlite3.Connection, source_id: int, url: str, *, is_fruitful: bool) -> None:
    """Notes whether a page that was fetched for the first time brought anything.

    If it did after others that did not, what was left out of its shape is asked for after all.
    """
    shapes = _shapes(url)
    changed = conn.execute(_BARREN, (is_fruitful, source_id, shapes[0], shapes[-1])).rowcount
    if is_fruitful and changed:
        left_out = conn.execute(_LEFT_OUT, (source_id, BARREN_PATTERN)).fetchall()
        again = [(page_id,) for page_id, other in left_out if not {*shapes}.isdisjoint(_shapes(other))]
        for statement in _ASK_AFTER_ALL:
            conn.executemany(statement, again)


def is_read(kind: str | None, state: str) -> bool:
    """Whether a page was there and says something about its address."""
    return state == "ok" and verdict_of(kind) is not None


def is_known_text(conn: sqlite3.Connection, article_id: int) -> bool:
    """Whether another article has the title and the text of this one: the same under one more address."""
    row = conn.execute(_SAME_TEXT, (article_id,)).fetchone()
    return row is not None


def names_new(conn: sqlite3.Connection, page_url: str, found: Iterable[FrontierEntry]) -> bool:
    """Whether there is an address among these that may be an article's and is not known.

    None of the page's own shape: spaces without end are made of pages that name the next one.
    """
    own = shape_of(page_url)
    urls = [entry.url for entry in found if entry.is_promising and shape_of(entry.url) != own]
    return bool(urls) and conn.execute(_ANY_UNKNOWN, (encode_json(urls),)).fetchone() is not None


def load_shapes(
    conn: sqlite3.Connection, source_id: int, urls: Collection[str] | None = None
) -> tuple[AddressShape, ...]:
    """What is known of a source's shapes, those with most pages first; with addresses, only of theirs."""
    shapes = None if urls is None else encode_json(sorted({shape for url in urls for shape in _shapes(url)}))
    rows = conn.execute(_LOAD, {"source": source_id, "shapes": shapes, "limit": _MOST_SHAPES})
    return tuple(AddressShape(*row) for row in rows)


def count_all(conn: sqlite3.Connection) -> None:
    """Counts the pages of an archive that has no counts yet."""
    add_counts(conn, conn.execute(_PAGES))


def add_counts(conn: sqlite3.Connection, pages: Iterable[tuple[int, str, str | None]]) -> None:
    """Counts pages that were not counted so far, by source, address and kind."""
    counts: Counter[tuple[int, str, Verdict]] = Counter()
    examples: dict[tuple[int, str], str] = {}
    for source_id, url, kind in pages:
        verdict = verdict_of(kind)
        if verdict is not None:
            for shape in _shapes(url):
                counts[source_id, shape, verdict] += 1
                examples.setdefault((source_id, shape), url)
    conn.executemany(_ADD, _rows(counts, examples))


def _rows(
    counts: Counter[tuple[int, str, Verdict]], examples: dict[tuple[int, str], str]
) -> Iterable[tuple[int, str, int, int, str]]:
    for (source_id, shape), example in examples.items():
        yield source_id, shape, counts[source_id, shape, "article"], counts[source_id, shape, "other"], example


def _shapes(url: str) -> tuple[str, ...]:
    shape = shape_of(url)
    whole = any_query(shape)
    return (shape,) if whole is None else (shape, whole)
