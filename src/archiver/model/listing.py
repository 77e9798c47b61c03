"""What a feed or sitemap lists, and why it was not read to its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ListNote(StrEnum):
    """What there is to say of a list that came: in ``pages.reason`` of a page that is ``ok``."""

    BROKEN_OFF = "broken-off"  # a feed or sitemap ends in the middle; what stands before is taken
    TOO_MANY_ADDRESSES = "too-many-addresses"  # a feed or sitemap holds more than 50,000; the rest is left
    TOO_LARGE_LIST = "too-large-list"  # a feed or sitemap has more than 50 MB, inflated; the rest is left
    TOO_MANY_PARTS = "too-many-parts"  # sitemap indexes name more parts than one round takes up
    TOO_DEEP_INDEX = "too-deep-index"  # a sitemap index that lies too deep in others; its parts are left
    NOTHING_NEW = "nothing-new"  # a later page of a list, or an archive of a day or month, that names nothing new


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in another language, as a sitemap or a page declares it."""

    #: as written there: ``fr``, ``pt-br``, ``x-default``
    language: str
    url: str

    def to_dict(self) -> dict[str, str]:
        """The same in plain JSON types."""
        return {"language": self.language, "url": self.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from the first to the last one, both included; ``None`` where an end is open or not known."""

    first: dt.date | None = None
    last: dt.date | None = None

    def meets(self, other: Span) -> bool:
        """Whether a day may lie in both."""
        return not _is_after(self.first, other.last) and not _is_after(other.first, self.last)


ALWAYS = Span()


def _is_after(first: dt.date | None, last: dt.date | None) -> bool:
    return first is not None and last is not None and first > last
