"""The tables and what refers to what, as one SVG: columns of boxes, and lines that run in the gutters between them.

Lines to one table share a lane in each gutter, so that they join on their way and arrive as one. A line that has to
pass a column does so above, below or between its boxes. Colours follow the reader's light or dark scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import pairwise

from schema_shape import GROUPS, UNGROUPED, Table, tables

#: tables from left to right and from top to bottom; those that nobody placed stand last
COLUMNS: tuple[tuple[str, ...], ...] = (
    ("address_shapes", "refused_addresses", "hosts", "meta", "schema_docs"),
    ("sources", "frontier", "runs", "ingested_chunks"),
    ("pages", "captures"),
    ("articles", "placements", "images", "alternates", "article_keys"),
    ("revision_log", "cards", "article_authors", "article_tags", "past_texts", "article_evidence"),
    ("authors", "tags", "similar_articles", "cluster_members", "evidence_kinds", "revision_diffs", "article_sketches"),
)
WIDTH, ROW, HEAD, GAP, LANE, MARGIN = 176, 19, 26, 44, 11, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One table: which column it stands in, from where, and the lines of text that it shows."""

    table: Table
    column: int
    top: int
    #: names of the columns that are keys or refer to something
    shown: tuple[str, ...]

    @property
    def rest(self) -> int:
        """How many columns are only counted."""
        return len(self.table.columns) - len(self.shown)

    @property
    def bottom(self) -> int:
        """Below its last line."""
        return self.top + HEAD + ROW * (len(self.shown) + (self.rest > 0)) + 6

    def line_of(self, name: str | None) -> int:
        """The middle of a column's line; of its key where none is named."""
        index = self.shown.index(name) if name in self.shown else 0
        return self.top + HEAD + ROW * index + ROW // 2 + 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One foreign key: its two ends, and the turns between them."""

    source: str
    column: str
    target: str
    is_nullable: bool
    #: gutters that it goes up or down in, and the heights at which it passes between them
    gutters: tuple[int, ...]
    heights: tuple[int, ...]


