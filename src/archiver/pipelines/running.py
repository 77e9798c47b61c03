"""A run's row in `runs`, from its beginning to its end: whatever ends a pipeline, the row says how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from archiver.errors import ArchiverError
from archiver.model import RunCounts
from archiver.pipelines.decide import Verdict
from archiver.pipelines.events import RunEnded
from archiver.pipelines.interrupts import Interrupted
from archiver.pipelines.tools import Tools

#: what ends a run from outside; the last one when nobody wants its events any more
_ORDERS = (Interrupted, KeyboardInterrupt, GeneratorExit)


class Run:
    """Around the work of a pipeline: begun in the archive when it is made, ended there when the block ends."""

    def __init__(
        self, tools: Tools, command: str, arguments: Sequence[str] = (), *, save: Callable[[], object] = lambda: None
    ) -> None:
        """``save`` keeps what has been done so far when the run is interrupted."""
        self._tools = tools
        self._save = save
        #: what the row says in the end, where it is not what was summed up along the way
        self.counts: RunCounts | None = None
        self.id = tools.archive.begin_run(command, arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, _ORDERS):
            with self._tools.interrupts.held_back():
                self._save()
                self._end(Verdict(outcome="interrupted", exit_code=self._tools.interrupts.exit_code))
        elif error is not None:  # a defect, too, leaves no run that seems to go on
            with suppress(ArchiverError, OSError):  # the archive may be what has failed
                self._end(Verdict(outcome="failed", exit_code=1))

    def ended(self, verdict: Verdict, counts: RunCounts) -> RunEnded:
        """The run's last event, once its row says the same."""
        self._end(verdict)
        return RunEnded(
            outcome=verdict.outcome,
            exit_code=verdict.exit_code,
            counts=counts,
            message=verdict.message,
            tally=verdict.tally,
        )

    def _end(self, verdict: Verdict) -> None:
        self._tools.archive.end_run(self.id, outcome=verdict.outcome, exit_code=verdict.exit_code, counts=self.counts)
