"""What to make of a capture and its reading. Pure: values in, values out, nothing is asked, written or waited for.

The rules, each in one place:

* A 304 and a body with the digest of last time are *unchanged*: nothing but ``last_fetched_at`` moves.
* 404 and 410 make a page *gone*: an answer, and no failure. What was archived stays.
* What robots.txt, a private address, another format or ``noarchive`` keeps out is *excluded*, with that word as the
  reason; everything else that did not work is *failed*, asked again with growing pauses. So is what is excluded, if it
  was there once or lists others (``discover.revisits``), and it stays of the kind that it was.
* A canonical address is believed when it is on the registered domain of the page that declares it, and its own words
  do not speak against it: it is neither the home page nor a section nor another story (``archiver.slugs``). So an AMP
  page and the page that it stands for are one article; a view that declares none is kept under its address without
  what asks for the view. An address on another site (the original of a syndicated text)
  is recorded, and the article is kept under the address that it was fetched from: otherwise a page would decide where
  another site's article is kept.
* A page that was fetched for the first time is checked once by the next round of `update`, whatever its age (but no
  sooner, and no older, than is set for its source), and then at the pace that `discover.revisits` gives it: publishers
  correct most in the first minutes, and a crawl that took hours comes to one consistent state.
* A page that was there and answers 410 is gone. One that answers 404, or leads to the home page, is missing first (it
  has failed, for the reason ``missing``), and gone when the next look, an hour later, finds it missing still; while ten
  pages of its site are missing, the site is rather broken, and only the fourth look is believed, days later. A page
  that comes back is as it was. What is gone is kept: its article, its revisions, its cards.
* A host that cannot be connected to, or answers with nothing but failures (``pipelines.doubts``), is away, and its
  pages have not failed: they keep their place in the frontier, and the first of them that is due is the probe of the
  next round. A day without the host costs no page its schedule.
* Of a page that asks not to be archived nothing is kept: no record in the WARC, no article, no validators. That it
  was asked for, and when, is on record; so are the links that it names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from archiver.discover.frontier import priority_of_list
from archiver.discover.revisits import (
    BACK_OFF,
    DOUBTFUL_ALARMS,
    MISSING,
    NO_LIMITS,
    Limits,
    brings_nothing,
    is_guess,
    is_polled,
    is_settled_list,
    next_due,
    was_there,
)
from archiver.errors import UrlError
from archiver.model import (
    ARCHIVED_KINDS,
    Article,
    Capture,
    Discovered,
    DuePage,
    FailureReason,
    ListNote,
    Moment,
    PageKind,
    PageResult,
    PageState,
    TextFacts,
    Validators,
)
from archiver.pipelines.events import Outcome, Tally
from archiver.slugs import doubt_about
from archiver.store.frontier import NEVER
from archiver.urls import normalise_url, same_site
from archiver.variants import is_view, main_address

#: failures that are decisions, not mishaps: the page is left out
EXCLUDING = frozenset(
    {
        FailureReason.INVALID_URL,
        FailureReason.NOT_WEB,
        FailureReason.PRIVATE_ADDRESS,
        FailureReason.ROBOTS,
        FailureReason.NOT_HTML,
        FailureReason.NOARCHIVE,
    }
)
#: failures that are the host's: its other pages would have met with them, too
OF_HOST = frozenset(
    {
        FailureReason.DNS,
        FailureReason.REFUSED,
        FailureReason.CONNECT_TIMEOUT,
        FailureReason.TLS,
        FailureReason.ROBOTS_UNREACHABLE,
        FailureReason.ANOTHER_CRAWLER,
    }
)
#: pages of one site that are missing at once are no removed pages: the site is broken
WAVE = 10
#: looks in a row that have to find a page missing before it is called gone; in a wave
LOOKS_FOR_GONE, LOOKS_IN_A_WAVE = 2, 4
#: of so many looks at a page, one is not conditional
CHECKS_A_DOUBT = 16
#: after which a page that was new is checked; less than the shortest pause of any poll
FIRST_CHECK = dt.timedelta(minutes=4)
NOT_FOUND = 404
#: why a guessed address is left out: there is nothing there, or something else
WRONG_GUESS = "wrong-guess"
#: why a page is gone that now leads to the home page
REDIRECTED_HOME = "redirected-home"
#: in the frontier, of a page that is archived and lists no others: after all that may be new
REVISIT = 100
#: a share of failed pages says something from this many pages on
PAGES_FOR_A_SHARE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the content of a capture turned out to be; all empty for a capture without one."""

    kind: PageKind | None = None
    article: Article | None = None
    #: of the text of that article, where they are asked for
    facts: TextFacts | None = None
    #: addresses that it names
    found: tuple[Discovered, ...] = ()
    #: why the content could not be read
    failure: FailureReason | None = None
    detail: str | None = None
    #: what robots meta and X-Robots-Tag ask: ``noarchive``, ``nofollow``
    robots: frozenset[str] = frozenset()
    #: what there is to say of a feed or sitemap that came
    note: ListNote | None = None


