"""``ingest``: files that are there already, into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.amounts import SHARE
from archiver.cli.engine_options import engine_options
from archiver.cli.session import NamedPath, Session, rules_option, session_options, setting, warc_option
from archiver.cli.taking_in import Call, take_in, take_into_lake
from archiver.cli.wanted_options import wanted_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.model.bulk import Wanted
    from archiver.scale.starting import Staffing


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=NamedPath())
@click.option(
    "--manifest",
    "manifests",
    multiple=True,
    type=NamedPath(path_type=Path),
    help="Says the addresses of files; may be a PATH too.",
)
@click.option(
    "--paths", "lists", multiple=True, type=NamedPath(), metavar="FILE", help="A list of WARC files; may be a PATH too."
)
@click.option("--base", metavar="ADDRESS", help="What relative names in lists are below.  [default: where the list is]")
@wanted_options
@click.option(
    "--in-place", is_flag=True, help="Copy nothing out of WARC files: the archive points to them where they are."
)
@setting(
    "--max-failures",
    "crawl.max_failures",
    type=SHARE,
    help="Share of failed pages, or files, above which the exit code is 3.  [default: 50%]",
)
@click.option("--json", "as_json", is_flag=True, help="Print a summary, as a JSON object.")
@click.option(
    "--parquet",
    "lake",
    metavar="DIR",
    type=NamedPath(path_type=Path),
    help="Write a lake of Parquet files, and no archive; WARC files stay where they are.",
)
@click.option("--force", is_flag=True, help="Replace the lake that is at DIR.")
@engine_options
@warc_option
@rules_option
@session_options
def ingest(
    session: Session,
    paths: tuple[str, ...],
    *,
    manifests: tuple[Path, ...],
    lists: tuple[str, ...],
    base: str | None,
    wanted: Wanted,
    in_place: bool,
    staff: Callable[[Session], Staffing],
    lake: Path | None,
    force: bool,
    as_json: bool,
) -> int:
    """Archive files, folders and WARC files: HTML, flattened text, WARC, WACZ, WET.

    A PATH is a file, a folder, a pattern in quotes, or the address of a WARC file: https://…, s3://….

    A manifest has a line for each file, as JSON lines (.jsonl) or CSV (.csv): path, relative to the manifest, url and,
    where it is known, fetched_at. A file without an address is kept under the canonical address that it declares, else
    under its own path.

    A WARC file (.warc, .warc.gz, .warc.zst, .wacz, .wet) holds many pages with their addresses. A list (.paths,
    .paths.gz) names one on each line. What was taken in is not taken in again, however the run has ended.

    Anything may be gzip-compressed. One bad file or record is recorded and stops nothing.
    """
    from archiver.cli.progress import conclude  # spares the start of --help what they load
    from archiver.pipelines.inputs import Inputs, gather, names_warc

    if not paths and not manifests and not lists:
        raise click.UsageError("nothing to ingest: give files, folders, a --manifest or --paths")
    if lake is None and force:
        raise click.UsageError("--force is for --parquet: an archive is added to, never replaced")
    if (in_place or lake is not None) and not session.settings.crawl.warc:
        option = "--in-place" if in_place else "--parquet"
        raise click.UsageError(f"{option} points to records and --no-warc keeps none: leave one of them out")
    inputs = Inputs(paths=paths, manifests=manifests, lists=lists, base=base)
    call = Call(items=gather(inputs), words=inputs.words, wanted=wanted, in_place=in_place, staffing=staff(session))
    if not isinstance(call.items, list) and not names_warc(inputs):
        _refuse_of_warc(call)
    if lake is None:
        return conclude(take_in(session, call), session, as_json=as_json)
    return conclude(take_into_lake(session, call, lake, is_forced=force), session.at(lake), as_json=as_json)


def _refuse_of_warc(call: Call) -> None:
    """Raises ``UsageError`` for what would have no effect where no WARC file is among what was named."""
    asked = {
        "--in-place": call.in_place,
        "--engine dask": call.staffing.engine == "dask",
        "--media-type": bool(call.wanted.media_types),
    }
    for option, is_given in asked.items():
        if is_given:
            raise click.UsageError(f"{option} is for WARC files, and only files of one page each were given")
