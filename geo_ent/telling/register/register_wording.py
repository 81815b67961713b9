"""What became of a register's rows, in words: outcomes, doubts, the sentence."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geo_ent.register.register_findings import row_doubts
from geo_ent.tables.findings import TO_MEND
from geo_ent.tables.word_lists import with_joined_words
from geo_ent.telling.finding_details import finding_detail
from geo_ent.telling.language import Language, mark
from geo_ent.telling.register.register_reasons import reason_advice, reason_text

if TYPE_CHECKING:
    from geo_ent.register.read_register import Reading
    from geo_ent.text.note import Note


class OutcomeWords(NamedTuple):
    """An outcome: its name, its count of one row and of several, and what it means."""

    name: str
    one: str
    many: str
    meaning: str


# Both counts are spelled out: "hors école" has no plural, and no rule would know it.
OUTCOME_WORDS: Mapping[str, OutcomeWords] = {
    "used": OutcomeWords(
        mark("Utilisée"),
        mark("{n}\u00a0utilisée telle quelle"),
        mark("{n}\u00a0utilisées telles quelles"),
        mark(
            "La ligne parle d’une école de l’annuaire, trouvée par son UAI ou par son nom et sa "
            "commune."
        ),
    ),
    "spread": OutcomeWords(
        mark("Répartie"),
        mark("{n}\u00a0répartie sur un territoire"),
        mark("{n}\u00a0réparties sur un territoire"),
        mark(
            "La ligne parle d’un territoire (une commune, une circonscription…)\u00a0: elle est "
            "appliquée à ses écoles, sauf à celles qui ont leur propre ligne."
        ),
    ),
    "corrected": OutcomeWords(
        mark("Corrigée"),
        mark("{n}\u00a0corrigée"),
        mark("{n}\u00a0corrigées"),
        mark("L’UAI était faux\u00a0; le numéro, le nom et la commune désignent la même école."),
    ),
    "merged": OutcomeWords(
        mark("Fusionnée"),
        mark("{n}\u00a0fusionnée avec une autre"),
        mark("{n}\u00a0fusionnées avec une autre"),
        mark(
            "Une autre ligne parle de la même école\u00a0: elle dit la même chose, ou elle "
            "l’emporte parce qu’elle est plus récente ou plus bas dans le registre."
        ),
    ),
    "ambiguous": OutcomeWords(
        mark("Ambiguë"),
        mark("{n}\u00a0ambiguë"),
        mark("{n}\u00a0ambiguës"),
        mark("Plusieurs écoles de l’annuaire conviennent\u00a0: la ligne n’est pas utilisée."),
    ),
    "not_found": OutcomeWords(
        mark("Introuvable"),
        mark("{n}\u00a0introuvable"),
        mark("{n}\u00a0introuvables"),
        mark(
            "L’école n’est pas dans l’annuaire (fermée, trop récente, second degré, erreur de "
            "saisie)\u00a0: la ligne n’est pas utilisée."
        ),
    ),
    "not_school": OutcomeWords(
        mark("Hors école"),
        mark("{n}\u00a0hors école"),
        mark("{n}\u00a0hors école"),
        mark("Un titre, une ligne d’en-tête, un total ou une note\u00a0: il n’y a rien à lire."),
    ),
    "ignored": OutcomeWords(
        mark("Ignorée"),
        mark("{n}\u00a0ignorée"),
        mark("{n}\u00a0ignorées"),
        mark(
            "Vous avez répondu de l’ignorer, la feuille n’est pas un registre d’ENT, ou le "
            "territoire nommé n’a aucune école dans l’annuaire."
        ),
    ),
}
"""Every outcome, in the order of the report."""


class DoubtWords(NamedTuple):
    """A kind of doubt: its heading, and what the reader should know of it."""

    title: str
    about: str


# From what costs a school its row to what only wants a look: the report goes down this list.
DOUBT_WORDS: Mapping[str, DoubtWords] = {
    "ambiguous": DoubtWords(
        mark("Plusieurs écoles possibles"),
        mark("Ces lignes ne sont pas utilisées\u00a0: écrivez l’UAI de la bonne école."),
    ),
    "not_found": DoubtWords(
        mark("École introuvable dans l’annuaire"),
        mark(
            "Ces lignes ne sont pas utilisées. Une école fermée, ou du second degré, peut être "
            "retirée du registre."
        ),
    ),
    "unreached": DoubtWords(
        mark("Territoire sans école"),
        mark(
            "Ces lignes parlent d’un territoire où aucune école n’a été trouvée\u00a0; elles ne "
            "sont pas utilisées."
        ),
    ),
    "conflict": DoubtWords(
        mark("Lignes qui se contredisent"),
        mark(
            "Pour une même école, la ligne la plus récente l’emporte, sinon la dernière. Les "
            "lignes ci-dessous ont été écartées."
        ),
    ),
    "corrected": DoubtWords(
        mark("UAI corrigés"),
        mark(
            "Ces lignes sont utilisées avec l’UAI corrigé. Vérifiez-le, puis reportez-le dans le "
            "registre."
        ),
    ),
    "named": DoubtWords(
        mark("Écoles reconnues à un nom approchant"),
        mark(
            "Ces lignes n’ont pas d’UAI et sont utilisées. Vérifiez l’école, puis écrivez son UAI."
        ),
    ),
    "words": DoubtWords(
        mark("Mots ou dates à vérifier"),
        mark("Ces lignes sont utilisées, mais une de leurs cases n’a pas été comprise."),
    ),
}
"""Every kind of `DOUBTS`."""

# Also the columns that only help to tie a row, since the report shows where each was found.
COLUMN_WORDS: Mapping[str, str] = {
    "uai": mark("UAI"),
    "name": mark("École"),
    "commune": mark("Commune"),
    "status": mark("ENT"),
    "solution": mark("Solution"),
    "start": mark("Début"),
    "end": mark("Fin"),
    "programme": mark("Programme"),
    "phase": mark("Phase"),
    "network": mark("Réseau d’écoles"),
    "scope": mark("Périmètre"),
    "note": mark("Remarques"),
    "circonscription": mark("Circonscription"),
    "epci": mark("Intercommunalité"),
    "rpi": mark("RPI"),
    "nature": mark("Nature de l’école"),
    "sector": mark("Secteur"),
    "years": mark("ENT, une colonne par année"),
    "products": mark("ENT, une colonne par produit"),
    "classes": mark("ENT, une colonne par classe"),
    "status_school": mark("ENT, à cocher\u00a0: école"),
    "status_class": mark("ENT, à cocher\u00a0: classe"),
    "status_planned": mark("ENT, à cocher\u00a0: prévu"),
    "status_none": mark("ENT, à cocher\u00a0: aucun"),
}
"""What a column of the register is called."""

# Kinds of findings on a row that was used all the same: what is said of the cell, what to do.
_NOTES: Mapping[str, tuple[str, str]] = {
    "unknown-status": (
        mark("situation non comprise"),
        mark("Écrivez oui, classe, prévu, non ou inconnu."),
    ),
    "unknown-solution": (mark("solution inconnue, gardée telle quelle"), ""),
    "status-doubted": (
        mark("situation à vérifier"),
        mark("Écrivez oui, classe, prévu, non ou inconnu."),
    ),
    "status-contrary": (mark("la ligne se contredit"), mark("Corrigez la case fausse.")),
    "solution-doubted": (mark("solution à vérifier"), mark("Écrivez le nom de l’ENT, seul.")),
    "unread-date": (mark("date non comprise"), mark("Écrivez une date comme 01/09/2021.")),
    "formula-error": (
        mark("case illisible"),
        mark("Corrigez la formule, ou écrivez à sa place ce qu’elle devait donner."),
    ),
    "formula-error-aside": (mark("case illisible"), ""),
    "dates-reversed": (mark("dates à l’envers"), mark("Vérifiez les deux dates.")),
    "ticked-twice": (mark("plusieurs colonnes d’ENT sont cochées"), mark("Gardez la bonne.")),
    "answer-unread": (
        mark("réponse non comprise"),
        mark("Répondez par l’UAI d’une école de l’annuaire, une situation ou « ignorer »."),
    ),
    "staff-tool": (
        mark("solution des personnels seuls, qui ne couvre pas l’école"),
        mark("Si l’école a aussi un ENT, écrivez son nom à côté."),
    ),
    "status-from-note": (mark("situation lue dans les remarques"), mark("Vérifiez-la.")),
}


def report_rows(reading: "Reading", tr: Language) -> pd.DataFrame:
    """Give the rows of a reading in words, with what is doubtful about each.

    Returns
    -------
    DataFrame
        `reading.rows`, with `reason` in words, `suggestion` (what to do about it), which also tell
        the words that were not understood, and `doubt`: one of `DOUBTS`, or "".
    """
    rows = reading.rows.drop(columns="notes")
    # The reason, then what was noticed besides: a word that wasn't read changes no outcome.
    of_rows = [
        (reason, _notes(notes, tr))
        for reason, notes in zip(rows["reason"], reading.rows["notes"], strict=True)
    ]
    reasons = [
        tr(" ; ").join([reason_text(reason, tr), *(text for text, _, _ in noted)])
        for reason, noted in of_rows
    ]
    suggestions = [  # an advice that two words of a row share is given once
        " ".join(
            dict.fromkeys(
                filter(None, (reason_advice(reason, tr), *(more for _, more, _ in noted)))
            )
        )
        for reason, noted in of_rows
    ]
    noted = pd.Series(
        [any(doubtful for _, _, doubtful in noted) for _, noted in of_rows],
        index=rows.index,
        dtype=bool,
    )
    table = with_joined_words(rows).assign(reason=reasons, doubt=row_doubts(rows, noted=noted))
    table.insert(list(table).index("reason") + 1, "suggestion", suggestions)
    return table


def _notes(notes: "Iterable[tuple[str, Note]]", tr: Language) -> list[tuple[str, str, bool]]:
    """Write what else was noticed of a row: what it says, what to do, and whether it's a doubt."""
    written: list[tuple[str, str, bool]] = []
    for kind, note in notes:
        if kind in _NOTES:
            what, advice = _NOTES[kind]
            text = tr("{what} : {written}", what=tr(what), written=finding_detail(note, tr))
            written.append((text, tr(advice) if advice else "", kind in TO_MEND))
    return written


