"""Placements: the same card at the same place stays, and everything else ends or begins."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.model import ReadAgain
from archiver.store.placing import View, place_teasers
from archiver.store.resolving import Claims
from archiver.timestamps import utc_text
from support.archives import SITE, START, VERSION, article, cards, listing, teaser

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


@pytest.mark.parametrize(("after", "last_seen"), [(("Le bac",), "15"), (("Le marché",), "12")])
def test_nobody_knows_how_long_a_card_stood_behind_a_wall(desk, after, last_seen):
    desk.look("/", "Le bac")
    for _ in range(2):
        desk.clock.pass_hours(1)
        desk.save(desk.read("/", article(kind="login", title=f"Connexion {desk.clock.now.hour}")))
    assert desk.rows(ALL) == [("Le bac", 0, "12", "12", 1)]
    desk.clock.pass_hours(1)
    desk.look("/", *after)

    assert desk.rows(ALL)[0] == ("Le bac", 0, "12", last_seen, int("Le bac" in after))


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


def test_teasers_of_one_page_are_read_without_reading_those_of_others(desk):
    desk.look("/a", "Le bac")
    desk.look("/b", *map(str, range(400)))
    counted: list[int] = []
    conn = open_connection(desk)
    conn.set_progress_handler(lambda: counted.append(1), 100)

    assert [t.title for t in desk.archive.teasers(page_url=desk.absolute("/a"))] == ["Le bac"]
    assert len(counted) < 10
    conn.set_progress_handler(None, 0)


def test_a_card_that_moves_from_rank_1_to_5_is_one_story_in_two_places(desk):
    desk.look("/", "Le bac", "a", "b", "c", "d")
    desk.clock.pass_hours(1)
    desk.look("/", "e", "a", "b", "c", "Le bac")

    assert desk.rows(ALL.replace("ORDER", "WHERE title = 'Le bac' ORDER")) == [
        ("Le bac", 0, "12", "12", 0),
        ("Le bac", 4, "13", "13", 1),
    ]
    assert desk.column("SELECT count(*) FROM cards WHERE title = 'Le bac'") == [1]
    assert desk.column("SELECT count(*) FROM placements WHERE ended_at IS NOT NULL") == [2]


def test_an_edited_excerpt_is_another_card_of_the_same_story(desk):
    desk.save(desk.read("/", listing(teaser(url=f"{SITE}/bac", excerpt="Lundi"))))
    desk.save(desk.read("/", listing(teaser(url=f"{SITE}/bac", excerpt="Mardi"))))

    assert desk.rows("SELECT excerpt, is_current FROM teasers ORDER BY id") == [("Lundi", 0), ("Mardi", 1)]
    assert desk.column("SELECT count(DISTINCT match_key) FROM cards") == [1]


def test_one_card_twice_on_a_page_stands_in_both_places(desk):
    desk.save(desk.read("/", listing(teaser(), teaser(position=1), teaser(position=2, block=2, region="inline"))))

    assert desk.rows("SELECT position, region, card_id FROM teasers") == [
        (0, "aside", 1),
        (1, "aside", 1),
        (2, "inline", 1),
    ]


def test_bare_placeholders_are_records_of_their_own(desk):
    bare = [teaser(None, position=at, image_status="placeholder", placeholder_text="Image Not Found") for at in (0, 1)]
    desk.save(desk.read("/", listing(*bare)))

    assert desk.rows("SELECT position, title, url, placeholder_text FROM teasers") == [
        (0, None, None, "Image Not Found"),
        (1, None, None, "Image Not Found"),
    ]


def test_an_unchanged_page_writes_its_own_row_and_nothing_else(desk, path):
    many = [str(number) for number in range(100)]
    desk.look("/", *many)
    desk.save(desk.unchanged("/"))
    before = desk.content()
    desk.clock.pass_hours(1)
    desk.save(desk.unchanged("/"))
    after = desk.content()

    assert {table for table in before if before[table] != after[table]} == {"pages", "frontier"}


def test_a_file_does_not_grow_while_its_pages_stay_as_they_are(desk, path):
    desk.look("/", *(str(number) for number in range(100)))
    size = desk.archive.stats().size_bytes
    for _ in range(50):
        desk.clock.pass_hours(1)
        desk.save(desk.unchanged("/"))

    assert desk.archive.stats().size_bytes == size


def open_connection(desk):
    """What the archive asks SQLite through: it counts and tells what happens."""
    return desk.archive._db._opened()


def test_the_same_page_again_in_other_bytes_writes_no_card_and_no_placement(desk):
    conn = open_connection(desk)
    view = View(page_id=desk.page_id("/"), seen_at="2025-08-11T12:00:00Z", capture_id=None, last_seen=None)
    place_teasers(conn, view, cards("a", "b", "c"), Claims())
    before = conn.total_changes
    place_teasers(conn, replace(view, seen_at="2025-08-11T13:00:00Z"), cards("a", "b", "c"), Claims())

    assert conn.total_changes == before


def test_a_changed_page_asks_as_little_for_a_hundred_cards_as_for_one(desk):
    conn = open_connection(desk)
    view = View(page_id=desk.page_id("/"), seen_at="2025-08-11T12:00:00Z", capture_id=None, last_seen=None)
    place_teasers(conn, view, cards("a"), Claims())
    seen: list[str] = []
    conn.set_trace_callback(seen.append)
    place_teasers(conn, view, cards(*map(str, range(100))), Claims())

    assert sum(statement.lstrip().startswith("SELECT") for statement in seen) <= 10
    assert desk.column("SELECT count(*) FROM placements WHERE ended_at IS NULL") == [100]


def steps_of_a_change(desk, url):
    """How many hundreds of steps SQLite takes to put other cards in the place of those on a page."""
    conn, counted = open_connection(desk), []
    (newest,) = desk.row("SELECT max(id) FROM captures")
    view = View(page_id=desk.page_id(url), seen_at="2025-08-21T12:00:00Z", capture_id=newest, last_seen=None)
    conn.set_progress_handler(lambda: counted.append(1), 100)
    place_teasers(conn, view, cards(*(f"{url} {number}" for number in range(50))), Claims())
    conn.set_progress_handler(None, 0)
    return len(counted)


def test_ending_placements_takes_no_longer_for_a_page_with_many_captures(desk):
    for url, looks in (("/a", 1), ("/b", 200)):
        desk.look(url, *(f"{url}{number}" for number in range(50)))
        for _ in range(looks):
            desk.clock.pass_hours(0.1)
            desk.save(desk.read(url, article(kind="consent")))

    assert steps_of_a_change(desk, "/b") < 1.5 * steps_of_a_change(desk, "/a")


def test_an_older_look_that_comes_later_ends_nothing_that_stands(desk):
    desk.clock.pass_hours(2)
    desk.look("/", "Le bac", "Le marché")
    desk.clock.pass_hours(-2)
    desk.look("/", "Le bac", "Le musée")

    assert desk.rows(ALL) == [
        ("Le bac", 0, "12", "14", 1),
        ("Le marché", 1, "14", "14", 1),
        ("Le musée", 1, "12", "12", 0),
    ]
    assert desk.column("SELECT ended_at FROM placements WHERE id = 3") == ["2025-08-11T14:00:00Z"]
    assert desk.column("SELECT last_fetched_at FROM pages") == ["2025-08-11T14:00:00Z"]


def test_an_older_look_adds_nothing_to_what_is_known_of_its_moment(desk):
    desk.look("/", "Le bac")
    desk.clock.pass_hours(2)
    desk.save(desk.unchanged("/"))
    desk.clock.pass_hours(-1)
    desk.look("/", "Le bac")

    assert desk.rows(ALL) == [("Le bac", 0, "12", "14", 1)]


#: one page for each example
NUMBERS = itertools.count()
LOOK = st.lists(st.sampled_from("abcde"), max_size=5)
HEADING = st.sampled_from((None, "Les plus lus", "À lire"))
SHOWN = st.tuples(HEADING, LOOK)
STATE = SHOWN | st.sampled_from(("unchanged", "consent", "failed", "gone"))
STOOD = """
    SELECT t.block_heading, t.position, t.title FROM teasers AS t JOIN placements AS pl ON pl.id = t.id
    JOIN pages AS p ON p.id = t.page_id
    WHERE p.url = ?1 AND t.first_seen <= ?2 AND (pl.ended_at IS NULL OR pl.ended_at > ?2 OR t.first_seen = ?2)
    ORDER BY t.position
