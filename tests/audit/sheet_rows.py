"""The rows that each sheet of coverage.xlsx must have, from the raw files."""

import pandas as pd
from sheet_claims import LEVEL_COLUMNS

STATUS_WORDS = {
    "school": "Un ENT pour toute l’école",
    "class": "Un ENT dans certaines classes seulement",
    "planned": "Un ENT prévu, pas encore ouvert",
    "none": "Pas d’ENT",
    "unknown": "Situation inconnue",
}
CALL_WORDS = {"eligible": "éligible", "not_eligible": "non éligible", "undecided": "indécidé"}
NATURE_WORDS = {"maternelle": "maternelle", "elementaire": "élémentaire", "primaire": "primaire"}
LEVEL_WORDS = {
    "circonscription": "circonscription", "commune": "commune", "epci": "intercommunalité",
    "secteur_college": "secteur de collège", "arrondissement": "arrondissement",
    "departement": "département",
}  # fmt: skip


SOLUTION_LEVELS = ("circonscription", "secteur_college", "epci", "departement")


def yes_no(flags):
    """Write flags; what isn't known is empty."""
    return flags.astype("boolean").map({True: "oui", False: "non"})


def level_rows(right, level):
    """Give the rows of a level, and of the whole, by code: an exact count has no interval."""
    table = right.levels[level]
    whole = pd.DataFrame([right.whole], index=["None"])
    whole = whole.assign(interval_low=float("nan"), interval_high=float("nan"))
    rows = pd.concat([table, whole])
    # Of a zone of which nothing is known no share is written: its cell is empty.
    silent = (rows["schools_n"] > 0) & (rows["unknown_n"] == rows["schools_n"])
    told = [
        name
        for name in rows
        if name.endswith("coverage_share")
        or name in ("interval_low", "interval_high", "rural_urban_gap_points")
    ]
    rows[told] = rows[told].astype(float).mask(silent)
    rows = rows.rename(columns={field: title for title, field in LEVEL_COLUMNS.items()})
    codes = [*table.index, None]
    return rows.assign(Code=codes).set_axis([(code,) for code in codes])


def school_rows(case):
    """Give the rows of the schools, by UAI."""
    schools, names = case.schools, case.zone_names
    return pd.DataFrame(
        {
            "UAI": schools.index,
            "École": schools["name"],
            "Nature": schools["nature"].map(NATURE_WORDS),
            "Commune": schools["commune_code"].map(names["commune"]),
            "Code de la commune": schools["commune_code"],
            "Circonscription": schools["circonscription_code"].map(names["circonscription"]),
            "Secteur de collège": schools["secteur_college_code"].map(names["secteur_college"]),
            "Intercommunalité": schools["epci_code"].map(names["epci"]),
            "ENT": schools["status"].map(STATUS_WORDS),
            "Solution": schools["solution"],
            "Depuis le": schools["start"],
            "Programme": schools.index.str[:7].map(case.programmes),
            "Élèves": schools["pupils_n"],
            "Classes": schools["classes_n"],
            "IPS": schools["ips"],
            "Éducation prioritaire": schools["priority"],
            "RPI": schools["rpi_kind"],
            "Code du RPI": schools["rpi_code"],
            "Rurale": yes_no(schools["rural"]),
            "Densité de la commune": schools["density"],
            "France Ruralités": schools["frr"],
            "ENIR 2017": schools["enir_2017"].map(CALL_WORDS),
            "ENIR 2018": schools["enir_2018"].map(CALL_WORDS),
            "Label Écoles numériques 2020": schools["label_2020"].map(CALL_WORDS),
            "Éligible à l'un des trois": yes_no(schools["enir_eligible"]),
        }
    ).set_axis([(uai,) for uai in schools.index])


