"""Which schools have a point: None is none, nor is an empty one, nor one at NaN, as frames have."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd


def placed(schools: "gpd.GeoDataFrame") -> "pd.Series[bool]":
    """Tell which schools have a point.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = [shapely.Point(2, 47), shapely.Point(), None, shapely.Point(np.nan, np.nan)]
    >>> placed(gpd.GeoDataFrame(geometry=points, crs=4326)).tolist()
    [True, False, False, False]
    """
    # Of the shapes themselves: GeoPandas warns, at each call, that it changed what `notna` says.
    points = schools.geometry.to_numpy()
    nowhere = np.isnan(shapely.bounds(points)).any(axis=1)
    return pd.Series(~nowhere, index=schools.index, dtype=bool)
