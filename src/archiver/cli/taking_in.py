"""What `ingest` does once its call is read: into the archive or into a lake, by this process or by an engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.session import Session

if TYPE_CHECKING:
    from archiver.model.bulk import Wanted
    from archiver.pipelines.events import RunEnded
    from archiver.pipelines.inputs import Item
    from archiver.scale.starting import Staffing


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is asked for."""

    items: Iterable[Item]
    #: for the run's row
    words: tuple[str, ...]
    wanted: Wanted
    #: nothing is copied out of WARC files
    in_place: bool
    staffing: Staffing


def take_in(session: Session, call: Call) -> RunEnded:
    """The end of a run into the archive."""
    from archiver.cli.progress import follow  # spares the start of --help what it loads

    if isinstance(call.items, list) and call.staffing.is_needed(call.items):
        return _share_out(session, call.items, call)
    from archiver.pipelines.ingest import ingest  # as above

    with session.open_tools(create=True) as tools:
        return follow(ingest(tools, call.items, call.words, call.wanted, in_place=call.in_place), session)


def _share_out(session: Session, items: list[Item], call: Call) -> RunEnded:
    """The end of a run that an engine does, which begins before the archive: where it cannot, there is no archive."""
    from archiver.cli.progress import follow  # as above
    from archiver.scale.run import bulk_ingest

    staffing = call.staffing
    with staffing.open_engine(staffing.work_folder(session.db)) as engine, session.open_tools(create=True) as tools:
        kit = staffing.kit(tools, call.wanted, in_place=call.in_place, contact=session.settings.fetch.contact)
        return follow(bulk_ingest(tools, items, kit, engine, call.words), session)


def take_into_lake(session: Session, call: Call, lake: Path, *, is_forced: bool) -> RunEnded:
    """The end of a run into an archive beside the lake, which is gone when the lake is there.

    Where something is missing there is no lake yet: the archive stays, and the same call goes on with it. Rows point to
    WARC files where they are.
    """
    refuse_lake_call(lake, is_forced=is_forced)
    folder = lake.absolute().with_name(f"{lake.name}.work")
    folder.mkdir(exist_ok=True)
    db = folder / "lake.db"
    ended = take_in(session.at(db), replace(call, in_place=True))
    if ended.exit_code in _WRITTEN:
        _write_lake(db, lake, is_forced=is_forced)
        shutil.rmtree(folder, ignore_errors=True)
    return ended


#: of runs that have done all there was to do, whatever came of it: too many pages may have failed
_WRITTEN = frozenset({0, 3})


def refuse_lake_call(lake: Path, *, is_forced: bool) -> None:
    """Raises ``UsageError`` for what cannot be meant, before anything is opened."""
    source = click.get_current_context().get_parameter_source("db")
    if source is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--db or --parquet: what is taken in goes into one of the two")
    from archiver.pipelines.exports.drafts import refuse_folder  # as above

    refuse_folder(lake, is_forced=is_forced)


def _write_lake(db: Path, lake: Path, *, is_forced: bool) -> None:
    from archiver.pipelines.exports.order import Order  # as above
    from archiver.pipelines.exports.parquet_files import export_parquet
    from archiver.store.archive import open_archive
    from archiver.store.selecting import Selection

    with open_archive(db, create=False) as archive:
        for _ in export_parquet(Order(archive=archive, selection=Selection(), path=lake, is_forced=is_forced)):
            pass
