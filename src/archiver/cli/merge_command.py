"""``merge``: several archives into one."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.session import NamedPath, Session, session_options, warc_option
from archiver.cli.tables import print_json
from archiver.errors import ArchiveError, ArchiverError, ExportError
from archiver.text import counted, size_text

if TYPE_CHECKING:
    from archiver.pipelines.events import Event, RunEnded, SourceMerged

_PATH = NamedPath(path_type=Path)
#: WARC files that are missing, in one sentence
_MOST_NAMED = 3
_LAKE_IS_NOT_WRITTEN = "no lake was written, and the same command begins anew"


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--parquet", "lake", metavar="DIR", type=_PATH, help="Write a lake of all of them together, and no archive."
)
@click.option("--force", is_flag=True, help="Replace the lake that is at DIR.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary, as a JSON object.")
@warc_option
@session_options
def merge(session: Session, paths: tuple[Path, ...], *, lake: Path | None, force: bool, as_json: bool) -> int:
    """Bring archives, and lakes of Parquet, into one.

    A PATH is an archive, or a folder that 'export --format parquet' has written. All that they hold comes into the
    archive at --db, a new one where there is none: articles with all their texts, cards, pages, captures, what is due.
    Merging again changes nothing, unless pages have declared each other's addresses in turn: one of their texts that
    was missing may come then. WARC files are linked into the archive's folder, or copied; with --no-warc, captures come
    without their records.

    A PATH is only read, whoever writes to it meanwhile. One that cannot be read is told, and the others are merged: the
    exit code is 3 then, and 1 where nothing could be.
    """
    from archiver.cli.progress import follow  # spares the start of --help what they load
    from archiver.pipelines.merging import merge as into_archive
    from archiver.pipelines.merging import merge_into_lake, open_to_merge

    _refuse(lake, is_forced=force)
    if not _is_any_readable(session, paths):
        session.messages.error("nothing could be merged", exit_code=1)
        return 1
    report = _Report(session)
    warc = session.settings.crawl.warc
    if lake is not None:
        with _scratch_beside(lake) as db, open_to_merge(db, session.interrupts) as tools:
            events = merge_into_lake(tools, paths, lake, is_forced=force, with_records=warc)
            ended = follow(report.passing(events), session, target=lake, if_interrupted=_LAKE_IS_NOT_WRITTEN)
    else:
        with open_to_merge(session.db, session.interrupts) as tools:
            arguments = tuple(map(str, paths))
            ended = follow(report.passing(into_archive(tools, paths, arguments, with_records=warc)), session)
    return report.conclude(ended, lake or session.db, as_json=as_json)


def _refuse(lake: Path | None, *, is_forced: bool) -> None:
    """Raises ``UsageError`` for what cannot be meant, before anything is opened."""
    source = click.get_current_context().get_parameter_source("db")
    if lake is None and is_forced:
        raise click.UsageError("--force is for --parquet: an archive is added to, never replaced")
    if lake is not None:
        if source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError("--db or --parquet: a merge writes one of the two")
        from archiver.pipelines.exports.drafts import refuse_folder  # as above

        refuse_folder(lake, is_forced=is_forced)


def _is_any_readable(session: Session, paths: tuple[Path, ...]) -> bool:
    """Whether a first look finds anything to merge; else it was said what is wrong, and nothing is created."""
    from archiver.pipelines.merging import refuse_source  # as above

    problems = []
    for path in paths:
        try:
            refuse_source(path)
        except ArchiverError as error:
            problems.append(str(error))
        else:
            return True
    for problem in problems:
        session.messages.error(problem)
    return False


@contextmanager
def _scratch_beside(lake: Path) -> Iterator[Path]:
    """Where an archive can be that is gone at the end; on the disk that the lake comes to.

    What cannot be written there is told of the lake: nobody else knows the folder.
    """
    from archiver.pipelines.exports.drafts import explained  # as above

    with ExitStack() as stack:
        with explained(lake):
            beside = tempfile.TemporaryDirectory(prefix=f".{lake.name}.", suffix=".part", dir=lake.absolute().parent)
            scratch = Path(stack.enter_context(beside))
        try:
            yield scratch / "merged.db"
        except ArchiveError as error:
            if str(scratch) not in str(error):
                raise
            raise ExportError(f"{lake}:{str(error).partition(':')[2]}; nothing was left there") from error
        except OSError as error:
            if not str(error.filename).startswith(str(scratch)):
                raise
            with explained(lake):
                raise


class _Report:
    """Says what has become of each source as it goes by, and counts."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._merged: list[SourceMerged] = []

    def conclude(self, ended: RunEnded, target: Path, *, as_json: bool) -> int:
        """The exit code, after figures and a last word."""
        facts = {"outcome": ended.outcome, "exit_code": ended.exit_code, **asdict(ended.counts)}
        if as_json:
            print_json(facts | {"sources": [asdict(one) for one in self._merged]})
        if ended.outcome != "failed":  # nothing came, and where the target was new, there is none
            self._session.messages.info(f"{target}: {self._summary()}", **facts)
        if ended.message is not None:
            self._session.messages.error(ended.message, exit_code=ended.exit_code)
        return ended.exit_code

    def _summary(self) -> str:
        """What came of all of them."""
        good = [one for one in self._merged if one.failure is None]
        new = sum(one.counts.articles_new for one in good)
        changed = sum(one.counts.articles_changed for one in good)
        words = f"{counted(len(good), 'source')} merged; {counted(new, 'article')} new, {changed} changed"
        files, copied = sum(one.warc_files for one in good), sum(one.copied_bytes for one in good)
        return f"{words}; {counted(files, 'WARC file')}, {size_text(copied)} of them copied" if files else words

    def passing(self, events: Generator[Event]) -> Generator[Event]:
        """The same events."""
        from archiver.pipelines.events import SourceMerged  # as above

        with closing(events):
            for event in events:
                if isinstance(event, SourceMerged):
                    self._merged.append(event)
                    self._tell(event)
                yield event

    def _tell(self, one: SourceMerged) -> None:
        messages = self._session.messages
        if one.failure is not None:
            messages.error(one.failure, path=one.path)
            return
        if one.lost_records:
            files = ", ".join(one.lost_files[:_MOST_NAMED]) + (", …" if len(one.lost_files) > _MOST_NAMED else "")
            messages.warning(
                f"{one.path}: {counted(one.lost_records, 'capture')} came without a record, as WARC files are missing"
                f" or cut short there: {files}",
                path=one.path,
            )
        figures = f"{counted(one.counts.articles_new, 'article')} new, {one.counts.articles_changed} changed"
        messages.info(f"{one.path}: {figures}", path=one.path, **asdict(one.counts))
