"""A run's events as a person or a log collector sees them: a progress bar on a terminal, messages, a summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from archiver.cli.bulk_words import bulk_facts, bulk_summary, pace_text, progress_text
from archiver.cli.messages import WARNING, Messages
from archiver.cli.session import Session
from archiver.cli.tables import print_json
from archiver.model import ARCHIVED_KINDS, RunCounts
from archiver.pipelines.events import (
    Advanced,
    BatchSaved,
    Event,
    Notice,
    PageDone,
    PageReparsed,
    RunEnded,
    SourceMerged,
)
from archiver.pipelines.garbage import rare_collections
from archiver.pipelines.interrupts import Interrupted
from archiver.text import counted, size_text

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress

#: of a run over large files that nobody watches
_BETWEEN_LINES_S = 60.0


_KEPT = "what was done so far is kept, and the same command goes on from there"
_NOTHING_YET = "there is no archive yet, and the same command begins anew"


def follow(
    events: Generator[Event], session: Session, *, target: Path | None = None, if_interrupted: str = _KEPT
) -> RunEnded:
    """The run's last event, after all others have been shown; ``target`` where it is not the archive at ``--db``."""
    last: RunEnded | None = None
    try:
        with rare_collections(), closing(events), _bar(session) as advance:
            for event in events:
                _log(event, session.messages)
                advance(event)
                if isinstance(event, RunEnded):
                    last = event
    except Interrupted as order:
        words = if_interrupted if target or session.db.exists() else _NOTHING_YET
        session.messages.info(
            f"{target or session.db}: interrupted; {words}",
            outcome="interrupted",
            exit_code=order.exit_code,
        )
        order.is_told = True
        raise
    assert last is not None, "every run ends with RunEnded"
    return last


def conclude(ended: RunEnded, session: Session, figures: str | None = None, *, as_json: bool = False) -> int:
    """The exit code, after a run's figures (in words, where given) and its last word."""
    bulk = ended.figures
    facts = {"outcome": ended.outcome, "exit_code": ended.exit_code, **asdict(ended.counts)}
    facts |= {} if bulk is None else bulk_facts(bulk)
    if as_json:
        print_json(facts)
    counts = summary(ended.counts) if bulk is None else bulk_summary(ended.counts, bulk)
    words = [figures or counts, *((ended.message,) if ended.message and not ended.exit_code else ())]
    session.messages.info(f"{session.db}: {'; '.join(words)}", **facts)
    if bulk is not None:
        session.messages.info(f"{session.db}: {pace_text(bulk)}")
    if ended.message and ended.exit_code:
        session.messages.error(ended.message)
    return ended.exit_code


def summary(counts: RunCounts) -> str:
    """One line about a run, failed pages included: ``42 pages, 1 failed; 28 articles new, 0 changed; 1.2 MB``."""
    return (
        f"{counted(counts.pages_tried, 'page')}, {counts.pages_failed} failed; "
        f"{counted(counts.articles_new, 'article')} new, {counts.articles_changed} changed; "
        f"{size_text(counts.bytes_received)}"
    )


def _log(event: Event, messages: Messages) -> None:
    match event:
        case PageDone():
            messages.debug(_page_line(event), url=event.url, state=event.state, reason=event.reason, kind=event.kind)
        case Notice(level="warning"):
            messages.warning(event.message)
        case Notice():
            messages.info(event.message)
        case PageReparsed(failure=str(), is_told_by_file=False):
            messages.warning(f"{event.url}: {event.failure}", url=event.url)
        case _:
            pass


def _page_line(page: PageDone) -> str:
    word = "unchanged" if page.is_unchanged else page.state
    reason = ": ".join(part for part in (page.reason, page.detail) if part)
    about = f" ({reason})" if reason else f" {page.kind}" if page.kind else ""
    return f"{word}{about} {page.url}"


