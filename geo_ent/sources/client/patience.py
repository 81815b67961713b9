"""Trying again: how often, how long, and saying so."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from geo_ent.sources.client.http_errors import Again, OutOfReachError
from geo_ent.text.note import Note
from geo_ent.text.numbers import number

Tell = Callable[[Note], None]
"""Told what is waited for, tried again, or used instead: `telling.source_words` writes it."""

_Got = TypeVar("_Got")


def silent(_: object) -> None:
    """Say nothing, to those who ask for no news."""


@dataclass(frozen=True)
class Limits:
    """How patient to be with one request.

    Attributes
    ----------
    tries
        How many, the first included.
    seconds
        For all its waits and tries; a body that keeps coming isn't cut by it.
    connect_s, read_s
        How long to wait for a connection, for the next bytes.
    wait_s, most_wait_s
        The first wait, which doubles from try to try, and the longest, asked for or not.
    redirects
        How many in a row.
    """

    # Three minutes at most: somebody waits before the terminal, and the cache may do instead.
    tries: int = 5
    seconds: float = 180
    # A connection is made at once or not at all; an export may take long to begin.
    connect_s: float = 10
    read_s: float = 30
    wait_s: float = 1
    most_wait_s: float = 60
    redirects: int = 5


class GaveUpError(OutOfReachError):
    """A fault that should have passed and hasn't.

    Attributes
    ----------
    unreached
        Whether the host didn't even take the connection.
    """

    def __init__(self, before: str, *, unreached: bool) -> None:
        super().__init__(before)
        self.unreached = unreached


def persist(
    once: Callable[[], _Got],
    host: str,
    limits: Limits,
    *,
    tell: Tell = silent,
    sleep: Callable[[float], None] = time.sleep,
) -> _Got:
    """Do something until it works, the tries are used up, or it can't work.

    The waits grow twofold, each drawn between 0 and its longest ("full jitter": clients that were
    turned away together don't come back together); a wait that the portal asks for is kept to.

    Parameters
    ----------
    once
        Raises `Again` when a new try may do.
    host
        Whom the messages name.

    Raises
    ------
    GaveUpError
        If it doesn't pass within the limits, or a longer wait is asked for.

    Examples
    --------
    >>> persist(lambda: "fait", "portail", Limits())
    'fait'
    """
    start, waited, tries = time.monotonic(), 0.0, 0
    while True:
        tries += 1
        try:
            return once()
        except Again as fault:
            spent = max(waited, time.monotonic() - start)  # the waits of a test take no time
            wait = _next_wait(fault, host, limits, tries, spent)
            most = min(limits.tries, fault.most_tries or limits.tries)
            tell(
                Note("trying-again", host=host, why=str(fault), wait_s=wait, n=tries + 1, most=most)
            )
            sleep(wait)
            waited += wait


def _next_wait(fault: Again, host: str, limits: Limits, tries: int, spent: float) -> float:
    # One bound stops a portal that answers quickly and wrong, the other one that never answers.
    if tries >= min(limits.tries, fault.most_tries or limits.tries):
        _give_up(f"{host} : {fault}, après {tries} essai{'s' * (tries > 1)}", fault)
    left = min(limits.most_wait_s, limits.seconds - spent)
    # Coming back before the hour that the portal names would only use up the day's calls.
    if fault.wait_s is not None and fault.wait_s > left:
        duration = _duration(fault.wait_s)
        _give_up(f"{host} : {fault}, et le portail demande d’attendre {duration}", fault)
    if left <= 0:
        _give_up(f"{host} : {fault}, toujours après {number(spent)} s", fault)
    longest = min(left, limits.wait_s * 2 ** (tries - 1))
    drawn = random.uniform(0, longest)  # noqa: S311 no secret
    # A tenth of the draw beside the wait asked for: clients told the same second part again.
    return drawn if fault.wait_s is None else min(left, fault.wait_s + drawn / 10)


def _duration(seconds: float) -> str:
    """Write a wait in seconds, and as a person counts it when it is long.

    Examples
    --------
    >>> _duration(90), _duration(600), _duration(50_400).replace(chr(0x202F), " ")
    ('90 s', '600 s (10 min)', '50 400 s (14 h)')
    """
    for unit, name in ((3_600, "h"), (60, "min")):
        if seconds >= 2 * unit:
            return f"{number(seconds)} s ({number(seconds / unit)} {name})"
    return f"{number(seconds)} s"


def _give_up(why: str, fault: Again) -> NoReturn:
    msg = f"{why}. Réessayez plus tard, ou"
    raise GaveUpError(msg, unreached=fault.unreached)
