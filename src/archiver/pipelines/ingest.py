"""`ingest`: pages that are on disk already, into the archive: same parser, same tables, their bytes in the WARC.

* A file's address is what the manifest says; else the canonical address that the page declares; else where the file is
  (`file:///…`), and then it belongs to no source.
* It counts as fetched when the manifest says; else when the file was last changed. So doing it again changes nothing.
* Of two files with one address the later one, in the order given, is the newer text: a revision.
* `noarchive` is not looked at: nobody is asked for anything, and whoever ingests a file has it.
* The pages of an article that is spread over several are joined, in whatever order they come; those that were kept by
  an earlier run count, too. Nothing is fetched: a page that is in none of them is missing from the article.
* A WET file holds the texts of many pages, each with its address and its date; they are read one after the other.
* An ingested page is not asked for by `update`; a crawl that comes to its address archives it like any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from archiver.errors import DocumentError, UrlError
from archiver.fetch.wet import BadRecord, read_texts
from archiver.model import Capture, DuePage, FailureReason, FrontierEntry, PageResult, RunCounts
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.batch import Batch
from archiver.pipelines.decide import REVISIT, Reading, Tally, decide, is_failure, is_of_the_past, is_unchanged, judge
from archiver.pipelines.events import BatchSaved, Event, Notice, PageDone
from archiver.pipelines.manifest import BadLine, File, is_wet
from archiver.pipelines.reading import HTML_TYPE, TEXT_TYPE, gunzip, is_text, looks_like_html, read_content
from archiver.pipelines.rereading import Rereader
from archiver.pipelines.running import Run
from archiver.pipelines.sources import SourceBook
from archiver.pipelines.tools import Tools
from archiver.urls import is_web_address, normalise_url

#: larger files are not read
MAX_FILE_BYTES = 100_000_000
#: due when it is queued: a run that is killed before the page is saved leaves nothing for `update` to ask for
_NEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
#: what there is to take in, one after the other
_Item: TypeAlias = File | BadLine | Capture | BadRecord


def ingest(tools: Tools, files: Iterable[File | BadLine], arguments: Sequence[str] = ()) -> Generator[Event]:
    """Takes in the files, in their order; one that cannot be read is recorded, and stops nothing."""
    return Ingestion(tools, arguments).events(iter(files))


class Ingestion:
    """One run of ``ingest``. Needs no fetcher."""

    def __init__(self, tools: Tools, arguments: Sequence[str]) -> None:
        self._tools = tools
        self._archive = tools.archive
        self._started_at = tools.clock()
        self._run = Run(tools, "ingest", arguments, save=self._save)
        self._batch = Batch(tools, self._run.id)
        self._sources = SourceBook(tools.archive, tools.sources)
        self._rereader = Rereader(tools.archive, tools.rules)
        #: pages of articles that are spread over several, until all files were read; their bytes are in the WARC
        self._spread: list[PageResult] = []
        self._counts = RunCounts()
        self._tally = Tally()

    def events(self, files: Iterator[File | BadLine]) -> Generator[Event]:
        """What happens, as it happens."""
        items = _unfolded(files, self._started_at)
        with self._run as run:
            while some := list(islice(items, self._tools.settings.batch_pages)):
                yield from self._take(some)
            yield from self._join()
            verdict = judge(self._tally, max_failures=self._tools.settings.max_failures)
            ended = run.ended(verdict, self._counts)
        yield ended

    def _take(self, items: Sequence[_Item]) -> Generator[Event]:
        captures: list[Capture] = []
        for item in items:
            if isinstance(item, Capture):
                captures.append(item)
            elif isinstance(item, File):
                captures.append(_addressed(item, _capture(item, self._started_at)))
            else:
                yield self._bad(item)
        pages = self._pages_of(captures)
        for capture in captures:
            page = pages[capture.url]
            result = self._settle(page, capture)
            yield self._add(page, result)
            pages[page.url] = _page_after(page, result)
        if self._save():
            yield BatchSaved(counts=self._counts)

    def _pages_of(self, captures: Sequence[Capture]) -> dict[str, DuePage]:
        """The pages by their addresses, those that were not known queued."""
        urls = dict.fromkeys(capture.url for capture in captures)
        sources = {url: self._sources.id_for(url) for url in urls}
        self._archive.queue(
            FrontierEntry(url=url, source_id=source_id, priority=REVISIT, due_at=_NEVER, found_by="ingest")
            for url, source_id in sources.items()
        )
        return {page.url: page for page in self._archive.pages(urls)}

    def _settle(self, page: DuePage, capture: Capture) -> PageResult:
        reading = (
            Reading()
            if is_unchanged(page, capture)
            else read_content(capture, with_links=False, rules=self._tools.rules)
        )
        result = decide(page, capture, reading, honour_noarchive=False)
        if result.is_unchanged:
            # its bytes are in the WARC already
            return replace(result, capture=replace(result.capture, content=b""), due_at=_due_at(page))
        return replace(
            result,
            due_at=_due_at(page),
            parser_version=None if result.article is None else PARSER_VERSION,
            previous=self._rereader.previous(result),
            previous_cards=self._rereader.previous_cards(page, result),
        )

    def _join(self) -> Generator[Event]:
        """Puts articles together, first pages before the others: they say whose the others are."""
        results, self._spread = self._rereader.join(self._spread), []
        for result in results:
            self._batch.add(result)
        if self._save():
            self._join_to_kept(results)
            yield BatchSaved(counts=self._counts)

    def _join_to_kept(self, results: Sequence[PageResult]) -> None:
        """Reads again the first pages of an earlier run to which a page has come now."""
        known = {result.capture.url for result in results}
        begun = {article.paging.first_url for r in results if r.is_part and (article := r.article) and article.paging}
        firsts = self._archive.kept_captures([url for url in begun if url and url not in known])
        readings = [(page, self._rereader.reread(page).article) for page in firsts.values()]
        again = [self._rereader.reparsed(page, article) for page, article in readings if article is not None]
        self._counts = self._counts.plus(self._archive.save_reparsed(again, run_id=self._run.id))

    def _add(self, page: DuePage, result: PageResult) -> PageDone:
        if result.state == "ok" and result.article is not None and result.article.paging is not None:
            self._spread.append(self._batch.keep(result))
        else:
            self._batch.add(result)
        self._tally = replace(
            self._tally, pages=self._tally.pages + 1, failed=self._tally.failed + is_failure(page, result)
        )
        return PageDone.of(page, result)

    def _bad(self, bad: BadLine | BadRecord) -> Notice:
        self._tally = replace(self._tally, pages=self._tally.pages + 1, failed=self._tally.failed + 1)
        return Notice(message=f"{_place_of(bad)}: {bad.problem}", level="warning")

    def _save(self) -> bool:
        counts = self._batch.flush()
        if counts is None:
            return False
        self._counts = self._counts.plus(counts)
        return True


def _place_of(bad: BadLine | BadRecord) -> str:
    if isinstance(bad, BadLine):
        return f"{bad.manifest}, line {bad.line}"
    return f"{bad.file}, record at byte {bad.offset}"


def _unfolded(files: Iterator[File | BadLine], now: dt.datetime) -> Iterator[_Item]:
    """The files, WET files as the texts in them; one that cannot be opened stays a file, and fails as one."""
    for file in files:
        if isinstance(file, File) and is_wet(file.path):
            try:
                yield from read_texts(file.path, now=_changed_at(file.path, now))
            except OSError:
                yield file
        else:
            yield file


def _capture(file: File, now: dt.datetime) -> Capture:
    """The file as a capture, under the address that is known so far."""
    url = file.path.absolute().as_uri()
    capture = Capture(url=url, final_url=url, fetched_at=file.fetched_at or now)
    try:
        if file.url is not None:
            capture = _at(capture, normalise_url(file.url))
        if file.fetched_at is None:
            capture = replace(capture, fetched_at=_changed_at(file.path, now))
        content = gunzip(_read_file(file.path))
    except UrlError as error:
        return replace(capture, failure=FailureReason.INVALID_URL, detail=str(error))
    except OSError as error:
        return replace(capture, failure=FailureReason.UNREADABLE, detail=error.strerror)
    except DocumentError as error:
        return replace(capture, failure=FailureReason.UNREADABLE, detail=str(error))
    return replace(
        capture,
        content=content,
        media_type=_media_type(content),
        payload_digest=f"sha256:{sha256(content).hexdigest()}",
        size_bytes=len(content),
    )


def _read_file(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise DocumentError(f"the file has {size:,} bytes (expected at most {MAX_FILE_BYTES:,})")
    return path.read_bytes()


def _addressed(file: File, capture: Capture) -> Capture:
    """The capture under the canonical address that it declares, where nobody has said another.

    Such a file is parsed twice: what its links are relative to is known only then.
    """
    if file.url is not None or not capture.is_ok:
        return capture
    article = read_content(capture, with_links=False).article
    declared = None if article is None else article.canonical_url
    return capture if declared is None or not is_web_address(declared) else _at(capture, normalise_url(declared))


def _at(capture: Capture, url: str) -> Capture:
    return replace(capture, url=url, final_url=url)


def _changed_at(path: Path, now: dt.datetime) -> dt.datetime:
    changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return min(changed, now)


def _media_type(content: bytes) -> str | None:
    if looks_like_html(content):
        return HTML_TYPE
    return TEXT_TYPE if is_text(content) else None


def _due_at(page: DuePage) -> dt.datetime | None:
    """Never, but for a page that a crawl had found: that is asked for as before."""
    return None if page.found_by == "ingest" else page.due_at


def _page_after(page: DuePage, result: PageResult) -> DuePage:
    """The page for the next file with its address in the same batch.

    After an older article nothing counts as unchanged: its text is the newest one now, and no longer the newest look's.
    """
    if result.state != "ok":
        return page
    if is_of_the_past(page, result.capture):
        return replace(page, payload_digest=None if result.article_url else page.payload_digest)
    return replace(
        page,
        payload_digest=result.capture.payload_digest,
        last_fetched_at=result.capture.fetched_at,
        cards_version=page.cards_version if result.is_unchanged else PARSER_VERSION,
    )
