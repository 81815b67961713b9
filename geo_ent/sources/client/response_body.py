"""The body of an answer, piece by piece: whole, unfolded, and never beyond its bound."""

import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from geo_ent.errors import SourceError
from geo_ent.sources.client.http_errors import Again

if TYPE_CHECKING:
    import requests

OnBytes = Callable[[int, int | None], None]
"""Told of the bytes received, and of how many there will be where that is known."""

# The library would unfold a whole answer in memory before it is measured: it is done here by
# pieces, each counted against the bound, and gzip's own end tells whether all has come.
_PIECE = 1 << 16  # bytes
_GZIP = 31  # zlib's number for a gzip member with its header and its sum
_LENGTH_DIGITS = 18  # digits of an announced length: more are beyond any bound, whatever they are
_LEAST_RATE = 1_000  # bytes a second: below it for longer than the limit, nothing will come of it


def pieces(
    response: "requests.Response", *, most_bytes: int, slow_s: float, on_bytes: OnBytes
) -> Iterator[bytes]:
    """Read the body of an answer, unfolded if it is gzip.

    Parameters
    ----------
    most_bytes
        The bound, as received and as unfolded.
    slow_s
        Seconds after which an answer that trickles is given up.

    Raises
    ------
    Again
        If it is cut short (by its length, or by gzip's own end), or its gzip is broken.
    SourceError
        If it is beyond the bound, or folded in a way that wasn't asked for.
    """
    folded = response.headers.get("Content-Encoding", "").strip().lower()
    if folded not in {"", "identity", "gzip", "x-gzip"}:
        msg = f"{response.url} : réponse compressée en « {folded} », alors qu’on demande gzip."
        raise SourceError(msg)
    received = _received(response, most_bytes, slow_s, on_bytes)
    unfolded = _unzipped(received) if "gzip" in folded else received
    total = 0
    for piece in unfolded:
        total += len(piece)
        if total > most_bytes:
            raise _too_large(response.url, most_bytes)
        yield piece


def beginning(received: Iterator[bytes], least: int) -> bytes:
    """Take the first bytes, at least so many where there are; the others are left in it.

    Examples
    --------
    >>> rest = iter([b"ab", b"cd", b"ef"])
    >>> beginning(rest, 3), list(rest)
    (b'abcd', [b'ef'])
    """
    head = b""
    while len(head) < least and (piece := next(received, b"")):
        head += piece
    return head


def _received(
    response: "requests.Response", most_bytes: int, slow_s: float, on_bytes: OnBytes
) -> Iterator[bytes]:
    announced = _length(response)
    if announced is not None and announced > most_bytes:
        raise _too_large(response.url, most_bytes)
    start, received = time.monotonic(), 0
    for piece in response.raw.stream(_PIECE, decode_content=False):
        received += len(piece)
        if received > most_bytes:
            raise _too_large(response.url, most_bytes)
        on_bytes(received, announced)
        yield piece
        elapsed = time.monotonic() - start
        if elapsed > slow_s and received < _LEAST_RATE * elapsed:
            msg = "la réponse arrive trop lentement"
            raise Again(msg)
    if announced is not None and received != announced:
        msg = f"la réponse est coupée à {received} octets sur {announced}"
        raise Again(msg)


def _length(response: "requests.Response") -> int | None:
    length = response.headers.get("Content-Length", "")
    return int(length[:_LENGTH_DIGITS]) if length.isascii() and length.isdigit() else None


def _unzipped(received: Iterable[bytes]) -> Iterator[bytes]:
    """Unfold gzip, a member after another, by bounded steps; its end must be there."""
    engine, ended = zlib.decompressobj(_GZIP), False
    for piece in received:
        left = piece
        while left:
            if ended:  # another member, or the zeros that some servers add
                left = left.lstrip(b"\0")
                engine, ended = zlib.decompressobj(_GZIP), not left
                if not left:
                    break
            try:
                unfolded = engine.decompress(left, _PIECE)
            except zlib.error:
                msg = "la compression gzip de la réponse est abîmée"
                raise Again(msg) from None
            if unfolded:
                yield unfolded
            ended = engine.eof
            left = engine.unused_data if ended else engine.unconsumed_tail
    if not ended:
        msg = "la réponse compressée est coupée"
        raise Again(msg)


def _too_large(url: str, most_bytes: int) -> SourceError:
    return SourceError(
        f"{url.partition('?')[0]} : la réponse dépasse {most_bytes / 1e6:.0f} Mo, bien plus que "
        "ce que ce jeu de données pèse ; elle est refusée et rien n’est gardé."
    )
