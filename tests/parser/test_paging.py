"""What follows a page, what comes before it, and what only looks so."""

from __future__ import annotations

import pytest

from archiver.document import read_document
from archiver.model import Paging
from archiver.parser.article import parse, parse_document
from support.spread import FIRST, in_path, in_query, links, spread_page

SECOND, THIRD = in_path(2), in_path(3)


def paging_of(number=1, count=3, *, url=None, **parts):
    address = parts.get("address", in_path)
    return parse(spread_page(number, count, **parts), url or address(number)).paging


def next_of(pager, url=FIRST, head=""):
    paging = parse(spread_page(1, pager=pager, head=head), url).paging
    return None if paging is None else paging.next_url


def dash(number):
    return FIRST[:-1] + (".html" if number == 1 else f"-{number}.html")


def from_0(number):
    return FIRST if number == 1 else f"{FIRST}?page={number - 1}"


def named(number):
    return FIRST if number == 1 else f"{FIRST}seite-{number}"


def with_id(number):
    return "https://www.lac.example/story.php?id=4711" + ("" if number == 1 else f"&page={number}")


ADDRESSES = pytest.mark.parametrize("address", [in_path, in_query, dash, from_0, named, with_id])


@ADDRESSES
def test_the_first_page_names_the_others(address):
    assert paging_of(address=address) == Paging(next_url=address(2), urls=(address(2), address(3)))


@ADDRESSES
def test_a_page_in_the_middle_knows_its_place(address):
    found = paging_of(2, address=address)
    assert (found.number, found.first_url, found.next_url) == (2, address(1), address(3))


@ADDRESSES
def test_the_last_page_has_none_after_it(address):
    found = paging_of(3, address=address)
    assert (found.number, found.first_url, found.next_url, found.urls) == (3, address(1), None, ())


def test_an_article_on_one_page_has_no_place():
    assert paging_of(pager="") is None


@pytest.mark.parametrize(
    "head", [f'<link rel="next" href="{SECOND}">', '<link rel="next" href="2/">', '<link rel="next" href="?page=2">']
)
def test_the_head_may_name_the_next_page(head):
    assert next_of("", head=head) in {SECOND, in_query(2)}


LABELS = """
2 · Next · Next page » · Page suivante · Lire la suite · Nächste Seite · Weiter › · Seite 2 · 2/3 · › · » · Page 2: the engine
Página siguiente · Próxima página · Pagina successiva · Volgende pagina · Næste side · Nästa sida · Seuraava sivu
Następna strona · Další strana · Következő oldal · Pagina următoare · Sonraki sayfa · Следующая страница
Наступна сторінка · Επόμενη σελίδα · الصفحة التالية · העמוד הבא · अगला · Halaman selanjutnya · Trang sau · หน้าถัดไป
下一页 · 下一頁 · 次のページ · 続きを読む · 다음 페이지
"""


@pytest.mark.parametrize("label", [label.strip() for line in LABELS.split("\n") for label in line.split("·") if label])
def test_a_label_turns_the_page_in_many_languages(label):
    assert next_of(f'<p><a href="{SECOND}">{label}</a></p>') == SECOND


@pytest.mark.parametrize(
    "pager",
    [
        '<a rel="next" href="/2025/08/12/the-mill-has-a-roof/">Next</a>',  # a blog's next post
        '<nav class="pagination"><a href="/2025/08/11/">2</a></nav>',  # an archive of days
        '<nav class="pagination"><a href="/news/page/2/">2</a></nav>',  # a list of articles
        f'<section class="comments"><a href="{in_query(2)}">2</a></section>',
        f'<a href="{in_query(2)}#comments">2</a>',
        f'<a href="{FIRST}?cpage=2">2</a>',
        f'<a href="{SECOND}">The story of the second engine, which nobody has told so far</a>',
        f'<nav class="pagination"><a href="{in_path(9)}">Last</a></nav>',
        '<a href="https://agency.example/2025/08/11/how-the-ferry-was-mended/2/">2</a>',
    ],
)
def test_what_is_no_further_page_is_not_taken_for_one(pager):
    assert next_of(pager) is None


