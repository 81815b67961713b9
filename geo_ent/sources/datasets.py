"""The catalogue of official data: what is known, whose it is, where it is asked for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from geo_ent.errors import InputError, SourceError
from geo_ent.text.compare import meant, snake

__all__ = [
    "BY_HAND",
    "Asked",
    "Catalogue",
    "Column",
    "Dataset",
    "asked_datasets",
    "dataset_fault",
    "find_column",
    "find_dataset",
    "pick_vintage",
]

BY_HAND = "en option"
"""How a fault says that the file can be given by hand; `fetch` puts the option's name there."""

_LOOPBACK = ("127.0.0.1", "::1")
_HTTPS = 443
_YEAR = 4  # characters: "2026-5m" begins with its year
_YEARS = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a dataset.

    Attributes
    ----------
    name
        As the portal writes it today, reduced by `geo_ent.text.compare.snake`.
    aliases
        Its names in other vintages, the best first; one that ends with ``*`` is a beginning.
    needed
        Whether the dataset is of no use without it.
    holds
        What must be in it: "uai", "commune", "departement", "number"; "" for anything.
    """

    name: str
    aliases: tuple[str, ...] = ()
    needed: bool = False
    holds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """An official dataset; `datasets.toml` says what each attribute means.

    Attributes
    ----------
    url
        Vintage -> URL, the one taken by default first; "" where there is only one.
    departement_forms
        How its codes of départements may be written: "bare" (1, 35, 2A), "padded2" (01),
        "padded3" (001, 02A, 974).
    by_default
        Whether a map takes it when no dataset is named.
    """

    id: str
    title: str
    producer: str
    licence: str
    credit: str
    page: str
    way: str
    url: Mapping[str, str]
    format: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows_n: int
    most_bytes: int
    fresh_days: int
    option: str
    departement_column: str = ""
    departement_forms: tuple[str, ...] = ()
    year_column: str = ""
    by_default: bool = True

    @property
    def usual(self) -> bool:
        """Whether a map uses it without its being named: it feeds an option, and isn't apart."""
        return bool(self.option) and self.by_default


@dataclass(frozen=True)
class Catalogue:
    """All the datasets, and the only hosts that may be asked for them.

    Attributes
    ----------
    loopback
        Whether this very machine may be asked too, without TLS: a catalogue of tests.
    """

    datasets: Mapping[str, Dataset]
    hosts: frozenset[str]
    loopback: bool = False

    def allows(self, url: str) -> bool:
        """Tell whether a URL may be asked: https and one of the hosts, or a test's loopback.

        Examples
        --------
        >>> catalogue = Catalogue({}, frozenset({"www.insee.fr"}))
        >>> [catalogue.allows(url) for url in ("https://www.insee.fr/x", "http://www.insee.fr/x",
        ...                                    "https://www.insee.fr.example.org/x")]
        [True, False, False]
        """
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:  # a bracket or a port that isn't one
            return False
        # "https://www.insee.fr@example.org" is of example.org: no address of ours has a name.
        if parts.username is not None or parts.password is not None:
            return False
        if self.loopback and host in _LOOPBACK:
            return parts.scheme in {"http", "https"}
        return parts.scheme == "https" and host in self.hosts and port in {None, _HTTPS}


@dataclass(frozen=True)
class Asked:
    """The datasets that somebody asks for.

    Attributes
    ----------
    vintages
        Id -> the vintage that it is asked at, "" for the latest; the usual ones first.
    named
        The ids that were named.
    """

    vintages: Mapping[str, str]
    named: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Each id, with its colon and vintage where there is one: what `fetch` takes."""
        return tuple(
            f"{id_}:{vintage}" if vintage else id_ for id_, vintage in self.vintages.items()
        )


def dataset_fault(dataset: Dataset, why: str) -> SourceError:
    """Make the fault of a dataset, named by its title."""
    return SourceError(f"{dataset.title} : {why}", dataset=dataset.id)


def find_column(column: Column, titles: Iterable[str]) -> str:
    """Say under which of these titles a column is; "" when it isn't there.

    Where a ``*`` alias covers the name too, a title of a later year goes before the name.

    Examples
    --------
    >>> column = Column(name="pmun23", aliases=("pmun*",))
    >>> find_column(column, ["CODGEO", "PMUN22"]), find_column(column, ["CODGEO"])
    ('PMUN22', '')
    >>> find_column(Column(name="ep_2022", aliases=("ep_20*",)), ["ep_2025", "ep_2022", "ep_2026"])
    'ep_2026'
    """
    # In reverse, so that of two titles with the same id the first is kept.
    ids = {snake(title): title for title in reversed(list(titles))}
    later = max(_later(column, ids), key=_YEARS.findall, default="")
    if later:
        return ids[later]
    for name in (column.name, *column.aliases):
        if name.endswith("*"):
            matching = [title for key, title in ids.items() if key.startswith(name[:-1])]
            if matching:
                return matching[-1]  # the first of the titles: `ids` is in reverse
        elif name in ids:
            return ids[name]
    return ""


def _later(column: Column, ids: Iterable[str]) -> Iterator[str]:
    """Give the ids that are the column's in a later year than its name says."""
    own = _YEARS.findall(column.name)
    stems = [alias[:-1] for alias in column.aliases if alias.endswith("*")]
    covering = tuple(stem for stem in stems if column.name.startswith(stem))
    return (key for key in ids if own and key.startswith(covering) and _YEARS.findall(key) > own)


