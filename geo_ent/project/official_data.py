"""The official data of a project that gives no directory: the cache's, else the portals'."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError, SourceError

if TYPE_CHECKING:
    from geo_ent.sources.client.patience import Tell
    from geo_ent.sources.client.transport import Progress
    from geo_ent.sources.datasets import Asked, Catalogue, Dataset
    from geo_ent.sources.fetch import Fetched
    from geo_ent.sources.store.lock_file import Lock

__all__ = ["LOCK", "explaining", "official_inputs", "pin"]

LOCK = "geo-ent.lock"
"""What pins, beside a project file, the data that its map was made from."""

_NEEDED = "annuaire"
_YEAR = 4  # figures of a year, which a vintage begins with
_DATED = "effectifs"  # what the rentrée of a project is of; the IPS ended before the last ones


def _silent(_note: object) -> None:
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
        What the options and the project file say, by the keys of `OPTIONS`.
        ``datasets`` names those wanted, as `asked_datasets` reads them; without it, all that a map
        usually takes.
    file
        The project file, if there is one: its lock file pins what is used, unless ``refresh``
        (see `pin`).
    tell, progress
        Called with sentences, and with how far a download is.

    Returns
    -------
    dict
        Field of `Project` -> path, ``out`` included (maps/88, beside the project file if there is
        one, when nothing says another), and ``fetched``: field -> what is known of the file.

    Raises
    ------
    InputError
        If there is no territory, a dataset isn't known or of no use to a map, or hasn't a vintage.
    SourceError
        If the annuaire can't be had, nor what the lock pins, nor what is of a rentrée or a vintage
        asked for, or the lock pins another; the others are done without, and said.
    """
    from geo_ent.communes.bundled import territory_departements
    from geo_ent.sources.datasets_file import read_catalogue
    from geo_ent.sources.fetch import fetch
    from geo_ent.sources.store.lock_file import read_lock
    from geo_ent.territory.crs import metric_crs

    lists = (told.get(level, ()) for level in ("departements", "academies", "regions"))
    departements = territory_departements(*lists)
    if not departements:
        msg = "il manque le territoire : donnez --departement, --academie ou --region."
        raise InputError(msg)
    metric_crs(departements)  # refuses at once what could not be drawn on one map
    catalogue = read_catalogue()
    asked = _wanted(catalogue, told)
    lock = file.with_name(LOCK) if file else None
    pinned = read_lock(lock) if lock and lock.exists() and not told.get("refresh") else None
    _refuse_moved(catalogue, asked.vintages, pinned)
    found = fetch(
        asked.names,
        departements,
        offline=bool(told.get("offline")),
        refresh=bool(told.get("refresh")),
        ca_bundle=told.get("ca_bundle"),
        catalogue=catalogue,
        lock=pinned,
        optional=set(asked.vintages) - _needed(asked.vintages, pinned),
        tell=tell,
        progress=progress,
    )
    fetched: dict[str, Fetched] = {each.dataset.option: each for each in found.values()}
    paths = {option: each.path for option, each in fetched.items()}
    return {"out": told.get("out") or _folder(departements, file), **paths, "fetched": fetched}


def pin(fetched: "Mapping[str, Fetched]", file: Path | None, *, renew: bool = False) -> None:
    """Write the lock of a project beside its file, once its map is made from what was fetched.

    Parameters
    ----------
    fetched
        As `Project.fetched` is; nothing is written where it is empty.
    file
        The project file; without one nothing is pinned.
    renew
        Replace the lock that is there; without it, that one stays.

    Raises
    ------
    OutputError
        If it can't be written.
    """
    if file is None or not fetched:
        return
    lock = file.with_name(LOCK)
    if renew or not lock.exists():
        from geo_ent.sources.store.lock_file import write_lock

        write_lock(lock, [had.entry for had in fetched.values()])


def _folder(departements: tuple[str, ...], file: Path | None) -> Path:
    """Name the folder of a map: maps/88, maps/54-55-57-88."""
    return (file.parent if file else Path()) / "maps" / "-".join(departements)


