"""A page as one HTML file that explains it: its blocks coloured by their roles, its fields beside them.

Nothing of the page but its text is kept, escaped; no script, and nothing is loaded, so that the file is safe to open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from archiver.cli.explain_fields import SHOWN_LOSERS, by_field, notes_on
from archiver.model import moment_text
from archiver.parser.blocks import Role

if TYPE_CHECKING:
    from archiver.model import Article, Evidence, Explanation, ShownBlock

#: role → the hue of its colour, and how strong it is; what is not the article's is grey
_COLOURS = {
    Role.HEADLINE: "214 90%",
    Role.KICKER: "190 70%",
    Role.BYLINE: "280 65%",
    Role.DATE: "330 75%",
    Role.LEAD: "160 60%",
    Role.BODY: "120 45%",
    Role.CAPTION: "90 55%",
    Role.TEASER: "32 95%",
    Role.NAVIGATION: "48 75%",
    Role.COMMENT: "12 70%",
    Role.BOILERPLATE: "0 0%",
    Role.UNKNOWN: "240 8%",
}
#: of these, a row of so many blocks is folded up, or menus would bury the article
_FOLDED = frozenset({Role.NAVIGATION, Role.BOILERPLATE, Role.COMMENT, Role.TEASER})
_MIN_FOLDED = 4
#: a value is cut after so many characters; the blocks have the whole text
_MAX_CHARS = 600
_SUMMARY_CHARS = 80

_STYLE = """
:root { color-scheme: light dark; --light: 90%; --edge: 45%; }
@media (prefers-color-scheme: dark) { :root { --light: 20%; --edge: 55%; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { padding: 1rem 1.5rem; border-bottom: 1px solid hsl(0 0% 50% / .4); }
h1 { margin: 0; font-size: 1.25rem; } h2 { font-size: 1rem; margin: 0 0 .75rem; }
header p { margin: .25rem 0 0; opacity: .75; }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(20rem, 2fr); gap: 1.5rem; padding: 1rem 1.5rem; }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } }
.legend { display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; margin: .75rem 0 0; list-style: none; }
.legend label { display: block; padding: .1rem .5rem; border-radius: .25rem; cursor: pointer; }
.block, .legend label { background: hsl(var(--hue) var(--light)); }
.block, .legend label { border-left: .3rem solid hsl(var(--hue) var(--edge)); }
.block { margin: 0 0 .4rem; padding: .35rem .6rem; white-space: pre-wrap; border-radius: .25rem; }
.block small { display: block; opacity: .7; font-size: .75rem; }
details.block > .block { margin: .4rem 0 0 1rem; }
summary { cursor: pointer; } summary small { display: inline !important; }
.fields { position: sticky; top: 0; max-height: 100vh; overflow: auto; align-self: start; padding: .25rem 0; }
@media (max-width: 60rem) { .fields { position: static; max-height: none; } }
.fields section { margin: 0 0 1.1rem; }
.fields h3 { font-size: .8rem; margin: 0; text-transform: uppercase; letter-spacing: .04em; opacity: .7; }
.fields p { margin: 0; } .value { font-weight: 600; white-space: pre-wrap; }
.why { font-size: .85rem; opacity: .8; }
.lost { margin: .35rem 0 0 .2rem; padding-left: .7rem; border-left: 2px solid hsl(0 0% 50% / .4); font-size: .9rem; }
.lost s { text-decoration-thickness: 1px; }
.none { opacity: .6; }
"""


def page_html(explanation: Explanation, name: str) -> str:
    """The whole file; ``name`` is what the page is called when it has neither title nor address."""
    article = explanation.article
    title = escape(article.title or article.url or name)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: explained</title>
<style>{_STYLE}{"".join(_role_styles())}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{escape(" · ".join(_facts(article, name)))}</p>
<ul class="legend">
{"".join(_legend(explanation.blocks))}</ul>
</header>
<main>
<div class="blocks">
<h2>The page, block by block</h2>
{"".join(_blocks(explanation.blocks))}</div>
<div class="fields">
<h2>The article, field by field</h2>
{"".join(_fields(article))}</div>
</main>
</body>
</html>
"""


def _facts(article: Article, name: str) -> Iterator[str]:
    yield article.url or name
    yield f"read as {article.kind}"
    if article.published:
        yield f"published {moment_text(article.published)}"


def _role_styles() -> Iterator[str]:
    """A role's colour, and what hides its blocks when its mark in the legend is taken away."""
    for role, hue in _COLOURS.items():
        yield f".{role} {{ --hue: {hue}; }}\nbody:has(#{role}:not(:checked)) .block.{role} {{ display: none; }}\n"


def _legend(blocks: tuple[ShownBlock, ...]) -> Iterator[str]:
    counts = Counter(block.role for block in blocks)
    for role in _COLOURS:
        box = f'<input type="checkbox" id="{role}" checked>'
        yield f'<li><label class="{role}">{box} {role} {counts[role]}</label></li>\n'


def _blocks(blocks: tuple[ShownBlock, ...]) -> Iterator[str]:
    for role, row in groupby(blocks, key=lambda block: block.role):
        some = list(row)
        if role in _FOLDED and len(some) >= _MIN_FOLDED:
            first = escape(some[0].text[:_SUMMARY_CHARS])
            summary = f"<summary><small>{escape(role)} · {len(some)} blocks</small> {first} …</summary>"
            yield f'<details class="block {escape(role)}">{summary}\n{"".join(map(_block, some))}</details>\n'
        else:
            yield from map(_block, some)


def _block(block: ShownBlock) -> str:
    return (
        f'<p class="block {escape(block.role)}"><small>{escape(block.role)} · {escape(block.place)}</small>'
        f"{escape(block.text)}</p>\n"
    )


def _fields(article: Article) -> Iterator[str]:
    for name, evidence in by_field(article):
        notes = [f'<p class="why">{_cut(note)}</p>\n' for note in notes_on(name, article)]
        winners = [_evidence(one) for one in evidence if not one.rank]
        parts = [*winners, *notes, *(_evidence(one) for one in evidence if 0 < one.rank <= SHOWN_LOSERS)]
        hidden = [_evidence(one) for one in evidence if one.rank > SHOWN_LOSERS]
        if hidden:
            parts.append(f"<details><summary>{len(hidden)} more</summary>\n{''.join(hidden)}</details>\n")
        parts = parts or ['<p class="none">nothing found</p>\n']
        yield f"<section>\n<h3>{escape(name)}</h3>\n{''.join(parts)}</section>\n"


def _evidence(one: Evidence) -> str:
    value = _cut(one.value) if one.value is not None else "nothing"
    why = f"{escape(one.source)} · {escape(one.rule)}"
    if one.rank:
        reason = escape(one.reason or "lost")
        return f'<p class="lost"><s>{value}</s><br><span class="why">{why}: {reason}</span></p>\n'
    raw = f"<br>raw: {_cut(one.raw)}" if one.raw is not None and not (one.value or "").startswith(one.raw) else ""
    return f'<p class="value">{value}</p>\n<p class="why">{why}{raw}</p>\n'


def _cut(text: str) -> str:
    return escape(text if len(text) <= _MAX_CHARS else f"{text[:_MAX_CHARS]}…")
