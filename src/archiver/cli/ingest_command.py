"""``ingest``: files that are there already, into the archive."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.cli.amounts import SHARE
from archiver.cli.session import NamedPath, Session, rules_option, session_options, setting, warc_option

_PATH = NamedPath(path_type=Path)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=_PATH)
@click.option(
    "--manifest", "manifests", multiple=True, type=_PATH, help="Says the addresses of files; may be a PATH too."
)
@setting(
    "--max-failures",
    "crawl.max_failures",
    type=SHARE,
    help="Share of failed files above which the exit code is 3.  [default: 50%]",
)
@click.option("--json", "as_json", is_flag=True, help="Print a summary, as a JSON object.")
@warc_option
@rules_option
@session_options
def ingest(session: Session, paths: tuple[Path, ...], manifests: tuple[Path, ...], *, as_json: bool) -> int:
    """Archive files and folders: HTML, flattened text, WET.

    A manifest has a line for each file, as JSON lines (.jsonl) or CSV (.csv): path, relative to the manifest, url and,
    where it is known, fetched_at. A file without an address is kept under the canonical address that it declares, else
    under its own path. A WET file (.wet, .warc.wet) holds the texts of many pages with their addresses. Anything may be
    gzip-compressed. One bad file or record is recorded and stops nothing.
    """
    from archiver.cli.progress import conclude, follow
    from archiver.pipelines.ingest import ingest as pipeline  # spares the start of --help lxml and requests
    from archiver.pipelines.manifest import iter_files, refuse_unknown

    if not paths and not manifests:
        raise click.UsageError("nothing to ingest: give files, folders or a --manifest")
    refuse_unknown((*paths, *manifests))
    arguments = tuple(str(path) for path in (*manifests, *paths))
    with session.open_tools(create=True) as tools:
        ended = follow(pipeline(tools, iter_files(paths, manifests), arguments), session)
    return conclude(ended, session, as_json=as_json)
