from __future__ import annotations

import datetime as dt
import re
import resource
import sqlite3
from contextlib import closing

import pytest
from filelock import FileLock
from sqlite_utils import Database, Migrations

from archiver.errors import DamagedArchiveError, LockedArchiveError, OlderArchiveError, QueryError
from archiver.model import Evidence, HostState, SourceScope, Span
from archiver.store import connection, meta, migrations
from archiver.store.archive import open_archive
from archiver.store.migrations import bring_up_to_date, to_version
from archiver.store.schema import APPLICATION_ID, SCHEMA_VERSION, descriptions, schema_sql
from support.archives import SITE, START, article, foreign_rows, listing, teaser


@pytest.fixture
def conn(path):
    """A plain connection to an archive of today."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        yield conn


@pytest.fixture
def empty():
    """A connection to a database of its own, which is gone after the test."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        yield conn


def test_a_new_archive_notes_its_version_and_its_migration(conn):
    assert meta.load_version(conn) == SCHEMA_VERSION
    assert conn.execute("SELECT name FROM _sqlite_migrations").fetchall() == [
        ("m0001_schema",),
        ("m0002_further_pages",),
        ("m0003_article_keys",),
        ("m0004_looks",),
        ("m0005_crawling",),
        ("m0006_texts",),
        ("m0007_bulk",),
    ]


def test_a_new_archive_can_be_told_from_other_databases(conn):
    assert conn.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_step_changes_older_files_once(empty):
    empty.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    meta.save(empty, "schema_version", "1")
    steps = Migrations("example")

    @steps()
    @to_version(2)
    def m0002_add_mood(db):
        db.conn.execute("CREATE TABLE moods (mood)")

    steps.apply(Database(empty))
    steps.apply(Database(empty))

    assert meta.load_version(empty) == 2
    assert empty.execute("SELECT count(*) FROM sqlite_master WHERE name = 'moods'").fetchone() == (1,)


def test_a_step_leaves_files_alone_that_were_made_from_a_later_schema(empty):
    empty.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    meta.save(empty, "schema_version", "3")

    to_version(2)(lambda db: pytest.fail("ran"))(Database(empty))

    assert meta.load_version(empty) == 3


def test_views_triggers_and_descriptions_are_made_anew_for_an_older_file(conn):
    conn.execute("DROP VIEW article_list")
    conn.execute("DROP TRIGGER articles_fts_insert")
    conn.execute("UPDATE schema_docs SET description = 'of old'")

    conn.execute("BEGIN IMMEDIATE")
    bring_up_to_date(conn, "archive.warc", START)
    conn.execute("COMMIT")

    names = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    assert {"article_list", "articles_fts_insert"} <= names
    assert conn.execute("SELECT count(*), min(description <> 'of old') FROM schema_docs").fetchone() == (
        len(descriptions()),
        1,
    )


def test_a_migration_that_breaks_a_reference_is_refused(conn, monkeypatch):
    conn.execute("PRAGMA foreign_keys = OFF")
    steps = Migrations("archiver")

    @steps()
    @to_version(SCHEMA_VERSION + 1)
    def m0002_break(db):
        db.conn.execute("INSERT INTO article_tags VALUES (1, 1, 0)")

    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with pytest.raises(sqlite3.IntegrityError, match="2 rows point nowhere"):
        bring_up_to_date(conn, "archive.warc", START)


