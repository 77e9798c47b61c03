"""What has been counted once need not be counted again, as long as the archive stays as it is."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from archiver.store.serving import state_of

_Value = TypeVar("_Value")

#: values at most; a page of a source holds a few hundred kB
_MOST = 100


class Memory:
    """Values by key; each holds until somebody commits to the archive, or another day begins.

    Whoever asks for a value that is being made waits for it, so that ten readers of a page are the work of one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: OrderedDict[Hashable, tuple[object, asyncio.Future[Any]]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[_Value]]) -> _Value:
        """The value of this key, made now if need be. A failure is not kept."""
        state = (state_of(self._path), datetime.now(UTC).date())
        kept = self._kept.get(key)
        if kept is None or kept[0] != state:
            kept = self._kept[key] = (state, asyncio.ensure_future(make()))
            self._keep_few()
        self._kept.move_to_end(key)
        try:
            value: _Value = await asyncio.shield(kept[1])
        except BaseException:
            if kept[1].done() and self._kept.get(key) is kept:
                del self._kept[key]
            raise
        return value

    def _keep_few(self) -> None:
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
