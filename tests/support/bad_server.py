"""A server on loopback that misbehaves on request: raw bytes over real sockets, and a log of who asked when.

    with BadServer() as server:
        server.routes["/page"] = page("<p>Hello</p>")
        server.routes["/slow"] = trickle(b"drop by drop", every_s=0.1)

A route is the bytes of a whole response, or a function of a ``Visit``. What has no route is a 404.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

Route = "bytes | Callable[[Visit], None]"


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    at: float
    path: str
    head: bytes
    connection: int

    def header(self, name: str) -> str | None:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None


@dataclass
class Visit:
    """A request under way; a handler sends what it likes, and may close."""

    asked: Asked
    sock: socket.socket
    #: how many times this path was asked, this time included
    number: int
    stopping: threading.Event

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def pause(self, seconds: float) -> None:
        if self.stopping.wait(seconds):
            raise ConnectionAbortedError

    def reset(self) -> None:
        """Hang up with a RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        raise ConnectionAbortedError

    def hang_up(self) -> None:
        raise ConnectionAbortedError


@dataclass
class BadServer:
    address: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    routes: dict[str, Route] = field(default_factory=dict)
    #: said to whoever connects, before anything is asked
    greeting: bytes = b""
    log: list[Asked] = field(default_factory=list)
    #: accepted, whether or not anything was asked
    connections: int = 0
    #: a free one, unless it is said which
    port: int = 0

    def __enter__(self) -> Self:
        self._stopping = threading.Event()
        self._socks: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listener = socket.create_server((self.address, self.port), family=family, backlog=64)
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in tuple(self._socks):
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    @property
    def host(self) -> str:
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}"

    def url(self, path: str) -> str:
        return self.origin + path

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.log if asked.path == path]

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def gaps(self) -> list[float]:
        """Seconds between one request and the next, by this server's clock."""
        return [after.at - before.at for before, after in zip(self.log, self.log[1:], strict=False)]

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, sock, self.connections)

    def _serve(self, sock: socket.socket, connection: int) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
            self._socks.add(sock)
            sock.sendall(self.greeting)
            for head in _heads(sock):
                self._answer(sock, head, connection)
        except OSError:
            pass
        finally:
            self._socks.discard(sock)
            sock.close()

    def _answer(self, sock: socket.socket, head: bytes, connection: int) -> None:
        asked = Asked(time.monotonic(), head.split(b" ", 2)[1].decode("latin-1"), head, connection)
        with self._lock:
            self.log.append(asked)
            number = len(self.asked_for(asked.path))
        route = self.routes.get(asked.path, NOT_FOUND)
        if isinstance(route, bytes):
            sock.sendall(route)
        else:
            route(Visit(asked, sock, number, self._stopping))


def _heads(sock: socket.socket) -> Iterator[bytes]:
    received = b""
    while True:
        while b"\r\n\r\n" not in received:
            part = sock.recv(65536)
            if not part:
                return
            received += part
        head, _, received = received.partition(b"\r\n\r\n")
        yield head + b"\r\n\r\n"


def page(body: bytes | str = "<p>Hello</p>", *headers: str, status: str = "200 OK") -> bytes:
    """A well-behaved response; ``headers`` are whole lines, Content-Type and Content-Length among them if given."""
    content = body.encode() if isinstance(body, str) else body
    lines = list(headers)
    names = {line.partition(":")[0].lower() for line in lines}
    if "content-type" not in names:
        lines.append("Content-Type: text/html; charset=utf-8")
    if not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(content)}")
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + content


NOT_FOUND = page("nothing here", status="404 Not Found")


def redirect(location: str, *headers: str, status: str = "302 Found") -> bytes:
    return page("moved", f"Location: {location}", *headers, status=status)


def unavailable(*headers: str, status: str = "503 Service Unavailable") -> bytes:
    return page("later", *headers, status=status)


def robots(text: str) -> bytes:
    return page(text, "Content-Type: text/plain")


def chunked(*chunks: bytes, headers: tuple[str, ...] = (), is_cut: bool = False) -> Route:
    """The chunks; ``is_cut``: the last one is announced twice as long as it is, and then nothing comes."""

    def handler(visit: Visit) -> None:
        visit.send(page(b"", "Transfer-Encoding: chunked", *headers))
        for number, chunk in enumerate(chunks, start=1):
            size = len(chunk) * 2 if is_cut and number == len(chunks) else len(chunk)
            visit.send(f"{size:x}\r\n".encode() + chunk)
            if size != len(chunk):
                visit.hang_up()
            visit.send(b"\r\n")
        visit.send(b"0\r\n\r\n")

    return handler


def in_turn(*routes: Route) -> Route:
    """One after the other, the last one from then on."""

    def handler(visit: Visit) -> None:
        route = routes[min(visit.number, len(routes)) - 1]
        if isinstance(route, bytes):
            visit.send(route)
        else:
            route(visit)

    return handler


def silence(seconds: float = 60) -> Route:
    """Takes the request and says nothing."""
    return lambda visit: visit.pause(seconds)


def late(response: bytes, seconds: float) -> Route:
    def handler(visit: Visit) -> None:
        visit.pause(seconds)
        visit.send(response)

    return handler


def trickle(data: bytes, *, every_s: float) -> Route:
    """A byte at a time, head and all."""

    def handler(visit: Visit) -> None:
        for byte in data:
            visit.send(bytes([byte]))
            visit.pause(every_s)

    return handler


def endless_body(*headers: str, status: str = "200 OK") -> Route:
    def handler(visit: Visit) -> None:
        visit.send(page(b"", "Transfer-Encoding: chunked", *headers, status=status))
        while True:
            visit.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    return handler


def endless_headers(*, every_s: float = 0.0, line: bytes = b"X-More: of this\r\n") -> Route:
    def handler(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n")
        while True:
            visit.send(line)
            if every_s:
                visit.pause(every_s)

    return handler


def gzip_bomb(megabytes: int) -> bytes:
    """A small response that inflates to that size."""
    return page(gzip.compress(b"\0" * (megabytes << 20), 9, mtime=0), "Content-Encoding: gzip")


def cut_short(response: bytes, keep: int) -> Route:
    """The first bytes of a response, then the end of the connection."""

    def handler(visit: Visit) -> None:
        visit.send(response[:keep])
        visit.hang_up()

    return handler


def stalled(response: bytes, keep: int) -> Route:
    """The first bytes of a response, then nothing."""

    def handler(visit: Visit) -> None:
        visit.send(response[:keep])
        visit.pause(60)

    return handler


def reset(visit: Visit) -> None:
    visit.reset()


def tls_context(certificate: Path) -> ssl.SSLContext:
    """What a server needs to speak TLS, from a file with its certificate and key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@contextmanager
def full_port() -> Iterator[int]:
    """A port whose listener takes nobody: on Linux, whoever comes while its queue is full is ignored."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = listener.getsockname()[1]
        for _ in range(4):
            queued = stack.enter_context(socket.socket())
            queued.setblocking(False)
            queued.connect_ex(("127.0.0.1", port))
        yield port


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port that nobody listens on, kept from others meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
