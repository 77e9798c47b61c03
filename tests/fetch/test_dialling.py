"""From a name to a connection, with resolvers and servers that do not mean well."""

from __future__ import annotations

import datetime as dt
import itertools
import socket
import sys
import threading
import time

import pytest

from archiver.config import FetchSettings
from archiver.fetch.transport import RequestsTransport
from archiver.fetch.wire import WireRequest
from archiver.model import FailureReason
from support.bad_server import BadServer, deaf_port, full_port, page

only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="loopback behaves otherwise elsewhere")
#: in NAT64, stands for a public address; where no gateway is, nothing is there
PUBLIC = "64:ff9b::c000:2b08"
NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def make_transport():
    """Builds transports with a resolver of one's own."""
    transports = []

    def make(resolve, **settings):
        timeouts = {"connect_timeout_s": 0.3, "first_byte_timeout_s": 0.5, "total_timeout_s": 10}
        chosen = FetchSettings(**{"allow_private": True, **timeouts, **settings})
        transports.append(RequestsTransport(chosen, resolve=resolve))
        return transports[-1]

    yield make
    for transport in transports:
        transport.close()


def send(transport, url="http://journal.example/page"):
    return transport.send(WireRequest(url=url, started_at=NOW, max_bytes=100_000))


def at(*places):
    """A resolver that knows one host; its addresses as (host, port)."""
    found = [(socket.AF_INET6 if ":" in host else socket.AF_INET, (host, port)) for host, port in places]
    return lambda *_: found


def test_a_name_that_changes_its_address_after_the_check_leads_nowhere_new(server, make_transport):
    """The first answer is public, the next one loopback: whoever looks up twice, to check and to connect, is there."""
    answers = itertools.cycle([at((PUBLIC, 9)), at(("127.0.0.1", server.port))])
    asked = []

    def resolve(host, port):
        asked.append(host)
        return next(answers)(host, port)

    transport = make_transport(resolve, allow_private=False)
    first, second = send(transport), send(transport)
    assert first.failure in {FailureReason.CONNECT_TIMEOUT, FailureReason.REFUSED}
    assert second.failure is FailureReason.PRIVATE_ADDRESS
    assert asked == ["journal.example"] * 2
    assert server.connections == 0


def test_a_private_address_among_public_ones_is_passed_over(server, make_transport):
    transport = make_transport(at(("127.0.0.1", server.port), (PUBLIC, 9)), allow_private=False)
    assert send(transport).failure in {FailureReason.CONNECT_TIMEOUT, FailureReason.REFUSED}
    assert server.connections == 0


@only_on_linux
def test_an_address_that_is_dead_costs_a_moment_when_another_one_lives(server, make_transport):
    server.routes["/page"] = page()
    with full_port() as dead:
        transport = make_transport(at(("127.0.0.1", dead), ("127.0.0.1", server.port)), connect_timeout_s=20)
        began = time.monotonic()
        assert send(transport).status == 200
    assert time.monotonic() - began < 5  # a quarter of a second, on a quiet machine


def test_an_address_that_refuses_is_followed_by_the_next_one(server, make_transport):
    server.routes["/page"] = page()
    with deaf_port() as dead:
        response = send(make_transport(at(("127.0.0.1", dead), ("127.0.0.1", server.port))))
    assert (response.status, response.exchange.ip_address) == (200, "127.0.0.1")


def test_a_network_without_ipv6_does_not_keep_from_a_host_that_has_both(server, make_transport):
    server.routes["/page"] = page()
    assert send(make_transport(at(("2001:db8::1", 80), ("127.0.0.1", server.port)), connect_timeout_s=5)).status == 200


def test_all_addresses_dead_is_refused(make_transport):
    with deaf_port() as dead:
        response = send(make_transport(at(("127.0.0.1", dead), ("127.0.0.1", dead))))
    assert (response.failure, response.detail) == (FailureReason.REFUSED, "connection refused: Connection refused")


@pytest.mark.skipif(not socket.has_ipv6, reason="there is no IPv6 here")
def test_a_host_may_have_ipv6_alone(make_transport):
    with BadServer(address="::1") as server:
        server.routes["/page"] = page("six")
        by_name = send(make_transport(at(("::1", server.port))))
        by_address = send(make_transport(at()), server.url("/page"))
    assert (by_name.status, by_name.exchange.ip_address) == (200, "::1")
    assert by_address.failure is FailureReason.DNS  # what was asked of the resolver it did not know


def test_a_name_server_that_says_nothing_is_not_waited_for(make_transport):
    said = threading.Event()
    response = send(make_transport(lambda *_: said.wait(30)))
    said.set()
    assert (response.failure, response.is_transient) == (FailureReason.DNS, True)
    assert response.detail == "journal.example did not resolve within 0.3 s"


def test_a_name_without_addresses_is_dns(make_transport):
    response = send(make_transport(at()))
    assert (response.failure, response.detail) == (FailureReason.DNS, "journal.example has no address")


@pytest.mark.parametrize("wait", ["resolve", "connect"])
def test_an_interrupt_ends_the_wait_for_a_connection(make_transport, wait):
    said = threading.Event()
    with full_port() as dead:
        resolve = at(("127.0.0.1", dead)) if wait == "connect" else lambda *_: said.wait(60)
        transport = make_transport(resolve, connect_timeout_s=60, total_timeout_s=60)
        responses = []
        thread = threading.Thread(target=lambda: responses.append(send(transport)))
        thread.start()
        time.sleep(0.05)
        transport.interrupt()
        thread.join(10)
        said.set()
    assert responses[0].exchange is None
