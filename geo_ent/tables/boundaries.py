"""Outlines of communes from a file of another make: GeoJSON, GeoPackage, shapefile.

Of a file of all France only what touches the territory is kept in memory. What the file says of a
commune is brought to the communes of today by the history of codes; drawing them is
`geo_ent.territory.outlines`' business.
"""

import contextlib
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.tables.cog import clean_codes, commune_names, move_codes
from geo_ent.text import snake

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.tables.findings import Findings

__all__ = ["read_boundaries"]

_SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".zip", ".fgb")
_CODES = ("code", "code_insee", "insee_com", "codgeo", "code_commune", "insee", "codeinsee",
          "code_com", "com", "codcom", "depcom", "inseecom", "commune_code", "insee_code",
          "code_insee_de_la_commune")  # fmt: skip
_NAMES = ("nom", "nom_officiel", "nom_com", "libgeo", "libelle", "nom_commune", "nom_m", "name")
_LAYERS = ("commune", "communes")
_OF_LAYERS = (".gpkg", ".zip")  # the others hold one layer: a big GeoJSON isn't parsed to hear it
_MARGIN_DEGREES = 0.02  # about 2 km: how far an outline of 1 km's precision may stray
_LONGEST = 120  # characters of what GDAL says
_CODE = r"(?:[0-9]{2}|2[AB])[0-9]{3}"
_CORNERS = 0.1  # degrees between the corners of a frame before it is projected
_MOST_UNKNOWN = 0.5  # share of codes that are nobody's, from which it is another kind of zones
_AREAS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class _Layer:
    """What is to be read of a file: its layer, its columns, its reference system."""

    path: Path
    layer: str | None
    code: str
    name: str
    crs: Any


def read_boundaries(
    path: str | Path, communes: "gpd.GeoDataFrame", *, findings: "Findings"
) -> "gpd.GeoDataFrame":
    """Read the outlines that a file draws of the communes of a territory.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage or shapefile (zipped or not), in any reference system that it tells;
        a column has the codes of communes, of any vintage. Arrondissements of Paris, Lyon and
        Marseille and communes déléguées may be among them.
    communes
        Those of the territory, as `read_communes` gives them.
    findings
        Where to note what was mended or left out.

    Returns
    -------
    GeoDataFrame
        Indexed by `written`, the file's own code (several rows may bear the same): `commune_code`
        of today ("" where no list since 1943 knows it), `name` ("" where the file has none),
        valid polygons in EPSG:4326.

    Raises
    ------
    InputError
        If the file can't be read, has no codes, no reference system, no polygons, or nothing of
        this territory.
    """
    path = Path(path)
    asked = _layer(path)
    rows = _rows(asked, communes)
    rows["written"], _ = clean_codes(rows["code"])
    rows["commune_code"] = move_codes(rows["written"], names=False)["commune_code"]
    here = _of_territory(rows, communes)
    if here.empty:
        raise _nothing_here(asked, rows, communes)
    _refuse_shapeless(here, path)
    _refuse_other(here, asked)
    drawn = _only_areas(here, path.name, findings)
    return drawn.set_index("written")[["commune_code", "name", "geometry"]]


def _layer(path: Path) -> _Layer:
    """Find the layer of communes of a file, and its columns."""
    import pyogrio

    _refuse_kind(path)
    titles: dict[str, str] = {}
    with _said(path):
        for name in _layers(path):
            info = pyogrio.read_info(path, layer=name)
            titles = {snake(title): str(title) for title in reversed(info["fields"])}
            code = _first(titles, _CODES)
            if code:
                crs = _known_crs(info["crs"], path)
                return _Layer(path, name, code, _first(titles, _NAMES), crs)
    msg = (
        f"{path} : on attend des contours de communes avec une colonne de codes (code, code_insee, "
        f"INSEE_COM…) ; on trouve : {', '.join(reversed(titles.values())) or 'aucune colonne'}."
    )
    raise InputError(msg)


def _layers(path: Path) -> list[str | None]:
    """List the layers that have shapes, the likeliest to be the communes first."""
    import pyogrio

    if path.suffix.lower() not in _OF_LAYERS:
        return [None]
    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    return [*sorted(names, key=_rank)]


