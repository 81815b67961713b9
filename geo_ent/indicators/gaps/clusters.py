"""Groups of schools without an ENT that chance doesn't explain, as a table."""

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo_ent.communes.codes_to_today import named_communes
from geo_ent.indicators.gaps.scan import scan
from geo_ent.indicators.metres import in_metres
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.indicators.schools_without_ent import texts
from geo_ent.tables.contract import IN_DOUBT
from geo_ent.territory.placed_schools import placed
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.indicators.gaps.scan import Found, Labels
    from geo_ent.indicators.metres import Metres

LEVEL = 0.01
"""Groups are shown up to this p. 0.05 would mark one random territory in twenty: a public map of
every département would then show five groups that aren't."""

CLUSTER_COLUMNS = (
    "centre_uai",
    "centre_name",
    "commune_name",
    "radius_km",
    "schools_n",
    "without_n",
    "expected_n",
    "without_share",
    "outside_without_share",
    "log_ratio",
    "p",
    "deals_n",
    "uais",
)
"""The columns of the clusters, before the point of their centre."""

# Scanned together. Windows grow as the square: 5,000 schools have 2,500 sizes each, 12.5 million
# indices of four bytes.
_MOST_SCHOOLS = 5_000


def clusters(
    schools: gpd.GeoDataFrame,
    *,
    level: float = LEVEL,
    unknown: bool = False,
    simulations: int = 999,
    seed: int = 20_240_901,
) -> NotedTable[gpd.GeoDataFrame]:
    """Find groups of schools without an ENT, with the chance that they are none.

    Parameters
    ----------
    schools
        Indexed by `uai`, with points, `departement_code`, `status`, and `name` where it is known.
    level
        The highest p of a group that is shown.
    unknown
        Whether a school of which nothing is known counts as without an ENT. By default it isn't
        counted at all: a group of schools that nobody asked would pass for a group without.
    simulations, seed
        Of the Monte-Carlo test (`scan`): the same input gives the same p.

    Returns
    -------
    NotedTable
        A GeoDataFrame indexed by `cluster_code` ("G01"…), lowest p first, with `CLUSTER_COLUMNS`
        and the centre's point: circles of `radius_km` around a school, none of whose schools is in
        another. `expected_n` is how many of its schools would have no ENT if they were as those of
        the whole territory; `p` can't be under 1 / (1 + `deals_n`); `uais` are joined by spaces.
        `telling.gaps` puts each in a sentence.

    Notes
    -----
    Each metric system is scanned apart, and each département where there are more than 5,000
    schools. The p compares with schools equipped independently of each other: where a commune
    decides for all of its schools at once, a large commune alone can make a group.

    Examples
    --------
    >>> km = [*range(5), *range(50, 160, 10)]
    >>> points = gpd.points_from_xy([700_000 + 1000 * x for x in km], [6_600_000] * 16, crs=2154)
    >>> frame = {"status": ["none"] * 5 + ["school"] * 11, "departement_code": "95", "name": "X"}
    >>> index = [f"095{number:04d}A" for number in range(16)]
    >>> groups = clusters(gpd.GeoDataFrame(frame, geometry=points, index=index)).table
    >>> groups[["centre_uai", "radius_km", "without_n"]].to_dict("index")
    {'G01': {'centre_uai': '0950002A', 'radius_km': 2.0, 'without_n': 5}}
    """
    counted = schools if unknown else schools[~schools["status"].isin(IN_DOUBT)]
    rows: list[dict[str, Any]] = []
    for uais, xy in _territories(counted):
        without = (counted["status"].reindex(uais) != "school").to_numpy()
        windows = scan(xy, without, simulations=simulations, seed=seed)
        rows += [
            {**_row(counted, uais, without, window), "deals_n": simulations} for window in windows
        ]
    table = _framed(rows, schools)
    shown = table[table["p"] <= level]
    shown.index = pd.Index([f"G{n:02d}" for n in range(1, len(shown) + 1)], name="cluster_code")
    notes = list(_left_out(schools, counted))
    if not len(shown):
        notes.append(_why_none(counted, table, level))
    return NotedTable(shown, tuple(notes))


def _territories(schools: gpd.GeoDataFrame) -> "Iterator[Metres]":
    """Part the schools into sets that can be scanned at once."""
    for uais, xy in in_metres(schools):
        if len(uais) <= _MOST_SCHOOLS:
            yield uais, xy
            continue
        # each has a p of its own, and a group that lies over their border is seen in part only
        homes = schools["departement_code"].reindex(uais)
        for home in sorted(homes.unique()):
            inside = (homes == home).to_numpy()
            yield uais[inside], xy[inside]


def _row(
    schools: gpd.GeoDataFrame, uais: "pd.Index[str]", without: "Labels", window: "Found"
) -> dict[str, Any]:
    """Describe a group."""
    centre, n = uais[window.centre], len(window.members)
    middle = schools.loc[[centre]]
    commune = named_communes(texts(middle, "commune_code"), texts(middle, "commune_name"))
    without_n, all_n = int(without[window.members].sum()), int(without.sum())
    return {
        "centre_uai": centre,
        "centre_name": texts(middle, "name").item(),
        "commune_name": commune.item(),
        "radius_km": window.radius_m / 1000,
        "schools_n": n,
        "without_n": without_n,
        "expected_n": n * all_n / len(uais),
        "without_share": without_n / n,
        "outside_without_share": (all_n - without_n) / (len(uais) - n),
        "log_ratio": window.ratio,
        "p": window.p,
        "uais": " ".join(sorted(uais[window.members])),
    }


def _framed(rows: list[dict[str, Any]], schools: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    table = pd.DataFrame(rows, columns=[*CLUSTER_COLUMNS])
    # p is a multiple of 1 / (1 + simulations), which several groups share: the ratio orders those
    table = table.sort_values(["p", "log_ratio", "centre_uai"], ascending=[True, False, True])
    points = schools.geometry.reindex(table["centre_uai"]).to_numpy()
    return gpd.GeoDataFrame(
        table, geometry=gpd.GeoSeries(points, index=table.index), crs=schools.crs
    )


def _left_out(schools: gpd.GeoDataFrame, counted: gpd.GeoDataFrame) -> "Iterator[Note]":
    """Count the schools that can't be in a group."""
    if unknown_n := len(schools) - len(counted):
        undated = (schools["status"] == "undated").any()
        yield Note("groups.in_doubt" if undated else "groups.unknown", n=unknown_n)
    if unplaced_n := int((~placed(counted)).sum()):
        yield Note("groups.unplaced", n=unplaced_n)


def _why_none(schools: gpd.GeoDataFrame, table: pd.DataFrame, level: float) -> Note:
    """Say why no group is shown."""
    if len(table):
        # the likeliest is told with its p: "nothing found" would hide how near it came
        columns = ("radius_km", "centre_uai", "centre_name", "commune_name", "p", "deals_n")
        return Note("groups.chance", level=level, **{name: table.iloc[0][name] for name in columns})
    without = schools["status"] != "school"
    if not len(schools):
        return Note("groups.no_school")
    if without.all():
        return Note("groups.none_has")
    return Note("groups.too_few" if without.any() else "groups.all_have")
