"""Records of WARC files come to the same archive in whatever order they lie there, and however they are dealt out."""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import closing
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.fetch.warc_in_place import permit
from archiver.model.bulk import Chunk
from archiver.scale.doing import do
from archiver.scale.mapping import ARCHIVE, folder_of
from archiver.scale.tasks import task_for
from archiver.store.archive import open_archive
from support.bulk import kit_for, records_kept, records_named, run_bulk, run_undivided
from support.engines import Here
from support.memory_web import page
from support.merged import differences, told_by
from support.spread import FIRST, in_path, spread_page, whole_text
from support.warc_files import other_record, packed, page_record

SITE = "https://www.lac.example"
FERRY = f"{SITE}/2025/ferry"
START = dt.datetime(2025, 8, 11, tzinfo=dt.UTC)
TEXT = "The old ferry takes up its service again on Monday morning, after six months of repairs on both shores."
#: what an archive is to say, whoever has filled it and in whatever order; when a page was queued is of the run
TABLES = (
    "articles",
    "revision_log",
    "past_texts",
    "revision_diffs",
    "images",
    "article_keys",
    "placements",
    "captures",
)
CAPTURES = "SELECT p.url, c.fetched_at, c.status, c.error, c.payload_digest FROM captures AS c JOIN pages AS p ON p.id = c.page_id"
PAGES = """
    SELECT p.url, p.kind, p.state, p.reason, p.last_fetched_at, p.part, a.url
    FROM pages AS p LEFT JOIN articles AS a ON a.id = p.article_id ORDER BY p.url
"""
_WORDS = ("Spring", "Summer", "Autumn")


@dataclass(frozen=True)
class Look:
    """A page at an hour."""

    hour: int
    path: str
    text: int | None

    @property
    def at(self) -> str:
        return (START + dt.timedelta(hours=self.hour)).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def record(self) -> bytes:
        """No two looks have the same bytes."""
        if self.text is None:
            return page_record(SITE + self.path, "nothing", at=self.at, http=b"HTTP/1.1 410 Gone\r\n\r\n")
        word = _WORDS[self.text]
        html = page(f"{word} on the lake", f"{TEXT} {word}.", head=f"<!-- {self.hour} -->{canonical(self.path)}")
        return page_record(SITE + self.path, html, at=self.at)


def canonical(path: str) -> str:
    return f'<link rel="canonical" href="{SITE}{path.removesuffix("/print")}">'


def looks():
    each = st.builds(
        Look,
        hour=st.integers(0, 200),
        path=st.sampled_from(("/2025/ferry", "/2025/ferry", "/2025/ferry/print", "/2025/school")),
        text=st.sampled_from((0, 1, 2, 0, 1, None)),
    )
    return st.lists(each, min_size=2, max_size=8, unique_by=lambda look: look.hour)


