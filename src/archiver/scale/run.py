"""A bulk run: chunks handed out to an engine, what they become merged in the order of the plan.

* All engines get the same tasks, and what comes of them is merged in one order: the same rows, numbers included.
* A task that is lost with its worker is tried again, a few times, and then in halves. One that cannot be done is told,
  and the others go on; the run then ends with code 1, and the same command does what is missing. A file that nobody can
  open counts as one that failed, and stops no other.
* What was made stays in the work folder until it is in the archive: whatever ends a run, the next one goes on from
  there. A small archive is removed only when its rows are committed, their WARC files in place before.
* Articles whose pages came in several small archives are joined at the end, when all of them are there.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from archiver.errors import ArchiveError
from archiver.fetch.warc_bringing import Bringer
from archiver.fetch.warc_in_place import permit, permitted
from archiver.model import RunCounts
from archiver.model.bulk import Chunk
from archiver.pipelines.decide import Verdict
from archiver.pipelines.events import Advanced, BatchSaved, BulkFigures, Event, Notice, RunEnded, Tally
from archiver.pipelines.ingest import ingest_files
from archiver.pipelines.ingest_counts import UNREADABLE_FILE, Counts, judge_files
from archiver.pipelines.ingest_waiting import Waiting
from archiver.pipelines.inputs import Item
from archiver.pipelines.joining import Joiner
from archiver.pipelines.manifest import BadFile
from archiver.pipelines.running import Run
from archiver.pipelines.tools import Tools
from archiver.scale.engines import Engine
from archiver.scale.mapping import ARCHIVE, published
from archiver.scale.plan import Extent, PlannedFile, plan, size_at_no_cost
from archiver.scale.publishing import folder_of, remove_drafts
from archiver.scale.records import bring_records
from archiver.scale.tasks import Kit, MapTask, Outcome, halves_of, words_for
from archiver.scale.work_folders import clear_after_ingest, remove_probes
from archiver.store.runs import NewRows

#: workers that may be lost with one task before it is halved, or given up where a half would be less than that
MOST_TRIES = 3
LEAST_BYTES = 1 << 20
#: tasks in a row that could not be done, after which no more are begun: the disk is full, or the network gone
MOST_MISSING = 20
#: tasks that may be ahead of the first that is not merged yet, for each that the engine takes: what lies on disk
_AHEAD = 4
#: chunks that are named in the run's last word
_MOST_NAMED = 3
#: what a task has come to that is not begun
_NOTHING = Advanced(done_bytes=0, total_bytes=None)


def bulk_ingest(
    tools: Tools, items: Sequence[Item], kit: Kit, engine: Engine, arguments: Sequence[str] = ()
) -> Generator[Event]:
    """Takes in chunks of WARC files, in their order, with an engine that has begun; what else there is, before them.

    Raises ``EngineError`` when nobody can work any more; what was done is kept.
    """
    folder = Path(kit.folder)
    folder.mkdir(exist_ok=True)
    remove_drafts(folder)
    remove_probes(folder)
    chunks = list(dict.fromkeys(item for item in items if isinstance(item, Chunk)))
    before: RunEnded | None = None
    if others := [item for item in items if not isinstance(item, Chunk | BadFile)]:
        before = yield from _all_but_the_end(ingest_files(tools, others, arguments, kit.wanted, is_bulk=True))
    files = plan(chunks, kit, tools.archive.ingested)
    run = BulkRun(tools, engine, kit, arguments)
    run.note_bad(item for item in items if isinstance(item, BadFile))
    ended = yield from _all_but_the_end(run.events(files, chunks))
    if not run.is_missing_any:
        clear_after_ingest(folder)
    yield ended if before is None else _together(before, ended)


def _all_but_the_end(events: Generator[Event]) -> Generator[Event, None, RunEnded]:
    """Passes on what happens, but for the last event, which is returned."""
    ended: RunEnded | None = None
    with closing(events):
        for event in events:
            if isinstance(event, RunEnded):
                ended = event
            else:
                yield event
    assert ended is not None, "every run ends with RunEnded"
    return ended


def _together(first: RunEnded, second: RunEnded) -> RunEnded:
    """Both as one: the worse word wins."""
    worse = first if first.exit_code and not second.exit_code else second
    figures = second.figures
    if figures is not None and first.figures is not None:
        figures = figures.plus(first.figures)
    return replace(worse, counts=first.counts.plus(second.counts), figures=figures)


@dataclass(slots=True)
class _Sum:
    """What the run has come to."""

    began: float = field(default_factory=time.monotonic)
    counts: RunCounts = RunCounts()
    files: int = 0
    #: of them, those that were taken in before
    known_files: int = 0
    #: lists that break off
    cut_lists: int = 0
    pages: int = 0
    tally: Tally = Tally()
    passed: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    read_bytes: int = 0
    missing: list[tuple[MapTask, str]] = field(default_factory=list)

    def add(self, outcome: Outcome, counts: RunCounts) -> None:
        self.counts = self.counts.plus(counts)
        self.pages += outcome.figures.pages
        self.tally = self.tally.plus(outcome.tally)
        self.passed.update(outcome.figures.passed)
        self.failed.update(outcome.figures.failed)
        self.read_bytes += outcome.figures.read_bytes

    def add_late(self, late: Counts) -> None:
        """What came of revisits at the end, or between."""
        figures = late.figures()
        self.counts = self.counts.plus(late.saved)
        self.pages += figures.pages
        self.tally = self.tally.plus(late.tally)
        self.passed.update(figures.passed)
        self.failed.update(figures.failed)

    def told(self, rows: NewRows) -> RunCounts:
        """For the run's row: what came is what has not failed, and new are the articles that are there in the end."""
        fetched, failed = self.pages - self.tally.failed, self.tally.failed
        return replace(self.counts, pages_fetched=fetched, pages_failed=failed, articles_new=rows.articles)

    def figures(self, rows: NewRows) -> BulkFigures:
        """What came and has left no row was there already, or showed what it had shown."""
        return BulkFigures(
            pages=self.pages,
            unchanged=self.pages - self.tally.failed - rows.captures,
            passed=dict(self.passed),
            failed=dict(self.failed),
            read_bytes=self.read_bytes,
            elapsed_s=time.monotonic() - self.began,
        )


