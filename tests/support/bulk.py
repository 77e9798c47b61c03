"""WARC files of invented stories, and bulk runs over them."""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archiver.config import CrawlSettings
from archiver.model.bulk import Chunk, Wanted
from archiver.pipelines.events import Event, RunEnded
from archiver.pipelines.ingest import ingest_files
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.tools import Tools, open_tools
from archiver.scale.plan import plan
from archiver.scale.run import BulkRun, bulk_ingest
from archiver.scale.tasks import Kit
from archiver.scale.this_process import ThisProcess
from support.memory_web import page
from support.warc_bytes import member, record

NOW = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
#: what differs between two runs of the same: when they ran
_OF_RUNS = {"runs": {"started_at", "ended_at", "arguments"}}
_TABLES = """
    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND name NOT LIKE '%fts%' AND name <> '_sqlite_migrations' ORDER BY name
"""


def write_warc(
    path: Path,
    stories: int,
    *,
    host: str = "lac.example",
    bulk: int = 0,
    script_bytes: int = 0,
    is_packed: bool = True,
) -> Path:
    """A file of stories, each in a gzip member; ``bulk`` paragraphs more, so that reading them takes time."""
    pack = member if is_packed else bytes
    script = f"<script>/*{'x' * script_bytes}*/</script>"
    more = script + "<div><p>Salt and <b>vanilla</b> on the <i>quay</i>.</p></div>" * bulk
    with path.open("wb") as stream:
        stream.write(pack(record(kind="warcinfo", body=b"software: tests\r\n")))
        for number in range(stories):
            html = page(f"Story {number} of {host}").replace("</body>", f"{more}</body>")
            body = html.replace("Monday", f"day {number}").encode()
            date = (NOW + dt.timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
            url = f"https://{host}/2026/01/05/story-{number}/"
            stream.write(pack(record(body=body, WARC_Target_URI=url, WARC_Date=date)))
    return path


def run_bulk(db: Path, paths, engine, *, kit: Kit | None = None, chunk_bytes: int = 4_000) -> list:
    """The events of a run with an engine that has begun."""
    kit = kit or kit_for(db)
    Path(kit.folder).mkdir(exist_ok=True)
    with open_tools(db, CrawlSettings(), create=True) as tools:
        chunks = [Chunk(str(path)) for path in paths]
        files = plan(chunks, kit, tools.archive.ingested, chunk_bytes)
        return list(BulkRun(tools, engine, kit, ()).events(files, chunks))


def run_undivided(db: Path, paths, *, in_place: bool = False) -> RunEnded:
    """The end of a run of this process in which every file is one part."""
    kit = kit_for(db, keeping="in place" if in_place else "copied")
    return run_bulk(db, paths, ThisProcess(Interrupts()), kit=kit, chunk_bytes=1 << 40)[-1]


def take_in(tools: Tools, items, wanted: Wanted | None = None, *, in_place: bool = False) -> Iterator[Event]:
    """What happens when these are taken in by this process, as the command does it."""
    items, wanted = list(items), wanted or Wanted()
    if not any(isinstance(item, Chunk) for item in items):
        return ingest_files(tools, items, (), wanted)
    keeping = "in place" if in_place else "copied"
    kit = kit_for(tools.archive.path, wanted=wanted, settings=tools.settings, keeping=keeping)
    return bulk_ingest(tools, items, kit, ThisProcess(tools.interrupts))


def kit_for(db: Path, **more) -> Kit:
    """What its tasks have in common; their moments are the same in every run."""
    return Kit(folder=str(db.with_suffix(".work")), now=NOW, **more)


def dump(db: Path) -> dict[str, list]:
    """All rows of all tables, but for when the runs were."""
    with closing(sqlite3.connect(db)) as conn:
        return {table: _rows(conn, table) for (table,) in conn.execute(_TABLES).fetchall()}


def _rows(conn: sqlite3.Connection, table: str) -> list:
    cursor = conn.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    left_out = _OF_RUNS.get(table, set())
    kept = [number for number, name in enumerate(names) if name not in left_out]
    rows = (tuple(row[number] for number in kept) for row in cursor)
    return sorted((row for row in rows if row[0] != "created_at"), key=repr)


def records_kept(db: Path) -> list[tuple[str, int]]:
    """Where in the archive's folder records of pages begin, by another reader of such files."""
    return [
        (path.name, records.get_record_offset())
        for path in sorted(db.with_suffix(".warc").glob("*.warc.gz"))
        for records in [ArchiveIterator(io.BytesIO(path.read_bytes()), check_digests="raise")]
        for record in records
        if record.rec_type in {"response", "resource", "conversion", "revisit"}
    ]


def records_named(db: Path) -> list[tuple[str, int]]:
    """The same by the rows that say so."""
    with closing(sqlite3.connect(db)) as conn:
        sql = "SELECT warc_file, warc_offset FROM captures WHERE warc_file IS NOT NULL ORDER BY 1, 2"
        return conn.execute(sql).fetchall()


def stories_in(db: Path) -> list[str]:
    """The addresses of the articles, each as often as it is there."""
    with closing(sqlite3.connect(db)) as conn:
        return [url for (url,) in conn.execute("SELECT url FROM articles ORDER BY url")]
