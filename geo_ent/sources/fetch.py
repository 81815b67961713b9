"""Official data, from the cache while it is fresh, else from its source; whole or not at all."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import SourceError
from geo_ent.sources.client.http_errors import GoneError, OutOfReachError
from geo_ent.sources.client.patience import Tell, silent
from geo_ent.sources.client.transport import Progress, Transport
from geo_ent.sources.datasets import Catalogue, Dataset, find_dataset
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.download import Asker, How, Wanted, wanted
from geo_ent.sources.store.cache import Cache
from geo_ent.sources.store.cached_entry import FRANCE, Entry, days_since
from geo_ent.sources.store.freshness import age, day_of
from geo_ent.sources.store.freshness import now as _now
from geo_ent.sources.store.missing_files import forget_absent, is_absent, note_absent
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.sources.store.pinned_files import Lock, Pin


@dataclass(frozen=True)
class Fetched:
    """A dataset that was had.

    Attributes
    ----------
    entry
        What the cache knows of it.
    path
        The file.
    how
        "fetched"; "revalidated" (asked again, and still right); "cached" (recent, or pinned);
        "stale" (older than it should be, because the source can't be had or `offline`).
    """

    dataset: Dataset
    entry: Entry
    path: Path
    how: How


def fetch(  # noqa: PLR0913 each option is the user's, by keyword
    names: str | Sequence[str],
    departements: str | Sequence[str] = (),
    *,
    year: int | str | None = None,
    offline: bool = False,
    refresh: bool = False,
    ca_bundle: Path | None = None,
    cache: Cache | None = None,
    catalogue: Catalogue | None = None,
    lock: "Lock | None" = None,
    tell: Tell = silent,
    progress: Callable[[Progress], None] | None = None,
    optional: Collection[str] = (),
) -> dict[str, Fetched]:
    """Give official datasets for a territory, from the cache or from their sources.

    Parameters
    ----------
    names
        Ids of the catalogue, one or several; "contours:2026-5m" is one at a vintage of its own.
    departements
        INSEE codes ("35", "2A"); none for all of France. A file isn't always cut to them.
    year
        The rentrée of the datasets that have one, the vintage of the files; what a name says of
        its own goes before.
    offline
        Open no connection: take what the cache has, and say how old it is.
    refresh
        Ask the sources even for what is recent.
    ca_bundle
        The authorities (PEM) of a proxy that opens connections.
    cache, catalogue
        Where files are kept and what can be asked for, if not the usual ones.
    lock
        What is pinned: these very contents are given, or none.
    tell, progress
        Called with what is news (`telling.source_words.source_line` writes it), and with how far
        a download is.
    optional
        Ids that are done without when they can't be had, which is told.

    Returns
    -------
    dict
        Dataset id -> what was had, in the order of `names`.

    Raises
    ------
    InputError
        If a dataset or a vintage isn't known.
    SourceError
        If a dataset that isn't optional can't be had: what, why, what to do.

    Examples
    --------
    Of a machine without a network and with nothing in its cache:

    >>> import tempfile
    >>> from pathlib import Path
    >>> import geo_ent
    >>> from geo_ent.sources.store.cache import Cache
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     try:
    ...         files = geo_ent.fetch(["annuaire"], ["35"], offline=True, cache=Cache(Path(folder)))
    ...     except geo_ent.SourceError as fault:
    ...         print(str(fault).partition(". ")[0])
    annuaire (035) : hors ligne, et le cache ne l’a pas (il n’en a rien)
    """
    # a text is a sequence of texts too
    names = [names] if isinstance(names, str) else names
    departements = [departements] if isinstance(departements, str) else departements
    catalogue = catalogue or read_catalogue()
    fetching = _Fetching(
        catalogue=catalogue,
        cache=Cache(cache.folder if cache else None, tell=tell),
        offline=offline,
        refresh=refresh,
        ca_bundle=ca_bundle,
        lock=lock,
        tell=tell,
        progress=None if progress is silent else progress,
        now=_now(),
    )
    # Looked up first: a misspelt name is to be told before anything is downloaded.
    done_without = {find_dataset(catalogue, name).id for name in optional}
    had: dict[str, Fetched] = {}
    for name in names:
        # What came before a fault is kept: asking again costs the rest alone.
        bare, _, vintage = name.partition(":")
        want = wanted(find_dataset(catalogue, bare), departements, vintage or year, tell)
        try:
            had[want.dataset.id] = fetching.one(want)
        except SourceError as fault:
            msg = _fault_text(want, fault)
            if want.dataset.id not in done_without:
                raise SourceError(msg, dataset=want.dataset.id) from None
            tell(Note("done-without", why=msg))
    return had


def _fault_text(want: Wanted, fault: SourceError) -> str:
    """Write a fault with its dataset's name, unless it has it, and how to give its file."""
    text = str(fault)
    if isinstance(fault, OutOfReachError):
        text = fault.told_of(want.dataset.by_hand, want.dataset.page)
    return text if fault.dataset else f"{want.named} : {text}"


@dataclass(frozen=True, kw_only=True)
class _Fetching:
    """One call of `fetch`: its options, and what its datasets share."""

    catalogue: Catalogue
    cache: Cache
    offline: bool
    refresh: bool
    ca_bundle: Path | None
    lock: "Lock | None"
    tell: Tell
    progress: Callable[[Progress], None] | None
    now: dt.datetime

    @cached_property
    def asker(self) -> Asker:
        """What asks the sources; made, and the cache tidied, when a first one is asked."""
        self.cache.tidy()
        transport = Transport(self.catalogue, ca_bundle=self.ca_bundle, tell=self.tell)
        return Asker(
            transport=transport,
            cache=self.cache,
            now=self.now,
            tell=self.tell,
            progress=self.progress,
        )

    def one(self, want: Wanted) -> Fetched:
        """Give a dataset: what is pinned, what is fresh, what the source has, what is old."""
        if self.lock is not None:
            return self._pinned(want, self.lock)
        # The order is that of the decision: what is fresh costs no call, and whatever the source
        # answers, an old file that is said to be old is better than no map.
        held = self._held(want)
        if held and not self.refresh and self._fresh(want, held[0]):
            if self.offline:
                self._tell_age(want, held[0])
            return Fetched(want.dataset, *held, "cached")
        if self.offline:
            return self._old(want, held, self._nothing(want))
        if held and days_since(held[0].checked_at, self.now) is None:
            self.tell(Note("asked-again", named=want.named, age=age(held[0], self.now)))
        try:
            self._refuse_absent(want)
            return self._asked(want, held)
        except SourceError as fault:
            # Files are optional and their addresses move with each year: each build would ask
            # again in vain. The portals' own datasets are always asked.
            if isinstance(fault, GoneError) and want.dataset.way == "file":
                note_absent(self.cache.folder, want.key, want.addresses[0], self.now)
            return self._old(want, self._held(want), fault)

    def _refuse_absent(self, want: Wanted) -> None:
        """Refuse, unless `refresh`, to ask an address that lacked its file less than a day ago."""
        known = is_absent(self.cache.folder, want.key, want.addresses[0], self.now)
        if known and not self.refresh:
            msg = (
                "il n’était plus à son adresse il y a moins d’un jour ; il est redemandé demain, "
                "ou par --refresh."
            )
            raise SourceError(msg)

    def _held(self, want: Wanted) -> tuple[Entry, Path] | None:
        """Find the latest intact file that the cache has."""
        while entry := self.cache.find(want.dataset.id, want.territory, want.vintage, now=self.now):
            path = self.cache.path(entry)
            if path:
                return entry, path
            # A damaged file is dropped, and an older one looked for; where it can't be dropped (a
            # cache that is only read), the search would find it for ever.
            if entry in self.cache.entries():
                return None
        return None

    def _fresh(self, want: Wanted, entry: Entry) -> bool:
        """Tell whether a cached file serves: young, of today's address, with the needed columns."""
        dataset = want.dataset
        days = days_since(entry.checked_at, self.now)
        young = days is not None and days < dataset.fresh_days
        # A newer catalogue may ask for one more column: the file of before then hasn't all.
        whole = not entry.columns or not dataset.lacking(entry.columns)
        return young and entry.url.startswith(want.addresses) and whole

    def _asked(self, want: Wanted, seen: tuple[Entry, Path] | None) -> Fetched:
        """Ask the source, unless another process just has: then it isn't what was seen before."""
        asker = self.asker
        with self.cache.guard(want.key) as waited:
            held = self._held(want)
            # Not by its date: whole seconds don't tell what came just before from what came since.
            came = not self.refresh or (waited and held != seen)
            if held and came and self._fresh(want, held[0]):
                return Fetched(want.dataset, *held, "cached")
            # A wider file serves, but its ETag and its rows are of another request.
            before = held if held and held[0].key == want.key else None
            fetched = Fetched(want.dataset, *asker.ask(want, before))
        forget_absent(self.cache.folder, want.key)
        return fetched

    def _old(self, want: Wanted, held: tuple[Entry, Path] | None, fault: SourceError) -> Fetched:
        """Give the cached file, the source being out of reach, and tell its age; else raise."""
        if not held:
            raise fault
        if not self.offline:
            self.tell(Note("unreachable", why=_fault_text(want, fault)))
        self._tell_age(want, held[0])
        return Fetched(want.dataset, *held, "stale")

    def _tell_age(self, want: Wanted, entry: Entry) -> None:
        self.tell(Note("from-cache", named=want.named, age=age(entry, self.now)))

    def _nothing(self, want: Wanted) -> SourceError:
        """Make the error of a dataset that isn't in the cache, offline: what it has of it."""
        others = [
            " ".join(filter(None, (entry.territory, entry.vintage)))
            for entry in self.cache.entries()
            if entry.dataset == want.dataset.id
        ]
        has = f"il a {', '.join(others)}" if others else "il n’en a rien"
        year = f" pour {want.vintage}" if want.dataset.year_column and want.vintage else ""
        return SourceError(
            f"hors ligne, et le cache ne l’a pas{year} ({has}). Lancez geo-ent fetch une fois avec "
            f"le réseau, ou donnez le fichier {want.dataset.by_hand}."
        )

    def _pinned(self, want: Wanted, lock: "Lock") -> Fetched:
        """Give what the lock pins, from the cache or from the source if it still has it.

        Nothing else is given: not another content, territory or rentrée, nor a dataset that the
        map was made without. Else the same project would make another map in silence.
        """
        pin = lock.pins.get(want.dataset.id)
        if pin is None:
            msg = f"{lock.name} ne le fige pas ; --refresh renouvelle le verrou et l’y ajoute."
            raise SourceError(msg)
        entry = _entry_of(want.dataset, pin)
        dated = want.dataset.year_column and want.vintage
        # The pinned file may be of more than the territory asked for, never of less.
        for fits, has, wanted_now in (
            (entry.covers(want.territory), pin.territory, want.territory),
            (not dated or want.vintage == pin.vintage, pin.vintage, want.vintage),
        ):
            if not fits:
                msg = (
                    f"{lock.name} le fige pour {has}, et l’on demande {wanted_now} ; --refresh "
                    "renouvelle le verrou."
                )
                raise SourceError(msg)
        held = self._pinned_held(entry)
        if held:
            if self.offline:
                self._tell_age(want, held[0])
            return Fetched(want.dataset, *held, "cached")
        if self.offline:
            msg = (
                f"{_pin_words(lock, pin)} n’est pas dans le cache ; relancez avec le réseau, ou "
                "avec --refresh pour prendre autre chose."
            )
            raise SourceError(msg)
        return self._pinned_again(want, lock, pin)

    def _pinned_held(self, pinned: Entry) -> tuple[Entry, Path] | None:
        """Find the pinned bytes in the cache; else the same rows in another order."""
        path = self.cache.pinned(pinned.sha256)
        if path:
            file = path.relative_to(self.cache.folder).as_posix()
            return replace(pinned, file=file, bytes_n=path.stat().st_size), path
        # Portals give the rows in any order: the same content may be here under other bytes.
        for entry in self.cache.entries():
            if entry.content_sha256 == pinned.content_sha256 and entry.dataset == pinned.dataset:
                path = self.cache.path(entry)
                if path:
                    return entry, path
        return None

    def _pinned_again(self, want: Wanted, lock: "Lock", pin: "Pin") -> Fetched:
        """Download what is pinned once more; refuse what has another content by now."""
        # Of the pin's own territory and year, whatever is asked: its content is of these.
        codes = () if pin.territory == FRANCE else tuple(pin.territory.split("+"))
        short = tuple(code.removeprefix("0") for code in codes)
        pinned = replace(want, departements=short, vintage=pin.vintage)
        if pinned.dataset.way == "file" and pin.vintage not in pinned.dataset.url:
            msg = f"{_pin_words(lock, pin)} : le catalogue n’a plus ce millésime. {_MOVE_ON}"
            raise SourceError(msg)
        with self.cache.guard(pinned.key):
            entry, path, how = self.asker.ask(pinned, self._held(pinned))
        # By the sum of the rows, not of the bytes: portals give them in any order.
        if entry.content_sha256 != pin.content_sha256:
            msg = (
                f"{_pin_words(lock, pin)} n’est plus dans le cache, et le portail a maintenant "
                f"autre chose ({entry.rows_n} lignes). {_MOVE_ON}"
            )
            raise SourceError(msg)
        return Fetched(want.dataset, entry, path, how)


_MOVE_ON = "--refresh prend ce que le portail a et renouvelle le verrou."


def _pin_words(lock: "Lock", pin: "Pin") -> str:
    return f"ce que {lock.name} fige ({pin.rows_n} lignes du {day_of(pin.fetched_at)})"


def _entry_of(dataset: Dataset, pin: "Pin") -> Entry:
    """Make of a pin the entry that the cache would have, but for its file."""
    return Entry(
        dataset=dataset.id,
        file="",
        bytes_n=0,
        asked=pin.vintage,
        checked_at=pin.fetched_at,
        **asdict(pin),
    )
