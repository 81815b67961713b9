"""France Ruralités Revitalisation: the six classes of communes, and how merged ones are told."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.communes.zonings import Zoning, note_merged, one_a_commune, read_zoning
from geo_ent.errors import InputError
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_options import hold_path
from geo_ent.text.compare import plain
from geo_ent.text.note import Note
from geo_ent.text.numbers import number

if TYPE_CHECKING:
    import pandas as pd

FRR_LABELS = (
    "FRR socle",
    "FRR+",
    "FRR bénéficiaire",
    "Classée FRR partiellement",
    "FRR bénéficiaire partiellement",
    "Non classée",
)
"""The classes as the DGCL writes them (July 2025)."""

FRR_CLASSED = FRR_LABELS[:-1]
"""The classes that have a right to FRR, in whole or in part; "bénéficiaire": former ZRR."""

_NOT_CLASSED = FRR_LABELS[-1]
_SOCLE, _PLUS, _FORMER, _PART, _FORMER_PART = FRR_CLASSED
_WHOLE = {_SOCLE, _PLUS}
_WORDS = {plain(label): label for label in FRR_LABELS}
_WORDS |= {"non classe": _NOT_CLASSED, "frr plus": _PLUS, "frr": _SOCLE}
_CODE_NOT_CLASSED = "-9999"  # the one code that is known beforehand
_COUNTS: Mapping[str, int] = {
    _SOCLE: 13_313,
    _PLUS: 4_456,
    _FORMER: 2_134,
    _PART: 20,
    _FORMER_PART: 11,
}  # DGCL's table of July 2025
_NATIONAL = 34_000  # communes from which a file is the whole country's
_COUNT_TOLERANCE = 0.1  # the counts move with the communes' mergers; the nearest two are 20 and 11
_MOST_UNREAD = 0.5
_LAYOUT = Zoning(
    "le classement France Ruralités Revitalisation (DGCL ou Observatoire des territoires)",
    {"label": ("classement_frr*", "libfrr", "frr*"), "code_frr": ("codefrr",)},
    either=("label", "code_frr"),
)


def read_frr(path: str | Path, *, findings: Findings | None = None) -> "pd.Series[str]":
    r"""Read the FRR class of each commune, on those of today.

    Parameters
    ----------
    path
        The DGCL's table ("Classement FRR et FRR+ au …"), as CSV or workbook, or the CSV of the
        Observatoire des territoires (``codgeo;libgeo;codefrr``, -9999 for not classed).
    findings
        Where to note codes repaired, moved or unknown, labels that aren't any, merged communes.

    Returns
    -------
    Series
        One of `FRR_LABELS` by `commune_code` of 2026, sorted. A commune merged since from parts of
        different classes is said to be classed in part, unless all of it is at least FRR socle:
        the classification is by commune, and no rule for its mergers was found.

    Raises
    ------
    InputError
        If the file isn't one of these; if its numeric codes cannot be named. The Observatoire
        publishes no list of them with the file, so they are told by how many communes have each,
        which needs the whole country and counts within 10 % of the DGCL's.

    Examples
    --------
    >>> import geo_ent, tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "frr.csv")
    ...     _ = file.write_text("Code_insee;Classement FRR\n15001;FRR+\n15014;Non classée\n",
    ...                         encoding="utf-8")
    ...     geo_ent.read_frr(file).to_dict()
    {'15001': 'FRR+', '15014': 'Non classée'}
    """
    hold_path(path, "read_frr")
    findings = Findings() if findings is None else findings
    rows = read_zoning(path, _LAYOUT, findings=findings)
    name = Path(path).name
    rows["value"] = _values(rows, Path(path), findings)
    unread = rows[rows["value"].eq("")]
    if len(unread) > _MOST_UNREAD * len(rows):
        msg = (
            f"{path}, ligne {unread.index[0]} : on attend {_LAYOUT.what} ; "
            f"« {unread['label'].iloc[0]} » n’est pas une de ses six classes."
        )
        raise InputError(msg)
    for row, label, place in unread[["label", "commune_code"]].itertuples():
        fact = Note("no-frr-class", label=label)
        findings.add("zoning-label", fact, file=name, rows=[row], places=[place])
    values, merged = one_a_commune(rows[rows["value"].ne("")], _merged_class, column="value")
    note_merged(values, merged, name, findings)
    return values.rename("frr")


def _values(rows: "pd.DataFrame", path: Path, findings: Findings) -> "pd.Series[str]":
    if rows["label"].ne("").any():
        return rows["label"].map(lambda text: _WORDS.get(plain(text), ""))
    names = _named_codes(rows["code_frr"], path)
    meanings = [f"{code} = {label}" for code, label in sorted(names.items())]
    findings.add("zoning-note", Note("named-codes", meanings=meanings), file=path.name)
    return rows["code_frr"].map(names).fillna("")


def _named_codes(codes: "pd.Series[str]", path: Path) -> dict[str, str]:
    """Name each of the Observatoire's codes by how many communes have it; refuse any doubt."""
    counts = codes[codes.ne(_CODE_NOT_CLASSED)].value_counts()
    names = {str(code): _named_by_count(count) for code, count in counts.items()}
    # All or none: one code that is like no count, or two that are like one, and the file may be of
    # another year, with other classes. Naming them from an example was refused too.
    distinct = len(set(names.values())) == len(names)
    if not (len(codes) >= _NATIONAL and all(names.values()) and distinct):
        listed = ", ".join(f"{code} ({number(count)} communes)" for code, count in counts.items())
        msg = (
            f"{path} : les codes FRR {listed} n’ont pas de libellé, et ces nombres ne permettent "
            "pas de les nommer. Donnez le tableau de la DGCL, qui les écrit en toutes lettres."
        )
        raise InputError(msg)
    return {_CODE_NOT_CLASSED: _NOT_CLASSED, **names}


def _named_by_count(count: int) -> str:
    near = [
        label
        for label, known in _COUNTS.items()
        if abs(count - known) <= max(_COUNT_TOLERANCE * known, 3)  # a few communes
    ]
    return near[0] if len(near) == 1 else ""


def _merged_class(parts: "pd.DataFrame") -> str:
    """Say the class of a commune made of parts of different classes."""
    # No rule for mergers was found in the texts: what is said is what is sure of all the parts.
    held = set(parts["value"])
    if held <= _WHOLE:
        return _SOCLE  # at least that, everywhere
    if held <= {_FORMER, _FORMER_PART, _NOT_CLASSED}:
        return _FORMER_PART
    return _PART