def test_an_archive_of_an_older_version_is_brought_up_to_date_when_it_is_opened(path, monkeypatch):
    steps = Migrations("archiver")
    steps()(migrations.m0001_schema)

    @steps()
    @to_version(SCHEMA_VERSION + 1)
    def m0002_add_mood(db):
        db.conn.execute("ALTER TABLE articles ADD COLUMN mood TEXT")

    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr(connection, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with open_archive(path, create=False) as archive:
        columns = [row[0] for row in archive.query("SELECT name FROM pragma_table_info('articles')").rows]

    assert "mood" in columns


#: without what bulk work needs
OF_VERSION_6 = """
    DROP TABLE ingested_chunks;
    DROP INDEX articles_unspaced;
    ALTER TABLE articles DROP COLUMN has_unspaced;
    CREATE INDEX articles_unspaced ON articles (id) WHERE title GLOB '*[一-鿿]*';
"""
#: ... and with every text in a row of its own
OF_VERSION_5 = f"""
    {OF_VERSION_6}
    CREATE TABLE older (
        id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles (id), number INTEGER NOT NULL,
        capture_id INTEGER REFERENCES captures (id), cause TEXT NOT NULL, seen_at TEXT NOT NULL, title TEXT, lead TEXT,
        body TEXT, text_digest TEXT NOT NULL, parser_version INTEGER, UNIQUE (article_id, number)
    ) STRICT;
    INSERT INTO older SELECT
        id, article_id, number, capture_id, cause, seen_at, title, lead, body, text_digest, parser_version
    FROM revisions;
    DROP TRIGGER articles_evidence_insert; DROP TRIGGER articles_evidence_delete; DROP TRIGGER articles_evidence_update;
    DROP VIEW evidence; DROP VIEW revisions; DROP VIEW headline_changes; DROP VIEW revision_changes;
    DROP VIEW article_edits; DROP VIEW citations; DROP VIEW date_conflicts;
    ALTER TABLE articles DROP COLUMN url_day;
    DROP TABLE revision_diffs; DROP TABLE past_texts; DROP TABLE revision_log;
    DROP VIEW near_duplicates; DROP VIEW story_clusters;
    DROP TABLE similar_articles; DROP TABLE cluster_members; DROP TABLE article_sketches;
    ALTER TABLE articles DROP COLUMN simhash;
    ALTER TABLE older RENAME TO revisions;
    DROP INDEX articles_by_published; DROP INDEX articles_facts; DROP INDEX articles_unspaced;
    DROP TABLE article_evidence; DROP TABLE evidence_kinds;
"""
#: ... and without what a crawl keeps of itself
OF_VERSION_4 = f"""
    {OF_VERSION_5}
    DROP VIEW translations; DROP INDEX runs_open; ALTER TABLE runs DROP COLUMN rounds; ALTER TABLE runs DROP COLUMN last_started_at;
    ALTER TABLE sources DROP COLUMN scope;
    DROP INDEX frontier_chain; ALTER TABLE frontier DROP COLUMN chain;
    ALTER TABLE frontier DROP COLUMN told_from; ALTER TABLE frontier DROP COLUMN told_to;
    ALTER TABLE hosts DROP COLUMN crawl_delay_s; ALTER TABLE hosts DROP COLUMN response_s;
    ALTER TABLE hosts DROP COLUMN slow_down_s;
    ALTER TABLE frontier DROP COLUMN checks; ALTER TABLE frontier DROP COLUMN changes;
    ALTER TABLE frontier DROP COLUMN watched; ALTER TABLE frontier DROP COLUMN yielded;
    ALTER TABLE frontier DROP COLUMN alarms;
    ALTER TABLE captures DROP COLUMN revisit_of; ALTER TABLE captures DROP COLUMN warc_start;
    ALTER TABLE frontier DROP COLUMN rule;
    DROP INDEX captures_rendered; ALTER TABLE captures DROP COLUMN is_rendered;
    DROP TABLE alternates; DROP TABLE address_shapes; DROP TABLE refused_addresses;
"""
#: ... and what told which captures are looks
OF_VERSION_3 = f"""
    {OF_VERSION_4}
    DROP INDEX captures_by_look; ALTER TABLE captures DROP COLUMN tells_cards;
    ALTER TABLE pages DROP COLUMN cards_version;
"""
#: ... and what articles are known by
OF_VERSION_2 = f"{OF_VERSION_3} DROP TABLE article_keys; CREATE INDEX articles_by_title ON articles (title_key)"


def set_back(path, version):
    """Makes an archive of this version of one of today."""
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.executescript({3: OF_VERSION_3, 4: OF_VERSION_4, 5: OF_VERSION_5, 6: OF_VERSION_6}[version])
        meta.save(conn, "schema_version", str(version))
        conn.execute("DELETE FROM _sqlite_migrations WHERE name > ?", [f"m{version + 1:04}"])


def age(path):
    """Makes an archive of version 2 of one of today."""
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.executescript(OF_VERSION_2)
        conn.execute("UPDATE cards SET article_id = NULL, match_key = coalesce(url, 'title:' || lower(title))")
        meta.save(conn, "schema_version", "2")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name > 'm0003'")


@pytest.fixture
def older(tmp_path):
    """An archive from before articles could have further pages."""
    path = tmp_path / "older.db"
    sql = re.sub(r",( *--[^\n]*\n *--[^\n]*\n) *part INTEGER.*?(?=\) STRICT)", r"\1", schema_sql(), flags=re.DOTALL)
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.executescript(sql)
        conn.executescript(OF_VERSION_2)
        conn.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set, name, applied_at)")
        conn.execute("INSERT INTO _sqlite_migrations VALUES (1, 'archiver', 'm0001_schema', '2025-08-11T12:00:00Z')")
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        meta.save(conn, "schema_version", "1")
        meta.save(conn, "warc_dir", "older.warc")
        conn.execute("INSERT INTO pages (url, state, first_seen) VALUES ('https://lac.example/', 'ok', '2025')")
    return path


