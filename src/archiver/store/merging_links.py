"""What leads from one archive's rows to the other's: cards to articles, and texts to those that are near-identical."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from archiver.fingerprints import Outline
from archiver.jsontext import decode_json
from archiver.store import meta
from archiver.store.matching import address_key
from archiver.store.merging_maps import first_new
from archiver.store.merging_moves import forget_moves
from archiver.store.resolving import claim_cards, forget_address, know_article, load_title_keys
from archiver.store.similar import place_after_others

#: what articles come to be known by
_NEW_KEYS = """
    CREATE TEMP TABLE new_keys AS
    SELECT DISTINCT o.match_key FROM other.article_keys AS o CROSS JOIN temp.of_articles AS k ON k.id = o.article_id
    WHERE k.id NOT IN (SELECT b.id FROM temp.come_before AS b) AND NOT EXISTS (
        SELECT 1 FROM main.article_keys AS m WHERE m.match_key = o.match_key AND m.article_id = k.here
    )
"""
_KEYS_OF_BOTH = """
    INSERT OR IGNORE INTO main.article_keys (match_key, article_id)
    SELECT o.match_key, k.here FROM other.article_keys AS o CROSS JOIN temp.of_articles AS k ON k.id = o.article_id
    WHERE NOT k.is_new AND k.id NOT IN (SELECT b.id FROM temp.come_before AS b)
"""
#: cards that were here and may mean what has come, and cards that have come and may mean what was here
_CLAIMED = """
    SELECT c.match_key FROM temp.new_keys AS n CROSS JOIN main.cards AS c ON c.match_key = n.match_key
    WHERE c.id < :card OR :card IS NULL
    UNION
    SELECT c.match_key FROM temp.of_cards AS k CROSS JOIN main.cards AS c ON c.id = k.here
    WHERE k.is_new AND EXISTS (
        SELECT 1 FROM main.article_keys AS x
        WHERE x.match_key = c.match_key AND (x.article_id < :article OR :article IS NULL)
    )
"""
_SHOWN = "SELECT p.id, p.url, p.article_id FROM temp.both_pages AS b CROSS JOIN main.pages AS p ON p.id = b.id"
#: by an address that leads elsewhere now
_SHOWN_THERE = """
    SELECT p.id, a.here FROM temp.both_pages AS b CROSS JOIN main.pages AS p ON p.id = b.id
    CROSS JOIN other.pages AS o ON o.id = b.other_id CROSS JOIN temp.of_articles AS a ON a.id = o.article_id
    WHERE a.here IS NOT p.article_id
"""
#: texts that share enough of what they are found by with one that came before
_LIKE_OTHERS = """
    SELECT k.here, o.simhash, json_group_array(o.sketch)
    FROM other.article_sketches AS o CROSS JOIN temp.of_articles AS k ON k.id = o.article_id
    WHERE k.is_new GROUP BY k.here HAVING sum(EXISTS (
        SELECT 1 FROM main.article_sketches AS s
        WHERE s.sketch = o.sketch AND s.article_id < iif(:is_scratch, k.here, :first)
    )) >= 2
    ORDER BY k.here
"""
_CHUNK = 500


def note_new_keys(conn: sqlite3.Connection) -> None:
    """Notes what articles will be known by that are not so far, before anything is copied."""
    conn.execute("DROP TABLE IF EXISTS temp.new_keys")
    conn.execute(_NEW_KEYS)


def load_shown(conn: sqlite3.Connection) -> dict[int, int | None]:
    """Which article each page in both shows."""
    return {page_id: article_id for page_id, _, article_id in conn.execute(_SHOWN)}


def link_cards(conn: sqlite3.Connection, shown_before: dict[int, int | None], changed: Iterable[int]) -> None:
    """Resolves all cards anew of which a merge may have changed what they promote.

    ``changed`` are articles that have other texts than before.
    """
    conn.execute(_KEYS_OF_BOTH)
    forget_moves(conn)
    keys = set(_moved_keys(conn, shown_before))
    for article_id in changed:
        keys |= load_title_keys(conn, article_id)
    numbers = {"card": first_new(conn, "cards"), "article": first_new(conn, "articles")}
    keys |= {key for (key,) in conn.execute(_CLAIMED, numbers)}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        claim_cards(conn, ordered[start : start + _CHUNK])
    conn.execute("DROP TABLE temp.new_keys")


def _moved_keys(conn: sqlite3.Connection, shown_before: dict[int, int | None]) -> Iterator[str]:
    """The keys of pages that show another article than they did in either archive; it alone is known by them."""
    there = dict(conn.execute(_SHOWN_THERE).fetchall())
    for page_id, url, article_id in conn.execute(_SHOWN).fetchall():
        gone = {other for other in (shown_before[page_id], there.get(page_id)) if other not in {None, article_id}}
        for other in filter(None, gone):
            forget_address(conn, other, url)
        if article_id is not None and (gone or shown_before[page_id] is None):
            know_article(conn, article_id, [url])
        if gone or article_id != shown_before[page_id]:
            yield address_key(url)


def link_texts(conn: sqlite3.Connection, meanwhile: Iterator[object]) -> None:
    """Finds which texts that have come are near-identical to others; of a scratch archive, to each other, too.

    ``meanwhile`` are steps of other work, of which some are taken.
    """
    first = first_new(conn, "articles")
    if first is None:
        return
    bound = {"is_scratch": is_scratch(conn), "first": first}
    rows = conn.execute(_LIKE_OTHERS, bound).fetchall()
    outlines = ((here, Outline(simhash, tuple(sorted(decode_json(sketch))))) for here, simhash, sketch in rows)
    place_after_others(conn, outlines, meanwhile)


def is_scratch(conn: sqlite3.Connection) -> bool:
    """Whether the other archive is one on its way, without what follows from its rows."""
    return _is_noted(conn, meta.SCRATCH)


def is_part(conn: sqlite3.Connection) -> bool:
    """Whether it is a part of an ingest, of which no look that showed what was known is to be a row."""
    return is_scratch(conn) and not _is_noted(conn, meta.COMPLETE)


def _is_noted(conn: sqlite3.Connection, key: str) -> bool:
    return conn.execute("SELECT 1 FROM other.meta WHERE key = ?", [key]).fetchone() is not None
