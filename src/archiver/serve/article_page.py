"""The page of one article: what it says, where each value came from, how it changed and who promotes it."""

from __future__ import annotations

import asyncio
import re
from typing import Any, NamedTuple

from datasette import NotFound, Response

from archiver.serve import article_questions as questions
from archiver.serve.asked import read_query
from archiver.serve.reading import row, rows
from archiver.serve.responses import page

#: a language as HTML takes it; whatever else a page declares is not handed on
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Part(NamedTuple):
    """A part of the page, for its list of contents."""

    key: str
    name: str
    length: int


async def article_page(datasette: Any, request: Any) -> Response:
    """The page of the article with this number."""
    values = await _load(datasette, int(request.url_vars["id"]))
    return await page(datasette, request, "archiver/article.html", values)


async def article_by_url(datasette: Any, request: Any) -> Response:
    """On to the page of the article with this address (``?url=``), its own or that of a page that shows it."""
    found = await row(datasette, questions.BY_URL, {"url": read_query(request.query_string).text("url") or ""})
    if found is None:
        raise NotFound("no such article")
    return Response.redirect(datasette.urls.path(f"/-/article/{found['id']}"))


async def _load(datasette: Any, number: int) -> dict[str, Any]:
    wanted = {"id": number, "shown": questions.SHOWN}
    article = await row(datasette, questions.ARTICLE, wanted)
    if article is None:
        raise NotFound("no such article")
    asked = [rows(datasette, sql, wanted) for sql in questions.QUESTIONS.values()]
    counts, *lists = await asyncio.gather(row(datasette, questions.COUNTS, wanted), *asked)
    found = dict(zip(questions.QUESTIONS, lists, strict=True))
    return {
        "article": article,
        "counts": counts,
        **found,
        "changes": {change["number"]: change for change in found["changes"]},
        "database": datasette.get_database().name,
        "language": _language(article["language"]),
        "parts": _parts(counts, found),
        "citation": _citation(article, found),
    }


def _language(declared: str | None) -> str | None:
    return declared if declared and _LANGUAGE.fullmatch(declared) else None


def _parts(counts: Any, found: dict[str, list[Any]]) -> list[Part]:
    """What the page has below the text."""
    inline = sum(image["role"] != "main" for image in found["images"])
    parts = (
        Part("evidence", "Where each value came from", len(found["evidence"])),
        Part("revisions", "How the text changed", counts["revisions"] - 1),
        Part("similar", "Nearly the same elsewhere", counts["similar"]),
        Part("translations", "In other languages", len(found["translations"])),
        Part("promoters", "Who promotes it", counts["promoters"]),
        Part("teasers", "What its page promotes", counts["teasers"]),
        Part("pictures", "Pictures within the text", inline),
        Part("captures", "What was fetched, how to cite it", counts["captures"]),
    )
    return [part for part in parts if part.length > 0]


def _citation(article: Any, found: dict[str, list[Any]]) -> list[str]:
    """The article with the capture that its text was read from, as a footnote has it: in parts.

    Each is a text with its own direction of writing.
    """
    authors = ", ".join(author["name"] for author in found["authors"]) or article["byline"]
    outlet = ", ".join(filter(None, (article["source"], article["published_day"])))
    title = article["title"] or article["headline"]
    parts = [authors, f"“{title}”" if title else "(no title)", outlet, _web_address(article["url"])]
    parts += [_capture(capture) for capture in found["read_from"]]
    return [part for part in parts if part]


def _web_address(url: str) -> str | None:
    """None for what was added without one, and has a key in its place."""
    return None if url.startswith("urn:") else url


def _capture(capture: Any) -> str:
    kept = f"; {capture['warc_file']}, record at byte {capture['warc_offset']}" if capture["warc_file"] else ""
    return f"Fetched {capture['fetched_at']}{kept}"
