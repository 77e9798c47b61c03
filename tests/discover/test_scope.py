"""A crawl keeps to its host and steps around traps, and says why it leaves an address out."""

import pytest

from archiver.discover.scope import (
    MAX_ADDRESS_LENGTH,
    Refusal,
    find_trap,
    guess_feeds,
    guess_sitemaps,
    is_file,
    scope_of,
)
from archiver.errors import UrlError
from archiver.model import SourceScope
from archiver.scopes import read_scope

SITE = "https://www.gazette.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gazette.example/a",
        "https://gazette.example/a",
        "http://gazette.example/a",
    ],
)
def test_a_host_is_the_same_with_and_without_www_and_tls(url):
    assert scope_of("https://www.gazette.example/").admits(url)
    assert scope_of("https://gazette.example/").admits(url)


@pytest.mark.parametrize(
    "url",
    ["https://blog.gazette.example/a", "https://other.example/a", "https://gazette.example:8443/a"],
)
def test_other_hosts_are_refused(url):
    assert scope_of(SITE).refusal(url) is Refusal.OTHER_HOST


def test_a_section_as_seed_admits_the_whole_host():
    assert scope_of(f"{SITE}/sport/").admits(f"{SITE}/monde/une")


def test_the_whole_registered_domain_belongs_when_asked_for():
    scope = scope_of("https://www.gazette.co.uk/", SourceScope(is_whole_domain=True))
    assert scope.admits("https://blog.gazette.co.uk/a")
    assert scope.refusal("https://blog.other.co.uk/a") is Refusal.OTHER_HOST


def test_several_homes_make_one_scope():
    scope = scope_of([SITE, "https://lagazette.example/"])
    assert scope.admits("https://www.lagazette.example/a")
    assert scope.admits("https://gazette.example/a")


@pytest.mark.parametrize("expected", ["feed", "sitemap"])
def test_feeds_and_sitemaps_may_lie_on_any_host_of_the_domain(expected):
    scope = scope_of(SITE)
    assert scope.admits("https://feeds.gazette.example/main.xml", expected=expected)
    assert scope.refusal("https://feeds.other.example/main.xml", expected=expected) is Refusal.OTHER_HOST


def test_loopback_with_a_port_is_a_host_like_any_other():
    scope = scope_of("http://127.0.0.1:8001/")
    assert scope.admits("http://127.0.0.1:8001/a")
    assert scope.refusal("http://127.0.0.1:8002/a") is Refusal.OTHER_HOST


def test_a_seed_that_is_no_address_is_an_error_and_a_link_a_refusal():
    with pytest.raises(UrlError):
        scope_of("gazette.example")
    assert scope_of(SITE).refusal("mailto:desk@gazette.example") is Refusal.NOT_AN_ADDRESS


TRAPS = [
    ("/une.JPG", "file-type"),
    ("/report.pdf?download=1", "file-type"),
    ("/" + "a" * MAX_ADDRESS_LENGTH, "too-long"),
    ("/" + "/".join("abcdefghijklm"), "too-deep"),
    ("/a/b/a/b/a/b", "repeated-path"),
    ("/a?" + "&".join(f"p{number}=1" for number in range(9)), "too-many-parameters"),
    ("/monde/page/1001/", "too-far-paging"),
    ("/monde?page=99999999999999999999", "too-far-paging"),
    ("/agenda/2031/05/", "calendar"),
    ("/events/2025-08-11", "calendar"),
    ("/?tribe-bar-date=2031-05-01", "calendar"),
    ("/search/maree", "search"),
    ("/?s=maree", "search"),
    ("/wp-login.php?redirect_to=x", "action"),
    ("/cdn-cgi/l/email-protection", "action"),
    ("/une/?replytocom=12", "action"),
    ("/une/?share=mail", "action"),
]


@pytest.mark.parametrize(("path", "reason"), TRAPS)
def test_a_trap_is_refused_with_a_word(path, reason):
    assert find_trap(SITE + path) == reason
    assert scope_of(SITE).refusal(SITE + path) == reason


@pytest.mark.parametrize(
    "path",
    [
        "/2025/08/11/une-nouvelle/",
        "/2025/08/08/08/",
        "/monde/monde/une",
        "/evenements/2025/08/une-belle-fete",
        "/agenda/",
        "/monde/page/1000/",
        "/index.php?option=com_content&view=article&id=5&catid=3&Itemid=101&lang=fr",
        "/amp",
        "/une.html",
        "/2025/inscription/le-guide-des-inscriptions",
        "/recherche/une-decouverte",
    ],
)
def test_pages_of_news_are_no_traps(path):
    assert find_trap(SITE + path) is None


def test_files_are_told_by_their_ending():
    assert is_file(f"{SITE}/a/b.mp3")
    assert not is_file(f"{SITE}/a.mp3/b")
    assert not is_file("https://www.gazette.zip/")


def test_guesses_lie_at_the_root_of_the_host():
    sitemaps, feeds = guess_sitemaps(f"{SITE}/sport/"), guess_feeds(f"{SITE}/sport/")
    assert f"{SITE}/sitemap.xml" in [one.url for one in sitemaps]
    assert f"{SITE}/feed/" in [one.url for one in feeds]
    assert {one.expected for one in sitemaps} == {"sitemap"}
    assert {one.expected for one in feeds} == {"feed"}
    assert {one.found_by for one in sitemaps + feeds} == {"guess"}


def said(**fields):
    return scope_of(f"{SITE}/", read_scope(fields))


def test_further_hosts_belong_to_it_with_and_without_www():
    scope = said(hosts=["www.lagazette.example"])
    assert scope.admits("https://lagazette.example/a")
    assert scope.admits("https://www.lagazette.example/a")
    assert scope.admits(f"{SITE}/a")
    assert scope.refusal("https://blog.lagazette.example/a") is Refusal.OTHER_HOST


@pytest.mark.parametrize("url", ["/sport", "/sport/", "/sport?page=2", "/sport/une", "/sport/a/b"])
def test_a_path_takes_in_what_lies_below_it(url):
    assert said(paths=["/sport"]).admits(SITE + url)
    assert said(paths=["/sport/"]).admits(SITE + url)


@pytest.mark.parametrize("url", ["/", "/sports", "/monde/sport/", "/?path=/sport/"])
def test_a_path_leaves_out_what_does_not(url):
    assert said(paths=["/sport/"]).refusal(SITE + url) is Refusal.OUTSIDE_PATH


def test_the_root_is_a_path_that_takes_in_all():
    assert said(paths=["/"]).admits(f"{SITE}/a/b")


def test_patterns_take_in_and_leave_out_and_the_latter_wins():
    scope = said(include=["/sport/*", "/monde/*"], exclude=["*/live/*"])
    assert scope.admits(f"{SITE}/monde/une")
    assert scope.refusal(f"{SITE}/culture/une") is Refusal.NOT_INCLUDED
    assert scope.refusal(f"{SITE}/sport/live/une") is Refusal.EXCLUDED_PATTERN


@pytest.mark.parametrize("expected", ["feed", "sitemap", "seed"])
def test_what_only_lists_need_lie_at_no_path_but_can_be_left_out(expected):
    scope = said(paths=["/sport/"], include=["/sport/*"], exclude=["/feeds/*"])
    assert scope.admits(f"{SITE}/all.xml", expected=expected)
    refusal = scope.refusal(f"{SITE}/feeds/all.xml", expected=expected)
    assert refusal == (None if expected == "seed" else Refusal.EXCLUDED_PATTERN)
