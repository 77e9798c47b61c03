"""Taking in whole WARC files: which part of a file, which of its pages, and how far that has come.

Plain values, so that they can be handed to another process; what they decide, they decide without looking anywhere.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256

#: what a page of the web is served as; ``None`` where nobody said
PAGE_TYPES = frozenset({None, "text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """The records of a WARC file that begin from ``start`` on and before ``end``, in bytes of the file as it lies."""

    #: an absolute path, or an address that names its protocol: ``s3://bucket/a.warc.gz``
    address: str
    start: int = 0
    #: ``None``: up to the end of the file
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records of a WARC file are taken in; all empty is every page."""

    #: as in ``text/html`` or ``text/*``; none: pages, and texts out of pages
    media_types: tuple[str, ...] = ()
    #: BCP 47 primary subtags: ``fr``
    languages: frozenset[str] = frozenset()
    #: with all below them
    hosts: frozenset[str] = frozenset()
    #: a regular expression, found anywhere in the address
    pattern: str | None = None
    #: moments of the record, UTC: not before this one
    since: dt.datetime | None = None
    #: ... and before that one
    until: dt.datetime | None = None
    #: pages that are no article, live blog or gallery are not kept at all
    only_articles: bool = False

    @property
    def digest(self) -> str:
        """The same for the same choice, in whatever order it was said."""
        told = {
            "media_types": sorted(set(self.media_types)),
            "languages": sorted(self.languages),
            "hosts": sorted(self.hosts),
            "pattern": self.pattern,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "only_articles": self.only_articles,
        }
        return sha256(json.dumps(told).encode()).hexdigest()

    @property
    def is_of_readings(self) -> bool:
        """Whether only whoever has parsed a page can tell if it is wanted."""
        return self.only_articles or bool(self.languages)

    def has_type(self, media_type: str | None, *, is_text: bool = False) -> bool:
        """Whether something served as this may be taken; ``is_text``: it is the text of a page, made by others.

        >>> Wanted().has_type("image/png"), Wanted(media_types=("image/*",)).has_type("image/png")
        (False, True)
        """
        if not self.media_types:
            return media_type in PAGE_TYPES or (is_text and media_type == "text/plain")
        return any(fnmatchcase(media_type or "", pattern) for pattern in self.media_types)

    def has_language(self, *languages: str | None) -> bool:
        """Whether one of these is among the languages asked for; one that nobody knows is not."""
        return not self.languages or not self.languages.isdisjoint(languages)

    def has_host(self, host: str) -> bool:
        """Whether this is one of the hosts, or below one.

        >>> Wanted(hosts=frozenset({"lac.example"})).has_host("www.lac.example")
        True
        """
        if not self.hosts:
            return True
        name = host.partition(":")[0] if host not in self.hosts else host
        parts = name.split(".")
        return name in self.hosts or any(".".join(parts[at:]) in self.hosts for at in range(1, len(parts)))

    def has_address(self, url: str) -> bool:
        """Whether the pattern is found in it."""
        return self.pattern is None or re.search(self.pattern, url) is not None

    def has_moment(self, moment: dt.datetime) -> bool:
        """Whether a record of this moment, UTC, lies between the two."""
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """What a revisit record says: that a page was what an earlier record holds."""

    #: of the page, normalised
    url: str
    #: UTC, when it was seen
    seen_at: dt.datetime
    #: of the record that holds the content
    original_url: str
    original_at: dt.datetime
    #: where it was read: digest of what was asked for, address of the file and first byte of the chunk
    wanted: str = ""
    address: str = ""
    start: int = 0

    @property
    def is_of_its_page(self) -> bool:
        """Whether the record is of the same page."""
        return self.url == self.original_url


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A chunk of a file that was taken in: a row of ``ingested_chunks``."""

    chunk: Chunk
    #: digest of what was asked for
    wanted: str
    #: where its last record ends
    reached: int
    #: ... in what is in the gzip member or zstd frame that begins there; ``None`` where that is the record
    reached_within: int | None = None
    #: of the file, when it was read; ``None`` where nobody knows
    size: int | None = None
    #: of the file's first bytes, so that another file under its name is known as such
    head_digest: str | None = None
    #: responses, resources, conversions and revisits
    records: int = 0
    #: of them taken for pages, whatever became of them
    pages: int = 0
    #: how many were passed over, by reason
    passed: Mapping[str, int] = field(default_factory=dict)
    #: revisits among these that wait for the record which they tell of
    waiting: tuple[Revisit, ...] = ()
