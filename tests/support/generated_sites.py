"""Whole sites out of a few lines each: what they answer, which articles they truly have, and which traps they set.

    site = build_site("pagination-only", "https://www.gazette.example", today)
    site.answer("/valley/page/2/").body
    site.headlines          # of every article that a crawl has to find, once
    site.traps[0].asked_for(paths)   # how often a crawl has stepped into it

A site answers any path, some of them without end. ``generated_server.py`` puts one on loopback, ``MemoryWeb`` serves it
from memory, ``generated_crawls.py`` crawls and measures it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from support import generated_lists as lists
from support.generated_stories import Story, article_page, listing_page, make_stories

HTML = "text/html; charset=utf-8"
XML = "application/xml"
Respond: TypeAlias = "Callable[[re.Match[str]], Answer]"
#: a story's path
Place: TypeAlias = "Callable[[Story], str]"

#: rows or pages that bring nothing new and are asked for all the same, in a row: what `archiver` documents
BARREN_PAGES = 5
BARREN_DAYS, BARREN_MONTHS = 14, 6


#: addresses of one shape, and four more that are under way when the last of them turns out to be barren
BARREN_SHAPE = 20 + 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one path answers."""

    body: bytes = b""
    status: int = 200
    media_type: str | None = HTML
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """Addresses that lead nowhere, and how many of them a crawl may ask for all the same."""

    name: str
    #: of paths with their queries
    pattern: str
    limit: int

    def asked_for(self, paths: Iterable[str]) -> int:
        """How many different ones were asked for."""
        return sum(re.search(self.pattern, path) is not None for path in set(paths))


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedSite:
    """One site: what is in it, and what is to be found."""

    name: str
    #: scheme and host, without a slash
    base: str
    #: of the articles that can be found by whoever looks well
    headlines: frozenset[str]
    traps: tuple[Trap, ...]
    pages: dict[str, Answer]
    #: patterns of whole paths, for what has no end
    endless: tuple[tuple[str, Respond], ...] = ()

    def answer(self, path: str) -> Answer:
        """What the path (with its query) answers."""
        if path in self.pages:
            return self.pages[path]
        for pattern, respond in self.endless:
            if match := re.fullmatch(pattern, path):
                return respond(match)
        return Answer(body=b"<title>Not found</title><h1>There is no such page</h1>", status=404)


@dataclass(kw_only=True)
class Builder:
    """A site while it is put together."""

    base: str
    today: dt.date
    place: Place
    pages: dict[str, Answer] = field(default_factory=dict)
    endless: list[tuple[str, Respond]] = field(default_factory=list)
    headlines: set[str] = field(default_factory=set)
    traps: list[Trap] = field(default_factory=list)
    made: int = 0

    def stories(
        self, count: int, *, every: int = 1, newest: dt.date | None = None, language: str = "en", **page: object
    ) -> list[Story]:
        """So many more stories, each with its page; ``page`` is what ``article_page`` takes."""
        made = make_stories(count, newest=newest or self.today, every=every, first=self.made, language=language)
        self.made += count
        for story in made:
            self.put(self.place(story), article_page(story, **page))  # type: ignore[arg-type] # passed through
            self.headlines.add(story.headline)
        return list(made)

    def put(self, path: str, body: bytes | str, media_type: str | None = HTML, **more: object) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = Answer(body=content, media_type=media_type, **more)  # type: ignore[arg-type] # passed through

    def respond(self, pattern: str, respond: Respond) -> None:
        self.endless.append((pattern, respond))

    def trap(self, name: str, pattern: str, limit: int) -> None:
        self.traps.append(Trap(name=name, pattern=pattern, limit=limit))

    def url(self, path: str) -> str:
        return self.base + path

    def urls(self, stories: Iterable[Story]) -> list[str]:
        return [self.url(self.place(story)) for story in stories]

    def cards(self, stories: Iterable[Story]) -> list[tuple[str, Story]]:
        return [(self.place(story), story) for story in stories]

    def site(self, name: str) -> GeneratedSite:
        return GeneratedSite(
            name=name,
            base=self.base,
            headlines=frozenset(self.headlines),
            traps=tuple(self.traps),
            pages=self.pages,
            endless=tuple(self.endless),
        )


