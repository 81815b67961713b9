"""The figures that a page of an atlas shows, from its parts and what is counted over them."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from geo_ent.communes.departements import departement_names
from geo_ent.maps.overview.overview_level import OverviewLevel
from geo_ent.text.apostrophes import printed
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from geo_ent.publish.atlas.national_tables import NationalFigures
    from geo_ent.tables.atlas_parts import Part

COUNTS = (
    *("schools_n", "covered_n", "undated_n", "class_n", "planned_n", "not_yet_n", "none_n"),
    "unknown_n",
)
_CHANGES = {
    "change_points": "change",
    "change_low_points": "change_low",
    "change_high_points": "change_high",
    "before_share": "before",
    "after_share": "after",
    "compared_n": "compared_n",
    "left_out_n": "left_out_n",
}
_CHANGE_COLUMNS = (*_CHANGES.values(), "compared_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a page of an atlas is about.

    Attributes
    ----------
    codes
        The départements of its territory, whether they have figures or not.
    levels
        Those that it shows, the one shown first at the head.
    whole
        The counts and the shares of all schools of the départements that have figures; empty where
        none has.
    change
        The change of these schools, as a row of `OverviewLevel.change`; None where there is none.
    series
        The counts at each rentrée, a row each with its `date`; empty where the départements don't
        have the same ones.
    dates
        The day that each département's figures are of.
    sector
        Of the schools counted.
    simulated
        What is simulated of them; "" for nothing.
    """

    codes: tuple[str, ...]
    levels: tuple[OverviewLevel, ...]
    whole: "Mapping[str, float]"
    change: "Mapping[str, object] | None"
    series: "Sequence[Mapping[str, object]]" = ()
    dates: "Mapping[str, dt.date]" = field(default_factory=dict)
    sector: str = "public"
    simulated: str = ""

    @property
    def absent(self) -> "Mapping[str, str]":
        """The départements without figures: their name by their code."""
        return next(level.absent for level in self.levels if level.level == "departement")


def country_overview(
    parts: "Sequence[Part]",
    figures: "NationalFigures",
    *,
    asked: "Iterable[str]",
    failed: "Collection[str]",
    pages: "Mapping[str, str]",
    academie_pages: "Mapping[str, str]",
) -> Overview:
    """Gather what the index shows: the départements, and the académies that they are of.

    Parameters
    ----------
    parts
        Of the départements that have figures.
    figures
        What is counted over them.
    asked
        The codes of the atlas' territory.
    failed
        The départements that couldn't be built.
    pages, academie_pages
        The address of each one's page, relative to the index.
    """
    codes = tuple(sorted({*asked, *failed, *(part.code for part in parts)}))
    departements = replace(
        _departements(parts, codes, pages),
        home_pages={part.code: academie_pages.get(part.academie.code, "") for part in parts},
    )
    academies = OverviewLevel(
        level="academie",
        coverage=_by_name(figures.coverage["academie"]),
        change=_level_change(figures, "academie"),
        pages=academie_pages,
        lacking=figures.lacking["academie"],
    )
    whole = _plain(figures.totals)
    change = _level_change(figures, "territory")
    return _overview(parts, codes, (departements, academies), whole, change)


def academie_overview(
    parts: "Sequence[Part]",
    figures: "NationalFigures",
    *,
    academie: str,
    codes: "Iterable[str]",
    pages: "Mapping[str, str]",
) -> Overview:
    """Gather what an académie's page shows: its circonscriptions and its départements.

    Parameters
    ----------
    parts
        Of its départements that have figures.
    figures
        What is counted over all of the atlas.
    academie
        Its code.
    codes
        Of all its départements.
    pages
        As for `country_overview`, relative to the académie's page.
    """
    every = tuple(sorted({*codes, *(part.code for part in parts)}))
    circonscriptions = _circonscriptions(parts, pages, has_homes=len(every) > 1)
    departements = _departements(parts, every, pages)
    totals = figures.coverage["academie"]
    whole = totals[totals.index == academie].iloc[0]
    change = _level_change(figures, "academie")
    return _overview(
        parts,
        every,
        (circonscriptions, departements),
        _plain(whole),
        change[change.index == academie],
    )


