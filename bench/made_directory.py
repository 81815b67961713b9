"""Rows of directories that are made up, for builds of départements that have no shared data."""

from typing import TYPE_CHECKING

from geo_ent.tables.uai import check_letter

if TYPE_CHECKING:
    import geopandas as gpd

CORSICA = {"2A": "620", "2B": "720"}  # as a UAI begins


def school_row(departement: str, number: int, **cells: object) -> dict[str, object]:
    """Make the row of an open public school that has both levels; `cells` says what differs.

    Its number is the last four figures of its UAI.

    Examples
    --------
    >>> school_row("2A", 7, code_commune="2A004")["identifiant_de_l_etablissement"]
    '6200007N'
    """
    digits = f"{CORSICA.get(departement, departement.zfill(3))}{number:04d}"
    return {
        "identifiant_de_l_etablissement": digits + check_letter(digits),
        "nom_etablissement": "",
        "type_etablissement": "Ecole",
        "statut_public_prive": "Public",
        "code_commune": "",
        "nom_commune": "",
        "code_departement": departement.zfill(3),
        "ecole_maternelle": 1,
        "ecole_elementaire": 1,
        "nom_circonscription": "",
        "latitude": "",
        "longitude": "",
        "date_maj_ligne": "2025-03-01",
        "etat": "OUVERT",
    } | cells


def school_of(
    departement: str, number: int, home: str, communes: "gpd.GeoDataFrame", **cells: object
) -> dict[str, object]:
    """Make the row of a school in a commune: at its middle, its circonscription by its initial."""
    point, name = communes.geometry[home].representative_point(), str(communes.loc[home, "name"])
    own = {"code_commune": home, "nom_commune": name, "latitude": point.y, "longitude": point.x}
    within = {"nom_circonscription": f"Circonscription {name[:1]}"}
    return school_row(departement, number, **own, **within, **cells)
