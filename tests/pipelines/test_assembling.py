"""An article that is spread over several pages is one article."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archiver.model import Reparsed
from archiver.parser.article import parse
from archiver.pipelines.crawl import crawl
from archiver.pipelines.events import PageReparsed
from archiver.pipelines.pages import MAX_PAGES
from archiver.pipelines.reparse import Selection, reparse
from support.archives import NOTE_TEXTS, Clock
from support.memory_web import Desk, MemoryWeb, page
from support.spread import FIRST, HOME, LEAD, TITLE, in_path, in_query, spread_page, whole_text

SECOND, THIRD = in_path(2), in_path(3)


@pytest.fixture
def web():
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FIRST]))
    for number in (1, 2, 3):
        web.put(in_path(number), spread_page(number))
    return web


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


@pytest.fixture
def archived(desk, web):
    """The article was archived an hour ago."""
    desk.crawl(HOME)
    desk.wait(hours=1)
    web.log.clear()
    return desk


ARTICLE = f"SELECT url, title, lead, body FROM articles WHERE url LIKE '{FIRST}%'"
PARTS = f"""
    SELECT p.url, p.part, p.state, a.url FROM pages p LEFT JOIN articles a ON a.id = p.article_id
    WHERE p.url LIKE '{FIRST}_%' ORDER BY p.url
"""
REVISIONS = f"""
    SELECT r.cause, r.body FROM revisions r JOIN articles a ON a.id = r.article_id
    WHERE a.url = '{FIRST}' ORDER BY r.number
"""
CARDS = f"""
    SELECT p.url, count(*) FROM teasers t JOIN pages p ON p.id = t.page_id
    WHERE p.url LIKE '{FIRST}%' GROUP BY p.url ORDER BY p.url
"""


def body(desk):
    ((_, _, _, text),) = desk.rows(ARTICLE)
    return text


def causes(desk):
    return [cause for cause, _ in desk.rows(REVISIONS)]


def test_its_pages_are_joined_in_their_order(desk):
    desk.crawl(HOME)
    assert desk.rows(ARTICLE) == [(FIRST, TITLE, LEAD, whole_text(1, 2, 3))]
    assert desk.rows(PARTS) == [(SECOND, 2, "ok", FIRST), (THIRD, 3, "ok", FIRST)]
    assert causes(desk) == ["first"]


def test_each_page_is_asked_for_once_and_kept(desk, web):
    desk.crawl(HOME)
    asked = [url for url in web.asked() if url.startswith(FIRST)]
    assert asked == [FIRST, SECOND, THIRD]
    kept = desk.rows(f"SELECT url FROM captures WHERE warc_file IS NOT NULL AND url LIKE '{FIRST}%' ORDER BY url")
    assert kept == [(FIRST,), (SECOND,), (THIRD,)]


@pytest.mark.parametrize("address", [in_query, lambda n: FIRST if n == 1 else FIRST[:-1] + f"-{n}.html"])
def test_pages_are_told_by_their_addresses(desk, web, address):
    for number in (1, 2, 3):
        web.put(address(number), spread_page(number, address=address))
    desk.crawl(HOME)
    assert body(desk) == whole_text(1, 2, 3)


def test_cards_stand_on_the_page_that_shows_them(desk, web):
    desk.crawl(HOME)
    assert desk.rows(CARDS) == [(FIRST, 3), (SECOND, 3), (THIRD, 3)]


@pytest.mark.parametrize("links", [[SECOND, FIRST], [THIRD, SECOND, FIRST], [THIRD]])
def test_a_later_page_that_is_met_first_leads_to_the_first_one(desk, web, links):
    web.put(HOME, page("Lake Courier", links=links))
    desk.crawl(HOME)
    assert desk.rows(ARTICLE) == [(FIRST, TITLE, LEAD, whole_text(1, 2, 3))]
    assert [row[1:] for row in desk.rows(PARTS)] == [(2, "ok", FIRST), (3, "ok", FIRST)]
    assert sorted(url for url in web.asked() if url.startswith(FIRST)) == [FIRST, SECOND, THIRD]


def test_a_later_page_that_declares_the_first_is_no_other_view_of_it(desk, web):
    """All pages have one canonical address: the second one's text must not take the place of the first one's."""
    web.put(HOME, page("Lake Courier", links=[SECOND, FIRST]))
    for number in (1, 2, 3):
        web.put(in_path(number), spread_page(number, head=f'<link rel="canonical" href="{FIRST}">'))
    desk.crawl(HOME)
    assert body(desk) == whole_text(1, 2, 3)


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_later_page_whose_first_does_not_come_is_an_article(desk, web, status):
    web.put(FIRST, b"", status=status)
    web.put(HOME, page("Lake Courier", links=[FIRST]))
    desk.crawl(HOME)
    web.put(HOME, page("Lake Courier", links=[FIRST, SECOND]))
    desk.wait(hours=0.2)
    desk.update()
    assert (SECOND, whole_text(2)) in desk.rows("SELECT url, body FROM articles")


def test_a_list_that_is_taken_for_an_article_still_leads_on(desk, web):
    """Its second page is named as an article's would be; what that lists must be found all the same."""
    section = HOME + "long-reads/"
    other = HOME + "2025/08/12/the-mill-has-a-roof-again/"
    for number in range(1, 26):
        pager = f'<nav class="pagination"><a rel="next" href="{section}page/{number + 1}/">Next</a></nav>'
        text = f"What we have read in week {number}, and what we thought about it while the rain fell on the lake."
        web.put(
            section if number == 1 else f"{section}page/{number}/",
            spread_page(
                1,
                texts=[text, text + " " + text],
                pager=pager + (f'<a href="{other}">A roof</a>' if number == 24 else ""),
            ),
        )
    web.put(other, page("The mill has a roof again"))
    web.put(HOME, page("Lake Courier", links=[section]))
    desk.crawl(HOME)
    assert other in web.asked()


