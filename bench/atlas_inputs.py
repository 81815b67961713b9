"""A directory, effectifs and a register of all of France, made up around the real écoles.

    python bench/atlas_inputs.py FOLDER [--schools 50000] [--departements 35,22,29,56,15,63]

Needs the shared inputs beside the repository. The écoles of the file of IPS keep their UAI, name
and commune, and are put at random in it; the others are invented, and their names say so
("simulée"). The register has a sheet an académie, each as its own keeper would write it. What each
school should come to is in `verite.csv`. Seeded: the same files at each run.
"""

import argparse
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import xlsxwriter
from made_directory import school_row
from messy_words import (
    LEVELS,
    SOLUTIONS,
    STATUS,
    TITLES,
    dress_commune,
    dress_name,
    dress_uai,
)
from national import circonscriptions, places
from region import SEED, listed

from geo_ent.communes.bundled import communes_without_polygon, read_communes
from geo_ent.communes.codes_to_today import move_codes
from geo_ent.communes.departements import departement_names

ROWS = 50_000  # of the register, for as many schools
UPDATED = "2025-11-03"
RENTREES = range(2016, 2026)
PRIVATE = 0.15  # of the invented schools
ABSENT = 0.03  # schools that the register says nothing of
STRAYED = 0.001  # rows on the sheet of another académie
SHORT_TITLES = {"departement": ["Dpt", "Département", "DEPT"], "cp": ["CP", "Code postal"]}
PUPIL_TITLES = ("Rentrée scolaire", "Région académique", "Académie", "Département", "Commune",
                "Numéro de l'école", "Dénomination principale", "Patronyme", "Secteur", "REP",
                "REP +", "Nombre total de classes", "Nombre total d'élèves")  # fmt: skip
LAYOUTS: tuple[tuple[str, ...], ...] = (
    ("uai", "name", "commune", "status", "solution", "start"),
    ("departement", "circo", "uai", "name", "commune", "status", "solution", "start", "notes"),
    ("commune", "name", "uai", "pupils", "status", "start", "solution", "programme"),
    ("name", "commune", "departement", "uai", "solution", "status", "start", "end"),
    ("uai", "commune", "name", "phone", "status", "solution", "start", "notes"),
    ("departement", "commune", "name", "status", "solution", "start"),  # no UAI
)
HABITS = LEVELS["low"]


class Told(NamedTuple):
    """What the register says of a school."""

    status: str
    solution: str
    year: int


@dataclass(frozen=True)
class Keeper:
    """How one académie writes its sheet."""

    name: str
    columns: tuple[str, ...]
    titles: dict[str, str]
    words: dict[str, list[Any]]  # status -> how it is written
    dates: int  # which way of writing them
    above: int  # title rows
    totals: bool  # a row of totals under each département


def made_schools(n: int) -> gpd.GeoDataFrame:
    """Place the schools in their communes, and share out the circonscriptions."""
    codes = tuple(departement_names())
    schools, communes = listed(codes, n), read_communes(codes)
    today = move_codes(schools["commune_code"], names=False)["commune_code"]
    home = today.replace(communes_without_polygon()["shown_inside"].to_dict())
    at, rng = communes.index.get_indexer(home), np.random.default_rng(SEED)
    points = places(communes.geometry.to_numpy(), at, rng)
    columns = {
        level: communes[level].to_numpy()[at]
        for level in ("departement_name", "academie_code", "academie_name", "region_name")
    }
    columns["departement_code"] = communes["departement_code"].to_numpy()[at]
    placed = gpd.GeoDataFrame(schools.assign(**columns), geometry=points, crs=4326)
    placed["circonscription"] = named(placed, circonscriptions(placed))
    placed["invented"] = placed["uai"] == ""
    invented = placed[placed["invented"]]
    counts = invented.groupby("commune_code").cumcount() + 1
    placed.loc[invented.index, "name"] = [
        f"{name} (simulée {number})" for name, number in zip(invented["name"], counts, strict=True)
    ]
    private = rng.random(len(placed)) < PRIVATE
    placed.loc[placed["invented"] & private, "sector"] = "privé sous contrat"
    return placed


def named(schools: gpd.GeoDataFrame, codes: pd.Series) -> pd.Series:
    """Name circonscriptions after the commune of most of their schools: Rennes 1, Rennes 2."""
    departements = schools["departement_code"].groupby(codes).first()
    seats = schools["commune_name"].groupby(codes).agg(lambda names: names.mode()[0]).str.title()
    same = seats.groupby([departements, seats])
    numbers = (same.cumcount() + 1).astype(str).where(same.transform("size") > 1, "")
    return codes.map((seats + " " + numbers).str.strip())


