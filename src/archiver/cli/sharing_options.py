"""The options that share sites out among several crawlers, and what comes of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from archiver.cli.session import Command, Session

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
        default=1,
        metavar="N",
        help="Share the sites out among N processes, each with an archive of its own until it is done.  [default: 1]",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How sites are shared out, as it was said."""

    crawlers: int = 1

    @property
    def is_wanted(self) -> bool:
        """Whether anybody but this process is to crawl."""
        return self.crawlers > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be crawled."""

    command: Literal["crawl", "update"]
    #: seeds, or names of known sources
    arguments: Sequence[str]
    window: Span
    scope: SourceScope | None = None


def sharing_options(function: Command) -> Command:
    """Gives a command ``--crawlers``; it receives ``sharing``."""

    @functools.wraps(function)
    def with_sharing(*arguments: Any, crawlers: int, **options: Any) -> int | None:
        return function(*arguments, **options, sharing=Sharing(crawlers=crawlers))

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
    engine = _engine(sharing)
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


def _engine(sharing: Sharing) -> SiteEngine:
    from archiver.scale.site_engines import LocalCrawlers  # as above

    return LocalCrawlers(sharing.crawlers)


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
