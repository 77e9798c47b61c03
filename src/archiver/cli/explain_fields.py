"""The evidence of an article by its fields, in the order in which one comes to ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.model import Article, Evidence

#: printed in this order, fields of which nothing is known last
FIELDS = (
    *("kind", "title", "headline", "published", "modified", "byline", "authors", "lead", "body", "language", "section"),
    *("tags", "images", "site_name", "canonical_url", "is_paywalled", "needs_javascript"),
)

#: how the fields of cards begin
_CARDS = "teasers["
#: of a field, so many losers tell enough at a glance; --json has all of them
SHOWN_LOSERS = 5


def by_field(article: Article) -> Iterator[tuple[str, list[Evidence]]]:
    """Fields with their evidence, the winner first; then whatever else left evidence."""
    found: dict[str, list[Evidence]] = {name: [] for name in FIELDS}
    for one in article.evidence:
        found.setdefault(one.field, []).append(one)
    return ((name, sorted(evidence, key=lambda one: one.rank)) for name, evidence in found.items())


def is_of_card(name: str) -> bool:
    """Whether the field is one card's: ``teasers[3].image_status``."""
    return name.startswith(_CARDS)


def by_card(article: Article) -> dict[int, list[Evidence]]:
    """Position of a card → the evidence of its fields."""
    found: dict[int, list[Evidence]] = {}
    for one in filter(lambda one: is_of_card(one.field), article.evidence):
        found.setdefault(int(one.field.removeprefix(_CARDS).partition("]")[0]), []).append(one)
    return found


def notes_on(name: str, article: Article) -> Iterator[str]:
    """What a field holds besides its value: of each author what they are, and whom they write for."""
    for author in article.authors if name == "authors" else ():
        facts = (("role", author.role), ("affiliation", author.affiliation))
        if said := ", ".join(f"{label} {text}" for label, text in facts if text):
            yield f"{author.name}: {said}"
