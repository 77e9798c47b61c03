"""What the views tell an analyst."""

from __future__ import annotations

import datetime as dt

from archiver.model import Author, Image
from archiver.store.archive import open_archive
from support.archives import SITE, Clock, address_of, article, cards, listing, teaser

SOURCE = "Courrier du Lac"


def test_article_list_names_source_and_authors_in_their_order(desk):
    authors = (Author(name="Zoé Muñoz"), Author(name="Ada Morin"), Author(name="AFP"))
    desk.save(desk.read("/bac", article(authors=authors, published=dt.date(2025, 8, 11))))

    assert desk.row("SELECT source, title, authors, published_day, word_count FROM article_list") == (
        SOURCE,
        "Le bac rouvre lundi",
        "Zoé Muñoz, Ada Morin, AFP",
        "2025-08-11",
        3,
    )


def test_a_source_without_a_name_shows_its_host(desk):
    desk.archive.add(article(url="https://autre.example/bac"))

    assert desk.column("SELECT source FROM article_list") == ["autre.example"]


def test_teaser_placements_tell_who_promotes_what_and_for_how_long(desk):
    desk.look("/", "Le bac")
    desk.save(desk.read("/Le-bac", article(title="Le bac rouvre")))
    desk.clock.pass_hours(2.5)
    desk.save(desk.unchanged("/"))

    assert desk.rows(
        "SELECT source, page_url, region, title, url, article_title, hours_shown, is_current FROM teaser_placements"
    ) == [(SOURCE, f"{SITE}/", "listing", "Le bac", f"{SITE}/Le-bac", "Le bac rouvre", 2.5, 1)]


def test_placeholder_images_list_the_slots_of_articles_and_of_cards(desk):
    unfit = teaser(url=f"{SITE}/marché", image_status="placeholder", placeholder_text="Image Not Found")
    slot = Image(url=None, role="main", status="missing")
    fine = Image(url=f"{SITE}/bac.jpg")
    desk.save(desk.read("/bac", article(teasers=(unfit,), images=(slot, fine))))

    assert desk.rows("SELECT * FROM placeholder_images ORDER BY slot") == [
        (SOURCE, f"{SITE}/bac", "article", None, 1, "missing", None, None, "2025-08-11T12:00:00Z", 1),
        (SOURCE, f"{SITE}/bac", "teaser", 1, None, "placeholder", "Image Not Found", None, "2025-08-11T12:00:00Z", 1),
    ]


def test_a_placeholder_that_is_shown_no_more_is_not_current(desk):
    bare = teaser(None, image_status="placeholder", placeholder_text="Image Not Found")
    desk.save(desk.read("/", listing(bare, teaser(None, position=1, image_status="missing"))))
    desk.save(desk.read("/", listing(bare)))

    assert desk.rows("SELECT image_status, is_current FROM placeholder_images ORDER BY 1") == [
        ("missing", 0),
        ("placeholder", 1),
    ]


def promoting(title, *promoted, **fields):
    """An article whose page shows cards of these."""
    shown = tuple(teaser(name, position=at, url=address_of(name), **fields) for at, name in enumerate(promoted))
    return article(title=title, body=title, teasers=shown)


def test_promotions_are_the_articles_that_an_articles_pages_promote(desk):
    desk.save(desk.read("/bac", promoting("bac", "foire", "inconnu")))
    desk.save(desk.read("/foire", promoting("foire", "bac")))
    desk.clock.pass_hours(2)
    desk.save(desk.unchanged("/bac"))

    columns = "source_title, target_title, regions, placements, first_seen, last_seen, is_current"
    assert desk.rows(f"SELECT {columns} FROM promotions ORDER BY source_article_id") == [
        ("bac", "foire", "aside", 1, "2025-08-11T12:00:00Z", "2025-08-11T14:00:00Z", 1),
        ("foire", "bac", "aside", 1, "2025-08-11T12:00:00Z", "2025-08-11T12:00:00Z", 1),
    ]


def test_promotions_name_both_ends_and_their_sources(desk):
    desk.archive.add(article(title="autre", url="https://autre.example/foire"))
    desk.save(desk.read("/bac", article(teasers=(teaser(url="https://www.autre.example/foire/"),))))

    assert desk.row("SELECT source_url, source, target_url, target_source FROM promotions") == (
        *(f"{SITE}/bac", SOURCE),
        *("https://autre.example/foire", "autre.example"),
    )


