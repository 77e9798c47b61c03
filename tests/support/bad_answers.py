"""More routes for the bad server: answers that break the rules of HTTP itself, one small function each."""

from __future__ import annotations

import socket

from support.bad_server import Route, Visit, page

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


def last(response: bytes) -> Route:
    """These bytes, then the end of the connection."""

    def handler(visit: Visit) -> None:
        visit.send(response)
        visit.hang_up()

    return handler


def head(*lines: str, status: str = "200 OK") -> bytes:
    """A head with these lines alone: no length, no type."""
    return "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *lines, "")).encode("latin-1")


def chunks(wire: bytes) -> Route:
    """A chunked body as it is on the wire, then the end of the connection."""
    return last(CHUNKED + wire)


def then_reset(response: bytes) -> Route:
    """A whole response, and a RST as soon as it has arrived."""

    def handler(visit: Visit) -> None:
        visit.send(response)
        visit.pause(0.05)
        visit.reset()

    return handler


def deaf(response: bytes) -> Route:
    """A server that closes its reading side before it answers."""

    def handler(visit: Visit) -> None:
        visit.sock.shutdown(socket.SHUT_RD)
        visit.send(response)

    return handler


def half_closed(response: bytes, keep: int) -> Route:
    """The first bytes of a response, then a FIN; the connection stays open in the other direction."""

    def handler(visit: Visit) -> None:
        visit.send(response[:keep])
        visit.sock.shutdown(socket.SHUT_WR)
        visit.pause(60)

    return handler


def interim_forever(visit: Visit) -> None:
    """``100 Continue``, and so on."""
    while True:
        visit.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def endless_line(visit: Visit) -> None:
    """A header whose line never ends."""
    visit.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        visit.send(b"x" * 65_536)


def slow_body(*, every_s: float) -> Route:
    """A head at once, and a body of a byte at a time."""

    def handler(visit: Visit) -> None:
        visit.send(page("", "Content-Length: 1000"))
        while True:
            visit.send(b"x")
            visit.pause(every_s)

    return handler
