"""How servers fail: each takes the portal's handler and the right answer, and sends it badly."""

import gzip
import json
import math
import socket
import struct
import time
from email.utils import formatdate

from portal import JSON, Answer, refused

TOO_MANY = {"errorcode": 10002, "error": "Too many requests on the domain. Please contact the "
            "domain administrator.", "call_limit": 5000, "limit_time_unit": "day"}  # fmt: skip
PROXY_PAGE = b"<!DOCTYPE html>\n<html><head><title>Authentification</title></head></html>"


def fine(handler, answer):
    """Answer rightly."""
    handler.send(answer)


def answered(status, body=b"", kind=JSON, **headers):
    """Answer something else; `Retry_After=1` is the header Retry-After.

    A value that is a function is asked for when the answer is sent: a date to come.
    """

    def play(handler, _):
        told = {
            name.replace("_", "-"): str(value() if callable(value) else value)
            for name, value in headers.items()
        }
        handler.send(Answer(status, body, kind, told))

    return play


def too_many(**headers):
    """Refuse as the portal does beyond its calls a day."""
    return answered(429, json.dumps(TOO_MANY).encode(), **headers)


def in_seconds(wait):
    """Give the moment that many seconds from the answer, as seconds since 1970."""
    return lambda: math.ceil(time.time() + wait)


def on_date(wait):
    """Give the moment that many seconds from the answer, as HTTP writes dates."""
    return lambda: formatdate(math.ceil(time.time() + wait), usegmt=True)


def page(status=200):
    """Answer the page of a proxy."""
    return answered(status, PROXY_PAGE, "text/html; charset=utf-8")


def error(code, message):
    """Answer 400 in the API's words."""
    return lambda handler, _: handler.send(refused(code, message))


def redirected(to, status=302):
    """Send elsewhere."""
    return answered(status, b"", Location=to)


def silent(handler, _):
    """Say nothing, until the test ends."""
    handler.close_connection = True
    handler.server.portal.stopped.wait(600)


def stalled(handler, answer):
    """Send half of the answer, and no more."""
    handler.send_response(200)
    handler.send_header("Content-Type", answer.kind)
    handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    handler.wfile.write(answer.body[: len(answer.body) // 2])
    handler.wfile.flush()
    silent(handler, answer)


NEVER_ANSWERED = (silent, stalled)
"""The faults that a client ends by itself, when it has waited long enough."""


def cut(*, told):
    """Close in the middle of a line: `told` "length", "chunks" (no last one) or "" (nothing)."""

    def play(handler, answer):
        answer.streamed = told == "chunks"
        handler.send(answer, cut=len(answer.body) * 3 // 5, length=bool(told))

    return play


def cut_at_a_line(handler, answer):
    """Close after a whole line, with nothing told: only the portal's count shows it."""
    at = answer.body.rindex(b"\r\n", 0, len(answer.body) * 3 // 5) + 2
    handler.send(answer, cut=at, length=False)


def interrupted(handler, answer):
    """Break off inside a 200, in the portal's words."""
    answer.body = answer.body[: len(answer.body) // 2] + (
        b"\r\nStreaming interrupted due to the following error: SearchTimeoutError"
    )
    handler.send(answer)


def broken_gzip(handler, answer):
    """Compress, then damage the middle."""
    packed = bytearray(gzip.compress(answer.body))
    middle = len(packed) // 2
    packed[middle : middle + 40] = bytes(40)
    answer.body, answer.streamed = bytes(packed), False
    answer.headers = {"Content-Encoding": "gzip"}
    handler.send(answer)


def swollen(times, *, packed=False):
    """Answer the rows many times over; `packed`: compressed, so that little goes through."""

    def play(handler, answer):
        head, _, rows = answer.body.partition(b"\r\n")
        answer.body = head + b"\r\n" + rows * times
        answer.headers = {}
        if packed:
            answer.body = gzip.compress(answer.body)
            answer.headers = {"Content-Encoding": "gzip"}
        handler.send(answer)

    return play


def hung_up(handler, _):
    """Close at once, with a reset."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()
