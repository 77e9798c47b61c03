"""What a page says: the article, its parts, and where each value came from.

All values are frozen, and ``to_dict()`` gives plain JSON types with every key present. A text that is not known
is ``None``, never ``""``; a sequence is a tuple, empty when the page has none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from archiver.model.listing import Alternate

Moment: TypeAlias = dt.datetime | dt.date
"""An aware ``datetime`` in the publisher's own offset, or a bare ``date`` where the page names no time."""

ArticleKind = Literal["article", "liveblog", "gallery", "listing", "error", "login", "consent", "other"]
#: the kinds that enter the ``articles`` table; the others stay in ``pages``
ArchivedKind = Literal["article", "liveblog", "gallery"]
BlockKind = Literal["heading", "paragraph", "list", "quote", "table", "code", "embed"]
ImageRole = Literal["main", "inline"]
PictureStatus = Literal["present", "placeholder", "missing", "none", "unknown"]
Region = Literal["before", "inline", "after", "aside", "nav", "listing"]

ARTICLE_KINDS: tuple[str, ...] = get_args(ArticleKind)
BLOCK_KINDS: tuple[str, ...] = get_args(BlockKind)
PICTURE_STATUSES: tuple[str, ...] = get_args(PictureStatus)
REGIONS: tuple[str, ...] = get_args(Region)
ARCHIVED_KINDS: frozenset[str] = frozenset(get_args(ArchivedKind))


