"""By which methods and addresses the pages are reached, and that all links lead back to the public address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import UsageError
from archiver.serve.reaching import check_public_url, has_prefix
from support.served import served

ORIGIN = "https://news.example"
#: of ours, and of Datasette: tables, rows, SQL, with what each kind of link is made from
PAGES = (
    "/",
    "/-/sources",
    "/-/article/1",
    "/-/search?q=le",
    "/-/placements",
    "/archive",
    "/archive/articles?_size=1&_facet=language&_facet_size=1&_sort=id",
    "/archive/articles?language=fr&_facet=language",
    "/archive/teaser_placements",
    "/archive/articles/1",
    "/archive?sql=select+id,+title+from+articles&_hide_sql=1",
)


@pytest.fixture(scope="module", params=["/news/", "/archive/"])
def public(lake, request):
    """Behind a proxy, with prefixes that are called like nothing or like a page of ours."""
    with served(lake, base_url=request.param, origin=ORIGIN) as pages:
        yield pages


@pytest.fixture(scope="module")
def pages(lake):
    """Without a proxy."""
    with served(lake) as pages:
        yield pages


def links_of(response) -> set[str]:
    """Everything that a page leads to on this server, as it stands there."""
    soup = BeautifulSoup(response.text, "lxml")
    found = {tag[name] for name in ("href", "src", "action") for tag in soup.find_all(attrs={name: True})}
    found |= set(re.findall(r"<([^>]+)>", response.headers.get("link", "")))
    return {link for link in found if not link.startswith("#") and urlsplit(link).netloc in {"", "news.example"}}


def test_every_link_leads_to_a_page_behind_the_prefix(public):
    base = public.app.setting("base_url")
    followed = {}
    for page in PAGES:
        response = public.get(base.rstrip("/") + page)
        assert response.status_code == 200, page
        for link in links_of(response):
            whole = urlsplit(urljoin(f"{ORIGIN}{base.rstrip('/')}{page}", link))
            assert whole.scheme == "https", link
            assert has_prefix(whole.path, base), (page, link)
            kind = (re.sub(r"\d+", "1", whole.path), *parse_qs(whole.query))  # one of each: they are hundreds
            followed[kind] = whole._replace(scheme="", netloc="").geturl()
    assert len(followed) > 40
    refused = {link: code for link in followed.values() if (code := public.get(link).status_code) not in {200, 302}}
    assert refused == {}


def test_rows_as_json_say_where_the_next_ones_are(public):
    base = public.app.setting("base_url")
    first = public.get(f"{base}archive/articles.json?_size=1&_shape=objects")
    following = first.json()["next_url"]
    assert following.startswith(f"{ORIGIN}{base}archive/articles.json?")
    assert public.get(following.removeprefix(ORIGIN)).json()["rows"] != first.json()["rows"]


def test_it_is_the_same_whether_the_proxy_cuts_the_prefix_off_or_not(public):
    base = public.app.setting("base_url")
    whole = public.get(f"{base}archive/articles?_size=1")
    assert links_of(public.run(ask_plainly(public.app, "/archive/articles?_size=1"))) == links_of(whole)


async def ask_plainly(app, path):
    """As a proxy asks; Datasette's own client adds the prefix."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app.app()), base_url="http://127.0.0.1") as client:
        return await client.get(path)


def test_a_page_that_has_moved_is_told_with_the_prefix(public):
    base = public.app.setting("base_url")
    for asked in ("archive/articles?_filter_column=language&_filter_op=exact&_filter_value=fr", "archive/articles/"):
        moved = public.get(base + asked)
        assert moved.status_code == 302
        assert has_prefix(urlsplit(moved.headers["location"]).path, base)


@given(
    st.sampled_from(["/news/", "/archive/", "/archive/archive/", "/-/"]), st.sampled_from(["", "archive", "-/search"])
)
def test_a_prefix_is_told_from_a_page_of_the_same_name(prefix, page):
    assert has_prefix(prefix + page, prefix)
    assert not has_prefix(f"/{page or 'favicon.ico'}", prefix)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"])
@pytest.mark.parametrize("path", ["/", "/archive", "/archive/articles.json", "/-/files/style.css", "/nothing"])
def test_there_is_only_reading(pages, method, path, caplog):
    response = pages.run(pages.app.client.request(method, path))
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    assert response.headers["content-security-policy"]
    assert caplog.text == ""


def test_heads_and_options_are_told(pages):
    for path in ("/", "/archive", "/archive/articles.json"):
        assert pages.run(pages.app.client.head(path)).status_code == 200
        options = pages.run(pages.app.client.options(path))
        assert (options.status_code, options.headers["allow"], options.content) == (204, "GET, HEAD", b"")


@pytest.mark.parametrize(
    "url",
    ["https://x/", "http://x:8080", "https://news.example/archive/", "https://[::1]/"],
)
def test_an_address_of_a_folder_is_taken(url):
    check_public_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "news",
        "ftp://x/",
        "https://",
        "https://x/a b/",
        "https://x /",
        "https://x/?q=1",
        "https://x/?",
        "https://x/#top",
        "https://u:p@x/",
        "https://x:port/",
        "https://x:99999/",
        "https://[::1/",
        "https://x/a//b/",
        "https://x/../a/",
        'https://x/"a/',
        "https://x/a%20b/",
        "https://x/é/",
        "",
    ],
)
def test_any_other_is_refused_in_a_sentence(url):
    with pytest.raises(UsageError, match="expected an address") as refused:
        check_public_url(url)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("page", ["threads", "versions.json", "plugins", "settings.json", "config", "permissions"])
def test_readers_are_not_told_of_the_server(pages, page):
    assert pages.get(f"/-/{page}").status_code == 404


@pytest.mark.parametrize(
    "sql",
    [
        "select * from pragma_database_list",
        "SELECT file FROM PRAGMA_DATABASE_LIST",
        "select * from (select * from pragma_database_list)",
    ],
)
def test_no_sql_tells_where_the_file_lies(pages, lake, sql):
    for address in ("/archive.json", "/archive"):
        response = pages.get(address, params={"sql": sql})
        assert response.status_code == 400
        assert "not authorized" in response.text
        assert str(lake.parent) not in response.text
