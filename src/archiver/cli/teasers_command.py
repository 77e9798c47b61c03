"""``teasers``: the cards of one page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click

from archiver.cli.page_source import Source, page_options
from archiver.cli.session import Session
from archiver.cli.tables import print_json, printable

if TYPE_CHECKING:
    from archiver.model import Teaser

_WIDTH = 100


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@page_options()
def teasers(session: Session, source: Source, *, as_json: bool) -> None:
    """Print the cards on a page that promote other articles.

    Block by block, in the page's order. The page is read as 'archiver parse' reads it, and nothing is archived.
    """
    from archiver.pipelines.single import parse_page  # spares the start of --help lxml and requests

    page = source.read(session)
    with source.named_in_errors():
        found = parse_page(page, rules=session.load_rules()).teasers
    if as_json:
        print_json([teaser.to_dict() for teaser in found])
        return
    for _, block in groupby(found, key=lambda teaser: teaser.block):
        print("\n".join(map(printable, _block(list(block)))))
    if not found:
        session.messages.info("no teasers found")


def _block(cards: list[Teaser]) -> Iterator[str]:
    first = cards[0]
    yield f"{first.block_heading or f'Block {first.block}'} [{first.region}]"
    for card in cards:
        yield from _card(card)
    yield ""


def _card(card: Teaser) -> Iterator[str]:
    from archiver.model import moment_text  # as above

    kicker = f"{card.kicker}: " if card.kicker else ""
    yield f"{card.position + 1:4}. {kicker}{card.title or '(no title)'}"
    picture = card.placeholder_text or card.image_status
    facts = (moment_text(card.published), card.byline, f"picture: {picture}")
    for text in (card.url, card.excerpt_raw, " · ".join(fact for fact in facts if fact)):
        if text:
            yield textwrap.fill(
                text,
                _WIDTH,
                initial_indent=" " * 6,
                subsequent_indent=" " * 6,
                break_long_words=False,
                break_on_hyphens=False,
            )
