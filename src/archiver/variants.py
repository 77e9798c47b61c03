"""The addresses at which a site serves one page: other spellings of one, and views for phones, printers and AMP.

Told from the address alone, so only ever a guess: whoever asks looks whether one of the others is known, and asks for a
page that has no other. Pure; a tenth of a microsecond for most addresses, which have no view and were met before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from archiver.address_words import (
    OTHER_VIEW_PARAMETERS,
    OTHER_VIEW_SEGMENTS,
    OTHER_VIEW_VALUES,
    VIEW_FOLDERS,
    VIEW_HOSTS,
)


def _one_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words))) + ")"


#: what no address without a view holds
_HINT = re.compile(
    rf"//{_one_of(VIEW_HOSTS)}\.|/{_one_of(OTHER_VIEW_SEGMENTS | VIEW_FOLDERS)}(?=[/?]|$)"
    rf"|[?&]{_one_of(OTHER_VIEW_PARAMETERS)}(?=[=&]|$)|\.amp(?=[.?]|$)",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.amp(?=\.html?$|$)", re.IGNORECASE)
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)
#: names that stand for a host's readers, not for another site: an address of digits, or one with a port, has none
_NAMED_HOST = re.compile(r"[a-z0-9.-]*[a-z][a-z0-9-]*")
_NAME_AND_SUFFIX = 2


@lru_cache(maxsize=8192)
def main_address(url: str) -> str | None:
    """The address without what asks for a view, in the same spelling; ``None`` for one that asks for none.

    >>> main_address("https://m.lac.example/the-ferry/amp/?p=2&print=1")
    'https://www.lac.example/the-ferry/?p=2'
    """
    if _HINT.search(url, 5) is None:
        return None
    scheme, _, rest = url.partition("://")
    place, _, query = rest.partition("?")
    host, _, path = place.partition("/")
    pairs = [pair for pair in query.split("&") if pair and not _asks_for_view(pair)]
    plain = f"{scheme}://{_plain_host(host)}/{_plain_path(path)}" + ("?" + "&".join(pairs) if pairs else "")
    return None if plain == url else plain


def is_view(url: str) -> bool:
    """Whether the end of the path or a parameter asks for a view, so that nothing else can be meant.

    A first segment or a host may: ``/print/2025/`` can be a section, ``m.site.example`` a site of its own.
    """
    main = main_address(url)
    if main is None:
        return False
    place, _, query = url.partition("?")
    last = place.rstrip("/").rpartition("/")[2].lower()
    is_ending = last in OTHER_VIEW_SEGMENTS or _ENDING.search(last) is not None
    return is_ending or any(map(_asks_for_view, query.split("&") if query else ()))


@lru_cache(maxsize=256)
def other_addresses(url: str) -> tuple[str, ...]:
    """Where the same page may stand: without a view, by another scheme, with or without ``www.`` and a last slash."""
    main = main_address(url)
    spellings = [*(_spellings(main) if main else ()), *_spellings(url)]
    return tuple(dict.fromkeys(other for other in spellings if other != url))


def _spellings(url: str) -> list[str]:
    scheme, _, rest = url.partition("://")
    place, mark, query = rest.partition("?")
    host, _, path = place.partition("/")
    hosts, schemes = [host], [scheme]
    if _NAMED_HOST.fullmatch(host) and "." in host:
        hosts.append(host[4:] if host.startswith("www.") else f"www.{host}")
        schemes.append("http" if scheme == "https" else "https")
    paths = [path, *_other_ends(path)]
    return [f"{a}://{b}/{c}{mark}{query}" for a in schemes for b in hosts for c in paths]


def _other_ends(path: str) -> list[str]:
    if not path:
        return []
    if (index := _INDEX.search("/" + path)) is not None:
        return [path[: max(index.start() - 1, 0)], path[: index.start()]]
    if path.endswith("/"):
        return [path[:-1]]
    return [] if "." in path.rpartition("/")[2] else [f"{path}/"]


def _asks_for_view(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    return name in OTHER_VIEW_PARAMETERS and value in OTHER_VIEW_VALUES


def _plain_host(host: str) -> str:
    first, _, others = host.partition(".")
    if first not in VIEW_HOSTS or others.count(".") + 1 < _NAME_AND_SUFFIX:
        return host
    return others if others.startswith("www.") else f"www.{others}"


def _plain_path(path: str) -> str:
    segments = path.split("/")
    last = len(segments) - 1 - (segments[-1] == "")
    if last > 0 and segments[last].lower() in OTHER_VIEW_SEGMENTS:
        del segments[last]
    elif last > 0 and segments[0].lower() in VIEW_FOLDERS:
        del segments[0]
    return _ENDING.sub("", "/".join(segments))
