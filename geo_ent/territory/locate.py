"""Where each school is: its commune of today, and through it its zone of every level above."""

from collections import Counter

import geopandas as gpd
import pandas as pd
import shapely

from geo_ent.communes.bundled import commune_zones, communes_without_polygon
from geo_ent.communes.classed_communes import TRAITS
from geo_ent.communes.codes_to_today import commune_codes, commune_names, move_codes, split_codes
from geo_ent.errors import InputError
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_frames import hold_communes, hold_schools
from geo_ent.territory.communes_without_outline import polygon_codes
from geo_ent.territory.crs import by_metric_crs
from geo_ent.territory.index_lookup import among
from geo_ent.territory.location_findings import named_departements, note_departements, note_places
from geo_ent.territory.placed_schools import placed
from geo_ent.text.compare import plain

# The levels that are made of whole départements.
_ABOVE = ("departement_code", "academie_code", "region_code")

# Annuaires have slips of a street or a figure, which stay; the longest side of a département but
# Guyane is 200 km, and a point beyond half of that is on no map of it.
_ASTRAY_KM = 100


def locate(
    schools: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    *,
    findings: Findings | None = None,
    file: str = "",
) -> gpd.GeoDataFrame:
    """Put each school in its commune of today, and through it in its zone of every level.

    The commune's code decides, brought to today by the history of the communes; a point outside
    that commune is noted with its distance, and one far from the département is taken for none:
    distances and groups of schools would be made of it. Where the code is missing or was never one,
    the point decides, inside the département that the directory names; else that département, where
    it is one commune. Schools of other territories are left out; schools of this one that nothing
    places are kept and noted: they are of their département and of what is made of whole ones, and
    of no smaller zone but the circonscription that the directory names.

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
        re-established without one), `joined_by` ("code", "point", "departement" or "") and
        `distance_km` (km from the point to that polygon; 0 inside, NaN without a point); and what
        the communes are known by (`rural, frr, enir_eligible…`), where they tell it.

    Raises
    ------
    InputError
        If these frames aren't schools on their UAI and communes on their codes, each once, with
        their coordinates in degrees, or none of these schools is in these communes.

    Examples
    --------
    >>> import geo_ent
    >>> schools = geo_ent.read_schools(geo_ent.demo_files("cantal")["schools"])
    >>> located = geo_ent.locate(schools, geo_ent.read_communes(["15"]))
    >>> located[["epci_code", "rural", "joined_by", "distance_km"]].head(1).to_dict("records")
    [{'epci_code': '200066637', 'rural': True, 'joined_by': 'code', 'distance_km': 0.0}]
    """
    hold_schools(schools, "locate", points=True)
    hold_communes(communes, "locate")
    located = place_schools(
        _plain(schools, communes),
        communes,
        findings=findings,
        file=file,
    )
    if len(schools) and not len(located):
        here, homes = (sorted(set(frame["departement_code"])) for frame in (communes, schools))
        msg = (
            f"locate : aucune des {len(schools)} écoles (départements : {', '.join(homes)}) n’est "
            f"dans ces communes ({', '.join(here)}) ; prenez celles de leur département : "
            "geo_ent.read_communes([…])."
        )
        raise InputError(msg)
    return located


