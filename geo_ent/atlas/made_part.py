"""From a département that was built to its part of the atlas."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo_ent.indicators.coverage import out_of_level
from geo_ent.indicators.deployment.school_years import years_before
from geo_ent.pipeline.change_figures import CHANGE_COLUMNS, changes_since
from geo_ent.publish.frames import schools_table, tidy
from geo_ent.register.status_at_date import status_table
from geo_ent.tables.atlas_parts import LEVEL_COLUMNS, STATUS_BEFORE, Outlines, Part, Place, Row
from geo_ent.tables.contract import STATUSES, UNOPENED
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import page_title
from geo_ent.territory.crs import metric_crs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geo_ent.pipeline.build import Built
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.build_options import Project

_UNITS_ACROSS = 1500
"""How many units of the outlines a département is wide or high: some are a pixel of a page."""

_DRAWN = ("departement", "circonscription")


def make_part(
    project: "Project", built: "Built", *, files: "Sequence[Row]" = (), identity: str = ""
) -> Part:
    """Make the part of a département from what its build left.

    Parameters
    ----------
    project
        Of one département.
    built
        What came out of it.
    files
        Those of its folder: `name`, `bytes`, `sha256`.
    identity
        The digest of what it was made from.
    """
    result = built.result
    since, before = _status_before(project, result)
    place = result.communes.iloc[0]
    tr = language(project.lang, project.sector)
    return Part(
        code=result.departements[0],
        name=str(place["departement_name"]),
        academie=Place(place["academie_code"], place["academie_name"]),
        region=Place(place["region_code"], place["region_name"]),
        date=result.date,
        updated_on=result.updated_on,
        lang=project.lang,
        sector=project.sector,
        simulated=project.simulation.message if project.simulation else "",
        title=project.title or page_title(result.territory, tr),
        headline=built.headline,
        identity=identity,
        quick=project.quick,
        rentree=result.rentree,
        priority_year=result.priority_year,
        totals=_rows(built.totals.to_frame().T)[0],
        levels={level: _rows(_level(result, level)) for level in _DRAWN},
        compared_to=since,
        changes=_rows(_changed(result, since, before).drop(columns="compared_to")),
        series=_series(result),
        schools_out_of_level={
            level: int(out_of_level(result.schools, table.index, level=level))
            for level, table in result.coverage.items()
        },
        findings=dict(built.findings.summary()),
        register={
            "rows_n": len(result.reading.rows),
            "schools_n": result.reading.register["uai"].nunique(),
            "as_of": result.as_of and result.as_of.isoformat(),
        },
        files=files,
        communes=dict(result.communes["name"].sort_index().items()),
        outlines=_outlines(result),
    )


def _changed(result: "Result", since: dt.date | None, before: "pd.Series[str]") -> pd.DataFrame:
    """Give the rows of `change.csv` since a day; none without one."""
    if since is None:
        return pd.DataFrame(columns=list(CHANGE_COLUMNS))
    return changes_since(result, since, before)


def part_schools(project: "Project", result: "Result") -> pd.DataFrame:
    """Give the schools of a part: those of `schools.csv`, with what search and change need.

    Returns
    -------
    DataFrame
        On `uai`, sorted; with `postcode` and `STATUS_BEFORE`.
    """
    table = tidy(schools_table(result.schools))
    _, before = _status_before(project, result)
    beside = {"postcode": result.schools["postcode"], STATUS_BEFORE: before}
    return table.assign(**{title: column.loc[table.index] for title, column in beside.items()})


def _status_before(project: "Project", result: "Result") -> "tuple[dt.date | None, pd.Series[str]]":
    """Give the last rentrée that is a year before the day shown or more, and the status on it.

    The same rentrée in every département, whatever its own register tells, so that they compare;
    none, and "" of each school, where the register bears no day and so has no past.
    """
    schools = result.schools
    if result.as_of is None:
        return None, pd.Series("", index=schools.index)
    year_ago = years_before(result.date, 1)
    since = dt.date(year_ago.year, 9, 1)
    since = since if since <= year_ago else dt.date(year_ago.year - 1, 9, 1)
    statuses = status_table(
        result.reading.register,
        schools.index,
        [since],
        complete=project.complete,
        as_of=result.as_of,
        opened_on=schools["opened_on"],
    )
    return since, statuses[since]


def _level(result: "Result", level: str) -> pd.DataFrame:
    table = tidy(result.coverage[level].sort_index()).reset_index()
    return table[[column for column in LEVEL_COLUMNS if column in table]]


def _rows(table: pd.DataFrame) -> list[Row]:
    """Make rows of plain values, those missing None."""
    return [
        {str(column): _plain(value) for column, value in row.items()}
        for row in tidy(table).to_dict("records")
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 a cell of any column
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _series(result: "Result") -> list[Row]:
    """Count the schools at each date of the page by status."""
    shown = result.schools["status"].rename(result.date)
    table = shown.to_frame() if result.series is None else result.series.loc[result.schools.index]
    rows: list[Row] = []
    for day, statuses in table.items():
        counts = statuses.value_counts()
        by_status = {f"{status}_n": int(counts.get(status, 0)) for status in STATUSES}
        by_status["covered_n"] = by_status.pop("school_n")
        schools_n = len(statuses) - int(counts.get(UNOPENED, 0))
        date = day if isinstance(day, dt.date) else pd.Timestamp(str(day)).date()
        rows.append({"date": date.isoformat(), "schools_n": schools_n, **by_status})
    return rows


def _outlines(result: "Result") -> Outlines:
    """Simplify the outlines of the circonscriptions and of the département, and make them whole."""
    crs = metric_crs(result.departements)
    metric = {level: result.zones[level].geometry.to_crs(crs) for level in _DRAWN}
    left, bottom, right, top = metric["departement"].total_bounds
    unit_m = max(1, round(max(right - left, top - bottom) / _UNITS_ACROSS))
    zones = {level: _simplified(shapes, unit_m) for level, shapes in metric.items()}
    return Outlines(crs, unit_m, zones)


def _simplified(shapes: "gpd.GeoSeries", unit_m: int) -> dict[str, list[list[int]]]:
    """Give each zone's rings in whole units, neighbours with one border between them."""
    # Visvalingam's tolerance is the root of an area: of two units, so that no ring bristles with
    # points that a page can't show.
    drawn = shapes[shapes.notna() & ~shapes.is_empty]  # a zone may have schools and no land
    simple = shapely.coverage_simplify(drawn.to_numpy(), 2 * unit_m)
    zones = {}
    for code, shape in sorted(zip(drawn.index, simple, strict=True)):
        rings = [ring for part in shapely.get_parts(shape) for ring in _part_rings(part)]
        zones[str(code)] = [moves for ring in rings if (moves := _moves(ring, unit_m))]
    return zones


def _part_rings(polygon: Any) -> list[Any]:  # noqa: ANN401 shapely publishes no types
    return [polygon.exterior, *polygon.interiors]


def _moves(ring: Any, unit_m: int) -> list[int]:  # noqa: ANN401 shapely publishes no types
    """Write a ring as its first point and the moves to the next ones; empty where it is a speck."""
    points = np.rint(shapely.get_coordinates(ring)[:-1] / unit_m).astype(
        int
    )  # the last is the first
    apart = points[(points != np.roll(points, 1, axis=0)).any(axis=1)]
    if len(apart) < 3:  # noqa: PLR2004 less than a triangle
        return []
    moves: list[int] = np.diff(apart, axis=0, prepend=[[0, 0]]).ravel().tolist()
    return moves
