"""A page to an Article: the steps in their order, each in a module of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from archiver.document import Document, read_document
from archiver.model import ARCHIVED_KINDS, Article, ArticleKind, Block, Evidence, Explanation
from archiver.parser.blocks import Card, Node, Page, Role, Segment
from archiver.parser.body import find_body, read_blocks
from archiver.parser.body_ends import Known, trim
from archiver.parser.byline import Byline, BylineContext, find_byline
from archiver.parser.card_places import CardPlaces
from archiver.parser.card_regions import PageSpan
from archiver.parser.cards import find_cards
from archiver.parser.date import Dates, find_dates
from archiver.parser.date_sources import DateContext
from archiver.parser.declared import MIN_SHOWN, Declared, find_declared, placed, with_declared
from archiver.parser.details import Details, read_details
from archiver.parser.evidence import DESCRIPTIONS, Grounds, ranked, text_evidence
from archiver.parser.galleries import Gallery, find_gallery, with_captions
from archiver.parser.headline import find_headline
from archiver.parser.images import Images, ImageScope, find_images
from archiver.parser.kind import GALLERY_TYPES, PageFacts, find_kind
from archiver.parser.lead import find_lead
from archiver.parser.liveblogs import find_entries, is_live
from archiver.parser.markup import Marks, write_markup
from archiver.parser.metadata import Metadata, read_metadata
from archiver.parser.outlet import read_outlet
from archiver.parser.paging import find_paging, without_pages
from archiver.parser.paywall import uncover_paid
from archiver.parser.picture_evidence import picture_evidence
from archiver.parser.roles import read_roles
from archiver.parser.rules import RuledText, SitePage, mark_headline, mark_text, read_site_page, with_rule
from archiver.parser.script_need import find_script_need
from archiver.parser.segments import segment
from archiver.parser.surroundings import read_surroundings
from archiver.parser.teasers import Reading, read_teasers
from archiver.parser.title import Title, declared_titles, find_title
from archiver.site_rules import NO_RULES, SiteRules
from archiver.timestamps import check_reference

#: lists and walls have neither date nor author of their own
_DATED_KINDS = ARCHIVED_KINDS | {"other"}
#: a page that shows more than this, cards and all, needs no script to be read
_MAX_WAITING = 1000


def parse(
    html: bytes | str,
    url: str | None = None,
    *,
    fetched_at: dt.datetime | None = None,
    charset: str | None = None,
    explain: bool = False,
    rules: SiteRules = NO_RULES,
) -> Article:
    """The article that a page holds.

    ``url`` makes addresses absolute; ``fetched_at`` is what relative dates ("3 hours ago") are relative to; ``charset``
    is what the Content-Type header said. With ``explain``, the evidence also holds what lost, and why; ``rules``
    are those that ``load_rules`` gives, for sites that have some. Raises ``DocumentError`` when the page cannot be read
    as HTML, ``UrlError`` when ``url`` is no address of the web, and ``UsageError`` when ``fetched_at`` names no zone.
    """
    document = read_document(html, url=url, charset=charset)
    return parse_document(document, fetched_at=fetched_at, explain=explain, rules=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked for beside the page."""

    fetched_at: dt.datetime | None
    #: the candidates that lost are worked out, too
    explain: bool
    #: what the site's own rule finds, where it has one
    site: SitePage | None
    #: the page that begins the article, where it has led here
    part_of: str | None = None


def parse_document(
    document: Document,
    *,
    fetched_at: dt.datetime | None = None,
    explain: bool = False,
    rules: SiteRules = NO_RULES,
    part_of: str | None = None,
) -> Article:
    """The article that a tree holds; ``part_of`` is the first page of an article, where that one has led here."""
    check_reference(fetched_at)
    site = read_site_page(document, rules, fetched_at)
    return _read(document, _Asked(fetched_at=fetched_at, explain=explain, site=site, part_of=part_of))[0]


def explain_document(
    document: Document,
    *,
    fetched_at: dt.datetime | None = None,
    rules: SiteRules = NO_RULES,
    with_markup: bool = False,
) -> Explanation:
    """The article that a tree holds, with what lost, and with what became of each block of the page.

    With ``with_markup``, also the page's own markup, safe to show.
    """
    check_reference(fetched_at)
    site = read_site_page(document, rules, fetched_at)
    article, parts = _read(document, _Asked(fetched_at=fetched_at, explain=True, site=site))
    places = CardPlaces(parts.page, parts.cards, article.teasers)
    blocks = read_roles(parts.page, article, places.blocks)
    markup = write_markup(parts.page, Marks(blocks, places.elements, article.images)) if with_markup else None
    return Explanation(article=article, blocks=blocks, markup=markup)


