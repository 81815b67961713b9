"""What is rural: INSEE's density grid where the user gives it, else an estimate of our own."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geo_ent.communes.bundled import bundled_populations
from geo_ent.communes.frr import FRR_CLASSED, FRR_LABELS, read_frr
from geo_ent.communes.zonings import Zoning, note_merged, one_a_commune, read_zoning
from geo_ent.errors import InputError
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_columns import hold_cells
from geo_ent.tables.given.given_frames import hold_commune_codes, hold_keys, hold_made
from geo_ent.tables.given.given_options import hold_path
from geo_ent.text.compare import plain
from geo_ent.text.note import Note
from geo_ent.text.numbers import number

DENSITY_LABELS: Mapping[int, str] = {
    1: "Grands centres urbains",
    2: "Centres urbains intermédiaires",
    3: "Petites villes",
    4: "Ceintures urbaines",
    5: "Bourgs ruraux",
    6: "Rural à habitat dispersé",
    7: "Rural à habitat très dispersé",
}
"""INSEE's grille communale de densité in seven levels: class → label."""

RURAL_CLASSES = (5, 6, 7)
"""The classes that INSEE's three levels put together as "Rural"."""

RURAL_FROM = 0.5
"""The estimated probability from which a commune is told to be rural."""

_CLASSES = {plain(label): value for value, label in DENSITY_LABELS.items()}
_COARSE = {
    "urbain dense": False,
    "urbain intermediaire": False,
    "rural": True,
    "rural periurbain": True,
    "rural non periurbain": True,
}
_BEFORE_2021 = ("peu dense", "densement", "densite intermediaire")
_LABEL_TITLES = ("libdens7", "niveau_densite", "libdens", "lib_dens", "libdens_aav")
_CODE_TITLES = ("dens7", "typodens7", "dens", "dens_aav")
_CODE_BESIDE = {"libdens7": "dens7", "libdens": "dens"}
_LAYOUT = Zoning(
    "la grille communale de densité à 7 niveaux (Insee ou ANCT)",
    {
        "label": _LABEL_TITLES,
        "code_7": ("dens7",),
        "code_any": _CODE_TITLES[1:],
        "population": ("pmun*",),
    },
    either=("label", "code_7", "code_any"),
)
_MOST_UNREAD = 0.5  # share of labels unknown, from which it is another file
_LEVELS_7 = 4  # codes beyond: no grid of three or four levels


def read_density(path: str | Path, *, findings: Findings | None = None) -> "pd.DataFrame":
    r"""Read the density grid of any year since 2021, on the communes of today.

    The class comes from the label: in many files the codes 3 and 4 (Petites villes, Ceintures
    urbaines) are swapped. A commune merged since has the class of its most populated part: by the
    file's own populations (PMUN…), else that of the part which kept its code, which is nearly
    always the largest.

    Parameters
    ----------
    path
        INSEE's workbook (2021–2024: sheet Grille_Densite; 2025–2026: sheet Maille communale),
        ANCT's CSV, or a table with the codes t1 to t7 of the regional mirrors.
    findings
        Where to note codes repaired, moved or unknown, merged communes, labels that aren't any.

    Returns
    -------
    DataFrame
        By `commune_code` of 2026, sorted: `density_class` (1 to 7, NaN where only rural or not is
        known) and `rural` ("boolean"): classes 5, 6 and 7. A grid of three levels, or of four
        since 2021, is only used for `rural`, and that is noted.

    Raises
    ------
    InputError
        If the file isn't such a grid: no code or label column, labels of the grid before 2021
        (another definition), most labels unknown.

    Examples
    --------
    >>> import geo_ent, tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "grille.csv")
    ...     _ = file.write_text("codgeo;libdens7\n15014;Petites villes\n15001;Bourgs ruraux\n",
    ...                         encoding="utf-8")
    ...     grid = geo_ent.read_density(file)
    >>> grid["density_class"].to_dict(), grid["rural"].to_dict()
    ({'15001': 5.0, '15014': 3.0}, {'15001': True, '15014': False})
    """
    hold_path(path, "read_density")
    findings = Findings() if findings is None else findings
    rows = read_zoning(path, _LAYOUT, findings=findings)
    name = Path(path).name
    rows["value"] = _values(rows, Path(path))
    _refuse_other(rows, Path(path))
    _note_labels(rows, name, findings)
    read = rows[rows["value"].ne("")]
    populations = _populations(read)
    values, merged = one_a_commune(read, lambda parts: _largest(parts, populations), column="value")
    note_merged(values, merged, name, findings, label=_label, code="merged-densities")
    classes = pd.to_numeric(values, errors="coerce").astype(float)
    rural = classes.isin(RURAL_CLASSES) | values.eq("rural")
    return pd.DataFrame({"density_class": classes, "rural": rural.astype("boolean")})


