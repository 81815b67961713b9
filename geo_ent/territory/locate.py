"""Where each school is: its commune of today, and through it its zone of every level above."""

import geopandas as gpd
import pandas as pd
import shapely

from geo_ent.communes.bundled import communes_without_polygon
from geo_ent.communes.codes_to_today import commune_codes, move_codes, split_codes
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.findings import Findings
from geo_ent.territory.communes_without_outline import polygon_codes
from geo_ent.territory.crs import by_metric_crs
from geo_ent.territory.index_lookup import among
from geo_ent.text.note import Note

_BORDER_KM = 0.001  # a metre: what is nearer lies on the border
_MOVED = ("merged", "renumbered", "split", "delegated")  # a city's arrondissement goes unsaid


def locate(
    schools: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    *,
    findings: Findings | None = None,
    file: str = "",
) -> gpd.GeoDataFrame:
    """Put each school in its commune of today, and through it in its zone of every level.

    The commune's code decides, brought to today by the history of the communes; a point outside
    that commune is noted with its distance. Where the code is missing or was never one, the point
    decides. Schools of other territories are left out; schools of this one that nothing places are
    kept, without zones, and noted.

    Parameters
    ----------
    schools
        Indexed by `uai`, as `read_schools` gives them; of any vintage.
    communes
        Indexed by `commune_code`, as `read_communes` gives them.
    findings, file
        Where to note what was mended, and the file that the schools come from.

    Returns
    -------
    GeoDataFrame
        The schools of the territory with `<level>_code` for each level ("" for none),
        `polygon_code` (the commune whose polygon covers theirs: itself, but for the few
        re-established without one), `joined_by` ("code", "point" or "") and `distance_km` (km from
        the point to that polygon; 0 inside, NaN without a point).
    """
    findings = Findings() if findings is None else findings
    today = _today(schools, communes)
    polygon = polygon_codes(today["commune_code"], drawn=communes.index)
    by_code = polygon.where(among(polygon, communes.index), "")
    # A known code of another territory is believed: its point, off by a street or by a slip of a
    # figure, must not bring in a neighbour's school.
    elsewhere = (by_code == "") & (today["commune_code"] != "")
    without_code = schools[(by_code == "") & ~elsewhere]
    by_point = _by_point(without_code, communes).reindex(schools.index).fillna("")
    ours = schools["departement_code"].isin(set(communes["departement_code"]))
    kept = (by_code != "") | (by_point != "") | (~elsewhere & ours)
    located = schools.assign(
        commune_code=today["commune_code"].where(by_code != "", by_point),
        polygon_code=by_code.where(by_code != "", by_point),
        joined_by=(by_code != "").map({True: "code", False: ""}).where(by_point == "", "point"),
        written_code=schools["commune_code"],
        how=today["how"],
        guess=today["guess"],
    )[kept]
    located = _add_levels(located, communes)
    located["distance_km"] = _distances_km(located, communes)
    # The written code and what became of it are for the note alone: a table has today's code.
    _note(located, findings, file)
    return located.drop(columns=["written_code", "how", "guess"])


def _today(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Bring the codes to today: `commune_code` ("" for unknown), `how`, `guess`.

    Most are a commune's today: the history is asked about the others only, and the points about
    the communes of this territory that were split.
    """
    codes = schools["commune_code"]
    here = among(codes, communes.index)
    known = here | codes.map(commune_codes().__contains__).astype(bool)
    odd = ~known | (here & codes.isin(split_codes()))
    today = pd.DataFrame({"commune_code": codes, "how": "unchanged", "guess": False})
    if odd.any():
        moved = move_codes(
            codes[odd], points=schools.geometry[odd], outlines=communes.geometry, names=False
        )
        today.loc[odd, moved.columns] = moved
    return today


def _by_point(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Find the commune that holds each school's point; the first by code on a border."""
    placed = schools[schools.geometry.notna()]
    # "intersects" and not "within", which holds no point that lies on a border.
    joined = gpd.sjoin(placed[["geometry"]], communes[["geometry"]], predicate="intersects")
    homes: pd.Series[str] = joined[joined.columns[-1]].sort_values()  # named by geopandas' version
    return homes[~homes.index.duplicated()]


def _add_levels(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = {f"{level}_code" for level in LEVELS} & set(communes.columns)
    codes = {column: _zone_codes(column, schools, communes) for column in sorted(columns)}
    # A school that nothing places counts in its département all the same, by the directory's word.
    unplaced = schools["commune_code"] == ""
    home = codes.pop("departement_code").mask(unplaced, schools["departement_code"])
    return schools.assign(**codes, departement_code=home)


def _zone_codes(
    column: str, schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame
) -> "pd.Series[str]":
    """Give the schools their commune's zone: its own, where it is shown inside another."""
    zone: pd.Series[str] = schools["polygon_code"].map(communes[column]).fillna("")
    hidden = communes_without_polygon()
    if column not in hidden or (schools["polygon_code"] == schools["commune_code"]).all():
        return zone
    own: pd.Series[str] = schools["commune_code"].map(hidden[column])
    return own.fillna(zone)


def _distances_km(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> "pd.Series[float]":
    """Measure from each school to its polygon, each territory in its own metric system."""
    placed = schools[schools.geometry.notna() & (schools["polygon_code"] != "")]
    km = pd.Series(float("nan"), index=schools.index)
    for crs, codes in by_metric_crs(communes["departement_code"]).items():
        here = placed[placed["polygon_code"].isin(codes)]
        shapes = communes.geometry[codes].to_crs(crs).reindex(here["polygon_code"])
        metres = shapely.distance(here.geometry.to_crs(crs).to_numpy(), shapes.to_numpy())
        km[here.index] = metres / 1000
    return km


def _note(schools: gpd.GeoDataFrame, findings: Findings, file: str) -> None:
    """Note each school that its code as written didn't place inside its commune."""
    by_code, guess = schools["joined_by"] == "code", schools["guess"].astype(bool)
    changed = schools["written_code"] != schools["commune_code"]
    noted = {
        "moved-code": by_code & changed & ~guess & schools["how"].isin(_MOVED),
        "split-guess": by_code & guess,
        "outside-commune": by_code & (schools["distance_km"] > _BORDER_KM),
        "joined-by-point": schools["joined_by"] == "point",
        "shown-inside": schools["polygon_code"] != schools["commune_code"],
        "unjoined": schools["joined_by"] == "",
    }
    names = ["written_code", "commune_code", "polygon_code", "distance_km", "how"]
    for kind, chosen in noted.items():
        rows = schools.loc[chosen, names]
        # To the metre: what is nearer than that lies on the border, and isn't noted.
        metres = rows["distance_km"].map("{:.3f}".format)
        rows = rows.assign(how=rows["how"].map(Note), distance_km=metres)
        for uai, fields in rows.to_dict("index").items():
            # One code for the kind and its detail; the wording takes the fields that it needs.
            findings.add(kind, Note(kind, **fields), file=file, uais=[uai])
