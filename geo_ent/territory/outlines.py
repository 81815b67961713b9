"""Outlines of another make put on the communes of today: a clean coverage still."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.communes.bundled import communes_without_polygon
from geo_ent.communes.codes_to_today import split_codes
from geo_ent.errors import InputError
from geo_ent.tables.findings import Findings
from geo_ent.territory.communes_without_outline import undrawn
from geo_ent.territory.crs import by_metric_crs
from geo_ent.text.note import Note
from geo_ent.text.numbers import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

_METRES_PER_DEGREE = 111_320.0
_SNAP_M = 0.5  # vertices nearer than this are one: half the bundle's own step
_GAP_M = 10.0  # a gap narrower than this is a fault of digitising, closed; as in the bundle
_SEAM_M = 300.0  # where two makes of outlines meet: they may stray by 100 m each, or more
_CRUMB_M = 150.0  # what a cut leaves narrower than this is the difference of two makes, not land
_LEAST_LEFT_SHARE = 0.05  # share of an outline that must be left for it to count as drawn
_LEAST_COVERED_SHARE = 0.5  # share of a commune's land that its outline must cover to be believed
# Share of an outline that must be in its commune: others may have merged into it since.
_LEAST_INSIDE_SHARE = 0.02
_UNSAID = 1e-3  # a change of less than this share of a commune's area isn't noted
_ROUNDS = 4  # cleanings at most: one is enough but where corners meet


def with_outlines(
    communes: gpd.GeoDataFrame,
    drawn: gpd.GeoDataFrame,
    *,
    findings: Findings | None = None,
    file: str = "",
) -> gpd.GeoDataFrame:
    """Put outlines on the communes of a territory.

    What a file draws of one commune of today (those it was merged from, its arrondissements) is put
    together. A commune that the file lacks keeps its bundled outline, which is cut out of the
    file's. Communes lately re-established get a row once the file draws them. A code that no list
    knows becomes a commune with the zones of the one whose land it lies on.

    Parameters
    ----------
    communes
        As `read_communes` gives them.
    drawn
        As `read_boundaries` gives them.
    findings, file
        Where to note what was put together, kept, added or mended; the outlines' file.

    Raises
    ------
    InputError
        If most outlines aren't where their commune is, or lie under others.

    Returns
    -------
    GeoDataFrame
        As `communes`, with the file's outlines and their `area_km2` (in the legal projection); a
        clean coverage in EPSG:4326.

    Examples
    --------
    >>> from geo_ent.communes.bundled import read_communes
    >>> bundled = read_communes(["90"])
    >>> drawn = bundled.assign(commune_code=bundled.index).rename_axis("written")
    >>> with_outlines(bundled, drawn).equals(bundled)
    True
    """
    findings = Findings() if findings is None else findings
    noted = Findings()
    outlined = _put(communes, drawn, noted, file)
    covered = communes.index.difference(outlined.index)
    if len(covered):  # wholly drawn under others: they go back to their bundled outlines
        there = drawn["commune_code"].nunique()
        if len(covered) > there / 2:  # so many aren't communes: wholes of them, or a bad column
            msg = (
                f"{file} : les contours se recouvrent ; {len(covered)} communes sur {there} sont "
                f"sous d’autres, par exemple {covered[0]}. On attend des communes entières, "
                "rien autour."
            )
            raise InputError(msg)
        # All is done again and noted anew: what these covered is another commune's now.
        noted = Findings()
        for code in covered:
            noted.add("outline-left", Note("covered", code=code), file=file)
        outlined = _put(communes, drawn[~drawn["commune_code"].isin(covered)], noted, file)
    findings.entries += noted.entries
    return outlined


def _put(
    communes: gpd.GeoDataFrame, drawn: gpd.GeoDataFrame, findings: Findings, file: str
) -> gpd.GeoDataFrame:
    """Put outlines on communes; one that others leave no land to is missing."""
    known, unknown = _hosted(communes, drawn, findings, file)
    _note_merged(known, findings, file)
    # A commune that gave land to others is rightly smaller in one of the two makes: its outline
    # can't be judged by the bundled one.
    shared = set(unknown["host"]) | (split_codes() & set(communes.index))
    believed = communes.drop(index=list(shared))
    shapes = _in_place(_one_outline_each(known), believed, findings, file)
    rows = pd.concat([_less_people(communes, unknown), _restored(communes, shapes), unknown])
    shapes = pd.concat([shapes, unknown.geometry])
    kept = communes.geometry.drop(shapes.index, errors="ignore")
    shapes = _cut(shapes, kept, findings, file)
    kept = communes.geometry.drop(shapes.index, errors="ignore")
    for code, name in communes.loc[kept.index, "name"].items():
        findings.add("outline-kept", f"{code} {name}", file=file)
    whole = pd.concat([shapes, kept]).sort_index()
    whole = _clean(whole, _SEAM_M if len(kept) else _GAP_M, findings, file)
    outlined = rows.loc[whole.index].set_geometry(whole)
    return _measured(outlined, communes)


def _hosted(
    communes: gpd.GeoDataFrame, drawn: gpd.GeoDataFrame, findings: Findings, file: str
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Part the outlines of communes of today from new communes; a new code may be an old land's.

    Where the file lacks the commune whose land it is, the row is that commune under a new code.
    """
    known, odd = drawn[drawn["commune_code"] != ""], drawn[drawn["commune_code"] == ""]
    if odd.empty:
        return known, communes.iloc[:0].assign(host="")
    odd = odd.dissolve("written")
    # A point that is sure to be on the land: the centre of a crescent, or of islands, needn't be.
    points = gpd.GeoSeries(shapely.point_on_surface(odd.geometry.to_numpy()), crs=4326)
    row, covering = communes.sindex.query(points, predicate="intersects")
    host = pd.Series(communes.index[covering], index=odd.index[row])
    host = host[~host.index.duplicated()]
    odd = odd.loc[host.index].assign(commune_code=host)  # one that lost its place isn't of here
    heir = ~odd["commune_code"].isin(known["commune_code"])
    for code, place in odd["commune_code"].items():
        fate = Note("takes-place" if heir[code] else "new-commune", code=code, place=place)
        findings.add("outline-new", fate, file=file)
    return pd.concat([known, odd[heir]]), _new(communes, odd[~heir])


