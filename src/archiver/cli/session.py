"""The options that every command has, and what comes of them: settings, messages, the archive's path."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from archiver.cli.amounts import SECONDS
from archiver.cli.call import Process
from archiver.cli.logs import pass_on_logging
from archiver.cli.messages import DEBUG, ERROR, INFO, WARNING, Messages
from archiver.pipelines.interrupts import Interrupts

if TYPE_CHECKING:
    import datetime as dt

    from archiver.config import Option, Settings
    from archiver.fetch.fetcher import Fetcher
    from archiver.model import HostState
    from archiver.pipelines.tools import Tools
    from archiver.site_rules import SiteRules
    from archiver.store.archive import Archive

Command: TypeAlias = Callable[..., int | None]

#: between the parts of a setting's name in an option's destination: ``fetch__delay_s`` is ``fetch.delay_s``
_DOT = "__"
#: of the archive's file, and of what lies beside it while it is in use
_ENDS = ("", "-wal", "-shm", "-journal", ".lock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One call of one command."""

    settings: Settings
    messages: Messages
    interrupts: Interrupts
    #: ``--quiet``
    is_quiet: bool
    #: how often ``--verbose`` was given
    verbosity: int = 0

    @property
    def is_verbose(self) -> bool:
        """Whether more is wanted than is usual."""
        return self.verbosity > 0

    @property
    def db(self) -> Path:
        """Where the archive is, or will be."""
        return Path(self.settings.db)

    def at(self, path: Path) -> Session:
        """The same call for an archive at that path."""
        return replace(self, settings=self.settings.at(str(path)))

    def without_records(self) -> Session:
        """The same call, which keeps rows and no WARC files."""
        return replace(self, settings=self.settings.without_records())

    def is_of_archive(self, path: str) -> bool:
        """Whether this is the archive, under whatever name, or a file that SQLite and the lock keep beside it."""
        own = self.db.resolve()
        return any(_is_one_file(Path(path), own.with_name(f"{own.name}{end}")) for end in _ENDS)

    @staticmethod
    def is_within(path: str, folder: Path) -> bool:
        """Whether this is the folder, or lies in it or below, as what it is called or as what it leads to."""
        named = Path(path).absolute()
        led_to, called = named.resolve(), named.parent.resolve()
        own = folder.resolve()
        return any(_is_one_file(one, own) for one in (led_to, *led_to.parents, called, *called.parents))

    def for_a_clock(self) -> Session:
        """The same where somebody watches; else a step quieter: for what cron starts.

        JSON is for programs, who want a round's figures without asking, and its pages only when asked twice.
        """
        messages = self.messages
        if not self.is_quiet and (messages.as_json or not messages.is_on_terminal):
            steps = (INFO, INFO, DEBUG) if messages.as_json else (WARNING, INFO, DEBUG)
            messages.threshold = steps[min(self.verbosity, 2)]
        return self

    def open_fetcher(
        self, host_states: Iterable[HostState] = (), asked_until: dt.datetime | None = None
    ) -> AbstractContextManager[Fetcher]:
        """A fetcher on the network, with what is known of hosts."""
        from archiver.pipelines.tools import open_fetcher  # spares the start of --help requests

        return open_fetcher(
            self.settings.fetch, host_states, asked_until=asked_until, sources=self.settings.source_table
        )

    def open_archive(self, *, create: bool = False) -> Archive:
        """The archive at ``--db``; with ``create``, a new one when there is none."""
        from archiver.store.archive import open_archive  # spares the start of --help the database

        return open_archive(self.db, create=create)

    def open_tools(self, *, create: bool = False) -> AbstractContextManager[Tools]:
        """The archive at ``--db`` and its WARC files, to write to; with ``create``, a new one when there is none."""
        from archiver.pipelines.tools import open_tools  # as above

        return open_tools(
            self.db,
            self.settings.crawl,
            rules=self.load_rules(),
            sources=self.settings.source_table,
            interrupts=self.interrupts,
            create=create,
            contact=self.settings.fetch.contact,
        )

    def open_to_read(self) -> AbstractContextManager[Tools]:
        """The archive at ``--db``, for a run that writes nothing."""
        from archiver.pipelines.tools import open_to_read  # as above

        return open_to_read(self.db, self.settings.crawl, rules=self.load_rules(), interrupts=self.interrupts)

    def load_rules(self) -> SiteRules:
        """The site rules that the settings name. Raises ``RulesError`` when they cannot be used."""
        from archiver.site_rules import NO_RULES  # as above

        folder, sources = self.settings.rules, self.settings.sources
        if folder is None and all(source.rules is None for source in sources):
            return NO_RULES
        from archiver.pipelines.site_rules import load_rules  # as above

        return load_rules(folder, sources)


