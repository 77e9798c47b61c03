"""What commands that look at one page have in common: where the page is, and how it is read."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from archiver.cli.session import Command, Session, network_options, rules_option, session_options

if TYPE_CHECKING:
    from archiver.pipelines.single import Page

_TARGET = click.argument("target", metavar="FILE|URL|-")
_HTML = click.option("--html", "form", flag_value="html", help="It is HTML.  [default: told by the content]")
_TEXT = click.option("--text", "form", flag_value="text", help="It is text, all tags stripped.")
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
            given = {name: options.pop(name) for name in ("target", "form", "url")}
            return function(session, Source(**given), **options)

        # click lists options in the reverse order of their decorators
        command: Command = session_options(with_source)
        for add in above:
            command = add(command)
        return command

    return decorated


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one page is."""

    #: a file's path, an address, or ``-`` for standard input
    target: str
    #: ``None``: told by the content
    form: Literal["html", "text"] | None = None
    url: str | None = None

    def read(self, session: Session) -> Page:
        """The page. Raises what ``fetch_page`` raises, and ``UsageError`` for a file that is none."""
        from archiver.pipelines.single import Page, fetch_page  # spares the start of --help lxml and requests
        from archiver.urls import normalise_url

        if "://" in self.target:
            with session.open_fetcher() as fetcher:
                page = fetch_page(self.target, fetcher)
        else:
            page = Page(content=_content(self.target), form=self.form)
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
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise click.UsageError(f"{name}: no such file (an address begins with http:// or https://)") from None
    except IsADirectoryError:
        raise click.UsageError(f"{name}: this is a folder; 'archiver ingest' takes folders") from None
