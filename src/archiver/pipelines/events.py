"""What a pipeline tells while it runs: frozen values, for a progress bar, a log or a test."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded:
    """The last event of every run."""

    outcome: Outcome
    exit_code: int
    counts: RunCounts
    #: why the exit code is not 0, or what is left to do; ``None`` when all is well
    message: str | None = None


Event: TypeAlias = PageDone | BatchSaved | Notice | PageReparsed | RunEnded
