"""Sitemaps that mean harm, met by a whole `archiver crawl`: entities, rings, a hundred thousand addresses."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from support.bad_server import BadServer, page, robots
from support.command_line import article

QUICK = ("--allow-private", "--delay", "0")
NAMED = "/2025/08/11/named-by-a-sitemap/"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "laughs": f'<!DOCTYPE urlset [<!ENTITY l0 "ha">{LAUGHS}]>',
    "passwd": '<!DOCTYPE urlset [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "web": '<!DOCTYPE urlset [<!ENTITY % more SYSTEM "{spy}/more.dtd"> %more; <!ENTITY l9 SYSTEM "{spy}/x">]>',
    "dtd": '<!DOCTYPE urlset SYSTEM "{spy}/urlset.dtd">',
    "quadratic": f'<!DOCTYPE urlset [<!ENTITY l9 "{"ha" * 50_000}">]>',
}
#: runs the command line and says how much memory it took, its children included
MEASURED = """
import json, re, resource, sys
from archiver.cli.running import run
code = run(sys.argv[1:])
own = re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())  # ru_maxrss begins with that of the parent
print(json.dumps({"code": code, "kilobytes": max(int(own[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)}))
"""


def urlset(*urls, before="", after=""):
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    markup = (
        f'<?xml version="1.0"?>{before}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}{after}'
    )
    return page(f"{markup}</urlset>", "Content-Type: application/xml")


def index(*urls):
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return page(f"<sitemapindex>{entries}</sitemapindex>", "Content-Type: application/xml")


def rows(folder, sql):
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return conn.execute(sql).fetchall()


@pytest.fixture
def mapped(server):
    """A site whose robots.txt names those sitemaps, and which has one story beside its own."""
    server.routes[NAMED] = article("Named by a sitemap")

    def name(**sitemaps):
        server.routes |= {f"/{name}.xml": route for name, route in sitemaps.items()}
        lines = "".join(f"Sitemap: {server.url(f'/{name}.xml')}\n" for name in sitemaps)
        server.routes["/robots.txt"] = robots(lines)
        return server

    return name


def test_entities_of_a_sitemap_are_neither_expanded_nor_fetched(folder, mapped):
    with BadServer() as spy:
        server = mapped()
        entity = f"<url><loc>{server.url('/')}&l9;</loc></url>"
        named = server.url(NAMED)
        maps = {
            name: urlset(
                named, before=doctype.replace("{spy}", spy.origin), after=entity * (1 + 200 * (name == "quadratic"))
            )
            for name, doctype in DOCTYPES.items()
        }
        mapped(**maps)
        command = [sys.executable, "-c", MEASURED, "crawl", server.url("/"), *QUICK]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
        assert spy.connections == 0
    facts = json.loads(done.stdout.splitlines()[-1])
    assert facts["code"] == 0
    assert facts["kilobytes"] < 400_000  # expanded, the laughs alone are 2 GB
    assert rows(folder, f"SELECT state FROM pages WHERE url = '{named}'") == [("ok",)]
    urls = [url for (url,) in rows(folder, "SELECT url FROM pages")]
    assert [url for url in urls if "root:" in url or "hahaha" in url or len(url) > 1000] == []


def test_sitemaps_that_name_each_other_are_asked_for_once(archiver, folder, mapped):
    server = mapped()
    mapped(
        itself=index(server.url("/itself.xml")),
        one=index(server.url("/two.xml")),
        two=index(server.url("/three.xml"), server.url("/one.xml")),
        three=index(server.url("/one.xml"), server.url("/stories.xml")),
        stories=urlset(server.url(NAMED)),
    )
    assert archiver("crawl", server.url("/"), *QUICK).code == 0
    assert len(server.paths) == len(set(server.paths))
    assert NAMED in server.paths


def test_a_sitemap_of_a_hundred_thousand_addresses_fills_the_frontier_as_far_as_the_protocol_goes(
    archiver, folder, mapped
):
    server = mapped()
    mapped(huge=urlset(*(server.url(f"/2025/08/11/story-number-{number}/") for number in range(100_000))))
    assert archiver("crawl", server.url("/"), *QUICK, "--max-pages", "10").code == 4
    ((known,),) = rows(folder, "SELECT count(*) FROM frontier")
    assert 45_000 < known <= 50_100