def test_a_promotion_sums_up_all_cards_and_all_pages_of_an_article(desk):
    aside = teaser("A", url=address_of("a"), position=9)
    desk.save(desk.read("/a", promoting("a")))
    desk.save(desk.read("/bac", article(title="bac", teasers=(*cards("a"), aside))))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/mobile/bac", promoting("bac", "a", region="inline"), article_url=f"{SITE}/bac"))
    desk.save(desk.read("/mobile/bac", promoting("bac"), article_url=f"{SITE}/bac"))
    desk.save(desk.gone("/bac"))

    assert desk.rows("SELECT regions, placements, first_seen, last_seen, is_current FROM promotions") == [
        ("listing,aside,inline", 3, "2025-08-11T12:00:00Z", "2025-08-11T13:00:00Z", 0)
    ]


def test_a_list_is_no_article_that_promotes(desk):
    desk.save(desk.read("/Le-bac", article()))
    desk.look("/", "Le bac")

    assert desk.rows("SELECT * FROM promotions") == []


def test_headline_changes_are_the_publishers_changes_of_title(desk):
    for fields in ({}, {"body": "Enfin."}, {"body": "Enfin.", "title": "Le bac coule"}):
        desk.save(desk.read("/bac", article(**fields)))
        desk.clock.pass_hours(1)

    assert desk.rows("SELECT * FROM headline_changes") == [
        (1, f"{SITE}/bac", SOURCE, "Le bac rouvre lundi", "Le bac coule", "2025-08-11T14:00:00Z")
    ]


def test_revision_changes_tell_which_fields_changed_and_how_much_of_the_body(desk):
    texts = (
        {"body": "Le bac reprend.\n\nIl est\nneuf."},
        {"body": 'Le bac reprend lundi.\n\nIl est\nneuf.\n\n\\n"Enfin".'},
        {"body": None, "lead": None, "title": "Le bac coule"},
    )
    for fields in texts:
        desk.save(desk.read("/bac", article(**fields)))
        desk.clock.pass_hours(1)

    assert desk.rows("SELECT * FROM revision_changes") == [
        (1, 2, "publisher", "2025-08-11T13:00:00Z", 0, 0, 1, 6, 9, 2, 1),
        (1, 3, "publisher", "2025-08-11T14:00:00Z", 1, 1, 1, 9, 0, 0, 3),
    ]


def test_publication_calendar_counts_articles_by_the_publishers_day(desk):
    late = dt.datetime(2025, 8, 11, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    days = (dt.date(2025, 8, 11), late, dt.date(2025, 8, 12), None)
    desk.save(*(desk.read(f"/{n}", article(published=day)) for n, day in enumerate(days)))

    assert desk.rows("SELECT * FROM publication_calendar") == [(SOURCE, "2025-08-11", 2), (SOURCE, "2025-08-12", 1)]


def test_source_health_tells_when_a_source_last_delivered(desk):
    desk.save(desk.read("/bac", article()))
    desk.clock.pass_hours(1)
    desk.save(desk.failed("/marché"))

    assert desk.row("SELECT * FROM source_health") == (
        SOURCE,
        "2025-08-11T13:00:00Z",
        "2025-08-11T12:00:00Z",
        1,
        1,
        0,
        "timeout",
        "2025-08-11T13:00:00Z",
        1,
    )


def test_source_health_forgets_what_has_come_since(desk):
    desk.save(desk.failed("/bac"))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article()))

    assert desk.row("SELECT last_error, last_error_at FROM source_health") == (None, None)


def test_source_health_counts_articles_of_the_last_seven_days(path):
    with open_archive(path, clock=Clock(dt.datetime.now(dt.UTC))) as archive:
        archive.add(article(url=f"{SITE}/new"))
        archive.add(article(url=f"{SITE}/old"), fetched_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

        assert list(archive.query("SELECT articles_7_days FROM source_health").rows) == [(1,)]


def test_evidence_of_an_article_without_any_is_empty(desk):
    desk.save(desk.read("/bac", article()), desk.read("/", listing(*cards("Le bac"))))

    assert desk.rows("SELECT * FROM evidence") == []


def test_counting_ways_of_finding_reads_no_article(desk):
    plan = [row[3] for row in desk.rows("EXPLAIN QUERY PLAN SELECT field, count(*) FROM evidence GROUP BY field")]

    assert plan == [
        "SCAN k USING COVERING INDEX sqlite_autoindex_evidence_kinds_1",
        "SEARCH w USING PRIMARY KEY (kind_id=?)",
    ]


def test_evidence_is_read_whole_in_the_order_of_articles(desk):
    plan = [row[3] for row in desk.rows("EXPLAIN QUERY PLAN SELECT * FROM evidence")]

    assert plan[0] == "SCAN w USING COVERING INDEX article_evidence_by_article"
