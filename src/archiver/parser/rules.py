"""A site's rule, applied to one of its pages: what its selectors find goes before whatever the parser finds.

Title, lead and body are found as blocks, so that all the other steps see them where they are; the other fields are put
into the finished article. A selector that finds nothing leaves the field to the parser, and a notice in its evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from archiver.document import Document
from archiver.errors import RulesError
from archiver.model import Article, Author, Block, Evidence, Moment, Paging, moment_text
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.parser.body import read_blocks
from archiver.parser.credit_lines import without_prefix
from archiver.parser.language import primary_tag
from archiver.parser.names import parse_credit
from archiver.site_rules import Selector, SiteRule, SiteRules, parse_format
from archiver.text import counted, squeeze
from archiver.timestamps import parse_moment
from archiver.urls import resolve

#: fields that are found as blocks, without what the rule removes; the others may stand in what it removes
_TEXT = frozenset({"title", "lead", "body"})
_CAPTIONS = z.CAPTION | z.CREDIT
#: a text is parted before and behind these
_PARTING = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td"),
        *("th", "tr", "ul"),
    )
)


@lru_cache(maxsize=1024)
def compile_selector(css: str) -> etree.XPath:
    """The selector, ready to be used. Raises ``RulesError`` when it is none, or none that is understood."""
    from cssselect import SelectorError  # noqa: PLC0415 - for whoever has rules
    from lxml.cssselect import CSSSelector  # noqa: PLC0415 - likewise

    try:
        return CSSSelector(css, translator="html")
    except (SelectorError, etree.XPathError) as error:
        raise RulesError(f"invalid selector '{css}': {error}") from error


def _select(root: etree._Element, selector: Selector) -> list[etree._Element]:
    found: Any = compile_selector(selector.css)(root)  # a list of elements, as CSS selects nothing else
    return list(found)


class Found(NamedTuple):
    """What the selectors of one field found."""

    selector: Selector
    elements: list[etree._Element]

    @property
    def texts(self) -> list[str]:
        """What the elements say, white space squeezed."""
        return [text for element in self.elements if (text := squeeze(_raw(element, self.selector)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page of a site that has a rule, and what the rule finds on it."""

    rule: SiteRule
    #: without what the rule removes
    document: Document
    found: Mapping[str, Found]
    fetched_at: dt.datetime | None

    @property
    def language(self) -> str | None:
        """As the rule has it; dates are read in it."""
        return primary_tag(next(iter(self.found["language"].texts), None)) if "language" in self.found else None


def read_site_page(document: Document, rules: SiteRules, fetched_at: dt.datetime | None) -> SitePage | None:
    """What the site's rule finds, if it has one; the document that is given stays as it is."""
    rule = rules.rule_for(document.url, fetched_at)
    if rule is None:
        return None
    whole, rest = document, document
    if "remove" in rule.selectors:
        rest = replace(document, root=_without(document.root, rule.selectors["remove"]))
    found = {
        name: one
        for name, selectors in rule.selectors.items()
        if name != "remove" and (one := _first_found((rest if name in _TEXT else whole).root, selectors)) is not None
    }
    return SitePage(rule=rule, document=rest, found=found, fetched_at=fetched_at)


def _first_found(root: etree._Element, selectors: Iterable[Selector]) -> Found | None:
    for selector in selectors:
        elements = [one for one in _select(root, selector) if squeeze(_raw(one, selector))]
        if elements:
            return Found(selector, elements)
    return None


def _without(root: etree._Element, selectors: Iterable[Selector]) -> etree._Element:
    """A copy of the tree without what is selected; the text behind it stays."""
    copy = deepcopy(root)
    for selector in selectors:
        for element in _select(copy, selector):
            parent = element.getparent()
            if parent is None:
                continue
            if element.tail:
                before = element.getprevious()
                if before is not None:
                    before.tail = (before.tail or "") + element.tail
                else:
                    parent.text = (parent.text or "") + element.tail
            parent.remove(element)
    return copy


def _raw(element: etree._Element, selector: Selector) -> str:
    if selector.attribute is not None:
        return str(element.get(selector.attribute) or "")
    return text_of(element)


def text_of(element: etree._Element) -> str:
    """The text inside an element, a line for each of its blocks."""
    parts: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag in _PARTING:
            parts.append("\n")
        if event == "start":
            parts.append(inner.text or "")
        elif inner is not element:
            parts.append(inner.tail or "")
    return "".join(parts)