def _circonscriptions(
    parts: "Sequence[Part]", pages: "Mapping[str, str]", *, has_homes: bool
) -> OverviewLevel:
    """Gather the circonscriptions of an académie, each once and with the way to its page."""
    keys = {part.code: circonscription_keys(part, parts) for part in parts}
    rows = [
        (part, keys[part.code][str(row["zone_code"])], row)
        for part in parts
        for row in part.levels.get("circonscription", ())
    ]
    shared = {
        key: (str(row["zone_code"]), part.code)
        for part, key, row in rows
        if key != row["zone_code"]
    }
    named = [
        {
            **row,
            "zone_code": key,
            # The same name in two départements may be the same circonscription, or be none.
            **({"zone_name": f"{row['zone_name']} ({part.name})"} if key in shared else {}),
        }
        for part, key, row in rows
    ]
    return OverviewLevel(
        level="circonscription",
        coverage=_by_name(_frame(named)),
        change=_change_frame(
            (keys[part.code][str(row["zone_code"])], row, part.compared_to)
            for part in parts
            for row in part.changes
            if row["level"] == "circonscription"
        ),
        pages={
            key: f"{pages[part.code]}#niveau=circonscription&zone={row['zone_code']}"
            for part, key, row in rows
            if part.code in pages
        },
        homes={key: printed(part.name) for part, key, _ in rows} if has_homes else {},
        home_pages={key: pages.get(part.code, "") for part, key, _ in rows},
        dates={key: part.date for part, key, _ in rows},
        shared=shared,
    )


def circonscription_keys(part: "Part", parts: "Sequence[Part]") -> "dict[str, str]":
    """Give what stands for each circonscription of a département among those of several.

    Parameters
    ----------
    part
        The département.
    parts
        Those that are shown together.

    Returns
    -------
    dict
        Each code, and what tells it apart: itself, or itself with the département where another has
        the same, since each counts its own schools.
    """
    others = {code for other in parts if other.code != part.code for code in _codes(other)}
    return {code: f"{code}-{part.code}" if code in others else code for code in _codes(part)}


def _codes(part: "Part") -> set[str]:
    """Give the codes of a département's circonscriptions, of those without schools too."""
    counted = {str(row["zone_code"]) for row in part.levels.get("circonscription", ())}
    return counted.union(part.outlines.rings("circonscription"))


def _plain(row: "pd.Series[Any]") -> "dict[str, float]":
    """Give the counts of a row, and its share."""
    told = row[[name for name in (*COUNTS, "coverage_share", "known_share") if name in row.index]]
    return {str(name): float(value) for name, value in told.to_dict().items()}


def _overview(
    parts: "Sequence[Part]",
    codes: tuple[str, ...],
    levels: tuple[OverviewLevel, ...],
    whole: "Mapping[str, float]",
    change: pd.DataFrame,
) -> Overview:
    return Overview(
        codes=codes,
        levels=levels,
        whole=whole,
        change=next(iter(records(change)), None),
        series=_series(parts),
        dates={part.code: part.date for part in parts},
        sector=parts[0].sector if parts else "public",
        simulated=next((part.simulated for part in parts if part.simulated), ""),
    )


def _departements(
    parts: "Sequence[Part]",
    codes: "Sequence[str]",
    pages: "Mapping[str, str]",
) -> OverviewLevel:
    there = {part.code for part in parts}
    names = departement_names()
    homes = {part.code: printed(part.academie.name) for part in parts}
    return OverviewLevel(
        level="departement",
        coverage=_frame([part.departement for part in parts]).sort_index(),
        change=_change_frame(
            (part.code, part.change, part.compared_to) for part in parts if part.change
        ),
        pages=pages,
        homes=homes if len(set(homes.values())) > 1 else {},
        dates={part.code: part.date for part in parts},
        absent={code: printed(names.get(code, code)) for code in codes if code not in there},
    )


