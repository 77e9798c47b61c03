"""A web server on loopback that serves one file, as well or as badly as a test wants it."""

from __future__ import annotations

import re
import threading
from collections import deque
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FileServer(ThreadingHTTPServer):
    """What it serves and how, to be changed at any moment; and what it was asked."""

    daemon_threads = True
    content = b""
    knows_ranges = True
    says_length = True
    etag = '"1"'
    #: statuses of the next answers; 200 for all behind them
    statuses: deque[int]
    #: so many bytes of the next bodies come before the connection is cut
    cuts: deque[int]
    #: headers of all requests
    asked: list

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/news.warc.gz"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.server.asked.append(dict(self.headers))
        self.head(200, len(self.server.content))

    def do_GET(self):
        server = self.server
        server.asked.append(dict(self.headers))
        if server.statuses and (status := server.statuses.popleft()) != 200:
            self.head(status, 0)
            return
        start, end = self.span()
        if start is None:
            self.head(200, len(server.content) if server.says_length else None)
            self.body(server.content)
        elif start >= len(server.content):
            self.head(416, 0, range_=f"bytes */{len(server.content)}")
        else:
            body = server.content[start : end + 1]
            self.head(206, len(body), range_=f"bytes {start}-{start + len(body) - 1}/{len(server.content)}")
            self.body(body)

    def span(self):
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if found is None or not self.server.knows_ranges:
            return None, None
        return int(found[1]), int(found[2] or len(self.server.content))

    def head(self, status, length, *, range_=None):
        self.send_response(status)
        if self.server.etag:
            self.send_header("ETag", self.server.etag)
            self.send_header("Last-Modified", "Mon, 11 Aug 2025 10:00:00 GMT")
        if length is not None:
            self.send_header("Content-Length", str(length))
        if range_:
            self.send_header("Content-Range", range_)
        self.send_header("Connection", "close")
        self.end_headers()

    def body(self, body):
        cut = self.server.cuts.popleft() if self.server.cuts else len(body)
        with suppress(OSError):  # whoever asked has enough
            self.wfile.write(body[:cut])
        self.close_connection = True

    def log_message(self, *_):
        pass


@contextmanager
def serving(content):
    with FileServer(("127.0.0.1", 0), Answer) as server:
        server.content, server.statuses, server.cuts, server.asked = content, deque(), deque(), []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
