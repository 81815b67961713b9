"""What each kind of finding means, for the reader of a page or a table."""

from typing import TYPE_CHECKING

from geo_ent.tables.findings import KINDS, to_mend_first
from geo_ent.telling.finding_details import finding_detail
from geo_ent.telling.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geo_ent.tables.findings import Findings
    from geo_ent.telling.language import Language

# Each says of what (schools, rows, communes), what was found, and what was done about it: a count
# stands beside it, so that the noun is always plural.
KIND_NAMES: "Mapping[str, str]" = {
    "not-open": mark(
        "Établissements du premier degré qui ne sont pas encore ouverts, laissés de côté"
    ),
    "no-uai": mark("Lignes d’école sans UAI lisible, laissées de côté"),
    "duplicate-school": mark("Lignes d’école en double, première ligne gardée"),
    "repaired-code": mark("Codes de commune mal écrits (zéro perdu, minuscule, espace), réparés"),
    "nature-guessed": mark("Écoles dont la nature est déduite du code nature, faute d’indicateurs"),
    "no-circonscription": mark("Écoles dont l’annuaire ne donne pas la circonscription"),
    "unread-commune-code": mark(
        "Codes de commune de l’annuaire que l’on n’a pas su lire, comptés comme vides"
    ),
    "departement-from-uai": mark(
        "Écoles dont l’annuaire ne dit pas le département, tiré de leur UAI"
    ),
    "moved-code": mark(
        "Écoles dont le code de commune est ancien, ramené à la commune d’aujourd’hui"
    ),
    "city-code": mark(
        "Écoles dont le code est celui de Paris, Lyon ou Marseille sans arrondissement, comptées "
        "dans leur ville"
    ),
    "split-guess": mark(
        "Écoles d’une commune qui s’est séparée en plusieurs, laissées à son chef-lieu faute "
        "d’un point qui décide"
    ),
    "outside-commune": mark(
        "Écoles dont le point est hors de leur commune, gardées là où dit leur code"
    ),
    "astray-point": mark(
        "Écoles dont le point est à plus de 100 km de leur département, tenu pour faux : elles "
        "sont comptées sans point"
    ),
    "joined-by-point": mark("Écoles rattachées par leur point, faute de code de commune valide"),
    "only-commune": mark(
        "Écoles rattachées à la seule commune de leur département, faute de code de commune valide"
    ),
    "departement-differs": mark(
        "Écoles dont le code de commune n’est pas du département que dit l’annuaire, comptées là "
        "où dit leur code"
    ),
    "shown-inside": mark(
        "Écoles d’une commune rétablie sans contour, montrées dans celle qui la couvre"
    ),
    "outside-circonscription": mark(
        "Écoles comptées dans leur circonscription, mais dont le point est dans le contour "
        "estimé d’une voisine"
    ),
    "unjoined": mark(
        "Écoles dont on ne connaît que le département (et la circonscription, si l’annuaire la "
        "dit) : elles y comptent, et dans aucune commune"
    ),
    "partial-epci": mark(
        "Intercommunalités qui débordent du territoire : seules leurs communes d’ici sont comptées"
    ),
    "sector-row": mark("Lignes de la carte scolaire des collèges que l’on n’a pas su lire"),
    "sector-shared": mark(
        "Communes que la carte scolaire donne entières à un collège, mais qui en ont d’autres "
        "aussi, partagées au plus près"
    ),
    "sector-estimated": mark(
        "Écoles d’une commune que plusieurs collèges se partagent, comptées dans le secteur du "
        "plus proche (estimation)"
    ),
    "no-sector": mark("Écoles sans secteur de collège connu"),
    "partial-sector": mark(
        "Secteurs de collège qui débordent du territoire : seules leurs communes d’ici sont "
        "comptées"
    ),
    "register-question": mark("Colonnes ou feuilles du registre à confirmer"),
    "sheet-note": mark("Feuilles du registre masquées, ou laissées de côté à votre demande"),
    "sheet-skipped": mark("Feuilles sans tableau d’ENT reconnu"),
    "column-unread": mark("Colonnes du registre qui parlent d’ENT et n’ont pas été lues"),
    "row-total": mark("Lignes de total du registre, laissées de côté"),
    "row-unmatched": mark("Lignes du registre sans école trouvée dans l’annuaire"),
    "row-ambiguous": mark("Lignes du registre qui peuvent être celles de plusieurs écoles"),
    "row-merged": mark("Lignes du registre qui répètent une autre ligne de leur école"),
    "row-conflict": mark(
        "Lignes du registre que contredit une autre ligne de leur école, plus récente"
    ),
    "row-ignored": mark(
        "Lignes du registre portant sur un territoire où aucune école n’est trouvée"
    ),
    "uai-corrected": mark("UAI du registre corrigés"),
    "matched-by-name": mark("Lignes du registre rattachées par le nom et la commune"),
    "matched-by-like-name": mark("Lignes du registre rattachées à une école au nom approchant"),
    "row-spread": mark("Lignes du registre portant sur un territoire, appliquées à ses écoles"),
    "unknown-status": mark("Situations du registre que l’on n’a pas su lire, comptées « inconnu »"),
    "unknown-solution": mark("Solutions inconnues du registre, gardées telles quelles"),
    "status-doubted": mark("Situations du registre dont un mot n’est pas sûr"),
    "status-contrary": mark("Lignes du registre dont une case en contredit une autre"),
    "solution-doubted": mark("Solutions du registre écrites en phrases, à vérifier"),
    "status-from-note": mark("Situations vides du registre, lues dans les observations"),
    "ticked-twice": mark(
        "Lignes du registre cochées dans plusieurs colonnes d’ENT, la plus forte gardée"
    ),
    "staff-tool": mark(
        "Lignes du registre qui ne nomment qu’une solution des personnels (enseignants, "
        "inspection)\u00a0: elle ne couvre pas d’école"
    ),
    "unread-date": mark("Dates du registre que l’on n’a pas su lire"),
    "dates-reversed": mark("Dates de fin du registre antérieures au début, laissées de côté"),
    "formula-error": mark("Solutions et dates du registre où une formule a échoué"),
    "formula-error-aside": mark("UAI, noms et communes du registre où une formule a échoué"),
    "answer-unread": mark("Réponses sur une ligne du registre que l’on n’a pas su lire"),
    "answer-changed": mark(
        "Réponses sur une ligne du registre qui a changé depuis : la ligne est relue telle quelle"
    ),
    "answer-unused": mark("Réponses dont la ligne n’est plus dans le registre"),
    "figure-undated": mark("Lignes d’effectifs ou d’IPS sans rentrée lisible, laissées de côté"),
    "figure-no-uai": mark(
        "Lignes d’effectifs, d’IPS, d’usage ou d’éducation prioritaire sans UAI lisible, "
        "laissées de côté"
    ),
    "mended-uai": mark(
        "UAI des effectifs, de l’IPS, de l’usage ou de l’éducation prioritaire remis en forme"
    ),
    "wrong-letter": mark(
        "UAI des effectifs, de l’IPS, de l’usage ou de l’éducation prioritaire dont la lettre "
        "est fausse, cherchés tels quels"
    ),
    "duplicate-figure": mark(
        "Lignes d’effectifs, d’IPS ou d’usage en double, la plus grande gardée"
    ),
    "figure-sheet": mark(
        "Autres feuilles d’un classeur d’effectifs, d’IPS, d’usage ou d’éducation prioritaire, "
        "laissées de côté"
    ),
    "figure-unread": mark("Effectifs, IPS ou nombres d’usage illisibles, laissés vides"),
    "figure-unmatched": mark(
        "Écoles des effectifs, de l’IPS, de l’usage ou de l’éducation prioritaire absentes de "
        "l’annuaire, laissées de côté"
    ),
    "figure-elsewhere": mark(
        "Fichiers d’effectifs, d’IPS, d’usage ou d’éducation prioritaire qui portent aussi sur "
        "d’autres départements"
    ),
    "duplicate-priority": mark(
        "Lignes de la liste de l’éducation prioritaire en double, REP+ gardé plutôt que REP"
    ),
    "usage-activated": mark(
        "Lignes du relevé d’usage avec plus de comptes activés que créés, laissées de côté"
    ),
    "usage-added": mark(
        "Lignes du relevé d’usage d’une même école, par solution, profil ou classe : comptes "
        "additionnés, plus grand nombre de classes gardé"
    ),
    "usage-replaced": mark(
        "Lignes du relevé d’usage que remplace une ligne plus récente ou le total de la même "
        "école, laissées de côté"
    ),
    "usage-classes": mark(
        "Écoles dont le relevé d’usage compte plus de classes avec ENT que l’école n’en a, "
        "ramenées à celles-ci"
    ),
    "no-pupils": mark("Écoles sans effectif à cette rentrée, laissées vides"),
    "no-ips": mark("Écoles sans IPS (maternelles, trop peu d’élèves, absentes du fichier)"),
    "priority-list": mark(
        "Écoles dont l’éducation prioritaire n’est pas la même dans l’annuaire et dans la liste "
        "officielle, liste gardée"
    ),
    "priority-kept": mark(
        "Départements dont la liste officielle de l’éducation prioritaire n’a aucune école, "
        "annuaire gardé"
    ),
    "priority-conflict": mark(
        "Écoles dont l’éducation prioritaire n’est pas la même dans les effectifs, qui ne la "
        "changent pas"
    ),
    "zoning-moved": mark(
        "Communes d’un zonage (densité, FRR, unités urbaines) qui ont changé depuis, ramenées à "
        "celles de 2026"
    ),
    "zoning-merged": mark("Communes fusionnées dont les parties n’avaient pas le même classement"),
    "zoning-duplicate": mark("Lignes d’un zonage en double, première ligne gardée"),
    "zoning-unknown": mark("Lignes d’un zonage sans code de commune connu, laissées de côté"),
    "zoning-label": mark("Classements d’un zonage qui ne sont pas de sa liste, laissés vides"),
    "zoning-note": mark("Remarques sur un zonage : ce que l’on en a tiré, et comment"),
    "outline-mended": mark("Contours de communes qui se croisaient, réparés"),
    "outline-left": mark("Contours sans polygone, sans code ou sans place, laissés de côté"),
    "outline-double": mark("Communes dessinées en plusieurs contours, réunis"),
    "outline-moved": mark("Contours d’anciennes communes, réunis dans celles de 2026"),
    "outline-new": mark("Contours d’un code de commune inconnu, rattachés par leur place"),
    "outline-kept": mark(
        "Communes absentes du fichier de contours, gardées avec le contour fourni"
    ),
    "outline-cleaned": mark(
        "Fichiers de contours dont les limites ne se rejoignaient pas, ajustées"
    ),
}
"""Each of `tables.findings.KINDS`, named in French: `tr(KIND_NAMES[kind])`."""


def findings_table(findings: "Findings", tr: "Language") -> "pd.DataFrame":
    """Give what was noticed as a frame, its details in a language.

    Returns
    -------
    DataFrame
        One row a finding, those to mend first (`to_mend_first`), then as they were noticed: `kind`
        (a code), `file`, `row`, `uai`, `message`.
    """
    table = findings.table().sort_values("kind", key=_rank, kind="stable", ignore_index=True)
    # The kinds stay as codes in the table: a program reads them; people read the details.
    details = [finding_detail(message, tr) for message in table["message"]]
    return table.assign(message=details).astype(str)


def _rank(kinds: "pd.Series[str]") -> "pd.Series[int]":
    order = {kind: rank for rank, kind in enumerate(sorted(KINDS, key=to_mend_first))}
    return kinds.map(order)
