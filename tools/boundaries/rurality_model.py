"""The model that estimates which communes are rural: its features, its fit, its prediction.

A logistic regression on what the boundaries hold: populations, areas, who touches whom, who is
near. Plain numpy: the fit is Newton's method on the likelihood, six lines.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from . import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

COMMUNES = FOLDER / "communes.parquet"
LACKING = FOLDER / "communes-without-polygon.csv"
MODEL = FOLDER / "rurality-model.toml"
METRIC_CRS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
METROPOLE_CRS = 2154
RADII_KM = (3, 5, 20)
TOWN = 5000  # inhabitants: the least of INSEE's "urban clusters"; the slope bends there
THRESHOLD = 0.5
FOLDS = 10
FEATURES = {
    "ln_population": "ln(population + 1)",
    "ln_density": "ln(inhabitants per km² + 0.1)",
    "ln_population_3km": "ln(population of the communes whose middle is within 3 km, it included)",
    "ln_population_5km": "the same within 5 km",
    "ln_population_20km": "the same within 20 km",
    "ln_densest_neighbour": "ln(density of the densest commune that touches it + 0.1)",
    "ln_beyond_town": f"ln(population / {TOWN}) where it is positive, else 0",
    "density_x_5km": "ln_density × ln_population_5km",
}


def features(communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Compute the model's features of every commune of France.

    Parameters
    ----------
    communes
        ``communes.parquet``, indexed by `commune_code` (EPSG:4326); measured in metres, each
        territory in its own legal system. Communes abroad are not known: they count for nobody.

    Returns
    -------
    DataFrame
        On the communes' index, a column for each of ``FEATURES``.
    """
    people = communes["population_n"] + _shown_inside(communes.index)
    density = people / communes["area_km2"]
    systems = communes["departement_code"].map(lambda code: METRIC_CRS.get(code, METROPOLE_CRS))
    around = pd.concat(
        [
            _around(group.to_crs(int(system)), people[group.index], density[group.index])
            for system, group in communes.groupby(systems)
        ]
    ).reindex(communes.index)
    table = pd.DataFrame(
        {
            "ln_population": np.log(people + 1),
            "ln_density": np.log(density + 0.1),
            **{f"ln_population_{km}km": np.log(around[f"{km}km"] + 1) for km in RADII_KM},
            "ln_densest_neighbour": np.log(around["densest"] + 0.1),
            "ln_beyond_town": np.log(np.maximum(people / TOWN, 1)),
        }
    )
    return table.assign(density_x_5km=table["ln_density"] * table["ln_population_5km"])


def _shown_inside(index: pd.Index) -> pd.Series:
    """Give the inhabitants of the communes without a polygon to the one that covers them."""
    lacking = pd.read_csv(LACKING, dtype={"commune_code": str, "shown_inside": str})
    added = lacking.groupby("shown_inside")["population_n"].sum()
    return added.reindex(index, fill_value=0)


def _around(
    communes: gpd.GeoDataFrame, people: pd.Series[float], density: pd.Series[float]
) -> pd.DataFrame:
    """Add up who lives near each commune, and find its densest neighbour (0 on an island)."""
    middles = shapely.centroid(communes.geometry.to_numpy())
    tree = shapely.STRtree(middles)
    near = {
        f"{km}km": _added(tree.query(middles, "dwithin", 1000 * km), people.to_numpy())
        for km in RADII_KM
    }
    shapes = communes.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, "intersects")
    densest = np.zeros(len(shapes))
    others = left != right
    np.maximum.at(densest, left[others], density.to_numpy()[right[others]])
    return pd.DataFrame({**near, "densest": densest}, index=communes.index)


def _added(pairs: NDArray[np.intp], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.bincount(pairs[0], weights=weights[pairs[1]], minlength=len(weights))


def fit(table: pd.DataFrame, rural: pd.Series[bool]) -> pd.Series[float]:
    """Fit the logistic regression by Newton's method: a coefficient a feature, and the constant."""
    design = np.column_stack([np.ones(len(table)), table.to_numpy()])
    scale = np.abs(design).max(axis=0)  # features of one size: a well-conditioned system
    design, answer = design / scale, rural.to_numpy(dtype=float)
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = _sigmoid(design @ weights)
        slope = design.T @ (answer - chance)
        step = np.linalg.solve((design * (chance * (1 - chance))[:, None]).T @ design, slope)
        weights += step
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004 converged
            break
    return pd.Series(weights / scale, index=["constant", *table.columns])


def predict(table: pd.DataFrame, coefficients: pd.Series[float]) -> pd.Series[float]:
    """Give the probability that each commune is rural."""
    log_odds = coefficients["constant"] + table @ coefficients[list(table.columns)]
    return pd.Series(_sigmoid(log_odds.to_numpy()), index=table.index, name="rural_probability")


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


def folds(departements: pd.Series[str]) -> pd.Series[int]:
    """Deal the départements of the metropole into ten folds, in turn; -1 for those overseas."""
    metropole = sorted(code for code in departements.unique() if not code.startswith("97"))
    turns = {code: turn % FOLDS for turn, code in enumerate(metropole)}
    return departements.map(turns).fillna(-1).astype(int)


def cross_validated(
    table: pd.DataFrame, rural: pd.Series[bool], departements: pd.Series[str]
) -> pd.Series[float]:
    """Predict each département of the metropole by a model that never saw it.

    The overseas départements, which no fold holds, are predicted by the model of the metropole.
    """
    fold = folds(departements)
    probabilities = pd.Series(np.nan, index=table.index)
    for held in sorted(fold.unique()):
        learnt = (fold != held) & (fold >= 0)
        model = fit(table[learnt], rural[learnt])
        probabilities[fold == held] = predict(table[fold == held], model)
    return probabilities


def kappa(truth: pd.Series[bool], told: pd.Series[bool]) -> float:
    """Compute Cohen's κ: agreement beyond chance, 1 when all agree, 0 when chance would do.

    Source: J. Cohen, *A coefficient of agreement for nominal scales*, Educational and
    Psychological Measurement 20 (1960). NaN when both say the same of every commune.
    """
    agreed = (truth == told).mean()
    chance = truth.mean() * told.mean() + (1 - truth.mean()) * (1 - told.mean())
    return float((agreed - chance) / (1 - chance)) if chance < 1 else float("nan")


def read_communes() -> gpd.GeoDataFrame:
    """Read the boundaries of the whole of France."""
    columns = ["commune_code", "departement_code", "population_n", "area_km2", "geometry"]
    return gpd.read_parquet(COMMUNES, columns=columns).set_index("commune_code")


def read_model(path: Path = MODEL) -> pd.Series[float]:
    """Read the coefficients."""
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return pd.Series(sections["coefficients"], dtype=float)
