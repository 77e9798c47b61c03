"""What commands that look at one page have in common: where the page is, and how it is read."""

from __future__ import annotations

import functools
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from archiver.cli.session import Command, Session, network_options, rules_option, session_options

if TYPE_CHECKING:
    from archiver.fetch.fetcher import Fetcher
    from archiver.model import Article
    from archiver.pipelines.single import Page, PageForm

_TARGET = click.argument("target", metavar="FILE|URL|-")
_HTML = click.option("--html", "is_html", is_flag=True, help="It is HTML.  [default: told by the content]")
_TEXT = click.option("--text", "is_text", is_flag=True, help="It is text, all tags stripped.")
_URL = click.option("--url", metavar="URL", help="Where the page was: makes its addresses absolute.")


def page_options(*, has_html_flag: bool = True) -> Callable[[Command], Command]:
    """Gives a command its page and what it takes to get it; it receives a ``Session`` and a ``Source``.

    Without ``--html`` where that means something else; HTML is told by the content anyway.
    """
    forms = (_HTML, _TEXT) if has_html_flag else (_TEXT,)
    above: tuple[Callable[[Command], Command], ...] = (rules_option, network_options, _URL, *reversed(forms), _TARGET)

    def decorated(function: Command) -> Command:
        @functools.wraps(function)
        def with_source(session: Session, **options: Any) -> int | None:
            given = {name: options.pop(name) for name in ("target", "url")}
            form = _form(is_html=options.pop("is_html", False), is_text=options.pop("is_text"))
            return function(session, Source(form=form, **given), **options)

        # click lists options in the reverse order of their decorators
        command: Command = session_options(with_source)
        for add in above:
            command = add(command)
        return command

    return decorated


def _form(*, is_html: bool, is_text: bool) -> PageForm | None:
    """What the page is said to be; ``None`` when nobody says it. Raises ``UsageError`` when it is said to be both."""
    if is_html and is_text:
        raise click.UsageError("--html and --text exclude each other: a page is one or the other")
    if is_html:
        return "html"
    return "text" if is_text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one page is."""

    #: a file's path, an address, or ``-`` for standard input
    target: str
    #: ``None``: told by the content
    form: PageForm | None = None
    url: str | None = None

    def read(self, session: Session) -> Page:
        """The page. Raises what ``fetch_page`` raises, and ``UsageError`` for a file that is none."""
        if not self._is_address:
            return self._read_local()
        with session.open_fetcher() as fetcher:
            return self._fetch(fetcher)

    def read_article(self, session: Session) -> Article:
        """The article, that at an address with all the pages that it is spread over; those that do not come are told.

        Raises as ``read`` does, and ``DocumentError``.
        """
        from archiver.pipelines.single import fetch_further, parse_page  # spares the start of --help lxml and requests

        rules = session.load_rules()
        if not self._is_address:
            with self.named_in_errors():
                return parse_page(self._read_local(), rules=rules)
        with session.open_fetcher() as fetcher:
            page = self._fetch(fetcher)
            with self.named_in_errors():
                article = parse_page(page, rules=rules)
            whole = fetch_further(article, fetcher, rules=rules, form=self.form)
        for url, reason in whole.missing:
            session.messages.warning(f"{url}: {reason}", url=url)
        return whole.article

    def is_file(self, path: str) -> bool:
        """Whether it is the file at the path, by whatever name, or comes from it through standard input."""
        if self._is_address:
            return False
        try:
            there = Path(path).stat()
            return stat.S_ISREG(there.st_mode) and os.path.samestat(there, self._stat())
        except OSError:  # one of them is not there, or no file
            return False

    def _stat(self) -> os.stat_result:
        if self.target != "-":
            return Path(self.target).stat()
        return os.fstat(_stdin().fileno())  # a stream that is none raises an OSError of its own

    @property
    def _is_address(self) -> bool:
        return "://" in self.target

    def _fetch(self, fetcher: Fetcher) -> Page:
        from archiver.pipelines.single import fetch_page  # as above

        return self._at(fetch_page(self.target, fetcher, form=self.form))

    def _read_local(self) -> Page:
        from archiver.pipelines.single import Page  # as above

        return self._at(Page(content=_content(self.target), form=self.form))

    def _at(self, page: Page) -> Page:
        """The page at the address that was given for it."""
        from archiver.urls import normalise_url  # as above

        return page if self.url is None else replace(page, url=normalise_url(self.url))

    @contextmanager
    def named_in_errors(self) -> Iterator[None]:
        """A page that cannot be read is named where the error says so."""
        from archiver.errors import DocumentError  # as above

        try:
            yield
        except DocumentError as error:
            raise DocumentError(f"{self.target}: {error}") from error


def _content(name: str) -> bytes:
    if name == "-":
        return _stdin().read()
    if not name:
        raise click.UsageError("no page is named (expected a file, an address, or - for standard input)")
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise click.UsageError(f"{name}: no such file (an address begins with http:// or https://)") from None
    except IsADirectoryError:
        raise click.UsageError(f"{name}: this is a folder; 'archiver ingest' takes folders") from None


def _stdin() -> BinaryIO:
    """Standard input. Raises ``UsageError`` when there is none: ``<&-``."""
    if sys.stdin is None:
        raise click.UsageError("-: standard input is closed")
    return sys.stdin.buffer
