"""What an engine is: something that does tasks, here or somewhere else and several at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, Self

from archiver.errors import ArchiverError
from archiver.pipelines.events import Event
from archiver.scale.tasks import LakeTask, MapTask, Outcome


class EngineError(ArchiverError):
    """The engine can do nothing any more: there is no scheduler, or no process can be started."""


class Engine(Protocol):
    """A context: whoever works for it ends with the block, at once and whatever they are at."""

    @property
    def capacity(self) -> int:
        """So many tasks are worth handing over before one comes back."""

    def __enter__(self) -> Self:
        """Begins; raises ``EngineError`` when nobody can work."""

    def __exit__(self, *_: object) -> None:
        """Ends."""

    @property
    def about(self) -> str | None:
        """What a person wants to know about it: where it can be watched."""

    def put(self, task: MapTask | LakeTask) -> None:
        """Hands over a task."""

    def watch(self) -> Iterator[Event]:
        """What happens until the next outcome is known, as far as it can be seen from here."""

    def take(self) -> Outcome:
        """What came of one of them, as soon as it is known.

        One whose worker has ended comes back with a problem and is worth another try. Raises ``EngineError``.
        """