def test_an_archive_from_before_further_pages_gets_their_column(older):
    with open_archive(older, create=False) as archive:
        assert list(archive.query("SELECT url, part FROM pages").rows) == [("https://lac.example/", None)]
    with closing(sqlite3.connect(older)) as today:
        assert meta.load_version(today) == SCHEMA_VERSION


def test_cards_of_an_archive_from_before_article_keys_are_resolved_anew(desk, path):
    archived = desk.read("/bac", article(title="Le bac coule"))
    desk.save(desk.read("/bac", article(title="Le bac rouvre")), archived)
    by_address = teaser("Le bac", url="http://courrier-du-lac.example/bac/")
    by_title = teaser("Le bac rouvre", position=1, image_status="unknown")
    desk.save(desk.read("/une", listing(by_address, by_title)))
    desk.archive.close()
    age(path)

    with open_archive(path, create=False) as archive:
        assert list(archive.query("SELECT article_id FROM cards").rows) == [(1,), (1,)]
        assert archive.check().problems == ()


def test_an_article_of_an_archive_from_before_article_keys_is_known_by_where_its_page_redirected_to(desk, path):
    desk.save(desk.read("/court", article(), final_url="/bac", article_url=f"{SITE}/canonique"))
    desk.save(desk.read("/une", listing(teaser("Le bac", url=f"{SITE}/bac"))))
    before = desk.rows("SELECT * FROM article_keys")
    desk.archive.close()
    age(path)

    with open_archive(path, create=False) as archive:
        assert list(archive.query("SELECT article_id FROM cards").rows) == [(1,)]
        assert list(archive.query("SELECT * FROM article_keys").rows) == before


def test_an_archive_from_before_looks_learns_which_captures_were_some(desk, path):
    desk.look("/", "Le bac")
    for result in (desk.failed, desk.gone):
        desk.clock.pass_hours(1)
        desk.save(result("/"))
    before = desk.rows("SELECT tells_cards FROM captures")
    desk.archive.close()
    set_back(path, 3)

    with open_archive(path, create=False) as archive:
        assert list(archive.query("SELECT tells_cards FROM captures").rows) == before == [(1,), (0,), (1,)]


def test_an_archive_from_before_scopes_comes_through_with_all_that_it_holds(desk, path):
    desk.save(desk.read("/bac", article(title="Le bac coule")))
    desk.archive.close()
    set_back(path, 4)

    with open_archive(path, create=False) as archive:
        assert [source.scope for source in archive.sources()] == [SourceScope()]
        assert list(archive.query("SELECT title FROM articles").rows) == [("Le bac coule",)]
        assert archive.check().problems == ()


def test_an_archive_from_before_chains_knows_none_and_no_days(desk, path):
    desk.page_id("/sport/page/2/")
    desk.archive.close()
    set_back(path, 4)

    with open_archive(path, create=False) as archive:
        (page,) = archive.pages([f"{SITE}/sport/page/2/"])
    assert (page.chain, page.told) == (None, Span())


def test_bringing_an_archive_up_to_date_holds_no_lock_afterwards(older):
    with open_archive(older, create=False), open_archive(older) as writer:
        assert writer.begin_run("crawl") == 1


@pytest.fixture
def held(older):
    """An older archive that a writer of its own time holds."""
    with FileLock(f"{older}.lock"):
        yield older


def test_an_older_archive_that_is_held_is_read_as_it_is(held):
    before = held.read_bytes()
    with open_archive(held, create=False) as archive:
        assert list(archive.query("SELECT url FROM pages").rows) == [("https://lac.example/",)]
        assert archive.stats().pages == 1
    assert held.read_bytes() == before


def test_an_older_archive_that_cannot_be_written_is_read_as_it_is(older):
    older.with_name("older.db.lock").mkdir()
    with open_archive(older, create=False) as archive:
        assert archive.stats().pages == 1


