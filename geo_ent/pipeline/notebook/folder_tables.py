"""What a notebook shows of a folder that was made before: its tables, its outlines, its page."""

import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo_ent.communes.bundled import read_communes
from geo_ent.errors import InputError
from geo_ent.maps.page.made_page import MadePage
from geo_ent.pipeline.made_folders import is_as_made, made_manifest, unreadable
from geo_ent.pipeline.notebook.table_types import school_points, typed_table
from geo_ent.publish.folder import ATLAS, MANIFEST, copy_folder
from geo_ent.tables.contract import LEVELS
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import territory_name
from geo_ent.territory.zones import zones

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

_LAYERS = "coverage.gpkg"
_NEEDED = ("date", "sector", "headline", "figures", "departements")


class FolderTables:
    """The tables and the page of a folder that `build` wrote."""

    def __init__(self, folder: Path) -> None:
        """Take a folder.

        Raises
        ------
        InputError
            If it isn't one of ours, is an atlas, or was made by a version that told less.
        """
        if folder.is_file() and not (folder.parent / MANIFEST).is_file():
            msg = (
                f"{folder} : ce fichier n’est pas d’un dossier que geo-ent a fait (il n’y a "
                f"pas {MANIFEST} à côté) ; donnez ce dossier, ou sa page index.html."
            )
            raise InputError(msg)
        # Its page, or its manifest, is what a file browser gives.
        self._folder = folder.parent if folder.is_file() else folder
        self.facts: Mapping[str, Any] = _facts(self._folder)
        self.told: Mapping[str, list[str]] = self.facts.get("told", {})
        self._told_of: set[str] = set()
        self.page: Path | None = self._folder / "index.html"

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Those that the folder has a table of, small to large."""
        there = self.table_names
        return tuple(level for level in LEVELS if f"coverage-{level}" in there)

    def text(self, name: str) -> Path | None:
        """Give the file of a table, by its name without `.csv`; None where there is none."""
        path = self._folder / f"{name}.csv"
        if not path.is_file():
            return None
        self._tell_changed(path.name)
        return path

    @property
    def table_names(self) -> tuple[str, ...]:
        """What `text` gives a table of, in order."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.csv")))

    def outlines(self, level: str) -> "gpd.GeoDataFrame":
        """Give a level's outlines, with `estimated`; drawn again where the folder has none.

        Raises
        ------
        InputError
            If they can't be drawn from what comes with geo-ent.
        """
        path = self._folder / _LAYERS
        if not path.is_file():
            return self._drawn_again(level)
        self._tell_changed(_LAYERS)
        try:
            layer: gpd.GeoDataFrame = pyogrio.read_dataframe(
                path, layer=level, columns=["zone_code", "estimated"]
            )
            return layer.set_index("zone_code")
        except (DataSourceError, DataLayerError, KeyError) as fault:
            raise unreadable(path) from fault

    def hosted(self) -> MadePage:
        """Read the page, for a map to host.

        Raises
        ------
        InputError
            If it isn't there, or was made by a version whose page can't be.
        """
        self._tell_changed("index.html")
        return MadePage.read(self._folder / "index.html")

    def save(self, folder: Path) -> Path:
        """Copy the folder, whole; give the copy's page."""
        copy_folder(self._folder, folder)
        return folder / "index.html"

    def _tell_changed(self, name: str) -> None:
        """Warn, once, of a file that isn't the one that was written: a table that was edited."""
        if name in self._told_of or is_as_made(self._folder, name, self.facts):
            return
        self._told_of.add(name)
        warnings.warn(
            f"{self._folder / name} : ce fichier a changé depuis que la carte est faite ; ce qu’il "
            "dit n’est peut-être plus ce que disent la phrase, la page et les autres tableaux.",
            stacklevel=5,
        )

    def _drawn_again(self, level: str) -> "gpd.GeoDataFrame":
        """Draw a quick folder's outlines of the communes that come with geo-ent."""
        # Neither outlines of one's own nor the carte scolaire are in a folder.
        own = "name" in self.facts.get("inputs", {}).get("boundaries", {})
        if own or level == "secteur_college":
            why = "elle a ses propres contours" if own else "ces secteurs viennent d’un fichier"
            msg = (
                f"{self._folder} : une carte rapide (quick) n’a pas de contours, et {why} ; "
                "refaites-la entière."
            )
            raise InputError(msg)
        if level == "circonscription" and self.facts["sector"] != "all":
            warnings.warn(
                f"{self._folder} : une carte rapide (quick) n’a pas de contours ; ceux des "
                "circonscriptions sont redessinés d’après les seules écoles comptées, et peuvent "
                "s’écarter un peu de ceux de la page.",
                stacklevel=4,
            )
        table = typed_table(self._folder / "schools.csv", "schools")
        communes = read_communes(self.facts["departements"])
        drawn = zones(communes, school_points(table), levels=[level])[level]
        outlines: gpd.GeoDataFrame = drawn[["estimated", "geometry"]]
        return outlines


def _facts(folder: Path) -> "Mapping[str, Any]":
    """Read what a folder is, where it is the map of a territory."""
    if not folder.is_dir():
        msg = f"{folder} : il n’y a pas de dossier de ce nom."
        raise InputError(msg)
    manifest = made_manifest(folder)
    if manifest.get("kind") == ATLAS:
        first = next(iter(manifest.get("departements", ())), "35")
        msg = (
            f"{folder} : c’est un atlas ; ouvrez le dossier d’un département : "
            f"geo_ent.open({str(folder / 'departements' / first)!r})."
        )
        raise InputError(msg)
    if any(key not in manifest for key in _NEEDED):
        msg = f"{folder} : cette carte vient d’une version plus ancienne ; refaites-la."
        raise InputError(msg)
    # Folders didn't say their territory's name at first.
    tr = language(manifest.get("lang", "fr"))
    return {"territory": territory_name(manifest["departements"], tr), **manifest}
