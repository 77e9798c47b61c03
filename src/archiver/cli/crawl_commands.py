"""``crawl`` and ``update``: what asks sites for pages and archives them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeAlias

import click

from archiver.cli.amounts import SECONDS, SHARE
from archiver.cli.scope_options import scope_options
from archiver.cli.session import Command, Session, network_options, rules_option, session_options, setting, warc_option
from archiver.cli.sharing_options import Order, Sharing, run_shared, sharing_options
from archiver.cli.window_options import window_options

if TYPE_CHECKING:
    from archiver.fetch.fetcher import Fetcher
    from archiver.model import SourceScope, Span
    from archiver.pipelines.events import Event, RunEnded
    from archiver.pipelines.tools import Tools

    Pipeline: TypeAlias = Callable[[Tools, Fetcher], Generator[Event]]

_LIMITS = (
    setting("--max-pages", "crawl.max_pages", type=click.IntRange(min=1), metavar="N", help="Ask for at most N pages."),
    setting("--max-time", "crawl.max_time_s", type=SECONDS, help="Stop after this long: 90, 10m, 2h."),
    setting(
        "--max-failures",
        "crawl.max_failures",
        type=SHARE,
        help="Share of failed pages above which the exit code is 3.  [default: 50%]",
    ),
    setting(
        "--honour-noarchive/--ignore-noarchive",
        "crawl.honour_noarchive",
        help="Whether pages that ask not to be archived are left out.  [default: they are]",
    ),
    setting(
        "--render/--no-render",
        "fetch.render",
        help="Draw pages that need a browser in an installed Chromium (needs archiver[browser]).  [default: no]",
    ),
    setting(
        "--workers",
        "crawl.workers",
        type=click.IntRange(min=0),
        metavar="N",
        help="Processes that read pages when there are many.  [default: one a core]",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print a summary, as a JSON object."),
)


def _limits(function: Command) -> Command:
    for add in reversed(_LIMITS):
        function = add(function)
    return function


@click.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@scope_options
@window_options
@_limits
@sharing_options
@network_options
@warc_option
@rules_option
@session_options
def crawl(
    session: Session,
    urls: tuple[str, ...],
    *,
    scope: SourceScope | None,
    window: Span,
    sharing: Sharing,
    as_json: bool,
) -> int:
    """Archive sites, as far as feeds, sitemaps and links lead.

    A URL is a site's home page, or any page to begin with; its host is the limit, unless the options say otherwise.
    What they say is kept, and holds for later crawls and updates. Ended early, by a limit, a signal or a power cut,
    the same command goes on where it stopped. What is archived already is left to 'archiver update'.
    """
    from archiver.pipelines import crawl as pipeline  # spares the start of --help lxml and requests
    from archiver.urls import normalise_url

    for url in urls:
        normalise_url(url)  # raises before there is an archive
    if sharing.is_wanted:
        return _share(session, sharing, Order(command="crawl", arguments=urls, window=window, scope=scope), as_json)
    return _run(session, lambda tools, fetcher: pipeline.crawl(tools, fetcher, urls, scope, window), as_json=as_json)


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@window_options
@_limits
@sharing_options
@network_options
@warc_option
@rules_option
@session_options
def update(session: Session, sources: tuple[str, ...], *, window: Span, sharing: Sharing, as_json: bool) -> int:
    """Ask known sites for what is new, once; made for cron.

    A SOURCE is the home page or the host of a site that was crawled; without one, all are asked. Requests are
    conditional, each page is asked for when it is due, and a round ends after 15 minutes unless --max-time says
    otherwise; what is left is due in the next one. Off a terminal it says nothing when all is well, with -v one line,
    with -vv what becomes of each page; with --log-format json one JSON object a round, and one for each error. That
    another writer holds the archive (75) is no error, and kept back by --quiet.
    """
    from archiver.errors import LockedArchiveError  # as above

    session = session.for_a_clock()
    try:
        return _update(session, sources, window, sharing, as_json=as_json)
    except LockedArchiveError as error:
        facts = {"outcome": "locked", "exit_code": error.exit_code}
        session.messages.warning(str(error), **facts)  # no error: the next round will do, and the exit code tells
        return error.exit_code


def _update(session: Session, sources: tuple[str, ...], window: Span, sharing: Sharing, *, as_json: bool) -> int:
    if (ended := _nothing_to_do(session, sources)) is not None:
        from archiver.cli.progress import conclude  # as above

        return conclude(ended, session, as_json=as_json)
    if sharing.is_wanted:
        return _share(session, sharing, Order(command="update", arguments=sources, window=window), as_json)
    from archiver.pipelines import update as pipeline  # as above

    return _run(
        session, lambda tools, fetcher: pipeline.update(tools, fetcher, sources, window), as_json=as_json, create=False
    )


def _share(session: Session, sharing: Sharing, order: Order, as_json: bool) -> int:
    from archiver.cli.progress import conclude  # as above
    from archiver.pipelines.tools import require_browser  # as above

    require_browser(session.settings.fetch, session.settings.source_table)  # raises before there is an archive
    ended = run_shared(session, sharing, order, create=order.command == "crawl")
    return conclude(ended, session, as_json=as_json)


def _nothing_to_do(session: Session, sources: tuple[str, ...]) -> RunEnded | None:
    """The end of a round in which nothing is due: without lxml, requests and a WARC file it takes half the time."""
    from archiver.pipelines.idle import idle_round  # as above

    with session.open_archive() as archive:
        archive.claim()
        return idle_round(archive, sources, session.settings.source_table)


def _run(session: Session, pipeline: Pipeline, *, as_json: bool, create: bool = True) -> int:
    from archiver.cli.progress import conclude, follow  # as above
    from archiver.pipelines.tools import require_browser  # as above

    require_browser(session.settings.fetch, session.settings.source_table)  # raises before there is an archive
    with (
        session.open_tools(create=create) as tools,
        session.open_fetcher(tools.archive.host_states(), tools.archive.rounds.asked_until()) as fetcher,
    ):
        ended = follow(pipeline(tools, fetcher), session)
    return conclude(ended, session, as_json=as_json)
