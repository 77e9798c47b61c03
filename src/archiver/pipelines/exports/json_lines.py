"""JSON lines: an article a line, with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Generator

from archiver.jsontext import encode_json
from archiver.pipelines.exports.drafts import file_draft
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order
from archiver.pipelines.exports.steps import EVERY, written


def export_jsonl(order: Order) -> Generator[Event, None, None]:
    """Writes every article with its authors, tags, pictures, teasers, evidence, revisions and captures."""
    with order.archive.extract(order.selection) as extract:
        yield Begun(total=extract.articles)
        with file_draft(order.path, order.stream, is_forced=order.is_forced) as stream:
            for number, entry in enumerate(extract.entries(), 1):
                stream.write(encode_json(entry).encode())
                stream.write(b"\n")
                if number % EVERY == 0:
                    yield Advanced(done=number)
        yield written(order, extract)
