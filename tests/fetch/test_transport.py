"""The transport against a real server that misbehaves: limits hold, and every mishap has its reason."""

from __future__ import annotations

import datetime as dt
import sys
import threading
import time
from pathlib import Path

import pytest

from archiver.config import FetchSettings
from archiver.errors import SettingsError
from archiver.fetch.transport import RequestsTransport
from archiver.fetch.wire import WireRequest
from archiver.model import FailureReason
from support.bad_server import (
    BadServer,
    chunked,
    cut_short,
    deaf_port,
    endless_body,
    endless_headers,
    full_port,
    late,
    page,
    reset,
    silence,
    stalled,
    tls_context,
    trickle,
)

CERTIFICATE = Path(__file__).parent / "data" / "localhost.pem"
only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="loopback behaves otherwise elsewhere")
NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def send():
    """Sends one request over a transport whose timeouts suit a test."""
    transports = []

    def send_one(url, *, max_bytes=100_000, headers=(("User-Agent", "test"),), **settings):
        timeouts = {"connect_timeout_s": 0.3, "first_byte_timeout_s": 0.3, "total_timeout_s": 0.6}
        chosen = FetchSettings(**{"allow_private": True, **timeouts, **settings})
        transports.append(RequestsTransport(chosen))
        return transports[-1].send(WireRequest(url=url, headers=headers, started_at=NOW, max_bytes=max_bytes))

    yield send_one
    for transport in transports:
        transport.close()


def send_over(transport, url):
    return transport.send(WireRequest(url=url, started_at=NOW, max_bytes=100_000))


def test_an_exchange_is_kept_as_it_was_on_the_wire(server, send):
    server.routes["/page"] = response = page("Bonjour", "x-ODD:  Case ", "Set-Cookie: a", "Set-Cookie: b")
    exchange = send(server.url("/page"), headers=(("User-Agent", "me"), ("Accept-Encoding", "gzip"))).exchange
    assert exchange.response_head + exchange.body == response
    assert exchange.request_head == server.log[0].head
    assert exchange.request_head.startswith(b"GET /page HTTP/1.1\r\n")
    assert (exchange.ip_address, exchange.started_at, exchange.truncated) == ("127.0.0.1", NOW, None)


def test_a_body_is_kept_encoded_and_without_its_chunks(server, send):
    server.routes["/page"] = chunked(b"\x1f\x8b", b"whatever", headers=("Content-Encoding: gzip",))
    response = send(server.url("/page"))
    assert response.exchange.body == b"\x1f\x8bwhatever"
    assert b"Transfer-Encoding: chunked\r\n" in response.exchange.response_head


def test_a_body_may_end_with_its_connection(server, send):
    server.routes["/page"] = cut_short(b"HTTP/1.0 200 OK\r\n\r\nHello", 100)
    response = send(server.url("/page"))
    assert (response.exchange.body, response.failure) == (b"Hello", None)


def test_a_redirect_is_an_answer_like_any_other(server, send):
    server.routes["/page"] = page("", "Location: /other", status="302 Found")
    assert send(server.url("/page")).status == 302
    assert server.paths == ["/page"]


def test_the_endless_body_of_a_redirect_is_cut_too(server, send):
    server.routes["/page"] = endless_body("Location: /other", status="302 Found")
    response = send(server.url("/page"), max_bytes=1000)
    assert (response.failure, len(response.exchange.body)) == (FailureReason.TOO_LARGE, 1000)


@pytest.mark.parametrize(
    "interim", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"]
)
def test_interim_responses_are_not_the_answer(server, send, interim):
    server.routes["/page"] = interim * 2 + page("Hello")
    response = send(server.url("/page"))
    assert (response.status, response.exchange.body) == (200, b"Hello")
    assert response.exchange.response_head.startswith(b"HTTP/1.1 200 OK")


def test_a_connection_is_used_again_until_it_is_spoilt(server):
    server.routes |= {
        "/good": page(),
        "/chunks": chunked(b"a", b"b"),
        "/big": page("x" * 200_000),
        "/none": page("", status="204 No Content"),
    }
    transport = RequestsTransport(FetchSettings(allow_private=True))
    for path in ("/good", "/chunks", "/none", "/good", "/big", "/good"):
        send_over(transport, server.url(path))
    transport.close()
    assert [asked.connection for asked in server.log] == [1, 1, 1, 1, 1, 2]


def test_more_body_than_announced_does_not_reach_the_next_answer(server):
    server.routes |= {"/more": page("Hello and more", "Content-Length: 5"), "/next": page("Next")}
    transport = RequestsTransport(FetchSettings(allow_private=True))
    bodies = [send_over(transport, server.url(path)).exchange.body for path in ("/more", "/next")]
    transport.close()
    assert bodies == [b"Hello", b"Next"]


