"""All that is counted of a zone, in one table: its coverage, its rural schools beside others."""

from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.coverage import Tally
from geo_ent.indicators.coverage import coverage as covered
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.indicators.schools_counted import SECTOR, of_sector
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.given.given_frames import hold_schools, hold_zones
from geo_ent.text.compare import meant

if TYPE_CHECKING:
    import geopandas as gpd


def zone_figures(
    schools: "pd.DataFrame | Tally", zone_names: "pd.Series[str]", *, level: str
) -> pd.DataFrame:
    """Count the schools of each zone of a level: `coverage`, `rurality_gaps` and their ground.

    Parameters
    ----------
    schools
        Those counted, as `coverage` takes them.
    zone_names, level
        As for `coverage`.
    """
    tally = Tally.of(schools)
    table = covered(tally, zone_names, level=level)
    basis = set(tally.schools["rurality_basis"]) - {""} if "rurality_basis" in tally.schools else ()
    return table.join(rurality_gaps(tally, zone_names, level=level)).assign(
        # in each row: a table is copied without its title, and must still say what is estimated
        rurality_basis=" + ".join(sorted(basis))
    )


def coverage(
    schools: pd.DataFrame,
    zone_names: "pd.Series[str] | gpd.GeoDataFrame",
    *,
    level: str,
    sector: str = SECTOR,
) -> pd.DataFrame:
    """Count the schools of each zone of a level, and those that have an ENT.

    Parameters
    ----------
    schools
        As `status_at` gives them: located, with `status` at the date; each is counted once, in its
        `<level>_code`.
    zone_names
        The zones of this level, as `zones` gives them; or their names alone, on their codes. Zones
        without a school are kept, with counts of 0.
    level
        "circonscription", "commune", "epci"…
    sector
        The schools counted: "public", "prive" or "all".

    Returns
    -------
    DataFrame
        On the zones' codes, ready to be joined to the zones (`zones[level].join(table)`); of names
        alone, with `zone_name` first. `coverage_share` counts a school as covered when its status
        is `school`; `coverage_share_max` is what it would be if every school of unknown status, and
        every one whose ENT isn't dated, had an ENT. Shares are NaN where there is no school.
        `interval_low` and `interval_high` are Wilson's 95 % interval of the share: coverage is a
        census, so it tells how far a small number of schools can be trusted. The other columns are
        those of `coverage-<level>.csv` (docs/columns.md), but for what is told of small zones by
        their neighbours (`shrunk_…`, `local_…`): `build` and `open` give these, by `zones(level)`.

    Raises
    ------
    InputError
        If the schools aren't on their UAI or a status isn't one of the contract, no school is of
        the sector, the level isn't one of theirs (`locate` gives them most), or all of them are
        outside these zones: they are then of another level.

    Examples
    --------
    >>> import pandas as pd
    >>> import geo_ent
    >>> schools = pd.DataFrame({"commune_code": "35001", "nature": "primaire",
    ...                         "sector": ["public", "public", "prive"],
    ...                         "status": ["school", "unknown", "none"]},
    ...                        index=["0350001A", "0350002B", "0350003C"])
    >>> table = geo_ent.coverage(schools, pd.Series({"35001": "Acigné"}), level="commune")
    >>> table[["zone_name", "schools_n", "coverage_share", "coverage_share_max"]].values.tolist()
    [['Acigné', 2, 0.5, 1.0]]
    """
    hold_schools(schools, "coverage", status=True)
    counted = of_sector(schools, sector)
    hold_zones(zone_names, "coverage", level=level)
    names = zone_names["zone_name"] if isinstance(zone_names, pd.DataFrame) else zone_names
    _refuse_other_level(counted, names, level)
    table = zone_figures(counted, names, level=level)
    # The zones have their names: a join of two frames that both do is refused.
    return table.drop(columns="zone_name") if isinstance(zone_names, pd.DataFrame) else table


def _refuse_other_level(schools: pd.DataFrame, names: "pd.Series[str]", level: str) -> None:
    """Refuse zones of another level: every count would be 0, and look like a figure."""
    title = f"{level}_code"
    if title not in schools:
        if level in LEVELS and "epci_code" not in schools:
            # the directory alone has a few levels, and would be told to have no other
            msg = f"level={level!r} : il manque locate(schools, communes), avant status_at."
            raise InputError(msg)
        levels = [name for name in LEVELS if f"{name}_code" in schools]
        hint = meant(level, levels) or ""
        msg = f"level={level!r} : {hint} On attend l’un de {', '.join(levels)}.".replace("  ", " ")
        raise InputError(msg)
    codes = schools[title]
    if len(names) and (codes != "").any() and not codes.isin(names.index).any():
        msg = f"coverage : aucune école n’est dans ces zones ; sont-elles celles de {level!r} ?"
        raise InputError(msg)
