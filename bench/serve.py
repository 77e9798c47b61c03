#!/usr/bin/env python3
"""Asks every page of ``archiver serve`` for itself, on a large invented archive, and says how long each takes.

    python bench/serve.py                     # 100,000 articles, made first
    python bench/serve.py --articles 5000
    python bench/serve.py --db big.db         # an archive that is there
    python bench/serve.py --heavy             # with an article promoted 10,000 times, a home page of 50,000 placements
    python bench/serve.py --json serve.json   # the figures for a program

Times are those of the server: the page is asked for within the process, from the request to the last byte of the
answer. *first* is with nothing counted before and a database that nobody has read in this process; *new* is the best of
some after a commit, when everything is counted again, and *work* the processors' share of it, which does not depend on
other programs; *again* is the best while the archive stays as it is.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from big_archive import write_archive
from invented_pages import Size

from archiver.serve.app import ArchiveDatasette, Site, make_app
from archiver.serve.remembering import Memory

ROUNDS = 5
#: what every page of ours is to take at most, of 100,000 articles
LIMIT_MS = 300

_PLACEMENT = """
    INSERT INTO placements (card_id, page_id, region, block, position, first_seen, ended_at, last_seen)
    VALUES (?, ?, ?, 1, ?, strftime('%Y-%m-%dT%H:%M:%SZ', '2024-01-01', '+' || ? || ' minutes'),
        '2025-06-01T00:00:00Z', '2025-06-01T00:00:00Z')
"""

#: by a name for the table; an article of an average source, and one that many promote
PAGES = {
    "front page": "/",
    "sources": "/-/sources",
    "a source": "/-/source/{source}",
    "the largest source": "/-/source/{largest}",
    "an article": "/-/article/{article}",
    "the most promoted article": "/-/article/{promoted}",
    "changes of an article": "/-/article/{changed}/changes",
    "search: a frequent word": "/-/search?q=de",
    "search: its last page": "/-/search?q=de&page_number=999999",
    "search: newest first": "/-/search?q=de&order=date",
    "search: beginning of a word": "/-/search?q=con*",
    "search: among teasers": "/-/search?q=de&among=teasers",
    "search: a filter alone": "/-/search?language=fr",
    "placements": "/-/placements",
    "placements: longest ever": "/-/placements?shown=ever",
    "placements of an article": "/-/placements?article={promoted}",
    "placements of a page": "/-/placements?page={page}",
    "placements: its last page": "/-/placements?page={page}&page_number=999999",
    "missing pictures": "/-/pictures",
    "missing pictures: last page": "/-/pictures?page_number=999999",
    "Datasette: the database": "/archive",
    "Datasette: articles": "/archive/articles",
    "Datasette: an article": "/archive/articles/{article}",
    "Datasette: SQL": "/archive?sql=select+source,+count(*)+from+article_list+group+by+source",
}
_EXAMPLES = {
    "source": "SELECT source_id FROM articles GROUP BY source_id ORDER BY count(*) LIMIT 1 OFFSET 20",
    "largest": "SELECT source_id FROM articles GROUP BY source_id ORDER BY count(*) DESC LIMIT 1",
    "article": "SELECT max(id) / 2 FROM articles",
    "promoted": "SELECT c.article_id FROM cards AS c JOIN placements AS pl ON pl.card_id = c.id"
    " WHERE c.article_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "page": "SELECT page_id FROM placements GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "changed": "SELECT article_id FROM revisions GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one page, in milliseconds."""

    name: str
    address: str
    status: int
    size_bytes: int
    first_ms: float
    new_ms: float
    work_ms: float
    again_ms: float


def main() -> int:
    """Prints the table; the exit code is 1 where a page of ours takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="of the invented archive (%(default)s)")
    parser.add_argument("--db", type=Path, help="an archive that is there")
    parser.add_argument("--heavy", action="store_true", help="add what busy pages leave in years; not with --db")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args()
    if options.heavy and options.db:
        parser.error("--heavy writes to the archive (expected without --db)")
    with tempfile.TemporaryDirectory() as folder:
        path = options.db
        if path is None:
            path = Path(folder) / "big.db"
            write_archive(path, Size(articles=options.articles))
            if options.heavy:
                make_heavy(path)
        measured = list(measure(path))
    for one in measured:
        late = "  too slow" if is_too_slow(one) else ""
        print(
            f"{one.name:28} {one.status} {one.size_bytes / 1000:6.0f} kB  first {one.first_ms:5.0f}"
            f"  new {one.new_ms:5.0f}  work {one.work_ms:5.0f}  again {one.again_ms:5.0f} ms{late}"
        )
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in measured], indent=1), encoding="utf-8")
    return int(any(map(is_too_slow, measured)))


def make_heavy(path: Path, promotions: int = 10_000, placements: int = 50_000) -> None:
    """Adds placements: of one article on many pages, and of many cards on one home page."""
    with closing(sqlite3.connect(path)) as conn, conn:
        card = conn.execute("SELECT id FROM cards WHERE article_id IS NOT NULL LIMIT 1").fetchone()[0]
        home = conn.execute("SELECT p.id FROM sources AS s JOIN pages AS p ON p.url = s.home_url LIMIT 1").fetchone()[0]
        pages = [page for (page,) in conn.execute("SELECT id FROM pages WHERE state = 'ok'")]
        cards = [card for (card,) in conn.execute("SELECT id FROM cards")]
        promoted = ((card, pages[n % len(pages)], "aside", n, n) for n in range(promotions))
        placed = ((cards[n % len(cards)], home, "listing", n % 80, n) for n in range(placements))
        conn.executemany(_PLACEMENT, [*promoted, *placed])


def is_too_slow(figures: Figures) -> bool:
    """Whether a page of ours takes longer than it may when everything is counted anew."""
    return not figures.name.startswith("Datasette") and figures.new_ms > LIMIT_MS


def measure(path: Path, rounds: int = ROUNDS) -> Iterator[Figures]:
    """The figures of every page."""
    for name, address in addresses(path).items():
        with asyncio.Runner() as runner, closing(make_app(Site(archive=path))) as app:
            yield runner.run(_figures(app, name, address, rounds))


def addresses(path: Path) -> dict[str, str]:
    """Every page by its name, with numbers of this archive."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        examples = {name: conn.execute(sql).fetchone()[0] for name, sql in _EXAMPLES.items()}
    return {name: address.format(**examples) for name, address in PAGES.items()}


async def _figures(app: ArchiveDatasette, name: str, address: str, rounds: int) -> Figures:
    await app.client.get("/-/databases.json")  # what Datasette does once
    first_ms, _, response = await _timed(app, address)
    new, again = [], []
    for _ in range(rounds):
        app.memory = Memory(app.site.archive)
        new.append(await _timed(app, address))
        again.append(await _timed(app, address))
    return Figures(
        name=name,
        address=address,
        status=response.status_code,
        size_bytes=len(response.content),
        first_ms=first_ms,
        new_ms=min(wall for wall, _, _ in new),
        work_ms=min(work for _, work, _ in new),
        again_ms=min(wall for wall, _, _ in again),
    )


async def _timed(app: ArchiveDatasette, address: str) -> tuple[float, float, Any]:
    """Milliseconds by the clock and by the processors, and the response."""
    began, worked = time.perf_counter(), time.process_time()
    response = await app.client.get(address, follow_redirects=True)
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, response


if __name__ == "__main__":
    sys.exit(main())
