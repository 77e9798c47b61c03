"""Pages of one article that have come apart: in batches, runs or archives of several workers, and are read together."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.model import RunCounts
from archiver.pipelines.rereading import Rereader
from archiver.pipelines.tools import Tools

#: articles that are written together
_TOGETHER = 100


class Joiner:
    """Reads the first pages of such articles again, with all the others that were kept."""

    def __init__(self, tools: Tools, rereader: Rereader | None = None) -> None:
        self._archive = tools.archive
        self._interrupts = tools.interrupts
        self._rereader = rereader or Rereader(tools.archive, tools.rules)

    def join_unjoined(self, run_id: int) -> RunCounts:
        """Those that the archive names, also of a run that was killed before it had done so; what has changed."""
        counts = RunCounts()
        unjoined = self._archive.ingested.unjoined()
        for start in range(0, len(unjoined), _TOGETHER):
            urls = unjoined[start : start + _TOGETHER]
            with self._interrupts.held_back():
                counts = counts.plus(self.join(urls, run_id))
                self._archive.ingested.forget_unjoined(urls)
        return counts

    def join(self, urls: Iterable[str], run_id: int) -> RunCounts:
        """Those that begin at these addresses, or before them; what has changed."""
        found = (self._rereader.beginning(url) for url in urls)
        begun = {page.page_id: (page, article) for page, article in filter(None, found)}
        again = [self._rereader.reparsed(page, article) for page, article in begun.values()]
        return self._archive.save_reparsed(again, run_id=run_id, is_joining=True) if again else RunCounts()
