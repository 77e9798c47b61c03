"""Figures, checks and copies."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing

import pytest

from archiver.errors import ArchiveError, MissingArchiveError, ReadOnlyArchiveError
from archiver.model import Evidence, WarcPosition
from archiver.store.archive import open_archive
from support.archives import SITE, START, Clock, Desk, article, foreign_rows, teaser


@pytest.fixture
def full(desk):
    """A bit of everything."""
    desk.look("/", "Le bac", "Le marché")
    desk.save(desk.read("/Le-bac", article(published=dt.date(2025, 8, 10), teasers=(teaser(image_status="missing"),))))
    desk.clock.pass_hours(1)
    found = tuple(Evidence(field=name, value="x", raw=None, source="text", rule="first") for name in ("title", "body"))
    desk.save(desk.read("/Le-bac", article(title="Le bac coule", published=dt.date(2025, 8, 10), evidence=found)))
    desk.save(desk.failed("/vieux"), desk.gone("/parti"))
    return desk


def test_figures(full):
    stats = full.archive.stats()

    assert (stats.sources, stats.pages, stats.pages_ok, stats.pages_failed, stats.pages_gone) == (1, 4, 2, 1, 1)
    assert (stats.captures, stats.articles, stats.revisions, stats.publisher_changes) == (5, 1, 1, 1)
    assert (stats.cards, stats.cards_resolved, stats.placements, stats.placements_current) == (3, 1, 3, 2)
    assert (stats.placeholder_images, stats.pages_due) == (1, 1)
    assert (stats.first_day, stats.last_day) == (dt.date(2025, 8, 10), dt.date(2025, 8, 10))
    assert stats.last_fetched_at == START + dt.timedelta(hours=1)
    assert stats.size_bytes > 100_000
    assert (stats.warc_files, stats.warc_bytes) == (0, 0)


def test_figures_as_plain_values(full):
    plain = full.archive.stats().to_dict()

    assert (plain["first_day"], plain["last_fetched_at"]) == ("2025-08-10", "2025-08-11T13:00:00Z")


def test_figures_of_an_empty_archive(desk):
    stats = desk.archive.stats()

    assert (stats.articles, stats.first_day, stats.last_fetched_at) == (0, None, None)


def test_warc_files_are_counted(desk):
    folder = desk.archive.warc_folder
    folder.mkdir()
    (folder / "0001.warc.gz").write_bytes(b"x" * 10)

    assert (desk.archive.stats().warc_files, desk.archive.stats().warc_bytes) == (1, 10)


# Checks.


def test_a_whole_archive_is_clean(full):
    report = full.archive.check()

    assert (report.is_clean, report.problems, report.notes, report.records_checked) == (True, (), (), 0)
    assert report.to_dict() == {"problems": [], "problem_count": 0, "notes": [], "records_checked": 0, "is_clean": True}


def test_checking_writes_nothing(full, path):
    before = full.content()
    full.archive.check()
    full.archive.close()
    with closing(open_archive(path)) as archive:
        archive.check()
        assert Desk(archive, full.clock, full.source).content() == before


def test_every_kept_capture_is_asked_for_its_record(full):
    asked = []
    report = full.archive.check(lambda claim: asked.append(claim.warc.offset))

    assert report.is_clean
    assert report.records_checked == len(asked) == 3


def test_a_record_that_is_not_there_is_a_problem(full):
    report = full.archive.check(lambda claim: "no record there" if claim.warc.offset == 0 else None)

    assert report.problems == (f"capture 1 ({SITE}/): 0001.warc.gz at 0: no record there",)


def test_of_many_like_problems_the_first_are_told(desk):
    desk.save(*(desk.read(f"/{n}", article(title=str(n))) for n in range(30)))
    report = desk.archive.check(lambda _: "gone")

    assert (len(report.problems), report.problem_count) == (21, 30)
    assert report.problems[-1] == "… and 10 more like the last"


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE pages SET article_id = 99", "points to a row of articles that is not there"),
        ("UPDATE pages SET article_id = NULL", "article 1 .* has no page"),
        ("UPDATE articles SET text_digest = 'x'", "differs from its newest revision"),
        (
            """
            INSERT INTO revision_log SELECT
                id + 9, article_id, number + 1, capture_id, cause, seen_at, text_digest, parser_version, word_count, 0, 0
            FROM revision_log ORDER BY number DESC LIMIT 1
            """,
            "revision 3 of article 1 has the text of the one before it",
        ),
        (
            "UPDATE captures SET revisit_of = 2 WHERE id = 3; UPDATE captures SET revisit_of = 1 WHERE id = 2",
            "capture 3 stands for capture 2, whose record holds no content",
        ),
        ("DELETE FROM past_texts", "revision 1 of article 1 has lost its text"),
        (
            "INSERT INTO past_texts SELECT id, text_digest, title, lead, body FROM articles",
            "article 1 holds its text twice",
        ),
        (
            "INSERT INTO past_texts VALUES (1, 'sha256:x', 'x', NULL, NULL)",
            "a past text of article 1 is of no revision",
        ),
        ("DELETE FROM revision_diffs", "revision 2 of article 1 does not say what it changed"),
        ("DELETE FROM article_evidence WHERE position = 1", "the evidence of article 1 is not what"),
        ("UPDATE evidence_kinds SET rule = 'x'", "the evidence of article 1 is not what"),
        ("DELETE FROM placements", "card 1 stands nowhere"),
        ("UPDATE pages SET state = 'gone'", "placement 1 is open on a page that is gone"),
        ("UPDATE placements SET position = 0, ended_at = NULL", "page 1 shows two cards at position 0"),
        ("UPDATE pages SET last_fetched_at = NULL", "is 'ok', and was never fetched"),
        ("DELETE FROM frontier", "has no row in the frontier"),
        (
            "DROP TRIGGER articles_fts_update; UPDATE articles SET title = 'x'",
            "articles_fts does not agree with its table",
        ),
        (
            "DROP TRIGGER articles_fts_update; UPDATE articles SET title = 'Le bac flotte'",
            "articles_fts does not agree",
        ),
        ("DELETE FROM articles_fts_data WHERE id > 10", "articles_fts is damaged"),
        ("DROP TRIGGER teasers_fts_update; UPDATE cards SET title = 'x'", "teasers_fts does not agree with its table"),
    ],
)
def test_what_does_not_fit_together_is_told(full, path, damage, words):
    for statement in damage.split("; "):
        foreign_rows(path, statement)

    problems = full.archive.check().problems
    assert any(re.search(words, problem) for problem in problems), problems


def test_a_run_without_an_end_is_a_note(desk):
    desk.archive.begin_run("crawl")

    assert desk.archive.check().notes == ("runs without an end: 1 (under way, or killed)",)


# Copies.


def test_a_backup_holds_everything_and_finds_the_warc_files(full, tmp_path):
    (tmp_path / "safe").mkdir()
    full.archive.backup(tmp_path / "safe" / "copy.db")

    with open_archive(tmp_path / "safe" / "copy.db", create=False) as copy:
        assert [found.title for found in copy.articles()] == ["Le bac coule"]
        assert copy.warc_folder.resolve() == full.archive.warc_folder.resolve()
        assert copy.check().is_clean
    assert [file.name for file in (tmp_path / "safe").iterdir()] == ["copy.db"]


def test_a_backup_is_made_while_another_writes(full, path, tmp_path):
    with open_archive(path) as reader:
        full.archive.begin_run("crawl")
        reader.backup(tmp_path / "copy.db")
        full.save(full.read("/musée", article(title="Le musée")))

    assert foreign_rows(tmp_path / "copy.db", "SELECT count(*) FROM articles") == [(1,)]


def test_a_backup_can_be_written_to(full, tmp_path):
    full.archive.backup(tmp_path / "copy.db")

    with open_archive(tmp_path / "copy.db", clock=Clock()) as copy:
        copy.add(article(url=f"{SITE}/musée", title="Le musée"))
        assert copy.stats().articles == 2


def test_a_backup_overwrites_nothing(full, path, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear archivist")

    for there in (path, tmp_path / "letter.txt", tmp_path):
        with pytest.raises(ArchiveError, match="there is something already"):
            full.archive.backup(there)
    assert (tmp_path / "letter.txt").read_text() == "Dear archivist"


def test_a_backup_leaves_alone_what_lies_beside_it(full, tmp_path):
    beside = tmp_path / "copy.db.part"
    beside.write_text("of somebody else", encoding="utf-8")
    full.archive.backup(tmp_path / "copy.db")
    assert beside.read_text(encoding="utf-8") == "of somebody else"
    assert {path.name for path in tmp_path.iterdir()} >= {"copy.db", "copy.db.part"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".copy.db")]


def test_a_backup_into_no_folder_is_refused(full, tmp_path):
    with pytest.raises((MissingArchiveError, ReadOnlyArchiveError)):
        full.archive.backup(tmp_path / "nowhere" / "copy.db")


def test_the_sample_names_no_warc_record_and_has_a_rollback_journal(full, tmp_path):
    full.archive.save([], warc=WarcPosition(file="0001.warc.gz", end=100))
    full.archive.write_sample(tmp_path / "sample.db")

    def rows(sql):
        return foreign_rows(tmp_path / "sample.db", sql)

    assert rows("SELECT count(*), count(warc_file) FROM captures") == [(5, 0)]
    assert rows("SELECT value FROM meta WHERE key IN ('is_sample', 'warc_file', 'warc_end')") == [("1",)]
    assert rows("PRAGMA journal_mode") == [("delete",)]
    assert rows("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'bac'") == [(1,)]


def test_the_sample_is_written_over_the_one_before(full, tmp_path):
    full.archive.write_sample(tmp_path / "sample.db")
    full.archive.write_sample(tmp_path / "sample.db")

    with open_archive(tmp_path / "sample.db", create=False) as sample:
        assert sample.check().is_clean


def test_room_that_much_was_removed_from_is_a_note(desk, path):
    desk.archive.close()
    foreign_rows(path, "CREATE TABLE bulk (x)")
    foreign_rows(path, "INSERT INTO bulk VALUES (zeroblob(30000000))")
    foreign_rows(path, "DROP TABLE bulk")

    with closing(open_archive(path)) as archive:
        (note,) = archive.check().notes
    assert re.match(r"room in the file for what comes: 30 MB \(to have it back: sqlite3 FILE VACUUM", note)
