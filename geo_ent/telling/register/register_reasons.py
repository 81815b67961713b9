"""Why a row of a register ended as it did, and what to do about it, in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from geo_ent.tables.word_lists import join_words
from geo_ent.telling.language import Language, mark
from geo_ent.telling.notes import write_note
from geo_ent.telling.register.answer_words import ANSWER_WORDS

if TYPE_CHECKING:
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note

_LEVELS = {
    "rpi": mark("RPI"),
    "commune": mark("commune"),
    "secteur_college": mark("secteur de collège"),
    "circonscription": mark("circonscription"),
    "epci": mark("EPCI"),
    "departement": mark("département"),
}
_SCHOOLS_LISTED = 12  # more can't be chosen from in a sentence
_STATUSES = {
    "school": mark("oui"),
    "class": mark("classe"),
    "planned": mark("en projet"),
    "none": mark("non"),
}


def reason_text(reason: "Note | str", tr: Language) -> str:
    """Write why a row ended as it did, without capital or full stop; or a column's title.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> from geo_ent.text.note import Note
    >>> reason_text(Note("repeated", row="Feuille1!4"), language("fr"))
    'dit la même chose que la ligne Feuille1!4'
    """
    return write_note(reason, REASONS, tr)


def reason_advice(reason: "Note", tr: Language) -> str:
    """Write what to do about a row, "" for nothing."""
    fields = reason.fields
    if fields.get("named"):
        return tr(
            "Nom et commune sont ceux {named:école} : si c’est elle, écrivez {named.uai}.", **fields
        )
    # A row beaten for several schools is to be mended as it is for the first of them.
    first: Any = fields.get("first", reason)
    return tr(_ADVICE[first.code], **first.fields) if first.code in _ADVICE else ""


def _unconfirmed(tr: Language, *, written: str, school: object, lacking: Sequence[str]) -> str:
    # The columns that a row lacks, by what its keeper would call them.
    names = {"name": tr("le nom"), "commune": tr("la commune")}
    listed = tr(" et ").join(names[column] for column in lacking)
    # A UAI mended by its check letter alone is a guess: the columns that would confirm it are
    # named, so that the keeper can add them.
    why = (
        tr("rien ne le confirme : il manque {columns}", columns=listed)
        if lacking
        else tr("le nom ou la commune n’est pas le sien")
    )
    return tr(
        "la lettre de « {written} » est fausse ; ce serait {school}, mais {why}",
        written=written,
        school=school,
        why=why,
    )


def _where(tr: Language, name: str, commune: str) -> str:
    """Write what a row without UAI names."""
    if commune:
        return tr("« {name} », {commune}", name=name, commune=commune)
    return tr("« {name} », sans commune", name=name)


def _several(tr: Language, *, name: str, commune: str, schools: Sequence[object]) -> str:
    # Semicolons: the name of a school may hold a comma.
    listed = " ; ".join(map(str, schools))
    return tr("{where} : {schools}", where=_where(tr, name, commune), schools=listed)


def _listed(schools: Sequence[object]) -> str:
    shown = " ; ".join(map(str, schools[:_SCHOOLS_LISTED]))
    return f"{shown} ; …" if len(schools) > _SCHOOLS_LISTED else shown


def _nameless(tr: Language, *, commune: str, schools: Sequence[object]) -> str:
    if len(schools) == 1:
        return tr(
            "ni UAI ni nom d’école ; {commune:à} il y a {school}",
            commune=commune,
            school=schools[0],
        )
    return tr(
        "ni UAI ni nom d’école ; {commune:à} il y a : {schools}",
        commune=commune,
        schools=_listed(schools),
    )


def _by_group(tr: Language, *, name: str, schools: Sequence[object]) -> str:
    return tr("sans UAI : « {name} » est le nom de {schools}", name=name, schools=_listed(schools))


def _some_unknown(tr: Language, *, unknown: Sequence[str], schools: Sequence[object]) -> str:
    if not schools:
        return tr("{uais} : aucun n’est dans l’annuaire", uais=", ".join(unknown))
    return tr(
        "{uais} : pas dans l’annuaire ; les autres sont ceux de {schools}",
        uais=", ".join(unknown),
        schools=_listed(schools),
    )


def _unclear_reach(
    tr: Language, *, name: str, words: str, schools: Sequence[object], level: str
) -> str:
    return tr(
        "« {name} » ({level}) : « {words} » n’est pas compris ; ce peut être {schools}",
        name=name,
        level=tr(_LEVELS[level]),
        words=words,
        schools=_listed(schools),
    )


def _place_outside(
    tr: Language, *, name: str, words: str, schools: Sequence[object], level: str
) -> str:
    return tr(
        "« {name} » : « {words} » n’est pas du {level} de l’annuaire, qui a {schools}",
        name=name,
        level=tr(_LEVELS[level]),
        words=words,
        schools=_listed(schools),
    )


def _place_unnamed(
    tr: Language, *, name: str, words: Sequence[str], schools: Sequence[object], level: str
) -> str:
    return tr(
        "« {name} » ne nomme pas {words}, du même {level} dans l’annuaire : {schools}",
        name=name,
        level=tr(_LEVELS[level]),
        words=join_words(words),
        schools=_listed(schools),
    )


def _staff_tool(tr: Language, *, names: Sequence[str]) -> str:
    """Name what is the staff's alone."""
    return tr("« {text} »", text=join_words(names))


