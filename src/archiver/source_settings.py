"""The settings of single sources: ``[[source]]`` in ``archiver.toml``, and which of them is meant by a host."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from archiver.complaints import Complaint, expectation, shown
from archiver.errors import UrlError, UsageError
from archiver.setting_checks import check_on_disk
from archiver.setting_kinds import Address, Count, Days, Filled, Language, Seconds

if TYPE_CHECKING:  # the model takes as long to load as Python itself
    from archiver.model import SourceScope

#: the parts of a scope that are lists
_SCOPE = ("hosts", "paths", "include", "exclude")
#: settings for all sites → what takes their place for a single one
_IN_PLACE_OF = {"fetch.delay_s": "delay_s", "fetch.render": "render"}
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
#: headers that are not for settings to say: beginnings of names → why
_REFUSED = {
    "user-agent": "it says who asks: set fetch.contact",
    "from": "it says who asks: set fetch.contact",
    "host": "it is the address's",
    "cookie": "a cookie lives as long as one page's redirects",
    "authorization": "the archive keeps every request, and no passwords",
    "proxy-": "it is the proxy's: set fetch.proxy",
    "accept-encoding": "it says what can be unpacked",
    "if-": "it depends on what is archived",
    "range": "pages are kept whole",
    "content-": "requests have no content",
    "expect": "requests have no content",
    "transfer-encoding": "it is the connection's",
    "te": "it is the connection's",
    "trailer": "it is the connection's",
    "connection": "it is the connection's",
    "keep-alive": "it is the connection's",
    "upgrade": "it is the connection's",
}


class SourceSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for one site, in place of what holds for all."""

    #: the home page, as it is given to ``crawl``; what follows holds for its host, with and without ``www.`` in front
    url: Address
    #: what people call it; shown wherever sources are named, in place of the host
    name: Filled | None = None
    #: what it is written in, for people who look through the sources
    language: Language | None = None
    #: ``update`` leaves it out, unless it is named
    paused: bool = False
    #: seconds between two requests to the host, in place of ``fetch.delay_s``; a longer ``Crawl-delay`` is honoured
    delay_s: Seconds | None = None
    #: of its pages, a round asks for so many at most and leaves the rest to the next one; ``crawl.max_pages`` and
    #: ``--max-pages`` count the pages of all sites, and hold besides
    max_pages: Count | None = None
    #: no page is asked for again sooner, in seconds
    revisit_pause_s: Seconds | None = None
    #: an article older than this many days is not asked for again, in place of 365; 0 for no article ever
    revisit_days: Days | None = None
    #: sent with every request to the host, and to no other that it redirects to: ``{ "Accept-Language" = "fr" }``
    headers: dict[str, str] = {}
    #: its pages that need a browser are drawn in one, in place of ``fetch.render``
    render: bool | None = None
    #: further hosts that belong to it; delay and headers hold for them, too
    hosts: tuple[str, ...] = ()
    #: all hosts of its domain belong to it
    whole_domain: bool = False
    #: only pages below these paths are asked for
    paths: tuple[str, ...] = ()
    #: only pages that match one of these patterns are asked for: ``"/sport/*"``
    include: tuple[str, ...] = ()
    #: nothing that matches one of these is asked for
    exclude: tuple[str, ...] = ()
    #: a file of rules for this site, beside those of the folder ``rules``
    rules: Filled | None = None

    @property
    def scope(self) -> SourceScope | None:
        """How far it reaches; ``None`` where nothing is said of that."""
        from archiver.scopes import read_scope  # noqa: PLC0415 - every command reads settings, few an address

        said = {name: getattr(self, name) for name in _SCOPE} | {"is_whole_domain": self.whole_domain}
        return read_scope(said) if any(said.values()) else None


class SourceTable:
    """Finds the settings of the source that a host belongs to."""

    def __init__(self, sources: Sequence[SourceSettings] = ()) -> None:
        self._by_home: dict[str, SourceSettings] = {}
        self._by_host: dict[str, SourceSettings] = {}
        self._by_domain: dict[str, SourceSettings] = {}
        if not sources:
            return
        from archiver.urls import bare_host, host_of, registered_domain  # noqa: PLC0415 - every command reads settings, few an address

        for source in sources:
            home = bare_host(host_of(source.url))
            self._by_home[home] = source
            self._by_host |= {bare_host(host.lower()): source for host in source.hosts}
            if source.whole_domain:
                self._by_domain[registered_domain(home)] = source

    def __repr__(self) -> str:
        """All that is set, the same in every process: what a worker makes with it is known again by that."""
        return f"SourceTable({[*self._by_home.values()]!r})"

    def for_home(self, host: str) -> SourceSettings | None:
        """The settings of the source whose home page is on that host."""
        if not self._by_home:
            return None
        from archiver.urls import bare_host  # noqa: PLC0415 - every command reads settings, few an address

        return self._by_home.get(bare_host(host))

    def for_host(self, host: str) -> SourceSettings | None:
        """The settings of the source that the host belongs to, ``None`` where nothing is set for it."""
        if not self._by_home:
            return None
        from archiver.urls import bare_host, registered_domain  # noqa: PLC0415 - every command reads settings, few an address

        bare = bare_host(host)
        found = self._by_home.get(bare) or self._by_host.get(bare)
        return found or (self._by_domain.get(registered_domain(bare)) if self._by_domain else None)

    def is_paused(self, host: str) -> bool:
        """Whether the source whose home page is on that host is to be left out."""
        source = self.for_home(host)
        return source is not None and source.paused

    def is_rendered(self, host: str, usual: bool) -> bool:
        """Whether pages of that host that need a browser are drawn in one."""
        source = self.for_host(host)
        return usual if source is None or source.render is None else source.render

    def wants_browser(self, usual: bool) -> bool:
        """Whether any site's pages may have to be drawn."""
        return usual or any(source.render for source in self._by_home.values())

    def delay_s(self, host: str, usual_s: float) -> float:
        """Seconds between two requests to that host: its own, or the usual ones."""
        source = self.for_host(host)
        return usual_s if source is None or source.delay_s is None else source.delay_s


