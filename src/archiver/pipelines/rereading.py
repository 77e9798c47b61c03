"""Kept captures, parsed again: for `reparse`, and before a page is compared that an older parser has read."""

from __future__ import annotations

from pathlib import Path

from archiver.fetch.warc import read_capture
from archiver.model import Article, PageResult
from archiver.parser.article import PARSER_VERSION
from archiver.pipelines.decide import Reading
from archiver.pipelines.reading import read_content
from archiver.store.archive import Archive
from archiver.store.records import KeptPage


def reread(folder: Path, page: KeptPage) -> Reading:
    """What today's parser makes of the capture. Raises ``DamagedArchiveError`` when it cannot be read back."""
    return read_content(read_capture(folder, page.warc, url=page.url), expected=page.kind, with_links=False)


def previous_reading(archive: Archive, result: PageResult) -> Article | None:
    """The article's kept text as today's parser reads it; ``None`` when it is what the archive holds already.

    Without it, what a better parser finds would count as the publisher's edit.
    """
    if result.article is None or result.article_url is None:
        return None
    kept = archive.kept_page(result.article_url)
    if kept is None or kept.parser_version == PARSER_VERSION:
        return None
    return reread(archive.warc_folder, kept).article
