"""Streams over files that lie elsewhere: read on where a connection broke, or a part of another file."""

from __future__ import annotations

import io
import time
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential, wait_random

from archiver.errors import StoredFileError

_Found = TypeVar("_Found")

#: how often a file is asked for before it is given up
TRIES = 6
#: ... where nobody listens: that seldom gets better
FEW_TRIES = 2
#: before the second time; doubled for each one after
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
#: bytes that are read and thrown away rather than asked for anew behind them
_SHORT_LEAP = 1 << 20


class PassingError(Exception):
    """It may go better the next time; the message says what went wrong."""

    #: before it is given up
    tries = TRIES


class RefusedError(PassingError):
    """Nobody listens there."""

    tries = FEW_TRIES


def passing(error: BaseException, words: str) -> PassingError:
    """A library's error, told in these words, as one that may pass."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, ConnectionRefusedError):
            return RefusedError(words)
        inner = inner.__cause__ or inner.__context__
    return PassingError(words)


class Bytes(Protocol):
    """What is read of a file from one place on."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end. Raises ``PassingError`` and ``StoredFileError``."""
        ...

    def close(self) -> None:
        """Lets go of it."""
        ...


class Place(Protocol):
    """Where a file lies."""

    address: str

    def open_at(self, offset: int) -> Bytes:
        """The file from there on. Raises ``PassingError`` and ``StoredFileError``."""
        ...

    def size(self) -> int | None:
        """Of the file, in bytes; ``None`` where nobody says. Raises as ``open_at`` does."""
        ...

    def files(self) -> tuple[str, ...]:
        """The addresses that it stands for. Raises as ``open_at`` does."""
        ...


def tried_again(address: str, call: Callable[[], _Found], sleep: Callable[[float], None] = time.sleep) -> _Found:
    """What the call gives, tried some times where it fails in passing. Raises ``StoredFileError`` in the end."""
    policy = Retrying(
        retry=retry_if_exception_type(PassingError),
        stop=_is_enough,
        wait=wait_exponential(multiplier=_FIRST_WAIT_S, max=_LONGEST_WAIT_S) + wait_random(0, _FIRST_WAIT_S),
        sleep=sleep,
        reraise=True,
    )
    try:
        return policy(call)
    except PassingError as error:
        raise StoredFileError(f"{address}: {error} (tried {error.tries} times)", address=address) from error


def _is_enough(state: RetryCallState) -> bool:
    """Whether what failed in passing has been tried as often as it may be worth."""
    error = None if state.outcome is None else state.outcome.exception()
    return isinstance(error, PassingError) and state.attempt_number >= error.tries


class Readable(io.RawIOBase):
    """A stream to read and to seek in."""

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, whatever it costs."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Some of the next bytes."""
        view = memoryview(buffer).cast("B")
        data = self.some(len(view))
        view[: len(data)] = data
        return len(data)

    @abstractmethod
    def some(self, count: int) -> bytes:
        """At most so many of the next bytes, none at the end. Raises ``StoredFileError``."""


class Distant(Readable):
    """A file elsewhere, read as a stream; where that breaks off, it is asked for again from the same byte on."""

    def __init__(self, place: Place, sleep: Callable[[float], None] = time.sleep) -> None:
        self._place = place
        self._sleep = sleep
        self._bytes: Bytes | None = None
        #: where the stream stands, and where its reader does
        self._at = 0
        self._wanted = 0

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._wanted

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Goes there; nothing is asked for before it is read."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._wanted}.get(whence)
        self._wanted = max(0, (self._size() if base is None else base) + offset)
        return self._wanted

    def some(self, count: int) -> bytes:
        """At most so many of the next bytes, none at the end. Raises ``StoredFileError``."""
        data = tried_again(self._place.address, lambda: self._read(count), self._sleep)
        self._wanted = self._at = self._at + len(data)
        return data

    def close(self) -> None:
        """Lets go of it."""
        self._let_go()
        super().close()

    def _size(self) -> int:
        size = tried_again(self._place.address, self._place.size, self._sleep)
        if size is None:
            address = self._place.address
            raise StoredFileError(f"{address}: nobody says how large it is", address=address)
        return size

    def _read(self, count: int) -> bytes:
        try:
            stream = self._stream_there()
            return stream.read(count)
        except PassingError:
            self._let_go()
            raise

    def _stream_there(self) -> Bytes:
        while self._bytes is not None and 0 < (gap := self._wanted - self._at) <= _SHORT_LEAP:
            passed = self._bytes.read(gap)
            self._at += len(passed)
            if not passed:
                break
        if self._bytes is None or self._at != self._wanted:
            self._let_go()
            self._bytes, self._at = self._place.open_at(self._wanted), self._wanted
        return self._bytes

    def _let_go(self) -> None:
        stream, self._bytes = self._bytes, None
        if stream is not None:
            stream.close()


class Part(Readable):
    """Some bytes of a file as a file of their own."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream = stream
        self._start = start
        self._size = size
        self._at = 0

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Goes there."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def some(self, count: int) -> bytes:
        """At most so many of the next bytes, none at the end."""
        self._stream.seek(self._start + self._at)
        data = self._stream.read(max(0, min(count, self._size - self._at)))
        self._at += len(data)
        return data

    def close(self) -> None:
        """Closes the file, too."""
        self._stream.close()
        super().close()
