"""Whoever works, the same files come to the same rows, numbers included, and to the same figures."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest

from archiver.config import CrawlSettings
from archiver.model.bulk import Chunk
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.manifest import File
from archiver.pipelines.tools import open_tools
from archiver.scale.dask_engine import DaskEngine
from archiver.scale.run import bulk_ingest
from archiver.scale.this_process import ThisProcess
from support.bulk import kit_for, records_kept, records_named
from support.memory_web import page
from support.spread import in_path, spread_page
from support.warc_files import packed, page_record

SITE = "https://www.lac.example"
FERRY = f"{SITE}/2025/ferry"
#: of the run itself, and where records lie: a WARC file begins with when and by whom it was made
_OF_THE_RUN = {
    "runs": {"started_at", "ended_at"},
    "pages": {"first_seen"},
    "sources": {"added_at"},
    "captures": {"warc_file", "warc_offset", "warc_start", "warc_length"},
    "ingested_chunks": {"ended_at"},
}
_TABLES = """
    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND name NOT LIKE '%fts%' AND name NOT IN ('_sqlite_migrations', 'meta') ORDER BY name
"""


def at(hour):
    return f"2025-08-11T{hour:02}:00:00Z"


def ferry(hour, title="The ferry runs again", url=FERRY, head=""):
    return page_record(url, page(title, head=head), at=at(hour))


def pdf(hour):
    return page_record(FERRY, b"%PDF-1.4 no page", at=at(hour))


def part(number, hour):
    return page_record(in_path(number), spread_page(number), at=at(hour))


@dataclass(frozen=True)
class Case:
    """Files of records, what the archive says of them, and what is counted: pages … unchanged."""

    files: tuple[tuple[bytes, ...], ...]
    sql: str
    rows: list[tuple[object, ...]]
    #: pages, of them unchanged and failed, articles new and changed
    figures: tuple[int, int, int, int, int]


_CANONICAL = f'<link rel="canonical" href="{FERRY}">'
_BOAT = f"{SITE}/2025/boat"
_PLAIN = "http://lac.example/2025/ferry"
_STATE = "SELECT state, reason, failures, kind, article_id FROM pages JOIN frontier ON page_id = pages.id"
_FAILED = [("failed", "unreadable", 1, "article", 1)]
_SEEN = """
    SELECT a.last_seen, p.last_fetched_at, (SELECT count(*) FROM captures) FROM articles AS a JOIN pages AS p
    ON p.article_id = a.id