def _is_one_file(path: Path, other: Path) -> bool:
    """Whether both names lead to one file, by a link of either kind; one that is not there is told by its name."""
    try:
        return path.samefile(other)
    except OSError:
        return path.resolve() == other


class NamedPath(click.Path):
    """A path that is not empty: that would be the current folder, which nobody meant who gave an unset variable."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """What ``click.Path`` makes of it."""
        if not value:
            self.fail("it names no file", param, ctx)
        return super().convert(value, param, ctx)


def session_options(function: Command) -> Command:
    """Gives a command the common options; it receives a ``Session`` first, its own options after it."""

    @click.option("--db", metavar="PATH", help="The archive.  [default: archive.db, or ARCHIVER_DB]")
    @click.option("--config", metavar="FILE", help="Settings.  [default: archiver.toml, if there is one]")
    @click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
    @click.option("--verbose", "-v", count=True, help="Say more, such as what becomes of each page.")
    @click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        help="json: messages are JSON objects, one a line.",
    )
    @functools.wraps(function)
    def with_session(**options: Any) -> int | None:
        context = click.get_current_context()
        process = context.find_object(Process) or Process(Interrupts())
        own = {name: value for name, value in options.items() if _DOT not in name and name not in _COMMON}
        return function(_session(process, options), **own)

    return with_session


#: settings at the top, whose names have no dot
_SETTINGS = frozenset({"db", "rules"})
_COMMON = _SETTINGS | {"config", "quiet", "verbose", "log_format"}


def setting(flag: str, dotted_name: str, **attributes: Any) -> Callable[[Command], Command]:
    """An option that overrides a setting: ``setting("--delay", "fetch.delay_s", …)``."""
    return click.option(flag, option_name(dotted_name), default=None, **attributes)


def option_name(dotted_name: str) -> str:
    """Under which name a command receives what was said for a setting; ``None`` where nothing was."""
    return dotted_name.replace(".", _DOT)


def rules_option(function: Command) -> Command:
    """Gives a command that parses the folder of site rules."""
    return setting("--rules", "rules", metavar="DIR", help="Rules for single sites, in TOML files.")(function)


def warc_option(function: Command) -> Command:
    """Gives a command that archives pages the choice to keep no records."""
    return setting(
        "--warc/--no-warc", "crawl.warc", help="Whether to keep what came over the wire in WARC files.  [default: yes]"
    )(function)


def network_options(function: Command) -> Command:
    """Gives a command what it needs to know before it asks for pages."""
    for add in reversed(_NETWORK_SETTINGS):
        function = add(function)
    return function


_NETWORK_SETTINGS = (
    setting(
        "--contact", "fetch.contact", metavar="ADDRESS", help="Where a site's owner reaches you; for the User-Agent."
    ),
    setting("--delay", "fetch.delay_s", type=SECONDS, help="Between two requests to one host.  [default: 1]"),
    setting(
        "--allow-private",
        "fetch.allow_private",
        is_flag=True,
        help="Ask private, loopback and link-local addresses too.",
    ),
    setting("--proxy", "fetch.proxy", metavar="URL", help="For http and https; none is taken from the environment."),
)


def _session(process: Process, options: dict[str, Any]) -> Session:
    from archiver.config import load_settings  # spares the start of --help msgspec

    messages = process.messages = Messages(threshold=_threshold(options), as_json=options["log_format"] == "json")
    pass_on_logging(messages)
    return Session(
        settings=load_settings(_settings_file(options["config"]), options=_given_settings(options)),
        messages=messages,
        interrupts=process.interrupts,
        is_quiet=options["quiet"],
        verbosity=options["verbose"],
    )


def _given_settings(options: dict[str, Any]) -> Iterator[Option]:
    """The settings among a call's options, each with the flag that people know it by."""
    from archiver.config import Option  # as above

    for parameter in click.get_current_context().command.params:
        name = parameter.name or ""
        if (_DOT in name or name in _SETTINGS) and options[name] is not None:
            yield Option(parameter.opts[0], name.replace(_DOT, "."), options[name])


def _threshold(options: dict[str, Any]) -> int:
    if options["quiet"]:
        return ERROR
    return DEBUG if options["verbose"] else INFO


def _settings_file(given: str | None) -> Path | None:
    from archiver.config import SETTINGS_FILE  # as above

    if given is not None:
        return Path(given)
    usual = Path(SETTINGS_FILE)
    return usual if usual.is_file() else None
