"""Files into the archive."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from archiver.fetch.warc_reading import read_record
from archiver.model import WarcLocation
from archiver.pipelines.events import Notice, PageDone, RunEnded
from archiver.pipelines.ingest_files import MAX_FILE_BYTES
from archiver.pipelines.inputs import Inputs, gather
from support import bulk
from support.archives import Clock
from support.memory_web import TEXT, Desk, MemoryWeb, as_if_an_older_parser_had_read_the_cards, front, page
from support.spread import FIRST, in_path, spread_page, whole_text
from support.warc_files import packed, page_record

FERRY = "https://www.lac.example/ferry"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "archive.db", MemoryWeb(clock=Clock()))


@pytest.fixture
def take_in(desk):
    """Ingests paths at the desk."""

    def run(*paths: Path, **settings: object) -> RunEnded:
        with desk.tools(**settings) as tools:
            desk.events = list(bulk.take_in(tools, gather(Inputs(paths=tuple(map(str, paths))))))
        last = desk.events[-1]
        assert isinstance(last, RunEnded)
        return last

    return run


def manifest(folder: Path, *rows: tuple[str, str | bytes, str | None], name: str = "m.jsonl") -> Path:
    """Files with these contents, and a manifest that gives them these addresses."""
    lines = []
    for number, (file, content, url) in enumerate(rows):
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        lines.append(json.dumps({"path": file, "url": url, "fetched_at": f"2025-08-11T1{number}:00:00Z"}))
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_page_is_kept_under_the_address_that_its_manifest_says(desk, take_in, tmp_path):
    ended = take_in(manifest(tmp_path, ("a.html", page("The ferry runs again"), FERRY)))
    assert (ended.exit_code, ended.counts.articles_new) == (0, 1)
    assert desk.page(FERRY) == ("article", "ok", None)
    assert desk.rows("SELECT url, title FROM articles") == [(FERRY, "The ferry runs again")]
    assert desk.rows("SELECT home_url FROM sources") == [("https://www.lac.example/",)]


def test_its_bytes_are_a_resource_record(desk, take_in, tmp_path):
    take_in(manifest(tmp_path, ("a.html", page("The ferry runs again"), FERRY)))
    ((file, offset, length),) = desk.rows("SELECT warc_file, warc_offset, warc_length FROM captures")
    record = read_record(tmp_path / "archive.warc", WarcLocation(file=file, offset=offset, length=length))
    assert (record.type, record.url, record.body) == ("resource", FERRY, page("The ferry runs again").encode())


def test_gzip_is_read_as_its_content(desk, take_in, tmp_path):
    take_in(manifest(tmp_path, ("a.html.gz", gzip.compress(page("The ferry runs again").encode()), FERRY)))
    assert desk.rows("SELECT title FROM articles") == [("The ferry runs again",)]


def test_a_later_file_of_an_address_is_a_revision(desk, take_in, tmp_path):
    take_in(
        manifest(
            tmp_path,
            ("new-name-first.html", page("The ferry runs again"), FERRY),
            ("a.html", page("The ferry runs again from Monday"), FERRY),
        )
    )
    assert desk.rows("SELECT number, cause, title FROM revisions ORDER BY number") == [
        (1, "first", "The ferry runs again"),
        (2, "publisher", "The ferry runs again from Monday"),
    ]


def test_two_articles_that_declare_one_section_stay_two(desk, take_in, tmp_path):
    urls = [f"https://www.lac.example/article/{number}" for number in (4711234, 4711999)]
    head = '<link rel="canonical" href="/politics">'
    pages = [page(title, head=head) for title in ("The ferry runs again", "The mill has a roof")]
    take_in(manifest(tmp_path, ("a.html", pages[0], urls[0]), ("b.html", pages[1], urls[1])))
    assert desk.rows("SELECT url FROM articles ORDER BY url") == [(url,) for url in urls]


def test_ingesting_again_changes_nothing(desk, take_in, tmp_path):
    rows = manifest(
        tmp_path,
        ("a.html", page("The ferry runs again"), FERRY),
        ("b.html", page("The ferry runs again from Monday"), FERRY),
    )
    tables = ("pages", "articles", "revisions", "cards", "placements")
    take_in(rows)
    before = [desk.rows(f"SELECT * FROM {table}") for table in tables]
    ended = take_in(rows)
    assert [desk.rows(f"SELECT * FROM {table}") for table in tables] == before
    assert (ended.counts.articles_new, ended.counts.articles_changed) == (0, 0)


def dated(folder: Path, *rows: tuple[str, int]) -> Path:
    """A manifest of pages of one address, each with a title and the hour at which it was fetched."""
    lines = []
    for title, hour in rows:
        (folder / f"{hour}.html").write_text(page(title), encoding="utf-8")
        lines.append(json.dumps({"path": f"{hour}.html", "url": FERRY, "fetched_at": f"2025-08-11T{hour}:00:00Z"}))
    (folder / "dated.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder / "dated.jsonl"


def kept_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "archive.warc").iterdir())


@pytest.mark.parametrize("hours", [(11, 15), (15, 11)])
def test_ingesting_versions_of_a_page_again_copies_nothing(desk, take_in, tmp_path, hours):
    titles = ("The ferry runs again", "The ferry runs again from Monday")
    rows = dated(tmp_path, *zip(titles, hours, strict=True))
    take_in(rows)
    before = kept_bytes(tmp_path), desk.rows("SELECT * FROM pages"), desk.rows("SELECT * FROM frontier")
    for _ in range(2):
        take_in(rows)
        assert [event.is_unchanged for event in desk.events if isinstance(event, PageDone)] == [True, True]
    assert (kept_bytes(tmp_path), desk.rows("SELECT * FROM pages"), desk.rows("SELECT * FROM frontier")) == before
    assert desk.rows("SELECT title FROM articles") == [(titles[1],)]


def test_a_page_that_a_newer_record_follows_is_copied_once(desk, take_in, tmp_path):
    warc = tmp_path / "newer.warc.gz"
    warc.write_bytes(packed(page_record(FERRY, page("The ferry has sunk"), at="2025-08-11T19:00:00Z")))
    files = dated(tmp_path, ("The ferry runs again", 11)), warc
    take_in(*files)
    before = kept_bytes(tmp_path)
    ended = take_in(*files)
    assert ended.figures is not None
    assert (ended.figures.pages, ended.figures.unchanged) == (1, 1)
    assert kept_bytes(tmp_path) == before


def test_a_file_that_is_no_page_is_copied_once_and_fails_each_time(take_in, tmp_path):
    rows = manifest(tmp_path, ("report.html", b"%PDF-1.7 no page", FERRY))
    take_in(rows)
    before = kept_bytes(tmp_path)
    assert take_in(rows).counts.pages_failed == 1
    assert kept_bytes(tmp_path) == before


def test_without_an_address_the_canonical_one_counts(desk, take_in, tmp_path):
    (tmp_path / "a.html").write_text(page("T", head=f'<link rel="canonical" href="{FERRY}">'), encoding="utf-8")
    take_in(tmp_path / "a.html")
    assert desk.page(FERRY)[1] == "ok"


def test_without_any_address_the_file_is_its_own(desk, take_in, tmp_path):
    (tmp_path / "a page.html").write_text(page("The ferry runs again"), encoding="utf-8")
    take_in(tmp_path / "a page.html")
    ((url, source),) = desk.rows("SELECT url, source_id FROM articles")
    assert (url, source) == ((tmp_path / "a page.html").as_uri(), None)


def test_flattened_text_is_told_by_its_content(desk, take_in, tmp_path):
    text = f"11 August 2025\nThe ferry runs again\n{TEXT}\n{TEXT} And so on.\n"
    take_in(manifest(tmp_path, ("a.html", text, FERRY)))
    assert desk.page(FERRY)[1] == "ok"
    assert desk.rows("SELECT media_type FROM captures") == [("text/plain",)]


def test_noarchive_is_not_looked_at(desk, take_in, tmp_path):
    head = '<meta name="robots" content="noarchive">'
    take_in(manifest(tmp_path, ("a.html", page("The ferry runs again", head=head), FERRY)))
    assert desk.page(FERRY) == ("article", "ok", None)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"\x00\x01\x02\x03", b"\x1f\x8b\x08cut", b"\xff\xfe", b"  \n\t "],
    ids=["empty", "pdf", "binary", "bad gzip", "bare mark", "blank"],
)
def test_a_bad_file_is_recorded_and_stops_nothing(desk, take_in, tmp_path, content):
    good = FERRY + "-good"
    ended = take_in(manifest(tmp_path, ("bad.html", content, FERRY), ("good.html", page("The ferry runs again"), good)))
    assert (ended.exit_code, ended.counts.pages_failed) == (0, 1)
    assert desk.page(FERRY)[1:] == ("failed", "unreadable")
    assert desk.page(good)[1] == "ok"


@pytest.mark.parametrize(
    ("name", "words"), [("nowhere.html", "No such file or directory"), ("/dev/zero", "a device is no file")]
)
def test_a_file_that_is_none_is_recorded(desk, take_in, tmp_path, name, words):
    (tmp_path / "m.jsonl").write_text(json.dumps({"path": name, "url": FERRY}), encoding="utf-8")
    take_in(tmp_path / "m.jsonl")
    assert desk.page(FERRY)[1:] == ("failed", "unreadable")
    assert desk.rows("SELECT error FROM captures") == [(f"unreadable: {words}",)]


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("lac.example/a", "invalid-url: invalid address 'lac.example/a' (expected http:// or https:// and a host)"),
        ("ftp://lac.example/a", "not-web: the scheme is ftp (expected http or https)"),
        ("dns:lac.example", "not-web: the scheme is dns (expected http or https)"),
    ],
)
def test_an_address_that_is_none_is_recorded_under_the_file(desk, take_in, tmp_path, url, error):
    take_in(manifest(tmp_path, ("a.html", page("T"), url)))
    assert desk.page((tmp_path / "a.html").as_uri())[1:] == ("excluded", error.partition(":")[0])
    assert desk.rows("SELECT error FROM captures") == [(error,)]


HOME = "https://www.lac.example/"


FRONTS = {
    "A": front("The ferry runs again", "The mill has a roof", "A bridge too late", "The old lamp is back"),
    "B": front("The ferry runs again", "The school moves out", "A bridge too late", "The old lamp is back"),
}
LOOKS = ("A14", "B13", "B15", "A12", "A13:30")
CARDS = "SELECT title, position, first_seen, last_seen, is_current FROM teasers ORDER BY position, first_seen, title"


class Newsstand:
    """Ingests a home page as it was at several moments."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.desk = Desk(folder / "archive.db", MemoryWeb(clock=Clock()))

    def take_in(self, looks: Iterable[str], *, together: bool) -> None:
        """In one run, or in one for each look."""
        lines = []
        for look in looks:
            file = f"{look.replace(':', '-')}.html"
            (self._folder / file).write_text(FRONTS[look[0]], encoding="utf-8")
            moment = f"2025-08-11T{look[1:] if ':' in look else look[1:] + ':00'}:00Z"
            lines.append(json.dumps({"path": file, "url": HOME, "fetched_at": moment}))
        for text in ["\n".join(lines)] if together else lines:
            (self._folder / "m.jsonl").write_text(text, encoding="utf-8")
            with self.desk.tools() as tools:
                list(bulk.take_in(tools, gather(Inputs(paths=(str(self._folder / "m.jsonl"),)))))

    def history(self) -> list[tuple[object, ...]]:
        """What stood when, and which files were looked at."""
        assert self.desk.page(HOME) == ("listing", "ok", None)
        return self.desk.rows(CARDS) + self.desk.rows("SELECT fetched_at, payload_digest FROM captures ORDER BY 1")


