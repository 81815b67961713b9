"""Networks of schools in place: schools that share an ENT with the collège of their sector."""

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from geo_ent.indicators.deployment.multiple_values import by_word, has_word, most_used
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.indicators.schools_without_ent import figures, texts
from geo_ent.territory.crs import by_metric_crs
from geo_ent.territory.placed_schools import placed
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_PLACE_COLUMNS = (
    "college_uai",
    "college_name",
    "linked_to",
    "schools_n",
    "covered_n",
    "pupils_n",
    "since",
    "solutions",
    "mean_km",
    "max_km",
    "latitude",
    "longitude",
    "names",
    "uais",
)
"""The columns of the networks in place, but their links."""


def school_networks(
    schools: gpd.GeoDataFrame,
    colleges: gpd.GeoDataFrame | None = None,
    rows: pd.DataFrame | None = None,
) -> NotedTable[gpd.GeoDataFrame]:
    """List the networks of schools that are in place, with their collège and their links.

    A network is what the register's column `network` names (a school may be of two); where it
    names none, the schools that a row for the sector of their collège gave an ENT.

    Parameters
    ----------
    schools
        Every school counted, indexed by `uai`, with points, `departement_code`, and
        `secteur_college_code` where it is known.
    colleges
        Indexed by `uai`, with `college_name` and points (EPSG:4326); None where none is known.
    rows
        What the register says at the date, a row a school and a row of it, indexed by `uai`:
        `status, network, scope, start, solution`. None where `schools` says it.

    Returns
    -------
    NotedTable
        On `network`, by name: the collège where all the schools are of its sector ("" otherwise),
        what the links go to (`linked_to`: "college", "middle" or ""); `schools_n`, of which
        `covered_n` have an ENT, `pupils_n` (NaN where none is known), `since` (the first start),
        `solutions` (a tuple, the most used first), the mean and the longest link (km, straight
        line), where the links go to (the collège, else the middle of the schools' points:
        `latitude, longitude`, EPSG:4326), `names` (tuples), `uais` joined by spaces; the geometry
        is the links, a line a school (EPSG:4326; None without two places). Notes tell of the
        networks without any ENT yet, which aren't listed, and of the schools without a point.

    Examples
    --------
    >>> import geopandas as gpd
    >>> pair = {"status": "school", "departement_code": "15", "network": "Réseau 1",
    ...         "secteur_college_code": "0150001A", "name": ["X", "Y"]}
    >>> points = gpd.points_from_xy([700000, 703000], [6600000, 6600000], crs=2154).to_crs(4326)
    >>> schools = gpd.GeoDataFrame(pair, geometry=points, index=["A", "B"])
    >>> college = gpd.GeoDataFrame({"college_name": ["Collège"]}, geometry=points[:1],
    ...                            index=["0150001A"])
    >>> networks = school_networks(schools, college).table
    >>> networks[["college_name", "schools_n", "max_km"]].round(2).to_dict("index")
    {'Réseau 1': {'college_name': 'Collège', 'schools_n': 2, 'max_km': 3.0}}
    """
    memberships = _memberships(schools, schools if rows is None else rows)
    networks = [
        _described(str(name), schools.loc[sorted(set(own["uai"]))], own, colleges)
        for name, own in memberships.groupby("word")
    ]
    # A network is in place once a school of it has an ENT; the others are named in a note.
    kept = [network for network in networks if network["covered_n"]]
    return NotedTable(_frame(kept), tuple(_notes(schools, memberships)))


