"""What the placements page asks the archive: where stories stood, and how long.

A stretch is one placement: a card at one place of one page, from when it was first to when it was last seen there. A
story is what cards promote: the archived article (its number), or, where there is none, the card alone (its number,
negative).
"""

from __future__ import annotations

_COLUMNS = """
    pl.id, pl.page_id, p.url AS page_url, p.source_id, coalesce(s.name, s.host) AS source, pl.region, pl.block,
    pl.block_heading, pl.position, c.article_id, c.title, c.url, c.placeholder_text,
    a.title AS article_title, pl.first_seen,
    coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen) AS last_seen, pl.ended_at IS NULL AS is_current,
    (julianday(coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen)) - julianday(pl.first_seen)) * 24 AS hours
"""
_JOINED = """
    JOIN cards AS c ON c.id = pl.card_id
    JOIN pages AS p ON p.id = pl.page_id
    LEFT JOIN sources AS s ON s.id = p.source_id
    LEFT JOIN articles AS a ON a.id = c.article_id
"""
_REGION = "(:region IS NULL OR pl.region = :region)"
_STANDING = "(:only_current = 0 OR pl.ended_at IS NULL)"

ARTICLE = """
    SELECT a.id, a.title, a.url, coalesce(s.name, s.host) AS source
    FROM articles AS a
    LEFT JOIN sources AS s ON s.id = a.source_id
    WHERE a.id = :article
"""
PAGE = """
    SELECT p.id, p.url, p.article_id, p.source_id, p.last_fetched_at, coalesce(s.name, s.host) AS source
    FROM pages AS p
    LEFT JOIN sources AS s ON s.id = p.source_id
    WHERE p.id = :page
"""
#: first what stands now, then what ended last; the narrow inner query is what is sorted
OF_ARTICLE = f"""
    SELECT {_COLUMNS}
    FROM (
        SELECT pl.id FROM cards AS c JOIN placements AS pl ON pl.card_id = c.id
        JOIN pages AS p ON p.id = pl.page_id
        WHERE c.article_id = :article AND {_REGION} AND {_STANDING} AND (:source IS NULL OR p.source_id = :source)
        ORDER BY pl.ended_at IS NULL DESC, pl.first_seen DESC, pl.id DESC
        LIMIT :limit OFFSET :offset
    ) AS found
    JOIN placements AS pl ON pl.id = found.id
    {_JOINED}
    ORDER BY is_current DESC, pl.first_seen DESC, pl.id DESC
"""
OF_PAGE = f"""
    SELECT {_COLUMNS}
    FROM (
        SELECT pl.id FROM placements AS pl
        WHERE pl.page_id = :page AND {_REGION} AND {_STANDING}
        ORDER BY pl.ended_at IS NULL DESC, pl.first_seen DESC, pl.position, pl.id
        LIMIT :limit OFFSET :offset
    ) AS found
    JOIN placements AS pl ON pl.id = found.id
    {_JOINED}
    ORDER BY is_current DESC, pl.first_seen DESC, pl.position, pl.id
"""
COUNT_OF_ARTICLE = f"""
    SELECT count(*) AS placements FROM cards AS c JOIN placements AS pl ON pl.card_id = c.id
    JOIN pages AS p ON p.id = pl.page_id
    WHERE c.article_id = :article AND {_REGION} AND {_STANDING} AND (:source IS NULL OR p.source_id = :source)
"""
COUNT_OF_PAGE = f"""
    SELECT count(*) AS placements FROM placements AS pl WHERE pl.page_id = :page AND {_REGION} AND {_STANDING}
"""

#: A story that stands in two blocks of a page at once is shown once at a time: of each stretch only what lies after
#: all earlier ones counts. The list is made once, for how long it is, and for the part of it that is shown.
LONGEST = f"""
    WITH home AS (
        SELECT p.id, p.last_fetched_at
        FROM sources AS s JOIN pages AS p ON p.url = s.home_url
        WHERE :source IS NULL OR s.id = :source
    ),
    stretch AS (
        SELECT
            coalesce(c.article_id, -c.id) AS story, pl.page_id, unixepoch(pl.first_seen) AS begun,
            unixepoch(coalesce(pl.last_seen, home.last_fetched_at, pl.first_seen)) AS ended,
            pl.ended_at IS NULL AS is_current
        FROM home
        JOIN placements AS pl ON pl.page_id = home.id
        JOIN cards AS c ON c.id = pl.card_id
        WHERE {_REGION} AND {_STANDING}
    ),
    fresh AS (
        SELECT
            *, max(begun, coalesce(max(ended) OVER (
                PARTITION BY story, page_id ORDER BY begun, ended
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), begun)) AS counted_from
        FROM stretch
    ),
    told AS MATERIALIZED (
        SELECT
            story, page_id, count(*) AS placements, max(is_current) AS is_current, min(begun) AS begun,
            max(ended) AS ended, sum(max(0, ended - counted_from)) / 3600.0 AS hours
        FROM fresh
        GROUP BY story, page_id
    )
    SELECT
        story, page_id, placements, is_current, hours, strftime('%Y-%m-%dT%H:%M:%SZ', begun, 'unixepoch') AS first_seen,
        strftime('%Y-%m-%dT%H:%M:%SZ', ended, 'unixepoch') AS last_seen, (SELECT count(*) FROM told) AS total
    FROM told
    ORDER BY hours DESC, begun, story, page_id
    LIMIT :limit OFFSET min(:offset, max(0, ((SELECT count(*) FROM told) - 1) / :limit * :limit))
"""
#: the newest stretches of each listed story, as many as a line of a chart can tell
STRETCHES = f"""
    WITH listed AS (
        SELECT json_extract(value, '$[0]') AS story, json_extract(value, '$[1]') AS page_id, key AS rank
        FROM json_each(:listed)
    ),
    stretch AS (
        SELECT listed.rank, pl.id, pl.first_seen
        FROM listed
        CROSS JOIN cards AS c ON c.article_id = listed.story
        CROSS JOIN placements AS pl ON pl.card_id = c.id AND +pl.page_id = listed.page_id
        WHERE {_REGION} AND {_STANDING}
        UNION ALL
        SELECT listed.rank, pl.id, pl.first_seen
        FROM listed
        CROSS JOIN placements AS pl ON pl.card_id = -listed.story AND +pl.page_id = listed.page_id
        WHERE {_REGION} AND {_STANDING}
    ),
    numbered AS (
        SELECT rank, id, row_number() OVER (PARTITION BY rank ORDER BY first_seen DESC) AS nth FROM stretch
    )
    SELECT {_COLUMNS}, numbered.rank
    FROM numbered
    JOIN placements AS pl ON pl.id = numbered.id
    {_JOINED}
    WHERE numbered.nth <= 15
    ORDER BY numbered.rank, pl.first_seen
"""
HOME_PAGES = """
    SELECT s.id AS source_id, coalesce(s.name, s.host) AS source, p.id AS page_id, p.url
    FROM sources AS s LEFT JOIN pages AS p ON p.url = s.home_url
    ORDER BY source COLLATE NOCASE, s.id
    LIMIT 1000
"""
PAGE_BY_URL = "SELECT id FROM pages WHERE url = :url"
