"""What each source promotes, in figures, and how many of its picture slots are empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from archiver.jsontext import encode_json
from archiver.store.records import BlockTally, RegionTally, SlotCounts, SourceTeasers, StoryTally, Tally
from archiver.store.sources import load_sources, sources_named

#: blocks and stories that are listed for each source
LISTED = 10
#: in the order of the columns of `_TALLIES`, each now and ever
_TALLIED = ("cards", "stories", "archived_stories", "placements")

#: each placement with what is counted; a bare placeholder is no story
_SHOWN = """
    WITH shown AS (
        SELECT p.source_id, pl.id, pl.page_id, pl.region, pl.block_heading, pl.ended_at IS NULL AS stands, pl.card_id,
               c.article_id, c.image_status, c.title, c.url, coalesce('article:' || c.article_id, c.match_key) AS story
        FROM placements AS pl JOIN pages AS p ON p.id = pl.page_id JOIN cards AS c ON c.id = pl.card_id
        WHERE :sources IS NULL OR p.source_id IN (SELECT value FROM json_each(:sources))
    )
"""
_TALLIES = f"""
    {_SHOWN}
    SELECT source_id,
           count(DISTINCT iif(stands, card_id, NULL)), count(DISTINCT card_id),
           count(DISTINCT iif(stands, story, NULL)), count(DISTINCT story),
           count(DISTINCT iif(stands, article_id, NULL)), count(DISTINCT article_id),
           sum(stands), count(*) AS ever
    FROM shown GROUP BY source_id ORDER BY ever DESC, source_id
"""
_REGIONS = f"""
    {_SHOWN}
    SELECT source_id, region, sum(stands), count(*) AS ever
    FROM shown GROUP BY source_id, region ORDER BY ever DESC, region
"""
_BLOCKS = f"""
    {_SHOWN}, blocks AS (
        SELECT source_id, block_heading, region, sum(stands) AS now, count(*) AS ever,
               row_number() OVER (PARTITION BY source_id ORDER BY count(*) DESC, block_heading, region) AS rank
        FROM shown GROUP BY source_id, block_heading, region
    )
    SELECT source_id, block_heading, region, now, ever FROM blocks WHERE rank <= {LISTED} ORDER BY source_id, rank
"""
#: the columns without a group are those of the newest placement (max(id)), as SQLite promises
_STORIES = f"""
    {_SHOWN}, stories AS (
        SELECT source_id, story, title, url, article_id, count(DISTINCT page_id) AS pages, sum(stands) AS now,
               count(*) AS ever, max(id),
               row_number() OVER (PARTITION BY source_id ORDER BY count(*) DESC, story) AS rank
        FROM shown WHERE story IS NOT NULL GROUP BY source_id, story
    )
    SELECT st.source_id, coalesce(a.title, st.title), coalesce(a.url, st.url), st.article_id, st.pages, st.now, st.ever
    FROM stories AS st LEFT JOIN articles AS a ON a.id = st.article_id
    WHERE st.rank <= {LISTED} ORDER BY st.source_id, st.rank
"""
_TEASER_SLOTS = f"{_SHOWN} SELECT source_id, image_status, sum(stands), count(*) FROM shown GROUP BY 1, 2"
_ARTICLE_SLOTS = """
    SELECT a.source_id, i.status, count(*) FROM images AS i JOIN articles AS a ON a.id = i.article_id
    WHERE :sources IS NULL OR a.source_id IN (SELECT value FROM json_each(:sources))
    GROUP BY a.source_id, i.status ORDER BY a.source_id, i.status
"""

Rows = dict[int | None, list[tuple[Any, ...]]]
"""Rows of a question by source, without its number."""


def load_teaser_stats(conn: sqlite3.Connection, source: str | None) -> tuple[SourceTeasers, ...]:
    """One for each source with cards or with slots for pictures, or for those of this name, host or home page.

    A source whose articles have such slots while none of its pages shows a card has figures, too: they come last.
    """
    sources = load_sources(conn)
    names = {one.id: one.name or one.host for one in sources}
    wanted = None if source is None else encode_json([one.id for one in sources_named(sources, source)])

    def ask(sql: str) -> Rows:
        return _by_source(conn.execute(sql, {"sources": wanted}))

    tallies, regions, blocks, stories = ask(_TALLIES), ask(_REGIONS), ask(_BLOCKS), ask(_STORIES)
    teaser_slots, article_slots = ask(_TEASER_SLOTS), ask(_ARTICLE_SLOTS)
    return tuple(
        SourceTeasers(
            source=None if number is None else names[number],
            **_tallies(*tallies.get(number, ())),
            regions=tuple(RegionTally(region=r, now=now, ever=ever) for r, now, ever in regions.get(number, ())),
            blocks=tuple(
                BlockTally(heading=h, region=r, now=now, ever=ever) for h, r, now, ever in blocks.get(number, ())
            ),
            stories_promoted=tuple(map(_story, stories.get(number, ()))),
            teaser_slots_now=_slots((status, now) for status, now, _ in teaser_slots.get(number, ())),
            teaser_slots_ever=_slots((status, ever) for status, _, ever in teaser_slots.get(number, ())),
            article_slots=_slots(article_slots.get(number, ())),
        )
        for number in (tallies | article_slots)
    )


def _by_source(rows: Iterable[tuple[Any, ...]]) -> Rows:
    found: Rows = {}
    for number, *rest in rows:
        found.setdefault(number, []).append(tuple(rest))
    return found


def _tallies(row: Sequence[int] = (0,) * 2 * len(_TALLIED)) -> dict[str, Tally]:
    """Of a source without cards: nothing of each."""
    return {name: Tally(now=now, ever=ever) for name, now, ever in zip(_TALLIED, row[::2], row[1::2], strict=True)}


def _story(row: Sequence[Any]) -> StoryTally:
    title, url, article_id, pages, now, ever = row
    return StoryTally(title=title, url=url, article_id=article_id, pages=pages, now=now, ever=ever)


def _slots(counted: Iterable[tuple[str, int]]) -> SlotCounts:
    counts = dict(counted)
    empty = counts.get("placeholder", 0) + counts.get("missing", 0)
    slots = empty + counts.get("present", 0)
    return SlotCounts(**counts, empty_share=round(empty / slots, 4) if slots else None)
