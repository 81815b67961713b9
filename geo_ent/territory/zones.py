"""The zones of each level: which ones these communes can speak for, and their polygons."""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

import geopandas as gpd
import shapely

from geo_ent.communes.bundled import commune_zones
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_frames import hold_communes, hold_levels, hold_made, hold_schools
from geo_ent.territory.circonscriptions import circonscriptions
from geo_ent.territory.college_sectors import college_sectors
from geo_ent.territory.commune_pieces import dissolved, zone_frame
from geo_ent.territory.communes_without_outline import polygon_codes, with_hidden_communes
from geo_ent.text.note import Note

_OF_SECTORS = ("commune_code", "college_uai", "college_name")  # what `place_colleges` gives
_PLACING = "schools.college_catchments.place_colleges"


def zones(
    communes: gpd.GeoDataFrame,
    schools: gpd.GeoDataFrame,
    *,
    levels: Collection[str] | None = None,
    sectors: gpd.GeoDataFrame | None = None,
    findings: Findings | None = None,
    file: str = "",
) -> dict[str, gpd.GeoDataFrame]:
    """Draw the zones of each level.

    Parameters
    ----------
    communes
        Indexed by `commune_code` (EPSG:4326, a clean coverage).
    schools
        Located, all sectors: the circonscriptions are drawn from them.
    levels
        Those to draw; without it those that these communes can speak for: a département, an
        arrondissement, an académie or a région of which some communes are lacking isn't drawn. An
        EPCI is, which may go over the edge. `secteur_college` only where `sectors` is given.
    sectors
        The collèges' sectors, as `place_colleges` gives them.
    findings, file
        Where to note the schools that the drawing leaves outside their circonscription.

    Returns
    -------
    dict
        For each level a GeoDataFrame indexed by `zone_code`: `zone_name`, `estimated`, polygons
        (EPSG:4326). The zones of a level have no overlap; together they cover the communes that
        have a zone of that level.

    Raises
    ------
    InputError
        If these frames aren't communes on their codes and schools on their UAI, as `locate` gives
        them, or a level isn't one of the contract.

    Examples
    --------
    >>> import geo_ent
    >>> communes = geo_ent.read_communes(["15"])
    >>> schools = geo_ent.read_schools(geo_ent.demo_files("cantal")["schools"])
    >>> shapes = geo_ent.zones(communes, geo_ent.locate(schools, communes))
    >>> {level: len(frame) for level, frame in shapes.items()}
    {'commune': 250, 'circonscription': 4, 'epci': 10, 'arrondissement': 3, 'departement': 1}
    >>> shapes["arrondissement"]["zone_name"].tolist()
    ['Aurillac', 'Mauriac', 'Saint-Flour']
    """
    hold_communes(communes, "zones")
    levels = _shown_whole(communes, sectors) if levels is None else levels
    hold_levels(levels, "zones")
    if sectors is not None:
        hold_made(sectors, "sectors", "zones", _OF_SECTORS, _PLACING)
    if "circonscription" in levels:  # the others are of communes alone
        hold_schools(schools, "zones", points=True, located=True)
    of_communes = [level for level in levels if level != "secteur_college"]
    shapes = {level: _zones_of(level, communes, schools) for level in of_communes}
    if sectors is not None and "secteur_college" in levels:
        shapes["secteur_college"] = college_sectors(communes, sectors)
    if findings is not None and "circonscription" in shapes:
        _note_strays(schools, shapes["circonscription"], findings, file)
    return {level: shapes[level] for level in levels if level in shapes}


def _shown_whole(communes: gpd.GeoDataFrame, sectors: gpd.GeoDataFrame | None) -> tuple[str, ...]:
    """List the levels that communes of any choice can speak for, some of a département too."""
    here = set(communes.index)
    whole = whole_levels(communes, sectors=sectors)
    parts = [name for name in ("arrondissement", "departement") if _partial(name, communes, here)]
    return tuple(level for level in whole if level not in parts)


