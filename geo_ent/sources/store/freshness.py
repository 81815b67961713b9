"""How old a file of the cache is."""

import datetime as dt

from geo_ent.sources.store.cached_entry import Entry, days_since
from geo_ent.text.note import Note


def age(entry: Entry, at: dt.datetime | None = None) -> Note:
    """Say when a file was downloaded, and how long ago it was last known to be right.

    Returns
    -------
    Note
        "downloaded" or "checked", with `day` ("01/11/2026") and `days`, whole; "misdated", with
        `day`, where a clock was wrong.

    Examples
    --------
    >>> facts = dict(url="", file="", sha256="", content_sha256="", rows_n=0, bytes_n=0)
    >>> entry = Entry(dataset="ips", territory="035", fetched_at="2026-11-01T07:00:00+00:00",
    ...               checked_at="2026-11-20T07:00:00+00:00", **facts)
    >>> age(entry, dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    Note(code='checked', fields={'day': '01/11/2026', 'days': 2})
    """
    moment = now() if at is None else at
    fetched, checked = days_since(entry.fetched_at, moment), days_since(entry.checked_at, moment)
    if fetched is None or checked is None:
        return Note("misdated", day=day_of(entry.checked_at))
    # A check on the day of the download tells nothing more.
    code = "downloaded" if int(fetched) == int(checked) else "checked"
    return Note(code, day=day_of(entry.fetched_at), days=int(checked))


def day_of(when: str) -> str:
    """Write a date of the cache as people do.

    Examples
    --------
    >>> day_of("2026-11-01T07:00:00+00:00")
    '01/11/2026'
    """
    return f"{when[8:10]}/{when[5:7]}/{when[:4]}"


def now() -> dt.datetime:
    """Say what time it is; the one clock of the sources."""
    return dt.datetime.now(dt.UTC)
