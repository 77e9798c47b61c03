"""What an address asks of a page behind its question mark, and the addresses of neighbours that ask a little else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

#: no filter is longer; a search may be as long as an address
_LONGEST = 10_000
#: of a number: no more fit into what SQLite counts with, and a page's number times its size has to as well
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """Names and values in their order; an empty value asks for nothing, as a form sends those that nobody filled in."""

    pairs: tuple[tuple[str, str], ...] = ()

    def text(self, name: str) -> str | None:
        """The first value of that name, without spaces around it; ``None`` for none."""
        return next(iter(self.texts(name)), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of that name."""
        return tuple(value for key, value in self.pairs if key == name)

    def number(self, name: str) -> int | None:
        """The value as a number from 0 on; ``None`` for whatever is none."""
        text = self.text(name) or ""
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
            return None
        return int(text)

    def choice(self, name: str, choices: tuple[str, ...]) -> str | None:
        """The value, if it is one of these."""
        text = self.text(name)
        return text if text in choices else None

    def has(self, name: str) -> bool:
        """Whether there is such a value."""
        return bool(self.texts(name))

    def query(self, **changes: object) -> str:
        """The query of a neighbour: these values are others, ``None`` is left out; begins with ``?``.

        Another page of a list is asked for by name: whatever else changes begins with the first one.

        >>> Asked((("source", "1"), ("page_number", "4"))).query(region="aside")
        '?source=1&region=aside'
        """
        kept = [(key, value) for key, value in self.pairs if key not in changes and key != PAGE_NUMBER]
        added = [(key, str(value)) for key, value in changes.items() if value is not None]
        return "?" + urlencode([*kept, *added])


#: which page of a list is asked for
PAGE_NUMBER = "page_number"


def read_query(query: str) -> Asked:
    """What a query string asks; whatever is no text in it has become U+FFFD.

    >>> read_query("q=l%27%C3%A9t%C3%A9&q=&source=+").pairs
    (('q', "l'été"),)
    """
    pairs = parse_qsl(query.replace("%00", "%EF%BF%BD"), errors="replace", max_num_fields=None)
    cleaned = ((key, value.replace("\0", "\ufffd").strip()[:_LONGEST]) for key, value in pairs)
    return Asked(tuple((key, value) for key, value in cleaned if value))


def page_offset(asked: Asked, size: int) -> int:
    """How many come before the page that is asked for, whether there are so many or not."""
    return (max(1, asked.number(PAGE_NUMBER) or 1) - 1) * size


@dataclass(frozen=True, slots=True)
class Paging:
    """A place in a list that is shown page by page."""

    asked: Asked
    #: how many there are in all
    total: int
    #: how many a page shows
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        """The page that is shown, from 1; the last one where a later one is asked for."""
        return min(max(1, self.asked.number(PAGE_NUMBER) or 1), self.pages)

    @property
    def offset(self) -> int:
        """How many come before."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """The number of the first one shown, from 1; 0 for an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """The number of the last one shown."""
        return min(self.offset + self.size, self.total)

    @property
    def earlier(self) -> str | None:
        """The query of the page before."""
        return self.query_of(self.number - 1)

    @property
    def later(self) -> str | None:
        """The query of the page after."""
        return self.query_of(self.number + 1)

    def query_of(self, number: int) -> str | None:
        """The query of a page; ``None`` where there is none."""
        return self.asked.query(**{PAGE_NUMBER: number}) if 1 <= number <= self.pages else None
