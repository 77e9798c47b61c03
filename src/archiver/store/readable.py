"""What whoever reads an archive asks of it: articles, cards and revisions as values or tables, SQL, search, figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from archiver.store import questions as ask

if TYPE_CHECKING:
    from archiver.model import RevisionCause
    from archiver.store.connection import Connection
    from archiver.store.facets import FacetCount
    from archiver.store.figures import Figures
    from archiver.store.frames import QueryResult, Selected
    from archiver.store.records import ArchivedArticle, ArchivedTeaser, ArchiveStats, Revision, SourceTeasers
    from archiver.store.search import SearchHit, SearchOrder
    from archiver.store.search_filters import FilterOptions, SearchScope


class Readable:
    """The part of ``Archive`` that analysts use."""

    _db: Connection

    def article(self, url: str) -> ArchivedArticle | None:
        """The article at this address: its own, or that of any page that shows it."""
        with self._db.reading() as conn:
            return ask.articles.load_article(conn, url)

    def articles(self, **filters: Unpack[FilterOptions]) -> Selected[ArchivedArticle]:
        """Articles in the order they came: to loop over, or as a table.

        ``filters`` are those of ``search``, see ``Filters``; ``since`` and ``until`` are days of publication, these
        included. Raises ``UsageError`` for one that names nothing.
        """
        return ask.articles.select_articles(self._db, ask.search_filters.Filters(**filters))

    def teasers(
        self,
        *,
        page_url: str | None = None,
        only_current: bool = False,
        source: str | None = None,
        article_id: int | None = None,
    ) -> Selected[ArchivedTeaser]:
        """Cards and where they stood, in the order they came: to loop over, or as a table.

        Of one page, or of the pages of one source; only those that stand there now; only those that promote an article.
        """
        given = {"page_url": page_url, "only_current": only_current, "source": source, "article_id": article_id}
        return ask.teasers.select_teasers(self._db, given)

    def revisions(
        self,
        article_id: int | None = None,
        *,
        source: str | None = None,
        cause: RevisionCause | None = None,
    ) -> Selected[Revision]:
        """The texts that an article had, or that all have had, article by article, oldest first.

        ``cause`` narrows them to those that a ``publisher`` changed.
        """
        given = {"article_id": article_id, "source": source, "cause": cause}
        return ask.revisions.select_revisions(self._db, given)

    def table(self, name: str) -> QueryResult:
        """All of a table or view, to loop over or as a frame with the types that the schema knows.

        Raises ``UsageError`` for a name that no archive has, ``OlderArchiveError`` for one that an older file lacks.
        """
        return ask.query.table(self._db, name)

    def query(
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] = (), *, timeout_s: float | None = None
    ) -> QueryResult:
        """The answer to one SQL statement that only reads. Raises ``QueryError`` with SQLite's own word.

        ``timeout_s`` is for the statement's work, all rows included.
        """
        return ask.query.query(self._db, ask.query.Statement(sql, parameters, timeout_s))

    def search(
        self,
        words: str = "",
        *,
        among: SearchScope = "articles",
        order: SearchOrder = "relevance",
        limit: int = 20,
        offset: int = 0,
        marks: tuple[str, str] = ("", ""),
        **filters: Unpack[FilterOptions],
    ) -> tuple[SearchHit, ...]:
        """Articles (or cards) with all these words; accents and case do not count. Never refuses a text.

        ``"two words"`` is a phrase, ``word*`` the start of a word, ``title:word`` looks in one field, ``-word`` leaves
        out, ``OR`` between two is either. Without words: all that the filters let pass, the newest first; without
        filters too, everything. ``marks`` go around matches in the snippet. Raises ``UsageError`` for a filter that
        names nothing.
        """
        wanted = ask.search.make_wanted(
            words, filters, among=among, order=order, limit=limit, offset=offset, marks=marks
        )
        with self._db.reading() as conn:
            return ask.search.search(conn, wanted)

    def count_hits(self, words: str = "", *, among: SearchScope = "articles", **filters: Unpack[FilterOptions]) -> int:
        """How many hits ``search`` has in all."""
        with self._db.reading() as conn:
            return ask.search.count_hits(conn, ask.search.make_wanted(words, filters, among=among))

    def facets(
        self, words: str = "", *, newest: int | None = 20_000, **filters: Unpack[FilterOptions]
    ) -> tuple[FacetCount, ...]:
        """How many hits among articles the sources, languages, sections, years, months, authors and tags have.

        Of each of these the 20 with most hits; ``None`` stands for the hits that have none. Of more than ``newest``
        hits only those that came into the archive last are counted; ``newest=None`` counts all, which takes longer.
        """
        with self._db.reading() as conn:
            return ask.facets.load_facets(conn, ask.search.make_wanted(words, filters), newest)

    def stats(self) -> ArchiveStats:
        """The archive in figures."""
        with self._db.reading() as conn:
            return ask.stats.load_stats(conn, self._db.path, self._db.now())

    def figures(
        self, *, sources: Collection[str] | str = (), since: dt.date | None = None, until: dt.date | None = None
    ) -> Figures:
        """What a report shows, read from one state of the archive: of some sources, of days of publication, of all.

        A source is a name, a host or a home page; one alone needs no list. Raises ``UsageError`` when there is none
        such.
        """
        names = (sources,) if isinstance(sources, str) else tuple(sources)
        scope = ask.figures.Scope(sources=names, since=since, until=until)
        with self._db.reading() as conn:
            return ask.figures.load_figures(conn, scope)

    def teaser_stats(self, *, source: str | None = None) -> tuple[SourceTeasers, ...]:
        """What each source promotes, and which of its picture slots are empty: the one with most placements first.

        ``source`` is a name, a host or a home page. Raises ``UsageError`` when there is none such.
        """
        with self._db.reading() as conn:
            return ask.teaser_stats.load_teaser_stats(conn, source)
