"""A round of `update` that has nothing to do: found out without the network, the parser or a WARC file.

Most rounds that a clock starts are such. They ask the index of the frontier, count themselves in one row of `runs`,
and load nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from archiver.model import RunCounts, Source
from archiver.pipelines.decide import FIRST_CHECK
from archiver.pipelines.events import RunEnded
from archiver.pipelines.sources import describe_sources
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.store.archive import Archive
from archiver.store.sources import sources_named

COMMAND = "update"


def idle_round(archive: Archive, names: Sequence[str] = (), settings: SourceTable = NO_SOURCES) -> RunEnded | None:
    """The end of a round over these sources, recorded, where none of their pages is due; ``None`` where one is.

    Raises ``UsageError`` for a name that is not registered.
    """
    source_ids = chosen(describe_sources(archive, settings), names, settings)
    due = archive.due(archive.now() + FIRST_CHECK, limit=1, source_ids=source_ids)
    if due:
        return None
    archive.rounds.note_idle(COMMAND, tuple(names))
    return RunEnded(outcome="done", exit_code=0, counts=RunCounts())


def chosen(
    sources: Sequence[Source], names: Sequence[str], settings: SourceTable = NO_SOURCES
) -> frozenset[int] | None:
    """Numbers of the sources with these names; without names, of all that are active (``None`` when all are)."""
    if names:
        return frozenset(source.id for name in names for source in sources_named(sources, name))
    active = frozenset(
        source.id for source in sources if source.state == "active" and not settings.is_paused(source.host)
    )
    return None if len(active) == len(sources) else active
