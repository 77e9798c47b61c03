"""Live blogs: their entries, told by their times."""

import json

import pytest

from archiver.parser.liveblogs import is_live
from support.pages import FERRY, MAYOR, ROPES, SALT, URL, article_of, paragraphs

TEXTS = (FERRY, ROPES, SALT, MAYOR)
HEADLINE = "<h1>Live: the ferry returns</h1>"
TYPE = f'<script type="application/ld+json">{json.dumps({"@type": "LiveBlogPosting", "headline": "The ferry returns"})}</script>'


def entries(form="<div><time>{time}</time><p>{text}</p></div>"):
    return "".join(form.format(time=f"1{9 - n}:4{n}", text=text, n=n) for n, text in enumerate(TEXTS))


def blocks_of(body, head=""):
    return [(block.kind, block.text) for block in article_of(body, head).blocks]


@pytest.mark.parametrize(
    "form",
    [
        "<div><time>{time}</time><p>{text}</p></div>",
        '<article><span class="hour">{time}</span><div>{text}</div></article>',
        "<li><p>{time}</p><p>{text}</p><div class='share'><a href='#{n}'>Share</a></div></li>",
        "<section><h3>{time}</h3><p>{text}</p></section>",
    ],
)
def test_each_entry_is_its_time_and_its_text(form):
    found = blocks_of(f"<main>{HEADLINE}<div>{entries(form)}</div></main>")
    assert found == [
        block for n, text in enumerate(TEXTS) for block in (("heading", f"1{9 - n}:4{n}"), ("paragraph", text))
    ]


def test_a_heading_stands_behind_its_time():
    form = "<div><time>{time}</time><h2>Entry {n}</h2><p>{text}</p></div>"
    assert blocks_of(f"<main>{HEADLINE}<div>{entries(form)}</div></main>")[0] == ("heading", "19:40 Entry 0")


def test_the_kind_says_so():
    assert article_of(f"<main>{HEADLINE}<div>{entries()}</div></main>").kind == "liveblog"


def test_times_alone_make_no_live_blog():
    body = f"<main><h1>The day of a ferry</h1><div>{entries()}</div></main>"
    assert article_of(body).kind == "article"
    assert article_of(body, TYPE).kind == "liveblog"


def test_comments_are_no_entries():
    body = f'<main>{HEADLINE}{paragraphs()}<div class="comments">{entries().replace("The", "A")}</div></main>'
    assert article_of(body).kind == "article"


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Live: ferry returns",
            "Liveticker zur Fähre",
            "En direct : le bac",
            "En vivo, el ferri",
            "Ferri, minuto a minuto",
        ),
        *(
            "Ao vivo: a balsa",
            "Traghetto, la diretta",
            "Relacja na żywo",
            "Онлайн-трансляция",
            "フェリー実況",
            "渡轮直播",
            "실시간",
        ),
    ],
)
def test_titles_say_it_in_many_languages(title):
    assert is_live([title], None, None)


def test_the_address_may_say_it():
    assert is_live([None], "https://www.gannet-post.example/live/ferry", None)
    assert not is_live(["Alive and well"], URL, None)
