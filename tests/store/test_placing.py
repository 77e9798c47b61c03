"""Placements: the same card at the same place stays, and everything else ends or begins."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.archives import article, cards, listing, teaser

STANDING = "SELECT position, title FROM teasers WHERE is_current ORDER BY position"
ALL = "SELECT title, position, substr(first_seen, 12, 2), substr(last_seen, 12, 2), is_current FROM teasers ORDER BY id"


def test_a_card_stands_where_it_was_seen(desk):
    desk.save(
        desk.read(
            "/bac",
            article(teasers=(teaser("Le marché", position=3, region="inline", block=2, block_heading="À lire"),)),
        )
    )

    assert desk.row(
        "SELECT region, block, block_heading, position, first_seen, ended_at, first_capture_id, last_capture_id"
        " FROM placements"
    ) == ("inline", 2, "À lire", 3, "2025-08-11T12:00:00Z", None, 1, 1)


def test_a_card_that_stays_is_not_written_again(desk):
    desk.look("/", "Le bac", "Le marché")
    before = desk.content()
    desk.clock.pass_hours(1)
    desk.look("/", "Le bac", "Le marché")
    after = desk.content()

    assert after["placements"] == before["placements"]
    assert after["cards"] == before["cards"]


def test_a_card_that_moves_ends_and_begins(desk):
    desk.look("/", "Le bac", "Le marché")
    desk.clock.pass_hours(1)
    desk.look("/", "Le marché", "Le bac")

    assert desk.rows(STANDING) == [(0, "Le marché"), (1, "Le bac")]
    assert desk.rows("SELECT count(*), count(ended_at) FROM placements") == [(4, 2)]
    assert desk.column("SELECT count(*) FROM cards") == [2]


def test_placements_over_several_rounds(desk):
    desk.look("/", "Le bac", "Le marché")
    desk.clock.pass_hours(1)
    desk.save(desk.unchanged("/"))
    desk.clock.pass_hours(1)
    desk.look("/", "Le bac", "Le musée")
    desk.clock.pass_hours(1)
    desk.look("/", "Le bac", "Le marché")

    assert desk.rows(ALL) == [
        ("Le bac", 0, "12", "15", 1),
        ("Le marché", 1, "12", "13", 0),
        ("Le musée", 1, "14", "14", 0),
        ("Le marché", 1, "15", "15", 1),
    ]
    assert desk.column("SELECT hours_shown FROM teaser_placements ORDER BY teaser_id") == [3.0, 1.0, 0.0, 0.0]


def test_an_end_tells_when_it_was_noticed_and_what_showed_it_last(desk):
    desk.look("/", "Le bac")
    desk.clock.pass_hours(1)
    desk.look("/", "Le bac", "Le marché")
    desk.clock.pass_hours(1)
    desk.look("/", "Le marché")

    assert desk.rows("SELECT ended_at, last_seen, first_capture_id, last_capture_id FROM placements WHERE id = 1") == [
        ("2025-08-11T14:00:00Z", "2025-08-11T13:00:00Z", 1, 2)
    ]


def test_a_new_block_heading_is_a_new_place(desk):
    desk.save(desk.read("/", listing(teaser(block_heading="À la une"))))
    desk.save(desk.read("/", listing(teaser(block_heading="Les plus lus"))))

    assert desk.rows("SELECT block_heading, is_current FROM teasers ORDER BY id") == [
        ("À la une", 0),
        ("Les plus lus", 1),
    ]


def test_a_card_with_any_other_field_is_another_card(desk):
    desk.save(desk.read("/", listing(teaser(image_status="present", image_url="https://i.example/1.jpg"))))
    desk.save(desk.read("/", listing(teaser(image_status="placeholder", placeholder_text="Image Not Found"))))

    assert desk.rows("SELECT image_status, is_current FROM teasers ORDER BY id") == [("present", 0), ("placeholder", 1)]


def test_one_card_on_many_pages_is_kept_once(desk):
    desk.save(desk.read("/a", listing(*cards("Le bac"))), desk.read("/b", listing(*cards("Le bac"))))

    assert desk.rows("SELECT count(DISTINCT page_id), count(DISTINCT card_id) FROM placements") == [(2, 1)]


def test_what_stands_in_the_way_of_a_page_ends_nothing(desk):
    desk.look("/", "Le bac")
    desk.save(desk.read("/", article(kind="consent", title="Vos choix")))

    assert desk.rows(STANDING) == [(0, "Le bac")]


def test_a_page_without_cards_ends_them_all(desk):
    desk.look("/", "Le bac", "Le marché")
    desk.look("/")

    assert desk.rows(STANDING) == []


def test_teasers_are_read_back_by_page_and_by_now(desk):
    desk.look("/", "Le bac")
    desk.look("/", "Le marché")
    desk.look("/autre", "Le musée")

    home = desk.absolute("/")
    assert [t.title for t in desk.archive.teasers()] == ["Le bac", "Le marché", "Le musée"]
    assert [t.title for t in desk.archive.teasers(page_url=home)] == ["Le bac", "Le marché"]
    assert [t.title for t in desk.archive.teasers(page_url=home, only_current=True)] == ["Le marché"]


TITLES = st.lists(st.sampled_from("abcde"), max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(TITLES, min_size=1, max_size=6), data=st.data())
def test_what_is_open_is_always_what_the_page_showed_last(desk, looks, data):
    url = f"/{data.draw(st.uuids())}"
    for titles in looks:
        desk.look(url, *titles)
        desk.clock.pass_hours(1)

    shown = desk.rows(
        "SELECT t.position, t.title FROM teasers AS t JOIN pages AS p ON p.id = t.page_id"
        " WHERE is_current AND p.url = ? ORDER BY position",
        desk.absolute(url),
    )
    assert shown == list(enumerate(looks[-1]))
    assert desk.archive.check().problems == ()
