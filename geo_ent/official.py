"""The official data of a project that gives no directory: the cache's, else the portals'."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError

if TYPE_CHECKING:
    from geo_ent.sources.catalogue import Catalogue
    from geo_ent.sources.fetch import Fetched
    from geo_ent.sources.transport import Progress, Tell

__all__ = ["LOCK", "OPTIONS", "official_inputs"]

LOCK = "geo-ent.lock"
"""What pins, beside a project file, the data that its map was made from."""

OPTIONS = ("datasets", "offline", "refresh", "ca_bundle")
"""What is said of the sources and isn't of the project itself."""

_NEEDED = "annuaire"


def _silent(_told: str) -> None:
    """Say nothing: what a notebook wants."""


def official_inputs(
    told: Mapping[str, Any],
    *,
    file: Path | None = None,
    tell: "Tell" = _silent,
    progress: "Callable[[Progress], None] | None" = None,
) -> dict[str, Any]:
    """Give the paths of the official data that a project doesn't name.

    Parameters
    ----------
    told
        What the options and the project file say, by the keys of `Project` and of `OPTIONS`.
        ``datasets`` names those wanted; without it, all that a map can use.
    file
        The project file, if there is one: its lock file pins what is used, and is written where
        there is none or with ``refresh``.
    tell, progress
        Called with sentences, and with how far a download is.

    Returns
    -------
    dict
        Field of `Project` -> path, and ``fetched``: field -> what is known of the file.

    Raises
    ------
    InputError
        If there is no territory, or a dataset isn't known.
    SourceError
        If the annuaire can't be had; the others are done without, and said.
    """
    from geo_ent.sources.catalogue import read_catalogue
    from geo_ent.sources.fetch import fetch
    from geo_ent.sources.lockfile import read_lock, write_lock
    from geo_ent.tables.communes import territory_departements
    from geo_ent.territory.crs import metric_crs

    lists = (told.get(level, ()) for level in ("departements", "academies", "regions"))
    departements = territory_departements(*lists)
    if not departements:
        msg = "il manque le territoire : donnez --departement, --academie ou --region."
        raise InputError(msg)
    metric_crs(departements)  # refuses at once what could not be drawn on one map
    catalogue = read_catalogue()
    names = _wanted(catalogue, told)
    lock = file.with_name(LOCK) if file else None
    pinned = read_lock(lock) if lock and lock.exists() and not told.get("refresh") else None
    ask = partial(
        fetch,
        departements=departements,
        offline=bool(told.get("offline")),
        refresh=bool(told.get("refresh")),
        ca_bundle=told.get("ca_bundle"),
        catalogue=catalogue,
        lock=pinned,
        optional=set(names) - {_NEEDED},
        tell=tell,
        progress=progress,
    )
    dated = [name for name in names if catalogue.datasets[name].year_column]
    found = ask([name for name in names if name not in dated])
    found |= ask(dated, year=told.get("rentree"))  # the other files' vintage isn't a rentrée
    if lock and pinned is None:
        write_lock(lock, found)
    fetched: dict[str, Fetched] = {each.dataset.option: each for each in found.values()}
    return {**{option: each.path for option, each in fetched.items()}, "fetched": fetched}


def _wanted(catalogue: "Catalogue", told: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the datasets that a map can use and that no file is given for; the annuaire first."""
    from geo_ent.sources.catalogue import find_dataset

    usable = [dataset for dataset in catalogue.datasets.values() if dataset.option]
    asked = {find_dataset(catalogue, name).id for name in told.get("datasets", ())}
    wanted = [
        dataset.id
        for dataset in usable
        if told.get(dataset.option) is None and (not asked or dataset.id in asked | {_NEEDED})
    ]
    return tuple(sorted(wanted, key=lambda name: name != _NEEDED))
