"""Rules for single sites: CSS selectors that say where a field stands, each set with the days between which it holds.

A file of rules is TOML: the hosts it is for, and one ``[[rule]]`` for each of the site's designs. This module reads
such a file into values and says what is wrong with it; which pages are on disk is the business of whoever calls.

    hosts = ["lac.example"]

    [[rule]]
    from = 2024-05-01
    title = "h1.story-title"
    published = "time.published@datetime"
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias
from urllib.parse import urlsplit

import msgspec

from archiver.errors import RulesError

#: the fields of an article that a rule may name
FIELDS = ("title", "published", "modified", "authors", "lead", "body", "section", "tags", "language")
#: what else it may select: what is not read at all, and the link to the article's next page
OTHERS = ("remove", "next_page")
#: the attribute that is read where no other is named
_READ = {"next_page": "href"}
_DATES = frozenset({"published", "modified"})
#: ``time.published@datetime``
_WITH_ATTRIBUTE = re.compile(r"(?P<css>.*\S)@(?P<attribute>[A-Za-z][\w:.-]*)", re.DOTALL)
_HOST = re.compile(r"(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?(?::\d{1,5})?")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`")
_INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Where one field stands."""

    css: str
    #: read instead of the text
    attribute: str | None = None
    #: of a date that is written as no parser would guess; see ``datetime.strptime``
    date_format: str | None = None

    def __str__(self) -> str:
        """As a rule file has it."""
        return self.css if self.attribute is None else f"{self.css}@{self.attribute}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRule:
    """How one design of one site is read."""

    #: the name of its file
    file: str
    #: from 1, in the file's order
    number: int
    #: days of fetching, both included; ``None`` for no limit
    first: dt.date | None = None
    last: dt.date | None = None
    #: by the field's name, each with the selectors to try in turn
    selectors: Mapping[str, tuple[Selector, ...]] = field(default_factory=dict)

    def holds_on(self, day: dt.date) -> bool:
        """Whether a page that was fetched on this day has the design."""
        return (self.first or dt.date.min) <= day <= (self.last or dt.date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """What one file says."""

    name: str
    hosts: tuple[str, ...]
    #: the oldest first
    rules: tuple[SiteRule, ...]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """All rules that there are. A host's rules are also its subdomains', unless those have rules of their own."""

    files: tuple[RuleFile, ...] = ()
    _by_host: dict[str, RuleFile] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises ``RulesError`` when two files name one host."""
        by_host: dict[str, RuleFile] = {}
        for file in self.files:
            for host in file.hosts:
                if host in by_host:
                    raise RulesError(f"{file.name}: hosts: '{host}' has rules in {by_host[host].name} already")
                by_host[host] = file
        object.__setattr__(self, "_by_host", by_host)

    def file_for(self, url: str | None) -> RuleFile | None:
        """The file that names the page's host, or the nearest domain above it."""
        host = urlsplit(url).netloc.rpartition("@")[2].lower() if url and self._by_host else ""
        while host:
            for name in (host, host.partition(":")[0]):
                if name in self._by_host:
                    return self._by_host[name]
            host = host.partition(".")[2]
        return None

    def rule_for(self, url: str | None, fetched_at: dt.datetime | None = None) -> SiteRule | None:
        """The rule for a page; of a page that nobody knows the day of, the newest."""
        file = self.file_for(url)
        if file is None:
            return None
        if fetched_at is None:
            return file.rules[-1]
        day = fetched_at.date()
        return next((rule for rule in file.rules if rule.holds_on(day)), None)


#: for whoever has none
NO_RULES = SiteRules()


# --- reading a file --------------------------------------------------------------


class _Pick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    select: str
    attribute: str | None = None
    format: str | None = None


_Some: TypeAlias = str | _Pick | list[str | _Pick]


class _Rule(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"first": "from", "last": "until"}
):
    first: dt.date | None = None
    last: dt.date | None = None
    title: _Some = []
    published: _Some = []
    modified: _Some = []
    authors: _Some = []
    lead: _Some = []
    body: _Some = []
    section: _Some = []
    tags: _Some = []
    language: _Some = []
    remove: _Some = []
    next_page: _Some = []


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hosts: str | list[str]
    rule: list[_Rule]


