"""Settings: read once from ``archiver.toml``, the environment and options into frozen values.

Precedence, weakest first: the defaults below, ``archiver.toml``, environment variables ``ARCHIVER_*``, options.
Functions take the value that they need (a delay, a path), not these objects. What cannot be used is said in one
sentence with where it stands: the file and its line, the variable, or the option.
"""

from __future__ import annotations

import functools
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from archiver.complaints import Complaint, fitted, suggestion
from archiver.errors import SettingsError
from archiver.setting_checks import ON_DISK, check_on_disk
from archiver.setting_kinds import (
    Contact,
    Count,
    Factor,
    Few,
    FewOrNone,
    FileBytes,
    Filled,
    PageBytes,
    Proxy,
    Seconds,
    Share,
    Timeout,
)
from archiver.source_settings import SourceSettings, SourceTable, checked_sources, without_overridden

DEFAULT_DB = "archive.db"
SETTINGS_FILE = "archiver.toml"
ENVIRONMENT_PREFIX = "ARCHIVER_"

#: where Python's reader of TOML says that something stands
_PLACE = re.compile(r"\s*\((?:at line (?P<line>\d+), column \d+|at end of document)\)$")


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How pages are asked for."""

    #: an address or a mailbox where a site's owner reaches whoever runs the crawl; goes into the User-Agent
    contact: Contact | None = None
    #: seconds between two requests to one host
    delay_s: Seconds = 1.0
    #: rest for this many times the seconds that a host takes to answer, where that is longer than ``delay_s``; a delay
    #: of 0 switches it off
    delay_factor: Factor = 2.0
    #: longest delay that a host's ``Crawl-delay`` or its answers can bring about
    max_delay_s: Seconds = 30.0
    #: to the open connection, TLS included
    connect_timeout_s: Timeout = 10.0
    #: from the request to the first byte of its answer
    first_byte_timeout_s: Timeout = 30.0
    #: for one whole answer
    total_timeout_s: Timeout = 120.0
    #: of a response, as received and inflated
    max_bytes: PageBytes = 20_000_000
    #: followed for one page
    max_redirects: FewOrNone = 10
    #: tries for one page, the first one included
    max_attempts: Few = 3
    #: hosts asked at the same time
    concurrency: Few = 8
    #: private, loopback and link-local addresses may be asked
    allow_private: bool = False
    #: proxy for http and https; nothing is taken from the environment
    proxy: Proxy | None = None
    #: pages that need a browser are drawn in one (the extra ``browser``)
    render: bool = False
    #: the Chromium to draw them in; by default the first that is installed
    browser: str | None = None
    #: for a page to be drawn, what its scripts load included
    render_timeout_s: Timeout = 120.0
    #: file of certificates (PEM) to trust besides the usual ones: of a proxy, or of a site that issues its own
    ca_bundle: str | None = None


class CrawlSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a crawl goes."""

    #: share of failed pages above which a run ends with code 3, counted from 20 pages on
    max_failures: Share = 0.5
    #: a run ends when it has asked for this many pages
    max_pages: Count | None = None
    #: a run ends when it has taken this many seconds
    max_time_s: Timeout | None = None
    #: pages written in one transaction
    batch_pages: Few = 50
    #: processes that read pages when there are many, by default one a core; 0 and 1: the command itself reads them
    workers: FewOrNone | None = None
    #: a page that takes a worker longer is a failure
    parse_timeout_s: Timeout = 60.0
    #: ``noarchive`` is honoured
    honour_noarchive: bool = True
    #: what came over the wire is kept in WARC files; else only what was read from it
    warc: bool = True
    #: of a WARC file, after which the next one is begun
    warc_file_bytes: FileBytes = 1_000_000_000


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings, with their defaults."""

    #: path of the archive
    db: Filled = DEFAULT_DB
    #: folder of rules for single sites
    rules: str | None = None
    fetch: FetchSettings = FetchSettings()
    crawl: CrawlSettings = CrawlSettings()
    #: what holds for single sites
    sources: tuple[SourceSettings, ...] = msgspec.field(default=(), name="source")

    def at(self, db: str) -> Settings:
        """The same for another archive."""
        return msgspec.structs.replace(self, db=db)

    def without_records(self) -> Settings:
        """The same for a run that keeps rows and no WARC files."""
        return msgspec.structs.replace(self, crawl=changed(self.crawl, warc=False))

    @property
    def source_table(self) -> SourceTable:
        """The settings of single sites, to be found by their hosts."""
        return SourceTable(self.sources)


Section = TypeVar("Section", FetchSettings, CrawlSettings)


class Option(NamedTuple):
    """A setting that was given on the command line, or in the environment."""

    #: as people write it: ``--delay``, ``ARCHIVER_FETCH_DELAY_S``
    place: str
    #: ``fetch.delay_s``
    name: str
    value: Any


def load_settings(
    path: Path | None = None, *, environment: Mapping[str, str] | None = None, options: Iterable[Option] = ()
) -> Settings:
    """Settings from the file (if there is one), the environment and options, the later winning.

    What the latter two say holds for every site, whatever the file says of single ones.

    Environment names are the dotted ones in capitals with ``_`` for ``.``: ``ARCHIVER_FETCH_DELAY_S``,
    ``ARCHIVER_DB``; those of single sources stand in the file alone. Raises ``SettingsError``.
    """
    settings = Settings() if path is None else _from_file(path)
    overriding = (*_from_environment(os.environ if environment is None else environment), *options)
    for given in overriding:
        settings = _with(settings, given)
    sources = without_overridden(settings.sources, {given.name for given in overriding})
    return msgspec.structs.replace(settings, sources=sources)


def changed(section: Section, **values: Any) -> Section:
    """The settings of one section with others in their place; what they are is not looked at."""
    return msgspec.structs.replace(section, **values)


def setting_names() -> tuple[str, ...]:
    """Dotted names of all settings but those of single sources, in the order they are declared."""
    names: list[str] = []
    for field in msgspec.structs.fields(Settings):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            names += [f"{field.name}.{inner.name}" for inner in msgspec.structs.fields(field.type)]
        elif field.name != "sources":
            names.append(field.name)
    return tuple(names)


# --- the file --------------------------------------------------------------------


def _from_file(path: Path) -> Settings:
    text = _text_of(path)
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # the latter from brackets in brackets in brackets
        raise SettingsError(_invalid(path, text, error)) from error
    try:
        settings = fitted(tree, Settings)
        for name in ON_DISK.keys() & set(setting_names()):
            check_on_disk(tuple(name.split(".")), name, _value(settings, name))
        return msgspec.structs.replace(settings, sources=checked_sources(settings.sources))
    except Complaint as complaint:
        from archiver.toml_lines import line_of, lines_of  # noqa: PLC0415 - only for what does not fit

        line = line_of(lines_of(text), complaint.path)
        raise SettingsError(f"{_at(path, line)}: {complaint}") from complaint


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such settings file") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{_at(path, line)}: expected UTF-8, found the byte 0x{content[error.start]:02x}") from None


def _invalid(path: Path, text: str, error: Exception) -> str:
    """Python's own words, with the line in front."""
    place = _PLACE.search(str(error))
    reason = str(error)[: place.start()] if place else str(error)
    line = int(place["line"] or text.count("\n") + 1) if place else None
    return f"{_at(path, line)}: not valid TOML: {reason[:1].lower()}{reason[1:]}"


