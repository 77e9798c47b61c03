"""``report``: the archive in charts and tables, as one file."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.amounts import DAY
from archiver.cli.session import NamedPath, Session, session_options
from archiver.cli.tables import print_json

if TYPE_CHECKING:
    from archiver.store.figures import Figures

_USUAL = "report.html"


@click.command()
@click.argument("path", type=NamedPath(dir_okay=False, allow_dash=True), required=False)
@click.option("--since", type=DAY, help="Only what was published on this day or later: 2025-08-11.")
@click.option("--until", type=DAY, help="Only what was published on this day or earlier.")
@click.option(
    "--source",
    "sources",
    metavar="NAME",
    multiple=True,
    help="Only this site: its name, its host or its home page. May be given more than once.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as a JSON object, and write no page.")
@click.option("--force", is_flag=True, help="Overwrite what is there, even if it is no report.")
@session_options
def report(
    session: Session,
    path: str | None,
    *,
    sources: tuple[str, ...],
    as_json: bool,
    force: bool,
    **period: dt.date | None,
) -> None:
    """Write a page of charts and tables about the archive to PATH.

    It goes to report.html without PATH, to standard output for '-', and takes the place of an older report. It is one
    file that asks for nothing else, for screens and for paper: articles a day, publication hours, fields filled in,
    failures, empty picture slots, the most promoted stories, edits after publication, and the sources.

    With --since or --until, articles are chosen by their day of publication, and cards by the days on which they stood;
    failures are told as they are now.
    """
    _refuse(session, path, as_json=as_json)
    target = None if as_json or path == "-" else _target(path or _USUAL, force=force)
    with session.open_archive() as archive:
        figures = archive.figures(sources=sources, **period)
        now = archive.now()
    if as_json:
        from archiver.timestamps import utc_text  # spares the start of --help the calendars

        print_json({"archive": session.db.name, "generated_at": utc_text(now), **figures.to_dict()})
    else:
        _write(session, target, _page(session, figures, now))


def _refuse(session: Session, path: str | None, *, as_json: bool) -> None:
    """What cannot be meant."""
    if as_json and path not in {None, "-"}:
        raise click.UsageError("--json prints to standard output and writes no file")
    if not as_json and path != "-" and session.db.exists() and session.is_of_archive(path or _USUAL):
        raise click.UsageError(f"{path or _USUAL} is the archive itself, or a part of it: name another file")


def _page(session: Session, figures: Figures, now: dt.datetime) -> str:
    from archiver.report.page import Report, report_html  # spares the start of --help Jinja

    return report_html(Report(name=session.db.name, figures=figures, generated_at=now))


def _target(path: str, *, force: bool) -> Path:
    from archiver.report.writing import checked_target  # as above

    return checked_target(Path(path), is_forced=force)


def _write(session: Session, target: Path | None, text: str) -> None:
    """To the file, or to standard output for ``None``."""
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())  # the file says that it is UTF-8, whatever the terminal is
        return
    from archiver.report.writing import write_report  # as above

    write_report(text, target)
    session.for_a_clock().messages.info(f"{target.name} written")
