"""The addresses of our pages, and what answers each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response

from archiver.serve.article_page import article_by_url, article_page
from archiver.serve.changes_page import changes_page
from archiver.serve.front_page import front_page
from archiver.serve.pictures_page import pictures_page
from archiver.serve.placements_page import placements_page
from archiver.serve.responses import chart_style
from archiver.serve.search_page import search_page
from archiver.serve.source_page import source_page, sources_page

#: Datasette's pages on itself: the machine, the libraries, forms to sign in. Readers need none of them
_OF_THE_SERVER = (
    "actor|allow-debug|auth-token|config|logout|messages|patterns|permissions|plugins|settings|threads|versions"
)


async def not_for_readers() -> Response:
    """Nothing, as for an address without a page."""
    raise NotFound("There is no page at this address.")


#: no longer than what SQLite counts with
_NUMBER = r"(?P<id>[0-9]{1,18})"

ROUTES: tuple[tuple[str, Callable[..., Any]], ...] = (
    (r"^/$", front_page),
    (r"^/-/sources$", sources_page),
    (rf"^/-/source/{_NUMBER}$", source_page),
    (r"^/-/article$", article_by_url),
    (rf"^/-/article/{_NUMBER}$", article_page),
    (rf"^/-/article/{_NUMBER}/changes$", changes_page),
    (r"^/-/search$", search_page),
    (r"^/-/placements$", placements_page),
    (r"^/-/pictures$", pictures_page),
    (r"^/-/charts\.css$", chart_style),
    (rf"^/-/(?:{_OF_THE_SERVER})(?:/.*|\.json)?$", not_for_readers),
)
