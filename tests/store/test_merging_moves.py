"""An article that moves never takes the place of one that was at its new address, whoever saw which of them."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from itertools import permutations

import pytest

from archiver.store.archive import open_archive
from archiver.store.scratch import create_scratch
from support.archives import SITE, START, Clock, Desk, article, cards, foreign_rows
from support.merged import told_by

#: the hour, the page, its title and the address that it declares
SPRING = (1, "/ferry", "Spring", "/ferry")
WINTER = (2, "/boat", "Winter", "/boat")
MOVED = (3, "/boat", "Winter", "/ferry")
EDITED = (3, "/boat", "Winter again", "/ferry")
_STORIES = f"""
    SELECT replace(a.url, '{SITE}', ''), r.number, r.title FROM revisions AS r
    JOIN articles AS a ON a.id = r.article_id ORDER BY 1, 2
"""
_CARDS = "SELECT c.title, a.title FROM cards AS c LEFT JOIN articles AS a ON a.id = c.article_id ORDER BY 1"
BOTH = [("/boat", 1, "Winter"), ("/ferry", 1, "Spring")]


def see(desk, looks, **fields):
    """Saves them in their order."""
    for hour, page, title, declared in looks:
        desk.clock.now = START + dt.timedelta(hours=hour)
        story = article(title=title, body=f"The old ferry takes up its service again on Monday, {title}.")
        desk.save(desk.read(page, story, article_url=desk.absolute(declared), **fields))


def made(path, looks, make=create_scratch):
    """A closed archive of these looks."""
    clock = Clock()
    with closing(make(path, clock=clock)) as archive:
        see(Desk(archive, clock, archive.add_source(SITE)), looks)
    return path


def whole(path, *, clock):
    return open_archive(path, clock=clock)


def merged(path, others):
    """What an archive says that takes these in."""
    with closing(open_archive(path)) as archive:
        for other in others:
            archive.merge(other)
        assert archive.check().problems == ()
    return foreign_rows(path, _STORIES)


@pytest.mark.parametrize("make", [create_scratch, whole])
@pytest.mark.parametrize("is_turned", [False, True])
def test_what_was_at_an_address_before_keeps_another_from_moving_there(tmp_path, make, is_turned):
    parts = [made(tmp_path / "a.db", [SPRING], make), made(tmp_path / "b.db", [WINTER, MOVED], make)]
    assert merged(tmp_path / "all.db", parts[::-1] if is_turned else parts) == BOTH


@pytest.mark.parametrize("is_turned", [False, True])
def test_what_has_gone_back_stays_so_when_all_is_merged_again(tmp_path, is_turned):
    parts = [made(tmp_path / "a.db", [SPRING]), made(tmp_path / "b.db", [WINTER, EDITED])]
    merged(tmp_path / "all.db", parts[::-1] if is_turned else parts)
    with closing(open_archive(tmp_path / "all.db")) as archive:
        before = told_by(archive)
        for part in parts:
            archive.merge(part)
        assert told_by(archive) == before


@pytest.mark.parametrize("is_turned", [False, True])
def test_an_edit_that_came_with_the_move_is_kept(tmp_path, is_turned):
    parts = [made(tmp_path / "a.db", [SPRING]), made(tmp_path / "b.db", [WINTER, EDITED])]
    assert merged(tmp_path / "all.db", parts[::-1] if is_turned else parts) == [
        *(("/boat", 1, "Winter"), ("/boat", 2, "Winter again"), ("/ferry", 1, "Spring"))
    ]


@pytest.mark.parametrize("is_turned", [False, True])
def test_what_came_there_after_the_move_is_a_revision(tmp_path, is_turned):
    parts = [made(tmp_path / "a.db", [(4, *SPRING[1:])]), made(tmp_path / "b.db", [WINTER, MOVED])]
    assert merged(tmp_path / "all.db", parts[::-1] if is_turned else parts) == [
        *(("/ferry", 1, "Winter"), ("/ferry", 2, "Spring"))
    ]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_move_is_known_of_whatever_archive_it_came_with(tmp_path, order):
    parts = [
        made(tmp_path / "a.db", [SPRING]),
        made(tmp_path / "b.db", [WINTER, MOVED]),
        made(tmp_path / "c.db", [(2.5, *WINTER[1:])]),
    ]
    assert merged(tmp_path / "all.db", [parts[place] for place in order]) == BOTH


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_move_between_two_archives_is_known_to_be_one(tmp_path, order):
    parts = [made(tmp_path / f"{number}.db", [look]) for number, look in enumerate((SPRING, WINTER, MOVED))]
    assert merged(tmp_path / "all.db", [parts[place] for place in order]) == BOTH


@pytest.mark.parametrize("looks", [*permutations([SPRING, WINTER, MOVED])])
def test_one_archive_keeps_both_in_whatever_order_they_come(desk, looks):
    see(desk, looks, is_by_time=True)
    assert [row[:3] for row in desk.rows(_STORIES)] == BOTH
    assert desk.archive.check().problems == ()


@pytest.mark.parametrize("is_turned", [False, True])
def test_cards_promote_what_is_at_their_address(tmp_path, is_turned):
    clock = Clock()
    with closing(create_scratch(tmp_path / "b.db", clock=clock)) as archive:
        desk = Desk(archive, clock, archive.add_source(SITE))
        see(desk, [WINTER, MOVED])
        desk.save(desk.read("/une", article(kind="listing", title=None, body=None, teasers=cards("ferry", "boat"))))
    parts = [made(tmp_path / "a.db", [SPRING]), tmp_path / "b.db"]
    merged(tmp_path / "all.db", parts[::-1] if is_turned else parts)
    assert foreign_rows(tmp_path / "all.db", _CARDS) == [("boat", "Winter"), ("ferry", "Spring")]
