"""REP and REP+ by the ministry's own list, which decides over what the directory says."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.schools.yearly_figures import Layout, note_ties, read_figures
from geo_ent.tables.findings import Findings
from geo_ent.text.compare import plain
from geo_ent.text.note import Note
from geo_ent.text.safe import quoted

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# The column bears the year of the list (ep_2022_2023). `type_etablissement` tells schools from
# collèges and lycées, which are in the list too.
_LAYOUT = Layout(
    "la liste de l’éducation prioritaire (fr-en-etablissements-ep)",
    {
        "uai": (
            *("uai", "numero_uai", "code_uai", "rne", "code_rne", "numero_de_l_ecole"),
            "identifiant_de_l_etablissement",
        ),
        "label": (
            *("ep_20*", "ep", "label_ep", "rep_rep+", "rep_ou_rep+", "education_prioritaire"),
            "appartenance_education_prioritaire",
        ),
        "kind": ("type_etablissement",),
    },
    needed=("uai", "label"),
)
_LABELS = {
    **dict.fromkeys(("rep+", "rep +", "rep plus", "repplus", "rep renforce"), "REP+"),
    "reseau d education prioritaire renforce": "REP+",
    **dict.fromkeys(("rep", "reseau d education prioritaire"), "REP"),
    **dict.fromkeys(("", "non", "aucune", "aucun", "hep", "hors ep", "hors rep", "sans objet"), ""),
    **dict.fromkeys(("non concernee", "non concerne", "nan", "null"), ""),
}
_SECONDARY = ("college", "lycee", "erea", "clg", "lyc", "segpa")
_YEAR = re.compile(r"20\d\d")
_MOST_SHOWN = 3  # wrong words that an error names


def read_priority(path: str | Path, *, findings: Findings | None = None) -> "pd.Series[str]":
    r"""Read which schools are in REP or REP+, from the list of the éducation prioritaire.

    Parameters
    ----------
    path
        `fr-en-etablissements-ep` of any vintage: CSV, JSON or workbook. Of several columns
        ``ep_2022_2023, ep_2025_2026…`` the latest is read.
    findings
        Where to note what was left out or mended.

    Returns
    -------
    Series
        `priority` ("REP" or "REP+") by `uai`, sorted; an establishment that says to be no school
        isn't in it. ``attrs["year"]`` is the year that the column bears ("2022-2023"), or "".

    Raises
    ------
    InputError
        If the file isn't this one, has a label that is neither (its row is named), or none at all.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "ep.csv")
    ...     _ = file.write_text("uai;ep_2022_2023\n0350122T;REP+\n0350122T;REP+", "utf-8")
    ...     listed = read_priority(file)
    >>> listed.to_dict(), listed.attrs["year"]
    ({'0350122T': 'REP+'}, '2022-2023')
    """
    findings = Findings() if findings is None else findings
    name = Path(path).name
    rows = read_figures(path, _LAYOUT, findings=findings)
    # Labels are read of all rows, collèges included: a wrong word anywhere says that the file, or
    # the column, is another.
    rows["priority"] = _labels(rows, str(path))
    rows = rows[rows["priority"] != ""]
    if rows.empty:
        msg = f"{path} : aucun établissement en REP ou REP+ ; on attend {_LAYOUT.what}."
        raise InputError(msg)
    # Collèges and lycées go where the file tells them: the directory's are no schools either.
    schools = rows[~rows["kind"].map(plain).str.startswith(_SECONDARY)]
    listed = _one_each(schools, name, findings)
    title = rows.attrs["titles"]["label"][0]
    listed.attrs = {"year": "-".join(_YEAR.findall(title))}
    return listed


def _labels(rows: "pd.DataFrame", where: str) -> "pd.Series[str]":
    """Read REP and REP+, "" where the cell says that there is none.

    Raises
    ------
    InputError
        If a cell says something else.
    """
    words = rows["label"].map(plain)
    wrong = rows[~words.isin(_LABELS.keys())]
    if len(wrong):
        cells = zip(wrong["row"], wrong["label"], strict=True)
        quotes = [f"{quoted(label)} ligne {row}" for row, label in cells]
        left = len(quotes) - _MOST_SHOWN
        more = f" et {left} autre{'s' if left > 1 else ''}" if left > 0 else ""
        msg = (
            f"{where} : on attend REP ou REP+, on trouve {', '.join(quotes[:_MOST_SHOWN])}{more} ; "
            "corrigez ces lignes, ou retirez-les."
        )
        raise InputError(msg)
    return words.map(_LABELS)


def _one_each(rows: "pd.DataFrame", name: str, findings: Findings) -> "pd.Series[str]":
    """Keep one label a school; the portal writes some rows twice, word for word."""
    ranked = rows.sort_values("priority", ascending=False, kind="stable")  # REP+ before REP
    again = ranked.index.duplicated()
    kept: pd.Series[str] = ranked.loc[~again, "priority"].sort_index()
    for uai, row, label in ranked.loc[again, ["row", "priority"]].sort_values("row").itertuples():
        other = Note("labelled-twice", label=label, kept=kept[uai])
        detail = Note("twice") if kept[uai] == label else other
        findings.add("duplicate-priority", detail, file=name, rows=[row], uais=[uai])
    return kept


def listed_departements(schools: "pd.DataFrame", listed: "pd.Series[str]") -> frozenset[str]:
    """Name the départements of which the list has a school of the directory: there it decides.

    Examples
    --------
    >>> import pandas as pd
    >>> schools = pd.DataFrame({"departement_code": ["35", "22"]}, index=["0350122T", "0220001A"])
    >>> sorted(listed_departements(schools, pd.Series({"0350122T": "REP"})))
    ['35']
    """
    return frozenset(schools.loc[schools.index.isin(listed.index), "departement_code"])


def add_priority(
    schools: "gpd.GeoDataFrame",
    listed: "pd.Series[str]",
    *,
    departements: Collection[str],
    findings: Findings | None = None,
    file: str = "",
) -> "gpd.GeoDataFrame":
    """Give the schools the REP or REP+ of the list, "" to those that it hasn't.

    A list without one school of a département isn't of that place (or was cut): the directory is
    kept there, which is noted, for it would take the flag of every school away.

    Parameters
    ----------
    schools
        The directory, indexed by `uai`, with `departement_code` and `priority`.
    listed
        As `read_priority` gives it.
    departements
        The territory: only of its schools is it noted what changes.
    findings
        Where to note the schools that the directory tells otherwise, those of the list that it
        hasn't, and the départements that keep what it says.
    file
        The name of the list's file, for what is noted.
    """
    findings = Findings() if findings is None else findings
    decided = schools["departement_code"].isin(listed_departements(schools, listed))
    # A list of elsewhere isn't refused, as the figures of other schools are: the directory has the
    # flags too, and keeps its own, département by département.
    if decided.any():
        note_ties(schools, listed.index, file=file, findings=findings)
    priority = listed.reindex(schools.index).fillna("").where(decided, schools["priority"])
    here = schools["departement_code"].isin(departements)
    _note_changes(schools["priority"][here], priority[here], listed, file, findings)
    _note_kept(schools[here & ~decided], file, findings)
    return schools.assign(priority=priority)


def _note_changes(
    before: "pd.Series[str]",
    after: "pd.Series[str]",
    listed: "pd.Series[str]",
    file: str,
    findings: Findings,
) -> None:
    """Note each school that the directory and the list don't tell alike."""
    year = listed.attrs.get("year", "")
    for uai in before.index[before != after]:
        detail = Note("otherwise-listed", directory=before[uai], listed=after[uai], year=year)
        findings.add("priority-list", detail, file=file, uais=[uai])


def _note_kept(schools: "pd.DataFrame", file: str, findings: Findings) -> None:
    """Note the départements that the list doesn't know, with what the directory says there."""
    for code, labels in schools.groupby("departement_code", sort=True)["priority"]:
        rep, plus = (int((labels == label).sum()) for label in ("REP", "REP+"))
        detail = Note("directory-kept", departement=code, rep=rep, rep_plus=plus)
        findings.add("priority-kept", detail, file=file, places=[str(code)])