def test_pages_in_a_circle_end(desk, web):
    back = f'<nav class="pagination"><a rel="next" href="{FIRST}">Next page</a> <a href="{FIRST}">1</a></nav>'
    web.put(SECOND, spread_page(2, pager=back))
    desk.crawl(HOME)
    assert body(desk).startswith(whole_text(1, 2))
    assert len([url for url in web.asked() if url.startswith(FIRST)]) <= 3


def test_a_page_that_shows_the_first_one_again_ends_the_article(desk, web):
    for number in range(2, 30):
        web.put(in_path(number), spread_page(number, 30, texts=spread_texts(1)))
    web.put(FIRST, spread_page(1, 30))
    desk.crawl(HOME)
    assert body(desk) == whole_text(1)
    assert [url for url in web.asked() if url.startswith(FIRST)] == [FIRST, SECOND]


def spread_texts(number):
    return whole_text(number).split("\n\n")


def test_there_is_a_limit_to_pages(desk, web):
    for number in range(1, 41):
        text = f"Of page {number} this is the text, and it is long enough to be taken for a paragraph of an article."
        web.put(in_path(number), spread_page(number, 40, texts=[text, f"{text} It goes on for a while."]))
    desk.crawl(HOME)
    assert len([url for url in web.asked() if url.startswith(FIRST)]) == MAX_PAGES


@pytest.mark.parametrize(("status", "state"), [(404, "gone"), (500, "failed")])
def test_a_page_that_does_not_come_costs_its_own_text_only(desk, web, status, state):
    web.put(SECOND, b"", status=status)
    assert desk.crawl(HOME).exit_code == 0
    assert body(desk) == whole_text(1, 3)
    assert desk.rows(PARTS) == [(SECOND, 2, state, FIRST), (THIRD, 3, "ok", FIRST)]


