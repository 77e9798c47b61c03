"""The records of a WARC file that may hold pages, each with the request that led to it. Pure, but for the reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from archiver.fetch.warc_stream import BadEntry, Entry

#: what may hold a page, or say that one was seen again
PAGE_TYPES = frozenset({"response", "resource", "conversion", "revisit"})
#: with what goes along with it
READ_TYPES = PAGE_TYPES | {"request", "warcinfo"}


class Place(NamedTuple):
    """Where in a file a record begins, and those before it end."""

    #: in bytes of the file
    at: int
    #: in bytes of what is in the gzip member or zstd frame that begins there; ``None`` where that is the record
    within: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that may hold a page."""

    entry: Entry
    #: what was asked, where it stands beside it
    request: Entry | None = None
    #: what the file says of itself, if that came before
    info: Entry | None = None
    #: behind it, and behind its request
    behind: Place

    @property
    def begin(self) -> int:
        """Where in the file it begins, or the gzip member or zstd frame that holds it."""
        return self.entry.offset if self.entry.within is None else self.entry.within


def behind(entry: Entry) -> Place:
    """Where the next one begins."""
    end = entry.offset + entry.length
    return Place(end) if entry.within is None else Place(entry.within, end)


def iter_found(entries: Iterable[Entry | BadEntry]) -> Iterator[Found | BadEntry]:
    """What may hold a page, in the order of the file, and what is wrong there. A request stands before or behind."""
    info: Entry | None = None
    asked: Entry | None = None
    page: Entry | None = None
    for entry in entries:
        if isinstance(entry, Entry) and entry.type == "request" and page is not None and belongs(entry, page):
            yield Found(entry=page, request=entry, info=info, behind=behind(entry))
            page = None
            continue
        if page is not None and (isinstance(entry, BadEntry) or entry.type in READ_TYPES):
            yield Found(entry=page, info=info, behind=behind(page))
            page = None
        if isinstance(entry, BadEntry):
            yield entry
        elif entry.type in PAGE_TYPES:
            if asked is not None and belongs(asked, entry):
                yield Found(entry=entry, request=asked, info=info, behind=behind(entry))
            else:
                page = entry
            asked = None
        elif entry.type == "request":
            asked = entry
        elif entry.type == "warcinfo":
            info = entry
    if page is not None:
        yield Found(entry=page, info=info, behind=behind(page))


def belongs(request: Entry, page: Entry) -> bool:
    """Whether this was asked and that answered: one names the other, or neither names any and the address is one."""
    named = _concurrent(request), _concurrent(page)
    if any(named):
        return page.id in named[0] or request.id in named[1]
    return request.url == page.url


def _concurrent(entry: Entry) -> set[str]:
    return {value for name, value in entry.headers if name.lower() == "warc-concurrent-to"}
