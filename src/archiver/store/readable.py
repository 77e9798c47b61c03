"""What whoever reads an archive asks of it: articles, cards and revisions as values or tables, and SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

from archiver.store import questions as ask

if TYPE_CHECKING:
    from archiver.model import RevisionCause
    from archiver.store.connection import Connection
    from archiver.store.frames import QueryResult, Selected
    from archiver.store.records import ArchivedArticle, ArchivedTeaser, Revision
    from archiver.store.search_filters import FilterOptions


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

        Raises ``UsageError`` for a name that the archive has none of.
        """
        return ask.query.table(self._db, name)

    def query(
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] = (), *, timeout_s: float | None = None
    ) -> QueryResult:
        """The answer to one SQL statement that only reads. Raises ``QueryError`` with SQLite's own word.

        ``timeout_s`` is for the statement's work, all rows included.
        """
        return ask.query.query(self._db, ask.query.Statement(sql, parameters, timeout_s))
