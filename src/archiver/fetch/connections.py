"""Connections that vet whom they reach, keep to a deadline, and remember what went over them.

What always holds:

- not a byte is sent, of TLS or of a request, before the address that was really reached is vetted. The name is resolved
  once, here, and that result is connected to, so a second answer of a hostile DNS server comes too late;
- no read waits past the exchange's deadline, however little trickles in, and what came before is not lost;
- a ``Watch`` belongs to one exchange; a connection that is kept alive meets a new one with each request.

urllib3 passes nothing of ours down to a connection, so the watch of the exchange under way is a context variable: each
thread has its own.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from archiver.fetch.addresses import is_public
from archiver.model import FailureReason

#: a head longer than this is no head; http.client itself stops at 100 headers and at 64 KiB a line
MAX_HEAD_BYTES = 512 * 1024
_BUFFER_BYTES = 64 * 1024
_SWITCHING_PROTOCOLS = 101
_FIRST_FINAL_STATUS = 200


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
    #: by the monotonic clock
    started: float
    request_head: bytes = b""
    response_head: bytes = b""
    #: of the server; not known behind a proxy
    ip_address: str | None = None
    sock: socket.socket | None = None

    def left_s(self) -> float:
        """Seconds until the deadline; raises when there are none."""
        left = self.started + self.total_timeout_s - time.monotonic()
        if left <= 0:
            raise WireFailure(FailureReason.TIMEOUT, f"not done within {self.total_timeout_s:g} s")
        return left

    def vet(self, address: str) -> None:
        """Raises unless that address may be asked."""
        if not self.allow_private and not is_public(address):
            raise WireFailure(FailureReason.PRIVATE_ADDRESS, f"{address} is not on the public internet")

    def interrupt(self) -> None:
        """Wake whoever reads from the connection."""
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


class _DeadlineReader(io.RawIOBase):
    """Reads a socket, at most as long as the watch allows."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._watch = _WATCH.get()
        self._has_begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        watch = self._watch
        left_s = watch.left_s()
        wait_s = left_s if self._has_begun else min(left_s, watch.first_byte_timeout_s)
        self._sock.settimeout(wait_s)
        try:
            count: int | None = self._raw.readinto(buffer)
        except TimeoutError:
            watch.left_s()
            raise self._no_first_byte() from None
        self._has_begun = True
        return count

    def _no_first_byte(self) -> WireFailure:
        detail = f"no first byte within {self._watch.first_byte_timeout_s:g} s"
        return WireFailure(FailureReason.TIMEOUT, detail, is_transient=True)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _HeadReader(io.BufferedReader):
    """Keeps the lines that are read from it until ``seal``: the head as it came over the wire."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw, _BUFFER_BYTES)
        self._lines: list[bytes] | None = []
        self._size = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if self._lines is not None:
            self._lines.append(line)
            self._size += len(line)
            if self._size > MAX_HEAD_BYTES:
                raise WireFailure(FailureReason.BAD_RESPONSE, f"a response head of more than {MAX_HEAD_BYTES} bytes")
        return line

    def restart(self) -> None:
        """Forget an interim response."""
        if self._lines is not None:
            self._lines.clear()

    def seal(self) -> bytes:
        """The head, blank line included; nothing is kept from now on."""
        lines, self._lines = self._lines or [b""], None
        if lines[-1].strip(b"\r\n") or not lines[-1]:  # http.client takes the end of the stream for the end of a head
            raise WireFailure(FailureReason.DISCONNECTED, "cut in the middle of the response head", is_transient=True)
        return b"".join(lines)


class _WatchedResponse(http.client.HTTPResponse):
    """A response whose head is remembered, and whose reads keep to the deadline."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._reader = _HeadReader(_DeadlineReader(self.fp.detach(), sock))
        self.fp = self._reader

    def _read_status(self) -> Any:
        self._reader.restart()
        return super()._read_status()  # type: ignore[misc]  # private; urllib3 calls it for tunnels too

    def begin(self) -> None:
        super().begin()
        # http.client skips 100 and takes 103 Early Hints for the answer
        while self.status < _FIRST_FINAL_STATUS and self.status != _SWITCHING_PROTOCOLS:
            self.headers = None  # type: ignore[assignment]  # what makes begin() begin again
            super().begin()
        _WATCH.get().response_head = self._reader.seal()


