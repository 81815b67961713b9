"""What the details of findings say, by the code that a reader noted."""

from functools import partial
from typing import TYPE_CHECKING

from geo_ent.telling.language import mark, mark_plural
from geo_ent.telling.notes import write_note
from geo_ent.telling.recode_words import HOW_WORDS, UNKNOWN_WORDS
from geo_ent.telling.register.answer_words import ANSWER_FINDINGS
from geo_ent.telling.register.question_words import QUESTION_WORDS
from geo_ent.telling.register.register_reasons import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo_ent.telling.language import Language
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note


def _otherwise_listed(tr: "Language", *, directory: str, listed: str, year: str) -> str:
    labels = {"directory": directory or tr("aucune"), "listed": listed or tr("aucune")}
    # The list bears its year in a title, which a file of one's own may lack.
    if not year:
        return tr("{directory} dans l’annuaire, {listed} dans la liste", **labels)
    return tr("{directory} dans l’annuaire, {listed} dans la liste de {year}", **labels, year=year)


def _otherwise_in_pupils(tr: "Language", *, kept: str, pupils: str) -> str:
    labels = {"kept": kept or tr("aucune"), "pupils": pupils or tr("aucune")}
    return tr("{kept} retenue, {pupils} dans les effectifs", **labels)


_OF_SCHOOLS: "Wordings" = {
    # Of the directory.
    "no-circonscription": mark("circonscription absente de l’annuaire"),
    "not-open": mark("établissement pas encore ouvert"),
    "closed": mark("établissement fermé"),
    "no-uai": mark("UAI absent ou illisible"),
    "twice": mark("en double"),
    "departement-from-uai": mark("département {code} d’après l’UAI"),
    "no-nature": mark("ni maternelle ni élémentaire d’après les indicateurs"),
    # Of the figures, whatever their file.
    "no-rentree": mark("rentrée illisible"),
    "other-sheet": mark("« {sheet} » ; seule « {read} » est lue"),
    "wrong-letter": mark("la lettre ne va pas avec le numéro"),
    "uai-twice": mark("UAI en double"),
    "not-in-directory": mark("UAI absent de l’annuaire"),
    "of-elsewhere": mark_plural(
        "{n} école de départements dont l’annuaire n’a aucune école",
        "{n} écoles de départements dont l’annuaire n’a aucune école",
    ),
    # Of pupils, IPS and priority education.
    "not-in-pupils": mark("absente des effectifs de {year}"),
    "directory-pupils": mark(
        "absente des effectifs de {year} ; l’effectif de l’annuaire, d’une autre date, n’est pas "
        "repris"
    ),
    "otherwise-in-pupils": _otherwise_in_pupils,
    "young-pupils": mark("maternelle : l’IPS est celui des élèves de CM2"),
    "secret-ips": mark("NS : trop peu d’élèves pour être publié, ou illisible"),
    "not-in-file": mark("absente du fichier"),
    "labelled-twice": mark("en double : {label}, et ailleurs {kept}, gardé"),
    "otherwise-listed": _otherwise_listed,
    "directory-kept": mark(
        "la liste n’a aucune école du département {departement} ; l’annuaire y est gardé "
        "({rep} REP, {rep_plus} REP+)"
    ),
    # Of use.
    "more-activated": mark("{activated} activés pour {created} créés"),
    "more-classes": mark("{equipped} classes avec ENT pour {classes} classes"),
    "unread-date": mark("date « {text} »"),
    "later-row": mark("une ligne plus récente de la même école"),
    "row-of-total": mark("la ligne du total de la même école"),
    "accounts-added": mark("comptes additionnés, plus grand nombre de classes gardé"),
    # Of the carte scolaire.
    "college-no-uai": mark("collège « {written} » {commune:de} : UAI illisible"),
    "commune-unknown": mark("{commune} « {written} » : {why}"),
    "unread-sole": mark("secteur unique « {written} » : on attend O ou N, ligne lue comme N"),
    "served-by": mark("{commune} : {colleges}"),
}


def _merged(
    tr: "Language", *, code: str, parts: "Sequence[tuple[str, str]]", whole: str, largest: bool
) -> str:
    # INSEE's labels have their English among the words of the workbook, "rural" and "urbain" among
    # those of the groups; the classes of FRR are proper names, the same in each language.
    listed = [tr("{code} « {label} »", code=old, label=tr(label)) for old, label in parts]
    fields = {"code": code, "parts": ", ".join(listed), "whole": tr(whole)}
    if largest:
        return tr("{code} réunit {parts} : « {whole} », la plus peuplée", **fields)
    return tr("{code} réunit {parts} : « {whole} »", **fields)


