"""What a run of `ingest` has come to, and how far it is: counted while it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from archiver.model import PageResult, RunCounts
from archiver.model.bulk import Chunk
from archiver.pipelines.decide import PAGES_FOR_A_SHARE, Verdict, judge
from archiver.pipelines.events import Advanced, BulkFigures, Tally


class Fault(StrEnum):
    """What is wrong with files that are taken in, beside the reasons why pages fail."""

    #: a record of a WARC file that is damaged, or says too little of itself: a page that failed
    BAD_RECORD = "bad-record"
    #: a line of a manifest that names no file: a page that failed
    BAD_LINE = "bad-line"
    #: a file of many pages, or a list of such files, that cannot be opened, or not be read on; a failed file
    UNREADABLE_FILE = "unreadable-file"


UNREADABLE_FILE, BAD_RECORD, BAD_LINE = Fault.UNREADABLE_FILE, Fault.BAD_RECORD, Fault.BAD_LINE


class Counts:
    """Pages, files and bytes of one run."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began_s = clock()
        self._pages = self._failed_pages = self._unchanged = 0
        self._passed: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._files = self._failed_files = 0
        self._received_bytes = 0
        #: what was saved
        self.saved = RunCounts()

    @property
    def has_files(self) -> bool:
        """Whether there was any file of many pages."""
        return self._files > 0

    def told(self, new_articles: int) -> RunCounts:
        """For the run's row: what came is what has not failed, whatever is saved of it."""
        return RunCounts(
            pages_fetched=self._pages - self._failed_pages,
            pages_failed=self._failed_pages,
            articles_new=new_articles,
            articles_changed=self.saved.articles_changed,
            bytes_received=self._received_bytes,
        )

    def page(self, result: PageResult) -> None:
        """A page was decided about."""
        self._pages += 1
        self._received_bytes += result.capture.size_bytes
        self._unchanged += result.is_unchanged
        if result.state == "failed":
            self._failed_pages += 1
            self._failed[result.reason or "failed"] += 1
        elif result.state == "excluded":
            self._passed[result.reason or "excluded"] += 1

    def known(self, size_bytes: int) -> None:
        """A page of that size was there already, at that very moment."""
        self._pages += 1
        self._received_bytes += size_bytes
        self._unchanged += 1

    def pass_over(self, reason: str) -> None:
        """Something was not wanted."""
        self._passed[reason] += 1

    def fail(self, reason: str) -> None:
        """A place in a file could not be read: a page that is not there."""
        self._pages += 1
        self._failed_pages += 1
        self._failed[reason] += 1

    def file(self) -> None:
        """A file of many pages was given."""
        self._files += 1

    def fail_file(self) -> None:
        """It could not be read, or not to its end."""
        self._failed_files += 1
        self._failed[UNREADABLE_FILE] += 1

    def verdict(self, max_failures: float) -> Verdict:
        """How the run ended."""
        return judge_files(self._files, self._failed_files, self.tally, max_failures)

    @property
    def tally(self) -> Tally:
        """Of pages."""
        return Tally(pages=self._pages, failed=self._failed_pages)

    def figures(self) -> BulkFigures:
        """All of it."""
        return BulkFigures(
            pages=self._pages,
            unchanged=self._unchanged,
            passed=dict(self._passed),
            failed=dict(self._failed),
            elapsed_s=self._clock() - self._began_s,
        )

    def advanced(self, extent: Extent) -> Advanced:
        """How far a chunk is."""
        return Advanced(
            done_bytes=extent.done,
            total_bytes=None,
            pages=self._pages,
            articles=self.saved.articles_new,
            failed=self._failed_pages,
        )


def judge_files(files: int, failed: int, tally: Tally, max_failures: float) -> Verdict:
    """How a run over so many files ended; they count for themselves, however many pages are in the others."""
    if files and failed == files:
        message = "the file could not be read" if files == 1 else f"none of {files} files could be read"
        return Verdict(outcome="failed", exit_code=1, message=message)
    if files >= PAGES_FOR_A_SHARE and failed > max_failures * files:
        message = f"{failed} of {files} files could not be read (--max-failures allows {max_failures:.0%})"
        return Verdict(outcome="failed", exit_code=3, message=message)
    return judge(tally, max_failures=max_failures)


class Extent:
    """How many bytes a chunk has had read: in sum over the chunks of a file, each byte once.

    The last record of a chunk may go far beyond its end, and what is in one gzip member is all in the chunk in which
    that begins. So a chunk counts from where its first record begins, and one without any counts nothing.
    """

    def __init__(self, chunk: Chunk) -> None:
        self._chunk = chunk
        self._first: int | None = None
        #: of the file; ``None`` while nobody knows
        self.size: int | None = None
        #: what is behind
        self.done = 0

    def begin(self, place: int) -> None:
        """A record begins, or what holds it, at that byte of the file."""
        if self._first is None:
            self._first = place if self._chunk.start else 0

    def reach(self, place: int) -> None:
        """All before that byte of the file is behind."""
        if self._first is not None:
            reached = place if self.size is None else min(place, self.size)
            self.done = max(self.done, reached - self._first)

    def finish(self) -> None:
        """Nothing more is in the chunk: what is behind its last record is none."""
        end = self.size if self._chunk.end is None else self._chunk.end
        if end is not None:
            self.reach(end)
