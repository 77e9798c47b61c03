"""Revisits whose record was not there when they were read: it may come later, or have come in another part of the run.

They are taken in when it is there, as late as that may be: what a page showed when is put in order by its moment. When
all files of a run have come, those of them that are left are passed over; those of another run's files wait on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from archiver.fetch.warc_captures import PassReason
from archiver.model.bulk import Revisit, Wanted
from archiver.pipelines.ingest_counts import Counts
from archiver.pipelines.ingest_keeping import Keeper
from archiver.pipelines.ingest_pages import Intake, Look
from archiver.pipelines.ingest_revisits import Originals
from archiver.pipelines.tools import Tools
from archiver.store.waiting import waiting_in


class Waiting:
    """Takes them in."""

    def __init__(self, tools: Tools, run_id: int, wanted: Wanted, *, counts: Counts, in_place: bool) -> None:
        self._archive = tools.archive
        self._wanted = wanted.digest
        self._counts = counts
        self._most = tools.settings.batch_pages
        keeper = Keeper(tools.writer, tools.archive.warc_folder, in_place=in_place)
        self._intake = Intake(tools, run_id, wanted=wanted, keeper=keeper, counts=counts)

    def in_part(self, path: Path) -> tuple[tuple[Revisit, bool], ...]:
        """Those of a small archive that is closed, and whether each comes between looks at its page that it has."""
        return waiting_in(path, self._wanted)

    def take(self, revisits: Iterable[Revisit]) -> list[Revisit]:
        """Takes in those whose record is there by now; which they are."""
        originals = Originals(self._archive)
        taken = [revisit for revisit in revisits if originals.capture_of(revisit) is not None]
        for start in range(0, len(taken), self._most):
            looks = [Look(capture=None, revisit=one) for one in taken[start : start + self._most]]
            for _ in self._intake.take(looks):
                pass
        self._intake.join()
        return taken

    def finish(self, addresses: Collection[str], *, is_whole: bool) -> None:
        """The same of all that wait; others that these files hold are passed over.

        They wait no more if ``is_whole``, and nothing of the run is missing.
        """
        waiting = self._archive.ingested.waiting(self._wanted)
        if not waiting:
            return
        taken = self.take(waiting)
        self._archive.ingested.settle_waiting(taken)
        left = [one for one in set(waiting).difference(taken) if one.address in addresses]
        for _ in left:
            self._counts.pass_over(PassReason.REVISIT)
        if is_whole:
            self._archive.ingested.drop_waiting(left)