def build_site(name: str, base: str, today: dt.date) -> GeneratedSite:
    """The site of that name at that scheme and host; ``today`` is the day of its newest articles."""
    place, fill = SITES[name]
    builder = Builder(base=base, today=today, place=place)
    fill(builder)
    return builder.site(name)


# --- where articles stand ------------------------------------------------------


def by_slug(story: Story) -> str:
    return f"/{story.section}/{story.slug}"


def by_day(story: Story) -> str:
    return f"/{story.day:%Y/%m/%d}/{story.slug}/"


def by_number(story: Story) -> str:
    return f"/article/{100_000 + story.number}.html"


def by_language(story: Story) -> str:
    return f"/{story.language}/{story.day:%Y/%m}/{story.slug}"


# --- sites -------------------------------------------------------------------------


def _sitemap_only(site: Builder) -> None:
    """An index of all kinds of parts, good and bad; the pages link to nothing."""
    site.put("/", "<!DOCTYPE html><title>Gazette</title><div id=app>Loading</div>")
    site.put("/robots.txt", f"User-agent: *\nSitemap: {site.url('/maps/index.xml')}\n", "text/plain")
    parts = {
        "/maps/plain.xml": lists.urlset(site.urls(site.stories(12)), with_extensions=True),
        "/maps/bare.xml": lists.bare_urlset(site.urls(site.stories(6))),
        "/maps/packed.xml": lists.gzipped(lists.urlset(site.urls(site.stories(6)))),
        "/maps/packed.xml.gz": lists.gzipped(lists.urlset(site.urls(site.stories(6)))),
        "/maps/not-packed.xml.gz": lists.urlset(site.urls(site.stories(6))),
        "/maps/list.txt": "\n".join(site.urls(site.stories(6))).encode(),
        "/maps/rss.xml": lists.rss(site.url("/"), [(site.url(site.place(s)), s) for s in site.stories(6)]),
        "/maps/cut.xml": lists.cut(lists.urlset([*site.urls(site.stories(6)), site.url("/valley/half-an-address")])),
        "/maps/entities.xml": lists.with_entities(site.urls(site.stories(4)), site.url("/valley/&unheard;of")),
        "/maps/wide.xml": lists.urlset(site.urls(site.stories(4))).decode().encode("utf-16"),
        "/maps/news.xml": lists.news_map([(site.url(site.place(s)), s) for s in site.stories(6)]),
        "/maps/bomb.xml": lists.bomb(site.urls(site.stories(2))),
        "/maps/inner.xml": lists.index([site.url("/maps/innermost.xml"), site.url("/maps/index.xml")]),
        "/maps/innermost.xml": lists.urlset(site.urls(site.stories(4))),
    }
    for path, content in parts.items():
        site.put(path, content, "text/plain" if path.endswith("txt") else XML)
    named = [path for path in parts if "innermost" not in path]
    site.put("/maps/index.xml", lists.index(site.url(path) for path in [*named, "/maps/index.xml", "/deep/1.xml"]), XML)
    site.respond(
        r"/deep/(\d+)\.xml",
        lambda asked: Answer(body=lists.index([site.url(f"/deep/{int(asked[1]) + 1}.xml")]), media_type=XML),
    )
    site.trap("indexes in indexes without end", r"^/deep/", 5)
    site.trap("an entity that nobody declared", "unheard", 0)
    site.trap("half an address", r"half-an(-add|$)", 0)


