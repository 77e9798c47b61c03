"""One request and what came back: the values and the protocol between the fetcher and a transport."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from archiver.model import Exchange, FailureReason

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRequest:
    """One GET. The host has been chosen and its turn has come; redirects are not followed."""

    url: str
    headers: Headers = ()
    #: UTC, by the caller's clock
    started_at: dt.datetime
    #: of the body as received; reading stops there
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WireResponse:
    """What one request gave: an exchange, a failure, or both (a body that was cut)."""

    #: ``None`` when no whole response head came
    exchange: Exchange | None = None
    status: int | None = None
    #: in the order received, names as received
    headers: Headers = ()
    failure: FailureReason | None = None
    #: one clause for a person
    detail: str | None = None
    #: the failure may be gone the next time
    is_transient: bool = False


class Transport(Protocol):
    """Sends one request. The only thing that a test has to replace to stay off the network."""

    def send(self, request: WireRequest) -> WireResponse:
        """The response; never raises for what a remote side does. May be called from several threads."""
        ...

    def interrupt(self) -> None:
        """Has every ``send`` that is under way come back at once."""
        ...
