"""Another archive to merge from: read where it lies, or copied, and never written."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

import pytest

from archiver.errors import (
    LockedArchiveError,
    MissingArchiveError,
    NewerArchiveError,
    NotAnArchiveError,
    ScratchArchiveError,
)
from archiver.store import meta
from archiver.store.archive import open_archive
from archiver.store.other_archives import open_other, refuse_unreadable
from archiver.store.schema import SCHEMA_VERSION
from archiver.store.scratch import create_scratch
from support.archives import foreign_rows
from support.lake_archive import write_lake_archive

WARC = "0001.warc.gz"


@pytest.fixture
def theirs(tmp_path):
    return write_lake_archive(tmp_path / "theirs.db")


@pytest.fixture
def drafts(tmp_path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    return folder


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def set_back(path):
    """Makes an archive of the version before of one of today."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("DROP TABLE ingested_chunks")
        conn.execute("DROP INDEX articles_unspaced")
        conn.execute("ALTER TABLE articles DROP COLUMN has_unspaced")
        conn.execute("CREATE INDEX articles_unspaced ON articles (id) WHERE body GLOB '*[ぁ-ヿ]*'")
        meta.save(conn, "schema_version", str(SCHEMA_VERSION - 1))
        conn.execute("DELETE FROM _sqlite_migrations WHERE name > ?", [f"m{SCHEMA_VERSION:04}"])
        conn.commit()


def test_an_archive_that_nobody_writes_to_is_read_where_it_lies(theirs, drafts):
    with open_other(theirs, drafts) as other:
        assert other.path == theirs
        assert other.warc_folder == theirs.with_suffix(".warc")
        assert list(other.warc_ends) == [WARC]


def test_while_it_is_read_nobody_else_writes_to_it(theirs, drafts):
    with open_other(theirs, drafts), open_archive(theirs) as archive, pytest.raises(LockedArchiveError):
        archive.claim()


def test_one_that_is_being_written_is_copied_at_one_moment(theirs, drafts):
    with open_archive(theirs) as writer:
        writer.add_source("https://before.example/")
        with open_other(theirs, drafts) as other:
            writer.add_source("https://after.example/")
            homes = {url for (url,) in foreign_rows(other.path, "SELECT home_url FROM sources")}
    assert other.path != theirs
    assert "https://before.example/" in homes
    assert "https://after.example/" not in homes


def test_one_of_an_older_schema_is_brought_up_to_date_in_a_copy(theirs, drafts):
    set_back(theirs)
    before = digest(theirs)
    with open_other(theirs, drafts) as other:
        assert foreign_rows(other.path, "SELECT count(*) FROM ingested_chunks") == [(0,)]
        assert other.warc_folder == theirs.with_suffix(".warc")
        assert list(other.warc_ends) == [WARC]
    assert digest(theirs) == before


def test_a_sample_of_an_older_schema_is_brought_up_to_date_too(theirs, drafts, tmp_path):
    with open_archive(theirs) as archive:
        archive.write_sample(tmp_path / "sample.db")
    set_back(tmp_path / "sample.db")
    with open_other(tmp_path / "sample.db", drafts) as other:
        assert foreign_rows(other.path, "SELECT count(*) FROM ingested_chunks") == [(0,)]


def test_records_are_forgotten_in_a_copy(theirs, drafts):
    before = digest(theirs)
    ((kept,),) = foreign_rows(theirs, "SELECT count(*) FROM captures WHERE warc_file IS NOT NULL")
    with open_other(theirs, drafts) as other:
        assert other.forget_records({WARC: 150}) == kept - 1
        assert foreign_rows(other.path, "SELECT max(warc_offset + warc_length) FROM captures") == [(100,)]
    assert digest(theirs) == before


def test_a_repeated_answer_is_forgotten_with_the_record_that_holds_its_content(theirs, drafts):
    with closing(sqlite3.connect(theirs)) as conn:
        conn.execute("UPDATE captures SET revisit_of = 1 WHERE id = 2")
        conn.execute("UPDATE captures SET warc_offset = 1000000 WHERE id = 1")
        conn.commit()
    with open_other(theirs, drafts) as other:
        other.forget_records({WARC: 1_000_000})
        found = foreign_rows(other.path, "SELECT id, revisit_of FROM captures WHERE warc_file IS NULL ORDER BY id")
    assert found == [(1, None), (2, None)]


def test_what_is_no_archive_is_refused(theirs, tmp_path):
    (tmp_path / "text.db").write_text("a diary " * 100)
    (tmp_path / "empty.db").touch()
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as conn:
        conn.execute("CREATE TABLE diary (day)")
        conn.commit()
    for name in ("text.db", "empty.db", "foreign.db"):
        with pytest.raises(NotAnArchiveError):
            refuse_unreadable(tmp_path / name)
    with pytest.raises(MissingArchiveError):
        refuse_unreadable(tmp_path / "none.db")


def test_an_archive_of_a_newer_version_is_refused(theirs):
    foreign_rows(theirs, "UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    with pytest.raises(NewerArchiveError, match="schema 999"):
        refuse_unreadable(theirs)


def test_a_part_of_an_ingest_is_no_archive_but_for_those_who_made_it(tmp_path, drafts):
    create_scratch(tmp_path / "part.db").close()
    with pytest.raises(ScratchArchiveError):
        refuse_unreadable(tmp_path / "part.db")
    with open_other(tmp_path / "part.db", drafts, is_scratch=True) as other:
        assert other.warc_ends == {}
