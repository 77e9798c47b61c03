"""What an archive holds, without the numbers of its rows: equal means that two say the same."""

from __future__ import annotations

from typing import Any

from archiver.store.archive import Archive

_PAGE = "(SELECT url FROM pages WHERE id = {})"
_ARTICLE = "(SELECT url FROM articles WHERE id = {})"
_SOURCE = "(SELECT home_url FROM sources WHERE id = {})"
_CAPTURE = "(SELECT fetched_at || ' ' || url FROM captures WHERE id = {})"
#: by table: columns that point to rows, and what is asked for in their place; NULL for what is not compared
_TOLD = {
    "source_id": _SOURCE,
    "page_id": _PAGE,
    "found_on_page_id": _PAGE,
    "article_id": _ARTICLE,
    "capture_id": _CAPTURE,
    "first_capture_id": _CAPTURE,
    "last_capture_id": _CAPTURE,
    "revisit_of": _CAPTURE,
    "card_id": "(SELECT digest FROM cards WHERE id = {})",
    "author_id": "(SELECT name FROM authors WHERE id = {})",
    "tag_id": "(SELECT name FROM tags WHERE id = {})",
    "kind_id": "(SELECT field || source || rule FROM evidence_kinds WHERE id = {})",
    "run_id": "NULL",
    "id": "NULL",
}
#: how many pages in a row brought nothing, and which was first, is not known of two archives
_UNTOLD = {"address_shapes": {"barren", "example"}}
_TABLES = (
    *("sources", "pages", "frontier", "hosts", "captures", "articles", "revision_log", "past_texts", "revision_diffs"),
    *("article_evidence", "article_keys", "article_sketches", "article_authors", "article_tags", "alternates"),
    *("images", "cards", "placements", "address_shapes"),
)
_PAIRS = f"""
    SELECT min(a, b), max(a, b), distance FROM (
        SELECT {_ARTICLE.format("article_id")} AS a, {_ARTICLE.format("other_id")} AS b, distance FROM similar_articles
    )
"""


def told_by(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """By table, the rows that it has, in an order that does not depend on their numbers."""
    return {table: sorted(archive.query(sql).rows, key=repr) for table, sql in statements(archive).items()}


def statements(archive: Archive) -> dict[str, str]:
    """By table, what gives its rows without their numbers."""
    return {table: _statement(archive, table) for table in _TABLES} | {"similar_articles": _PAIRS}


def _statement(archive: Archive, table: str) -> str:
    columns = sorted(name for (name,) in archive.query(f"SELECT name FROM pragma_table_info('{table}')").rows)
    kept = [column for column in columns if column not in _UNTOLD.get(table, ())]
    return f"SELECT {', '.join(_TOLD.get(column, '{}').format(column) for column in kept)} FROM {table}"


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, tuple[list[Any], list[Any]]]:
    """By table, the rows that only one of the two has."""
    return {
        table: (
            sorted(set(one[table]) - set(other[table]), key=repr),
            sorted(set(other[table]) - set(one[table]), key=repr),
        )
        for table in one
        if one[table] != other[table]
    }