def gap_rows(case, gone):
    """Give the rows of the schools to equip, by UAI."""
    at = case.every_school.loc[gone["nearest_uai"]]
    same = {
        level: yes_no(
            pd.Series(
                at[f"{level}_code"].to_numpy() == gone[f"{level}_code"].to_numpy(), gone.index
            )
        )
        for level in ("circonscription", "secteur_college")
    }
    known = school_rows(case).set_axis(case.schools.index).loc[gone.index]
    same_titles = ["École", "Commune", "Code de la commune", "Circonscription", "ENT", "Élèves",
                   "Secteur de collège", "Classes", "IPS", "RPI", "Code du RPI",
                   "Éducation prioritaire", "France Ruralités", "ENIR 2017", "ENIR 2018",
                   "Label Écoles numériques 2020"]  # fmt: skip
    return pd.DataFrame(
        {
            "UAI": gone.index,
            "Rang": gone["rank"],
            "Score (sur 100)": gone["score"],
            "Part connue du score": gone["score_known_share"],
            "Code de la circonscription": gone["circonscription_code"],
            "Code du secteur de collège": gone["secteur_college_code"],
            "École équipée la plus proche (km)": gone["nearest_km"],
            "UAI de la plus proche": gone["nearest_uai"],
            "École équipée la plus proche": at["name"].to_numpy(),
            "De la même circonscription": same["circonscription"],
            "Du même secteur de collège": same["secteur_college"],
            "Plus proche, d'un autre secteur (km)": gone["other_km"].where(gone["other_is_told"]),
            "UAI de l'école d'un autre secteur": gone["other_uai"].where(gone["other_is_told"]),
            "Alentour, situation inconnue": gone["around_unknown_n"],
            "Écoles alentour": gone["around_n"],
            "Alentour, avec un ENT": gone["around_covered_n"],
            "Part alentour": gone["around_covered_share"],
        }
        | {title: known[title] for title in same_titles}
    ).set_axis([(uai,) for uai in gone.index])


def area_rows(case, areas):
    """Give the rows of the white areas of two communes or more, by the codes of their communes."""
    private, rows = equipped_elsewhere(case), []
    for area in areas:
        schools, land = case.schools[case.schools["commune_code"].isin(area)], sorted(area)
        rows.append(
            {
                "Communes": len(area),
                "Écoles": len(schools),
                "Certaines classes seulement": (schools["status"] == "class").sum(),
                "Situation inconnue": (schools["status"] == "unknown").sum(),
                "Écoles équipées d'un autre secteur": private.isin(area).sum(),
                "Communes qui en ont une": private[private.isin(area)].nunique(),
                "Élèves": schools["pupils_n"].sum(),
                "Écoles sans effectif connu": schools["pupils_n"].isna().sum(),
                "Superficie (km²)": case.communes.loc[land, "area_km2"].sum(),
                "Codes des communes": ", ".join(land),
            }
        )
    table = pd.DataFrame(rows).sort_values(["Écoles", "Élèves"], ascending=False, kind="stable")
    table["Code"] = [f"ZB{n:03d}" for n in range(1, len(table) + 1)]
    return table.set_axis([(codes,) for codes in table["Codes des communes"]])


def equipped_elsewhere(case):
    """Give the communes of the equipped schools of the other sector, a row a school."""
    schools = case.every_school
    return schools.loc[~schools["public"] & (schools["status"] == "school"), "commune_code"]


def network_rows(case, networks):
    """Give the rows of the schools to equip together, by sector of collège."""
    covered = case.schools[case.schools["status"] == "school"]["secteur_college_code"]
    rows = {}
    for code, of in networks.items():
        schools = of["schools"]
        rows[(code,)] = {
            "UAI du collège": code,
            "Secteur de collège": case.zone_names["secteur_college"][code],
            "Écoles à équiper": len(schools),
            "Situation inconnue": (schools["status"] == "unknown").sum(),
            "Avec un ENT": (covered == code).sum(),
            "Élèves": schools["pupils_n"].sum(),
            "Écoles sans effectif connu": schools["pupils_n"].isna().sum(),
            "Distance moyenne (km)": of["mean_km"],
            "Distance la plus grande (km)": of["max_km"],
            "Noms des écoles": "\u00a0; ".join(schools["name"]),
            "UAI des écoles": " ".join(schools.index),
        }
    return pd.DataFrame(rows.values(), index=pd.Index(list(rows), tupleize_cols=False))


