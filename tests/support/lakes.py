"""An archive written out as Parquet."""

from __future__ import annotations

from pathlib import Path

from archiver.pipelines.exports.order import Order
from archiver.pipelines.exports.parquet_files import export_parquet
from archiver.store.archive import open_archive
from archiver.store.selecting import Selection


def write_lake(db: Path, folder: Path, selection: Selection | None = None) -> Path:
    """The folder, with all that the archive holds, or a part of it."""
    with open_archive(db, create=False) as archive:
        order = Order(archive=archive, selection=selection or Selection(), path=folder)
        assert list(export_parquet(order))
    return folder
