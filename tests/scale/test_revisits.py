"""A revisit finds its record in whatever part of the run that is, whoever reads them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archiver.scale.doing import do
from archiver.scale.tasks import Outcome
from archiver.store.archive import open_archive
from support.bulk import kit_for, run_bulk, run_undivided, write_warc
from support.engines import Here
from support.memory_web import page
from support.warc_bytes import member, record

SITE = "https://lac.example"
EIGHT, NINE, TEN, ELEVEN, TWELVE = (f"2026-01-04T{hour:02}:00:00Z" for hour in (8, 9, 10, 11, 12))
#: what must be the same, but for the places of records and the order in which they came
ROWS = """
    SELECT 'page', url, kind, state, last_fetched_at FROM pages
    UNION ALL SELECT 'article', a.url, a.title, a.first_seen, a.body FROM articles AS a
    UNION ALL SELECT 'revision', a.url, r.number, r.seen_at, r.title FROM revisions AS r
        JOIN articles AS a ON a.id = r.article_id
    UNION ALL SELECT 'capture', url, fetched_at, payload_digest, size_bytes FROM captures
    UNION ALL SELECT 'waiting', key, NULL, NULL, NULL FROM meta WHERE key LIKE 'revisit %'
    UNION ALL SELECT 'ledger', address, sum(records), sum(pages), sum(coalesce(passed ->> 'revisit', 0))
        FROM ingested_chunks GROUP BY address
"""


def shown(name, title, at):
    body = page(title).encode()
    return member(record(body=body, WARC_Target_URI=f"{SITE}/2026/01/04/{name}/", WARC_Date=at))


def revisit(name, *, at, original_at, original=None):
    said = {"Refers_To_Date": original_at, "Refers_To_Target_URI": f"{SITE}/2026/01/04/{original or name}/"}
    fields = {f"WARC_{key}": value for key, value in said.items()}
    address = f"{SITE}/2026/01/04/{name}/"
    return member(record(kind="revisit", body=b"", WARC_Target_URI=address, WARC_Date=at, **fields))


@pytest.fixture
def warc(tmp_path):
    """Records of which no two that belong together are in one part of it, but for those of ``fog``."""
    filling = [write_warc(tmp_path / f"{name}.warc.gz", 12, host=f"{name}.example").read_bytes() for name in "abc"]
    early = [shown("quay", "The quay is closed", NINE), shown("fog", "Fog stops the ferry", EIGHT)]
    middle = [
        revisit("quay", at=TEN, original_at=NINE),  # was seen again
        revisit("copy", at=TEN, original_at=NINE, original="quay"),  # another page with the same content
        revisit("late", at=TEN, original_at=ELEVEN),  # of a record that comes later
        revisit("none", at=TEN, original_at=ELEVEN),  # of one that nobody has
    ]
    late = [
        shown("late", "The late boat is early", ELEVEN),
        shown("fog", "The fog has gone", TEN),
        revisit("fog", at=ELEVEN, original_at=EIGHT),  # brings the first text back
        revisit("quay", at=TWELVE, original_at=NINE),
    ]
    parts = [part for some in zip((early, middle, late), filling, strict=True) for part in (*some[0], some[1])]
    path = tmp_path / "all.warc.gz"
    path.write_bytes(b"".join(parts))
    return path


def told(db, ended):
    with closing(sqlite3.connect(db)) as conn:
        rows = sorted(conn.execute(ROWS).fetchall(), key=repr)
    figures = ended.figures
    return rows, (figures.pages, figures.unchanged, dict(figures.passed), ended.counts)


@pytest.fixture(params=["copied", "in place"])
def keeping(request):
    return request.param


@pytest.fixture
def undivided(tmp_path, warc, keeping):
    """What one process makes of it."""
    db = tmp_path / "undivided.db"
    return told(db, run_undivided(db, [warc], in_place=keeping == "in place"))


def test_one_process_finds_all_that_are_there(undivided):
    rows, (_, unchanged, passed, counts) = undivided
    titles = [title for kind, url, _, _, title in rows if kind == "revision" and url.endswith("/fog/")]
    assert titles == ["Fog stops the ferry", "The fog has gone", "Fog stops the ferry"]
    assert (unchanged, passed) == (2, {"revisit": 1})
    assert counts.articles_new == 36 + 4
    assert not [row for row in rows if row[0] == "waiting"]


def test_workers_find_the_same(tmp_path, warc, undivided, keeping, processes):
    for name, engine in (("here", Here()), ("processes", processes)):
        db = tmp_path / f"{name}.db"
        ended = run_bulk(db, [warc], engine, kit=kit_for(db, keeping=keeping))[-1]
        assert told(db, ended) == undivided
    with closing(open_archive(db)) as archive:
        assert archive.check().problems == ()


@pytest.mark.parametrize("most", [1, 3, 5, 6])
def test_a_run_that_was_ended_loses_none(tmp_path, warc, most):
    run_undivided(tmp_path / "undivided.db", [warc])
    db = tmp_path / "archive.db"
    with pytest.raises(KeyboardInterrupt):
        run_bulk(db, [warc], Here(most=most))
    ended = run_bulk(db, [warc], Here())[-1]
    assert told(db, ended)[0] == told(tmp_path / "undivided.db", ended)[0]


def test_while_a_part_is_missing_they_wait_for_it(tmp_path, warc):
    def done(task):
        return do(task) if task.chunk.start else Outcome(name=task.name, problem="the disk is full")

    db = tmp_path / "archive.db"
    ended = run_bulk(db, [warc], Here(done))[-1]
    assert (ended.exit_code, ended.figures.passed["revisit"] > 1) == (1, True)
    waiting = [row for row in told(db, ended)[0] if row[0] == "waiting"]
    assert waiting
    ended = run_bulk(db, [write_warc(tmp_path / "other.warc.gz", 2, host="other.example")], Here())[-1]
    assert [row for row in told(db, ended)[0] if row[0] == "waiting"] == waiting
    assert "revisit" not in ended.figures.passed
    ended = run_bulk(db, [warc], Here())[-1]
    run_undivided(tmp_path / "undivided.db", [tmp_path / "other.warc.gz", warc])
    assert told(db, ended)[0] == told(tmp_path / "undivided.db", ended)[0]
