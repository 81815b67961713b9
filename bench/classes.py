"""The classes of maps of the 101 départements, of demos, and of folders built already.

    python bench/classes.py [--only 2A,974] [--demos] [FOLDER…]

A département is built from a made-up directory and register (real communes; how many schools, and
how many of each circonscription have an ENT, is drawn by its code). Of each level of a folder, by
the share of schools that have an ENT: how many classes its map has, how many of them hold zones,
and the largest part of the zones that one holds. The aim is four classes with something in them and
none over 45 %, where fewer than 40 % of the zones have one and the same value. A level that misses
it is listed with what stands in the way: fewer than four spans of 5 points hold a value, or one
span alone holds so many. Zones without a value are left out.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from made_directory import school_of

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import departement_names
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project
from geo_ent.project.bundled_demos import demo_names, demo_project

SEED = 25
SIZES = (60, 150, 300, 450)  # schools
CENTRES = (0.05, 0.2, 0.5, 0.8, 0.95)  # about which circonscriptions' rates lie
UNKNOWN = (0.0, 0.05, 0.2)
LEAST_KNOWN = 0.5
LEAST, MOST, ALIKE = 4, 0.45, 0.4
MET, MISSED = "met", "MISSED"
ALL_ALIKE = "left out: 40 % of the zones alike, or under 4 zones"
FULL_SPANS = "values in too few spans of 5 points, or in one too full"
DATA = re.compile(r'<script type="application/json" id="geo-ent-data">(.*?)</script>', re.DOTALL)


class Level(NamedTuple):
    """A level's classes: how its zones are in them."""

    name: str
    values: list[float]
    bounds: list[float]

    @property
    def held(self) -> list[int]:
        """How many zones each class holds: half open, the last one closed."""
        ranks = [sum(value + 1e-9 >= bound for bound in self.bounds) for value in self.values]
        return [ranks.count(rank) for rank in range(len(self.bounds) + 1)]

    @property
    def filled(self) -> int:
        """How many classes hold a zone."""
        return sum(map(bool, self.held))

    @property
    def largest(self) -> float:
        """The largest part of the zones that a class holds."""
        return max(self.held) / len(self.values)

    @property
    def commonest(self) -> float:
        """The part of the zones that have one and the same value."""
        return Counter(round(value, 9) for value in self.values).most_common(1)[0][1] / len(
            self.values
        )

    @property
    def spans(self) -> list[int]:
        """How many zones are in each span of 5 points: no choice of bounds can part them."""
        ranks = [min(int(value * 20 + 1e-7), 19) for value in self.values]
        return [count for count in (ranks.count(rank) for rank in range(20)) if count]


def levels_of(folder: Path) -> Iterator[Level]:
    """Read the levels of a folder: values from its tables, bounds from its page."""
    page = json.loads(DATA.findall((folder / "index.html").read_text(encoding="utf-8"))[0])
    of_every_map = next(i for i in page["indicators"] if i["id"] == "coverage_share")["bounds"]
    for level in page["levels"]:
        table = pd.read_csv(folder / f"coverage-{level['id']}.csv")
        known = table[table["known_share"] + 1e-9 >= LEAST_KNOWN]
        values = known["coverage_share"].dropna().tolist()
        if values:
            own = level.get("bounds", {}).get("coverage_share", of_every_map)
            yield Level(level["id"], values, own)


def school_rows(departement: str, communes: gpd.GeoDataFrame) -> Iterator[dict[str, object]]:
    """Make a directory: schools in communes that are drawn, some of them in several."""
    rng = random.Random(f"{SEED} {departement}")
    homes = list(communes.index)
    for number in range(rng.choice(SIZES)):
        home = rng.choice(homes[: len(homes) // 10 + 1] if rng.random() < 0.4 else homes)
        name = f"Ecole primaire {number}"
        yield school_of(departement, number, home, communes, nom_etablissement=name)


def register_rows(departement: str, schools: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Make a register: each circonscription has a rate of its own, about the département's."""
    rng = random.Random(f"register {SEED} {departement}")
    centre, unknown = rng.choice(CENTRES), rng.choice(UNKNOWN)
    names = sorted(set(schools["nom_circonscription"]))
    rates = {name: rng.betavariate(1 + 6 * centre, 1 + 6 * (1 - centre)) for name in names}
    for row, school in enumerate(schools.to_dict("records")):
        if rng.random() < unknown and row:
            continue
        has = rng.random() < rates[school["nom_circonscription"]]
        yield {"UAI": school["identifiant_de_l_etablissement"], "ENT": "oui" if has else "non"}


def made_up(departement: str, folder: Path) -> Path:
    """Build a département; give its folder."""
    schools, register = folder / "schools.csv", folder / "register.csv"
    table = pd.DataFrame(school_rows(departement, read_communes([departement])))
    table.to_csv(schools, sep=";", index=False)
    pd.DataFrame(register_rows(departement, table)).to_csv(register, index=False)
    out = folder / departement
    project = Project(
        departements=(departement,), schools=schools, register=register, out=out, quick=True
    )
    build(project)
    return out


def demo(name: str, folder: Path) -> Path:
    """Build a demo; give its folder."""
    out = folder / name
    build(replace(demo_project(name, folder / "inputs", out), quick=True))
    return out


def verdict(level: Level) -> str:
    """Say whether a level's classes are what they should be."""
    spans = level.spans
    if level.commonest >= ALIKE or len(level.values) < LEAST:
        return ALL_ALIKE
    if level.filled >= LEAST and level.largest <= MOST:
        return MET
    return FULL_SPANS if len(spans) < LEAST or max(spans) / len(level.values) > MOST else MISSED


def told(level: Level, name: str) -> str:
    """Say what stands in the way of a level's aim."""
    spans = level.spans
    why = f"values in {len(spans)} spans of 5 points, one with {max(spans)} of {len(level.values)}"
    return f"  {name} {level.name}: classes hold {level.held}; {why}"


def main() -> None:
    """Build, read and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, help="built already")
    parser.add_argument("--only", default=",".join(departement_names()), help="those to build")
    parser.add_argument("--demos", action="store_true", help="the demos too")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    jobs = [(folder.name, lambda _, _at, built=folder: built) for folder in asked.folders]
    jobs += [(name, demo) for name in (demo_names() if asked.demos else ())]
    jobs += [(code, made_up) for code in filter(None, asked.only.split(","))]
    counts = Counter[str]()
    for name, make in jobs:
        with tempfile.TemporaryDirectory() as folder:
            for level in levels_of(make(name, Path(folder))):
                found = verdict(level)
                counts[found] += 1
                if found in {FULL_SPANS, MISSED}:
                    print(told(level, name), flush=True)
    for what, count in counts.most_common():
        print(f"{count:5} levels: {what}")
    sys.exit(counts[MISSED] > 0)


if __name__ == "__main__":
    main()
