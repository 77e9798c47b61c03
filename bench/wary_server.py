"""Many hosts on loopback that misbehave now and then, and one log of when each was asked and had answered.

    with WaryServer(hosts=50, articles=8) as server:
        crawl(server.homes)
        assert server.violations(delay_s=0.2) == []

Each host is an address of its own, `127.0.1.1` and so on, on one port. It has a home page, a feed and articles, entity
tags, and mishaps: a 503 and a 429 with `Retry-After`, a connection that is reset, an article that is redirected to the
next host, a slow one. Every fifth asks for a longer delay in its robots.txt. `is_calm` leaves all of that away.

The log is on the safe side: an answer is noted as ended before its bytes are sent, a request as begun after it was
read. So two requests that come too close by the log were too close on the wire.
"""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import pairwise
from typing import Self

WORDS = "The ferry across the lake will run again from Monday, the council said after a long evening. "
CRAWL_DELAY_S = 0.4
SLOW_S = 0.15


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, by the server's clock."""

    host: str
    path: str
    begun: float
    ended: float
    status: int
    is_conditional: bool


@dataclass(frozen=True, slots=True)
class Violation:
    """Two requests to a host that came too close."""

    host: str
    first: str
    second: str
    #: from the end of one to the beginning of the other
    gap_s: float
    delay_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent; no bytes: the connection is reset."""

    status: int = 200
    body: bytes = b""
    headers: tuple[str, ...] = ()
    media_type: str = "text/html; charset=utf-8"
    wait_s: float = 0.0


@dataclass
class WaryServer:
    """Serves in threads until the block ends."""

    hosts: int = 50
    articles: int = 8
    is_calm: bool = False
    log: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._times: dict[tuple[str, str], int] = defaultdict(int)
        self._listener = socket.create_server(("", 0), backlog=256)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    @property
    def names(self) -> list[str]:
        """The hosts, with their port."""
        return [f"127.0.1.{number + 1}:{self.port}" for number in range(self.hosts)]

    @property
    def homes(self) -> list[str]:
        """Their home pages."""
        return [f"http://{name}/" for name in self.names]

    def violations(self, delay_s: float) -> list[Violation]:
        """Requests that came too soon after another one to the same host."""
        return [
            Violation(before.host, before.path, after.path, after.begun - before.ended, self.delay_of(before, delay_s))
            for asked in self._by_host().values()
            for before, after in pairwise(asked)
            if after.begun - before.ended < self.delay_of(before, delay_s)
        ]

    def delay_of(self, before: Asked, delay_s: float) -> float:
        """What is to be left after that request: what robots.txt asks for is known once it was read."""
        return max(delay_s, CRAWL_DELAY_S) if self._asks_for_more(before.host) else delay_s

    def _by_host(self) -> dict[str, list[Asked]]:
        asked: dict[str, list[Asked]] = defaultdict(list)
        with self._lock:
            for one in sorted(self.log, key=lambda one: one.begun):
                asked[one.host].append(one)
        return asked

    def _number(self, host: str) -> int:
        return int(host.partition(":")[0].rpartition(".")[2]) - 1

    def _asks_for_more(self, host: str) -> bool:
        return not self.is_calm and self._number(host) % 5 == 0

    # What is answered.

    def _answer(self, host: str, path: str, times: int) -> Answer:
        if path == "/robots.txt":
            more = f"Crawl-delay: {CRAWL_DELAY_S}\n" if self._asks_for_more(host) else ""
            return Answer(body=f"User-agent: *\n{more}Disallow: /private/\n".encode(), media_type="text/plain")
        if path == "/":
            return Answer(body=self._home())
        if path == "/feed.xml":
            return Answer(body=self._feed(host), media_type="application/rss+xml")
        if path.startswith("/2026/"):
            return self._article(host, path, times)
        return Answer(status=404, body=b"<h1>nothing here</h1>")

    def _article(self, host: str, path: str, times: int) -> Answer:
        number = int(path.rstrip("/").rpartition("-")[2])
        if not self.is_calm and times == 1 and number in _MISHAPS:
            return _MISHAPS[number]
        if not self.is_calm and number == _ELSEWHERE:
            following = self.names[(self._number(host) + 1) % self.hosts]
            return Answer(status=302, headers=(f"Location: http://{following}/2026/01/05/a-guest-0/",))
        return Answer(body=_page(f"What came of story {number} of {host}", f"<p>{WORDS * 4}</p><p>{WORDS * 3}</p>"))

    def _paths(self) -> list[str]:
        return [f"/2026/01/05/what-came-of-story-{number}/" for number in range(self.articles)]

    def _home(self) -> bytes:
        cards = "".join(f'<article><h2><a href="{path}">Story at {path}</a></h2></article>' for path in self._paths())
        head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        return f"<!DOCTYPE html><html><head><title>An outlet</title>{head}</head><body><main>{cards}</main>".encode()

    def _feed(self, host: str) -> bytes:
        items = "".join(f"<item><link>http://{host}{path}</link><title>Story</title></item>" for path in self._paths())
        return f"<rss version='2.0'><channel><title>An outlet</title>{items}</channel></rss>".encode()

    # How.

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host = f"{sock.getsockname()[0]}:{self.port}"
        try:
            for head in _heads(sock):
                self._respond(sock, host, head, time.monotonic())
        except OSError:
            pass
        finally:
            sock.close()

    def _respond(self, sock: socket.socket, host: str, head: str, begun: float) -> None:
        path = head.split(" ", 2)[1]
        with self._lock:
            self._times[host, path] += 1
            times = self._times[host, path]
        answer = self._answer(host, path, times)
        sent = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head.split("\r\n")[1:]}
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        is_same = sent.get("if-none-match") == tag and answer.status == HTTPStatus.OK
        status = int(HTTPStatus.NOT_MODIFIED) if is_same else answer.status
        time.sleep(answer.wait_s)
        with self._lock:
            self.log.append(Asked(host, path, begun, time.monotonic(), status, "if-none-match" in sent))
        if not status:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            raise ConnectionAbortedError
        sock.sendall(_response(status, answer, b"" if is_same else answer.body, tag))


#: by the number of an article: what its first request meets with
_MISHAPS = {
    1: Answer(status=503, body=b"<h1>busy</h1>"),
    2: Answer(status=429, body=b"<h1>slow down</h1>", headers=("Retry-After: 1",)),
    3: Answer(status=0),
    4: Answer(body=b"", wait_s=SLOW_S, status=500),
}
#: the article that is at the next host
_ELSEWHERE = 5


def _response(status: int, answer: Answer, body: bytes, tag: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status} Said",
        f"Content-Type: {answer.media_type}",
        f"Content-Length: {len(body)}",
        f"ETag: {tag}",
        *answer.headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _page(title: str, text: str) -> bytes:
    head = f'<title>{title}</title><meta property="og:type" content="article">'
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{title}</h1>{text}</article></body>".encode()


def _heads(sock: socket.socket) -> Iterator[str]:
    received = b""
    while True:
        while b"\r\n\r\n" not in received:
            part = sock.recv(65536)
            if not part:
                return
            received += part
        head, _, received = received.partition(b"\r\n\r\n")
        yield head.decode("latin-1")