def _values(rows: "pd.DataFrame", path: Path) -> "pd.Series[str]":
    """Reduce each row to its class ("1" to "7"), "rural", "urbain", or "" for unread.

    Codes without labels that may be of a grid of 3 or 4 levels are refused.
    """
    if rows["label"].ne("").any():
        known = {text: _label_value(text) for text in rows["label"].unique()}
        return rows["label"].map(known)
    codes = rows["code_7"].where(rows["code_7"].ne(""), rows["code_any"])
    bare = codes.str.strip().str.lower().str.removeprefix("t")
    classes = bare.where(bare.str.fullmatch("[1-7]"), "")
    # 4 is "Ceintures urbaines" of seven levels, and the most rural of four: without a label, only
    # a code beyond tells which grid it is.
    if classes.max() <= str(_LEVELS_7):
        msg = (
            f"{path} : des codes de densité sans libellé, et aucun au-delà de {_LEVELS_7} : ce "
            "peut être une grille à 3 ou 4 niveaux. On attend les libellés (LIBDENS) ou 7 niveaux."
        )
        raise InputError(msg)
    return classes


def _label_value(text: str) -> str:
    bare = plain(text)
    if bare in _CLASSES:
        return str(_CLASSES[bare])
    return {True: "rural", False: "urbain"}[_COARSE[bare]] if bare in _COARSE else ""


def _refuse_other(rows: "pd.DataFrame", path: Path) -> None:
    """Refuse the grid of before 2021, and files whose labels are something else."""
    unread = rows[rows["value"].eq("")]
    if len(unread) <= _MOST_UNREAD * len(rows):
        return
    # The words of before 2021 are of another definition: no class can be made of them.
    row, label = unread.index[0], unread["label"].iloc[0]
    old = any(word in plain(label) for word in _BEFORE_2021)
    why = (
        "ce sont les 4 niveaux d’avant 2021, une autre définition"
        if old
        else f"{number(len(unread))} libellés sur {number(len(rows))} ne sont pas de cette grille"
    )
    msg = f"{path}, ligne {row} : on attend {_LAYOUT.what}, on lit « {label} » ; {why}."
    raise InputError(msg)


def _note_labels(rows: "pd.DataFrame", name: str, findings: Findings) -> None:
    unread = rows[rows["value"].eq("")]
    for row, label, place in unread[["label", "commune_code"]].itertuples():
        fact = Note("no-density-level", label=label)
        findings.add("zoning-label", fact, file=name, rows=[row], places=[place])
    if rows["value"].isin(["rural", "urbain"]).any():
        findings.add("zoning-note", Note("coarse-grid"), file=name)
    _note_swapped(rows, name, findings)


def _note_swapped(rows: "pd.DataFrame", name: str, findings: Findings) -> None:
    """Tell once how many codes contradict their labels."""
    titles = rows.attrs.get("titles", {})
    beside = _CODE_BESIDE.get(titles.get("label", ""), "")
    column = next((own for own in ("code_7", "code_any") if titles.get(own) == beside), "")
    if not column:
        return
    codes = rows[column].str.strip()
    against = rows[rows["value"].str.fullmatch("[1-7]") & codes.ne("") & codes.ne(rows["value"])]
    if len(against):
        row, label = against.index[0], against["label"].iloc[0]
        count, line = len(against), str(row)
        fact = Note("swapped-codes", n=count, row=line, code=codes[row], label=label)
        findings.add("zoning-note", fact, file=name, rows=[row])


def _populations(rows: "pd.DataFrame") -> "pd.Series[float]":
    """Weigh each row: the file's population, else today's for the part that kept the code."""
    populations = pd.to_numeric(rows["population"].str.replace(" ", ""), errors="coerce")
    # Today's figure is that of the whole: it goes to the part that kept the code, the others have
    # none, and so it wins, as it would by its own, being nearly always the largest.
    kept = rows["commune_code"].where(rows["written"].eq(rows["commune_code"]))
    return populations.fillna(kept.map(bundled_populations())).fillna(-1.0).astype(float)


def _largest(parts: "pd.DataFrame", populations: "pd.Series[float]") -> str:
    """Name the class of the largest part; failing that the most frequent, then the densest."""
    held = populations[parts.index]
    first = parts.loc[held.eq(held.max()), "value"]
    return str(first.mode().iloc[0])  # pandas sorts those that are as frequent


def _label(value: str) -> str:
    return DENSITY_LABELS[int(value)] if value.isdigit() else value


