"""The page of missing pictures: slots of articles and cards that hold a placeholder, or nothing."""

from __future__ import annotations

from typing import Any

from datasette import Response

from archiver.serve import picture_questions as questions
from archiver.serve.asked import Asked, Paging, read_query
from archiver.serve.reading import rows
from archiver.serve.responses import page

_SHOWN = 50
#: kinds of slots that are told apart on one page
_GROUPS = 30
SLOTS = ("article", "teaser")
STATUSES = ("placeholder", "missing")
#: stands for slots without any text, as an empty value of a form asks for nothing
NO_TEXT = "(none)"


async def pictures_page(datasette: Any, request: Any) -> Response:
    """The page of what is wanted: of a source, a kind of slot, a status, a text in the picture's place."""
    asked = read_query(request.query_string)
    wanted = _wanted(asked)
    groups = await datasette.memory.get(
        ("pictures", *wanted.values()), lambda: rows(datasette, questions.GROUPS, wanted | {"limit": _GROUPS})
    )
    paging = Paging(asked, groups[0]["total"] if groups else 0, _SHOWN)
    values = {
        "asked": asked,
        "wanted": wanted,
        "paging": paging,
        "groups": groups,
        "slots": await rows(datasette, questions.SLOTS, wanted | {"limit": paging.size, "offset": paging.offset}),
        "sources": await rows(datasette, questions.SOURCES),
        "database": datasette.get_database().name,
        "no_text": NO_TEXT,
    }
    return await page(datasette, request, "archiver/pictures.html", values)


def _wanted(asked: Asked) -> dict[str, Any]:
    text = asked.text("text")
    return {
        "source": asked.text("source"),
        "slot": asked.choice("slot", SLOTS),
        "status": asked.choice("status", STATUSES),
        "text": "" if text == NO_TEXT else text,
        "only_current": int(asked.text("shown") == "now"),
    }
