"""White areas: rural communes side by side that have schools, and none with an ENT."""

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo_ent.indicators.noted_table import Answer
from geo_ent.indicators.schools_without_ent import are_rural, figures, texts
from geo_ent.telling.gap_texts import GAP_TEXTS
from geo_ent.territory.commune_pieces import dissolved
from geo_ent.territory.contiguity import components
from geo_ent.territory.edges import touching
from geo_ent.text.numbers import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AREA_COLUMNS", "white_areas"]

_KNOWN = ("none", "planned", "class")
"""Statuses of schools known to have no ENT for the whole school."""

AREA_COLUMNS = (
    "zone_name",
    "communes_n",
    "schools_n",
    "unknown_n",
    "pupils_n",
    "pupils_unknown_n",
    "area_km2",
    "commune_codes",
    "commune_names",
    "bridge_names",
    "circonscription_names",
)
"""The columns of the white areas, before their polygons."""


def white_areas(
    communes: gpd.GeoDataFrame,
    schools: pd.DataFrame,
    *,
    minimum: int = 2,
    minimum_schools: int = 1,
    bridges: bool = False,
    unknown: bool = False,
) -> Answer[gpd.GeoDataFrame]:
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
    Answer
        A GeoDataFrame indexed by `zone_code` ("ZB001"…), most schools first, with `AREA_COLUMNS`
        and polygons in the communes' CRS. `zone_name` is that of the commune with most schools;
        `pupils_n` adds up the known ones (NaN where none is), `pupils_unknown_n` counts the schools
        without a figure; `bridge_names` are communes without a school. Names are sorted, joined by
        ", ".

    Examples
    --------
    >>> from shapely import box
    >>> row = gpd.GeoDataFrame(
    ...     {"name": list("ABC"), "rural": True}, index=["01001", "01002", "01003"],
    ...     geometry=[box(at, 0, at + 1, 1) for at in range(3)], crs=2154)
    >>> schools = pd.DataFrame({"commune_code": row.index, "status": ["none", "planned", "school"]})
    >>> white_areas(row, schools).table["commune_names"].to_dict()
    {'ZB001': 'A, B'}
    """
    facts = _by_commune(communes, schools)
    rural = are_rural(communes)
    asked = facts[rural] if rural is not None else facts
    none = asked[(asked["schools_n"] > 0) & (asked["covered_n"] == 0)]
    white = none if unknown else none[none["known_n"] > 0]
    between = asked.index[asked["schools_n"] == 0] if bridges else asked.index[:0]
    groups = _groups(communes, white.index, between)
    table = _described(communes, schools, facts.assign(zone_code=groups.reindex(facts.index)))
    kept = table[(table["communes_n"] >= minimum) & (table["schools_n"] >= minimum_schools)]
    kept = kept.sort_values(["schools_n", "pupils_n"], ascending=False, kind="stable")
    kept.index = pd.Index([f"ZB{n:03d}" for n in range(1, len(kept) + 1)], name="zone_code")
    notes, notes_en = (
        (
            *_notes(schools, rural, none, white, kept, teller),
            *_too_small(len(table) - len(kept), minimum, minimum_schools, teller),
        )
        for teller in (Teller(lang, GAP_TEXTS) for lang in ("fr", "en"))
    )
    return Answer(kept, notes, notes_en)


def _homes(schools: pd.DataFrame) -> "pd.Series[str]":
    return texts(schools, "polygon_code" if "polygon_code" in schools else "commune_code")


def _by_commune(communes: gpd.GeoDataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Count each commune's schools."""
    at = pd.Index(communes.index).get_indexer(pd.Index(_homes(schools)))
    status, pupils = schools["status"], figures(schools, "pupils_n")
    counts: dict[str, pd.Series[Any]] = {
        "schools_n": status.notna(),
        "covered_n": status == "school",
        "known_n": status.isin(_KNOWN),
        "unknown_n": status == "unknown",
        "pupils_n": pupils.fillna(0),
        "pupils_known_n": pupils.notna(),
    }
    here = at[at >= 0]
    added = {
        title: np.bincount(
            here, weights=each.to_numpy(dtype=float)[at >= 0], minlength=len(communes)
        )
        for title, each in counts.items()
    }
    return pd.DataFrame(added, index=communes.index).astype(int)


def _groups(
    communes: gpd.GeoDataFrame, white: "pd.Index[str]", between: "pd.Index[str]"
) -> "pd.Series[str]":
    """Put white communes that hold together in one group, named by its first commune."""
    codes = white.append(between).sort_values()
    first, second = touching(communes.geometry[codes].to_numpy())
    near: dict[int, dict[int, float]] = {at: {} for at in range(len(codes))}
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        near[one][other] = near[other][one] = 1.0
    members = _linked(near, np.flatnonzero(codes.isin(white)).tolist())
    home = {codes[at]: codes[min(part)] for part in components(members, near) for at in part}
    return pd.Series(home, dtype=str)


def _linked(near: "dict[int, dict[int, float]]", white: list[int]) -> list[int]:
    """Keep the white communes and the others that lie between two of them at least.

    Two communes without a school side by side don't link: an area would creep through any empty
    country.
    """
    whites = set(white)
    for at, others in near.items():
        if at not in whites:
            near[at] = {other: 1.0 for other in others if other in whites}
    links = [at for at in near if at not in whites and len(near[at]) > 1]
    return sorted(whites | set(links))


def _described(
    communes: gpd.GeoDataFrame, schools: pd.DataFrame, facts: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Add up each area's communes, name them, and put their polygons together."""
    inside = facts[facts["zone_code"].notna()]
    shapes = dissolved(communes.geometry[inside.index], inside["zone_code"])
    inside = inside.assign(name=communes["name"], area_km2=figures(communes, "area_km2"))
    inside = inside.rename_axis("commune_code").reset_index()
    own = inside[inside["schools_n"] > 0]
    areas = own.groupby("zone_code")
    head = own.sort_values(
        ["schools_n", "pupils_n", "commune_code"], ascending=[False, False, True]
    ).drop_duplicates("zone_code")
    known = areas["pupils_known_n"].sum()
    table = pd.DataFrame(
        {
            "zone_name": head.set_index("zone_code")["name"],
            "communes_n": areas.size(),
            "schools_n": areas["schools_n"].sum(),
            "unknown_n": areas["unknown_n"].sum(),
            "pupils_n": areas["pupils_n"].sum().where(known > 0).astype(float),
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
    schools: pd.DataFrame,
    rural: "pd.Series[bool] | None",
    none: pd.DataFrame,
    white: pd.DataFrame,
    kept: pd.DataFrame,
    teller: "Teller",
) -> "Iterator[str]":
    """Say what the areas leave out."""
    if not len(schools):
        yield teller.say("areas.no_school")
        return
    if rural is None and len(kept):
        yield teller.say("areas.rurality")
    if not len(none):
        yield teller.say("areas.all" if rural is None else "areas.all_rural")
        return
    left = len(none) - len(white)
    if left:
        yield teller.say("areas.unknown", left, communes=teller.counted(left, "commune"))
    n = int(kept["unknown_n"].sum())
    if n:
        yield teller.say("areas.unknown_in", schools=teller.counted(n, "school"))


def _too_small(left: int, minimum: int, minimum_schools: int, teller: "Teller") -> "Iterator[str]":
    """Count the areas under the minimum: nothing is left out in silence."""
    sizes = [teller.counted(minimum, "commune"), teller.counted(minimum_schools, "school")]
    least = teller.say("or").join(sizes if minimum_schools > 1 else sizes[:1])
    if left:
        yield teller.say("areas.small", left, n=teller.number(left), least=least)