"""


def shown(heading, titles):
    """A page whose cards stand under one heading."""
    return listing(*(replace(card, block_heading=heading) for card in cards(*titles)))


def rows_of(heading, titles):
    return [(heading, position, title) for position, title in enumerate(titles)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(STATE, min_size=1, max_size=8))
def test_history_tells_for_each_moment_what_stood_then(desk, states):
    url = f"/{next(NUMBERS)}"
    standing: list[tuple[object, ...]] = []
    history = []
    for state in states:
        desk.clock.pass_hours(1)
        match state:
            case "unchanged" | "failed" | "gone":
                desk.save(getattr(desk, state)(url))
            case "consent":
                desk.save(desk.read(url, article(kind="consent", title="Vos choix")))
            case heading, titles:
                desk.save(desk.read(url, shown(heading, titles)))
        standing = [] if state == "gone" else rows_of(*state) if isinstance(state, tuple) else standing
        history.append((utc_text(desk.clock.now), standing))

    for moment, stood in history:
        assert desk.rows(STOOD, desk.absolute(url), moment) == stood
    assert desk.archive.check().problems == ()


HISTORY = """
    SELECT block_heading, position, title, pl.first_seen, pl.last_seen, pl.ended_at, f.fetched_at, l.fetched_at
    FROM placements AS pl JOIN cards AS c ON c.id = card_id JOIN pages AS p ON p.id = pl.page_id
    JOIN captures AS f ON f.id = first_capture_id JOIN captures AS l ON l.id = last_capture_id
    WHERE p.url = ? ORDER BY position, block_heading, title, pl.first_seen
