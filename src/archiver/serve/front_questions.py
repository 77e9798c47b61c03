"""The statements of the front page and of the list of sources."""

from __future__ import annotations

#: all that is here, counted
FIGURES = """
    SELECT
        (SELECT count(*) FROM articles) AS articles,
        (SELECT count(*) FROM sources) AS sources,
        (SELECT count(*) FROM cards) AS cards,
        (SELECT count(*) FROM placements) AS placements,
        (SELECT count(*) FROM revisions WHERE cause = 'publisher') AS edits,
        (SELECT count(*) FROM authors) AS authors,
        (SELECT max(coalesce(ended_at, last_started_at, started_at)) FROM runs) AS updated_at,
        (SELECT value FROM meta WHERE key = 'is_sample') AS is_sample
"""
#: each source with its days and how many articles each has, as JSON: tens of thousands of rows would take three times
#: as long to hand over
DAYS = """
    SELECT coalesce(s.name, s.host, 'no source') AS name, a.days, a.counts
    FROM (
        SELECT source_id, json_group_array(published_day) AS days, json_group_array(articles) AS counts
        FROM (
            SELECT source_id, published_day, count(*) AS articles FROM articles
            WHERE published_day IS NOT NULL GROUP BY source_id, published_day
        )
        GROUP BY source_id
    ) AS a
    LEFT JOIN sources AS s ON s.id = a.source_id
"""
#: each source, those with most articles first
SOURCES = """
    SELECT
        s.id, coalesce(s.name, s.host) AS name, s.home_url, s.state, coalesce(a.articles, 0) AS articles, a.first_day,
        a.last_day, h.articles_7_days, h.pages_ok, h.pages_failed, h.last_success_at, h.last_error, h.last_error_at
    FROM sources AS s
    JOIN source_health AS h ON h.source_id = s.id
    LEFT JOIN (
        SELECT source_id, count(*) AS articles, min(published_day) AS first_day, max(published_day) AS last_day
        FROM articles WHERE source_id IS NOT NULL GROUP BY source_id
    ) AS a ON a.source_id = s.id
    ORDER BY articles DESC, name
"""


def latest(where: str, limit: int) -> str:
    """The newest of some articles by their publication; those of days to come and of none fill up the end."""
    return f"""
    SELECT a.id, a.title, a.published, a.section, a.first_seen, s.id AS source_id, coalesce(s.name, s.host) AS source
    FROM (
        SELECT * FROM (
            SELECT id, 0 AS rank, published_day AS day, published_at AS at FROM articles
            WHERE {where} AND published_day <= date('now', '+14 hours')
            ORDER BY published_day DESC, published_at DESC, id DESC LIMIT {limit}
        )
        UNION ALL
        SELECT * FROM (
            SELECT id, 1, '', '' FROM articles WHERE {where} AND published_day > date('now', '+14 hours')
            ORDER BY published_day LIMIT {limit}
        )
        UNION ALL
        SELECT * FROM (
            SELECT id, 2, '', '' FROM articles WHERE {where} AND published_day IS NULL LIMIT {limit}
        )
    ) AS newest
    JOIN articles AS a ON a.id = newest.id
    LEFT JOIN sources AS s ON s.id = a.source_id
    ORDER BY newest.rank, newest.day DESC, newest.at DESC, a.id DESC LIMIT {limit}
"""


LATEST = latest("TRUE", 10)
#: the newest of headline_changes, found without looking at all of them
HEADLINES = """
    SELECT
        a.id, old.title AS old_title, new.title AS new_title, new.seen_at, new.number,
        s.id AS source_id, coalesce(s.name, s.host) AS source
    FROM (
        SELECT r.id, r.article_id, r.number FROM revisions AS r
        WHERE r.cause = 'publisher' AND EXISTS (
            SELECT 1 FROM revision_diffs AS d
            WHERE d.article_id = r.article_id AND d.number = r.number AND d.field = 'title'
        )
        ORDER BY r.id DESC LIMIT 8
    ) AS changed
    JOIN revisions AS new ON new.id = changed.id
    JOIN revisions AS old ON old.article_id = changed.article_id AND old.number = changed.number - 1
    JOIN articles AS a ON a.id = changed.article_id
    LEFT JOIN sources AS s ON s.id = a.source_id
    ORDER BY new.id DESC
"""
