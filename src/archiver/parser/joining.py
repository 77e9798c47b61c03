"""The pages of one article as one article: text in order, nothing twice.

Every page repeats what stands around the text: the headline, the standfirst, the byline, cards; some repeat the last
paragraph of the page before, and a page that shows all repeats everything. What was there already is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archiver.model import ARCHIVED_KINDS, Article, Block, Evidence, Image, Paging, Teaser
from archiver.text import fold

#: a repeated block of so many characters is left out wherever it stands; a shorter one at either end of a page only
_TELLING_CHARS = 40
#: ``Page 2 of 3``, ``1 2 3``, ``2/3``
_PAGER = re.compile(r"(?:\w{1,12} )?\d{1,3}(?:(?: ?/ ?| \w{1,4} )\d{1,3}|(?: ?[|·-]? ?\d{1,3})+)?")
_PAGES_TOLD = re.compile(r" on (\d+) pages$")
#: taken from a later page where the first one does not tell
_FIRST_KNOWN = (
    *("title", "headline", "published", "modified", "language"),
    *("section", "site_name", "canonical_url"),
)


def join_pages(pages: Sequence[Article]) -> Article:
    """The article that these pages make together, in their order; its address is the first one's.

    Pages that were joined can be joined with the next one. Raises ``ValueError`` when there is none.
    """
    if not pages:
        raise ValueError("no pages to join (expected at least one)")
    joined = pages[0]
    for page in pages[1:]:
        joined = _joined(joined, page)
    return joined


def adds_anything(article: Article, page: Article) -> bool:
    """Whether a page has text or pictures that the article does not have yet."""
    return bool(_own_blocks(article, page) or _own_images(article, page))


def _joined(first: Article, page: Article) -> Article:
    blocks = (*first.blocks, *_own_blocks(first, page))
    known = {name: getattr(page, name) for name in _FIRST_KNOWN if getattr(first, name) is None}
    signed = first if first.byline or first.authors else page
    is_article = first.kind in ARCHIVED_KINDS or page.kind not in ARCHIVED_KINDS
    return replace(
        first,
        **known,
        kind=first.kind if is_article else page.kind,
        byline=signed.byline,
        authors=signed.authors,
        body="\n\n".join(block.text for block in blocks if block.text) or None,
        blocks=blocks,
        tags=first.tags or page.tags,
        images=(*first.images, *_own_images(first, page)),
        is_paywalled=page.is_paywalled
        if not first.is_paywalled and page.is_paywalled is not None
        else first.is_paywalled,
        teasers=(*first.teasers, *_own_teasers(first.teasers, page.teasers)),
        evidence=_evidence(first, page, len(blocks)),
        paging=_paging(first.paging, page.paging),
    )


def _own_blocks(first: Article, page: Article) -> tuple[Block, ...]:
    """The page's text without what was there before: its head, what it repeats, and its pager."""
    before = {fold(block.text) for block in first.blocks}
    heads = {fold(text) for text in (first.title, first.headline, first.lead, first.byline, page.title) if text}
    seen = before | heads
    lead = () if page.lead is None else tuple(Block(kind="paragraph", text=text) for text in page.lead.split("\n"))
    blocks = [block for block in (*lead, *page.blocks) if not _PAGER.fullmatch(fold(block.text))]
    while blocks and fold(blocks[0].text) in seen:
        del blocks[0]
    while blocks and fold(blocks[-1].text) in seen:
        del blocks[-1]
    return tuple(block for block in blocks if len(block.text) < _TELLING_CHARS or fold(block.text) not in seen)


def _own_images(first: Article, page: Article) -> tuple[Image, ...]:
    seen = {image.url for image in first.images if image.url}
    own = (image for image in page.images if image.url not in seen and (image.url or image not in first.images))
    return tuple(replace(image, role="inline") if first.images else image for image in own)


def _own_teasers(first: Sequence[Teaser], others: Sequence[Teaser]) -> tuple[Teaser, ...]:
    """The cards that did not stand on a page before, numbered on."""
    seen = {_promise(teaser) for teaser in first}
    own = [teaser for teaser in others if _promise(teaser) not in seen]
    places = {teaser.position: place for place, teaser in enumerate(own, len(first))}
    last_block = max((teaser.block for teaser in first), default=0)
    return tuple(
        replace(
            teaser,
            position=places[teaser.position],
            block=teaser.block + last_block,
            same_story_as=None if teaser.same_story_as is None else places.get(teaser.same_story_as),
        )
        for teaser in own
    )


def _promise(teaser: Teaser) -> tuple[str | None, ...]:
    """What a card promotes and how: equal for one that every page shows."""
    return (teaser.url, fold(teaser.title or ""), fold(teaser.excerpt or ""), teaser.placeholder_text)


def _evidence(first: Article, page: Article, blocks: int) -> tuple[Evidence, ...]:
    """The first page's, then that of fields which only the other page has; the body's says of how many pages it is."""
    known = {evidence.field for evidence in first.evidence}
    own = (evidence for evidence in page.evidence if evidence.field not in known)
    return tuple(_counted(evidence, blocks) for evidence in (*first.evidence, *own))


def _counted(evidence: Evidence, blocks: int) -> Evidence:
    if evidence.field != "body" or evidence.rank:
        return evidence
    told = _PAGES_TOLD.search(evidence.value or "")
    return replace(evidence, value=f"{blocks} blocks on {int(told[1]) + 1 if told else 2} pages")


def _paging(first: Paging | None, page: Paging | None) -> Paging | None:
    """The first page's place, with what follows the last one."""
    if first is None and page is None:
        return None
    begin, end = first or Paging(), page or Paging()
    urls = tuple(dict.fromkeys((*begin.urls, *end.urls)))
    return replace(begin, next_url=end.next_url, urls=urls, single_url=begin.single_url or end.single_url)
