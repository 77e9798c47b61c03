"""One article, many addresses: which pages need not be asked for because another one shows the same.

A page that was never fetched is left out when another of its addresses (`archiver.variants`) is a page that came and is
an article or a list; it shows that page's article from then on. While another one is queued, it waits: a view for the
page itself, a spelling for the one that was found first; and what is waited for comes before it in the queue, so that
few pages wait at a time. What has no other, or one that did not come, or one that this round does not ask for, is
asked for.
"""

from __future__ import annotations

import datetime as dt

from archiver.discover.scope import Refusal
from archiver.model import ARCHIVED_KINDS, DuePage
from archiver.store.lists import Lists
from archiver.variants import main_address, other_addresses

#: what another address must have turned out to be; an error page, or one that is all script, stands for nothing
_TELLING_KINDS = ARCHIVED_KINDS | {"listing"}


class Variants:
    """Asked for each page before it is handed out."""

    def __init__(self, lists: Lists, horizon: dt.datetime) -> None:
        """``horizon``: what is due by then is asked for."""
        self._lists = lists
        self._horizon = horizon
        self._waiting: set[int] = set()
        #: the page that shows the same, by the number of one that was refused
        self.shown_by: dict[int, int] = {}

    def refusal(self, page: DuePage) -> Refusal | None:
        """Why a page is not asked for, or ``None``; whether it waits is known after this."""
        self._waiting.discard(page.page_id)
        if page.last_fetched_at is not None or page.article_id is not None or page.found_by == "seed":
            return None
        known = self._lists.pages_at(other_addresses(page.url))
        for url, other in known.items():
            if other.state == "ok" and other.kind in _TELLING_KINDS:
                self.shown_by[page.page_id] = other.page_id
                return Refusal.OTHER_VIEW if _is_view(page.url) and not _is_view(url) else Refusal.VARIANT
        queued = [_rank(url, other.page_id) for url, other in known.items() if other.state == "queued"]
        if queued and (first := min(queued)) < _rank(page.url, page.page_id):
            self._waiting.add(page.page_id)
            self._lists.put_before(first[1], page, self._horizon)
        return None

    def holds_back(self, page: DuePage) -> bool:
        """Whether the page waits for another one that may show the same."""
        return page.page_id in self._waiting


def _is_view(url: str) -> bool:
    return main_address(url) is not None


def _rank(url: str, page_id: int) -> tuple[bool, int]:
    """Of two that are queued, the lower one is asked for first."""
    return (_is_view(url), page_id)
