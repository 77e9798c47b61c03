"""``explain``: where each field of a page comes from, what lost, and what became of each block."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.cards import count_pictures
from archiver.cli.explain_fields import SHOWN_LOSERS, by_field, is_of_card, notes_on
from archiver.cli.page_source import Source, page_options
from archiver.cli.paper import Line, Paper
from archiver.cli.session import NamedPath, Session
from archiver.cli.tables import print_json
from archiver.text import counted

if TYPE_CHECKING:
    from archiver.model import Article, Evidence, Explanation

#: of a longer value so much is printed; --json has all of it
_MAX_CHARS = 240
#: cells before a value
_COLUMN = 15


@click.command()
@click.option(
    "--html",
    "html_path",
    metavar="OUT",
    type=NamedPath(dir_okay=False, allow_dash=True),
    help="Write the page with its blocks coloured by their roles; - for stdout.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@page_options(has_html_flag=False)
def explain(session: Session, source: Source, *, html_path: str | None, as_json: bool) -> None:
    """Say where each field of a page comes from, and what lost.

    The page is read as 'archiver parse' reads it. For each field: the value, the place on the page, the rule that read
    it, the raw text where it differs; beneath it the candidates that lost, each with the reason. Cards are counted by
    what became of their pictures; --verbose says of each where its picture was read from.
    """
    from archiver.pipelines.single import explain_page  # spares the start of --help lxml and requests

    if html_path == "-" and as_json:
        raise click.UsageError("--html - and --json both print to standard output")
    if html_path is not None and source.is_file(html_path):
        raise click.UsageError(f"{html_path} is the page itself, and would be written over: name another file")
    page = source.read(session)
    with source.named_in_errors():
        explanation = explain_page(page, rules=session.load_rules(), with_markup=html_path is not None)
    if html_path is not None:
        _write(html_path, explanation, source.target)
        if html_path != "-":
            session.messages.info(f"{html_path} written")
    if as_json:
        print_json(_plain(explanation))
    elif html_path is None:
        Paper().print(_lines(explanation.article, with_cards=session.is_verbose))


def _write(path: str, explanation: Explanation, name: str) -> None:
    from archiver.cli.explain_html import page_html  # as above

    text = page_html(explanation, name)
    if path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())  # the file says that it is UTF-8, whatever the terminal is
    else:
        Path(path).write_text(text, encoding="utf-8")


def _plain(explanation: Explanation) -> dict[str, Any]:
    article = explanation.article.to_dict()
    fields = {
        name: {"value": article.get(name), "evidence": [one.to_dict() for one in evidence]}
        for name, evidence in by_field(explanation.article)
    }
    return {"url": article["url"], "fields": fields, "blocks": [block.to_dict() for block in explanation.blocks]}


# --- for people ------------------------------------------------------------------


def _lines(article: Article, *, with_cards: bool) -> Iterator[Line]:
    """The fields; those of cards are many, and only counted unless asked for."""
    unknown = []
    for name, evidence in by_field(article):
        if is_of_card(name) and not with_cards:
            continue
        if not evidence:
            unknown.append(name)
            continue
        yield from _field(name, evidence, notes_on(name, article))
        yield Line()
    if article.teasers and not with_cards:
        yield from _cards(article)
        yield Line()
    if unknown:
        yield _line("nothing found", ", ".join(unknown))


def _cards(article: Article) -> Iterator[Line]:
    pictures = ", ".join(f"{mark.sign} {text}".strip() for mark, text in count_pictures(article.teasers))
    yield _line("teasers", f"{counted(len(article.teasers), 'card')}: {pictures}", style="bold")
    if any(is_of_card(one.field) for one in article.evidence):
        yield _line("  ", "where that of each was read: --verbose, or --json", is_below=True, style="dim")


def _field(name: str, evidence: list[Evidence], notes: Iterable[str]) -> Iterator[Line]:
    shown = [one for one in evidence if one.rank <= SHOWN_LOSERS]
    if shown and shown[0].rank:  # nobody won
        yield _line(name, "not found")
    for one in shown:
        yield from _loser(one) if one.rank else _winner(one, name, notes)
    if len(evidence) > len(shown):
        yield _line("  ✗ ", f"and {len(evidence) - len(shown)} more (--json has them)", is_below=True)


def _winner(one: Evidence, name: str, notes: Iterable[str]) -> Iterator[Line]:
    yield _line(name, _cut(one.value), style="bold")
    for note in notes:
        yield _line("  ", _cut(note), is_below=True)
    yield _line("  ", f"from {one.source}; {one.rule}", is_below=True, style="dim")
    if one.raw is not None and not (one.value or "").startswith(one.raw):
        yield _line("  raw ", _cut(one.raw), is_below=True, style="dim")


def _loser(one: Evidence) -> Iterator[Line]:
    yield _line("  ✗ ", _cut(one.value), is_below=True)
    yield _line("    ", f"{one.source}; {one.rule}: {one.reason or 'lost'}", is_below=True, style="dim")


def _cut(text: str | None) -> str:
    if text is None:
        return "nothing"
    flat = " ".join(text.split())
    return flat if len(flat) <= _MAX_CHARS else f"{flat[:_MAX_CHARS]}… ({len(text)} characters)"


def _line(label: str, text: str, *, is_below: bool = False, style: str = "") -> Line:
    """The text in a column of its own, beside its label or below what it belongs to; an address is never cut."""
    before = f"{'':{_COLUMN}}{label}" if is_below else f"{label:{_COLUMN - 1}} "
    return Line(((text, style),), ((before, "" if is_below else "cyan"),), is_whole="://" in text and " " not in text)
