"""What the card of a school or a commune needs beside the page's schools: the payload's last part.

The day from which a school has its ENT, the postcodes that readers look for, and the equipped
schools of the sector that isn't counted: one of them may be nearer.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.maps.page.payload import POSITION_STEPS, coded, whole
from geo_ent.territory.placed_schools import placed
from geo_ent.text.elision import elides

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd


def card_part(
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    everyone: "gpd.GeoDataFrame | None" = None,
) -> dict[str, Any]:
    """Write the part of the payload that cards are told from.

    Parameters
    ----------
    schools, zones
        What `payload` was given; `start` and `postcode` of schools are told where they are known.
    everyone
        Schools of every sector, with their status at the page's date; None where all are counted.

    Returns
    -------
    dict
        One key, `card`: `start`, a day a school; `postcodes` of each commune, and, in `apart`,
        those of the schools whose commune has several; `others`, the equipped schools that aren't
        counted; `elided`, the communes whose h is silent after « de ». What nobody knows isn't
        there.
    """
    rows = schools.sort_index()
    all_of_them = rows if everyone is None else everyone.sort_index()
    part = {
        "start": _days(rows),
        **_postcodes(rows, all_of_them, zones.get("commune")),
        "others": _others(all_of_them[~all_of_them.index.isin(rows.index)], zones.get("commune")),
        "elided": _elided(zones.get("commune")),
    }
    return {"card": {name: told for name, told in part.items() if told is not None}}


def _elided(communes: "gpd.GeoDataFrame | None") -> list[str] | None:
    """Name the communes in h before which « de » loses its vowel: a page has a few of INSEE's."""
    names = [] if communes is None else communes["zone_name"]
    # The other vowels are seen by the script itself.
    silent = [name for name in dict.fromkeys(names) if name[:1] in {"H", "h"} and elides(name)]
    return silent or None


def _days(rows: "pd.DataFrame") -> dict[str, Any] | None:
    """Write from when each school has its ENT; most of them have one of a few days."""
    if "start" not in rows or not rows["start"].notna().any():
        return None
    return coded(pd.to_datetime(rows["start"]).dt.strftime("%Y-%m-%d"))


def _postcodes(
    rows: "pd.DataFrame", everyone: "pd.DataFrame", communes: "gpd.GeoDataFrame | None"
) -> dict[str, Any]:
    """Write the postcodes of each commune's schools, by sector or not: a letter has none."""
    known = everyone[everyone["postcode"] != ""] if "postcode" in everyone else everyone[:0]
    if communes is None or known.empty:
        return {}
    held: defaultdict[str, set[str]] = defaultdict(set)
    for commune, code in zip(known["commune_code"], known["postcode"], strict=True):
        held[commune].add(code)
    several = [commune for commune, codes in held.items() if len(codes) > 1]
    apart = rows[rows["commune_code"].isin(several)]
    return {
        "postcodes": coded(
            pd.Series([" ".join(sorted(held.get(code, ()))) for code in communes.index])
        ),
        # of a commune that has one, every school has it
        "apart": coded(apart["postcode"]) if len(apart) and "postcode" in apart else None,
    }


def _others(
    others: "gpd.GeoDataFrame", communes: "gpd.GeoDataFrame | None"
) -> dict[str, Any] | None:
    """Write the schools that have an ENT and aren't counted, wherever they stand."""
    equipped = others[(others["status"] == "school") & placed(others)] if len(others) else others
    if equipped.empty:
        return None
    homes = pd.Index([] if communes is None else communes.index)
    place = equipped.geometry
    return {
        "name": list(equipped["name"]),
        "commune": homes.get_indexer(pd.Index(equipped["commune_code"])).tolist(),
        "lat": whole(place.y * POSITION_STEPS),
        "lon": whole(place.x * POSITION_STEPS),
        **({"start": days} if (days := _days(equipped)) else {}),
    }
