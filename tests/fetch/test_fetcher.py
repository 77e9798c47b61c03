"""One page at a time: robots.txt, redirects, tries, and a reason for whatever goes wrong."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib

import brotli
import pytest

from archiver.config import FetchSettings
from archiver.errors import SettingsError
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.transport import RequestsTransport
from archiver.fetch.wire import WireResponse
from archiver.model import Exchange, FailureReason, Validators
from archiver.source_settings import SourceSettings, SourceTable
from support.bad_server import (
    chunked,
    cut_short,
    deaf_port,
    endless_body,
    gzip_bomb,
    in_turn,
    page,
    redirect,
    reset,
    robots,
    silence,
    stalled,
    unavailable,
)
from support.compression import zstd


class TestAPage:
    def test_that_comes_is_a_capture_with_everything(self, server, make_fetcher):
        server.routes["/page"] = page(
            "<p>Été</p>",
            "Content-Type: Text/HTML; charset=UTF-8",
            'ETag: "x"',
            "X-Robots-Tag: noarchive, otherbot: none",
        )
        capture = make_fetcher().fetch(server.url("/page"))
        assert capture.is_ok
        assert (capture.status, capture.url, capture.final_url) == (200, server.url("/page"), server.url("/page"))
        assert (capture.media_type, capture.charset) == ("text/html", "UTF-8")
        assert capture.content.decode() == "<p>Été</p>"
        assert capture.payload_digest.startswith("sha256:")
        assert capture.size_bytes == 12
        assert capture.validators == Validators(etag='"x"')
        assert capture.robots_tags == ("noarchive",)
        assert [exchange.url for exchange in capture.exchanges] == [server.url("/page")]
        assert dt.datetime.now(tz=dt.UTC) - capture.fetched_at < dt.timedelta(minutes=1)

    def test_is_asked_for_honestly_and_in_codings_that_can_be_undone(self, server, make_fetcher):
        make_fetcher(contact="https://archive.example/bot").fetch(server.url("/page"))
        asked = server.asked_for("/page")[0]
        assert asked.header("User-Agent") == "archiver/0.1.0 (+https://archive.example/bot)"
        assert asked.header("Accept-Encoding") == "gzip, deflate, br"

    @pytest.mark.parametrize(
        ("coding", "compress"),
        [
            ("gzip", gzip.compress),
            ("deflate", zlib.compress),
            ("deflate", lambda data: zlib.compress(data)[2:-4]),
            ("br", brotli.compress),
            ("zstd", zstd.compress),
            ("br", gzip.compress),  # another one than announced
            ("identity", gzip.compress),  # and one that is not announced
        ],
    )
    def test_is_inflated_and_its_exchange_is_not(self, server, make_fetcher, coding, compress):
        server.routes["/page"] = page(compress(b"Hello " * 50), f"Content-Encoding: {coding}")
        capture = make_fetcher().fetch(server.url("/page"))
        assert capture.content == b"Hello " * 50
        assert capture.exchanges[-1].body == compress(b"Hello " * 50)
        assert capture.size_bytes == len(compress(b"Hello " * 50))

    def test_without_content_has_no_digest(self, server, make_fetcher):
        server.routes["/page"] = page("")
        capture = make_fetcher().fetch(server.url("/page"))
        assert (capture.is_ok, capture.content, capture.payload_digest) == (True, b"", None)


class TestConditionalRequests:
    VALIDATORS = Validators(etag='"x"', last_modified="Mon, 11 Aug 2025 12:00:00 GMT")

    def test_send_the_validators(self, server, make_fetcher):
        make_fetcher().fetch(server.url("/page"), self.VALIDATORS)
        asked = server.asked_for("/page")[0]
        assert asked.header("If-None-Match") == '"x"'
        assert asked.header("If-Modified-Since") == "Mon, 11 Aug 2025 12:00:00 GMT"

    def test_may_be_answered_with_nothing_new(self, server, make_fetcher):
        server.routes["/page"] = page("", 'ETag: "y"', status="304 Not Modified")
        capture = make_fetcher().fetch(server.url("/page"), self.VALIDATORS)
        assert (capture.status, capture.failure, capture.is_ok, capture.content) == (304, None, False, b"")
        assert capture.validators == Validators(etag='"y"', last_modified=self.VALIDATORS.last_modified)

    def test_are_not_needed_for_a_server_to_answer_304(self, server, make_fetcher):
        server.routes["/page"] = page("", status="304 Not Modified")
        capture = make_fetcher().fetch(server.url("/page"))
        assert (capture.failure, capture.detail) == (FailureReason.HTTP, "HTTP 304 to an unconditional request")

    def test_do_not_ask_robots_txt(self, server, make_fetcher):
        make_fetcher().fetch(server.url("/page"), self.VALIDATORS)
        assert server.asked_for("/robots.txt")[0].header("If-None-Match") is None


class TestFailures:
    """Every reason that fetching can give; a capture each time, an exception never."""

    @pytest.mark.parametrize(
        ("route", "error"),
        [
            (page("", status="404 Not Found"), "gone: HTTP 404"),
            (page("", status="410 Gone"), "gone: HTTP 410"),
            (page("", status="403 Forbidden"), "http: HTTP 403"),
            (page("", status="500 Oops"), "http: HTTP 500"),
            (page("", status="300 Choose"), "http: HTTP 300"),
            (page("", status="429 Slow down"), "rate-limited: HTTP 429"),
            (unavailable(), "http: HTTP 503"),
            (silence(), "timeout: no first byte within 0.3 s"),
            (reset, "disconnected: Connection reset by peer"),
            (b"SSH-2.0\r\n\r\n", "bad-response: not HTTP: SSH-2.0"),
            (
                page("Hello", "Content-Encoding: gzip"),
                "bad-encoding: not gzip: Error -3 while decompressing data: incorrect header check",
            ),
            (page("Hello", "Content-Encoding: lzma"), "bad-encoding: content coding 'lzma' is not known"),
            (redirect(""), "bad-redirect: redirected without a Location"),
            (redirect("mailto:me@site.example"), "bad-redirect: redirected to 'mailto:me@site.example'"),
            (redirect("/page"), "too-many-redirects: redirected in a circle"),
        ],
    )
    def test_of_a_page_have_their_words(self, server, make_fetcher, route, error):
        server.routes["/page"] = route
        capture = make_fetcher(first_byte_timeout_s=0.3).fetch(server.url("/page"))
        assert capture.error == error
        assert capture.url == server.url("/page")
        assert not capture.is_ok

    @pytest.mark.parametrize(
        ("route", "reason", "kept"),
        [
            (chunked(b"Hello", b"cut off", is_cut=True), FailureReason.DISCONNECTED, b"Hellocut off"),
            (cut_short(page("Hello", "Content-Length: 50"), 1000), FailureReason.DISCONNECTED, b"Hello"),
            (stalled(page("x" * 500), len(page("x" * 500)) - 490), FailureReason.TIMEOUT, b"x" * 10),
            (endless_body(), FailureReason.TOO_LARGE, b"x" * 1000),
            (gzip_bomb(5), FailureReason.TOO_LARGE, b"\0" * 1000),
            (
                page(gzip.compress(b"Hello", mtime=0)[:-8], "Content-Encoding: gzip"),
                FailureReason.BAD_ENCODING,
                b"Hello",
            ),
        ],
    )
    def test_in_the_body_keep_what_came(self, server, make_fetcher, route, reason, kept):
        server.routes["/page"] = route
        # a bomb of 5 MB comes in 5 kB: the first limit is not what stops it
        limit = 10_000 if reason is FailureReason.TOO_LARGE and kept[:1] == b"\0" else 1000
        capture = make_fetcher(total_timeout_s=0.5, max_bytes=limit).fetch(server.url("/page"))
        assert (capture.status, capture.failure, capture.is_truncated) == (200, reason, True)
        assert capture.content[:1000] == kept
        assert len(capture.content) <= limit
        assert capture.payload_digest is not None

    def test_with_a_body_keep_the_body(self, server, make_fetcher):
        server.routes["/page"] = page("<p>Nous sommes désolés", status="404 Not Found")
        assert make_fetcher().fetch(server.url("/page")).content.decode() == "<p>Nous sommes désolés"

    def test_refused(self, make_fetcher):
        with deaf_port() as port:
            capture = make_fetcher().fetch(f"http://127.0.0.1:{port}/")
        assert capture.error == "refused: connection refused: Connection refused"
        assert (capture.status, capture.exchanges) == (None, ())

    def test_dns(self, make_fetcher):
        assert make_fetcher().fetch("http://nowhere.invalid/").failure is FailureReason.DNS

    def test_tls(self, tls_server, make_fetcher):
        capture = make_fetcher().fetch(tls_server.url("/page"))
        assert capture.failure is FailureReason.TLS
        assert tls_server.log == []

    @pytest.mark.parametrize(
        "url",
        ["", "page", "http://", "http://a b/", "http://x.example:99999/"],
    )
    def test_invalid_url(self, make_fetcher, url):
        capture = make_fetcher().fetch(url)
        assert (capture.failure, capture.url) == (FailureReason.INVALID_URL, url)

    @pytest.mark.parametrize("url", ["ftp://site.example/", "file:///etc/passwd", "dns:site.example"])
    def test_an_address_that_is_none_of_the_web(self, make_fetcher, url):
        capture = make_fetcher().fetch(url)
        assert (capture.failure, capture.url) == (FailureReason.NOT_WEB, url)

    def test_private_address(self, server, make_fetcher):
        capture = make_fetcher(allow_private=False).fetch(server.url("/page"))
        assert capture.error == "private-address: 127.0.0.1 is not on the public internet"
        assert server.connections == 0

    def test_of_a_host_that_is_down_are_found_out_once(self, make_fetcher):
        with deaf_port() as port:
            fetcher = make_fetcher()
            first, second = (fetcher.fetch(f"http://127.0.0.1:{port}/{number}") for number in range(2))
        assert first.error == second.error
        assert (first.retry_after_s, second.retry_after_s) == (None, pytest.approx(300, abs=10))

    def test_of_a_host_that_goes_down_are_found_out_by_a_few_pages(self, server, make_fetcher):
        fetcher = make_fetcher()
        fetcher.fetch(server.url("/"))
        server.__exit__()
        captures = [fetcher.fetch(server.url(f"/{number}")) for number in range(7)]
        assert {capture.failure for capture in captures} == {FailureReason.REFUSED}
        assert [capture.retry_after_s is None for capture in captures] == [True] * 5 + [False] * 2


class TestHeadersOfASource:
    def test_are_sent_to_its_host_alone(self, server, other, make_fetcher):
        """Its robots.txt is asked for with them too; a host that it redirects to never sees them."""
        server.routes["/a"] = redirect(other.url("/b"))
        source = SourceSettings(url=server.url("/"), headers={"Accept-Language": "fr", "accept": "text/html"})
        make_fetcher(sources=SourceTable([source])).fetch(server.url("/a"))
        assert server.paths == ["/robots.txt", "/a"]
        for asked in (server.asked_for("/robots.txt")[0], server.asked_for("/a")[0]):
            assert (asked.header("Accept-Language"), asked.header("Accept")) == ("fr", "text/html")
        (elsewhere,) = other.asked_for("/b")
        assert elsewhere.header("Accept-Language") is None
        assert elsewhere.header("Accept") != "text/html"

    def test_are_kept_with_the_request(self, server, make_fetcher):
        source = SourceSettings(url=server.url("/"), headers={"X-Reader": "7"})
        capture = make_fetcher(sources=SourceTable([source])).fetch(server.url("/a"))
        assert b"\r\nX-Reader: 7\r\n" in capture.exchanges[-1].request_head


class TestRedirects:
    def test_are_followed_one_by_one_and_kept(self, server, other, make_fetcher):
        server.routes |= {
            "/a": redirect("/b", status="301 Moved"),
            "/b": redirect(other.url("/c"), status="307 Elsewhere"),
        }
        other.routes["/c"] = page("here")
        capture = make_fetcher().fetch(server.url("/a"))
        assert (capture.url, capture.final_url, capture.status) == (server.url("/a"), other.url("/c"), 200)
        assert [exchange.url for exchange in capture.exchanges] == [server.url("/a"), server.url("/b"), other.url("/c")]

    def test_ask_the_robots_txt_of_the_new_host(self, server, other, make_fetcher):
        server.routes["/a"] = redirect(other.url("/private"))
        other.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /private")
        capture = make_fetcher().fetch(server.url("/a"))
        assert (capture.failure, capture.final_url) == (FailureReason.ROBOTS, other.url("/private"))
        assert other.paths == ["/robots.txt"]
        assert len(capture.exchanges) == 1

    def test_obey_robots_txt_within_a_host_too(self, server, make_fetcher):
        server.routes |= {"/robots.txt": robots("User-agent: *\nDisallow: /private"), "/a": redirect("/private")}
        assert make_fetcher().fetch(server.url("/a")).failure is FailureReason.ROBOTS
        assert server.paths == ["/robots.txt", "/a"]

    def test_have_a_limit(self, server, make_fetcher):
        server.routes |= {f"/{number}": redirect(f"/{number + 1}") for number in range(20)}
        capture = make_fetcher(max_redirects=3).fetch(server.url("/0"))
        assert capture.error == "too-many-redirects: more than 3 redirects"
        assert server.paths == ["/robots.txt", "/0", "/1", "/2", "/3"]
        assert (capture.status, capture.final_url) == (302, server.url("/3"))

    def test_within_the_limit_are_fine(self, server, make_fetcher):
        server.routes |= {"/0": redirect("/1"), "/1": redirect("/2"), "/2": page()}
        assert make_fetcher(max_redirects=2).fetch(server.url("/0")).is_ok

    def test_in_a_circle_end_where_it_closes(self, server, make_fetcher):
        server.routes |= {"/a": redirect("/b"), "/b": redirect("/a")}
        assert make_fetcher().fetch(server.url("/a")).failure is FailureReason.TOO_MANY_REDIRECTS
        assert server.paths == ["/robots.txt", "/a", "/b"]

    def test_to_itself_with_a_cookie_are_no_circle(self, server, make_fetcher):
        server.routes["/a"] = in_turn(redirect("/a", "Set-Cookie: session=1; Path=/"), page("welcome"))
        assert make_fetcher().fetch(server.url("/a")).content == b"welcome"
        assert server.asked_for("/a")[1].header("Cookie") == "session=1"

    def test_take_no_cookie_to_another_host_or_to_another_page(self, server, other, make_fetcher):
        server.routes |= {"/a": redirect(other.url("/b"), "Set-Cookie: session=1"), "/c": page()}
        fetcher = make_fetcher()
        fetcher.fetch(server.url("/a"))
        fetcher.fetch(server.url("/c"))
        assert other.asked_for("/b")[0].header("Cookie") is None
        assert server.asked_for("/c")[0].header("Cookie") is None

    def test_to_a_private_address_are_not_followed(self, server):
        """The first host is public, in a transport that stands in for the internet; the second is loopback."""
        settings = FetchSettings(delay_s=0.0)
        transport = RedirectingTransport(RequestsTransport(settings), server.url("/secret"))
        capture = Fetcher(transport, settings).fetch("http://public.example/page")
        assert capture.error == "private-address: 127.0.0.1 is not on the public internet"
        assert capture.final_url == server.url("/secret")
        assert [exchange.url for exchange in capture.exchanges] == ["http://public.example/page"]
        assert server.connections == 0


class RedirectingTransport:
    """Answers for public.example from memory; everything else goes out."""

    def __init__(self, inner, target):
        self._inner = inner
        self._target = target

    def send(self, request):
        if not request.url.startswith("http://public.example/"):
            return self._inner.send(request)
        status = 404 if request.url.endswith("/robots.txt") else 302
        exchange = Exchange(
            url=request.url, started_at=request.started_at, elapsed_s=0.0, request_head=b"", response_head=b"", body=b""
        )
        return WireResponse(exchange=exchange, status=status, headers=(("Location", self._target),))

    def interrupt(self):
        self._inner.interrupt()


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: b", "réponse@site.example", "me (at) site.example"])
def test_a_contact_that_cannot_be_sent_is_said_at_once(make_fetcher, contact):
    with pytest.raises(SettingsError, match=r"invalid fetch\.contact"):
        make_fetcher(contact=contact)
