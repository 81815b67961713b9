"""Each zone of a made map as its sheet needs it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.communes.departements import departement_names
from geo_ent.indicators.change import change
from geo_ent.indicators.gaps.shared_decisions import shared_decisions
from geo_ent.indicators.schools_without_ent import are_rural
from geo_ent.pipeline.change_figures import year_before
from geo_ent.tables.contract import IN_DOUBT, UNOPENED, WITHOUT
from geo_ent.telling.gaps.gap_reasons import reasons_beside
from geo_ent.telling.sheets.zone_facts import Moment, ZoneFacts

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from geo_ent.pipeline.sheets.made_map import MadeMap
    from geo_ent.telling.language import Language

_LISTED = ("name", "nature", "commune_code", "commune_name", "status", "pupils_n", "rpi_code",
           "secteur_college_code", "secteur_college_name")  # fmt: skip
_TRAITS = ("nearer_km", "around_n", "frr", "priority", "rpi_code", "rpi_kind", "enir_2017",
           "enir_2018", "label_2020", "ips")  # fmt: skip
_RANKED = ("rank", "nearest_km", "reasons")


class ZonesOfMap:
    """The zones of a made map: what is computed of all of them at once, then each.

    Attributes
    ----------
    codes
        Those that have a school, by name.
    """

    def __init__(self, made: "MadeMap", tr: "Language") -> None:
        self._made, self._tr = made, tr
        column = f"{made.level}_code"
        self._of_zone = made.schools[column].fillna("").astype(str)
        self._groups = dict(list(made.schools.groupby(self._of_zone, sort=True)))
        with_schools = made.zones[made.zones["schools_n"] > 0]
        self.codes = [*with_schools["zone_name"].sort_values(kind="stable").index]
        self._changes = _changes(made, made.level, made.zones)
        self._whole_changes = _changes(made, "departement", made.wholes)
        self._shares = _shares(made, self._of_zone)
        self._whole_shares = _shares(made, made.schools["departement_code"].astype(str))
        self._ranked = _ranked(made, tr)
        self._ranks_rural = are_rural(pd.DataFrame(made.schools)) is not None

    def schools(self, code: str) -> "gpd.GeoDataFrame":
        """Give the schools of a zone."""
        return self._groups[code]

    def facts(self, code: str) -> ZoneFacts:
        """Gather what a zone's sheet tells."""
        made, schools = self._made, self._groups[code]
        whole = str(schools["departement_code"].mode().iloc[0])
        row, without = made.zones.loc[code], self._without(schools)
        adhesions = made.adhesions[made.adhesions.index.isin(without["commune_code"])]
        return ZoneFacts(
            level=made.level,
            code=code,
            name=str(row["zone_name"]),
            whole_code=whole,
            whole_name=departement_names()[whole],
            territory=made.territory,
            date=made.date,
            figures=_record(row),
            whole=_record(made.wholes.loc[whole]),
            change=_of(self._changes, code),
            whole_change=_of(self._whole_changes, whole),
            moments=self._moments(code, whole),
            without=without,
            unknown=_by_place(schools[schools["status"].isin(IN_DOUBT)]),
            equipped=_texts(_by_place(schools[schools["status"] == "school"])),
            shared=shared_decisions(without),
            joined=adhesions,
            ranked_n=len(made.gaps),
            ranks_rural=self._ranks_rural,
            is_estimated=bool(row.get("estimated", False)),
            pupils_unknown_n=int(schools["pupils_n"].isna().sum()),
            sources=made.sources,
            simulated=made.simulated,
        )

    def _without(self, schools: "gpd.GeoDataFrame") -> pd.DataFrame:
        """List the schools without an ENT: by rank, then those that have none by commune."""
        left = _by_place(schools[schools["status"].isin(WITHOUT)])
        kept = [column for column in _LISTED if column in left]
        listed = _texts(pd.DataFrame(left[kept])).join(self._ranked)
        # Who is in no list of ranks has traits all the same.
        unranked = reasons_beside(_texts(left).reindex(columns=[*_TRAITS]), self._tr, around_km=1.0)
        listed["reasons"] = listed["reasons"].fillna(unranked)
        return listed.sort_values("rank", kind="stable", na_position="last")

    def _moments(self, code: str, whole: str) -> tuple[Moment, ...]:
        return tuple(
            Moment(
                date,
                _at(shares[0], code),
                _at(shares[1], code),
                _at(self._whole_shares[date][0], whole),
            )
            for date, shares in self._shares.items()
        )


def _record(row: "pd.Series[Any] | pd.DataFrame") -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if name != "geometry"}


def _of(table: pd.DataFrame | None, code: str) -> Mapping[str, Any]:
    return {} if table is None else _record(table.loc[code])


def _at(shares: "pd.Series[float]", code: str) -> float:
    return float(shares.get(code, float("nan")))


def _by_place(schools: pd.DataFrame) -> pd.DataFrame:
    return schools.sort_values(["commune_name", "name"], kind="stable")


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
    table = change(
        pd.DataFrame(made.schools.drop(columns="geometry")),
        zones["zone_name"],
        level=level,
        statuses=pair,
    )
    return table.assign(compared_to=since)


def _shares(
    made: "MadeMap", of_zone: "pd.Series[str]"
) -> "dict[dt.date, tuple[pd.Series[float], pd.Series[float]]]":
    """Give the share of each zone at each date, and the most that it may be."""
    shares: dict[dt.date, tuple[pd.Series[float], pd.Series[float]]] = {}
    for date in [*made.history.columns]:
        status = made.history[date].dropna()
        zones = of_zone.reindex(status.index)
        covered = status.eq("school").astype(float).groupby(zones).mean()
        most = status.isin(("school", *IN_DOUBT)).astype(float).groupby(zones).mean()
        shares[date] = (covered, most)
    return shares


def _ranked(made: "MadeMap", tr: "Language") -> pd.DataFrame:
    """Give rank, distance and reasons of the schools to equip."""
    if made.gaps.empty:
        return pd.DataFrame(columns=[*_RANKED], index=pd.Index([], name="uai"))
    reasons = reasons_beside(made.gaps, tr, around_km=made.around_km)
    return made.gaps.assign(reasons=reasons)[[*_RANKED]]
