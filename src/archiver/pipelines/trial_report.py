"""What trying a site has shown: plain values, and the verdict on them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from archiver.model import ARCHIVED_KINDS, FailureReason, PageKind

ListKind: TypeAlias = Literal["home", "feed", "sitemap"]

_HOUR_S = 3600
#: what is to be done about a page that was not read, by the word that its problem begins with
_REMEDIES: dict[str, str] = {
    FailureReason.NEEDS_JAVASCRIPT: "trying draws no pages; 'archiver crawl --render', or render = true in the site's "
    "[[source]] table, has a browser draw them"
}
#: kinds of a home page that nothing can be found on
_WALLS: dict[str, str] = {"login": "a login page", "consent": "a consent page", "error": "an error page"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What the host's robots.txt says."""

    #: HTTP status; ``None`` when there was no answer
    status: int | None = None
    crawl_delay_s: float | None = None
    #: that it names
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A page, feed or sitemap that names others."""

    url: str
    kind: ListKind
    status: int | None
    elapsed_s: float
    #: why it could not be read; ``None`` when it could
    problem: str | None = None
    #: that it names and that belong to the site
    addresses: int = 0
    #: those among them that look like an article's
    articles: int = 0
    #: the latest day that it gives for one
    newest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page of those that look like articles, and how it is read."""

    url: str
    status: int | None
    elapsed_s: float
    #: why it did not come or could not be read; ``None`` when all is well
    problem: str | None
    kind: PageKind | None
    title: str | None = None
    #: as an article's JSON has it
    published: str | None = None
    authors: tuple[str, ...] = ()
    words: int = 0
    #: fields of an article that were not found
    missing: tuple[str, ...] = ()
    is_paywalled: bool | None = None
    #: it asks not to be archived
    is_noarchive: bool = False

    @property
    def is_article(self) -> bool:
        """Whether it would be archived as one."""
        return self.problem is None and self.kind in ARCHIVED_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One site."""

    #: as it was given
    url: str
    #: where its home page is
    final_url: str
    robots: Robots
    home: List
    home_kind: PageKind | None
    #: what robots meta or X-Robots-Tag of the home page ask
    robots_tags: tuple[str, ...] = ()
    #: pages that the home page names and that look like no article
    sections: int = 0
    lists: tuple[List, ...] = ()
    samples: tuple[Sample, ...] = ()
    #: different addresses on the home page and in the lists that look like an article's
    articles_found: int = 0
    #: that it took
    requests: int = 0
    #: between two requests
    delay_s: float = 0.0
    #: of an answer, half of them are quicker; ``None`` without one
    response_s: float | None = None

    @property
    def reason(self) -> str | None:
        """Why it cannot be crawled; ``None`` when it can."""
        if self.home.problem is not None:
            remedy = _remedy(self.home.problem)
            return f"the home page {'cannot be read' if remedy else 'does not come'}: {self.home.problem}{remedy}"
        if self.home_kind in _WALLS:
            return f"the home page is {_WALLS[self.home_kind]}"
        if not self.articles_found:
            return "no addresses of articles were found"
        return _reason_of(self.samples)

    @property
    def pages_per_hour(self) -> int | None:
        """How many pages an hour would bring, one after the other."""
        return None if self.response_s is None else round(_HOUR_S / max(self.delay_s + self.response_s, 0.001))

    @property
    def hours(self) -> float | None:
        """How long the articles that were found would take."""
        return round(self.articles_found / self.pages_per_hour, 2) if self.pages_per_hour else None

    def to_dict(self) -> dict[str, Any]:
        """In plain JSON types, the verdict first."""
        derived = {"pages_per_hour": self.pages_per_hour, "hours": self.hours}
        return {"is_crawlable": self.reason is None, "reason": self.reason, **asdict(self), **derived}


def _reason_of(samples: tuple[Sample, ...]) -> str | None:
    if any(sample.is_article and not sample.is_noarchive for sample in samples):
        return None
    if any(sample.is_noarchive for sample in samples):
        return "its articles ask not to be archived (--ignore-noarchive)"
    problems = [sample.problem for sample in samples if sample.problem]
    if problems:
        return f"no article could be read: {problems[0]}{_remedy(problems[0])}"
    kinds = ", ".join(sorted({sample.kind or "unknown" for sample in samples}))
    return f"none of the {len(samples)} pages that were tried is an article (they are: {kinds})"


def _remedy(problem: str) -> str:
    """What to do about it, to be put behind it; nothing where there is nothing."""
    remedy = _REMEDIES.get(problem.partition(":")[0])
    return f" ({remedy})" if remedy else ""
