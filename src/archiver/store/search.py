"""Full-text search as SQL: what is wanted goes in, a statement and its parameters come out, for whoever runs them.

The statements look into the index first, and into the tables only for the few rows that are shown. To score a hit costs
some microseconds, and a small word hits nearly everything: of more than ``NEWEST`` hits only the newest compete for the
first places by relevance. By date, and in ``count_sql``, all of them count. (Measured on 100,000 articles: scoring all
hits of "de" takes 0.2 s, the newest 20,000 of them 0.05 s.)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from archiver.errors import UsageError
from archiver.store.arguments import one_of, some_text, whole_number
from archiver.store.search_filters import Condition, Filters, SearchScope, check_names, filter_conditions
from archiver.store.search_words import Choice, Term, Words, is_indexed, read_words

#: how a search is sorted
SearchOrder = Literal["relevance", "date"]

#: hits that compete by relevance
NEWEST = 20_000
_SNIPPET_WORDS = 24
#: characters before and after a match that is no word, and of a text of which nothing was looked for
_BEFORE, _AROUND, _BEGINNING = 30, 100, 160


class Statement(NamedTuple):
    """What is asked, and with what."""

    sql: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One article, or one card, that a search found; the best has the lowest rank."""

    #: of the article, or of the card (``teasers.card_id``)
    id: int
    url: str | None
    title: str | None
    #: of the article; ``None`` for a card
    source: str | None
    #: as printed by ``to_dict``
    published: str | None
    #: the words around the best match, matches between the marks asked for
    snippet: str
    rank: float

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What is searched: a table, which the statements call ``t``, and its full-text index."""

    table: str
    fts: str
    #: columns of the index, and what a word in each of them is worth
    fields: dict[str, float]
    #: id, url, title, source, published
    columns: str
    joins: str
    newest_first: str
    #: what the table is read by when it is sorted so
    by_date: str
    #: what to show of a text of which nothing was looked for
    beginning: str
    #: the index of rows whose texts hold letters of scripts without spaces, if there is one
    unspaced_index: str | None

    @property
    def weights(self) -> str:
        return ", ".join(map(str, self.fields.values()))

    def unspaced(self, table: str) -> tuple[str, str]:
        """What the table, of that name, is read by to find rows with such letters, and the condition for it."""
        if self.unspaced_index is None:
            return "", "1"
        return f"INDEXED BY {self.unspaced_index}", f"{table}.has_unspaced"


_SCOPES: dict[SearchScope, _Scope] = {
    "articles": _Scope(
        table="articles",
        fts="articles_fts",
        fields={"title": 10.0, "lead": 4.0, "body": 1.0, "byline": 2.0},
        columns="t.id, t.url, t.title, coalesce(s.name, s.host), t.published",
        joins="LEFT JOIN sources AS s ON s.id = t.source_id",
        newest_first="t.published_day DESC, t.published_at DESC, t.id DESC",
        by_date="INDEXED BY articles_by_published",
        beginning="coalesce(t.lead, t.body, '')",
        unspaced_index="articles_unspaced",
    ),
    "teasers": _Scope(
        table="cards",
        fts="teasers_fts",
        fields={"title": 10.0, "kicker": 4.0, "excerpt": 1.0, "byline": 2.0},
        columns="t.id, t.url, t.title, NULL, t.published",
        joins="",
        newest_first="(SELECT min(pl.first_seen) FROM placements AS pl WHERE pl.card_id = t.id) DESC, t.id DESC",
        by_date="",
        beginning="coalesce(t.excerpt, '')",
        unspaced_index=None,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: words, or without them everything that the filters let pass, the newest first."""

    words: str = ""
    among: SearchScope = "articles"
    filters: Filters = Filters()
    order: SearchOrder = "relevance"
    limit: int = 20
    offset: int = 0
    #: put around matches in the snippet
    marks: tuple[str, str] = ("", "")

    @property
    def terms(self) -> Words:
        """The words as terms."""
        return read_words(self.words, tuple(_SCOPES[self.among].fields))

    @property
    def is_nothing(self) -> bool:
        """Whether nothing can be found: words without a letter or digit."""
        return self.terms.is_nothing and bool(self.words.strip())


def make_wanted(words: str, filters: Mapping[str, Any], **options: Any) -> Wanted:
    """What is looked for, as it was said in a call; ``options`` are the other fields of ``Wanted``.

    Raises ``UsageError`` for a value that none of them can have.
    """
    checked = {name: _CHECKS[name](name, value) for name, value in {"words": words, **options}.items()}
    return Wanted(filters=Filters(**filters), **checked)


def _two_texts(name: str, value: Any) -> tuple[str, str]:
    match value:
        case (str(opening), str(closing)):
            return opening, closing
    raise UsageError(f"invalid {name} {value!r} (expected two texts, as in ('<b>', '</b>'))")


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "words": some_text,
    "among": lambda name, value: one_of(name, value, SearchScope),
    "order": lambda name, value: one_of(name, value, SearchOrder),
    "limit": whole_number,
    "offset": whole_number,
    "marks": _two_texts,
}


