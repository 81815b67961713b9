"""Pupils and classes of each school: the effectifs of the écoles, at one rentrée."""

from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.schools.yearly_figures import Layout, note_ties, one_a_school, read_figures, to_numbers
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_options import hold_kind, hold_path
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import geopandas as gpd

# Titles of 2023 (French sentences), then the field names of 2026. The commune isn't read: in 2026
# the column called `code_commune_insee` holds the postcode.
_LAYOUT = Layout(
    "les effectifs des écoles (fr-en-ecoles-effectifs-nb_classes)",
    {
        "uai": ("numero_de_l_ecole", "numero_ecole", "uai"),
        "rentree": ("rentree_scolaire",),
        "pupils": ("nombre_total_d_eleves", "nombre_total_eleves"),
        "classes": ("nombre_total_de_classes", "nombre_total_classes"),
        "rep": ("rep",),
        "rep_plus": ("rep_+", "rep_plus", "rep+"),
    },
    needed=("uai", "rentree", "pupils", "classes"),
)
_MOST_PUPILS = 5_000.0  # pupils of one school: beyond, it is no count of pupils
_YES = {"1", "1 0", "oui", "vrai", "rep", "rep+", "rep +"}
_NO = {"0", "0 0", "non", "faux"}  # "SANS OBJET", up to 2014, says nothing


def read_pupils(
    path: str | Path, *, rentree: int | None = None, findings: Findings | None = None
) -> "pd.DataFrame":
    """Read how many pupils and classes each school has at a rentrée.

    Parameters
    ----------
    path
        `fr-en-ecoles-effectifs-nb_classes` of any vintage: CSV, JSON or workbook.
    rentree
        The year it begins in; the latest of the file without it.
    findings
        Where to note what was left out or mended.

    Returns
    -------
    DataFrame
        Indexed by `uai`, sorted: `pupils_n`, `classes_n` (NaN where unread), `priority` ("",
        "REP", "REP+"; NaN where the file doesn't say), `rentree` (year) and `row` (line of the
        file).

    Raises
    ------
    InputError
        If the file isn't this one, or has no row of this rentrée (it names those there are).

    Examples
    --------
    >>> import geo_ent
    >>> pupils = geo_ent.read_pupils(geo_ent.demo_files("somme")["pupils"])
    >>> pupils[["pupils_n", "classes_n", "rentree"]].head(1).to_dict("index")
    {'0809001Z': {'pupils_n': 169.0, 'classes_n': 7.0, 'rentree': 2014}}
    """
    hold_path(path, "read_pupils")
    hold_kind(rentree, "rentree", "read_pupils", Integral)
    findings = Findings() if findings is None else findings
    name = Path(path).name
    rows = read_figures(path, _LAYOUT, rentree=rentree, findings=findings)

    def counts(column: str) -> "pd.Series[float]":
        return to_numbers(
            rows, column, among=(0, _MOST_PUPILS), whole=True, file=name, findings=findings
        )

    counted_rows = rows.assign(
        pupils_n=counts("pupils"), classes_n=counts("classes"), priority=_priority(rows)
    )
    columns = ["pupils_n", "classes_n", "priority"]
    kept = one_a_school(counted_rows, columns, file=name, findings=findings)
    return kept[[*columns, "rentree", "row"]]


def _priority(rows: "pd.DataFrame") -> "pd.Series[str]":
    rep, plus = (rows[column].map(plain) for column in ("rep", "rep_plus"))
    # In no network only where a cell says so: of a file that leaves both empty, "" would have
    # `check_priority` list every REP of the directory.
    denied = rep.isin(_NO) | plus.isin(_NO)
    words = np.select([plus.isin(_YES), rep.isin(_YES), denied], ["REP+", "REP", ""], "?")
    return pd.Series(words, index=rows.index, dtype=str).replace("?", np.nan)


def add_pupils(
    schools: "gpd.GeoDataFrame",
    pupils: "pd.DataFrame",
    *,
    findings: Findings | None = None,
    file: str = "",
) -> "gpd.GeoDataFrame":
    """Fill `pupils_n` and `classes_n` of the schools, by UAI alone.

    A school without a figure has NaN and is noted, even where the directory gave a number: that
    one is of another date (it differs from the effectifs for 644 schools of Ille-et-Vilaine in
    674), and a total of both would be of none.

    Parameters
    ----------
    schools
        The directory, indexed by `uai`.
    pupils
        As `read_pupils` gives them.
    findings
        Where to note the schools without a figure, and the figures without a school.
    file
        The name of the pupils' file, for what is noted.

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
    >>> files = geo_ent.demo_files("somme")
    >>> schools = geo_ent.read_schools(files["schools"])
    >>> float(schools["classes_n"].sum())
    0.0
    >>> schools = geo_ent.add_pupils(schools, geo_ent.read_pupils(files["pupils"]))
    >>> float(schools["classes_n"].sum())
    1428.0
    """
    findings = Findings() if findings is None else findings
    note_ties(schools, pupils.index, file=file, findings=findings)
    figures = pupils.reindex(schools.index)
    year = str(int(pupils["rentree"].iloc[0]))  # a text: nobody parts the thousands of a year
    lacking, given = figures["pupils_n"].isna(), schools["pupils_n"].notna()
    for chosen, reason in ((~given, "not-in-pupils"), (given, "directory-pupils")):
        detail, uais = Note(reason, year=year), schools.index[lacking & chosen]
        findings.add("no-pupils", detail, file=file, uais=uais)
    return schools.assign(pupils_n=figures["pupils_n"], classes_n=figures["classes_n"])


def check_priority(
    schools: "pd.DataFrame",
    pupils: "pd.DataFrame",
    *,
    findings: Findings | None = None,
    file: str = "",
) -> "pd.DataFrame":
    """List the schools whose REP or REP+ differs in the effectifs.

    Nothing is changed: the official list, else the directory (of the day of the map), is kept; the
    effectifs are of a rentrée that may be years before.

    Returns
    -------
    DataFrame
        On the `uai` that disagree: `kept`, `effectifs` ("", "REP", "REP+"). Schools of which the
        effectifs say nothing aren't among them.
    """
    findings = Findings() if findings is None else findings
    theirs = pupils[["priority", "row"]].rename(columns={"priority": "effectifs"})
    both = schools["priority"].rename("kept").to_frame().join(theirs, how="inner")
    differing = both[both["effectifs"].notna() & (both["kept"] != both["effectifs"])]
    for uai, kept, given, row in differing.itertuples():
        detail = Note("otherwise-in-pupils", kept=kept, pupils=given)
        findings.add("priority-conflict", detail, file=file, rows=[row], uais=[uai])
    return differing[["kept", "effectifs"]]
