"""What is to be written and where, and what is told on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

from archiver.store.archive import Archive
from archiver.store.selecting import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A selection, and where it goes."""

    archive: Archive
    selection: Selection
    #: of the file or folder; ``None`` for ``stream``
    path: Path | None
    #: instead of a file
    stream: BinaryIO | None = None
    #: what is there already is replaced
    is_forced: bool = False
    #: of csv: the one table that a file holds
    table: str = "articles"
    #: of csv: whether cells are made such as Excel shows them
    for_excel: bool = False
    #: of warc: how large a file may get
    max_bytes: int = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """So many of these are to be written, as far as that is known."""

    total: int | None
    #: article, capture, row
    thing: str = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """So many have been written."""

    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One of them could not be written, or several for one reason, and why."""

    #: of the page; or the file that holds them
    place: str
    #: with the place
    sentence: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """All is where it belongs."""

    #: articles, or what was begun with
    count: int
    thing: str = "article"
    paths: tuple[Path, ...] = ()
    size_bytes: int | None = None
    #: by table, where there are several
    rows: dict[str, int] = field(default_factory=dict)


Event: TypeAlias = Begun | Advanced | Problem | Written
