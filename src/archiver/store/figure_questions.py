"""The statements behind the figures, one each; all take ``:sources`` (a JSON array of numbers), ``:since``, ``:until``.

``NULL`` stands for all sources, and for no end of the period. The period is days of publication where articles are
counted, days on which a card stood where cards are. What became of pages has no day: it is what holds now.
"""

from __future__ import annotations

#: how long lists of the most are
LISTED = 20

_OF_SOURCES = "(:sources IS NULL OR {table}.source_id IN (SELECT value FROM json_each(:sources)))"
_ARTICLES = f"""
    {_OF_SOURCES.format(table="a")}
    AND (:since IS NULL OR a.published_day >= :since) AND (:until IS NULL OR a.published_day <= :until)
"""
#: placements that stood at some time in the period
_PLACEMENTS = f"""
    {_OF_SOURCES.format(table="p")}
    AND (:since IS NULL OR coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen) >= :since)
    AND (:until IS NULL OR substr(pl.first_seen, 1, 10) <= :until)
"""
_NAME = "coalesce(s.name, s.host)"

#: source_id, day, articles
DAYS = f"""
    SELECT a.source_id, a.published_day, count(*) FROM articles AS a
    WHERE a.published_day IS NOT NULL AND {_ARTICLES}
    GROUP BY a.source_id, a.published_day
"""

#: what can be filled in of an article: name → what is true of a row ``a`` of articles where it is
FIELDS = {
    "title": "a.title IS NOT NULL",
    "lead": "a.lead IS NOT NULL",
    "text": "a.body IS NOT NULL",
    "author": "EXISTS (SELECT 1 FROM article_authors AS aa WHERE aa.article_id = a.id)",
    "published": "a.published_day IS NOT NULL",
    "published with time": "a.published_at IS NOT NULL",
    "modified": "a.modified_day IS NOT NULL",
    "section": "a.section IS NOT NULL",
    "tags": "EXISTS (SELECT 1 FROM article_tags AS ag WHERE ag.article_id = a.id)",
    "picture": "a.image_url IS NOT NULL",
    "language": "a.language IS NOT NULL",
}

#: of a row ``a`` of articles: weekday (0 is Monday) and hour by the publisher's clock, NULL where it names no time
WEEKDAY = "iif(a.published_at IS NULL, NULL, (strftime('%w', a.published_day) + 6) % 7)"
HOUR = "iif(a.published_at IS NULL, NULL, CAST(substr(a.published, 12, 2) AS INTEGER))"

#: source_id, weekday, hour, articles, words, and how many have each field. One statement, as each walk over the
#: articles reads the whole file.
HOURS_AND_FIELDS = f"""
    SELECT
        a.source_id, {WEEKDAY}, {HOUR},
        count(*), sum(a.word_count), {", ".join(f"sum({is_there})" for is_there in FIELDS.values())}
    FROM articles AS a WHERE {_ARTICLES}
    GROUP BY 1, 2, 3
"""

#: authors, cards, placements, placements that stand now
TOTALS = f"""
    SELECT
        (
            SELECT count(DISTINCT aa.author_id) FROM article_authors AS aa
            WHERE aa.article_id IN (SELECT a.id FROM articles AS a WHERE {_ARTICLES})
        ),
        count(DISTINCT pl.card_id), count(*), coalesce(sum(pl.ended_at IS NULL), 0)
    FROM placements AS pl JOIN pages AS p ON p.id = pl.page_id WHERE {_PLACEMENTS}
"""

#: source_id, reason, pages
FAILURES = f"""
    SELECT p.source_id, coalesce(p.reason, 'unknown'), count(*) AS pages FROM pages AS p
    WHERE p.state = 'failed' AND {_OF_SOURCES.format(table="p")}
    GROUP BY p.source_id, p.reason ORDER BY pages DESC, p.source_id, p.reason
"""

