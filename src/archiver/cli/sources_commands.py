"""``sources``: the registered sites, and those that may become some."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from archiver.cli.amounts import LANGUAGE
from archiver.cli.scope_options import scope_options
from archiver.cli.session import Session, network_options, rules_option, session_options
from archiver.cli.tables import print_json, print_rows

if TYPE_CHECKING:
    import datetime as dt

    from archiver.model import Source, SourceScope
    from archiver.source_settings import SourceTable
    from archiver.store.registry import SourceOverview

_COLUMNS = ("source", "host", "state", "health", "pages", "articles", "last_success_at", "next_due_at", "last_error")


class _ListsByDefault(click.Group):
    """``sources`` alone is ``sources list``, with its options too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, the name of the command first."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Names, as they were added."""
        return list(self.commands)


@click.group("sources", cls=_ListsByDefault)
def sources() -> None:
    """List registered sites, add, pause and try them.

    Without a command, lists them. A site is registered by its first crawl, or by 'archiver sources add'.
    """


@sources.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
@session_options
def list_sources(session: Session, *, as_json: bool) -> None:
    """Say how each registered site is doing.

    Its health is one of: paused; parked, its host wants to be left alone for now; new, nothing was asked yet; failing,
    its host or its home page did not answer when last asked, or the page with what is left out; well. The last
    error is that of a page that has not come since.
    """
    from dataclasses import replace  # with what follows, spares the start of --help the database

    settings = session.settings.source_table
    with session.open_archive() as archive:
        found = [
            replace(one, state="paused", health="paused") if settings.is_paused(one.host) else one
            for one in archive.registry.overview()
        ]
    if as_json:
        print_json([one.to_dict() for one in found])
    elif found:
        print_rows(_COLUMNS, map(_row, found))
    else:
        session.messages.info("no sources ('archiver sources add URL' or 'archiver crawl URL' registers one)")
    _tell_unregistered(session, found)


def _row(one: SourceOverview) -> Sequence[object]:
    moments = (_moment(moment) for moment in (one.last_success_at, one.next_due_at))
    return (one.name or one.host, one.host, one.state, one.health, one.pages, one.articles, *moments, _error(one))


def _error(one: SourceOverview) -> str | None:
    return one.last_error and f"{one.last_error} ({_moment(one.last_error_at)})"


def _moment(moment: dt.datetime | None) -> str | None:
    from archiver.timestamps import utc_text  # as above

    if moment is None:
        return None
    return f"{moment:%Y-%m-%d %H:%M}" if sys.stdout.isatty() else utc_text(moment)


def _tell_unregistered(session: Session, found: Sequence[SourceOverview]) -> None:
    """Settings of a site that nobody has registered have no effect yet, which is easily overlooked."""
    from archiver.urls import bare_host, host_of  # as above

    known = {bare_host(one.host) for one in found}
    for own in session.settings.sources:
        if bare_host(host_of(own.url)) not in known:
            session.messages.info(f"{own.url} has settings and is not registered ('archiver sources add {own.url}')")


@sources.command()
@click.argument("url")
@click.option("--name", metavar="NAME", help="What people call it.")
@click.option("--language", type=LANGUAGE, metavar="TAG", help="What it is written in: fr, pt-BR.")
@scope_options
@session_options
def add(session: Session, url: str, *, name: str | None, language: str | None, scope: SourceScope | None) -> None:
    """Register a site without asking it for anything.

    URL is its home page; the next 'archiver update' asks for it. A site that is registered stays as it is, but for what
    the options say.
    """
    from archiver.pipelines.registering import NewSite, register  # as above
    from archiver.urls import normalise_url

    normalise_url(url)  # raises before there is an archive
    with session.open_archive(create=True) as archive:
        done = register(
            archive, NewSite(url=url, name=name, language=language, scope=scope), session.settings.source_table
        )
    word = "registered" if done.is_new else "is registered already"
    session.messages.info(f"{done.source.home_url} {word}: {_described(done.source)}")


def _described(source: Source) -> str:
    parts = (source.name or source.host, source.language, str(source.scope))
    return ", ".join(part for part in parts if part)


@sources.command()
@click.argument("names", metavar="SOURCE...", nargs=-1, required=True)
@session_options
def pause(session: Session, names: tuple[str, ...]) -> None:
    """Have 'archiver update' leave sites out, unless it names them.

    A SOURCE is a home page, a host or a name. What is archived stays.
    """
    from archiver.pipelines.registering import rest  # as above

    with session.open_archive() as archive:
        for source in rest(archive, names, "paused"):
            session.messages.info(f"{source.home_url} is paused")


@sources.command()
@click.argument("names", metavar="SOURCE...", nargs=-1, required=True)
@session_options
def resume(session: Session, names: tuple[str, ...]) -> None:
    """Have 'archiver update' ask paused sites again."""
    from archiver.pipelines.registering import rest  # as above

    settings: SourceTable = session.settings.source_table
    with session.open_archive() as archive:
        for source in rest(archive, names, "active"):
            session.messages.info(f"{source.home_url} is active")
            if settings.is_paused(source.host):
                session.messages.warning(f"{source.home_url} is still paused, by the settings")


@sources.command()
@click.argument("name", metavar="SOURCE")
@session_options
def remove(session: Session, name: str) -> None:
    """Forget a site that nothing was asked of yet.

    One that has pages in the archive stays: pause it.
    """
    from archiver.pipelines.registering import forget  # as above

    with session.open_archive() as archive:
        for source in forget(archive, name):
            session.messages.info(f"{source.home_url} is removed")


@sources.command("test")
@click.argument("site", metavar="URL|SOURCE")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@scope_options
@network_options
@rules_option
@session_options
def test(session: Session, site: str, *, scope: SourceScope | None, as_json: bool) -> int:
    """Try a site before anything of it is archived. Ends with 1 when it cannot be crawled.

    Asks, as politely as a crawl, for robots.txt, the home page, at most four feeds and sitemaps, and at most four of
    the articles that they name. Says what is allowed, what will be found, how it is read, and how long it takes. No
    database is touched; a SOURCE is looked up in one.
    """
    from archiver.cli.trial_paper import trial_lines  # as above
    from archiver.pipelines.trial import try_site

    url, scope = _site(session, site, scope)
    with session.open_fetcher() as fetcher:
        trial = try_site(fetcher, url, scope=scope, rules=session.load_rules())
    if as_json:
        print_json(trial.to_dict())
    else:
        from archiver.cli.paper import Paper  # as above

        Paper().print(trial_lines(trial))
    return 0 if trial.reason is None else 1


def _site(session: Session, site: str, scope: SourceScope | None) -> tuple[str, SourceScope | None]:
    """The address of a site's home page, and how far it reaches. Raises ``UsageError`` for what is neither."""
    if "://" in site:
        from archiver.urls import host_of  # as above

        own = session.settings.source_table.for_home(host_of(site))
        return site, own.scope if scope is None and own is not None else scope
    from archiver.errors import MissingArchiveError, UsageError  # as above
    from archiver.store.sources import sources_named

    try:
        with session.open_archive() as archive:
            source = sources_named(archive.sources(), site)[0]
    except (MissingArchiveError, UsageError) as error:
        raise UsageError(f"'{site}' is no address as in https://news.example/, and there is {error}") from error
    return source.home_url, source.scope if scope is None else scope
