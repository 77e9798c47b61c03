"""From a host's name to a connection: resolved once, vetted, and made to the first address that answers.

The name is resolved here and nowhere else, and what is connected to is that very result: a second answer of a hostile
name server comes too late. Nothing here takes longer than the settings give to a connection, name servers included.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import queue
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from itertools import chain, zip_longest

from archiver.fetch.watch import Address, Resolve, Watch, WireFailure
from archiver.model import FailureReason

#: how much sooner an address is tried than the next one, so that a dead one costs no more (RFC 8305, section 5)
HEAD_START_S = 0.25
#: how often it is looked whether the wait is over
_LOOK_S = 0.1
#: what ``connect`` says of a connection that is being made
_UNDER_WAY = frozenset({0, errno.EINPROGRESS, errno.EWOULDBLOCK})


def dial(host: str, port: int, watch: Watch, *, is_vetted: bool) -> socket.socket:
    """A connection to that host. ``is_vetted``: not to what is no public address, unless that is allowed."""
    deadline = time.monotonic() + min(watch.connect_timeout_s, watch.left_s())
    addresses = _resolved(host.strip("[]"), port, watch, deadline)
    if is_vetted:
        addresses = _vetted(addresses, watch)
    return _Race(_alternating(addresses), watch, deadline).winner()


def resolve(host: str, port: int) -> tuple[Address, ...]:
    """The addresses that the system knows for a host, best first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple((family, address) for family, _, _, _, address in found)


def peer_of(sock: socket.socket) -> str | None:
    """The address at the other end, ``None`` when the connection is gone."""
    try:
        return str(sock.getpeername()[0])
    except OSError:
        return None


def addresses_of(host: str, watch: Watch) -> tuple[str, ...]:
    """The addresses of a host that somebody else will connect to; none when it cannot be told from here."""
    try:
        found = _resolved(host, 0, watch, time.monotonic() + watch.connect_timeout_s)
    except WireFailure:
        return ()
    return tuple(str(address[0]) for _, address in found)


def _resolved(host: str, port: int, watch: Watch, deadline: float) -> Sequence[Address]:
    try:
        found = _in_time(watch.resolve, (host, port), watch, deadline)
    except OSError as error:
        is_transient = error.errno == socket.EAI_AGAIN
        detail = f"{host} does not resolve: {error.strerror}"
        raise WireFailure(FailureReason.DNS, detail, is_transient=is_transient) from error
    except UnicodeError as error:
        raise WireFailure(FailureReason.INVALID_URL, f"{host!r} is no host name") from error
    if not found:
        raise WireFailure(FailureReason.DNS, f"{host} has no address")
    return found


def _in_time(resolve: Resolve, name: tuple[str, int], watch: Watch, deadline: float) -> Sequence[Address]:
    """What ``resolve`` gives. A name server that says nothing is not waited for longer than for a connection."""
    if _is_literal(name[0]):
        return resolve(*name)
    answers: queue.SimpleQueue[Sequence[Address] | BaseException] = queue.SimpleQueue()
    threading.Thread(target=_put_answer, args=(resolve, name, answers), name="resolve", daemon=True).start()
    while not watch.is_interrupted and (left_s := deadline - time.monotonic()) > 0:
        try:
            answer = answers.get(timeout=min(left_s, _LOOK_S))
        except queue.Empty:
            continue
        if isinstance(answer, BaseException):
            raise answer
        return answer
    detail = f"{name[0]} did not resolve within {watch.connect_timeout_s:g} s"
    raise WireFailure(FailureReason.DNS, detail, is_transient=True)


def _put_answer(
    resolve: Resolve, name: tuple[str, int], answers: queue.SimpleQueue[Sequence[Address] | BaseException]
) -> None:
    try:
        answers.put(resolve(*name))
    except (OSError, UnicodeError) as error:
        answers.put(error)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _vetted(addresses: Sequence[Address], watch: Watch) -> Sequence[Address]:
    """Those that may be asked; raises when there are none."""
    fit = [(family, address) for family, address in addresses if watch.may_ask(str(address[0]))]
    if not fit:
        watch.vet(str(addresses[0][1][0]))
    return fit


def _alternating(addresses: Sequence[Address]) -> list[Address]:
    """One family in turn with the other: a network without IPv6 may have many addresses of it (RFC 8305, section 4)."""
    first = addresses[0][0]
    same = [each for each in addresses if each[0] == first]
    others = [each for each in addresses if each[0] != first]
    return [each for each in chain.from_iterable(zip_longest(same, others)) if each is not None]


class _Race:
    """Connects to several addresses, to each a little later than to the one before, or when that one has failed."""

    def __init__(self, addresses: Sequence[Address], watch: Watch, deadline: float) -> None:
        self._waiting = deque(addresses)
        self._watch = watch
        self._deadline = deadline
        self._under_way: set[socket.socket] = set()
        self._failure: OSError = TimeoutError()
        self._next_at = 0.0

    def winner(self) -> socket.socket:
        """The first connection that is made. Raises ``WireFailure`` when none is."""
        with selectors.DefaultSelector() as selector:
            try:
                while (left_s := self._deadline - time.monotonic()) > 0 and not self._watch.is_interrupted:
                    self._begin_next(selector)
                    if not self._under_way:
                        raise _connect_failure(self._failure, self._watch.connect_timeout_s)
                    for key, _ in selector.select(self._pause_s(left_s)):
                        if (sock := self._made(key, selector)) is not None:
                            return sock
            finally:
                for loser in self._under_way:
                    loser.close()
        raise _connect_failure(TimeoutError(), self._watch.connect_timeout_s)

    def _begin_next(self, selector: selectors.BaseSelector) -> None:
        while self._waiting and (not self._under_way or time.monotonic() >= self._next_at):
            family, address = self._waiting.popleft()
            sock = socket.socket(family, socket.SOCK_STREAM)
            sock.setblocking(False)
            code = sock.connect_ex(address)
            if code in _UNDER_WAY:
                self._under_way.add(sock)
                selector.register(sock, selectors.EVENT_WRITE)
                self._next_at = time.monotonic() + HEAD_START_S
            else:
                sock.close()
                self._failure = OSError(code, os.strerror(code))

    def _pause_s(self, left_s: float) -> float:
        until_next_s = self._next_at - time.monotonic() if self._waiting else _LOOK_S
        return max(0.0, min(left_s, _LOOK_S, until_next_s))

    def _made(self, key: selectors.SelectorKey, selector: selectors.BaseSelector) -> socket.socket | None:
        sock = next(sock for sock in self._under_way if sock is key.fileobj)
        selector.unregister(sock)
        self._under_way.discard(sock)
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code == 0:
            # what is left is for the TLS handshake
            sock.settimeout(max(self._deadline - time.monotonic(), 0.01))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        sock.close()
        self._failure = OSError(code, os.strerror(code))
        self._next_at = 0.0
        return None


def _connect_failure(error: OSError, timeout_s: float) -> WireFailure:
    if isinstance(error, TimeoutError):
        return WireFailure(FailureReason.CONNECT_TIMEOUT, f"no connection within {timeout_s:g} s", is_transient=True)
    return WireFailure(FailureReason.REFUSED, f"connection refused: {error.strerror}", is_transient=True)
