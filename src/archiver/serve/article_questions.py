"""What the page of one article asks the archive: one statement for each part of the page, ``:id`` is the article.

Lists that can be long have a ``LIMIT``; ``COUNTS`` tells how many there are in all.
"""

from __future__ import annotations

#: of a list that goes on elsewhere
SHOWN = 20

BY_URL = """
    SELECT id FROM articles WHERE url = :url
    UNION ALL
    SELECT article_id FROM pages WHERE url = :url AND article_id IS NOT NULL
    LIMIT 1
"""

ARTICLE = """
    SELECT
        a.*, coalesce(s.name, s.host) AS source, p.url AS page_url, p.last_fetched_at AS page_last_fetched_at,
        p.state AS page_state, p.reason AS page_reason
    FROM articles AS a
    LEFT JOIN sources AS s ON s.id = a.source_id
    LEFT JOIN pages AS p ON p.id = a.page_id
    WHERE a.id = :id
"""

QUESTIONS = {
    "authors": """
        SELECT au.id, au.name, aa.role, aa.affiliation
        FROM article_authors AS aa
        JOIN authors AS au ON au.id = aa.author_id
        WHERE aa.article_id = :id
        ORDER BY aa.position
        LIMIT 200
    """,
    "tags": """
        SELECT t.id, t.name
        FROM article_tags AS at
        JOIN tags AS t ON t.id = at.tag_id
        WHERE at.article_id = :id
        ORDER BY at.position
        LIMIT 200
    """,
    "images": """
        SELECT id, url, alt, caption, credit, role, status, placeholder_text
        FROM images
        WHERE article_id = :id
        ORDER BY role = 'inline', position
        LIMIT 200
    """,
    "evidence": """
        SELECT field, value, raw, source, rule
        FROM evidence
        WHERE article_id = :id
        ORDER BY position
        LIMIT 200
    """,
    "revisions": """
        SELECT id, number, cause, seen_at, capture_id
        FROM revisions
        WHERE article_id = :id
        ORDER BY number DESC
        LIMIT :shown
    """,
    "changes": """
        SELECT number, title_changed, lead_changed, body_changed, words_before, words_after
        FROM revision_changes
        WHERE article_id = :id
        ORDER BY number DESC
        LIMIT :shown
    """,
    "similar": """
        SELECT found.article_id, a.title, a.url, coalesce(s.name, s.host) AS source, a.published, found.distance
        FROM (
            SELECT other_id AS article_id, distance FROM similar_articles WHERE article_id = :id
            UNION ALL
            SELECT article_id, distance FROM similar_articles WHERE other_id = :id
            ORDER BY distance, article_id
            LIMIT :shown
        ) AS found
        JOIN articles AS a ON a.id = found.article_id
        LEFT JOIN sources AS s ON s.id = a.source_id
        ORDER BY found.distance, found.article_id
    """,
    "translations": """
        SELECT other_language, other_url, other_article_id, other_title
        FROM translations
        WHERE article_id = :id
        LIMIT 200
    """,
    "pages": """
        SELECT id, url, kind, state, reason, part, first_seen, last_fetched_at
        FROM pages
        WHERE article_id = :id
        ORDER BY id = (SELECT page_id FROM articles WHERE id = :id) DESC, part IS NOT NULL, part, id
        LIMIT :shown
    """,
    "teasers": """
        SELECT t.id, t.page_id, t.region, t.block, t.block_heading, t.position, t.title, t.kicker, t.url, t.excerpt,
            t.image_status, t.placeholder_text, t.article_id, t.first_seen, t.last_seen, t.is_current
        FROM teasers AS t
        WHERE t.page_id IN (SELECT id FROM pages WHERE article_id = :id)
        ORDER BY t.is_current DESC, t.page_id, t.position, t.first_seen DESC, t.id
        LIMIT :shown
    """,
    "promoters": """
        SELECT
            p.id AS page_id, p.url AS page_url, p.kind AS page_kind, p.article_id, a.title AS article_title,
            coalesce(s.name, s.host) AS source, found.regions, found.placements, found.first_seen, found.last_seen,
            found.hours, found.is_current
        FROM (
            SELECT
                pl.page_id, group_concat(DISTINCT pl.region) AS regions, count(*) AS placements,
                min(pl.first_seen) AS first_seen,
                max(coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen)) AS last_seen,
                (
                    julianday(max(coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen)))
                    - julianday(min(pl.first_seen))
                ) * 24 AS hours,
                max(pl.ended_at IS NULL) AS is_current
            FROM cards AS c
            JOIN placements AS pl ON pl.card_id = c.id
            JOIN pages AS p ON p.id = pl.page_id
            WHERE c.article_id = :id
            GROUP BY pl.page_id
            ORDER BY is_current DESC, hours DESC, pl.page_id
            LIMIT :shown
        ) AS found
        JOIN pages AS p ON p.id = found.page_id
        LEFT JOIN sources AS s ON s.id = p.source_id
        LEFT JOIN articles AS a ON a.id = p.article_id
        ORDER BY found.is_current DESC, found.hours DESC, found.page_id
    """,
    "read_from": """
        SELECT c.id, c.fetched_at, coalesce(held.warc_file, c.warc_file) AS warc_file,
            coalesce(held.warc_offset, c.warc_offset) AS warc_offset, c.payload_digest
        FROM articles AS a
        JOIN captures AS c ON c.id = a.capture_id
        LEFT JOIN captures AS held ON held.id = c.revisit_of
        WHERE a.id = :id
    """,
    "captures": """
        SELECT c.id, c.page_id, c.fetched_at, c.url, c.final_url, c.status, c.error, c.media_type, c.payload_digest,
            c.size_bytes, c.warc_file, c.warc_offset, c.warc_length, c.revisit_of, c.is_truncated, c.is_rendered,
            held.warc_file AS held_file, held.warc_offset AS held_offset
        FROM captures AS c
        LEFT JOIN captures AS held ON held.id = c.revisit_of
        WHERE c.page_id IN (SELECT id FROM pages WHERE article_id = :id)
        ORDER BY c.fetched_at DESC, c.id DESC
        LIMIT :shown
    """,
}

COUNTS = """
    SELECT
        (SELECT count(*) FROM revisions WHERE article_id = :id) AS revisions,
        (SELECT count(*) FROM pages WHERE article_id = :id) AS pages,
        (SELECT cluster_id FROM cluster_members WHERE article_id = :id) AS cluster_id,
        (
            SELECT count(*) - 1 FROM cluster_members
            WHERE cluster_id = (SELECT cluster_id FROM cluster_members WHERE article_id = :id)
        ) AS similar,
        (
            SELECT count(*) FROM placements
            WHERE page_id IN (SELECT id FROM pages WHERE article_id = :id)
        ) AS teasers,
        (
            SELECT count(DISTINCT pl.page_id) FROM cards AS c JOIN placements AS pl ON pl.card_id = c.id
            WHERE c.article_id = :id
        ) AS promoters,
        (
            SELECT count(*) FROM captures
            WHERE page_id IN (SELECT id FROM pages WHERE article_id = :id)
        ) AS captures
"""
