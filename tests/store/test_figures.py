"""The figures of a report."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.errors import UsageError
from archiver.model import Author, Image
from support.archives import SITE, article, listing, teaser

MONDAY = dt.date(2025, 8, 11)
ZONE = dt.timezone(dt.timedelta(hours=4))


def published(hour: int, day: dt.date = MONDAY) -> dt.datetime:
    """In the publisher's own zone, where it is four hours later than in ours."""
    return dt.datetime.combine(day, dt.time(hour, 30), ZONE)


def save_stories(desk, **moments) -> None:
    """An article for each name, of that moment or day."""
    desk.save(*(desk.read(f"/{name}", article(title=name, published=at)) for name, at in moments.items()))


def test_an_archive_without_articles_has_figures_of_nothing(desk):
    figures = desk.archive.figures()

    assert (figures.totals.sources, figures.totals.articles, figures.totals.first_day) == (1, 0, None)
    assert [one.articles for one in figures.by_source] == [0]
    assert sum(map(sum, figures.publication_hours.counts)) == 0
    assert figures.failures == figures.empty_picture_slots == figures.most_promoted == figures.headline_changes == ()


def test_articles_are_counted_by_the_publishers_day(desk):
    save_stories(desk, bac=published(1), phare=published(9), foire=MONDAY + dt.timedelta(1), port=None)

    figures = desk.archive.figures()
    (source,) = figures.by_source
    assert [(one.day, one.articles) for one in source.days] == [(MONDAY, 2), (dt.date(2025, 8, 12), 1)]
    assert (figures.totals.articles, figures.totals.articles_without_day) == (4, 1)
    assert (figures.totals.first_day, figures.totals.last_day) == (MONDAY, dt.date(2025, 8, 12))


def test_hours_are_the_publishers_own_and_bare_days_have_none(desk):
    save_stories(desk, bac=published(1), phare=published(9), foire=MONDAY, port=None)

    hours = desk.archive.figures().publication_hours
    assert (hours.counts[0][1], hours.counts[0][9], sum(map(sum, hours.counts))) == (1, 1, 2)
    assert hours.without_hour == 2


def test_a_field_is_counted_where_it_is_filled(desk):
    full = article(
        published=published(9), section="Lac", tags=("bac",), language="fr", authors=(Author(name="Léa Roux"),)
    )
    desk.save(desk.read("/bac", full), desk.read("/phare", article(title="Phare", lead=None, published=MONDAY)))

    (source,) = desk.archive.figures().by_source
    assert (source.articles, source.words) == (2, 6)
    assert {name: count for name, count in source.filled.items() if count != 2} == {
        "lead": 1,
        "author": 1,
        "published with time": 1,
        "section": 1,
        "tags": 1,
        "language": 1,
        "modified": 0,
        "picture": 0,
    }


def test_failures_are_pages_that_failed_last_by_reason(desk):
    desk.save(desk.failed("/a"), desk.failed("/b"), desk.gone("/c"), desk.read("/d", article()))

    (failure,) = desk.archive.figures().failures
    assert (failure.source, failure.reason, failure.pages) == ("Courrier du Lac", "timeout", 2)


def test_empty_slots_are_those_of_articles_and_of_cards(desk):
    images = (Image(url=None, status="missing"), Image(url=f"{SITE}/a.jpg"))
    shown = [teaser(f"t{n}", position=n, image_status="placeholder") for n in range(3)]
    desk.save(desk.read("/bac", article(images=images)), desk.read("/", listing(*shown)))

    slots = desk.archive.figures().empty_picture_slots
    assert [(one.slot, one.status, one.slots) for one in slots] == [
        ("teaser", "placeholder", 3),
        ("article", "missing", 1),
    ]


def test_a_story_is_promoted_by_other_pages_than_its_own(desk):
    desk.save(desk.read("/bac", article(title="Le bac", teasers=(teaser("Le bac", url=f"{SITE}/bac"),))))
    desk.look("/", "bac")
    desk.look("/lac", "bac")
    desk.clock.pass_hours(3)
    desk.look("/", "bac")
    desk.look("/lac")

    (story,) = desk.archive.figures().most_promoted
    assert (story.title, story.pages, story.placements, story.hours_shown) == ("Le bac", 2, 2, 3.0)
    assert story.is_current


def test_edits_are_counted_by_how_late_they_were_seen(desk):
    desk.save(desk.read("/bac", article(published=desk.clock.now - dt.timedelta(minutes=30))))
    desk.save(desk.read("/phare", article(title="Phare", published=MONDAY)))
    for hours in (0.25, 2, 100):
        desk.clock.pass_hours(hours)
        desk.save(desk.read("/bac", article(body=f"Après {hours}", published=desk.clock.now - dt.timedelta(days=99))))
    desk.save(desk.read("/phare", article(title="Le phare", published=MONDAY)))

    figures = desk.archive.figures()
    (source,) = figures.by_source
    assert (source.articles_edited, source.edits, source.headline_changes) == (2, 4, 1)
    assert {one.after: one.edits for one in figures.edits_after_publication if one.edits} == {"later": 3, None: 1}
    (change,) = figures.headline_changes
    assert (change.old_title, change.new_title, change.changed_at) == ("Phare", "Le phare", desk.clock.now)


