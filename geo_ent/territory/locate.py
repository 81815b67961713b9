"""Where each school is: its commune, and through it its zone of every level above."""

import geopandas as gpd
import pandas as pd
import shapely

from geo_ent.tables.communes import CITIES, commune_zones, current_commune
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.findings import Findings
from geo_ent.territory.crs import metric_crs

__all__ = ["locate"]

_FAR_KM = 0.001  # a metre: what is nearer lies on the border


def locate(
    schools: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    *,
    findings: Findings | None = None,
    file: str = "",
) -> gpd.GeoDataFrame:
    """Put each school in its commune, and through it in its zone of every level.

    The commune's code decides; a point outside that commune is noted with its distance. Where
    the code is missing or no longer exists, the point decides. Schools of other territories are
    left out; schools of this one that nothing places are kept, without zones, and noted.

    Parameters
    ----------
    schools
        Indexed by `uai`, as `read_schools` gives them.
    communes
        Indexed by `commune_code`, as `read_communes` gives them.
    findings, file
        Where to note what was mended, and the file that the schools come from.

    Returns
    -------
    GeoDataFrame
        The schools of the territory with `<level>_code` for each level ("" for none),
        `joined_by` ("code", "point" or "") and `distance_km` (km from the point to the commune;
        0 inside, NaN without a point).
    """
    findings = Findings() if findings is None else findings
    given = current_commune(schools["commune_code"])
    by_code = given.where(given.isin(communes.index), "")
    alive = given.map(commune_zones("departement").__contains__)
    elsewhere = (by_code == "") & alive
    lost = schools[(by_code == "") & ~elsewhere]
    by_point = _by_point(lost, communes).reindex(schools.index).fillna("")
    territory = set(communes["departement_code"])
    kept = (
        (by_code != "")
        | (by_point != "")
        | (~elsewhere & schools["departement_code"].isin(territory))
    )
    commune = by_code.where(by_code != "", by_point)
    located = schools.assign(
        commune_code=commune,
        joined_by=(by_code != "").map({True: "code", False: ""}).where(by_point == "", "point"),
        written_code=schools["commune_code"],
    )[kept]
    located = _add_levels(located, communes)
    located["distance_km"] = _distances_km(located, communes)
    _note(located, findings, file)
    return located.drop(columns="written_code")


def _by_point(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Find the commune that holds each school's point; the first by code on a border."""
    placed = schools[schools.geometry.notna()]
    joined = gpd.sjoin(placed[["geometry"]], communes[["geometry"]], predicate="intersects")
    found: pd.Series[str] = joined[joined.columns[-1]].sort_values()
    return found[~found.index.duplicated()]


def _add_levels(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    above = [level for level in LEVELS if f"{level}_code" in communes.columns]
    codes = {
        f"{level}_code": schools["commune_code"].map(communes[f"{level}_code"]).fillna("")
        for level in above
        if level != "departement"
    }
    home = schools["commune_code"].map(communes["departement_code"])
    return schools.assign(**codes, departement_code=home.fillna(schools["departement_code"]))


def _distances_km(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> "pd.Series[float]":
    crs = metric_crs(communes["departement_code"].unique())
    placed = schools[schools.geometry.notna() & (schools["commune_code"] != "")]
    shapes = communes.geometry.to_crs(crs).reindex(placed["commune_code"])
    metres = shapely.distance(placed.geometry.to_crs(crs).to_numpy(), shapes.to_numpy())
    return pd.Series(metres / 1000, index=placed.index).reindex(schools.index)


def _note(schools: gpd.GeoDataFrame, findings: Findings, file: str) -> None:
    """Note each school that its code alone didn't place inside its commune."""
    by_code, written = schools["joined_by"] == "code", schools["written_code"]
    moved = (written != schools["commune_code"]) & ~schools["commune_code"].isin(CITIES)
    told = {
        "outside-commune": (
            schools[by_code & (schools["distance_km"] > _FAR_KM)],
            "point à {distance_km:.3f} km de la commune {commune_code}",
        ),
        "joined-by-point": (
            schools[schools["joined_by"] == "point"],
            "code « {written_code} » sans commune, point dans {commune_code}",
        ),
        "shown-inside": (schools[by_code & moved], "{written_code} dans {commune_code}"),
        "unjoined": (
            schools[schools["joined_by"] == ""],
            "code de commune « {written_code} » inconnu et pas de point dans le territoire",
        ),
    }
    for kind, (frame, message) in told.items():
        columns = frame[["written_code", "commune_code", "distance_km"]]
        for uai, values in columns.to_dict("index").items():
            findings.add(kind, message.format(**values), file=file, uais=[uai])
