"""A smaller archive: everything that belongs to a selection, in a file that every command takes."""

from __future__ import annotations

from collections.abc import Iterator

from archiver.pipelines.exports.drafts import draft_of, explained, refuse_file, size_of
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order, Written
from archiver.store.subset import iter_copied


def export_archive(order: Order) -> Iterator[Event]:
    """Writes the archive; its captures name the WARC files of the whole one."""
    path = order.path
    assert path is not None, "a file"
    refuse_file(path, is_forced=order.is_forced)
    with order.archive.extract(order.selection) as extract, explained(path):
        yield Begun(total=extract.articles)
        yield from map(_advanced, iter_copied(extract, draft_of(path), path, order.archive.now()))
        yield Written(count=extract.articles, paths=(path,), size_bytes=size_of(path))


def _advanced(done: int) -> Event:
    return Advanced(done=done)