def _at(path: Path, line: int | None) -> str:
    return str(path) if line is None else f"{path}, line {line}"


# --- what overrides it -----------------------------------------------------------


def _from_environment(environment: Mapping[str, str]) -> Iterator[Option]:
    """The variables that are set. Raises ``SettingsError`` for one that is misspelt."""
    names = {_variable(name): name for name in setting_names()}
    sections = tuple({_variable(name.partition(".")[0]) + "_" for name in names.values() if "." in name})
    for variable, value in environment.items():
        if value and variable in names:
            yield Option(variable, names[variable], value)
        elif value and variable.startswith(sections):
            near = suggestion(variable, names, fold=str.upper)
            raise SettingsError(f"{variable}: there is no such setting{near}")


def _variable(name: str) -> str:
    return ENVIRONMENT_PREFIX + name.upper().replace(".", "_")


def _with(settings: Settings, given: Option) -> Settings:
    """The settings with one of them replaced. Raises ``SettingsError``."""
    section, _, field = given.name.rpartition(".")
    tree = {section: {field: given.value}} if section else {field: given.value}
    try:
        value = _value(fitted(tree, Settings, strict=False), given.name)
        check_on_disk((field,), given.name, value)
    except Complaint as complaint:
        raise SettingsError(f"{given.place}: {complaint.text}") from complaint
    if not section:
        return msgspec.structs.replace(settings, **{field: value})
    return msgspec.structs.replace(
        settings, **{section: msgspec.structs.replace(getattr(settings, section), **{field: value})}
    )


def _value(settings: Settings, name: str) -> Any:
    """Of the setting with that dotted name."""
    return functools.reduce(getattr, name.split("."), settings)
