"""Which source an address belongs to."""

from __future__ import annotations

from urllib.parse import urljoin

from archiver.model import Source
from archiver.store.archive import Archive
from archiver.urls import bare_host, host_of, is_web_address


class SourceBook:
    """The sources by their hosts, with and without `www.` in front; new ones are registered as they are needed."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._by_host: dict[str, Source] = {}
        for source in archive.sources():
            self._by_host.setdefault(bare_host(source.host), source)

    def source_for(self, url: str, *, home_url: str | None = None) -> Source:
        """The source of the address's host; a new one starts from ``home_url``, or the host's root."""
        host = bare_host(host_of(url))
        if host not in self._by_host:
            self._by_host[host] = self._archive.add_source(home_url or urljoin(url, "/"))
        return self._by_host[host]

    def id_for(self, url: str) -> int | None:
        """The number of the address's source, ``None`` for what is no web address."""
        return self.source_for(url).id if is_web_address(url) else None