def estimate_rural(codes: "pd.Index[str]") -> "pd.Series[bool]":
    """Estimate which communes are rural from what is bundled: docs/rurality.md.

    The probabilities are written beforehand by ``tools/boundaries/rurality_fit.py``, so that no
    neighbour of another département has to be read.

    Parameters
    ----------
    codes
        Of communes of today.

    Returns
    -------
    Series
        "boolean", on the codes; NA where no commune of today has this code.

    Examples
    --------
    >>> import pandas as pd
    >>> estimate_rural(pd.Index(["35238", "35012", "99999"])).tolist()
    [False, True, <NA>]
    """
    departements = sorted({code[:3] if code.startswith("97") else code[:2] for code in codes})
    # A row group a département: of one, 5 ms, where all of France would take as long as a build.
    table = pd.read_parquet(
        bundled_file("boundaries", "rurality.parquet"),
        columns=["commune_code", "rural_probability"],
        filters=[("departement_code", "in", departements)] if departements else None,
    )
    probabilities = table.set_index("commune_code")["rural_probability"].reindex(codes)
    rural = probabilities.ge(RURAL_FROM).astype("boolean")
    return rural.where(probabilities.notna()).rename("rural")


def _hold_density(density: object) -> None:
    """Refuse a grid that isn't as `read_density` gives it: none of its communes would be known."""
    hold_made(density, "density", "rurality", ("density_class", "rural"), "read_density")
    if isinstance(density, pd.DataFrame):
        hold_keys(density.index, "density", "rurality")
        hold_cells(density, "communes", "density", "rurality")


def _hold_frr(frr: object) -> None:
    """Refuse classes that aren't as `read_frr` gives them."""
    if frr is None:
        return
    if not isinstance(frr, pd.Series):
        msg = "rurality : frr n’est pas ce que l’on attend ; donnez ce que geo_ent.read_frr donne."
        raise InputError(msg)
    hold_keys(frr.index, "frr", "rurality")
    wrong = frr[~frr.isin(("", *FRR_LABELS)) & frr.notna()]
    if len(wrong):
        listed = ", ".join(FRR_LABELS)
        msg = f"rurality : frr « {wrong.iloc[0]} » ({wrong.index[0]}) ; on attend {listed}."
        raise InputError(msg)


def rurality(
    communes: "pd.DataFrame",
    *,
    density: "pd.DataFrame | str | Path | None" = None,
    frr: "pd.Series[str] | str | Path | None" = None,
) -> "pd.DataFrame":
    """Say of each commune whether it is rural, on what ground, and its FRR class.

    Parameters
    ----------
    communes
        Any frame indexed by `commune_code` of today; only the index is used.
    density
        INSEE's grid, the file or what `read_density` gives; without it, or for a commune that it
        doesn't name, `rural` is estimated.
    frr
        The classement FRR, the file or what `read_frr` gives.

    Returns
    -------
    DataFrame
        On the communes' index: `density_class` (1 to 7 or NaN), `rural` ("boolean", NA unknown),
        `rurality_basis` ("insee", "estimated" or ""), `frr` (one of the six labels, "" unknown)
        and `frr_classified` ("boolean": classed in whole or in part, former ZRR included).

    Raises
    ------
    InputError
        If the communes aren't on their codes, or a file isn't what is expected.

    Examples
    --------
    >>> import pandas as pd
    >>> table = rurality(pd.DataFrame(index=["35238", "35012"]))
    >>> table["rural"].tolist(), table["rurality_basis"].tolist()
    ([False, True], ['estimated', 'estimated'])
    """
    hold_commune_codes(communes, "rurality")
    codes = communes.index
    density = read_density(density) if isinstance(density, str | Path) else density
    frr = read_frr(frr) if isinstance(frr, str | Path) else frr
    _hold_density(density)
    _hold_frr(frr)
    table = pd.DataFrame({"density_class": float("nan")}, index=codes)
    table["rural"] = pd.array([pd.NA] * len(codes), dtype="boolean")
    if density is not None:
        given = density.reindex(codes)
        table["density_class"] = given["density_class"].astype(float)
        table["rural"] = given["rural"].astype("boolean")
    decided = table["rural"].notna()
    # Commune by commune: a grid of another year lacks a few, and its own word stays for the rest.
    if not decided.all():
        table["rural"] = table["rural"].fillna(estimate_rural(codes))
    guessed = ~decided & table["rural"].notna()
    table["rurality_basis"] = ""
    table.loc[decided, "rurality_basis"] = "insee"
    table.loc[guessed, "rurality_basis"] = "estimated"
    table["frr"] = "" if frr is None else frr.reindex(codes).fillna("").astype(str)
    classed = table["frr"].isin(FRR_CLASSED).astype("boolean")
    return table.assign(frr_classified=classed.where(table["frr"].ne("")))