def told(path):
    with closing(open_archive(path, create=False)) as archive:
        assert archive.check().problems == ()
        every = told_by(archive)
        own = {"pages": PAGES, "captures": CAPTURES}
        asked = {name: sorted(archive.query(sql).rows, key=repr) for name, sql in own.items()}
        return {table: every[table] for table in TABLES} | asked


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Another new folder each time."""
    numbers = itertools.count()
    return lambda: tmp_path_factory.mktemp(f"run-{next(numbers)}-")


def written(folder, parts):
    """A file for each part."""
    paths = [folder / f"{number}.warc.gz" for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        path.write_bytes(packed(*(look.record for look in part)))
    return paths


def undivided(folder, parts):
    run_undivided(folder / "archive.db", written(folder, parts))
    return told(folder / "archive.db")


def by_engine(folder, parts):
    run_bulk(folder / "archive.db", written(folder, parts), Here(), chunk_bytes=1_000)
    return told(folder / "archive.db")


def in_time(looks):
    return sorted(looks, key=lambda look: look.hour)


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_any_order_and_any_engine_come_to_what_one_run_holds_in_time(data, fresh):
    seen = data.draw(looks())
    parts = [part for part in data.draw(dealt(seen)) if part]
    wanted = undivided(fresh(), [in_time(seen)])
    assert differences(undivided(fresh(), parts), wanted) == {}
    assert differences(by_engine(fresh(), parts), wanted) == {}


@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_of_two_contents_of_a_moment_the_same_one_stands_and_copies_of_files_change_nothing(data, fresh):
    seen = data.draw(crowded_looks())
    parts = [part for part in data.draw(dealt(seen)) if part]
    wanted = with_copies(fresh(), [in_time(seen)], run_undivided)
    assert differences(with_copies(fresh(), parts, run_undivided), wanted) == {}
    assert differences(with_copies(fresh(), parts, in_chunks), wanted) == {}


def crowded_looks():
    """Several in one second, and some of them twice."""
    each = st.builds(
        Look,
        hour=st.integers(0, 3),
        path=st.sampled_from(("/2025/ferry", "/2025/ferry", "/2025/school")),
        text=st.sampled_from((0, 1, 2)),
    )
    return st.lists(each, min_size=3, max_size=9)


def with_copies(folder, parts, run):
    """What an archive says of these files, and says still when copies of them have come."""
    return with_copies_of(written(folder, parts), folder / "archive.db", run)


def with_copies_of(paths, db, run):
    run(db, paths)
    before = told(db)
    copies = [path.with_name(f"copy-{path.name}") for path in paths]
    for path, copy in zip(paths, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    run(db, copies)
    assert differences(told(db), before) == {}
    assert records_kept(db) == records_named(db)
    return before


def in_chunks(db, paths):
    run_bulk(db, paths, Here(), chunk_bytes=1_000)


def dealt(seen):
    """The looks in any order, in up to three files."""
    return st.tuples(st.permutations(seen), st.lists(st.integers(0, len(seen)), min_size=2, max_size=2)).map(
        lambda drawn: [drawn[0][slice(*cut)] for cut in itertools.pairwise((0, *sorted(drawn[1]), None))]
    )


def damaged(content):
    """The same bytes, here and there others, more or fewer of them."""
    place = st.integers(0, len(content) - 1)
    cut = place.map(lambda at: (at, len(content), b""))
    hole = st.tuples(place, st.integers(1, 400)).map(lambda drawn: (drawn[0], sum(drawn), b""))
    other = st.tuples(place, st.binary(min_size=1, max_size=1)).map(lambda drawn: (drawn[0], drawn[0] + 1, drawn[1]))
    more = st.tuples(place, st.binary(min_size=1, max_size=40)).map(lambda drawn: (drawn[0], drawn[0], drawn[1]))
    return st.lists(st.one_of(cut, hole, other, more), max_size=2).map(lambda places: _with(content, places))


def _with(content, places):
    for start, end, put in places:
        content = content[:start] + put + content[end:]
    return content or b"nothing"


def taken_apart(folder, contents, chunk_bytes):
    """What an archive says of these files, which were taken in in parts."""
    paths = [folder / f"{number}.warc" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    run_bulk(db := folder / "archive.db", paths, Here(), chunk_bytes=chunk_bytes)
    assert records_kept(db) == records_named(db)
    return told(db)


@settings(max_examples=8, deadline=None)
@given(data=st.data(), pack=st.sampled_from((packed, lambda *records: b"".join(records))))
def test_parts_of_damaged_files_come_to_what_the_files_come_to(data, pack, fresh):
    parts = [part for part in data.draw(dealt(data.draw(looks()))) if part]
    contents = [data.draw(damaged(pack(*(look.record for look in part)))) for part in parts]
    wanted = taken_apart(fresh(), contents, 1 << 30)
    assert differences(taken_apart(fresh(), contents, data.draw(st.sampled_from((150, 400, 1_500)))), wanted) == {}


@settings(max_examples=6, deadline=None)
@given(
    seen=st.lists(
        st.tuples(st.sampled_from(("/2025/ferry", "/2025/school")), st.integers(0, 2)), min_size=3, max_size=9
    ),
    cut=st.integers(1, 3),
)
def test_in_order_of_time_pages_may_show_again_what_they_showed_in_whatever_part(seen, cut, fresh):
    records = [
        page_record(SITE + path, page(f"{_WORDS[text]} on the lake", head=canonical(path)), at=Look(hour, "", None).at)
        for hour, (path, text) in enumerate(seen)
    ]
    contents = [packed(*some) for some in (records[:cut], records[cut:]) if some]
    wanted = taken_apart(fresh(), [packed(*records)], 1 << 30)
    for chunk_bytes in (300, 1 << 30):
        assert differences(taken_apart(fresh(), contents, chunk_bytes), wanted) == {}


def test_a_text_that_came_back_is_seen_as_late_as_it_was_whatever_comes_again(fresh):
    folder = fresh()
    shown = [("Spring", 11), ("Spring", 29), ("Summer", 6), ("Autumn", 17)]
    records = [page_record(FERRY, page(f"{word} on the lake"), at=Look(hour, "", None).at) for word, hour in shown]
    for number, some in enumerate((records[:2], records[2:], *([record] for record in records))):
        (path := folder / f"{number}.warc.gz").write_bytes(packed(*some))
        run_undivided(folder / "archive.db", [path])
        with closing(open_archive(folder / "archive.db", create=False)) as archive:
            assert list(archive.query("SELECT title, last_seen FROM articles").rows) == [
                ("Spring on the lake", "2025-08-12T05:00:00Z")
            ]


def test_a_text_that_was_seen_again_beside_another_of_that_moment_comes_once(fresh):
    """Neither of the two looks of that moment has left a row."""
    shown = {text: page(f"{_WORDS[text]} on the lake") for text in (0, 1)}
    files = ([(0, 16)], [(0, 19)], [(1, 8), (1, 5), (1, 19)])
    parts = [[page_record(FERRY, shown[text], at=Look(hour, "", None).at) for text, hour in one] for one in files]
    paths = [(folder := fresh()) / f"{number}.warc.gz" for number in range(3)]
    for path, part in zip(paths, parts, strict=True):
        path.write_bytes(packed(*part))
    with_copies_of(paths, folder / "archive.db", run_undivided)


def test_a_revisit_that_comes_in_every_file_is_kept_once(fresh):
    folder = fresh()
    told_of = {"WARC_Refers_To_Date": Look(14, "", None).at, "WARC_Refers_To_Target_URI": FERRY}
    again = other_record("revisit", FERRY, b"", at=Look(9, "", None).at, **told_of)
    shown = {hour: Look(hour, "/2025/ferry", text).record for hour, text in ((14, 1), (5, 0), (9, 2))}
    contents = [packed(shown[14], again, shown[5]), packed(again, shown[9]), packed(again)]
    for run in ("first", "second"):
        paths = [folder / f"{run}-{number}.warc.gz" for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        run_undivided(folder / "archive.db", paths)
        assert len(records_named(folder / "archive.db")) == 4
        assert records_kept(folder / "archive.db") == records_named(folder / "archive.db")


def test_an_older_record_is_an_older_text(fresh):
    newer, older, newest = Look(9, "/2025/ferry", 0), Look(3, "/2025/ferry", 1), Look(12, "/2025/ferry", 0)
    found = undivided(folder := fresh(), [[newer, older], [newest]])
    with closing(open_archive(folder / "archive.db", create=False)) as archive:
        assert list(archive.query("SELECT number, cause, title, seen_at FROM revisions ORDER BY number").rows) == [
            (1, "first", "Summer on the lake", older.at),
            (2, "publisher", "Spring on the lake", newer.at),
        ]
        assert list(archive.query("SELECT title, first_seen, last_seen FROM articles").rows) == [
            ("Spring on the lake", older.at, newest.at)
        ]
    assert found == undivided(fresh(), [[older, newer, newest]])


# Articles that are spread over several pages.


def spread_files(folder, *numbers):
    """A file for each of these pages."""
    paths = [folder / f"page-{number}.warc.gz" for number in numbers]
    for path, number in zip(paths, numbers, strict=True):
        path.write_bytes(packed(page_record(in_path(number), spread_page(number))))
    return paths


def joined_in(folder):
    with closing(open_archive(folder / "archive.db", create=False)) as archive:
        assert archive.check().problems == ()
        assert archive.ingested.unjoined() == ()
        parts = archive.query("SELECT url, part FROM pages WHERE part IS NOT NULL ORDER BY part").rows
        return list(archive.query("SELECT url, body FROM articles").rows), list(parts)


WHOLE = [(FIRST, whole_text(1, 2, 3))], [(in_path(2), 2), (in_path(3), 3)]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 1, 3)])
@pytest.mark.parametrize("run", [run_undivided, lambda db, paths: run_bulk(db, paths, Here())])
def test_pages_of_one_article_are_joined_whoever_has_read_them(fresh, order, run):
    folder = fresh()
    run(folder / "archive.db", spread_files(folder, *order))
    assert joined_in(folder) == WHOLE


def spread_look(number, hour):
    """The same bytes at any hour."""
    return page_record(in_path(number), spread_page(number), at=Look(hour, "", None).at)


def spread_told(folder, parts):
    paths = [folder / f"{number}.warc.gz" for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        path.write_bytes(packed(*part))
    run_undivided(folder / "archive.db", paths)
    return told(folder / "archive.db")


def test_pages_of_one_article_that_are_seen_again_in_a_batch_are_as_if_seen_in_two(fresh):
    first = [spread_look(1, 0), spread_look(2, 1)]
    again = [spread_look(1, 5), spread_look(2, 6)]
    found = spread_told(folder := fresh(), [first + again])
    assert differences(found, spread_told(fresh(), [first, again])) == {}
    with closing(open_archive(folder / "archive.db", create=False)) as archive:
        stands = archive.query("SELECT count(*), count(ended_at) FROM placements").rows
        seen = archive.query("SELECT last_seen FROM articles").rows
        kinds = archive.query("SELECT kind FROM pages").rows
        assert (list(stands), list(seen), list(kinds)) == (
            [(6, 0)],
            [("2025-08-11T05:00:00Z",)],
            [("article",), ("article",)],
        )


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("between", [spread_page(3), page("Another story"), None])
def test_what_comes_of_a_waiting_page_is_written_behind_it(fresh, number, between):
    """Unchanged; then another text, no page of several, or gone; then as it was."""
    at = Look(7, "", None).at
    other = (
        page_record(in_path(number), "nothing", at=at, http=b"HTTP/1.1 410 Gone\r\n\r\n")
        if between is None
        else page_record(in_path(number), between, at=at)
    )
    looks = [spread_look(number, 1), spread_look(number, 5), other, spread_look(number, 9), spread_look(number, 11)]
    assert differences(spread_told(fresh(), [looks]), spread_told(fresh(), [[look] for look in looks])) == {}


def test_pages_that_a_killed_run_has_not_joined_are_joined_by_the_next_one(fresh):
    folder = fresh()
    first, *later = spread_files(folder, 1, 2, 3)
    run_undivided(db := folder / "archive.db", [first])
    kit = kit_for(db, keeping="in place")
    with closing(open_archive(db, create=False)) as archive:
        permit(archive.warc_folder, map(str, later))
        for task in (task_for(Chunk(str(path)), kit, file_size=None) for path in later):
            assert do(task).problem is None
            archive.merge(folder_of(task) / ARCHIVE)
        assert FIRST in archive.ingested.unjoined()
    run_undivided(db, [first])
    assert joined_in(folder) == WHOLE