def test_a_page_that_comes_later_completes_the_article_and_is_no_edit(desk, web):
    web.put(THIRD, b"", status=500)
    desk.crawl(HOME)
    assert body(desk) == whole_text(1, 2)
    web.put(THIRD, spread_page(3))
    desk.wait(hours=1)
    desk.update()
    assert body(desk) == whole_text(1, 2, 3)
    assert causes(desk) == ["first", "parser"]


def test_pages_that_have_not_changed_write_nothing(archived, web):
    tables = ("articles", "revisions", "cards", "placements", "images")
    before = [archived.rows(f"SELECT * FROM {table}") for table in tables]
    archived.update()
    assert {(url, status) for url, _, status in web.log if url.startswith(FIRST)} == {
        (FIRST, 304),
        (SECOND, 304),
        (THIRD, 304),
    }
    assert [archived.rows(f"SELECT * FROM {table}") for table in tables] == before


def test_a_change_on_the_second_page_is_a_change_of_the_article(archived, web):
    web.put(SECOND, spread_page(2, texts=[*spread_texts(2), "The council has since bought a second crane, it said."]))
    ended = archived.update()
    assert ended.counts.articles_changed == 1
    assert causes(archived) == ["first", "publisher"]
    assert body(archived) == whole_text(
        1, 2
    ) + "\n\nThe council has since bought a second crane, it said.\n\n" + whole_text(3)


def test_a_change_on_the_first_page_keeps_the_others(archived, web):
    web.put(
        FIRST, spread_page(1, texts=["An editor's note was added to the beginning of this story.", *spread_texts(1)])
    )
    archived.update()
    assert body(archived).startswith("An editor's note")
    assert body(archived).endswith(whole_text(1, 2, 3))
    assert causes(archived) == ["first", "publisher"]


def test_a_page_that_is_added_is_a_change_of_the_publishers(archived, web):
    for number in (2, 3, 4):
        web.put(in_path(number), spread_page(number, 4))
    archived.update()
    assert body(archived) == whole_text(1, 2, 3, 4)
    assert causes(archived) == ["first", "publisher"]


def test_a_page_that_is_gone_keeps_its_text(archived, web):
    web.put(SECOND, b"", status=410)
    web.put(FIRST, spread_page(1, texts=[*spread_texts(1), "A correction was made to this story on Monday."]))
    archived.update()
    assert whole_text(2) in body(archived)
    assert archived.page(SECOND) == ("article", "gone", "gone")


def test_further_pages_are_never_due_by_themselves(archived, web):
    due = "SELECT f.due_at FROM frontier f JOIN pages p ON p.id = f.page_id WHERE p.part IS NOT NULL"
    assert archived.rows(due) == [(None,), (None,)]


def test_a_limit_on_pages_cuts_no_article_in_two(desk):
    desk.crawl(HOME, max_pages=1)
    while not desk.rows(ARTICLE):
        desk.crawl(HOME, max_pages=1)
    assert body(desk) == whole_text(1, 2, 3)
    assert causes(desk) == ["first"]


def test_a_page_that_is_redirected_to_another_article_is_none_of_this_one(desk, web):
    other = HOME + "2025/08/12/the-mill-has-a-roof-again/"
    web.put(other, page("The mill has a roof again"))
    web.put(SECOND, b"", status=302, headers=(("Location", other),))
    desk.crawl(HOME)
    assert body(desk) == whole_text(1, 3)
    assert desk.rows(f"SELECT title FROM articles WHERE url = '{other}'") == [("The mill has a roof again",)]


def test_a_page_that_shows_all_spares_the_others(desk, web):
    single = FIRST + "?page=all"
    web.put(FIRST, spread_page(1, pager=f'<a href="{single}">View as one page</a><nav><a href="{SECOND}">2</a></nav>'))
    web.put(single, spread_page(1, texts=whole_text(1, 2, 3).split("\n\n"), pager=""))
    desk.crawl(HOME)
    assert body(desk) == whole_text(1, 2, 3)
    assert SECOND not in web.asked()


