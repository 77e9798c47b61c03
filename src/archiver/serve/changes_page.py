"""The page of an article's changes: each revision against the one before it, or any two of them, word by word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from datasette import NotFound, Response

from archiver.serve.asked import Asked, Paging, read_query
from archiver.serve.folding import Stretch, differences
from archiver.serve.reading import row, rows
from archiver.serve.responses import page

#: comparisons on one page
_SHOWN = 10
#: of all texts on one page, about: of long ones fewer are shown
_WORDS = 60_000
#: revisions that can be chosen from a list; others by their number in the address
_CHOICES = 500

_ARTICLE = """
    SELECT a.id, a.title, a.url, a.published, coalesce(s.name, s.host) AS source,
        (SELECT count(*) FROM revisions WHERE article_id = a.id) AS revisions,
        (SELECT max(word_count) FROM revisions WHERE article_id = a.id) AS most_words
    FROM articles AS a
    LEFT JOIN sources AS s ON s.id = a.source_id
    WHERE a.id = :id
"""
_CHOOSABLE = """
    SELECT number, cause, seen_at FROM revisions WHERE article_id = :id ORDER BY number DESC LIMIT :limit
"""
_TEXTS = """
    SELECT r.number, r.cause, r.seen_at, r.parser_version, r.capture_id, r.title, r.lead, r.body, r.word_count
    FROM revisions AS r
    WHERE r.article_id = :id AND r.number IN (SELECT value FROM json_each(:numbers))
    ORDER BY r.number
"""
#: changes of which neither text is there: an archive is published without them
_NOT_KEPT = """
    SELECT d.number, d.field FROM revision_diffs AS d
    WHERE d.article_id = :id AND d.number > :first AND d.number <= :last AND d.position = 0
      AND d.field IN ('lead', 'body') AND NOT EXISTS (
          SELECT 1 FROM revisions AS r
          WHERE r.article_id = d.article_id AND r.number IN (d.number - 1, d.number)
            AND CASE d.field WHEN 'lead' THEN r.lead ELSE r.body END IS NOT NULL
      )
    ORDER BY d.field DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two revisions and what differs between them."""

    old: Any
    new: Any
    #: title, lead and body, as far as they differ
    fields: Mapping[str, tuple[Stretch, ...]]
    #: of lead and body, what changed between them and cannot be compared
    not_kept: tuple[str, ...]

    @property
    def cause(self) -> str:
        """Why they differ, where nothing lies between them; else ``several``."""
        return str(self.new["cause"]) if self.new["number"] == self.old["number"] + 1 else "several"


async def changes_page(datasette: Any, request: Any) -> Response:
    """The page of this article's changes; ``?old=`` and ``?new=`` choose two revisions by number."""
    values = await _load(datasette, int(request.url_vars["id"]), read_query(request.query_string))
    return await page(datasette, request, "archiver/changes.html", values)


async def _load(datasette: Any, article_id: int, asked: Asked) -> dict[str, Any]:
    article = await row(datasette, _ARTICLE, {"id": article_id})
    if article is None:
        raise NotFound("no such article")
    paging = Paging(asked, max(0, article["revisions"] - 1), _size(article["most_words"]))
    chosen = _chosen(asked, article["revisions"])
    numbers = chosen or _numbers(article["revisions"], paging)
    span = {"id": article_id, "first": min(numbers, default=0), "last": max(numbers, default=0)}
    texts, lost = await asyncio.gather(
        rows(datasette, _TEXTS, {"id": article_id, "numbers": str(list(numbers))}), rows(datasette, _NOT_KEPT, span)
    )
    return {
        "article": article,
        "choices": await rows(datasette, _CHOOSABLE, {"id": article_id, "limit": _CHOICES}),
        "chosen": chosen,
        "paging": paging,
        # in a thread: to compare two long texts takes a moment, in which others are answered
        "comparisons": await asyncio.to_thread(lambda: tuple(_comparisons(texts, lost))[::-1]),
    }


def _size(words: int | None) -> int:
    """How many comparisons of texts of so many words a page shows."""
    return max(1, min(_SHOWN, _WORDS // max(words or 0, 1)))


def _chosen(asked: Asked, revisions: int) -> tuple[int, int] | None:
    """The two revisions that are asked for, the older one first."""
    old, new = asked.number("old"), asked.number("new")
    if old is None or new is None or old == new or not all(1 <= number <= revisions for number in (old, new)):
        return None
    return min(old, new), max(old, new)


def _numbers(revisions: int, paging: Paging) -> tuple[int, ...]:
    """The revisions that this page compares, the newest of the archive on the first page."""
    newest = revisions - paging.offset
    return tuple(range(max(1, newest - paging.size), newest + 1))


def _comparisons(texts: list[Any], lost: list[Any]) -> Iterator[Comparison]:
    for old, new in pairwise(texts):
        found = {name: differences(old[name], new[name]) for name in ("title", "lead", "body")}
        yield Comparison(
            old=old,
            new=new,
            fields={name: parts for name, parts in found.items() if parts},
            not_kept=tuple(dict.fromkeys(field for number, field in lost if old["number"] < number <= new["number"])),
        )
