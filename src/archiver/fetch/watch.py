"""The limits of one exchange, and what was seen of it, known to every connection that has a part in it.

urllib3 passes nothing of ours down to a connection, so the watch of the exchange under way is a context variable: each
thread has its own.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeAlias

from archiver.fetch.addresses import is_public
from archiver.model import FailureReason

#: family and socket address of a host, as ``socket.socket`` and ``connect`` take them
Address: TypeAlias = tuple[int, Any]
#: host and port → its addresses, best first; raises ``OSError`` where there are none
Resolve: TypeAlias = Callable[[str, int], Sequence[Address]]


class WireFailure(Exception):  # noqa: N818 - an outcome on its way to the transport, not an error of ours
    """Why an exchange ended early. No ``OSError``, so that urllib3 lets it through as it is."""

    def __init__(self, reason: FailureReason, detail: str, *, is_transient: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.is_transient = is_transient


@dataclass(slots=True, kw_only=True)
class Watch:
    """The limits of one exchange, and what was seen of it."""

    connect_timeout_s: float
    first_byte_timeout_s: float
    total_timeout_s: float
    allow_private: bool
    resolve: Resolve
    #: by the monotonic clock
    started: float
    request_head: bytes = b""
    response_head: bytes = b""
    #: of the server; not known behind a proxy
    ip_address: str | None = None
    sock: socket.socket | None = None
    is_interrupted: bool = False

    def left_s(self) -> float:
        """Seconds until the deadline; raises when there are none."""
        left = self.started + self.total_timeout_s - time.monotonic()
        if left <= 0:
            raise WireFailure(FailureReason.TIMEOUT, f"not done within {self.total_timeout_s:g} s")
        return left

    def may_ask(self, address: str) -> bool:
        """Whether that address may be asked."""
        return self.allow_private or is_public(address)

    def vet(self, address: str) -> None:
        """Raises unless that address may be asked."""
        if not self.may_ask(address):
            raise WireFailure(FailureReason.PRIVATE_ADDRESS, f"{address} is not on the public internet")

    def interrupt(self) -> None:
        """Wake whoever reads from the connection, and end the wait for one."""
        self.is_interrupted = True
        if self.sock is not None:
            try:
                # past SSLSocket.shutdown, which would take the TLS state from under the reading thread
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
            except OSError:
                return  # closed meanwhile


_WATCH: ContextVar[Watch] = ContextVar("watch")


@contextmanager
def watching(watch: Watch) -> Iterator[Watch]:
    """The watch for all connections of this thread until the block ends."""
    token = _WATCH.set(watch)
    try:
        yield watch
    finally:
        _WATCH.reset(token)


def current_watch() -> Watch:
    """The watch of the exchange that this thread has under way."""
    return _WATCH.get()
