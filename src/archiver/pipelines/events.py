"""What a pipeline tells while it runs: frozen values, for a progress bar, a log or a test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from archiver.model import DuePage, PageKind, PageResult, PageState, RunCounts

#: ``runs.outcome``
Outcome = Literal["done", "failed", "limit", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDone:
    """One page was asked for, or one file read, and this was decided about it."""

    url: str
    kind: PageKind | None
    state: PageState
    reason: str | None = None
    #: one clause for a person: ``no first byte within 30 s``
    detail: str | None = None
    title: str | None = None
    is_unchanged: bool = False
    #: addresses that it named, that were in scope and not named before in the round
    found: int = 0

    @classmethod
    def of(cls, page: DuePage, result: PageResult) -> PageDone:
        """What the result says in short."""
        return cls(
            url=page.url,
            kind=result.kind,
            state=result.state,
            reason=result.reason,
            detail=result.capture.detail,
            title=result.article.title if result.article else None,
            is_unchanged=result.is_unchanged,
            found=sum(entry.refusal is None for entry in result.found),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSaved:
    """A batch is on disk; ``counts`` are those of the whole run so far."""

    counts: RunCounts
    #: pages that are known and due; ``None`` where nobody counts them
    waiting: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a person wants to know and that no page's outcome tells."""

    message: str
    level: Literal["info", "warning"] = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of an article, before and after, as text."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReparsed:
    """What today's parser made of a kept capture; only fields that differ are listed."""

    url: str
    changes: tuple[Change, ...] = ()
    #: why the kept capture could not be parsed; ``None`` when it could
    failure: str | None = None
    #: the same holds for its file, of which a notice tells at the end
    is_told_by_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """How far a run over large files has come, those of an earlier run included."""

    done_bytes: int
    #: of all files; ``None`` where that is not known
    total_bytes: int | None
    #: taken in by this run, whatever became of them
    pages: int = 0
    articles: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkFigures:
    """What a run over large files has come to, beyond its counts."""

    #: taken in, those that failed and those that were there already included; not those that were passed over
    pages: int = 0
    #: of them, those that were there already, or showed what they had shown
    unchanged: int = 0
    #: records that were passed over, by reason
    passed: Mapping[str, int] = field(default_factory=dict)
    #: pages, places in files and files that could not be read, by reason
    failed: Mapping[str, int] = field(default_factory=dict)
    read_bytes: int = 0
    elapsed_s: float = 0.0

    def plus(self, other: BulkFigures) -> BulkFigures:
        """Both, one after the other."""
        return BulkFigures(
            pages=self.pages + other.pages,
            unchanged=self.unchanged + other.unchanged,
            passed=Counter(self.passed) + Counter(other.passed),
            failed=Counter(self.failed) + Counter(other.failed),
            read_bytes=self.read_bytes + other.read_bytes,
            elapsed_s=self.elapsed_s + other.elapsed_s,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMerged:
    """An archive, or a lake, is in the archive now, or could not be brought there."""

    path: str
    #: what came with it that was not there before
    counts: RunCounts = RunCounts()
    #: that its rows point to
    warc_files: int = 0
    #: of them, in so far as they could not be linked
    copied_bytes: int = 0
    #: captures that came without their record, as that is missing over there
    lost_records: int = 0
    #: the WARC files that are missing, or were cut
    lost_files: tuple[str, ...] = ()
    #: why nothing of it was merged; ``None`` when all is well
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a run has come to, as far as its exit code depends on it."""

    pages: int = 0
    failed: int = 0
    #: seeds asked for in this run, and those of them that came
    seeds: int = 0
    seeds_ok: int = 0
    #: the first of those that did not, and why
    lost_seed: str | None = None
    #: stopped at ``--max-pages`` or ``--max-time`` with pages still due
    has_work_left: bool = False
    #: pages wait for another crawler to be done with its sites
    is_held_up: bool = False

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            pages=self.pages + other.pages,
            failed=self.failed + other.failed,
            seeds=self.seeds + other.seeds,
            seeds_ok=self.seeds_ok + other.seeds_ok,
            lost_seed=self.lost_seed or other.lost_seed,
            has_work_left=self.has_work_left or other.has_work_left,
            is_held_up=self.is_held_up or other.is_held_up,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded:
    """The last event of every run."""

    outcome: Outcome
    exit_code: int
    counts: RunCounts
    #: why the exit code is not 0, or what is left to do; ``None`` when all is well
    message: str | None = None
    #: of a run over large files
    figures: BulkFigures | None = None
    #: what the exit code follows from, of a round
    tally: Tally | None = field(default=None, compare=False)


Event: TypeAlias = PageDone | BatchSaved | Notice | PageReparsed | Advanced | SourceMerged | RunEnded
