"""Articles that two archives keep under other addresses, as a page has moved or declared another one in between.

As in ``moving``: the page that the text was read from is the same, and one text is an edit of the other.
"""

from __future__ import annotations

import sqlite3

from archiver.store.moving import Arrival, is_same_story

#: of one page, what is kept there and what is kept here under another address, each the text of that page
_PAIRS = """
    SELECT o.id, m.id, o.page_id, o.url, o.title, o.lead, o.body, o.text_digest,
        m.page_id, m.url, m.title, m.lead, m.body, m.text_digest
    FROM temp.of_articles AS k CROSS JOIN other.articles AS o ON o.id = k.id
    CROSS JOIN temp.of_pages AS p ON p.id = o.page_id AND NOT p.is_new
    CROSS JOIN main.articles AS m ON m.id = (SELECT x.article_id FROM main.pages AS x WHERE x.id = p.here)
    WHERE k.here IS NULL AND m.page_id = p.here
        AND (SELECT x.article_id FROM other.pages AS x WHERE x.id = o.page_id) = o.id
        AND NOT EXISTS (SELECT 1 FROM other.articles AS x WHERE x.url = m.url)
    ORDER BY o.id
"""


def match_moved(conn: sqlite3.Connection) -> None:
    """Notes in the map of articles those that have moved, before the others are numbered."""
    rows = conn.execute(_PAIRS).fetchall()
    moved = {row[0]: row[1] for row in rows if is_same_story(Arrival._make(row[2:8]), Arrival._make(row[8:]))}
    conn.executemany(
        "UPDATE temp.of_articles SET here = ? WHERE id = ?", [(here, there) for there, here in moved.items()]
    )
