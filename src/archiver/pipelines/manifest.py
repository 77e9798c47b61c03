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

PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".txt"})
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
MANIFEST_SUFFIXES = JSON_SUFFIXES | {".csv"}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BadFile:
    """A file or folder of which nothing can be taken in, or not all."""

    #: with its name
    problem: str
    #: a list that breaks off: nobody knows what else it named
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyFolder:
    """A folder that was named, and holds nothing that is called like what is taken in."""

    path: Path

    @property
    def sentence(self) -> str:
        """For a person."""
        return f"{self.path}: nothing in this folder is called like a page or a WARC file (.html, .txt, .warc, …)"


def iter_listed(manifests: Iterable[Path]) -> Iterator[File | BadLine]:
    """Everything that manifests name, in their order. Raises ``UsageError`` for one without the columns it needs."""
    for manifest in manifests:
        yield from _read_manifest(manifest)


def iter_pages(path: Path, also: frozenset[str] = frozenset()) -> Iterator[File | BadFile]:
    """The file; of a folder what is called like a page in it and below, or has one of these suffixes, too, by name."""
    if not path.is_dir():
        yield File(path=path)
        return
    try:
        inside = sorted(path.iterdir())
    except OSError as error:
        yield BadFile(problem=f"{path}: {error.strerror}")
        return
    for inner in inside:
        if inner.name.startswith("."):
            continue
        if inner.is_dir():
            yield from iter_pages(inner, also)
        elif suffix_of(inner) in PAGE_SUFFIXES | also:
            yield File(path=inner)


def is_manifest(path: Path) -> bool:
    """Whether the name says so."""
    return suffix_of(path) in MANIFEST_SUFFIXES and not path.is_dir()


def suffix_of(path: Path) -> str:
    """The ending that tells the format: ``page.html.gz`` → ``.html``."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    while suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _read_manifest(manifest: Path) -> Iterator[File | BadLine]:
    read = _json_rows if suffix_of(manifest) in JSON_SUFFIXES else _csv_rows
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