def _feed_only(site: Builder) -> None:
    """Four feeds of four makes, three of them in pages; the pages link to nothing."""
    feeds = (
        ("application/rss+xml", "/feed/"),
        ("application/atom+xml", "/atom.xml"),
        ("application/feed+json", "/feed.json"),
    )
    head = "".join(f'<link rel="alternate" type="{kind}" href="{path}">' for kind, path in feeds)
    head += '<LINK REL="Alternate" TYPE="text/xml; charset=utf-8" HREF="old.rdf">'
    site.put("/", f"<!DOCTYPE html><title>Gazette</title>{head}<div id=app>Loading</div>")

    def items(count: int) -> list[tuple[str, Story]]:
        return [(site.url(site.place(story)), story) for story in site.stories(count)]

    site.put("/feed/", lists.rss(site.url("/"), items(10), generator="https://wordpress.org/?v=6.6"), "text/html")
    for number in (2, 3):
        site.put(f"/feed/?paged={number}", lists.rss(site.url("/"), items(10)), "application/rss+xml")
    for number, older in ((0, "/atom/1.xml"), (1, "/atom/2.xml"), (2, None)):
        path = "/atom.xml" if number == 0 else f"/atom/{number}.xml"
        site.put(path, lists.atom(items(8), older and site.url(older)), "application/atom+xml")
    for number in (1, 2, 3):
        path = "/feed.json" if number == 1 else f"/feed.json?page={number}"
        last = items(8)
        site.put(path, lists.json_feed(last, site.url(f"/feed.json?page={number + 1}")), "application/json")
    site.respond(
        r"/feed\.json\?page=(\d+)",
        lambda asked: Answer(
            body=lists.json_feed(last, site.url(f"/feed.json?page={int(asked[1]) + 1}")), media_type="application/json"
        ),
    )
    site.put("/old.rdf", lists.rdf(site.url("/"), items(6)), "text/plain")
    site.trap("a feed whose last page names one more", r"feed\.json\?page=([4-9]|\d\d)", BARREN_PAGES)


def _links_only(site: Builder) -> None:
    """Sections, and articles that only other articles name; what readers do stands beside them."""
    shown, hidden = site.stories(30), site.stories(10)
    menu = [(f"/{section}/", section.title()) for section in ("valley", "harbour", "culture")]
    for section in ("valley", "harbour", "culture"):
        site.put(
            f"/{section}/",
            listing_page(section.title(), site.cards(s for s in shown if s.section == section), links=menu),
        )
    for story, behind in zip(shown, [*hidden, *hidden, *hidden], strict=True):
        path = site.place(story)
        does = [
            (f"/login?returnUrl={path}", "Log in"),
            (f"{path}?replytocom=12", "Reply"),
            (f"{path}?print=1", "Print"),
            (f"/search?q={story.section}", "Search"),
            (f"{path}?share=mail", "Share"),
        ]
        site.put(path, article_page(story, links=[*menu, (site.place(behind), behind.headline), *does]))
    site.put("/", listing_page("Gazette", site.cards(shown[:6]), links=[*menu, ("/about", "About us")]))
    site.put("/about", listing_page("About us"))
    site.trap("what readers do", r"^/login|replytocom|print=|^/search|share=", 0)


def _pagination_only(site: Builder) -> None:
    """Six lists, each turned in another way; three of them never end."""
    for section, (first, turned) in lists.PAGINATIONS.items():
        stories = site.stories(20)
        groups = [stories[start : start + 5] for start in range(0, 20, 5)]
        for number, group in enumerate(groups):
            path = first if number == 0 else turned(number)
            link = lists.next_link(section, turned(number + 1)) if number < 3 or section in lists.WITHOUT_END else ""
            site.put(path, listing_page(section, site.cards(group), more=link))
    for section, pattern, shows in (("empty", r"/empty/page/(\d+)/", False), ("same", r"/same\?page=(\d+)", True)):
        site.respond(pattern, _turned_without_end(site, section, is_same=shows))
    site.respond(
        r"/cursor\?cursor=([0-9a-f]+)",
        lambda asked: Answer(
            body=listing_page("cursor", more=lists.next_link("cursor", f"/cursor?cursor={int(asked[1], 16) * 7:x}"))
        ),
    )
    site.put("/", listing_page("Gazette", links=[(first, name) for name, (first, _) in lists.PAGINATIONS.items()]))
    site.trap("empty pages without end", r"^/empty/page/([5-9]|\d\d)", BARREN_PAGES)
    site.trap("the last page again and again", r"^/same\?page=([5-9]|\d\d)", BARREN_PAGES)
    site.trap("a new cursor on every page", r"^/cursor\?cursor=(?!2a0?[1-4]?$)", BARREN_PAGES)


