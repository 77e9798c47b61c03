"""Captures into the archive: looked at, decided about, and saved together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from archiver.fetch.warc_captures import PassReason
from archiver.model import Capture, DuePage, FailureReason, FrontierEntry, PageResult
from archiver.model.bulk import Revisit, Wanted
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.batch import Batch
from archiver.pipelines.choosing import refused_reading
from archiver.pipelines.decide import REVISIT, Reading, decide, is_late, is_of_the_past, is_unchanged
from archiver.pipelines.events import PageDone
from archiver.pipelines.ingest_counts import Counts
from archiver.pipelines.ingest_keeping import Keeper
from archiver.pipelines.ingest_ledger import Part
from archiver.pipelines.ingest_records import Found
from archiver.pipelines.ingest_revisits import Originals, with_content
from archiver.pipelines.ingest_spread import SpreadPages
from archiver.pipelines.joining import Joiner
from archiver.pipelines.readers import reader_here
from archiver.pipelines.rereading import Rereader
from archiver.pipelines.sources import SourceBook
from archiver.pipelines.tasks import Setup, Task
from archiver.pipelines.tools import Tools

#: what came when the page was seen that a revisit tells of
_OK = 200
#: due when it is queued: a run that is killed before the page is saved leaves nothing for `update` to ask for
_NEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A capture, or a record without one, and what is known of it before anything is written."""

    #: ``None`` for a record that is passed over, and for a revisit of which nobody knows yet
    capture: Capture | None
    #: where it came from; ``None`` for a file that is one page
    found: Found | None = None
    #: it says that the page was what another record holds
    revisit: Revisit | None = None
    #: what it says that the page was, nobody knows yet
    is_waiting: bool = False
    #: why it is passed over
    reason: str | None = None
    #: the page, where the archive has this very look at it
    known: DuePage | None = None
    #: its bytes lie in the archive already, though nothing came of them
    is_kept: bool = False
    #: ``None`` where it need not be read, as far as can be told before those in front of it are settled
    reading: Reading | None = None

    @property
    def is_of_record(self) -> bool:
        """Whether it is out of a file of many pages, and so of the moment that it says."""
        return self.found is not None or self.revisit is not None


