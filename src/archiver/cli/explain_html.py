"""A page as one HTML file that explains it: its blocks tinted by their roles, its fields and cards beside them.

The page's own markup comes without anything that could do something (``parser/markup.py``). The file's policy says the
same to the browser: no script, no request, no form, and no style but the one whose digest it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby

from archiver.cli.explain_panel import panel
from archiver.cli.explain_style import COLOURS, style_of
from archiver.model import Article, Explanation, ShownBlock, moment_text
from archiver.parser.blocks import Role
from archiver.report.policy import content_security_policy


def page_html(explanation: Explanation, name: str) -> str:
    """The whole file; ``name`` is what the page is called when it has neither title nor address."""
    article = explanation.article
    title = escape(article.title or article.url or name)
    style = style_of(article.teasers)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{content_security_policy(style)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: explained</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{escape(" · ".join(_facts(article, name)))} <a class="jump" href="#fields">to the fields</a></p>
<ul class="legend">
{"".join(_legend(explanation))}</ul>
</header>
<div id="page">
{explanation.markup if explanation.markup is not None else "".join(_lines(explanation.blocks))}
{"".join(_unshown_body(explanation))}</div>
<aside id="fields">
{panel(explanation)}</aside>
</body>
</html>
"""


def _facts(article: Article, name: str) -> Iterator[str]:
    yield article.url or name
    yield f"read as {article.kind}"
    if article.published:
        yield f"published {moment_text(article.published)}"


def _legend(explanation: Explanation) -> Iterator[str]:
    """The roles that occur, to show or to hide, each leading to its first block; what the page hides, hidden."""
    counts = Counter(block.role for block in explanation.blocks)
    first = {block.role: number for number, block in reversed(list(enumerate(explanation.blocks)))}
    for role in filter(counts.__getitem__, COLOURS):
        box = f'<input type="checkbox" id="show-{role}" aria-label="show {role}" checked>'
        yield f'<li data-role="{role}">{box} <a href="#block-{first[role]}">{role}</a> {counts[role]}</li>\n'
    hidden = (explanation.markup or "").count(' data-unread="hidden"')
    if hidden:
        yield f'<li><label><input type="checkbox" id="show-hidden"> hidden parts {hidden}</label></li>\n'


def _lines(blocks: tuple[ShownBlock, ...]) -> Iterator[str]:
    """The lines of a flattened text, those of a card together."""
    numbered = enumerate(blocks)
    for teaser, group in groupby(numbered, key=lambda pair: pair[1].teaser):
        lines = "".join(_line(number, block) for number, block in group)
        yield lines if teaser is None else f'<div id="card-{teaser}" data-card="{teaser}">\n{lines}</div>\n'


def _line(number: int, block: ShownBlock) -> str:
    about = escape(f"{block.role} · {block.place}")
    return f'<p id="block-{number}" data-role="{escape(block.role)}" title="{about}">{escape(block.text)}</p>\n'


def _unshown_body(explanation: Explanation) -> Iterator[str]:
    """The article's text where it stands in the page's data alone."""
    if explanation.article.body and not any(block.role == Role.BODY for block in explanation.blocks):
        yield "<hr>\n<p>The page does not show the text. It stands in its data:</p>\n"
        for block in explanation.article.blocks:
            yield f'<p data-role="{Role.BODY}">{escape(block.text)}</p>\n'
