"""However looks are dealt out to archives, these come to what one archive holds that has seen them all in time."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from archiver.model import Evidence, FrontierEntry, Image
from archiver.store.archive import open_archive
from support.archives import START, Clock, Desk, article, cards, foreign_rows, listing
from support.merged import differences, told_by

#: the hour from which on one story has another address
MOVED_AT = 150
PAGES = ("/une", "/bac", "/pont", "/bac.amp")
_WORDS = "Le bac reprend son service lundi matin après six mois de travaux sur les deux rives du grand lac. " * 3


@dataclass(frozen=True)
class Look:
    """What is seen of a page at an hour, and which archives see it."""

    hour: int
    page: str
    shows: str
    text: int
    titles: tuple[str, ...]
    seen_by: frozenset[int]


class Ingest(Desk):
    """What saves pages that nobody asked for: they are due never, unless a crawl wants them."""

    def page_id(self, url):
        """As of a crawl's."""
        url = self.absolute(url)
        entry = FrontierEntry(url=url, source_id=self.source.id, priority=100, due_at=self.clock.now, found_by="ingest")
        self.archive.queue([entry])
        return self.archive.pages([url])[0].page_id

    def save(self, *results):
        """As of a crawl's."""
        return super().save(*(replace(result, due_at=None) for result in results))


def texts(look):
    if look.shows == "wall":
        return article(kind="login", title=None, lead=None, body=None)
    if look.page == "/une":
        return listing(*cards(*look.titles))
    story = look.page.removesuffix(".amp")
    return article(
        title=f"{story} {look.text % 2}",
        body=f"{_WORDS}\n\n{story} {look.text}",
        tags=(f"tag{look.text}",),
        images=(Image(url=f"https://images.example/{look.text}.jpg", role="main", status="present"),),
        evidence=(Evidence(field="title", value="t", raw=None, source="text", rule=f"rule {look.text}", rank=0),),
        teasers=cards(*look.titles),
    )


def see(desk, look):
    """Saves a look at its hour."""
    desk.clock.now = START + dt.timedelta(hours=look.hour)
    desk.warc_end = look.hour * 1000
    if look.shows in {"failed", "gone"}:
        desk.save(getattr(desk, look.shows)(look.page))
    elif look.shows == "page" and look.page != "/une":
        has_moved = look.page == "/pont" and look.hour >= MOVED_AT
        final_url = desk.absolute("/pont-neuf" if has_moved else look.page)
        address = final_url.removesuffix(".amp")
        desk.save(desk.read(look.page, texts(look), final_url=final_url, article_url=address))
    else:
        desk.save(desk.read(look.page, texts(look), article_url=None))


