"""The gaps: every school without an ENT, ranked, with what tells why it is where it is."""

from collections.abc import Iterator, Mapping
from itertools import compress
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.communes.codes_to_today import named_communes
from geo_ent.indicators.gaps.nearest import around, nearer_of_another_sector, nearest_covered
from geo_ent.indicators.gaps.ranking_rule import Ranking, make_ranking, ranked, values
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.indicators.schools_without_ent import figures, texts, without_ent
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

_OWN_TEXTS = (
    "name",
    "commune_code",
    "circonscription_code",
    "circonscription_name",
    "secteur_college_code",
    "secteur_college_name",
    "status",
    "priority",
    "rpi_code",
    "rpi_kind",
    "frr",
    "enir_2017",
    "enir_2018",
    "label_2020",
)
_OWN_FIGURES = ("pupils_n", "classes_n", "ips")
_EDITIONS = ("enir_2017", "enir_2018", "label_2020")

GAP_COLUMNS = (
    "rank",
    "score",
    "score_known_share",
    "name",
    "commune_code",
    "commune_name",
    "circonscription_code",
    "circonscription_name",
    "secteur_college_code",
    "secteur_college_name",
    "status",
    "pupils_n",
    "classes_n",
    "nearest_km",
    "nearest_uai",
    "nearest_name",
    "nearest_same_circonscription",
    "nearest_same_secteur_college",
    "nearer_km",
    "nearer_uai",
    "nearer_name",
    "nearer_sector",
    "around_n",
    "around_covered_n",
    "around_unknown_n",
    "around_covered_share",
    "frr",
    "enir_2017",
    "enir_2018",
    "label_2020",
    "priority",
    "rpi_code",
    "rpi_kind",
    "ips",
    "unknown_criteria",
)
"""The columns of the gaps, in their order."""


def gaps(
    schools: "gpd.GeoDataFrame",
    *,
    everyone: "gpd.GeoDataFrame | None" = None,
    weights: Mapping[str, float] | Ranking | None = None,
    rural_only: bool = True,
) -> NotedTable[pd.DataFrame]:
    """List the schools without an ENT, those to look at first on top.

    Parameters
    ----------
    schools
        Every school counted, indexed by `uai`: located, with `status` at the date and, where it is
        known, what its commune and the effectifs tell (`rural, frr, enir_…, pupils_n, ips`…).
    everyone
        Every school of the territory, where those counted are of one sector: an equipped school of
        another may be nearer, which is told and ranks nothing. None where all are counted.
    weights
        Criterion → weight, for those that change; or a whole rule (`make_ranking`).
    rural_only
        Whether to keep to rural communes; where no commune's rurality is known, none is left out.

    Returns
    -------
    NotedTable
        The table on `uai`, by `rank`, with `GAP_COLUMNS`: `score` 0 to 100 and the share of the
        weights that it stands on; `nearest_…` the nearest school that has an ENT (km by straight
        line) and whether it is of the same zone ("boolean", NA where a zone isn't known);
        `nearer_…` the nearest that has one of all sectors, where it is nearer ("" elsewhere);
        `around_…` the other schools within the rule's `around_km`; `unknown_criteria` the criteria
        of the rule that nothing is known of, joined by spaces (a status says so by itself).
        `telling.gaps.gap_reasons.with_reasons` puts all that in words.

    Raises
    ------
    InputError
        If a weight is for a criterion that isn't known, or can't be.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([700000, 703000], [6600000, 6604000], crs=2154)
    >>> pair = {"status": ["none", "school"], "departement_code": "95", "rural": True}
    >>> schools = gpd.GeoDataFrame(pair, geometry=points, index=["0950001A", "0950002B"])
    >>> first = gaps(schools).table.loc["0950001A"]
    >>> int(first["rank"]), float(first["nearest_km"]), first["unknown_criteria"].split()
    (1, 5.0, ['pupils', 'frr', 'enir', 'priority', 'ips', 'rpi'])
    """
    rule = weights if isinstance(weights, Ranking) else make_ranking({"weights": weights or {}})
    listed = without_ent(schools, rural_only=rural_only)
    table = _facts(schools, listed.table, rule, schools if everyone is None else everyone)
    valued = values(_criteria(table, schools), rule)
    order = ranked(valued, rule)
    table = order.join(table).rename_axis("uai")
    table["unknown_criteria"] = _unknown_criteria(table, valued)
    notes = (*listed.notes, *_notes(schools, valued, rule), *_nearer(table))
    return NotedTable(table[[*GAP_COLUMNS]], notes)