@pytest.fixture
def newsstand(tmp_path):
    return Newsstand(tmp_path / "any-order")


@pytest.fixture
def in_time(tmp_path):
    """The history of looks that are ingested as they were made."""

    def run(looks):
        newsstand = Newsstand(tmp_path / "in-time")
        newsstand.take_in(sorted(looks, key=lambda look: look[1:]), together=True)
        return newsstand.history()

    return run


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", list(itertools.permutations(LOOKS[:3])))
def test_what_stands_on_a_page_is_what_its_newest_file_shows(newsstand, in_time, order, together):
    newsstand.take_in(order, together=together)
    standing = newsstand.desk.rows("SELECT title FROM teasers WHERE is_current AND position = 1")
    assert standing == [("The school moves out",)]
    assert newsstand.history() == in_time(order)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", random.Random(5).sample(list(itertools.permutations(LOOKS)), 8))
def test_files_of_a_page_come_in_any_order(newsstand, in_time, order, together):
    newsstand.take_in(order, together=together)
    assert newsstand.history() == in_time(order)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", [("A12", "A11"), ("A11", "A12")])
def test_an_older_file_with_the_same_bytes_is_a_look_like_any_other(newsstand, order, together):
    newsstand.take_in(order, together=together)
    assert newsstand.desk.rows("SELECT DISTINCT first_seen, last_seen, is_current FROM teasers") == [
        ("2025-08-11T11:00:00Z", "2025-08-11T12:00:00Z", 1)
    ]
    assert newsstand.desk.rows("SELECT count(*) FROM captures") == [(2,)]