#: source_id, slot, status, slots
EMPTY_SLOTS = f"""
    SELECT a.source_id, 'article', i.status, count(*) AS slots
    FROM images AS i JOIN articles AS a ON a.id = i.article_id
    WHERE i.status IN ('placeholder', 'missing') AND {_ARTICLES} GROUP BY a.source_id, i.status
    UNION ALL
    SELECT p.source_id, 'teaser', c.image_status, count(*) AS slots
    FROM cards AS c JOIN placements AS pl ON pl.card_id = c.id JOIN pages AS p ON p.id = pl.page_id
    WHERE c.image_status IN ('placeholder', 'missing') AND {_PLACEMENTS} GROUP BY p.source_id, c.image_status
    ORDER BY slots DESC, 1, 2, 3
"""

#: article_id, title, url, source, pages, placements, hours_shown, first_seen, last_seen, is_current; an article's own
#: pages do not count
MOST_PROMOTED = f"""
    SELECT
        top.article_id, a.title, a.url, {_NAME}, top.pages, top.placements, round(top.hours, 1), top.first_seen,
        top.last_seen, top.is_current
    FROM (
        SELECT
            c.article_id, count(DISTINCT pl.page_id) AS pages, count(*) AS placements,
            sum(
                julianday(coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen)) - julianday(pl.first_seen)
            ) * 24 AS hours,
            min(pl.first_seen) AS first_seen,
            max(coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen)) AS last_seen,
            max(pl.ended_at IS NULL) AS is_current
        FROM placements AS pl JOIN cards AS c ON c.id = pl.card_id JOIN pages AS p ON p.id = pl.page_id
        WHERE c.article_id IS NOT NULL AND p.article_id IS NOT c.article_id AND {_PLACEMENTS}
        GROUP BY c.article_id ORDER BY placements DESC, hours DESC, c.article_id LIMIT {LISTED}
    ) AS top
    JOIN articles AS a ON a.id = top.article_id
    LEFT JOIN sources AS s ON s.id = a.source_id
    ORDER BY top.placements DESC, top.hours DESC, top.article_id
"""

#: how long after its publication an edit was seen: name → at most so many days
LATENESS = {
    "within an hour": 1 / 24,
    "1 to 6 hours": 6 / 24,
    "6 to 24 hours": 1,
    "1 to 7 days": 7,
    "7 to 30 days": 30,
    "later": 10**9,
}
#: as the view article_edits counts: a date that lies behind our first look was moved
_SINCE = "min(a.published_at, a.first_seen)"
_LATE = f"julianday(r.seen_at) - julianday({_SINCE})"

#: source_id, lateness (as in ``LATENESS``, NULL where it cannot be known), edits
EDITS = f"""
    SELECT a.source_id,
        CASE WHEN a.published_at IS NULL OR r.seen_at < {_SINCE} THEN NULL
        {" ".join(f"WHEN {_LATE} <= {days!r} THEN '{name}'" for name, days in LATENESS.items())} END,
        count(*)
    FROM revisions AS r JOIN articles AS a ON a.id = r.article_id
    WHERE r.cause = 'publisher' AND {_ARTICLES} GROUP BY 1, 2
"""

#: source_id, articles edited
EDITED = f"""
    SELECT a.source_id, count(DISTINCT a.id) FROM revisions AS r JOIN articles AS a ON a.id = r.article_id
    WHERE r.cause = 'publisher' AND {_ARTICLES} GROUP BY a.source_id
"""

#: source_id, headline changes
HEADLINES = f"""
    SELECT a.source_id, count(*) FROM headline_changes AS h JOIN articles AS a ON a.id = h.article_id
    WHERE {_ARTICLES} GROUP BY a.source_id
"""

#: article_id, url, source, old_title, new_title, changed_at: the newest ones
NEWEST_HEADLINES = f"""
    SELECT h.article_id, h.url, h.source, h.old_title, h.new_title, h.changed_at
    FROM headline_changes AS h JOIN articles AS a ON a.id = h.article_id
    WHERE {_ARTICLES} ORDER BY h.changed_at DESC, h.article_id DESC LIMIT {LISTED}
"""