def test_what_another_program_writes_to_meanwhile_is_read_as_it_is(older):
    with closing(sqlite3.connect(older, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_archive(older, create=False, busy_timeout_s=0) as archive:
            assert archive.stats().pages == 1


def test_an_older_archive_without_room_on_the_disk_is_read_as_it_is(revised, path, caplog):
    """Here a limit on the size of a file: the system's word for it differs, nothing else does."""
    revised.archive.close()
    set_back(path, 5)
    before = foreign_rows(path, "SELECT * FROM revisions")
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with open_archive(path, create=False) as archive:
            assert list(archive.query("SELECT * FROM revisions").rows) == before
            assert not path.with_name(f"{path.name}-wal").stat().st_size
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "could not be brought up to date" in caplog.text
    with open_archive(path, create=False) as archive:
        assert archive.check().problems == ()


def test_an_older_archive_that_is_held_refuses_a_second_writer(held):
    with open_archive(held) as archive, pytest.raises(LockedArchiveError, match="may be bringing it up"):
        archive.begin_run("update")


@pytest.mark.parametrize("lacking", ["SELECT part FROM pages", "SELECT p.part FROM pages p", "TABLE"])
def test_a_query_for_what_an_older_archive_lacks_is_told_why(held, lacking):
    sql = lacking.replace("TABLE", "SELECT * FROM article_keys")
    with open_archive(held, create=False) as archive, pytest.raises(OlderArchiveError) as refused:
        archive.query(sql)
    name = "article_keys" if lacking == "TABLE" else "part"
    assert str(refused.value) == (
        f"{held}: no {name} in an archive of an older schema (1, today {SCHEMA_VERSION}):"
        " another program holds it, or it cannot be written; once it can, 'archiver stats' brings it up to date"
    )


def test_a_table_that_an_older_archive_lacks_is_told_why(held):
    with open_archive(held, create=False) as archive, pytest.raises(OlderArchiveError, match="no evidence_kinds in an"):
        archive.table("evidence_kinds")


def test_a_query_for_what_no_archive_has_is_told_so(held):
    with open_archive(held, create=False) as archive, pytest.raises(QueryError, match=r"^no such column: moods$"):
        archive.query("SELECT moods FROM pages")


def test_a_question_that_an_older_archive_cannot_answer_is_refused_in_one_sentence(held):
    with open_archive(held, create=False) as archive, pytest.raises(OlderArchiveError, match="no part in an archive"):
        archive.pages(["https://lac.example/"])


def test_a_sample_of_an_older_version_says_what_it_lacks(older):
    with closing(sqlite3.connect(older)) as conn, conn:
        meta.save(conn, "is_sample", "1")
    with (
        open_archive(older, create=False) as archive,
        pytest.raises(OlderArchiveError, match="the sample, which is only"),
    ):
        archive.query("SELECT part FROM pages")


def test_a_sample_of_an_older_version_is_read_as_it_is(older):
    with closing(sqlite3.connect(older)) as conn, conn:
        meta.save(conn, "is_sample", "1")
    before = older.read_bytes()
    with open_archive(older, create=False) as archive:
        assert list(archive.query("SELECT url FROM pages").rows) == [("https://lac.example/",)]
    assert older.read_bytes() == before


def test_an_archive_from_before_learnt_delays_knows_which_was_asked_for(desk, path):
    desk.archive.save_host_states([HostState(host="a.example", delay_s=7.0)])
    desk.archive.close()
    set_back(path, 4)

    with open_archive(path, create=False) as archive:
        assert archive.host_states() == (HostState(host="a.example", delay_s=7.0, crawl_delay_s=7.0),)


def test_runs_of_an_archive_from_before_rounds_are_single_ones(desk, path):
    desk.archive.end_run(desk.archive.begin_run("update"), outcome="done", exit_code=0)
    desk.archive.close()
    set_back(path, 4)

    with open_archive(path, create=False) as archive:
        assert list(archive.query("SELECT rounds, last_started_at FROM runs").rows) == [(1, None)]


def test_an_archive_from_before_revisits_keeps_its_captures_and_may_have_some(desk, path):
    desk.save(desk.read("/bac", article()))
    before = desk.rows("SELECT * FROM captures")
    desk.archive.close()
    set_back(path, 4)

    with open_archive(path, create=False) as archive:
        assert list(archive.query("SELECT * FROM captures").rows) == before
        assert archive.check().problems == ()
        assert list(archive.query("SELECT revisit_of, warc_start, is_rendered FROM captures").rows) == [(None, None, 0)]


def test_a_version_that_is_no_number_is_told_in_one_sentence(path):
    with closing(sqlite3.connect(path)) as conn, conn:
        meta.save(conn, "schema_version", "abc")
    with pytest.raises(DamagedArchiveError, match=r"is damaged \(meta.schema_version is 'abc', which is no number\)"):
        open_archive(path, create=False)


@pytest.fixture
def five(revised, path):
    """An archive of version 5 with a few articles, and a connection to it that checks no references."""
    revised.archive.close()
    set_back(path, 5)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("DELETE FROM schema_docs WHERE object NOT IN (SELECT name FROM sqlite_master)")
        yield conn


def test_an_index_that_an_older_archive_lacks_is_told_of(five, path):
    refused = pytest.raises(OlderArchiveError, match="no articles_facts in an archive")
    with FileLock(f"{path}.lock"), open_archive(path, create=False) as archive, refused:
        archive.search("bac", since=dt.date(2020, 1, 1))


def test_views_triggers_and_indexes_of_others_come_through_a_migration(five, path, caplog):
    theirs = [
        "CREATE TABLE mine (url TEXT)",
        'CREATE VIEW "my ""edits""" AS SELECT article_id, title FROM revisions WHERE number > 1',
        "CREATE VIEW my_list AS SELECT title FROM article_list",
        "CREATE TRIGGER my_log AFTER UPDATE ON articles BEGIN INSERT INTO mine VALUES (new.url); END",
        "CREATE INDEX my_order ON articles (title)",
    ]
    for sql in theirs:
        five.execute(sql)
    edits = five.execute('SELECT * FROM "my ""edits"""').fetchall()
    open_archive(path, create=False).close()

    assert meta.load_version(five) == SCHEMA_VERSION
    assert edits == five.execute('SELECT * FROM "my ""edits"""').fetchall() != []
    kept = {sql for (sql,) in five.execute("SELECT sql FROM sqlite_master")}
    assert kept >= set(theirs)
    assert five.execute("SELECT * FROM mine").fetchall() == []  # a migration is no news
    assert not caplog.text


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("CREATE INDEX my_texts ON revisions (text_digest)", "an index of your own cannot be made any more (views"),
        ("CREATE TRIGGER mine AFTER INSERT ON revisions BEGIN SELECT 1; END", "a trigger of your own cannot be made"),
        ("CREATE VIEW near_duplicates AS SELECT 1 AS mine", "has the name of one of archiver's, which takes its place"),
        ("CREATE VIEW mine AS SELECT no_column FROM articles", "does not work any more (no such column: no_column)"),
    ],
)
def test_what_cannot_come_through_a_migration_is_quoted(five, path, caplog, sql, told):
    five.execute(sql)
    open_archive(path, create=False).close()

    assert meta.load_version(five) == SCHEMA_VERSION
    assert told in caplog.text
    assert sql in caplog.text