def pick_vintage(dataset: Dataset, year: int | str | None = None) -> str:
    """Say which vintage a year means: the year's, the newest before it, the default without one.

    A year and more ("2025-50m") names a vintage whole.

    Raises
    ------
    InputError
        If all are later, or none bears this name; it lists them.

    Examples
    --------
    >>> from geo_ent.sources.datasets_file import read_catalogue
    >>> communes = read_catalogue().datasets["communes"]
    >>> pick_vintage(communes), pick_vintage(communes, 2024), pick_vintage(communes, 2030)
    ('2026', '2024', '2026')
    """
    vintages = list(dataset.url)
    wanted = "" if year is None else str(year)
    if not wanted or vintages == [""]:
        return vintages[0]
    if wanted in dataset.url:
        return wanted
    before = [one for one in vintages if wanted.isdigit() and one[:4] <= wanted]
    if not before:
        msg = (
            f"{dataset.title} : pas de millésime {wanted} ; on connaît {', '.join(vintages)}. "
            "Choisissez l'un d'eux."
        )
        raise InputError(msg)
    # Of the vintages of a year ("2025-5m", "2025-50m") the one listed first is the default.
    newest = max(one[:4] for one in before)
    return next(one for one in before if one[:4] == newest)


def find_dataset(catalogue: Catalogue, name: str) -> Dataset:
    """Find a dataset by its id.

    Raises
    ------
    InputError
        If there is none of this id; it lists those there are, and the nearest.

    Examples
    --------
    >>> from geo_ent.sources.datasets_file import read_catalogue
    >>> find_dataset(read_catalogue(), "ips").option
    'ips'
    """
    wanted = snake(name).replace("_", "-")
    if wanted in catalogue.datasets:
        return catalogue.datasets[wanted]
    near = meant(wanted, catalogue.datasets)
    hint = f" ; {near}" if near else "."
    msg = (
        f"« {name} » n'est pas un jeu de données connu ; on connaît "
        f"{', '.join(catalogue.datasets)}{hint}"
    )
    raise InputError(msg)


def asked_datasets(catalogue: Catalogue, names: Iterable[str]) -> Asked:
    """Say which datasets are meant: those named, or those that a map usually takes.

    Parameters
    ----------
    names
        Ids; "contours:2026-5m" is one of a vintage, "+contours" one beside the usual ones. Of two
        mentions of one dataset the last counts; without any name, the usual ones are meant.

    Raises
    ------
    InputError
        If one isn't known, or hasn't the vintage that it is asked at.

    Examples
    --------
    >>> from geo_ent.sources.datasets_file import read_catalogue
    >>> catalogue = read_catalogue()
    >>> asked_datasets(catalogue, ["ips", "contours:2026-5m"]).vintages
    {'ips': '', 'contours': '2026-5m'}
    >>> asked = asked_datasets(catalogue, ["+contours"])
    >>> list(asked.vintages)[-3:], sorted(asked.named)
    (['densite', 'frr', 'contours'], ['contours'])
    """
    given = [name.strip() for name in names if name.strip()]
    beside = not given or any(name.startswith("+") for name in given)
    usual = (
        [dataset.id for dataset in catalogue.datasets.values() if dataset.usual] if beside else []
    )
    named: dict[str, str] = {}
    for name in given:
        bare, _, vintage = name.removeprefix("+").partition(":")
        dataset = find_dataset(catalogue, bare)
        _refuse_vintage(dataset, vintage.strip())
        named[dataset.id] = vintage.strip()
    return Asked(vintages=dict.fromkeys(usual, "") | named, named=frozenset(named))


def _refuse_vintage(dataset: Dataset, vintage: str) -> None:
    """Refuse, by a line that lists those there are, a vintage that a dataset hasn't."""
    known = [one for one in dataset.url if one] if dataset.way == "file" else []
    fits = any(vintage in {one, one[:_YEAR]} for one in known)
    if not vintage or dataset.year_column or fits:
        return
    there = f"on connaît {', '.join(known)}" if known else "il n'y en a qu'un, le dernier"
    msg = f"{dataset.id}:{vintage} : pas de millésime {vintage} ; {there}."
    raise InputError(msg)