def test_a_newer_parser_ends_no_card_of_an_ingested_page(newsstand):
    newsstand.take_in(["A12"], together=True)
    as_if_an_older_parser_had_read_the_cards(newsstand.desk.path)
    newsstand.take_in(["B13", "A14"], together=True)
    assert newsstand.desk.rows("SELECT position, substr(first_seen, 12, 2), region FROM teasers WHERE is_current") == [
        (0, "12", "listing"),
        (2, "12", "listing"),
        (3, "12", "listing"),
        (1, "14", "listing"),
    ]


def test_ingesting_looks_again_in_another_order_changes_nothing(newsstand):
    tables = ("pages", "captures", "cards", "placements", "frontier")
    newsstand.take_in(LOOKS, together=True)
    before = [newsstand.desk.rows(f"SELECT * FROM {table}") for table in tables]
    newsstand.take_in(sorted(LOOKS), together=True)
    assert [newsstand.desk.rows(f"SELECT * FROM {table}") for table in tables] == before


@pytest.mark.parametrize("together", [True, False])
def test_an_article_that_an_older_file_has_changed_is_read_when_its_newest_text_comes_again(
    desk, take_in, tmp_path, together
):
    rows = ("From Monday", 14), ("From Sunday", 13), ("From Monday", 15)
    for some in [rows] if together else [[row] for row in rows]:
        take_in(dated(tmp_path, *some))
    assert desk.rows("SELECT title FROM revisions ORDER BY number") == [
        ("From Monday",),
        ("From Sunday",),
        ("From Monday",),
    ]
    assert desk.rows("SELECT title FROM articles") == [("From Monday",)]


