"""How an ENT is used: accounts created and activated, classes that have one, by school."""

from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.schools.usage_rows import one_use_a_school
from geo_ent.schools.yearly_figures import Layout, note_ties, read_figures, to_numbers
from geo_ent.tables.findings import Findings
from geo_ent.text.note import Note
from geo_ent.text.safe import quoted

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

USAGE_COLUMNS = ("accounts_created_n", "accounts_activated_n", "ent_classes_n")
"""What a statement of use tells of a school."""

_TITLES = ("« Comptes créés »", "« Comptes activés »", "« Classes avec ENT »")

# "Comptes actifs" isn't read: an active account has been used of late, an activated one once.
_LAYOUT = Layout(
    "un relevé d’usage : « UAI » et l’une au moins des colonnes « Comptes créés », "
    "« Comptes activés », « Classes avec ENT »",
    {
        "uai": (
            *("uai", "rne", "code_uai", "code_rne", "numero_uai", "no_uai", "n_uai", "uai_ecole"),
            *("numero_de_l_ecole", "identifiant_de_l_etablissement", "code_etablissement"),
        ),
        "accounts_created_n": (
            *("comptes_crees", "accounts_created_n", "nombre_de_comptes_crees"),
            *("nb_comptes_crees", "nb_de_comptes_crees", "comptes_ouverts", "comptes"),
            *("nombre_de_comptes", "nb_comptes", "nb_de_comptes", "total_comptes"),
        ),
        "accounts_activated_n": (
            *("comptes_actives", "accounts_activated_n", "nombre_de_comptes_actives"),
            *("nb_comptes_actives", "nb_de_comptes_actives", "dont_actives", "actives"),
        ),
        "ent_classes_n": (
            *("classes_avec_ent", "ent_classes_n", "classes_ent", "classes_equipees"),
            *("nombre_de_classes_avec_ent", "nb_classes_avec_ent", "nb_de_classes_avec_ent"),
            *("nombre_de_classes_equipees", "nb_classes_equipees", "nb_classes_ent"),
        ),
        "solution": (
            *("solution", "solution_ent", "ent", "nom_de_l_ent", "nom_ent", "ent_utilise"),
            *("plateforme", "produit"),
        ),
        "profile": (
            *("profil", "profile", "profils", "type_de_profil", "type_de_compte", "type_compte"),
            *("type_de_comptes", "type_d_utilisateur", "type_utilisateur", "role"),
        ),
        "group": (
            *("classe", "nom_de_la_classe", "libelle_classe", "division", "niveau", "groupe"),
        ),
        "day": (
            *("date", "date_du_releve", "date_de_releve", "date_releve", "releve_du", "au"),
            *("date_d_extraction", "date_extraction", "mois", "periode", "annee_scolaire"),
        ),
    },
    needed=("uai",),
    form="",
    figures=USAGE_COLUMNS,
)
_MOST = {"accounts_created_n": 20_000.0, "accounts_activated_n": 20_000.0, "ent_classes_n": 200.0}
"""What one school can have: parents and teachers have accounts too."""


