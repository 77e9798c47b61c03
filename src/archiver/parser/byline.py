"""Who wrote it: settled between what the page declares and the credit line that it shows.

The first source with a person in it wins, in the order of ``SOURCES``; an outlet or an agency counts only where no
source has a person. A credit line that shows more people than the winner, all of the winner's among them, wins over
it. Authors of cards and comments are not looked at, nor are credits of pictures, translations and editing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from archiver.document import text_in
from archiver.model import Author, Evidence
from archiver.parser import zones as z
from archiver.parser.author_links import names_linked
from archiver.parser.blocks import Marked, Page, Role, Segment
from archiver.parser.credit_lines import is_other_credit, names_role, parse_signature, read_credit_line, without_prefix
from archiver.parser.metadata import Metadata, Thing, texts_of, types_of
from archiver.parser.names import is_group, is_person, is_surely_person, parse_credit
from archiver.parser.outlet import Outlet
from archiver.parser.surroundings import Surroundings
from archiver.text import fold, squeeze


@dataclass(frozen=True, slots=True, kw_only=True)
class BylineContext:
    """What it takes to read a page's authors."""

    page: Page
    metadata: Metadata
    surroundings: Surroundings
    outlet: Outlet


@dataclass(frozen=True, slots=True)
class Byline:
    """What ``find_byline`` found."""

    #: the credit line as the page shows it
    byline: str | None = None
    authors: tuple[Author, ...] = ()
    evidence: tuple[Evidence, ...] = ()


#: blocks right below the headline that belong to it whatever they look like
_BELOW_HEADLINE = 2
#: a page with fewer characters is built by scripts
_ALMOST_NOTHING = 300


class Credit(NamedTuple):
    """The authors of one place."""

    authors: tuple[Author, ...]
    raw: str
    source: str
    #: where the page shows it
    segment: Segment | None = None


def find_byline(context: BylineContext, *, explain: bool = False) -> Byline:
    """The authors, and the credit line that shows them. No author is better than a wrong one.

    With ``explain`` the evidence also holds the credits that lost, and why.
    """
    shown = tuple(_people_of(_with_outlet(credit, context), context.outlet) for credit in _shown(context))
    found = [credit for source in SOURCES for credit in source(context, shown)]
    witness = _Witness(context)
    chosen = _best(found, context.outlet, witness)
    if chosen is None:
        return Byline(evidence=tuple(_losers(found, (), witness)) if explain else ())
    best = _completed(_as_declared(_fuller(chosen, shown), found), shown)
    line = best.segment.text if best.segment is not None else _line_with(best.authors, shown)
    losers = _losers(found, best.authors, witness) if explain else ()
    return Byline(line, best.authors, (_evidence(best, best.authors), *losers))


def _evidence(credit: Credit, authors: tuple[Author, ...]) -> Evidence:
    names = ", ".join(author.name for author in authors)
    return Evidence(
        field="authors", value=names, raw=credit.raw, source=credit.source, rule="first source with a person"
    )


def _losers(found: list[Credit], winners: tuple[Author, ...], witness: _Witness) -> Iterator[Evidence]:
    """The credits that name others, or fewer, in the order in which they are asked."""
    names = _keys(winners)
    others = [credit for credit in found if _keys(credit.authors) != names]
    for rank, credit in enumerate(others, start=1):
        yield replace(
            _evidence(credit, credit.authors), rank=rank, reason=_why_not(credit, witness, has_winner=bool(winners))
        )


def _why_not(credit: Credit, witness: _Witness, *, has_winner: bool) -> str:
    if not any(witness.is_person(author) for author in credit.authors):
        return "names an outlet or a newsroom, not a person"
    if not any(witness.shows(author.name, credit) for author in credit.authors):
        return "the page does not show that name as a credit"
    return "a source that is believed more names others" if has_winner else "cannot be told from other names"


def _keys(authors: tuple[Author, ...]) -> frozenset[str]:
    return frozenset(fold(author.name) for author in authors)