def test_a_bad_line_is_said(desk, take_in, tmp_path):
    (tmp_path / "m.jsonl").write_text("{broken\n", encoding="utf-8")
    take_in(tmp_path / "m.jsonl")
    (notice,) = [event for event in desk.events if isinstance(event, Notice)]
    assert notice.level == "warning"
    assert "line 1" in notice.message


def test_more_bad_files_than_allowed_are_exit_code_3(desk, take_in, tmp_path):
    rows = [(f"{number}.html", b"", f"{FERRY}/{number}") for number in range(9)]
    assert take_in(manifest(tmp_path, *rows)).exit_code == 0
    for number in range(30):
        (tmp_path / f"more-{number}.html").write_bytes(b"")
    assert take_in(tmp_path).exit_code == 3


def test_batches_leave_no_file_behind(desk, take_in, tmp_path):
    for number in range(7):
        (tmp_path / f"{number}.html").write_text(page(f"Story number {number}"), encoding="utf-8")
    assert take_in(tmp_path, batch_pages=3).counts.articles_new == 7


def test_an_ingested_page_is_not_asked_for_by_update(desk, take_in, tmp_path):
    take_in(manifest(tmp_path, ("a.html", page("The ferry runs again"), FERRY)))
    desk.wait(hours=1000)
    desk.update()
    assert desk.web.log == []


