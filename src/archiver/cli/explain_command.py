"""``explain``: where each field of a page comes from, what lost, and what became of each block."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.explain_fields import SHOWN_LOSERS, by_field, notes_on
from archiver.cli.page_source import Source, page_options
from archiver.cli.session import Session
from archiver.cli.tables import print_json, printable

if TYPE_CHECKING:
    from archiver.model import Article, Evidence, Explanation

_WIDTH = 100
#: of a longer value so much is printed; --json has all of it
_MAX_CHARS = 240
_INDENT = " " * 15
#: a mark that stays on the line of the text behind it, however long that is
_BOUND = re.compile(r"^(✗|raw) +")


@click.command()
@click.option(
    "--html",
    "html_path",
    metavar="OUT",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write the page with its blocks coloured by their roles; - for stdout.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@page_options(has_html_flag=False)
def explain(session: Session, source: Source, *, html_path: str | None, as_json: bool) -> None:
    """Say where each field of a page comes from, and what lost.

    The page is read as 'archiver parse' reads it. For each field: the value, the place on the page, the rule that read
    it, the raw text where it differs; beneath it the candidates that lost, each with the reason.
    """
    from archiver.pipelines.single import explain_page  # spares the start of --help lxml and requests

    if html_path == "-" and as_json:
        raise click.UsageError("--html - and --json both print to standard output")
    page = source.read(session)
    with source.named_in_errors():
        explanation = explain_page(page, rules=session.load_rules())
    if html_path is not None:
        _write(html_path, explanation, source.target)
        if html_path != "-":
            session.messages.info(f"{html_path} written")
    if as_json:
        print_json(_plain(explanation))
    elif html_path is None:
        print("\n".join(map(printable, _lines(explanation.article))))


def _write(path: str, explanation: Explanation, name: str) -> None:
    from archiver.cli.explain_html import page_html  # as above

    text = page_html(explanation, name)
    if path == "-":
        sys.stdout.write(text)
    else:
        Path(path).write_text(text, encoding="utf-8")


def _plain(explanation: Explanation) -> dict[str, Any]:
    article = explanation.article.to_dict()
    fields = {
        name: {"value": article.get(name), "evidence": [one.to_dict() for one in evidence]}
        for name, evidence in by_field(explanation.article)
    }
    return {"url": article["url"], "fields": fields, "blocks": [block.to_dict() for block in explanation.blocks]}


# --- for people ------------------------------------------------------------------


def _lines(article: Article) -> Iterator[str]:
    unknown = []
    for name, evidence in by_field(article):
        if not evidence:
            unknown.append(name)
            continue
        yield from _field(name, evidence, notes_on(name, article))
        yield ""
    if unknown:
        yield from _wrapped("nothing found", ", ".join(unknown))


def _field(name: str, evidence: list[Evidence], notes: Iterable[str]) -> Iterator[str]:
    label = name
    shown = [one for one in evidence if one.rank <= SHOWN_LOSERS]
    for one in shown:
        if one.rank and label:  # nobody won
            yield from _wrapped(label, "not found")
            label = ""
        if one.rank:
            yield from _wrapped("", f"✗ {_cut(one.value)}", indent="  ")
            yield from _wrapped("", f"{one.source}; {one.rule}: {one.reason or 'lost'}", indent="    ")
        else:
            yield from _wrapped(label, _cut(one.value))
            for note in notes:
                yield from _wrapped("", _cut(note), indent="  ")
            yield from _wrapped("", f"from {one.source}; {one.rule}", indent="  ")
            if one.raw is not None and not (one.value or "").startswith(one.raw):
                yield from _wrapped("", f"raw {_cut(one.raw)}", indent="  ")
        label = ""
    if len(evidence) > len(shown):
        yield from _wrapped("", f"✗ and {len(evidence) - len(shown)} more (--json has them)", indent="  ")


def _cut(text: str | None) -> str:
    if text is None:
        return "nothing"
    flat = " ".join(text.split())
    return flat if len(flat) <= _MAX_CHARS else f"{flat[:_MAX_CHARS]}… ({len(text)} characters)"


def _wrapped(label: str, text: str, *, indent: str = "") -> list[str]:
    """The text in a column of its own beside its label."""
    lines = textwrap.wrap(
        _BOUND.sub("\\1\u00a0", text),
        _WIDTH,
        initial_indent=f"{label:{len(_INDENT) - 1}} {indent}",
        subsequent_indent=f"{_INDENT}{indent}{'  ' if indent else ''}",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0", " ") for line in lines]