def _best(found: list[Credit], outlet: Outlet, witness: _Witness) -> Credit | None:
    """The first credit with a person whom the page shows, then one that only news articles declare, then an outlet."""
    others: list[Credit] = []
    for credit in _believed(found, witness):
        if any(map(witness.is_person, credit.authors)):
            return _people_of(credit, outlet)
        others.append(credit)
    return next((credit for credit in others if credit.authors and credit.source != META), None)


def _believed(found: list[Credit], witness: _Witness) -> Iterator[Credit]:
    """The credits with those of their authors whom the page shows, then what news articles declare on purpose."""
    for credit in found:
        yield credit._replace(authors=tuple(a for a in credit.authors if witness.shows(a.name, credit)))
    if witness.may_be_hidden:
        yield from (credit for credit in found if credit.source == JSON_LD)


def _people_of(credit: Credit, outlet: Outlet) -> Credit:
    """The credit without the outlet, unless there is nobody else."""
    people = tuple(_without_outlet(credit, outlet))
    return credit._replace(authors=people) if people and people != credit.authors else credit


def _without_outlet(credit: Credit, outlet: Outlet) -> Iterator[Author]:
    """The people of a credit; the outlet behind a name on the page is whom they write for."""
    following: tuple[Author | None, ...] = (*credit.authors[1:], None)
    for author, after in zip(credit.authors, following, strict=True):
        if outlet.is_exactly(author.name):
            continue
        if credit.segment is not None and after is not None and outlet.is_exactly(after.name):
            yield replace(author, affiliation=author.affiliation or after.name)
        else:
            yield author


def _with_outlet(credit: Credit, context: BylineContext) -> Credit:
    """The credit, the second of two names that only a comma parts being whom the first writes for.

    ``Ann Doe, Great Lines`` reads like two people; they are two where another source or links of their own say so.
    """
    if not credit.authors[1:] or credit.authors[2:] or credit.segment is None:
        return credit
    first, second = credit.authors
    is_listed = f"{first.name}, {second.name}" in credit.segment.text
    if (
        not is_listed
        or second.role
        or is_surely_person(second.name)
        or _are_two(first, second, credit.segment, context)
    ):
        return credit
    return credit._replace(authors=(replace(first, affiliation=second.name),))


def _are_two(first: Author, second: Author, item: Segment, context: BylineContext) -> bool:
    texts = [squeeze(link.text) for link in context.page.links[item.first_link : item.last_link]]
    if first.name in texts and second.name in texts:
        return True
    declared = (credit for source in (_json_ld, _meta, _marked) for credit in source(context, ()))
    return any(author.name == second.name for credit in declared for author in credit.authors)


class _Witness:
    """Tells whether the page shows a declared name: content systems declare whoever pressed the button."""

    def __init__(self, context: BylineContext) -> None:
        self.outlet = context.outlet
        self.page = context.page
        self.around = context.surroundings
        #: publishers of news state their authors on purpose, and a page that shows nothing cannot show them
        self.may_be_hidden = any(name.endswith("NewsArticle") for name in types_of(context.metadata.article or {}))

    def is_person(self, author: Author) -> bool:
        """Whether an author is neither the outlet nor a newsroom."""
        return not self.outlet.is_exactly(author.name) and not is_group(author.name)

    def shows(self, name: str, credit: Credit) -> bool:
        """Whether the name stands on the page; an outlet's, near the text."""
        if credit.source == META and not is_person(name):
            return False
        if credit.segment is not None:
            return True
        if self.outlet.is_exactly(name) and credit.source != MARKED:
            return False
        return name.casefold() in self.near or self.is_almost_empty

    @cached_property
    def near(self) -> str:
        """What stands near the article's text, credits of pictures and editors aside."""
        items = (*self.around.near, *self.around.named)
        return "\n".join(item.text for item in items if not is_other_credit(item.text)).casefold()

    @cached_property
    def is_almost_empty(self) -> bool:
        """Whether the page shows next to nothing, cards aside."""
        return sum(len(item.text) for item in self.page.segments if item.role is not Role.TEASER) < _ALMOST_NOTHING