def looks(archives):
    each = st.builds(
        Look,
        hour=st.integers(0, 300),
        page=st.sampled_from(PAGES),
        shows=st.sampled_from(("page", "page", "page", "wall", "failed", "gone")),
        text=st.integers(0, 3),
        titles=st.lists(st.sampled_from(("bac", "pont", "gare")), max_size=2, unique=True).map(tuple),
        seen_by=st.sets(st.integers(0, archives - 1), min_size=1).map(frozenset),
    )
    return st.lists(each, min_size=2, max_size=9, unique_by=lambda look: look.hour).map(
        lambda found: sorted(found, key=lambda look: look.hour)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("merged")


def filled(new_archive, path, seen, kind=Desk):
    """A closed archive of these looks."""
    shutil.copy(new_archive, path)
    clock = Clock()
    with closing(open_archive(path, create=False, clock=clock)) as archive:
        desk = kind(archive, clock, archive.sources()[0])
        for look in seen:
            see(desk, look)
    return path


def merged(new_archive, path, others):
    """What one archive says that has taken these in, in their order; it is sound."""
    shutil.copy(new_archive, path)
    with closing(open_archive(path, create=False)) as archive:
        for other in others:
            archive.merge(other)
        assert archive.check().problems == ()
        return told_by(archive)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_comes_to_what_one_archive_holds(data, new_archive, folder):
    seen = data.draw(looks(3))
    order = data.draw(st.permutations((0, 1, 2)))
    again = data.draw(st.lists(st.sampled_from((0, 1, 2)), max_size=2))
    parts = [
        filled(new_archive, folder / f"{part}.db", [look for look in seen if part in look.seen_by]) for part in range(3)
    ]
    whole = filled(new_archive, folder / "whole.db", seen)
    with closing(open_archive(whole, create=False)) as archive:
        wanted = told_by(archive)
    found = merged(new_archive, folder / "merged.db", [parts[part] for part in (*order, *again)])
    event(f"{len(seen)} looks")
    assert differences(found, wanted) == {}


_SCHEDULE = """
    SELECT p.url, f.due_at, f.priority, f.failures, f.checks, f.changes, f.watched, f.yielded, f.alarms, f.found_by
    FROM frontier AS f JOIN pages AS p ON p.id = f.page_id ORDER BY p.url
"""


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_ingest_changes_nothing_of_when_a_crawl_asks_whichever_comes_first(data, new_archive, folder):
    seen = data.draw(looks(3))
    crawls = [
        filled(new_archive, folder / f"crawl{part}.db", [look for look in seen if part in look.seen_by])
        for part in range(2)
    ]
    given_ones = [look for look in seen if 2 in look.seen_by and look.shows in {"page", "wall"}]
    ingest = filled(new_archive, folder / "ingest.db", given_ones, Ingest)
    merged(new_archive, folder / "crawls.db", crawls)
    wanted = {row[0]: row for row in foreign_rows(folder / "crawls.db", _SCHEDULE)}
    one = merged(new_archive, folder / "one.db", [folder / "crawls.db", ingest])
    other = merged(new_archive, folder / "other.db", [ingest, folder / "crawls.db"])
    assert differences(one, other) == {}
    found = foreign_rows(folder / "one.db", _SCHEDULE)
    assert {row[0]: row for row in found if row[0] in wanted} == wanted
    assert {row[1] for row in found if row[0] not in wanted} <= {None}


@pytest.mark.parametrize("is_turned", [False, True])
def test_two_schedules_of_one_moment_are_told_apart_by_what_they_say(new_archive, folder, is_turned):
    look = Look(hour=3, page="/bac", shows="page", text=1, titles=(), seen_by=frozenset())
    parts = [filled(new_archive, folder / f"equal{part}.db", [look]) for part in range(2)]
    foreign_rows(
        parts[1], "UPDATE frontier SET checks = 4, watched = 2.5, priority = 40, due_at = '2025-08-20T00:00:00Z'"
    )
    merged(new_archive, folder / "equal.db", parts[::-1] if is_turned else parts)
    assert foreign_rows(folder / "equal.db", "SELECT checks, watched, priority, due_at FROM frontier") == [
        (4, 2.5, 40, "2025-08-20T00:00:00Z")
    ]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_newest_crawl_says_when_a_page_is_due_whatever_an_ingest_saw_since(new_archive, folder, order):
    hours = {"first": (10, Desk), "second": (20, Desk), "ingest": (30, Ingest)}
    parts = []
    for name, (hour, kind) in hours.items():
        look = Look(hour=hour, page="/bac", shows="page", text=hour, titles=(), seen_by=frozenset())
        parts.append(filled(new_archive, folder / f"{name}.db", [look], kind))
    with closing(open_archive(parts[2], create=False)) as archive:
        run = archive.begin_run("ingest", ["bac.warc.gz"])
    foreign_rows(parts[2], f"UPDATE captures SET run_id = {run}")
    merged(new_archive, folder / "due.db", [parts[part] for part in order])
    assert foreign_rows(folder / "due.db", _SCHEDULE) == foreign_rows(parts[1], _SCHEDULE)