def _memberships(schools: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Give a row a school, a network (`word`) and a row of the register that says so."""
    named = by_word(rows, "network")
    # Never guessed from neighbours with one solution: that would be a market share, not a network
    # (docs/decisions/0013-programmes.md).
    memberships = named if len(named) else _by_sector(schools, rows)
    return memberships[memberships["uai"].isin(schools.index)]


def _by_sector(schools: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Take the sector of a collège for a network, where a row spoke of it."""
    of_sectors = by_word(rows[has_word(rows, "scope", "secteur_college")], "scope")
    of_sectors = of_sectors[of_sectors["word"] == "secteur_college"]
    codes, names = texts(schools, "secteur_college_code"), texts(schools, "secteur_college_name")
    sectors = pd.DataFrame({"code": codes, "name": names.where(names != "", codes)})
    known = sectors[codes != ""].drop_duplicates("code")
    twice = known["name"].duplicated(keep=False)  # two collèges may have one name
    known = known.assign(name=known["name"].where(~twice, known["name"] + " " + known["code"]))
    names_by_code = dict(zip(known["code"], known["name"], strict=True))
    sector_of = dict(codes.items())
    words = [names_by_code.get(sector_of.get(uai, ""), "") for uai in of_sectors["uai"]]
    of_sectors = of_sectors.assign(word=words)
    return of_sectors[of_sectors["word"] != ""]


def _described(
    name: str,
    members: gpd.GeoDataFrame,
    memberships: pd.DataFrame,
    colleges: gpd.GeoDataFrame | None,
) -> dict[str, Any]:
    """Give the row of one network."""
    covered = memberships[memberships["status"] == "school"]
    college, college_name, point = _college(members, colleges)
    here = members[placed(members)]
    lines, kms, middle = _links(here, point)
    return {
        "network": name,
        "college_uai": college,
        "college_name": college_name,
        "linked_to": ("middle" if point is None else "college") if lines else "",
        "schools_n": len(members),
        "covered_n": int(covered["uai"].nunique()),
        "pupils_n": float(figures(members, "pupils_n").sum(min_count=1)),
        "since": covered["start"].min(),
        "solutions": most_used(covered["solution"]),
        "mean_km": sum(kms) / len(kms) if kms else float("nan"),
        "max_km": max(kms, default=float("nan")),
        "latitude": middle.y if middle else float("nan"),
        "longitude": middle.x if middle else float("nan"),
        "names": tuple(texts(members, "name")),
        "uais": " ".join(members.index),
        "geometry": lines,
    }


def _college(
    members: gpd.GeoDataFrame, colleges: gpd.GeoDataFrame | None
) -> tuple[str, str, shapely.Point | None]:
    """Give the collège that all the schools share: its UAI, its name and its point."""
    # Schools of two sectors have no collège in common: their links go to their own middle.
    sectors = set(texts(members, "secteur_college_code"))
    if len(sectors) != 1 or sectors == {""}:
        return "", "", None
    (uai,) = sectors
    if colleges is None or uai not in colleges.index:
        return uai, texts(members, "secteur_college_name").iloc[0], None
    point = colleges.geometry[uai]
    known = point is not None and not point.is_empty
    return uai, str(colleges.loc[uai, "college_name"]), point if known else None


def _links(
    here: gpd.GeoDataFrame, point: shapely.Point | None
) -> tuple[shapely.MultiLineString | None, list[float], shapely.Point | None]:
    """Draw a line from each placed school to the collège, else to their middle; and in km."""
    points = list(here.geometry)
    if not points:
        return None, [], point
    # The mean of the degrees: over a few kilometres it is the middle but for metres, which no map
    # of a département shows.
    middle = point if point is not None else shapely.MultiPoint(points).centroid
    ends = [(school, middle) for school in points if not school.equals(middle)]
    if not ends:
        return None, [], middle
    lines = [shapely.LineString([(a.x, a.y), (b.x, b.y)]) for a, b in ends]
    return shapely.MultiLineString(lines), _kms(lines, here["departement_code"]), middle


def _kms(lines: list[shapely.LineString], departements: "pd.Series[str]") -> list[float]:
    """Measure lines in the metric system of their territory."""
    (crs,) = list(by_metric_crs(departements.head(1)))
    return [float(m) / 1000 for m in gpd.GeoSeries(lines, crs=4326).to_crs(crs).length]


def _frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    columns = ["network", *IN_PLACE_COLUMNS, "geometry"]
    table = pd.DataFrame(rows, columns=columns).set_index("network")
    dates = pd.to_datetime(table["since"]).astype("datetime64[s]")
    return gpd.GeoDataFrame(table.assign(since=dates), geometry="geometry", crs=4326)


def _notes(schools: gpd.GeoDataFrame, memberships: pd.DataFrame) -> "Iterator[Note]":
    """Note the networks without any ENT yet, the schools that aren't linked or are in several."""
    pairs = memberships[["uai", "word"]].drop_duplicates()
    has_ent = (memberships["status"] == "school").groupby(memberships["word"]).any()
    waiting = list(has_ent.index[~has_ent])
    if waiting:
        yield Note("networks.waiting", n=len(waiting), names=waiting)
    members = pairs[pairs["word"].map(has_ent).astype(bool)]["uai"]
    unplaced_n = int((~placed(schools).reindex(members)).sum())
    several_n = pairs["uai"][pairs["uai"].duplicated()].nunique()
    if unplaced_n:
        yield Note("networks.unplaced", n=unplaced_n)
    if several_n:
        yield Note("networks.several", n=several_n)
