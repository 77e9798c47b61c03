"""Addresses that a round has saved are looked at once more only where a list tells their day."""

import datetime as dt

import pytest

from archiver.model import Capture, Discovered, FoundBy, FrontierEntry, PageResult
from archiver.pipelines.discovering import Discovery

NOW = dt.datetime(2025, 8, 11, 12, tzinfo=dt.UTC)
KNOWN = "https://lac.example/2025/08/10/the-ferry-runs-again/"


@pytest.fixture
def discovery() -> Discovery:
    discovery = Discovery((), NOW)
    entry = FrontierEntry(url=KNOWN, source_id=1, priority=30, due_at=NOW, found_by="link")
    capture = Capture(url="https://lac.example/", final_url="https://lac.example/", fetched_at=NOW)
    discovery.note_saved(
        [PageResult(page_id=1, source_id=1, capture=capture, state="ok", kind="listing", found=(entry,))]
    )
    return discovery


@pytest.mark.parametrize("found_by", ["feed", "sitemap", "news-sitemap"])
def test_the_day_that_a_list_tells_of_a_saved_address_is_news(discovery: Discovery, found_by: FoundBy) -> None:
    told = Discovered(url=KNOWN, found_by=found_by, published=NOW)
    untold = Discovered(url=KNOWN, found_by=found_by)
    assert discovery.unsaid([told, untold]) == (told,)


def test_a_saved_address_on_a_card_with_a_date_is_no_news(discovery: Discovery) -> None:
    card = Discovered(url=KNOWN, found_by="link", published=NOW)
    other = Discovered(url=f"{KNOWN}?p=2", found_by="link", published=NOW)
    assert discovery.unsaid([card, other]) == (other,)