def _fuller(best: Credit, shown: tuple[Credit, ...]) -> Credit:
    """The credit line that has all the authors and more of them, if there is one."""
    names = {fold(author.name) for author in best.authors}
    for credit in shown:
        if names < {fold(author.name) for author in credit.authors} and all(is_person(a.name) for a in credit.authors):
            return credit
    return best


def _as_declared(best: Credit, found: list[Credit]) -> Credit:
    """The credit with each name cut to one that another source has and that it begins with (``Ann DoeFollow``)."""
    names = {author.name for credit in found for author in credit.authors if is_person(author.name)}
    return best._replace(authors=tuple(_shortest(author, names) for author in best.authors))


def _completed(best: Credit, shown: tuple[Credit, ...]) -> Credit:
    """The credit with what the page shows beside the same names."""
    known = {fold(author.name): author for credit in reversed(shown) for author in credit.authors}
    return best._replace(authors=tuple(_with_details(author, known.get(fold(author.name))) for author in best.authors))


def _with_details(author: Author, shown: Author | None) -> Author:
    if shown is None or (shown.role is None and shown.affiliation is None):  # nearly always
        return author
    return replace(author, role=author.role or shown.role, affiliation=author.affiliation or shown.affiliation)


def _shortest(author: Author, names: set[str]) -> Author:
    beginnings = [name for name in names if author.name.startswith(name) and author.name[len(name) :][:1].isalpha()]
    return replace(author, name=min(beginnings, key=len)) if beginnings else author


def _line_with(authors: tuple[Author, ...], shown: tuple[Credit, ...]) -> str | None:
    names = {fold(author.name) for author in authors}
    for credit in shown:
        if credit.segment is not None and names & {fold(author.name) for author in credit.authors}:
            return credit.segment.text
    return None


# --- sources ---------------------------------------------------------------------

Source = Callable[[BylineContext, tuple[Credit, ...]], Iterator[Credit]]

JSON_LD, MARKED, META = "json-ld author", "rel or itemprop author", "meta author"
#: lines that introduce a name, and lines that only hold one
INTRODUCED, NAMED = "credit line", "name near the headline"
LINKED = "link to an author's page"

_META_NAMES = (
    "author",
    "article:author",
    "article:byline",
    "og:article:author",
    "og:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "mrf:authors",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
)


def _json_ld(context: BylineContext, _: tuple[Credit, ...]) -> Iterator[Credit]:
    authors: list[Author] = []
    for thing in context.metadata.article_things("author") or context.metadata.article_things("creator"):
        authors += _declared_authors(thing)
    unique = tuple({fold(author.name): author for author in reversed(authors)}.values())[::-1]
    if unique:
        yield Credit(unique, ", ".join(author.name for author in unique), JSON_LD)


def _declared_authors(thing: Thing) -> Iterator[Author]:
    role = next(iter(texts_of(thing, "jobTitle")), None)
    affiliation = next(iter((*texts_of(thing, "worksFor"), *texts_of(thing, "affiliation"))), None)
    for text in texts_of(thing, "name"):
        if "Organization" in " ".join(types_of(thing)) and "Person" not in types_of(thing):
            yield Author(name=text)
            continue
        found = parse_credit(without_prefix(text))
        for author in found:
            yield replace(author, role=author.role or role, affiliation=author.affiliation or affiliation)


def _meta(context: BylineContext, _: tuple[Credit, ...]) -> Iterator[Credit]:
    for name in _META_NAMES:
        contents = context.metadata.metas.get(name)
        if contents and (authors := tuple(a for text in contents for a in parse_credit(without_prefix(text)))):
            yield Credit(authors, ", ".join(contents), META)