# --- title, lead and body: roles of blocks ---------------------------------------


@dataclass(frozen=True, slots=True)
class RuledText:
    """The text that the rule names, its blocks marked."""

    page: Page
    #: around the body; ``None`` when the rule names none that is shown
    container: Node | None = None
    lead: list[Segment] = field(default_factory=list)


def mark_headline(site: SitePage | None, page: Page, headline: Segment | None) -> Segment | None:
    """The block with the title that the rule names, else the one that was found without it."""
    ruled = next(iter(_segments(site, page, "title")), None) if site is not None else None
    if ruled is None or ruled is headline:
        return headline
    if headline is not None and headline.tag != "h1":  # the page's first heading is no text, whatever its title is
        headline.role = Role.UNKNOWN
    ruled.role = Role.HEADLINE
    return ruled


def mark_text(site: SitePage | None, page: Page) -> RuledText:
    """The blocks of lead and body, their roles set; for what the rule does not name, nothing."""
    if site is None:
        return RuledText(page)
    lead = [item for item in _segments(site, page, "lead") if item.role is not Role.HEADLINE]
    for item in lead:
        item.role = Role.LEAD
    nodes = _nodes(site, page, "body")
    container = _around(nodes)
    body = [item for node in nodes for item in page.inside(node) if _belongs(item, node, container)]
    for item in body:
        item.role = Role.BODY
    return RuledText(page, container if body else None, lead)


def _belongs(item: Segment, node: Node, container: Node | None) -> bool:
    """Whether a block is the body's: selected itself, or inside what is selected and not something else."""
    if item.node is node:
        return item.role not in {Role.HEADLINE, Role.LEAD}
    zones = item.zones & ~(container.zones if container is not None else 0)
    return item.role is Role.UNKNOWN and not zones & _CAPTIONS


def _segments(site: SitePage, page: Page, field: str) -> list[Segment]:
    items = {item.index: item for node in _nodes(site, page, field) for item in page.inside(node)}
    return [items[index] for index in sorted(items)]


def _nodes(site: SitePage, page: Page, field: str) -> list[Node]:
    """The blocks that are selected; inline and hidden elements are none."""
    if field not in site.found or site.found[field].selector.attribute is not None:
        return []
    wanted = set(site.found[field].elements)
    return [node for node in page.nodes if node.element in wanted]


def _around(nodes: list[Node]) -> Node | None:
    """The smallest element that holds all of them."""
    around: list[Node] = []
    for node in nodes:
        chain = [*_upwards(node)]
        around = chain if not around else [one for one in around if any(one is other for other in chain)]
    return around[0] if around else None


