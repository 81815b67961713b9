"""The communes: bundled boundaries of the whole of France, read by département."""

from collections.abc import Collection
from functools import cache

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from geo_ent.communes.territory_names import Members, find_code
from geo_ent.sources.bundled_files import bundled_file

_FILE = ("boundaries", "communes.parquet")
_WHOLE_LEVELS = ("departement", "academie", "region")  # a département is whole in each


def read_communes(departements: Collection[str]) -> "gpd.GeoDataFrame":
    """Read the communes of some départements, with the codes of every level above.

    Parameters
    ----------
    departements
        Codes, as ``["54", "2A"]``.

    Returns
    -------
    GeoDataFrame
        Indexed by `commune_code`, sorted; `name`, code and name of the EPCI, arrondissement,
        département, académie and région ("" for no EPCI), `population_n`, `area_km2`, polygons in
        EPSG:4326 that share their borders exactly (a clean coverage).

    Raises
    ------
    InputError
        If a code isn't one of the 101 départements.

    Examples
    --------
    >>> len(read_communes(["90"]))
    101
    """
    codes = [find_departement(code) for code in departements]
    frame = gpd.read_parquet(
        bundled_file(*_FILE), filters=[("departement_code", "in", codes)]
    ).set_index("commune_code")
    texts = [column for column in frame.columns if column.endswith(("_code", "_name"))]
    # Four islands have no EPCI, Mayotte no arrondissement: "" there, as every text that is missing.
    frame[texts] = frame[texts].astype(str).fillna("")
    return frame.sort_index()  # held to its contract by the tests: the file is ours


@cache
def departement_names() -> dict[str, str]:
    """Give the name of each of the 101 départements by its code."""
    return dict(sorted((row["departement_code"], row["departement_name"]) for row in _groups()))


def find_departement(asked: str) -> str:
    """Find a département by its code or its name, whatever the case, the accents, the article.

    Raises
    ------
    InputError
        If there is no such département; the nearest names are suggested.

    Examples
    --------
    >>> find_departement("ille et vilaine"), find_departement("035"), find_departement("1")
    ('35', '35', '01')
    """
    # "035" is how the portals write a département, in three figures so that 974 fits.
    code = asked.strip().upper()
    code = code[1:] if len(code) == 3 and code.startswith("0") else code  # noqa: PLR2004
    return code if code in departement_names() else _find("departement", asked)


def find_academie(asked: str) -> str:
    """Find an académie by its code or its name, with or without "académie de".

    Raises
    ------
    InputError
        If there is no such académie today; one that was merged, a région or a département is told
        what to ask for instead, a misspelt name what is near.

    Examples
    --------
    >>> find_academie("Académie d'Orléans-Tours"), find_academie("nancy metz"), find_academie("2")
    ('18', '12', '02')
    """
    return _find("academie", asked)


def find_region(asked: str) -> str:
    """Find a région by its code or its name, with or without "région".

    Raises
    ------
    InputError
        As `find_academie`, for the régions of before 2016 too.

    Examples
    --------
    >>> find_region("Région Bretagne"), find_region("ILE DE FRANCE"), find_region("PACA")
    ('53', '11', '93')
    """
    return _find("region", asked)


def academie_departements(code: str) -> tuple[str, ...]:
    """Give the départements of an académie, sorted.

    Examples
    --------
    >>> academie_departements("12")
    ('54', '55', '57', '88')
    """
    return _territories("academie")[code][1]


def region_departements(code: str) -> tuple[str, ...]:
    """Give the départements of a région, sorted.

    Examples
    --------
    >>> region_departements("53")
    ('22', '29', '35', '56')
    """
    return _territories("region")[code][1]


def territory_departements(
    departements: Collection[str], academies: Collection[str] = (), regions: Collection[str] = ()
) -> tuple[str, ...]:
    """Give the codes of the départements of a territory, sorted.

    Parameters
    ----------
    departements, academies, regions
        Codes or names; académies and régions stand for their départements.

    Raises
    ------
    InputError
        If one isn't known; the nearest is suggested.

    Examples
    --------
    >>> territory_departements(["Vosges"], academies=["Rennes"])
    ('22', '29', '35', '56', '88')
    """
    # A set: an académie asked together with one of its départements must not count it twice.
    codes = {find_departement(name) for name in departements}
    for name in academies:
        codes |= set(academie_departements(find_academie(name)))
    for name in regions:
        codes |= set(region_departements(find_region(name)))
    return tuple(sorted(codes))


