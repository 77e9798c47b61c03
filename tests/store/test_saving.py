"""What is written of a page's result, and above all what is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from archiver.model import (
    Author,
    Evidence,
    FailureReason,
    FrontierEntry,
    Image,
    KeptContent,
    RunCounts,
    Validators,
    WarcLocation,
    WarcPosition,
)
from support.archives import SITE, START, VERSION, article, cards, foreign_rows, listing

PARIS = dt.timezone(dt.timedelta(hours=2))


def test_an_article_is_kept_with_all_that_its_page_says(desk):
    desk.save(
        desk.read(
            "/bac",
            article(
                headline="Le bac rouvre LUNDI",
                byline="Par Ada Morin, Courrier",
                authors=(Author(name="Ada Morin", role="Journaliste", affiliation="Courrier"), Author(name="AFP")),
                body="Le bac reprend.\n\nEnfin.",
                language="fr",
                section="Lac",
                site_name="Courrier du Lac",
                is_paywalled=False,
                published=dt.datetime(2025, 8, 11, 0, 30, tzinfo=PARIS),
                modified=dt.date(2025, 8, 12),
                tags=("bac", "lac", "bac"),
                canonical_url="https://ailleurs.example/bac",
                images=(
                    Image(url=f"{SITE}/bac.jpg", caption="Le bac", role="main"),
                    Image(url=None, status="placeholder", placeholder_text="Image Not Found"),
                ),
            ),
        )
    )

    kept = desk.archive.article(f"{SITE}/bac")
    assert kept is not None
    assert (kept.title, kept.headline, kept.byline) == (
        "Le bac rouvre lundi",
        "Le bac rouvre LUNDI",
        "Par Ada Morin, Courrier",
    )
    assert kept.authors == (
        Author(name="Ada Morin", role="Journaliste", affiliation="Courrier"),
        Author(name="AFP"),
    )
    assert kept.tags == ("bac", "lac")
    assert kept.published == dt.datetime(2025, 8, 11, 0, 30, tzinfo=PARIS)
    assert kept.modified == dt.date(2025, 8, 12)
    assert (kept.is_paywalled, kept.word_count, kept.source) == (False, 4, "Courrier du Lac")
    assert kept.canonical_url == "https://ailleurs.example/bac"
    assert [image.status for image in kept.images] == ["present", "placeholder"]
    assert desk.row("SELECT image_url FROM articles") == (f"{SITE}/bac.jpg",)
    assert (kept.first_seen, kept.last_seen, kept.parser_version) == (START, START, VERSION)


def test_a_moment_is_kept_as_printed_in_utc_and_as_the_publishers_day(desk):
    desk.save(desk.read("/bac", article(published=dt.datetime(2025, 8, 11, 0, 30, tzinfo=PARIS))))

    assert desk.row("SELECT published, published_at, published_day FROM articles") == (
        "2025-08-11T00:30:00+02:00",
        "2025-08-10T22:30:00Z",
        "2025-08-11",
    )


def test_a_bare_day_has_no_moment_in_utc(desk):
    desk.save(desk.read("/bac", article(published=dt.date(2025, 8, 11))))

    assert desk.row("SELECT published, published_at, published_day FROM articles") == ("2025-08-11", None, "2025-08-11")


def test_evidence_holds_the_winners_and_cuts_what_is_long(desk):
    evidence = (
        Evidence(field="title", value="Le bac", raw="Le bac | Courrier", source="meta og:title", rule="og"),
        Evidence(field="title", value="Un autre", raw=None, source="h1", rule="h1", rank=1, reason="shorter"),
        Evidence(field="body", value="x" * 5000, raw=None, source="text", rule="blocks"),
    )
    desk.save(desk.read("/bac", article(evidence=evidence)))

    assert desk.rows("SELECT field, raw, source, rule, length(value) FROM evidence ORDER BY field DESC") == [
        ("title", "Le bac | Courrier", "meta og:title", "og", 6),
        ("body", None, "text", "blocks", 1000),
    ]


def test_evidence_of_an_article_is_that_of_its_newest_reading(desk):
    title, lead, body = (
        Evidence(field=name, value=name, raw=None, source="text", rule="first") for name in ("title", "lead", "body")
    )
    desk.save(desk.read("/bac", article(evidence=(title, lead, body))))
    desk.save(desk.read("/bac", article(evidence=(body, title))))

    assert desk.rows("SELECT position, field, value FROM evidence ORDER BY position") == [
        (0, "body", "body"),
        (1, "title", "title"),
    ]


def test_evidence_goes_with_its_article(desk, path):
    evidence = (Evidence(field="title", value="Le bac", raw=None, source="text", rule="first"),)
    desk.save(desk.read("/bac", article(evidence=evidence)))
    foreign_rows(path, "DELETE FROM articles")

    assert desk.rows("SELECT * FROM article_evidence") == []


@pytest.mark.parametrize("kind", ["listing", "error", "login", "consent", "other"])
def test_what_is_no_article_stays_in_pages(desk, kind):
    desk.save(desk.read("/une", article(kind=kind)))

    assert desk.column("SELECT count(*) FROM articles") == [0]
    assert desk.row("SELECT kind, state, article_id FROM pages") == (kind, "ok", None)


@pytest.mark.parametrize("kind", ["article", "liveblog", "gallery"])
def test_articles_liveblogs_and_galleries_enter_articles(desk, kind):
    desk.save(desk.read("/direct", article(kind=kind)))

    assert desk.row("SELECT a.kind, p.article_id = a.id FROM articles AS a, pages AS p") == (kind, 1)


def test_text_that_sqlite_cannot_hold_is_mended(desk):
    desk.save(desk.read("/bac", article(title="a\0b\ud83d", body="\ud83d\ude00")))

    assert desk.row("SELECT title, body FROM articles") == ("a\ufffdb\ufffd", "\N{GRINNING FACE}")


def test_a_capture_is_kept_as_it_was(desk):
    result = desk.read("/bac", article())
    desk.save(result)

    assert desk.row(
        "SELECT fetched_at, url, final_url, status, error, media_type, payload_digest, size_bytes, elapsed_s,"
        " is_truncated, warc_file, warc_offset, warc_length FROM captures"
    ) == (
        "2025-08-11T12:00:00Z",
        f"{SITE}/bac",
        f"{SITE}/bac",
        200,
        None,
        "text/html",
        result.capture.payload_digest,
        result.capture.size_bytes,
        0.25,
        0,
        "0001.warc.gz",
        0,
        100,
    )


def test_a_failure_is_a_capture_with_its_reason(desk):
    desk.save(desk.failed("/bac"))

    assert desk.row("SELECT status, error, payload_digest FROM captures") == (None, "timeout", None)
    assert desk.row("SELECT state, reason, last_fetched_at FROM pages") == ("failed", "timeout", None)
    assert desk.row("SELECT failures FROM frontier") == (1,)


def test_a_failed_try_leaves_article_cards_and_last_fetched_at_alone(desk):
    desk.save(desk.read("/bac", article(teasers=cards("Le marché"))))
    desk.clock.pass_hours(1)
    desk.save(desk.failed("/bac"))

    assert desk.row("SELECT last_fetched_at, article_id FROM pages") == ("2025-08-11T12:00:00Z", 1)
    assert desk.row("SELECT is_current FROM teasers") == (1,)
    assert desk.row("SELECT etag, payload_digest IS NOT NULL FROM frontier") == ('"1"', 1)


def test_a_page_that_is_gone_keeps_its_article_and_ends_its_cards(desk):
    desk.save(desk.read("/bac", article(teasers=cards("Le marché"))))
    desk.clock.pass_hours(1)
    desk.save(desk.gone("/bac"))

    assert desk.row("SELECT state, reason, article_id FROM pages") == ("gone", "gone", 1)
    assert desk.row("SELECT ended_at FROM placements") == ("2025-08-11T13:00:00Z",)
    assert desk.row("SELECT etag, payload_digest FROM frontier") == (None, None)


def test_a_page_that_is_left_out_from_now_on_sends_no_validators(desk):
    """Else a 304 would bring a page back that asks not to be archived."""
    desk.save(desk.read("/bac", article()))
    desk.save(desk.failed("/bac", FailureReason.NOARCHIVE, "excluded"))

    assert desk.row("SELECT etag, last_modified, payload_digest FROM frontier") == (None, None, None)


# Nothing new, nothing written.


def round_of_results(desk):
    return (
        desk.read("/", listing(*cards("Le bac", "Le marché"))),
        desk.read("/Le-bac", article(teasers=cards("Le marché"), tags=("bac",), authors=(Author(name="Ada"),))),
        desk.read("/Le-bac", article(title="Le bac ne rouvre pas")),
        desk.failed("/Le-marché"),
        desk.gone("/vieux"),
    )


def test_saving_the_same_results_again_changes_nothing(desk):
    results = round_of_results(desk)
    desk.save(*results)
    before = desk.content()
    desk.save(*results)

    assert desk.content() == before


def test_a_page_that_is_unchanged_moves_only_its_moment(desk):
    desk.save(desk.read("/bac", article(teasers=cards("Le marché"))))
    before = desk.content()
    desk.clock.pass_hours(1)
    desk.save(desk.unchanged("/bac"))
    after = desk.content()

    assert {table for table in before if before[table] != after[table]} == {"pages", "frontier"}
    assert desk.row("SELECT state, last_fetched_at FROM pages") == ("ok", "2025-08-11T13:00:00Z")
    assert desk.row("SELECT due_at, etag FROM frontier") == ("2025-08-11T14:00:00Z", '"1"')


@pytest.mark.parametrize("changes", [{"status": 304, "payload_digest": None}, {"status": 200, "revisit_of": 1}])
def test_an_unchanged_page_leaves_no_row_though_its_answer_is_on_record(desk, changes):
    """Or an archive that is updated every ten minutes would grow for nothing."""
    desk.save(desk.read("/bac", article()))
    before = desk.rows("SELECT * FROM captures")
    desk.clock.pass_hours(1)
    desk.save(unchanged_on_record(desk, **changes))

    assert desk.rows("SELECT * FROM captures") == before
    assert desk.row("SELECT last_fetched_at FROM pages") == ("2025-08-11T13:00:00Z",)


def test_an_unchanged_page_whose_content_was_not_kept_before_leaves_a_capture(desk):
    desk.save(desk.read("/bac", article()))
    desk.clock.pass_hours(1)
    desk.save(unchanged_on_record(desk, status=200, payload_digest="sha256:0"))

    assert desk.column("SELECT status FROM captures ORDER BY id") == [200, 200]


def unchanged_on_record(desk, **changes):
    result = desk.unchanged("/bac")
    location = WarcLocation(file="0001.warc.gz", offset=5000, length=80)
    return replace(result, capture=replace(result.capture, warc=location, **changes))


def test_where_a_content_lies_is_known(desk):
    first = desk.read("/bac", article())
    desk.save(first)
    again = desk.read("/bac", article(title="Le bac coule"))
    (page_id,) = desk.row("SELECT id FROM pages WHERE url LIKE '%/bac'")
    desk.save(again)

    known = desk.archive.warc_records.content(page_id, first.capture.payload_digest)
    assert known == KeptContent(capture_id=1, warc=first.capture.warc)
    assert desk.archive.warc_records.content(page_id, None) == KeptContent(capture_id=2, warc=again.capture.warc)
    assert desk.archive.warc_records.content(page_id, "sha256:0") is None
    assert desk.archive.warc_records.content(page_id + 1, first.capture.payload_digest) is None


def test_where_a_content_lies_that_came_a_third_time_is_its_first_record(desk):
    """A revisit of a revisit would be one that no reader can follow."""
    first = desk.read("/bac", article())
    desk.save(first, desk.read("/bac", article(title="Le bac coule")))
    desk.clock.pass_hours(1)
    back = desk.read("/bac", article())
    desk.save(replace(back, capture=replace(back.capture, payload_digest=first.capture.payload_digest, revisit_of=1)))
    (page_id,) = desk.row("SELECT id FROM pages WHERE url LIKE '%/bac'")

    assert desk.archive.warc_records.content(page_id, None) == KeptContent(capture_id=1, warc=first.capture.warc)
    kept = next(iter(desk.archive.kept_pages()))
    assert (kept.capture_id, kept.original) == (3, first.capture.warc)


def test_the_same_article_on_a_changed_page_moves_only_when_it_was_last_seen(desk):
    desk.save(desk.read("/bac", article()))
    before = desk.content()
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(), capture=desk.capture("/bac", "another side column")))
    after = desk.content()

    assert {t for t in before if before[t] != after[t]} == {"pages", "frontier", "captures", "articles"}
    assert desk.row("SELECT first_seen, last_seen, capture_id FROM articles") == (
        "2025-08-11T12:00:00Z",
        "2025-08-11T13:00:00Z",
        2,
    )


def test_a_validator_that_the_server_renews_is_kept(desk):
    desk.save(desk.read("/bac", article()))
    result = desk.unchanged("/bac")
    desk.save(replace(result, capture=replace(result.capture, validators=Validators(etag='"2"'))))

    assert desk.row("SELECT etag, payload_digest IS NOT NULL FROM frontier") == ('"2"', 1)


# What comes with a batch.


def test_found_addresses_are_queued_in_the_same_transaction(desk):
    found = FrontierEntry(url=f"{SITE}/marché", source_id=1, priority=5, due_at=START, found_by="link")
    desk.save(desk.read("/bac", article(), found=(found, found)))

    assert desk.column("SELECT url FROM pages WHERE state = 'queued'") == [f"{SITE}/marché"]


def test_a_capture_without_a_page_is_kept(desk):
    desk.archive.save([], extra_captures=[desk.capture("/robots.txt")])

    assert desk.row("SELECT page_id, url FROM captures") == (None, f"{SITE}/robots.txt")


def test_the_warc_position_is_committed_with_the_rows(desk):
    assert desk.archive.warc_records.position() is None
    position = WarcPosition(file="0001.warc.gz", end=4711)
    desk.archive.save([desk.read("/bac", article())], warc=position)

    assert desk.archive.warc_records.position() == position


def test_counts_tell_what_was_done_and_add_up_in_the_run(desk):
    run_id = desk.archive.begin_run("crawl", ["--max-pages", "5"])
    first = desk.archive.save([desk.read("/bac", article()), desk.failed("/marché")], run_id=run_id)
    second = desk.archive.save([desk.read("/bac", article(title="Le bac coule"))], run_id=run_id)

    assert first == RunCounts(pages_fetched=1, pages_failed=1, articles_new=1, bytes_received=first.bytes_received)
    assert (second.articles_new, second.articles_changed) == (0, 1)
    assert desk.row("SELECT pages_fetched, pages_failed, articles_new, articles_changed, bytes_received FROM runs") == (
        2,
        1,
        1,
        1,
        first.bytes_received + second.bytes_received,
    )
    assert desk.column("SELECT DISTINCT run_id FROM captures") == [run_id]