def _plain(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give schools as `read_schools` does: texts, not categories; None for no point; one system."""
    worded = schools.astype(dict.fromkeys(schools.select_dtypes("category"), object))
    points = schools.geometry.where(placed(schools), None).to_crs(communes.crs)
    named = worded.set_geometry(points)
    return named if named.geometry.name == "geometry" else named.rename_geometry("geometry")


def place_schools(
    schools: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    *,
    findings: Findings | None = None,
    file: str = "",
) -> gpd.GeoDataFrame:
    """Put each school in its commune and its zones: `locate`, of frames that are ours.

    Parameters
    ----------
    schools, communes, findings, file
        As for `locate`; there may be none of these schools here.
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
    unplaced = (by_code == "") & (by_point == "") & ~elsewhere & ours
    # A collectivity's code says that the school is in no commune of its département.
    alone = _only_communes(schools[unplaced & (today["how"] != "overseas")], communes)
    by_departement = alone.reindex(schools.index).fillna("")
    homes = by_code.where(by_code != "", by_point).where(by_departement == "", by_departement)
    ways = {"code": by_code, "point": by_point, "departement": by_departement}
    joined_by = pd.Series("", index=schools.index, dtype=str)
    for way, codes in ways.items():
        joined_by = joined_by.mask(codes != "", way)
    placed = schools.assign(
        commune_code=today["commune_code"].where(by_code != "", homes),
        polygon_code=homes,
        joined_by=joined_by,
        written_code=schools["commune_code"],
        named_departement=schools["departement_code"],
        how=today["how"],
        guess=today["guess"],
    )
    note_departements(placed, today["commune_code"], communes, findings=findings, file=file)
    located = _add_levels(placed[(homes != "") | unplaced], communes)
    located, astray = _without_astray_points(located, communes)
    located = located.assign(astray=astray, distance_km=_distances_km(located, communes))
    # The written code and what became of it are for the note alone: a table has today's code.
    note_places(located, findings=findings, file=file)
    noted = ["written_code", "named_departement", "how", "guess", "astray"]
    return _with_traits(located.drop(columns=noted), communes)


def _with_traits(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Let each school take from its commune what that is known by, where the communes tell it."""
    traits = communes[[name for name in TRAITS if name in communes]]
    # By the polygon: a commune re-established without one is described inside another.
    bare = schools.drop(columns=list(traits), errors="ignore")  # located before, with other ones
    taken: gpd.GeoDataFrame = bare.join(traits, on="polygon_code")
    # A school that nothing places has no commune to speak for it; a missing text is "", never NaN.
    texts = list(traits.select_dtypes(exclude=["number", "boolean"]))
    taken[texts] = taken[texts].fillna("")
    return taken


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
        doubtful = _contradicted_cities(schools[today["how"] == "city"], today, communes)
        today.loc[doubtful, ["commune_code", "how"]] = ["", "unknown"]
    return today


def _contradicted_cities(
    schools: gpd.GeoDataFrame, today: pd.DataFrame, communes: gpd.GeoDataFrame
) -> "pd.Index[str]":
    """List the schools whose code of a whole city is another commune's post code.

    13200 is Marseille's without an arrondissement, and the post code of Arles.
    """
    cities = today.loc[schools.index, "commune_code"]
    at_point = _by_point(schools, communes).reindex(schools.index).fillna("")
    names = schools.get("commune_name", pd.Series("", schools.index)).map(plain)
    city_names = cities.map(commune_names()).map(plain)
    named_otherwise = [
        bool(name) and not name.startswith(city)
        for name, city in zip(names, city_names, strict=True)
    ]
    lies_elsewhere = (at_point != "") & (at_point != cities)
    doubted = lies_elsewhere | pd.Series(named_otherwise, schools.index, dtype=bool)
    contradicted: pd.Index[str] = schools.index[doubted]
    return contradicted


def _only_communes(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Give the schools of a département that is one commune (Paris) that commune."""
    homes = communes["departement_code"]
    single = homes[~homes.duplicated(keep=False)]
    # In the country too: a part of the communes may be all that is given.
    everywhere = Counter(commune_zones("departement").values())
    whole = {home: code for code, home in single.items() if everywhere.get(home) == 1}
    codes: pd.Series[str] = schools["departement_code"].map(whole).dropna().astype(str)
    return codes


def _by_point(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Find the commune that holds each school's point; the first by code on a border."""
    there = schools[schools.geometry.notna()]
    if there.empty:  # nearly always, and a join of nothing takes as long as one of a few
        return pd.Series([], index=there.index, dtype=str)
    # "intersects" and not "within", which holds no point that lies on a border.
    joined = gpd.sjoin(there[["geometry"]], communes[["geometry"]], predicate="intersects")
    homes: pd.Series[str] = joined[joined.columns[-1]].sort_values()  # named by geopandas' version
    homes = homes[~homes.index.duplicated()]
    # Where the directory names another département the point is wrong, or it is: the school, which
    # counts in the one that is named, must not count in a second.
    named = schools["departement_code"].reindex(homes.index)
    agrees = named == homes.map(communes["departement_code"])
    held: pd.Series[str] = homes[agrees | ~named.isin(named_departements())]
    return held


def _add_levels(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = {f"{level}_code" for level in LEVELS} & set(communes.columns)
    codes = {column: _zone_codes(column, schools, communes) for column in sorted(columns)}
    # A school that nothing places counts in its département all the same, by the directory's word,
    # and so in what is made of whole départements.
    unplaced, homes = schools["commune_code"] == "", schools["departement_code"]
    above = communes.drop_duplicates("departement_code").set_index("departement_code", drop=False)
    for column in codes.keys() & set(_ABOVE):
        codes[column] = codes[column].mask(unplaced, homes.map(above[column]).fillna(""))
    return schools.assign(**codes)


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


def _without_astray_points(
    schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame
) -> "tuple[gpd.GeoDataFrame, pd.Series[bool]]":
    """Take off the points that can't be a school's of its département: axes swapped, at sea."""
    homes, pointed = schools["departement_code"], schools.geometry.notna()
    far = pd.Series(data=False, index=schools.index)
    for crs, codes in by_metric_crs(communes["departement_code"]).items():
        here = schools[pointed & homes.isin(set(communes.loc[codes, "departement_code"]))]
        points = here.geometry.to_crs(crs)
        boxes = communes.geometry[codes].to_crs(crs).bounds
        for home, of_home in boxes.groupby(communes.loc[codes, "departement_code"]):
            inside = homes[here.index] == home
            bounds = shapely.box(*of_home[["minx", "miny"]].min(), *of_home[["maxx", "maxy"]].max())
            metres = shapely.distance(points[inside].to_numpy(), bounds)
            # A point of the other side of the earth may have no metres at all.
            far[points.index[inside]] = ~(metres <= _ASTRAY_KM * 1000)
    return schools.set_geometry(schools.geometry.where(~far, None)), far


def _distances_km(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> "pd.Series[float]":
    """Measure from each school to its polygon, each territory in its own metric system."""
    there = schools[schools.geometry.notna() & (schools["polygon_code"] != "")]
    km = pd.Series(float("nan"), index=schools.index)
    for crs, codes in by_metric_crs(communes["departement_code"]).items():
        here = there[there["polygon_code"].isin(codes)]
        shapes = communes.geometry[codes].to_crs(crs).reindex(here["polygon_code"])
        metres = shapely.distance(here.geometry.to_crs(crs).to_numpy(), shapes.to_numpy())
        km[here.index] = metres / 1000
    return km
