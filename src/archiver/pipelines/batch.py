"""Results on their way to disk: records into the WARC as they come, one fsync and one commit for many of them.

A row never points at a record that is not on disk: what `add` writes is made durable by `sync` before the transaction
that names it. Killed in between, the archive knows nothing of the batch, its pages are still due, and the next run
leaves the file's surplus records alone.
"""

from __future__ import annotations

from dataclasses import replace

from archiver.fetch.answers import NOT_MODIFIED
from archiver.model import Capture, KeptContent, PageResult, RunCounts, WarcPosition
from archiver.pipelines.tools import Tools


class Batch:
    """Collects results, and writes them together."""

    def __init__(self, tools: Tools, run_id: int) -> None:
        self._archive = tools.archive
        self._writer = tools.writer
        self._interrupts = tools.interrupts
        self._run_id = run_id
        #: not on disk yet
        self.results: list[PageResult] = []
        self._captures: list[Capture] = []

    def add(self, result: PageResult) -> None:
        """Takes the result of one page; its content goes into the WARC now, and is held no longer."""
        with self._interrupts.held_back():
            self.results.append(self.keep(result))

    def keep(self, result: PageResult) -> PageResult:
        """The result with its content in the WARC, for whoever adds it later."""
        with self._interrupts.held_back():
            kept = self._kept(result.capture, result.page_id)
            return result if kept is result.capture else replace(result, capture=kept)

    def add_exchange(self, capture: Capture) -> None:
        """Takes an exchange that belongs to no page: robots.txt."""
        with self._interrupts.held_back():
            self._captures.append(self._kept(capture))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to make durable."""
        return not self.results and not self._captures

    def flush(self) -> RunCounts | None:
        """Makes everything durable; the counts of this batch, ``None`` when there was nothing in it."""
        if self.is_empty:
            return None
        with self._interrupts.held_back():
            position = self._position()
            counts = self._archive.save(
                self.results,
                run_id=self._run_id,
                extra_captures=self._captures,
                warc=position,
            )
            self.results, self._captures = [], []
        return counts

    def _position(self) -> WarcPosition | None:
        """How far the WARC file is whole, on disk; of what is on its way, all is put there once it is complete."""
        if self._writer is None:
            return None
        return self._writer.position if self._archive.is_scratch else self._writer.sync()

    def _kept(self, capture: Capture, page_id: int | None = None) -> Capture:
        if capture.warc is not None:
            return capture
        kept = self._writer.write(capture, self._known(capture, page_id)) if self._writer else capture
        return replace(kept, content=b"", exchanges=())

    def _known(self, capture: Capture, page_id: int | None) -> KeptContent | None:
        """Where the content lies already, so that it need not be kept a second time."""
        is_told = capture.status == NOT_MODIFIED
        if page_id is None or not capture.exchanges or not (is_told or capture.payload_digest):
            return None
        return self._archive.warc_records.content(page_id, None if is_told else capture.payload_digest)
