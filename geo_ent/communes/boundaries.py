"""Outlines of communes from a file of another make: GeoJSON, GeoPackage, shapefile.

Of a file of all France only what touches the territory is kept in memory. What the file says of a
commune is brought to the communes of today by the history of codes; drawing them is
`geo_ent.territory.outlines`' business.
"""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geo_ent.communes.boundary_layers import Layer, find_layer
from geo_ent.communes.bundled import communes_without_polygon
from geo_ent.communes.codes_to_today import clean_codes, commune_names, move_codes
from geo_ent.communes.gdal_errors import saying
from geo_ent.errors import InputError
from geo_ent.text.note import Note
from geo_ent.text.numbers import number
from geo_ent.text.safe import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geo_ent.tables.findings import Findings

_MARGIN_DEGREES = 0.02  # about 2 km: how far an outline of 1 km's precision may stray
_CODE = r"(?:[0-9]{2}|2[AB])[0-9]{3}"
_CORNERS = 0.1  # degrees between the corners of a frame before it is projected
_MOST_UNKNOWN = 0.5  # share of codes that are nobody's, from which it is another kind of zones
_AREAS = ("Polygon", "MultiPolygon")
_READ_COLUMNS = ["code", "name", "title"]  # `title`: that of the column of codes
_MOST_LONGITUDE, _MOST_LATITUDE = 180, 90  # the largest longitude and latitude, in degrees


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
    layer = find_layer(path)
    rows = _rows(layer, communes)
    rows["written"], _ = clean_codes(rows["code"])
    rows["commune_code"] = move_codes(rows["written"], names=False)["commune_code"]
    here = _of_territory(rows, communes)
    if here.empty:
        raise _nothing_here(layer, rows, communes)
    _refuse_shapeless(here, path)
    _refuse_other(here, path)
    drawn = _only_areas(here, path.name, findings)
    return drawn.set_index("written")[["commune_code", "name", "geometry"]]


