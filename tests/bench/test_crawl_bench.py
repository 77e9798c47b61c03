"""The invented web is what it is said to be, and a crawl that is killed is looked at closely."""

from __future__ import annotations

import os
import random

import kill
import loopback
import lxml.html
import pytest
from crawl import cpu_seconds, crawl_with_archiver, family_of, homes_of, kept_pages, pss_mb, served

import archiver

pytestmark = pytest.mark.skipif(not loopback.has_addresses(), reason="only Linux has all of 127.0.0.0/8")
SIZE = loopback.Size(pages=40, hosts=2, kb=300)


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    loopback.write_web(folder, SIZE)
    return folder


def test_a_page_is_made_like_those_of_newspapers(web):
    pages = dict(loopback.article_pages(web))
    url, content = next((url, content) for url, content in pages.items() if url.count("/") > 4)
    article = archiver.parse(content, url=url)
    tree = lxml.html.document_fromstring(content)
    assert len(pages) == SIZE.pages
    assert 290_000 < len(content) < 310_000
    assert 1100 < len(list(tree.iter())) < 1250
    assert 60 < len(tree.findall(".//a")) <= 100
    assert article.kind == "article"
    assert 550 < len(article.body.split()) < 680


def test_the_web_is_the_same_for_the_same_seed():
    small = loopback.Size(pages=12, hosts=2, kb=90)
    assert loopback.host_responses(small, 1) == loopback.host_responses(small, 1)
    assert loopback.host_responses(small, 0) != loopback.host_responses(small, 1)


def test_a_crawl_finds_every_page_and_its_memory_is_seen(web, tmp_path):
    with served(web) as port:
        watched = crawl_with_archiver(tmp_path, homes_of(SIZE, port), "2", with_memory=True)
    assert kept_pages(tmp_path / "archive.db") == SIZE.pages
    assert watched.peak_mb > 10


def test_a_process_and_its_children_are_seen():
    assert os.getpid() in set(family_of(os.getpid()))
    assert cpu_seconds(os.getpid()) > 0
    assert pss_mb(os.getpid()) > 10


def test_a_killed_crawl_is_whole_in_the_end_and_what_is_missing_is_told(web, tmp_path):
    db = tmp_path / "archive.db"
    with served(web, "--late") as port:
        homes = homes_of(SIZE, port)
        kill.kill_again_and_again(db, homes, 2, random.Random(3))
        kill.crawl_into(db, homes)
    assert kill.problems_of(db, SIZE) == []
    for path in db.with_suffix(".warc").iterdir():
        path.write_bytes(path.read_bytes()[:-200])
    problems = kill.problems_of(db, SIZE)
    assert any(problem.startswith("check ends with 1") for problem in problems)
