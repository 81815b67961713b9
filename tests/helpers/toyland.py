"""Toyland: a département of square communes, whose every answer is known by arithmetic."""

import geopandas as gpd
import pandas as pd
from shapely import box

SIDE_M = 1000

ORIGIN = (700_000, 6_600_000)  # EPSG:2154: the middle of France

SIX = (
    ("9500001A", 0.5, 0.5, "95001", "A"),
    ("9500002B", 0.5, 1.5, "95004", "A"),
    ("9500003C", 1.25, 1.5, "95005", "A"),
    ("9500004D", 1.75, 1.5, "95005", "B"),
    ("9500005E", 2.5, 1.5, "95006", "B"),
    ("9500006F", 2.5, 2.5, "95009", "B"),
)
"""The UAI of toyland's schools, their place in km, their commune and circonscription."""


def square(column, row, columns=1, rows=1):
    """Draw a rectangle of toyland's grid, in EPSG:2154."""
    left, bottom = ORIGIN[0] + column * SIDE_M, ORIGIN[1] + row * SIDE_M
    return box(left, bottom, left + columns * SIDE_M, bottom + rows * SIDE_M)


def make_communes(columns=3, rows=3):
    """Make a grid of 1 km² communes, 95001 at the bottom left, row by row."""
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    codes = [f"95{index + 1:03d}" for index in range(len(cells))]
    frame = gpd.GeoDataFrame(
        {
            "name": [f"Carré {code[-1]}" for code in codes],
            "epci_code": [f"2000000{row}" for _, row in cells],
            "epci_name": [f"CC de la rangée {row}" for _, row in cells],
            "arrondissement_code": "951",
            "arrondissement_name": "Carreville",
            "departement_code": "95",
            "departement_name": "Carré",
            "academie_code": "25",
            "academie_name": "Versailles",
            "region_code": "11",
            "region_name": "Île-de-France",
            "population_n": 100,
            "area_km2": 1.0,
        },
        geometry=[square(*cell) for cell in cells],
        index=pd.Index(codes, name="commune_code"),
        crs=2154,
    )
    return frame.to_crs(4326)


def make_schools(rows):
    """Make schools from (uai, x, y, commune_code, circonscription), x and y in km of the grid."""
    points = [(ORIGIN[0] + x * SIDE_M, ORIGIN[1] + y * SIDE_M) for _, x, y, *_ in rows]
    codes = [row[4] for row in rows]
    frame = gpd.GeoDataFrame(
        {
            "name": [f"École {row[0]}" for row in rows],
            "nature": "primaire",
            "sector": "public",
            "commune_code": [row[3] for row in rows],
            "departement_code": "95",
            "academie": "Versailles",
            "circonscription_code": codes,
            "circonscription_name": [f"Circo {code}" if code else "" for code in codes],
            "priority": "",
            "rpi_code": "",
            "rpi_kind": "none",
            "pupils_n": 100.0,
            "classes_n": float("nan"),
            "ips": float("nan"),
            "opened_on": pd.NaT,
            "state": "OUVERT",
        },
        geometry=gpd.points_from_xy(*zip(*points, strict=True), crs=2154),
        index=pd.Index([row[0] for row in rows], name="uai"),
    )
    return frame.to_crs(4326)
