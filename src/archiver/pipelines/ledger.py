"""What a round has come to: pages, failures, seeds, and hosts that are left alone for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archiver.model import Capture, DuePage, FailureReason, PageResult
from archiver.pipelines.decide import Verdict, is_failure, judge
from archiver.pipelines.events import Tally
from archiver.urls import host_of

#: of a host that is left alone although it can be connected to
_WORDS = {
    FailureReason.RATE_LIMITED: "asks to be left alone",
    FailureReason.HTTP: "answers with nothing but errors",
    FailureReason.TIMEOUT: "does not answer in time",
    FailureReason.DISCONNECTED: "breaks off whatever it is asked",
    FailureReason.BAD_RESPONSE: "does not speak HTTP",
}


class Ledger:
    """Kept while a round goes on, for the verdict at its end."""

    def __init__(self, seeds: Sequence[str]) -> None:
        #: in the order given → what was wrong with those that did not come
        self._seeds: dict[str, str | None] = dict.fromkeys(seeds)
        self._tally = Tally()
        #: hosts that are to be left alone for a while, with work left → why
        self._parked: dict[str, FailureReason] = {}

    @property
    def pages(self) -> int:
        """How many have been settled."""
        return self._tally.pages

    def note(self, page: DuePage, result: PageResult) -> None:
        """Counts one page."""
        is_seed = page.url in self._seeds
        if result.reason == FailureReason.RATE_LIMITED:
            self._parked[host_of(page.url)] = FailureReason.RATE_LIMITED
        elif result.state == "ok":
            self._parked.pop(host_of(page.url), None)
        if is_seed and not _has_come(result):
            self._seeds[page.url] = f"{page.url}: {result.capture.error or result.reason}"
        self._tally = replace(
            self._tally,
            pages=self._tally.pages + 1,
            failed=self._tally.failed + is_failure(page, result),
            seeds=self._tally.seeds + is_seed,
            seeds_ok=self._tally.seeds_ok + (is_seed and _has_come(result)),
        )

    def note_put_off(self, page: DuePage, capture: Capture) -> None:
        """Notes that a page's host is left alone, and the page with it."""
        if capture.failure is not None:
            self._parked[host_of(page.url)] = capture.failure

    def verdict(self, *, has_work_left: bool, max_failures: float, limit_exit_code: int) -> Verdict:
        """How the round ended. A host that asks to be left alone leaves work, whatever else does."""
        tally = replace(
            self._tally,
            has_work_left=has_work_left or bool(self._parked),
            is_held_up=FailureReason.ANOTHER_CRAWLER in self._parked.values(),
            lost_seed=next((told for told in self._seeds.values() if told is not None), None),
        )
        verdict = judge(tally, max_failures=max_failures, limit_exit_code=limit_exit_code)
        if verdict.outcome == "limit" and not has_work_left:
            return replace(verdict, message=self._about_parked())
        return verdict

    def _about_parked(self) -> str:
        host, reason = next(iter(self._parked.items()))
        asks = _WORDS.get(reason, "cannot be reached")
        more = f" (and {len(self._parked) - 1} more)" if len(self._parked) > 1 else ""
        return f"{host}{more} {asks} for now, with work left"


def _has_come(seed: PageResult) -> bool:
    """Whether a seed was fetched: also one that is not to be archived, or that leads to another site."""
    return seed.state == "ok" or bool(seed.found) or seed.reason == FailureReason.NOARCHIVE
