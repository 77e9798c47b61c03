"""The options that say which pages of what is given are taken in."""

from __future__ import annotations

import datetime as dt
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.amounts import LANGUAGE
from archiver.cli.session import NamedPath
from archiver.cli.window_options import DAYS, window_of

if TYPE_CHECKING:
    from archiver.cli.session import Command
    from archiver.model.bulk import Wanted
    from archiver.model.listing import Span


class _Pattern(click.ParamType[str]):
    """A regular expression."""

    name = "pattern"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            re.compile(str(value))
        except re.error as error:
            self.fail(f"'{value}' is no regular expression: {error}", param, ctx)
        return str(value)


class _MediaType(click.ParamType[str]):
    """``text/html``, or with a star: ``text/*``."""

    name = "media type"
    _form = re.compile(r"[a-z0-9.+*-]+/[a-z0-9.+*-]+")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).strip().lower()
        if not self._form.fullmatch(text):
            self.fail(f"'{value}' is no media type (expected as in text/html or text/*)", param, ctx)
        return text


_OPTIONS = (
    click.option(
        "--host", "hosts", multiple=True, metavar="HOST", help="Only pages of this host and those below it; repeatable."
    ),
    click.option(
        "--hosts",
        "hosts_file",
        type=NamedPath(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="The same for many hosts: one a line.",
    ),
    click.option("--match", "pattern", type=_Pattern(), metavar="REGEX", help="Only addresses in which this is found."),
    click.option(
        "--since",
        type=DAYS,
        metavar="DAY",
        help="Only pages that were recorded on this day or later: 2025-08-11, 2025-08, 7 days, 2w.",
    ),
    click.option("--until", type=DAYS, metavar="DAY", help="The same for this day or earlier."),
    click.option(
        "--language", "languages", multiple=True, type=LANGUAGE, help="Only pages in this language; repeatable."
    ),
    click.option(
        "--media-type",
        "media_types",
        multiple=True,
        type=_MediaType(),
        metavar="TYPE",
        help="Only records of this type, as in text/html; repeatable.  [default: pages, and texts of pages]",
    ),
    click.option(
        "--only-articles", is_flag=True, help="Keep nothing of pages that are no article, live blog or gallery."
    ),
)


def wanted_options(function: Command) -> Command:
    """Gives a command the options; it receives ``wanted``."""

    @functools.wraps(function)
    def with_wanted(*arguments: Any, **options: Any) -> int | None:
        own = {name: options.pop(name) for name in _NAMES}
        return function(*arguments, **options, wanted=_wanted(**own))

    command: Command = with_wanted
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


_NAMES = ("hosts", "hosts_file", "pattern", "since", "until", "languages", "media_types", "only_articles")


def _wanted(
    *,
    hosts: tuple[str, ...],
    hosts_file: Path | None,
    since: Span | None,
    until: Span | None,
    languages: tuple[str, ...],
    **others: Any,
) -> Wanted:
    from archiver.model.bulk import Wanted  # spares the start of --help the model

    window = window_of(since, until)
    listed = () if hosts_file is None else _listed(hosts_file)
    return Wanted(
        hosts=frozenset((*map(read_host, hosts), *listed)),
        since=None if window.first is None else _begin_of(window.first),
        until=None if window.last is None else _begin_of(window.last + dt.timedelta(days=1)),
        languages=frozenset(language.partition("-")[0].lower() for language in languages),
        **others,
    )


def read_host(text: str) -> str:
    """The host that a text names, by itself or in an address, without ``www.``. Raises ``click.UsageError``.

    >>> read_host("https://www.Lac.example/sport"), read_host("lac.example")
    ('lac.example', 'lac.example')

    A port is part of it where it is not the usual one.

    >>> read_host("lac.example:80"), read_host("lac.example:8080")
    ('lac.example', 'lac.example:8080')
    """
    from archiver.urls import bare_host, host_of, is_web_address  # as above

    text = text.strip()
    address = text if "://" in text else f"{'http' if text.endswith(':80') else 'https'}://{text}/"
    if not is_web_address(address) or not (host := host_of(address)):
        raise click.UsageError(f"'{text}' is no host (expected as in lac.example)")
    return bare_host(host)


def _listed(path: Path) -> tuple[str, ...]:
    """The hosts in a file; behind a ``#`` stands a comment."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path}: this list of hosts cannot be read: {error}") from error
    told = ((number, line.partition("#")[0].strip()) for number, line in enumerate(lines, 1))
    hosts = tuple(_host_at(path, number, text) for number, text in told if text)
    if not hosts:
        raise click.UsageError(f"{path}: there is no host in it (expected one a line)")
    return hosts


def _host_at(path: Path, number: int, text: str) -> str:
    try:
        return read_host(text)
    except click.UsageError as error:
        raise click.UsageError(f"{path}, line {number}: {error.message}") from error


def _begin_of(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
