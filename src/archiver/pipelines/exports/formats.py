"""The formats by name, and where each can be written."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from archiver.fetch.warc_files import SUFFIX as WARC_SUFFIX
from archiver.pipelines.exports.archive_files import export_archive
from archiver.pipelines.exports.csv_files import SUFFIX as CSV_SUFFIX
from archiver.pipelines.exports.csv_files import export_csv
from archiver.pipelines.exports.feed import export_rss
from archiver.pipelines.exports.json_lines import export_jsonl
from archiver.pipelines.exports.markdown_files import export_markdown
from archiver.pipelines.exports.order import Event, Order
from archiver.pipelines.exports.parquet_files import export_parquet
from archiver.pipelines.exports.warc_files import export_warc


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One of the formats that a selection can have."""

    export: Callable[[Order], Generator[Event, None, None]]
    description: str
    #: how the name of a file of it may end; none for what is a folder, or may be called anything
    suffixes: tuple[str, ...] = ()
    #: a folder is written, always or where the name has no suffix
    is_folder: bool = False
    #: '-' is standard output
    takes_stream: bool = False
    is_text: bool = True


FORMATS = {
    "archive": Format(export=export_archive, suffixes=(".db",), description="a smaller archive, for every command"),
    "csv": Format(
        export=export_csv,
        suffixes=(CSV_SUFFIX,),
        is_folder=True,
        takes_stream=True,
        description="an article a row, or a folder with a file for each table",
    ),
    "jsonl": Format(
        export=export_jsonl,
        suffixes=(".jsonl", ".ndjson"),
        takes_stream=True,
        description="an article a line, with everything that belongs to it",
    ),
    "markdown": Format(export=export_markdown, is_folder=True, description="a folder with a file for each article"),
    "parquet": Format(export=export_parquet, is_folder=True, description="a folder of tables, by source and month"),
    "rss": Format(
        export=export_rss,
        suffixes=(".xml", ".rss"),
        takes_stream=True,
        description="a feed of the newest articles",
    ),
    "warc": Format(
        export=export_warc,
        suffixes=(WARC_SUFFIX,),
        takes_stream=True,
        is_text=False,
        description="what came over the wire, for other web archives and to be replayed",
    ),
}
