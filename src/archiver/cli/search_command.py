"""``search``: words, and what narrows them, looked for in the archive. It never locks it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.amounts import DAY
from archiver.cli.dashed_words import SearchCommand
from archiver.cli.session import Session, session_options
from archiver.cli.tables import print_json, print_rows, printable

if TYPE_CHECKING:
    from archiver.store.facets import FacetCount
    from archiver.store.search import SearchHit

#: around a match until it is printed: characters that no text has
_MARKS = ("\ue000", "\ue001")
_BOLD, _BRIGHT, _DIM, _PLAIN = "\x1b[1m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"
_INDENT = " " * 12
#: options that narrow a search
_FILTERS = ("source", "since", "until", "author", "language", "section", "tag")


@click.command(cls=SearchCommand)
@click.argument("words", nargs=-1)
@click.option(
    "--teasers",
    "among",
    flag_value="teasers",
    default="articles",
    help="Look through the cards instead of the articles.",
)
@click.option(
    "--source", metavar="NAME", help="Only this site: its name, host or home page; of cards, those it has shown."
)
@click.option(
    "--since", type=DAY, help="Only what was published on this day or later: 2025-08-11; of cards, what stood then."
)
@click.option("--until", type=DAY, help="Only what was published on this day or earlier; likewise of cards.")
@click.option("--author", metavar="NAME", help="Only what this author wrote, as the archive spells the name.")
@click.option("--language", metavar="CODE", help="Only what is in this language: fr.")
@click.option("--section", metavar="NAME", help="Only what stands in this section of its site.")
@click.option("--tag", metavar="NAME", help="Only what has this tag.")
@click.option(
    "--sort",
    "order",
    type=click.Choice(["relevance", "date"]),
    default="relevance",
    show_default=True,
    help="The best match first, or the newest.",
)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most this many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many first ones.")
@click.option("--facets", "is_counted", is_flag=True, help="Print how the hits are spread, and not the hits.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array; with --facets, an object.")
@session_options
def search(session: Session, words: tuple[str, ...], *, is_counted: bool, as_json: bool, **wanted: Any) -> None:
    """Look for WORDS in titles and texts, the best match first.

    All words must be there; "two words" in quotes stand together, word* is the beginning of one (three letters or
    more), title:word looks in one field (title, lead, body, byline), -word must not be there, and of words with OR
    between them one is enough. Accents and case do not count. In a shell, put all of it in single quotes:
    archiver search 'ferry OR "night boat" -title:cruise'
    What begins with two dashes is an option, unless it comes after a -- by itself.

    Without words, the newest of all that the options let pass; without options too, the newest of the archive.
    Of more than 20,000 hits, only the 20,000 that came last compete for the first places, and are counted by
    --facets; --sort date looks at all.
    """
    text = " ".join(words)
    if is_counted:
        _print_facets(session, text, wanted, as_json=as_json)
    else:
        _print_hits(session, text, wanted, as_json=as_json)


def _print_hits(session: Session, words: str, wanted: dict[str, Any], *, as_json: bool) -> None:
    with session.open_archive() as archive:
        hits = archive.search(words, marks=("", "") if as_json else _MARKS, **wanted)
        if as_json:
            print_json([hit.to_dict() for hit in hits])
            return
        narrowed = {name: wanted[name] for name in ("among", *_FILTERS)}
        total = archive.count_hits(words, **narrowed)
    for hit in hits:
        _print_hit(hit)
    session.messages.info(_shown(total, len(hits), wanted["offset"]))


def _print_hit(hit: SearchHit) -> None:
    bold, dim, plain = (_BOLD, _DIM, _PLAIN) if sys.stdout.isatty() else ("", "", "")
    place = " · ".join(filter(None, (hit.source, hit.url))) or "(no address)"
    print(f"{hit.published or 'no date':10.10}  {bold}{printable(hit.title or '(no title)')}{plain}")
    print(f"{_INDENT}{dim}{printable(place)}{plain}")
    print(f"{_INDENT}{_bright(' '.join(hit.snippet.split()))}")


def _bright(snippet: str) -> str:
    """With its matches in another colour on a terminal."""
    bright, plain = (_BRIGHT, _PLAIN) if sys.stdout.isatty() else ("", "")
    return printable(snippet).replace(_MARKS[0], bright).replace(_MARKS[1], plain)


def _shown(total: int, shown: int, offset: int) -> str:
    """What was found, and how much of it is shown.

    >>> _shown(0, 0, 0), _shown(2, 2, 0), _shown(12345, 20, 20)
    ('nothing found', '2 found', '12,345 found, 21 to 40 shown')
    """
    if not total:
        return "nothing found"
    if shown == total:
        return f"{total:,} found"
    return f"{total:,} found, {offset + 1} to {offset + shown} shown" if shown else f"{total:,} found, none shown"


def _print_facets(session: Session, words: str, wanted: dict[str, Any], *, as_json: bool) -> None:
    if wanted["among"] != "articles":
        raise click.UsageError("--facets is for articles")
    from archiver.store.search import NEWEST  # spares the start of --help the database

    narrowed = {name: wanted[name] for name in _FILTERS}
    with session.open_archive() as archive:
        facets = archive.facets(words, newest=NEWEST, **narrowed)
        total = archive.count_hits(words, **narrowed)
    if as_json:
        print_json(_by_facet(facets))
    elif facets:
        print_rows(("facet", "value", "articles"), facets)
    else:
        session.messages.info("nothing found")
    if facets and (left_out := _left_out(total, NEWEST)):
        session.messages.info(left_out)


def _left_out(total: int, counted: int) -> str:
    """That not all hits are counted, where it is so.

    >>> _left_out(20, 20), _left_out(98765, 20000)
    ('', '98,765 found, of which the 20,000 that came last are counted')
    """
    return f"{total:,} found, of which the {counted:,} that came last are counted" if total > counted else ""


def _by_facet(facets: Iterable[FacetCount]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for facet, value, articles in facets:
        found.setdefault(facet, []).append({"value": value, "articles": articles})
    return found
