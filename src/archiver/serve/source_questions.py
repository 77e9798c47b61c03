"""The statements of a source's page; each takes ``:source``, its number."""

from __future__ import annotations

from archiver.serve.front_questions import latest
from archiver.store.figure_questions import FIELDS, HOUR, WEEKDAY

#: what is read article by article is read of so many of them: the page is to come at once, however many there are
NEWEST = 2000
_NEWEST = f"SELECT id FROM articles WHERE source_id = :source ORDER BY first_seen DESC LIMIT {NEWEST}"
#: how long lists are
LISTED = 12

SOURCE = """
    SELECT s.*, coalesce(s.name, s.host) AS title, h.*
    FROM sources AS s JOIN source_health AS h ON h.source_id = s.id
    WHERE s.id = :source
"""
FIGURES = """
    SELECT
        count(*) AS articles, count(published_day) AS dated,
        min(published_day) AS first_day, max(published_day) AS last_day, count(DISTINCT published_day) AS days_covered
    FROM articles WHERE source_id = :source
"""
DAYS = """
    SELECT published_day AS day, count(*) AS articles FROM articles
    WHERE source_id = :source AND published_day IS NOT NULL GROUP BY published_day ORDER BY published_day
"""
#: weekday, hour, articles, words, how many have each field
HOURS_AND_FIELDS = f"""
    SELECT
        {WEEKDAY}, {HOUR}, count(*), sum(a.word_count),
        {", ".join(f"sum({is_there})" for is_there in FIELDS.values())}
    FROM articles AS a WHERE a.id IN ({_NEWEST}) GROUP BY 1, 2
"""
SECTIONS = f"""
    SELECT coalesce(section, 'no section') AS name, count(*) AS articles FROM articles
    WHERE id IN ({_NEWEST}) GROUP BY section ORDER BY articles DESC, name LIMIT {LISTED}
"""
AUTHORS = f"""
    SELECT au.name, count(DISTINCT aa.article_id) AS articles
    FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
    WHERE aa.article_id IN ({_NEWEST}) GROUP BY au.id ORDER BY articles DESC, au.name LIMIT {LISTED}
"""
#: of all its pages: what became of them
STATES = "SELECT state, count(*) AS pages FROM pages WHERE source_id = :source GROUP BY state"
FAILURES = """
    SELECT coalesce(reason, 'unknown') AS reason, state, count(*) AS pages, max(url) AS example
    FROM pages WHERE source_id = :source AND state IN ('failed', 'gone', 'excluded')
    GROUP BY state, reason ORDER BY state = 'failed' DESC, pages DESC LIMIT 20
"""
LATEST = latest("source_id = :source", LISTED)
#: pages that list others, with what stands on them
LISTS = f"""
    SELECT
        p.id, p.url, p.last_fetched_at,
        (SELECT count(*) FROM placements AS pl WHERE pl.page_id = p.id AND pl.ended_at IS NULL) AS cards
    FROM pages AS p
    WHERE p.source_id = :source AND p.state = 'ok' AND p.kind = 'listing'
    ORDER BY cards DESC, p.id LIMIT {LISTED}
"""
#: what stands on those pages, longest first
STANDING = f"""
    SELECT c.title, c.url, c.article_id, p.url AS page_url, pl.block_heading, pl.first_seen, p.last_fetched_at
    FROM pages AS p
    JOIN placements AS pl ON pl.page_id = p.id AND pl.ended_at IS NULL
    JOIN cards AS c ON c.id = pl.card_id
    WHERE p.source_id = :source AND p.state = 'ok' AND p.kind = 'listing' AND c.title IS NOT NULL
    ORDER BY pl.first_seen, pl.id LIMIT {LISTED}
"""
