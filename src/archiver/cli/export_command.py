"""``export``: a selection of the archive for other programs."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.amounts import DAY
from archiver.cli.progress import counting
from archiver.cli.session import NamedPath, Session, session_options
from archiver.cli.tables import print_json
from archiver.errors import QueryError
from archiver.pipelines.interrupts import Interrupted
from archiver.text import counted, size_text

if TYPE_CHECKING:
    from collections.abc import Generator

    from archiver.pipelines.exports.formats import Format
    from archiver.pipelines.exports.order import Event, Order, Written
    from archiver.store.archive import Archive
    from archiver.store.selecting import Selection

#: as in ``pipelines.exports.formats``, which is not loaded for --help
_FORMATS = ("archive", "csv", "jsonl", "markdown", "parquet", "rss", "warc")
#: as in ``store.extracts``, likewise
_TABLES = (
    "sources", "articles", "revisions", "revision_diffs", "authors", "article_authors", "tags", "article_tags",
    "alternates", "images", "evidence", "teasers", "pages", "captures", "cards", "placements", "frontier", "runs",
    "revision_log", "similar_articles", "cluster_members", "article_keys", "article_sketches", "hosts",
    "address_shapes", "refused_addresses", "ingested_chunks",
)  # fmt: skip


@dataclass(slots=True)
class _Outcome:
    """What has come of an export so far."""

    written: Written | None = None
    problems: int = 0


@click.command()
@click.argument("path", type=NamedPath(allow_dash=True))
@click.option("--format", "name", type=click.Choice(_FORMATS), required=True, help="Of what is written.")
@click.option(
    "--where",
    metavar="SQL",
    help="Only articles for which this holds, as columns of articles and article_list: \"section = 'Lake'\".",
)
@click.option("--since", type=DAY, help="Only articles that were published on this day or later: 2025-08-11.")
@click.option("--until", type=DAY, help="Only articles that were published on this day or earlier.")
@click.option(
    "--source",
    "names",
    metavar="NAME",
    multiple=True,
    help="Only this site: its name, host or home page; again for another.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Only so many articles, the newest.  [default: 50 for rss]")
@click.option("--table", type=click.Choice(_TABLES), help="csv: this table alone.  [default: articles]")
@click.option("--excel", is_flag=True, help="csv: such as Excel shows it; see docs/how-to/export.md.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as a JSON object.")
@session_options
def export(session: Session, path: str, *, name: str, as_json: bool, **options: Any) -> int:
    """Write a selection of the archive to PATH, or to standard output for '-'.

    \b
    csv       an article a row; without .csv at its end, PATH is a folder with
              a file for each table
    jsonl     an article a line, with all that belongs to it
    parquet   a folder of tables, articles by source and month
    markdown  a folder with a file for each article
    archive   a smaller archive, which names the same WARC files
    rss       a feed of the newest articles
    warc      the records as they are, each answer with its request and the
              redirects before it; what is damaged cannot be copied: it is
              told, and the exit code is 1

    With --where, --since, --until or --limit there is all that belongs to the chosen articles and the pages that show
    them; with --source alone, or none of them, all pages, lists and feeds too. What PATH names appears when it is
    whole: an export that fails or is interrupted leaves nothing.
    """  # noqa: D301 - click's mark for a paragraph that is not wrapped
    from archiver.pipelines.exports.formats import FORMATS  # spares the start of --help what it loads

    chosen = FORMATS[name]
    _refuse(path, name, chosen, as_json=as_json, **options)
    with session.open_archive() as archive:
        if path != "-":
            _refuse_own(session, archive, path)
        order = _order(session, archive, path, name, options)
        outcome = _follow(session, _named(chosen.export(order), order.selection), path)
    assert outcome.written is not None, "every export ends with Written"
    return _conclude(session, name, outcome, as_json=as_json)


def _conclude(session: Session, name: str, outcome: _Outcome, *, as_json: bool) -> int:
    written, problems = outcome.written, outcome.problems
    assert written is not None, "told before"
    facts = {
        "format": name,
        "thing": written.thing,
        "count": written.count,
        "paths": [str(path) for path in written.paths],
        "size_bytes": written.size_bytes,
        "rows": written.rows,
        "problems": problems,
    }
    if as_json:
        print_json(facts)
    if not written.count:
        session.messages.warning(f"nothing was selected: there is no {written.thing} in what was written")
    places = ", ".join(map(str, written.paths)) or "standard output"
    size = "" if written.size_bytes is None else f" ({size_text(written.size_bytes)})"
    session.messages.info(f"{counted(written.count, written.thing)} written to {places}{size}", **facts)
    if problems:
        session.messages.error(
            f"{counted(problems, 'capture')} could not be copied: 'archiver check' says what is wrong"
        )
    return 1 if problems else 0


def _follow(session: Session, events: Generator[Event, None, None], path: str) -> _Outcome:
    """What has come of it, after progress and problems have been shown."""
    from archiver.pipelines.exports import order as told  # as above

    outcome, before = _Outcome(), _identity(path)
    try:
        with session.interrupts.recognised(), closing(events), counting(session) as bar:
            for event in events:
                match event:
                    case told.Begun():
                        bar.begin(event.total, event.thing)
                    case told.Advanced():
                        bar.show(event.done)
                    case told.Problem():
                        outcome.problems += event.count
                        session.messages.warning(event.sentence, place=event.place)
                    case told.Written():
                        outcome.written = event
    except Interrupted as order:
        raise _told(session, _what_is_left(path, before), order) from None
    return outcome


def _identity(path: str) -> tuple[int, int] | None:
    """Of what is there, by which it is told from what takes its place; ``None`` for nothing."""
    try:
        found = Path(path).lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _what_is_left(path: str, before: tuple[int, int] | None) -> str:
    """What an interrupted export means for whoever wants it; ``before`` is what was there when it began."""
    if path == "-":
        return "standard output has only a part of it"
    if _identity(path) not in {None, before}:  # it takes its name in one step, as the last one
        return f"the export was done by then, and is whole at {path}"
    return f"nothing was left at {path}" if before is None else f"{path} is as it was"


def _told(session: Session, place: str, order: Interrupted) -> Interrupted:
    """The same, after it was said what it means for the export."""
    session.messages.info(f"interrupted: {place}", outcome="interrupted", exit_code=order.exit_code)
    order.is_told = True
    return order


def _named(events: Generator[Event, None, None], selection: Selection) -> Generator[Event, None, None]:
    """The same; what SQLite has against the condition is said of the option that it was given with."""
    try:
        yield from events
    except QueryError as error:
        raise QueryError(f"--where: {error}" if selection.where is not None else str(error)) from error


def _refuse(path: str, name: str, chosen: Format, *, as_json: bool, **options: Any) -> None:
    """Raises ``UsageError`` for what cannot be meant, before anything is opened."""
    for option in ("table", "excel"):
        if options[option] and name != "csv":
            raise click.UsageError(f"--{option} is for csv (this is {name})")
    if path == "-":
        _refuse_stream(name, chosen, as_json=as_json)
        return
    is_table = bool(options["table"]) or (chosen.is_folder and not path.endswith("/") and _has_suffix(path, chosen))
    if chosen.suffixes and (not chosen.is_folder or is_table) and not path.endswith(chosen.suffixes):
        folder = ", or in / for a folder with all tables" if chosen.is_folder and not options["table"] else ""
        raise click.UsageError(f"'{path}' is to end in {' or '.join(chosen.suffixes)}{folder}")


def _refuse_own(session: Session, archive: Archive, path: str) -> None:
    """Raises ``UsageError`` for what the archive consists of, which no export may replace, under whatever name."""
    if session.is_of_archive(path):
        raise click.UsageError(f"{path} is the archive itself, or a part of it: name another file")
    if session.is_within(path, archive.warc_folder):
        raise click.UsageError(f"{path} is in the archive's own WARC folder: name a place outside it")


def _has_suffix(path: str, chosen: Format) -> bool:
    """Whether a name that could be a folder's looks like a file's."""
    return bool(chosen.suffixes) and Path(path).suffix != ""


def _refuse_stream(name: str, chosen: Format, *, as_json: bool) -> None:
    if not chosen.takes_stream:
        raise click.UsageError(f"{name} is more than one stream: name a {'folder' if chosen.is_folder else 'file'}")
    if sys.__stdout__ is None:  # what stands in its place swallows everything
        raise click.UsageError("standard output is closed: name a file")
    if as_json:
        raise click.UsageError("--json would be printed in the midst of the export: name a file")
    if not chosen.is_text and sys.stdout.isatty():
        raise click.UsageError("this is no text for a terminal: name a file, or pass it on with |")


def _order(session: Session, archive: Archive, path: str, name: str, options: dict[str, Any]) -> Order:
    from archiver.pipelines.exports.feed import LIMIT  # as above
    from archiver.pipelines.exports.order import Order  # as above

    selection = _selection(archive, options)
    if name == "rss" and selection.newest is None:
        selection = replace(selection, newest=LIMIT)
    return Order(
        archive=archive,
        selection=selection,
        path=None if path == "-" else Path(path),
        stream=sys.stdout.buffer if path == "-" else None,
        is_forced=options["force"],
        table=options["table"] or "articles",
        for_excel=options["excel"],
        max_bytes=session.settings.crawl.warc_file_bytes,
    )


def _selection(archive: Archive, options: dict[str, Any]) -> Selection:
    from archiver.store.selecting import Selection  # as above
    from archiver.store.sources import sources_named

    named = {found.id for name in options["names"] for found in sources_named(archive.sources(), name)}
    return Selection(
        where=options["where"],
        since=options["since"],
        until=options["until"],
        source_ids=tuple(sorted(named)) if options["names"] else None,
        newest=options["limit"],
    )
