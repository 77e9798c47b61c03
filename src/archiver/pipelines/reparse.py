"""`reparse`: kept captures, parsed again without asking anybody; what differs is the parser's doing, and said."""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass, replace
from itertools import islice

from archiver.errors import DamagedArchiveError, LostRecordError
from archiver.model import Reparsed, RunCounts
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.comparing import Held, find_changes
from archiver.pipelines.decide import Verdict, judge
from archiver.pipelines.events import BatchSaved, Event, Notice, PageReparsed, RunEnded, Tally
from archiver.pipelines.lost_records import LostRecords
from archiver.pipelines.rereading import Rereader
from archiver.pipelines.running import Run
from archiver.pipelines.tools import Tools
from archiver.store.looks import HIDING_KINDS, SHOWN_STATES
from archiver.store.records import KeptPage

NOTHING_KEPT = "no page was kept: the archive was made without WARC files (--no-warc)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which kept captures are parsed again."""

    #: ``None`` for all sources
    source_ids: Collection[int] | None = None
    #: only those that another version of the parser read
    is_outdated_only: bool = False
    #: say what would change, and write nothing
    is_dry_run: bool = False


def reparse(tools: Tools, selection: Selection) -> Generator[Event]:
    """Parses them, reports each page, and keeps what differs as revisions with the cause ``parser``."""
    return Reparsing(tools, selection).events()


class Reparsing:
    """One run of ``reparse``. Needs neither fetcher nor writer."""

    def __init__(self, tools: Tools, selection: Selection) -> None:
        self._tools = tools
        self._archive = tools.archive
        self._selection = selection
        self._rereader = Rereader(tools.archive, tools.rules)
        self._counts = RunCounts()
        self._tally = Tally()
        self._lost = LostRecords()

    def events(self) -> Generator[Event]:
        """What happens, as it happens."""
        if self._selection.is_dry_run:
            yield from self._pages(run_id=None)
            verdict = self._verdict()
            yield RunEnded(
                outcome=verdict.outcome, exit_code=verdict.exit_code, counts=self._counts, message=verdict.message
            )
            return
        with Run(self._tools, "reparse") as run:
            yield from self._pages(run.id)
            ended = run.ended(self._verdict(), self._counts)
        yield ended

    def _pages(self, run_id: int | None) -> Generator[Event]:
        version = PARSER_VERSION if self._selection.is_outdated_only else None
        kept = self._archive.kept_pages(source_ids=self._selection.source_ids, other_than_version=version)
        while some := list(islice(kept, self._tools.settings.batch_pages)):
            yield from self._take(some, run_id)
        yield from (Notice(message=file.sentence, level="warning") for file in self._lost.files)

    def _take(self, pages: list[KeptPage], run_id: int | None) -> Generator[Event]:
        results: list[Reparsed] = []
        for page in pages:
            event, result = self._read(page) if run_id is not None else self._read_newest(page)
            results += [] if result is None else [result]
            self._tally = replace(
                self._tally, pages=self._tally.pages + 1, failed=self._tally.failed + (event.failure is not None)
            )
            yield event
        if run_id is not None:
            with self._tools.interrupts.held_back():
                self._counts = self._counts.plus(self._archive.save_reparsed(results, run_id=run_id))
            yield BatchSaved(counts=self._counts)

    def _read(self, page: KeptPage) -> tuple[PageReparsed, Reparsed | None]:
        try:
            reading = self._rereader.reread(page)
        except LostRecordError as error:
            self._lost.note(error.file, error.problem, error.offset)
            return PageReparsed(url=page.url, failure=str(error), is_told_by_file=True), None
        except DamagedArchiveError as error:
            return PageReparsed(url=page.url, failure=str(error)), None
        if reading.article is None:
            return PageReparsed(url=page.url, failure=reading.detail or "no longer a page"), None
        result = self._rereader.reparsed(page, reading.article)
        return PageReparsed(url=page.url, changes=find_changes(self._held(page, result), result)), result

    def _read_newest(self, page: KeptPage) -> tuple[PageReparsed, Reparsed | None]:
        """As ``_read``, while another writer may be at work: a capture that it has replaced tells nothing any more."""
        event, result = self._read(page)
        newest = self._archive.kept_captures([page.url]).get(page.url, page) if event.changes else page
        return (event, result) if newest.capture_id == page.capture_id else self._read(newest)

    def _held(self, page: KeptPage, result: Reparsed) -> Held:
        is_shown = page.state in SHOWN_STATES and result.article.kind not in HIDING_KINDS
        return Held(
            page=page,
            article=None if page.article_url is None else self._archive.article(page.article_url),
            teasers=tuple(self._archive.teasers(page_url=page.url, only_current=True)) if is_shown else None,
        )

    def _verdict(self) -> Verdict:
        verdict = judge(self._tally, max_failures=self._tools.settings.max_failures)
        if self._tally.pages == 0 and not self._archive.warc_records.any():
            return replace(verdict, message=NOTHING_KEPT)
        return verdict
