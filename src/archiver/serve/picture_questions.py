"""What the page of missing pictures asks the archive."""

from __future__ import annotations

_WANTED = """
    (:source IS NULL OR source = :source) AND (:slot IS NULL OR slot = :slot)
    AND (:status IS NULL OR image_status = :status)
    AND (:text IS NULL OR coalesce(placeholder_text, '') = :text)
    AND (:only_current = 0 OR is_current)
"""
#: kinds of slots; each row tells the total of all kinds, too
GROUPS = f"""
    SELECT source, slot, image_status, placeholder_text, count(*) AS slots, sum(is_current) AS current,
        min(first_seen) AS first_seen, sum(count(*)) OVER () AS total
    FROM placeholder_images
    WHERE {_WANTED}
    GROUP BY source, slot, image_status, placeholder_text
    ORDER BY slots DESC, source, slot, image_status, placeholder_text
    LIMIT :limit
"""
SLOTS = f"""
    SELECT v.*, a.title AS article_title, c.title AS card_title, c.url AS card_url
    FROM (
        SELECT source, page_url, slot, teaser_id, article_id, image_status, placeholder_text, image_url, first_seen,
            is_current
        FROM placeholder_images
        WHERE {_WANTED}
        ORDER BY first_seen DESC, teaser_id DESC, article_id DESC
        LIMIT :limit OFFSET :offset
    ) AS v
    LEFT JOIN articles AS a ON a.id = v.article_id
    LEFT JOIN placements AS pl ON pl.id = v.teaser_id
    LEFT JOIN cards AS c ON c.id = pl.card_id
    ORDER BY v.first_seen DESC, v.teaser_id DESC, v.article_id DESC
"""
SOURCES = "SELECT DISTINCT coalesce(name, host) AS source FROM sources ORDER BY source COLLATE NOCASE LIMIT 1000"
