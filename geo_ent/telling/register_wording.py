"""What became of a register's rows, in French words: outcomes, doubts, the sentence."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.tables.word_lists import with_joined_words
from geo_ent.telling.finding_details import finding_detail
from geo_ent.telling.language import Language, language
from geo_ent.telling.register_reasons import reason_advice, reason_text
from geo_ent.text.numbers import counted, number

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.register.read_register import Reading
    from geo_ent.tables.findings import Finding

__all__ = [
    "COLUMN_WORDS",
    "DOUBTS",
    "OUTCOME_WORDS",
    "DoubtWords",
    "OutcomeWords",
    "as_sentence",
    "doubts",
    "outcome_counts",
    "place",
    "report_rows",
    "sentence",
    "told_schools",
]


class OutcomeWords(NamedTuple):
    """An outcome's name, how it is said of one row and of several, and what it means."""

    name: str
    one: str
    many: str
    meaning: str

    def counted(self, count: int) -> str:
        """Write a count of rows and what became of them."""
        return f"{number(count)}\u00a0{self.many if count > 1 else self.one}"


OUTCOME_WORDS: Mapping[str, OutcomeWords] = {
    "used": OutcomeWords(
        "Utilisée",
        "utilisée telle quelle",
        "utilisées telles quelles",
        "La ligne parle d’une école de l’annuaire, trouvée par son UAI ou par son nom et sa "
        "commune.",
    ),
    "spread": OutcomeWords(
        "Répartie",
        "répartie sur un territoire",
        "réparties sur un territoire",
        "La ligne parle d’un territoire (une commune, une circonscription…) : elle est appliquée à "
        "ses écoles, sauf à celles qui ont leur propre ligne.",
    ),
    "corrected": OutcomeWords(
        "Corrigée",
        "corrigée",
        "corrigées",
        "L’UAI était faux ; le numéro, le nom et la commune désignent la même école.",
    ),
    "merged": OutcomeWords(
        "Fusionnée",
        "fusionnée avec une autre",
        "fusionnées avec une autre",
        "Une autre ligne parle de la même école : elle dit la même chose, ou elle l’emporte parce "
        "qu’elle est plus récente ou plus bas dans le registre.",
    ),
    "ambiguous": OutcomeWords(
        "Ambiguë",
        "ambiguë",
        "ambiguës",
        "Plusieurs écoles de l’annuaire conviennent : la ligne n’est pas utilisée.",
    ),
    "not_found": OutcomeWords(
        "Introuvable",
        "introuvable",
        "introuvables",
        "L’école n’est pas dans l’annuaire (fermée, trop récente, second degré, erreur de "
        "saisie) : la ligne n’est pas utilisée.",
    ),
    "not_school": OutcomeWords(
        "Hors école",
        "hors école",
        "hors école",
        "Un titre, une ligne d’en-tête, un total ou une note : il n’y a rien à lire.",
    ),
    "ignored": OutcomeWords(
        "Ignorée",
        "ignorée",
        "ignorées",
        "La feuille n’est pas un registre d’ENT, ou le territoire nommé n’a aucune école dans "
        "l’annuaire.",
    ),
}
"""Every outcome, in the order of the report."""


class DoubtWords(NamedTuple):
    """A kind of doubt: its heading, and what the reader should know of it."""

    title: str
    about: str