_OF_COMMUNES: "Wordings" = {
    **HOW_WORDS,
    **UNKNOWN_WORDS,
    "corsica": mark("ancien code de la Corse"),
    # Of a zoning's rows.
    "read-as": mark("« {written} » lu {code}"),
    "code-twice": mark("{code} est déjà plus haut : première ligne gardée"),
    "moved": mark("{old} → {code} {name} ({why})"),
    "code-unknown": mark("« {code} » : {why}"),
    "merged-classes": partial(_merged, largest=False),
    "merged-densities": partial(_merged, largest=True),
    "merged-units": mark(
        "{code} réunit des communes d’unités différentes : son unité n’est pas décidée"
    ),
    "no-frr-class": mark("« {label} » n’est pas une classe FRR"),
    "named-codes": mark(
        "codes nommés d’après leur nombre de communes, celui de la DGCL à 10 % près : {meanings}"
    ),
    "no-density-level": mark("« {label} » n’est pas un niveau de la grille : ruralité estimée"),
    "coarse-grid": mark("grille à 3 ou 4 niveaux : on en tire rural ou urbain, pas les 7 classes"),
    "swapped-codes": mark(
        "{n} lignes dont le code contredit le libellé (ligne {row} : {code} et « {label} ») : le "
        "libellé est gardé"
    ),
    # Of a file of outlines.
    "crossed-itself": mark("{commune} : le contour se croisait"),
    "no-polygon": mark("{commune} : pas de polygone"),
    "no-commune-code": mark("{commune} : pas de code de commune"),
}
_OF_TERRITORY: "Wordings" = {
    # Where a school is.
    "moved-code": mark("{written_code} est aujourd’hui {commune_code} ({how})"),
    "split-guess": mark(
        "{written_code} : commune séparée en plusieurs, école laissée à {commune_code}"
    ),
    "outside-commune": mark("point à {distance_km} km de la commune {commune_code}"),
    "city-code": mark("« {written_code} » ne dit pas l’arrondissement, comptée dans {commune}"),
    "astray-point": mark("point à plus de 100 km du département {home}"),
    "joined-by-point": mark("{written}, point dans {commune_code}"),
    "only-commune": mark("{written}, comptée dans {commune}, seule commune du département {named}"),
    "departement-differs": mark(
        "commune {commune_code} (département {home}), département {named} dans l’annuaire"
    ),
    "shown-inside": mark("{commune_code} montrée dans {polygon_code}"),
    "unjoined": mark(
        "{written}, {place} : comptée dans le département {named}, dans aucune commune"
    ),
    "no-code": mark("pas de code de commune"),
    "no-point": mark("pas de point"),
    "point-outside": mark("point hors du département"),
    "drawn-in-neighbour": mark("circonscription {name}, point dessiné dans une voisine"),
    "nearest-college": mark("{name}, le plus proche de ceux de la commune"),
    "no-college": mark(
        "commune {code} absente de la carte scolaire, ou partagée et école sans point"
    ),
    # What became of an outline.
    "covered": mark("{code} : recouverte par une autre commune"),
    "takes-place": mark("{code} : tient la place de {place}"),
    "new-commune": mark("{code} : nouvelle, zones de {place}"),
    "several-outlines": mark("{code} : plusieurs contours, réunis"),
    "covers-little": mark("{code} : le contour ne couvre que {percent} % de la commune"),
    "too-large": mark("{code} : le contour est {times} fois plus grand que la commune"),
    "drawn-inside": mark("{code} : dessinée dans une autre commune"),
    "fitted": mark("chevauchements et interstices résorbés"),
    "absent-departement": mark("{departement} : aucune école dans l’annuaire, rien n’est compté"),
    "date-ahead": mark("{shown} ; les fichiers s’arrêtent au {last}"),
    # Of an atlas.
    "schools-beyond": mark_plural("{name} : {n} école", "{name} : {n} écoles"),
    "rows-of-departement": mark_plural("{name} : {n} ligne", "{name} : {n} lignes"),
    "zone-claimed": mark("{code} : {among}"),
    "fitted-much": mark("chevauchements et interstices résorbés ; de plus de 1 % : {codes}"),
}
_OF_REGISTER: "Wordings" = {
    **REASONS,
    **ANSWER_FINDINGS,
    **QUESTION_WORDS,
    "no-titles": mark("pas de ligne de titres"),
}

# A code means the same in every room, so that one table holds them all.
_DETAILS: "Wordings" = {**_OF_SCHOOLS, **_OF_COMMUNES, **_OF_TERRITORY, **_OF_REGISTER}


def finding_detail(detail: "Note | str", tr: "Language") -> str:
    """Write a finding's detail in a language; what was in the file stays as it was."""
    return write_note(detail, _DETAILS, tr)
