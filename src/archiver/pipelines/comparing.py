"""What the archive holds beside what today's parser reads: the fields that differ, before and after. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from archiver.model import Article, Evidence, Reparsed, Teaser, moment_text
from archiver.pipelines.events import Change
from archiver.store.records import ArchivedArticle, ArchivedTeaser, KeptPage

#: of an article; compared and reported in this order
FIELDS = (
    "kind",
    "canonical_url",
    "alternates",
    "title",
    "headline",
    "published",
    "modified",
    "byline",
    "authors",
    "lead",
    "body",
    "language",
    "section",
    "tags",
    "images",
    "site_name",
    "is_paywalled",
)
#: of a card; what the archive does not keep (``excerpt_raw``, ``same_story_as``) is not compared
_CARD_FIELDS = (
    "region",
    "block",
    "block_heading",
    "kicker",
    "title",
    "url",
    "excerpt",
    "byline",
    "published",
    "image_status",
    "image_url",
    "image_alt",
    "placeholder_text",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the archive holds of a page before it is parsed again."""

    page: KeptPage
    #: the article that was read from the page; ``None`` for a page without one
    article: ArchivedArticle | None = None
    #: the cards that stand on the page; ``None`` for a page whose cards are not read again
    teasers: tuple[ArchivedTeaser, ...] | None = None


def find_changes(held: Held, after: Reparsed) -> tuple[Change, ...]:
    """The fields that differ; ``teasers`` are a page's cards, ``evidence`` is which rules gave the values.

    Of a page whose article is read from another one (a page for print) nothing but the cards is compared.
    """
    return (*_article_changes(held, after), *_card_changes(held, after))


def _article_changes(held: Held, after: Reparsed) -> tuple[Change, ...]:
    page, before = held.page, held.article
    if after.is_part:
        return _part_changes(page, after)
    if before is None or after.article_url is None:
        is_new = before is None and after.article_url is not None
        is_same = page.kind == after.kind and not is_new
        return () if is_same else (Change(field="kind", before=page.kind, after=after.kind),)
    if page.article_page_id not in {None, page.page_id} and after.article_url == page.article_url:
        return ()
    values = [(name, _value(before, name), _value(after.article, name)) for name in FIELDS]
    old_rules, new_rules = _rules(before.evidence), _rules(after.article.evidence)
    values.append(("evidence", _shown(old_rules, new_rules), _shown(new_rules, old_rules)))
    return tuple(Change(field=name, before=old, after=new) for name, old, new in values if old != new)


def _part_changes(page: KeptPage, after: Reparsed) -> tuple[Change, ...]:
    """Of a further page, only that it has no article of its own any more."""
    if page.article_page_id != page.page_id:
        return ()
    paging = after.article.paging
    return (Change(field="article", before=page.article_url, after=paging.first_url if paging else None),)


def _card_changes(held: Held, after: Reparsed) -> tuple[Change, ...]:
    if held.teasers is None:
        return ()
    before, now = _cards(held.teasers), _cards(after.article.teasers)
    return () if before == now else (Change(field="teasers", before=before, after=now),)


def _value(article: Article | ArchivedArticle, name: str) -> str | None:
    """The field as text, the same for the same value on either side."""
    value = getattr(article, name)
    if isinstance(value, tuple):
        return ", ".join(map(_item, value)) or None
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if value is None else str(value)


def _item(item: object) -> str:
    """One of several values: a name as it is, an author or a picture with what is known of it."""
    if not dataclasses.is_dataclass(item):
        return str(item)
    parts = (getattr(item, field.name) for field in dataclasses.fields(item))
    return " / ".join(str(part) for part in parts if part)


def _cards(teasers: Iterable[Teaser | ArchivedTeaser]) -> str | None:
    """A line for each card, in the order of the page."""
    return "\n".join(map(_card, sorted(teasers, key=lambda teaser: teaser.position))) or None


def _card(teaser: Teaser | ArchivedTeaser) -> str:
    parts = (getattr(teaser, name) for name in _CARD_FIELDS)
    shown = (moment_text(part) if isinstance(part, dt.date) else part for part in parts)
    return " / ".join(str(part) for part in shown if part)


def _rules(evidence: Iterable[Evidence]) -> dict[str, str]:
    """For each field which rule gave its value, and from where."""
    return {winner.field: f"{winner.source} ({winner.rule})" for winner in evidence if winner.rank == 0}


def _shown(rules: dict[str, str], others: dict[str, str]) -> str | None:
    """The rules that the other side does not have: ``title: h1 (the headline shown)``."""
    return "; ".join(f"{field}: {rule}" for field, rule in rules.items() if others.get(field) != rule) or None
