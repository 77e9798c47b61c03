"""WARC files into the archive."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from backports import zstd

from archiver.fetch.warc_reading import read_capture
from archiver.model import WarcLocation
from archiver.model.bulk import Chunk, Wanted
from archiver.pipelines.checking import check_archive
from archiver.pipelines.events import Advanced, BatchSaved, Notice, RunEnded
from archiver.pipelines.inputs import Inputs, gather
from archiver.store.archive import open_archive
from archiver.store.records import CheckReport
from support import bulk
from support.archives import Clock, foreign_rows
from support.memory_web import Desk, MemoryWeb, front, page
from support.spread import FIRST, in_path, spread_page, whole_text
from support.warc_bytes import record
from support.warc_files import other_record, packed, page_record

SITE = "https://www.lac.example"
FERRY = f"{SITE}/ferry"
#: that must be the same whatever has come in between
TABLES = ("sources", "pages", "frontier", "articles", "revision_log", "authors", "cards", "placements", "images")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "archive.db", MemoryWeb(clock=Clock()))


@pytest.fixture
def take_in(desk):
    """Ingests files at the desk."""

    def run(*paths: Path | Chunk, wanted: Wanted | None = None, in_place: bool = False, **settings: object) -> RunEnded:
        chunks = [path for path in paths if isinstance(path, Chunk)]
        items = chunks or gather(Inputs(paths=tuple(map(str, paths))))
        with desk.tools(**settings) as tools:
            desk.events = list(bulk.take_in(tools, items, wanted, in_place=in_place))
        last = desk.events[-1]
        assert isinstance(last, RunEnded)
        return last

    return run


@pytest.fixture
def archived(desk):
    """What a check of the archive with its records finds."""

    def check() -> CheckReport:
        with open_archive(desk.path, create=False) as archive:
            return check_archive(archive)

    return check


@pytest.fixture
def stories(tmp_path):
    """A file with twelve stories, of which each record is a gzip member."""
    path = tmp_path / "stories.warc.gz"
    path.write_bytes(packed(record(kind="warcinfo", body=b"software: x\r\n"), *map(story, range(12))))
    return path


def story(number: int) -> bytes:
    return page_record(f"{SITE}/2025/story-{number}", page(f"Story number {number}"))


def notices(desk):
    return [event.message for event in desk.events if isinstance(event, Notice)]


def rows_of(desk):
    return {table: desk.rows(f"SELECT * FROM {table}") for table in TABLES}


def test_each_page_is_kept_under_its_own_address_of_its_own_moment(desk, take_in, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(
        packed(
            page_record(FERRY, page("The ferry runs again"), at="2025-08-10T09:30:00Z"),
            page_record("https://mer.example/quay", page("The quay is closed")),
        )
    )
    ended = take_in(tmp_path / "a.warc.gz")
    assert (ended.exit_code, ended.counts.articles_new) == (0, 2)
    assert desk.rows("SELECT url, first_seen FROM articles") == [
        (FERRY, "2025-08-10T09:30:00Z"),
        ("https://mer.example/quay", "2025-08-11T10:00:00Z"),
    ]
    assert desk.rows("SELECT home_url FROM sources ORDER BY id") == [(f"{SITE}/",), ("https://mer.example/",)]


def test_a_relative_date_counts_from_when_the_page_was_recorded(desk, take_in, tmp_path):
    text = page("The ferry runs again").replace("</h1>", "</h1><p class='date'>3 hours ago</p>")
    (tmp_path / "a.warc").write_bytes(page_record(FERRY, text, at="2025-03-05T12:00:00Z"))
    take_in(tmp_path / "a.warc")
    assert desk.rows("SELECT published_day FROM articles") == [("2025-03-05",)]


def test_a_page_that_comes_again_is_a_revision_or_was_seen_again(desk, take_in, tmp_path):
    texts = [("The ferry runs again", 9), ("The ferry runs again", 10), ("The ferry stands still", 11)]
    records = [page_record(FERRY, page(title), at=f"2025-08-11T{hour:02}:00:00Z") for title, hour in texts]
    (tmp_path / "a.warc.gz").write_bytes(packed(*records))
    ended = take_in(tmp_path / "a.warc.gz")
    assert desk.rows("SELECT number, cause, title, seen_at FROM revisions ORDER BY number") == [
        (1, "first", "The ferry runs again", "2025-08-11T09:00:00Z"),
        (2, "publisher", "The ferry stands still", "2025-08-11T11:00:00Z"),
    ]
    assert ended.figures.unchanged == 1
    assert desk.rows("SELECT last_fetched_at FROM pages") == [("2025-08-11T11:00:00Z",)]


@pytest.mark.parametrize("date", ["2025", "2025-08-11", "yesterday", None])
@pytest.mark.parametrize("in_place", [False, True])
def test_an_archive_with_a_record_without_a_whole_moment_is_whole(take_in, archived, tmp_path, date, in_place):
    (tmp_path / "a.warc.gz").write_bytes(packed(page_record(FERRY, page("The ferry runs again"), WARC_Date=date)))
    assert take_in(tmp_path / "a.warc.gz", in_place=in_place).counts.articles_new == 1
    assert archived().problems == ()


def test_its_record_can_be_read_again(desk, take_in, stories, tmp_path):
    take_in(stories)
    rows = desk.rows("SELECT url, payload_digest, warc_file, warc_offset, warc_length FROM captures ORDER BY id")
    assert len(rows) == 12
    for url, digest, file, offset, length in rows:
        kept = read_capture(tmp_path / "archive.warc", WarcLocation(file=file, offset=offset, length=length))
        assert (kept.url, kept.payload_digest, kept.status) == (url, digest, 200)


@pytest.mark.parametrize("unpack", [bytes, gzip.decompress])
def test_a_run_that_was_stopped_is_gone_on_with(desk, take_in, tmp_path, stories, unpack):
    path = tmp_path / "stories.warc"
    path.write_bytes(unpack(stories.read_bytes()))
    with desk.tools() as tools:
        events = bulk.take_in(tools, [Chunk(str(path), 0, 1_500), Chunk(str(path), 1_500)])
        next(event for event in events if isinstance(event, BatchSaved))
        events.close()
    done = desk.rows("SELECT count(*) FROM articles")[0][0]
    assert 0 < done < 12
    ended = take_in(path)
    assert (ended.counts.articles_new, ended.figures.pages) == (12 - done, 12 - done)
    assert desk.rows("SELECT sum(records), sum(pages), max(passed) FROM ingested_chunks") == [(12, 12, "{}")]
    assert desk.rows("SELECT count(*) FROM captures") == [(12,)]


def test_a_part_that_an_earlier_version_only_began_is_read_from_its_first_byte_on(desk, take_in, stories):
    others = Wanted(hosts=frozenset({"mer.example"}))
    take_in(stories, wanted=others)
    foreign_rows(desk.path, "UPDATE ingested_chunks SET ended_at = NULL")
    assert take_in(stories, wanted=others).figures.passed == {"host": 12}


def test_chunks_of_a_file_hold_each_record_once(desk, take_in, stories):
    size = stories.stat().st_size
    bounds = [0, 700, 1500, 1501, size // 2, size - 10, None]
    chunks = [Chunk(str(stories), *pair) for pair in pairwise(bounds)]
    ended = take_in(*chunks)
    assert (ended.counts.articles_new, ended.figures.pages) == (12, 12)
    assert take_in(stories).figures.pages == 0


def test_a_file_that_has_grown_is_gone_on_with(desk, take_in, stories):
    take_in(stories)
    with stories.open("ab") as file:
        file.write(packed(story(12)))
    ended = take_in(stories)
    assert (ended.figures.pages, ended.counts.articles_new) == (1, 1)
    assert take_in(stories).figures.pages == 0


def test_what_was_cut_is_taken_in_once_it_is_whole(desk, take_in, stories):
    content = stories.read_bytes()
    stories.write_bytes(content[:-20])
    assert take_in(stories).counts.articles_new == 11
    stories.write_bytes(content)
    assert take_in(stories).figures.pages == 1
    assert desk.rows("SELECT count(*) FROM articles") == [(12,)]


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_one_member_that_was_cut_is_taken_in_once_when_it_is_whole(desk, take_in, stories, pack):
    content = pack(gzip.decompress(stories.read_bytes()))
    stories.write_bytes(content[: len(content) * 4 // 5])
    take_in(stories)
    stories.write_bytes(content)
    assert take_in(stories).figures.pages == 12
    assert desk.rows("SELECT start, stop, pages FROM ingested_chunks") == [(0, None, 12)]
    assert take_in(stories).figures.pages == 0


def test_another_file_of_the_same_name_is_said_and_taken_in_anew(desk, take_in, stories):
    take_in(stories)
    stories.write_bytes(packed(*(story(number) for number in range(20, 22))))
    ended = take_in(stories)
    assert ended.counts.articles_new == 2
    assert "not the file that was taken in before" in notices(desk)[0]


def test_another_file_is_noticed_whatever_is_chosen_of_it(desk, take_in, stories):
    take_in(stories, in_place=True)
    stories.write_bytes(packed(*(story(number) for number in range(20, 22))))
    take_in(stories, wanted=Wanted(pattern="story-20"), in_place=True)
    assert "not the file that was taken in before" in notices(desk)[0]
    assert take_in(stories).counts.articles_new == 1


def test_a_file_that_needs_what_is_not_there_is_named_and_the_others_go_on(desk, take_in, stories, tmp_path):
    (tmp_path / "warc.paths").write_text("gs://bucket/a.warc.gz\nstories.warc.gz\n", encoding="utf-8")
    ended = take_in(tmp_path / "warc.paths")
    assert (ended.exit_code, ended.counts.articles_new) == (0, 12)
    assert ended.figures.failed == {"unreadable-file": 1}
    assert notices(desk) == ["gs://bucket/a.warc.gz: this needs gcsfs: pip install gcsfs"]
    (tmp_path / "warc.paths").write_text("gs://bucket/a.warc.gz\n", encoding="utf-8")
    assert take_in(tmp_path / "warc.paths").exit_code == 1
    assert notices(desk) == ["gs://bucket/a.warc.gz: this needs gcsfs: pip install gcsfs"]


def test_another_choice_of_the_same_file_is_taken_in(desk, take_in, stories):
    take_in(stories, wanted=Wanted(pattern="story-1"))
    ended = take_in(stories)
    assert ended.figures.pages == 12
    assert (ended.figures.unchanged, ended.counts.articles_new) == (3, 9)


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(hosts=frozenset({"mer.example"})), "host"),
        (Wanted(pattern="/quay"), "address"),
        (Wanted(languages=frozenset({"fr"})), "language"),
        (Wanted(media_types=("application/rss+xml",)), "other-type"),
    ],
)
def test_what_is_not_wanted_leaves_no_row(desk, take_in, stories, wanted, reason):
    ended = take_in(stories, wanted=wanted)
    assert ended.figures.passed == {reason: 12}
    assert desk.rows("SELECT count(*) FROM pages") == [(0,)]
    assert desk.rows("SELECT passed FROM ingested_chunks") == [(f'{{"{reason}":12}}',)]


def test_pages_that_are_no_article_are_kept_like_a_crawl_does_or_not_at_all(desk, take_in, tmp_path):
    records = [page_record(f"{SITE}/", front("The ferry runs again", "The mill has a roof")), story(1)]
    (tmp_path / "a.warc.gz").write_bytes(packed(*records))
    ended = take_in(tmp_path / "a.warc.gz", wanted=Wanted(only_articles=True))
    assert ended.figures.passed == {"no-article": 1}
    assert desk.rows("SELECT kind FROM pages") == [("article",)]
    take_in(tmp_path / "a.warc.gz")
    assert desk.rows("SELECT kind FROM pages ORDER BY id") == [("article",), ("listing",)]
    assert desk.rows("SELECT count(*) FROM teasers") == [(2,)]


def test_the_language_that_a_wet_file_tells_spares_the_parser(desk, take_in, tmp_path):
    told = other_record(
        "conversion",
        FERRY,
        b"The ferry runs again.",
        WARC_Identified_Content_Language="eng,fra",
        Content_Type="text/plain",
    )
    (tmp_path / "a.wet").write_bytes(told)
    ended = take_in(tmp_path / "a.wet", wanted=Wanted(languages=frozenset({"de"})))
    assert ended.figures.passed == {"language": 1}


def test_what_is_no_page_is_passed_over_with_its_reason(desk, take_in, tmp_path):
    picture = page_record(f"{SITE}/a.jpg", b"\xff\xd8", http=b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n")
    gone = page_record(f"{SITE}/gone", "no", http=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n")
    query = other_record("resource", "dns:lac.example", b"10.0.0.1")
    (tmp_path / "a.warc.gz").write_bytes(packed(picture, gone, query, story(1)))
    ended = take_in(tmp_path / "a.warc.gz")
    assert ended.figures.passed == {"other-type": 1, "status": 1, "not-web": 1}
    assert desk.rows("SELECT count(*) FROM pages") == [(1,)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"<p>The ferry runs again.</p>" * 99, "no WARC record"), (b"", "the file is empty")],
)
def test_a_file_without_any_record_is_said_every_time(desk, take_in, tmp_path, content, problem):
    (tmp_path / "a.warc").write_bytes(content)
    for _ in range(2):
        ended = take_in(tmp_path / "a.warc")
        assert (ended.exit_code, ended.message) == (1, "the file could not be read")
        assert notices(desk)[0].startswith(f"{tmp_path / 'a.warc'}: {problem}")


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(desk, take_in, stories):
    stories.write_bytes(stories.read_bytes()[:-300])
    ended = take_in(stories)
    assert (ended.exit_code, ended.counts.articles_new) == (0, 11)
    assert ended.figures.failed == {"bad-record": 1}
    assert notices(desk)[0].startswith(f"{stories}, record at byte ")


def test_a_file_that_is_missing_stops_nothing(desk, take_in, stories, tmp_path):
    (tmp_path / "warc.paths").write_text("nowhere.warc.gz\nstories.warc.gz\n", encoding="utf-8")
    ended = take_in(tmp_path / "warc.paths")
    assert (ended.exit_code, ended.counts.articles_new) == (0, 12)
    assert ended.figures.failed == {"unreadable-file": 1}
    assert notices(desk) == [f"{tmp_path / 'nowhere.warc.gz'}: No such file or directory"]


def test_a_server_that_cannot_be_reached_is_named_and_the_others_go_on(desk, take_in, stories, tmp_path):
    (tmp_path / "warc.paths").write_text("ftp://127.0.0.1:9/a.warc.gz\nstories.warc.gz\n", encoding="utf-8")
    ended = take_in(tmp_path / "warc.paths")
    assert (ended.exit_code, ended.counts.articles_new) == (0, 12)
    assert notices(desk) == ["ftp://127.0.0.1:9/a.warc.gz: [Errno 111] Connection refused (tried 2 times)"]


def test_more_bad_files_than_allowed_are_exit_code_3_however_many_pages_came(take_in, stories, tmp_path):
    names = [f"nowhere-{number}.warc.gz" for number in range(30)]
    (tmp_path / "warc.paths").write_text("\n".join([*names, "stories.warc.gz"]), encoding="utf-8")
    ended = take_in(tmp_path / "warc.paths")
    assert ended.exit_code == 3
    assert ended.message.startswith("30 of 31 files could not be read")


def test_many_places_where_something_is_wrong_are_told_in_few_lines(desk, take_in, tmp_path):
    bad = [story(number).replace(b"WARC-Record-ID", b"X").replace(b"Content-Length", b"Length") for number in range(50)]
    (tmp_path / "a.warc.gz").write_bytes(packed(story(1), *bad))
    ended = take_in(tmp_path / "a.warc.gz")
    assert ended.figures.failed["bad-record"] == 50
    assert len(notices(desk)) == 21
    assert "30 more places" in notices(desk)[-1]


def test_how_far_it_is_is_told_in_bytes(desk, take_in, stories):
    take_in(stories, batch_pages=1)
    told = [event for event in desk.events if isinstance(event, Advanced)]
    size = stories.stat().st_size
    assert told[0].done_bytes == 0 < told[1].done_bytes < told[-1].done_bytes == size
    assert [event.done_bytes for event in told] == sorted(event.done_bytes for event in told)
    assert {event.total_bytes for event in told} == {size}
    assert (told[-1].pages, told[-1].articles) == (12, 12)


def test_the_pages_of_one_article_are_joined_across_batches(desk, take_in, tmp_path):
    records = [page_record(in_path(number), spread_page(number)) for number in (2, 1, 3)]
    (tmp_path / "a.warc.gz").write_bytes(packed(*records))
    take_in(tmp_path / "a.warc.gz", batch_pages=1)
    assert desk.rows("SELECT url, body FROM articles") == [(FIRST, whole_text(1, 2, 3))]


def revisit(url: str, *, at: str, original_at: str, original: str | None = None) -> bytes:
    fields = {"WARC_Refers_To_Date": original_at, "WARC_Refers_To_Target_URI": original or url}
    return other_record("revisit", url, b"", at=at, **fields)


NINE, TEN, ELEVEN = (f"2025-08-11T{hour:02}:00:00Z" for hour in (9, 10, 11))


@pytest.mark.parametrize("together", [True, False])
def test_a_revisit_of_what_is_there_was_seen_again(desk, take_in, tmp_path, together):
    records = [page_record(FERRY, page("The ferry runs again"), at=NINE), revisit(FERRY, at=TEN, original_at=NINE)]
    for number, some in enumerate([records] if together else [[one] for one in records]):
        (tmp_path / f"{number}.warc.gz").write_bytes(packed(*some))
        ended = take_in(tmp_path / f"{number}.warc.gz")
    assert ended.figures.unchanged == 1
    assert desk.rows("SELECT last_fetched_at FROM pages") == [(TEN,)]
    assert desk.rows("SELECT count(*) FROM captures") == [(1,)]


@pytest.mark.parametrize("together", [True, False])
def test_a_revisit_behind_another_text_brings_the_first_one_back(desk, archived, take_in, tmp_path, together):
    records = [
        page_record(FERRY, page("The ferry runs again"), at=NINE),
        page_record(FERRY, page("The ferry stands still"), at=TEN),
        revisit(FERRY, at=ELEVEN, original_at=NINE),
    ]
    for number, some in enumerate([records] if together else [[one] for one in records]):
        (tmp_path / f"{number}.warc.gz").write_bytes(packed(*some))
        take_in(tmp_path / f"{number}.warc.gz")
    titles = [title for (title,) in desk.rows("SELECT title FROM revisions ORDER BY number")]
    assert titles == ["The ferry runs again", "The ferry stands still", "The ferry runs again"]
    assert archived().problems == ()


def test_a_revisit_may_tell_of_another_page_with_the_same_content(desk, take_in, tmp_path):
    copy = "https://copy.example/ferry"
    records = [
        page_record(FERRY, page("The ferry runs again"), at=NINE),
        revisit(copy, at=TEN, original_at=NINE, original=FERRY),
    ]
    (tmp_path / "a.warc.gz").write_bytes(packed(*records))
    take_in(tmp_path / "a.warc.gz")
    assert desk.rows("SELECT url, title FROM articles ORDER BY id") == [
        (FERRY, "The ferry runs again"),
        (copy, "The ferry runs again"),
    ]


@pytest.mark.parametrize(
    "named",
    [
        {"WARC_Refers_To": "<urn:uuid:1>"},
        {"WARC_Payload_Digest": "sha1:ABC"},
        {"WARC_Refers_To": "<urn:uuid:9>", "WARC_Payload_Digest": "sha1:abc"},
    ],
    ids=["id", "digest", "both"],
)
@pytest.mark.parametrize("url", [FERRY, f"{FERRY}-copy"])
def test_a_revisit_may_name_a_record_in_front_of_it_by_id_or_by_content(desk, take_in, tmp_path, named, url):
    said = {"WARC_Record_ID": "<urn:uuid:1>", "WARC_Payload_Digest": "sha1:ABC"}
    records = [
        page_record(f"{FERRY}-else", page("Another story"), at=NINE, WARC_Payload_Digest="sha1:DEF"),
        page_record(FERRY, page("The ferry runs again"), at=NINE, **said),
        other_record("revisit", url, b"", at=TEN, **named),
    ]
    (tmp_path / "a.warc.gz").write_bytes(packed(*records))
    ended = take_in(tmp_path / "a.warc.gz")
    assert (ended.figures.pages, ended.figures.passed) == (3, {})
    assert dict(desk.rows("SELECT url, last_fetched_at FROM pages"))[url] == TEN
    assert dict(desk.rows("SELECT url, title FROM articles"))[url] == "The ferry runs again"


def test_a_revisit_of_content_that_nothing_in_front_of_it_has_is_passed_over(desk, take_in, tmp_path):
    first = page_record(FERRY, page("The ferry runs again"), at=NINE, WARC_Payload_Digest="sha1:ABC")
    again = other_record("revisit", FERRY, b"", at=TEN, WARC_Payload_Digest="sha1:DEF")
    (tmp_path / "a.warc.gz").write_bytes(packed(first, again))
    assert take_in(tmp_path / "a.warc.gz").figures.passed == {"revisit": 1}


@pytest.mark.parametrize(
    "told", [{"original_at": TEN}, {"original_at": "long ago"}, {"original_at": NINE, "original": "dns:lac.example"}]
)
def test_a_revisit_of_what_nobody_has_is_passed_over(desk, take_in, tmp_path, told):
    records = [page_record(FERRY, page("The ferry runs again"), at=NINE), revisit(FERRY, at=ELEVEN, **told)]
    (tmp_path / "a.warc.gz").write_bytes(packed(*records))
    ended = take_in(tmp_path / "a.warc.gz")
    assert ended.figures.passed == {"revisit": 1}
    assert desk.rows("SELECT last_fetched_at FROM pages") == [(NINE,)]