def _turned_without_end(site: Builder, section: str, *, is_same: bool) -> Respond:
    _, turned = lists.PAGINATIONS[section]
    last = site.pages[turned(3)].body

    def respond(asked: re.Match[str]) -> Answer:
        link = lists.next_link(section, turned(int(asked[1])))
        body = last.replace(lists.next_link(section, turned(4)).encode(), link.encode())
        return Answer(body=body if is_same else listing_page(section, more=link))

    return respond


def _archives_by_date(site: Builder) -> None:
    """Days that lead to the day before and after for ever, and months; nothing else lists an article."""
    by_days: dict[dt.date, list[Story]] = {}
    for story in site.stories(30, every=2):
        by_days.setdefault(story.day, []).append(story)
    old = site.today - dt.timedelta(days=400)
    by_months: dict[str, list[Story]] = {}
    for story in site.stories(24, every=10, newest=old):
        by_months.setdefault(f"{story.day:%Y/%m}", []).append(story)

    def day_page(asked: re.Match[str]) -> Answer:
        day = dt.date.fromisoformat(asked[1])
        around = [(f"/archives/{day + dt.timedelta(days=step)}", "Other day") for step in (-1, 1)]
        return Answer(body=listing_page(f"{day:%d %B %Y}", site.cards(by_days.get(day, ())), links=around))

    def month_page(asked: re.Match[str]) -> Answer:
        month = dt.date(int(asked[1]), int(asked[2]), 1)
        around = [month - dt.timedelta(days=1), month + dt.timedelta(days=32)]
        links = [(f"/{other:%Y/%m}/", f"{other:%B %Y}") for other in around]
        return Answer(body=listing_page(f"{month:%B %Y}", site.cards(by_months.get(f"{month:%Y/%m}", ())), links=links))

    site.respond(r"/archives/(\d{4}-\d\d-\d\d)", day_page)
    site.respond(r"/(\d{4})/(\d\d)/", month_page)
    site.put(
        "/", listing_page("Gazette", links=[(f"/archives/{site.today}", "Today"), (f"/{old:%Y/%m}/", "The old months")])
    )
    first = min(by_days)
    days_before = "|".join(str(first - dt.timedelta(days=n)) for n in range(1, 400))
    site.trap("days before the first article", rf"^/archives/({days_before})$", BARREN_DAYS)
    days_after = "|".join(str(site.today + dt.timedelta(days=n)) for n in range(1, 400))
    site.trap("days that are still to come", rf"^/archives/({days_after})$", 0)
    months = [
        f"{dt.date(year, month, 1):%Y/%m}"
        for year in range(site.today.year - 30, site.today.year + 3)
        for month in range(1, 13)
    ]
    barren = "|".join(month for month in months if month < min(by_months))
    site.trap("months before the first article", rf"^/({barren})/$", BARREN_MONTHS)
    to_come = "|".join(month for month in months if month > f"{site.today:%Y/%m}")
    site.trap("months that are still to come", rf"^/({to_come})/$", 0)


def _calendar_of_archives(site: Builder) -> None:
    """Years that link their months, and months all their days; articles only on some days of a few weeks, long over."""
    newest = site.today - dt.timedelta(days=20)
    by_days = {story.day: story for story in site.stories(24, every=2, newest=newest)}
    years = (site.today.year - 2, site.today.year - 1, site.today.year)

    def archive(asked: re.Match[str]) -> Answer:
        return Answer(body=listing_page(asked[0], links=[(f"{asked[0]}{n:02}/", str(n)) for n in range(1, 13)]))

    def month(asked: re.Match[str]) -> Answer:
        last = calendar.monthrange(int(asked[1]), int(asked[2]))[1]
        return Answer(body=listing_page(asked[0], links=[(f"{asked[0]}{n:02}/", str(n)) for n in range(1, last + 1)]))

    def day(asked: re.Match[str]) -> Answer:
        story = by_days.get(dt.date(int(asked[1]), int(asked[2]), int(asked[3])))
        return Answer(body=listing_page(asked[0], site.cards([story] if story else [])))

    site.put("/", listing_page("Gazette", links=[("/archive/", "Archive")]))
    site.put("/archive/", listing_page("Archive", links=[(f"/archive/{year}/", str(year)) for year in years]))
    site.respond(r"/archive/(\d{4})/", archive)
    site.respond(r"/archive/(\d{4})/(\d\d)/", month)
    site.respond(r"/archive/(\d{4})/(\d\d)/(\d\d)/", day)
    first = min(by_days)
    before = "|".join(f"{first - dt.timedelta(days=n):%Y/%m/%d}" for n in range(1, 1200))
    # a month may come before a newer one does: then its days are asked for while nothing has brought anything yet
    site.trap("days before the first article", rf"^/archive/({before})/$", 4 * BARREN_DAYS)
    after = "|".join(f"{site.today + dt.timedelta(days=n):%Y/%m/%d}" for n in range(1, 400))
    site.trap("days that are still to come", rf"^/archive/({after})/$", 0)


