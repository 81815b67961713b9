"""Python's search for unreachable cycles, made rare while tens of thousands of rows are held."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 100_000  # made since the last search, where Python waits for a few hundred
_ROUNDS = 50  # searches of the young before one of the older


@contextmanager
def rare_collections() -> Iterator[None]:
    """Search seldom for cycles inside: each search goes through all the rows that are held.

    A fifth of the time of a national register went there, and nothing of it is a cycle. Memory
    that is counted down is given back as ever.

    Examples
    --------
    >>> with rare_collections():
    ...     gc.get_threshold()[0]
    100000
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, _ROUNDS, _ROUNDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
