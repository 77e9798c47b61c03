"""Whether two addresses can be one article's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.slugs import doubt_about
from archiver.urls import normalise_url

SITE = "https://www.lac.example"
OWN = SITE + "/2025/08/11/the-ferry-runs-again/"
TITLE = "The ferry runs again"


@pytest.mark.parametrize(
    ("canonical", "doubt"),
    [
        ("/", "is the home page"),
        ("/2025/", "is a section of the site"),
        ("/2025/08/11/", "is a section of the site"),
        ("/sport/", "is a section of the site"),
        ("/sport/football/", "is a section of the site"),
        ("/2025/08/10/the-market-moves-to-the-mill/", "names another article"),
    ],
)
def test_an_address_is_doubted_for_what_it_is(canonical, doubt):
    assert doubt_about(SITE + canonical, OWN, TITLE) == doubt


@pytest.mark.parametrize(
    ("own", "canonical", "doubt"),
    [
        ("/article/4711234", "/politics", "is a section of the site"),
        ("/?p=123", "/politics", "is a section of the site"),
        ("/match-over", "/sport", "is a section of the site"),
        ("/a/12345.html", "/latest", "is a section of the site"),
        ("/a/b", "/latest", "is a section of the site"),
        ("/post/123", "/post", "is a section of the site"),
        ("/a/12345.html", "/a/99999.html", "names another article"),
        ("/story.php?id=4711", "/story.php?id=4712", "names another article"),
        ("/?p=123", "/?cat=politics", "names another article"),
    ],
)
def test_an_address_that_two_pages_could_share_is_doubted(own, canonical, doubt):
    assert doubt_about(SITE + canonical, SITE + own, TITLE) == doubt


@pytest.mark.parametrize(
    ("own", "canonical"),
    [
        ("/amp/12345.html", "/a/12345.html"),
        ("/a/12345_2.html", "/a/12345.html"),
        ("/print.php?id=4711", "/story.php?id=4711"),
        ("/?p=123", "/2025/08/11/the-ferry-runs-again/"),
        ("/?p=123", "/ferry-runs"),
        ("/news/the-ferry-runs-again-14711234.html", "/1.4711234"),
        ("/a/ferry", "/ferry"),
        ("/ferry?page=2", "/ferry"),
        ("/ferry/12", "/ferry"),
    ],
)
def test_an_address_that_holds_the_pages_number_or_name_is_believed(own, canonical):
    assert doubt_about(SITE + canonical, SITE + own, TITLE) is None


def test_another_site_has_numbers_of_its_own():
    assert doubt_about("https://agency.example/wire/12345", SITE + "/news/98765", TITLE) is None


@pytest.mark.parametrize(
    "host",
    ["localhost:3000", "staging", "127.0.0.1", "10.0.0.8:8080", "[::1]", "web.internal", "nas.local", "a.home.arpa"],
)
def test_the_address_of_a_private_network_is_no_public_pages(host):
    path = OWN.removeprefix(SITE)
    assert doubt_about(f"http://{host}{path}", OWN, TITLE) == "is no public address"
    assert doubt_about(f"http://{host}{path}", f"http://{host}{path}amp/", TITLE) is None


@pytest.mark.parametrize(
    "canonical",
    [
        "/2025/08/11/the-ferry-runs-again/",
        "/the-ferry-runs-again",
        "/news/the-ferry-runs-again.html",
        "/2025/08/11/ferry-runs-again-from-monday/",  # a headline that was changed
        "/ferry",  # short, and in the title
        "/node/4711",
        "/?p=4711",
        "/a/xYzzy",
        "/s/12",
    ],
)
def test_an_address_that_may_be_the_articles_is_believed(canonical):
    assert doubt_about(SITE + canonical, OWN, TITLE) is None


@pytest.mark.parametrize("view", ["amp/", "2/", "page/2/", "page-2.html", "print", "index.html", "all"])
def test_a_view_of_an_article_lies_below_it(view):
    assert doubt_about(SITE + "/ferry/", f"{SITE}/ferry/{view}") is None


def test_another_headline_is_believed_when_the_number_is_the_same():
    own = SITE + "/news/481516-the-ferry-stays-in-port"
    assert doubt_about(SITE + "/news/481516-boat-sails-after-all", own) is None


def test_another_headline_is_believed_when_it_is_the_pages_title():
    own = SITE + "/news/the-ferry-stays-in-port"
    assert doubt_about(SITE + "/news/boat-sails-after-all", own, "Boat sails after all") is None


def test_a_headline_in_another_script_is_compared_as_it_reads():
    own = normalise_url(SITE + "/новости/паром-снова-ходит-по-озеру")
    assert doubt_about(normalise_url(SITE + "/паром-снова-ходит"), own) is None
    assert doubt_about(normalise_url(SITE + "/рынок-переехал-на-мельницу"), own) == "names another article"


def test_without_an_address_of_its_own_only_the_home_page_is_doubted():
    assert doubt_about(SITE + "/", None) == "is the home page"
    assert doubt_about(SITE + "/sport/", None) is None


def test_the_home_page_itself_is_at_home():
    assert doubt_about(SITE + "/", SITE + "/") is None


paths = st.lists(st.text(alphabet="abc-123é.", min_size=1, max_size=12), max_size=4).map("/".join)


@given(paths, st.text(max_size=20))
def test_no_address_is_doubted_for_itself(path, title):
    url = normalise_url(f"{SITE}/{path}")
    assert doubt_about(url, url, title) is None


@given(paths, paths, st.text(max_size=20))
def test_any_two_addresses_have_an_answer(some, other, title):
    doubt = doubt_about(normalise_url(f"{SITE}/{some}"), normalise_url(f"{SITE}/{other}"), title)
    assert doubt in {None, "is the home page", "is a section of the site", "names another article"}