def _other_count(
    tr: Language, *, name: str, count: int, schools: Sequence[object], level: str
) -> str:
    schools_in_row = tr.plural("{n} école", "{n} écoles", count, n=count)
    return tr(
        "« {name} » ({level}) : {count} d’après la ligne, {known} dans l’annuaire : {schools}",
        name=name,
        level=tr(_LEVELS[level]),
        count=schools_in_row,
        known=len(schools),
        schools=_listed(schools),
    )


def _unknown_commune(tr: Language, *, name: str, commune: str) -> str:
    where = _where(tr, name, commune)
    return tr("{where} : aucune école de cette commune dans l’annuaire", where=where)


def _unknown_name(tr: Language, *, name: str, commune: str) -> str:
    where = _where(tr, name, commune)
    return tr("{where} : aucune école de ce nom dans l’annuaire", where=where)


def _territory(tr: Language, *, level: str, name: str, reached: int, others: int) -> str:
    schools = tr.plural("{n} école", "{n} écoles", reached, n=reached)
    territory = tr("{level} « {name} » : {schools}",
                   level=tr(_LEVELS[level]), name=name, schools=schools)  # fmt: skip
    if not others:
        return territory
    # Those with a row of their own are left to it: a reader who counts the commune's schools finds
    # them all.
    rest = tr.plural(
        "{n} autre ayant sa propre ligne", "{n} autres ayant sa propre ligne", others, n=others
    )
    return f"{territory}, {rest}"


def _unknown_territory(tr: Language, *, level: str, name: str) -> str:
    territory = tr(_LEVELS[level])
    return tr("« {name} » : {level} que l’annuaire n’a pas", name=name, level=territory)


def _empty_territory(tr: Language, *, level: str, name: str) -> str:
    territory = tr(_LEVELS[level])
    return tr("« {name} » : {level} sans école de cette sorte", name=name, level=territory)


def _contradicted(
    tr: Language, *, row: str, theirs: tuple[Any, ...], ours: tuple[Any, ...], dated: bool
) -> str:
    return tr(
        "la ligne {row} est gardée, {why}, et dit « {theirs} » ; cette ligne, écartée, dit "
        "« {ours} »",
        row=row,
        theirs=_content(tr, *theirs),
        ours=_content(tr, *ours),
        # Which of two rows was kept, and by what rule: the keeper may know better.
        why=tr("datée en dernier") if dated else tr("écrite en dernier"),
    )


def _against(tr: Language, *, cell: str, text: str, status: str, end: dt.date | None = None) -> str:
    # What is kept is named, so that a keeper sees which of two cells to mend.
    kept = tr(_STATUSES[status]) if status in _STATUSES else tr("inconnu")
    if end:
        kept = tr("{status} jusqu’au {day}", status=kept, day=tr.day(end))
    return tr(cell, text=text, status=kept)


def _content(tr: Language, status: str, solution: tuple[str, ...], start: dt.date | None) -> str:
    """Write what a row says, as a register does."""
    word = tr(_STATUSES[status]) if status in _STATUSES else "?"
    return ", ".join(
        filter(None, (word, join_words(solution), f"{start:%d/%m/%Y}" if start else ""))
    )


def _calendar_1904(tr: Language, *, columns: Sequence[str]) -> str:
    return tr(
        "classeur dont les jours sont comptés depuis 1904 : ses nombres en {columns} sont-ils des "
        "dates ?",
        columns=", ".join(columns),
    )


