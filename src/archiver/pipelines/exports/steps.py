"""What the formats have in common."""

from __future__ import annotations

from archiver.pipelines.exports.drafts import size_of
from archiver.pipelines.exports.order import Order, Written
from archiver.store.extracts import Extract

#: articles between two looks at how far it is
EVERY = 100


def written(order: Order, extract: Extract, rows: dict[str, int] | None = None) -> Written:
    """What has become of an order, in articles."""
    paths = () if order.path is None else (order.path,)
    size = sum(map(size_of, paths)) if paths else None
    return Written(count=extract.articles, paths=paths, size_bytes=size, rows=rows or {})