def _refuse_kind(path: Path) -> None:
    if not path.is_file():
        msg = f"{path} : ce fichier n'existe pas."
        raise InputError(msg)
    if path.suffix.lower() not in _SUFFIXES:
        unpack = " Décompressez-le d'abord." if path.suffix.lower() in {".7z", ".gz"} else ""
        msg = (
            f"{path} : on attend des contours en GeoJSON (.geojson), GeoPackage (.gpkg) ou "
            f"shapefile (.shp, .zip).{unpack}"
        )
        raise InputError(msg)


@contextmanager
def _said(path: Path) -> "Iterator[None]":
    """Say in one line what GDAL has against a file; its remarks on details are not ours."""
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    except (DataLayerError, DataSourceError, FeatureError, UnicodeDecodeError) as fault:
        reason = " ".join(str(fault).split())[:_LONGEST].rstrip(". ")
        reason = "format non reconnu" if "not recognized" in str(fault) else reason
        msg = (
            f"{path} : ce fichier de contours ne se lit pas ({reason}). Est-il entier ? Un "
            "shapefile va avec ses .shx, .dbf et .prj."
        )
        raise InputError(msg) from None


def _rank(layer: str) -> tuple[int, str]:
    """Order layers: communes first, what is not whole communes last."""
    name = snake(layer)
    if name in _LAYERS:
        return 0, name
    parts = any(word in name for word in ("associee", "deleguee", "arrondissement", "chef_lieu"))
    return (3 if parts else 1 if "commune" in name else 2), name


def _first(titles: dict[str, str], names: Sequence[str]) -> str:
    return next((titles[name] for name in names if name in titles), "")


def _known_crs(told: str | None, path: Path) -> object:
    """Give the system that a file tells, if it is somewhere on Earth."""
    import pyproj

    with contextlib.suppress(pyproj.exceptions.ProjError):
        if told:
            crs = pyproj.CRS(told)
            pyproj.Transformer.from_crs(crs, 4326)
            return crs
    msg = (
        f"{path} : ce fichier ne dit pas son système de coordonnées ; joignez le .prj du "
        "shapefile, ou réenregistrez-le en GeoJSON ou en GeoPackage."
    )
    raise InputError(msg)


