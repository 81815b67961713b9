"""Each zone of a made map as its sheet needs it."""

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.communes.departements import departement_names
from geo_ent.indicators.change import change
from geo_ent.indicators.gaps.shared_decisions import shared_decisions
from geo_ent.indicators.schools_without_ent import are_rural
from geo_ent.pipeline.change_figures import year_before
from geo_ent.tables.contract import IN_DOUBT, UNOPENED
from geo_ent.telling.gaps.gap_reasons import reasons_beside
from geo_ent.telling.sheets.zone_facts import Figures, Moment, SchoolFacts, ZoneFacts
from geo_ent.territory.zones import over_the_edge
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import geopandas as gpd

    from geo_ent.pipeline.sheets.made_map import MadeMap
    from geo_ent.telling.language import Language

_RANKED = ("rank", "nearest_km", "reasons")


class ZonesOfMap:
    """The zones of a made map: what is computed of all of them at once, then each.

    Attributes
    ----------
    codes
        Those that have a school, by name.
    """

    def __init__(self, made: "MadeMap", tr: "Language") -> None:
        self._made = made
        zones = _texts(made.schools)[f"{made.level}_code"]
        self._points = dict(list(made.schools[["status", "geometry"]].groupby(zones)))
        self._schools = _by_zone(made, zones, _ranked(made, tr))
        self._shared = _records_by_zone(
            shared_decisions(_texts(made.schools).assign(zone_code=zones))
        )
        self._departements = _of_most(made.schools["departement_code"], zones)
        is_epci = made.level == "epci"
        self._partial = over_the_edge("epci", made.communes.index) if is_epci else frozenset()
        self._joined = _joined(made, zones)
        with_schools = made.zones[made.zones["schools_n"] > 0]
        names = with_schools["zone_name"].sort_values(
            kind="stable", key=lambda column: column.map(plain)
        )
        self.codes = [*names.index]
        # Of the zones' figures alone: outlines are dear to copy.
        self._figures = _records(made.zones.drop(columns="geometry"))
        self._wholes = _records(made.wholes)
        self._changes = _records(_changes(made, made.level, made.zones))
        self._whole_changes = _records(_changes(made, "departement", made.wholes))
        self._shares = _shares(made, zones)
        self._whole_shares = _shares(made, made.schools["departement_code"].astype(str))
        self._ranks_rural = are_rural(pd.DataFrame(made.schools)) is not None

    def points(self, code: str) -> "gpd.GeoDataFrame":
        """Give where the schools of a zone are, and their status."""
        return self._points[code]

    def facts(self, code: str) -> ZoneFacts:
        """Gather what a zone's sheet tells."""
        made, whole, figures = self._made, self._departements[code], self._figures[code]
        return ZoneFacts(
            level=made.level,
            code=code,
            name=str(figures["zone_name"]),
            whole_code=whole,
            whole_name=departement_names()[whole],
            territory=made.territory,
            date=made.date,
            figures=figures,
            whole=self._wholes[whole],
            change=self._changes.get(code, {}),
            whole_change=self._whole_changes.get(whole, {}),
            moments=self._moments(code, whole),
            schools=tuple(self._schools[code]),
            shared=self._shared.get(code, ()),
            joined=tuple(self._joined.get(code, ())),
            ranked_n=len(made.gaps),
            ranks_rural=self._ranks_rural,
            is_estimated=bool(figures.get("estimated", False)),
            is_partial=code in self._partial,
            has_sectors="secteur_college_name" in made.schools,
            sources=made.sources,
            simulated=made.simulated,
            quoted_in=made.lang,
        )

    def _moments(self, code: str, whole: str) -> tuple[Moment, ...]:
        nothing = float("nan")
        return tuple(
            Moment(
                date,
                share.get(code, nothing),
                share_max.get(code, nothing),
                self._whole_shares[date][0].get(whole, nothing),
            )
            for date, (share, share_max) in self._shares.items()
        )


def _records(table: pd.DataFrame | None) -> dict[str, Figures]:
    """Give the rows of a table by its index."""
    if table is None:
        return {}
    rows = table.to_dict("records")
    return {str(code): row for code, row in zip(table.index, rows, strict=True)}  # type: ignore[misc]


def _records_by_zone(table: pd.DataFrame) -> dict[str, tuple[Figures, ...]]:
    rows: dict[str, list[Figures]] = defaultdict(list)
    for row in table.to_dict("records"):
        rows[row["zone_code"]].append(row)  # type: ignore[arg-type]
    return {zone: tuple(several) for zone, several in rows.items()}


