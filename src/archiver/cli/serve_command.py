"""``serve``: the archive as web pages."""

from __future__ import annotations

import threading
import webbrowser
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from archiver.cli.session import Session, session_options
from archiver.errors import MissingLibraryError

if TYPE_CHECKING:
    from archiver.serve.app import Site

_LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--host", default=_LOOPBACK, show_default=True, help="The address to listen at; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 for a free one.")
@click.option(
    "--public-url",
    metavar="URL",
    help="Where people find it, when a proxy stands in front: https://news.example/archive/",
)
@click.option("--open", "is_opened", is_flag=True, help="Show it in a browser.")
@session_options
def serve(session: Session, *, host: str, port: int, public_url: str | None, is_opened: bool) -> None:
    """Show the archive as web pages, until Ctrl-C.

    Our pages come first, with Datasette's behind them for every table, view and SQL statement. Nothing is written and
    nothing is asked for elsewhere; while a crawl writes to the archive, they show what it brings.
    """
    try:
        from archiver.serve.app import make_app  # spares all other commands Datasette, which need not be there
        from archiver.serve.listening import address_of, listen
        from archiver.serve.listening import serve as serve_app
    except ImportError as error:
        if (error.name or "").startswith("archiver"):
            raise  # a defect of ours
        raise MissingLibraryError("Datasette", install="'archiver[serve]'") from error
    site = _site(session, host, public_url)
    with listen(host, port) as listener, closing(make_app(site)) as app:
        address = public_url or address_of(listener) + "/"
        if app.site.names is None:
            session.messages.warning("everybody who can reach this machine can read it")
        session.messages.info(f"{session.db} at {address} (Ctrl-C ends)", url=address)
        if is_opened:
            # a browser in the terminal keeps its caller until it is closed
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        serve_app(app.app(), listener, app.warm_up, app.end_queries)


def _site(session: Session, host: str, public_url: str | None) -> Site:
    from archiver.serve.app import Site  # as above
    from archiver.serve.policy import allowed_names
    from archiver.serve.reaching import check_public_url

    if public_url is not None:
        check_public_url(public_url)
    public = urlsplit(public_url or "")
    return Site(
        archive=session.db,
        base_url=f"/{public.path.strip('/')}/".replace("//", "/"),
        origin=f"{public.scheme}://{public.netloc}" if public_url else None,
        names=allowed_names(host, public.hostname),
    )
