"""CSV (RFC 4180, UTF-8): a file with an article a row, a file of another table, or a folder with all of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from archiver.pipelines.exports.drafts import file_draft, folder_draft, size_of
from archiver.pipelines.exports.manifests import write_manifest
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order, Written
from archiver.pipelines.exports.steps import EVERY, written
from archiver.store.extracts import TABLES, Extract

SUFFIX = ".csv"
#: between several names in one cell; names have commas in them
SEPARATOR = "; "
#: of an article's row, the parts that are put into one cell each
_JOINED = ("authors", "tags")
#: what Excel and its like take for the beginning of a formula, and run
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: characters that a cell of Excel holds; it moves what is beyond into the next rows
_LONGEST_CELL = 32_767
_BOM = b"\xef\xbb\xbf"

Row = Sequence[Any]


def export_csv(order: Order) -> Generator[Event, None, None]:
    """Writes one table where the path is a file's, else all of them."""
    with order.archive.extract(order.selection) as extract:
        is_file = order.path is None or order.path.suffix == SUFFIX
        yield from _write_one(order, extract) if is_file else _write_all(order, extract)


def _write_one(order: Order, extract: Extract) -> Iterator[Event]:
    yield Begun(total=extract.articles if order.table == "articles" else extract.count(order.table), thing="row")
    rows = 0
    with file_draft(order.path, order.stream, is_forced=order.is_forced) as stream:
        for rows in _write(stream, order, *table_of(extract, order.table)):
            yield Advanced(done=rows)
    paths = () if order.path is None else (order.path,)
    yield Written(count=rows, thing="row", paths=paths, size_bytes=sum(map(size_of, paths)) if paths else None)


def _write_all(order: Order, extract: Extract) -> Iterator[Event]:
    assert order.path is not None, "a folder"
    yield Begun(total=extract.articles)
    rows: dict[str, int] = {}
    with folder_draft(order.path, is_forced=order.is_forced) as folder:
        for name in TABLES:
            with (folder / f"{name}{SUFFIX}").open("wb") as stream:
                for count in _write(stream, order, *table_of(extract, name)):
                    rows[name] = count
                    yield Advanced(done=rows.get("articles", 0))
        write_manifest(folder, "csv", extract, rows=rows)
    yield written(order, extract, rows)


def table_of(extract: Extract, name: str) -> tuple[list[str], Iterable[Row]]:
    """The columns and the rows of a table; articles with names where the archive has numbers.

    Of articles there are, before all else, number, source and address; names of authors and tags stand in one cell,
    in their order.
    """
    if name != "articles":
        return [column.name for column in extract.columns(name)], extract.rows(name)
    entries = extract.entries(_JOINED)
    return [*ARTICLE_COLUMNS], ([_cell(entry, column) for column in ARTICLE_COLUMNS] for entry in entries)


#: of a row for each article
ARTICLE_COLUMNS = (
    "id", "source", "url", "title", "authors", "published", "published_at", "published_day", "language", "section",
    "tags", "lead", "body", "word_count", "kind", "headline", "byline", "site_name", "image_url", "is_paywalled",
    "canonical_url", "modified", "modified_at", "modified_day", "first_seen", "last_seen", "parser_version",
    "text_digest",
)  # fmt: skip


def _cell(entry: dict[str, Any], column: str) -> Any:
    value = entry[column]
    if column == "authors":
        return SEPARATOR.join(author["name"] for author in value) or None
    if column == "tags":
        return SEPARATOR.join(value) or None
    return int(value) if isinstance(value, bool) else value


def _write(stream: BinaryIO, order: Order, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[int]:
    """Writes a table; how many rows there are, now and then and at the end."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
    guard: Callable[[Row], Row] = _for_excel if order.for_excel else _as_it_is
    if order.for_excel:
        stream.write(_BOM)
    writer = csv.writer(text)
    number = 0
    try:
        writer.writerow(columns)
        for number, row in enumerate(rows, 1):
            writer.writerow(guard(row))
            if number % EVERY == 0:
                yield number
        text.flush()
    finally:
        text.detach()
    yield number


def _as_it_is(row: Row) -> Row:
    return row


def _for_excel(row: Row) -> Row:
    return [_harmless(value) if isinstance(value, str) else value for value in row]


def _harmless(text: str) -> str:
    """A text that Excel shows as it is: an apostrophe keeps it from being run, and it fits into a cell."""
    guarded = f"'{text}" if text.startswith(_FORMULA) else text
    if len(guarded) * 2 <= _LONGEST_CELL:
        return guarded
    units = guarded.encode("utf-16-le")  # as Excel counts
    if len(units) <= 2 * _LONGEST_CELL:
        return guarded
    return units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", errors="ignore") + "…"
