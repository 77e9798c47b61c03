"""The bench of served pages asks for every one of them."""

from __future__ import annotations

import re

import pytest
from big_archive import write_archive
from invented_pages import Size

import serve
from archiver.serve.routes import ROUTES, not_for_readers
from support.served import served


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "small.db"
    write_archive(path, Size(articles=60))
    return list(serve.measure(path, rounds=1))


def test_every_page_of_the_bench_is_there(measured):
    assert {one.name: one.status for one in measured} == dict.fromkeys(serve.PAGES, 200)


def test_every_page_of_ours_is_measured(measured):
    asked = [one.address.partition("?")[0] for one in measured]
    pages = [route for route, answer in ROUTES if answer is not not_for_readers]
    missed = {route for route in pages if not any(re.match(route, address) for address in asked)}
    assert missed == {r"^/-/article$", r"^/-/charts\.css$"}


def test_pages_stay_small_however_much_there_is_to_show(tmp_path):
    write_archive(tmp_path / "heavy.db", Size(articles=60))
    serve.make_heavy(tmp_path / "heavy.db", promotions=500, placements=3000)
    with served(tmp_path / "heavy.db") as pages:
        sizes = {path: len(pages.get(path).content) for path in serve.addresses(tmp_path / "heavy.db").values()}
    assert {path: size for path, size in sizes.items() if size > 400_000} == {}