@contextmanager
def explaining(fetched: "Mapping[str, Fetched]") -> "Iterator[None]":
    """Add, to a fault of a file that was fetched, how to do without this file.

    Parameters
    ----------
    fetched
        Field of a project -> what was fetched for it, as `Project.fetched` is.

    Raises
    ------
    InputError
        What was raised within, and what to do.
    """
    try:
        yield
    except InputError as fault:
        if fault.key not in fetched:
            raise
        msg = f"{fault} {_way_out(fetched[fault.key], fetched)}"
        raise InputError(msg, key=fault.key) from None


def _way_out(faulty: "Fetched", fetched: "Mapping[str, Fetched]") -> str:
    """Say how to do without a file that a reader refuses."""
    name, option = faulty.dataset.id, faulty.dataset.option.replace("_", "-")
    others = [each.dataset.id for each in fetched.values() if each is not faulty]
    without = f"pour faire sans lui : --dataset {','.join(others)} ; "
    return (
        f"C'est le fichier « {name} », téléchargé : sa forme a peut-être changé. Mettez geo-ent à "
        f"jour ; {without if others and name != _NEEDED else ''}ou donnez-en un autre par "
        f"--{option}."
    )


def _needed(vintages: Mapping[str, str], pinned: "Lock | None") -> set[str]:
    """Name what a map isn't made without: its schools, what is of a year asked for or pinned."""
    dated = {name for name, vintage in vintages.items() if vintage}
    return {_NEEDED} | dated | set(pinned.pins if pinned else ())


def _wanted(catalogue: "Catalogue", told: Mapping[str, Any]) -> "Asked":
    """Name the datasets that a map can use and that no file is given for; the annuaire first."""
    from geo_ent.sources.datasets import asked_datasets

    asked = asked_datasets(catalogue, told.get("datasets", ()))
    vintages = {_NEEDED: ""} | dict(asked.vintages)
    for name in sorted(asked.named):
        _refuse_useless(catalogue.datasets[name])
    _refuse_rivals(catalogue, vintages)
    if _DATED in vintages and told.get("rentree"):  # the year of another file isn't that rentrée
        vintages[_DATED] = str(told["rentree"])
    options = {name: catalogue.datasets[name].option for name in vintages}
    used = {name for name, option in options.items() if option and told.get(option) is None}
    return replace(asked, vintages={name: vintages[name] for name in vintages if name in used})


def _refuse_useless(dataset: "Dataset") -> None:
    """Refuse a dataset that no map uses."""
    if not dataset.option:
        msg = (
            f"--dataset {dataset.id} : une carte ne s'en sert pas ; geo-ent fetch --dataset "
            f"{dataset.id} le télécharge."
        )
        raise InputError(msg)


def _refuse_moved(
    catalogue: "Catalogue", vintages: Mapping[str, str], pinned: "Lock | None"
) -> None:
    """Refuse a vintage of a file that isn't the one the lock pins.

    Raises
    ------
    SourceError
        As for what is pinned of another territory or rentrée.
    """
    from geo_ent.sources.datasets import pick_vintage

    for name, vintage in vintages.items():
        pin = pinned.pins.get(name) if pinned else None
        dataset = catalogue.datasets[name]
        if not (pin and vintage and dataset.way == "file"):
            continue
        if vintage != pin.vintage[:_YEAR] and pick_vintage(dataset, vintage) != pin.vintage:
            msg = (
                f"{name} : {LOCK} le fige pour {pin.vintage}, et l'on demande {vintage} ; "
                "--refresh renouvelle le verrou."
            )
            raise SourceError(msg)


def _refuse_rivals(catalogue: "Catalogue", names: Iterable[str]) -> None:
    """Refuse two datasets that would both be the same input of a map."""
    by_option: dict[str, list[str]] = {}
    for name in names:
        by_option.setdefault(catalogue.datasets[name].option or name, []).append(name)
    rivals = next((ids for ids in by_option.values() if len(ids) > 1), None)
    if rivals:
        msg = f"--dataset : {' et '.join(rivals)} servent à la même chose ; n'en gardez qu'un."
        raise InputError(msg)
