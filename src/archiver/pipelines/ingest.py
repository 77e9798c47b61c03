"""`ingest`: pages that are on disk already, into the archive: same parser, same tables, their bytes in the WARC.

* A file's address is what the manifest says; else the canonical address that the page declares; else where the file is
  (`file:///…`), and then it belongs to no source.
* It counts as fetched when the manifest says; else when the file was last changed. So doing it again changes nothing.
* Of two files with one address the later one, in the order given, is the newer text: a revision.
* `noarchive` is not looked at: nobody is asked for anything, and whoever ingests a file has it.
* The pages of an article that is spread over several are joined, in whatever order they come; those that were kept by
  an earlier run count, too. Nothing is fetched: a page that is in none of them is missing from the article.
* An ingested page is not asked for by `update`; a crawl that comes to its address archives it like any other.

All this is of files that are one page each. WARC files, which hold many, are taken in by ``ingest_chunk``.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from archiver.model import RunCounts
from archiver.model.bulk import Chunk, Wanted
from archiver.pipelines.choosing import refused_file
from archiver.pipelines.events import BatchSaved, Event, Notice
from archiver.pipelines.ingest_counts import BAD_LINE, Counts
from archiver.pipelines.ingest_files import capture_of_file
from archiver.pipelines.ingest_keeping import Keeper
from archiver.pipelines.ingest_pages import Intake, Look
from archiver.pipelines.inputs import Item
from archiver.pipelines.manifest import BadFile, BadLine, EmptyFolder, File
from archiver.pipelines.running import Run
from archiver.pipelines.tools import Tools


def ingest_files(
    tools: Tools, items: Iterable[Item], arguments: Sequence[str], wanted: Wanted, *, is_bulk: bool = False
) -> Generator[Event]:
    """Takes in files that are one page each, in their order; what cannot be read is recorded, and stops nothing.

    ``is_bulk`` has the end tell the figures of a run over large files, of which it is a part.
    """
    return Ingestion(tools, arguments, wanted).events(items, is_bulk=is_bulk)


class Ingestion:
    """One run of ``ingest``. Needs no fetcher."""

    def __init__(self, tools: Tools, arguments: Sequence[str], wanted: Wanted) -> None:
        self._tools = tools
        self._wanted = wanted
        self._started_at = tools.clock()
        self._before = tools.archive.rounds.newest()
        self._run = Run(tools, "ingest", arguments, save=self._save)
        self._counts = Counts(time.monotonic)
        keeper = Keeper(tools.writer, tools.archive.warc_folder, in_place=False)
        self._intake = Intake(tools, self._run.id, wanted=wanted, keeper=keeper, counts=self._counts)

    def events(self, items: Iterable[Item], *, is_bulk: bool) -> Generator[Event]:
        """What happens, as it happens."""
        counts = self._counts
        with self._run as run:
            self._intake.join_unjoined()  # of a run that was killed
            rest = iter(items)
            while some := list(islice(rest, self._tools.settings.batch_pages)):
                yield from self._take(some)
            if self._intake.join():
                yield BatchSaved(counts=counts.saved)
            run.counts = told = self._told()
            ended = run.ended(counts.verdict(self._tools.settings.max_failures), told)
        is_bulk |= counts.has_files
        yield replace(ended, figures=counts.figures(), tally=counts.tally) if is_bulk else ended

    def _take(self, items: Sequence[Item]) -> Generator[Event]:
        looks: list[Look] = []
        for item in items:
            match item:
                case File():
                    looks.append(self._look(item))
                case Chunk():
                    raise AssertionError("it holds many pages")
                case _:
                    yield self._complaint(item)
        is_saved = yield from self._intake.take(looks)
        if is_saved:
            yield BatchSaved(counts=self._counts.saved)

    def _look(self, file: File) -> Look:
        capture = capture_of_file(file, self._started_at)
        return Look(capture=capture, reason=refused_file(capture, self._wanted))

    def _complaint(self, item: BadLine | BadFile | EmptyFolder) -> Notice:
        """Counts what is no file, and says it."""
        match item:
            case BadLine():
                self._counts.fail(BAD_LINE)
                message = f"{item.manifest}, line {item.line}: {item.problem}"
            case BadFile():
                self._counts.file()
                self._counts.fail_file()
                message = item.problem
            case EmptyFolder():
                message = item.sentence
        return Notice(message=message, level="warning")

    def _save(self) -> None:
        self._intake.save()
        self._run.counts = self._told()

    def _told(self) -> RunCounts:
        return self._counts.told(self._tools.archive.rounds.since(self._before).articles)