class _WatchedMixin:
    """What both kinds of connection do besides urllib3's."""

    sock: socket.socket | None
    proxy: Any
    port: int
    _dns_host: str

    def _new_conn(self) -> socket.socket:
        watch = _WATCH.get()
        try:
            # a proxy is the user's own choice, wherever it stands
            watch.sock = _connect(self._dns_host, self.port, watch, is_vetted=self.proxy is None)
        except WireFailure as failure:
            if self.proxy is not None:
                failure.detail = f"proxy: {failure.detail}"
            raise
        return watch.sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:  # kept alive, or TLS is done
            _WATCH.get().sock = self.sock
        super().request(*args, **kwargs)  # type: ignore[misc]  # of the connection it is mixed into

    def send(self, data: Any) -> None:
        try:
            super().send(data)  # type: ignore[misc]  # connects first, where that has not happened
        finally:
            self._note_sent(bytes(data))

    def _note_sent(self, data: bytes) -> None:
        watch = _WATCH.get()
        watch.request_head = data
        if self.proxy is None and self.sock is not None:
            watch.ip_address = _peer_of(self.sock)


class _WatchedHTTPConnection(_WatchedMixin, HTTPConnection):
    response_class = _WatchedResponse


class _WatchedHTTPSConnection(_WatchedMixin, HTTPSConnection):
    response_class = _WatchedResponse


class _WatchedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHTTPConnection


class _WatchedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPSConnection


#: what a urllib3 pool manager makes connections with
POOL_CLASSES = {"http": _WatchedHTTPPool, "https": _WatchedHTTPSPool}


def _connect(host: str, port: int, watch: Watch, *, is_vetted: bool) -> socket.socket:
    """A connection to the first address that answers; each has its share of the time that is left."""
    addresses = _resolve(host, port)
    deadline = time.monotonic() + min(watch.connect_timeout_s, watch.left_s())
    failure: WireFailure | None = None
    for position, (family, address) in enumerate(addresses):
        if is_vetted:
            watch.vet(str(address[0]))
        share_s = (deadline - time.monotonic()) / (len(addresses) - position)
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            return _connected(sock, address, share_s, watch if is_vetted else None)
        except OSError as error:
            failure = _connect_failure(error, watch.connect_timeout_s)
    raise failure or WireFailure(FailureReason.DNS, f"{host} has no address")


def _connected(sock: socket.socket, address: Any, timeout_s: float, watch: Watch | None) -> socket.socket:
    try:
        sock.settimeout(max(timeout_s, 0.01))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect(address)
        if watch is not None:
            watch.vet(_peer_of(sock) or "")
    except BaseException:
        sock.close()
        raise
    return sock


def _resolve(host: str, port: int) -> list[tuple[int, Any]]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        is_transient = error.errno == socket.EAI_AGAIN
        raise WireFailure(
            FailureReason.DNS, f"{host} does not resolve: {error.strerror}", is_transient=is_transient
        ) from error
    except UnicodeError as error:
        raise WireFailure(FailureReason.INVALID_URL, f"{host!r} is no host name") from error
    return [(family, address) for family, _, _, _, address in found]


def _connect_failure(error: OSError, timeout_s: float) -> WireFailure:
    if isinstance(error, TimeoutError):
        return WireFailure(FailureReason.CONNECT_TIMEOUT, f"no connection within {timeout_s:g} s", is_transient=True)
    detail = f"connection refused: {error.strerror}" if error.strerror else "connection refused"
    return WireFailure(FailureReason.REFUSED, detail, is_transient=True)


def _peer_of(sock: socket.socket) -> str | None:
    try:
        return str(sock.getpeername()[0])
    except OSError:  # gone already
        return None
