"""What a pipeline works with, opened and closed together."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.config import CrawlSettings, FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.own_headers import user_agent
from archiver.fetch.pace import utc_now
from archiver.fetch.transport import RequestsTransport
from archiver.fetch.warc import Provenance, WarcWriter
from archiver.model import HostState
from archiver.pipelines.interrupts import Interrupts
from archiver.site_rules import NO_RULES, SiteRules
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.store.archive import Archive, open_archive

if TYPE_CHECKING:
    from archiver.fetch.browser import ChromiumBrowser


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """How many workers there may be, and from when on."""

    #: 0 and 1: pages are read in this process
    workers: int = 0
    #: they begin after so much reading in this process, which is what it takes to start them, or with so much in sight
    after_s: float = 0.5
    #: and if that was at least this share of the time: whoever waits for a slow site needs no help
    from_share: float = 0.25
    #: or before the first page, where new pages of so many sites are due: a page of each a second makes that share
    from_sites: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run writes with."""

    archive: Archive
    #: ``None`` keeps no records
    writer: WarcWriter | None = None
    settings: CrawlSettings = CrawlSettings()
    #: of sites that have some
    rules: SiteRules = NO_RULES
    #: what is set for single sites
    sources: SourceTable = NO_SOURCES
    interrupts: Interrupts
    #: who reads pages
    staff: Staff = Staff()
    clock: Callable[[], dt.datetime] = utc_now
    #: others crawl at the same time, for the same archive in the end: another site may be theirs
    is_shared: bool = False


@contextmanager
def open_tools(
    path: Path,
    settings: CrawlSettings,
    *,
    rules: SiteRules = NO_RULES,
    sources: SourceTable = NO_SOURCES,
    interrupts: Interrupts | None = None,
    create: bool = False,
    contact: str | None = None,
) -> Iterator[Tools]:
    """The archive at this path, with its WARC files; a new one where there is none and ``create`` says so.

    It is nobody else's to write to from here on: where the WARC files end is read once. Raises ``LockedArchiveError``.
    ``contact`` is what requests say of who asks; the files say so, too.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(open_archive(path, create=create))
        archive.claim()
        writer = stack.enter_context(_warc_writer(archive, settings, contact)) if settings.warc else None
        yield Tools(
            archive=archive,
            writer=writer,
            settings=settings,
            rules=rules,
            sources=sources,
            interrupts=interrupts or Interrupts(),
            staff=Staff(workers=usable_cores() if settings.workers is None else settings.workers),
        )


@contextmanager
def open_to_read(
    path: Path, settings: CrawlSettings, *, rules: SiteRules = NO_RULES, interrupts: Interrupts | None = None
) -> Iterator[Tools]:
    """The archive at this path for a run that writes nothing: beside another writer, and where nobody may write."""
    with open_archive(path, create=False) as archive:
        yield Tools(archive=archive, settings=settings, rules=rules, interrupts=interrupts or Interrupts())


def _warc_writer(archive: Archive, settings: CrawlSettings, contact: str | None) -> WarcWriter:
    folder = archive.warc_folder
    return WarcWriter(
        folder,
        resume=archive.warc_records.position(),
        max_bytes=settings.warc_file_bytes,
        provenance=provenance_of(folder, contact),
        vouched=archive.warc_records.end,
    )


def provenance_of(folder: Path, contact: str | None) -> Provenance:
    """What the WARC files of that folder say of themselves; ``contact`` as for ``open_tools``."""
    return Provenance(user_agent=user_agent(contact), contact=contact, part_of=folder.stem)


@contextmanager
def open_fetcher(
    settings: FetchSettings,
    host_states: Iterable[HostState] = (),
    *,
    asked_until: dt.datetime | None = None,
    sources: SourceTable = NO_SOURCES,
    others: Collection[str] = (),
) -> Iterator[Fetcher]:
    """A fetcher that goes out to the network, with what is known of hosts and what is set for single sites.

    ``others`` are registered domains that somebody else asks meanwhile.

    Raises ``SettingsError`` when pages are to be drawn and there is nothing to draw them with.
    """
    transport = RequestsTransport(settings)
    with ExitStack() as stack:
        stack.callback(transport.close)
        browser = _open_browser(settings) if sources.wants_browser(settings.render) else None
        if browser is not None:
            stack.callback(browser.close)
        yield Fetcher(
            transport,
            settings,
            host_states=host_states,
            asked_until=asked_until,
            sources=sources,
            browser=browser,
            others=others,
        )


def require_browser(settings: FetchSettings, sources: SourceTable) -> None:
    """Raises ``SettingsError`` when pages are to be drawn and there is nothing to draw them with."""
    if sources.wants_browser(settings.render):
        from archiver.fetch.browser import find_program  # noqa: PLC0415 - as below

        find_program(settings.browser)


def _open_browser(settings: FetchSettings) -> ChromiumBrowser:
    from archiver.fetch.browser import ChromiumBrowser, find_program  # noqa: PLC0415 - asyncio, which few runs need

    return ChromiumBrowser(
        find_program(settings.browser),
        user_agent=user_agent(settings.contact),
        timeout_s=settings.render_timeout_s,
    )


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