def _read(document: Document, asked: _Asked) -> tuple[Article, _Parts]:
    if asked.site is not None:
        document = asked.site.document
    metadata = read_metadata(document)
    parts = _find_parts(document, metadata, asked.site)
    declared = _find_declared(parts, metadata)
    metadata = with_declared(metadata, declared)
    fields = _read_fields(parts, metadata, asked)
    title, dates, byline, details = fields.title, fields.dates, fields.byline, fields.details
    trim(parts.page, _known(fields, metadata, parts.headline))
    kind, told = _find_kind(parts, _facts(parts, metadata, fields, declared, asked))
    span = _span(parts.page, is_listing=kind == "listing")
    is_article = kind in _DATED_KINDS
    images = find_images(parts.page, _image_scope(parts), metadata, explain=asked.explain)
    text = _read_text(parts, declared, images)
    paging = find_paging(parts.page, metadata, asked.part_of) if is_article else None
    teasers = read_teasers(parts.page, parts.cards, span, Reading(details.language, asked.fetched_at))
    article = Article(
        kind=kind,
        url=document.url,
        canonical_url=details.canonical_url,
        alternates=details.alternates,
        title=title.title,
        headline=title.headline,
        published=dates.published if is_article else None,
        modified=dates.modified if is_article else None,
        byline=byline.byline if is_article else None,
        authors=byline.authors if is_article else (),
        lead="\n".join(item.text for item in parts.lead) or None,
        body="\n\n".join(block.text for block in text.blocks if block.text) or None,
        blocks=text.blocks,
        language=details.language,
        section=details.section,
        tags=details.tags,
        images=images.images,
        site_name=details.site_name,
        is_paywalled=details.is_paywalled,
        teasers=without_pages(teasers, paging, document.url),
        paging=paging,
        needs_javascript=len(told) > 1,
        evidence=(
            *told,
            *placed((*title.evidence, *_credits(fields, kind, asked), *details.evidence), declared),
            *text_evidence(_grounds(parts, metadata, text), explain=asked.explain),
            *images.evidence,
            *(picture_evidence(parts.page, parts.cards, teasers) if asked.explain else ()),
        ),
    )
    if asked.site is not None:
        article = with_rule(article, asked.site, parts.ruled, explain=asked.explain)
    return article, parts


def _find_kind(parts: _Parts, facts: PageFacts) -> tuple[ArticleKind, tuple[Evidence, ...]]:
    """The kind and its evidence, and then that of its content coming by script, where next to nothing is shown."""
    kind, evidence = find_kind(facts)
    shown = sum(len(item.text) for item in parts.page.segments)
    may_wait = kind in _DATED_KINDS and not facts.declared_chars and shown <= _MAX_WAITING
    need = find_script_need(parts.page) if may_wait else None
    return kind, (evidence,) if need is None else (evidence, need)


def _image_scope(parts: _Parts) -> ImageScope:
    """What may hold the article's pictures: the element around its text, or around its gallery."""
    gallery = parts.gallery
    if gallery is None:
        return ImageScope(parts.headline, parts.container, parts.cards)
    return ImageScope(parts.headline, gallery.node, parts.cards, end=gallery.end, shots=gallery.shots)


def _facts(parts: _Parts, metadata: Metadata, fields: _Fields, declared: Declared | None, asked: _Asked) -> PageFacts:
    """What the kind is told by."""
    is_dated, has_authors = fields.dates.published is not None, bool(fields.byline.authors)
    is_framed = parts.ruled.container is not None or _is_in_article(parts.container)
    return PageFacts(
        page=parts.page,
        metadata=metadata,
        cards=parts.cards,
        title=fields.title.title,
        is_signed=is_dated or has_authors or is_framed,
        has_authors=has_authors,
        is_dated=is_dated,
        shows_date=_shows_date(fields.dates),
        is_headed=parts.headline is not None,
        is_live=bool(parts.entries),
        has_ruled_body=asked.site is not None and "body" in asked.site.found,
        gallery_pictures=len(parts.gallery.shots) if parts.gallery else 0,
        declared_chars=declared.chars if declared else 0,
    )


def _shows_date(dates: Dates) -> bool:
    """Whether the page says when it was published, and not its address alone."""
    return any(one.field == "published" and not one.rank and one.source != "url" for one in dates.evidence)


def _credits(fields: _Fields, kind: str, asked: _Asked) -> tuple[Evidence, ...]:
    """The evidence of dates and authors, which lists and walls have not."""
    return _signed_evidence(fields) if kind in _DATED_KINDS else _unsigned_evidence(fields, kind, asked)


def _signed_evidence(fields: _Fields) -> tuple[Evidence, ...]:
    """Of dates and authors."""
    line = fields.byline.byline
    credit = Evidence(field="byline", value=line, raw=line, source="text", rule="the line that shows the authors")
    return (*fields.dates.evidence, *((credit,) if line else ()), *fields.byline.evidence)