def test_rows_that_pointed_nowhere_before_come_through_and_are_told_by_check(five, path, caplog):
    five.execute("INSERT INTO article_tags VALUES (99999, 1, 0)")
    five.execute(
        "INSERT INTO revisions (article_id, number, capture_id, cause, seen_at, title, body, text_digest)"
        " VALUES (77777, 1, 88888, 'first', '2025-08-11T12:00:00Z', 'Le bac', 'Le bac coule.', 'x')"
    )
    with open_archive(path, create=False) as archive:
        lost = list(archive.query("SELECT title, body FROM revisions WHERE article_id = 77777").rows)
        problems = archive.check().problems

    assert lost == [("Le bac", "Le bac coule.")]
    assert "a row of article_tags points to a row of articles that is not there" in problems
    assert "rows that point to what is not there: " in caplog.text


def test_what_no_archive_of_its_version_holds_leaves_an_older_one_as_it_is(five, path, caplog):
    five.execute("CREATE TABLE past_texts (mine)")
    with open_archive(path, create=False) as archive:
        assert archive.stats().articles == 3
        assert "table past_texts already exists); it is read as it is" in caplog.text
        with pytest.raises(OlderArchiveError, match="past_texts already exists"):
            archive.begin_run("crawl")


# Texts that were kept twice.


@pytest.fixture
def revised(desk):
    """Three articles: one that was never edited, one that went back to its first text, one that came to be its double."""
    edits = {
        "/bac": [STORY],
        "/lac": ["Le lac dort.", f"{STORY} Enfin.", "Le lac dort."],
        "/quai": [None, "Fin.", f"{STORY} Fin."],
    }
    for url, bodies in edits.items():
        for body in bodies:
            desk.save(desk.read(url, article(body=body, lead=body and "Hier.")))
            desk.clock.pass_hours(1)
    return desk


