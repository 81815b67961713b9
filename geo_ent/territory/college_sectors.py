"""Sectors of the collèges: which one each school's pupils go to, and their polygons.

The carte scolaire gives whole communes to one collège, and the rest street by street. A commune
that several collèges share is cut by what lies nearest to each of them (Voronoi cells of the
collèges that serve it, in metres): so every school is in the cell of its nearest collège, whatever
other schools there are. Those cells, and the zones that they are in, are estimated.
"""

import geopandas as gpd
import pandas as pd
import shapely

from geo_ent.tables.findings import Findings
from geo_ent.territory.commune_pieces import cut_communes, dissolved, nearest_cells, zone_frame
from geo_ent.territory.communes_without_outline import polygon_codes
from geo_ent.territory.crs import by_metric_crs
from geo_ent.territory.index_lookup import among
from geo_ent.text.note import Note


def with_sectors(
    schools: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    sectors: gpd.GeoDataFrame,
    *,
    findings: Findings | None = None,
    file: str = "",
) -> gpd.GeoDataFrame:
    """Put each school in the sector of a collège.

    Parameters
    ----------
    schools
        As `locate` gives them.
    communes
        Indexed by `commune_code` (EPSG:4326, a clean coverage).
    sectors
        As `place_colleges` gives them.
    findings, file
        Where to note the schools whose sector is estimated, or isn't known.

    Returns
    -------
    GeoDataFrame
        The schools with `secteur_college_code` (the collège's UAI; "" where the file doesn't
        have the commune, or the school of a cut commune has no point), `secteur_college_name` and
        `secteur_college_basis`: "file" (the collège is the only one of the commune), "estimated"
        (the nearest of those that share it, in metres) or "".
    """
    findings = Findings() if findings is None else findings
    homes = schools["polygon_code" if "polygon_code" in schools else "commune_code"]
    pieces = sector_pieces(communes, sectors)
    uncut = pieces[~pieces["cut"]]
    whole = dict(zip(uncut["commune_code"], uncut["zone_code"], strict=True))
    # A school of a cut commune has the cell that it is drawn in, so that code and map can't differ;
    # without a point it has none, for a guess from the commune's centre would be a coin's toss.
    near = _nearest(schools.geometry, homes, pieces[pieces["cut"]], communes)
    codes = [near.get(uai) or whole.get(home, "") for uai, home in homes.items()]
    names = _names(sectors)
    placed: gpd.GeoDataFrame = schools.assign(
        secteur_college_code=pd.Series(codes, index=schools.index, dtype=str),
        secteur_college_name=[names.get(code, "") for code in codes],
        secteur_college_basis=[
            "estimated" if uai in near else "file" if code else ""
            for uai, code in zip(schools.index, codes, strict=True)
        ],
    )
    _note(placed, homes, findings, file)
    return placed


def college_sectors(communes: gpd.GeoDataFrame, sectors: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Draw the sectors of the collèges.

    Parameters
    ----------
    communes
        Indexed by `commune_code` (EPSG:4326, a clean coverage), with `departement_code`.
    sectors
        As `place_colleges` gives them; those of other communes are left aside.

    Returns
    -------
    GeoDataFrame
        Indexed by `zone_code` (the collège's UAI): `zone_name`, `estimated` (whether some commune
        of the zone is cut) and the polygons (EPSG:4326), a partition of the communes that the file
        has.
    """
    pieces = sector_pieces(communes, sectors)
    pieces = pieces[pieces["zone_code"] != ""]
    shapes = dissolved(pieces.geometry, pieces["zone_code"])
    estimated = pieces["cut"].groupby(pieces["zone_code"]).any().reindex(shapes.index)
    return zone_frame(shapes, _names(sectors), estimated=estimated.to_numpy(dtype=bool))


def _names(sectors: gpd.GeoDataFrame) -> dict[str, str]:
    return dict(zip(sectors["college_uai"], sectors["college_name"], strict=True))


def sector_pieces(communes: gpd.GeoDataFrame, sectors: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut the communes into pieces that each belong to one sector.

    A collège whose place isn't known has no part in cutting a commune; a commune of which no
    collège is placed stays whole and without a sector ("").

    Returns
    -------
    GeoDataFrame
        `commune_code, zone_code, cut` and the polygons (EPSG:4326), a clean coverage.
    """
    codes = polygon_codes(sectors["commune_code"], drawn=communes.index)
    serving = sectors.assign(commune_code=codes)
    serving = serving.drop_duplicates(["commune_code", "college_uai"])
    serving = serving.sort_values(["commune_code", "college_uai"])
    parts = [
        _pieces_in(communes.geometry.loc[rows].to_crs(crs), serving.to_crs(crs))
        for crs, rows in by_metric_crs(communes["departement_code"]).items()
    ]
    pieces: gpd.GeoDataFrame = pd.concat(parts, ignore_index=True)
    return pieces


def _pieces_in(communes: gpd.GeoSeries, serving: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut the communes of one metric system."""
    serving = serving[among(serving["commune_code"], communes.index)]
    # Counted, not read in the file: it gives fifteen communes of Ille-et-Vilaine whole to two or
    # three collèges each, because families choose, or because communes have merged since.
    several = serving["commune_code"].duplicated(keep=False)
    owners = serving[~several].set_index("commune_code")["college_uai"].to_dict()
    placed = serving[several & serving.geometry.notna()]
    cells = {
        str(code): nearest_cells(communes[code], group.geometry.to_numpy(), list(group.college_uai))
        for code, group in placed.groupby("commune_code")
    }
    return cut_communes(communes, owners, cells).to_crs(4326)


def _nearest(
    points: gpd.GeoSeries,
    homes: "pd.Series[str]",
    cells: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
) -> dict[str, str]:
    """Give each placed school of a cut commune the cell that holds it, or the nearest there."""
    doubtful = points[homes.isin(set(cells["commune_code"])) & points.notna()]
    cells = cells.sort_values("zone_code", kind="stable")  # on a border of two: the first UAI
    nearest: dict[str, str] = {}
    systems = by_metric_crs(communes["departement_code"].reindex(homes[doubtful.index].unique()))
    for crs, codes in systems.items():
        here = doubtful[homes[doubtful.index].isin(codes)].to_crs(crs)
        of_commune = dict(list(cells.to_crs(crs).groupby("commune_code")))
        for commune, group in here.groupby(homes[here.index]):
            own = of_commune[commune]
            # By distance, not by what contains it: a point off its commune's outline has one too.
            metres = shapely.distance(own.geometry.to_numpy()[:, None], group.to_numpy())
            zones = own["zone_code"].to_numpy()[metres.argmin(axis=0)]  # a row a cell
            nearest.update(zip(group.index, zones, strict=True))
    return nearest


def _note(
    schools: gpd.GeoDataFrame, homes: "pd.Series[str]", findings: Findings, file: str
) -> None:
    """Note the schools whose sector is estimated, and those that have none."""
    for uai, name in schools.loc[
        schools["secteur_college_basis"] == "estimated", "secteur_college_name"
    ].items():
        nearest = Note("nearest-college", name=name)
        findings.add("sector-estimated", nearest, file=file, uais=[str(uai)])
    without_sector = schools.index[(schools["secteur_college_code"] == "") & (homes != "")]
    for uai, commune in homes[without_sector].items():
        findings.add("no-sector", Note("no-college", code=commune), file=file, uais=[str(uai)])
