"""How old a file of the cache is, in words."""

import datetime as dt

from geo_ent.sources.store.cached_entry import Entry, days_since

__all__ = ["aged", "day_of", "now"]


def aged(entry: Entry, at: dt.datetime | None = None) -> str:
    """Say when a file was downloaded, and how long ago it was last known to be right.

    Examples
    --------
    >>> facts = dict(url="", file="", sha256="", content_sha256="", rows_n=0, bytes_n=0)
    >>> entry = Entry(dataset="ips", territory="035", fetched_at="2026-11-01T07:00:00+00:00",
    ...               checked_at="2026-11-20T07:00:00+00:00", **facts)
    >>> aged(entry, dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    'téléchargé le 01/11/2026, vérifié il y a 2 jours'
    """
    moment = now() if at is None else at
    fetched, checked = days_since(entry.fetched_at, moment), days_since(entry.checked_at, moment)
    if fetched is None or checked is None:
        return f"daté du {day_of(entry.checked_at)}, à venir : une horloge était fausse"
    if int(fetched) == int(checked):
        return f"téléchargé le {day_of(entry.fetched_at)}, {_ago(fetched)}"
    return f"téléchargé le {day_of(entry.fetched_at)}, vérifié {_ago(checked)}"


def day_of(when: str) -> str:
    """Write a date of the cache as people do.

    Examples
    --------
    >>> day_of("2026-11-01T07:00:00+00:00")
    '01/11/2026'
    """
    return f"{when[8:10]}/{when[5:7]}/{when[:4]}"


def _ago(days: float) -> str:
    whole = int(days)
    return f"il y a {whole} jour{'s' * (whole > 1)}" if whole else "il y a moins d'un jour"


def now() -> dt.datetime:
    """Say what time it is; the one clock of the sources."""
    return dt.datetime.now(dt.UTC)
