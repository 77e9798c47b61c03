"""What a page says that cannot be shown: one sentence, and where to go from there. Never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from datasette import Forbidden, NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import BadRequest
from datasette.views.base import DatasetteError

from archiver.errors import (
    ArchiveError,
    ArchiverError,
    DamagedArchiveError,
    LockedArchiveError,
    MissingArchiveError,
    NewerArchiveError,
    NotAnArchiveError,
    OlderArchiveError,
)
from archiver.serve.responses import page

_log = logging.getLogger(__name__)


class Fault(NamedTuple):
    """What went wrong, for a reader."""

    status: int
    title: str
    sentence: str
    #: of SQL that a reader wrote
    sql: str | None = None


#: the file by what is wrong with it; the first that fits. Paths stay out of it: readers may be anybody
_OF_THE_FILE: tuple[tuple[type[ArchiveError], str], ...] = (
    (MissingArchiveError, "Its file is not there at the moment. This page works again when it is back."),
    (NotAnArchiveError, "In its place there is a file that is no archive."),
    (NewerArchiveError, "Its file was written by a newer version of archiver than the one that serves it."),
    (OlderArchiveError, "Its file is of an older version, and could not be brought up to date: run 'archiver stats'."),
    (DamagedArchiveError, "Its file is damaged or not whole: 'archiver check' says where."),
    (LockedArchiveError, "Another program is writing to its file. Try again in a moment."),
    (ArchiveError, "Its file cannot be read."),
)


async def error_response(datasette: Any, request: Any, exception: Exception) -> Response:
    """The page, or for an address that ends in .json the same as JSON."""
    fault = fault_of(exception, limit_ms=datasette.sql_time_limit_ms)
    if fault.status == 500:  # noqa: PLR2004 - a defect of ours, or of Datasette's
        _log.error("%s: %s", request.path, fault.sentence, exc_info=exception)
    if request.path.endswith(".json"):
        body = {"ok": False, "error": fault.sentence, "status": fault.status, "title": fault.title}
        return Response.json(body, status=fault.status)
    return await page(datasette, request, "archiver/error.html", {"fault": fault}, status=fault.status)


def fault_of(exception: Exception, *, limit_ms: int) -> Fault:
    """What to say of it."""
    for one in (exception, exception.__cause__, exception.__context__):
        if isinstance(one, QueryInterrupted):
            return _too_slow(one, limit_ms)
    return next((told(exception) for kind, told in _BY_KIND if isinstance(exception, kind)), _DEFECT)


def _too_slow(interrupted: QueryInterrupted, limit_ms: int) -> Fault:
    return Fault(
        400,
        "This takes too long",
        f"The query was stopped after {limit_ms / 1000:g} seconds, so that others are answered too."
        " Ask for less: fewer rows, one source, a few days.",
        sql=interrupted.sql,
    )


def _of_the_file(error: Any) -> Fault:
    sentence = next(sentence for kind, sentence in _OF_THE_FILE if isinstance(error, kind))
    return Fault(503, "The archive cannot be read", sentence)


def _of_datasette(error: Any) -> Fault:
    return Fault(error.status, error.title or "This cannot be shown", str(error.message))


def _sentence_of(error: NotFound) -> str | None:
    """What one of our pages says of what is not there; Datasette's words for it are no sentences."""
    text = str(error)
    return text if text.endswith(".") else None


_DEFECT = Fault(500, "Something went wrong", "The server has met an error of its own; its log says more.")
#: what is said of an exception; the first kind that fits
_BY_KIND: tuple[tuple[type[Exception], Callable[[Any], Fault]], ...] = (
    (NotFound, lambda error: Fault(404, "Not found", _sentence_of(error) or "There is no page at this address.")),
    (Forbidden, lambda _: Fault(403, "Not for readers", "This page is not open to readers.")),
    (BadRequest, lambda error: Fault(400, "This cannot be asked", str(error))),
    (DatasetteError, _of_datasette),
    (ArchiveError, _of_the_file),
    (ArchiverError, lambda error: Fault(400, "This cannot be asked", str(error))),
)
