"""The carte scolaire of the collèges: which one serves which commune, and where they are."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from geo_ent.communes.codes_to_today import clean_codes, move_codes, unknown_why
from geo_ent.errors import InputError
from geo_ent.schools.circonscription_names import bare_name
from geo_ent.schools.directory import points
from geo_ent.tables.columns import pick_columns
from geo_ent.tables.files import read_rows
from geo_ent.tables.findings import Findings
from geo_ent.tables.uai import clean_uai
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import pandas as pd

_ALIASES = {
    "commune_code": ("code_insee", "code_commune", "insee_commune"),
    "commune_name": ("libelle_commune", "nom_commune"),
    "college_uai": ("code_rne", "rne", "uai", "code_uai", "numero_uai"),
    "alone": ("secteur_unique",),
}
_EXPECTED = "la carte scolaire des collèges publics (fr-en-carte-scolaire-colleges-publics)"
_UAI = r"^\d{7}[A-Z]$"
_COLLEGE_WORDS = re.compile(r"^(?:coll[eèé]ge|clg)\b(?:\s+publi[cq]\w*\b)?", re.IGNORECASE)
_YES, _NO = {"o", "oui", "1", "true", "vrai"}, {"n", "non", "0", "false", "faux"}
_COLLEGE = "340"  # nature of a collège in the annuaire, for rows that have no type


def read_college_sectors(path: str | Path, *, findings: Findings | None = None) -> "pd.DataFrame":
    """Say which collège serves which commune of today, from the ministry's carte scolaire.

    Parameters
    ----------
    path
        `fr-en-carte-scolaire-colleges-publics`, of one département or of all (CSV or JSON).
    findings
        Where to note, with their row, the rows that can't be used and the codes that were mended.

    Returns
    -------
    DataFrame
        One row a commune and a collège, sorted: `commune_code, commune_name, college_uai, whole`.
        `whole` is True where the collège is the only one of its commune, False where several
        share it: by street, or because communes of one collège each have merged.

    Raises
    ------
    InputError
        If the file isn't a carte scolaire, or holds no row that can be used.
    """
    findings = Findings() if findings is None else findings
    titles = {title for aliases in _ALIASES.values() for title in aliases}
    rows = read_rows(path, wanted=titles.__contains__)
    rows = pick_columns(rows, _ALIASES, needed=tuple(_ALIASES), where=str(path), expected=_EXPECTED)
    name = Path(path).name
    usable = _moved(_with_uai(rows, name, findings), name, findings)
    sectors = _pairs(usable)
    if sectors.empty:
        msg = (
            f"{path} : aucune ligne utilisable parmi {len(rows)} (code de commune et UAI d’un "
            f"collège) ; on attend {_EXPECTED}."
        )
        raise InputError(msg)
    _note_sole(usable, sectors, name, findings)
    return sectors


def _with_uai(rows: "pd.DataFrame", name: str, findings: Findings) -> "pd.DataFrame":
    """Leave out, and note, the rows without a collège."""
    known = {code: clean_uai(code) for code in rows["college_uai"].unique()}
    rows = rows.assign(college_uai=rows["college_uai"].map(known))
    readable = rows["college_uai"].str.match(_UAI)
    for row in rows[~readable].itertuples():
        detail = Note("college-no-uai", written=row.college_uai, commune=row.commune_name)
        place = row.commune_code
        findings.add("sector-row", detail, file=name, rows=[row.Index], places=[place])
    return rows[readable]


def _moved(rows: "pd.DataFrame", name: str, findings: Findings) -> "pd.DataFrame":
    """Bring the communes' codes to today; leave out, and note, those of no commune."""
    # Each code once: streets have a row each, 5,416 for the 332 communes of Ille-et-Vilaine.
    first = rows.drop_duplicates("commune_code")
    clean, repaired = clean_codes(first["commune_code"])
    today = move_codes(clean)
    written_rows = zip(first.itertuples(), clean, repaired, today["commune_code"], strict=True)
    for row, code, is_repaired, code_today in written_rows:
        if is_repaired:
            mended = Note("read-as", written=row.commune_code, code=code)
            findings.add("repaired-code", mended, file=name, rows=[row.Index], places=[code])
        if not code_today:
            written, why = row.commune_code, unknown_why(code)
            fact = Note("commune-unknown", commune=row.commune_name, written=written, why=why)
            findings.add("sector-row", fact, file=name, rows=[row.Index], places=[code])
    today, codes = today.set_index(first["commune_code"]), rows["commune_code"]
    moved = {title: codes.map(today[title]) for title in ("commune_code", "commune_name")}
    return rows.assign(**moved)[moved["commune_code"] != ""]


