"""Which files are to be ingested, and what is known of each: folders, single files, manifests.

A manifest is a file of JSON lines or CSV with `path`, `url` and, where it is known, `fetched_at`; paths are relative to
the manifest. Any of these files may be gzip-compressed.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archiver.errors import UsageError
from archiver.jsontext import JsonError, decode_json
from archiver.timestamps import parse_utc

#: texts of many pages in one file
WET_SUFFIXES = frozenset({".wet"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".txt"}) | WET_SUFFIXES
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
MANIFEST_SUFFIXES = JSON_SUFFIXES | {".csv"}
WARC_SUFFIXES = frozenset({".warc", ".wacz"})
_PACKED = frozenset({".gz", ".zst"})


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file to ingest."""

    path: Path
    #: as the manifest has it
    url: str | None = None
    fetched_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line of a manifest that names no file, or names it in a way that cannot be read."""

    manifest: Path
    #: from 1
    line: int
    problem: str


def iter_files(paths: Iterable[Path], manifests: Iterable[Path] = ()) -> Iterator[File | BadLine]:
    """Everything that these name: manifests in their own order, folders by name. A file of a manifest comes once.

    Raises ``UsageError`` for a path that is not there, a manifest without the columns that it needs, a WARC file.
    """
    listed: set[Path] = set()
    given = [*manifests, *(path for path in paths if is_manifest(path))]
    for manifest in given:
        for found in _read_manifest(manifest):
            if isinstance(found, File):
                listed.add(found.path.resolve())
            yield found
    for path in paths:
        if not is_manifest(path):
            yield from (file for file in _walk(path) if not listed or file.path.resolve() not in listed)


def is_manifest(path: Path) -> bool:
    """Whether the name says so."""
    return _suffix(path) in MANIFEST_SUFFIXES and not path.is_dir()


def is_wet(path: Path) -> bool:
    """Whether the name says so."""
    return _suffix(path) in WET_SUFFIXES and not path.is_dir()


def refuse_unknown(paths: Iterable[Path]) -> None:
    """Raises ``UsageError`` for what cannot be ingested at all, before anything is written."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        if _suffix(path) in WARC_SUFFIXES:
            raise UsageError(
                f"{path}: this version does not ingest WARC files (expected HTML, text, WET or a manifest)"
            )


def _walk(path: Path) -> Iterator[File]:
    if not path.is_dir():
        yield File(path=path)
        return
    for inner in sorted(path.iterdir()):
        if inner.name.startswith("."):
            continue
        if inner.is_dir():
            yield from _walk(inner)
        elif _suffix(inner) in PAGE_SUFFIXES:
            yield File(path=inner)


def _suffix(path: Path) -> str:
    """The ending that tells the format: ``page.html.gz`` → ``.html``."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    while suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _read_manifest(manifest: Path) -> Iterator[File | BadLine]:
    read = _json_rows if _suffix(manifest) in JSON_SUFFIXES else _csv_rows
    for line, row in read(manifest):
        if isinstance(row, str):
            yield BadLine(manifest=manifest, line=line, problem=row)
        else:
            yield _file(manifest, line, row)


def _file(manifest: Path, line: int, row: Mapping[str, object]) -> File | BadLine:
    path, url, moment = (row.get(name) for name in ("path", "url", "fetched_at"))
    if not isinstance(path, str) or not path:
        return BadLine(manifest=manifest, line=line, problem="no path")
    try:
        fetched_at = parse_utc(moment) if isinstance(moment, str) and moment else None
    except ValueError as error:
        return BadLine(manifest=manifest, line=line, problem=f"fetched_at: {error}")
    return File(path=manifest.parent / path, url=url if isinstance(url, str) and url else None, fetched_at=fetched_at)


def _json_rows(manifest: Path) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    with _open(manifest) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = decode_json(line)
            except JsonError as error:
                yield number, str(error)
                continue
            yield number, row if isinstance(row, dict) else "no JSON object"


def _csv_rows(manifest: Path) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    with _open(manifest) as lines:
        rows = csv.DictReader(lines)
        if "path" not in (rows.fieldnames or ()):
            raise UsageError(f"{manifest}: its first line names no column 'path' (expected path, url and fetched_at)")
        for row in rows:
            yield rows.line_num, row


def _open(manifest: Path) -> IO[str]:
    open_file = gzip.open if manifest.suffix.lower() == ".gz" else open
    return open_file(manifest, "rt", encoding="utf-8-sig", errors="replace", newline="")
