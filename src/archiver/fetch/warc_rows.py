"""Whether a WARC record is the one that a row says it is. Pure."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from archiver.errors import UrlError
from archiver.fetch.warc_record import uri_of
from archiver.timestamps import utc_text
from archiver.urls import normalise_url


class Identity(NamedTuple):
    """What a look at a page is known by."""

    #: after redirects
    url: str
    #: UTC; a row knows it to the second
    moment: dt.datetime


def difference(said: Identity, found: Identity) -> str | None:
    """What differs between a row and its record, one clause for a person; ``None`` where nothing does."""
    for what, in_row, in_record in (
        ("address", spelling(said.url), spelling(found.url)),
        ("moment", utc_text(said.moment), utc_text(found.moment)),
    ):
        if in_row != in_record:
            return differing(what, in_row, in_record)
    return None


def differing(what: str, in_row: object, in_record: object) -> str:
    """One clause for a person.

    >>> differing("status", 200, 404)
    'its status is 404, and 200 in the row'
    """
    return f"its {what} is {in_record}, and {in_row} in the row"


def spelling(url: str) -> str:
    """The address as a row and a record both have it: rows have it normalised, records as the server spelt it.

    A record's backslash is escaped, as no URI may hold one; a browser, and our normal form, takes it for a slash.
    """
    try:
        return uri_of(normalise_url(url.replace("%5C", "/")))
    except UrlError:
        return uri_of(url)
