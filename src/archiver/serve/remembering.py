"""What has been counted once need not be counted again, as long as the archive stays as it is."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from archiver.store.serving import FileState, state_of

_Value = TypeVar("_Value")

#: values at most; a page of a source holds a few hundred kB
_MOST = 100


@dataclass(frozen=True, slots=True)
class _Kept:
    """A value, or one that is being made."""

    value: asyncio.Future[Any]
    state: FileState
    day: date
    #: whether a commit after it was begun would show in the state of the file
    is_certain: bool

    def holds(self, state: FileState, day: date) -> bool:
        """Whether it is to be had again; one that is being made is waited for in any case."""
        return (self.state, self.day) == (state, day) and (self.is_certain or not self.value.done())


class Memory:
    """Values by key; each holds until somebody commits to the archive, or another day begins.

    Whoever asks for a value that is being made waits for it, so that ten readers of a page are the work of one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[_Value]]) -> _Value:
        """The value of this key, made now if need be. A failure is not kept."""
        state, day = state_of(self._path), datetime.now(UTC).date()
        kept = self._kept.get(key)
        if kept is None or not kept.holds(state, day):
            value = asyncio.ensure_future(make())
            kept = self._kept[key] = _Kept(value, state, day, state.is_settled(time.time_ns()))
            self._keep_few()
        self._kept.move_to_end(key)
        try:
            made: _Value = await asyncio.shield(kept.value)
        except BaseException:
            if kept.value.done() and self._kept.get(key) is kept:
                del self._kept[key]
            raise
        return made

    def _keep_few(self) -> None:
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
