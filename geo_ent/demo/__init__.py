"""The simulated académie behind `geo-ent demo`: real communes, published totals, invented schools.

The schools of Nancy-Metz are drawn at random in its communes, then given ENT so that the counts
of each département are those that its DANE published on 1 July 2020.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.project import Project, Simulation
from geo_ent.tables.contract import LEVELS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DATE", "DEPARTEMENTS", "demo_project", "read_published", "simulate", "write_inputs"]

DATE = dt.date(2020, 7, 1)
DEPARTEMENTS = ("54", "55", "57", "88")

_SEED = 20200701
_PUBLISHED = ("schools", "nancy-metz-2020-07.csv")
_TITLE = "Les ENT dans les écoles de l’académie de Nancy-Metz"
_MESSAGE = (
    "Les écoles, leurs noms, leurs emplacements, leurs circonscriptions et la "
    "situation de chacune sont simulés. Sont publiés par la DANE de Nancy-Metz, à la date du "
    "1er juillet 2020, les nombres d’écoles, d’écoles avec ENT et, parmi celles-ci, d’élémentaires "
    "et de primaires, par département et pour l’académie."
)
_PUBLISHED_NOTE = (
    "Publiés par la DANE de Nancy-Metz au 1er juillet 2020 : schools_n, covered_n et "
    "primary_covered_n (et donc coverage_share) ; les autres colonnes viennent d’écoles simulées."
)
_SIMULATED_NOTE = (
    "Simulé : écoles inventées, calées sur les totaux des départements publiés par la DANE de "
    "Nancy-Metz au 1er juillet 2020."
)
_SCHOOL_NOTE = "École simulée : son nom, son UAI, son emplacement et sa situation sont inventés."


def demo_project(folder: Path, out: Path) -> Project:
    """Write the simulated inputs in a folder and describe the map to build from them.

    Parameters
    ----------
    folder
        Where to write the two inputs; made if it doesn't exist.
    out
        Where the map will be built.
    """
    schools, register = write_inputs(folder)
    published = {"departement", "academie"}
    notes = {level: _PUBLISHED_NOTE if level in published else _SIMULATED_NOTE for level in LEVELS}
    return Project(
        departements=DEPARTEMENTS,
        schools=schools,
        register=register,
        out=out,
        date=DATE,
        sector="public",
        complete=True,
        title=_TITLE,
        simulation=Simulation(
            message=_MESSAGE,
            notes={**notes, "schools": _SCHOOL_NOTE},
            replaces_sources=True,
        ),
    )


def write_inputs(folder: Path) -> tuple[Path, Path]:
    """Write the simulated annuaire and register as a DANE would have them.

    The same bytes at each run.

    Returns
    -------
    tuple
        `annuaire-simule.csv` (the portal's layout of 2026) and `registre-simule.csv`.
    """
    from geo_ent.demo.rows import annuaire_rows, register_rows

    schools = simulate()
    folder.mkdir(parents=True, exist_ok=True)
    annuaire, register = folder / "annuaire-simule.csv", folder / "registre-simule.csv"
    portal = annuaire_rows(schools, DATE).to_csv(index=False, sep=";", lineterminator="\n")
    annuaire.write_text(portal, encoding="utf-8-sig", newline="\n")
    table = register_rows(schools).to_csv(index=False, lineterminator="\n")
    register.write_text(table, encoding="utf-8", newline="\n")
    return annuaire, register


def simulate() -> "pd.DataFrame":
    """Draw the schools of the académie, their circonscriptions and their ENT.

    Returns
    -------
    DataFrame
        Indexed by `uai`: `commune_code, departement_code, population_n, nature, priority,
        latitude, longitude, circonscription, circonscription_name, circonscription_code, pool,
        sector_town, status, solution, start, programme, name`.
    """
    import numpy as np

    from geo_ent.demo.adoption import adopt
    from geo_ent.demo.partition import assign_circonscriptions, split_towns
    from geo_ent.demo.places import count_schools, draw_schools, home_pools
    from geo_ent.demo.rows import identify
    from geo_ent.tables.communes import read_communes
    from geo_ent.territory.crs import metric_crs

    rng = np.random.default_rng(_SEED)
    published = read_published()
    communes = home_pools(read_communes(DEPARTEMENTS).to_crs(metric_crs(DEPARTEMENTS)))
    communes["schools_n"] = count_schools(communes, published["schools_n"], rng)
    communes = assign_circonscriptions(communes)
    schools = identify(split_towns(draw_schools(communes, rng)))
    return adopt(schools, published, rng)


def read_published() -> "pd.DataFrame":
    """Read what the DANE of Nancy-Metz published on 1 July 2020, by département.

    Examples
    --------
    >>> read_published()["covered_n"].to_dict()
    {'54': 271, '55': 104, '57': 609, '88': 86}
    """
    import pandas as pd

    from geo_ent.sources.bundled import bundled_file

    table = pd.read_csv(bundled_file(*_PUBLISHED), dtype={"departement_code": str})
    return table.dropna(subset=["departement_code"]).set_index("departement_code")