def solution_rows(case):
    """Give the rows of the solutions, by level, zone and solution."""
    covered = case.schools[case.schools["status"] == "school"]
    rows = []
    for level in ("ensemble", *SOLUTION_LEVELS):
        whole = case.schools.assign(ensemble_code="")[f"{level}_code"]
        codes = whole[covered.index]
        for (code, solution), of in covered.groupby([codes, "solution"]):
            zone, all_n = covered[codes == code], (whole == code).sum()
            rows.append(
                {
                    "Niveau": LEVEL_WORDS.get(level, level),
                    "Code": code or None,
                    "Solution": solution or None,
                    "Écoles": len(of),
                    "Élèves": of["pupils_n"].sum(),
                    "Écoles équipées de la zone": len(zone),
                    "Part des écoles équipées": len(of) / len(zone),
                    "Écoles de la zone": all_n,
                    "Part des écoles": len(of) / all_n,
                    "Dont avec une autre solution": 0,
                    "Dont dans certaines classes seulement": 0,
                }
            )
    keys = [(row["Niveau"], row["Code"], row["Solution"]) for row in rows]
    return pd.DataFrame(rows, index=pd.Index(keys, tupleize_cols=False))


def adhesion_rows(case):
    """Give the rows of the communes that have a row of their own in the register."""
    rows = {}
    for code, row in case.adhesions.items():
        schools = case.schools[case.schools["commune_code"] == code]
        covered = schools[schools["status"] == "school"]
        rows[(code,)] = {
            "Code de la commune": code,
            "Code du département": "35",
            "Depuis le": pd.Timestamp(int(row[6][-4:]), 9, 1),
            "Écoles": len(schools),
            "Avec un ENT": len(covered),
            "Élèves": schools["pupils_n"].sum(),
            "Élèves dont l'école a un ENT": covered["pupils_n"].sum(),
        }
    return pd.DataFrame(rows.values(), index=pd.Index(list(rows), tupleize_cols=False))


def change_rows(right):
    """Give the rows of what changed since a rentrée: the territory, each circonscription."""
    first, last = moments_apart(right)
    rows = {(None,): change_row(first.schools, last.schools)}
    for code in right.case.zone_names["circonscription"]:
        of = [some.schools[some.schools["circonscription_code"] == code] for some in (first, last)]
        rows[(code,)] = change_row(*of) | {"Code": code}
    table = pd.DataFrame(rows.values(), index=pd.Index(list(rows), tupleize_cols=False))
    return table.assign(**{"Comparé au": pd.Timestamp(first.date)})


def moments_apart(right):
    """Give the last moment, and the last one that is a year before it or more."""
    last = right.moments[-1]
    year = pd.Timestamp(last.date) - pd.DateOffset(years=1)
    return [some for some in right.moments if pd.Timestamp(some.date) <= year][-1], last


def change_row(first, last):
    """Give what changed between the schools of two moments, each with its situation."""
    doubt = [some.index[some["status"].isin(["unknown", "undated"])] for some in (first, last)]
    left = doubt[0].union(doubt[1])
    known = [
        (some.loc[some.index.difference(left), "status"] == "school") for some in (first, last)
    ]
    had, has = (100 * (some["status"] == "school").mean() for some in (first, last))
    # no school is undated at the last moment, so that nothing ties what the two may have been
    before, after = (share.mean() for share in known)
    return {
        "Part au jour comparé": before,
        "Part au jour de la carte": after,
        "Changement (points)": 100 * (after - before),
        "Changement le plus faible possible (points)": has - had - 100 * len(doubt[0]) / len(first),
        "Changement le plus fort possible (points)": has - had + 100 * len(doubt[1]) / len(last),
        "Écoles comparées": len(known[1]),
        "Dont ouvertes entre-temps": len(known[1]) - len(known[0]),
        "Écoles non comparées": len(left),
    }
