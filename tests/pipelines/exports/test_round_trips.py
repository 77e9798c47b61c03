"""Whatever a text holds, a reader that is not ours gets it back."""

from __future__ import annotations

import csv
import io
import json
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import feedparser
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archiver.model import Article, Author
from archiver.pipelines.exports.feed import item_of
from archiver.pipelines.exports.formats import FORMATS
from archiver.pipelines.exports.labels import labels_of
from archiver.pipelines.exports.markdown_files import folder_name, paragraphs, path_of
from archiver.pipelines.exports.order import Order
from archiver.pipelines.exports.yaml_text import yaml_block
from archiver.store.archive import open_archive
from archiver.store.extracts import SourceName
from archiver.store.selecting import Selection

#: with more of what trips a format than chance would bring; halves of surrogate pairs cannot be stored
texts = st.lists(
    st.one_of(
        st.sampled_from(
            [
                '"',
                "'",
                ",",
                ";",
                "\n",
                "\r",
                "\r\n",
                "\t",
                "---",
                "]]>",
                "\u2028",
                "\x85",
                "\ufeff",
                "=",
                "\\",
                "#",
                "- ",
                "* ",
            ]
        ),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=5),
    ),
    min_size=1,
    max_size=8,
).map("".join)
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Co", "Cn")), min_size=1, max_size=12)


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(("title", "lead", "tags")),
        st.one_of(st.none(), texts, st.lists(texts), st.integers(), st.booleans()),
    )
)
def test_yaml_is_read_as_it_was(facts):
    assert (yaml.safe_load(yaml_block(facts)) or {}) == facts


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(texts, min_size=1, max_size=5))
def test_csv_json_lines_and_parquet_hold_what_the_archive_holds(given_texts):
    with TemporaryDirectory() as name:
        folder = Path(name)
        with open_archive(folder / "archive.db") as archive:
            for number, text in enumerate(given_texts):
                archive.add(
                    Article(
                        kind="article", url=f"https://lake.example/{number}", title=text, body=text, tags=(text,),
                        authors=(Author(name=text),),
                    )
                )  # fmt: skip
            for kind, path in (("csv", "a.csv"), ("jsonl", "a.jsonl"), ("parquet", "lake")):
                order = Order(archive=archive, selection=Selection(), path=folder / path)
                assert list(FORMATS[kind].export(order))
            held = [(one.title, one.body) for one in archive.articles()]
        rows = csv.DictReader(io.StringIO((folder / "a.csv").read_bytes().decode(), newline=""))
        assert [(row["title"] or None, row["body"] or None) for row in rows] == held
        lines = [json.loads(line) for line in (folder / "a.jsonl").read_bytes().decode().split("\n")[:-1]]
        assert [(line["title"], line["body"]) for line in lines] == held
        files = str(folder / "lake" / "articles" / "**" / "*.parquet")
        assert duckdb.sql(f"SELECT title, body FROM read_parquet('{files}') ORDER BY id").fetchall() == held


@settings(max_examples=200, deadline=None)
@given(texts)
def test_markdown_shows_no_markup_that_a_text_only_looks_like(text):
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(paragraphs(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "paragraph_close", "inline"}
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "hardbreak", "softbreak"}


@given(st.one_of(st.none(), texts), st.one_of(st.none(), st.sampled_from(("2025-08-11", "0001-01-01"))), texts)
def test_no_name_leads_out_of_the_folder_or_is_too_long(title, day, host):
    entry = {"id": 17, "title": title, "published_day": day, "source": "a"}
    path = path_of(entry, {"a": folder_name(host)})
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert str(path) == str(path).lower()
    assert all(0 < len(part.encode()) <= 120 for part in path.parts)
    assert path.name.endswith("17.md")


@given(st.lists(texts, max_size=6))
def test_labels_of_sources_differ_by_more_than_case(names):
    sources = [SourceName(id=n, label=name, host="h.example", home_url="") for n, name in enumerate(names)]
    labels = labels_of(sources)
    for one in sources:
        for other in sources:
            is_same = labels[one.id] == labels[other.id]
            assert is_same or labels[one.id].casefold() != labels[other.id].casefold()
            assert is_same or one.label != other.label


def as_feedparser_has_it(text):
    """It takes what could be UTF-8 that was read as Latin-1 for just that, and reads it once more."""
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text


@settings(deadline=None)
@given(words, words, words)
@example("¡Hola!", "Â¡", "Â¡")
def test_a_feed_reader_reads_an_item(title, lead, author):
    entry = {
        "url": "https://lake.example/1", "title": title, "lead": lead, "published": None, "authors": [{"name": author}],
        "section": title, "tags": [title],
    }  # fmt: skip
    channel = "<title>a</title><link>https://a.example/</link><description>a</description>"
    dc = "http://purl.org/dc/elements/1.1/"
    feed = feedparser.parse(
        f'<rss version="2.0" xmlns:dc="{dc}"><channel>{channel}{item_of(entry, None)}</channel></rss>'
    )
    assert not feed.bozo
    (item,) = feed.entries
    assert unescape(item.summary) == as_feedparser_has_it(lead)
    assert item.id == entry["url"]
    assert [tag.term for tag in item.tags] == [as_feedparser_has_it(title)]


def test_a_lead_that_looks_like_markup_stays_text():
    entry = {
        "url": "https://lake.example/1", "title": "T", "lead": "<script>alert(1)</script> & <b>", "published": None,
        "authors": [], "section": None, "tags": [],
    }  # fmt: skip
    assert "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt; &amp;amp; &amp;lt;b&amp;gt;" in item_of(entry, None)