def test_a_crawl_may_come_to_an_ingested_page(desk, take_in, tmp_path):
    """It is known, and archived: the crawl takes its address as seen."""
    take_in(manifest(tmp_path, ("a.html", page("The ferry runs again"), FERRY)))
    desk.web.put("https://www.lac.example/", page("Lake Courier", links=[FERRY]))
    assert desk.crawl("https://www.lac.example/").exit_code == 0
    assert desk.rows("SELECT count(*) FROM articles WHERE title = 'The ferry runs again'") == [(1,)]


def test_what_a_crawl_has_asked_for_stays_due_whatever_is_ingested(desk, take_in, tmp_path):
    home = "https://www.lac.example/"
    take_in(manifest(tmp_path, ("a.html", page("Lake Courier"), home)))
    desk.web.put(home, page("Lake Courier", links=[FERRY]))
    desk.crawl(home)
    when = f"SELECT due_at FROM frontier JOIN pages AS p ON p.id = page_id WHERE url = '{home}'"
    ((due_at,),) = desk.rows(when)
    assert due_at is not None
    take_in(manifest(tmp_path, ("b.html", page("Lake Courier of old"), home)))
    assert desk.rows(when) == [(due_at,)]


def test_a_file_that_is_too_large_is_recorded(desk, take_in, tmp_path):
    with (tmp_path / "huge.html").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)  # takes no room on the disk
    (tmp_path / "m.jsonl").write_text(json.dumps({"path": "huge.html", "url": FERRY}), encoding="utf-8")
    take_in(tmp_path / "m.jsonl")
    assert desk.page(FERRY)[1:] == ("failed", "unreadable")


# Articles that are spread over several pages.


def spread(folder: Path, *numbers: int, name: str = "m.jsonl") -> Path:
    """A manifest of these pages, in this order."""
    return manifest(folder, *((f"{n}.html", spread_page(n), in_path(n)) for n in numbers), name=name)


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
@pytest.mark.parametrize("batch_pages", [1, 50])
def test_the_pages_of_an_article_are_joined_in_whatever_order_they_come(desk, take_in, tmp_path, order, batch_pages):
    ended = take_in(spread(tmp_path, *order), batch_pages=batch_pages)
    assert desk.rows("SELECT url, body FROM articles") == [(FIRST, whole_text(1, 2, 3))]
    assert desk.rows("SELECT url, part FROM pages WHERE part IS NOT NULL ORDER BY part") == [
        (in_path(2), 2),
        (in_path(3), 3),
    ]
    assert desk.rows("SELECT cause FROM revisions") == [("first",)]
    assert ended.counts.articles_new == 1


def test_a_page_that_comes_in_a_later_run_completes_the_article(desk, take_in, tmp_path):
    take_in(spread(tmp_path, 1, 3))
    assert desk.rows("SELECT body FROM articles") == [(whole_text(1, 3),)]
    take_in(spread(tmp_path, 2, name="later.jsonl"))
    assert desk.rows("SELECT url, body FROM articles") == [(FIRST, whole_text(1, 2, 3))]
    assert desk.rows("SELECT cause FROM revisions ORDER BY number") == [("first",)]


def test_a_later_page_without_its_first_is_an_article_until_that_comes(desk, take_in, tmp_path):
    take_in(spread(tmp_path, 2))
    assert desk.rows("SELECT url, body FROM articles") == [(in_path(2), whole_text(2))]
    take_in(spread(tmp_path, 1, name="later.jsonl"))
    assert desk.rows("SELECT url, body FROM articles") == [(FIRST, whole_text(1, 2))]


