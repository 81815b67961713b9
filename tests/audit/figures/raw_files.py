"""The real case from its files as they come: no line of geo_ent is used, nor of what it wrote.

pandas reads the tables, shapely and pyproj measure. What the register says of each school is in
`registre-ent-035-attendu.csv`, which was written with the register and not by reading it.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyproj

BUNDLED = Path(__file__).resolve().parent.parent.parent.parent / "data" / "boundaries"
DATE = pd.Timestamp("2023-06-30")
RENTREES = [pd.Timestamp(year, 9, 1) for year in range(2016, 2023)]
"""The rentrées of the page: those from which the annuaire still has most of the schools."""
FILES = {
    "schools": "annuaire-035-2023-06.csv",
    "register": "registre-ent-035-simule.xlsx",
    "density": "densite-7-niveaux-cog2025.csv",
    "frr": "frr-2025-07.csv",
    "pupils": "effectifs-ecoles-035-2019-2022.csv",
    "ips": "ips-ecoles-2021-2022.csv",
    "college_sectors": "carte-scolaire-colleges-035-2023.csv",
}
TRUTH = "registre-ent-035-attendu.csv"
DENSITY = [
    "Grands centres urbains", "Centres urbains intermédiaires", "Petites villes",
    "Ceintures urbaines", "Bourgs ruraux", "Rural à habitat dispersé",
    "Rural à habitat très dispersé",
]  # fmt: skip
"""INSEE's seven labels, the densest first; the last three are rural."""
LEVELS = ("circonscription", "commune", "secteur_college", "epci", "arrondissement", "departement")


def rows(path, sep):
    """Read a table as text, cell by cell; an empty cell is an empty text."""
    return pd.read_csv(path, sep=sep, dtype=str, encoding="utf-8-sig", keep_default_na=False)


def metres(longitude, latitude):
    """Put degrees in the legal projection of the metropole."""
    there = pyproj.Transformer.from_crs(4326, 2154, always_xy=True)
    return np.column_stack(there.transform(np.asarray(longitude), np.asarray(latitude)))


def numbers(texts):
    """Read figures; what isn't one is missing."""
    return pd.to_numeric(texts, errors="coerce")


