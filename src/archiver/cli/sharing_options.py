"""The options that share sites out among several crawlers, and what comes of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from archiver.cli.session import Command, Session, option_name

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from archiver.model import SourceScope, Span
    from archiver.pipelines.events import Event, RunEnded
    from archiver.pipelines.tools import Tools
    from archiver.scale.site_engines import SiteEngine
    from archiver.scale.site_tasks import Kit

_OPTIONS = (
    click.option(
        "--crawlers",
        type=click.IntRange(min=1),
        metavar="N",
        help="Share the sites out among N crawlers, each with an archive of its own until it is done. They read pages"
        " themselves, so that --workers has no place beside it; with --engine dask it means the same.  [default: 1]",
    ),
    click.option(
        "--engine",
        type=click.Choice(["process", "dask"]),
        default="process",
        help="Who the crawlers are: processes, or Dask's workers (needs archiver[scale]).  [default: process]",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Of a Dask cluster: tcp://…; without it, --engine dask begins one here.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How sites are shared out, as it was said."""

    crawlers: int | None = None
    engine: Literal["process", "dask"] = "process"
    scheduler: str | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether anybody but this process is to crawl."""
        return self.engine == "dask" or (self.crawlers or 1) > 1

    def refuse(self, *, has_workers: bool) -> None:
        """Raises ``UsageError`` for what cannot be meant; ``has_workers`` where ``--workers`` was given beside it."""
        if self.scheduler is not None and self.engine != "dask":
            raise click.UsageError("--scheduler goes with --engine dask")
        if self.scheduler is not None and (has_workers or self.crawlers is not None):
            option = "--workers" if self.crawlers is None else "--crawlers"
            raise click.UsageError(f"{option} is for a cluster that begins here: --scheduler's has its own workers")
        if has_workers and self.engine == "dask" and self.crawlers is not None:
            raise click.UsageError("--crawlers or --workers: with --engine dask both say how many crawlers there are")
        if has_workers and (self.crawlers or 1) > 1:
            raise click.UsageError("--workers is for one crawler: several read what they get themselves (--crawlers)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be crawled."""

    command: Literal["crawl", "update"]
    #: seeds, or names of known sources
    arguments: Sequence[str]
    window: Span
    scope: SourceScope | None = None


def sharing_options(function: Command) -> Command:
    """Gives a command ``--crawlers``, ``--engine`` and ``--scheduler``; it receives ``sharing``."""

    @functools.wraps(function)
    def with_sharing(
        *arguments: Any, crawlers: int | None, engine: Any, scheduler: str | None, **options: Any
    ) -> int | None:
        sharing = Sharing(crawlers=crawlers, engine=engine, scheduler=scheduler)
        sharing.refuse(has_workers=options[option_name("crawl.workers")] is not None)
        return function(*arguments, **options, sharing=sharing)

    command: Command = with_sharing
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def run_shared(session: Session, sharing: Sharing, order: Order, *, create: bool) -> RunEnded:
    """The end of a run whose sites are shared out."""
    from archiver.cli.progress import follow  # spares the start of --help what few runs need
    from archiver.config import changed  # as above
    from archiver.pipelines.tools import open_tools  # as above

    settings = session.settings
    engine = _engine(session, sharing)
    with open_tools(
        session.db,
        changed(settings.crawl, warc=False),  # only those who crawl have records to write
        sources=settings.source_table,
        interrupts=session.interrupts,
        create=create,
    ) as tools:
        return follow(_events(tools, engine, _kit(session, order), order), session)


def _events(tools: Tools, engine: SiteEngine, kit: Kit, order: Order) -> Generator[Event]:
    from archiver.scale.crawling import crawl_sites, update_sites  # as above

    if order.command == "crawl":
        return crawl_sites(tools, engine, kit, order.arguments, order.scope)
    return update_sites(tools, engine, kit, order.arguments)


def _engine(session: Session, sharing: Sharing) -> SiteEngine:
    """Raises ``MissingLibraryError`` where Dask is asked for and not there."""
    from archiver.pipelines.tools import usable_cores  # as above

    crawlers = sharing.crawlers or session.settings.crawl.workers or usable_cores()
    if sharing.engine == "process":
        from archiver.scale.site_engines import LocalCrawlers  # as above

        return LocalCrawlers(crawlers)
    from archiver.scale.crawling import work_folder  # as above

    try:
        from archiver.scale.site_dask import DaskCrawlers  # half a second, and an extra
    except ModuleNotFoundError as error:
        from archiver.scale.starting import explain_missing  # as above

        raise explain_missing(error) from error
    return DaskCrawlers(work_folder(session.db), workers=crawlers, scheduler=sharing.scheduler)


def _kit(session: Session, order: Order) -> Kit:
    """What every crawler is given: files by names that hold wherever it runs."""
    from archiver.config import changed  # as above
    from archiver.scale.site_tasks import Kit  # as above

    settings = session.settings
    bundle = settings.fetch.ca_bundle
    return Kit(
        command=order.command,
        crawl=settings.crawl,
        fetch=changed(settings.fetch, ca_bundle=bundle and str(Path(bundle).resolve())),
        sources=settings.sources,
        rules=session.load_rules(),
        window=order.window,
    )
