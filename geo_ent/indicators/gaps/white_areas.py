"""White areas: rural communes side by side that have schools, and none with an ENT."""

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo_ent.indicators.noted_table import NotedTable
from geo_ent.indicators.schools_without_ent import are_rural, figures, texts
from geo_ent.tables.contract import IN_DOUBT, WITHOUT
from geo_ent.territory.commune_pieces import dissolved
from geo_ent.territory.contiguity import components
from geo_ent.territory.edges import touching
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUMMED = ("schools_n", "class_n", "unknown_n", "others_covered_n", "others_communes_n")

AREA_COLUMNS = (
    "zone_name",
    "communes_n",
    "schools_n",
    "class_n",
    "unknown_n",
    "others_covered_n",
    "others_communes_n",
    "pupils_n",
    "pupils_unknown_n",
    "area_km2",
    "commune_codes",
    "commune_names",
    "bridge_names",
    "circonscription_names",
)
"""The columns of the white areas, before their polygons."""


def white_areas(  # noqa: PLR0913 each may be asked for by itself
    communes: gpd.GeoDataFrame,
    schools: pd.DataFrame,
    *,
    everyone: pd.DataFrame | None = None,
    minimum: int = 2,
    minimum_schools: int = 1,
    bridges: bool = False,
    unknown: bool = False,
) -> NotedTable[gpd.GeoDataFrame]:
    """Draw the rural areas where no school has an ENT.

    A commune is white when it is rural, has schools, none of them has an ENT and one at least is
    known not to. White communes that share a border make an area.

    Parameters
    ----------
    communes
        Indexed by `commune_code`, a clean coverage in any CRS, with `name` and, where they are
        known, `rural` and `area_km2`.
    schools
        Those counted, with `status` and their commune (`polygon_code`, else `commune_code`).
    everyone
        Every school of the territory, where those counted are of one sector: an area may hold
        equipped schools of another. None where all are counted.
    minimum
        How many communes with schools an area must have.
    minimum_schools
        How many schools it must have.
    bridges
        Whether a rural commune without a school links the white communes around it, and is drawn
        with them. By default it doesn't: nothing is lacking in it.
    unknown
        Whether a commune is white where nothing is known of any of its schools.

    Returns
    -------
    NotedTable
        A GeoDataFrame indexed by `zone_code` ("ZB001"…), most schools first, with `AREA_COLUMNS`
        and polygons in the communes' CRS. `zone_name` is that of the commune with most schools;
        `class_n` counts the schools with an ENT in some classes only, `others_covered_n` the
        equipped schools of another sector there and `others_communes_n` the communes that have one;
        `pupils_n` adds up the known ones (NaN where none is), `pupils_unknown_n` counts the schools
        without a figure; `bridge_names` are communes without a school. Names are sorted, joined by
        ", ".

    Examples
    --------
    >>> from shapely import box
    >>> row = gpd.GeoDataFrame(
    ...     {"name": list("ABC"), "rural": True}, index=["01001", "01002", "01003"],
    ...     geometry=[box(x, 0, x + 1, 1) for x in range(3)], crs=2154)
    >>> schools = pd.DataFrame({"commune_code": row.index, "status": ["none", "planned", "school"]})
    >>> white_areas(row, schools).table["commune_names"].to_dict()
    {'ZB001': 'A, B'}
    """
    facts = _by_commune(communes, schools)
    whole = facts if everyone is None else _by_commune(communes, everyone)
    facts["others_covered_n"] = whole["covered_n"] - facts["covered_n"]
    facts["others_communes_n"] = (facts["others_covered_n"] > 0).astype(int)
    rural = are_rural(communes)
    possible = facts[rural] if rural is not None else facts
    # A commune without a school isn't white: nothing lacks there.
    none = possible[(possible["schools_n"] > 0) & (possible["covered_n"] == 0)]
    # nor is one of which nothing is known: an area would be white because nobody asked
    white = none if unknown else none[none["known_n"] > 0]
    between = possible.index[possible["schools_n"] == 0] if bridges else possible.index[:0]
    groups = _groups(communes, white.index, between)
    table = _described(communes, schools, facts.assign(zone_code=groups.reindex(facts.index)))
    kept = table[(table["communes_n"] >= minimum) & (table["schools_n"] >= minimum_schools)]
    kept = kept.sort_values(["schools_n", "pupils_n"], ascending=False, kind="stable")
    # numbered once they are sorted and the small ones gone: ZB001 is the largest of those shown
    kept.index = pd.Index([f"ZB{n:03d}" for n in range(1, len(kept) + 1)], name="zone_code")
    notes = list(_notes(facts, possible, none, white, kept))
    if small_n := len(table) - len(kept):  # nothing is left out in silence
        notes.append(Note("areas.small", n=small_n, communes_n=minimum, schools_n=minimum_schools))
    return NotedTable(kept, tuple(notes))


def _homes(schools: pd.DataFrame) -> "pd.Series[str]":
    # a commune that is drawn inside another has no polygon of its own: its schools count there
    return texts(schools, "polygon_code" if "polygon_code" in schools else "commune_code")