class Picture:
    """The boxes and the lines, placed."""

    def __init__(self, shown: Sequence[Table]) -> None:
        self.boxes = {box.table.name: box for box in _boxes(shown)}
        self.columns = 1 + max(box.column for box in self.boxes.values())
        self.lines = [self._line(box, *reference) for box in self.boxes.values() for reference in box.table.references]

    def _line(self, box: Box, column: str, target: str) -> Line:
        other = self.boxes[target]
        gutters = _gutters(box.column, other.column)
        start, end = box.line_of(column), other.line_of(None)
        passed = (self._pass(min(one, two), start, target) for one, two in pairwise(gutters))
        is_nullable = next(one.is_nullable for one in box.table.columns if one.name == column)
        return Line(
            source=box.table.name,
            column=column,
            target=target,
            is_nullable=is_nullable,
            gutters=gutters,
            heights=(start, *passed, end),
        )

    def _pass(self, column: int, near: int, target: str) -> int:
        """The height at which lines to that table pass a column: a gap between boxes, and a track of it."""
        own = [box for box in self.boxes.values() if box.column == column]
        gaps = [MARGIN + 16, *(box.bottom + GAP // 2 for box in own)]
        track = sorted(self.boxes).index(target) % 3 - 1
        return min(gaps, key=lambda gap: abs(gap - near)) + track * 7

    @cached_property
    def lanes(self) -> dict[int, list[str]]:
        """Gutter → the tables that lines in it lead to, one lane each."""
        found: dict[int, list[str]] = {gutter: [] for gutter in range(self.columns + 1)}
        for line in self.lines:
            for gutter in line.gutters:
                if line.target not in found[gutter]:
                    found[gutter].append(line.target)
        return found

    def left(self, column: int) -> int:
        """Where a column of boxes begins."""
        widths = (WIDTH * column, *(self._gutter_width(gutter) for gutter in range(column + 1)))
        return sum(widths)

    def _gutter_width(self, gutter: int) -> int:
        lanes = len(self.lanes[gutter])
        return MARGIN + (LANE * lanes + MARGIN // 2 if lanes else 0)

    def lane(self, gutter: int, target: str) -> int:
        """Where in a gutter lines to that table go up and down."""
        begin = self.left(gutter) - self._gutter_width(gutter)
        return begin + MARGIN - 4 + LANE * self.lanes[gutter].index(target)

    @property
    def width(self) -> int:
        """Of the whole picture."""
        return self.left(self.columns - 1) + WIDTH + self._gutter_width(self.columns)

    @property
    def height(self) -> int:
        """Of the whole picture."""
        return max(box.bottom for box in self.boxes.values()) + GAP + ROW

    def points(self, line: Line) -> list[tuple[int, int]]:
        """The corners of a line, from the column that refers to the table that it refers to."""
        source, target = self.boxes[line.source], self.boxes[line.target]
        corners = [(self._side(source, line.gutters[0]), line.heights[0])]
        for gutter, (above, below) in zip(line.gutters, pairwise(line.heights), strict=True):
            lane = self.lane(gutter, line.target)
            corners += [(lane, above), (lane, below)]
        return [*corners, (self._side(target, line.gutters[-1]), line.heights[-1])]

    def _side(self, box: Box, gutter: int) -> int:
        return self.left(box.column) + (WIDTH if gutter > box.column else 0)


def _boxes(shown: Sequence[Table]) -> Iterator[Box]:
    by_name = {table.name: table for table in shown}
    placed = {name for column in COLUMNS for name in column}
    unplaced = tuple(name for name in by_name if name not in placed)
    for number, column in enumerate((*COLUMNS[:-1], COLUMNS[-1] + unplaced)):
        top = MARGIN + GAP + number % 2 * ROW // 2  # so that no two arrows come to one height from two sides
        for name in (name for name in column if name in by_name):
            keys = tuple(one.name for one in by_name[name].columns if one.is_key or one.refers_to)
            box = Box(table=by_name[name], column=number, top=top, shown=keys)
            yield box
            top = box.bottom + GAP


def _gutters(start: int, end: int) -> tuple[int, ...]:
    """Gutter 1 lies between the columns 0 and 1; within one column a line goes round on the right."""
    if start == end:
        return (start + 1,)
    return tuple(range(start + 1, end + 1)) if start < end else tuple(range(start, end, -1))


# --- as SVG ------------------------------------------------------------------------------------------------------


def svg(shown: Sequence[Table] | None = None) -> str:
    """The picture of these tables, or of all of a new archive."""
    picture = Picture(tables() if shown is None else shown)
    size = f'width="{picture.width}" height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title about">',
        '<title id="title">The tables of an archive</title>',
        f'<desc id="about">{_described(picture.lines)}</desc>',
        f"<style>{_STYLE}</style>",
        _MARKER,
        f'<rect class="paper" width="{picture.width}" height="{picture.height}"/>',
        *_legend(),
        *(_drawn_line(picture, line) for line in picture.lines),
        *(part for box in picture.boxes.values() for part in _drawn_box(picture, box)),
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _described(lines: Iterable[Line]) -> str:
    return "; ".join(f"{line.source}.{line.column} refers to {line.target}" for line in lines)


def _legend() -> Iterator[str]:
    for number, group in enumerate(GROUPS):
        left = MARGIN + 110 * number
        yield f'<rect class="head {group.lower()}" x="{left}" y="{MARGIN - 8}" width="14" height="14" rx="3"/>'
        yield f'<text class="note" x="{left + 20}" y="{MARGIN + 3}">{group.lower()}</text>'
    note = "an arrow leads to the table that a column refers to; dashed where it may be NULL"
    yield f'<text class="note" x="{MARGIN + 110 * len(GROUPS)}" y="{MARGIN + 3}">{note}</text>'


def _drawn_line(picture: Picture, line: Line) -> str:
    path = " ".join(f"{x},{y}" for x, y in picture.points(line))
    kind = "line maybe" if line.is_nullable else "line"
    return (
        f'<polyline class="{kind}" data-from="{line.source}.{line.column}" data-to="{line.target}" points="{path}" '
        'marker-end="url(#arrow)"/>'
    )


def _drawn_box(picture: Picture, box: Box) -> Iterator[str]:
    left, name, group = picture.left(box.column), box.table.name, box.table.group.lower()
    place = f'x="{left}" y="{box.top}" width="{WIDTH}" height="{box.bottom - box.top}"'
    corner = f"v-{HEAD - 5}a5 5 0 0 1 5 -5h{WIDTH - 10}a5 5 0 0 1 5 5v{HEAD - 5}z"
    yield f'<g data-table="{name}"><rect class="box" {place} rx="5"/>'
    yield f'<path class="head {group}" d="M{left} {box.top + HEAD}{corner}"/>'
    yield f'<text class="name" x="{left + 10}" y="{box.top + 18}">{escape(name)}</text>'
    keys = {one.name for one in box.table.columns if one.is_key}
    for column in box.shown:
        kind = "key" if column in keys else "column"
        yield f'<text class="{kind}" x="{left + 10}" y="{box.line_of(column) + 4}">{escape(column)}</text>'
    if box.rest:
        bottom = box.bottom - 10
        yield f'<text class="note" x="{left + 10}" y="{bottom}">and {box.rest} more</text>'
    yield "</g>"


_MARKER = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
)
#: what is drawn → its colour in light and in dark
_COLOURS = {
    "paper": ("#ffffff", "#0d1117"),
    "box": ("#f6f8fa", "#161b22"),
    "edge": ("#8c959f", "#6e7681"),
    "ink": ("#1f2328", "#e6edf3"),
    "soft": ("#59636e", "#9da7b3"),
    "content": ("#cfe3fa", "#1d3f66"),
    "promotion": ("#f9dfb8", "#5c4312"),
    "crawl": ("#d3efd0", "#1f4a26"),
    "files": ("#e5d9f5", "#463165"),
    UNGROUPED.lower(): ("#dddddd", "#444444"),
}


def _variables(scheme: int) -> str:
    return "".join(f"--{name}:{colours[scheme]};" for name, colours in _COLOURS.items())


_STYLE = (
    f"svg{{{_variables(0)}}}@media (prefers-color-scheme:dark){{svg{{{_variables(1)}}}}}"
    "text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:var(--ink)}"
    ".name{font-weight:700}.key{font-weight:700}.note{fill:var(--soft);font-size:12px}"
    ".paper{fill:var(--paper)}.box{fill:var(--box);stroke:var(--edge)}.tip{fill:var(--soft)}"
    ".line{fill:none;stroke:var(--soft);stroke-width:1.3;stroke-linejoin:round}.maybe{stroke-dasharray:5 3}"
    + "".join(f".{group.lower()}{{fill:var(--{group.lower()})}}" for group in (*GROUPS, UNGROUPED))
)
