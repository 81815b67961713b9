"""Groups of schools without an ENT that chance doesn't explain, as a table and in words."""

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo_ent.indicators.gaps.scan import scan
from geo_ent.indicators.metres import in_metres, placed
from geo_ent.indicators.noted_table import Answer
from geo_ent.indicators.schools_without_ent import texts
from geo_ent.telling.gap_texts import GAP_TEXTS
from geo_ent.text.numbers import Teller, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.indicators.gaps.scan import Floats, Found
    from geo_ent.indicators.metres import Metres

__all__ = ["CLUSTER_COLUMNS", "LEVEL", "clusters"]

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
    "uais",
    "sentence",
)
"""The columns of the clusters, before the point of their centre."""

_MOST_SCHOOLS = 5_000  # scanned together: windows grow as their square


def clusters(
    schools: gpd.GeoDataFrame,
    *,
    level: float = LEVEL,
    unknown: bool = False,
    simulations: int = 999,
    seed: int = 20_240_901,
) -> Answer[gpd.GeoDataFrame]:
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
    Answer
        A GeoDataFrame indexed by `cluster_code` ("G01"…), lowest p first, with `CLUSTER_COLUMNS`
        and the centre's point: circles of `radius_km` around a school, none of whose schools is in
        another. `expected_n` is how many of its schools would have no ENT if they were as those of
        the whole territory; `uais` are joined by spaces; `sentence` is in French.

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
    >>> index = [f"095{at:04d}A" for at in range(16)]
    >>> told = clusters(gpd.GeoDataFrame(frame, geometry=points, index=index)).table
    >>> told[["centre_uai", "radius_km", "without_n"]].to_dict("index")
    {'G01': {'centre_uai': '0950002A', 'radius_km': 2.0, 'without_n': 5}}
    """
    asked = schools if unknown else schools[schools["status"] != "unknown"]
    rows = [
        row
        for uais, xy in _territories(asked)
        for found in _scanned(asked, uais, xy, simulations, seed)
        if (row := _row(asked, uais, found))
    ]
    table = _framed(rows, schools)
    shown = table[table["p"] <= level]
    shown.index = pd.Index([f"G{n:02d}" for n in range(1, len(shown) + 1)], name="cluster_code")
    notes, notes_en = (
        (
            *_left_out(schools, asked, teller),
            *([] if len(shown) else [_why_none(asked, table, level, teller)]),
        )
        for teller in (Teller(lang, GAP_TEXTS) for lang in ("fr", "en"))
    )
    return Answer(shown, notes, notes_en)


def _scanned(
    schools: gpd.GeoDataFrame,
    uais: "pd.Index[str]",
    xy: "Floats",
    simulations: int,
    seed: int,
) -> "list[Found]":
    without = (schools["status"].reindex(uais) != "school").to_numpy()
    return scan(xy, without, simulations=simulations, seed=seed)


def _territories(schools: gpd.GeoDataFrame) -> "Iterator[Metres]":
    """Part the schools into sets that can be scanned at once."""
    for uais, xy in in_metres(schools):
        if len(uais) <= _MOST_SCHOOLS:
            yield uais, xy
            continue
        homes = schools["departement_code"].reindex(uais)
        for home in sorted(homes.unique()):
            inside = (homes == home).to_numpy()
            yield uais[inside], xy[inside]


def _row(schools: gpd.GeoDataFrame, uais: "pd.Index[str]", found: "Found") -> dict[str, Any]:
    """Describe a group."""
    without = (schools["status"].reindex(uais) != "school").to_numpy()
    centre, n = uais[found.centre], len(found.members)
    without_n, all_n = int(without[found.members].sum()), int(without.sum())
    facts: dict[str, Any] = {
        "centre_uai": centre,
        "centre_name": texts(schools.loc[[centre]], "name").item(),
        "commune_name": texts(schools.loc[[centre]], "commune_name").item(),
        "radius_km": found.radius_m / 1000,
        "schools_n": n,
        "without_n": without_n,
        "expected_n": n * all_n / len(uais),
        "without_share": without_n / n,
        "outside_without_share": (all_n - without_n) / (len(uais) - n),
        "log_ratio": found.ratio,
        "p": found.p,
        "uais": " ".join(sorted(uais[found.members])),
    }
    return {**facts, "sentence": _sentence(facts)}


def _framed(rows: list[dict[str, Any]], schools: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    table = pd.DataFrame(rows, columns=[*CLUSTER_COLUMNS])
    table = table.sort_values(["p", "log_ratio", "centre_uai"], ascending=[True, False, True])
    points = schools.geometry.reindex(table["centre_uai"]).to_numpy()
    return gpd.GeoDataFrame(
        table, geometry=gpd.GeoSeries(points, index=table.index), crs=schools.crs
    )


def _where(facts: "dict[str, Any] | pd.Series[Any]", teller: "Teller") -> str:
    """Name the circle: its radius and its centre."""
    km = float(facts["radius_km"])
    return teller.say(
        "groups.where" if km else "groups.where_one",
        km=teller.number(km, decimals=1),
        name=str(facts["centre_name"] or facts["centre_uai"]),
        commune=f" ({facts['commune_name']})" if facts["commune_name"] else "",
    )


def _sentence(facts: dict[str, Any]) -> str:
    where = _where(facts, Teller("fr", GAP_TEXTS))
    found = f"{number(facts['without_n'])} sur {number(facts['schools_n'])} {where}"
    expected, p = number(facts["expected_n"], decimals=1), number(facts["p"], decimals=3)
    chance = f"contre {expected} si l’ENT était réparti au hasard\u00a0; p = {p}"
    return f"Regroupement d’écoles sans ENT\u00a0: {found}, {chance}."


def _left_out(
    schools: gpd.GeoDataFrame, asked: gpd.GeoDataFrame, teller: "Teller"
) -> "Iterator[str]":
    """Count the schools that can't be in a group."""
    counts = {"unknown": len(schools) - len(asked), "unplaced": int((~placed(asked)).sum())}
    for why, n in counts.items():
        if n:
            yield teller.say(f"groups.{why}", n, schools=teller.counted(n, "school"))


def _why_none(
    schools: gpd.GeoDataFrame, table: pd.DataFrame, level: float, teller: "Teller"
) -> str:
    """Say why no group is shown."""
    if len(table):
        first, decimals = table.iloc[0], 0 if (100 * level).is_integer() else 1
        return teller.say(
            "groups.chance",
            level=teller.percent(level, decimals=decimals),
            where=_where(first, teller),
            p=teller.number(first["p"], decimals=3),
        )
    without = schools["status"] != "school"
    if not len(schools):
        return teller.say("groups.no_school")
    if without.all():
        return teller.say("groups.none_has")
    return teller.say("groups.too_few" if without.any() else "groups.all_have")
