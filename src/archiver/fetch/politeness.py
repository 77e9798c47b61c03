"""Who may ask which host when: one at a time per host, its delay between two requests, and no host before its turn.

Decides and does nothing: the time is an argument, jobs are opaque. What always holds: between the end of one request
to a host and the beginning of the next there are at least the seconds that ``rest`` was last told, so that the server's
own log never shows two requests closer than that. Hosts are served in the order in which their rest ended, so that a
host with many pages, or a slow one, holds up no other.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Job = TypeVar("Job")

#: before every fresh job: one that has begun and comes back for more
BEGUN = -(1 << 62)


@dataclass(slots=True)
class _Line(Generic[Job]):
    """The jobs that wait for one host."""

    #: nobody goes before
    free_at: float = 0.0
    is_busy: bool = False
    #: rank and number of arrival before the job
    waiting: list[tuple[int, int, Job]] = field(default_factory=list)
    #: of the entry in the queue of hosts that counts; older ones are void
    stamp: int | None = None


class Turns(Generic[Job]):
    """The turns of all hosts. Times are seconds of one clock that never goes back."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line[Job]] = {}
        #: when free, stamp, host
        self._hosts: list[tuple[float, int, str]] = []
        self._numbers = itertools.count()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many jobs wait for a turn."""
        return self._waiting

    def wait(self, host: str, job: Job, rank: int = BEGUN) -> None:
        """Line up; lower ranks go first, equal ones in the order they came."""
        line = self._line(host)
        heapq.heappush(line.waiting, (rank, next(self._numbers), job))
        self._waiting += 1
        if line.stamp is None:
            self._enter(host, line)

    def next_turn(self, now: float) -> tuple[str, Job] | None:
        """The job that may go now, with its host, which is busy until ``leave``; ``None`` when nobody may."""
        self._drop_void()
        if not self._hosts or self._hosts[0][0] > now:
            return None
        _, _, host = heapq.heappop(self._hosts)
        line = self._lines[host]
        line.is_busy = True
        line.stamp = None
        self._waiting -= 1
        return host, heapq.heappop(line.waiting)[2]

    def seconds_to_turn(self, now: float) -> float | None:
        """How long until somebody may go; ``None`` when nobody waits for a host that is not busy."""
        self._drop_void()
        return max(0.0, self._hosts[0][0] - now) if self._hosts else None

    def rest(self, host: str, until: float) -> None:
        """Nobody asks that host before; never sooner than what was set before."""
        line = self._line(host)
        if until > line.free_at:
            line.free_at = until
            self._enter(host, line)

    def leave(self, host: str) -> None:
        """The job that had the turn is done with it."""
        line = self._line(host)
        line.is_busy = False
        self._enter(host, line)

    def clear(self) -> None:
        """Everybody goes home; hosts keep their rest."""
        self._hosts.clear()
        self._waiting = 0
        for line in self._lines.values():
            line.waiting.clear()
            line.is_busy = False
            line.stamp = None

    def _line(self, host: str) -> _Line[Job]:
        return self._lines.setdefault(host, _Line())

    def _enter(self, host: str, line: _Line[Job]) -> None:
        """Put the host into the queue of hosts, at the place that its rest gives it."""
        if line.waiting and not line.is_busy:
            line.stamp = next(self._numbers)
            heapq.heappush(self._hosts, (line.free_at, line.stamp, host))

    def _drop_void(self) -> None:
        while self._hosts and self._lines[self._hosts[0][2]].stamp != self._hosts[0][1]:
            heapq.heappop(self._hosts)