#: where nothing is set for any site
NO_SOURCES = SourceTable()


def checked_sources(sources: Sequence[SourceSettings]) -> tuple[SourceSettings, ...]:
    """The same, their addresses normalised. Raises ``Complaint``: no address, a site twice, a header that is ours."""
    if not sources:
        return ()
    from archiver.urls import bare_host, host_of  # noqa: PLC0415 - every command reads settings, few an address

    checked: list[SourceSettings] = []
    hosts: dict[str, int] = {}
    names: dict[str, int] = {}
    for number, source in enumerate(sources):
        place = ("source", number)
        url = _address((*place, "url"), source.url)
        host = bare_host(host_of(url))
        if host in hosts:
            raise Complaint((*place, "url"), f"{host} is set in source[{hosts[host] + 1}] already")
        hosts[host] = number
        if source.name is not None and names.setdefault(source.name, number) != number:
            raise Complaint((*place, "name"), f"source[{names[source.name] + 1}] has this name already")
        for name, value in source.headers.items():
            _check_header((*place, "headers", name), name, value)
        _check_scope(place, source)
        check_on_disk((*place, "rules"), "source.rules", source.rules)
        checked.append(msgspec.structs.replace(source, url=url))
    _check_claims(sources, hosts)
    return tuple(checked)


def _check_claims(sources: Sequence[SourceSettings], homes: Mapping[str, int]) -> None:
    """Raises ``Complaint`` for a further host, or a whole domain, that two sources lay claim to."""
    from archiver.urls import bare_host, registered_domain  # noqa: PLC0415 - every command reads settings, few an address

    hosts, domains = dict(homes), dict[str, int]()
    for home, number in homes.items():
        place = ("source", number)
        for nth, host in enumerate(bare_host(host.lower()) for host in sources[number].hosts):
            if hosts.setdefault(host, number) != number:
                raise Complaint((*place, "hosts", nth), f"{host} belongs to source[{hosts[host] + 1}]")
        domain = registered_domain(home)
        if sources[number].whole_domain and domains.setdefault(domain, number) != number:
            raise Complaint((*place, "whole_domain"), f"{domain} belongs to source[{domains[domain] + 1}]")


def without_overridden(sources: Sequence[SourceSettings], names: Collection[str]) -> tuple[SourceSettings, ...]:
    """The same, but for what takes the place of settings with these names, which were given by hand."""
    dropped = {own: None for usual, own in _IN_PLACE_OF.items() if usual in names}
    return tuple(msgspec.structs.replace(source, **dropped) if dropped else source for source in sources)


def _address(path: tuple[str | int, ...], url: str) -> str:
    from archiver.urls import normalise_url  # noqa: PLC0415 - every command reads settings, few an address

    try:
        return normalise_url(url)
    except UrlError as error:
        raise Complaint(path, f"expected {expectation(Address)}, found {shown(url)}") from error


def _check_scope(place: tuple[str | int, ...], source: SourceSettings) -> None:
    from archiver.scopes import read_scope  # noqa: PLC0415 - every command reads settings, few an address

    for name in _SCOPE:
        for number, said in enumerate(getattr(source, name)):
            try:
                read_scope({name: [said]})
            except UsageError as error:
                raise Complaint((*place, name, number), str(error)) from error


def _check_header(path: tuple[str | int, ...], name: str, value: str) -> None:
    if not _TOKEN.fullmatch(name):
        raise Complaint(path, f"expected a header's name as in Accept-Language, found {shown(name)}")
    if not _HEADER_VALUE.fullmatch(value):
        raise Complaint(path, f"expected one line of plain ASCII, found {shown(value)}")
    for start, reason in _REFUSED.items():
        if name.lower() == start or (start.endswith("-") and name.lower().startswith(start)):
            raise Complaint(path, f"this header cannot be set: {reason}")
