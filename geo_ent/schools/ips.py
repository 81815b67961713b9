"""The indice de position sociale (IPS) of each school, in one year."""

from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.schools.yearly_figures import Layout, note_ties, one_a_school, read_figures, to_numbers
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_options import hold_kind, hold_path
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_LAYOUT = Layout(
    "l’IPS des écoles (fr-en-ips_ecoles, fr-en-ips-ecoles-ap2022)",
    {"uai": ("uai", "numero_uai"), "rentree": ("rentree_scolaire",), "ips": ("ips",)},
    needed=("uai", "rentree", "ips"),
)
_RANGE = (30.0, 200.0)  # single pupils have 45 to 185, says the DEPP; a school is a mean of them
_SECRET = {"ns", "nc", "nd"}  # too few pupils to be told


def read_ips(
    path: str | Path, *, rentree: int | None = None, findings: Findings | None = None
) -> "pd.Series[float]":
    r"""Read the IPS of each school, in the file's latest year or the one asked for.

    Parameters
    ----------
    path
        `fr-en-ips_ecoles` or `fr-en-ips-ecoles-ap2022` of any vintage: CSV, JSON or workbook.
    rentree
        The year that the school year begins in; the latest of the file without it.
    findings
        Where to note what was left out or mended.

    Returns
    -------
    Series
        `ips` by `uai`, sorted (index points; the mean of France is about 103); NaN where the file
        says NS, so `isna().sum()` counts these. `attrs["rentree"]` is the year.

    Raises
    ------
    InputError
        If the file isn't this one, or has no row of this year (it names those there are).

    Examples
    --------
    >>> import geo_ent, tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "ips.csv")
    ...     _ = file.write_text("Rentrée scolaire;UAI;IPS\n2022-2023;0350122T;104,2\n",
    ...                         encoding="utf-8")
    ...     geo_ent.read_ips(file).to_dict()
    {'0350122T': 104.2}
    """
    hold_path(path, "read_ips")
    hold_kind(rentree, "rentree", "read_ips", Integral)
    findings = Findings() if findings is None else findings
    name = Path(path).name
    rows = read_figures(path, _LAYOUT, rentree=rentree, findings=findings)
    # Emptied first: a figure kept secret is known to be none, and isn't noted as one unread.
    rows["ips"] = rows["ips"].where(~rows["ips"].map(plain).isin(_SECRET), "")
    values = to_numbers(rows, "ips", among=_RANGE, whole=False, file=name, findings=findings)
    kept = one_a_school(rows.assign(ips=values), ["ips"], file=name, findings=findings)
    ips: pd.Series[float] = kept["ips"]
    ips.attrs["rentree"] = int(rows["rentree"].iloc[0]) if len(rows) else rentree
    return ips


def add_ips(
    schools: "gpd.GeoDataFrame",
    ips: "pd.Series[float]",
    *,
    findings: Findings | None = None,
    file: str = "",
) -> "gpd.GeoDataFrame":
    """Fill the `ips` of the schools, by UAI alone; a school without one has NaN and is noted.

    The IPS is computed on pupils of CM2, in schools with 25 of them in five years: maternelles
    have none, small rural schools seldom.

    Parameters
    ----------
    schools
        The directory, indexed by `uai`.
    ips
        As `read_ips` gives it.
    findings
        Where to note the schools without IPS, and the IPS without a school.
    file
        The name of the IPS' file, for what is noted.

    Returns
    -------
    GeoDataFrame
        The schools, with these figures.

    Raises
    ------
    InputError
        If no school of the file is in the directory.

    Examples
    --------
    >>> import geo_ent
    >>> import pandas as pd
    >>> schools = geo_ent.read_schools(geo_ent.demo_files("cantal")["schools"])
    >>> schools = geo_ent.add_ips(schools, pd.Series({"0159001C": 104.2}, name="ips"))
    >>> float(schools.loc["0159001C", "ips"]), int(schools["ips"].isna().sum())
    (104.2, 171)
    """
    findings = Findings() if findings is None else findings
    note_ties(schools, ips.index, file=file, findings=findings)
    school_ips = ips.reindex(schools.index)
    # Three reasons, for a reader asks why of a school: only the last is a fault to look into.
    young, listed = schools["nature"] == "maternelle", ips.index.get_indexer(schools.index) >= 0
    for chosen, reason in (
        (young, "young-pupils"),
        (~young & listed, "secret-ips"),
        (~young & ~listed, "not-in-file"),
    ):
        uais = schools.index[chosen & school_ips.isna()]
        findings.add("no-ips", Note(reason), file=file, uais=uais)
    return schools.assign(ips=school_ips)
