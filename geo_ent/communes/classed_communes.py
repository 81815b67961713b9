"""The communes with what they are known by: rural or urban, FRR, eligible to the calls of ENIR."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.communes import bundled
from geo_ent.communes.density import rurality
from geo_ent.communes.enir import enir, read_urban_units
from geo_ent.errors import InputError
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

TRAITS = (
    *("density_class", "rural", "rurality_basis", "frr", "frr_classified"),
    *("enir_2017", "enir_2018", "label_2020", "enir_eligible"),
)
"""What a commune is known by, and each of its schools through it."""

_WIDTH = 40  # of what was given, in a sentence


def read_communes(
    departements: str | Collection[str],
    *,
    density: "pd.DataFrame | str | Path | None" = None,
    frr: "pd.Series[str] | str | Path | None" = None,
    urban_units: "pd.DataFrame | str | Path | None" = None,
    urban_areas: "pd.DataFrame | str | Path | None" = None,
) -> "gpd.GeoDataFrame":
    """Read the communes of some départements, with the codes of every level above.

    Parameters
    ----------
    departements
        Codes or names, as ``["54", "2A"]``; one may stand alone.
    density
        INSEE's density grid: the file, or what `read_density` gave; without it, what is rural is
        estimated.
    frr
        The classement France Ruralités Revitalisation: the file, or what `read_frr` gave.
    urban_units, urban_areas
        INSEE's unités urbaines and aires urbaines, files or frames: who could apply to ENIR.

    Returns
    -------
    GeoDataFrame
        Indexed by `commune_code`, sorted; `name`, code and name of the EPCI, arrondissement,
        département, académie and région ("" for no EPCI), `population_n`, `area_km2`; what
        `rurality` says of each, and its eligibility to ENIR; polygons in EPSG:4326 that share their
        borders exactly (a clean coverage).

    Raises
    ------
    InputError
        If a code isn't a text, or one of the 101 départements, or a file isn't what is expected.

    Examples
    --------
    >>> communes = read_communes(["90"])
    >>> communes.loc[["90052"], ["name", "rural", "rurality_basis"]].to_dict("records")
    [{'name': 'Giromagny', 'rural': True, 'rurality_basis': 'estimated'}]
    """
    # A text is a sequence of texts too: "15" would be the départements 1 and 5.
    codes = [departements] if isinstance(departements, str) else departements
    # Nor is a number a code: 1 could be 01, and 35.0 comes of a column that a blank cell made one.
    if not all(isinstance(code, str) for code in _listed(codes)):
        msg = (
            f"read_communes({one_line(departements, width=_WIDTH)}) : on attend le code d’un "
            'département, un texte comme "35", ou une liste de textes.'
        )
        raise InputError(msg)
    communes = bundled.read_communes(codes)
    traits = commune_traits(
        communes,
        density=density,
        frr=frr,
        urban_units=_units_of(urban_units),
        urban_areas=_units_of(urban_areas),
    )
    classed: gpd.GeoDataFrame = communes.join(traits)
    return classed


def _listed(codes: object) -> Iterable[object]:
    """Give what is listed; a thing alone, which a notebook may hand over, is a list of it."""
    return codes if isinstance(codes, Iterable) else [codes]


def commune_traits(
    communes: "gpd.GeoDataFrame",
    *,
    density: "pd.DataFrame | str | Path | None" = None,
    frr: "pd.Series[str] | str | Path | None" = None,
    urban_units: "pd.DataFrame | None" = None,
    urban_areas: "pd.DataFrame | None" = None,
) -> "pd.DataFrame":
    """Say of each commune what `rurality` and `enir` do: the whole of what schools take from it."""
    # All of it whatever is given: where a file isn't, `rural` is estimated and calls are undecided,
    # and a column says so.
    traits = rurality(communes, density=density, frr=frr)
    return traits.join(enir(communes, urban_units=urban_units, urban_areas=urban_areas))


def _units_of(given: "pd.DataFrame | str | Path | None") -> "pd.DataFrame | None":
    """Read unités or aires urbaines that are given as a file."""
    return read_urban_units(given) if isinstance(given, str | Path) else given
