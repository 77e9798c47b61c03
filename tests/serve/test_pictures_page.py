"""The page of slots without a proper picture."""

from __future__ import annotations

from bs4 import BeautifulSoup

from support.archives import article, listing, teaser
from support.served import desk_at, served


def open_pictures(path, query=""):
    with served(path) as pages:
        return BeautifulSoup(pages.get(f"/-/pictures{query}").text, "lxml")


def rows_of(soup, part):
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in soup.select(f"#{part} tbody tr")
    ]


def test_slots_are_counted_by_what_is_in_them(lake):
    kinds = rows_of(open_pictures(lake), "kinds")
    assert kinds == [
        ["Courrier du Lac", "article", "placeholder", "Image Not Found", "1", "1", "2025-08-11 12:00"],
        ["Courrier du Lac", "teaser", "missing", "Image Not Found", "1", "1", "2025-08-11 12:00"],
        ["Courrier du Lac", "teaser", "placeholder", "none", "1", "1", "2025-08-11 12:00"],
    ]


def test_each_slot_leads_to_its_story_and_its_page(lake):
    slots = open_pictures(lake, "?slot=article").select("#slots tbody tr")
    links = [link["href"] for link in slots[0].select("a")]
    assert links[0] == "/-/article/1"
    assert links[-1].startswith("/-/placements?url=https")


def test_a_kind_leads_to_its_slots_alone(lake):
    soup = open_pictures(lake)
    for link in soup.select("#kinds a"):
        narrowed = open_pictures(lake, link["href"])
        assert (len(rows_of(narrowed, "kinds")), len(rows_of(narrowed, "slots"))) == (1, 1)


def test_a_filter_that_nothing_fits_says_what_to_do(lake):
    assert "leave a filter out" in open_pictures(lake, "?text=nowhere").get_text()


def test_what_is_gone_is_left_out_when_asked(tmp_path):
    bare = teaser(None, image_status="placeholder", placeholder_text="Image Not Found")
    with desk_at(tmp_path / "gone.db") as desk:
        desk.save(desk.read("/", listing(bare)))
        desk.save(desk.read("/", listing()))
    assert len(rows_of(open_pictures(tmp_path / "gone.db"), "slots")) == 1
    assert rows_of(open_pictures(tmp_path / "gone.db", "?shown=now"), "slots") == []


def test_many_slots_come_page_by_page(tmp_path):
    bare = [teaser(f"titre {n}", position=n, image_status="missing") for n in range(70)]
    with desk_at(tmp_path / "many.db") as desk:
        desk.save(desk.read("/", listing(*bare)))
    soup = open_pictures(tmp_path / "many.db", "?page_number=2")
    assert len(rows_of(soup, "slots")) == 20
    assert "Slots 51 to 70" in soup.get_text()


def test_an_archive_with_all_its_pictures_says_so(tmp_path):
    with desk_at(tmp_path / "fine.db") as desk:
        desk.archive.add(article())
    assert "Every picture is where it should be" in open_pictures(tmp_path / "fine.db").get_text()


def test_a_source_that_is_not_there_is_told_from_one_without_such_slots(lake):
    assert "There is no source called “Nowhere”" in open_pictures(lake, "?source=Nowhere").get_text()
    assert "leave a filter out" in open_pictures(lake, "?source=Courrier+du+Lac&text=nowhere").get_text()
