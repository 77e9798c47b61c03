"""Generated sites on loopback, one port each, with a log of who asked for what."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support.generated_sites import GeneratedSite, build_site


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: GeneratedSite
    asked: list[str]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = self.server.site.answer(self.path)
        self.send_response(answer.status)
        if answer.media_type is not None:
            self.send_header("Content-Type", answer.media_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@contextmanager
def serve_generated(name: str, today: dt.date) -> Iterator[tuple[GeneratedSite, list[str]]]:
    """The site while it is served, and the paths that it was asked for so far."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.asked = []
    server.site = build_site(name, f"http://127.0.0.1:{server.server_port}", today)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.site, server.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