_ESTABLISHMENTS: "Wordings" = {
    "college": mark("un collège ({name})"),
    "lycee": mark("un lycée ({name})"),
    "erea": mark("un EREA ({name})"),
    "medico-social": mark("un établissement médico-social ({name})"),
    "service": mark("un service administratif ({name})"),
    "orientation": mark("un centre d’information et d’orientation ({name})"),
    "closed-school": mark("une école qui n’est pas ouverte ({name})"),
    "no-school": mark("un établissement qui n’est pas une école ({name})"),
}
"""What `schools.directory.other_uais` says of an establishment."""


def _other_establishment(tr: Language, *, written: str, what: "Note", **_named: object) -> str:
    establishment = write_note(what, _ESTABLISHMENTS, tr)
    return tr("« {written} » est {what}", written=written, what=establishment)


REASONS: "Wordings" = {
    "no-table": mark("feuille sans tableau d’ENT reconnu"),
    "hidden-sheet": mark("feuille masquée, laissée de côté"),
    "unwanted-sheet": mark("feuille écartée à votre demande"),
    "header": mark("ligne de titres"),
    "above-table": mark("titre au-dessus du tableau"),
    "header-again": mark("titres répétés"),
    "subheading": mark("intertitre : « {text} »"),
    "subtotal": mark("sous-total, au-dessus de ses écoles : « {text} »"),
    "total-row": mark("ligne de total : « {text} »"),
    "continued": mark("fin du nom de la ligne du dessus : « {text} »"),
    "other-service": mark("ligne d’un autre service que l’ENT : « {text} »"),
    "outside-note": mark("note hors du tableau : « {text} »"),
    "known-uai": mark("UAI de l’annuaire"),
    "completed-uai": mark("UAI de l’annuaire, lettre rétablie"),
    "several-uais": mark("UAI de {count} écoles dans la même cellule"),
    "some-unknown-uais": _some_unknown,
    "corrected-uai": mark(
        "« {written} » lu {uai} : numéro, nom et commune sont ceux {school:école}"
    ),
    "other-school": mark(
        "l’UAI est celui {school:école}, mais le nom et la commune sont ceux {other:école}"
    ),
    "completed-elsewhere": mark(
        "l’UAI « {written} » n’a pas sa lettre et serait celui {school:école}, dont ni le nom ni "
        "la commune ne sont ceux de la ligne"
    ),
    "unconfirmed-letter": _unconfirmed,
    "unknown-uai": mark("« {written} » n’est pas dans l’annuaire"),
    "impossible-uai": mark("« {written} » n’est pas dans l’annuaire et n’est pas un UAI juste"),
    "other-establishment": _other_establishment,
    "by-name": mark("sans UAI : nom et commune {school:école}"),
    "by-like-name": mark("sans UAI : nom (approché) et commune {school:école}"),
    "by-rest": mark(
        "sans UAI : « {name} » peut être {school} ; les autres écoles possibles ont leur ligne"
    ),
    "by-group": _by_group,
    "nameless": _nameless,
    "nothing-said": mark("ni UAI, ni école, ni commune avec une situation"),
    "unknown-place": mark("ni UAI ni nom d’école, et commune « {commune} » inconnue de l’annuaire"),
    "text-alone": mark("texte sans école ni situation : « {name} »"),
    "other-degree": mark("« {name} » n’est pas du premier degré"),
    "several-schools": _several,
    "unknown-commune": _unknown_commune,
    "unknown-name": _unknown_name,
    "territory": _territory,
    "unsaid-territory": mark("« {name} » : la ligne ne dit pas de quel territoire."),
    "unknown-territory": _unknown_territory,
    "empty-territory": _empty_territory,
    "unclear-reach": _unclear_reach,
    "place-outside": _place_outside,
    "place-unnamed": _place_unnamed,
    "other-count": _other_count,
    "unknown-sectors": mark("« {name} » : l’annuaire ne dit pas les secteurs de collège"),
    "silent": mark("ne dit rien de l’ENT ; la ligne {row} parle pour elle"),
    "further": mark("l’emporte : la ligne {row}, plus proche de l’école"),
    "repeated": mark("dit la même chose que la ligne {row}"),
    "contradicted": _contradicted,
    "earlier-year": mark("année antérieure ; la ligne {row} est la plus récente"),
    "answered-again": mark("l’école a répondu de nouveau, ligne {row}"),
    "renewed": mark("prolonge sans interruption la ligne {row}"),
    "earlier-act": mark("opération antérieure ; la ligne {row} dit ce qu’il en est"),
    "class-row": mark("une classe de l’école ; la ligne {row} parle pour toutes"),
    "outdone": mark("ses {count} écoles ont une ligne plus proche ou plus récente"),
    "as-written": mark("« {text} »"),
    "staff-tool": _staff_tool,
    "cell-error": mark("« {text} » est l’erreur d’une formule"),
    "read-as-planned": mark("« {text} » lu « en projet »"),
    "sheet-hidden": mark("feuille masquée, laissée de côté"),
    "lettered-column": mark("colonne {letters}"),
    "formulas-uncomputed": mark(
        "formules jamais calculées ({count}, la première en {cell}) : lues vides"
    ),
    "filled-down": mark("lignes {first} à {last} lues comme une seule : « {text} » y est recopié"),
    "calendar-1904": _calendar_1904,
    **ANSWER_WORDS,
    "unread-words": mark("« {text} », mots non compris : {words}"),
    "misspelt": mark("« {text} », lu malgré la faute : {words}"),
    "doubted": mark("« {text} », qui n’est pas sûr"),
    "contrary-words": mark("« {text} », qui se contredit"),
    "against-solution": partial(
        _against, cell=mark("la solution « {text} » dit autre chose ; gardé : {status}")
    ),
    "against-note": partial(
        _against, cell=mark("la remarque « {text} » dit autre chose ; gardé : {status}")
    ),
    "against-section": partial(
        _against, cell=mark("le titre « {text} » dit autre chose ; gardé : {status}")
    ),
    "against-date": mark("« {text} » donne une autre date ; gardé : {date}"),
    "without-status": partial(_against, cell=mark("« {text} » sans situation ; gardé : {status}")),
    "end-before-start": mark("« {start} » après « {end} », fin laissée de côté"),
}
"""`register.register_row.ReasonCode` → its words, or what writes them of its fields."""

