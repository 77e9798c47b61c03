"""The fixtures hold what they promise: pages with their expected values, current, invented, and served."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import http.client
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import build
import pytest
import sites
from server import ServedSites, serve_sites

from archiver.model import ARTICLE_KINDS, BLOCK_KINDS, PICTURE_STATUSES, REGIONS, Article, Author, Block, Image, Teaser

ARTICLE_KEYS = Article(kind="article").to_dict().keys()
NESTED_KEYS = {
    "authors": Author(name="").to_dict().keys(),
    "blocks": Block(kind="paragraph", text="").to_dict().keys(),
    "images": Image(url=None).to_dict().keys(),
    "teasers": Teaser(position=0, region="after", block=1).to_dict().keys(),
}
#: hosts that are named on pages without being sites: namespaces and vocabularies
VOCABULARIES = {"www.w3.org", "schema.org", "ogp.me", "api.w.org", "www.sitemaps.org", "www.google.com", "purl.org"} | {
    "cdn.ampproject.org"
}
FRENCH_MONTHS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
FRENCH_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")

STATES = (1, 2)
CASES = list(sites.cases())
TOPS = (sites.SITES, sites.PAGES, sites.TEXTS)
LEAST_PAGES = {"riveaustrale": 40, "wexmoorledger": 6, "ostheiderbote": 6, "harrowmerecourier": 8}
ENCODINGS = {"ostheiderbote": "windows-1252", "tables-of-2003.html": "iso-8859-2"}
#: pages of these names show no text; it stands in their scripts, with other signs around it
SCRIPTED = "pages/text-in-"


def named(case: sites.Case) -> str:
    return case.name


def teasers_of(case: sites.Case) -> list[dict[str, Any]]:
    return list(case.expected.get("teasers", ()))


def text_of(case: sites.Case) -> str:
    """The page without its tags, white space squeezed, as a test may look for a sentence in it."""
    encoding = ENCODINGS.get(case.name.split("/")[1], "utf-8")
    bare = re.sub(r"<[^>]*>", " ", re.sub(r"</?(?:em|a|strong)\b[^>]*>", "", case.content.decode(encoding)))
    return " ".join(html.unescape(bare).split())


@pytest.fixture(scope="module")
def served() -> Iterator[ServedSites]:
    with serve_sites() as running:
        yield running


@pytest.fixture
def fresh() -> Iterator[ServedSites]:
    with serve_sites() as running:
        yield running


def ask(address: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """One request on a connection of its own; ``if_none_match`` becomes ``If-None-Match``."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        target = parts.path + ("?" + parts.query if parts.query else "")
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


class TestFiles:
    def test_every_page_has_expected_values_and_none_lacks_its_page(self) -> None:
        files = {path for top in TOPS for path in top.rglob("*") if path.is_file()}
        pages = {path for path in files if path.suffix in {".html", ".txt"} and path.name != "robots.txt"}
        expected = {path.with_name(path.name.removesuffix(".json")) for path in files if path.suffix == ".json"}
        assert pages == expected

    def test_committed_files_are_what_the_stories_give(self) -> None:
        assert build.stale(build.build()) == []

    def test_all_of_it_stays_under_four_megabytes(self) -> None:
        assert sum(len(content) for content in build.build().values()) < 4_000_000

    def test_no_site_and_no_text_has_been_lost(self) -> None:
        assert {len(list(sites.page_cases(name))) >= least for name, least in LEAST_PAGES.items()} == {True}
        assert len(list(sites.text_cases())) >= 5

    def test_state_two_holds_only_what_differs(self) -> None:
        first, second = (sites.read_site("riveaustrale").folder / folder for folder in ("state-1", "state-2"))
        again = [path.relative_to(second) for path in second.rglob("*") if path.is_file()]
        same = [
            path
            for path in again
            if (first / path).is_file() and (first / path).read_bytes() == (second / path).read_bytes()
        ]
        assert [path for path in same if path.suffix != ".json"] == []

    @pytest.mark.parametrize("case", CASES, ids=named)
    def test_only_invented_hosts_are_named(self, case: sites.Case) -> None:
        hosts = set(re.findall(rb"https?:(?:\\?/){2}([a-z0-9.-]+)", case.content))
        assert {host.decode() for host in hosts if not host.endswith(b".example")} <= VOCABULARIES


