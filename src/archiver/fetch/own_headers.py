"""What our requests say of themselves: who asks, what can be read, and what is set for a site."""

from __future__ import annotations

from archiver import __version__
from archiver.errors import SettingsError
from archiver.fetch.codings import ACCEPT_ENCODING
from archiver.fetch.heads import AGENT_TOKEN
from archiver.fetch.wire import Headers
from archiver.source_settings import NO_SOURCES, SourceTable

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class OwnHeaders:
    """The headers of a request to a host. What is set for one site goes to its hosts alone, wherever they redirect."""

    def __init__(self, contact: str | None, sources: SourceTable = NO_SOURCES) -> None:
        """Raises ``SettingsError`` for an unusable contact."""
        self._common = _common(contact)
        self._sources = sources

    def __call__(self, host: str) -> Headers:
        """In the order they are sent."""
        source = self._sources.for_host(host)
        if source is None or not source.headers:
            return self._common
        set_here = {name.lower() for name in source.headers}
        return (*(pair for pair in self._common if pair[0].lower() not in set_here), *source.headers.items())


def user_agent(contact: str | None) -> str:
    """Who asks. Raises ``SettingsError`` for a contact that no header can hold."""
    agent = f"{AGENT_TOKEN}/{__version__}"
    if not contact:
        return agent
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()"):
        raise SettingsError(f"invalid fetch.contact {contact!r} (expected an address or a mailbox in plain ASCII)")
    return f"{agent} (+{contact})"


def _common(contact: str | None) -> Headers:
    return ("User-Agent", user_agent(contact)), ("Accept", _ACCEPT), ("Accept-Encoding", ACCEPT_ENCODING)
