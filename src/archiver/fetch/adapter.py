"""requests' adapter, with connections that are watched, and with no more work for a request than it takes.

Left to themselves, requests and urllib3 spend a third of what an exchange costs on parts that are the same for every
request, or that nobody here looks at: cookies, the response's headers, the key of a host's connections.
"""

from __future__ import annotations

import re
import ssl
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlsplit

import requests
import requests.adapters

from archiver.fetch.connections import POOL_CLASSES
from archiver.fetch.tls import make_context
from archiver.fetch.wire import Headers, WireRequest

#: hosts whose connection is kept; one each, because a host is asked one thing at a time
_KEPT_CONNECTIONS = 64
#: what requests sends as it is written: nothing to escape or to undo, no dot segments, no name or password
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}))?"
    r"/(?:[A-Za-z0-9_~!$&'()*+,=:@-][A-Za-z0-9._~!$&'()*+,=:@-]*(?:/|(?=\?|$)))*"
    r"(?:\?[A-Za-z0-9._~!$&'()*+,=:@/-]+)?"
)


class WatchedAdapter(requests.adapters.HTTPAdapter):
    """Makes its connections with our classes, to servers and to proxies, and all of them with one TLS context.

    Left to itself, urllib3 reads the file of certificates again for each connection: 60 ms instead of 10.
    """

    def __init__(self, ca_bundle: str | None) -> None:
        """Raises ``SettingsError`` for certificates that cannot be used."""
        if ca_bundle is not None:  # a file that cannot be read is said at once; the usual ones take 10 ms
            self._context = make_context(ca_bundle)
        super().__init__(pool_connections=_KEPT_CONNECTIONS, pool_maxsize=1)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return make_context(None)

    def get_connection_with_tls_context(self, request: Any, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
        """The connections of a host, or of the proxy on the way to it."""
        if proxies:
            return super().get_connection_with_tls_context(request, verify, proxies, cert)
        try:
            host, tls = self.build_connection_pool_key_attributes(request, verify, cert)
        except ValueError as error:
            raise requests.exceptions.InvalidURL(error, request=request) from error
        return self.poolmanager.connection_from_host(**host, pool_kwargs=tls)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:  # noqa: ARG002 - as requests calls it
        """Where to connect to, and with which certificates: always the same."""
        parts = urlsplit(request.url)
        host = {"scheme": parts.scheme, "host": parts.hostname, "port": parts.port}
        return host, {"ssl_context": self._context} if parts.scheme == "https" else {}

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """The context does."""

    def request_url(self, request: Any, proxies: Any) -> str:
        """What is asked for: a path, or of a proxy the whole address."""
        return super().request_url(request, proxies) if proxies else str(request.path_url)

    def build_response(self, req: Any, resp: Any) -> requests.Response:  # noqa: ARG002 - as requests calls it
        """No more than a hold of urllib3's response: head, cookies and body are read from the wire."""
        response = requests.Response()
        response.raw = resp
        return response

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Those that keep connections to servers."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOL_CLASSES
        self.poolmanager.key_fn_by_scheme = dict.fromkeys(POOL_CLASSES, _pool_key)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Those that keep connections to a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = POOL_CLASSES
        return manager


def prepared(request: WireRequest) -> requests.PreparedRequest:
    """The request as requests sends it."""
    if _PLAIN.fullmatch(request.url) is None:
        return requests.Request("GET", request.url, headers=dict(request.headers)).prepare()
    ready = requests.PreparedRequest()
    ready.method = "GET"
    ready.url = request.url
    ready.headers = _prepared_headers(request.headers)
    return ready


@lru_cache(maxsize=64)
def _prepared_headers(headers: Headers) -> Any:
    """The same for all requests to a host, but for those that are conditional; urllib3 copies what it changes."""
    return requests.Request("GET", "http://any.example/", headers=dict(headers)).prepare().headers


def _pool_key(context: Any) -> Any:
    """What tells one host's connections from another's: all else is the same for all of them."""
    return context["scheme"], context["host"], context["port"]
