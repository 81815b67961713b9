"""Asking a source for one dataset: downloaded beside, checked, and only then kept."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode

from geo_ent.errors import InputError
from geo_ent.sources.checks.complete_files import NotWholeError, check_whole
from geo_ent.sources.client.transport import Progress, Tell
from geo_ent.sources.datasets import Dataset, pick_vintage
from geo_ent.sources.portals.explore import export, probe
from geo_ent.sources.portals.geoservices import download_features
from geo_ent.sources.store.cached_entry import FRANCE, Entry, entry_key, object_file
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.sources.checks.complete_files import Whole
    from geo_ent.sources.client.transport import Transport
    from geo_ent.sources.store.cache import Cache

__all__ = ["Asker", "How", "Wanted", "territory_name", "wanted"]

How = Literal["fetched", "revalidated", "cached", "stale"]
_UNCHANGED = 304
_COUNTED_EVERY = 1 << 16  # bytes between two counts of the rows


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is wanted of a dataset.

    Attributes
    ----------
    departements
        INSEE codes; none for all of France, or where the dataset isn't cut.
    vintage
        The year; "" for the latest.
    """

    dataset: Dataset
    departements: tuple[str, ...] = ()
    vintage: str = ""

    @property
    def territory(self) -> str:
        """The départements, as the cache names them."""
        return territory_name(self.departements)

    @property
    def key(self) -> str:
        """The name under which the cache keeps it."""
        return entry_key(self.dataset.id, self.territory, self.vintage)

    @property
    def address(self) -> str:
        """Where it is asked for, as the catalogue says."""
        return self.dataset.url[self.vintage if self.dataset.way == "file" else ""]

    @property
    def named(self) -> str:
        """The dataset and its territory, for messages."""
        return f"{self.dataset.id} ({self.territory})"


@dataclass(frozen=True, kw_only=True)
class _Came:
    """What a download gave, not checked yet."""

    url: str
    etag: str = ""
    vintage: str = ""
    unchanged: bool = False
    bytes_n: int = 0
    rows_n: int | None = None


def territory_name(departements: Sequence[str]) -> str:
    """Name a territory: the same départements in any order have the same name.

    Examples
    --------
    >>> territory_name(["57", "2A", "1"]), territory_name([])
    ('001+02A+057', 'france')
    """
    return "+".join(sorted({code.strip().upper().zfill(3) for code in departements})) or FRANCE


def wanted(
    dataset: Dataset, departements: Sequence[str], year: int | str | None, tell: Tell
) -> Wanted:
    """Say what a territory and a year mean for a dataset.

    A file of all of France isn't cut; one that hasn't the year gives its nearest, which is told.

    Raises
    ------
    InputError
        If it is no year, nor the name of a vintage.

    Examples
    --------
    >>> from geo_ent.sources.datasets_file import read_catalogue
    >>> datasets = read_catalogue().datasets
    >>> wanted(datasets["effectifs"], ["35"], 2024, print).key
    'effectifs--035--2024'
    >>> wanted(datasets["densite"], ["35"], 2019, lambda note: print(note.fields["vintage"])).key
    2021
    'densite--france--2021'
    """
    if dataset.way == "file":
        return Wanted(dataset=dataset, vintage=_vintage(dataset, year, tell))
    cut = tuple(departements) if dataset.departement_column else ()
    rentree = _rentree(year) if dataset.year_column and year is not None else ""
    return Wanted(dataset=dataset, departements=cut, vintage=rentree)


def _rentree(year: int | str) -> str:
    """Read a year, or the year that a longer vintage begins with (2025-50m)."""
    text = str(year)[:4]
    if not (len(text) == 4 and text.isascii() and text.isdigit()):  # noqa: PLR2004 a year
        msg = f"année « {year} » : on attend quatre chiffres, comme 2024."
        raise InputError(msg)
    return text


