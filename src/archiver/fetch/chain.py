"""What has happened so far on the way to one page: exchanges, redirects, cookies; and where to go on. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urljoin

from archiver.fetch.answers import NOT_MODIFIED, REDIRECTS, Answer
from archiver.fetch.cookies import ChainCookies
from archiver.fetch.heads import value_of
from archiver.fetch.refresh import refresh_address
from archiver.fetch.refusals import Refusal
from archiver.fetch.wire import Headers
from archiver.model import Capture, Exchange, FailureReason, Validators
from archiver.urls import is_web_address, normalise_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How far one page may lead."""

    #: sent with every request, along redirects too
    headers: Headers = ()
    max_redirects: int = 0
    max_bytes: int = 0
    #: a page that is only a refresh is taken for a redirect, once
    follows_refresh: bool = False
    #: what the headers ask about
    validators: Validators = Validators()


class Chain:
    """The exchanges of one page."""

    def __init__(self, asked: str, plan: Plan) -> None:
        self.plan = plan
        self._asked = asked
        self._exchanges: list[Exchange] = []
        self._cookies = ChainCookies()
        self._has_refreshed = False
        #: address and cookies of each redirect: the same address with a new cookie is progress
        self._seen: set[tuple[str, str | None]] = set()

    def headers(self, target: str) -> Headers:
        """The headers of a request to that address."""
        cookie = self._cookies.header(target)
        return (*self.plan.headers, ("Cookie", cookie)) if cookie else self.plan.headers

    def keep(self, answer: Answer) -> None:
        """Every exchange counts, of tries that failed as well."""
        self._exchanges += answer.capture.exchanges

    def onward(self, target: str, answer: Answer) -> str | Capture:
        """The address that the answer redirects to, or the capture that it all ends with."""
        if answer.capture.status not in REDIRECTS:
            return self._refreshed(target, answer) or self._finished(target, answer.capture)
        self._note(target, answer)
        location = value_of(answer.headers, "Location")
        onward = redirect_target(target, location) if location else None
        if onward is None:
            where = f"to {location[:200]!r}" if location else "without a Location"
            return self._stuck(target, answer.capture, FailureReason.BAD_REDIRECT, f"redirected {where}")
        if self._was_at(onward):
            return self._stuck(target, answer.capture, FailureReason.TOO_MANY_REDIRECTS, "redirected in a circle")
        if self._is_at_limit:
            detail = f"more than {self.plan.max_redirects} redirects"
            return self._stuck(target, answer.capture, FailureReason.TOO_MANY_REDIRECTS, detail)
        return onward

    def _refreshed(self, target: str, answer: Answer) -> str | None:
        """Where a page leads that is only a refresh, once in a chain; a page that leads nowhere new is a page."""
        if not self.plan.follows_refresh or self._has_refreshed or not answer.capture.is_ok:
            return None
        address = refresh_address(answer.capture.content, value_of(answer.headers, "Refresh"))
        onward = redirect_target(target, address) if address else None
        if onward is None or onward == target:
            return None
        self._note(target, answer)
        if self._was_at(onward) or self._is_at_limit:
            return None
        self._has_refreshed = True
        return onward

    def _note(self, target: str, answer: Answer) -> None:
        self._seen.add((target, self._cookies.header(target)))
        self._cookies.learn(target, answer.headers, answer.capture.fetched_at)

    def _was_at(self, target: str) -> bool:
        return (target, self._cookies.header(target)) in self._seen

    @property
    def _is_at_limit(self) -> bool:
        return len(self._seen) > self.plan.max_redirects

    def refused(self, target: str, refusal: Refusal, now: dt.datetime) -> Capture:
        """The capture of a page that was not asked for, at the first or a later address."""
        return Capture(
            url=self._asked,
            final_url=target,
            fetched_at=now,
            failure=refusal.reason,
            detail=refusal.detail,
            retry_after_s=refusal.retry_after_s,
            exchanges=tuple(self._exchanges),
        )

    def _finished(self, target: str, capture: Capture) -> Capture:
        capture = replace(capture, url=self._asked, final_url=normalise_url(target), exchanges=tuple(self._exchanges))
        if self._has_refreshed:  # a later conditional request would be answered for the page that leads here
            capture = replace(capture, validators=Validators())
        return self._unchanged(capture) if capture.status == NOT_MODIFIED else capture

    def _unchanged(self, capture: Capture) -> Capture:
        """A 304 renews the validators that it mentions; unasked it is an answer to some other question."""
        known, new = self.plan.validators, capture.validators
        if known == Validators():
            return replace(capture, failure=FailureReason.HTTP, detail="HTTP 304 to an unconditional request")
        merged = Validators(etag=new.etag or known.etag, last_modified=new.last_modified or known.last_modified)
        return replace(capture, validators=merged)

    def _stuck(self, target: str, capture: Capture, reason: FailureReason, detail: str) -> Capture:
        return replace(self._finished(target, capture), failure=reason, detail=detail)


def redirect_target(url: str, location: str) -> str | None:
    """The absolute http or https address to ask next, ``None`` when that is no such address.

    As the server spells it, not normalised: a parameter that looks like tracking may be what ends the redirects.
    """
    try:
        target = urldefrag(urljoin(url, location.strip().replace(" ", "%20")))[0]
    except ValueError:
        return None
    return target if is_web_address(target) else None
