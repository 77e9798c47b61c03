"""The texts of an article that two archives have, in one history. Pure.

What an archive knows of an article is a row of *readings*: at this moment this page showed this text. Its revisions are
readings; so is the newest capture that a text was read from, and each look between two revisions, as nothing changed
then. The readings of both archives are put in the order in which the pages were shown, and gone through as if they
came one by one: a text that is as the one before it is no revision, and a page that is not the article's own changes
nothing once that one was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from archiver.model import RevisionCause
from archiver.store.revising import Text, as_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as a page showed it at a moment."""

    #: when the page was shown, UTC text; for a capture that was read again later, when it was fetched
    at: str
    #: of a revision, as it says; else the same as ``at``
    seen_at: str
    text: Text
    #: the number of the page here; ``None`` for an article that was added by hand
    page_id: int | None
    #: the page is the one at the article's own address
    is_own_page: bool
    parser_version: int | None
    #: the number of the capture here
    capture_id: int | None
    #: digest of what the page showed; empty where no capture says it
    content: str
    #: of a revision: who caused it, and its number; ``None`` and 0 for a look that found nothing new
    cause: RevisionCause | None = None
    number: int = 0
    #: of a revision: not the publisher's doing, though it could be by parser and page (an article has got a page more)
    is_told_so: bool = False
    #: of a revision: pages whose texts its own archive has before it, and whose place its page has taken
    takes_over: frozenset[int | None] = frozenset()
    #: of the newest one: until when it was seen
    last_seen: str = ""


class History(NamedTuple):
    """What two archives together know of an article."""

    revisions: list[Reading]
    #: the last time that a page which had changed gave it; of an article that was added by hand, the last time of all
    last_seen: str


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """As the pages were shown; of one capture, what an older parser has read comes first; each once.

    Nobody knows which of two contents of one moment came first: it is the lesser one, whoever has seen them.
    """
    kept: list[Reading] = []
    for one in sorted(readings, key=_place):
        if not kept or not _is_same(kept[-1], one):
            kept.append(one)
        else:  # a look that left no capture may have one by now
            capture_id = one.capture_id if kept[-1].capture_id is None else kept[-1].capture_id
            kept[-1] = replace(kept[-1], last_seen=max(one.last_seen, kept[-1].last_seen), capture_id=capture_id)
    return kept


def history_of(readings: Iterable[Reading]) -> History:
    """Those of the readings, which are in order, that are revisions, with the causes that they have among all others.

    A text that nobody can tell from the one before it is spelt as that one.
    """
    counted = list(_counted(readings))
    captured = [max(reading.at, reading.last_seen) for reading in counted if reading.capture_id is not None]
    return History(list(_revise(counted)), max(captured, default=counted[-1].at))


def _counted(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Without those of pages that are not the article's own, once that one was read.

    Which page that is changes when the article moves: what took the place of another page's text did so rightly.
    """
    page_id = None
    for reading in readings:
        if page_id in {None, reading.page_id, *reading.takes_over} or reading.is_own_page:
            page_id = reading.page_id
            yield reading


def _place(reading: Reading) -> tuple[object, ...]:
    is_revision = reading.cause is not None
    return (
        reading.at,
        reading.content,
        -1 if reading.parser_version is None else reading.parser_version,
        reading.seen_at,
        not is_revision,
        reading.cause != "publisher",
        reading.number,
        reading.text.digest,
    )


def _is_same(previous: Reading, one: Reading) -> bool:
    return (previous.at, previous.text.digest, previous.page_id, previous.parser_version) == (
        one.at,
        one.text.digest,
        one.page_id,
        one.parser_version,
    )


def _revise(readings: Iterable[Reading]) -> Iterator[Reading]:
    before: Reading | None = None
    for run in _runs(readings):
        yield replace(run[0], cause="first" if before is None else _cause(before, run))
        before = run[-1]


def _runs(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Readings in a row that have one text, which is spelt as the first of them has it."""
    run: list[Reading] = []
    for reading in readings:
        text = as_kept(run[-1].text, reading.text) if run else reading.text
        if run and text.digest != run[-1].text.digest:
            yield run
            run = []
        run.append(replace(reading, text=text))
    if run:
        yield run


def is_comparable(before: Reading, now: Reading) -> bool:
    """Whether a difference must be the publisher's: the same parser, the same page, a new capture."""
    if now.seen_at > now.at or now.parser_version != before.parser_version:
        return False
    return before.page_id in {None, now.page_id} or (before.is_own_page and now.is_own_page)


def _cause(before: Reading, run: list[Reading]) -> RevisionCause:
    """Of a text that differs from the one before it, by all readings that have it.

    What one archive knows to be a publisher's change is one, though the other has it from an older parser or saw it
    sooner; what else differs is, if a reading of its first moment can be compared.
    """
    at_first = [reading for reading in run if reading.at == run[0].at and not reading.is_told_so]
    is_known = any(reading.cause == "publisher" for reading in run)
    return "publisher" if is_known or any(is_comparable(before, now) for now in at_first) else "parser"
