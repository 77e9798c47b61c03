"""A newer parser changes what was read, not what has happened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archiver.model import RunCounts
from archiver.store import articles, captures, teasers
from support.archives import SITE, VERSION, article, cards, listing


def test_a_text_that_is_read_differently_is_the_parsers_revision(desk):
    desk.save(desk.read("/bac", article(body="Le bac. À lire aussi : le marché.")))
    desk.clock.pass_hours(5)
    counts = desk.archive.save_reparsed([desk.reparsed("/bac", article(body="Le bac."))])

    assert counts == RunCounts(articles_changed=1)
    assert desk.rows("SELECT number, cause, seen_at, capture_id, parser_version FROM revisions ORDER BY number") == [
        (1, "first", "2025-08-11T12:00:00Z", 1, VERSION),
        (2, "parser", "2025-08-11T17:00:00Z", 1, VERSION + 1),
    ]
    assert desk.row("SELECT body, parser_version, last_seen FROM articles") == (
        "Le bac.",
        VERSION + 1,
        "2025-08-11T12:00:00Z",
    )


def test_a_text_that_the_same_parser_reads_differently_is_the_parsers_too(desk):
    desk.save(desk.read("/bac", article()))
    desk.archive.save_reparsed([desk.reparsed("/bac", article(title="Autrement"), parser_version=VERSION)])

    assert desk.column("SELECT cause FROM revisions ORDER BY number") == ["first", "parser"]


def test_reading_the_same_again_changes_nothing(desk):
    desk.save(desk.read("/bac", article(teasers=cards("Le marché"))))
    before = desk.content()
    counts = desk.archive.save_reparsed(
        [desk.reparsed("/bac", article(teasers=cards("Le marché")), parser_version=VERSION)]
    )

    assert counts == RunCounts()
    assert desk.content() == before


def test_only_the_version_moves_when_a_newer_parser_reads_the_same(desk):
    desk.save(desk.read("/bac", article(teasers=cards("Le marché"))))
    before = desk.content()
    desk.archive.save_reparsed([desk.reparsed("/bac", article(teasers=cards("Le marché")))])
    after = desk.content()

    assert {table for table in before if before[table] != after[table]} == {"articles", "pages"}
    assert (desk.column("SELECT parser_version FROM articles"), desk.column("SELECT cards_version FROM pages")) == (
        [VERSION + 1],
        [VERSION + 1],
    )


def test_cards_that_are_read_differently_have_stood_there_as_long(desk):
    desk.look("/", "Le bac", "Le marché")
    desk.clock.pass_hours(3)
    desk.archive.save_reparsed([desk.reparsed("/", listing(*cards("Le bac", "Le grand marché", "Le musée")))])

    assert desk.rows("SELECT title, first_seen, is_current FROM teasers ORDER BY position") == [
        ("Le bac", "2025-08-11T12:00:00Z", 1),
        ("Le grand marché", "2025-08-11T12:00:00Z", 1),
        ("Le musée", "2025-08-11T12:00:00Z", 1),
    ]
    assert desk.column("SELECT title FROM cards ORDER BY title") == ["Le bac", "Le grand marché", "Le musée"]
    assert desk.archive.check().problems == ()


def test_a_card_that_was_overlooked_does_not_make_the_others_younger(desk):
    desk.look("/", "Le bac", "Le marché")
    desk.clock.pass_hours(1)
    desk.look("/", "Le bac", "Le marché", "Le musée")
    desk.archive.save_reparsed([desk.reparsed("/", listing(*cards("Le phare", "Le bac", "Le marché", "Le musée")))])

    assert desk.rows("SELECT title, first_seen FROM teasers ORDER BY position") == [
        ("Le phare", "2025-08-11T12:00:00Z"),
        ("Le bac", "2025-08-11T12:00:00Z"),
        ("Le marché", "2025-08-11T12:00:00Z"),
        ("Le musée", "2025-08-11T13:00:00Z"),
    ]


def test_what_stands_is_read_again_from_the_newest_capture_not_from_the_last_that_came(desk):
    desk.clock.pass_hours(2)
    desk.look("/", "Le bac")
    desk.clock.pass_hours(-2)
    desk.look("/", "Le marché")

    (kept,) = desk.archive.kept_pages()
    assert kept.capture_id == 1
    desk.archive.save_reparsed([desk.reparsed("/", listing(*cards("Le marché")), capture_id=2)])
    assert desk.rows("SELECT title FROM teasers WHERE is_current") == [("Le bac",)]


def test_a_card_whose_excerpt_is_found_now_has_stood_as_long_as_its_story(desk):
    desk.look("/", "Le bac", "Le marché")
    desk.clock.pass_hours(1)
    desk.look("/", "Le musée", "Le bac")
    read = tuple(replace(card, excerpt=f"Sur {card.title}") for card in cards("Le phare", "Le musée", "Le bac"))
    desk.archive.save_reparsed([desk.reparsed("/", listing(*read))])

    current = "SELECT title, substr(t.first_seen, 12, 2), first_capture_id, last_capture_id FROM teasers AS t"
    assert desk.rows(f"{current} JOIN placements USING (id) WHERE is_current ORDER BY t.position") == [
        ("Le phare", "13", 2, 2),
        ("Le musée", "13", 2, 2),
        ("Le bac", "13", 2, 2),
    ]


def test_a_card_that_another_page_shows_is_kept(desk):
    desk.look("/", "Le bac")
    desk.look("/autre", "Le bac")
    desk.archive.save_reparsed([desk.reparsed("/", listing())])

    assert desk.column("SELECT title FROM cards") == ["Le bac"]


def test_nothing_comes_to_stand_on_a_page_that_is_gone(desk):
    desk.look("/", "Le bac")
    desk.save(desk.gone("/"))
    desk.archive.save_reparsed([desk.reparsed("/", listing(*cards("Le marché")), capture_id=1)])

    assert desk.rows("SELECT title, is_current FROM teasers") == [("Le bac", 0)]


def test_a_page_that_turns_out_to_be_an_article_becomes_one(desk):
    desk.save(desk.read("/bac", article(kind="other")))
    desk.look("/", "bac")
    counts = desk.archive.save_reparsed([desk.reparsed("/bac", article())])

    assert counts == RunCounts(articles_new=1)
    assert desk.row("SELECT kind, article_id FROM pages WHERE id = 1") == ("article", 1)
    assert desk.row("SELECT cause, seen_at FROM revisions") == ("first", "2025-08-11T12:00:00Z")
    assert desk.column("SELECT article_id FROM cards") == [1]


@pytest.mark.parametrize("kind", ["other", "listing", "error", "consent"])
def test_an_article_whose_page_is_called_something_else_stays_with_its_revisions(desk, kind):
    desk.save(desk.read("/bac", article(tags=("lac",))))
    before = desk.rows("SELECT * FROM articles"), desk.rows("SELECT * FROM revisions")
    counts = desk.archive.save_reparsed([desk.reparsed("/bac", article(kind=kind, body=None))])

    assert counts == RunCounts()
    assert (desk.rows("SELECT * FROM articles"), desk.rows("SELECT * FROM revisions")) == before
    assert desk.row("SELECT kind, article_id FROM pages") == (kind, 1)
    assert desk.archive.check().problems == ()


def test_an_article_that_is_read_as_one_again_begins_no_second_time(desk):
    desk.save(desk.read("/bac", article()))
    desk.archive.save_reparsed([desk.reparsed("/bac", article(kind="other", body=None))])
    desk.archive.save_reparsed([desk.reparsed("/bac", article())])

    assert desk.column("SELECT cause FROM revisions") == ["first"]
    assert desk.row("SELECT kind, article_id FROM pages") == ("article", 1)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Le bac coule.", [f"{SITE}/bac"]),
        ("Le bac coule.\n\nPersonne ne sait nager.", [f"{SITE}/bac", f"{SITE}/bac/2"]),
    ],
)
def test_a_part_keeps_its_own_article_unless_the_whole_one_holds_its_text(desk, text, left):
    desk.save(desk.read("/bac", article()), desk.read("/bac/2", article(body=text, lead=None)))
    whole = replace(desk.reparsed("/bac", article(body="Le bac.\n\nLe bac coule.")), parts=(f"{SITE}/bac/2",))
    part = replace(desk.reparsed("/bac/2", article(body="Le bac coule.")), is_part=True, article_url=None)
    desk.archive.save_reparsed([part, whole])

    assert desk.column("SELECT url FROM articles ORDER BY url") == left
    assert desk.row("SELECT article_id, part FROM pages WHERE url LIKE '%/2'") == (1, 2)
    assert desk.column("SELECT body FROM revisions WHERE article_id = 2") == [text][: len(left) - 1]
    assert desk.archive.check().problems == ()


def test_an_article_with_a_history_stays_whatever_its_page_is_now(desk):
    desk.save(desk.read("/bac", article()))
    desk.save(desk.read("/bac", article(title="Le bac coule")))
    counts = desk.archive.save_reparsed([desk.reparsed("/bac", article(kind="consent"))])

    assert counts == RunCounts()
    assert len(list(desk.archive.revisions(1))) == 2
    assert desk.row("SELECT kind, article_id FROM pages") == ("consent", 1)


def test_figures_add_up_in_the_run(desk):
    run_id = desk.archive.begin_run("reparse")
    desk.save(desk.read("/bac", article()))
    desk.archive.save_reparsed([desk.reparsed("/bac", article(title="Autrement"))], run_id=run_id)

    assert desk.row("SELECT articles_new, articles_changed FROM runs") == (0, 1)


def test_only_what_was_kept_can_be_parsed_again(desk):
    desk.save(desk.read("/bac", article()))

    with pytest.raises(LookupError, match="capture 99 is not in the archive"):
        desk.archive.save_reparsed([desk.reparsed("/bac", article(), capture_id=99)])


# What there is to parse again.


def test_each_page_comes_once_with_its_newest_kept_capture(desk):
    desk.save(desk.read("/bac", article()), desk.read("/", listing()))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(title="Le bac coule")))
    desk.save(desk.failed("/bac"), desk.unchanged("/"))

    pages = list(desk.archive.kept_pages())
    assert [(page.url, page.capture_id, page.kind, page.article_url) for page in pages] == [
        (f"{SITE}/bac", 3, "article", f"{SITE}/bac"),
        (f"{SITE}/", 2, "listing", None),
    ]
    assert pages[0].fetched_at == desk.clock.now
    assert (pages[0].warc.file, pages[0].warc.length, pages[0].media_type) == ("0001.warc.gz", 100, "text/html")


def test_pages_of_one_source_or_of_another_version_can_be_asked_for(desk):
    desk.save(desk.read("/bac", article()), desk.read("/", listing()))
    desk.archive.save_reparsed([desk.reparsed("/bac", article())])

    def urls(**wanted):
        return [page.url.removeprefix(SITE) for page in desk.archive.kept_pages(**wanted)]

    assert urls(source_ids=[1]) == ["/bac", "/"]
    assert urls(source_ids=[2]) == []
    assert urls(other_than_version=VERSION) == ["/bac", "/"]
    assert urls(other_than_version=VERSION + 1) == ["/"]


def test_feeds_sitemaps_and_what_was_not_kept_are_left_out(desk):
    feed = replace(desk.read("/feed", article()), kind="feed", article=None)
    lost = desk.read("/bac", article(), capture=desk.capture("/bac", warc=None))
    desk.save(feed, lost)

    assert list(desk.archive.kept_pages()) == []
    assert desk.archive.kept_page(f"{SITE}/bac") is None


def test_an_article_comes_with_the_capture_that_it_was_last_read_from(desk):
    desk.save(desk.read("/bac", article()))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/bac", article(), capture=desk.capture("/bac", "another side column")))

    kept = desk.archive.kept_page(f"{SITE}/bac")
    assert (kept.capture_id, kept.page_id, kept.article_id, kept.parser_version) == (2, 1, 1, VERSION)


def test_more_pages_than_are_read_at_a_time_all_come(desk, monkeypatch):
    for module, query in ((captures, "_KEPT_PAGES"), (articles, "_NEXT"), (teasers, "_NEXT")):
        monkeypatch.setattr(module, "CHUNK", 2)
        monkeypatch.setattr(module, query, getattr(module, query).replace("LIMIT 500", "LIMIT 2"))
    desk.save(*(desk.read(f"/{n}", article(title=str(n), teasers=cards(str(n)))) for n in range(5)))

    assert [page.page_id for page in desk.archive.kept_pages()] == [1, 2, 3, 4, 5]
    assert [found.title for found in desk.archive.articles()] == list("01234")
    assert [found.title for found in desk.archive.teasers()] == list("01234")


def test_the_archive_can_be_written_while_pages_are_walked_through(desk):
    desk.save(*(desk.read(f"/{n}", article(title=str(n))) for n in range(5)))

    for page in desk.archive.kept_pages():
        desk.archive.save_reparsed([desk.reparsed(page.url, article(title=f"{page.page_id} autrement"))])

    assert [found.title for found in desk.archive.articles()] == [f"{n} autrement" for n in range(1, 6)]