DOUBTS: Mapping[str, DoubtWords] = {
    "ambiguous": DoubtWords(
        "Plusieurs écoles possibles",
        "Ces lignes ne sont pas utilisées : écrivez l’UAI de la bonne école.",
    ),
    "not_found": DoubtWords(
        "École introuvable dans l’annuaire",
        "Ces lignes ne sont pas utilisées. Une école fermée, ou du second degré, peut être "
        "retirée du registre.",
    ),
    "unreached": DoubtWords(
        "Territoire sans école",
        "Ces lignes parlent d’un territoire où aucune école n’a été trouvée ; elles ne sont pas "
        "utilisées.",
    ),
    "conflict": DoubtWords(
        "Lignes qui se contredisent",
        "Pour une même école, la ligne la plus récente l’emporte, sinon la dernière. Les lignes "
        "ci-dessous ont été écartées.",
    ),
    "corrected": DoubtWords(
        "UAI corrigés",
        "Ces lignes sont utilisées avec l’UAI corrigé. Vérifiez-le, puis reportez-le dans le "
        "registre.",
    ),
    "named": DoubtWords(
        "Écoles reconnues à un nom approchant",
        "Ces lignes n’ont pas d’UAI et sont utilisées. Vérifiez l’école, puis écrivez son UAI.",
    ),
    "words": DoubtWords(
        "Mots ou dates à vérifier",
        "Ces lignes sont utilisées, mais une de leurs cases n’a pas été comprise.",
    ),
}
"""Every kind of doubtful row, the gravest first."""

COLUMN_WORDS: Mapping[str, str] = {
    "uai": "UAI",
    "name": "École",
    "commune": "Commune",
    "status": "ENT",
    "solution": "Solution",
    "start": "Début",
    "end": "Fin",
    "programme": "Programme",
    "phase": "Phase",
    "network": "Réseau d’écoles",
    "scope": "Périmètre",
    "note": "Remarques",
    "circonscription": "Circonscription",
    "epci": "Intercommunalité",
    "status_school": "ENT, à cocher\u00a0: école",
    "status_class": "ENT, à cocher\u00a0: classe",
    "status_planned": "ENT, à cocher\u00a0: prévu",
    "status_none": "ENT, à cocher\u00a0: aucun",
}
"""What a column of the register is called."""

_NOTES: Mapping[str, tuple[str, str]] = {
    "unknown-status": ("situation non comprise", "Écrivez oui, classe, prévu, non ou inconnu."),
    "unknown-solution": ("solution inconnue, gardée telle quelle", "Vérifiez le nom de l'ENT."),
    "unread-date": ("date non comprise", "Écrivez une date comme 01/09/2021."),
    "dates-reversed": ("dates à l'envers", "Vérifiez les deux dates."),
    "ticked-twice": ("plusieurs colonnes d'ENT sont cochées", "Gardez la bonne."),
    "status-from-note": ("situation lue dans les remarques", "Vérifiez-la."),
}


def report_rows(reading: "Reading") -> "pd.DataFrame":
    """Give the rows of a reading with what is doubtful about each and all that was noticed.

    Returns
    -------
    DataFrame
        `reading.rows`, with `reason` in words, `suggestion` (what to do about it), which also tell
        the words that were not understood, and `doubt`: one of `DOUBTS`, or "".
    """
    import pandas as pd

    rows = reading.rows
    tr = language("fr")
    notes = _notes(reading.findings.entries, tr)
    keys = [
        (file, f"{sheet}!{row}" if sheet else str(row))
        for file, sheet, row in zip(rows["file"], rows["sheet"], rows["row"], strict=True)
    ]
    found = [notes.get(key, []) for key in keys]
    reasons = [
        " ; ".join([reason_text(reason, tr), *(f"{told} : {said}" for told, said, _ in mine)])
        for reason, mine in zip(rows["reason"], found, strict=True)
    ]
    suggestions = [
        " ".join(
            dict.fromkeys(filter(None, (reason_advice(reason, tr), *(more for _, _, more in mine))))
        )
        for reason, mine in zip(rows["reason"], found, strict=True)
    ]
    noted = pd.Series([bool(mine) for mine in found], index=rows.index, dtype=bool)
    doubt = doubts(rows, noted=noted)
    table = with_joined_words(rows).assign(reason=reasons, doubt=doubt)
    table.insert(list(table).index("reason") + 1, "suggestion", suggestions)
    return table


