"""A proxy on this machine: it tunnels to one local server whatever host is asked, or refuses."""

import socket
import threading
from http.server import BaseHTTPRequestHandler

from portal import Server

PAGE = b"<!DOCTYPE html>\n<html><head><title>Authentification requise</title></head></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers CONNECT as a proxy does."""

    def log_message(self, *_):
        """Keep the tests' output clean."""

    def do_CONNECT(self):
        self.close_connection = True
        proxy = self.server.portal
        proxy.asked.append(self.path)
        if proxy.refuses:
            self.send_response(proxy.refuses, "Proxy Authentication Required")
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)
            return
        with socket.create_connection(("127.0.0.1", proxy.port_behind)) as behind:
            self.send_response(200, "Connection established")
            self.end_headers()
            self.wfile.flush()
            back = threading.Thread(target=pump, args=(behind, self.connection), daemon=True)
            back.start()
            pump(self.connection, behind)
            back.join(60)


def pump(source, target):
    """Pass on bytes until one side ends."""
    try:
        while piece := source.recv(1 << 16):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Proxy:
    """A proxy that leads every host to a local port; `refuses` is the status it refuses with."""

    def __init__(self, port_behind, *, refuses=0):
        self.port_behind, self.refuses = port_behind, refuses
        self.asked, self.faults_of_its_own = [], []
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.portal = self
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        """Start to answer."""
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        """Stop; a fault of the proxy itself fails the test."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        assert not self.faults_of_its_own, self.faults_of_its_own
