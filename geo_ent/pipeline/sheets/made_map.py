"""A folder that `build` made, read again: its figures, its zones, its schools, their history."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.pipeline.made_folders import made_manifest
from geo_ent.publish.folder import ATLAS
from geo_ent.tables.contract import SHEET_LEVELS
from geo_ent.telling.page.page_facts import Source
from geo_ent.territory.crs import metric_crs

if TYPE_CHECKING:
    import geopandas as gpd

_LAYERS = "coverage.gpkg"
_SCHOOLS = "schools"
_TEXTS = ("uai", "commune_code", "zone_code", "since", "status", "frr", "rpi_code", "rpi_kind",
          "priority", "enir_2017", "enir_2018", "label_2020", "nearer_sector")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeMap:
    """What a folder holds, as its sheets need it.

    Attributes
    ----------
    territory, departements, date, sector, lang, simulated, sources
        As its manifest says them; "" where nothing is simulated.
    around_km
        How far the rule that ranked the schools looked around them.
    level
        The level of the sheets.
    zones
        On `zone_code`: the coverage of the level and its outlines, in metres.
    communes
        On `zone_code`: `zone_name` and outlines, in metres.
    wholes
        On its code: the coverage of each département.
    schools
        On `uai`: as `schools.csv`, with points in metres, `commune_name` and, where
        there are any, `secteur_college_name`.
    gaps
        On `uai`: as `gaps.csv`.
    history
        Statuses on `uai`, a column a date, missing where a school hadn't opened; without a column
        where the register has no history.
    adhesions
        On `commune_code`: as `adhesions.csv`; without a row where no commune joined.
    """

    territory: str
    departements: tuple[str, ...]
    date: dt.date
    sector: str
    lang: str
    simulated: str
    sources: tuple[Source, ...]
    around_km: float
    level: str
    zones: "gpd.GeoDataFrame"
    communes: "gpd.GeoDataFrame"
    wholes: pd.DataFrame
    schools: "gpd.GeoDataFrame"
    gaps: pd.DataFrame
    history: pd.DataFrame
    adhesions: pd.DataFrame


def read_made_map(folder: Path, level: str) -> MadeMap:
    """Read a folder that `build` wrote, for the sheets of a level.

    Raises
    ------
    InputError
        If the folder isn't one of ours, was made with --quick or by an older version, or hasn't
        the level.
    """
    manifest = _manifest(folder)
    layers = _layers(folder, manifest)
    if level not in layers:
        there = ", ".join(name for name in SHEET_LEVELS if name in layers)
        why = " (il lui faut --college-sectors)" if level == "secteur_college" else ""
        msg = f"{folder} : cette carte n’a pas le niveau {level}{why} ; elle a : {there}."
        raise InputError(msg)
    departements = tuple(manifest["departements"])
    crs = metric_crs(departements)
    zones = _layer(folder, level, "zone_code").to_crs(crs)
    communes = zones if level == "commune" else _layer(folder, "commune", "zone_code").to_crs(crs)
    schools = _layer(folder, _SCHOOLS, "uai").to_crs(crs)
    schools = schools.assign(
        commune_name=communes["zone_name"].reindex(schools["commune_code"]).fillna("").to_numpy()
    )
    if "secteur_college" in layers:
        sectors = _layer(folder, "secteur_college", "zone_code")["zone_name"]
        schools["secteur_college_name"] = sectors.reindex(
            schools["secteur_college_code"]
        ).to_numpy()
    return MadeMap(
        territory=manifest["territory"],
        departements=departements,
        date=dt.date.fromisoformat(manifest["date"]),
        sector=manifest["sector"],
        lang=manifest.get("lang", "fr"),
        simulated=manifest["simulated"] or "",
        sources=tuple(_source(record) for record in manifest["sources"]),
        around_km=float(manifest["ranking"]["around_km"]),
        level=level,
        zones=zones,
        communes=communes,
        wholes=pd.DataFrame(_layer(folder, "departement", "zone_code").drop(columns="geometry")),
        schools=schools,
        gaps=_table(folder, "gaps.csv", "uai"),
        history=_history(folder),
        adhesions=_table(folder, "adhesions.csv", "commune_code"),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    """Read what a folder is, where it is the map of a territory."""
    if not folder.is_dir():
        msg = f"{folder} : il n’y a pas de dossier de ce nom."
        raise InputError(msg)
    manifest = made_manifest(folder)
    if manifest.get("kind") == ATLAS:
        first = next(iter(manifest["departements"]), "35")
        msg = (
            f"{folder} : c’est un atlas ; donnez le dossier d’un département "
            f"({folder / 'departements' / first}), ou refaites l’atlas avec --sheets."
        )
        raise InputError(msg)
    return manifest


def _layers(folder: Path, manifest: Mapping[str, Any]) -> set[str]:
    """List the layers of a folder's GeoPackage."""
    import pyogrio

    if not (folder / _LAYERS).exists():
        msg = (
            f"{folder} : {_LAYERS} n’y est pas, dont viennent les contours et les écoles ; "
            "refaites la carte sans --quick."
        )
        raise InputError(msg)
    if "sources" not in manifest or "ranking" not in manifest:
        msg = f"{folder} : cette carte vient d’une version plus ancienne ; refaites-la."
        raise InputError(msg)
    return {str(name) for name, _kind in pyogrio.list_layers(folder / _LAYERS)}


def _layer(folder: Path, name: str, index: str) -> "gpd.GeoDataFrame":
    import pyogrio

    layer: gpd.GeoDataFrame = pyogrio.read_dataframe(folder / _LAYERS, layer=name)
    return layer.set_index(index).sort_index()


def _table(folder: Path, name: str, index: str) -> pd.DataFrame:
    """Read a table; without a row where there is no such file, as it has none then."""
    path = folder / name
    if not path.exists():
        return pd.DataFrame(index=pd.Index([], name=index))
    texts = dict.fromkeys(_TEXTS, str)
    # A school or a commune may be called « NA »: nothing but an empty cell is missing.
    table = pd.read_csv(path, dtype=texts, keep_default_na=False, na_values=[""])
    kept = {name: table[name].fillna("") for name in _TEXTS if name in table}
    return table.assign(**kept).set_index(index)


def _history(folder: Path) -> pd.DataFrame:
    """Read the statuses at each date, a column a date, the earliest first."""
    rows = _table(folder, "history.csv", "uai")
    if rows.empty:
        return pd.DataFrame()
    wide = rows.pivot(columns="date", values="status")  # noqa: PD010 one status a school and date
    return wide.rename(columns=dt.date.fromisoformat)


def _source(record: Mapping[str, Any]) -> Source:
    """Read a source; a day that was written as JSON writes it is a day again."""
    date: dt.date | str = record["date"]
    with suppress(ValueError):
        date = dt.date.fromisoformat(record["date"])
    return Source(**{**record, "date": date})
