"""``parse``: one article on stdout, no archive needed."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.session import Session, network_options, session_options
from archiver.cli.tables import print_json, printable

if TYPE_CHECKING:
    from archiver.model import Article, Teaser
    from archiver.pipelines.single import Page

_WIDTH = 100


@click.command()
@click.argument("target", metavar="FILE|URL|-")
@click.option("--html", "form", flag_value="html", help="It is HTML.  [default: told by the content]")
@click.option("--text", "form", flag_value="text", help="It is text, all tags stripped.")
@click.option("--url", metavar="URL", help="Where the page was: makes its addresses absolute.")
@click.option("--json", "as_json", is_flag=True, help="Print everything, as a JSON object.")
@network_options
@session_options
def parse(session: Session, target: str, form: str | None, url: str | None, *, as_json: bool) -> None:
    """Print one article, and archive nothing.

    It is read from a file, from an address, or with - from standard input. A gzip file is read as what it contains;
    HTML and text are told apart by the content.
    """
    from archiver.errors import DocumentError
    from archiver.pipelines.single import parse_page  # spares the start of --help lxml and requests

    try:
        article = parse_page(_page(session, target, form, url))
    except DocumentError as error:
        raise DocumentError(f"{target}: {error}") from error
    if as_json:
        print_json(article.to_dict())
    else:
        _print_article(article)


def _page(session: Session, target: str, form: str | None, url: str | None) -> Page:
    from archiver.pipelines.single import Page, fetch_page  # as above
    from archiver.urls import normalise_url

    if "://" in target:
        with session.open_fetcher() as fetcher:
            page = fetch_page(target, fetcher)
    else:
        content = sys.stdin.buffer.read() if target == "-" else _read_file(target)
        page = Page(content=content, form="html" if form == "html" else "text" if form == "text" else None)
    return page if url is None else replace(page, url=normalise_url(url))


def _read_file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise click.UsageError(f"{name}: no such file (an address begins with http:// or https://)") from None
    except IsADirectoryError:
        raise click.UsageError(f"{name}: this is a folder; 'archiver ingest' takes folders") from None


def _print_article(article: Article) -> None:
    from archiver.model import moment_text  # as above

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
