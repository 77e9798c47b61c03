"""The front page: what is in the archive."""

from __future__ import annotations

from typing import Any

from datasette import Response

from archiver.serve.reading import row
from archiver.serve.responses import page

_FIGURES = "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM sources) AS sources"


async def front_page(request: Any, datasette: Any) -> Response:
    """What is in here."""
    figures = await row(datasette, _FIGURES)
    return await page(datasette, request, "archiver/front.html", {"figures": figures})