def is_unchanged(page: DuePage, capture: Capture) -> bool:
    """Whether the server says so, or the content is what the newest look has shown.

    An older file with the same content is none of today's: other looks may lie between the two.
    """
    if capture.status == 304:  # noqa: PLR2004 - Not Modified
        return True
    if is_of_the_past(page, capture):
        return False
    same = capture.payload_digest is not None and capture.payload_digest == page.payload_digest
    return same and capture.is_ok


def is_of_the_past(page: DuePage, capture: Capture) -> bool:
    """Whether the page was seen later than this; an archive keeps moments to the second."""
    seen_at = capture.fetched_at.replace(microsecond=0)
    return page.last_fetched_at is not None and seen_at < page.last_fetched_at.replace(microsecond=0)


def is_late(page: DuePage, capture: Capture) -> bool:
    """The same of a record: it has no place in a row but its moment, in which the lesser content is the earlier one."""
    if page.last_fetched_at is None or is_of_the_past(page, capture):
        return page.last_fetched_at is not None
    is_then = capture.fetched_at.replace(microsecond=0) == page.last_fetched_at.replace(microsecond=0)
    return is_then and (capture.payload_digest or "") < (page.payload_digest or "")


def decide(
    page: DuePage, capture: Capture, reading: Reading, *, honour_noarchive: bool = True, missing: int = 0
) -> PageResult:
    """What the store is to write about the page, its found addresses and next due time apart.

    ``missing`` is how many pages of its site are missing at the moment.
    """
    if is_unchanged(page, capture):
        return _result(page, capture, kind=page.kind, state="ok", is_unchanged=True)
    if capture.failure is None and "noarchive" in reading.robots and honour_noarchive:
        left = _result(page, without_content(capture), kind=_kind(page, reading.kind), state="excluded")
        return replace(left, failures=page.failures + 1)
    if reading.failure is not None:
        capture = replace(capture, failure=reading.failure, detail=reading.detail)
    if capture.failure is not None:
        return _failed(page, capture, reading.kind, missing)
    return replace(
        _result(page, capture, kind=reading.kind, state="ok"),
        reason=reading.note,
        article=reading.article,
        facts=reading.facts,
        article_url=article_url(capture.final_url, reading.article),
    )


def without_content(capture: Capture) -> Capture:
    """The capture of a page that asks not to be archived: when it was asked and what it answered, nothing it said."""
    return replace(
        capture,
        failure=FailureReason.NOARCHIVE,
        detail=None,
        content=b"",
        payload_digest=None,
        validators=Validators(),
        exchanges=(),
    )


def article_url(final_url: str, article: Article | None) -> str | None:
    """Under which address the article is kept; ``None`` for what is no article."""
    if article is None or article.kind not in ARCHIVED_KINDS:
        return None
    believed = believed_canonical(final_url, article.canonical_url, article.title)
    return believed or (main_address(final_url) if is_view(final_url) else None) or final_url


def believed_canonical(final_url: str, canonical_url: str | None, title: str | None = None) -> str | None:
    """The canonical address, normalised, when there is reason to believe it."""
    if canonical_url is None:
        return None
    try:
        canonical = normalise_url(canonical_url)
    except UrlError:
        return None
    if doubt_about(canonical, final_url, title) is not None:
        return None
    return canonical if same_site(canonical, final_url) else None


def _result(
    page: DuePage, capture: Capture, *, kind: PageKind | None, state: PageState, is_unchanged: bool = False
) -> PageResult:
    reason = str(capture.failure) if capture.failure else None
    return PageResult(
        page_id=page.page_id,
        source_id=page.source_id,
        capture=capture,
        kind=kind,
        state=state,
        reason=reason,
        is_unchanged=is_unchanged,
    )


def left_out(page: DuePage, result: PageResult, refusal: str, *, missing: int = 0) -> PageResult:
    """The result of a page that was redirected to an address that is not to be taken for it; ``missing`` as above.

    One that leads to the home page is not found, whatever the server calls it.
    """
    is_not_found = refusal == REDIRECTED_HOME
    # the record is kept, but the capture is none to parse again
    capture = replace(result.capture, failure=FailureReason.BAD_REDIRECT, detail=refusal)
    left = replace(
        _result(page, capture, kind=None, state="gone" if is_not_found else "excluded"),
        reason=refusal,
        failures=page.failures + 1,
    )
    return _missed(left, missing) if is_not_found and was_there(page) else left


def due_after(
    page: DuePage, result: PageResult, published: Moment | None, limits: Limits = NO_LIMITS
) -> dt.datetime | None:
    """When to ask for the page again; ``published`` and ``limits`` as for ``next_due``."""
    now = result.capture.fetched_at
    if result.state == "failed" and result.capture.failure in OF_HOST:
        return min(page.due_at, now + BACK_OFF[0])
    due_at = next_due(page, result, now, published=published, limits=limits)
    is_first = result.state == "ok" and page.last_fetched_at is None
    if is_first and not is_settled_list(page, result) and not brings_nothing(page, result, limits):
        return _first_check(page, result, due_at, limits)
    return due_at


