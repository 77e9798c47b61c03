"""The other tools, each as a function of a page: what it reads, in the words of score.py.

None of them is a dependency of the project. A tool that is not installed is left out of a comparison.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labelled import Reader

BODY = frozenset({"body"})
TITLE_BODY = frozenset({"title", "body"})
ALL = frozenset({"title", "date", "body", "authors"})
_ARTICLE_TYPES = ("Article", "Posting", "Report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A tool: how to set it up, and which fields it reads at all."""

    name: str
    set_up: Callable[[], Reader]
    reads: frozenset[str]


def installed(names: tuple[str, ...] = ()) -> dict[str, tuple[Peer, Reader]]:
    """The tools of these names (all of them when none is given) that can be imported here."""
    found = {}
    for peer in PEERS:
        if not names or peer.name in names:
            try:
                found[peer.name] = peer, tidied(peer.set_up())
            except ImportError:
                continue
    return found


def tidied(read: Reader) -> Reader:
    """The same with texts where texts belong: some tools answer with a list, or with a list of lists, now and then."""

    def read_tidily(html: bytes, url: str) -> Mapping[str, Any]:
        answer: dict[str, Any] = dict(read(html, url))
        for name in answer.keys() - {"authors"}:
            answer[name] = answer[name] if isinstance(answer[name], dt.date) else first_text(answer[name])
        if "authors" in answer:
            answer["authors"] = [text for one in answer["authors"] or () if (text := first_text(one))]
        return answer

    return read_tidily


def text_of(html: bytes) -> str:
    """For tools that want text; those that take bytes find the encoding themselves."""
    return html.decode("utf-8", "replace")


def trafilatura(*, is_precise: bool) -> Reader:
    """With its metadata, without comments, with tables."""
    extract = importlib.import_module("trafilatura").bare_extraction

    def read(html: bytes, url: str) -> Mapping[str, Any]:
        found = extract(
            html, url=url, with_metadata=True, include_comments=False, include_tables=True, favor_precision=is_precise
        )
        if found is None:
            return {}
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return {"title": found.title, "date": found.date, "body": found.text, "authors": authors}

    return read


def htmldate() -> Reader:
    """The original date, searched for everywhere."""
    find_date = importlib.import_module("htmldate").find_date
    return lambda html, url: {"date": find_date(html, url=url, original_date=True, extensive_search=True)}


def readability() -> Reader:
    """Readability's Python port."""
    document = importlib.import_module("readability").Document
    fromstring = importlib.import_module("lxml.html").fromstring

    def read(html: bytes, _: str) -> Mapping[str, Any]:
        found = document(text_of(html))
        return {"title": found.short_title(), "body": fromstring(found.summary()).text_content()}

    return read


def newspaper4k() -> Reader:
    """Without pictures, which it would ask the network for."""
    article_class = importlib.import_module("newspaper").Article

    def read(html: bytes, url: str) -> Mapping[str, Any]:
        found = article_class(url, fetch_images=False)
        found.download(input_html=text_of(html))
        found.parse()
        return {"title": found.title, "date": found.publish_date, "body": found.text, "authors": found.authors}

    return read


def news_please() -> Reader:
    """Likewise."""
    from_html = importlib.import_module("newsplease").NewsPlease.from_html

    def read(html: bytes, url: str) -> Mapping[str, Any]:
        found = from_html(text_of(html), url=url, fetch_images=False)
        return {
            "title": found.title,
            "date": found.date_publish,
            "body": found.maintext,
            "authors": found.authors,
        }

    return read


def goose3() -> Reader:
    """Its date as a moment where it has one."""
    goose = importlib.import_module("goose3").Goose({"enable_image_fetching": False})

    def read(html: bytes, _: str) -> Mapping[str, Any]:
        found = goose.extract(raw_html=text_of(html))
        date = found.publish_datetime_utc or found.publish_date
        return {"title": found.title, "date": date, "body": found.cleaned_text, "authors": found.authors}

    return read


