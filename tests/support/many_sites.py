"""Several sites on loopback addresses of their own, which know when they were asked and by how many at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from support.bad_server import BadServer, Visit, page
from support.command_line import article, slug

#: a server's answer takes so long: two requests that are under way at a time meet
ANSWER_S = 0.02


@dataclass
class WatchedSite:
    """One of them."""

    server: BadServer
    stories: int
    #: of stories
    paths: list[str] = field(default_factory=list)
    most_at_a_time: int = 0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        titles = [f"Story number {number} of {self.server.address}" for number in range(self.stories)]
        self.paths = [f"/2025/08/11/{slug(title)}/" for title in titles]
        links = "".join(
            f'<li><a href="{path}">{title}</a></li>' for path, title in zip(self.paths, titles, strict=True)
        )
        self._serve("/robots.txt", page("", status="404 Not Found"))
        self._serve("/", page(f"<title>Courier {self.server.address}</title><ul>{links}</ul>"))
        for path, title in zip(self.paths, titles, strict=True):
            self._serve(path, article(title))

    @property
    def home(self) -> str:
        return self.server.url("/")

    @property
    def asked(self) -> list[str]:
        """Paths of stories, in the order in which they were asked for."""
        return [path for path in self.server.paths if "story" in path]

    @property
    def shortest_gap_s(self) -> float:
        """Between the arrival of one request and that of the next."""
        return min(later.at - earlier.at for earlier, later in pairwise(self.server.log))

    def _serve(self, path: str, answer: bytes) -> None:
        self.server.routes[path] = lambda visit: self._answer(visit, answer)

    def _answer(self, visit: Visit, answer: bytes) -> None:
        with self._lock:
            self._under_way += 1
            self.most_at_a_time = max(self.most_at_a_time, self._under_way)
        visit.pause(ANSWER_S)
        with self._lock:
            self._under_way -= 1
        visit.send(answer)


@contextmanager
def many_sites(count: int, *, stories: int = 6, first: int = 1) -> Iterator[list[WatchedSite]]:
    """So many, each with a home page and stories; ``first`` is the number of the first one's address."""
    with ExitStack() as stack:
        yield [
            WatchedSite(stack.enter_context(BadServer(address=f"127.0.2.{number}")), stories)
            for number in range(first, first + count)
        ]


#: what an archive holds, told without its numbers and its times, and without which of several lists named an address
#: first, or was read when there was nothing new in it: these are matters of time, too
NATURAL = {
    "sources": "SELECT host, home_url, name, language, state, scope FROM sources",
    "pages": """
        SELECT p.url, s.home_url, p.kind, p.state, CASE WHEN p.state <> 'ok' THEN p.reason END, a.url, p.part, p.last_fetched_at IS NULL
        FROM pages AS p LEFT JOIN sources AS s ON s.id = p.source_id LEFT JOIN articles AS a ON a.id = p.article_id
    """,
    "frontier": """
        SELECT p.url, f.host, f.due_at IS NULL, f.etag, f.last_modified, f.payload_digest, f.failures,
               f.checks, f.chain, f.told_from, f.told_to
        FROM frontier AS f JOIN pages AS p ON p.id = f.page_id
    """,
    "hosts": "SELECT host, robots_status, robots_text, crawl_delay_s, not_before, failures FROM hosts",
    "shapes": """
        SELECT s.home_url, x.shape, x.articles, x.others
        FROM address_shapes AS x JOIN sources AS s ON s.id = x.source_id
    """,
    "refused": """
        SELECT s.home_url, r.reason, r.kept, r.further, r.last_example
        FROM refused_addresses AS r JOIN sources AS s ON s.id = r.source_id
    """,
    "captures": """
        SELECT c.url, c.final_url, p.url, c.status, c.error, c.media_type, c.payload_digest, c.size_bytes,
               c.tells_cards, c.is_truncated, c.revisit_of IS NULL, o.payload_digest, r.command
        FROM captures AS c LEFT JOIN pages AS p ON p.id = c.page_id LEFT JOIN captures AS o ON o.id = c.revisit_of
        LEFT JOIN runs AS r ON r.id = c.run_id
    """,
    "articles": """
        SELECT a.url, s.home_url, a.canonical_url, a.kind, a.title, a.headline, a.byline, a.lead, a.body, a.language,
               a.section, a.site_name, a.image_url, a.is_paywalled, a.published, a.modified, a.word_count,
               a.text_digest, a.record_digest, a.url_day, a.simhash, a.has_unspaced, a.evidence
        FROM articles AS a LEFT JOIN sources AS s ON s.id = a.source_id
    """,
    "revisions": """
        SELECT a.url, r.number, r.cause, r.title, r.lead, r.body, r.parser_version
        FROM revisions AS r JOIN articles AS a ON a.id = r.article_id
    """,
    "authors": """
        SELECT a.url, x.position, n.name, x.role, x.affiliation FROM article_authors AS x
        JOIN authors AS n ON n.id = x.author_id JOIN articles AS a ON a.id = x.article_id
    """,
    "tags": """
        SELECT a.url, x.position, t.name FROM article_tags AS x
        JOIN tags AS t ON t.id = x.tag_id JOIN articles AS a ON a.id = x.article_id
    """,
    "images": """
        SELECT a.url, i.position, i.url, i.alt, i.caption, i.credit, i.role, i.status, i.placeholder_text
        FROM images AS i JOIN articles AS a ON a.id = i.article_id
    """,
    "keys": "SELECT k.match_key, a.url FROM article_keys AS k JOIN articles AS a ON a.id = k.article_id",
    "placements": """
        SELECT p.url, x.region, x.block, x.block_heading, x.position, k.digest, a.url, x.ended_at IS NULL
        FROM placements AS x JOIN pages AS p ON p.id = x.page_id JOIN cards AS k ON k.id = x.card_id
        LEFT JOIN articles AS a ON a.id = k.article_id
    """,
    "similar": """
        SELECT min(a.url, b.url), max(a.url, b.url), x.distance FROM similar_articles AS x
        JOIN articles AS a ON a.id = x.article_id JOIN articles AS b ON b.id = x.other_id
    """,
}