def _unsigned_evidence(fields: _Fields, kind: str, asked: _Asked) -> tuple[Evidence, ...]:
    """The same on a page that has neither date nor author of its own: all of it lost."""
    if not asked.explain:
        return ()
    reason = f"the page is no article (kind {kind})"
    names = ("published", "modified", "byline", "authors")
    every = [replace(one, reason=one.reason or reason) for one in _signed_evidence(fields)]
    return tuple(one for name in names for one in ranked(found for found in every if found.field == name))


def _is_in_article(node: Node | None) -> bool:
    while node is not None and node.tag != "article":
        node = node.parent
    return node is not None


@dataclass(frozen=True, slots=True)
class _Fields:
    """What was read off the page around its text."""

    title: Title
    dates: Dates
    byline: Byline
    details: Details


def _read_fields(parts: _Parts, metadata: Metadata, asked: _Asked) -> _Fields:
    page = parts.page
    details = read_details(metadata, page, parts.headline, explain=asked.explain)
    if asked.site is not None and asked.site.language is not None:
        details = replace(details, language=asked.site.language)
    outlet = read_outlet(metadata, page)
    around = read_surroundings(page, parts.headline)
    return _Fields(
        title=find_title(metadata, outlet, parts.headline, explain=asked.explain),
        dates=find_dates(
            DateContext(
                page=page,
                metadata=metadata,
                surroundings=around,
                language=details.language,
                fetched_at=asked.fetched_at,
            ),
            explain=asked.explain,
        ),
        byline=find_byline(
            BylineContext(page=page, metadata=metadata, surroundings=around, outlet=outlet), explain=asked.explain
        ),
        details=details,
    )


def _known(fields: _Fields, metadata: Metadata, headline: Segment | None) -> Known:
    """What the ends of the body are told by."""
    title = fields.title
    return Known(
        titles=tuple(text for text in (title.title, title.headline, *declared_titles(metadata)) if text),
        has_headline=headline is not None,
        byline=fields.byline.byline,
        authors=tuple(author.name for author in fields.byline.authors),
        dated=frozenset(one.raw for one in fields.dates.evidence if one.rank == 0 and one.raw),
        language=fields.details.language,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """A page with the roles of its blocks settled."""

    page: Page
    headline: Segment | None
    cards: list[Card]
    #: around the article's text
    container: Node | None
    lead: list[Segment]
    #: what of it the site's own rule names
    ruled: RuledText
    #: the entries of a live blog, as blocks
    entries: tuple[Block, ...] = ()
    gallery: Gallery | None = None


def _find_parts(document: Document, metadata: Metadata, site: SitePage | None) -> _Parts:
    """Headline first, then the cards, which are kept out of everything that follows."""
    uncover_paid(document, metadata)
    page = segment(document)
    headline = mark_headline(site, page, find_headline(page, declared_titles(metadata)))
    cards = find_cards(page, headline)
    ruled = mark_text(site, page)
    container = ruled.container or find_body(page, headline)
    gallery = (
        None if ruled.container else find_gallery(page, headline, is_declared=bool(metadata.types & GALLERY_TYPES))
    )
    descriptions = [text for name in DESCRIPTIONS if (text := metadata.meta(name))]
    lead = ruled.lead or find_lead(page, headline, [*descriptions, *metadata.article_texts("description")])
    titles = (headline.text if headline is not None else None, metadata.title)
    may_be_live = "LiveBlogPosting" in metadata.types or is_live(titles, document.url, container)
    entries = find_entries(page, headline) if may_be_live and not ruled.container else ()
    return _Parts(page, headline, cards, container, lead, ruled, entries, gallery)


def _find_declared(parts: _Parts, metadata: Metadata) -> Declared | None:
    """What only the metadata or the scripts hold, where the page shows next to nothing."""
    shown = sum(item.length for item in parts.page.segments if item.role is Role.BODY)
    if shown >= MIN_SHOWN or parts.gallery:
        return None
    return find_declared(parts.page.document, metadata, declared_titles(metadata))


@dataclass(frozen=True, slots=True)
class _Text:
    """The body's blocks, and where they stand when the page does not show them."""

    blocks: tuple[Block, ...]
    declared: Declared | None = None


def _read_text(parts: _Parts, declared: Declared | None, images: Images) -> _Text:
    if declared is not None:
        return _Text(declared.blocks, declared)
    if parts.entries:
        return _Text(parts.entries)
    shown = read_blocks(parts.page, parts.container)
    return _Text(with_captions(shown, images.images) if parts.gallery else shown)


def _span(page: Page, *, is_listing: bool) -> PageSpan:
    first = next((item.index for item in page.segments if item.role is Role.BODY), None)
    last = next((item.index for item in reversed(page.segments) if item.role is Role.BODY), None)
    return PageSpan(first, last, is_listing)


def _grounds(parts: _Parts, metadata: Metadata, text: _Text) -> Grounds:
    return Grounds(
        page=parts.page,
        metadata=metadata,
        headline=parts.headline,
        container=parts.container,
        lead=parts.lead,
        blocks=text.blocks,
        declared=text.declared,
    )