@pytest.mark.parametrize(
    ("route", "failure"),
    [
        (silence(), ("timeout", "no first byte within 0.3 s", True)),
        (late(page(), 0.5), ("timeout", "no first byte within 0.3 s", True)),
        (trickle(page("x" * 500), every_s=0.05), ("timeout", "not done within 0.6 s", False)),
        (endless_headers(every_s=0.05), ("timeout", "not done within 0.6 s", False)),
        (endless_headers(), ("bad-response", "a response head of more than 524288 bytes", False)),
        (
            endless_headers(line=b"X: " + b"y" * 60_000 + b"\r\n"),
            ("bad-response", "a response head of more than 524288 bytes", False),
        ),
        (b"SSH-2.0-Open\r\n" + page(), ("bad-response", "not HTTP: SSH-2.0-Open", False)),
        (
            page("Hello", "Content-Length: 5", "Content-Length: 7"),
            ("bad-response", "Content-Length contained multiple unmatching values (5, 7)", False),
        ),
        (reset, ("disconnected", "Connection reset by peer", True)),
        (cut_short(page(), 0), ("disconnected", "Remote end closed connection without response", True)),
        (cut_short(page(), 40), ("disconnected", "cut in the middle of the response head", True)),
    ],
)
def test_without_a_whole_head_there_is_no_exchange_but_a_reason(server, send, route, failure):
    server.routes["/page"] = route
    response = send(server.url("/page"))
    assert (response.failure, response.detail, response.is_transient) == failure
    assert response.exchange is None


@pytest.mark.parametrize(
    ("route", "kept", "failure"),
    [
        (chunked(b"Hello", b"Hello", is_cut=True), 10, ("disconnected", "disconnect", True)),
        (cut_short(page("HelloHello", "Content-Length: 30"), 1000), 10, ("disconnected", "disconnect", True)),
        (endless_body(), 1000, ("too-large", "length", False)),
        (page("x" * 1001), 1000, ("too-large", "length", False)),
        (stalled(page("x" * 1000), len(page("x" * 1000)) - 990), 10, ("timeout", "time", False)),
    ],
)
def test_a_body_that_is_cut_keeps_what_came(server, send, route, kept, failure):
    server.routes["/page"] = route
    response = send(server.url("/page"), max_bytes=1000)
    assert (response.failure, response.exchange.truncated, response.is_transient) == failure
    assert (response.status, len(response.exchange.body)) == (200, kept)


def test_a_body_of_exactly_the_limit_is_whole(server, send):
    server.routes["/page"] = page("x" * 1000)
    assert send(server.url("/page"), max_bytes=1000).failure is None


def test_a_byte_at_a_time_ends_at_the_total_timeout(server, send):
    server.routes["/page"] = trickle(page("x" * 1000), every_s=0.02)
    began = time.monotonic()
    send(server.url("/page"))
    assert 0.6 <= time.monotonic() - began < 1.5


def test_nobody_listening_is_refused(send):
    with deaf_port() as port:
        response = send(f"http://127.0.0.1:{port}/")
    assert (response.failure, response.is_transient) == (FailureReason.REFUSED, True)


@only_on_linux
def test_a_connection_that_is_never_taken_times_out(send):
    with full_port() as port:
        response = send(f"http://127.0.0.1:{port}/")
    assert (response.failure, response.detail) == (FailureReason.CONNECT_TIMEOUT, "no connection within 0.3 s")


def test_a_name_that_does_not_resolve_is_dns(send):
    response = send("http://nowhere.invalid/")
    assert response.failure is FailureReason.DNS
    assert response.detail.startswith("nowhere.invalid does not resolve: ")


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "http://[::1/", "http://" + "a" * 300 + ".example/", "http://", "page"]
)
def test_what_is_no_address_is_an_invalid_url(send, url):
    assert send(url).failure is FailureReason.INVALID_URL


def test_tls_works_with_a_trusted_certificate(send, tls_server):
    tls_server.routes["/page"] = page("Hello")
    response = send(tls_server.url("/page"), ca_bundle=str(CERTIFICATE))
    assert (response.status, response.exchange.body, response.exchange.ip_address) == (200, b"Hello", "127.0.0.1")


def test_a_certificate_that_nobody_vouches_for_is_a_tls_failure(send, tls_server):
    response = send(tls_server.url("/page"))
    assert (response.failure, response.is_transient) == (FailureReason.TLS, False)
    assert response.detail == (
        "self-signed certificate (if whoever issued it is to be trusted, name their certificate in fetch.ca_bundle)"
    )
    assert tls_server.log == []