def as_sentence(text: object) -> str:
    """Begin with a capital and end with a full stop.

    Examples
    --------
    >>> as_sentence("titres répétés"), as_sentence("")
    ('Titres répétés.', '')
    """
    words = str(text).strip()
    # A reason may be a fragment, or quote a cell that ends a sentence.
    end = "" if not words or words[-1] in ".?!…" else "."
    return f"{words[:1].upper()}{words[1:]}{end}"


def outcome_counts(rows: pd.DataFrame) -> dict[str, int]:
    """Count the rows of each outcome, in the report's order; the sum is the number of rows."""
    counts = rows["outcome"].value_counts()
    # Also those of which there is no row: what is not there is said to be 0.
    return {outcome: int(counts.get(outcome, 0)) for outcome in OUTCOME_WORDS}


def outcome_count(outcome: str, rows_n: int, tr: Language) -> str:
    """Write a count of rows and what became of them."""
    words = OUTCOME_WORDS[outcome]
    return tr(words.one if tr.is_one(rows_n) else words.many, n=tr.number(rows_n))


def row_count(rows_n: int, tr: Language) -> str:
    """Write a count of rows."""
    return tr.plural("{n} ligne", "{n} lignes", rows_n, n=tr.number(rows_n))


def reading_sentence(
    counts: Mapping[str, int], *, known_n: int, schools_n: int, tr: Language
) -> str:
    """Say the whole reading in one sentence.

    Parameters
    ----------
    counts
        As `outcome_counts` gives them.
    known_n, schools_n
        The schools whose situation the register knows, and all that it should tell of.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> counts, fr = {"used": 660, "merged": 1}, language("fr")
    >>> reading_sentence(counts, known_n=640, schools_n=685, tr=fr).replace(chr(0xA0), " ")
    '661 lignes lues : 660 utilisées telles quelles, 1 fusionnée avec une autre ; 640 écoles \
renseignées sur 685 (tous secteurs).'
    """
    rows_n = sum(counts.values())
    read = tr.plural("{n} ligne lue", "{n} lignes lues", rows_n, n=tr.number(rows_n))
    parts = ", ".join(outcome_count(name, count, tr) for name, count in counts.items() if count)
    known = tr.plural(
        "{n} école renseignée sur {schools} (tous secteurs)",
        "{n} écoles renseignées sur {schools} (tous secteurs)",
        known_n,
        n=tr.number(known_n),
        schools=tr.number(schools_n),
    )
    # A register without a row: a colon would announce nothing.
    if not parts:
        return tr("{read}\u00a0; {known}.", read=read, known=known)
    return tr("{read}\u00a0: {parts}\u00a0; {known}.", read=read, parts=parts, known=known)


def place(row: Mapping[Any, Any], tr: Language, *, files: bool = False) -> str:
    """Say where a row stands: its sheet and line, and its file when there are several.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> row = {"file": "a.xlsx", "sheet": "Public", "row": 12}
    >>> place(row, language("fr")).replace(chr(0xA0), " ")
    'Public, ligne 12'
    """
    sheet = str(row["sheet"])
    # A CSV has no sheet: its name is all that says where.
    where = [str(row["file"])] if files or not sheet else []
    return ", ".join([*where, *filter(None, [sheet]), tr("ligne\u00a0{row}", row=row["row"])])
