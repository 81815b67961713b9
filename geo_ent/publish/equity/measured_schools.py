"""How equal the coverage of schools is, as `equity.csv` has it, of a frame."""

from typing import TYPE_CHECKING

from geo_ent.communes.bundled import bundled_populations
from geo_ent.indicators.schools_counted import SECTOR, of_sector
from geo_ent.project.build_options import LANGS
from geo_ent.publish.equity.equity_sheet import sheet_figures
from geo_ent.publish.equity.measures_table import figures_table
from geo_ent.tables.given.given_frames import hold_schools
from geo_ent.tables.given.given_options import hold_word
from geo_ent.telling.frame_scope import frame_teller

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.text.numbers import Lang


def equity(schools: "pd.DataFrame", *, sector: str = SECTOR, lang: "Lang" = "fr") -> "pd.DataFrame":
    """Measure how equal the coverage is between groups of schools, in every way that is known.

    Parameters
    ----------
    schools
        As `status_at` gives them; the IPS and the pupils are compared where they were added.
    sector
        The schools counted: "public", "prive" or "all".
    lang
        "fr" or "en": the language of the remarks.

    Returns
    -------
    DataFrame
        As `equity.csv`: `grouping` ("rurality", "density", "priority", "ips", "commune_size",
        "circonscription"), `measure` (D, R, TI…), `estimate, se, low, high, corrected` and
        `remark`; a grouping that can't be compared has one row, with its reason.

    Raises
    ------
    InputError
        If the schools aren't as `status_at` gives them, or none is of the sector.

    Examples
    --------
    >>> import geo_ent
    >>> files = geo_ent.demo_files("cantal")
    >>> communes = geo_ent.read_communes(["15"])
    >>> schools = geo_ent.locate(geo_ent.read_schools(files["schools"]), communes)
    >>> register = geo_ent.read_register(files["register"], schools)
    >>> table = geo_ent.equity(geo_ent.status_at(register, schools, "2017-01-16"))
    >>> by_rurality = table[table["grouping"] == "rurality"].set_index("measure")
    >>> by_rurality.loc["D", ["estimate", "low", "high"]].astype(float).round(3).to_dict()
    {'estimate': -0.128, 'low': -0.192, 'high': 0.017}
    """
    hold_schools(schools, "equity", status=True)
    hold_word(lang, LANGS, "lang", "equity")
    counted = of_sector(schools, sector)
    people = bundled_populations().rename("population_n").to_frame()
    return figures_table(sheet_figures(counted, people), frame_teller(schools, sector, lang))