def resiliparse() -> Reader:
    """The title is the document's; texts of pictures are left out."""
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    tree_class = importlib.import_module("resiliparse.parse.html").HTMLTree

    def read(html: bytes, _: str) -> Mapping[str, Any]:
        tree = tree_class.parse_from_bytes(html, "utf-8")
        return {"title": tree.title, "body": extract(tree, main_content=True, alt_texts=False)}

    return read


def justext() -> Reader:
    """With the words of all its languages: that finds more of the text than the page's own language does."""
    module = importlib.import_module("justext")
    words = frozenset().union(*map(module.get_stoplist, module.get_stoplists()))

    def read(html: bytes, _: str) -> Mapping[str, Any]:
        paragraphs = module.justext(html, words)
        return {"body": "\n".join(one.text for one in paragraphs if not one.is_boilerplate)}

    return read


def boilerpy3() -> Reader:
    """Its extractor for articles."""
    extractor = importlib.import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False)
    return lambda html, _: {"body": extractor.get_content(text_of(html))}


def extruct() -> Reader:
    """The embedded metadata alone: an article's in JSON-LD, else Open Graph's, else an article's in microdata."""
    extract = importlib.import_module("extruct").extract
    syntaxes = ["json-ld", "microdata", "opengraph"]

    def read(html: bytes, url: str) -> Mapping[str, Any]:
        found = extract(html, base_url=url, syntaxes=syntaxes, uniform=True, errors="ignore")
        linked, micro = ([one for one in embedded(found.get(name, [])) if is_article(one)] for name in syntaxes[:2])
        graph: dict[str, Any] = next(iter(found.get("opengraph", ())), {})

        def first(name: str, graph_name: str = "") -> Any:
            values = (*(one.get(name) for one in linked), graph.get(graph_name), *(one.get(name) for one in micro))
            return next(filter(None, values), None)

        date = first_text(first("datePublished", "article:published_time"))
        return {"title": first("headline", "og:title"), "date": moment(date), "authors": names_of(first("author"))}

    return read


def embedded(things: Any) -> list[dict[str, Any]]:
    """All objects, those inside ``@graph`` too."""
    flat = []
    for thing in things if isinstance(things, list) else [things]:
        if isinstance(thing, dict):
            flat += [thing, *embedded(thing.get("@graph", []))]
    return flat


def is_article(thing: Mapping[str, Any]) -> bool:
    """By its schema.org type."""
    types = thing.get("@type")
    return any(str(one).endswith(_ARTICLE_TYPES) for one in (types if isinstance(types, list) else [types]))


def first_text(value: object) -> str | None:
    """The text itself, or the first of a list of them."""
    value = next(iter(value), None) if isinstance(value, list) else value
    return value if isinstance(value, str) else None


def moment(text: str | None) -> dt.datetime | str | None:
    """A moment where the text is one; ``2024-08-28T10:00:23+0000`` too."""
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return text


def names_of(authors: object) -> list[str]:
    """The names of an ``author`` property."""
    listed = authors if isinstance(authors, list) else [authors]
    names = [one.get("name") if isinstance(one, dict) else one for one in listed]
    return [name for name in names if isinstance(name, str)]


PEERS = (
    Peer(name="trafilatura", set_up=lambda: trafilatura(is_precise=False), reads=ALL),
    Peer(name="trafilatura (precision)", set_up=lambda: trafilatura(is_precise=True), reads=ALL),
    Peer(name="htmldate", set_up=htmldate, reads=frozenset({"date"})),
    Peer(name="readability-lxml", set_up=readability, reads=TITLE_BODY),
    Peer(name="newspaper4k", set_up=newspaper4k, reads=ALL),
    Peer(name="news-please", set_up=news_please, reads=ALL),
    Peer(name="resiliparse", set_up=resiliparse, reads=TITLE_BODY),
    Peer(name="goose3", set_up=goose3, reads=ALL),
    Peer(name="extruct", set_up=extruct, reads=ALL - BODY),
    Peer(name="jusText", set_up=justext, reads=BODY),
    Peer(name="boilerpy3", set_up=boilerpy3, reads=BODY),
)