class Intake:
    """Takes captures into the archive, batch by batch."""

    def __init__(self, tools: Tools, run_id: int, *, wanted: Wanted, keeper: Keeper, counts: Counts) -> None:
        self._tools = tools
        self._archive = tools.archive
        self._run_id = run_id
        self._wanted = wanted
        self._keeper = keeper
        self._counts = counts
        self._batch = Batch(tools, run_id)
        self._sources = SourceBook(tools.archive, tools.sources)
        self._rereader = Rereader(tools.archive, tools.rules)
        setup = Setup(rules=tools.rules, timeout_s=tools.settings.parse_timeout_s)
        self._joiner = Joiner(tools, self._rereader)
        self._read_here = reader_here(tools, setup)
        self._spread = SpreadPages(self._rereader)
        #: what is told of the chunk that they come from; ``None`` for files that are one page each
        self.part: Part | None = None

    def take(self, looks: Sequence[Look]) -> Generator[PageDone, None, bool]:
        """Decides about captures in their order, and saves what comes of them; whether there was anything."""
        looks = [*self._looked_into([*self._revisited(looks)])]
        pages = self._pages_of([one.capture for one in looks if _is_taken(one) and one.capture is not None])
        for one in looks:
            if one.reason is not None:
                self._pass_over(one, one.reason)
            elif one.is_waiting:
                self._wait(one)
            elif one.known is not None:
                yield self._recognise(one, one.known)
            elif one.capture is not None:
                page = pages[one.capture.url]
                result = self._settled(page, one, one.capture)
                if result is None:
                    self._pass_over(one, PassReason.REVISIT)
                    continue
                yield self._add(page, result, one)
                pages[page.url] = _page_after(page, result)
        return self.save()

    def save(self) -> bool:
        """Makes durable what was taken; whether there was anything.

        What belongs to one article is joined with the end of a batch, and of files that are one page each at the end.
        """
        joined = self._add_joined() if self.part is not None else []
        counts = self._batch.flush()
        if counts is None:
            return False
        self._counts.saved = self._counts.saved.plus(counts)
        self._join_to_kept(joined)
        self.join_unjoined()
        return True

    def join_unjoined(self) -> None:
        """Puts together what the archive says has come apart; one of a worker leaves that to where it is merged."""
        if not self._archive.is_scratch:
            self._counts.saved = self._counts.saved.plus(self._joiner.join_unjoined(self._run_id))

    def join(self) -> bool:
        """Puts articles together whose pages have come; whether there were any."""
        joined = self._add_joined()
        is_saved = self.save()
        self._join_to_kept(joined)
        return is_saved

    def _revisited(self, looks: Sequence[Look]) -> Iterator[Look]:
        """The same, revisits with what they are captures of: of records before them, in whatever batch those were."""
        originals = Originals(self._archive)
        for one in looks:
            if one.revisit is None:
                if one.capture is not None:
                    originals.add(one.capture)
                yield one
            elif (capture := originals.capture_of(one.revisit)) is not None:
                yield replace(one, capture=capture)
            else:
                yield replace(one, is_waiting=True)

    def _looked_into(self, looks: Sequence[Look]) -> Iterator[Look]:
        """The same with what is in them, those that the archive has and those that are not wanted marked."""
        urls = [one.capture.url for one in looks if one.capture is not None]
        known = {page.url: page for page in self._archive.pages(urls)}
        for one in looks:
            if one.reason is not None or one.capture is None:
                yield one
            else:
                yield self._looked_at(one, one.capture, known.get(one.capture.url))

    def _looked_at(self, look: Look, capture: Capture, page: DuePage | None) -> Look:
        if page is not None:
            look = self._recognised(look, capture, page)
            if look.known is not None or is_unchanged(page, capture):
                return look
        if look.revisit is not None:
            if look.revisit.is_of_its_page and not self._wanted.is_of_readings:  # most show what was shown before
                return look
            whole = with_content(self._archive, capture)
            if whole is None:
                return replace(look, reason=PassReason.REVISIT)
            capture = whole
        reading = self._read(capture)
        refused = refused_reading(reading, self._wanted)
        if refused is None and look.is_of_record and reading.failure == FailureReason.NOT_HTML:
            refused = FailureReason.NOT_HTML  # of a type that was asked for, and nothing that could be read
        return replace(look, capture=capture, reading=reading, reason=refused)

    def _recognised(self, look: Look, capture: Capture, page: DuePage) -> Look:
        """The same, marked where the archive has it. A single page keeps the place in the order that it had first."""
        if look.is_of_record:
            return replace(look, known=page) if self._has(page, capture) else look
        came = self._archive.ingested.came(page.page_id, capture)
        return replace(look, known=page if came else None, is_kept=came is not None)

    def _has(self, page: DuePage, capture: Capture) -> bool:
        """Whether a look of the past is one that the archive has: what the page showed then is what it shows."""
        if not capture.is_ok or capture.payload_digest is None or not is_late(page, capture):
            return False
        return self._archive.ingested.had_shown(page.page_id, capture.fetched_at, capture.payload_digest)

    def _read(self, capture: Capture) -> Reading:
        return self._read_here(Task(capture=capture, with_links=False))

    def _pages_of(self, captures: Sequence[Capture]) -> dict[str, DuePage]:
        """The pages by their addresses, those that were not known queued."""
        urls = dict.fromkeys(capture.url for capture in captures)
        if not urls:
            return {}
        sources = {url: self._sources.id_for(url) for url in urls}
        self._archive.queue(
            FrontierEntry(url=url, source_id=source_id, priority=REVISIT, due_at=_NEVER, found_by="ingest")
            for url, source_id in sources.items()
        )
        return {page.url: page for page in self._archive.pages(urls)}

    def _settled(self, page: DuePage, look: Look, capture: Capture) -> PageResult | None:
        """What becomes of the page; ``None`` for a revisit of what cannot be read any more."""
        if is_unchanged(page, capture):
            return self._unchanged(page, look, capture)
        reading = look.reading
        if reading is None:  # it was as it had been, before another look in this batch
            whole = capture if look.revisit is None else with_content(self._archive, capture)
            if whole is None:
                return None
            capture, reading = whole, self._read(whole)
        result = decide(page, capture, reading, honour_noarchive=False)
        return replace(
            result,
            due_at=_due_at(page),
            is_by_time=look.is_of_record,
            parser_version=None if result.article is None else PARSER_VERSION,
            previous=self._rereader.previous(result),
            previous_cards=self._rereader.previous_cards(page, result),
        )

    @staticmethod
    def _unchanged(page: DuePage, look: Look, capture: Capture) -> PageResult:
        """Its bytes are in the WARC already; a record leaves no row, as an answer that says so leaves none."""
        status = _OK if look.is_of_record else capture.status
        left = replace(capture, content=b"", exchanges=(), warc=None, status=status)
        return replace(decide(page, left, Reading()), due_at=_due_at(page), is_by_time=look.is_of_record)

    def _add(self, page: DuePage, result: PageResult, look: Look) -> PageDone:
        done = PageDone.of(page, result)
        with self._tools.interrupts.held_back():
            if look.found is not None and look.revisit is None and not result.is_unchanged:
                result = replace(result, capture=self._keeper.keep(result.capture, look.found))
            elif look.revisit is not None:
                result = replace(result, capture=self._keeper.keep_again(result.capture))
            elif look.is_kept:
                result = replace(result, capture=replace(result.capture, content=b""))
            if self._spread.is_one(result):
                self._spread.add(self._batch.keep(result))
            else:
                self._batch.add(result)
            self._counts.page(result)
            self._note(look)
        return done

    def _recognise(self, look: Look, page: DuePage) -> PageDone:
        with self._tools.interrupts.held_back():
            self._counts.known(0 if look.capture is None else look.capture.size_bytes)
            self._note(look)
        return PageDone(url=page.url, kind=page.kind, state="ok", is_unchanged=True)

    def _wait(self, look: Look) -> None:
        """It is taken in when its record is there; till then the ledger says that it was passed over."""
        if self.part is None or look.revisit is None:
            return  # it waits already
        with self._tools.interrupts.held_back():
            self.part.wait(look.revisit)
            self._note(look, PassReason.REVISIT)

    def _pass_over(self, look: Look, reason: str) -> None:
        with self._tools.interrupts.held_back():
            self._counts.pass_over(reason)
            self._note(look, reason)

    def _note(self, look: Look, reason: str | None = None) -> None:
        if self.part is not None and look.found is not None:
            self.part.note(look.found.behind, reason)

    def _add_joined(self) -> list[PageResult]:
        """Puts articles together whose pages wait."""
        results = self._spread.joined()
        for result in results:
            self._batch.add(result)
        return results

    def _join_to_kept(self, results: Sequence[PageResult]) -> None:
        """Reads again the first pages of an earlier batch or run to which a page has come now."""
        known = {result.capture.url for result in results}
        begun = {article.paging.first_url for r in results if r.is_part and (article := r.article) and article.paging}
        counts = self._joiner.join([url for url in begun if url and url not in known], self._run_id)
        self._counts.saved = self._counts.saved.plus(counts)


def _is_taken(look: Look) -> bool:
    return look.reason is None and look.known is None


def _due_at(page: DuePage) -> dt.datetime | None:
    """Never, but for a page that a crawl had found: that is asked for as before."""
    return None if page.found_by == "ingest" else page.due_at


def _page_after(page: DuePage, result: PageResult) -> DuePage:
    """The page for the next capture with its address in the same batch.

    After an older file with an article nothing counts as unchanged: its text is the newest one now, and no longer the
    newest look's.
    """
    if result.state != "ok":
        return page
    if is_late(page, result.capture) if result.is_by_time else is_of_the_past(page, result.capture):
        is_newest_text = result.article_url is not None and not result.is_by_time
        return replace(page, payload_digest=None if is_newest_text else page.payload_digest)
    return replace(
        page,
        payload_digest=result.capture.payload_digest,
        last_fetched_at=result.capture.fetched_at,
        cards_version=page.cards_version if result.is_unchanged else PARSER_VERSION,
    )
