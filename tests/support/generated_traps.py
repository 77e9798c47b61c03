"""The site on which everything is broken at once."""

from __future__ import annotations

import itertools
import re

from support import generated_lists as lists
from support.generated_sites import BARREN_SHAPE, HTML, Answer, Builder
from support.generated_stories import article_page, listing_page

#: a shop's filters: 4 ** 4 combinations, in whatever order
FACETS = dict.fromkeys(("colour", "size", "brand", "price"), ("1", "2", "3", "4"))


def fill_all_broken(site: Builder) -> None:
    """Broken XML, wrong types, dead links, chains, loops, and every trap; no page has a script that matters."""
    _fill_lists(site)
    shown = site.stories(12)
    menu = [
        ("/calendar/2025-08", "Events"),
        ("/shop?colour=1", "Shop"),
        ("/dead", "Dead"),
        ("/loop/a", "Round and round"),
        ("javascript:void(0)", "Nothing"),
        ("mailto:desk@gazette.example", "Write"),
        ("http://", "Broken"),
        ("/caf\xe9%zz", "Odd"),
    ]
    for story in shown:
        after = '<p><a href="more/index.html">More of this</a></p>'
        site.put(site.place(story), article_page(story, links=menu, after=after, is_declared=False))
    site.respond(r"/\d{4}/\d\d/\d\d/[^/]+/(more/)+index\.html", _relative)
    _fill_redirects(site)
    _fill_traps(site)
    _fill_sessions(site)
    chained = [(f"/go/{story.number}/0", story) for story in site.stories(4)]
    for path, story in chained:
        for hop in range(4):
            target = f"/go/{story.number}/{hop + 1}" if hop < 3 else site.place(story)
            site.put(f"{path[:-1]}{hop}", b"", status=302, headers=(("Location", target),))
    # neither closed nor nested as it should be, and nobody says what it is
    home = listing_page("Gazette", [*site.cards(shown), *chained], links=[*menu, ("/s/", "Under a session")])
    site.put("/", home.replace(b"</ul>", b"").replace(b"</h2>", b"").replace(b"</body></html>", b"<table><b>"), None)


def _fill_lists(site: Builder) -> None:
    site.put("/robots.txt", f"\ufeffsitemap:{site.url('/map.xml')}\nSitemap: /gone.xml\nSitemap:\n", "text/html")
    bad = lists.cut(lists.bare_urlset([*site.urls(site.stories(6)), site.url("/half-an-address")]))
    site.put("/map.xml", bad.replace(b"<urlset>", b'<urlset xmlns:x="'), "text/html")
    items = [(site.url(site.place(story)), story) for story in site.stories(6)]
    feed = lists.rss(site.url("/"), items).replace(b"</item>", b"", 2).replace(b"<title>", b"<title>A & B &nbsp; ", 3)
    site.put("/feed/", b"\n<!-- cached -->\n" + feed, "application/octet-stream")
    site.trap("half an address", r"half-an", 0)


def _relative(asked: re.Match[str]) -> Answer:
    return Answer(body=listing_page("More", links=[("more/index.html", "More of this")]))


def _fill_redirects(site: Builder) -> None:
    for one, other in ("ab", "ba"):
        site.put(f"/loop/{one}", b"", status=301, headers=(("Location", f"/loop/{other}"),))
    site.trap("redirects in a ring", r"^/loop/", 2)


def _fill_traps(site: Builder) -> None:
    def calendar(asked: re.Match[str]) -> Answer:
        year, month = int(asked[1]), int(asked[2])
        later = year * 12 + month
        days = [(f"/calendar/{asked[1]}-{asked[2]}-{day:02}", str(day)) for day in range(1, 29)]
        return Answer(
            body=listing_page("Events", links=[*days, (f"/calendar/{later // 12}-{later % 12 + 1:02}", "Later")])
        )

    site.respond(r"/calendar/(\d+)-(\d\d)(?:-\d\d)?", calendar)
    site.trap("a calendar of events", r"^/calendar/", 1)

    def shop(asked: re.Match[str]) -> Answer:
        chosen = dict(part.partition("=")[::2] for part in asked[1].split("&"))
        more = [
            ("/shop?" + "&".join(f"{key}={kept}" for key, kept in {**chosen, name: value}.items()), f"{name} {value}")
            for name, values in FACETS.items()
            for value in values
        ]
        return Answer(body=listing_page("Shop", links=more), media_type=HTML)

    site.respond(r"/shop\?(.+)", shop)
    site.trap("filters of a shop", r"^/shop\?", BARREN_SHAPE)
    site.trap("relative links that go wrong", r"/more/", 2 * BARREN_SHAPE)


def _fill_sessions(site: Builder) -> None:
    """Below /s/ each link carries a session of its own."""
    sessions = itertools.count(1)
    stories = site.stories(4)
    by_path = {site.place(story): story for story in stories}

    def listed(_asked: re.Match[str]) -> Answer:
        number = next(sessions)
        cards = [(f"{path};jsessionid=ABC{number}?PHPSESSID=x{number}", story) for path, story in by_path.items()]
        return Answer(body=listing_page("Session", cards, links=[(f"/s/?sid={number:032x}", "Again")]))

    def told(asked: re.Match[str]) -> Answer:
        return site.pages[asked[1]]

    site.respond(r"/s/(?:\?sid=\w+)?", listed)
    site.respond(r"(/\d{4}/[^;?]+);jsessionid=.*", told)
    site.trap("a new session on every page", r"^/s/\?sid=", BARREN_SHAPE)
