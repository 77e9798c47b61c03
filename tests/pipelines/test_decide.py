"""What a capture means: state, reason, address and next moment of its page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from archiver.discover.frontier import Priority
from archiver.discover.revisits import Limits
from archiver.model import Article, Capture, DuePage, FailureReason, History, Validators
from archiver.pipelines.decide import (
    FIRST_CHECK,
    REVISIT,
    WAVE,
    Reading,
    Tally,
    article_url,
    believed_canonical,
    decide,
    due_after,
    is_failure,
    is_unchanged,
    judge,
    left_out,
    needs_another_try,
    priority_after,
)
from archiver.store.frontier import NEVER

NOW = dt.datetime(2025, 8, 11, 12, tzinfo=dt.UTC)
URL = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
STORY = Article(kind="article", url=URL, title="The ferry runs again", body="From Monday.")
NEW = DuePage(page_id=1, source_id=1, url=URL, kind=None, priority=30, due_at=NOW, found_by="link")
KNOWN = replace(
    NEW, kind="article", payload_digest="sha256:1", last_fetched_at=NOW - dt.timedelta(days=1), article_id=7
)
CAPTURE = Capture(
    url=URL, final_url=URL, fetched_at=NOW, status=200, media_type="text/html", content=b"x", payload_digest="sha256:2"
)


def failed(reason: FailureReason, **more: object) -> Capture:
    return replace(CAPTURE, failure=reason, status=None, content=b"", payload_digest=None, **more)


def test_an_article_is_kept_under_its_address():
    result = decide(NEW, CAPTURE, Reading(kind="article", article=STORY))
    assert (result.state, result.kind, result.article_url) == ("ok", "article", URL)


def test_a_listing_is_a_page_and_no_article():
    result = decide(NEW, CAPTURE, Reading(kind="listing", article=replace(STORY, kind="listing")))
    assert (result.state, result.article_url) == ("ok", None)


@pytest.mark.parametrize(
    "canonical",
    [
        "https://www.lac.example/the-ferry",  # the same host
        "https://lac.example/the-ferry",  # the same registered domain
        "HTTPS://WWW.LAC.EXAMPLE:443/the-ferry#top",
    ],
)
def test_a_canonical_address_on_the_same_domain_is_believed(canonical):
    url = article_url(URL, replace(STORY, canonical_url=canonical))
    assert url is not None
    assert url.endswith("lac.example/the-ferry")


@pytest.mark.parametrize(
    "canonical",
    [
        "https://agency.example/the-ferry",  # another site
        "https://www.lac.example/",  # the home page: a template's mistake
        "https://www.lac.example",
        "https://www.lac.example/2025/08/",  # a section
        "https://www.lac.example/sport",
        "https://www.lac.example/2025/08/10/the-market-moves-to-the-mill/",  # another story
        "not an address",
        "mailto:desk@lac.example",
        None,
    ],
)
def test_any_other_canonical_address_is_not_believed(canonical):
    assert believed_canonical(URL, canonical) is None
    assert article_url(URL, replace(STORY, canonical_url=canonical)) == URL


def test_a_304_is_unchanged():
    assert is_unchanged(KNOWN, replace(CAPTURE, status=304, content=b"", payload_digest=None))


def test_the_same_bytes_are_unchanged():
    assert is_unchanged(KNOWN, replace(CAPTURE, payload_digest="sha256:1"))


def test_other_bytes_are_not_unchanged():
    assert not is_unchanged(KNOWN, CAPTURE)


def test_a_failure_is_not_unchanged():
    assert not is_unchanged(KNOWN, failed(FailureReason.TIMEOUT))


def test_an_unchanged_page_keeps_its_kind_and_brings_no_article():
    result = decide(KNOWN, replace(CAPTURE, status=304), Reading())
    assert (result.is_unchanged, result.state, result.kind, result.article) == (True, "ok", "article", None)


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (FailureReason.GONE, "gone"),
        (FailureReason.ROBOTS, "excluded"),
        (FailureReason.PRIVATE_ADDRESS, "excluded"),
        (FailureReason.NOT_HTML, "excluded"),
        (FailureReason.DNS, "failed"),
        (FailureReason.TIMEOUT, "failed"),
        (FailureReason.HTTP, "failed"),
        (FailureReason.ROBOTS_UNREACHABLE, "failed"),
    ],
)
def test_a_failure_is_its_own_reason(reason, state):
    result = decide(NEW, failed(reason), Reading())
    assert (result.state, result.reason, result.article) == (state, str(reason), None)


def test_failures_in_a_row_are_counted():
    assert decide(replace(KNOWN, failures=2), failed(FailureReason.TIMEOUT), Reading()).failures == 3


def test_a_success_ends_the_row():
    result = decide(replace(KNOWN, failures=2), CAPTURE, Reading(kind="article", article=STORY))
    assert result.failures == 0


def test_a_page_of_a_parked_host_was_not_asked_and_has_not_failed_once_more():
    capture = failed(FailureReason.RATE_LIMITED, retry_after_s=7200.0)
    result = decide(replace(KNOWN, failures=1), capture, Reading())
    assert result.failures == 1
    assert due_after(KNOWN, result, None) >= NOW + dt.timedelta(hours=2)


def test_what_the_parser_cannot_read_has_failed():
    result = decide(NEW, CAPTURE, Reading(failure=FailureReason.UNREADABLE, detail="this is a PDF"))
    assert (result.state, result.reason) == ("failed", "unreadable")
    assert result.capture.error == "unreadable: this is a PDF"


def test_of_a_noarchive_page_nothing_is_kept():
    capture = replace(CAPTURE, validators=Validators(etag='"a"'))
    result = decide(NEW, capture, Reading(kind="article", article=STORY, robots=frozenset({"noarchive"})))
    assert (result.state, result.reason, result.article) == ("excluded", "noarchive", None)
    assert (result.capture.content, result.capture.payload_digest, result.capture.exchanges) == (b"", None, ())
    assert result.capture.validators == Validators()


def test_noarchive_counts_for_nothing_when_told_so():
    reading = Reading(kind="article", article=STORY, robots=frozenset({"noarchive"}))
    assert decide(NEW, CAPTURE, reading, honour_noarchive=False).state == "ok"


def test_a_guess_that_was_wrong_is_no_failure():
    guess = replace(NEW, found_by="guess", kind="feed")
    result = decide(guess, replace(CAPTURE, failure=FailureReason.GONE, status=404), Reading())
    assert (result.state, result.reason) == ("excluded", "wrong-guess")
    assert not is_failure(guess, result)


@pytest.mark.parametrize("page", [NEW, KNOWN], ids=["a dead link", "a removed article"])
def test_a_page_that_is_gone_is_no_failure(page):
    """It is an answer: of a site with many dead links nothing is wrong with the crawl."""
    assert not is_failure(page, decide(page, failed(FailureReason.GONE), Reading()))
    assert is_failure(page, decide(page, failed(FailureReason.TIMEOUT), Reading()))


def test_a_page_that_never_led_anywhere_but_home_is_gone():
    result = left_out(NEW, decide(NEW, CAPTURE, Reading(kind="listing", article=STORY)), "redirected-home")
    assert (result.state, result.reason, result.article) == ("gone", "redirected-home", None)


@pytest.mark.parametrize(
    ("failures", "missing", "state"),
    [(0, 0, ("failed", "missing")), (1, 0, ("gone", "redirected-home")), (1, WAVE, ("failed", "missing"))],
)
def test_a_page_that_leads_home_now_is_missing_first(failures, missing, state):
    known = replace(KNOWN, failures=failures)
    result = left_out(known, decide(known, CAPTURE, Reading(kind="listing")), "redirected-home", missing=missing)
    assert (result.state, result.reason) == state
    assert result.failures == failures + 1


def test_what_is_left_out_stays_the_list_that_it_was():
    known = replace(KNOWN, kind="listing", article_id=None)
    reading = Reading(kind="file", failure=FailureReason.NOT_HTML)
    result = decide(known, CAPTURE, reading)
    assert (result.state, result.kind, result.failures) == ("excluded", "listing", 1)
    assert decide(NEW, CAPTURE, reading).kind == "file"


def test_a_seed_is_asked_for_that_is_left_out_or_was_for_good():
    well = replace(KNOWN, url="https://www.lac.example/", kind="listing", article_id=None)
    assert not needs_another_try(well)
    assert needs_another_try(replace(well, failures=1))
    assert needs_another_try(replace(well, due_at=NEVER))
    assert not needs_another_try(replace(KNOWN, due_at=NEVER))


def test_a_page_that_leads_elsewhere_is_left_out():
    result = left_out(NEW, decide(NEW, CAPTURE, Reading(kind="article", article=STORY)), "other-host")
    assert (result.state, result.reason, result.article_url) == ("excluded", "other-host", None)
    assert result.capture.error == "bad-redirect: other-host"


def test_a_new_page_is_checked_by_the_next_round_whatever_its_age():
    old = replace(STORY, published=dt.date(2001, 1, 1))
    result = decide(NEW, CAPTURE, Reading(kind="article", article=old))
    assert due_after(NEW, result, None) == NOW + FIRST_CHECK


def test_what_is_set_for_a_source_limits_the_check_of_a_new_page():
    pause, days = dt.timedelta(hours=2), dt.timedelta(days=30)
    fresh, old = (
        decide(NEW, CAPTURE, Reading(kind="article", article=replace(STORY, published=NOW - age)))
        for age in (pause, 2 * days)
    )
    assert due_after(NEW, fresh, None, Limits(shortest=pause)) == NOW + pause
    assert due_after(NEW, fresh, None, Limits(last_age=dt.timedelta())) is None
    assert due_after(NEW, fresh, None, Limits(last_age=days)) == NOW + FIRST_CHECK
    assert due_after(NEW, old, None, Limits(last_age=days)) is None


def test_an_old_article_is_checked_once_and_then_left_alone():
    result = decide(KNOWN, replace(CAPTURE, status=304), Reading())
    assert due_after(KNOWN, result, dt.date(2001, 1, 1)) is None


def test_what_is_archived_comes_after_all_that_may_be_new():
    result = decide(NEW, CAPTURE, Reading(kind="article", article=STORY))
    assert priority_after(NEW, result) == REVISIT


def test_a_page_that_lists_others_has_its_place_by_what_it_brings():
    result = decide(NEW, CAPTURE, Reading(kind="listing", article=replace(STORY, kind="listing")))
    assert priority_after(NEW, result) == NEW.priority
    assert priority_after(NEW, replace(result, history=History(yielded=0.5))) == Priority.NEWS


@pytest.mark.parametrize(
    ("tally", "exit_code"),
    [
        (Tally(), 0),
        (Tally(pages=40, failed=20), 0),  # half is allowed
        (Tally(pages=40, failed=21), 3),
        (Tally(pages=19, failed=19), 0),  # too few to say
        (Tally(pages=1, failed=1, seeds=1), 1),
        (Tally(pages=2, failed=1, seeds=2, seeds_ok=1), 0),
        (Tally(pages=30, has_work_left=True), 4),
        (Tally(pages=40, failed=40, seeds=1, has_work_left=True), 1),  # the gravest word wins
        (Tally(pages=40, failed=30, has_work_left=True), 3),
    ],
)
def test_the_exit_code_says_how_a_run_ended(tally, exit_code):
    verdict = judge(tally, max_failures=0.5, limit_exit_code=4)
    assert verdict.exit_code == exit_code
    assert (verdict.message is None) == (exit_code == 0)


def test_the_limit_of_an_update_is_no_failure():
    assert judge(Tally(pages=3, has_work_left=True), max_failures=0.5).exit_code == 0
