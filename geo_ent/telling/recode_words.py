"""What `geo-ent cog` says: what became of codes of communes, and what to look at."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.notes import write_note
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from geo_ent.communes.recoded_table import CodeRow, Recoded
    from geo_ent.telling.notes import Wordings

HOW_WORDS: Mapping[str, str] = {
    "unchanged": mark("code d’une commune de 2026"),
    "merged": mark("commune fusionnée avec une autre"),
    "renumbered": mark("commune qui a changé de code"),
    "split": mark("commune qui s’est séparée en plusieurs"),
    "arrondissement": mark("arrondissement de Paris, Lyon ou Marseille, rendu à sa ville"),
    "city": mark("code de Paris, Lyon ou Marseille sans arrondissement, rendu à sa ville"),
    "delegated": mark("commune déléguée ou associée"),
    "restored": mark("commune rétablie, ou code repris"),
    "overseas": mark("collectivité d’outre-mer, hors des 101 départements"),
    "unknown": mark("code inconnu"),
}
"""What becomes of a code (`communes.codes_to_today.HOW`) → how a person is told."""

UNKNOWN_WORDS: "Wordings" = {
    "empty": mark("code vide"),
    "malformed": mark("pas un code de commune (5 caractères, comme 35238 ou 2A004)"),
    "in-collectivity": mark("{name}, collectivité d’outre-mer, hors des 101 départements"),
    "in-collectivity-since": mark(
        "{name} (aujourd’hui {code}), collectivité d’outre-mer, hors des 101 départements"
    ),
    "mayotte": mark("code de Mayotte d’avant le département (976), que l’on ne sait pas traduire"),
    "abroad": mark("pays étranger"),
    "never": mark("code d’aucune commune depuis 1943"),
}
"""Why a code is no commune's → how a person is told."""

_NOTES: "Wordings" = {
    "title-taken": mark("La colonne « {title} » existait déjà : la nouvelle s’appelle « {name} »."),
    "title-twice": mark("Plusieurs colonnes s’appellent « {column} » : la première est lue."),
    "above": mark_plural(
        "Laissé de côté : {n} ligne au-dessus des titres.",
        "Laissé de côté : {n} lignes au-dessus des titres.",
    ),
    "blank": mark_plural("Laissé de côté : {n} ligne vide.", "Laissé de côté : {n} lignes vides."),
    "many-unknown": mark(
        "Beaucoup de codes inconnus : la colonne « {column} » contient-elle bien des codes de "
        "communes de l’INSEE, et non des codes postaux ou des noms ?"
    ),
    "mended": mark_plural("{n} code remis en forme.", "{n} codes remis en forme."),
    "nothing-younger": mark("{file} (jusqu’au {last}) ne dit rien des codes inconnus."),
    "younger": mark("{code} est {name} depuis le {since} : rendu {home:à} ({home_code})."),
    "younger-of-several": mark(
        "{code} est {name} depuis le {since} : rendu {home:à} ({home_code}), la première de celles "
        "dont elle est née."
    ),
}
_LONGEST = 40  # characters of a cell that a terminal shows


def recode_notes(recoded: "Recoded", tr: Language) -> list[str]:
    """Say what was found in the table, a sentence each."""
    return [write_note(note, _NOTES, tr) for note in recoded.notes]


def row_lines(rows: "list[CodeRow]", tr: Language) -> list[str]:
    """Write rows to look at, a line each: its place, its code, why it is unknown or where it went.

    Examples
    --------
    >>> from geo_ent.communes.codes_to_today import unknown_why
    >>> from geo_ent.communes.recoded_table import CodeRow
    >>> from geo_ent.telling.language import language
    >>> row_lines([CodeRow("", 5, "35999", unknown_why("35999"))], language("fr"))
    ['ligne 5 : « 35999 », code d’aucune commune depuis 1943']
    """
    lines = []
    for sheet, row, written, why in rows:
        place = f"{sheet}!{row}" if sheet else tr("ligne {row}", row=row)
        # An unknown code has a note; a guess has the name of the commune that it was left to.
        reason = (
            tr("laissé {commune:à}", commune=why)
            if isinstance(why, str)
            else write_note(why, UNKNOWN_WORDS, tr)
        )
        code = one_line(written, width=_LONGEST)
        lines.append(tr("{place} : « {code} », {reason}", place=place, code=code, reason=reason))
    return lines


def recode_lines(recoded: "Recoded", out: "Path", tr: Language, *, most: int) -> list[str]:
    """Write what a terminal shows: what became of the codes, then the first rows to look at.

    Parameters
    ----------
    out
        The file written.
    most
        Rows of a list that are shown.
    """
    # Every code is in one of these counts: they add up to the rows.
    lines = [f"  {count:>6}  {tr(HOW_WORDS[how])}" for how, count in recoded.outcomes]
    lines += [f"\n{note}" for note in recode_notes(recoded, tr)]
    lists = (
        (tr("Codes sans commune"), recoded.unknowns),
        (tr("Séparations sans point"), recoded.guesses),
    )
    for title, rows in lists:
        if rows:
            lines.append("\n" + tr("{title} ({n}) :", title=title, n=len(rows)))
            lines += [f"  {line}" for line in row_lines(rows[:most], tr)]
        # All are in the file written; the terminal shows what kind they are.
        if len(rows) > most:
            left = len(rows) - most
            lines.append(tr.plural("  … et {n} autre", "  … et {n} autres", left, n=left))
    rows_n = recoded.rows_n
    written = tr.plural(
        "{n} ligne dans {file}", "{n} lignes dans {file}", rows_n, n=rows_n, file=out
    )
    return [*lines, f"\n{written}"]