def _facts(
    schools: "gpd.GeoDataFrame",
    listed: "gpd.GeoDataFrame",
    rule: Ranking,
    everyone: "gpd.GeoDataFrame",
) -> pd.DataFrame:
    """Gather what is known of each school listed and of its surroundings."""
    table = pd.DataFrame(index=listed.index)
    table = table.assign(**{title: texts(listed, title) for title in _OWN_TEXTS})
    table = table.assign(**{title: figures(listed, title) for title in _OWN_FIGURES})
    written = texts(listed, "commune_name")
    table["commune_name"] = named_communes(texts(listed, "commune_code"), written)
    # among all the schools, not those listed: help may come from a town
    near = nearest_covered(schools).reindex(listed.index)
    table["nearest_km"] = near["nearest_km"]
    table["nearest_uai"] = texts(near, "nearest_uai")
    table["nearest_name"] = _told_of(schools, "name", table["nearest_uai"])
    nearer = nearer_of_another_sector(everyone, table["nearest_km"]).reindex(listed.index)
    table["nearer_km"] = nearer["nearer_km"]
    table["nearer_uai"] = texts(nearer, "nearer_uai")
    for title in ("name", "sector"):
        table[f"nearer_{title}"] = _told_of(everyone, title, table["nearer_uai"])
    for level in ("circonscription", "secteur_college"):
        table[f"nearest_same_{level}"] = _same(schools, table, f"{level}_code")
    counts = around(schools, listed.index, radius_km=rule.around_km)
    return table.join(counts)


def _told_of(schools: pd.DataFrame, column: str, uais: "pd.Series[str]") -> "NDArray[np.object_]":
    """Give what a column says of some schools, "" for none."""
    return texts(schools, column).reindex(uais).fillna("").to_numpy(dtype=object)


def _same(schools: pd.DataFrame, table: pd.DataFrame, column: str) -> "pd.Series[bool]":
    """Tell whether the nearest covered school is of the same zone; NA where one isn't known."""
    own = texts(schools, column)
    here, there = own.reindex(table.index), own.reindex(table["nearest_uai"]).fillna("")
    same = pd.Series(here.to_numpy() == there.to_numpy(), index=table.index, dtype="boolean")
    return same.where((here != "").to_numpy() & (there != "").to_numpy())


def _criteria(table: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Put each criterion of the ranking in its column; None or NaN where it isn't known."""
    # One edition is enough to have been entitled; to say that a school never was, all must say so.
    eligible = table[[*_EDITIONS]]
    enir = pd.Series("undecided", index=table.index)
    enir = enir.mask((eligible == "not_eligible").all(axis=1), "not_eligible")
    enir = enir.mask((eligible == "eligible").any(axis=1), "eligible")
    return pd.DataFrame(
        {
            "distance": table["nearest_km"],
            "around": table["around_covered_share"],
            "pupils": table["pupils_n"],
            "status": table["status"],
            "frr": table["frr"],
            "enir": enir,
            "priority": _or_none(table["priority"], given="priority" in schools),
            "ips": table["ips"],
            "rpi": _of_rpi(table),
        }
    )


def _of_rpi(table: pd.DataFrame) -> "pd.Series[str]":
    """Tell the schools of an RPI, whichever kind; "" where it isn't known."""
    kinds = table["rpi_kind"].replace(["disperse", "concentre"], "rpi")
    return kinds.mask(table["rpi_code"] != "", "rpi")


def _or_none(words: "pd.Series[str]", *, given: bool) -> "pd.Series[str]":
    """Say "none" for an empty word, but "" where the column isn't there at all."""
    return words.mask(words == "", "none") if given else words


def _unknown_criteria(table: pd.DataFrame, valued: pd.DataFrame) -> list[str]:
    """Name the criteria that aren't known of each school."""
    # the status is said anyhow, "unknown" as the others
    lacking = valued.reindex(table.index).isna().drop(columns="status", errors="ignore")
    if "around" in lacking:
        # it is known that no school is around: there is nothing more to know
        lacking["around"] &= ~table["around_n"].eq(0).fillna(value=False).astype(bool)
    names = [*lacking]
    return [" ".join(compress(names, row)) for row in lacking.to_numpy().tolist()]


def _notes(schools: pd.DataFrame, valued: pd.DataFrame, rule: Ranking) -> Iterator[Note]:
    """Count what the list doesn't know; a criterion is told with the weight that it loses."""
    if not len(valued):
        return
    if not (schools["status"] == "school").any():
        yield Note("gaps.none_has")
    total = sum(rule.weights.values())
    for name in valued.columns:  # those that weigh something: the others change no rank
        unknown_n = int(valued[name].isna().sum())
        weighs = {"criterion": name, "weight": rule.weights[name], "total": total}
        if unknown_n == len(valued):
            yield Note("gaps.criterion", **weighs)
        elif unknown_n:
            yield Note("gaps.criterion_of", n=unknown_n, whole=len(valued), **weighs)


def _nearer(table: pd.DataFrame) -> Iterator[Note]:
    """Count the schools to which one of another sector that has an ENT is nearer."""
    if nearer_n := int((table["nearer_uai"] != "").sum()):
        yield Note("gaps.nearer", n=nearer_n, whole=len(table))