def test_the_next_post_of_a_blog_is_another_article(desk, web):
    other = HOME + "2025/08/12/the-mill-has-a-roof-again/"
    web.put(
        FIRST, spread_page(1, head=f'<link rel="next" href="{other}">', pager=f'<a rel="next" href="{other}">Next</a>')
    )
    web.put(other, page("The mill has a roof again"))
    desk.crawl(HOME)
    assert body(desk) == whole_text(1)
    assert (other,) in desk.rows("SELECT url FROM articles")


def test_robots_that_forbid_following_are_heeded(desk, web):
    web.put(FIRST, spread_page(1, head='<meta name="robots" content="nofollow">'))
    desk.crawl(HOME)
    assert body(desk) == whole_text(1)
    assert SECOND not in web.asked()


def test_a_crawl_that_is_closed_in_the_middle_of_an_article_begins_it_again(desk, web):
    with desk.tools() as tools:
        events = crawl(tools, desk.fetcher(tools.archive), [HOME])
        while getattr(next(events), "url", None) != SECOND:
            pass
        events.close()
    assert desk.rows(ARTICLE) == []
    desk.crawl(HOME)
    assert body(desk) == whole_text(1, 2, 3)
    assert causes(desk) == ["first"]


def test_a_better_parser_is_no_edit_of_any_page(archived, web):
    with closing(sqlite3.connect(archived.path)) as older, older:
        older.execute("UPDATE articles SET parser_version = 0, title = 'x', text_digest = 'x', record_digest = 'x'")
        older.execute(NOTE_TEXTS)
    web.put(SECOND, spread_page(2, texts=[*spread_texts(2), "The council has since bought a second crane, it said."]))
    archived.update()
    assert causes(archived) == ["first", "parser", "publisher"]
    assert archived.rows(REVISIONS)[1] == ("parser", whole_text(1, 2, 3))


# The same captures, parsed again.


def reparsed(desk, **selection):
    with desk.tools() as tools:
        *events, last = reparse(tools, Selection(**selection))
    assert last.exit_code == 0
    return {event.url: event for event in events if isinstance(event, PageReparsed)}


def as_if_read(desk, statement):
    with closing(sqlite3.connect(desk.path)) as older, older:
        older.execute(statement)


def test_reparse_joins_the_same_captures_and_asks_nobody(archived, web):
    pages = reparsed(archived)
    assert {page.changes for page in pages.values()} == {()}
    as_if_read(archived, "UPDATE articles SET parser_version = 0, body = 'x', text_digest = 'x', record_digest = 'x'")
    changes = {url: [change.field for change in page.changes] for url, page in reparsed(archived).items()}
    assert (changes[FIRST], changes[SECOND], changes[THIRD]) == (["body"], [], [])
    assert body(archived) == whole_text(1, 2, 3)
    assert causes(archived) == ["first", "parser"]
    assert web.log == []


def as_if_read_alone(desk, url, number):
    """As archives were before: the page has an article of its own."""
    article = parse(spread_page(number), url)
    with desk.tools() as tools:
        kept = tools.archive.kept_captures([url])[url]
        alone = Reparsed(
            page_id=kept.page_id,
            capture_id=kept.capture_id,
            kind="article",
            article=article,
            article_url=url,
            parser_version=0,
        )
        tools.archive.save_reparsed([alone])


def test_pages_that_an_older_version_kept_as_articles_become_one(archived):
    as_if_read_alone(archived, SECOND, 2)
    as_if_read_alone(archived, THIRD, 3)
    as_if_read_alone(archived, FIRST, 1)
    assert len(archived.rows(ARTICLE)) == 3
    pages = reparsed(archived)
    assert archived.rows(ARTICLE) == [(FIRST, TITLE, LEAD, whole_text(1, 2, 3))]
    assert archived.rows(PARTS) == [(SECOND, 2, "ok", FIRST), (THIRD, 3, "ok", FIRST)]
    assert [change.field for change in pages[SECOND].changes] == ["article"]
    with archived.tools() as tools:
        assert tools.archive.check().problems == ()