def _new(communes: gpd.GeoDataFrame, drawn: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make a row of each new code: the zones of its host, and of its people a part by area."""
    of = communes.loc[drawn["commune_code"]]
    share = shapely.area(drawn.geometry.to_numpy()) / shapely.area(of.geometry.to_numpy())
    rows: gpd.GeoDataFrame = of.set_axis(pd.Index(drawn.index, name="commune_code"), axis=0)
    return rows.assign(
        name=[name or str(code) for code, name in drawn["name"].items()],
        population_n=(of["population_n"].to_numpy() * share.clip(max=1)).astype(int),
        geometry=drawn.geometry.to_numpy(),
        host=drawn["commune_code"],
    )


def _less_people(communes: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take from the hosts the people that went to the new communes."""
    gone = new.groupby("host")["population_n"].sum().reindex(communes.index, fill_value=0)
    left: gpd.GeoDataFrame = communes.assign(population_n=communes["population_n"] - gone)
    return left


def _one_outline_each(known: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Put together what is drawn of each commune of today."""
    several = known["commune_code"].duplicated(keep=False)
    once = known[~several].set_index("commune_code").geometry
    groups = known[several].groupby("commune_code").geometry
    # Not `coverage_union_all`: a commune's parts may lie over it, as an arrondissement's does.
    joined = {str(code): shapely.union_all(group.to_numpy()) for code, group in groups}
    merged = gpd.GeoSeries(list(joined.values()), index=list(joined), crs=4326)
    whole = pd.concat([once, merged]) if joined else once
    return whole.rename_axis("commune_code").sort_index()


def _note_merged(known: gpd.GeoDataFrame, findings: Findings, file: str) -> None:
    """Note the rows whose code is another's today, and codes that are there twice."""
    for written, today in known.loc[known.index != known["commune_code"], "commune_code"].items():
        findings.add("outline-moved", f"{written} → {today}", file=file)
    for code in known.index[known.index.duplicated()].unique():
        findings.add("outline-double", Note("several-outlines", code=code), file=file)


def _in_place(
    shapes: gpd.GeoSeries, communes: gpd.GeoDataFrame, findings: Findings, file: str
) -> gpd.GeoSeries:
    """Leave out outlines that cover little of their commune or go far over it: merged since.

    Parameters
    ----------
    shapes, communes
        The file's outlines; the communes that keep most of their land, whatever the year.

    Raises
    ------
    InputError
        If they are most of the outlines.
    """
    whole = communes.geometry.reindex(shapes.index).to_numpy()
    common = shapely.area(shapely.intersection(shapes.to_numpy(), whole))
    share = pd.Series(common / shapely.area(whole), index=shapes.index)
    times = pd.Series(shapely.area(shapes.to_numpy()) / shapely.area(whole), index=shapes.index)
    misplaced = share.index[(share < _LEAST_COVERED_SHARE) | (times * _LEAST_INSIDE_SHARE > share)]
    if len(misplaced) > len(shapes) / 2:
        msg = (
            f"{file} : des contours ne sont pas à la place de leur commune, {len(misplaced)} sur "
            f"{len(shapes)}, par exemple {misplaced[0]} ; sont-ils entiers, et la colonne des "
            "codes est-elle la bonne ?"
        )
        raise InputError(msg)
    for code in misplaced:
        fault = Note("covers-little", code=code, percent=number(share[code] * 100))
        if share[code] >= _LEAST_COVERED_SHARE:
            fault = Note("too-large", code=code, times=number(times[code]))
        findings.add("outline-left", fault, file=file)
    return shapes.drop(misplaced)


def _restored(communes: gpd.GeoDataFrame, shapes: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Give the rows of the communes that only the file can draw."""
    hidden = communes_without_polygon()
    drawn = hidden.index.isin(shapes.index) & ~hidden.index.isin(communes.index)
    return undrawn(hidden[drawn], communes).assign(area_km2=0.0)


def _cut(
    shapes: gpd.GeoSeries, kept: gpd.GeoSeries, findings: Findings, file: str
) -> gpd.GeoSeries:
    """Take the bundled outlines that stay out of the file's; drop what nothing is left of."""
    if kept.empty:
        return shapes
    tree = shapely.STRtree(kept.to_numpy())
    row, covered_by = tree.query(shapes.to_numpy(), predicate="intersects")
    cut = shapes.to_numpy().copy()
    for index in np.unique(row):
        cut_off = shapely.union_all(kept.to_numpy()[covered_by[row == index]])
        cut[index] = _without(cut[index], cut_off)
    left = shapely.area(cut) >= _LEAST_LEFT_SHARE * shapely.area(shapes.to_numpy())
    for code in shapes.index[~left]:
        findings.add("outline-left", Note("drawn-inside", code=code), file=file)
    return gpd.GeoSeries(cut[left], index=shapes.index[left], crs=4326)


def _without(shape: shapely.Geometry, cut_off: shapely.Geometry) -> shapely.Geometry:
    """Cut a land out of a shape, and the strips along the cut, where two makes merely differ."""
    rest = shapely.difference(shape, cut_off)
    scale = _scale(rest)
    parts = shapely.get_parts(rest)
    # What nothing is left of once half the width is taken off each side is a strip. It goes only
    # where it lies along the cut: an islet of the file as narrow as that is land.
    cores = shapely.buffer(shapely.transform(parts, lambda xy: xy * scale), -_CRUMB_M / 2)
    small = shapely.is_empty(cores) & (shapely.area(parts) < shapely.area(parts).max(initial=0))
    touching = shapely.length(shapely.intersection(parts, cut_off.boundary)) > 0
    return shapely.union_all(parts[~(small & touching)])


def _clean(shapes: gpd.GeoSeries, gap_m: float, findings: Findings, file: str) -> gpd.GeoSeries:
    """Close gaps and share out overlaps, unless there are none."""
    polygons = shapes.to_numpy()
    if shapely.coverage_is_valid(polygons):
        return shapes
    before = shapely.area(polygons)
    scale = _scale(polygons)
    # Cleaned in metres and brought back to degrees, corners may part again by a rounding.
    for _ in range(_ROUNDS):
        metres = shapely.transform(polygons, lambda xy: xy * scale)
        mended = shapely.coverage_clean(metres, snapping_distance=_SNAP_M, gap_width=gap_m)
        polygons = shapely.transform(np.asarray(mended), lambda xy: xy / scale)
        if shapely.coverage_is_valid(polygons):
            break
    _note_cleaned(shapes.index, before, shapely.area(polygons), findings, file)
    left = ~shapely.is_empty(polygons)
    return gpd.GeoSeries(polygons[left], index=shapes.index[left], crs=4326)


def _note_cleaned(
    codes: Iterable[str],
    before: "NDArray[np.float64]",
    after: "NDArray[np.float64]",
    findings: Findings,
    file: str,
) -> None:
    """Note that borders were fitted, and what changed a commune by more than a hundredth.

    What changes none by a thousandth is a matter of rounding, and goes unsaid.
    """
    moved = np.abs(after - before) / before
    if moved.max() < _UNSAID:
        return
    changed = [str(code) for code, far in zip(codes, moved > 10 * _UNSAID, strict=True) if far]
    detail = Note("fitted-much", codes=changed) if changed else Note("fitted")
    findings.add("outline-cleaned", detail, file=file)


def _scale(shapes: object) -> "NDArray[np.float64]":
    """Give metres per degree of longitude and of latitude, around some shapes.

    Straight edges stay straight, which no real projection grants; ample for tolerances.
    """
    _, south, _, north = shapely.total_bounds(shapes)
    middle = np.nan_to_num((south + north) / 2)
    return _METRES_PER_DEGREE * np.array([np.cos(np.radians(middle)), 1.0])


def _measured(outlined: gpd.GeoDataFrame, before: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Measure the outlines that changed, each in its legal projection."""
    old = before.geometry.reindex(outlined.index)
    changed = outlined[~outlined.geometry.geom_equals(old, align=False)]
    area = outlined["area_km2"].astype(float)
    for crs, codes in by_metric_crs(changed["departement_code"]).items():
        area[codes] = changed.geometry[codes].to_crs(crs).area / 1e6
    result: gpd.GeoDataFrame = outlined.assign(area_km2=area)[before.columns]
    return result
