"""Whose failure it was, the page's or its host's: told by what comes of the pages after it.

A page that is answered with 503 may be broken, or all of its host may be. It counts as failed at first. Once so many in
a row have failed that the host is away (``fetch.hosts``), they are excused: their failures are what they were before.
They are not the first to be asked for again, so that the probe of the next round is another page: should these be
broken after all, the others are found to be well.
"""

from __future__ import annotations

from collections.abc import Callable

from archiver.fetch.hosts import may_be_of_host
from archiver.model import Capture, DuePage, Fetched
from archiver.pipelines.decide import EXCLUDING, OF_HOST, is_put_off
from archiver.urls import host_of


class Doubts:
    """Kept while a round goes on."""

    def __init__(self, is_away: Callable[[str], bool]) -> None:
        """``is_away`` tells it of a host, as of now."""
        self._is_away = is_away
        #: of each host, since it last answered
        self._in_doubt: dict[str, list[DuePage]] = {}
        self._excused: list[DuePage] = []

    def note(self, fetched: Fetched) -> None:
        """Hears what came of a page, in the order in which pages are done."""
        capture, page = fetched.capture, fetched.page
        host = host_of(capture.final_url)
        if not may_be_of_host(capture):
            self._in_doubt.pop(host, None)
        elif page is not None and _counts_against_page(capture):
            self._in_doubt.setdefault(host, []).append(page)
            if self._is_away(host):
                self._excused += self._in_doubt.pop(host)

    def take_excused(self, is_under_way: Callable[[DuePage], bool]) -> list[DuePage]:
        """Pages that have not failed after all, as they were before; those under way are kept until they are saved."""
        taken = [page for page in self._excused if not is_under_way(page)]
        self._excused = [page for page in self._excused if is_under_way(page)]
        return taken


def _counts_against_page(capture: Capture) -> bool:
    """Whether `decide` takes the failure for the page's."""
    return not is_put_off(capture) and capture.failure not in OF_HOST | EXCLUDING
