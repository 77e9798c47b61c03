"""An invented article that is spread over several pages, as sites show them.

Every page repeats headline, standfirst, byline and cards, and has a pager; the text is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

HOME = "https://www.lac.example/"
FIRST = "https://www.lac.example/2025/08/11/how-the-ferry-was-mended/"
TITLE = "How the ferry was mended, piece by piece"
LEAD = "Eleven weeks, four workshops and a borrowed crane: the story of an engine that nobody wanted to open."
#: the text of each page, two paragraphs
TEXTS = tuple(
    tuple(
        f"{topic} {number} begins where the last one ended: the {part} was carried up the hill, looked at by everybody "
        f"who had an opinion, and carried down again before the evening boat that did not sail."
        for part in parts
    )
    for number, (topic, parts) in enumerate(
        (
            ("Chapter", ("engine block", "old crankshaft")),
            ("Chapter", ("second piston", "brass valve")),
            ("Chapter", ("missing gasket", "last screw")),
            ("Chapter", ("ship's bell", "new rope")),
        ),
        1,
    )
)
_CARDS = "".join(
    f'<li><a href="/2025/08/0{day}/{slug}/"><h3>{title}</h3></a></li>'
    for day, slug, title in (
        (1, "the-market-moves-to-the-mill", "The market moves to the old mill"),
        (2, "a-school-opens-on-the-island", "A school opens on the outer island"),
        (3, "the-lake-is-counted-again", "The lake is counted once again"),
    )
)


def in_path(number: int) -> str:
    """``…/2/``"""
    return FIRST if number == 1 else f"{FIRST}{number}/"


def in_query(number: int) -> str:
    """``…?page=2``"""
    return FIRST if number == 1 else f"{FIRST}?page={number}"


def spread_page(
    number: int,
    count: int = 3,
    *,
    address: Callable[[int], str] = in_path,
    texts: Iterable[str] | None = None,
    head: str = "",
    pager: str | None = None,
) -> str:
    """The HTML of one page; ``texts`` are its paragraphs, ``pager`` what stands below them."""
    paragraphs = "".join(f"<p>{text}</p>" for text in (TEXTS[number - 1] if texts is None else texts))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{TITLE} - Page {number} - Lake Courier</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{TITLE}">'
        f'<meta property="article:published_time" content="2025-08-11T08:30:00+02:00">{head}</head><body>'
        f'<header><a href="/">Lake Courier</a></header><main><article><h1>{TITLE}</h1><p class="standfirst">{LEAD}</p>'
        f'<p class="byline">By Ada Penrose</p><div class="article-body">{paragraphs}</div>'
        f"{links(number, count, address) if pager is None else pager}</article></main>"
        f'<aside class="related"><h2>Read also</h2><ul>{_CARDS}</ul></aside></body></html>'
    )


def links(number: int, count: int, address: Callable[[int], str] = in_path) -> str:
    """A pager: the numbers, and what comes next."""
    numbers = "".join(
        f"<span>{n}</span>" if n == number else f'<a href="{address(n)}">{n}</a>' for n in range(1, count + 1)
    )
    following = f'<a class="next" href="{address(number + 1)}">Next page</a>' if number < count else ""
    return f'<nav class="pagination">{numbers}{following}</nav>'


def whole_text(*numbers: int) -> str:
    """The body of an article made of these pages."""
    return "\n\n".join(text for number in numbers for text in TEXTS[number - 1])
