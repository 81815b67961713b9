"""The gaps on a simulated country: how long they take, and how far to trust the findings.

    python bench/gaps.py [--schools 50000] [--fields 400]

The directory is that of bench/national.py, with statuses that spread from places drawn at random
(seeded: the same at each run). Rurality is the bundled estimate.
"""

import argparse
import statistics
import time
import warnings
from collections.abc import Callable
from typing import TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from national import simulate

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.density import rurality
from geo_ent.communes.departements import departement_names
from geo_ent.indicators.gaps.clusters import LEVEL, clusters
from geo_ent.indicators.gaps.joint_equipment import networks
from geo_ent.indicators.gaps.nearest import nearest_covered
from geo_ent.indicators.gaps.ranked_schools import gaps
from geo_ent.indicators.gaps.scan import scan
from geo_ent.indicators.gaps.white_areas import white_areas

SEED = 20_240_901
ROUNDS = 3  # the middle time counts
LARGEST = 2_500  # schools of the largest département
FIELD = 60  # schools of a random field
T = TypeVar("T")


def country(n: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Make the communes with their rurality, and schools with a status."""
    communes = read_communes(list(departement_names()))
    communes = communes.join(rurality(communes))
    schools = simulate(communes, n)
    rng = np.random.default_rng(SEED)
    rural = communes["rural"].reindex(schools["commune_code"]).to_numpy()
    known = rng.choice(["none", "planned", "class"], n, p=[0.8, 0.1, 0.1])
    status = np.where(spread(schools, rng), "school", known)
    return communes, schools.assign(
        name="École " + schools.index,
        status=np.where(rng.random(n) < 0.1, "unknown", status),
        pupils_n=rng.integers(15, 300, n).astype(float),
        rural=pd.array(rural, dtype="boolean"),
        secteur_college_code=schools["circonscription_code"],
    )


def spread(schools: gpd.GeoDataFrame, rng: np.random.Generator) -> np.ndarray:
    """Tell who has an ENT: likelier near one of 300 places."""
    xy = shapely.get_coordinates(schools.geometry.to_numpy())
    seats = shapely.points(xy[rng.choice(len(xy), 300, replace=False)])
    away = shapely.STRtree(seats).query_nearest(shapely.points(xy), return_distance=True)[1]
    return rng.random(len(xy)) < np.exp(-away[: len(xy)] / 0.5)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Run a piece of work a few times; give its middle wall time (s) and what it gave."""
    walls = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        done = work()
        walls.append(time.perf_counter() - start)
    return statistics.median(walls), done


def line(name: str, value: str, aim: str = "") -> None:
    """Print a row of the report."""
    print(f"{name:<66} {value:>12}   {aim}", flush=True)


def report_country(n: int) -> None:
    """Time the country."""
    communes, schools = country(n)
    rural = schools[schools["rural"].fillna(value=False)]
    line("schools, of which rural", f"{n:,} / {len(rural):,}")
    line("covered, unknown", " / ".join(f"{(schools['status'] == word).mean():.1%}"
                                        for word in ("school", "unknown")))  # fmt: skip
    wall, near = timed(lambda: nearest_covered(schools))
    line("nearest covered school", f"{wall:.2f} s", "aim: <= 1 s")
    line("  schools told, middle distance", f"{len(near):,} / {near['nearest_km'].median():.1f} km")
    wall, listed = timed(lambda: gaps(schools))
    line("the whole list of gaps, rural", f"{wall:.2f} s")
    line("  schools listed", f"{len(listed.table):,}")
    for bridges in (False, True):
        wall, areas = timed(lambda bridges=bridges: white_areas(communes, schools, bridges=bridges))
        line(f"white areas{', with bridges' if bridges else ''}", f"{wall:.2f} s", "aim: <= 3 s")
        line("  areas, communes", f"{len(areas.table):,} / {areas.table['communes_n'].sum():,}")
    wall, told = timed(lambda: networks(schools))
    line("networks", f"{wall:.2f} s")
    line("  sectors", f"{len(told.table):,}")
    report_departement(schools)


def report_departement(schools: gpd.GeoDataFrame) -> None:
    """Time the scan on a middling département and on one as large as the largest."""
    sizes = schools[schools["status"] != "unknown"].groupby("departement_code").size()
    middle = sizes.sort_values().index[len(sizes) // 2]
    one = schools[schools["departement_code"] == middle]
    wall, found = timed(lambda: clusters(one))
    line(f"scan of a middling département ({sizes[middle]} schools), 999 deals", f"{wall:.2f} s",
         "aim: <= 20 s")  # fmt: skip
    line("  groups at the level shown", f"{len(found.table)}")
    rng = np.random.default_rng(SEED)
    xy, without = np.round(rng.random((LARGEST, 2)) * 80_000), rng.random(LARGEST) < 0.5
    wall, _ = timed(lambda: scan(xy, without))
    line(f"scan of {LARGEST:,} schools, 999 deals", f"{wall:.2f} s", "aim: <= 20 s")


def report_chance(fields: int) -> None:
    """Count the random fields that have a group, and the planted ones that are found."""
    ps, planted = [], []
    for seed in range(fields):
        rng = np.random.default_rng(SEED + seed)
        xy = np.round(rng.random((FIELD, 2)) * 60_000)
        found = scan(xy, rng.random(FIELD) < 0.5, seed=seed, most_groups=1)
        ps.append(found[0].p if found else 1.0)
        inside = np.hypot(*(xy - xy[0]).T).argsort()[:10]
        without = rng.random(FIELD) < 0.3
        without[inside] = True
        planted.append(scan(xy, without, seed=seed, most_groups=1)[0].p)
    for level in (LEVEL, 0.05):
        share = np.mean(np.array(ps) <= level)
        line(f"random fields with a group at p <= {level}", f"{share:.1%}", "aim: <= 5 %")
        share = np.mean(np.array(planted) <= level)
        line(f"  planted groups of 10 among {FIELD} found", f"{share:.1%}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schools", type=int, default=50_000)
    parser.add_argument("--fields", type=int, default=400)
    asked = parser.parse_args()
    warnings.simplefilter("error")  # a length taken in degrees is a failure
    report_country(asked.schools)
    report_chance(asked.fields)


if __name__ == "__main__":
    main()