def _by_commune(communes: gpd.GeoDataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Count each commune's schools."""
    rows = pd.Index(communes.index).get_indexer(pd.Index(_homes(schools)))
    status, pupils = schools["status"], figures(schools, "pupils_n")
    counts: dict[str, pd.Series[Any]] = {
        "schools_n": status.notna(),
        "covered_n": status == "school",
        "known_n": status.isin(WITHOUT),
        "class_n": status == "class",
        "unknown_n": status.isin(IN_DOUBT),
        "pupils_n": pupils.fillna(0),
        "pupils_known_n": pupils.notna(),
    }
    # a school may be of a commune that isn't given: over the border, or of no known code
    inside = rows >= 0
    added = {
        title: np.bincount(
            rows[inside], weights=count.to_numpy(dtype=float)[inside], minlength=len(communes)
        )
        for title, count in counts.items()
    }
    return pd.DataFrame(added, index=communes.index).astype(int)


def _groups(
    communes: gpd.GeoDataFrame, white: "pd.Index[str]", between: "pd.Index[str]"
) -> "pd.Series[str]":
    """Put white communes that hold together in one group, named by its first commune."""
    codes = white.append(between).sort_values()
    # Edges that two polygons share, matched by sorting: 1 s for the 34,871 communes, where to
    # measure borders takes 1.4 s for 12,000. Both find the same pairs, and a corner is no edge.
    first, second = touching(communes.geometry[codes].to_numpy())
    # `components` reads the lengths of borders, but here a shared edge is all that counts
    near: dict[int, dict[int, float]] = {place: {} for place in range(len(codes))}
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        near[one][other] = near[other][one] = 1.0
    members = _linked(near, np.flatnonzero(codes.isin(white)).tolist())
    home = {codes[place]: codes[min(part)] for part in components(members, near) for place in part}
    return pd.Series(home, dtype=str)


def _linked(near: "dict[int, dict[int, float]]", white: list[int]) -> list[int]:
    """Keep the white communes and the others that lie between two of them at least.

    Two communes without a school side by side don't link: an area would creep through any empty
    country.
    """
    whites = set(white)
    for place, others in near.items():
        if place not in whites:
            near[place] = {other: 1.0 for other in others if other in whites}
    links = [place for place in near if place not in whites and len(near[place]) > 1]
    return sorted(whites | set(links))


def _described(
    communes: gpd.GeoDataFrame, schools: pd.DataFrame, facts: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Add up each area's communes, name them, and put their polygons together."""
    inside = facts[facts["zone_code"].notna()]
    shapes = dissolved(communes.geometry[inside.index], inside["zone_code"])
    inside = inside.assign(name=communes["name"], area_km2=figures(communes, "area_km2"))
    inside = inside.rename_axis("commune_code").reset_index()
    own = inside[inside["schools_n"] > 0]  # bridges are drawn with the area, and counted nowhere
    areas = own.groupby("zone_code")
    # the code comes last, so that an area keeps its name whatever the order of the communes
    head = own.sort_values(
        ["schools_n", "pupils_n", "commune_code"], ascending=[False, False, True]
    ).drop_duplicates("zone_code")
    known = areas["pupils_known_n"].sum()
    table = pd.DataFrame(
        {
            "zone_name": head.set_index("zone_code")["name"],
            "communes_n": areas.size(),
            **{title: areas[title].sum() for title in _SUMMED},
            "pupils_n": areas["pupils_n"].sum().where(known > 0).astype(float),  # not 0
            "pupils_unknown_n": areas["schools_n"].sum() - known,
            "area_km2": inside.groupby("zone_code")["area_km2"].sum(min_count=1),
            "commune_codes": areas["commune_code"].agg(_listed),
            "commune_names": areas["name"].agg(_listed),
            "bridge_names": inside[inside["schools_n"] == 0]
            .groupby("zone_code")["name"]
            .agg(_listed),
            "circonscription_names": _circonscriptions(schools, inside),
        }
    ).reindex(shapes.index)
    table["bridge_names"] = texts(table, "bridge_names")
    table["circonscription_names"] = texts(table, "circonscription_names")
    return gpd.GeoDataFrame(table[[*AREA_COLUMNS]], geometry=shapes, crs=communes.crs)


def _listed(names: "pd.Series[str]") -> str:
    return ", ".join(sorted(set(names) - {""}))


def _circonscriptions(schools: pd.DataFrame, inside: pd.DataFrame) -> "pd.Series[str]":
    areas = _homes(schools).map(inside.set_index("commune_code")["zone_code"])
    names = texts(schools, "circonscription_name")
    return names.groupby(areas).agg(_listed)


def _notes(
    facts: pd.DataFrame,
    possible: pd.DataFrame,
    none: pd.DataFrame,
    white: pd.DataFrame,
    kept: pd.DataFrame,
) -> "Iterator[Note]":
    """Say what the areas leave out, and what they hold of another sector."""
    rural_known = possible is not facts
    for communes, code in ((facts, "areas.no_school"), (possible, "areas.no_rural_school")):
        if not communes["schools_n"].any():
            yield Note(code)
            return
    if len(kept) and not rural_known:
        yield Note("areas.rurality")
    if not len(none):
        yield Note("areas.all_rural" if rural_known else "areas.all")
        return
    if left_n := len(none) - len(white):
        yield Note("areas.unknown", n=left_n)
    if unknown_n := int(kept["unknown_n"].sum()):
        yield Note("areas.unknown_in", n=unknown_n)
    if others_n := int(kept["others_communes_n"].sum()):
        yield Note("areas.others", n=others_n, whole=int(kept["communes_n"].sum()))
