"""A reverse proxy in front of a real server: under a prefix, which it hands on or cuts off."""

import contextlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_OF_A_CONNECTION = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Hand a request on, and its answer back as it comes."""
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=60)
        path = self.path
        if self.server.strip and path.startswith(self.server.strip):
            path = path[len(self.server.strip) :] or "/"
        length = int(self.headers.get("Content-Length", 0))
        headers = dict(self.headers.items()) | self.server.more
        upstream.request(self.command, path, self.rfile.read(length) or None, headers)
        answer = upstream.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OF_A_CONNECTION:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            while part := answer.read1(65536):
                self.wfile.write(part)
                self.wfile.flush()
        upstream.close()
        self.close_connection = True

    do_POST = do_HEAD = do_GET  # noqa: N815 the library's names

    def log_message(self, *args):
        """Say nothing."""


@contextlib.contextmanager
def reverse_proxy(port, upstream, *, strip="", more=None):
    """Serve a port from another one; `strip` is the prefix that is cut off, `more` are headers."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.upstream, server.strip, server.more = upstream, strip, more or {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()