def _by_zone(
    made: "MadeMap", zones: "pd.Series[str]", ranked: pd.DataFrame
) -> dict[str, list[SchoolFacts]]:
    """Share the schools out among the zones: by rank, then by commune and name."""
    schools = _texts(made.schools.drop(columns="geometry")).join(ranked)
    schools = schools.assign(
        zone_code=zones,
        uai=schools.index,
        commune=schools["commune_name"],
        reasons=schools["reasons"].astype(object).fillna(""),  # of none: a column of NaN
        pupils_n=schools["pupils_n"].astype(float),
    ).sort_values(
        ["rank", "commune", "name"],
        kind="stable",
        na_position="last",
        # É with E, as a French reader looks for it.
        key=lambda column: column if column.name == "rank" else column.map(plain),
    )
    by_zone: dict[str, list[SchoolFacts]] = defaultdict(list)
    columns = [schools[name].tolist() for name in ("zone_code", *SchoolFacts._fields)]
    for zone, *facts in zip(*columns, strict=True):
        by_zone[zone].append(SchoolFacts(*facts))
    return by_zone


def _of_most(departements: "pd.Series[str]", zones: "pd.Series[str]") -> dict[str, str]:
    """Give the département of most of a zone's schools; of two, the first by its code."""
    counts = pd.crosstab(zones, departements)
    first = counts.columns.to_numpy()[np.argmax(counts.to_numpy(), axis=1)]
    return dict(zip(counts.index, map(str, first), strict=True))


def _joined(made: "MadeMap", zones: "pd.Series[str]") -> dict[str, list[Figures]]:
    """Give each zone's communes that joined, and that have a school without an ENT there."""
    rows = _records(made.adhesions.assign(commune_code=made.adhesions.index))
    decidable = made.schools["status"].isin(("class", "not_yet", "none"))
    pairs = pd.DataFrame({"zone": zones, "commune": made.schools["commune_code"]})[decidable]
    joined: dict[str, list[Figures]] = defaultdict(list)
    for zone, commune in pairs.drop_duplicates().sort_values(["zone", "commune"]).to_numpy():
        if commune in rows:
            joined[zone].append(rows[commune])
    return joined


def _texts(schools: pd.DataFrame) -> pd.DataFrame:
    """Give a table whose words are "" where there is none."""
    words = schools.select_dtypes(["object", "str"])
    return schools.assign(**{name: words[name].fillna("") for name in map(str, words)})


def _changes(made: "MadeMap", level: str, zones: pd.DataFrame) -> pd.DataFrame | None:
    """Compute the change of each zone since a rentrée, as the page's; None without a history."""
    since = year_before([*made.history.columns], made.date)
    if since is None:
        return None
    # A school that hadn't opened has no row at that date.
    pair = made.history[[since, made.date]].reindex(made.schools.index).fillna(UNOPENED)
    schools = pd.DataFrame(made.schools.drop(columns="geometry"))
    table = change(schools, zones["zone_name"], level=level, statuses=pair)
    return table.assign(compared_to=since)


def _shares(
    made: "MadeMap", of_zone: "pd.Series[str]"
) -> "dict[dt.date, tuple[Mapping[str, float], Mapping[str, float]]]":
    """Give the share of each zone at each date, and the most that it may be."""
    shares: dict[dt.date, tuple[Mapping[str, float], Mapping[str, float]]] = {}
    for date in [*made.history.columns]:
        status = made.history[date].dropna()
        zones = of_zone.reindex(status.index)
        covered = status.eq("school").astype(float).groupby(zones).mean()
        # Of a day of which nothing is known of a zone, its share isn't 0: it has none.
        covered = covered.mask(status.eq("unknown").groupby(zones).all())
        most = status.isin(("school", *IN_DOUBT)).astype(float).groupby(zones).mean()
        shares[date] = (covered.to_dict(), most.to_dict())
    return shares


def _ranked(made: "MadeMap", tr: "Language") -> pd.DataFrame:
    """Give rank, distance and reasons of the schools to equip."""
    if made.gaps.empty:
        return pd.DataFrame(columns=[*_RANKED], index=pd.Index([], name="uai"), dtype=float)
    reasons = reasons_beside(made.gaps, tr, around_km=made.around_km)
    ranked: pd.DataFrame = made.gaps.assign(reasons=reasons)[[*_RANKED]]
    return ranked