def test_a_later_page_whose_first_was_never_kept_keeps_its_text(archived):
    as_if_read_alone(archived, SECOND, 2)
    as_if_read(
        archived, f"UPDATE captures SET warc_file = NULL, warc_offset = NULL, warc_length = NULL WHERE url = '{FIRST}'"
    )
    reparsed(archived)
    assert (SECOND,) in archived.rows("SELECT url FROM articles")


def bare(number):
    """Pages of a short name, whose addresses alone do not tell."""
    return f"{HOME}q4/ferry-crisis" + (".html" if number == 1 else f"-{number}.html")


@pytest.mark.parametrize("link", ["a", 'a rel="next"'])
def test_reparse_keeps_what_the_archive_has_joined(tmp_path, link):
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[bare(1)]))
    for number in (1, 2, 3):
        ahead = "".join(f'<{link} href="{bare(n)}">{n}</a> ' for n in range(1, 4) if n != number)
        web.put(bare(number), spread_page(number, pager=f'<p class="pages">{ahead}</p>' if number == 1 else ""))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    before = desk.rows("SELECT url, body FROM articles WHERE url LIKE '%ferry-crisis%'")
    parts = desk.rows("SELECT url, article_id, part FROM pages")
    assert before == [(bare(1), whole_text(1, 2, 3))]
    pages = reparsed(desk)
    assert {page.changes for page in pages.values()} == {()}
    assert desk.rows("SELECT url, body FROM articles WHERE url LIKE '%ferry-crisis%'") == before
    assert desk.rows("SELECT url, article_id, part FROM pages") == parts
    as_if_read(desk, "UPDATE articles SET parser_version = 0")
    assert {page.changes for page in reparsed(desk, is_outdated_only=True).values()} == {()}


def chained(number, address, rels=("next",)):
    """A page that names its neighbours in its head, and nothing else."""
    near = {"next": number + 1, "prev": number - 1}
    head = "".join(f'<link rel="{rel}" href="{address(near[rel])}">' for rel in rels if 1 <= near[rel] <= 3)
    return spread_page(number, pager="", head=head)


def numbered(first, later):
    return lambda number: HOME + (first if number == 1 else later.format(number))


@pytest.mark.parametrize("rels", [("next",), ("next", "prev")])
@pytest.mark.parametrize(
    "address",
    [
        numbered("news/story.html", "news/story-{}.html"),
        numbered("q/ferry-crisis", "q/ferry-crisis-{}"),
        numbered("ferry-crisis/", "ferry-crisis/{}/"),
        numbered("q5/a1001.html", "q5/a1001_{}.html"),
    ],
)
def test_each_page_of_a_short_name_leads_to_the_next(tmp_path, address, rels):
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[address(1)]))
    for number in (1, 2, 3):
        web.put(address(number), chained(number, address, rels))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    whole = [(address(1), whole_text(1, 2, 3))]
    assert desk.rows("SELECT url, body FROM articles WHERE body LIKE '%Chapter%'") == whole
    reparsed(desk)
    assert desk.rows("SELECT url, body FROM articles WHERE body LIKE '%Chapter%'") == whole


def test_a_page_that_an_older_version_lost_comes_to_its_article(tmp_path):
    address = numbered("news/story.html", "news/story-{}.html")
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[address(1)]))
    for number in (1, 2, 3):
        web.put(address(number), chained(number, address))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    as_if_read_alone(desk, address(3), 3)
    assert len(desk.rows("SELECT url FROM articles WHERE url LIKE '%story%'")) == 2
    reparsed(desk)
    assert desk.rows("SELECT url, body FROM articles WHERE body LIKE '%Chapter%'") == [
        (address(1), whole_text(1, 2, 3))
    ]
    assert desk.rows("SELECT part FROM pages WHERE url LIKE '%story-%' ORDER BY url") == [(2,), (3,)]
