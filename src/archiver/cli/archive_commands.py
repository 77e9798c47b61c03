"""``check`` and ``backup``: the archive as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archiver.cli.session import Session, session_options
from archiver.cli.tables import print_json
from archiver.text import counted

if TYPE_CHECKING:
    from archiver.store.records import CheckReport


@click.command()
@click.option(
    "--records/--no-records",
    default=True,
    help="Read the WARC files from end to end, and compare records with their rows.  [default: yes]",
)
@click.option(
    "--repair",
    is_flag=True,
    help="First finish WARC files that a killed run has left, and cut off torn bytes behind their last whole record.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@session_options
def check(session: Session, *, records: bool, repair: bool, as_json: bool) -> int:
    """See whether the archive is whole. Ends with 1 when it is not.

    The database by itself, what its tables say of each other, and the WARC files: that every row has its record, of the
    right type, address and moment, with the right digests, and that every record in them is whole. Nothing that a row
    points to is ever changed, nor any file that is not ours; what is damaged or missing is told.
    """
    from archiver.pipelines.checking import check_archive, repair_archive  # spares the start of --help lxml

    with session.open_archive() as archive:
        repairs = repair_archive(archive) if repair else []
        report = check_archive(archive, with_records=records)
    for sentence in repairs:
        session.messages.info(sentence)
    if as_json:
        print_json(report.to_dict() | {"repairs": repairs})
    else:
        for problem in report.problems:
            print(problem)
        for note in report.notes:
            session.messages.info(note)
    if not report.is_clean:
        session.messages.error(f"{session.db}: {counted(report.problem_count, 'problem')}")
        return 1
    session.messages.info(f"{session.db} is whole; {_read(report)}")
    return 0


def _read(report: CheckReport) -> str:
    """How many rows had their record read: several may name one, and files hold more than rows name."""
    return f"the records of {counted(report.records_checked, 'capture')} read"


@click.command()
@click.argument("path", type=click.Path(dir_okay=False))
@session_options
def backup(session: Session, path: str) -> None:
    """Copy the database to PATH, while others write.

    The copy goes on using the same folder of WARC files.
    """
    with session.open_archive() as archive:
        archive.backup(path)
    session.messages.info(f"{session.db} copied to {path}")
