"""What a folder of an export says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver import __version__
from archiver.errors import (
    ArchiveError,
    DamagedArchiveError,
    MissingArchiveError,
    NewerArchiveError,
    NotAnArchiveError,
)
from archiver.jsontext import JsonError, decode_json
from archiver.pipelines.exports.drafts import MADE_BY, MANIFEST, files_in
from archiver.store.extracts import Extract
from archiver.store.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a lake."""

    rows: int
    #: by name, their types in its files
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a lake says of itself."""

    folder: Path
    schema_version: int
    #: what was chosen of the archive that it was written out of
    selection: str
    tables: Mapping[str, Table]
    #: all its files, by their paths from the folder
    holds: tuple[str, ...]
    #: of the WARC files that its captures name, from the folder; ``None`` where all of them lie elsewhere
    warc_dir: str | None
    #: the files elsewhere that its captures may point to, as ``in-place.txt`` lists those of an archive
    in_place: tuple[str, ...]

    def files(self, table: str) -> list[str]:
        """Of one table, by their paths from the folder, in their order."""
        return sorted(name for name in self.holds if name.startswith(f"{table}/"))


def write_manifest(folder: Path, kind: str, extract: Extract, **facts: Any) -> None:
    """Writes ``manifest.json``: what made the folder, from what, and every file that belongs to it."""
    manifest = {
        "made_by": MADE_BY,
        "version": __version__,
        "format": kind,
        "schema_version": extract.schema_version,
        "selection": extract.selection.words,
        "articles": extract.articles,
        **facts,
        "holds": files_in(folder),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def load_manifest(folder: Path) -> Manifest:
    """What a lake's manifest says. Raises ``ArchiveError`` where there is none of a lake, or of a newer one."""
    said = _read(folder)
    if not isinstance(said, dict) or said.get("made_by") != MADE_BY or said.get("format") != "parquet":
        sentence = f"no archive of Parquet files (its {MANIFEST} is not that of an export as parquet)"
        raise NotAnArchiveError(f"{folder}: {sentence}", path=str(folder))
    version = said.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        sentence = f"written by a newer version of archiver (schema {version}, known here: up to {SCHEMA_VERSION})"
        raise NewerArchiveError(f"{folder}: {sentence}", path=str(folder))
    try:
        return _understood(folder, said)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        sentence = f"{MANIFEST} does not say what the lake holds"
        raise DamagedArchiveError(f"{folder}: {sentence}", path=str(folder)) from error


def _read(folder: Path) -> Any:
    if not folder.is_dir():
        raise MissingArchiveError(f"{folder}: no such folder (expected one of Parquet files)", path=str(folder))
    try:
        return decode_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        sentence = "no archive (expected one, or a folder that 'export --format parquet' has written)"
        raise NotAnArchiveError(f"{folder}: {sentence}", path=str(folder)) from error
    except OSError as error:
        raise ArchiveError(f"{folder / MANIFEST}: cannot be read ({error.strerror})", path=str(folder)) from error
    except JsonError as error:
        raise DamagedArchiveError(f"{folder / MANIFEST}: {error}", path=str(folder)) from error


def _understood(folder: Path, said: Mapping[str, Any]) -> Manifest:
    tables = {
        str(name): Table(rows=int(table["rows"]), columns={str(k): str(v) for k, v in table["columns"].items()})
        for name, table in said["tables"].items()
    }
    return Manifest(
        folder=folder,
        schema_version=int(said["schema_version"]),
        selection=str(said["selection"]),
        tables=tables,
        holds=tuple(map(str, said["holds"])),
        warc_dir=None if said.get("warc_dir") is None else str(said["warc_dir"]),
        in_place=tuple(map(str, said.get("in_place") or ())),
    )