STORY = (
    "Le bac reprend lundi entre les deux rives, a dit la mairie. " * 2
    + "Les billets coûtent autant qu'avant, même à vélo."
)
OF_TEXTS = (
    *("revisions", "revision_log", "past_texts", "revision_diffs", "headline_changes", "revision_changes"),
    *("article_sketches", "similar_articles", "cluster_members", "near_duplicates", "story_clusters"),
)


@pytest.mark.parametrize("version", [3, 4, 5])
def test_an_archive_that_held_texts_twice_has_the_same_revisions_afterwards(revised, path, version):
    before = [revised.rows(f"SELECT * FROM {name}") for name in OF_TEXTS]
    revised.archive.close()
    set_back(path, version)

    with open_archive(path, create=False) as archive:
        assert [list(archive.query(f"SELECT * FROM {name}").rows) for name in OF_TEXTS] == before
        assert archive.check().problems == ()


def test_an_archive_from_before_days_of_addresses_learns_them(desk, path):
    desk.save(desk.read("/2025/08/11/bac", article()), desk.read("/lac", article()))
    desk.archive.close()
    set_back(path, 5)

    with open_archive(path, create=False) as archive:
        assert list(archive.query("SELECT url_day FROM articles ORDER BY id").rows) == [("2025-08-11",), (None,)]


def test_an_archive_from_before_ways_of_finding_has_the_same_evidence_afterwards(desk, path):
    found = [Evidence(field=name, value=name, raw=None, source="json-ld", rule="first") for name in ("title", "body")]
    desk.save(desk.read("/bac", article(evidence=tuple(found))), desk.read("/lac", article(evidence=(found[1],))))
    before = desk.rows("SELECT * FROM evidence ORDER BY article_id, position")
    desk.archive.close()
    set_back(path, 5)

    with open_archive(path, create=False) as archive:
        assert list(archive.query("SELECT * FROM evidence ORDER BY article_id, position").rows) == before
        assert archive.check().problems == ()


def test_an_archive_that_held_texts_twice_is_smaller_afterwards(desk, path):
    desk.save(*(desk.read(f"/{number}", article(body=f"{number} Le bac. " * 400)) for number in range(50)))
    desk.archive.close()
    set_back(path, 5)
    before = path.stat().st_size
    open_archive(path, create=False).close()

    assert path.stat().st_size < before * 0.9


def test_a_migration_that_is_killed_midway_has_changed_nothing(revised, path):
    revised.archive.close()
    set_back(path, 5)
    before = foreign_rows(path, "SELECT * FROM revisions")
    with closing(sqlite3.connect(path, isolation_level=None)) as killed:
        killed.execute("PRAGMA journal_mode = WAL")
        killed.execute("BEGIN IMMEDIATE")
        bring_up_to_date(killed, "archive.warc", START)
    with closing(sqlite3.connect(path)) as conn:
        assert meta.load_version(conn) == 5
        assert conn.execute("SELECT * FROM revisions").fetchall() == before

    with open_archive(path, create=False) as archive:
        assert archive.check().problems == ()


def test_a_text_in_a_script_without_spaces_is_found_by_a_search_afterwards(desk, path):
    desk.save(desk.read("/fr", article(title="Le bac")), desk.read("/ja", article(title="東京の市場")))
    desk.archive.close()
    set_back(path, 6)

    with open_archive(path, create=False) as archive:
        archive.claim()
        assert [hit.title for hit in archive.search("東京")] == ["東京の市場"]
        assert list(archive.query("SELECT has_unspaced FROM articles ORDER BY id").rows) == [(0,), (1,)]


FILLED = """
    WITH RECURSIVE numbers (n) AS (VALUES (2) UNION ALL SELECT n + 1 FROM numbers WHERE n < {articles})
    INSERT INTO articles (url, kind, word_count, text_digest, first_seen, last_seen, evidence, record_digest)
    SELECT 'https://lac.example/' || n, 'article', 0, 'x' || n, '2025-08-11T12:00:00Z', '2025-08-11T12:00:00Z', '[]', n
    FROM numbers
"""


@pytest.mark.parametrize(("articles", "words"), [(1_999, ""), (2_000, "takes about two minutes for 100,000 articles")])
def test_a_large_archive_says_that_it_takes_a_while(desk, path, caplog, articles, words):
    desk.save(desk.read("/bac", article()))
    desk.archive.close()
    set_back(path, 5)
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute(FILLED.format(articles=articles))
    open_archive(path, create=False).close()

    assert words in caplog.text
    assert bool(caplog.text) == bool(words)
