"""What the archive gives back: frozen values, one for each question that it answers.

They hold what we have, where the values of ``archiver.model`` hold what a page says: an ``Article`` has evidence and
blocks, an ``ArchivedArticle`` has a source, a first sighting and the version of the parser that read it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archiver.model import (
        Alternate,
        ArchivedKind,
        Author,
        Evidence,
        Image,
        Moment,
        PageKind,
        PageState,
        PictureStatus,
        Region,
        RevisionCause,
        WarcLocation,
    )


def plain_json(value: object) -> Any:
    """The value in plain JSON types: times of ours in UTC, the publisher's in its own offset."""
    from archiver.model import moment_text  # noqa: PLC0415 - spares a search the model
    from archiver.timestamps import utc_text  # noqa: PLC0415 - and the calendars

    match value:
        case dt.datetime() if value.tzinfo is dt.UTC:
            return utc_text(value)
        case dt.date():
            return moment_text(value)
        case tuple():
            return [plain_json(item) for item in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {field.name: plain_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case _:
            return value


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedArticle:
    """An article as the archive holds it: its newest text."""

    #: its number in ``articles``
    id: int
    #: the source's name, or its host; ``None`` for one that was added without an address
    source: str | None
    #: the key: a web address, or ``urn:sha256:…`` for one that was added without
    url: str
    #: what its page declares, believed or not
    canonical_url: str | None
    #: what the page is
    kind: ArchivedKind
    title: str | None
    headline: str | None
    byline: str | None
    authors: tuple[Author, ...]
    lead: str | None
    body: str | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    alternates: tuple[Alternate, ...]
    images: tuple[Image, ...]
    site_name: str | None
    is_paywalled: bool | None
    published: Moment | None
    modified: Moment | None
    word_count: int
    #: of title, lead and body
    text_digest: str
    #: UTC
    first_seen: dt.datetime
    #: UTC, see ``articles.last_seen``
    last_seen: dt.datetime
    parser_version: int | None
    #: where each value came from: the winners, long values cut
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        plain: dict[str, Any] = plain_json(self)
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedTeaser:
    """A card on a page, and how long it stood there."""

    id: int
    page_url: str
    position: int
    region: Region
    block: int
    block_heading: str | None
    title: str | None
    kicker: str | None
    url: str | None
    excerpt: str | None
    byline: str | None
    #: as printed by ``Teaser.to_dict``
    published: str | None
    image_url: str | None
    image_alt: str | None
    image_status: PictureStatus
    placeholder_text: str | None
    #: the archived article that it promotes; ``None`` while the archive has none
    article_id: int | None
    #: UTC
    first_seen: dt.datetime
    #: UTC
    last_seen: dt.datetime
    is_current: bool

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        plain: dict[str, Any] = plain_json(self)
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text that an article had."""

    #: whose text
    article_id: int
    #: 1 for the first text
    number: int
    #: why it came to be known: the first one, a change by the publisher, another reading by the parser
    cause: RevisionCause
    #: UTC
    seen_at: dt.datetime
    title: str | None
    lead: str | None
    body: str | None
    text_digest: str
    parser_version: int | None
    #: ``None`` for an article that was added without one
    capture_id: int | None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        plain: dict[str, Any] = plain_json(self)
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page and its newest capture that was read and lies in a WARC file: what can be parsed again."""

    page_id: int
    source_id: int | None
    url: str
    kind: PageKind | None
    state: PageState
    #: 2, 3, …: a further page of its article
    part: int | None
    #: of the article that the page shows, and the address under which it is kept
    article_id: int | None
    article_url: str | None
    #: the page that this article's text was read from
    article_page_id: int | None
    #: that read the article; ``None`` when not known, or when the page is none
    parser_version: int | None
    capture_id: int
    final_url: str
    #: UTC
    fetched_at: dt.datetime
    media_type: str | None
    warc: WarcLocation
    #: of the record that holds the content, where its own does not
    original: WarcLocation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClaim:
    """What a row of ``captures`` says of its record."""

    capture_id: int
    url: str
    final_url: str
    #: UTC, to the second
    fetched_at: dt.datetime
    status: int | None
    error: str | None
    payload_digest: str | None
    is_truncated: bool
    warc: WarcLocation
    #: of the record that holds the content, where its own is a revisit of that one
    original: WarcLocation | None
    #: a browser has drawn it
    is_rendered: bool


#: says what is wrong with a record, ``None`` when it is what its row says: what ``Archive.check`` asks of its caller
RecordProblem = Callable[[RecordClaim], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveStats:
    """The archive in figures."""

    sources: int
    pages: int
    pages_queued: int
    pages_ok: int
    pages_excluded: int
    pages_failed: int
    pages_gone: int
    #: whose time has come
    pages_due: int
    captures: int
    articles: int
    #: texts after an article's first
    revisions: int
    #: of those, by the publisher
    publisher_changes: int
    authors: int
    #: distinct ones
    cards: int
    #: of those, the ones whose article is in the archive
    cards_resolved: int
    #: a card on a page, once for each time that it came
    placements: int
    placements_current: int
    #: slots without a proper picture, of articles and of cards
    placeholder_images: int
    #: the publishers' own days
    first_day: dt.date | None
    last_day: dt.date | None
    #: UTC, when a page was last received
    last_fetched_at: dt.datetime | None
    #: of the database
    size_bytes: int
    warc_files: int
    warc_bytes: int

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        plain: dict[str, Any] = plain_json(self)
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many stand now, and how many ever did."""

    now: int
    ever: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionTally:
    """The placements in one region of a source's pages."""

    region: Region
    now: int
    ever: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTally:
    """The placements in the blocks of one heading and region."""

    #: ``None`` for blocks without one
    heading: str | None
    region: Region
    now: int
    ever: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTally:
    """The placements of one story, whatever its cards look like."""

    #: the article's own; of one that is not archived what the newest card shows
    title: str | None
    url: str | None
    #: ``None`` for one that is not archived
    article_id: int | None
    #: that ever showed it
    pages: int
    now: int
    ever: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCounts:
    """Picture slots by what is in them."""

    present: int = 0
    placeholder: int = 0
    missing: int = 0
    #: no slot
    none: int = 0
    #: the page survives as text only
    unknown: int = 0
    #: of the slots that there are, those with a placeholder or nothing, from 0 to 1; ``None`` where there are none
    empty_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTeasers:
    """What the pages of one source promote, and which of its picture slots are empty."""

    #: its name, or its host; ``None`` for articles that were added without an address
    source: str | None
    #: distinct ones
    cards: Tally
    #: told apart by the article, else by the address, else by the title
    stories: Tally
    #: those whose article is in the archive
    archived_stories: Tally
    #: a card on a page, once for each time that it came
    placements: Tally
    #: those with most placements first, as in ``blocks`` and ``stories_promoted``
    regions: tuple[RegionTally, ...]
    #: the first ten
    blocks: tuple[BlockTally, ...]
    #: the first ten
    stories_promoted: tuple[StoryTally, ...]
    #: of the cards that stand now, and of all placements
    teaser_slots_now: SlotCounts
    teaser_slots_ever: SlotCounts
    #: of the source's own articles
    article_slots: SlotCounts

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        plain: dict[str, Any] = plain_json(self)
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check of the archive found."""

    #: each says what is wrong and where, of many of one kind the first; none when the archive is whole
    problems: tuple[str, ...]
    #: of all kinds, also those that are not told
    problem_count: int
    #: worth knowing, nothing lost
    notes: tuple[str, ...]
    #: of which a record in a WARC file was looked at
    records_checked: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        plain: dict[str, Any] = plain_json(self)
        return plain | {"is_clean": self.is_clean}