@pytest.mark.parametrize("case", CASES, ids=named)
class TestExpectedValues:
    def test_keys_are_those_of_an_article(self, case: sites.Case) -> None:
        assert case.expected.keys() <= ARTICLE_KEYS
        for name, keys in NESTED_KEYS.items():
            assert all(value.keys() <= keys for value in case.expected.get(name, ()))

    def test_words_are_those_of_the_model(self, case: sites.Case) -> None:
        assert case.expected["kind"] in ARTICLE_KINDS
        assert {block["kind"] for block in case.expected.get("blocks", ())} <= set(BLOCK_KINDS)
        assert {image.get("status", "none") for image in case.expected.get("images", ())} <= set(PICTURE_STATUSES)
        assert {teaser.get("region", "after") for teaser in teasers_of(case)} <= set(REGIONS)
        assert {teaser.get("image_status", "none") for teaser in teasers_of(case)} <= set(PICTURE_STATUSES)

    def test_moments_are_iso_8601(self, case: sites.Case) -> None:
        teasers = [teaser.get("published") for teaser in teasers_of(case)]
        for moment in (case.expected.get("published"), case.expected.get("modified"), *teasers):
            assert moment is None or dt.datetime.fromisoformat(moment)

    def test_teasers_are_numbered_in_order(self, case: sites.Case) -> None:
        teasers = [teaser for teaser in teasers_of(case) if "position" in teaser]
        blocks = [teaser["block"] for teaser in teasers]
        assert [teaser["position"] for teaser in teasers] == list(range(len(teasers)))
        assert blocks == sorted(blocks)
        assert set(blocks) == set(range(1, max(blocks, default=0) + 1))

    def test_the_same_story_stands_earlier_under_the_same_address(self, case: sites.Case) -> None:
        teasers = teasers_of(case)
        for teaser in teasers:
            if teaser.get("same_story_as") is not None:
                earlier = teasers[teaser["same_story_as"]]
                assert earlier["position"] < teaser["position"]
                assert earlier["url"] == teaser["url"]

    def test_no_teaser_leads_to_the_page_itself(self, case: sites.Case) -> None:
        assert case.url is None or case.url not in {teaser.get("url") for teaser in teasers_of(case)}

    def test_body_is_its_blocks_a_blank_line_between(self, case: sites.Case) -> None:
        if "blocks" in case.expected:
            assert case.expected["body"] == "\n\n".join(
                block["text"] for block in case.expected["blocks"] if block["text"]
            )

    def test_weekdays_are_true_to_the_calendar(self, case: sites.Case) -> None:
        stamp = re.compile(r"\b(\d{1,2})(?:er)? (\w+)\.? (\d{4}), (lun|mar|mer|jeu|ven|sam|dim)\b")
        plain = text_of(case).lower().translate(str.maketrans("éèû", "eeu"))
        for day, month, year, weekday in stamp.findall(plain):
            number = next(number for number, name in enumerate(FRENCH_MONTHS, 1) if month.startswith(name))
            assert FRENCH_DAYS[dt.date(int(year), number, int(day)).weekday()] == weekday


class TestPlainView:
    def test_a_site_is_a_mapping_of_addresses_to_answers(self) -> None:
        answers = sites.load_site("wexmoorledger")
        home = answers["https://www.wexmoorledger.example/"]
        assert home.status == 200
        assert home.headers["Content-Type"] == "text/html; charset=UTF-8"
        assert b"<h2>Top stories</h2>" in home.body

    def test_the_second_state_lays_over_the_first(self) -> None:
        first, second = (sites.load_site("riveaustrale", state) for state in STATES)
        assert len(second.keys() - first.keys()) == 2
        assert [answer.status for url, answer in second.items() if first.get(url, answer).status != answer.status] == [
            410
        ]

    def test_a_site_without_a_second_state_stays_as_it_is(self) -> None:
        assert sites.load_site("ostheiderbote", 2) == sites.load_site("ostheiderbote", 1)

    def test_a_headline_is_corrected_at_its_address(self) -> None:
        path = (
            "sites/riveaustrale/state-{}/2025/08/09/la-ligne-de-ferry-tavo-sainte-olive-change-de-mains/index.html.json"
        )
        first, second = (json.loads((sites.FOLDER / path.format(state)).read_text()) for state in STATES)
        assert first["url"] == second["url"]
        assert first["title"] != second["title"]
        assert first["body"] == second["body"]

    def test_encodings_are_declared_in_four_ways(self) -> None:
        pages = {
            url.rpartition("/")[2]: answer for url, answer in sites.load_site("ostheiderbote").items() if "art" in url
        }
        in_head = {re.search(rb"charset=([\w-]+)", answer.body[:400]) for answer in pages.values()}
        in_header = {answer.headers["Content-Type"] for answer in pages.values()}
        assert {found and found[1] for found in in_head} == {b"windows-1252", b"iso-8859-1", None}
        assert in_header == {"text/html", "text/html; charset=windows-1252"}

    def test_old_pages_hold_the_bytes_that_latin_1_lacks(self) -> None:
        for case in sites.page_cases("ostheiderbote"):
            assert {b"\x80", b"\x84", b"\x93"} <= {bytes([byte]) for byte in case.content} or case.name.endswith(
                "index.html"
            )