def test_a_certificate_that_has_expired_is_a_tls_failure(send):
    expired = CERTIFICATE.parent / "expired.pem"
    with BadServer(tls=tls_context(expired)) as server:
        response = send(server.url("/page"), ca_bundle=str(expired))
    assert response.failure is FailureReason.TLS
    assert response.detail == (
        "certificate has expired (the site has to renew it, unless the clock of this machine is wrong)"
    )


@only_on_linux
def test_a_certificate_for_another_host_is_a_tls_failure(send, tls_server):
    with BadServer(address="127.0.0.2", tls=tls_server.tls) as server:
        response = send(server.url("/page"), ca_bundle=str(CERTIFICATE))
    assert response.failure is FailureReason.TLS
    assert response.detail.startswith("IP address mismatch, certificate is not valid for '127.0.0.2' (the site is")


def test_a_server_without_tls_is_a_tls_failure(server, send):
    server.routes["/page"] = page()
    server.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    response = send(server.url("/page").replace("http:", "https:"))
    assert (response.failure, response.exchange) == (FailureReason.TLS, None)


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_certificates_that_cannot_be_read_are_said_at_once(tmp_path, content):
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"invalid fetch\.ca_bundle '.*bundle\.pem' \(expected a file of cert"):
        RequestsTransport(FetchSettings(ca_bundle=str(path)))


def test_a_tls_handshake_that_stalls_is_a_connect_timeout(server, send):
    response = send(server.url("/page").replace("http:", "https:"))
    assert response.failure is FailureReason.CONNECT_TIMEOUT


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
        "169.254.169.254",
    ],
)
def test_private_addresses_are_not_even_connected_to(server, send, host):
    response = send(f"http://{host}:{server.port}/page", allow_private=False)
    assert response.failure is FailureReason.PRIVATE_ADDRESS
    assert response.detail.endswith(" is not on the public internet")
    assert server.connections == 0


def test_nothing_comes_from_the_environment(server, send, monkeypatch, tmp_path):
    """Neither a proxy nor a password: ``trust_env`` is the session's, and there is no session."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server.routes["/page"] = page()
    assert send(server.url("/page")).status == 200
    assert server.log[0].header("Authorization") is None


def test_cookies_are_not_kept(server):
    server.routes["/page"] = page("", "Set-Cookie: a=1")
    transport = RequestsTransport(FetchSettings(allow_private=True))
    for _ in range(2):
        send_over(transport, server.url("/page"))
    transport.close()
    assert server.log[1].header("Cookie") is None


def test_a_proxy_is_asked_for_the_whole_address(server, send):
    server.routes["http://192.0.43.8/page"] = page("by proxy")
    response = send("http://192.0.43.8/page", proxy=server.origin, allow_private=False)
    assert (response.exchange.body, response.exchange.ip_address) == (b"by proxy", None)


def test_a_proxy_is_not_asked_for_private_addresses(server, send):
    for url in ("http://10.0.0.1/", "http://localhost/"):
        assert send(url, proxy=server.origin, allow_private=False).failure is FailureReason.PRIVATE_ADDRESS
    assert server.connections == 0


def test_a_proxy_may_know_names_that_nobody_else_knows(server, send):
    server.routes["http://intranet.invalid/page"] = page("by proxy")
    assert send("http://intranet.invalid/page", proxy=server.origin, allow_private=False).status == 200


def test_a_proxy_that_refuses_a_tunnel_is_refused(server, send):
    response = send("https://192.0.43.8/", proxy=server.origin)
    assert (response.failure, response.detail) == (
        FailureReason.REFUSED,
        "proxy: Tunnel connection failed: 404 Not Found",
    )


def test_a_proxy_that_is_not_there_is_refused(send):
    with deaf_port() as port:
        response = send("http://192.0.43.8/", proxy=f"http://127.0.0.1:{port}")
    assert response.detail == "proxy: connection refused: Connection refused"


@pytest.mark.parametrize("proxy", ["proxy:3128", "socks5://127.0.0.1:1080", "http://"])
def test_a_proxy_that_cannot_be_used_is_said_at_once(proxy):
    with pytest.raises(SettingsError, match=r"invalid fetch\.proxy"):
        RequestsTransport(FetchSettings(proxy=proxy))


def test_an_interrupt_ends_what_is_under_way(server):
    server.routes["/page"] = silence()
    transport = RequestsTransport(FetchSettings(allow_private=True))
    responses = []
    thread = threading.Thread(target=lambda: responses.append(send_over(transport, server.url("/page"))))
    thread.start()
    while not server.log:
        time.sleep(0.01)
    began = time.monotonic()
    transport.interrupt()
    thread.join(5)
    transport.close()
    assert time.monotonic() - began < 2
    assert responses[0].failure is FailureReason.DISCONNECTED