@pytest.mark.parametrize(
    ("hours", "after"),
    [(-1, None), (1, "within an hour"), (2, "1 to 6 hours"), (7, "6 to 24 hours"), (25, "1 to 7 days")],
)
def test_an_edit_is_as_late_as_the_look_that_saw_it(desk, hours, after):
    at = desk.clock.now
    desk.save(desk.read("/bac", article(published=at)))
    desk.clock.pass_hours(hours)
    desk.save(desk.read("/bac", article(published=at, body="Le bac repart.")))

    late = desk.archive.figures().edits_after_publication
    assert [one.after for one in late if one.edits] == [after]


def test_a_date_that_was_moved_makes_no_edit_early(desk):
    desk.save(desk.read("/bac", article(published=desk.clock.now)))
    desk.clock.pass_hours(240)
    desk.save(desk.read("/bac", article(published=desk.clock.now + dt.timedelta(days=9), body="Le bac repart.")))

    late = desk.archive.figures().edits_after_publication
    assert [one.after for one in late if one.edits] == ["7 to 30 days"]


def test_a_scope_narrows_every_figure(desk):
    other = desk.archive.add_source("https://gazette.example/")
    save_stories(desk, bac=published(9), phare=published(9, MONDAY - dt.timedelta(9)), foire=None)
    desk.save(desk.failed("/x"))
    desk.look("/", "bac")

    late = desk.archive.figures(since=MONDAY, until=MONDAY)
    assert (late.totals.articles, late.totals.cards, late.publication_hours.without_hour) == (1, 1, 0)
    early = desk.archive.figures(until=MONDAY - dt.timedelta(1))
    assert (early.totals.articles, early.totals.cards, early.most_promoted) == (1, 0, ())
    elsewhere = desk.archive.figures(sources=("gazette.example",))
    assert [one.source_id for one in elsewhere.by_source] == [other.id]
    assert (elsewhere.totals.articles, elsewhere.totals.pages_failed, elsewhere.totals.sources) == (0, 0, 1)


def test_a_source_that_is_not_there_is_refused_with_those_that_are(desk):
    with pytest.raises(UsageError, match=r"no source 'gazette' \(known: https://www.courrier-du-lac.example/\)"):
        desk.archive.figures(sources=("gazette",))


def test_articles_without_an_address_have_figures_of_their_own(desk):
    desk.archive.add(article(published=MONDAY))

    figures = desk.archive.figures()
    assert [(one.source, one.articles) for one in figures.by_source] == [(None, 1), ("Courrier du Lac", 0)]


def test_figures_agree_with_the_views(desk):
    save_stories(desk, bac=published(1), phare=published(9))
    desk.save(desk.read("/", listing(*(teaser(f"t{n}", position=n, image_status="missing") for n in range(3)))))
    figures = desk.archive.figures()

    assert sum(one.slots for one in figures.empty_picture_slots) == desk.archive.stats().placeholder_images == 3
    calendar = desk.rows("SELECT day, articles FROM publication_calendar")
    assert [(one.day.isoformat(), one.articles) for one in figures.by_source[0].days] == calendar


def test_figures_of_everything_agree_with_the_short_ones(desk):
    save_stories(desk, bac=published(1), phare=published(9))
    desk.save(desk.read("/port", article(authors=(Author(name="Léa Roux"),))), desk.failed("/x"))
    desk.look("/", "bac", "phare")
    desk.look("/", "bac")
    save_stories(desk, bac=published(1), phare=published(2))
    totals, short = desk.archive.figures().totals, desk.archive.stats()

    assert (totals.articles, totals.sources, totals.authors) == (short.articles, short.sources, short.authors)
    assert (totals.cards, totals.placements) == (short.cards, short.placements)
    assert (totals.placements_current, totals.pages_failed) == (short.placements_current, short.pages_failed)
    assert (totals.edits, totals.first_day, totals.last_day) == (
        *(short.publisher_changes, short.first_day, short.last_day),
    )


def test_as_plain_types_nothing_is_lost(desk):
    save_stories(desk, bac=published(9))
    plain = desk.archive.figures(since=MONDAY).to_dict()

    assert plain["scope"] == {"sources": [], "since": "2025-08-11", "until": None}
    assert plain["by_source"][0]["days"] == [{"day": "2025-08-11", "articles": 1}]
    assert plain["by_source"][0]["fields_filled"]["title"] == 1
    assert plain["publication_hours"]["counts"][0][9] == 1
