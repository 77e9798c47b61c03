"""``teasers``: the cards of one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click

from archiver.cli.cards import MARKS, card_names, count_pictures
from archiver.cli.page_source import Source, page_options
from archiver.cli.paper import Line, Paper
from archiver.cli.session import Session
from archiver.cli.tables import print_json
from archiver.text import counted

if TYPE_CHECKING:
    from archiver.model import Moment, Teaser

#: the parts of a page (``model.Region``), written here because --help need not wait for the model
_REGIONS = ("before", "inline", "after", "aside", "nav", "listing")


@click.command()
@click.option(
    "--region",
    "regions",
    type=click.Choice(_REGIONS),
    multiple=True,
    help="Only the cards of this part of the page; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@page_options()
def teasers(session: Session, source: Source, *, regions: tuple[str, ...], as_json: bool) -> None:
    """Print the cards on a page that promote other articles.

    Block by block, in the page's order: rank, headline, excerpt, byline and date, address. The mark before a headline
    tells of its picture: ▣ there, ▨ a placeholder in its place, ▢ an empty slot. The page is read as 'archiver parse'
    reads it, and nothing is archived.
    """
    from archiver.pipelines.single import parse_page  # spares the start of --help lxml and requests

    page = source.read(session)
    with source.named_in_errors():
        every = parse_page(page, rules=session.load_rules()).teasers
    found = [teaser for teaser in every if not regions or teaser.region in regions]
    if as_json:
        print_json([teaser.to_dict() for teaser in found])
    elif found:
        Paper().print(_lines(found, card_names(every)))
        if page.url is None and any(map(_lacks_its_address, found)):
            session.messages.info("addresses are not known in full: give the page's own with --url")
    else:
        session.messages.info("no teasers found")


def _lacks_its_address(teaser: Teaser) -> bool:
    """Whether it is a link, but not known where to; of a text, nothing is."""
    return teaser.title is not None and teaser.url is None and teaser.image_status != "unknown"


def _lines(found: list[Teaser], names: dict[int, str]) -> Iterator[Line]:
    column = max(len(names[teaser.position]) for teaser in found) + 2
    for number, block in groupby(found, key=lambda teaser: teaser.block):
        cards = list(block)
        heading, region = cards[0].block_heading, cards[0].region
        about = f"block {number} · {region} · {counted(len(cards), 'card')}"
        yield Line(((f"{heading} · ", "bold"), (about, "dim")) if heading else ((about, "bold"),))
        for teaser in cards:
            yield from _card(teaser, names, column)
        yield Line()
    yield _summary(found)


def _card(teaser: Teaser, names: dict[int, str], column: int) -> Iterator[Line]:
    mark = MARKS[teaser.image_status]
    label = ((f"{names[teaser.position]:>{column}} ", "dim"), (f"{mark.sign:1} ", mark.colour))
    kicker = ((f"[{teaser.kicker}] ", "cyan"),) if teaser.kicker else ()
    yield Line(
        (
            *kicker,
            (teaser.title, "bold")
            if teaser.title
            else ("no headline" if teaser.url else "no headline, no link", "dim"),
        ),
        label,
    )
    below = ((" " * (column + 3), ""),)
    if teaser.excerpt_raw:
        yield Line(((teaser.excerpt_raw, ""),), below)
    if facts := " · ".join(_facts(teaser, names)):
        yield Line(((facts, "dim"),), below)
    if teaser.url:
        yield Line(((teaser.url, "blue"),), below, is_whole=True)


def _facts(teaser: Teaser, names: dict[int, str]) -> Iterator[str]:
    if teaser.byline:
        yield teaser.byline
    if teaser.published:
        yield _moment(teaser.published)
    if teaser.placeholder_text:
        yield f"“{teaser.placeholder_text}” in place of a picture"
    if teaser.same_story_as is not None and teaser.same_story_as in names:
        yield f"same story as {names[teaser.same_story_as]}"


def _moment(moment: Moment) -> str:
    return moment.isoformat(" ", "minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


def _summary(found: list[Teaser]) -> Line:
    """How many cards there are, and what became of their pictures."""
    blocks = len({teaser.block for teaser in found})
    parts = [(f"{counted(len(found), 'card')} in {counted(blocks, 'block')}", "bold")]
    for mark, text in count_pictures(found):
        parts += [(", ", ""), (f"{mark.sign} ".lstrip(), mark.colour), (text, "")]
    if doubles := sum(teaser.same_story_as is not None for teaser in found):
        parts.append((f"; {counted(doubles, 'double')}", ""))
    return Line(tuple(parts))
