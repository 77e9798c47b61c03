"""What sources promote, as tables for eyes: figures to the left, now and ever, what they count beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from archiver.cli.paper import Line

if TYPE_CHECKING:
    from archiver.store.records import SlotCounts, SourceTeasers

#: of a column of figures
_WIDTH = 9
_STATUSES = ("present", "placeholder", "missing", "none", "unknown")
_MEANINGS = {
    "present": "a picture",
    "placeholder": "a placeholder in its place",
    "missing": "a slot without an address",
    "none": "no slot",
    "unknown": "not known: the page survives as text",
}

Row = tuple[Sequence[int | float | None], str]
"""Figures, and what they count."""


def teaser_lines(sources: Iterable[SourceTeasers]) -> Iterator[Line]:
    """All sources, one below the other."""
    for number, source in enumerate(sources):
        if number:
            yield Line()
        yield Line(((source.source or "without a source", "bold"),))
        for heading, rows in _tables(source):
            yield from _table(heading, rows)


def _tables(source: SourceTeasers) -> Iterator[tuple[str, list[Row]]]:
    counts = (
        (source.placements, "placements"),
        (source.cards, "distinct cards"),
        (source.stories, "stories"),
        (source.archived_stories, "stories that are archived"),
    )
    yield "promoted", [((tally.now, tally.ever), what) for tally, what in counts if source.placements.ever]
    yield "regions", [((tally.now, tally.ever), tally.region) for tally in source.regions]
    yield (
        "blocks with most cards",
        [((tally.now, tally.ever), f"{tally.heading or '(no heading)'} [{tally.region}]") for tally in source.blocks],
    )
    yield (
        "stories promoted most",
        [
            (
                (tally.now, tally.ever),
                f"{tally.title or tally.url or '(no title)'}{'' if tally.article_id else ' [not archived]'}",
            )
            for tally in source.stories_promoted
        ],
    )
    yield "pictures of cards", _slot_rows(source.teaser_slots_now, source.teaser_slots_ever)
    yield "pictures of its articles", _slot_rows(source.article_slots)


def _slot_rows(*columns: SlotCounts) -> list[Row]:
    rows: list[Row] = []
    for status in _STATUSES:
        counts = [getattr(counts, status) for counts in columns]
        if any(counts):
            rows.append((counts, _MEANINGS[status]))
    if any(counts.empty_share is not None for counts in columns):
        rows.append(([counts.empty_share for counts in columns], "of the slots are empty"))
    return rows


def _table(heading: str, rows: Sequence[Row]) -> Iterator[Line]:
    if not rows:
        return
    yield Line()
    names = ("now", "ever")[: len(rows[0][0])]
    yield Line(((heading, "dim"),), label=((_columns(names), "dim"),))
    for figures, what in rows:
        yield Line(((what, ""),), label=((_columns(map(_figure, figures)), ""),))


def _columns(cells: Iterable[str]) -> str:
    return "".join(f"{cell:>{_WIDTH}}" for cell in cells).ljust(2 * _WIDTH) + "  "


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{100 * value:.1f} %"
