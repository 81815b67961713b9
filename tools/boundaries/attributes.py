"""Who each commune belongs to: EPCI, arrondissement, département, académie, région."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .packages import read_json, read_table

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = [
    "commune_code",
    "name",
    "epci_code",
    "epci_name",
    "arrondissement_code",
    "arrondissement_name",
    "departement_code",
    "departement_name",
    "academie_code",
    "academie_name",
    "region_code",
    "region_name",
    "population_n",
]


def commune_table(tarball: Path, academies: Path) -> pd.DataFrame:
    """Build the attributes of every commune of the 101 départements.

    Parameters
    ----------
    tarball
        The npm package.
    academies
        ``academies.csv``: departement_code, academie_code, academie_name.

    Returns
    -------
    DataFrame
        ``COLUMNS``, sorted by département and commune; a commune outside any EPCI has
        null EPCI columns, one of Mayotte null arrondissement columns. ``population_n`` is the
        municipal population.
    """
    rows = [
        {
            "commune_code": row["code"],
            "name": row["nom"],
            "arrondissement_code": row["arrondissement"] or None,  # Mayotte has none
            "departement_code": row["departement"],
            "region_code": row["region"],
            "population_n": row.get("population"),
        }
        for row in read_json(tarball, "communes")
        if row["type"] == "commune-actuelle" and row["zone"] != "com"
    ]
    table = pd.DataFrame(rows).astype({"population_n": "Int64"})
    table = table.merge(_epci(tarball), on="commune_code", how="left", validate="1:1")
    for level in ("arrondissement", "departement", "region"):
        names = read_table(tarball, f"{level}s").add_prefix(f"{level}_")
        table = table.merge(names, on=f"{level}_code", how="left", validate="m:1")
    schools = pd.read_csv(academies, dtype=str)
    table = table.merge(schools, on="departement_code", how="left", validate="m:1")
    return table[COLUMNS].sort_values(["departement_code", "commune_code"], ignore_index=True)


def _epci(tarball: Path) -> pd.DataFrame:
    members = [
        {"commune_code": member["code"], "epci_code": epci["code"], "epci_name": epci["nom"]}
        for epci in read_json(tarball, "epci")
        for member in epci["membres"]
    ]
    return pd.DataFrame(members)


def absorbing_codes(tarball: Path) -> frozenset[str]:
    """Give the codes of the communes that absorbed others, whenever it was."""
    return frozenset(
        row["code"]
        for row in read_json(tarball, "communes")
        if row["type"] == "commune-actuelle" and row.get("anciensCodes")
    )
