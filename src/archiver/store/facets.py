"""How the hits of a search are spread: how many there are of each source, language, section, year, author and tag."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from archiver.store.arguments import whole_number
from archiver.store.search import Statement, Wanted, hits_sql
from archiver.store.search_filters import check_names

#: values that a facet names, those with most hits
LISTED = 20
_FACTS = "SELECT '{name}' AS facet, {value} AS value, count(*) AS articles FROM facts {joins} GROUP BY {by}"
#: by facet: a statement over the hits, or over what the index knows of them
_FACETS = {
    "source": _FACTS.format(
        name="source",
        value="coalesce(s.name, s.host)",
        joins="JOIN sources AS s ON s.id = facts.source_id",
        by="facts.source_id",
    ),
    "language": _FACTS.format(name="language", value="language", joins="", by="language"),
    "section": _FACTS.format(name="section", value="section", joins="", by="section"),
    "year": _FACTS.format(name="year", value="substr(published_day, 1, 4)", joins="", by="2"),
    "month": _FACTS.format(name="month", value="substr(published_day, 1, 7)", joins="", by="2"),
    "author": "SELECT 'author', au.name, n.articles FROM authors AS au JOIN ("
    " SELECT aa.author_id, count(*) AS articles FROM hits CROSS JOIN article_authors AS aa ON aa.article_id = hits.id"
    " GROUP BY aa.author_id) AS n ON n.author_id = au.id",
    "tag": "SELECT 'tag', tg.name, n.articles FROM tags AS tg JOIN ("
    " SELECT at.tag_id, count(*) AS articles FROM hits CROSS JOIN article_tags AS at ON at.article_id = hits.id"
    " GROUP BY at.tag_id) AS n ON n.tag_id = tg.id",
}
FACETS = tuple(_FACETS)


class FacetCount(NamedTuple):
    """How many hits have this value; ``None`` for those that have none."""

    #: source, language, section, year, month, author or tag
    facet: str
    value: str | None
    #: among the hits
    articles: int


def facets_sql(wanted: Wanted, facets: Sequence[str] = FACETS, *, newest: int = -1) -> Statement:
    """What gives facet, value and number of articles: facet by facet, of each the most frequent values first.

    With ``newest``, only so many hits are counted, those that came to be known last: to count them all takes half a
    second for a small word and 100,000 articles.
    """
    hits = hits_sql(wanted, newest)
    parts = (f"SELECT * FROM ({_FACETS[name]} ORDER BY 3 DESC, 2 LIMIT {LISTED})" for name in facets)
    sql = f"""
        WITH hits AS MATERIALIZED ({hits.sql}),
        facts AS MATERIALIZED (
            SELECT a.source_id, a.language, a.section, a.published_day
            FROM hits CROSS JOIN articles AS a INDEXED BY articles_facts ON a.id = hits.id
        )
        {" UNION ALL ".join(parts)}
    """
    return Statement(sql, hits.parameters)


def load_facets(conn: sqlite3.Connection, wanted: Wanted, newest: int | None) -> tuple[FacetCount, ...]:
    """Of so many hits among articles, of all with ``None``. Raises ``UsageError`` like ``search``."""
    most = -1 if newest is None else whole_number("newest", newest, least=1)
    check_names(conn, wanted.filters)
    return tuple(map(FacetCount._make, conn.execute(*facets_sql(wanted, newest=most))))