def whole_regions(departements: Collection[str]) -> list[str]:
    """Name the régions that some départements make up, all of them; none where they don't.

    Examples
    --------
    >>> whole_regions(["29", "22", "56", "35"]), whole_regions(["35"])
    (['Bretagne'], [])
    """
    wanted = set(departements)
    whole = [(name, held) for name, held in _territories("region").values() if wanted >= set(held)]
    covered = {code for _, held in whole for code in held}
    return sorted(name for name, _ in whole) if covered == wanted else []


def _find(level: str, asked: str) -> str:
    return find_code(asked, level, _territories(level), others=lambda: _others(level))


def _others(level: str) -> "dict[str, Members]":
    of = {"une région": "region", "une académie": "academie", "un département": "departement"}
    return {a: _territories(other) for a, other in of.items() if other != level}


@cache
def _territories(level: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give each territory of a level: its name and its départements, by its code."""
    titles = (f"{level}_code", f"{level}_name", "departement_code")
    rows = sorted(tuple(row[title] for title in titles) for row in _groups())
    territories: dict[str, tuple[str, tuple[str, ...]]] = {}
    for code, name, departement in rows:
        _, before = territories.get(code, ("", ()))
        territories[code] = (name, (*before, departement))
    return territories


@cache
def _groups() -> tuple[dict[str, str], ...]:
    """Read the codes and names that the file's statistics tell of each département.

    It has a row group a département (tools/boundaries/geoparquet.py): what all of its communes
    have in common is the least value of its column, told without reading any.
    """
    metadata = pq.read_metadata(bundled_file(*_FILE))
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    indices = {metadata.schema.column(index).path: index for index in range(metadata.num_columns)}
    titles = [f"{level}_{what}" for level in _WHOLE_LEVELS for what in ("code", "name")]
    return tuple(
        {title: str(group.column(indices[title]).statistics.min) for title in titles}
        for group in groups
    )


def commune_zones(level: str) -> dict[str, str]:
    """Give the zone of a level of every commune of today that has a polygon ("" for none).

    Examples
    --------
    >>> commune_zones("departement")["35238"], commune_zones("academie")["35238"]
    ('35', '14')
    """
    pairs = zip(commune_texts("commune_code"), commune_texts(f"{level}_code"), strict=True)
    return {code: zone or "" for code, zone in pairs if code}


@cache
def epci_names() -> dict[str, str]:
    """Give the name of every EPCI of France by its code.

    Examples
    --------
    >>> epci_names()["243500139"]
    'Rennes Métropole'
    """
    pairs = zip(commune_texts("epci_code"), commune_texts("epci_name"), strict=True)
    return {code: name for code, name in pairs if code and name}


@cache
def commune_texts(title: str) -> list[str | None]:
    """Read a column of codes or names of every commune that has a polygon, once."""
    # Not `read_table`, which imports a whole engine for files in parts.
    file = pq.ParquetFile(bundled_file(*_FILE))
    values: list[str | None] = file.read(columns=[title])[title].to_pylist()
    return values


def bundled_populations() -> "pd.Series[int]":
    """Give the bundled population of every commune of today, with or without a polygon.

    Municipal population of 2023 (2017 in Mayotte): data/boundaries/README.md.

    Examples
    --------
    >>> int(bundled_populations()["35238"]) > 200_000
    True
    """
    table = pq.ParquetFile(bundled_file(*_FILE)).read(columns=["commune_code", "population_n"])
    drawn = pd.Series(table["population_n"].to_numpy(), index=table["commune_code"].to_pylist())
    hidden = communes_without_polygon()["population_n"]
    return pd.concat([drawn, hidden]).sort_index().rename_axis("commune_code")


@cache
def communes_without_polygon() -> "pd.DataFrame":
    """Give the communes of today, lately re-established, that the bundled file cannot draw.

    Returns
    -------
    DataFrame
        Indexed by `commune_code`; the columns of `read_communes` but for area and polygon, and
        `shown_inside`, the commune whose polygon still covers this one.

    Examples
    --------
    >>> communes_without_polygon()["shown_inside"].to_dict()["15031"]
    '15141'
    """
    path = bundled_file("boundaries", "communes-without-polygon.csv")
    table = pd.read_csv(path, dtype=str, index_col="commune_code")
    return table.astype({"population_n": int})
