"""Of whom a frame of schools speaks: the sector counted, the territory, the date in its `attrs`."""

import datetime as dt
from typing import TYPE_CHECKING

from geo_ent.communes.departements import departement_names
from geo_ent.indicators.schools_at_date import DATE
from geo_ent.telling.claims import Scope
from geo_ent.telling.language import Language, language
from geo_ent.text.numbers import Lang

if TYPE_CHECKING:
    import pandas as pd


def frame_scope(schools: "pd.DataFrame", sector: str) -> Scope:
    """Tell of whom schools are, as `status_at` gives them.

    Examples
    --------
    >>> import pandas as pd
    >>> schools = pd.DataFrame({"departement_code": ["35", "22", "35"]})
    >>> frame_scope(schools, "public").departements
    ('22', '35')
    """
    codes = set(schools.get("departement_code", ())) & set(departement_names())
    return Scope(sector, tuple(sorted(codes)), shown_date(schools))


def shown_date(schools: "pd.DataFrame") -> dt.date | None:
    """Tell the date that schools are shown at; None where they don't say."""
    written = schools.attrs.get(DATE)
    return dt.date.fromisoformat(written) if written else None


def frame_teller(schools: "pd.DataFrame", sector: str, lang: Lang) -> Language:
    """Give what writes in a language, of the schools of a frame."""
    return language(lang).about(frame_scope(schools, sector))