def _first_check(page: DuePage, result: PageResult, due_at: dt.datetime | None, limits: Limits) -> dt.datetime | None:
    is_too_old = due_at is None and limits.last_age is not None and not is_polled(page, result)
    if is_too_old:  # as is set for its source
        return None
    first = result.capture.fetched_at + max(FIRST_CHECK, limits.shortest)
    return first if due_at is None else min(due_at, first)


def priority_after(page: DuePage, result: PageResult, limits: Limits = NO_LIMITS) -> int | None:
    """The place in the frontier from now on, ``None`` for the one that it has."""
    if result.state != "ok":
        return None
    if not is_polled(page, result, limits):
        return REVISIT
    history = result.history or page.history
    return priority_of_list(history.yielded, history.checks, page.priority)


def as_asked(page: DuePage) -> DuePage:
    """The page with what its request will carry: now and then no validators, as some servers say 304 for ever."""
    history = page.history
    is_doubted = history.alarms == DOUBTFUL_ALARMS or history.checks % CHECKS_A_DOUBT == CHECKS_A_DOUBT - 1
    return replace(page, validators=Validators()) if is_doubted else page


def _failed(page: DuePage, capture: Capture, kind: PageKind | None, missing: int) -> PageResult:
    if is_guess(page) and capture.status is not None:
        return replace(_result(page, capture, kind=page.kind, state="excluded"), reason=WRONG_GUESS)
    state = _state_after(capture.failure)
    failures = page.failures + (not is_put_off(capture) and capture.failure not in OF_HOST)
    result = replace(_result(page, capture, kind=_kind(page, kind), state=state), failures=failures)
    return _missed(result, missing) if state == "gone" and is_missing(page, capture) else result


def _kind(page: DuePage, read: PageKind | None) -> PageKind | None:
    """Of a page that was left out or has failed: what it was when it came, if it ever did."""
    is_known = page.last_fetched_at is not None and page.kind not in {None, "file"}
    return page.kind if is_known else read or page.kind


def _missed(result: PageResult, missing: int) -> PageResult:
    """Gone, if enough looks have found the page missing."""
    is_gone = result.failures >= _looks_for_gone(missing)
    return result if is_gone else replace(result, state="failed", reason=MISSING)


def is_missing(page: DuePage, capture: Capture) -> bool:
    """Whether a page that was there once is not found: unlike a 410, a 404 may be a mishap."""
    return capture.status == NOT_FOUND and was_there(page)


def _looks_for_gone(missing: int) -> int:
    return LOOKS_IN_A_WAVE if missing >= WAVE else LOOKS_FOR_GONE


def is_put_off(capture: Capture) -> bool:
    """Whether nobody was asked for the page, because its host is to be left alone for a while."""
    return capture.retry_after_s is not None and not capture.exchanges


def _state_after(failure: FailureReason | None) -> PageState:
    if failure == FailureReason.GONE:
        return "gone"
    return "excluded" if failure in EXCLUDING else "failed"


def is_failure(page: DuePage, result: PageResult) -> bool:
    """Whether the page counts against the share of failures that a run may have."""
    return result.state == "failed" and not is_guess(page)


def needs_another_try(page: DuePage) -> bool:
    """Whether a seed is asked for even if it is not due: nothing has come of it so far, or not when last asked.

    A list that is never due was left out for good.
    """
    is_given_up = page.due_at == NEVER and is_polled(page)
    return page.failures > 0 or page.last_fetched_at is None or page.kind == "file" or is_given_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a run ended."""

    outcome: Outcome = "done"
    exit_code: int = 0
    message: str | None = None
    #: what it was judged by, where it was
    tally: Tally | None = field(default=None, compare=False)


def judge(tally: Tally, *, max_failures: float, limit_exit_code: int = 0) -> Verdict:
    """How the run ended; the gravest word wins: no seed, too many failures, a limit."""
    return replace(_judge(tally, max_failures=max_failures, limit_exit_code=limit_exit_code), tally=tally)


def _judge(tally: Tally, *, max_failures: float, limit_exit_code: int) -> Verdict:
    if tally.seeds and not tally.seeds_ok:
        return Verdict(outcome="failed", exit_code=1, message=_about_seeds(tally))
    if tally.pages >= PAGES_FOR_A_SHARE and tally.failed > max_failures * tally.pages:
        share = f"{tally.failed} of {tally.pages} pages failed (--max-failures allows {max_failures:.0%})"
        return Verdict(outcome="failed", exit_code=3, message=share)
    if tally.has_work_left:
        return Verdict(outcome="limit", exit_code=limit_exit_code, message="stopped at a limit with work left")
    return Verdict()


def _about_seeds(tally: Tally) -> str:
    """That none of them came, and why the first did not."""
    one = tally.seeds == 1
    words = "no seed could be fetched" if one else f"none of {tally.seeds} seeds could be fetched"
    return words if tally.lost_seed is None else f"{words}{': ' if one else '; the first, '}{tally.lost_seed}"
