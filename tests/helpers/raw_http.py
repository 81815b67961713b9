"""HTTP by hand, on a socket: what no client would send."""

import socket


class RawAnswer:
    """What came back: `status`, `headers` (lower case), `body`; `status` 0 for a closed door."""

    def __init__(self, received):
        head, _, self.body = received.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        self.status = int(words[1]) if len(words) > 1 else 0
        pairs = [line.partition(":") for line in lines[1:]]
        self.headers = {name.lower(): value.strip() for name, _, value in pairs}
        self.text = self.body.decode("utf-8", "replace")


def connect(port, patience_s=30):
    """Open a connection to a server of this computer."""
    return socket.create_connection(("127.0.0.1", port), patience_s)


def ask(port, *lines, body=b"", patience_s=30):
    """Send a request as it stands, and give all that comes back until the door is closed."""
    with connect(port, patience_s) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        return answer_of(connection)


def answer_of(connection):
    """Read an answer to its end: a close, or its length."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
            if _is_whole(received):
                break
    except ConnectionError:
        pass
    return RawAnswer(received)


def _is_whole(received):
    head, found, body = received.partition(b"\r\n\r\n")
    answer = RawAnswer(head + b"\r\n\r\n")
    length = answer.headers.get("content-length")
    if found and length is not None:
        return len(body) >= int(length)
    return bool(found) and body.endswith(b"0\r\n\r\n")
