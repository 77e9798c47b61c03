"""Options of commands that can have others do the work: which engine, how many workers, and where they meet."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.session import Command, NamedPath, Session, setting

if TYPE_CHECKING:
    from archiver.scale.starting import Staffing


def engine_options(function: Command) -> Command:
    """Gives a command these options; it receives ``staff``, which makes a ``Staffing`` of them and of the settings."""

    @click.option(
        "--engine",
        type=click.Choice(["process", "dask"]),
        default="process",
        help="Who works: processes of this machine, or Dask.  [default: process]",
    )
    @setting(
        "--workers",
        "crawl.workers",
        type=click.IntRange(min=0),
        metavar="N",
        help="Processes that read pages when there are many.  [default: one a core]",
    )
    @click.option("--scheduler", metavar="ADDRESS", help="Of Dask, tcp://HOST:PORT: its workers do the work.")
    @click.option(
        "--work-dir",
        type=NamedPath(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Where workers write; all of them have to see it.  [default: beside the archive]",
    )
    @functools.wraps(function)
    def with_staff(*arguments: Any, **options: Any) -> int | None:
        own = {name: options.pop(name) for name in ("engine", "scheduler", "work_dir")}
        return function(*arguments, **options, staff=functools.partial(_staffing, own))

    return with_staff


def _staffing(options: dict[str, Any], session: Session) -> Staffing:
    from archiver.pipelines.tools import usable_cores  # spares the start of --help what it loads
    from archiver.scale.starting import Staffing

    scheduler = options["scheduler"]
    if scheduler is not None and options["engine"] != "dask":
        raise click.UsageError("--scheduler is Dask's: it goes with --engine dask")
    if scheduler is not None and "://" not in scheduler:
        raise click.UsageError(f"--scheduler: expected tcp://HOST:PORT, found {scheduler!r}")
    workers = session.settings.crawl.workers
    return Staffing(
        engine=options["engine"],
        workers=usable_cores() if workers is None else max(1, workers),
        scheduler=scheduler,
        work_dir=options["work_dir"],
    )