@dataclass
class RawCase:
    """Ille-et-Vilaine: each file that the build is given, read on its own.

    Attributes
    ----------
    files
        Where each file is, by its name in `FILES`, and the truth of the register.
    """

    files: dict

    @cached_property
    def directory(self):
        """The whole annuaire: schools, collèges, circonscriptions."""
        return rows(self.files["schools"], ";").set_index("Identifiant_de_l_etablissement")

    @cached_property
    def today(self):
        """What each former commune code is today; a code of today is itself."""
        history = rows(BUNDLED / "commune-history.csv", ",").drop_duplicates("former_code")
        return dict(zip(history["former_code"], history["commune_code"], strict=True))

    @cached_property
    def communes(self):
        """The bundled communes of the département, by code, with their polygons."""
        whole = gpd.read_parquet(
            BUNDLED / "communes.parquet", filters=[("departement_code", "==", "35")]
        )
        return whole.set_index("commune_code")

    def moved(self, codes):
        """Bring commune codes to those of today."""
        return codes.map(lambda code: code if code in self.communes.index else self.today.get(code))

    @cached_property
    def every_school(self):
        """All the schools that are open, public and private, with all that is known of them."""
        written = self.directory
        written = written[(written["Type_etablissement"] == "Ecole")]
        schools = pd.DataFrame(index=written.index.rename("uai"))
        schools["name"] = written["Nom_etablissement"].str.strip()
        schools["public"] = written["Statut_public_prive"] == "Public"
        schools["nature"] = natures(written)
        schools["priority"] = written["Appartenance_Education_Prioritaire"]
        schools["rpi"] = (written["rpi_disperse"] != "") | (written["rpi_concentre"] == "1")
        schools["rpi_code"] = written["rpi_disperse"]
        schools["rpi_kind"] = np.select(
            [written["rpi_disperse"] != "", written["rpi_concentre"] == "1"],
            ["dispersé", "concentré"],
            "aucun",
        )
        schools["opened_on"] = pd.to_datetime(written["date_ouverture"])
        schools["written_commune"] = written["Code_commune"]
        schools["commune"] = self.moved(written["Code_commune"])
        schools[["x", "y"]] = metres(numbers(written["longitude"]), numbers(written["latitude"]))
        schools = schools.join(self.zones_of(written, schools)).join(self.commune_classes(schools))
        return schools.join(self.pupils).join(self.ips).join(self.register)

    @cached_property
    def schools(self):
        """The public schools: what the build counts by default."""
        return self.every_school[self.every_school["public"]]

    def zones_of(self, written, schools):
        """Tell each school's zone at each level, by its code."""
        inspections = self.directory["libelle_nature"].str.startswith("CIRCONSCRIPTIONS")
        names = self.directory.loc[inspections, "Nom_etablissement"]
        codes = dict(zip(names, names.index, strict=True))
        land = self.communes.reindex(schools["commune"]).set_axis(schools.index)
        return pd.DataFrame(
            {
                "circonscription_code": written["nom_circonscription"].map(codes),
                "commune_code": schools["commune"],
                "secteur_college_code": self.college_of(schools),
                "epci_code": land["epci_code"],
                "arrondissement_code": land["arrondissement_code"],
                "departement_code": land["departement_code"],
            }
        )

    @cached_property
    def zone_names(self):
        """The name of every zone, by level and code."""
        land = self.communes
        circonscriptions = self.directory["libelle_nature"].str.startswith("CIRCONSCRIPTIONS")
        inspections = self.directory.loc[circonscriptions, "Nom_etablissement"]
        named = {
            level: dict(zip(land[f"{level}_code"], land[f"{level}_name"], strict=True))
            for level in ("epci", "arrondissement", "departement")
        }
        used = set(self.every_school["circonscription_code"])
        named["circonscription"] = {
            code: name.split(" degré de ")[-1].split(" degré du ")[-1]
            for code, name in inspections.items()
            if code in used
        }
        named["commune"] = dict(land["name"])
        colleges = {code for codes in self.colleges.values() for code in codes}
        named["secteur_college"] = {
            code: self.directory.loc[code, "Nom_etablissement"] for code in colleges
        }
        return named

    @cached_property
    def sector_rows(self):
        """The carte scolaire, its communes brought to today."""
        written = rows(self.files["college_sectors"], ";")
        return written.assign(commune=self.moved(written["code_insee"]))

    @cached_property
    def colleges(self):
        """The collèges that serve each commune."""
        return self.sector_rows.groupby("commune")["Code_RNE"].agg(set).to_dict()

    def college_of(self, schools):
        """Tell the collège of each school: its commune's, the nearest where several share it."""
        place = self.directory.loc[
            sorted({code for codes in self.colleges.values() for code in codes})
        ]
        where = pd.DataFrame(
            metres(numbers(place["longitude"]), numbers(place["latitude"])),
            index=place.index,
        )

        def nearest(school):
            serving = where.loc[sorted(self.colleges[school["commune"]])]
            return np.hypot(serving[0] - school["x"], serving[1] - school["y"]).idxmin()

        return schools.apply(nearest, axis=1)

    def commune_classes(self, schools):
        """Tell what the zonings say of each school's commune."""
        density = rows(self.files["density"], ",").set_index("insee_com")["niveau_densite"]
        frr = rows(self.files["frr"], ";").set_index("Code_insee").iloc[:, 2]
        kind = schools["commune"].map(density)
        population = schools["commune"].map(self.communes["population_n"])
        return pd.DataFrame(
            {
                "density": kind,
                "rural": kind.map(DENSITY.index) >= 4,
                "frr": schools["commune"].map(frr),
                "population_n": population,
            }
        ).join(calls(population, schools["commune"].isin(self.enlarged)))

    @cached_property
    def enlarged(self):
        """The communes that took others in: one of their parts may have been eligible."""
        history = rows(BUNDLED / "commune-history.csv", ",")
        return set(history.loc[history["how"].isin(["merged", "delegated"]), "commune_code"])

    @cached_property
    def pupils(self):
        """Pupils and classes at the last rentrée of the effectifs."""
        written = rows(self.files["pupils"], ";")
        last = written[written["Rentrée scolaire"] == written["Rentrée scolaire"].max()]
        last = last.set_index("Numéro de l'école")
        return pd.DataFrame(
            {
                "pupils_n": numbers(last["Nombre total d'élèves"]),
                "classes_n": numbers(last["Nombre total de classes"]),
            }
        )

    @cached_property
    def rentree(self):
        """The last rentrée of the effectifs."""
        return int(rows(self.files["pupils"], ";")["Rentrée scolaire"].max())

    @cached_property
    def ips(self):
        """The IPS of each school that has one."""
        written = rows(self.files["ips"], ";").set_index("UAI")
        return numbers(written["IPS"]).dropna().rename("ips").to_frame()

    @cached_property
    def register(self):
        """The situation of each school, its solution and its start, as the register means them."""
        truth = rows(self.files["truth"], ",").set_index("uai")
        dates = pd.to_datetime(truth["start"])
        return truth[["status", "solution", "match"]].assign(start=dates)

    @cached_property
    def sheets(self):
        """The register's own rows, sheet by sheet."""
        book = openpyxl.load_workbook(self.files["register"], read_only=True)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}

    @cached_property
    def adhesions(self):
        """The rows of the register that are of a whole commune, by its code of today."""
        codes = dict(zip(self.communes["name"].str.upper(), self.communes.index, strict=True))
        whole = [
            row
            for row in self.sheets["Public"]
            if row[0] is None and str(row[1]).startswith("Toutes les écoles")
        ]
        return {codes[row[2]]: row for row in whole}

    @cached_property
    def programmes(self):
        """What the register's column « Financement » says, by the figures of each row's UAI."""
        by_commune = self.schools[self.schools["match"] == "territory"]["commune_code"]
        told = {uai[:7]: self.adhesions[code][7] for uai, code in by_commune.items()}
        for sheet in self.sheets.values():
            for row in sheet:
                if row[0] and row[7] and re.match(r"\d{7}", str(row[0]).strip()):
                    told[str(row[0]).strip()[:7]] = row[7]
        return told


