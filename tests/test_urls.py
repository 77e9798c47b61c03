"""One page has one address, and what is no address is said to be none."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import UrlError
from archiver.urls import (
    MAX_URL_LENGTH,
    host_of,
    is_web_address,
    normalise_url,
    registered_domain,
    resolve,
    same_site,
)

PAGE = "https://www.site.example/monde/afrique/une.html?page=2"

ONE_SPELLING = [
    ("HTTPS://WWW.Site.Example/Une", "https://www.site.example/Une"),
    ("http://site.example:80/a", "http://site.example/a"),
    ("https://site.example:443/a", "https://site.example/a"),
    ("https://site.example:/a", "https://site.example/a"),
    ("http://site.example:08080/a", "http://site.example:8080/a"),
    ("https://site.example./a", "https://site.example/a"),
    ("https://site.example", "https://site.example/"),
    ("https://site.example?p=1", "https://site.example/?p=1"),
    ("https://site.example/a?", "https://site.example/a"),
    ("https://site.example/a#comments", "https://site.example/a"),
    ("https://site.example/a#", "https://site.example/a"),
    ("https://site.example/a/./b/../c/%2e%2E/d/..", "https://site.example/a/"),
    ("https://site.example/../../a", "https://site.example/a"),
    ("https://site.example/a//b/", "https://site.example/a//b/"),
    ("https://site.example/%7euser/%c3%a9t%c3%a9", "https://site.example/~user/%C3%A9t%C3%A9"),
    ("https://site.example/été à 50%?q=œuf", "https://site.example/%C3%A9t%C3%A9%20%C3%A0%2050%25?q=%C5%93uf"),
    ('https://site.example/<a>|[b]"', "https://site.example/%3Ca%3E%7C%5Bb%5D%22"),
    ("https://site.example/a%2Fb", "https://site.example/a%2Fb"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
    ("https://faß.example/", "https://xn--fa-hia.example/"),
    ("https://site。example/", "https://site.example/"),
    ("https://s%69te.example/", "https://site.example/"),
    ("  https://site.example/a\n", "https://site.example/a"),
    ("\ufeffhttps://site.example/a\u00a0", "https://site.example/a"),
    ("https://site.example/a\n  b", "https://site.example/a%20%20b"),
    ("https://site.example/a\tb\x00c", "https://site.example/abc"),
    ("https:\\\\site.example\\a\\b?c=\\d", "https://site.example/a/b?c=%5Cd"),
    ("https:////site.example/a", "https://site.example/a"),
    ("https://@site.example/a", "https://site.example/a"),
    ("http://[::0:1]:8080/", "http://[::1]:8080/"),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
    ("http://localhost:8000", "http://localhost:8000/"),
    ("https://site.example/a?z=1&a=2&&z=0", "https://site.example/a?z=1&a=2&z=0"),
    ("https://site.example/a?q=b+c%20d", "https://site.example/a?q=b+c%20d"),
    ("https://site.example/a;jsessionid=0A1B?b=1", "https://site.example/a?b=1"),
]


@pytest.mark.parametrize(("given_url", "expected"), ONE_SPELLING)
def test_normalising_gives_the_one_spelling(given_url, expected):
    assert normalise_url(given_url) == expected


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=rss&utm_medium=feed", ""),
        ("p=12&fbclid=IwAR0&gclid=x", "?p=12"),
        ("xtor=RSS-1", ""),
        ("at_medium=RSS&at_campaign=x&id=9", "?id=9"),
        ("mc_cid=1&mc_eid=2", ""),
        ("UTM_Source=rss", ""),
        ("%75tm_source=rss", ""),
        ("id=5&amp;utm_source=rss", "?id=5"),
        ("PHPSESSID=abc&rub=4", "?rub=4"),
        ("ref=home&source=une&cid=7", "?ref=home&source=une&cid=7"),
        ("attraction=1&utmost=2", "?attraction=1&utmost=2"),
    ],
)
def test_only_parameters_that_track_are_dropped(query, kept):
    assert normalise_url(f"https://site.example/a?{query}") == f"https://site.example/a{kept}"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("autre.html", "https://www.site.example/monde/afrique/autre.html"),
        ("../europe/", "https://www.site.example/monde/europe/"),
        ("../../../..", "https://www.site.example/"),
        ("/sport?id=1", "https://www.site.example/sport?id=1"),
        ("?page=3", "https://www.site.example/monde/afrique/une.html?page=3"),
        ("//cdn.site.example/a", "https://cdn.site.example/a"),
        ("/\\cdn.site.example/a", "https://cdn.site.example/a"),
        ("  \n/sport ", "https://www.site.example/sport"),
        ("/a/./b", "https://www.site.example/a/b"),
        ("http://other.example/x#y", "http://other.example/x"),
    ],
)
def test_relative_addresses_are_joined_to_their_base(href, expected):
    assert normalise_url(href, PAGE) == expected
    assert resolve(PAGE, href) == expected


def test_a_mere_fragment_names_the_page_itself_but_leads_nowhere():
    assert normalise_url("#comments", PAGE) == PAGE
    assert resolve(PAGE, "#comments") is None
    assert resolve(PAGE, "  ") is None


@pytest.mark.parametrize(
    "href",
    [
        "javascript:void(0)",
        "mailto:redaction@site.example",
        "tel:+33100000000",
        "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        "whatsapp://send?text=x",
        "https://",
        "https:///",
        "http://site.example:99999/",
        "http://site.example:port/",
        "http://si te.example/",
        "http://[::1/",
        "https:/site.example/a",
        "https://a..b/",
        "https://exa%2Fmple.example/",
        "x" * 9000,
    ],
)
def test_links_that_lead_to_no_page_resolve_to_none(href):
    assert resolve(PAGE, href) is None


def test_a_relative_link_without_a_usable_base_resolves_to_none():
    assert resolve(None, "/a") is None
    assert resolve("about:blank", "/a") is None


@pytest.mark.parametrize(
    ("url", "expectation"),
    [
        ("www.site.example/a", "http:// or https:// and a host"),
        ("ftp://site.example/a", "http:// or https:// and a host"),
        ("", "http:// or https:// and a host"),
        ("http://", "a host"),
        ("http://site.example:0/", "a port from 1 to 65535"),
        ("http://1.2.3/", "a host name or an IP address, not '1.2.3'"),
        ("http://0x7f000001/", "a host name or an IP address, not '0x7f000001'"),
        ("http://☃☃\u200d/", "a host name"),
        ("http://" + "a" * 64 + ".example/", "a host name"),
        ("http://site.example/\ud800", "characters that Unicode knows"),
        ("http://site.example/" + "é" * 4000, f"at most {MAX_URL_LENGTH} characters"),
    ],
)
def test_a_refusal_says_the_value_and_what_was_expected(url, expectation):
    with pytest.raises(UrlError, match=r"^invalid address '") as caught:
        normalise_url(url)
    assert f"(expected {expectation}" in str(caught.value)
    assert caught.value.url == url


def test_a_password_is_refused_and_not_repeated():
    with pytest.raises(UrlError) as caught:
        normalise_url("https://reader:secret@site.example/")
    assert str(caught.value) == "invalid address 'https://…@site.example/' (expected no user name or password)"


def test_bytes_of_the_command_line_that_are_not_utf8_are_escaped_as_they_are():
    assert normalise_url("https://site.example/\udce9t\udce9") == "https://site.example/%E9t%E9"


def test_hosts_carry_a_port_only_when_it_is_not_the_default():
    assert host_of("https://WWW.Site.example:443/a") == "www.site.example"
    assert host_of("http://[::1]:8080/a") == "[::1]:8080"


@pytest.mark.parametrize(
    ("given_host", "domain"),
    [
        ("https://news.site.co.uk/a", "site.co.uk"),
        ("news.site.example", "site.example"),
        ("News.Site.Example:8080", "site.example"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]/", "[::1]"),
        ("https://zeitung.bücher.de/", "xn--bcher-kva.de"),
    ],
)
def test_the_registered_domain_is_what_somebody_registered(given_host, domain):
    assert registered_domain(given_host) == domain


def test_two_hosts_of_one_registered_domain_are_one_site():
    assert same_site("https://sport.site.example/a", "www.site.example")
    assert not same_site("https://one.co.uk/", "https://two.co.uk/")


def test_only_http_and_https_are_web_addresses():
    assert is_web_address("https://site.example")
    assert not is_web_address("file:///etc/passwd")
    assert not is_web_address("/relative")


#: text that looks like addresses often enough to reach every branch
ADDRESSES = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        ["", "http://", "https:\\\\", "//", "/", "../", "?", "#", "HTTPS://site.example", "http://a.example/"]
    ),
    st.text(max_size=20),
    st.text(alphabet="/.%;?&#:@[]=\\ 2eE4aé\x00+-_~jsesionidutm", max_size=40),
)


@given(st.one_of(ADDRESSES, st.text()))
def test_normalising_twice_changes_nothing(url):
    try:
        once = normalise_url(url, PAGE)
    except UrlError:
        return
    assert normalise_url(once) == once
    assert resolve(None, once) == once
    assert once.isascii()
    assert " " not in once


@given(st.one_of(ADDRESSES, st.text(alphabet=st.characters(), max_size=30)))
def test_resolving_never_raises_and_agrees_with_normalising(href):
    found = resolve(PAGE, href)
    assert found is None or found == normalise_url(href, PAGE)


def test_importing_the_module_loads_no_list_of_suffixes():
    """A parse in a terminal must not wait for what only crawls need."""
    code = "import sys, archiver.urls; sys.exit(any(m in sys.modules for m in ('idna', 'publicsuffixlist')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "session",
    [
        "?sid=0123456789abcdef0123456789abcdef",
        "?SessionID=a1B2c3D4e5F6g7H8i9J0k1",
        ";jsessionid=ABC1",
        ";sid=77",
        "?osCsid=0f8fad5b-d9cb-469f-a165-70867728950e",
    ],
)
def test_a_session_is_no_part_of_an_address(session):
    assert normalise_url(f"https://site.example/a{session}") == "https://site.example/a"


@pytest.mark.parametrize("query", ["sid=12", "sid=the-ferry-runs-again", "session=morning", "id=0123456789abcdef"])
def test_what_only_may_be_a_session_stays(query):
    assert normalise_url(f"https://site.example/a?{query}") == f"https://site.example/a?{query}"


def test_a_host_that_is_none_is_refused_with_the_whole_address():
    with pytest.raises(UrlError, match=r"'https://site\.\.example/un'") as refused:
        host_of("https://site..example/un")
    assert refused.value.url == "https://site..example/un"