class BulkRun:
    """One run over the tasks of a plan."""

    def __init__(self, tools: Tools, engine: Engine, kit: Kit, arguments: Sequence[str]) -> None:
        self._tools = tools
        self._archive = tools.archive
        self._engine = engine
        self._before = tools.archive.rounds.newest()
        self._run = Run(tools, "ingest", arguments, save=self._save)
        self._bringer = Bringer(tools.archive.warc_folder)
        self._sum = _Sum()
        #: of revisits whose record came in another part
        self._late = Counts(time.monotonic)
        in_place = kit.keeping == "in place"
        self._waiting = Waiting(tools, self._run.id, kit.wanted, counts=self._late, in_place=in_place)
        #: handed out or done, and not merged, in the order of the plan
        self._order: deque[MapTask] = deque()
        self._done: dict[str, Outcome] = {}
        self._in_hand: dict[str, MapTask] = {}
        self._tries: Counter[str] = Counter()
        self._missing_in_a_row = 0
        self._extent = Extent([])
        self._notices: list[Notice] = []

    def events(self, files: Iterable[PlannedFile], chunks: Sequence[Chunk]) -> Generator[Event]:
        """What happens, as it happens, to the files of these chunks."""
        self._extent = Extent([size_at_no_cost(one) for one in chunks])
        tasks = self._tasks_of(files)
        with self._run as run:
            if self._engine.about:
                yield Notice(message=self._engine.about)
            yield from self._work(tasks)
            is_whole = not self._sum.missing and UNREADABLE_FILE not in self._sum.failed
            self._waiting.finish({chunk.address for chunk in chunks}, is_whole=is_whole)
            self._sum.counts = self._sum.counts.plus(Joiner(self._tools).join_unjoined(run.id))
            if known := self._sum.known_files:
                yield Notice(message=f"files that were taken in before: {known:,}")
            self._save()
            rows = self._archive.rounds.since(self._before)
            ended = replace(run.ended(self._verdict(), self._sum.told(rows)), figures=self._sum.figures(rows))
        yield ended

    def _save(self) -> None:
        """Has the run's row say what is in the archive by now, also where it is interrupted."""
        late, self._late = self._late, Counts(time.monotonic)  # is added once
        self._sum.add_late(late)
        self._run.counts = self._sum.told(self._archive.rounds.since(self._before))

    def note_bad(self, files: Iterable[BadFile]) -> None:
        """Files, or lists of some, that cannot be read: they count as those that workers cannot read."""
        for file in files:
            self._sum.files += 1
            self._sum.failed[UNREADABLE_FILE] += 1
            self._sum.cut_lists += file.is_cut
            self._notices.append(Notice(message=file.problem, level="warning"))

    @property
    def is_missing_any(self) -> bool:
        """Whether something could not be done."""
        return bool(self._sum.missing)

    def _tasks_of(self, files: Iterable[PlannedFile]) -> Iterator[MapTask]:
        for file in files:
            self._extent.see(file)
            self._sum.files += 1
            self._sum.known_files += not file.tasks
            self._notices += file.notices
            yield from file.tasks

    def _work(self, tasks: Iterator[MapTask]) -> Generator[Event]:
        yield self._advanced()  # the time runs from here
        self._hand_out(tasks)
        while self._order:
            yield from self._told()
            if self._order[0].name in self._done:
                yield from self._settle(self._order.popleft())
                yield BatchSaved(counts=self._sum.counts)
                yield self._advanced()
            else:
                yield from map(self._placed, self._engine.watch())
                self._take()
            self._hand_out(tasks)
        yield from self._told()
        yield self._advanced()

    def _told(self) -> Iterator[Notice]:
        """What planning had to say."""
        notices, self._notices = self._notices, []
        yield from notices

    def _hand_out(self, tasks: Iterator[MapTask]) -> None:
        """Has as many tasks under way as the engine wants, and as there is room for before the first is merged."""
        capacity = self._engine.capacity
        while len(self._in_hand) < capacity and len(self._order) < _AHEAD * capacity:
            if self._missing_in_a_row >= MOST_MISSING or (task := next(tasks, None)) is None:
                return
            self._order.append(task)
            self._begin(task)

    def _begin(self, task: MapTask) -> None:
        """Hands out a task, unless an earlier run has done it."""
        if (old := published(task)) is not None:
            self._done[task.name] = old
        else:
            self._in_hand[task.name] = task
            self._engine.put(task)

    def _take(self) -> None:
        """Waits for one outcome; a task that was lost with its worker is handed out again."""
        outcome = self._engine.take()
        task = self._in_hand.pop(outcome.name, None)
        if task is None:
            return  # it was given up, and has come after all
        self._tries[task.name] += 1
        if outcome.problem is not None and outcome.is_worth_another and self._tries[task.name] < MOST_TRIES:
            self._in_hand[task.name] = task
            self._engine.put(task)
        elif outcome.is_lost and (halves := halves_of(task, LEAST_BYTES)):
            place = self._order.index(task)
            del self._order[place]
            for half in reversed(halves):
                self._order.insert(place, half)
            for half in halves:
                self._begin(half)
        else:
            self._done[task.name] = outcome

    def _settle(self, task: MapTask) -> Generator[Event]:
        """Merges what came of a task, or says why nothing did."""
        outcome = self._done.pop(task.name)
        self._tries.pop(task.name, None)
        self._extent.settle(task, outcome.figures.read_bytes)
        for warning in outcome.warnings:
            yield Notice(message=warning, level="warning")
        problem = outcome.problem
        if problem is None:
            with self._tools.interrupts.held_back():
                problem = self._merged(folder_of(task), outcome)
        if problem is None:
            self._missing_in_a_row = 0
        elif outcome.is_unreadable and task.size_bytes is None:  # nor could it be looked at from here
            self._sum.failed[UNREADABLE_FILE] += 1
            yield Notice(message=problem, level="warning")
        else:
            self._missing_in_a_row += 1
            self._sum.missing.append((task, problem))
            yield Notice(message=f"{words_for(task.chunk)}: {outcome.trace or problem}", level="warning")

    def _merged(self, folder: Path, outcome: Outcome) -> str | None:
        """Merges what lies there; what is wrong with it, if it cannot be read: it is gone then, and made anew."""
        try:
            self._sum.add(outcome, self._merge(folder, outcome.copied))
        except ArchiveError as error:
            if error.path != str(folder / ARCHIVE):
                raise
            shutil.rmtree(folder, ignore_errors=True)
            return str(error)
        return None

    def _merge(self, folder: Path, copied: int) -> RunCounts:
        """What was new in a small archive, which is removed when all of it is in the archive.

        Of the revisits in it that tell of records in other parts, one that comes before all that the part has of its
        page is taken in before that, and the others after it: they come in the order of time, as they would in one
        file.
        """
        path = folder / ARCHIVE
        records = path.with_suffix(".warc")
        permit(self._archive.warc_folder, sorted(permitted(records)))  # before any row points there
        waiting = self._waiting.in_part(path)
        taken = self._waiting.take(one for one, is_between in waiting if not is_between)
        names = bring_records(self._archive, self._bringer, path, copied)
        counts = self._archive.merge(path, run_id=self._run.id, warc_names=names)
        taken += self._waiting.take(one for one, is_between in waiting if is_between)
        self._archive.ingested.settle_waiting(taken)
        shutil.rmtree(folder, ignore_errors=True)
        return counts

    def _placed(self, event: Event) -> Event:
        """How far a task has come, as a part of all."""
        return self._advanced(event) if isinstance(event, Advanced) else event

    def _advanced(self, task: Advanced = _NOTHING) -> Advanced:
        return Advanced(
            done_bytes=self._extent.done_bytes + task.done_bytes,
            total_bytes=self._extent.total_bytes,
            pages=self._sum.pages + task.pages,
            articles=self._sum.counts.articles_new + task.articles,
            failed=self._sum.tally.failed + task.failed,
        )

    def _verdict(self) -> Verdict:
        if self._sum.missing:
            words = _words_for_missing(self._sum.missing)
            if self._missing_in_a_row >= MOST_MISSING:
                words = f"given up after {MOST_MISSING} parts in a row; {words}"
            return Verdict(outcome="failed", exit_code=1, message=words)
        if self._sum.cut_lists:
            message = "not all of a list could be read: files that it names may be missing"
            return Verdict(outcome="failed", exit_code=1, message=message)
        unreadable = self._sum.failed[UNREADABLE_FILE]
        return judge_files(self._sum.files, unreadable, self._sum.tally, self._tools.settings.max_failures)


def _words_for_missing(missing: Sequence[tuple[MapTask, str]]) -> str:
    named = "; ".join(f"{words_for(task.chunk)} ({problem})" for task, problem in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED:,} more" if len(missing) > _MOST_NAMED else ""
    return f"not taken in: {named}{more}; the same command goes on with what is missing"
