"""Why a page is not asked for."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.errors import UrlError
from archiver.model import FailureReason
from archiver.urls import other_scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why nobody is asked for a page."""

    reason: FailureReason
    detail: str
    #: when asking may make sense again; ``None`` when waiting does not help
    retry_after_s: float | None = None


def refusal_of_address(error: UrlError) -> Refusal:
    """Of what is no address of the web.

    >>> refusal_of_address(UrlError("invalid address", url="dns:site.example")).detail
    'the scheme is dns (expected http or https)'
    """
    scheme = other_scheme(error.url)
    if scheme is None:
        return Refusal(reason=FailureReason.INVALID_URL, detail=str(error))
    return Refusal(reason=FailureReason.NOT_WEB, detail=f"the scheme is {scheme} (expected http or https)")