def search(conn: sqlite3.Connection, wanted: Wanted) -> tuple[SearchHit, ...]:
    """The hits, best first. Raises ``UsageError`` for a filter that names nothing."""
    rows = _rows(conn, wanted, search_sql(wanted))
    return tuple(SearchHit(**dict(zip(SearchHit.__dataclass_fields__, row, strict=True))) for row in rows)


def count_hits(conn: sqlite3.Connection, wanted: Wanted) -> int:
    """How many hits there are in all."""
    (count,) = _rows(conn, wanted, count_sql(wanted)).fetchone()
    return int(count)


def _rows(conn: sqlite3.Connection, wanted: Wanted, statement: Statement) -> sqlite3.Cursor:
    check_names(conn, wanted.filters)
    return conn.execute(*statement)


# --- statements ----------------------------------------------------------------------------------------------


def search_sql(wanted: Wanted) -> Statement:
    """What gives the hits in their order, with the columns of ``SearchHit``."""
    asked = _asked(wanted)
    by_worth = _by_relevance_sql if asked.match is not None else _by_place_sql if asked.is_unspaced else _by_date_sql
    make = _by_date_sql if wanted.order == "date" else by_worth
    opening, closing = wanted.marks
    page = {"limit": wanted.limit, "offset": wanted.offset, "open": opening, "close": closing}
    return Statement(make(asked), asked.parameters | page)


def count_sql(wanted: Wanted) -> Statement:
    """What gives one number: of all hits."""
    asked = _asked(wanted)
    return Statement(f"SELECT count(*) FROM ({asked.hits})", asked.parameters)


def hits_sql(wanted: Wanted, limit: int = -1) -> Statement:
    """What gives the numbers of all hits (``id``), or of so many, those that came to be known last."""
    asked = _asked(wanted)
    return Statement(f"{asked.hits} ORDER BY 1 DESC LIMIT {limit}", asked.parameters)


class _Asked(NamedTuple):
    """What the statements are made of."""

    scope: _Scope
    words: Words
    #: for FTS5; ``None`` where the index cannot help
    match: str | None
    conditions: tuple[str, ...]
    parameters: dict[str, Any]

    @property
    def hits(self) -> str:
        """A statement that gives all hits by number."""
        if self.match is None:
            within, condition = self.within
            return f"SELECT t.id AS id FROM {self.scope.table} AS t {within} WHERE {condition} {self.also('t.id')}"
        fts = self.scope.fts
        return f"SELECT {fts}.rowid AS id FROM {fts} WHERE {fts} MATCH :match {self.also(f'+{fts}.rowid')}"

    @property
    def within(self) -> tuple[str, str]:
        """What the table is read by, and the condition for that, where the full-text index is not asked."""
        return self.scope.unspaced("t") if self.is_unspaced else ("", "1")

    @property
    def is_unspaced(self) -> bool:
        """Whether all hits have letters of scripts without spaces."""
        return any(all(term.is_unspaced for term in choice) for choice in self.words.choices)

    @property
    def snippet(self) -> str:
        """The words around the match; of what no word was looked for in, its beginning."""
        if self.match is not None:
            return f"snippet({self.scope.fts}, -1, :open, :close, '…', {_SNIPPET_WORDS})"
        if not self.texts:
            return f"substr({self.scope.beginning}, 1, {_BEGINNING})"
        text = self.texts[0]
        cases = " ".join(f"WHEN {_holds(f't.{field}', text)} THEN t.{field}" for field in self.scope.fields)
        return f"""(
            SELECT replace(
                substr(x.text, max(1, instr(lower(x.text), lower(:{text})) - {_BEFORE}), {_AROUND}),
                :{text}, :open || :{text} || :close
            ) FROM (SELECT coalesce(CASE {cases} END, {self.scope.beginning}) AS text) AS x
        )"""

    @property
    def texts(self) -> list[str]:
        """The parameters that are looked for as they stand."""
        return [name for name in self.parameters if name.startswith("text")]

    def also(self, row_id: str) -> str:
        """The conditions for rows of this number."""
        return "".join(f" AND {condition.format(id=row_id)}" for condition in self.conditions)


def _asked(wanted: Wanted) -> _Asked:
    scope, words = _SCOPES[wanted.among], wanted.terms
    match = '""' if wanted.is_nothing else words.match
    found = [*_word_conditions(scope, words, match), *filter_conditions(wanted.among, wanted.filters)]
    parameters = {} if match is None else {"match": match}
    for condition in found:
        parameters |= condition.parameters
    return _Asked(scope, words, match, tuple(condition.sql for condition in found), parameters)