def read_usage(path: str | Path, *, findings: Findings | None = None) -> "pd.DataFrame":
    r"""Read how many accounts and classes of each school an ENT has.

    Parameters
    ----------
    path
        CSV, JSON or workbook with a line of titles: "UAI" and at least one of "Comptes créés",
        "Comptes activés", "Classes avec ENT"; one row a school, or several that "Solution",
        "Profil", "Classe" or "Date" tell apart.
    findings
        Where to note what was left out or mended.

    Returns
    -------
    DataFrame
        Indexed by `uai`, sorted: `accounts_created_n, accounts_activated_n, ent_classes_n`, NaN
        where it isn't told. A row with more accounts activated than created is left out; several
        rows of a school become one as `one_use_a_school` says.

    Raises
    ------
    InputError
        If the file has no UAI, none of the three figures, or no row.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "usage.csv")
    ...     _ = file.write_text("UAI;Comptes créés;Comptes activés\n0350122T;200;194", "utf-8")
    ...     read_usage(file).loc["0350122T"].tolist()
    [200.0, 194.0, nan]
    """
    findings = Findings() if findings is None else findings
    name = Path(path).name
    rows = read_figures(path, _LAYOUT, findings=findings)
    _refuse_empty(rows, str(path))
    use = rows.copy()
    for column, most in _MOST.items():
        among = (0, most)
        use[column] = to_numbers(
            rows, column, among=among, whole=True, file=name, findings=findings
        )
    # Columns exchanged, or of two dates: which of the two is right can't be told, so neither is.
    use["wrong"] = use["accounts_activated_n"] > use["accounts_created_n"]
    for uai, row, created, active in use.loc[
        use["wrong"], ["row", *USAGE_COLUMNS[:2]]
    ].itertuples():
        counts = Note("more-activated", activated=f"{active:.0f}", created=f"{created:.0f}")
        findings.add("usage-activated", counts, file=name, rows=[row], uais=[uai])
    use.loc[use["wrong"], [*USAGE_COLUMNS]] = float("nan")
    _refuse_unread(use, rows, str(path))
    kept = one_use_a_school(use, USAGE_COLUMNS, file=name, findings=findings)
    # A school of which all was wrong isn't in the statement: a row of NaN would read as one.
    blank = kept[[*USAGE_COLUMNS]].isna().all(axis=1)
    return kept.loc[~(blank & kept.index.isin(use.index[use["wrong"]])), [*USAGE_COLUMNS]]


def _refuse_empty(rows: "pd.DataFrame", where: str) -> None:
    """Refuse a file that tells none of the three figures.

    Raises
    ------
    InputError
        It says what is expected.
    """
    if rows.empty:
        msg = f"{where} : aucune ligne avec un UAI ; on attend {_LAYOUT.what}."
        raise InputError(msg)
    if (rows[[*USAGE_COLUMNS]] == "").all(axis=None):
        msg = (
            f"{where} : aucun nombre dans {', '.join(_TITLES)} ; on attend {_LAYOUT.what}, avec "
            "une ligne par école."
        )
        raise InputError(msg)


def _refuse_unread(numbers: "pd.DataFrame", rows: "pd.DataFrame", where: str) -> None:
    """Refuse a file of whose figures none can be used.

    Raises
    ------
    InputError
        It shows what is there instead.
    """
    if numbers[[*USAGE_COLUMNS]].notna().any(axis=None):
        return
    if numbers["wrong"].any():
        fault = "chaque ligne a plus de comptes activés que créés ; colonnes échangées ?"
    else:
        cell = next(filter(None, rows[[*USAGE_COLUMNS]].to_numpy().ravel()))
        fault = f"aucun nombre lisible dans {', '.join(_TITLES)}, par exemple {quoted(cell)}."
    msg = f"{where} : {fault}"
    raise InputError(msg)


def add_usage(
    schools: "gpd.GeoDataFrame",
    usage: "pd.DataFrame",
    *,
    findings: Findings | None = None,
    file: str = "",
) -> "gpd.GeoDataFrame":
    """Add to the schools, by UAI, what a statement of use tells of them.

    Parameters
    ----------
    schools
        The directory, indexed by `uai`, with its `classes_n`.
    usage
        As `read_usage` gives it.
    findings
        Where to note the figures without a school, and those beyond its classes.
    file
        The name of the file, for what is noted.

    Returns
    -------
    GeoDataFrame
        `schools` with `accounts_created_n, accounts_activated_n, ent_classes_n`, NaN where the
        file doesn't tell; a figure beyond the school's classes is brought down to them.

    Raises
    ------
    InputError
        If no school of the file is in the directory.
    """
    findings = Findings() if findings is None else findings
    note_ties(schools, usage.index, file=file, findings=findings)
    figures = usage.reindex(schools.index)
    classes = figures["ent_classes_n"]
    # Brought down and not left out: that all of the classes have one is told either way.
    beyond = classes > schools["classes_n"]
    for uai in schools.index[beyond]:
        equipped, whole = int(classes[uai]), int(schools.loc[uai, "classes_n"])
        detail = Note("more-classes", equipped=equipped, classes=whole)
        findings.add("usage-classes", detail, file=file, uais=[uai])
    figures["ent_classes_n"] = classes.mask(beyond, schools["classes_n"])
    return schools.assign(**{column: figures[column] for column in USAGE_COLUMNS})
