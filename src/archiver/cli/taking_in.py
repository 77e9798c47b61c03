"""What `ingest` does once its call is read: into the archive or into a lake, by this process or by an engine."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.session import Session

if TYPE_CHECKING:
    from archiver.model.bulk import Wanted
    from archiver.pipelines.events import Event, RunEnded
    from archiver.pipelines.exports.order import Event as Told
    from archiver.pipelines.exports.order import Order
    from archiver.pipelines.inputs import Item
    from archiver.pipelines.interrupts import Interrupted
    from archiver.scale.engines import Engine
    from archiver.scale.starting import Staffing
    from archiver.store.archive import Archive


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
    #: what is made in the end, where that is no archive
    lake: Path | None = None


def take_in(session: Session, call: Call) -> RunEnded:
    """The end of a run into the archive."""
    if isinstance(call.items, list):  # there are WARC files; an engine that cannot begin leaves no archive
        folder = call.staffing.work_folder(session.db)
        with call.staffing.open_engine(folder, call.items, session.interrupts) as engine:
            return _share_out(session, call.items, call, engine)
    from archiver.pipelines.ingest import ingest_files  # spares the start of --help what it loads

    with session.open_tools(create=True) as tools:
        return _followed(ingest_files(tools, call.items, call.words, call.wanted), session, call)


def _share_out(session: Session, items: list[Item], call: Call, engine: Engine) -> RunEnded:
    """The end of a run that an engine does."""
    from archiver.scale.run import bulk_ingest  # as above

    with session.open_tools(create=True) as tools:
        kit = call.staffing.kit(tools, call.wanted, in_place=call.in_place, contact=session.settings.fetch.contact)
        return _followed(bulk_ingest(tools, items, kit, engine, call.words), session, call)


def _followed(events: Generator[Event], session: Session, call: Call) -> RunEnded:
    """The end of a run, of which all is shown that happens; an interrupted one is said to be of what was asked for."""
    from archiver.cli.progress import follow  # as above

    if call.lake is None:
        return follow(events, session)
    return follow(events, session, target=call.lake, if_interrupted=_NO_LAKE_YET)


def take_into_lake(session: Session, call: Call, lake: Path, *, is_forced: bool) -> RunEnded:
    """The end of a run into an archive beside the lake, or where workers meet, which is gone when the lake is there.

    Where something is missing there is no lake yet: the archive stays, and the same call goes on with it. Rows point to
    WARC files where they are. An engine that has taken in writes the lake, too.
    """
    from archiver.pipelines.exports.parquet_files import open_duckdb  # as above
    from archiver.scale.work_folders import LAKE_ARCHIVE, LAKE_PARTS, clear_after_lake

    refuse_lake_call(lake, is_forced=is_forced)
    open_duckdb().close()  # where it is missing, nothing is begun
    staffing, call = call.staffing, replace(call, in_place=True, lake=lake)
    folder = staffing.lake_folder(lake)
    folder.mkdir(parents=True, exist_ok=True)
    inside = session.at(
        folder / LAKE_ARCHIVE
    ).without_records()  # pages that are files of their own: the files are kept
    order = partial(_lake_order, path=lake, is_forced=is_forced)
    if isinstance(call.items, list):
        with staffing.open_engine(folder, call.items, session.interrupts) as engine:
            ended = _share_out(inside, call.items, call, engine)
            if ended.exit_code in _WRITTEN:
                _write_lake(inside, order, partial(_by_engine, engine=engine, folder=folder / LAKE_PARTS))
    else:
        ended = take_in(inside, call)
        if ended.exit_code in _WRITTEN:
            _write_lake(inside, order, _by_this_process)
    if ended.exit_code in _WRITTEN:
        clear_after_lake(folder)
    return ended


_NO_LAKE_YET = "there is no lake yet: what was taken in is kept, and the same command goes on from there"
#: of runs that have done all there was to do, whatever came of it: too many pages may have failed
_WRITTEN = frozenset({0, 3})


def refuse_lake_call(lake: Path, *, is_forced: bool) -> None:
    """Raises ``UsageError`` for what cannot be meant, before anything is opened."""
    source = click.get_current_context().get_parameter_source("db")
    if source is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--db or --parquet: what is taken in goes into one of the two")
    from archiver.pipelines.exports.drafts import refuse_folder  # as above

    refuse_folder(lake, is_forced=is_forced)


def _lake_order(archive: Archive, path: Path, *, is_forced: bool) -> Order:
    from archiver.pipelines.exports.order import Order  # as above
    from archiver.store.selecting import Selection

    return Order(archive=archive, selection=Selection(), path=path, is_forced=is_forced)


def _write_lake(inside: Session, order: Callable[[Archive], Order], write: Callable[[Order], Iterable[Told]]) -> None:
    from archiver.store.archive import open_archive  # as above

    with open_archive(inside.db, create=False) as archive:
        asked = order(archive)
        with _said_if_interrupted(inside, asked.path):
            for _ in write(asked):
                pass


@contextmanager
def _said_if_interrupted(session: Session, lake: Path | None) -> Iterator[None]:
    """Says what it means for a lake that it was not written to its end."""
    from archiver.pipelines.interrupts import Interrupted  # as above

    try:
        with session.interrupts.recognised():
            yield
    except Interrupted as order:
        raise _told(session, lake, order) from None


def _told(session: Session, lake: Path | None, order: Interrupted) -> Interrupted:
    message = f"{lake}: interrupted; {_NO_LAKE_YET}"
    session.messages.info(message, outcome="interrupted", exit_code=order.exit_code)
    order.is_told = True
    return order


def _by_this_process(order: Order) -> Iterable[Told]:
    from archiver.pipelines.exports.parquet_files import export_parquet  # as above

    return export_parquet(order)


def _by_engine(order: Order, engine: Engine, folder: Path) -> Iterable[Told]:
    from archiver.scale.lakes import write_lake  # as above

    return write_lake(order, engine, folder)
