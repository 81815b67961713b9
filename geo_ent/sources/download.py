"""Asking a source for one dataset: downloaded beside, checked, and only then kept."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from geo_ent.errors import InputError, SourceError
from geo_ent.sources.checks.complete_files import NotWholeError, Whole, check_whole
from geo_ent.sources.client.http_errors import GoneError
from geo_ent.sources.client.patience import Tell
from geo_ent.sources.client.response_body import OnBytes
from geo_ent.sources.client.transport import Downloaded, Progress, Transport
from geo_ent.sources.datasets import Dataset, pick_vintage
from geo_ent.sources.portals.explore import export_url, probe
from geo_ent.sources.portals.geoservices import OnPage, download_features, features_url
from geo_ent.sources.store.cached_entry import FRANCE, Entry, entry_key, object_file
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.sources.store.cache import Cache

How = Literal["fetched", "revalidated", "cached", "stale"]
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
    def addresses(self) -> tuple[str, ...]:
        """Where it is asked for, as the catalogue says: its own address, then its mirrors'."""
        return self.dataset.url[self.vintage if self.dataset.way == "file" else ""]

    @property
    def named(self) -> str:
        """The dataset and its territory, for messages."""
        return f"{self.dataset.id} ({self.territory})"


@dataclass(frozen=True)
class _Export:
    """What to download: its address, the rows that are announced, and their year."""

    url: str
    rows_n: int | None = None
    vintage: str = ""


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
    # A file has one vintage a year; a portal's dataset holds every rentrée, which is a condition.
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
    # A map of 2019 is better drawn on the oldest boundaries known than not at all; a vintage that
    # is named whole ("2025-50m") was meant, and another isn't it.
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

    transport: Transport
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
        faults: list[SourceError] = []
        try:
            for address, then in zip_longest(want.addresses, want.addresses[1:]):
                try:
                    return self._twice(want, address, part, before)
                except SourceError as fault:
                    faults.append(fault)
                    if then:
                        self.tell(Note("mirror", why=str(fault), host=urlsplit(then).hostname))
        finally:
            part.unlink(missing_ok=True)
        # Gone from each of its addresses it is gone; else one of them may have it tomorrow.
        raise next((one for one in faults if not isinstance(one, GoneError)), faults[0])

    def _twice(
        self, want: Wanted, address: str, part: Path, before: tuple[Entry, Path] | None
    ) -> tuple[Entry, Path, How]:
        """Ask an address, once more where what came isn't whole."""
        try:
            return self._once(want, address, part, before)
        except NotWholeError as fault:
            # A cut that HTTP doesn't show, and a portal brought up to date between its count
            # and its export, look alike, and pass.
            self.tell(Note("once-more", why=fault.refusal))
            return self._once(want, address, part, before)

    def _once(
        self, want: Wanted, address: str, part: Path, before: tuple[Entry, Path] | None
    ) -> tuple[Entry, Path, How]:
        export = self._export(want, address)
        done = self._downloaded(want, export, part, before[0] if before else None)
        if done.is_unchanged and before:
            return self._renewed(before, export.url, done.etag)
        whole = check_whole(part, want.dataset, rows_n=export.rows_n, length=done.bytes_n)
        if self.progress:  # the lines of the last piece weren't counted on the way
            size, rows_n = part.stat().st_size, whole.rows_n
            self.progress(Progress(want.dataset.id, size, size, rows_n, rows_n))
        if whole.same_n:
            self.tell(Note("repeated-rows", named=want.named, count=whole.same_n))
        # The same rows in another order: the bytes that we have stay, and maps don't change.
        if before and _same_content(before[0], whole):
            return self._renewed(before, export.url, done.etag)
        entry = self._entry(want, export, done, whole)
        return entry, self.cache.keep(part, entry), "fetched"

    def _export(self, want: Wanted, address: str) -> _Export:
        """Say what is to be downloaded, after asking a portal for its count."""
        if want.dataset.way == "wfs":
            return _Export(features_url(want.dataset, want.departements))
        if want.dataset.way == "file":
            return _Export(address)
        year = int(want.vintage) if want.vintage else None
        seen = probe(self.transport, want.dataset, want.departements, year)
        return _Export(export_url(want.dataset, want.departements, seen), seen.rows_n, seen.latest)

    def _downloaded(
        self, want: Wanted, export: _Export, part: Path, before: Entry | None
    ) -> Downloaded:
        if want.dataset.way == "wfs":
            return download_features(
                self.transport, want.dataset, want.departements, part, on_page=self._on_page(want)
            )
        # An ETag is that of the very request; a count that has moved tells already that it is over.
        still = before and before.url == export.url and export.rows_n in (None, before.rows_n)
        return self.transport.download(
            export.url,
            part,
            most_bytes=want.dataset.most_bytes,
            etag=before.etag if before and still else "",
            on_bytes=self._on_bytes(want.dataset, part, export.rows_n),
        )

    def _on_page(self, want: Wanted) -> OnPage:
        def on_page(rows_n: int, rows_total: int) -> None:
            if self.progress:
                self.progress(Progress(want.dataset.id, 0, None, rows_n, rows_total))

        return on_page

    def _on_bytes(self, dataset: Dataset, part: Path, rows_n: int | None) -> OnBytes:
        """Make what is told of each piece that comes; rows are the lines written so far."""
        progress = self.progress
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

    def _renewed(self, before: tuple[Entry, Path], url: str, etag: str) -> tuple[Entry, Path, How]:
        entry, path = before
        still = replace(entry, url=url, etag=etag or entry.etag, checked_at=self._date())
        self.cache.renew(still)
        return still, path, "revalidated"

    def _entry(self, want: Wanted, export: _Export, done: Downloaded, whole: Whole) -> Entry:
        # Asked for the latest, it is kept under that name and dated by the year that came.
        vintage = export.vintage or want.vintage
        key = entry_key(want.dataset.id, want.territory, vintage)
        return Entry(
            dataset=want.dataset.id,
            territory=want.territory,
            vintage=vintage,
            asked=want.vintage,
            url=export.url,
            file=object_file(whole.sha256, key, want.dataset.format),
            sha256=whole.sha256,
            content_sha256=whole.content_sha256,
            etag=done.etag,
            fetched_at=self._date(),
            checked_at=self._date(),
            rows_n=whole.rows_n,
            columns=whole.columns,
            bytes_n=done.bytes_n,
        )

    def _date(self) -> str:
        return self.now.isoformat(timespec="seconds")


def _same_content(before: Entry, whole: Whole) -> bool:
    return (before.content_sha256, before.columns) == (whole.content_sha256, whole.columns)
