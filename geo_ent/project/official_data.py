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
    from geo_ent.sources.datasets import Asked, Catalogue
    from geo_ent.sources.fetch import Fetched
    from geo_ent.sources.store.pinned_files import Lock

LOCK = "geo-ent.lock"
"""What pins, beside a project file, the data that its map was made from."""

NEEDED = "annuaire"
"""Without schools there is no map; the other datasets are done without."""

_YEAR = 4  # figures of a year, which a vintage begins with
# What the rentrée of a project is of, and nothing else: the IPS ended with 2024-2025, and asked
# for a later rentrée it would be left out where a file that is given serves with its latest.
_DATED = "effectifs"


def official_inputs(
    wanted: Mapping[str, Any],
    *,
    file: Path | None = None,
    one_map: bool = True,
    tell: "Tell" = lambda _note: None,  # silence is what a notebook wants
    progress: "Callable[[Progress], None] | None" = None,
) -> dict[str, Any]:
    """Download, or take from the cache, the official data that a project doesn't name.

    Parameters
    ----------
    wanted
        What the options and the project file say, by the keys of `OPTIONS`, with ``datasets``
        (as `asked_datasets` reads them; without it, all that a map usually takes), ``offline``,
        ``refresh`` and ``ca_bundle``.
    file
        The project file, if there is one: its lock file pins what is used, unless ``refresh``
        (see `pin`).
    one_map
        Whether the territory is to be drawn on one map.
    tell, progress
        As for `fetch`.

    Returns
    -------
    dict
        Field of `Project` -> path, ``out`` included (maps/88, beside the project file if there is
        one, when nothing says another), and ``fetched``: field -> what is known of the file.

    Raises
    ------
    InputError
        If there is no territory, or none that fits one map; if a dataset isn't known, is of no use
        to a map, or hasn't the vintage asked for.
    SourceError
        If the annuaire, a file that the lock pins, or one of a rentrée or a vintage asked for
        can't be had; if the lock pins another vintage. Other files are done without, and told.
    """
    from geo_ent.communes.departements import territory_departements
    from geo_ent.sources.datasets_file import read_catalogue
    from geo_ent.sources.fetch import fetch
    from geo_ent.sources.store.pinned_files import read_lock
    from geo_ent.territory.crs import metric_crs

    lists = (wanted.get(level, ()) for level in ("departements", "academies", "regions"))
    departements = territory_departements(*lists)
    if not departements:
        msg = "il manque le territoire : donnez --departement, --academie ou --region."
        raise InputError(msg)
    if one_map:
        metric_crs(departements)  # refuses at once what could not be drawn on one map
    catalogue = read_catalogue()
    selected = _selected(catalogue, wanted)
    lock = file.with_name(LOCK) if file else None
    pinned = read_lock(lock) if lock and lock.exists() and not wanted.get("refresh") else None
    _refuse_moved(catalogue, selected.vintages, pinned)
    # What has a year asked for, or is pinned, can't be left out: a map without it would pass for
    # the one asked for.
    dated = {name for name, vintage in selected.vintages.items() if vintage}
    needed = {NEEDED} | dated | set(pinned.pins if pinned else ())
    had = fetch(
        selected.names,
        departements,
        offline=bool(wanted.get("offline")),
        refresh=bool(wanted.get("refresh")),
        ca_bundle=wanted.get("ca_bundle"),
        catalogue=catalogue,
        lock=pinned,
        optional=set(selected.vintages) - needed,
        tell=tell,
        progress=progress,
    )
    fetched: dict[str, Fetched] = {source.dataset.option: source for source in had.values()}
    paths = {option: source.path for option, source in fetched.items()}
    folder = (file.parent if file else Path()) / "maps" / "-".join(departements)
    return {"out": wanted.get("out") or folder, **paths, "fetched": fetched}


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
    # After the map, never before: data of which no map could be made must not be pinned.
    lock = file.with_name(LOCK)
    if renew or not lock.exists():
        from geo_ent.sources.store.pinned_files import write_lock

        write_lock(lock, [had.entry for had in fetched.values()])


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
    # Left out in silence, a map would lose a layer that its reader counts on: the build ends, and
    # the line says which --dataset … makes the map without it.
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
    others = [source.dataset.id for source in fetched.values() if source is not faulty]
    without = f"pour faire sans lui : --dataset {','.join(others)} ; "
    return (
        f"C’est le fichier « {name} », téléchargé : sa forme a peut-être changé. Mettez geo-ent à "
        f"jour ; {without if others and name != NEEDED else ''}ou donnez-en un autre par "
        f"--{option}."
    )


def _selected(catalogue: "Catalogue", wanted: Mapping[str, Any]) -> "Asked":
    """Name the datasets that a map can use and that no file is given for; the annuaire first."""
    from geo_ent.sources.datasets import asked_datasets

    listed = asked_datasets(catalogue, wanted.get("datasets", ()))
    vintages = {NEEDED: ""} | dict(listed.vintages)
    for name in sorted(listed.named):
        if not catalogue.datasets[name].option:
            msg = (
                f"--dataset {name} : une carte ne s’en sert pas ; geo-ent fetch --dataset {name} "
                "le télécharge."
            )
            raise InputError(msg)
    _refuse_rivals(catalogue, vintages)
    if _DATED in vintages and wanted.get("rentree"):
        vintages[_DATED] = str(wanted["rentree"])
    # A file of the user's own takes the dataset's place: his is the one that he means.
    used = {
        name: vintage
        for name, vintage in vintages.items()
        if (option := catalogue.datasets[name].option) and wanted.get(option) is None
    }
    return replace(listed, vintages=used)


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

    # Only of files: what a portal is asked, `fetch` itself holds to the lock. A file's vintage may
    # be asked by its year alone ("2024"), which the catalogue completes.
    for name, vintage in vintages.items():
        pin = pinned.pins.get(name) if pinned else None
        dataset = catalogue.datasets[name]
        if not (pin and vintage and dataset.way == "file"):
            continue
        if vintage != pin.vintage[:_YEAR] and pick_vintage(dataset, vintage) != pin.vintage:
            msg = (
                f"{name} : {LOCK} le fige pour {pin.vintage}, et l’on demande {vintage} ; "
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
        msg = f"--dataset : {' et '.join(rivals)} servent à la même chose ; n’en gardez qu’un."
        raise InputError(msg)