def whole_levels(
    communes: gpd.GeoDataFrame,
    *,
    sectors: gpd.GeoDataFrame | None = None,
    findings: Findings | None = None,
) -> tuple[str, ...]:
    """List the levels that these communes can speak for.

    An académie or a région of which only some départements are here is left out: its figures
    would pass for those of the whole. An EPCI or a collège's sector that goes over the edge is
    kept, and noted. Sectors of collèges are a level where they are given.

    Parameters
    ----------
    communes
        The territory's, as `read_communes` gives them.
    sectors
        As `place_colleges` gives them (`commune_code`, `college_uai`, `college_name`), if any.
    findings
        Where to note the EPCI ("partial-epci") and the sectors ("partial-sector") over the edge.

    Returns
    -------
    tuple of str
        Of `LEVELS`, in its order.
    """
    here = set(communes.index)
    partial = {level: _partial(level, communes, here) for level in ("academie", "region", "epci")}
    if findings is not None:
        names = communes.groupby("epci_code")["epci_name"].first()
        for code in partial["epci"]:
            findings.add("partial-epci", f"{names[code]} ({code})")
        for name in [] if sectors is None else _partial_sectors(here, sectors):
            findings.add("partial-sector", name)
    # Half an académie would be read as the whole one.
    levels = [level for level in LEVELS if level == "epci" or not partial.get(level)]
    return tuple(level for level in levels if level != "secteur_college" or sectors is not None)


def _partial_sectors(here: set[str], sectors: gpd.GeoDataFrame) -> list[str]:
    """Name the collèges that serve communes both of here and of elsewhere."""
    inside = polygon_codes(sectors["commune_code"], drawn=here).isin(here)
    both = set(sectors["college_uai"][inside]) & set(sectors["college_uai"][~inside])
    names = sectors.drop_duplicates("college_uai").set_index("college_uai")["college_name"]
    return [f"{names[uai]} ({uai})" for uai in sorted(both)]


def _partial(level: str, communes: gpd.GeoDataFrame, here: set[str]) -> list[str]:
    zones_here = set(communes[f"{level}_code"]) - {""}
    return sorted(zones_here & over_the_edge(level, here))


def over_the_edge(level: str, communes: Iterable[str]) -> set[str]:
    """Give the zones of a level that have some of these communes, and others too.

    Parameters
    ----------
    level
        "epci", "academie" or "region".
    communes
        Codes.

    Examples
    --------
    >>> over_the_edge("epci", ["35236"])  # Redon, whose agglomération has thirty others
    {'243500741'}
    """
    known = commune_zones(level)
    inside = Counter(known[commune] for commune in communes if commune in known)
    return {zone for zone, n in inside.items() if _sizes(level)[zone] > n}


@cache
def _sizes(level: str) -> "Counter[str]":
    """Count the communes of each zone of a level, in the whole country."""
    return Counter(commune_zones(level).values())


def _zones_of(
    level: str, communes: gpd.GeoDataFrame, schools: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    if level == "circonscription":
        return circonscriptions(communes, schools)
    if level == "commune":
        # As they are, for nothing is to be dissolved; those without a polygon have schools too.
        frame = with_hidden_communes(communes)[["name", "geometry"]]
        frame = frame.rename(columns={"name": "zone_name"})
        return frame.rename_axis("zone_code").assign(estimated=False)
    codes = communes[f"{level}_code"]
    shapes = dissolved(communes.geometry, codes)
    names = communes.groupby(codes)[f"{level}_name"].first()
    return zone_frame(shapes, names, estimated=False)


def _note_strays(
    schools: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, findings: Findings, file: str
) -> None:
    """Note the schools inside their commune whose point lies in another circonscription."""
    # A point outside its own commune is noted by itself, and says nothing of the drawing.
    inside = (schools["circonscription_code"] != "") & (schools["distance_km"] == 0)
    drawn = schools[inside & schools["circonscription_code"].isin(shapes.index)]
    own = shapes.geometry.reindex(drawn["circonscription_code"]).to_numpy()
    strays = drawn[~shapely.intersects(own, drawn.geometry.to_numpy())]
    for uai, name in strays["circonscription_name"].items():
        detail = Note("drawn-in-neighbour", name=name)
        findings.add("outside-circonscription", detail, file=file, uais=[str(uai)])
