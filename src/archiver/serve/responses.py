"""Pages as responses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from datasette import Response

from archiver.charts import style_sheet
from archiver.serve.policy import OWN_POLICY

#: a browser asks again each time: a crawl may have brought something
_HEADERS = {"Content-Security-Policy": OWN_POLICY, "Cache-Control": "no-cache"}


class Item(NamedTuple):
    """A link of the navigation."""

    path: str
    label: str
    #: what is to be found there
    sentence: str


#: on every page of ours, in this order
NAVIGATION = (
    Item("/", "Overview", "What is in the archive."),
    Item("/-/sources", "Sources", "All registered sites, and whether they still deliver."),
    Item("/-/search", "Search", "Words in titles and texts, of articles and of teasers."),
    Item("/-/placements", "Placements", "Which stories stood where, and how long."),
    Item("/-/pictures", "Missing pictures", "Slots without a proper picture, and what stands there instead."),
    Item("/archive", "Tables and SQL", "Every table and view, described; your own questions; rows as CSV and JSON."),
)


async def page(
    datasette: Any, request: Any, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response:
    """One of our pages: a template of ``html/``, filled in."""
    frame = {"navigation": NAVIGATION, "here": _path_of(datasette, request), "files_version": files_version()}
    html = await datasette.render_template(template, frame | dict(values), request=request, view_name=template)
    return Response.html(html, status=status, headers=_HEADERS)


def _path_of(datasette: Any, request: Any) -> str:
    """The address of the page as the navigation has it, without what stands before it behind a proxy."""
    if "route_path" in request.scope:
        return str(request.scope["route_path"])
    return "/" + str(request.path).removeprefix(datasette.setting("base_url")).lstrip("/")


async def chart_style() -> Response:
    """The style sheet of charts, which lies beside the code that draws them."""
    return Response(style_sheet(), content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def files_version() -> str:
    """A digest of the style sheets: a browser that kept older ones asks for them anew."""
    folder = files("archiver.serve").joinpath("files")
    styles = (folder.joinpath(name).read_text(encoding="utf-8") for name in ("palette.css", "style.css", "pages.css"))
    return hashlib.sha256("".join((*styles, style_sheet())).encode()).hexdigest()[:12]
