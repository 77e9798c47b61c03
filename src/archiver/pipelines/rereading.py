"""Kept captures, parsed again: for `reparse`, and before a page is compared that an older parser has read."""

from __future__ import annotations

from pathlib import Path

from archiver.fetch.warc import read_capture
from archiver.model import Article, PageResult
from archiver.parser.article import PARSER_VERSION
from archiver.pipelines.decide import Reading
from archiver.pipelines.reading import read_content
from archiver.site_rules import NO_RULES, SiteRules
from archiver.store.archive import Archive
from archiver.store.records import KeptPage


def reread(folder: Path, page: KeptPage, rules: SiteRules = NO_RULES) -> Reading:
    """What today's parser and rules make of the capture. Raises ``DamagedArchiveError`` when it cannot be read back."""
    capture = read_capture(folder, page.warc, url=page.url)
    return read_content(capture, expected=page.kind, with_links=False, rules=rules)


def previous_reading(archive: Archive, result: PageResult, rules: SiteRules = NO_RULES) -> Article | None:
    """The article's kept text as today's parser reads it; ``None`` when it is what the archive holds already.

    Without it, what a better parser finds would count as the publisher's edit. A site with rules is always read anew:
    nothing says which rules held when the archive read its page.
    """
    if result.article is None or result.article_url is None:
        return None
    kept = archive.kept_page(result.article_url)
    has_rules = rules.file_for(result.capture.final_url) is not None
    if kept is None or (kept.parser_version == PARSER_VERSION and not has_rules):
        return None
    return reread(archive.warc_folder, kept, rules).article
