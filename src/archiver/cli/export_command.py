"""``export``: a selection of the archive for other programs."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.amounts import DAY
from archiver.cli.session import NamedPath, Session, session_options
from archiver.errors import QueryError
from archiver.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.pipelines.exporting import Copied, Format, Target
    from archiver.store.archive import Archive
    from archiver.store.selecting import Selection

#: as in ``pipelines.exporting``, which is not loaded for --help
_FORMATS = ("warc",)


@click.command()
@click.argument("path", type=NamedPath(dir_okay=False, allow_dash=True))
@click.option("--format", "name", type=click.Choice(_FORMATS), required=True, help="Of the file that is written.")
@click.option(
    "--where",
    metavar="SQL",
    help="Only articles for which this holds, as columns of articles and article_list: \"section = 'Lake'\".",
)
@click.option("--since", type=DAY, help="Only articles that were published on this day or later: 2025-08-11.")
@click.option("--source", metavar="NAME", help="Only this site: its name, its host or its home page.")
@click.option("--force", is_flag=True, help="Overwrite what is there.")
@session_options
def export(session: Session, path: str, *, name: str, force: bool, **wanted: Any) -> int:
    """Write a selection of the archive to PATH, or to standard output for '-'.

    With --where or --since it holds all that was kept of the pages that show the chosen articles, every version of
    them; with --source alone, or none of them, of all pages, lists and feeds too.

    'warc' copies the records as they are, each answer with its request and the redirects before it, into a file that
    ends in .warc.gz; beyond the size of crawl.warc_file_bytes it goes on in a second one. What is damaged cannot be
    copied: it is told, and the exit code is 1.
    """
    from archiver.pipelines.exporting import FORMATS  # spares the start of --help what it loads

    chosen = FORMATS[name]
    target = _target(session, path, chosen, force=force)
    with session.open_archive() as archive:
        selection = _selection(archive, **wanted)
        copied = problems = 0
        for capture in _named(chosen.export(archive, selection, target), selection):
            copied += capture.problem is None
            if capture.problem is not None:
                problems += 1
                session.messages.warning(f"{capture.url}: {capture.problem}", url=capture.url)
    places = ", ".join(map(str, target.paths)) or "standard output"
    session.messages.info(f"{counted(copied, 'capture')} written to {places}")
    if problems:
        session.messages.error(
            f"{counted(problems, 'capture')} could not be copied: 'archiver check' says what is wrong"
        )
    return 1 if problems else 0


def _named(captures: Iterator[Copied], selection: Selection) -> Iterator[Copied]:
    """The same; what SQLite has against the condition is said of the option that it was given with."""
    try:
        yield from captures
    except QueryError as error:
        raise QueryError(f"--where: {error}" if selection.where is not None else str(error)) from error


def _target(session: Session, path: str, chosen: Format, *, force: bool) -> Target:
    from archiver.fetch.warc_copy import Pipe, Volumes  # as above

    if path == "-":
        if sys.stdout.isatty():
            raise click.UsageError("this is no text for a terminal: name a file, or pass it on with |")
        return Pipe(sys.stdout.buffer)
    if not path.endswith(chosen.suffix):
        raise click.UsageError(f"'{path}' is to end in {chosen.suffix}")
    return Volumes(Path(path), session.settings.crawl.warc_file_bytes, is_forced=force)


def _selection(archive: Archive, *, where: str | None, since: dt.date | None, source: str | None) -> Selection:
    from archiver.store.selecting import Selection  # as above
    from archiver.store.sources import sources_named

    named = None if source is None else tuple(found.id for found in sources_named(archive.sources(), source))
    return Selection(where=where, since=since, source_ids=named)
