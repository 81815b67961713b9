"""Whose schools are counted: those of a sector, the public one unless another is asked for."""

from typing import TYPE_CHECKING, TypeVar

from geo_ent.errors import InputError
from geo_ent.project.build_options import SECTORS

if TYPE_CHECKING:
    import pandas as pd

    Frame = TypeVar("Frame", bound=pd.DataFrame)

SECTOR = SECTORS[0]
"""The sector that is counted where none is asked for, here and on the command line."""


def of_sector(schools: "Frame", sector: str = SECTOR) -> "Frame":
    """Keep the schools of a sector, which have their status.

    Parameters
    ----------
    schools
        With their `status` and, but for "all", their `sector`.
    sector
        "public", "prive" or "all".

    Raises
    ------
    InputError
        If it isn't one of these, no school is of it, or the schools haven't their status or their
        sector.

    Examples
    --------
    >>> import pandas as pd
    >>> pair = pd.DataFrame({"sector": ["public", "prive"], "status": "none"},
    ...                     index=["0350001A", "0350002B"])
    >>> list(of_sector(pair).index)
    ['0350001A']
    """
    # Steps are taken in another order in a notebook than they were read in.
    if "status" not in getattr(schools, "columns", ()):
        msg = (
            "on attend les écoles avec leur statut : celles que donne "
            "geo_ent.status_at(register, schools, date)."
        )
        raise InputError(msg)
    if sector not in SECTORS:
        msg = f"sector « {sector} » : on attend {', '.join(SECTORS)}."
        raise InputError(msg)
    if sector == "all":
        return schools
    if "sector" not in schools:
        # Counted all the same, private schools would be among « écoles publiques ».
        msg = (
            "ces écoles ne disent pas leur secteur ; gardez leur colonne « sector », ou comptez "
            'celles de tous les secteurs : sector="all".'
        )
        raise InputError(msg)
    kept = schools[schools["sector"] == sector]
    if len(schools) and not len(kept):
        # A table of zeros would say that nobody has an ENT.
        msg = (
            f"aucune des {len(schools)} écoles n’est du secteur {sector} ; donnez "
            'sector="all" ou un autre secteur.'
        )
        raise InputError(msg)
    return kept
