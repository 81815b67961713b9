"""Who is left out, in tables with their words: the schools to equip, the white areas."""

from typing import TYPE_CHECKING

from geo_ent.indicators.gaps import ranked_schools
from geo_ent.indicators.gaps import white_areas as areas_without
from geo_ent.indicators.gaps.local_tables import with_absence
from geo_ent.indicators.gaps.ranking_rule import make_ranking
from geo_ent.indicators.schools_counted import SECTOR, of_sector
from geo_ent.project.build_options import LANGS
from geo_ent.tables.given.given_frames import hold_communes, hold_schools
from geo_ent.tables.given.given_options import hold_count, hold_flag, hold_word
from geo_ent.telling.frame_scope import frame_teller
from geo_ent.telling.gaps.gap_reasons import with_reasons
from geo_ent.telling.table_notes import table_notes
from geo_ent.text.numbers import Lang

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

NOTES = "notes"
"""What `attrs` of a table says that it leaves out, in sentences."""


def gaps(
    schools: "gpd.GeoDataFrame",
    *,
    sector: str = SECTOR,
    weights: "Mapping[str, float] | None" = None,
    rural_only: bool = True,
    lang: Lang = "fr",
) -> "pd.DataFrame":
    r"""List the schools without an ENT, those to look at first on top, with the reasons.

    Parameters
    ----------
    schools
        As `status_at` gives them, of every sector: an equipped school of another may be nearer,
        which is told and ranks nothing.
    sector
        The schools listed: "public", "prive" or "all".
    weights
        Criterion → weight, for those that change (docs/lacunes.md).
    rural_only
        Whether to keep to rural communes.
    lang
        "fr" or "en": the language of `reasons`.

    Returns
    -------
    DataFrame
        On `uai`, by `rank`: the columns of `gaps.csv` (docs/columns.md). `attrs["notes"]` says what
        isn't listed or isn't known.

    Raises
    ------
    InputError
        If the schools aren't as `status_at` gives them, none is of the sector, or a weight
        is for a criterion that isn't known.

    Examples
    --------
    >>> import geo_ent
    >>> files = geo_ent.demo_files("cantal")
    >>> communes = geo_ent.read_communes(["15"])
    >>> schools = geo_ent.locate(geo_ent.read_schools(files["schools"]), communes)
    >>> register = geo_ent.read_register(files["register"], schools)
    >>> table = geo_ent.gaps(geo_ent.status_at(register, schools, "2017-01-16"))
    >>> table[["rank", "score", "nearest_km"]].round(1).head(2).values.tolist()
    [[1.0, 66.7, 35.2], [2.0, 66.7, 19.0]]
    >>> table["reasons"].iloc[0].split("\u00a0; ")[1]
    'à 35,2\xa0km de l’école publique équipée la plus proche, dans une autre circonscription'
    """
    hold_schools(schools, "gaps", points=True, status=True)
    hold_flag(rural_only, "rural_only", "gaps")
    hold_word(lang, LANGS, "lang", "gaps")
    counted, tr = of_sector(schools, sector), frame_teller(schools, sector, lang)
    rule = make_ranking({"weights": dict(weights)}, where="gaps") if weights else None
    listed = ranked_schools.gaps(counted, everyone=schools, weights=rule, rural_only=rural_only)
    table = with_absence(with_reasons(listed.table, tr, rule=rule), counted)
    table.attrs[NOTES] = list(table_notes(listed, tr))
    return table


def white_areas(
    communes: "gpd.GeoDataFrame",
    schools: "gpd.GeoDataFrame",
    *,
    sector: str = SECTOR,
    minimum: int = 2,
    lang: Lang = "fr",
) -> "gpd.GeoDataFrame":
    """Draw the rural areas where no school has an ENT.

    Parameters
    ----------
    communes
        As `read_communes` gives them.
    schools
        As `status_at` gives them, of every sector: an area may hold equipped schools of another.
    sector
        The schools counted: "public", "prive" or "all".
    minimum
        How many communes with schools an area must have.
    lang
        "fr" or "en": the language of the notes.

    Returns
    -------
    GeoDataFrame
        On `zone_code` ("ZB001"…), most schools first: `zone_name, communes_n, schools_n, pupils_n,
        commune_names`… and the area's outline. `attrs["notes"]` says what isn't drawn or isn't
        known.

    Raises
    ------
    InputError
        If the frames aren't as these functions give them, or no school is of the sector.

    Examples
    --------
    >>> import geo_ent
    >>> files = geo_ent.demo_files("cantal")
    >>> communes = geo_ent.read_communes(["15"])
    >>> schools = geo_ent.locate(geo_ent.read_schools(files["schools"]), communes)
    >>> register = geo_ent.read_register(files["register"], schools)
    >>> areas = geo_ent.white_areas(communes, geo_ent.status_at(register, schools, "2017-01-16"))
    >>> areas[["zone_name", "communes_n", "schools_n"]].head(2).values.tolist()
    [['Ytrac', 76, 88], ['Riom-ès-Montagnes', 19, 25]]
    """
    hold_communes(communes, "white_areas")
    hold_count(minimum, "minimum", "white_areas")
    hold_word(lang, LANGS, "lang", "white_areas")
    hold_schools(schools, "white_areas", points=True, status=True, located=True)
    counted = of_sector(schools, sector)
    areas = areas_without.white_areas(communes, counted, everyone=schools, minimum=minimum)
    areas.table.attrs[NOTES] = list(table_notes(areas, frame_teller(schools, sector, lang)))
    return areas.table