def _upwards(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.parent


# --- the finished article --------------------------------------------------------


class _Value(NamedTuple):
    """What a rule makes of a field."""

    #: new values for the article
    changes: Mapping[str, Any]
    #: as the evidence has it; ``None`` when what was found is no such thing
    text: str | None = None
    #: the parser's own answer is what the rule has marked, and none that lost
    is_marked: bool = False


class _Context(NamedTuple):
    """What a field's text is read with."""

    article: Article
    site: SitePage
    ruled: RuledText


def with_rule(article: Article, site: SitePage, ruled: RuledText, *, explain: bool) -> Article:
    """The article with what the rule says in place of what the parser found, evidence included.

    With ``explain``, what the parser found stays in the evidence as what lost.
    """
    context = _Context(article, site, ruled)
    changes: dict[str, Any] = {}
    evidence = [one for one in article.evidence if one.field not in site.rule.selectors]
    for name, selectors in site.rule.selectors.items():
        others = [one for one in article.evidence if one.field == name]
        found = site.found.get(name)
        value = _VALUES[name](context, found) if found is not None and name in _VALUES else _Value({})
        if found is not None and value.text is not None:
            changes |= value.changes
            winner = _evidence(name, site.rule, found, value.text)
            losers = [one for one in others if one.rank > 0 or not value.is_marked]
            evidence += [winner, *(_demoted(losers) if explain else ())]
        elif name in _VALUES:
            evidence += [*others, _notice(name, site.rule, found or Found(selectors[0], []), len(others))]
    return replace(article, **changes, evidence=tuple(evidence))


def _evidence(field: str, rule: SiteRule, found: Found, value: str | None) -> Evidence:
    raw = None if field in {"body", "lead"} else "; ".join(found.texts) or None
    source = f"rule {rule.file}: {found.selector}"
    return Evidence(field=field, value=value, raw=raw, source=source, rule=f"site rule {rule.number}")


def _notice(field: str, rule: SiteRule, found: Found, others: int) -> Evidence:
    """That a rule was of no use here: its selector, or what it led to."""
    reason = f"found no {field} in that" if found.elements else "selector found nothing"
    return replace(_evidence(field, rule, found, None), rank=max(1, others), reason=reason)


def _demoted(evidence: list[Evidence]) -> Iterator[Evidence]:
    for rank, one in enumerate(evidence, 1):
        yield replace(one, rank=rank, reason=one.reason or "a site rule goes before the parser")


def _title(_: _Context, found: Found) -> _Value:
    shown = {} if found.selector.attribute is not None else {"headline": found.texts[0]}
    return _Value({"title": found.texts[0], **shown}, found.texts[0])


def _moment(field: str) -> Callable[[_Context, Found], _Value]:
    def value(context: _Context, found: Found) -> _Value:
        language = context.site.language or context.article.language
        moments = (_read_moment(text, found.selector, language, context.site.fetched_at) for text in found.texts)
        first = next((moment for moment in moments if moment is not None), None)
        return _Value({field: first} if first is not None else {}, moment_text(first))

    return value


def _read_moment(text: str, selector: Selector, language: str | None, reference: dt.datetime | None) -> Moment | None:
    if selector.date_format is None:
        return parse_moment(text, language=language, reference=reference)
    try:
        moment = parse_format(text, selector.date_format)
    except ValueError:
        return None
    return moment.date() if moment.tzinfo is None else moment


def _authors(context: _Context, found: Found) -> _Value:
    authors = [author for text in found.texts for author in _credited(text)]
    unique = tuple({author.name: author for author in reversed(authors)}.values())[::-1]
    is_shown = found.selector.attribute is None and context.article.byline is None
    line = {"byline": ", ".join(found.texts)} if is_shown else {}
    return _Value({"authors": unique, **line}, ", ".join(author.name for author in unique))


def _credited(text: str) -> tuple[Author, ...]:
    """The names of a credit line; a text that holds none for the parser is one all the same, for the rule says so."""
    return parse_credit(without_prefix(text)) or (Author(name=text),)


def _lead(context: _Context, found: Found) -> _Value:
    text = "\n".join([item.text for item in context.ruled.lead] or found.texts)
    return _Value({"lead": text}, text, is_marked=bool(context.ruled.lead))


def _body(context: _Context, found: Found) -> _Value:
    """The blocks that were marked; of what the page does not show, a hidden element say, its lines."""
    is_marked = context.ruled.container is not None
    blocks = read_blocks(context.ruled.page, context.ruled.container) if is_marked else tuple(_lines(found))
    text = "\n\n".join(block.text for block in blocks if block.text)
    return _Value(
        {"blocks": blocks, "body": text} if blocks else {}, counted(len(blocks), "block") if blocks else None, is_marked
    )


def _lines(found: Found) -> Iterator[Block]:
    for element in found.elements:
        for line in _raw(element, found.selector).splitlines():
            if text := squeeze(line):
                yield Block(kind="paragraph", text=text)


def _section(_: _Context, found: Found) -> _Value:
    return _Value({"section": found.texts[0]}, found.texts[0])


def _tags(_: _Context, found: Found) -> _Value:
    tags = tuple(dict.fromkeys(found.texts))
    return _Value({"tags": tags}, ", ".join(tags))


def _language(context: _Context, _: Found) -> _Value:
    language = context.site.language
    return _Value({"language": language} if language else {}, language)


def _next_page(context: _Context, found: Found) -> _Value:
    url = resolve(context.site.document.base_url, found.texts[0])
    paging = replace(context.article.paging or Paging(), next_url=url)
    return _Value({"paging": paging} if url else {}, url)


#: field → what becomes of its text
_VALUES: Mapping[str, Callable[[_Context, Found], _Value]] = {
    "title": _title,
    "published": _moment("published"),
    "modified": _moment("modified"),
    "authors": _authors,
    "lead": _lead,
    "body": _body,
    "section": _section,
    "tags": _tags,
    "language": _language,
    "next_page": _next_page,
}
