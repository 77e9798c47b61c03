"""``parse``: one article on stdout, no archive needed."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from archiver.cli.page_source import Source, page_options
from archiver.cli.session import Session
from archiver.cli.tables import print_json, printable

if TYPE_CHECKING:
    from archiver.model import Article, Teaser

_WIDTH = 100


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything, as a JSON object.")
@page_options()
def parse(session: Session, source: Source, *, as_json: bool) -> None:
    """Print one article, and archive nothing.

    It is read from a file, from an address, or with - from standard input. A gzip file is read as what it contains;
    HTML and text are told apart by the content. Of an article that is spread over several pages, those after the one at
    the address are fetched and joined.
    """
    article = source.read_article(session)
    if as_json:
        print_json(article.to_dict())
    else:
        _print_article(article)


def _print_article(article: Article) -> None:
    from archiver.model import moment_text  # spares the start of --help the model

    print(printable(article.title or "(no title)"))
    facts = (moment_text(article.published), article.byline or _names(article), article.section, article.kind)
    print(printable(" · ".join(fact for fact in facts if fact)))
    if article.url:
        print(article.url)
    for text in (article.lead, *(block.text for block in article.blocks)):
        if text:
            print(f"\n{_wrapped(text)}")
    if article.teasers:
        print(f"\nTeasers: {len(article.teasers)}")
    for teaser in article.teasers:
        print(_teaser_lines(teaser))


def _names(article: Article) -> str:
    return ", ".join(author.name for author in article.authors)


def _wrapped(text: str) -> str:
    paragraphs = (textwrap.fill(line, _WIDTH, break_long_words=False) for line in printable(text).splitlines())
    return "\n".join(paragraphs)


def _teaser_lines(teaser: Teaser) -> str:
    picture = teaser.placeholder_text or teaser.image_status
    line = f"  {teaser.position + 1}. {teaser.title or '(no title)'} [{teaser.region}; picture: {picture}]"
    return printable(line if teaser.url is None else f"{line}\n     {teaser.url}")