# One advice for the kinds that are mended alike.
_NEEDLESS = mark("Ligne en trop : elle peut être retirée.")
_CHECK_THE_NAME = mark("Vérifiez le nom, ou écrivez une ligne par école.")
_NOT_A_SCHOOL = mark(
    "École fermée, pas encore ouverte, du second degré ou d’un autre département ?"
)
_ADVICE: Mapping[str, str] = {
    "no-table": mark("Si c’en est un, donnez un titre à ses colonnes (UAI, École, Commune, ENT)."),
    "corrected-uai": mark("Écrivez {uai}."),
    "other-school": mark("Vérifiez l’UAI : {other.uai} ou {school.uai} ?"),
    "completed-elsewhere": mark("Vérifiez l’UAI ; si c’est bien elle, écrivez {school.uai}."),
    "unconfirmed-letter": mark("Si c’est bien elle, écrivez {school.uai}."),
    "unknown-uai": _NOT_A_SCHOOL,
    "impossible-uai": _NOT_A_SCHOOL,
    "other-establishment": mark(
        "Seules les écoles ouvertes sont comptées : la ligne peut être retirée."
    ),
    "by-like-name": mark("Écrivez {school.uai}."),
    "by-rest": mark("Si c’est bien elle, écrivez {school.uai}."),
    "unknown-place": mark("Complétez la ligne, ou écrivez la commune comme dans l’annuaire."),
    "several-schools": mark("Écrivez l’UAI de la bonne école."),
    "some-unknown-uais": _NOT_A_SCHOOL,
    "nameless": mark("Écrivez l’UAI de l’école, ou « toutes les écoles publiques »."),
    "unclear-reach": mark("Écrivez une ligne par école, avec son UAI."),
    "place-outside": mark("Écrivez une ligne par école, avec son UAI."),
    "place-unnamed": mark("Écrivez une ligne par école, avec son UAI."),
    "other-count": mark("Écrivez une ligne par école, avec son UAI."),
    "unknown-commune": mark("Commune mal écrite, fusionnée ou d’ailleurs ?"),
    "unknown-name": mark("École fermée ou renommée ? Écrivez son UAI."),
    "unsaid-territory": mark("Écrivez la commune, ou « du département »."),
    "unknown-territory": _CHECK_THE_NAME,
    "empty-territory": _CHECK_THE_NAME,
    "unknown-sectors": mark("Écrivez une ligne par commune ou par école."),
    "formulas-uncomputed": mark("Ouvrez et enregistrez le classeur dans un tableur."),
    "filled-down": mark("Effacez ces lignes."),
    "calendar-1904": mark("Donnez-leur un format de date."),
    "silent": _NEEDLESS,
    "further": _NEEDLESS,
    "repeated": _NEEDLESS,
    "contradicted": mark("Gardez une seule ligne, ou datez les deux."),
}