class Counting:
    """Draws how far something is, or nothing."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._task = None if progress is None else progress.add_task("", total=None, facts="", done="")
        self._thing = ""

    def begin(self, total: int | None, thing: str) -> None:
        """So many are to be done, as far as that is known."""
        if self._progress is not None and self._task is not None:
            of_them = "" if total is None else f"of {total:,} "
            self._thing = f"{of_them}{thing}s"
            self._progress.update(self._task, total=total, done=f"0 {self._thing}")

    def show(self, done: int) -> None:
        """So many are done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, done=f"{done:,} {self._thing}")


@contextmanager
def counting(session: Session) -> Iterator[Counting]:
    """What draws how far something is, on stderr, where a run would."""
    if not _is_watched(session.messages):
        yield Counting()
        return
    from rich.console import Console  # as below

    with _progress(Console(stderr=True)) as progress, _lines_above(progress, session.messages):
        yield Counting(progress)


def _is_watched(messages: Messages) -> bool:
    """Whether a bar is drawn: on a terminal, when nobody asked for quiet or for JSON."""
    return not messages.as_json and messages.threshold < WARNING and messages.is_on_terminal


@contextmanager
def _bar(session: Session) -> Iterator[Callable[[Event], None]]:
    """Draws on stderr."""
    messages = session.messages
    if not _is_watched(messages):
        yield Minutes(messages).show
        return
    from rich.console import Console  # 50 ms that no script and no cron job waits for

    with _progress(Console(stderr=True)) as progress, _lines_above(progress, messages):
        bar = _Bar(progress)
        yield bar.show


def _progress(console: object) -> Progress:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # as above

    return Progress(
        SpinnerColumn(),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[done]}"),
        TextColumn("{task.fields[facts]}"),
        TimeElapsedColumn(),
        console=console,  # type: ignore[arg-type]  # a Console, imported late
        transient=True,
    )


@contextmanager
def _lines_above(progress: Progress, messages: Messages) -> Iterator[None]:
    before, messages.print_line = messages.print_line, lambda line: progress.console.print(line, markup=False)
    try:
        yield
    finally:
        messages.print_line = before


class Minutes:
    """Says now and then how far a run over large files has come, where no bar is drawn."""

    def __init__(self, messages: Messages, clock: Callable[[], float] = time.monotonic) -> None:
        self._messages = messages
        self._clock = clock
        self._begun: Advanced | None = None
        self._began_s = self._said_s = clock()

    def show(self, event: Event) -> None:
        """Takes what happens."""
        if not isinstance(event, Advanced):
            return
        now_s = self._clock()
        if self._begun is None:
            self._begun, self._began_s, self._said_s = event, now_s, now_s
        elif now_s - self._said_s >= _BETWEEN_LINES_S:
            self._said_s = now_s
            self._messages.info(progress_text(self._begun, event, now_s - self._began_s), **asdict(event))


class _Bar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._begun: tuple[Advanced, float] | None = None
        self._task = progress.add_task("", total=None, facts="", done="0 pages")
        self._done = 0
        self._failed = 0
        self._articles = 0
        self._total: int | None = None
        self._thing = "pages"

    def show(self, event: Event) -> None:
        match event:
            case PageDone():
                self._done += 1
                self._failed += event.state == "failed"
                self._articles += event.state == "ok" and event.kind in ARCHIVED_KINDS
            case PageReparsed():
                self._done += 1
                self._failed += event.failure is not None
            case SourceMerged():
                self._done += 1
                self._failed += event.failure is not None
                self._articles += event.counts.articles_new
                self._thing = "archives"
            case BatchSaved(waiting=int(waiting)):
                self._total = self._done + waiting
            case Advanced():
                self._advance(event)
                return
            case _:
                return
        if self._begun is not None:  # which tells more
            return
        facts = f"{self._articles} articles, {self._failed} failed"
        done = f"{self._done:,} {self._thing}"
        self._progress.update(self._task, completed=self._done, total=self._total, done=done, facts=facts)

    def _advance(self, event: Advanced) -> None:
        if self._begun is None:
            self._begun = event, time.monotonic()
        begun, began_s = self._begun
        self._progress.update(
            self._task,
            completed=event.done_bytes,
            total=event.total_bytes,
            done=progress_text(begun, event, time.monotonic() - began_s),
            facts="",
        )
