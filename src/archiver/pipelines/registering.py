"""Sites registered, named, rested and forgotten, without a request; each change is a run in `runs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from archiver.discover.scope import OF_SCOPE
from archiver.model import Source, SourceScope
from archiver.pipelines.discovering import seed_entry
from archiver.pipelines.sources import SourceBook
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.store.archive import Archive
from archiver.store.sources import sources_named
from archiver.urls import normalise_url


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """What somebody says of a site; ``None`` for what is not said."""

    url: str
    name: str | None = None
    language: str | None = None
    scope: SourceScope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What came of it."""

    source: Source
    is_new: bool


def register(archive: Archive, site: NewSite, settings: SourceTable = NO_SOURCES) -> Registration:
    """The source of the site's host, its home page due; what is said replaces what was known. Raises ``UrlError``."""
    url = normalise_url(site.url)
    known = {source.id for source in archive.sources()}
    with _recorded(archive, "sources add", [site.url]):
        source = SourceBook(archive, settings).source_for(url, home_url=url)
        name, language = site.name or source.name, site.language or source.language
        if (name, language) != (source.name, source.language):
            archive.registry.describe(source, name=name, language=language)
        if site.scope is not None and site.scope != source.scope:
            archive.registry.change_scope(source, site.scope, OF_SCOPE)
        archive.queue([seed_entry(source, source.home_url, archive.now())])
    (registered,) = (one for one in archive.sources() if one.id == source.id)
    return Registration(source=registered, is_new=source.id not in known)


def rest(archive: Archive, names: Sequence[str], state: Literal["active", "paused"]) -> list[Source]:
    """The sources with these names, which `update` leaves out from now on, or asks again.

    Raises ``UsageError`` for a name that is not registered, before anything is changed.
    """
    chosen = _named(archive, names)
    if any(source.state != state for source in chosen):
        with _recorded(archive, f"sources {'pause' if state == 'paused' else 'resume'}", names):
            for source in chosen:
                archive.registry.set_state(source, state)
    return chosen


def forget(archive: Archive, name: str) -> list[Source]:
    """The sources of that name, which nothing was asked of, and which are gone. Raises ``UsageError`` for others."""
    chosen = _named(archive, [name])
    with _recorded(archive, "sources remove", [name]):
        for source in chosen:
            archive.registry.remove(source)
    return chosen


def _named(archive: Archive, names: Sequence[str]) -> list[Source]:
    if archive.is_sample:
        archive.claim()  # which says that it is the sample, before it says that there is no such source
    sources = archive.sources()
    return list(dict.fromkeys(source for name in names for source in sources_named(sources, name)))


@contextmanager
def _recorded(archive: Archive, command: str, arguments: Sequence[str]) -> Iterator[None]:
    """The block is a run, whatever comes of it."""
    run_id = archive.begin_run(command, arguments)
    try:
        yield
    except BaseException:
        archive.end_run(run_id, outcome="failed", exit_code=1)
        raise
    archive.end_run(run_id, outcome="done", exit_code=0)