def _by_relevance_sql(asked: _Asked) -> str:
    """Scored by the index alone."""
    fts = asked.scope.fts
    return f"""
        WITH hits AS MATERIALIZED ({asked.hits} ORDER BY {fts}.rowid DESC LIMIT {NEWEST}),
        best AS MATERIALIZED (
            SELECT rowid AS id, bm25({fts}, {asked.scope.weights}) AS score FROM {fts}
            WHERE {fts} MATCH :match AND rowid >= (SELECT min(id) FROM hits) AND +rowid IN (SELECT id FROM hits)
            ORDER BY score, id DESC LIMIT :limit OFFSET :offset
        )
        {_shown(asked, "best.score", is_looked_up=not asked.words.has_start)}
        ORDER BY best.score, best.id DESC
    """


def _by_date_sql(asked: _Asked) -> str:
    """Read by date until there are enough."""
    scope, fts = asked.scope, asked.scope.fts
    if asked.match is None:
        within, condition = asked.within
        return f"""
            SELECT {scope.columns}, {asked.snippet}, 0.0
            FROM {scope.table} AS t {within or scope.by_date} {scope.joins}
            WHERE {condition} {asked.also("t.id")}
            ORDER BY {scope.newest_first} LIMIT :limit OFFSET :offset
        """
    return f"""
        WITH best AS MATERIALIZED (
            SELECT t.id AS id FROM {scope.table} AS t {scope.by_date}
            WHERE t.id IN (SELECT rowid FROM {fts} WHERE {fts} MATCH :match) {asked.also("t.id")}
            ORDER BY {scope.newest_first} LIMIT :limit OFFSET :offset
        )
        {_shown(asked, f"bm25({fts}, {scope.weights})", is_looked_up=False)}
        ORDER BY {scope.newest_first}
    """


def _shown(asked: _Asked, score: str, *, is_looked_up: bool) -> str:
    """What is shown of the best: each looked up in the index, or found on one way through all hits.

    The way is shorter where a score or the beginning of a word would have to be prepared anew for each of them.
    """
    scope, fts = asked.scope, asked.scope.fts
    if is_looked_up:
        way, among = f"best CROSS JOIN {fts} ON {fts}.rowid = best.id", ""
    else:
        way, among = f"{fts} CROSS JOIN best ON best.id = {fts}.rowid", f"AND +{fts}.rowid IN (SELECT id FROM best)"
    return f"""
        SELECT {scope.columns}, {asked.snippet}, {score}
        FROM {way} CROSS JOIN {scope.table} AS t ON t.id = best.id {scope.joins}
        WHERE {fts} MATCH :match {among}
    """


def _by_place_sql(asked: _Asked) -> str:
    """Terms that no index knows: what they are worth is which field holds them."""
    scope = asked.scope
    within, condition = asked.within
    worth = " + ".join(
        f"{weight} * {_holds(f't.{field}', text)}" for text in asked.texts for field, weight in scope.fields.items()
    )
    return f"""
        SELECT {scope.columns}, {asked.snippet}, -({worth or "0.0"}) AS score
        FROM {scope.table} AS t {within} {scope.joins}
        WHERE {condition} {asked.also("t.id")}
        ORDER BY score, t.id DESC LIMIT :limit OFFSET :offset
    """


# --- what the full-text index cannot answer ------------------------------------------------------------------


def _word_conditions(scope: _Scope, words: Words, match: str | None) -> list[Condition]:
    """Choices with a term in a script without spaces, and what must not be there where ``match`` does not say it."""
    by_text = [choice for choice in words.choices if not is_indexed(choice)]
    refused = [term for term in words.excluded if term.is_unspaced or match is None]
    numbered = iter(range(len(words.excluded) + sum(map(len, words.choices))))
    found = [_any(scope, choice, numbered) for choice in by_text]
    for term in refused:
        sql, parameters = _any(scope, (term,), numbered)
        found.append(Condition(f"NOT {sql}", parameters))
    return found


def _any(scope: _Scope, choice: Choice, numbered: Iterator[int]) -> Condition:
    """That one of the terms is there."""
    alternatives = [_one(scope, term, next(numbered)) for term in choice]
    parameters = {name: value for one in alternatives for name, value in one.parameters.items()}
    return Condition(f"({' OR '.join(one.sql for one in alternatives)})", parameters)


def _one(scope: _Scope, term: Term, number: int) -> Condition:
    if not term.is_unspaced:
        sql = f"{{id}} IN (SELECT rowid FROM {scope.fts} WHERE {scope.fts} MATCH :match{number})"
        return Condition(sql, {f"match{number}": term.fts})
    fields = [term.field] if term.field else list(scope.fields)
    held = " OR ".join(_holds(f"u.{field}", f"text{number}") for field in fields)
    within, condition = scope.unspaced("u")
    sql = f"EXISTS (SELECT 1 FROM {scope.table} AS u {within} WHERE u.id = {{id}} AND {condition} AND ({held}))"
    return Condition(sql, {f"text{number}": term.text})


def _holds(column: str, parameter: str) -> str:
    """1 for a text that holds what is looked for; the case of Latin letters beside it does not count."""
    return f"(instr(lower(coalesce({column}, '')), lower(:{parameter})) > 0)"
