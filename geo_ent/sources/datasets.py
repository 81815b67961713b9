"""The catalogue of official data: what is known, whose it is, where it is asked for."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from geo_ent.errors import InputError, SourceError
from geo_ent.text.compare import meant, snake
from geo_ent.text.header_row import bearing

_LOOPBACK = ("127.0.0.1", "::1")
_HTTPS = 443  # written out or left out, it is the same address
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
        Vintage -> its addresses, the mirrors last; the vintage taken by default first, "" where
        there is only one.
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
    url: Mapping[str, tuple[str, ...]]
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

    @property
    def address(self) -> str:
        """The first address of the vintage that is taken by default."""
        return next(iter(self.url.values()))[0]

    @property
    def by_hand(self) -> str:
        """How a fault says that the file can be given otherwise: by which option."""
        return f"par --{self.option.replace('_', '-')}" if self.option else "à la main"

    def title_of(self, name: str, titles: Iterable[str]) -> str:
        """Say under which of some titles a column of the dataset is; "" when it isn't there."""
        columns = (column for column in self.columns if column.name == name)
        return find_column(next(columns, Column(name=name)), titles)

    def lacking(self, titles: Collection[str], *, needed: bool = True) -> list[str]:
        """Name the needed columns, or those merely welcome, that no title is one of."""
        return [
            column.name
            for column in self.columns
            if column.needed == needed and not find_column(column, titles)
        ]


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
    # Of two titles with the same name the first is kept.
    ids: dict[str, str] = {}
    for title in titles:
        ids.setdefault(snake(title), title)
    own = _YEARS.findall(column.name)
    beginnings = [alias for alias in column.aliases if alias.endswith("*")]
    covering = [alias for alias in beginnings if own and column.name.startswith(alias[:-1])]
    # Priority education has a column a year ("ep_2022_2023") in one file: the name that the
    # catalogue has is then an old year's.
    later = [name for name in bearing(ids, covering) if _YEARS.findall(name) > own]
    names = bearing(ids, [*later, column.name, *column.aliases])
    return ids[names[0]] if names else ""


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
            "Choisissez l’un d’eux."
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
    # "Carte scolaire" and "carte_scolaire" are what people type for "carte-scolaire".
    wanted = snake(name).replace("_", "-")
    if wanted in catalogue.datasets:
        return catalogue.datasets[wanted]
    near = meant(wanted, catalogue.datasets)
    hint = f" ; {near}" if near else "."
    msg = (
        f"« {name} » n’est pas un jeu de données connu ; on connaît "
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
    # An empty list is no choice: an option that a script leaves empty asks for the usual ones.
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
    # A portal's dataset has its years inside, asked for by a column: nothing here lists them.
    known = [one for one in dataset.url if one] if dataset.way == "file" else []
    fits = any(vintage in {one, one[:_YEAR]} for one in known)
    if not vintage or dataset.year_column or fits:
        return
    there = f"on connaît {', '.join(known)}" if known else "il n’y en a qu’un, le dernier"
    msg = f"{dataset.id}:{vintage} : pas de millésime {vintage} ; {there}."
    raise InputError(msg)
