"""The communes: bundled boundaries of the whole of France, read by département."""

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.sources.bundled import bundled_file
from geo_ent.tables.text import plain

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = [
    "CITIES",
    "commune_zones",
    "current_commune",
    "departement_names",
    "epci_names",
    "find_departement",
    "read_communes",
]

_FILE = ("boundaries", "communes.parquet")
CITIES = {"75056": (75101, 75120), "69123": (69381, 69389), "13055": (13201, 13216)}
"""Paris, Lyon and Marseille: the first and the last code of their municipal arrondissements."""


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
    import geopandas as gpd

    codes = [find_departement(code) for code in departements]
    frame = gpd.read_parquet(
        bundled_file(*_FILE), filters=[("departement_code", "in", codes)]
    ).set_index("commune_code")
    texts = [column for column in frame.columns if column.endswith(("_code", "_name"))]
    frame[texts] = frame[texts].astype(str).fillna("")
    return frame.sort_index()  # held to its contract by the tests: the file is ours


@cache
def departement_names() -> dict[str, str]:
    """Give the name of each of the 101 départements by its code."""
    columns = _columns()
    pairs = zip(columns["departement_code"], columns["departement_name"], strict=True)
    return dict(sorted({(code, name) for code, name in pairs if code and name}))


def find_departement(asked: str) -> str:
    """Find a département by its code or its name, whatever the case and the accents.

    Raises
    ------
    InputError
        If there is no such département; the nearest names are suggested.

    Examples
    --------
    >>> find_departement("ille et vilaine"), find_departement("035"), find_departement("1")
    ('35', '35', '01')
    """
    names = departement_names()
    by_name = {plain(name): code for code, name in names.items()}
    code = asked.strip().upper()
    code = code[1:] if len(code) == 3 and code.startswith("0") else code.zfill(2)  # noqa: PLR2004
    if code in names:
        return code
    if plain(asked) in by_name:
        return by_name[plain(asked)]
    import difflib

    within = [name for name in by_name if plain(asked) and plain(asked) in name]
    near = within[:3] or difflib.get_close_matches(plain(asked), by_name, n=3, cutoff=0.6)
    hint = ", ".join(f"{names[by_name[name]]} ({by_name[name]})" for name in near)
    advice = f"Vouliez-vous dire {hint} ?" if near else "Donnez un code comme 35, 2A ou 974."
    msg = f"département « {asked} » inconnu parmi les {len(names)} départements. {advice}"
    raise InputError(msg)


def commune_zones(level: str) -> dict[str, str]:
    """Give the zone of a level of every commune of today that has a polygon ("" for none).

    Examples
    --------
    >>> commune_zones("departement")["35238"], commune_zones("academie")["35238"]
    ('35', '14')
    """
    columns = _columns()
    pairs = zip(columns["commune_code"], columns[f"{level}_code"], strict=True)
    return {code: zone or "" for code, zone in pairs if code}


@cache
def epci_names() -> dict[str, str]:
    """Give the name of every EPCI of France by its code.

    Examples
    --------
    >>> epci_names()["243500139"]
    'Rennes Métropole'
    """
    columns = _columns()
    pairs = zip(columns["epci_code"], columns["epci_name"], strict=True)
    return {code: name for code, name in pairs if code and name}


@cache
def _columns() -> dict[str, list[str | None]]:
    """Read the codes of every commune of France, once."""
    import pyarrow.parquet as pq

    titles = ["commune_code", "departement_code", "departement_name", "academie_code"]
    titles += ["region_code", "epci_code", "epci_name"]
    table = pq.read_table(bundled_file(*_FILE), columns=titles)
    return {title: table[title].to_pylist() for title in titles}


@cache
def _without_polygon() -> dict[str, str]:
    import pandas as pd

    table = pd.read_csv(bundled_file("boundaries", "communes-without-polygon.csv"), dtype=str)
    return dict(zip(table["commune_code"], table["shown_inside"], strict=True))


def current_commune(codes: "pd.Series[str]") -> "pd.Series[str]":
    """Bring to the polygons' communes the codes that have none of their own.

    Municipal arrondissements of Paris, Lyon and Marseille become their city; communes lately
    re-established become the one whose polygon still covers them. Other codes stay.

    Examples
    --------
    >>> import pandas as pd
    >>> current_commune(pd.Series(["75112", "35238"])).tolist()
    ['75056', '35238']
    """
    cities = {
        str(code): city for city, (first, last) in CITIES.items() for code in range(first, last + 1)
    }
    return codes.replace({**cities, **_without_polygon()})
