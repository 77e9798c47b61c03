"""An archive written out as Parquet."""

from __future__ import annotations

import json
from pathlib import Path

from archiver.pipelines.exports.drafts import MANIFEST, files_in
from archiver.pipelines.exports.order import Order
from archiver.pipelines.exports.parquet_files import export_parquet
from archiver.scale.lakes import write_lake as by_workers
from archiver.store.archive import open_archive
from archiver.store.selecting import Selection


def write_lake(db: Path, folder: Path, selection: Selection | None = None) -> Path:
    """The folder, with all that the archive holds, or a part of it."""
    with open_archive(db, create=False) as archive:
        order = Order(archive=archive, selection=selection or Selection(), path=folder)
        assert list(export_parquet(order))
    return folder


def write_lake_by(db: Path, folder: Path, engine, work: Path | None = None, *, is_forced: bool = False) -> Path:
    """The folder, with all that the archive holds, as an engine's workers have written it."""
    with open_archive(db, create=False) as archive:
        order = Order(archive=archive, selection=Selection(), path=folder, is_forced=is_forced)
        assert list(by_workers(order, engine, work or folder.with_name(f"{folder.name}.parts")))
    return folder


def bytes_of(lake: Path) -> dict[str, bytes]:
    """Its files, by their paths from it; the manifest but for where the WARC files are, seen from there."""
    files = {name: (lake / name).read_bytes() for name in files_in(lake)}
    told = json.loads(files[MANIFEST])
    told.pop("warc_dir", None)
    return files | {MANIFEST: json.dumps(told).encode()}