def read_rules(name: str, content: bytes) -> RuleFile:
    """The rules in a file's content. Raises ``RulesError`` that names the file, the key and what is wrong."""
    try:
        raw = msgspec.toml.decode(content, type=_File)
    except msgspec.ValidationError as error:
        raise RulesError(f"{name}: {_explained(str(error))}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{name}: not valid TOML: {error}") from error
    hosts = tuple(_host(name, host) for host in ([raw.hosts] if isinstance(raw.hosts, str) else raw.hosts))
    if not hosts or not raw.rule:
        raise RulesError(f"{name}: {'rule: at least one [[rule]]' if hosts else 'hosts: at least one host'} is needed")
    rules = [_rule(name, number, one) for number, one in enumerate(raw.rule, 1)]
    rules.sort(key=lambda rule: rule.first or dt.date.min)
    _refuse_overlaps(name, rules)
    return RuleFile(name=name, hosts=hosts, rules=tuple(rules))


def _host(name: str, host: str) -> str:
    if not _HOST.fullmatch(host):
        raise RulesError(f"{name}: hosts: '{host}' is no host (expected as in news.example.org)")
    return host.lower().removeprefix("www.")


def _rule(name: str, number: int, raw: _Rule) -> SiteRule:
    if raw.first and raw.last and raw.first > raw.last:
        raise RulesError(f"{name}: rule {number}: until {raw.last} is before from {raw.first}")
    given = {key: getattr(raw, key) for key in (*FIELDS, *OTHERS)}
    selectors = {key: tuple(_selectors(some, _READ.get(key))) for key, some in given.items() if some}
    for key, some in selectors.items():
        for one in some:
            _refuse_format(f"{name}: rule {number}: {key}", key, one)
    if not selectors:
        raise RulesError(f"{name}: rule {number}: selects nothing")
    return SiteRule(file=name, number=number, first=raw.first, last=raw.last, selectors=selectors)


def _selectors(some: _Some, attribute: str | None) -> Iterator[Selector]:
    for one in some if isinstance(some, list) else (some,):
        if isinstance(one, _Pick):
            yield Selector(css=one.select, attribute=one.attribute or attribute, date_format=one.format)
        elif found := _WITH_ATTRIBUTE.fullmatch(one):
            yield Selector(css=found["css"], attribute=found["attribute"])
        else:
            yield Selector(css=one, attribute=attribute)


def _refuse_format(place: str, key: str, selector: Selector) -> None:
    if selector.date_format is None:
        return
    if key not in _DATES:
        raise RulesError(f"{place}: only dates have a format")
    day = dt.datetime(2024, 5, 31, 13, 45, tzinfo=dt.UTC)
    try:
        is_whole = parse_format(day.strftime(selector.date_format), selector.date_format).date() == day.date()
    except ValueError:
        is_whole = False
    if not is_whole:
        raise RulesError(f"{place}: format '{selector.date_format}' names no day (expected as in %d.%m.%Y %H:%M %z)")


def parse_format(text: str, date_format: str) -> dt.datetime:
    """The moment in a text of that format, naive where it names no zone. Raises ``ValueError``."""
    return dt.datetime.strptime(text, date_format)  # noqa: DTZ007 - a moment without a zone counts as its day


def _refuse_overlaps(name: str, rules: Iterable[SiteRule]) -> None:
    for one, after in pairwise(rules):
        if (one.last or dt.date.max) >= (after.first or dt.date.min):
            until = one.last or "further notice"
            raise RulesError(
                f"{name}: rule {after.number}: from {after.first or 'the beginning'} overlaps rule {one.number}, "
                f"which holds until {until}"
            )


def _explained(message: str) -> str:
    """``Object contains unknown field `titel` - at `$.rule[0]` `` as ``rule 1: unknown key 'titel'``."""
    text, _, place = message.partition(" - at `$")
    if found := _UNKNOWN_KEY.match(text):
        text = f"unknown key '{found['key']}'"
    text = text.replace("`", "")
    where = _INDEX.sub(lambda found: f" {int(found[1]) + 1}", place.rstrip("`").removeprefix(".")).replace(".", ": ")
    return f"{where}: {text[:1].lower()}{text[1:]}" if where else f"{text[:1].lower()}{text[1:]}"
