"""Which layer of a file has the communes' outlines: GeoJSON, GeoPackage, shapefile, or a zip."""

import contextlib
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyogrio
import pyproj

from geo_ent.communes.gdal_errors import saying
from geo_ent.errors import InputError
from geo_ent.text.compare import snake

_ZIP = ".zip"
_DRAWN = (".geojson", ".json", ".gpkg", ".shp", ".fgb")
_CODES = ("code", "code_insee", "insee_com", "codgeo", "code_commune", "insee", "codeinsee",
          "code_com", "com", "codcom", "depcom", "inseecom", "commune_code", "insee_code",
          "code_insee_de_la_commune", "ref_insee", "com_code", "com_current_code",
          "c_arinsee")  # fmt: skip
_NAMES = ("nom", "nom_officiel", "nom_com", "libgeo", "libelle", "nom_commune", "nom_m", "name",
          "com_name")  # fmt: skip
_JSON = (".geojson", ".json")
_SIGNS = {".gpkg": b"SQLite format 3\0", ".shp": b"\0\0\x27\x0a", ".fgb": b"fgb"}
"""How a file of each kind begins."""

_LAYERS = ("commune", "communes")
_OF_LAYERS = ".gpkg"  # the others hold one layer: a big GeoJSON isn't parsed to hear it
_COLUMNS_SHOWN = 15  # columns that an error names
_FILES_SHOWN = 3  # files of a zip that an error names


@dataclass(frozen=True)
class Layer:
    """What is to be read of a file.

    Attributes
    ----------
    path
        The file, as it was given.
    source
        What GDAL opens: the file, or one within it.
    name
        The layer; None where there is but one.
    codes
        The titles of the columns that may have the codes, the likeliest first.
    title
        That of the column of names, or "".
    crs
        The reference system that the file tells.
    """

    path: Path
    source: str
    name: str | None
    codes: Sequence[str]
    title: str
    crs: Any


def find_layer(path: Path) -> Layer:
    """Find the layer of communes of a file, and its columns.

    Raises
    ------
    InputError
        If the file can't be read, or has no codes or no reference system.
    """
    _refuse_kind(path)
    titles: dict[str, str] = {}
    with saying(path):
        for source, name in _layers(path):
            info = pyogrio.read_info(source, layer=name)
            # Reversed twice: of two titles alike the first is kept, and errors list them in order.
            titles = {snake(title): str(title) for title in reversed(info["fields"])}
            codes = [titles[code] for code in _CODES if code in titles]
            if codes:
                crs = _known_crs(info["crs"], path)
                title = next((titles[name] for name in _NAMES if name in titles), "")
                return Layer(path, source, name, codes, title, crs)
    msg = (
        f"{path} : on attend des contours de communes avec une colonne de codes (code, code_insee, "
        f"INSEE_COM…) ; on trouve : {_listed(titles) or _no_columns(path)}."
    )
    raise InputError(msg)


def _listed(titles: dict[str, str]) -> str:
    """Name the columns, on one line; a table may have a hundred."""
    names = [" ".join(name.split()) for name in reversed(titles.values())]
    return ", ".join(names[:_COLUMNS_SHOWN]) + ("…" if len(names) > _COLUMNS_SHOWN else "")


def _no_columns(path: Path) -> str:
    """Say that there is no column at all (of a shapefile: that its .dbf may be missing)."""
    of_shapefile = path.suffix.lower() in {".shp", _ZIP}
    return "aucune colonne" + (" (le .dbf du shapefile est-il là ?)" if of_shapefile else "")


def _refuse_kind(path: Path) -> None:
    if not path.is_file():
        fault = "c’est un dossier" if path.is_dir() else "ce fichier n’existe pas"
        msg = f"{path} : {fault}. Vérifiez le chemin donné."
        raise InputError(msg)
    if path.suffix.lower() not in {*_DRAWN, _ZIP}:
        unpack = " Décompressez-le d’abord." if path.suffix.lower() in {".7z", ".gz"} else ""
        msg = (
            f"{path} : on attend des contours en GeoJSON (.geojson), GeoPackage (.gpkg) ou "
            f"shapefile (.shp, .zip).{unpack}"
        )
        raise InputError(msg)


