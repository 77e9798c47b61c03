"""A smaller archive: everything that belongs to a selection, in a file that every command takes."""

from __future__ import annotations

from collections.abc import Generator

from archiver.drafts import draft_of
from archiver.pipelines.exports.drafts import explained, place, refuse_file, size_of
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order, Written
from archiver.store.subset import iter_copied, remove_with_logs


def export_archive(order: Order) -> Generator[Event, None, None]:
    """Writes the archive; its captures name the WARC files of the whole one."""
    path = order.path
    assert path is not None, "a file"
    refuse_file(path, is_forced=order.is_forced)
    with order.archive.extract(order.selection) as extract, explained(path):
        yield Begun(total=extract.articles)
        draft = draft_of(path)
        try:
            yield from map(_advanced, iter_copied(extract, draft, path, order.archive.now()))
            place(draft, path, is_forced=order.is_forced)
        finally:
            remove_with_logs(draft)
        yield Written(count=extract.articles, paths=(path,), size_bytes=size_of(path))


def _advanced(done: int) -> Event:
    return Advanced(done=done)