def moment_text(moment: Moment | None) -> str | None:
    """ISO 8601 text of a moment: ``2025-08-11T14:05:00+02:00`` or, for a bare day, ``2025-08-11``."""
    return None if moment is None else moment.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One name out of the byline: a person, an agency or an outlet."""

    #: as the page spells it
    name: str
    #: what the page says they are: ``Senior Reporter``
    role: str | None = None
    #: whom they write for: ``AFP``
    affiliation: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {"name": self.name, "role": self.role, "affiliation": self.affiliation}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the body, in reading order."""

    #: what it is
    kind: BlockKind
    #: plain; a line for each item of a list, row of a table (tabs between cells), line of code; an embed may have none
    text: str
    #: of a heading, 1 to 6; ``None`` for all other kinds and where the page does not tell
    level: int | None = None
    #: of an embed: what it shows
    url: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {"kind": self.kind, "text": self.text, "level": self.level, "url": self.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article itself, or the slot where one should be."""

    #: the real address behind lazy loading; ``None`` when the slot holds none
    url: str | None
    #: the text for those who cannot see it
    alt: str | None = None
    #: printed below it
    caption: str | None = None
    #: whose it is
    credit: str | None = None
    #: ``main`` is the one above the text
    role: ImageRole = "inline"
    #: ``placeholder``: a generic picture or a text in its place; ``missing``: a slot with no address
    status: PictureStatus = "present"
    #: the text that stands where the picture should be: ``Image Not Found``
    placeholder_text: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {
            "url": self.url,
            "alt": self.alt,
            "caption": self.caption,
            "credit": self.credit,
            "role": self.role,
            "status": self.status,
            "placeholder_text": self.placeholder_text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """A card on the page that promotes another article, down to a bare ``Image Not Found``."""

    #: order on the page, from 0
    position: int
    #: where on the page, seen from the article
    region: Region
    #: the block of cards it stands in, from 1
    block: int
    #: printed above the block: ``Most read``
    block_heading: str | None = None
    #: the headline it shows
    title: str | None = None
    #: the word or two before the headline
    kicker: str | None = None
    #: what it links to, absolute
    url: str | None = None
    #: without its trailing ellipsis
    excerpt: str | None = None
    #: as printed
    excerpt_raw: str | None = None
    #: as printed
    byline: str | None = None
    #: as printed on the card
    published: Moment | None = None
    #: the real address behind lazy loading
    image_url: str | None = None
    #: the text for those who cannot see the picture
    image_alt: str | None = None
    #: ``none``: no slot; ``unknown``: the page survives as text only
    image_status: PictureStatus = "none"
    #: the text that stands where the picture should be
    placeholder_text: str | None = None
    #: position of an earlier teaser that promotes the same story
    same_story_as: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {
            "position": self.position,
            "region": self.region,
            "block": self.block,
            "block_heading": self.block_heading,
            "title": self.title,
            "kicker": self.kicker,
            "url": self.url,
            "excerpt": self.excerpt,
            "excerpt_raw": self.excerpt_raw,
            "byline": self.byline,
            "published": moment_text(self.published),
            "image_url": self.image_url,
            "image_alt": self.image_alt,
            "image_status": self.image_status,
            "placeholder_text": self.placeholder_text,
            "same_story_as": self.same_story_as,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a value came from, which rule produced it, and, for a loser, why it lost."""

    #: the name of an ``Article`` field: ``published``
    field: str
    #: what the rule made of it, as text
    value: str | None
    #: what the page holds, untouched
    raw: str | None
    #: where on the page: ``json-ld``, ``meta article:published_time``, ``text``
    source: str
    #: which rule of the parser: ``json-ld datePublished``
    rule: str
    #: 0 is the winner
    rank: int = 0
    #: why it lost; ``None`` for a winner that needs no word
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {
            "field": self.field,
            "value": self.value,
            "raw": self.raw,
            "source": self.source,
            "rule": self.rule,
            "rank": self.rank,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The place of a page among those of an article that is spread over several; all addresses are absolute."""

    #: which page it is, as its address says
    number: int = 1
    #: of a later page: where the article begins; ``None`` on the first page
    first_url: str | None = None
    #: the page that follows; ``None`` on the last one
    next_url: str | None = None
    #: the pages after this one that it names, in their order
    urls: tuple[str, ...] = ()
    #: a page that holds the whole article
    single_url: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {
            "number": self.number,
            "first_url": self.first_url,
            "next_url": self.next_url,
            "urls": list(self.urls),
            "single_url": self.single_url,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Everything that one page says about itself."""

    #: what the page is
    kind: ArticleKind
    #: the address that was parsed, absolute; ``None`` when none was given
    url: str | None = None
    #: the first address that the page declares and that may be the article's, absolute; it may be on another site
    canonical_url: str | None = None
    #: the same page in other languages, as it declares them
    alternates: tuple[Alternate, ...] = ()
    #: the headline, cleaned: no outlet name, no kicker
    title: str | None = None
    #: the heading as the page shows it
    headline: str | None = None
    #: when the publisher says that it appeared
    published: Moment | None = None
    #: when the publisher says that it changed
    modified: Moment | None = None
    #: the credit line as printed
    byline: str | None = None
    #: the names taken from the credit line
    authors: tuple[Author, ...] = ()
    #: the standfirst, not repeated in the body
    lead: str | None = None
    #: plain text of the blocks that have some, a blank line between them
    body: str | None = None
    #: the body's parts, in reading order
    blocks: tuple[Block, ...] = ()
    #: BCP 47 primary subtag in lower case: ``fr``
    language: str | None = None
    #: the site's own section
    section: str | None = None
    #: keywords that the page gives
    tags: tuple[str, ...] = ()
    #: the article's own pictures, the main one first
    images: tuple[Image, ...] = ()
    #: what the site calls itself
    site_name: str | None = None
    #: ``None`` when the page does not tell
    is_paywalled: bool | None = None
    #: the cards on the page, in its order
    teasers: tuple[Teaser, ...] = ()
    #: where each value came from: the winners; and what lost, where that was asked for
    evidence: tuple[Evidence, ...] = ()
    #: its place among the pages of its article; ``None`` for an article that stands on one page
    paging: Paging | None = None
    #: the page shows next to nothing, and scripts would draw the rest: a browser is needed to read it
    needs_javascript: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types, every key present."""
        return {
            "kind": self.kind,
            "url": self.url,
            "canonical_url": self.canonical_url,
            "alternates": [alternate.to_dict() for alternate in self.alternates],
            "title": self.title,
            "headline": self.headline,
            "published": moment_text(self.published),
            "modified": moment_text(self.modified),
            "byline": self.byline,
            "authors": [author.to_dict() for author in self.authors],
            "lead": self.lead,
            "body": self.body,
            "blocks": [block.to_dict() for block in self.blocks],
            "language": self.language,
            "section": self.section,
            "tags": list(self.tags),
            "images": [image.to_dict() for image in self.images],
            "site_name": self.site_name,
            "is_paywalled": self.is_paywalled,
            "teasers": [teaser.to_dict() for teaser in self.teasers],
            "evidence": [evidence.to_dict() for evidence in self.evidence],
            "paging": None if self.paging is None else self.paging.to_dict(),
            "needs_javascript": self.needs_javascript,
        }
