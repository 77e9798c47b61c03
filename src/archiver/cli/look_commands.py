"""``query`` and ``stats``: what is in the archive. They never lock it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archiver.cli.amounts import SECONDS
from archiver.cli.session import NamedPath, Session, session_options
from archiver.cli.tables import print_csv, print_json, print_json_rows, print_rows

if TYPE_CHECKING:
    from archiver.pipelines.lakes import Lake


@click.command()
@click.argument("sql")
@click.option(
    "--parquet",
    type=NamedPath(),
    metavar="DIR",
    help="Ask the Parquet files that export has written there, with DuckDB, instead of the archive.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
@click.option(
    "--timeout",
    "timeout_s",
    type=SECONDS,
    default="5m",
    metavar="TIME",
    show_default=True,
    help="Give up after so long: 90, 10m, 2h; 0 for never.",
)
@session_options
def query(session: Session, sql: str, *, parquet: str | None, as_json: bool, as_csv: bool, timeout_s: float) -> None:
    """Ask the archive one SQL statement that only reads.

    Prints a table on a terminal, tab-separated lines otherwise, in which a tab or line break within a value is a space;
    both leave out control characters. JSON and CSV have values as they are, and bytes as Base64. What is no UTF-8
    becomes U+FFFD. With - as SQL, the statement is read from standard input. The tables and views are described in the
    archive itself: archiver query "SELECT * FROM schema_docs"

    With --parquet the names, columns and values are the same, and the SQL is DuckDB's.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    if parquet is not None and click.get_current_context().params["db"] is not None:
        raise click.UsageError("--parquet and --db exclude each other")
    statement = sys.stdin.read() if sql == "-" else sql
    with session.open_archive() if parquet is None else _open_lake(parquet) as archive:
        result = archive.query(statement, timeout_s=timeout_s or None)
        if as_json:
            print_json_rows(result.columns, result.rows)
        elif as_csv:
            print_csv(result.columns, result.rows)
        else:
            print_rows(result.columns, result.rows)


def _open_lake(folder: str) -> Lake:
    from archiver.pipelines.lakes import open_lake  # spares every other question DuckDB

    return open_lake(folder)


@click.command()
@click.option(
    "--teasers", "of_teasers", is_flag=True, help="Say what each site promotes, and which pictures are missing."
)
@click.option("--source", metavar="NAME", help="With --teasers, only this site: its name, its host or its home page.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object; with --teasers, an array of them.")
@session_options
def stats(session: Session, *, of_teasers: bool, source: str | None, as_json: bool) -> None:
    """Say what the archive holds, in figures.

    With --teasers, for each site: how many cards its pages show and how many stories these promote, in which regions
    and blocks, which stories most, and how many of its picture slots are empty. "now" counts what stands, "ever" all
    that stood at some time, once for each place on each page.
    """
    if of_teasers:
        _print_teasers(session, source, as_json=as_json)
    elif source is not None:
        raise click.UsageError("--source is for --teasers")
    else:
        _print_figures(session, as_json=as_json)


def _print_teasers(session: Session, source: str | None, *, as_json: bool) -> None:
    from archiver.cli.paper import Paper  # spares the start of --help what prints tables
    from archiver.cli.teaser_tables import teaser_lines

    with session.open_archive() as archive:
        sources = archive.teaser_stats(source=source)
    if as_json:
        print_json([one.to_dict() for one in sources])
    elif sources:
        Paper().print(teaser_lines(sources))
    else:
        session.messages.info("no teasers found")


def _print_figures(session: Session, *, as_json: bool) -> None:
    from archiver.text import size_text  # spares the start of --help the model
    from archiver.timestamps import utc_text

    with session.open_archive() as archive:
        figures = archive.stats()
    if as_json:
        print_json(figures.to_dict())
        return
    for label, value in (
        ("sources", figures.sources),
        (
            "pages",
            _with(figures.pages, queued=figures.pages_queued, failed=figures.pages_failed, gone=figures.pages_gone),
        ),
        ("articles", _with(figures.articles, revised=figures.revisions)),
        ("published", f"{figures.first_day} to {figures.last_day}" if figures.first_day else "no dates"),
        ("authors", figures.authors),
        ("teasers", _with(figures.cards, resolved=figures.cards_resolved)),
        ("placements", _with(figures.placements, current=figures.placements_current)),
        ("empty picture slots", figures.placeholder_images),
        ("last fetched", utc_text(figures.last_fetched_at) if figures.last_fetched_at else "never"),
        ("database", size_text(figures.size_bytes)),
        ("WARC files", f"{figures.warc_files}, {size_text(figures.warc_bytes)}"),
    ):
        print(f"{label:20} {value}")


def _with(count: int, **parts: int) -> str:
    inner = ", ".join(f"{number} {name}" for name, number in parts.items() if number)
    return f"{count} ({inner})" if inner else str(count)
