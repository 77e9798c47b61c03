"""What stands in a column, so that a table gets true types: moments, days, booleans, words of a short list.

SQLite has none of them, and its views and answers declare no types at all. ``schema.sql`` says what a column holds, in
its declaration and its description; a column of an answer is known by its name, wherever all columns of that name in
the schema hold the same. What no name tells is told by the values.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from archiver.store.schema import Description, descriptions, schema_sql


class Kind(enum.Enum):
    """What a column holds."""

    TEXT = enum.auto()
    #: one of a short list that the schema names
    WORD = enum.auto()
    INTEGER = enum.auto()
    REAL = enum.auto()
    #: 0 and 1
    FLAG = enum.auto()
    #: RFC 3339 text in UTC
    MOMENT = enum.auto()
    #: ``2025-08-11``
    DAY = enum.auto()
    BYTES = enum.auto()
    #: a JSON array of texts
    LIST = enum.auto()


class Column(NamedTuple):
    """What is known of a column before its values are."""

    #: ``None`` where only its values tell
    kind: Kind | None
    #: all that may stand in one of the kind ``WORD``, in the schema's order
    words: tuple[str, ...] = ()


UNKNOWN = Column(None)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CREATED = re.compile(r"CREATE TABLE (\w+)")
_DECLARED = re.compile(r"\n    (?P<name>[a-z]\w*) (?P<type>TEXT|INTEGER|REAL)\b(?P<rest>[^\n]*)")
_WORDS = re.compile(r"CHECK \(\w+ IN \(('[^)]*')\)\)")
_FLAG = re.compile(r"1 (?:when|while|if)\b|CHECK \(\w+ IN \(0, 1\)\)")
_MOMENTS = re.compile(r"(?:the moment in |the same moment in )?UTC\b")
_DAYS = re.compile(r"the publisher's own day|the day that (?:its|the) address names")
_TYPES = {"TEXT": Kind.TEXT, "INTEGER": Kind.INTEGER, "REAL": Kind.REAL}
#: named as the column of another table, and not the same
_UNLIKE = {("evidence", "field"): Column(Kind.TEXT)}


def columns_of(object_name: str, names: Iterable[str], *, lists: Collection[str] = ()) -> tuple[Column, ...]:
    """What the columns of a table or view hold, and those beside them; ``lists`` are JSON arrays of texts."""
    known = _known() | {(object_name, name): Column(Kind.LIST) for name in lists}
    return tuple(known.get((object_name, name)) or _by_name().get(name) or _by_shape(name) for name in names)


def columns_called(names: Iterable[str]) -> tuple[Column, ...]:
    """What columns of these names hold, wherever they come from; how ours end or begin counts for new names, too."""
    return tuple(_by_name().get(name) or _by_shape(name) for name in names)


def settled(column: Column, values: Sequence[Any]) -> Kind:
    """The kind of these values: what their column is said to hold, where each is such; else what they are.

    Text where they are of several kinds.
    """
    types = set(map(type, values)) - {type(None)}
    if column.kind is not None and _fits(column, values, types):
        return column.kind
    return next((kind for kind, allowed in _PLAIN if types <= allowed), Kind.TEXT)


_PLAIN: tuple[tuple[Kind, set[type]], ...] = (
    (Kind.TEXT, {str}),
    (Kind.INTEGER, {int}),
    (Kind.REAL, {int, float}),
    (Kind.BYTES, {bytes}),
)
#: what columns that only a view or a statement works out are called
_NAMES = (
    (Kind.MOMENT, re.compile(r".*_at")),
    (Kind.DAY, re.compile(r"(?:.*_)?day")),
    (Kind.FLAG, re.compile(r"is_.*")),
    (Kind.REAL, re.compile(r"(?:.*_)?(?:hours|share|seconds)(?:_.*)?")),
    (Kind.INTEGER, re.compile(r".*_id|(?:.*_)?(?:articles|days|pages|paragraphs|placements|words)(?:_.*)?")),
)
_SHAPES = {Kind.MOMENT: _MOMENT, Kind.DAY: _DAY}


def _fits(column: Column, values: Sequence[Any], types: set[type]) -> bool:
    """Whether all values are what their column is said to hold; none at all always are."""
    kind = column.kind
    if kind in {Kind.INTEGER, Kind.FLAG}:
        return types <= {int} and (kind is Kind.INTEGER or set(values) <= {0, 1, None})
    if kind is Kind.REAL:
        return types <= {int, float}
    if kind is Kind.BYTES:
        return types <= {bytes}
    return types <= {str} and _reads_as(column, values)


def _reads_as(column: Column, texts: Sequence[str | None]) -> bool:
    if column.kind is Kind.WORD:
        return set(texts) <= {*column.words, None}
    shape = _SHAPES.get(column.kind) if column.kind is not None else None
    return shape is None or all(_is_in_calendar(text, shape) for text in set(texts) - {None})


def _is_in_calendar(text: str | None, shape: re.Pattern[str]) -> bool:
    """Whether it is a day or a moment that there was: 2025-02-30 looks like one."""
    try:
        return bool(shape.fullmatch(text or "") and dt.datetime.fromisoformat(text or ""))
    except ValueError:
        return False


@cache
def _known() -> dict[tuple[str, str], Column]:
    """By table or view and column, what the schema says of it."""
    declared = dict(_declared(schema_sql()))
    found = dict(_UNLIKE)
    for row in descriptions():
        if row.column is not None and (column := _of(row, declared)) is not None:
            found[row.object, row.column] = column
    return found


def _by_shape(name: str) -> Column:
    return next((Column(kind) for kind, pattern in _NAMES if pattern.fullmatch(name)), UNKNOWN)


def _declared(sql: str) -> Iterable[tuple[tuple[str, str], tuple[Kind, str]]]:
    for block in sql.split("\n\n"):
        if (created := _CREATED.search(block)) is not None:
            for match in _DECLARED.finditer(block):
                yield (created[1], match["name"]), (_TYPES[match["type"]], match["rest"])


def _of(row: Description, declared: dict[tuple[str, str], tuple[Kind, str]]) -> Column | None:
    kind, rest = declared.get((row.object, row.column or ""), (None, ""))
    if (words := _WORDS.search(rest)) is not None:
        return Column(Kind.WORD, tuple(re.findall("'([^']*)'", words[1])))
    said = next((kind for kind, sign in _SIGNS if sign.match(row.description)), None)
    if _FLAG.search(rest):
        said = Kind.FLAG
    return None if said is kind is None else Column(said or kind)


#: how the description of such a column begins
_SIGNS = ((Kind.MOMENT, _MOMENTS), (Kind.DAY, _DAYS), (Kind.FLAG, _FLAG))


@cache
def _by_name() -> dict[str, Column]:
    """By name, what all columns of that name hold that the schema knows; none where they differ."""
    found: dict[str, set[Column]] = {}
    for (_, name), column in _known().items():
        found.setdefault(name, set()).add(column)
    return {name: columns.copy().pop() for name, columns in found.items() if len(columns) == 1}