def _frame(rows: "Sequence[Mapping[str, object]]") -> pd.DataFrame:
    shares = ["coverage_share", "coverage_share_max", "known_share"]
    table = pd.DataFrame(rows, columns=["zone_code", "zone_name", *COUNTS, *shares])
    numbers = table[[*COUNTS, *shares]].astype(float)
    numbers[[*COUNTS]] = numbers[[*COUNTS]].fillna(0)
    names = table["zone_name"].map(printed)
    return table.assign(zone_name=names, **numbers).set_index("zone_code")


def _change_frame(
    rows: "Iterable[tuple[str, Mapping[str, object], dt.date | None]]",
) -> pd.DataFrame:
    named = [
        {new: row[old] for old, new in _CHANGES.items()} | {"zone_code": code, "compared_to": since}
        for code, row, since in rows
        if since
    ]
    table = pd.DataFrame(named, columns=["zone_code", *_CHANGE_COLUMNS]).set_index("zone_code")
    return table.astype(dict.fromkeys(_CHANGES.values(), float))


def _level_change(figures: "NationalFigures", level: str) -> pd.DataFrame:
    rows = figures.change[figures.change["level"] == level]
    return _change_frame((str(row["zone_code"]), row, figures.compared_to) for row in records(rows))


def _series(parts: "Sequence[Part]") -> "Sequence[Mapping[str, object]]":
    """Add up the counts at each date, where all départements have the same ones.

    A school is of one département alone, so that each is counted once.
    """
    days = {tuple(str(row["date"]) for row in part.series) for part in parts}
    if len(days) != 1:
        return ()
    rows = [{"date": row["date"], **_counts(row)} for part in parts for row in part.series]
    sums = pd.DataFrame(rows, columns=["date", *COUNTS]).groupby("date", sort=True).sum()
    # At a day of which nothing is known, the share would be 0 %.
    shares = sums["covered_n"] / sums["schools_n"].where(sums["schools_n"] > sums["unknown_n"])
    counted = sums.assign(date=[*map(dt.date.fromisoformat, sums.index)], coverage_share=shares)
    return records(counted)


def _counts(row: "Mapping[str, object]") -> "dict[str, int]":
    return {name: int(str(row.get(name) or 0)) for name in COUNTS}


def records(table: pd.DataFrame) -> "list[dict[str, Any]]":
    """Give a table's rows: column → value."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _by_name(table: pd.DataFrame) -> pd.DataFrame:
    named = table.assign(zone_name=table["zone_name"].map(printed))
    return named.sort_values("zone_name", key=lambda names: names.map(plain), kind="stable")


def circonscription_shapes(part: "Part", parts: "Sequence[Part]") -> gpd.GeoSeries:
    """Give the outlines of a département's circonscriptions, in its metric system.

    Each is under what stands for it among those of all that are shown (`circonscription_keys`).
    """
    keys, rings = circonscription_keys(part, parts), part.outlines.rings("circonscription")
    areas = {keys[code]: _area(own) for code, own in rings.items()}
    shapes = gpd.GeoSeries(list(areas.values()), index=list(areas), crs=part.outlines.crs)
    return shapes[~shapes.is_empty]


def _area(rings: "Sequence[Sequence[tuple[int, int]]]") -> shapely.Geometry:
    """Give what rings enclose by the rule "evenodd": those within others are holes."""
    # That is how shapes are mended. `build_area` gives nothing for a ring that touches itself, as
    # rounded ones do; where such a ring has no width, a line is left of it, which isn't an area.
    mended = shapely.make_valid(shapely.MultiPolygon([shapely.Polygon(ring) for ring in rings]))
    parts = shapely.get_parts(shapely.get_parts(mended))
    areas = parts[shapely.get_dimensions(parts) > 1]
    return shapely.multipolygons(shapely.get_parts(areas))
