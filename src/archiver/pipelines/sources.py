"""Which source an address belongs to."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from archiver.discover.scope import OF_SCOPE
from archiver.model import Source
from archiver.source_settings import NO_SOURCES, SourceSettings, SourceTable
from archiver.store.archive import Archive
from archiver.urls import bare_host, host_of, is_web_address


class SourceBook:
    """The sources by their hosts, with and without `www.` in front; new ones are registered as they are needed."""

    def __init__(self, archive: Archive, settings: SourceTable = NO_SOURCES) -> None:
        self._archive = archive
        self._settings = settings
        self._by_host: dict[str, Source] = {}
        for source in describe_sources(archive, settings):
            self._by_host.setdefault(bare_host(source.host), source)

    def source_for(self, url: str, *, home_url: str | None = None) -> Source:
        """The source of the address's host; a new one starts from ``home_url``, or the host's root."""
        host = bare_host(host_of(url))
        if host not in self._by_host:
            self._by_host[host] = add_source(self._archive, home_url or urljoin(url, "/"), self._settings)
        return self._by_host[host]

    def id_for(self, url: str) -> int | None:
        """The number of the address's source, ``None`` for what is no web address."""
        return self.source_for(url).id if is_web_address(url) else None


def add_source(archive: Archive, home_url: str, settings: SourceTable = NO_SOURCES) -> Source:
    """The source with that home page, called and limited as the settings say."""
    own = settings.for_home(host_of(home_url)) or SourceSettings(url=home_url)
    return _described(archive, archive.add_source(home_url, name=own.name, language=own.language), own)


def describe_sources(archive: Archive, settings: SourceTable) -> tuple[Source, ...]:
    """All sources, called and limited as the settings say; what they say nothing of stays."""
    return tuple(_described(archive, source, settings.for_home(source.host)) for source in archive.sources())


def _described(archive: Archive, source: Source, own: SourceSettings | None) -> Source:
    if own is None:
        return source
    wanted = replace(source, name=own.name or source.name, language=own.language or source.language)
    if wanted != source:
        archive.registry.describe(source, name=wanted.name, language=wanted.language)
    scope = own.scope
    if scope is None or scope == source.scope:
        return wanted
    return archive.registry.change_scope(wanted, scope, OF_SCOPE)
