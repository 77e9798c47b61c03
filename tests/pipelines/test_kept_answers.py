"""What is kept of answers that bring nothing new, and what follows when nothing is kept."""

from __future__ import annotations

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.pipelines.reparse import Selection, reparse
from support.archives import Clock
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FERRY = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
BEFORE, AFTER = page("The ferry runs again"), page("The ferry stands still")


@pytest.fixture
def web():
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY]))
    web.put(FERRY, BEFORE)
    return web


@pytest.fixture
def desk(tmp_path, web):
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    return desk


def records(desk, url):
    """Types and profiles of what the WARC files hold of an address, in their order."""
    found = []
    for path in sorted(desk.path.with_suffix(".warc").iterdir()):
        with path.open("rb") as stream:
            found += [
                record.rec_headers.get_header("WARC-Profile", record.rec_type).rpartition("/")[2]
                for record in ArchiveIterator(stream, check_digests="raise")
                if record.rec_type not in {"request", "metadata"}
                and record.rec_headers.get_header("WARC-Target-URI") == url
            ]
    return found


def pass_a_day(desk, ferry, **settings):
    desk.web.put(FERRY, ferry)
    desk.wait(hours=24)
    desk.update(**settings)


def captures(desk):
    return desk.rows(f"SELECT id, status, revisit_of FROM captures WHERE url = '{FERRY}' ORDER BY id")


def reparsed(desk):
    with desk.tools() as tools:
        return list(reparse(tools, Selection()))


def test_a_304_is_a_revisit_in_the_warc_and_no_row(desk, web):
    before = desk.rows("SELECT * FROM captures")
    pass_a_day(desk, BEFORE)
    assert records(desk, FERRY) == ["response", "server-not-modified"]
    assert desk.rows("SELECT * FROM captures WHERE page_id IS NOT NULL") == [row for row in before if row[1]]


def test_the_same_bytes_sent_again_are_a_revisit_in_the_warc_and_no_row(desk, web):
    rows = captures(desk)
    web.forgets_tags = True
    pass_a_day(desk, BEFORE)
    assert records(desk, FERRY) == ["response", "identical-payload-digest"]
    assert captures(desk) == rows


def test_a_text_that_comes_back_is_a_row_whose_record_stands_for_the_first(desk):
    pass_a_day(desk, AFTER)
    pass_a_day(desk, BEFORE)
    assert records(desk, FERRY) == ["response", "response", "identical-payload-digest"]
    (first, *_), (second, _, nothing), (_, status, original) = captures(desk)
    assert (original, status, nothing) == (first, 200, None)
    assert second != first


def test_a_page_that_goes_back_and_forth_always_stands_for_a_whole_record(desk):
    for text in (AFTER, BEFORE, AFTER, BEFORE):
        pass_a_day(desk, text)
    first, second, *rest = [row[0] for row in captures(desk)]
    assert [row[2] for row in captures(desk)] == [None, None, first, second, first]
    assert len(rest) == 3


def test_a_revisit_is_parsed_again_like_any_page(desk):
    pass_a_day(desk, AFTER)
    pass_a_day(desk, BEFORE)
    *pages, ended = reparsed(desk)
    assert {page.url: page.failure for page in pages if hasattr(page, "failure")} == {HOME: None, FERRY: None}
    assert ended.exit_code == 0
    assert desk.rows("SELECT title FROM articles WHERE url LIKE '%ferry%'") == [("The ferry runs again",)]


def test_an_error_page_that_comes_again_is_kept_once(desk, web):
    web.put(HOME, page("Lake Courier", links=[FERRY, "/2025/08/12/the-mill-has-a-roof-again/"]))
    mill = "https://www.lac.example/2025/08/12/the-mill-has-a-roof-again/"
    web.put(mill, "<h1>Out of order</h1>" * 50, status=500)
    for _ in range(2):
        desk.wait(hours=48)
        desk.update()
    assert records(desk, mill) == ["response", "identical-payload-digest"]
    assert desk.rows(f"SELECT status FROM captures WHERE url = '{mill}'") == [(500,), (500,)]


class TestWithoutRecords:
    @pytest.fixture
    def desk(self, tmp_path, web):
        desk = Desk(tmp_path / "archive.db", web)
        desk.crawl(HOME, warc=False)
        return desk

    def test_everything_is_read_and_no_file_is_written(self, desk):
        assert not desk.path.with_suffix(".warc").exists()
        assert desk.rows("SELECT title FROM articles WHERE url LIKE '%ferry%'") == [("The ferry runs again",)]
        assert desk.rows("SELECT count(*) > 2, count(warc_file) FROM captures") == [(1, 0)]

    def test_what_has_not_changed_is_known_by_its_digest(self, desk, web):
        rows = captures(desk)
        web.forgets_tags = True
        pass_a_day(desk, BEFORE, warc=False)
        assert captures(desk) == rows
        pass_a_day(desk, AFTER, warc=False)
        assert len(captures(desk)) == 2
        assert desk.rows(
            "SELECT cause FROM revisions r JOIN articles a ON a.id = r.article_id WHERE a.url LIKE '%ferry%'"
        ) == [
            ("first",),
            ("publisher",),
        ]

    def test_a_page_is_kept_from_the_day_on_that_records_are(self, desk, web):
        web.forgets_tags = True
        pass_a_day(desk, BEFORE)
        assert records(desk, FERRY) == ["response"]
        assert desk.rows(f"SELECT count(*), count(warc_file) FROM captures WHERE url = '{FERRY}'") == [(2, 1)]

    def test_a_304_for_what_was_never_kept_is_a_plain_response(self, desk):
        pass_a_day(desk, BEFORE)
        assert records(desk, FERRY) == ["response"]
        assert len(captures(desk)) == 1

    def test_reparse_says_that_there_is_nothing_to_parse(self, desk):
        (ended,) = reparsed(desk)
        assert ended.exit_code == 0
        assert ended.message == "no page was kept: the archive was made without WARC files (--no-warc)"
