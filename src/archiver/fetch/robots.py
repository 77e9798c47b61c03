"""What a host's robots.txt says (RFC 9309). Pure; fetching it is in ``visits``, keeping it in ``hosts``."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from archiver.fetch.heads import AGENT_TOKEN

#: what is read of a robots.txt; RFC 9309, section 2.5 asks for at least that
MAX_ROBOTS_BYTES = 500 * 1024
#: RFC 9309, section 2.3.1.2
MAX_ROBOTS_REDIRECTS = 5
#: how long an answer holds (RFC 9309, section 2.4)
ROBOTS_LIFETIME = dt.timedelta(days=1)
#: how long a host is left alone when its robots.txt gives no answer
UNREACHABLE_PARKING = dt.timedelta(minutes=5)

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before the mark of UTF-16, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: some say ``User-agent: ourbot/1.0``, where a group is known by the name alone
_VERSION = re.compile(r"(?:^|(?<=\r))([ \t]*user-?agent[ \t]*:[ \t]*[\w-]+)/[^\s#]*", re.IGNORECASE | re.MULTILINE)
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one robots.txt as they apply to us."""

    _parsed: Protego

    def allows(self, url: str) -> bool:
        """Whether the address may be asked."""
        return bool(self._parsed.can_fetch(url, AGENT_TOKEN))

    @property
    def crawl_delay_s(self) -> float | None:
        """Seconds to leave between two requests, or None if unstated; an extension to RFC 9309."""
        return self._parsed.crawl_delay(AGENT_TOKEN)


@lru_cache(maxsize=256)
def read_rules(text: str) -> RobotsRules:
    """The rules of a robots.txt. Any text has some: a login page in HTML has none, and allows everything."""
    return RobotsRules(Protego.parse(_VERSION.sub(r"\1", text)))


def robots_text(content: bytes) -> str:
    """The text of a robots.txt: UTF-8, unless it begins with another byte order mark, whatever its head claims.

    Cut at the size limit; a line that the cut went through is left out.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    text = content[:MAX_ROBOTS_BYTES].decode(encoding, errors="replace").removeprefix("\ufeff").replace("\0", "")
    if len(content) > MAX_ROBOTS_BYTES:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    return text


def robots_address(url: str) -> str:
    """Where the host of that address keeps its robots.txt."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def is_reachable(status: int | None) -> bool:
    """Whether that status of robots.txt tells something: 5xx and no answer mean keep out.

    4xx means that there are no rules, but for 429: a host that asks for fewer requests does not invite to more.
    """
    return status is not None and status < _SERVER_ERROR and status != _TOO_MANY_REQUESTS