def _vintage(dataset: Dataset, year: int | str | None, tell: Tell) -> str:
    try:
        return pick_vintage(dataset, year)
    except InputError:
        if not str(year).isdigit():
            raise
    oldest = min(dataset.url)
    tell(Note("nearest-vintage", dataset=dataset.id, year=str(year), vintage=oldest))
    return oldest


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks, and where what comes is kept.

    Attributes
    ----------
    now
        The time that files are dated by.
    """

    transport: "Transport"
    cache: "Cache"
    now: dt.datetime
    tell: Tell
    progress: Callable[[Progress], None] | None = None

    def ask(self, want: Wanted, before: tuple[Entry, Path] | None) -> tuple[Entry, Path, How]:
        """Fetch a dataset, or learn that what we have still holds; under the cache's guard.

        Parameters
        ----------
        before
            What the cache has of it, intact.

        Raises
        ------
        SourceError
            If it can't be had, or isn't whole after a second try; the cache is as it was.
        """
        part = self.cache.part(want.key)
        try:
            try:
                return self._once(want, part, before)
            except NotWholeError as fault:
                # A cut that HTTP doesn't show, and a portal brought up to date between its count
                # and its export, look alike, and pass.
                self.tell(Note("once-more", why=fault.refusal))
                return self._once(want, part, before)
        finally:
            part.unlink(missing_ok=True)

    def _once(
        self, want: Wanted, part: Path, before: tuple[Entry, Path] | None
    ) -> tuple[Entry, Path, How]:
        came = _download(self, want, part, before[0] if before else None)
        if came.unchanged and before:
            return self._renewed(before, came)
        whole = check_whole(part, want.dataset, rows_n=came.rows_n, length=came.bytes_n)
        if self.progress:  # the lines of the last piece weren't counted on the way
            size, rows_n = part.stat().st_size, whole.rows_n
            self.progress(Progress(want.dataset.id, size, size, rows_n, rows_n))
        if whole.same_n:
            self.tell(Note("repeated-rows", named=want.named, count=whole.same_n))
        # The same rows in another order: the bytes that we have stay, and maps don't change.
        if before and _same_content(before[0], whole):
            return self._renewed(before, came)
        entry = self._entry(want, came, whole, part)
        return entry, self.cache.keep(part, entry), "fetched"

    def _renewed(self, before: tuple[Entry, Path], came: _Came) -> tuple[Entry, Path, How]:
        entry, path = before
        still = replace(entry, url=came.url, etag=came.etag or entry.etag, checked_at=self._date())
        self.cache.renew(still)
        return still, path, "revalidated"

    def _entry(self, want: Wanted, came: _Came, whole: "Whole", part: Path) -> Entry:
        vintage = came.vintage or want.vintage
        key = entry_key(want.dataset.id, want.territory, vintage)
        return Entry(
            dataset=want.dataset.id,
            territory=want.territory,
            vintage=vintage,
            asked=want.vintage,
            url=came.url,
            file=object_file(whole.sha256, key, want.dataset.format),
            sha256=whole.sha256,
            content_sha256=whole.content_sha256,
            etag=came.etag,
            fetched_at=self._date(),
            checked_at=self._date(),
            rows_n=whole.rows_n,
            columns=whole.columns,
            bytes_n=part.stat().st_size,
        )

    def _date(self) -> str:
        return self.now.isoformat(timespec="seconds")


def _same_content(before: Entry, whole: "Whole") -> bool:
    return (before.content_sha256, before.columns) == (whole.content_sha256, whole.columns)


def _download(asker: Asker, want: Wanted, part: Path, before: Entry | None) -> _Came:
    if want.dataset.way == "explore":
        return _explore(asker, want, part, before)
    if want.dataset.way == "wfs":
        return _wfs(asker, want, part)
    return _file(asker, want, part, before, _Export(url=want.address))


def _wfs(asker: Asker, want: Wanted, part: Path) -> _Came:
    """Put the pages of a layer together; the service has no word for a version of it."""

    def on_page(rows_n: int, rows_total: int) -> None:
        if asker.progress:
            asker.progress(Progress(want.dataset.id, 0, None, rows_n, rows_total))

    done = download_features(
        asker.transport, want.dataset, want.departements, part, on_page=on_page
    )
    return _Came(url=done.url, bytes_n=done.bytes_n)


@dataclass(frozen=True, kw_only=True)
class _Export:
    """What to download: its address, and the rows that are announced."""

    url: str
    params: Mapping[str, str] | None = None
    rows_n: int | None = None
    vintage: str = ""


def _explore(asker: Asker, want: Wanted, part: Path, before: Entry | None) -> _Came:
    """Count the rows, then export them."""
    year = int(want.vintage) if want.vintage else None
    seen = probe(asker.transport, want.dataset, want.departements, year)
    url, params = export(want.dataset, want.departements, seen)
    about = _Export(url=url, params=params, rows_n=seen.rows_n, vintage=seen.latest)
    return _file(asker, want, part, before, about)


def _file(asker: Asker, want: Wanted, part: Path, before: Entry | None, what: _Export) -> _Came:
    params = dict(what.params or {})
    # As the entry keeps it, to be compared with that of the next time.
    url = f"{what.url}?{urlencode(params, quote_via=quote)}" if params else what.url
    # An ETag is that of the very request; a count that has moved tells already that it is over.
    still = before and before.url == url and what.rows_n in (None, before.rows_n)
    done = asker.transport.download(
        what.url,
        params,
        part,
        most_bytes=want.dataset.most_bytes,
        etag=before.etag if before and still else "",
        on_bytes=_counting(asker, want.dataset, part, what.rows_n),
    )
    return _Came(
        url=url,
        etag=done.etag,
        vintage=what.vintage,
        unchanged=done.status == _UNCHANGED,
        bytes_n=done.bytes_n,
        rows_n=what.rows_n,
    )


def _counting(
    asker: Asker, dataset: Dataset, part: Path, rows_n: int | None
) -> Callable[[int, int | None], None]:
    """Make what is told of each piece that comes; rows are counted as the lines written so far."""
    progress = asker.progress
    if progress is None:
        return lambda *_: None
    lines, read, counted_n = 0, 0, 0

    def on_bytes(bytes_n: int, bytes_total: int | None) -> None:
        nonlocal lines, read, counted_n
        if bytes_n < counted_n:  # another try, from the start
            lines, read, counted_n = 0, 0, 0
        # What was written is read again rather than counted on its way: the body may be folded.
        if dataset.format == "csv" and bytes_n - counted_n >= _COUNTED_EVERY and part.exists():
            with part.open("rb") as file:
                file.seek(read)
                new = file.read()
            lines, read, counted_n = lines + new.count(b"\n"), read + len(new), bytes_n
        rows = min(max(lines - 1, 0), rows_n) if rows_n else 0
        progress(Progress(dataset.id, bytes_n, bytes_total, rows, rows_n))

    return on_bytes