"""


def taken_in(desk, looks, order):
    """The history of a new page whose looks, an hour apart, come in this order."""
    url, start = f"/{next(NUMBERS)}", START + dt.timedelta(days=1)
    for place in order:
        desk.clock.now = start + dt.timedelta(hours=place)
        match looks[place]:
            case "consent":
                desk.save(desk.read(url, article(kind="consent", title="Vos choix")))
            case "gone" | "failed" as state:
                desk.save(getattr(desk, state)(url))
            case heading, titles:
                desk.save(desk.read(url, shown(heading, titles)))
    return desk.rows(HISTORY, desk.absolute(url))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    looks=st.lists(SHOWN | st.sampled_from(("consent", "failed", "gone")), min_size=2, max_size=7),
    data=st.data(),
)
def test_the_history_of_a_page_is_the_same_in_whatever_order_its_looks_come(desk, looks, data):
    order = data.draw(st.permutations(range(len(looks))))

    assert taken_in(desk, looks, order) == taken_in(desk, looks, range(len(looks)))
    assert desk.archive.check().problems == ()


def test_what_stood_before_and_after_an_older_look_without_it_has_ended_and_begun_anew(desk):
    for hours, titles in ((0, "ab"), (4, "ab"), (2, "a")):
        desk.clock.now = START + dt.timedelta(hours=hours)
        desk.look("/", *titles)

    assert desk.rows(f"{ALL}, first_seen") == [
        ("a", 0, "12", "16", 1),
        ("b", 1, "12", "12", 0),
        ("b", 1, "16", "16", 1),
    ]


def test_that_a_page_was_gone_for_a_while_is_known_whenever_it_comes_to_be_known(desk):
    for hours, result in ((0, desk.read), (4, desk.read), (2, desk.gone)):
        desk.clock.now = START + dt.timedelta(hours=hours)
        desk.save(result("/", listing(*cards("Le bac"))) if result == desk.read else result("/"))

    assert desk.rows(ALL) == [("Le bac", 0, "12", "12", 0), ("Le bac", 0, "16", "16", 1)]
    assert desk.row("SELECT state FROM pages") == ("ok",)


def read_again(desk, capture_id, *titles):
    """The cards of a capture as a newer parser reads them: under a heading that was overlooked."""
    return ReadAgain(capture_id=capture_id, teasers=shown("À lire", titles).teasers)


def test_what_a_newer_parser_reads_differently_neither_ends_nor_begins_with_the_next_change(desk):
    desk.look("/", "a", "b", "c")
    desk.clock.pass_hours(1)
    desk.save(
        desk.read(
            "/",
            shown("À lire", "abd"),
            previous_cards=read_again(desk, 1, "a", "b", "c"),
            parser_version=VERSION + 1,
        )
    )

    assert desk.rows(ALL) == [
        ("a", 0, "12", "13", 1),
        ("b", 1, "12", "13", 1),
        ("c", 2, "12", "12", 0),
        ("d", 2, "13", "13", 1),
    ]
    assert desk.column("SELECT DISTINCT block_heading FROM teasers") == ["À lire"]
    assert desk.column("SELECT cards_version FROM pages") == [VERSION + 1]


def test_cards_are_read_again_of_the_newest_look_alone(desk):
    desk.look("/", "a")
    second = desk.read("/", shown("À lire", "b"))
    desk.clock.pass_hours(1)
    third = desk.read("/", shown("À lire", "b"), previous_cards=read_again(desk, 1, "a"))
    desk.save(second, third)

    assert desk.rows("SELECT title, is_current FROM teasers ORDER BY id") == [("a", 0), ("b", 1)]


def test_nothing_is_read_again_on_a_page_that_was_gone(desk):
    desk.look("/", "a")
    desk.save(desk.gone("/"))
    desk.clock.pass_hours(1)
    desk.save(desk.read("/", shown("À lire", "a"), previous_cards=read_again(desk, 1, "a")))

    assert desk.rows(ALL) == [("a", 0, "12", "12", 0), ("a", 0, "13", "13", 1)]


@pytest.mark.parametrize("result", ["unchanged", "failed"])
def test_who_has_read_the_cards_stays_known_while_nobody_reads_them(desk, result):
    desk.look("/", "a")
    desk.save(getattr(desk, result)("/"))

    assert desk.column("SELECT cards_version FROM pages") == [VERSION]


def test_a_look_of_the_past_does_not_tell_who_has_read_what_stands(desk):
    desk.look("/", "a")
    desk.clock.pass_hours(-1)
    desk.save(desk.read("/", listing(*cards("b")), parser_version=VERSION + 1))

    assert desk.column("SELECT cards_version FROM pages") == [VERSION]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(SHOWN, min_size=1, max_size=6), data=st.data())
def test_in_any_order_what_is_open_is_what_the_newest_look_showed(desk, looks, data):
    """And whatever a look showed is known to have stood at its moment."""
    url = f"/{next(NUMBERS)}"
    start = desk.clock.now
    for place in data.draw(st.permutations(range(len(looks)))):
        desk.clock.now = start + dt.timedelta(hours=place)
        desk.save(desk.read(url, shown(*looks[place])))

    for place, look in enumerate(looks):
        moment = utc_text(start + dt.timedelta(hours=place))
        assert set(rows_of(*look)) <= set(desk.rows(STOOD, desk.absolute(url), moment))
    current = desk.rows(f"{STOOD.replace('ORDER', 'AND is_current ORDER')}", desk.absolute(url), "9999")
    assert current == rows_of(*looks[-1])
    assert desk.archive.check().problems == ()
