"""The rural–urban gap: how far apart the two are, and which rural schools are left out."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.coverage import GROUPS, Tally
from geo_ent.indicators.sums import adder, share
from geo_ent.tables.contract import IN_DOUBT, WITHOUT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo_ent.indicators.sums import Adder

_PUPILS = "rural_without_pupils_n"
_LEFT_OUT = (
    "rural_without_n",
    "rural_unknown_n",
    _PUPILS,
    "rural_without_unfigured_n",
    "rurality_unknown_n",
)


def rurality_gaps(
    schools: "pd.DataFrame | Tally", zone_names: "pd.Series[str]", *, level: str
) -> pd.DataFrame:
    """Measure, zone by zone, how the rural schools fare beside the urban ones.

    Parameters
    ----------
    schools
        Located, with `status` at the date and its `<level>_code`; `rural` ("boolean", NA unknown),
        the columns of the other groups, and `pupils_n`, where they are known. Or a `Tally`.
    zone_names
        The zones' names on their `zone_code`.
    level
        One of the contract's levels.

    Returns
    -------
    DataFrame
        On the zones' index:

        - `rural_urban_gap_points`: rural less urban coverage share, in percentage points, NaN where
          the zone has no rural or no urban school;
        - `rural_without_n`: rural schools known to have no ENT of their own (`WITHOUT`);
          `rural_unknown_n`: those that may have one or not (`IN_DOUBT`), counted apart;
        - `rural_without_pupils_n`: pupils of the former where their number is known (0 where there
          is no such school, NaN where none has a figure), `rural_without_unfigured_n` those
          schools without a figure;
        - `rurality_unknown_n`: schools that are neither known to be rural nor urban;
        - `<group>_fragile` ("boolean"): the group has 1 to 4 schools (`FRAGILE_BELOW`).

        NaN or NA where the column that tells isn't there.

    Examples
    --------
    >>> schools = pd.DataFrame({"commune_code": "35001", "status": ["school", "none", "school"],
    ...                         "rural": [True, True, False], "pupils_n": [90.0, 40.0, 200.0]})
    >>> table = rurality_gaps(schools, pd.Series({"35001": "Acigné"}), level="commune")
    >>> table.loc["35001", ["rural_urban_gap_points", "rural_without_pupils_n"]].tolist()
    [-50.0, 40.0]
    """
    index = pd.Index(zone_names.index, name="zone_code")
    tally = Tally.of(schools)
    add = adder(tally.schools[f"{level}_code"], index)
    counts = {name: _group(tally, add, len(index), name) for name in GROUPS}
    # In percentage points, the rural less the urban: under 0 where the rural are behind.
    gap = 100 * (counts["rural"][1] - counts["urban"][1])
    fragile = {f"{name}_fragile": _fragile(n) for name, (n, _) in counts.items()}
    left_out = _left_out(tally, add, len(index))
    columns = {"rural_urban_gap_points": gap, **left_out, **fragile}
    return pd.DataFrame(columns, index=index)


def _group(tally: Tally, add: "Adder", size: int, name: str) -> "tuple[NDArray[Any], NDArray[Any]]":
    """Count a group's schools by zone, and give the share of them that is covered."""
    member = tally.members(name)
    if member is None:
        return np.full(size, np.nan), np.full(size, np.nan)
    n = add(member)
    return n, share(add(member & tally.of_status("school")), n)


def _left_out(tally: Tally, add: "Adder", size: int) -> "dict[str, NDArray[Any]]":
    """Count the rural schools without an ENT, those nobody knows of, and their pupils."""
    rural = tally.members("rural")
    if rural is None:
        return {title: np.full(size, np.nan) for title in _LEFT_OUT}
    without = rural & np.any([tally.of_status(word) for word in WITHOUT], axis=0)
    n, (pupils_n, unfigured) = add(without), _pupils(tally, add, without)
    unknown = add(rural & np.any([tally.of_status(word) for word in IN_DOUBT], axis=0))
    sums = (n, unknown, pupils_n, unfigured, add(tally.schools["rural"].isna()))
    counts = [
        column if title == _PUPILS else column.astype(int)  # the pupils may be NaN
        for title, column in zip(_LEFT_OUT, sums, strict=True)
    ]
    return dict(zip(_LEFT_OUT, counts, strict=True))


def _pupils(
    tally: Tally, add: "Adder", without: "NDArray[np.bool_]"
) -> "tuple[NDArray[Any], NDArray[Any]]":
    """Add up the pupils of some schools, NaN where none has a figure; count those without."""
    pupils = tally.figures("pupils_n")
    n, unfigured = add(without), add(without & np.isnan(pupils))
    added = add(np.where(without, np.nan_to_num(pupils), 0))
    # No figure at all is no 0 pupils; some figures are a sum that says how many schools it lacks.
    return np.where((n > 0) & (unfigured == n), np.nan, added), unfigured


def _fragile(n: "NDArray[Any]") -> "pd.api.extensions.ExtensionArray":
    fragile = (n >= 1) & (n < FRAGILE_BELOW)
    # NaN would be neither fragile nor sure: missing, where the group itself is not known.
    return pd.arrays.BooleanArray(fragile, np.isnan(n.astype(float)))