def _notes(
    entries: "Iterable[Finding]", tr: Language
) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Gather by file and place what was noticed: what it is, what was written, what to do."""
    notes: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for entry in entries:
        if entry["kind"] in _NOTES:
            told, advice = _NOTES[entry["kind"]]
            at = (entry["file"], entry["row"])
            said = finding_detail(entry["message"], tr)
            notes.setdefault(at, []).append((told, said, advice))
    return notes


def doubts(rows: "pd.DataFrame", *, noted: "pd.Series[bool]") -> "pd.Series[str]":
    """Say of each row read what is doubtful about it: one of `DOUBTS`, or "".

    Parameters
    ----------
    rows
        `Reading.rows`: `outcome`, `reason`, `scope`.
    noted
        Whether a word of the row was not understood.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.text.note import Note
    >>> reasons = [Note("known-uai"), Note("unknown-uai", written="0351234", named=None)]
    >>> rows = pd.DataFrame({"outcome": ["used", "not_found"], "reason": reasons, "scope": ""})
    >>> doubts(rows, noted=pd.Series([True, False])).tolist()
    ['words', 'not_found']
    """
    outcome, code = rows["outcome"], rows["reason"].map(attrgetter("code"))
    found = outcome.where(outcome.isin(["ambiguous", "not_found", "corrected"]), "")
    found = found.mask((outcome == "ignored") & (rows["scope"] != ""), "unreached")
    found = found.mask(code == "contradicted", "conflict")
    found = found.mask(code == "by-like-name", "named")
    used = outcome.isin(["used", "spread"]) & (found == "")
    return found.mask(used & noted, "words")


def as_sentence(text: object) -> str:
    """Begin with a capital and end with a full stop.

    Examples
    --------
    >>> as_sentence("titres répétés"), as_sentence("")
    ('Titres répétés.', '')
    """
    said = str(text).strip()
    end = "" if not said or said[-1] in ".?!…" else "."
    return f"{said[:1].upper()}{said[1:]}{end}"


def outcome_counts(rows: "pd.DataFrame") -> dict[str, int]:
    """Count the rows of each outcome, in the report's order; the sum is the number of rows."""
    counts = rows["outcome"].value_counts()
    return {outcome: int(counts.get(outcome, 0)) for outcome in OUTCOME_WORDS}


def told_schools(register: "pd.DataFrame", schools: "pd.DataFrame") -> int:
    """Count the schools of a directory whose situation the register knows."""
    known = register.loc[register["status"] != "unknown", "uai"].unique()
    return int(schools.index.isin(known).sum())


def sentence(counts: Mapping[str, int], *, told_n: int, schools_n: int) -> str:
    """Say the whole reading in one sentence.

    Examples
    --------
    >>> said = sentence({"used": 660, "merged": 1}, told_n=640, schools_n=685)
    >>> said.replace(chr(0xA0), " ")
    '661 lignes lues : 660 utilisées telles quelles, 1 fusionnée avec une autre ; 640 écoles \
renseignées sur 685.'
    """
    parts = [OUTCOME_WORDS[outcome].counted(count) for outcome, count in counts.items() if count]
    read = counted(sum(counts.values()), "ligne lue", "lignes lues")
    listed = f"\u00a0: {', '.join(parts)}" if parts else ""
    told = counted(told_n, "école renseignée", "écoles renseignées")
    return f"{read}{listed}\u00a0; {told} sur {number(schools_n)}."


def place(row: Mapping[str, object], *, files: bool = False) -> str:
    """Say where a row stands: its sheet and line, and its file when there are several.

    Examples
    --------
    >>> place({"file": "a.xlsx", "sheet": "Public", "row": 12}).replace(chr(0xA0), " ")
    'Public, ligne 12'
    """
    sheet = str(row["sheet"])
    where = [str(row["file"])] if files or not sheet else []
    return ", ".join([*where, *([sheet] if sheet else []), f"ligne\u00a0{row['row']}"])