class TestServer:
    def test_every_address_answers_as_the_plain_view_says(self, served: ServedSites) -> None:
        for name in sites.site_names():
            for path, stored in sites.answers(name).items():
                response, body = ask(served[name].origin + path)
                assert response.status == stored.status
                assert body == served[name].answer(path).body

    def test_the_invented_origin_is_nowhere_left(self, served: ServedSites) -> None:
        site = served["riveaustrale"]
        for path in sites.answers("riveaustrale"):
            body = site.answer(path).body
            assert not re.search(rb"riveaustrale\.example(?:/|\\/|%2F)", body)

    def test_links_lead_to_the_port(self, served: ServedSites) -> None:
        site = served["wexmoorledger"]
        _, feed = ask(site.origin + "/feed.atom")
        assert f'href="{site.origin}/environment/'.encode() in feed

    def test_a_page_that_has_not_changed_is_a_304(self, served: ServedSites) -> None:
        address = served["riveaustrale"].home
        first, _ = ask(address)
        by_tag, body = ask(address, if_none_match=first.headers["ETag"])
        by_date, _ = ask(address, if_modified_since=first.headers["Last-Modified"])
        assert (by_tag.status, body, by_date.status) == (304, b"", 304)
        assert by_tag.headers["ETag"] == first.headers["ETag"]

    def test_a_page_that_has_changed_is_sent_again(self, fresh: ServedSites) -> None:
        address = fresh["riveaustrale"].home
        first, _ = ask(address)
        fresh.switch(2)
        by_tag, _ = ask(address, if_none_match=first.headers["ETag"])
        by_date, _ = ask(address, if_modified_since=first.headers["Last-Modified"])
        assert (by_tag.status, by_date.status) == (200, 200)

    def test_the_old_site_knows_no_validators(self, served: ServedSites) -> None:
        response, _ = ask(served["ostheiderbote"].home, if_modified_since="Sat, 27 Apr 2030 07:00:00 GMT")
        assert response.status == 200
        assert response.headers["ETag"] is None

    def test_gzip_comes_when_it_is_accepted(self, served: ServedSites) -> None:
        address = served["riveaustrale"].home
        plain, body = ask(address)
        packed, squeezed = ask(address, accept_encoding="gzip, deflate")
        assert plain.headers["Content-Encoding"] is None
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(squeezed) == body
        assert int(packed.headers["Content-Length"]) == len(squeezed) < len(body)

    def test_an_unknown_address_gets_the_sites_own_error_page(self, served: ServedSites) -> None:
        response, body = ask(served["riveaustrale"].origin + "/2024/12/31/page-egaree/")
        assert response.status == 404
        assert "Page non trouvée".encode() in body

    def test_a_removed_page_is_gone_in_the_second_state(self, fresh: ServedSites) -> None:
        address = fresh["riveaustrale"].origin + "/2025/05/20/logement-les-maisons-a-un-franc-de-dunes-hautes/"
        before, _ = ask(address)
        fresh.switch(2)
        after, _ = ask(address)
        assert (before.status, after.status) == (200, 410)

    def test_a_missing_slash_is_a_redirect(self, served: ServedSites) -> None:
        site = served["riveaustrale"]
        response, _ = ask(site.origin + "/category/culture")
        assert response.status == 301
        assert response.headers["Location"] == site.origin + "/category/culture/"

    def test_a_query_does_not_matter(self, served: ServedSites) -> None:
        response, _ = ask(served["riveaustrale"].home + "?utm_source=rss")
        assert response.status == 200

    def test_head_has_no_body(self, served: ServedSites) -> None:
        response, body = ask(served["riveaustrale"].home, method="HEAD")
        assert int(response.headers["Content-Length"]) > 10_000
        assert body == b""

    def test_the_log_tells_what_was_asked(self, fresh: ServedSites) -> None:
        site = fresh["wexmoorledger"]
        ask(site.origin + "/robots.txt", user_agent="a test", if_none_match='"x"')
        (logged,) = site.log
        assert (logged.method, logged.path, logged.status) == ("GET", "/robots.txt", 200)
        assert (logged.if_none_match, logged.user_agent) == ('"x"', "a test")
        assert site.asked() == ["/robots.txt"]

    def test_the_pdf_is_served_untouched(self, served: ServedSites) -> None:
        response, body = ask(served["riveaustrale"].origin + "/wp-content/uploads/2025/07/charte-de-la-redaction.pdf")
        assert response.headers["Content-Type"] == "application/pdf"
        assert body.startswith(b"%PDF-1.4")


@pytest.mark.parametrize("case", [case for case in CASES if not case.name.startswith(SCRIPTED)], ids=named)
def test_what_is_expected_stands_on_the_page(case: sites.Case) -> None:
    text = text_of(case)
    said = [case.expected.get(name) for name in ("title", "headline", "byline", "lead")]
    said += [line for paragraph in (case.expected.get("body") or "").split("\n\n") for line in paragraph.split("\n")]
    said += [teaser.get(name) for teaser in teasers_of(case) for name in ("title", "excerpt_raw")]
    assert [value for value in said if value and value not in text] == []