"""
_SOURCES = "SELECT s.home_url, count(*) FROM sources AS s JOIN pages AS p ON p.source_id = s.id GROUP BY 1"
_REVISIONS = "SELECT number, cause, seen_at FROM revision_log ORDER BY id"
_TITLES = "SELECT number, cause, title FROM revisions ORDER BY number"
_MOVING = (ferry(9, "Winter", _BOAT), ferry(10, "Winter", _BOAT, _CANONICAL))
_STORIES = "SELECT url, title, (SELECT count(*) FROM revision_log) FROM articles ORDER BY url"
_BOTH = [(_BOAT, "Winter", 2), (FERRY, "Spring", 2)]
_THREE = [(1, "first", "A"), (2, "publisher", "B"), (3, "publisher", "A")]
CASES = {
    "the newest look fails": Case(((ferry(8),), (pdf(14),)), _STATE, _FAILED, (2, 0, 1, 1, 0)),
    "and comes first": Case(((pdf(14),), (ferry(8),)), _STATE, _FAILED, (2, 0, 1, 1, 0)),
    "and comes first in its file": Case(((pdf(14), ferry(8)),), _STATE, _FAILED, (2, 0, 1, 1, 0)),
    "the same bytes again": Case(((ferry(8),), (ferry(9),)), _SEEN, [(at(9), at(9), 1)], (2, 1, 0, 1, 0)),
    "in one file": Case(((ferry(8), ferry(9)),), _SEEN, [(at(9), at(9), 1)], (2, 1, 0, 1, 0)),
    "the very same look": Case(((ferry(8),), (ferry(8),)), _SEEN, [(at(8), at(8), 1)], (2, 1, 0, 1, 0)),
    "the same bytes earlier": Case(((ferry(9),), (ferry(8),)), _SEEN, [(at(9), at(9), 2)], (2, 0, 0, 1, 0)),
    "the same bytes behind others": Case(
        ((ferry(8, "A"),), (ferry(9, "B"), ferry(10, "A"))), _TITLES, _THREE, (3, 0, 0, 1, 2)
    ),
    "the same bytes around others": Case(
        ((ferry(9, "B"),), (ferry(8, "A"),), (ferry(10, "A"),)), _TITLES, _THREE, (3, 0, 0, 1, 2)
    ),
    "two names of a host": Case(
        ((ferry(8, url=_PLAIN, head=_CANONICAL),), (ferry(9),)), _SOURCES, [("http://lac.example/", 2)], (2, 0, 0, 1, 0)
    ),
    "the other one first": Case(
        ((ferry(9),), (ferry(8, url=_PLAIN, head=_CANONICAL),)), _SOURCES, [(f"{SITE}/", 2)], (2, 0, 0, 1, 0)
    ),
    "two pages of an article": Case(((part(2, 9),), (part(1, 8),)), _REVISIONS, [(1, "first", at(8))], (2, 0, 0, 1, 0)),
    "the first one first": Case(((part(1, 8),), (part(2, 9),)), _REVISIONS, [(1, "first", at(8))], (2, 0, 0, 1, 0)),
    "in one file, too": Case(((part(2, 9), part(1, 8)),), _REVISIONS, [(1, "first", at(8))], (2, 0, 0, 1, 0)),
    "two texts of one address": Case(
        ((ferry(8, "A"), ferry(9, "B")),), _TITLES, [(1, "first", "A"), (2, "publisher", "B")], (2, 0, 0, 1, 1)
    ),
    "in two files": Case(
        ((ferry(8, "A"),), (ferry(9, "B"),)), _TITLES, [(1, "first", "A"), (2, "publisher", "B")], (2, 0, 0, 1, 1)
    ),
    "a move to where an article was": Case(((ferry(8, "Spring"),), _MOVING), _STORIES, _BOTH, (3, 0, 0, 2, 0)),
    "and the move first": Case((_MOVING, (ferry(8, "Spring"),)), _STORIES, _BOTH, (3, 0, 0, 2, 0)),
    "and in one file": Case(((*_MOVING, ferry(8, "Spring")),), _STORIES, _BOTH, (3, 0, 0, 2, 0)),
    "files that overlap": Case(
        ((ferry(8, "A"), ferry(9, "B")), (ferry(9, "B"), ferry(10, "A"))), _TITLES, _THREE, (4, 1, 0, 1, 2)
    ),
}


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    with DaskEngine(tmp_path_factory.mktemp("dask"), workers=1) as engine:
        yield engine


@pytest.fixture
def engines(processes, dask):
    return {"this": ThisProcess(Interrupts()), "processes": processes, "dask": dask}


def taken_in(folder, items, engine):
    """All rows, and the end of the run."""
    folder.mkdir()
    with open_tools(folder / "archive.db", CrawlSettings(), create=True) as tools:
        *_, ended = bulk_ingest(tools, items, kit_for(folder / "archive.db"), engine)
        assert tools.archive.check().problems == ()
    assert records_kept(folder / "archive.db") == records_named(folder / "archive.db")
    return rows_of(folder / "archive.db"), ended


def rows_of(db):
    with closing(sqlite3.connect(db)) as conn:
        conn.row_factory = sqlite3.Row
        tables = [name for (name,) in conn.execute(_TABLES)]
        return {
            table: [
                {name: value for name, value in dict(row).items() if name not in _OF_THE_RUN.get(table, ())}
                for row in conn.execute(f"SELECT * FROM {table}")
            ]
            for table in tables
        }


def figures_of(ended):
    counts, figures = ended.counts, ended.figures
    return figures.pages, figures.unchanged, counts.pages_failed, counts.articles_new, counts.articles_changed


@pytest.mark.parametrize("name", CASES)
def test_all_engines_give_the_same_rows_and_figures(tmp_path, engines, name):
    case = CASES[name]
    paths = [tmp_path / f"{number}.warc.gz" for number in range(len(case.files))]
    for path, records in zip(paths, case.files, strict=True):
        path.write_bytes(packed(*records))
    chunks = [Chunk(str(path)) for path in paths]
    wanted, ended = taken_in(tmp_path / "this", chunks, engines["this"])
    with closing(sqlite3.connect(tmp_path / "this" / "archive.db")) as conn:
        assert conn.execute(case.sql).fetchall() == case.rows
        told = conn.execute("SELECT pages_fetched, pages_failed, articles_new, articles_changed FROM runs").fetchall()
    pages, _, *counted = case.figures
    assert (figures_of(ended), told) == (case.figures, [(pages - counted[0], *counted)])
    for other in ("processes", "dask"):
        found, end = taken_in(tmp_path / other, chunks, engines[other])
        assert found == wanted
        assert (end.counts, figures_of(end), end.figures.read_bytes) == (
            *(ended.counts, case.figures),
            sum(path.stat().st_size for path in paths),
        )


def test_single_pages_and_warc_files_of_one_call_come_in_one_order(tmp_path, engines):
    (tmp_path / "a.warc.gz").write_bytes(packed(ferry(8), ferry(9, "The quay is closed", f"{SITE}/quay")))
    (tmp_path / "page.html").write_text(page("The school has a roof"), encoding="utf-8")
    items = [Chunk(str(tmp_path / "a.warc.gz")), File(path=tmp_path / "page.html", url=f"{SITE}/school")]
    found = {name: taken_in(tmp_path / name, items, engine) for name, engine in engines.items()}
    wanted, ended = found["this"]
    assert [row["url"] for row in wanted["pages"]] == [f"{SITE}/school", FERRY, f"{SITE}/quay"]
    assert figures_of(ended) == (3, 0, 0, 3, 0)
    assert found["processes"][0] == found["dask"][0] == wanted
    assert {figures_of(end) for _, end in found.values()} == {(3, 0, 0, 3, 0)}
