"""What a source promotes, in figures."""

from __future__ import annotations

import pytest

from archiver.errors import UsageError
from archiver.model import Image
from archiver.store.records import BlockTally, RegionTally, SlotCounts, StoryTally, Tally
from support.archives import SITE, address_of, article, cards, listing, teaser


def of_site(desk):
    (stats,) = desk.archive.teaser_stats()
    return stats


def test_an_archive_without_cards_has_nothing_to_tell(desk):
    desk.save(desk.read("/bac", article()))

    assert desk.archive.teaser_stats() == ()


def test_empty_slots_of_articles_are_told_of_a_source_whose_pages_show_no_card(desk):
    images = (Image(url=None, status="placeholder", placeholder_text="Image Not Found"), Image(url=f"{SITE}/a.jpg"))
    desk.save(desk.read("/bac", article(images=images)))

    (stats,) = desk.archive.teaser_stats(source="Courrier du Lac")
    assert (stats.source, stats.placements, stats.blocks) == ("Courrier du Lac", Tally(now=0, ever=0), ())
    assert stats.article_slots == SlotCounts(present=1, placeholder=1, empty_share=0.5)


def test_what_stands_is_told_from_what_ever_stood(desk):
    desk.look("/", "bac", "foire")
    desk.look("/autre", "bac")
    desk.look("/", "foire")

    stats = of_site(desk)
    assert stats.source == "Courrier du Lac"
    assert (stats.placements, stats.cards) == (Tally(now=2, ever=4), Tally(now=2, ever=2))


def test_a_story_is_counted_once_however_its_cards_look(desk):
    desk.save(desk.read("/bac", article(title="Le bac rouvre lundi matin")))
    shown = (
        teaser("Le bac", url=f"{SITE}/bac"),
        teaser("Le bac", position=1, url="http://m.courrier-du-lac.example/bac/", excerpt="Enfin"),
        teaser("Le bac rouvre lundi matin", position=2),
        teaser("Le phare", position=3, url=f"{SITE}/phare"),
        teaser("Phare : la suite", position=4, url=f"{SITE}/phare?utm_source=une"),
        teaser(None, position=5, image_status="placeholder"),
    )
    desk.save(desk.read("/", listing(*shown)))

    stats = of_site(desk)
    assert stats.cards == Tally(now=6, ever=6)
    assert stats.stories == Tally(now=2, ever=2)
    assert stats.archived_stories == Tally(now=1, ever=1)


def test_stories_are_named_by_their_article_or_by_their_newest_card(desk):
    desk.save(desk.read("/bac", article(title="Le bac rouvre")))
    desk.save(
        desk.read("/", listing(teaser("Bac !", url=f"{SITE}/bac"), teaser("Ancien", url=f"{SITE}/x", position=1)))
    )
    desk.save(desk.read("/", listing(teaser("Bac !", url=f"{SITE}/bac"), teaser("Neuf", url=f"{SITE}/x", position=1))))
    desk.save(desk.read("/autre", listing(teaser("Bac !", url=f"{SITE}/bac"))))

    assert of_site(desk).stories_promoted == (
        StoryTally(title="Le bac rouvre", url=f"{SITE}/bac", article_id=1, pages=2, now=2, ever=2),
        StoryTally(title="Neuf", url=f"{SITE}/x", article_id=None, pages=1, now=1, ever=2),
    )


def test_regions_and_blocks_stand_in_the_order_of_their_placements(desk):
    aside = [teaser(str(n), position=n, url=address_of(str(n)), block_heading="Les plus lus") for n in range(3)]
    inline = teaser("3", position=3, region="inline", block=2)
    desk.save(desk.read("/bac", article(teasers=(*aside, inline))))

    stats = of_site(desk)
    assert stats.regions == (RegionTally(region="aside", now=3, ever=3), RegionTally(region="inline", now=1, ever=1))
    assert stats.blocks == (
        BlockTally(heading="Les plus lus", region="aside", now=3, ever=3),
        BlockTally(heading=None, region="inline", now=1, ever=1),
    )


def test_ten_blocks_and_stories_are_listed(desk):
    shown = [teaser(str(n), position=n, url=address_of(str(n)), block_heading=str(n)) for n in range(12)]
    desk.save(desk.read("/", listing(*shown)))

    stats = of_site(desk)
    assert (len(stats.blocks), len(stats.stories_promoted), stats.stories.ever) == (10, 10, 12)


def test_slots_without_a_picture_are_a_share_of_the_slots_that_there_are(desk):
    statuses = ("present", "present", "placeholder", "missing", "none", "unknown")
    shown = [teaser(str(at), position=at, image_status=status) for at, status in enumerate(statuses)]
    desk.save(desk.read("/", listing(*shown)))
    desk.save(desk.read("/", listing(*shown[:3])))

    stats = of_site(desk)
    assert stats.teaser_slots_ever == SlotCounts(
        present=2, placeholder=1, missing=1, none=1, unknown=1, empty_share=0.5
    )
    assert stats.teaser_slots_now == SlotCounts(present=2, placeholder=1, empty_share=0.3333)
    assert stats.article_slots == SlotCounts()


def test_slots_of_the_articles_themselves_are_counted_apart(desk):
    images = (Image(url=f"{SITE}/a.jpg", role="main"), Image(url=None, status="missing"))
    desk.save(desk.read("/bac", article(images=images, teasers=cards("foire"))))

    assert of_site(desk).article_slots == SlotCounts(present=1, missing=1, empty_share=0.5)


def test_sources_come_by_their_placements_and_can_be_asked_for(desk):
    other = teaser("Le phare", url="https://autre.example/phare")
    desk.archive.add(article(url="https://autre.example/bac", teasers=(other,)))
    desk.archive.add(article(title="Sans adresse", teasers=(teaser("Le phare", url="https://autre.example/phare"),)))
    desk.look("/", "bac", "foire")

    assert [stats.source for stats in desk.archive.teaser_stats()] == ["Courrier du Lac", None, "autre.example"]
    for name in ("autre.example", "https://autre.example/", "Autre.EXAMPLE", "HTTPS://Autre.example"):
        assert [stats.source for stats in desk.archive.teaser_stats(source=name)] == ["autre.example"]


def test_a_source_that_nobody_knows_is_refused(desk):
    with pytest.raises(UsageError, match=r"no source 'x' \(known: https://www.courrier-du-lac.example/\)"):
        desk.archive.teaser_stats(source="x")


def test_figures_are_plain_types_for_a_program(desk):
    desk.look("/", "bac")

    plain = of_site(desk).to_dict()
    assert plain["cards"] == {"now": 1, "ever": 1}
    assert plain["stories_promoted"] == [
        {"title": "bac", "url": address_of("bac"), "article_id": None, "pages": 1, "now": 1, "ever": 1}
    ]
