"""The French of builds of the 101 départements, and of folders built already, read by rules.

    python bench/french.py [--only 2A,974] [--quick] [FOLDER…]

Each département is built completely from a made-up directory and register (real communes, schools
of both sectors, every status, dates of three rentrées); what differs from one to the next is drawn
by its code: how many schools, how many have an ENT, how many nobody knows of. Each fault that
`tools/french` finds is printed with its sentence; then how many sentences were read. What is left
when the true faults are mended are false alarms: one in a thousand at most.
"""

import argparse
import random
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
from made_directory import school_of

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from french.rules import faults  # noqa: E402 a tool of the repository
from french.sentences import of_folder  # noqa: E402

from geo_ent.communes.bundled import read_communes  # noqa: E402
from geo_ent.communes.departements import departement_names  # noqa: E402
from geo_ent.pipeline.build import build  # noqa: E402
from geo_ent.project.build_options import Project  # noqa: E402

SEED = 19
SIZES = (1, 4, 40, 120)  # schools
SHARES = (0.0, 0.2, 0.5, 0.8, 1.0)  # of the schools that have an ENT
UNKNOWN = (0.0, 0.1, 0.4)
NAMES = ("Jules Ferry", "de l'Église", "Les Hirondelles", "Anne Frank", "Henri Dès", "Olympe")
WORDS = {"school": "oui", "class": "deux classes", "planned": "prévu", "none": "non"}
RENTREES = ("2022-09-01", "2023-09-01", "2024-09-02", "")


def school_rows(departement: str, communes: gpd.GeoDataFrame) -> Iterator[dict[str, object]]:
    """Make a directory: schools in communes that are drawn, of a few circonscriptions."""
    rng = random.Random(f"{SEED} {departement}")
    for number in range(rng.choice(SIZES)):
        home = rng.choice(list(communes.index))
        yield school_of(
            departement,
            number,
            home,
            communes,
            nom_etablissement=f"Ecole primaire {rng.choice(NAMES)}",
            statut_public_prive=rng.choice(("Public", "Public", "Public", "Privé")),
            ecole_maternelle=rng.choice((0, 1)),
        )


def register_rows(departement: str, schools: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Make a register: as many with an ENT, and as many that nobody knows of, as is drawn."""
    rng = random.Random(f"register {SEED} {departement}")
    share, unknown = rng.choice(SHARES), rng.choice(UNKNOWN)
    for row, uai in enumerate(schools["identifiant_de_l_etablissement"]):
        # a register that tells of no school is refused
        if rng.random() < unknown and row:
            continue
        others = rng.choice(("none", "none", "planned", "class"))
        status = "school" if rng.random() < share else others
        solution = rng.choice(("ONE", "Beneylu School", "")) if status != "none" else ""
        start = rng.choice(RENTREES) if status in {"school", "class"} else ""
        yield {"UAI": uai, "ENT": WORDS[status], "Solution": solution, "Depuis": start}


def made_up(departement: str, folder: Path, *, quick: bool) -> Path:
    """Build a département; give its folder."""
    schools, register = folder / "schools.csv", folder / "register.csv"
    table = pd.DataFrame(school_rows(departement, read_communes([departement])))
    table.to_csv(schools, sep=";", index=False)
    pd.DataFrame(register_rows(departement, table)).to_csv(register, index=False)
    sector = random.Random(f"sector {SEED} {departement}").choice(("public", "public", "all"))
    if "Public" not in set(table["statut_public_prive"]):
        sector = "all"  # a build without a school is refused
    out = folder / departement
    build(
        Project(
            departements=(departement,),
            schools=schools,
            register=register,
            out=out,
            sector=sector,
            quick=quick,
        )
    )
    return out


def report(folder: Path, name: str) -> tuple[int, Counter[str]]:
    """Print the faults of a folder; count its sentences and its faults by rule."""
    read, found = 0, Counter[str]()
    for file, sentence in of_folder(folder):
        read += 1
        for fault in faults(sentence):
            found[fault.rule] += 1
            around = sentence[max(0, fault.at - 60) : fault.at + 90]
            print(f"{name}/{file} {fault.rule}: …{around}… → {fault.advice}", flush=True)
    return read, found


def main() -> None:
    """Build, read and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, help="built already, to be read too")
    parser.add_argument("--only", default=",".join(departement_names()), help="those to build")
    parser.add_argument("--quick", action="store_true", help="pages and tables only")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    read, found = 0, Counter[str]()
    jobs: list[tuple[str, Path | None]] = [(path.name, path) for path in asked.folders]
    jobs += [(code, None) for code in filter(None, asked.only.split(","))]
    for name, built in jobs:
        with tempfile.TemporaryDirectory() as folder:
            made = built or made_up(name, Path(folder), quick=asked.quick)
            sentences_n, by_rule = report(made, name)
        read, found = read + sentences_n, found + by_rule
    faults_n = sum(found.values())
    print(f"{read} sentences of {len(jobs)} builds, {faults_n} faults {dict(found)}")
    print(f"in a thousand sentences: {1000 * faults_n / max(read, 1):.2f}   aim: <= 1")
    sys.exit(faults_n > read / 1000)


if __name__ == "__main__":
    main()