def _layers(path: Path) -> list[tuple[str, str | None]]:
    """List the layers that have shapes, the likeliest to be the communes first."""
    inside = _unzipped(path) if path.suffix.lower() == _ZIP else _alone(path)
    layers: list[tuple[str, str, str | None]] = []
    for source, stem in inside.items():
        if source.lower().endswith(_OF_LAYERS):
            listed = pyogrio.list_layers(source)
            layers += [(str(name), source, str(name)) for name, kind in listed if kind is not None]
        else:
            layers.append((stem, source, None))
    if not layers:
        msg = f"{path} : on attend des contours ; ce fichier n’a que des tableaux, sans géométrie."
        raise InputError(msg)
    return [(source, name) for _, source, name in sorted(layers, key=lambda layer: _rank(layer[0]))]


def _alone(path: Path) -> dict[str, str]:
    """Name what GDAL opens of a file that is in no zip -> its stem."""
    _refuse_disguised(path, path.suffix.lower(), lambda: path.open("rb"))
    return {_opened(str(path)): path.stem}


def _refuse_disguised(path: Path, kind: str, opening: Callable[[], IO[bytes]]) -> None:
    """Refuse a file that isn't what its name says.

    GDAL goes by what a file holds: one of 60 kinds, of which some name other files and addresses
    that it reads then. Whoever sends a file must not have it read what is theirs alone.
    """
    sign = _SIGNS.get(kind, b"")
    try:
        with opening() as opened:
            is_true = opened.read(len(sign)) == sign
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile, zlib.error):  # a faulty zip too
        is_true = False
    if not is_true:
        msg = f"{path} : on attend un fichier {kind}, son contenu n’en est pas un. Est-il entier ?"
        raise InputError(msg)


def _opened(source: str) -> str:
    # JSON has no sign of its own: GDAL is told which of its many readers is meant.
    return f"GeoJSON:{source}" if source.lower().endswith(_JSON) else source


def _unzipped(path: Path) -> dict[str, str]:
    """Name the files of outlines in a zip, in any folder of it: what GDAL opens -> its stem.

    Raises
    ------
    InputError
        If there is none, or it is no zip.
    """
    try:
        with zipfile.ZipFile(path) as opened:
            names = [name for name in opened.namelist() if not name.endswith("/")]
    except (zipfile.BadZipFile, OSError):
        msg = f"{path} : ce n’est pas un fichier zip, ou il n’est pas entier."
        raise InputError(msg) from None
    if len(set(names)) < len(names):  # of two that bear one name, each reader takes another
        msg = f"{path} : deux fichiers de ce zip ont le même nom ; refaites-le sans doublon."
        raise InputError(msg)
    # A Mac's zip holds a shadow of each file, under the same ending, that is none.
    own = [PurePosixPath(name) for name in names if not name.startswith("__MACOSX/")]
    kinds = [name.suffix.lower() for name in own]
    # A .json beside others may well be a note on them; alone, it is a GeoJSON.
    wanted = [kind for kind in _DRAWN if kind in kinds and kind != ".json"] or [".json"]
    drawn = [name for name, kind in zip(own, kinds, strict=True) if kind in wanted]
    if not drawn:
        more = "…" if len(own) > _FILES_SHOWN else ""
        listing = ", ".join(name.name for name in own[:_FILES_SHOWN]) or "rien"
        msg = (
            f"{path} : on attend dans ce zip des contours (.shp, .geojson ou .gpkg), on y trouve : "
            f"{listing}{more}."
        )
        raise InputError(msg)
    with zipfile.ZipFile(path) as opened:
        for name in drawn:
            _refuse_disguised(path, name.suffix.lower(), partial(opened.open, str(name)))
    return {_opened(f"/vsizip/{{{path.as_posix()}}}/{name}"): name.stem for name in drawn}


def _rank(layer: str) -> tuple[int, str]:
    """Order layers: communes first, what is not whole communes last."""
    name = snake(layer)
    if name in _LAYERS:
        return 0, name
    # ADMIN EXPRESS has communes déléguées, arrondissements and chefs-lieux in layers beside.
    parts = any(word in name for word in ("associee", "deleguee", "arrondissement", "chef_lieu"))
    return (3 if parts else 1 if "commune" in name else 2), name


def _known_crs(written: str | None, path: Path) -> object:
    """Give the reference system that a file tells; refuse none, or one that can't go to degrees."""
    # Never guessed from the figures: metres of one system are valid metres of another.
    with contextlib.suppress(pyproj.exceptions.ProjError):
        if written:
            crs = pyproj.CRS(written)
            pyproj.Transformer.from_crs(crs, 4326)
            return crs
    msg = (
        f"{path} : ce fichier ne dit pas son système de coordonnées ; joignez le .prj du "
        "shapefile, ou réenregistrez-le en GeoJSON ou en GeoPackage."
    )
    raise InputError(msg)
