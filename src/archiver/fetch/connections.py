"""Connections that vet whom they reach, keep to a deadline, and remember what went over them.

What always holds:

- only addresses that were vetted are connected to (``dialling``), and nothing else looks up a name;
- no read waits past the exchange's deadline, however little trickles in, and what came before is not lost;
- a ``Watch`` belongs to one exchange; a connection that is kept alive meets a new one with each request.
"""

from __future__ import annotations

import http.client
import io
import socket
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from archiver.fetch.dialling import dial, peer_of
from archiver.fetch.watch import WireFailure, current_watch
from archiver.model import FailureReason

#: a head longer than this is no head
MAX_HEAD_BYTES = 512 * 1024
_BUFFER_BYTES = 64 * 1024
_BLANK = frozenset({b"\r\n", b"\n", b""})
#: what says where the body ends, and whether another answer may follow
_FRAMING = frozenset({b"content-length", b"transfer-encoding", b"connection", b"keep-alive", b"proxy-connection"})
_SWITCHING_PROTOCOLS = 101
_FIRST_FINAL_STATUS = 200


class _DeadlineReader(io.RawIOBase):
    """Reads a socket, at most as long as the watch allows."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._watch = current_watch()
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
        """The next line; of a head, the next one that says how the body is framed.

        The others are none of http.client's business: it takes time over them, stops at 100 of them, and takes the rest
        of a head for a body where one is none at all.
        """
        line = super().readline(size)
        if self._lines is None:
            return line
        self._keep(line)
        while len(self._lines) > 1 and line not in _BLANK:
            if framing := self._framing_in(line):
                return framing
            line = super().readline(size)
            self._keep(line)
        return line

    def _keep(self, line: bytes) -> None:
        assert self._lines is not None, "the head is being read"
        self._lines.append(line)
        self._size += len(line)
        if self._size > MAX_HEAD_BYTES:
            raise WireFailure(FailureReason.BAD_RESPONSE, f"a response head of more than {MAX_HEAD_BYTES} bytes")

    def _framing_in(self, line: bytes) -> bytes | None:
        """The line as http.client can read it, ``None`` for one that it need not."""
        assert self._lines is not None, "the head is being read"
        if not self._lines[-2].endswith(b"\n"):  # the rest of a line that is longer than a read
            return None
        name, colon, value = line.partition(b":")
        name = name.strip().lower()
        return name + colon + value.replace(b"\r", b" ").rstrip() + b"\r\n" if name in _FRAMING else None

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
        current_watch().response_head = self._reader.seal()
        self._note_chunks()

    def _note_chunks(self) -> None:
        """http.client knows ``chunked`` only when it stands alone: not ``gzip, chunked``, which urllib3 knows."""
        codings = str(self.headers.get("Transfer-Encoding", "")).lower().split(",")
        if codings[-1].strip() == "chunked" and not self.chunked:
            self.chunked, self.chunk_left, self.length = True, None, None
            self.will_close = bool(self._check_close())  # type: ignore[attr-defined]  # private


class _WatchedMixin:
    """What both kinds of connection do besides urllib3's."""

    sock: socket.socket | None
    proxy: Any
    port: int
    _dns_host: str

    def _new_conn(self) -> socket.socket:
        watch = current_watch()
        try:
            # a proxy is the user's own choice, wherever it stands
            watch.sock = dial(self._dns_host, self.port, watch, is_vetted=self.proxy is None)
        except WireFailure as failure:
            if self.proxy is not None:
                failure.detail = f"proxy: {failure.detail}"
            raise
        return watch.sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:  # kept alive, or TLS is done
            current_watch().sock = self.sock
        super().request(*args, **kwargs)  # type: ignore[misc]  # of the connection it is mixed into

    def send(self, data: Any) -> None:
        try:
            super().send(data)  # type: ignore[misc]  # connects first, where that has not happened
        finally:
            self._note_sent(bytes(data))

    def _note_sent(self, data: bytes) -> None:
        watch = current_watch()
        watch.request_head = data
        if self.proxy is None and self.sock is not None:
            watch.ip_address = peer_of(self.sock)


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