def _rows(layer: Layer, communes: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Read what touches the territory's frame: `_READ_COLUMNS`, and the shapes in degrees."""
    titles = [title for title in dict.fromkeys((*layer.codes, layer.title)) if title]
    read = partial(
        pyogrio.read_dataframe,
        layer.source,
        layer=layer.name,
        columns=titles,
        bbox=_frame(communes, layer.crs),
        force_2d=True,
        # Closes open rings; gives None for what it can't mend, which `_only_areas` notes.
        on_invalid="fix",
    )
    with saying(layer.path):
        try:
            frame = read()
        except UnicodeDecodeError:  # a shapefile of before UTF-8, which doesn't say so
            frame = read(encoding="ISO-8859-1")
    rows: gpd.GeoDataFrame = frame.to_crs(4326)
    cells = {title: rows[title].map(_alone) for title in titles}
    named = cells[layer.title].fillna("").astype(str).str.strip() if layer.title else ""
    codes = _likeliest([cells[title] for title in layer.codes])
    return rows.assign(code=codes, name=named, title=codes.name)[[*_READ_COLUMNS, "geometry"]]


def _alone(cell: Any) -> Any:  # noqa: ANN401 whatever a file has
    """Take the code out of a list of one, as some portals write it."""
    listed = hasattr(cell, "__len__") and not isinstance(cell, str) and len(cell) == 1
    return cell[0] if listed else cell


def _likeliest(columns: "Sequence[pd.Series[Any]]") -> "pd.Series[Any]":
    """Choose, of the columns that may have the codes, the one with most that are a commune's."""

    def known_n(column: "pd.Series[Any]") -> int:
        return int(move_codes(clean_codes(column)[0], names=False)["commune_code"].ne("").sum())

    # By what cells hold, not by titles: `code` may be that of an EPCI, beside the commune's `com`.
    return columns[0] if len(columns) == 1 else max(columns, key=known_n)


def _frame(communes: "gpd.GeoDataFrame", crs: object) -> tuple[float, float, float, float]:
    """Give what surrounds the territory, in a file's own system."""
    around = shapely.box(*communes.total_bounds).buffer(_MARGIN_DEGREES, join_style="mitre")
    # With corners along its sides: a parallel is a curve in Lambert-93, and four corners projected
    # would leave out what lies under the arc.
    frame = gpd.GeoSeries([shapely.segmentize(around, _CORNERS)], crs=4326).to_crs(crs)
    west, south, east, north = frame.total_bounds.tolist()
    return west, south, east, north


def _of_territory(rows: "gpd.GeoDataFrame", communes: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Keep the rows of a commune of here; of those of an unknown code, what lies here."""
    # By code and not by place: neighbours are in the frame too, and outlines that stray over the
    # edge. Only a code that nobody knows is placed by its land.
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
    layer: Layer, rows: "gpd.GeoDataFrame", communes: "gpd.GeoDataFrame"
) -> InputError:
    """Make the error of a file without a commune of the territory: what it has instead."""
    places = ", ".join(dict.fromkeys(communes["departement_name"]))
    if rows.empty:
        contents = _elsewhere(layer, communes)
    else:
        title, code = rows[["title", "code"]].iloc[0]
        contents = f"la colonne {quoted(title)} a par exemple {quoted(code)}"
    return InputError(f"{layer.path} : on attend des contours de communes ({places}) ; {contents}.")


def _elsewhere(asked: Layer, communes: "gpd.GeoDataFrame") -> str:
    """Say why a file has nothing here: no outline, another territory, wrong coordinates."""
    with saying(asked.path):
        info = pyogrio.read_info(asked.source, layer=asked.name, force_total_bounds=True)
    if info["total_bounds"] is None:
        return "on n’y trouve aucun contour"
    west, south, east, north = info["total_bounds"]
    if not asked.crs.is_geographic:
        return "ils sont ailleurs : un autre territoire, ou un autre système que celui qu’il dit"
    if max(abs(west), abs(east)) > _MOST_LONGITUDE or max(abs(south), abs(north)) > _MOST_LATITUDE:
        return (
            f"ses coordonnées ({west:.0f}, {south:.0f}) ne sont pas des degrés : "
            "réenregistrez-le en disant son système (Lambert-93 : EPSG:2154)"
        )
    # A GeoJSON is longitude first, and hands write the other way round: the frame tells.
    if shapely.box(south, west, north, east).intersects(shapely.box(*communes.total_bounds)):
        return "latitudes et longitudes y sont échangées"
    return (
        f"ils sont ailleurs, entre {_degrees(south)} et {_degrees(north)} de latitude, "
        f"{_degrees(west)} et {_degrees(east)} de longitude"
    )


def _degrees(value: float) -> str:
    return f"{number(value, decimals=1)}°"


def _refuse_shapeless(rows: "gpd.GeoDataFrame", path: Path) -> None:
    """Refuse a file of points or lines."""
    kinds = set(rows.geom_type.dropna())
    if kinds & {*_AREAS, "GeometryCollection"}:
        return
    kind_names = ", ".join(sorted(kinds)) or "aucune géométrie"
    msg = (
        f"{path} : on attend des contours (polygones), on trouve : {kind_names}. Avec l’API Géo, "
        "demandez geometry=contour."
    )
    raise InputError(msg)


def _refuse_other(rows: "gpd.GeoDataFrame", path: Path) -> None:
    """Refuse other zones than communes: EPCI, départements, postcodes."""
    # A few unknown codes are communes younger than the bundled ones; most of them are other zones.
    unknown = rows["commune_code"].eq("")
    if unknown.mean() <= _MOST_UNKNOWN:
        return
    title, code = rows.loc[unknown, ["title", "code"]].iloc[0]
    msg = (
        f"{path} : on attend des contours de communes ; dans la colonne {quoted(title)}, "
        f"{unknown.sum()} sur {len(rows)} n’ont pas un code de commune, par exemple {quoted(code)}."
    )
    raise InputError(msg)


def _only_areas(rows: "gpd.GeoDataFrame", file: str, findings: "Findings") -> "gpd.GeoDataFrame":
    """Mend what crosses itself; leave out what has no area or no code. Both are noted."""
    shapes = rows.geometry.to_numpy()
    wrong = rows.geometry.notna().to_numpy() & ~shapely.is_valid(shapes)
    # By structure, so that an outline crossed by itself stays an area; the default method makes
    # lines of it too, and counts a loop drawn twice as a hole.
    mended = shapely.make_valid(shapes[wrong], method="structure", keep_collapsed=False)
    shapes = shapes.copy()
    shapes[wrong] = mended
    areas = np.array([_area(shape) for shape in shapes], dtype=object)
    _note(rows[wrong], "outline-mended", "crossed-itself", file, findings)
    there = np.array([area is not None for area in areas])
    _note(rows[~there], "outline-left", "no-polygon", file, findings)
    uncoded = ~rows["written"].str.fullmatch(_CODE).to_numpy(dtype=bool)
    _note(rows[there & uncoded], "outline-left", "no-commune-code", file, findings)
    drawn = rows.assign(geometry=areas)[there & ~uncoded]
    return drawn.set_crs(4326, allow_override=True)


def _area(shape: Any) -> Any:  # noqa: ANN401 shapely has no types
    """Keep the polygons of a shape; None where there is none."""
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
        texts = [written, name or commune_names().get(today, "")]
        commune: str | Note = " ".join(filter(None, texts))
        if not re.fullmatch(_CODE, written):  # a text of the file's, whatever it is
            commune = Note("as-written", text=" ".join(" ".join(texts).split()))
        findings.add(kind, Note(why, commune=commune), file=file)