def _rows(asked: _Layer, communes: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Read what touches the territory's frame: `code`, `name` and the shapes, in degrees."""
    import pyogrio

    read = partial(
        pyogrio.read_dataframe,
        asked.path,
        layer=asked.layer,
        columns=[title for title in dict.fromkeys((asked.code, asked.name)) if title],
        bbox=_frame(communes, asked.crs),
        force_2d=True,
    )
    with _said(asked.path):
        try:
            frame = read()
        except UnicodeDecodeError:  # a shapefile of before UTF-8, which doesn't say so
            frame = read(encoding="ISO-8859-1")
    rows: gpd.GeoDataFrame = frame.to_crs(4326)
    named = rows[asked.name].fillna("").astype(str).str.strip() if asked.name else ""
    return rows.assign(code=rows[asked.code], name=named)[["code", "name", "geometry"]]


def _frame(communes: "gpd.GeoDataFrame", crs: object) -> tuple[float, float, float, float]:
    """Give what surrounds the territory, in a file's own system."""
    import geopandas as gpd
    import shapely

    around = shapely.box(*communes.total_bounds).buffer(_MARGIN_DEGREES, join_style="mitre")
    frame = gpd.GeoSeries([shapely.segmentize(around, _CORNERS)], crs=4326).to_crs(crs)
    west, south, east, north = frame.total_bounds.tolist()
    return west, south, east, north


def _of_territory(rows: "gpd.GeoDataFrame", communes: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Keep the rows of a commune of here; of those of an unknown code, what lies here."""
    import geopandas as gpd
    import shapely

    from geo_ent.tables.communes import communes_without_polygon

    hidden = communes_without_polygon()
    ours = set(communes.index) | set(hidden.index[hidden["shown_inside"].isin(communes.index)])
    known = rows["commune_code"].isin(ours)
    odd = rows[rows["commune_code"].eq("") & rows.geometry.notna() & ~rows.geometry.is_empty]
    points = gpd.GeoSeries(
        shapely.point_on_surface(shapely.make_valid(odd.geometry.to_numpy())),
        index=odd.index,
        crs=4326,
    )
    inside = communes.sindex.query(points, predicate="intersects")[0]
    kept: gpd.GeoDataFrame = rows[known | rows.index.isin(odd.index[inside])]
    return kept.copy()


def _nothing_here(
    asked: _Layer, rows: "gpd.GeoDataFrame", communes: "gpd.GeoDataFrame"
) -> InputError:
    """Say what was found where no commune of the territory was."""
    places = ", ".join(dict.fromkeys(communes["departement_name"]))
    if rows.empty:
        found = "aucun contour à cet endroit (un autre territoire, ou un autre système)"
    else:
        code = rows["code"].iloc[0]
        found = f"la colonne « {asked.code} » a par exemple « {code} »"
    return InputError(f"{asked.path} : on attend des contours de communes de {places} ; {found}.")


def _refuse_shapeless(rows: "gpd.GeoDataFrame", path: Path) -> None:
    """Refuse a file of points or lines."""
    kinds = set(rows.geom_type.dropna())
    if kinds & {*_AREAS, "GeometryCollection"}:
        return
    found = ", ".join(sorted(kinds)) or "aucune géométrie"
    msg = (
        f"{path} : on attend des contours (polygones), on trouve : {found}. Avec l'API Géo, "
        "demandez geometry=contour."
    )
    raise InputError(msg)


def _refuse_other(rows: "gpd.GeoDataFrame", asked: _Layer) -> None:
    """Refuse other zones than communes: EPCI, départements, postcodes."""
    unknown = rows["commune_code"].eq("")
    if unknown.mean() <= _MOST_UNKNOWN:
        return
    msg = (
        f"{asked.path} : on attend des contours de communes ; dans la colonne « {asked.code} », "
        f"{unknown.sum()} codes sur {len(rows)} ne sont pas d'une commune, par exemple "
        f"« {rows['code'][unknown].iloc[0]} »."
    )
    raise InputError(msg)


def _only_areas(rows: "gpd.GeoDataFrame", file: str, findings: "Findings") -> "gpd.GeoDataFrame":
    """Mend what crosses itself; leave out what has no area or no code. Both are noted."""
    import numpy as np
    import shapely

    shapes = rows.geometry.to_numpy()
    wrong = rows.geometry.notna().to_numpy() & ~shapely.is_valid(shapes)
    mended = shapely.make_valid(shapes[wrong], method="structure", keep_collapsed=False)
    shapes = shapes.copy()
    shapes[wrong] = mended
    areas = np.array([_area(shape) for shape in shapes], dtype=object)
    _note(rows[wrong], "outline-mended", "le contour se croisait", file, findings)
    there = np.array([area is not None for area in areas])
    _note(rows[~there], "outline-left", "pas de polygone", file, findings)
    uncoded = ~rows["written"].str.fullmatch(_CODE).to_numpy(dtype=bool)
    _note(rows[there & uncoded], "outline-left", "pas de code de commune", file, findings)
    drawn = rows.assign(geometry=areas)[there & ~uncoded]
    return drawn.set_crs(4326, allow_override=True)


def _area(shape: Any) -> Any:  # noqa: ANN401 shapely has no types
    """Keep the polygons of a shape; None where there is none."""
    import shapely

    if shape is None or shapely.is_empty(shape):
        return None
    if shape.geom_type in _AREAS:
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in _AREAS]
    return shapely.union_all(parts) if parts else None


def _note(rows: "pd.DataFrame", kind: str, why: str, file: str, findings: "Findings") -> None:
    """Note a fact of each of these rows."""
    for written, today, name in zip(
        rows["written"], rows["commune_code"], rows["name"], strict=True
    ):
        told = " ".join(filter(None, [written, name or commune_names().get(today, "")]))
        if not re.fullmatch(_CODE, written):
            told = f"« {' '.join(told.split())} »"  # a text of the file's, whatever it is
        findings.add(kind, f"{told} : {why}", file=file)
