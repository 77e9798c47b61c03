"""An archive to export: two sites and a text without an address, with texts that formats trip over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from archiver.model import Alternate, Article, Author, Evidence, Image, Teaser
from archiver.store.archive import Archive, open_archive
from support.archives import Clock

#: what breaks lines, quotes, fields, blocks, markup and C strings
NASTY = (
    'a "quoted", word; and \\ more',
    "two\nlines\r\nand\rmore",
    "---\ntitle: no\n---",
    "]]> &amp; <script>alert(1)</script> <!-- -->",
    "emoji \U0001f9f6, \u2028 and \u2029, \x85, \ufeff, \x00 and \x1b[31m",
    "=cmd|' /C calc'!A0",
    "# no heading\n- no list\n1. no number\n> no quote\n    no code\n*no* _stress_ `code` [link](x) | ~~x~~",
    "null",
    "2025-08-11",
    "عربي \u202e עברית",
)
FERRY = "https://lake.example/2025/08/the-ferry-runs-again"


def ferry(**fields: Any) -> Article:
    """An article with something of everything."""
    plain = {
        "kind": "article",
        "url": FERRY,
        "title": "The ferry runs again",
        "headline": "The ferry runs again",
        "byline": "By Ada Lake, Jr. and Ben Hill",
        "authors": (Author(name="Ada Lake, Jr.", role="Reporter"), Author(name="Ben Hill", affiliation="AFP")),
        "lead": "After six months.",
        "body": "It runs.\n\nIt runs well.",
        "published": dt.datetime(2025, 8, 11, 14, 5, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        "modified": dt.date(2025, 8, 12),
        "language": "en",
        "section": "Lake",
        "tags": ("ferry", "lake; and more"),
        "alternates": (Alternate(language="fr", url="https://lake.example/fr/bac"),),
        "images": (
            Image(url="https://lake.example/1.jpg", role="main", caption="The ferry"),
            Image(url=None, role="inline", status="placeholder", placeholder_text="Image Not Found"),
        ),
        "is_paywalled": False,
        "teasers": (
            Teaser(
                position=0, region="aside", block=1, block_heading="Most read", title="The market moves",
                url="https://hill.example/market", image_status="placeholder", placeholder_text="Image Not Found",
            ),
        ),
        "evidence": (
            Evidence(field="title", value="The ferry runs again", raw="The ferry", source="json-ld", rule="headline"),
        ),
    }  # fmt: skip
    return Article(**(plain | fields))


def market(**fields: Any) -> Article:
    """An article of another site, without a day."""
    plain = {"kind": "article", "url": "https://hill.example/market", "title": "The market moves", "body": "It moves."}
    return Article(**(plain | fields))


def fill(archive: Archive, clock: Clock) -> None:
    """Three articles: one that was edited, one without a day, one without an address."""
    archive.add_source("https://lake.example/", name="Lake Courier", language="en")
    archive.add(ferry(title="The ferry stands still"))
    clock.pass_hours(1)
    archive.add(ferry())
    archive.add(market())
    archive.add(Article(kind="article", title="On paper", body="Only text.", published=dt.date(2024, 2, 29)))


def write_archive(path: Any) -> None:
    """A new archive with these."""
    clock = Clock()
    with open_archive(path, clock=clock) as archive:
        fill(archive, clock)


def write_nasty(path: Any, texts: tuple[str, ...] = NASTY) -> None:
    """An archive with an article for each text, which stands in every field that holds any."""
    with open_archive(path, clock=Clock()) as archive:
        archive.add_source("https://lake.example/", name="../a/b: %\n=é")
        for number, text in enumerate(texts):
            archive.add(
                ferry(
                    url=f"https://lake.example/{number}",
                    title=text, headline=text, byline=text, lead=text, body=text, section=text, site_name=text,
                    authors=(Author(name=text, role=text),), tags=(text,),
                    images=(Image(url="https://lake.example/1.jpg", role="main", caption=text),),
                    teasers=(Teaser(position=0, region="aside", block=1, block_heading=text, title=text, excerpt=text),),
                    evidence=(Evidence(field="title", value=text, raw=text, source="json-ld", rule=text),),
                )
            )  # fmt: skip
