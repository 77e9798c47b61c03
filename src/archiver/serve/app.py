"""The application: Datasette with our pages, on one archive."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from archiver.serve import plugin
from archiver.serve.database import ArchiveDatabase
from archiver.serve.metadata import metadata_of
from archiver.serve.reaching import PublicUrls
from archiver.serve.remembering import Memory
from archiver.store.serving import clear_up, load_descriptions, open_reader

#: of the archive in addresses, whatever its file is called: /archive/articles
DATABASE_NAME = "archive"
#: where the files of our own folder are
STATIC_MOUNT = "-/files"

#: beside Datasette's defaults
_SETTINGS = {
    # of each query, on our pages and on Datasette's, where visitors write their own
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 200,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "num_sql_threads": 4,
    "truncate_cells_html": 500,
    # each takes a walk over the table: half of the time of a page of rows
    "suggest_facets": False,
    # what a crawl has brought is seen at once
    "default_cache_ttl": 0,
    # the file is copied by 'archiver backup', which leaves nothing out
    "allow_download": False,
}

#: those that count over the whole archive
_FIRST_PAGES = ("/", "/archive", "/-/search", "/-/placements")
#: what is counted sooner after a commit is not remembered
_SETTLED_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is served, and where people find it."""

    archive: Path
    #: the path of the front page behind a proxy
    base_url: str = "/"
    #: what stands before that path: ``https://news.example``; ``None`` for whatever the request says
    origin: str | None = None
    #: the names that it may be asked by, ``None`` for any
    names: frozenset[str] | None = None


class ArchiveDatasette(Datasette):
    """Datasette that serves one archive. Our plugin leaves every other one alone."""

    def __init__(self, site: Site, metadata: dict[str, Any]) -> None:
        package = files("archiver.serve")
        self.site = site  # first: our plugin knows us by it
        super().__init__(
            files=[],
            metadata=metadata,
            settings=_SETTINGS | {"base_url": site.base_url},
            template_dir=str(package / "html"),
            static_mounts=[(STATIC_MOUNT, str(package / "files"))],
        )
        self.memory = Memory(site.archive)
        self.remove_database("_memory")
        self.add_database(ArchiveDatabase(self, site.archive), name=DATABASE_NAME)

    @property
    def urls(self) -> PublicUrls:
        """What makes addresses."""
        return PublicUrls(self)

    async def warm_up(self) -> None:
        """Asks the pages that everybody begins with, so that their figures are counted when the first reader comes."""
        await self.client.get(_FIRST_PAGES[0])  # opens the file, which looks like a commit
        await asyncio.sleep(_SETTLED_S)
        for path in _FIRST_PAGES:
            await self.client.get(path)

    def end_queries(self) -> None:
        """Interrupts every query that runs, and refuses new ones."""
        self.get_database(DATABASE_NAME).close()

    def close(self) -> None:
        """Gives up the file, and leaves nothing beside it. May be called twice."""
        self.end_queries()
        self.executor.shutdown()
        clear_up(self.site.archive)


def make_app(site: Site) -> ArchiveDatasette:
    """The application, to be given back with ``close``. Raises ``ArchiveError`` when the archive cannot be read."""
    with closing(open_reader(site.archive)) as conn:
        descriptions = load_descriptions(conn)
    if not pm.is_registered(plugin):
        pm.register(plugin, plugin.NAME)
    return ArchiveDatasette(site, metadata_of(DATABASE_NAME, descriptions))
