"""``ingest``: files that are there already, into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from archiver.cli.amounts import SHARE
from archiver.cli.engine_options import engine_options
from archiver.cli.session import NamedPath, Session, rules_option, session_options, setting, warc_option
from archiver.cli.wanted_options import wanted_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archiver.model.bulk import Wanted
    from archiver.pipelines.events import RunEnded
    from archiver.pipelines.inputs import Item
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
    from archiver.cli.progress import conclude, follow
    from archiver.pipelines.ingest import ingest as pipeline  # spares the start of --help lxml and requests
    from archiver.pipelines.inputs import Inputs, gather

    if not paths and not manifests and not lists:
        raise click.UsageError("nothing to ingest: give files, folders, a --manifest or --paths")
    inputs = Inputs(paths=paths, manifests=manifests, lists=lists, base=base)
    staffing = staff(session)
    items = gather(inputs)
    if isinstance(items, list) and staffing.is_needed(items):
        return conclude(
            _shared_out(session, items, inputs.words, staffing, _Way(wanted, in_place)), session, as_json=as_json
        )
    with session.open_tools(create=True) as tools:
        ended = follow(pipeline(tools, items, inputs.words, wanted, in_place=in_place), session)
    return conclude(ended, session, as_json=as_json)


class _Way(NamedTuple):
    """What is taken, and whether it is left where it is."""

    wanted: Wanted
    in_place: bool


def _shared_out(
    session: Session, items: Sequence[Item], words: Sequence[str], staffing: Staffing, way: _Way
) -> RunEnded:
    """The end of a run that an engine does, which begins before the archive: where it cannot, there is no archive."""
    from archiver.cli.progress import follow  # as above
    from archiver.scale.run import bulk_ingest

    with staffing.open_engine(staffing.work_folder(session.db)) as engine, session.open_tools(create=True) as tools:
        kit = staffing.kit(tools, way.wanted, in_place=way.in_place, contact=session.settings.fetch.contact)
        return follow(bulk_ingest(tools, items, kit, engine, words), session)
