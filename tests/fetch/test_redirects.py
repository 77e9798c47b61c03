"""Where answers point that mean to lead astray, and where they are followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.model import FailureReason, Validators
from support.bad_server import in_turn, page, redirect, robots

CERTIFICATE = Path(__file__).parent / "data" / "localhost.pem"
STUB = '<title>Moved</title><meta http-equiv="refresh" content="0; url={}">'


def refresh(address, *headers):
    return page(STUB.format(address), *headers)


class TestALocation:
    @pytest.mark.parametrize(
        "location",
        [
            "file:///etc/passwd",
            "ftp://journal.example/",
            "javascript:alert(1)",
            "data:text/html,<p>Hello",
            "mailto:desk@journal.example",
            "about:blank",
            "http://[::1",
            "http://user:secret@127.0.0.1/",
            "http://127.0.0.1:99999/",
        ],
    )
    def test_that_is_no_address_of_the_web_is_not_followed(self, server, make_fetcher, location):
        server.routes["/page"] = redirect(location)
        capture = make_fetcher().fetch(server.url("/page"))
        assert (capture.failure, capture.status) == (FailureReason.BAD_REDIRECT, 302)
        assert capture.detail == f"redirected to {location!r}"
        assert server.paths == ["/robots.txt", "/page"]

    @pytest.mark.parametrize(
        ("location", "asked"),
        [
            (b"/b", "/b"),
            (b"b?c=1#part", "/b?c=1"),
            (b"  /b  ", "/b"),
            (b"?c=1", "/page?c=1"),
            ("/été".encode(), "/%C3%A9t%C3%A9"),
            ("/été".encode("latin-1"), "/%E9t%E9"),  # as it is, which is what the server will know
            (b"/%e9t%C3", "/%E9t%C3"),
            (b"/a b", "/a%20b"),
            (b"/x?next=http://other.example/", "/x?next=http://other.example/"),
            (b"/\tb", "/b"),  # browsers leave these out, wherever they stand
        ],
    )
    def test_is_read_as_browsers_read_it(self, server, make_fetcher, location, asked):
        head = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
        server.routes |= {"/page": head, asked: page("here")}
        assert make_fetcher().fetch(server.url("/page")).content == b"here"
        assert server.paths == ["/robots.txt", "/page", asked]

    def test_may_leave_out_the_scheme(self, server, other, make_fetcher):
        server.routes["/page"] = redirect(f"//{other.host}/b")
        other.routes["/b"] = page("here")
        assert make_fetcher().fetch(server.url("/page")).final_url == other.url("/b")

    def test_that_brings_headers_along_brings_no_cookie_to_others(self, server, other, make_fetcher):
        """A server that writes an address of the visitor's into its head, line breaks and all."""
        server.routes["/page"] = redirect(f"{other.url('/b')}\r\nSet-Cookie: session=stolen; Path=/\r\nX-Evil: 1")
        other.routes["/b"] = page("here")
        assert make_fetcher().fetch(server.url("/page")).is_ok
        assert other.asked_for("/b")[0].header("Cookie") is None
        assert other.asked_for("/b")[0].header("X-Evil") is None

    @pytest.mark.parametrize("location", [b"/a\0b", b"/\xff\xfe", b"/" + b"x" * 9000, b"\x7f\x80"])
    def test_of_odd_bytes_ends_in_an_answer_or_a_reason(self, server, make_fetcher, location):
        head = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
        server.routes["/page"] = head
        capture = make_fetcher().fetch(server.url("/page"))
        assert capture.failure in {FailureReason.GONE, FailureReason.BAD_REDIRECT}

    @pytest.mark.parametrize(
        "target",
        [
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://localhost./",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[fe80::1]/",
            "http://[64:ff9b::a00:1]/",
        ],
    )
    def test_in_any_spelling_leads_to_no_private_address(self, make_fetcher, target):
        capture = make_fetcher(allow_private=False).fetch(target)
        assert capture.failure is FailureReason.PRIVATE_ADDRESS
        assert capture.detail.endswith(" is not on the public internet")

    @pytest.mark.parametrize("target", ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/"])
    def test_with_an_ip_address_that_hides_is_none(self, server, make_fetcher, target):
        server.routes["/page"] = redirect(target)
        assert make_fetcher().fetch(server.url("/page")).failure is FailureReason.BAD_REDIRECT

    @pytest.mark.parametrize("location", ["http://", "//", "#top", "?"])
    def test_that_says_nothing_is_a_circle(self, server, make_fetcher, location):
        server.routes["/page"] = redirect(location)
        assert make_fetcher().fetch(server.url("/page")).failure is FailureReason.TOO_MANY_REDIRECTS

    def test_from_tls_to_plain_text_is_followed(self, server, tls_server, make_fetcher):
        """Publishers do it; what comes is kept under its own address."""
        tls_server.routes["/page"] = redirect(server.url("/b"))
        server.routes["/b"] = page("here")
        capture = make_fetcher(ca_bundle=str(CERTIFICATE)).fetch(tls_server.url("/page"))
        assert (capture.is_ok, capture.final_url) == (True, server.url("/b"))


class TestARefresh:
    def test_is_followed_like_a_redirect_and_kept(self, server, make_fetcher):
        server.routes |= {"/page": refresh("/story?a=1&amp;b=2"), "/story?a=1&b=2": page("<p>The story")}
        capture = make_fetcher().fetch(server.url("/page"))
        assert (capture.url, capture.final_url) == (server.url("/page"), server.url("/story?a=1&b=2"))
        assert capture.content == b"<p>The story"
        assert [exchange.url for exchange in capture.exchanges] == [server.url("/page"), server.url("/story?a=1&b=2")]

    def test_in_a_header_as_well(self, server, make_fetcher):
        server.routes |= {"/page": page("", "Refresh: 0; url=/story"), "/story": page("<p>The story")}
        assert make_fetcher().fetch(server.url("/page")).content == b"<p>The story"

    def test_takes_cookies_along(self, server, make_fetcher):
        server.routes |= {"/page": refresh("/story", "Set-Cookie: seen=1; Path=/"), "/story": page("<p>The story")}
        make_fetcher().fetch(server.url("/page"))
        assert server.asked_for("/story")[0].header("Cookie") == "seen=1"

    def test_is_followed_once(self, server, make_fetcher):
        server.routes |= {"/page": refresh("/b"), "/b": refresh("/c"), "/c": page()}
        capture = make_fetcher().fetch(server.url("/page"))
        assert (capture.is_ok, capture.final_url) == (True, server.url("/b"))

    def test_may_lead_to_redirects_and_come_after_some(self, server, make_fetcher):
        server.routes |= {"/page": redirect("/b"), "/b": refresh("/c"), "/c": redirect("/d"), "/d": page("here")}
        assert make_fetcher().fetch(server.url("/page")).content == b"here"

    @pytest.mark.parametrize("address", ["/page", "#top", "", "javascript:history.back()", "file:///etc/passwd"])
    def test_that_leads_nowhere_is_a_page(self, server, make_fetcher, address):
        server.routes["/page"] = refresh(address)
        capture = make_fetcher().fetch(server.url("/page"))
        assert (capture.is_ok, capture.final_url) == (True, server.url("/page"))
        assert server.paths == ["/robots.txt", "/page"]

    def test_back_to_where_one_came_from_is_a_page(self, server, make_fetcher):
        server.routes |= {"/page": redirect("/b"), "/b": refresh("/page")}
        assert make_fetcher().fetch(server.url("/page")).final_url == server.url("/b")

    def test_obeys_robots_txt(self, server, make_fetcher):
        server.routes |= {"/robots.txt": robots("User-agent: *\nDisallow: /story"), "/page": refresh("/story")}
        assert make_fetcher().fetch(server.url("/page")).failure is FailureReason.ROBOTS

    def test_on_an_error_page_is_not_followed(self, server, make_fetcher):
        server.routes["/page"] = page(STUB.format("/"), status="404 Not Found")
        assert make_fetcher().fetch(server.url("/page")).failure is FailureReason.GONE

    def test_leaves_nothing_to_ask_conditionally_with(self, server, make_fetcher):
        """The next request goes to the page that leads here, which may stay as it is while the story changes."""
        server.routes |= {"/page": refresh("/story"), "/story": page("<p>The story", 'ETag: "x"')}
        assert make_fetcher().fetch(server.url("/page")).validators == Validators()

    def test_of_robots_txt_is_a_login_page_and_no_rules(self, server, make_fetcher):
        server.routes |= {"/robots.txt": refresh("/login"), "/page": page()}
        assert make_fetcher().fetch(server.url("/page")).is_ok
        assert server.paths == ["/robots.txt", "/page"]


class TestCookies:
    def test_end_a_redirect_that_waits_for_them(self, server, make_fetcher):
        server.routes["/page"] = in_turn(redirect("/page", "Set-Cookie: a=1"), page("welcome"))
        assert make_fetcher().fetch(server.url("/page")).content == b"welcome"
        assert server.asked_for("/page")[1].header("Cookie") == "a=1"

    def test_that_never_suffice_end_in_too_many_redirects(self, server, make_fetcher):
        """Each redirect sets another cookie, so that none is a circle."""

        def again(visit):
            visit.send(redirect("/page", f"Set-Cookie: n={visit.number}"))

        server.routes["/page"] = again
        capture = make_fetcher(max_redirects=4).fetch(server.url("/page"))
        assert capture.error == "too-many-redirects: more than 4 redirects"

    def test_go_to_an_inner_page_by_their_path(self, server, make_fetcher):
        server.routes |= {
            "/page": redirect("/in/b", "Set-Cookie: a=1; Path=/in", "Set-Cookie: b=2; Path=/out"),
            "/in/b": page("here"),
        }
        make_fetcher().fetch(server.url("/page"))
        assert server.asked_for("/in/b")[0].header("Cookie") == "a=1"

    def test_without_end_are_left_behind(self, server, make_fetcher):
        lines = [f"Set-Cookie: c{number}={'x' * 4000}" for number in range(60)]
        server.routes |= {"/page": redirect("/b", *lines), "/b": page("here")}
        assert make_fetcher().fetch(server.url("/page")).is_ok
        assert len(server.asked_for("/b")[0].header("Cookie")) < 250_000
