"""What a round has come to: pages, failures, seeds, and hosts that asked to be left alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from archiver.model import DuePage, FailureReason, PageResult
from archiver.pipelines.decide import Tally, Verdict, is_failure, judge
from archiver.urls import host_of


class Ledger:
    """Kept while a round goes on, for the verdict at its end."""

    def __init__(self, seeds: Collection[str]) -> None:
        self._seeds = seeds
        self._tally = Tally()
        self._lost_seed: str | None = None
        self._parked_host: str | None = None

    @property
    def pages(self) -> int:
        """How many have been settled."""
        return self._tally.pages

    def note(self, page: DuePage, result: PageResult) -> None:
        """Counts one page."""
        is_seed = page.url in self._seeds
        if result.reason == FailureReason.RATE_LIMITED:
            self._parked_host = host_of(page.url)
        if is_seed and not _has_come(result):
            self._lost_seed = f"{page.url}: {result.capture.error or result.reason}"
        self._tally = replace(
            self._tally,
            pages=self._tally.pages + 1,
            failed=self._tally.failed + is_failure(page, result),
            seeds=self._tally.seeds + is_seed,
            seeds_ok=self._tally.seeds_ok + (is_seed and _has_come(result)),
        )

    def verdict(self, *, has_work_left: bool, max_failures: float, limit_exit_code: int) -> Verdict:
        """How the round ended. A host that asks to be left alone leaves work, whatever else does."""
        tally = replace(self._tally, has_work_left=has_work_left or self._parked_host is not None)
        verdict = judge(tally, max_failures=max_failures, limit_exit_code=limit_exit_code)
        if verdict.outcome == "failed" and verdict.exit_code == 1:
            return replace(verdict, message=f"{verdict.message}: {self._lost_seed}")
        if verdict.outcome == "limit" and not has_work_left:
            return replace(verdict, message=f"{self._parked_host} asks to be left alone for now, with work left")
        return verdict


def _has_come(seed: PageResult) -> bool:
    """Whether a seed was fetched: also one that is not to be archived, or that leads to another site."""
    return seed.state == "ok" or bool(seed.found) or seed.reason == FailureReason.NOARCHIVE