def test_a_post_between_two_posts_is_no_page_of_an_article():
    neighbours = (
        '<a rel="prev" href="https://www.lac.example/post/11">Previous</a>'
        '<a rel="next" href="https://www.lac.example/post/13">Next</a>'
    )
    assert paging_of(pager=neighbours, url="https://www.lac.example/post/12") is None


STORY = "https://www.lac.example/news/story"


def led_to(head, part_of=STORY + ".html"):
    document = read_document(spread_page(2, pager="", head=head).encode(), url=STORY + "-2.html")
    return parse_document(document, part_of=part_of).paging


def test_a_page_that_the_first_one_leads_to_needs_no_long_name():
    following = f'<link rel="next" href="{STORY}-3.html">'
    assert led_to(following, None) is None
    assert led_to(following) == Paging(number=2, next_url=STORY + "-3.html", urls=(STORY + "-3.html",))


@pytest.mark.parametrize(
    ("head", "part_of"),
    [
        ('<link rel="prev" href="/news/ferry.html">', STORY + ".html"),
        ('<link rel="canonical" href="/news/ferry.html">', STORY + ".html"),
        ("", "https://www.lac.example/news/ferry.html"),
        (f'<link rel="prev" href="{STORY}-1.html">', STORY + "-1.html"),
    ],
)
def test_what_contradicts_the_first_page_is_heard(head, part_of):
    assert led_to(head, part_of) is None


def test_a_name_that_ends_in_a_number_is_a_name():
    """The second article of one name, as many systems call it."""
    url = FIRST[:-1] + "-2/"
    assert paging_of(pager="", url=url) is None
    assert paging_of(pager=links(1, 2, lambda n: url if n == 1 else f"{url}{n}/"), url=url).next_url == f"{url}2/"


def test_a_page_that_names_only_the_one_before_leads_there():
    found = paging_of(3, pager=f'<a rel="prev" href="{SECOND}">Previous</a>')
    assert (found.number, found.first_url) == (3, SECOND)


def test_a_first_page_under_the_number_1_is_a_first_page():
    found = parse(spread_page(1, address=in_query), FIRST + "?page=1").paging
    assert (found.number, found.first_url, found.next_url) == (1, None, in_query(2))


@pytest.mark.parametrize(
    "label", ["View as one page", "Auf einer Seite lesen", "Sur une seule page", "全文阅读", "На одной странице"]
)
def test_a_page_that_holds_all_is_named(label):
    found = paging_of(pager=links(1, 3) + f'<a href="{FIRST}?page=all">{label}</a>')
    assert found.single_url == FIRST + "?page=all"


def test_all_of_something_else_is_not_all_of_the_article():
    assert paging_of(pager='<a href="/tags/ferry/all">View all</a>') is None


def test_without_an_address_there_is_no_place():
    assert parse(spread_page(1)).paging is None


def test_a_list_has_a_pager_of_its_own():
    cards = "".join(
        f'<li><a href="/2025/08/0{n}/story-{n}"><h3>A story of the lake, number {n}</h3></a></li>' for n in range(1, 9)
    )
    html = f'<html><body><ul>{cards}</ul><nav class="pagination"><a href="?page=2">2</a></nav></body></html>'
    article = parse(html, "https://www.lac.example/news/")
    assert (article.kind, article.paging) == ("listing", None)


def test_a_table_of_contents_is_no_card():
    contents = "".join(
        f'<div class="card"><h3><a href="{in_path(n)}">The chapter of the {part}</a></h3></div>'
        for n, part in ((1, "old engine block"), (2, "second brass piston"), (3, "missing gasket"))
    )
    article = parse(spread_page(2, pager=contents + links(2, 3)), SECOND)
    assert [(card.position, card.block) for card in article.teasers] == [(0, 1), (1, 1), (2, 1)]
    assert all("/2025/08/0" in card.url for card in article.teasers)
