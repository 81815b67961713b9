"""The circonscriptions that a scenario names: which communes are theirs."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from simulator.gazetteer import Gazetteer
    from simulator.scenario import Circonscription, Scenario

__all__ = ["home_pools"]


def home_pools(
    communes: "gpd.GeoDataFrame",
    scenario: "Scenario",
    gazetteer: "Gazetteer",
    totals: "Mapping[str, int]",
) -> "gpd.GeoDataFrame":
    """Mark the communes of the circonscriptions whose number of schools is published.

    A circonscription has the communes nearest to its towns: nearer than to the towns that it is
    kept away from, or as many as make its inhabitants.

    Parameters
    ----------
    communes
        In a metric CRS.
    totals
        Number of schools by `departement_code`; `check_pools` has seen that they hold the
        circonscriptions.

    Returns
    -------
    GeoDataFrame
        The communes with `pool` (a circonscription's name or "") and `sector_town`, the nearest
        of its towns where it has several ("" elsewhere).
    """
    pool = pd.Series("", index=communes.index)
    sector = pd.Series("", index=communes.index)
    for wanted in scenario.circonscriptions:
        home = communes[communes["departement_code"] == wanted.departement]
        nearest = _nearest(home, wanted, gazetteer)
        people = home["population_n"].sum() * wanted.schools_n / totals[wanted.departement]
        members = _members(home, wanted, nearest, people)
        members = members[pool[members] == ""]
        pool[members] = wanted.name
        if len(wanted.towns) > 1:
            sector[members] = nearest["town"][members]
    return communes.assign(pool=pool, sector_town=sector)


def _nearest(
    home: "gpd.GeoDataFrame", wanted: "Circonscription", gazetteer: "Gazetteer"
) -> pd.DataFrame:
    """Give each commune of a département the nearest town, and how far (metres)."""
    centres = home.geometry.centroid
    away = pd.DataFrame(
        {
            town: centres.distance(centres[gazetteer.code(town, departement=wanted.departement)])
            for town in (*wanted.towns, *wanted.away_from)
        }
    )
    return pd.DataFrame({"town": away.idxmin(axis=1), "metres": away.min(axis=1)})


def _members(
    home: "gpd.GeoDataFrame", wanted: "Circonscription", nearest: pd.DataFrame, usual: float
) -> "pd.Index[str]":
    """Take the communes of a circonscription: `usual` inhabitants when nothing else is said."""
    own = nearest[nearest["town"].isin(wanted.towns)].sort_values("metres", kind="stable")
    if wanted.away_from and wanted.people is None:
        return own.index
    people = usual if wanted.people is None else wanted.people
    reached = home.loc[own.index, "population_n"].cumsum()
    kept = reached.index[reached <= people]
    return kept if len(kept) else own.index[:1]