def _marked(context: BylineContext, _: tuple[Credit, ...]) -> Iterator[Credit]:
    """Names marked as the author's: those before the text, else those behind it."""
    near = {item.index for item in (*context.surroundings.below, *context.surroundings.above)}
    marked = [item for item in context.page.marked if item.name == "author" and not _is_foreign(item, context.page)]
    before = [item for item in marked if item.segment in near]
    values = [_value(item) for item in before or marked[:1]]
    authors = [author for value in values for author in parse_credit(without_prefix(value))]
    unique = tuple({fold(author.name): author for author in reversed(authors)}.values())[::-1]
    if unique:
        yield Credit(unique, ", ".join(values), MARKED)


def _linked(context: BylineContext, _: tuple[Credit, ...]) -> Iterator[Credit]:
    """Names that lead to an author's page, near the headline."""
    for items in (context.surroundings.below, context.surroundings.above[::-1]):
        for item in items:
            names = names_linked(context.page, item) if item.link_chars and not is_other_credit(item.text) else ()
            authors = tuple(a for name in names for a in parse_credit(without_prefix(name)))
            if authors:
                yield Credit(authors, item.text, LINKED, item)


def _strong(_: BylineContext, shown: tuple[Credit, ...]) -> Iterator[Credit]:
    return (credit for credit in shown if credit.source == INTRODUCED)


def _weak(_: BylineContext, shown: tuple[Credit, ...]) -> Iterator[Credit]:
    return (credit for credit in shown if credit.source != INTRODUCED)


SOURCES: tuple[Source, ...] = (_json_ld, _strong, _marked, _linked, _meta, _weak)


def _value(marked: Marked) -> str:
    element = marked.element
    inner = element.find(".//*[@itemprop='name']") if len(element) else None
    chosen = inner if inner is not None else element
    return squeeze(chosen.get("content") or text_in(chosen))


def _is_foreign(marked: Marked, page: Page) -> bool:
    role = page.segments[marked.segment].role if marked.segment < len(page.segments) else Role.UNKNOWN
    return role in {Role.TEASER, Role.BODY} or bool(marked.node.zones & (z.COMMENTS | z.RELATED))


# --- what the page shows -----------------------------------------------------------


def _shown(context: BylineContext) -> Iterator[Credit]:
    around = context.surroundings
    yield from (credit for credit in _credits(_card_like(context), is_before=True) if credit.source == INTRODUCED)
    for items in (around.below, around.above[::-1]):
        yield from _joined(_credits(items, is_before=True))
    yield from _credits(around.after, is_before=False)
    for item in around.end:
        if authors := parse_signature(item):
            yield Credit(authors, item.text, NAMED, item)


def _card_like(context: BylineContext) -> list[Segment]:
    """Blocks right below the headline that were taken for a card's: there a line that says ``By`` is the article's."""
    headline = context.surroundings.headline
    if headline is None:
        return []
    following = context.page.segments[headline.index + 1 : headline.index + 1 + _BELOW_HEADLINE]
    return [item for item in following if item.role is Role.TEASER]


def _credits(items: Iterable[Segment], *, is_before: bool) -> Iterator[Credit]:
    for item, following in pairwise((*items, None)):
        if item is not None and (line := read_credit_line(item, is_before=is_before)):
            authors = line.authors
            if len(authors) == 1 and following is not None and following.index == item.index + 1:
                authors = (replace(authors[0], role=authors[0].role or names_role(following)),)
            yield Credit(authors, item.text, INTRODUCED if line.is_introduced else NAMED, item)


def _joined(lines: Iterable[Credit]) -> Iterator[Credit]:
    """Credits whose blocks follow each other as one: some pages give each author a block of their own."""
    last: Credit | None = None
    for credit in lines:
        if last is not None and _continues(last, credit):
            raw = f"{last.raw}, {credit.raw}"
            last = Credit(last.authors + credit.authors, raw, NAMED, credit.segment)
            continue
        if last is not None:
            yield last
        last = credit
    if last is not None:
        yield last


def _continues(last: Credit, credit: Credit) -> bool:
    one, other = last.segment, credit.segment
    if one is None or other is None or not last.source == credit.source == NAMED:
        return False
    return abs(one.index - other.index) == 1 and one.tag == other.tag