def test_ingesting_several_pages_again_changes_nothing(desk, take_in, tmp_path):
    tables = ("pages", "articles", "revisions", "cards", "placements", "captures")
    take_in(spread(tmp_path, 1, 2, 3))
    before = [desk.rows(f"SELECT * FROM {table}") for table in tables]
    take_in(spread(tmp_path, 1, 2, 3))
    assert [desk.rows(f"SELECT * FROM {table}") for table in tables] == before


@pytest.mark.parametrize("batch_pages", [1, 50])
def test_a_later_file_of_a_page_that_waits_to_be_joined_is_the_newer_text(desk, take_in, tmp_path, batch_pages):
    contents = spread_page(1), page("The ferry was not mended"), spread_page(1, head="<!-- -->")
    rows = manifest(tmp_path, *((f"{n}.html", content, FIRST) for n, content in enumerate(contents)))
    take_in(rows, batch_pages=batch_pages)
    assert desk.rows("SELECT seen_at FROM revisions ORDER BY number") == [
        ("2025-08-11T10:00:00Z",),
        ("2025-08-11T11:00:00Z",),
        ("2025-08-11T12:00:00Z",),
    ]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 1, 3)])
@pytest.mark.parametrize("later", ["story-{}.html", "story-seite-{}.html"])
def test_pages_that_lead_only_forward_are_joined_in_any_order(desk, take_in, tmp_path, later, order):
    urls = ["https://www.lac.example/story.html", *("https://www.lac.example/" + later.format(n) for n in (2, 3)), None]
    heads = [f'<link rel="next" href="{url}">' if url else "" for url in urls[1:]]
    pages = [spread_page(number, pager="", head=head) for number, head in enumerate(heads, 1)]
    take_in(manifest(tmp_path, *((f"{n}.html", pages[n - 1], urls[n - 1]) for n in order)))
    assert desk.rows("SELECT url, body FROM articles") == [(urls[0], whole_text(1, 2, 3))]
    assert desk.rows("SELECT part FROM pages WHERE url LIKE '%-%' ORDER BY url") == [(2,), (3,)]


def wet_record(url: str, text: str) -> bytes:
    """A record as Common Crawl's WET files have them."""
    body = text.encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-08-11T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:0a1b2c3d-0000-4000-8000-000000000000>\r\nContent-Type: text/plain\r\n"
        f"WARC-Identified-Content-Language: eng\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


FERRY_TEXT = f"The ferry runs again | Courrier du Lac\nHome\nNews\nThe ferry runs again\n3 hours ago\n{TEXT}\n{TEXT}"


def test_the_texts_of_a_wet_file_are_articles_under_their_own_addresses(desk, take_in, tmp_path):
    wet = tmp_path / "texts.warc.wet.gz"
    wet.write_bytes(gzip.compress(wet_record(FERRY, FERRY_TEXT)) + gzip.compress(wet_record(FERRY + "-b", FERRY_TEXT)))
    ended = take_in(wet)
    assert (ended.exit_code, ended.counts.articles_new) == (0, 2)
    assert desk.rows("SELECT url, title, published_day FROM articles ORDER BY url") == [
        (FERRY, "The ferry runs again", "2025-08-11"),
        (FERRY + "-b", "The ferry runs again", "2025-08-11"),
    ]


def test_the_same_wet_file_again_changes_nothing(take_in, tmp_path):
    (tmp_path / "texts.wet").write_bytes(wet_record(FERRY, FERRY_TEXT))
    take_in(tmp_path / "texts.wet")
    assert take_in(tmp_path / "texts.wet").counts.articles_changed == 0


def test_a_bad_record_of_a_wet_file_is_named_and_stops_nothing(desk, take_in, tmp_path):
    wet = tmp_path / "texts.wet"
    wet.write_bytes(wet_record(FERRY, FERRY_TEXT).replace(b"Content-Length", b"Length") + wet_record(FERRY, FERRY_TEXT))
    assert take_in(wet).counts.articles_new == 1
    (notice,) = [event for event in desk.events if isinstance(event, Notice)]
    assert notice.message.startswith(f"{wet}, record at byte 0: ")