def natures(written):
    """Tell maternelle, élémentaire or primaire from the annuaire's two flags."""
    younger, older = written["Ecole_maternelle"] == "1", written["Ecole_elementaire"] == "1"
    return pd.Series(
        np.select([younger & older, younger, older], ["primaire", "maternelle", "elementaire"], ""),
        index=written.index,
    )


def calls(population, enlarged):
    """Tell who could apply to each call, by the commune's population alone.

    The population of then is within a tenth of today's. Without the unités urbaines a commune above
    a ceiling isn't eligible, unless it took others in; under 2,000 inhabitants it was in 2017; else
    nothing is decided (`geo_ent/communes/enir.toml` quotes the rules, docs/rurality.md the margin).
    """
    low, high = population * 0.9, population * 1.1
    undecided = pd.Series("undecided", index=population.index)

    def refused(ceiling):
        return (low > ceiling) & ~enlarged

    frame = pd.DataFrame(
        {
            "enir_2017": undecided.mask(high < 2000, "eligible").mask(
                refused(5000), "not_eligible"
            ),
            "enir_2018": undecided.mask(refused(2000), "not_eligible"),
            "label_2020": undecided.mask(refused(3500), "not_eligible"),
        }
    )
    one, open_still = (frame == "eligible").any(axis=1), (frame == "undecided").any(axis=1)
    return frame.assign(enir_eligible=one.astype("boolean").mask(~one & open_still))
