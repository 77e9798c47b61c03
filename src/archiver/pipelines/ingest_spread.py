"""Pages of articles that are spread over several: they wait for one another, and what came of them since behind them.

A page may come more than once before its article is joined: unchanged, or as something else. What came later is written
later, as if it had come in a batch of its own.
"""

from __future__ import annotations

import datetime as dt

from archiver.model import PageResult
from archiver.pipelines.rereading import Rereader


class SpreadPages:
    """Those that wait; their bytes are in the WARC."""

    def __init__(self, rereader: Rereader) -> None:
        self._rereader = rereader
        #: as they came, each with its turn: an even one is joined, an odd one comes behind
        self._waiting: list[tuple[int, PageResult]] = []
        #: of what came last, by the number of its page
        self._turns: dict[int, int] = {}

    def is_one(self, result: PageResult) -> bool:
        """Whether it has to wait: as a page of such an article, or behind one."""
        return _is_spread(result) or result.page_id in self._turns

    def add(self, result: PageResult) -> None:
        """Lets it wait."""
        turn = self._turns.get(result.page_id, 0)
        if _is_spread(result) == bool(turn % 2):  # the other kind came last
            turn += 1
        self._turns[result.page_id] = turn
        self._waiting.append((turn, result))

    def joined(self) -> list[PageResult]:
        """All of them, articles put together, in the order in which they are to be written; none waits any more.

        First pages come before the others: they say whose the others are.
        """
        waiting, self._waiting, self._turns = self._waiting, [], {}
        turns = {_look(result): turn for turn, result in waiting if _is_spread(result)}
        results = self._rereader.join([result for _, result in waiting if _is_spread(result)])
        ordered = [(turns[_look(result)], result) for result in results]
        ordered += [(turn, result) for turn, result in waiting if not _is_spread(result)]
        return [result for _, result in sorted(ordered, key=lambda one: one[0])]


def _is_spread(result: PageResult) -> bool:
    return result.state == "ok" and result.article is not None and result.article.paging is not None


def _look(result: PageResult) -> tuple[int, dt.datetime, str | None]:
    return result.page_id, result.capture.fetched_at, result.capture.payload_digest
