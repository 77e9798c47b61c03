"""How many pages of a source one round may ask for: the setting ``max_pages`` of single sites."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.model import DuePage, Source
from archiver.source_settings import NO_SOURCES, SourceTable


class Shares:
    """What is left of each source's share."""

    def __init__(self, sources: Iterable[Source] = (), settings: SourceTable = NO_SOURCES) -> None:
        self._settings = settings
        #: of sources that have a limit
        self._left: dict[int, int] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> None:
        """Takes in one that was registered during the round."""
        own = self._settings.for_home(source.host)
        if own is not None and own.max_pages is not None:
            self._left.setdefault(source.id, own.max_pages)

    def take(self, pages: Iterable[DuePage]) -> list[DuePage]:
        """Those that their sources' shares have room for, which is used by them; the others wait for another round."""
        return [page for page in pages if self._has_room(page.source_id)]

    def give_back(self, page: DuePage) -> None:
        """One that nobody was asked for after all."""
        if page.source_id in self._left:
            self._left[page.source_id] += 1

    @property
    def used_up(self) -> frozenset[int]:
        """The sources that have no room left."""
        return frozenset(source_id for source_id, left in self._left.items() if left <= 0)

    def _has_room(self, source_id: int | None) -> bool:
        if source_id is None or source_id not in self._left:
            return True
        self._left[source_id] -= 1
        return self._left[source_id] >= 0