def free_uais(departement: str, taken: frozenset[str]) -> Iterator[str]:
    """Make UAI that no real school has."""
    for number in range(5000, 10_000):
        uai = str(school_row(departement, number)["identifiant_de_l_etablissement"])
        if uai not in taken:
            yield uai


def with_uais(schools: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each invented school a UAI."""
    taken = frozenset(schools["uai"])
    free = {code: free_uais(code, taken) for code in schools["departement_code"].unique()}
    pairs = zip(schools["uai"], schools["departement_code"], strict=True)
    return schools.assign(uai=[uai or next(free[code]) for uai, code in pairs])


def directory_table(schools: gpd.GeoDataFrame) -> pd.DataFrame:
    """Write the schools as the annuaire does."""
    xy = zip(schools.geometry.x.round(7), schools.geometry.y.round(7), strict=True)
    rows = []
    for school, (x, y) in zip(schools.itertuples(), xy, strict=True):
        made = school_row(school.departement_code, 0)
        nursery = school.name.startswith("Ecole maternelle")
        rows.append(made | {
            "identifiant_de_l_etablissement": school.uai,
            "nom_etablissement": school.name,
            "statut_public_prive": "Public" if school.sector == "public" else "Privé",
            "adresse_1": "1 place de la Mairie",
            "code_postal": f"{school.departement_code[:2]}000",
            "code_commune": school.commune_code,
            "nom_commune": school.commune_name.title(),
            "code_academie": school.academie_code,
            "ecole_maternelle": int(nursery or "PRIMAIRE" in school.name),
            "ecole_elementaire": int(not nursery),
            "telephone": "0200000000",
            "mail": f"ce.{school.uai}@exemple.fr",
            "libelle_departement": school.departement_name,
            "libelle_academie": school.academie_name,
            "libelle_region": school.region_name,
            "nom_circonscription":
                f"Circonscription d'inspection du 1er degré de {school.circonscription}",
            "latitude": y,
            "longitude": x,
            "date_maj_ligne": UPDATED,
        })  # fmt: skip
    table = pd.DataFrame(rows)
    # titles as in the portal's CSV: the naive script knows them so
    kept = {"latitude", "longitude", "nom_circonscription", "etat", "date_maj_ligne"}
    table.columns = pd.Index([c if c in kept else c[0].upper() + c[1:] for c in table.columns])
    return table


def pupil_table(schools: gpd.GeoDataFrame) -> pd.DataFrame:
    """Make the effectifs of a rentrée."""
    rng = np.random.default_rng(SEED)
    classes = 1 + rng.poisson(4, len(schools))
    columns = (2025, schools["region_name"].str.upper(), schools["academie_name"].str.upper(),
               schools["departement_name"].str.upper(), schools["commune_name"].str.upper(),
               schools["uai"], schools["name"], "",
               np.where(schools["sector"] == "public", "PUBLIC", "PRIVE"), 0, 0,
               classes, classes * rng.integers(15, 28, len(schools)))  # fmt: skip
    return pd.DataFrame(dict(zip(PUPIL_TITLES, columns, strict=True)), index=schools.index)


def truth(schools: gpd.GeoDataFrame) -> dict[str, Told]:
    """Choose what the register says: each département has its own share, and its own solutions."""
    told = {}
    for code, group in schools.groupby("departement_code"):
        rng = random.Random(f"atlas {SEED} {code}")
        share, names = rng.uniform(0.1, 0.9), rng.sample(list(SOLUTIONS), 3)
        for uai in group["uai"]:
            if rng.random() < ABSENT:
                continue
            has = rng.random() < share
            others = rng.choices(("none", "planned", "class", "unknown"), (75, 12, 8, 5))[0]
            status = "school" if has else others
            solution = rng.choices(names, (70, 25, 5))[0] if status in {"school", "class"} else ""
            told[str(uai)] = Told(status, solution, rng.choice(RENTREES))
    return told


def keeper(code: str, name: str, number: int) -> Keeper:
    """Choose the habits of an académie."""
    rng = random.Random(f"keeper {SEED} {code}")
    # one sheet in the country has no UAI: its rows are known by name
    columns = LAYOUTS[-1] if code == "14" else LAYOUTS[number % (len(LAYOUTS) - 1)]
    titles = {column: rng.choice(SHORT_TITLES.get(column) or TITLES[column][0])
              for column in columns}  # fmt: skip
    words = {status: rng.sample(forms[0], min(2, len(forms[0])))
             for status, forms in STATUS.items()}  # fmt: skip
    return Keeper(name, columns, titles, words, number % 5, rng.choice((0, 1, 3, 4)),
                  rng.random() < 0.5)  # fmt: skip


def start_cell(way: int, year: int) -> object:
    """Write a rentrée as one keeper does."""
    day = dt.date(year, 9, 1)
    return (day, f"{day:%d/%m/%Y}", f"rentrée {year}", year, f"sept. {year}")[way]


def school_cells(school: Any, told: Told, habits: Keeper, rng: random.Random) -> list[object]:  # noqa: ANN401 a row
    """Write a school's row."""
    dated = told.status in {"school", "class"}
    solutions = SOLUTIONS[told.solution][0] if told.solution else [""]
    cells = {
        "uai": dress_uai(rng, school.uai, HABITS)[0],
        "name": dress_name(rng, school.name, HABITS)[0],
        "commune": dress_commune(rng, school.commune_name, HABITS),
        "departement": school.departement_code,
        "circo": school.circonscription,
        "status": rng.choice(habits.words[told.status]),
        "solution": rng.choice(solutions),
        "start": start_cell(habits.dates, told.year) if dated else "",
        "pupils": rng.randint(20, 300),
        "phone": "02 00 00 00 00",
    }
    return [cells.get(column, "") for column in habits.columns]


def sheet_rows(schools: pd.DataFrame, told: dict[str, Told], habits: Keeper) -> Iterator[list[Any]]:
    """Write the rows of a sheet under its titles: a département after the other."""
    rng = random.Random(f"rows {SEED} {habits.name}")
    yield [f"Suivi des ENT du premier degré – académie : {habits.name}"]
    yield from ([f"Mise à jour du {UPDATED} (données simulées)"] for _ in range(habits.above))
    yield [habits.titles[column] for column in habits.columns]
    for departement, group in schools.groupby("departement_name", sort=True):
        for school in group.itertuples():
            yield school_cells(school, told[str(school.uai)], habits, rng)
        if habits.totals:
            yield [f"Total {departement}", "", len(group)]


def stated(schools: gpd.GeoDataFrame, told: dict[str, Told]) -> pd.DataFrame:
    """Choose the row of each school, some of them twice, and a few on another sheet."""
    rng = np.random.default_rng(SEED)
    rows = schools[schools["uai"].isin(told.keys())]
    twice = max(0, round(ROWS * len(schools) / 50_000) - len(rows))
    rows = pd.concat([rows, rows.sample(twice, random_state=SEED)]).sort_index(kind="stable")
    sheets = rows["academie_code"].to_numpy(copy=True)
    strayed = rng.random(len(rows)) < STRAYED
    sheets[strayed] = rng.permutation(sheets)[strayed]
    return pd.DataFrame(rows.drop(columns="geometry")).assign(sheet=sheets)


def write_register(
    path: Path, rows: pd.DataFrame, told: dict[str, Told], names: dict[str, str]
) -> None:
    """Write the workbook, always the same bytes."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": dt.datetime(2025, 11, 3, tzinfo=dt.UTC)})
        for number, (code, name) in enumerate(names.items()):
            mine = rows[rows["sheet"] == code]
            if mine.empty:
                continue
            sheet = book.add_worksheet(name)
            for at, cells in enumerate(sheet_rows(mine, told, keeper(code, name, number))):
                sheet.write_row(at, 0, cells)


def write_inputs(folder: Path, schools: gpd.GeoDataFrame, told: dict[str, Told]) -> None:
    """Write the four files of some schools."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {uai: told[uai] for uai in schools["uai"] if uai in told}
    directory_table(schools).to_csv(folder / "annuaire.csv", sep=";", index=False)
    pupil_table(schools).to_csv(folder / "effectifs.csv", sep=";", index=False)
    names = schools.drop_duplicates("academie_code").set_index("academie_code")["academie_name"]
    write_register(folder / "registre.xlsx", stated(schools, kept), kept,
                   names.sort_index().to_dict())  # fmt: skip
    frame = pd.DataFrame.from_dict(kept, orient="index", columns=list(Told._fields))
    frame.rename_axis("uai").to_csv(folder / "verite.csv")


def simulated(n: int, departements: Sequence[str] = ()) -> tuple[gpd.GeoDataFrame, dict[str, Told]]:
    """Make the schools of some départements (all without any), and what is true of them.

    A département's are the same whichever are asked for.
    """
    schools = with_uais(made_schools(n))
    told = truth(schools)
    if departements:
        schools = schools[schools["departement_code"].isin(departements)]
    return schools, told


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--schools", type=int, default=ROWS)
    parser.add_argument("--departements", default="", help="codes, a comma between; all without")
    asked = parser.parse_args()
    write_inputs(
        asked.folder, *simulated(asked.schools, tuple(filter(None, asked.departements.split(","))))
    )


if __name__ == "__main__":
    main()
