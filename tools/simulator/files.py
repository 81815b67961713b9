"""The simulated files of a scenario, in the layouts of the real ones."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.rows import annuaire_rows
from simulator.waves import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from simulator.colleges import Colleges
    from simulator.scenario import Scenario

__all__ = ["Simulated", "Written", "write_files"]

_ALWAYS = ("uai", "status", "solution", "start", "end", "programme")
_PLACES = ("name", "commune", "circonscription")
_ORDER = ("uai", *_PLACES, *_ALWAYS[1:], "phase", "network")


@dataclass(frozen=True, eq=False)
class Simulated:
    """What was simulated of a scenario.

    Attributes
    ----------
    schools
        Indexed by `uai`.
    told
        What the waves say of them (`simulator.waves.COLUMNS`).
    colleges
        None where the scenario has none.
    """

    schools: pd.DataFrame
    told: pd.DataFrame
    colleges: "Colleges | None"


@dataclass(frozen=True)
class Written:
    """Where the files are; None for those that the scenario hasn't."""

    schools: Path
    register: Path
    pupils: Path | None = None
    usage: Path | None = None
    college_sectors: Path | None = None


def write_files(found: Simulated, scenario: "Scenario", folder: Path) -> Written:
    """Write the simulated inputs of a scenario; the same bytes at each run."""
    folder.mkdir(parents=True, exist_ok=True)
    schools, colleges = found.schools, found.colleges
    table = None if colleges is None else colleges.table
    figures = scenario.figures
    return Written(
        schools=_portal(
            annuaire_rows(schools, scenario.date, colleges=table), folder / "annuaire-simule.csv"
        ),
        register=_plain(register_rows(found), folder / "registre-simule.csv"),
        pupils=_portal(pupil_rows(schools, scenario), folder / "effectifs-simules.csv")
        if figures.pupils is not None or figures.classes is not None
        else None,
        usage=_plain(usage_rows(schools), folder / "usage-simule.csv")
        if figures.accounts is not None or ("ent_classes_n" in schools and schools["partial"].any())
        else None,
        college_sectors=None
        if colleges is None
        else _portal(sector_rows(found, scenario), folder / "carte-scolaire-simulee.csv"),
    )


def _portal(rows: pd.DataFrame, path: Path) -> Path:
    """Write a file as the ministry's portal does: a byte order mark, semicolons."""
    text = rows.to_csv(index=False, sep=";", lineterminator="\n")
    path.write_text(text, encoding="utf-8-sig", newline="\n")
    return path


def _plain(rows: pd.DataFrame, path: Path) -> Path:
    text = rows.to_csv(index=False, lineterminator="\n")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def register_rows(found: Simulated) -> pd.DataFrame:
    """Give the register's rows: those of territories, then a row a school and a wave.

    A school that no wave speaks of has no row: what that means is for `complete` to say; but where
    no wave speaks of any, each has one that says that it has none. Columns of which nothing is said
    are left out, but for those of every register.
    """
    told = found.told
    own = told[told["scope"] == "ecole"].sort_values(["uai", "wave"], kind="stable")
    parts = [_territory_rows(found), own]
    if told.empty:
        parts.append(pd.DataFrame({"uai": found.schools.index, "status": "none"}))
    rows = pd.concat(
        [part.reindex(columns=list(_ORDER), fill_value="").astype(str) for part in parts],
        ignore_index=True,
    ).sort_values("uai", kind="stable")  # territories, that have none, first
    columns = [name for name in _ORDER if name in _ALWAYS or (rows[name] != "").any()]
    return rows[columns]


def _territory_rows(found: Simulated) -> pd.DataFrame:
    """Name each territory that is equipped as a whole, as a DANE writes it."""
    told, schools = found.told, found.schools
    rows = told[told["scope"] != "ecole"].drop_duplicates(["wave", "scope", "unit"])
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = rows.sort_values(["wave", "start", "unit"], kind="stable")
    home = schools.loc[rows["uai"]]
    scope = rows["scope"].to_numpy()
    named = pd.DataFrame({"uai": ""}, index=rows.index)
    named["name"] = [
        _title(each, row) for each, row in zip(scope, home.to_dict("records"), strict=True)
    ]
    for level, column in (("commune", "commune_name"), ("circonscription", "circonscription_name")):
        own = pd.Series(home[column].to_numpy(), rows.index)
        named[level] = own.where(rows["scope"] == level, "")
    return rows.drop(columns="uai").join(named)


def _title(scope: str, home: "dict[Hashable, Any]") -> str:
    if scope == "departement":
        code = home["departement_code"]
        return f"Toutes les écoles du département {code}"
    if scope == "secteur_college":
        return f"Secteur du {str(home['college_name']).replace('Collège', 'collège')}"
    return "Toutes les écoles"


def pupil_rows(schools: pd.DataFrame, scenario: "Scenario") -> pd.DataFrame:
    """Give the rows of the ministry's effectifs, with the titles of its file of 2022."""
    return pd.DataFrame(
        {
            "Rentrée scolaire": rentree(scenario),
            "Commune": schools["commune_name"].str.upper(),
            "Numéro de l'école": schools.index,
            "Dénomination principale": schools["name"],
            "Secteur": schools["private"].map({False: "PUBLIC", True: "PRIVE"}),
            "REP": (schools["priority"] == "REP").astype(int),
            "REP +": (schools["priority"] == "REP+").astype(int),
            "Nombre total de classes": schools["classes_n"],
            "Nombre total d'élèves": schools["pupils_n"],
        }
    )


def rentree(scenario: "Scenario") -> int:
    """Give the year of the effectifs: as told, else the school year of the date."""
    date = scenario.date
    return scenario.figures.rentree or date.year - (date.month < 9)  # noqa: PLR2004 September


def usage_rows(schools: pd.DataFrame) -> pd.DataFrame:
    """Give accounts and classes with an ENT by school, those that have an ENT only."""
    own = schools[schools["covered"] | schools["partial"]]
    rows = pd.DataFrame({"UAI": own.index})
    for title, column in (
        ("Comptes créés", "created_n"),
        ("Comptes activés", "activated_n"),
        ("Classes avec ENT", "ent_classes_n"),
    ):
        if column in own:
            rows[title] = own[column].astype(int).to_numpy()
    return rows


def sector_rows(found: Simulated, scenario: "Scenario") -> pd.DataFrame:
    """Give the rows of the carte scolaire: each commune is of one collège."""
    if found.colleges is None:
        return pd.DataFrame()
    from geo_ent.communes.bundled import read_communes

    names = read_communes(scenario.departements)["name"]
    sector = found.colleges.sector.sort_index()
    return pd.DataFrame(
        {
            "code_departement": sector.map(found.colleges.table["departement_code"]).str.zfill(3),
            "code_insee": sector.index,
            "libelle_commune": names.reindex(sector.index),
            "Code_RNE": sector,
            "Secteur_unique": "O",
        }
    )
