"""Inequality between groups of schools, measured as statisticians accept it.

Pure numbers in, a frame out. The formulas, what is refused and why: docs/decisions/0010-equity.md.
"""

from geo_ent.indicators.equity.decomposition import decompose
from geo_ent.indicators.equity.lorenz_curves import (
    concentration_curve,
    concentration_index,
    dissimilarity,
    gini,
    lorenz,
)
from geo_ent.indicators.equity.measure_catalogue import MEASURES, Measure
from geo_ent.indicators.equity.small_zones import Chance, shrink, unequal_by_chance
from geo_ent.indicators.equity.table import equity

__all__ = [
    "MEASURES",
    "Chance",
    "Measure",
    "concentration_curve",
    "concentration_index",
    "decompose",
    "dissimilarity",
    "equity",
    "gini",
    "lorenz",
    "shrink",
    "unequal_by_chance",
]
