"""The tables as they leave for programs: which columns of a school, whole numbers, decimals."""

import geopandas as gpd
import pandas as pd

from geo_ent.tables.fields import table
from geo_ent.tables.word_lists import with_joined_words

_DECIMALS = 6  # kept: of a degree, a tenth of a metre


def schools_table(schools: gpd.GeoDataFrame) -> pd.DataFrame:
    """Choose what a table of schools says: each one's point, zones and status.

    Parameters
    ----------
    schools
        Located (EPSG:4326), with their status at the date.

    Returns
    -------
    DataFrame
        On `uai`, sorted: the contract's columns, zones, what the commune tells, how the school was
        placed, `latitude, longitude`, then the status and the use; those that `schools` has.
    """
    place = {"latitude": schools.geometry.y, "longitude": schools.geometry.x}
    placed: pd.DataFrame = schools.assign(**place)
    return placed[[column for column in table("schools").own if column in placed]].sort_index()


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Make counts whole numbers ("Int64", missing is NA), round the rest, write words as texts.

    An expected number keeps its decimals, though its name ends as a count's.

    Examples
    --------
    >>> import pandas as pd
    >>> table = tidy(pd.DataFrame({"pupils_n": [12.0, None], "coverage_share": [1 / 3, None]}))
    >>> table.astype(object).where(table.notna(), None).values.tolist()
    [[12, 0.333333], [None, None]]
    """
    # Last of all: until it is written, what is several is a list.
    table = with_joined_words(table)
    # The suffix tells a count (docs/conventions.md); an expected number of schools ends so too.
    counts = [column for column in table if str(column).endswith("_n")]
    whole = [column for column in counts if not (table[column].dropna() % 1).any()]
    broken = table.select_dtypes("float").columns.difference(whole)
    rounded = {column: table[column].round(_DECIMALS) for column in broken}
    return table.assign(**rounded).astype(dict.fromkeys(whole, "Int64"))
