"""`update`: one round over known sources, with conditional requests; made to be started by a clock."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from archiver.fetch.fetcher import Fetcher
from archiver.model import ALWAYS, Span
from archiver.pipelines.events import Event
from archiver.pipelines.idle import COMMAND, chosen, idle_round
from archiver.pipelines.round import Errand, run_round
from archiver.pipelines.tools import Tools

#: seconds after which a round ends where nothing else was said; what is left is due in the next one
MAX_TIME_S = 900.0


def update(tools: Tools, fetcher: Fetcher, names: Sequence[str] = (), window: Span = ALWAYS) -> Generator[Event]:
    """Asks for what is due: home pages, feeds and sitemaps first, then what is new in them, then what may have changed.

    ``names`` are home pages, hosts or names of sources; none means all that are active. New pages that are told to be
    of days outside the ``window`` wait for a later round. Raises ``UsageError`` for a name that is not registered.
    """
    nothing_to_do = idle_round(tools.archive, names, tools.sources)
    if nothing_to_do is not None:
        yield nothing_to_do
        return
    errand = Errand(
        command=COMMAND,
        arguments=tuple(names),
        source_ids=chosen(tools.archive.sources(), names, tools.sources),
        is_with_revisits=True,
        max_time_s=tools.settings.max_time_s or MAX_TIME_S,
        window=window,
    )
    yield from run_round(tools, fetcher, errand)