def _pairs(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Keep a row a commune and a collège, sorted."""
    pairs = rows.drop_duplicates(["commune_code", "college_uai"])
    pairs = pairs.sort_values(["commune_code", "college_uai"], ignore_index=True)
    # Counted on the communes of today, whatever the flag says: two that have merged since may each
    # have had one collège alone, and families may have the choice of two.
    whole = ~pairs["commune_code"].duplicated(keep=False)
    return pairs[["commune_code", "commune_name", "college_uai"]].assign(whole=whole)


def _note_sole(
    rows: "pd.DataFrame", sectors: "pd.DataFrame", name: str, findings: Findings
) -> None:
    """Note what the file says of sole sectors when it isn't readable, or isn't so today."""
    words = rows["alone"].map(plain)
    for row in rows[~words.isin(_YES | _NO)].itertuples():
        detail, place = Note("unread-sole", written=row.alone), row.commune_code
        findings.add("sector-row", detail, file=name, rows=[row.Index], places=[place])
    serving = sectors.groupby("commune_code")["college_uai"].agg(list).to_dict()
    sole = rows[words.isin(_YES)].drop_duplicates("commune_code")
    for row in sole.sort_values("commune_code").itertuples():
        uais = serving[row.commune_code]
        if len(uais) > 1:
            detail, place = (
                Note("served-by", commune=row.commune_name, colleges=uais),
                row.commune_code,
            )
            findings.add("sector-shared", detail, file=name, rows=[row.Index], places=[place])


def read_colleges(rows: "pd.DataFrame") -> "gpd.GeoDataFrame":
    """Find the public collèges in an annuaire, the same file as the schools'.

    Parameters
    ----------
    rows
        As `read_establishments` gives them.

    Returns
    -------
    GeoDataFrame
        Indexed by `uai`, sorted: `name` as people say it, `commune_name` and points (EPSG:4326,
        None where the file gives none). Empty when the file holds schools only.
    """
    kinds = rows["type"].map(plain)
    is_college = (kinds == "college") | ((kinds == "") & (rows["nature_code"] == _COLLEGE))
    # A private collège has no sector: its namesakes would only make public ones look like doubles.
    public = rows["sector"].map(plain) != "prive"
    rows = rows[is_college & public]
    rows = rows.assign(uai=rows["uai"].map(clean_uai), name=rows["name"].map(_usual_name))
    rows = rows[rows["uai"].str.match(_UAI)].drop_duplicates("uai").set_index("uai").sort_index()
    return gpd.GeoDataFrame(rows[["name", "commune_name"]], geometry=points(rows), crs=4326)


def _usual_name(title: str) -> str:
    """Name a collège as people say it.

    Examples
    --------
    >>> _usual_name("COLLEGE PUBLIC JEAN MOULIN"), _usual_name("Collège les Gayeulles")
    ('Collège Jean Moulin', 'Collège les Gayeulles')
    """
    return _COLLEGE_WORDS.sub("Collège", bare_name(title))


def place_colleges(sectors: "pd.DataFrame", colleges: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Give each row of `read_college_sectors` its collège's name and point.

    Parameters
    ----------
    colleges
        As `read_colleges` gives them; collèges that it lacks are named by their UAI.

    Returns
    -------
    GeoDataFrame
        The same rows with `college_name` (with its commune where two have the same name) and the
        collège's point (EPSG:4326; None where it isn't known).
    """
    uais = sectors["college_uai"]
    # Two collèges of one département may both be Jean Moulin: a list needs the commune to tell.
    same = colleges["name"].duplicated(keep=False)
    names = colleges["name"].where(~same, colleges["name"] + " (" + colleges["commune_name"] + ")")
    named = [names.get(uai, f"Collège {uai}") for uai in uais]
    places = colleges.geometry.reindex(uais).to_numpy()
    return gpd.GeoDataFrame(sectors.assign(college_name=named), geometry=places, crs=4326)
