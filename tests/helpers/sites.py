"""Sites on this machine, each an origin of its own: folders that a real server serves."""

import contextlib
import functools
import http.server
import itertools
import threading

from portal import Server


def handler(folder, charset="", headers=()):
    """Make what serves a folder: quiet, with the charset and headers that a host might add."""

    class Site(http.server.SimpleHTTPRequestHandler):
        """Serves files and says nothing of it."""

        def log_message(self, *_):
            """Say nothing."""

        def do_GET(self):
            """Answer; a browser asks each site for an icon, which no page of ours is about."""
            if self.path == "/favicon.ico":
                self.send_response(204)
                self.end_headers()
            else:
                super().do_GET()

        def guess_type(self, path):
            """Say of a page what this host says of all its pages, true or not."""
            kind = super().guess_type(path)
            return f"{kind}; charset={charset}" if charset and kind != "image/png" else kind

        def end_headers(self):
            """Add the host's own headers."""
            for name, value in headers:
                self.send_header(name, value)
            super().end_headers()

    return functools.partial(Site, directory=str(folder))


@contextlib.contextmanager
def sites():
    """Give a function that serves a folder, and gives the address of its root."""
    with contextlib.ExitStack() as stack:

        def serve(folder, **told):
            server = Server(("127.0.0.1", 0), handler(folder, **told))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_address[1]}/"

        yield serve


@contextlib.contextmanager
def written_sites(folder):
    """Give a function that writes files in a new folder and serves it."""
    numbers = itertools.count()
    with sites() as serve:

        def written(files, **told):
            home = folder / f"site{next(numbers)}"
            home.mkdir(parents=True)
            for name, content in files.items():
                (home / name).write_text(content, encoding="utf-8")
            return serve(home, **told)

        yield written