def _multilingual(site: Builder) -> None:
    """One story in three languages is three articles, each of which names the others."""
    languages = ("en", "fr", "de")
    sets = [site.stories(8, language=language) for language in languages]
    for together in zip(*sets, strict=True):
        head = "".join(
            f'<link rel="alternate" hreflang="{s.language}" href="{site.url(site.place(s))}">' for s in together
        )
        for story in together:
            site.put(site.place(story), article_page(story, head=head))
    for language, stories in zip(languages, sets, strict=True):
        others = [(f"/{other}/", other) for other in languages]
        switches = [(f"/{language}/?lang={other}", other) for other in languages]
        site.put(f"/{language}/", listing_page(language, site.cards(stories[:4]), links=[*others, *switches]))
    rest = [site.url(site.place(story)) for stories in sets for story in stories[4:]]
    site.put("/robots.txt", f"Sitemap: {site.url('/map.xml')}", "text/plain")
    site.put("/map.xml", lists.urlset(rest), XML)
    site.put("/", listing_page("Gazette", links=[(f"/{language}/", language) for language in languages]))


def _variants(site: Builder) -> None:
    """Each article also for phones, for printers, for AMP, and as whoever shared it calls it."""
    stories = site.stories(16)
    menu = []
    for story in stories:
        path = site.place(story)
        canonical = f'<link rel="canonical" href="{site.url(path)}">'
        shared = [f"{path}?utm_source=mail&utm_medium=x", f"{path}?fbclid=abc{story.number}", f"{path}#comments"]
        views = [f"{path}?print=1", f"{path}?m=1", f"{path}?outputType=amp"]
        head = f'{canonical}<link rel="amphtml" href="{path}?outputType=amp">'
        for view in (path, *shared[:2], *views):
            site.put(view, article_page(story, head=head, links=[(url, "View") for url in [*shared, *views]]))
        for folder in ("amp", "m", "print"):
            site.put(f"/{folder}{path}", article_page(story, head=canonical))
        menu += [(f"/{folder}{path}", folder) for folder in ("amp", "m", "print")]
    site.put("/", listing_page("Gazette", site.cards(stories), links=menu))
    site.trap("printing and AMP views", r"print|amp", 2 * len(stories))
    site.trap("views for phones", r"^/m/|[?&]m=1", 3 * len(stories))


def _all_broken(site: Builder) -> None:
    """Everything that goes wrong, all at once; see ``generated_traps.py``."""
    from support.generated_traps import fill_all_broken  # noqa: PLC0415 - needs this module's builder

    fill_all_broken(site)


SITES: dict[str, tuple[Place, Callable[[Builder], None]]] = {
    "sitemap-only": (by_slug, _sitemap_only),
    "feed-only": (by_number, _feed_only),
    "links-only": (by_slug, _links_only),
    "pagination-only": (by_number, _pagination_only),
    "all-broken": (by_day, _all_broken),
    "archives-by-date": (by_slug, _archives_by_date),
    "calendar-of-archives": (by_slug, _calendar_of_archives),
    "multilingual": (by_language, _multilingual),
    "variants": (by_number, _variants),
}
