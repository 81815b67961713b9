"""What each kind of finding means, for the reader of a page or a table."""

from typing import TYPE_CHECKING

from geo_ent.tables.findings import KINDS, to_mend_first
from geo_ent.telling.finding_details import finding_detail
from geo_ent.telling.language import mark_plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geo_ent.tables.findings import Findings
    from geo_ent.telling.language import Language

# Each says of what (schools, rows, communes), what was found, and what was done about it, of one
# and of several: a count stands beside it.
KIND_NAMES: "Mapping[str, tuple[str, str]]" = {
    "not-open": mark_plural(
        "Établissement du premier degré qui n’est pas ouvert (fermé, ou pas encore ouvert), laissé "
        "de côté",
        "Établissements du premier degré qui ne sont pas ouverts (fermés, ou pas encore ouverts), "
        "laissés de côté",
    ),
    "no-uai": mark_plural(
        "Ligne d’école sans UAI lisible, laissée de côté",
        "Lignes d’école sans UAI lisible, laissées de côté",
    ),
    "duplicate-school": mark_plural(
        "Ligne d’école en double, première ligne gardée",
        "Lignes d’école en double, première ligne gardée",
    ),
    "repaired-code": mark_plural(
        "Code de commune mal écrit (zéro perdu, minuscule, espace), réparé",
        "Codes de commune mal écrits (zéro perdu, minuscule, espace), réparés",
    ),
    "nature-guessed": mark_plural(
        "École dont la nature est déduite du code nature, faute d’indicateurs",
        "Écoles dont la nature est déduite du code nature, faute d’indicateurs",
    ),
    "no-circonscription": mark_plural(
        "École dont l’annuaire ne donne pas la circonscription",
        "Écoles dont l’annuaire ne donne pas la circonscription",
    ),
    "unread-commune-code": mark_plural(
        "Code de commune de l’annuaire que l’on n’a pas su lire, compté comme vide",
        "Codes de commune de l’annuaire que l’on n’a pas su lire, comptés comme vides",
    ),
    "departement-from-uai": mark_plural(
        "École dont l’annuaire ne dit pas le département, tiré de son UAI",
        "Écoles dont l’annuaire ne dit pas le département, tiré de leur UAI",
    ),
    "moved-code": mark_plural(
        "École dont le code de commune est ancien, ramené à la commune d’aujourd’hui",
        "Écoles dont le code de commune est ancien, ramené à la commune d’aujourd’hui",
    ),
    "city-code": mark_plural(
        "École dont le code est celui de Paris, Lyon ou Marseille sans arrondissement, comptée "
        "dans sa ville",
        "Écoles dont le code est celui de Paris, Lyon ou Marseille sans arrondissement, comptées "
        "dans leur ville",
    ),
    "split-guess": mark_plural(
        "École d’une commune qui s’est séparée en plusieurs, laissée à son chef-lieu faute d’un "
        "point qui décide",
        "Écoles d’une commune qui s’est séparée en plusieurs, laissées à son chef-lieu faute d’un"
        " point qui décide",
    ),
    "outside-commune": mark_plural(
        "École dont le point est hors de sa commune, gardée là où dit son code",
        "Écoles dont le point est hors de leur commune, gardées là où dit leur code",
    ),
    "astray-point": mark_plural(
        "École dont le point est à plus de 100 km de son département, tenu pour faux\u00a0: elle "
        "est comptée sans point",
        "Écoles dont le point est à plus de 100 km de leur département, tenu pour faux\u00a0: "
        "elles sont comptées sans point",
    ),
    "joined-by-point": mark_plural(
        "École rattachée par son point, faute de code de commune valide",
        "Écoles rattachées par leur point, faute de code de commune valide",
    ),
    "only-commune": mark_plural(
        "École rattachée à la seule commune de son département, faute de code de commune valide",
        "Écoles rattachées à la seule commune de leur département, faute de code de commune valide",
    ),
    "departement-differs": mark_plural(
        "École dont le code de commune n’est pas du département que dit l’annuaire, comptée là où"
        " dit son code",
        "Écoles dont le code de commune n’est pas du département que dit l’annuaire, comptées là "
        "où dit leur code",
    ),
    "shown-inside": mark_plural(
        "École d’une commune rétablie sans contour, montrée dans celle qui la couvre",
        "Écoles d’une commune rétablie sans contour, montrées dans celle qui la couvre",
    ),
    "outside-circonscription": mark_plural(
        "École comptée dans sa circonscription, mais dont le point est dans le contour estimé "
        "d’une voisine",
        "Écoles comptées dans leur circonscription, mais dont le point est dans le contour estimé"
        " d’une voisine",
    ),
    "unjoined": mark_plural(
        "École dont on ne connaît que le département (et la circonscription, si l’annuaire la "
        "dit) : elle y compte, et dans aucune commune",
        "Écoles dont on ne connaît que le département (et la circonscription, si l’annuaire la "
        "dit)\u00a0: elles y comptent, et dans aucune commune",
    ),
    "partial-epci": mark_plural(
        "Intercommunalité qui déborde du territoire : seules ses communes d’ici sont comptées",
        "Intercommunalités qui débordent du territoire : seules leurs communes d’ici sont comptées",
    ),
    "sector-row": mark_plural(
        "Ligne de la carte scolaire des collèges que l’on n’a pas su lire",
        "Lignes de la carte scolaire des collèges que l’on n’a pas su lire",
    ),
    "sector-shared": mark_plural(
        "Commune que la carte scolaire donne entière à un collège, mais qui en a d’autres aussi, "
        "partagée au plus près",
        "Communes que la carte scolaire donne entières à un collège, mais qui en ont d’autres "
        "aussi, partagées au plus près",
    ),
    "sector-estimated": mark_plural(
        "École d’une commune que plusieurs collèges se partagent, comptée dans le secteur du plus"
        " proche (estimation)",
        "Écoles d’une commune que plusieurs collèges se partagent, comptées dans le secteur du "
        "plus proche (estimation)",
    ),
    "no-sector": mark_plural(
        "École sans secteur de collège connu",
        "Écoles sans secteur de collège connu",
    ),
    "partial-sector": mark_plural(
        "Secteur de collège qui déborde du territoire : seules ses communes d’ici sont comptées",
        "Secteurs de collège qui débordent du territoire : seules leurs communes d’ici sont "
        "comptées",
    ),
    "register-question": mark_plural(
        "Colonne ou feuille du registre à confirmer",
        "Colonnes ou feuilles du registre à confirmer",
    ),
    "sheet-note": mark_plural(
        "Feuille du registre masquée, ou laissée de côté à votre demande",
        "Feuilles du registre masquées, ou laissées de côté à votre demande",
    ),
    "sheet-skipped": mark_plural(
        "Feuille sans tableau d’ENT reconnu",
        "Feuilles sans tableau d’ENT reconnu",
    ),
    "column-unread": mark_plural(
        "Colonne du registre qui parle d’ENT et n’a pas été lue",
        "Colonnes du registre qui parlent d’ENT et n’ont pas été lues",
    ),
    "row-total": mark_plural(
        "Ligne de total du registre, laissée de côté",
        "Lignes de total du registre, laissées de côté",
    ),
    "row-unmatched": mark_plural(
        "Ligne du registre sans école trouvée dans l’annuaire",
        "Lignes du registre sans école trouvée dans l’annuaire",
    ),
    "row-ambiguous": mark_plural(
        "Ligne du registre qui peut être celle de plusieurs écoles",
        "Lignes du registre qui peuvent être celles de plusieurs écoles",
    ),
    "row-merged": mark_plural(
        "Ligne du registre qui répète une autre ligne de son école",
        "Lignes du registre qui répètent une autre ligne de leur école",
    ),
    "row-conflict": mark_plural(
        "Ligne du registre que contredit une autre ligne de son école, plus récente",
        "Lignes du registre que contredit une autre ligne de leur école, plus récente",
    ),
    "row-ignored": mark_plural(
        "Ligne du registre portant sur un territoire où aucune école n’est trouvée",
        "Lignes du registre portant sur un territoire où aucune école n’est trouvée",
    ),
    "uai-corrected": mark_plural(
        "UAI du registre corrigé, à vérifier et à reporter",
        "UAI du registre corrigés, à vérifier et à reporter",
    ),
    "matched-by-name": mark_plural(
        "Ligne du registre rattachée par le nom et la commune",
        "Lignes du registre rattachées par le nom et la commune",
    ),
    "matched-by-like-name": mark_plural(
        "Ligne du registre rattachée à une école au nom approchant",
        "Lignes du registre rattachées à une école au nom approchant",
    ),
    "row-spread": mark_plural(
        "Ligne du registre portant sur un territoire, appliquée à ses écoles",
        "Lignes du registre portant sur un territoire, appliquées à ses écoles",
    ),
    "unknown-status": mark_plural(
        "Situation du registre que l’on n’a pas su lire, comptée « inconnu »",
        "Situations du registre que l’on n’a pas su lire, comptées « inconnu »",
    ),
    "unknown-solution": mark_plural(
        "Solution inconnue du registre, gardée telle quelle",
        "Solutions inconnues du registre, gardées telles quelles",
    ),
    "status-doubted": mark_plural(
        "Situation du registre dont un mot n’est pas sûr",
        "Situations du registre dont un mot n’est pas sûr",
    ),
    "status-contrary": mark_plural(
        "Ligne du registre dont une case en contredit une autre",
        "Lignes du registre dont une case en contredit une autre",
    ),
    "solution-doubted": mark_plural(
        "Solution du registre écrite en phrase, à vérifier",
        "Solutions du registre écrites en phrases, à vérifier",
    ),
    "status-from-note": mark_plural(
        "Situation vide du registre, lue dans les observations",
        "Situations vides du registre, lues dans les observations",
    ),
    "ticked-twice": mark_plural(
        "Ligne du registre cochée dans plusieurs colonnes d’ENT, la plus forte gardée",
        "Lignes du registre cochées dans plusieurs colonnes d’ENT, la plus forte gardée",
    ),
    "staff-tool": mark_plural(
        "Ligne du registre qui ne nomme qu’une solution des personnels (enseignants, "
        "inspection)\u00a0: elle ne couvre pas d’école",
        "Lignes du registre qui ne nomment qu’une solution des personnels (enseignants, "
        "inspection)\u00a0: elle ne couvre pas d’école",
    ),
    "unread-date": mark_plural(
        "Date du registre que l’on n’a pas su lire",
        "Dates du registre que l’on n’a pas su lire",
    ),
    "dates-reversed": mark_plural(
        "Date de fin du registre antérieure au début, laissée de côté",
        "Dates de fin du registre antérieures au début, laissées de côté",
    ),
    "formula-error": mark_plural(
        "Solution ou date du registre où une formule a échoué",
        "Solutions et dates du registre où une formule a échoué",
    ),
    "formula-error-aside": mark_plural(
        "UAI, nom ou commune du registre où une formule a échoué",
        "UAI, noms et communes du registre où une formule a échoué",
    ),
    "answer-unread": mark_plural(
        "Réponse sur une ligne du registre que l’on n’a pas su lire",
        "Réponses sur une ligne du registre que l’on n’a pas su lire",
    ),
    "answer-changed": mark_plural(
        "Réponse sur une ligne du registre qui a changé depuis : la ligne est relue telle quelle",
        "Réponses sur une ligne du registre qui a changé depuis : la ligne est relue telle quelle",
    ),
    "answer-unused": mark_plural(
        "Réponse dont la ligne n’est plus dans le registre",
        "Réponses dont la ligne n’est plus dans le registre",
    ),
    "figure-undated": mark_plural(
        "Ligne d’un fichier de données des écoles (effectifs, IPS, usage…) sans rentrée "
        "lisible, laissée de côté",
        "Lignes d’un fichier de données des écoles (effectifs, IPS, usage…) sans rentrée "
        "lisible, laissées de côté",
    ),
    "figure-no-uai": mark_plural(
        "Ligne d’un fichier de données des écoles (effectifs, IPS, usage…) sans UAI "
        "lisible, laissée de côté",
        "Lignes d’un fichier de données des écoles (effectifs, IPS, usage…) sans UAI "
        "lisible, laissées de côté",
    ),
    "mended-uai": mark_plural(
        "UAI d’un fichier de données des écoles (effectifs, IPS, usage…) remis en forme",
        "UAI d’un fichier de données des écoles (effectifs, IPS, usage…) remis en forme",
    ),
    "wrong-letter": mark_plural(
        "UAI d’un fichier de données des écoles (effectifs, IPS, usage…) dont la lettre "
        "est fausse, cherché tel quel",
        "UAI d’un fichier de données des écoles (effectifs, IPS, usage…) dont la lettre "
        "est fausse, cherchés tels quels",
    ),
    "duplicate-figure": mark_plural(
        "Ligne d’un fichier de données des écoles (effectifs, IPS, usage…) en double, la "
        "plus grande gardée",
        "Lignes d’un fichier de données des écoles (effectifs, IPS, usage…) en double, la"
        " plus grande gardée",
    ),
    "figure-sheet": mark_plural(
        "Autre feuille d’un classeur de données des écoles (effectifs, IPS, usage…), "
        "laissée de côté",
        "Autres feuilles d’un classeur de données des écoles (effectifs, IPS, usage…), "
        "laissées de côté",
    ),
    "figure-unread": mark_plural(
        "Case illisible d’un fichier de données des écoles (effectifs, IPS, usage…), laissée vide",
        "Cases illisibles d’un fichier de données des écoles (effectifs, IPS, usage…), "
        "laissées vides",
    ),
    "figure-unmatched": mark_plural(
        "École d’un fichier de données des écoles (effectifs, IPS, usage…) absente de "
        "l’annuaire, laissée de côté",
        "Écoles d’un fichier de données des écoles (effectifs, IPS, usage…) absentes de "
        "l’annuaire, laissées de côté",
    ),
    "figure-elsewhere": mark_plural(
        "Fichier de données des écoles (effectifs, IPS, usage…) qui porte aussi sur "
        "d’autres départements",
        "Fichiers de données des écoles (effectifs, IPS, usage…) qui portent aussi sur "
        "d’autres départements",
    ),
    "duplicate-priority": mark_plural(
        "Ligne de la liste de l’éducation prioritaire en double, REP+ gardé plutôt que REP",
        "Lignes de la liste de l’éducation prioritaire en double, REP+ gardé plutôt que REP",
    ),
    "usage-activated": mark_plural(
        "Ligne du relevé d’usage avec plus de comptes activés que créés, laissée de côté",
        "Lignes du relevé d’usage avec plus de comptes activés que créés, laissées de côté",
    ),
    "usage-added": mark_plural(
        "Ligne du relevé d’usage d’une école qui en a plusieurs, par solution, profil ou classe :"
        " comptes additionnés, plus grand nombre de classes gardé",
        "Lignes du relevé d’usage d’une même école, par solution, profil ou classe : comptes "
        "additionnés, plus grand nombre de classes gardé",
    ),
    "usage-replaced": mark_plural(
        "Ligne du relevé d’usage que remplace une ligne plus récente ou le total de la même "
        "école, laissée de côté",
        "Lignes du relevé d’usage que remplace une ligne plus récente ou le total de la même "
        "école, laissées de côté",
    ),
    "usage-classes": mark_plural(
        "École dont le relevé d’usage compte plus de classes avec ENT qu’elle n’en a, ramenées à "
        "celles-ci",
        "Écoles dont le relevé d’usage compte plus de classes avec ENT que l’école n’en a, "
        "ramenées à celles-ci",
    ),
    "no-pupils": mark_plural(
        "École sans effectif à cette rentrée, laissée vide",
        "Écoles sans effectif à cette rentrée, laissées vides",
    ),
    "no-ips": mark_plural(
        "École sans IPS (maternelle, trop peu d’élèves, absente du fichier)",
        "Écoles sans IPS (maternelles, trop peu d’élèves, absentes du fichier)",
    ),
    "priority-list": mark_plural(
        "École dont l’éducation prioritaire n’est pas la même dans l’annuaire et dans la liste "
        "officielle, liste gardée",
        "Écoles dont l’éducation prioritaire n’est pas la même dans l’annuaire et dans la liste "
        "officielle, liste gardée",
    ),
    "priority-kept": mark_plural(
        "Département dont la liste officielle de l’éducation prioritaire n’a aucune école, "
        "annuaire gardé",
        "Départements dont la liste officielle de l’éducation prioritaire n’a aucune école, "
        "annuaire gardé",
    ),
    "priority-conflict": mark_plural(
        "École dont l’éducation prioritaire n’est pas la même dans les effectifs, qui ne la "
        "changent pas",
        "Écoles dont l’éducation prioritaire n’est pas la même dans les effectifs, qui ne la "
        "changent pas",
    ),
    "zoning-moved": mark_plural(
        "Commune d’un zonage (densité, FRR, unités urbaines) qui a changé depuis, ramenée à celle"
        " de 2026",
        "Communes d’un zonage (densité, FRR, unités urbaines) qui ont changé depuis, ramenées à "
        "celles de 2026",
    ),
    "zoning-merged": mark_plural(
        "Commune fusionnée dont les parties n’avaient pas le même classement",
        "Communes fusionnées dont les parties n’avaient pas le même classement",
    ),
    "zoning-duplicate": mark_plural(
        "Ligne d’un zonage en double, première ligne gardée",
        "Lignes d’un zonage en double, première ligne gardée",
    ),
    "zoning-unknown": mark_plural(
        "Ligne d’un zonage sans code de commune connu, laissée de côté",
        "Lignes d’un zonage sans code de commune connu, laissées de côté",
    ),
    "zoning-label": mark_plural(
        "Classement d’un zonage qui n’est pas de sa liste, laissé vide",
        "Classements d’un zonage qui ne sont pas de sa liste, laissés vides",
    ),
    "zoning-note": mark_plural(
        "Remarque sur un zonage : ce que l’on en a tiré, et comment",
        "Remarques sur un zonage : ce que l’on en a tiré, et comment",
    ),
    "outline-mended": mark_plural(
        "Contour de commune qui se croisait, réparé",
        "Contours de communes qui se croisaient, réparés",
    ),
    "outline-left": mark_plural(
        "Contour sans polygone, sans code ou sans place, laissé de côté",
        "Contours sans polygone, sans code ou sans place, laissés de côté",
    ),
    "outline-double": mark_plural(
        "Commune dessinée en plusieurs contours, réunis",
        "Communes dessinées en plusieurs contours, réunis",
    ),
    "outline-moved": mark_plural(
        "Contour d’une ancienne commune, réuni dans celle de 2026",
        "Contours d’anciennes communes, réunis dans celles de 2026",
    ),
    "outline-new": mark_plural(
        "Contour d’un code de commune inconnu, rattaché par sa place",
        "Contours d’un code de commune inconnu, rattachés par leur place",
    ),
    "outline-kept": mark_plural(
        "Commune absente du fichier de contours, gardée avec le contour fourni",
        "Communes absentes du fichier de contours, gardées avec le contour fourni",
    ),
    "outline-cleaned": mark_plural(
        "Fichier de contours dont les limites ne se rejoignaient pas, ajustées",
        "Fichiers de contours dont les limites ne se rejoignaient pas, ajustées",
    ),
    "absent-departement": mark_plural(
        "Département demandé dont l’annuaire n’a aucune école, et dont rien n’est compté",
        "Départements demandés dont l’annuaire n’a aucune école, et dont rien n’est compté",
    ),
    "date-ahead": mark_plural(
        "Date montrée plus d’un an après celles de l’annuaire et du registre, qui n’en savent rien",
        "Dates montrées plus d’un an après celles de l’annuaire et du registre, qui n’en savent "
        "rien",
    ),
    "register-silent": mark_plural(
        "Département dont le registre ne dit rien : ses écoles sont de situation inconnue, ou sans "
        "ENT si le registre est dit exhaustif",
        "Départements dont le registre ne dit rien : leurs écoles sont de situation inconnue, ou "
        "sans ENT si le registre est dit exhaustif",
    ),
    "rows-of-absent": mark_plural(
        "Département dont le registre a des lignes, et l’annuaire aucune école",
        "Départements dont le registre a des lignes, et l’annuaire aucune école",
    ),
    "rows-elsewhere": mark_plural(
        "Territoire dont le registre a des lignes, et qui n’est pas dans cet atlas",
        "Territoires dont le registre a des lignes, et qui ne sont pas dans cet atlas",
    ),
    "schools-beyond": mark_plural(
        "Collectivité qui n’est pas un département, dont l’annuaire a des écoles\u00a0: l’atlas, "
        "qui va par département, n’en compte aucune",
        "Collectivités qui ne sont pas des départements, dont l’annuaire a des écoles\u00a0: "
        "l’atlas, qui va par département, n’en compte aucune",
    ),
    "zone-claimed": mark_plural(
        "Circonscription dont plusieurs départements ont le code, comptée dans chacun pour ses "
        "écoles",
        "Circonscriptions dont plusieurs départements ont le code, comptées dans chacun pour ses "
        "écoles",
    ),
}
"""Each of `tables.findings.KINDS`, of one and of several, in French."""


def kind_name(kind: str, count: int, tr: "Language") -> str:
    """Name a kind of findings, as it stands beside their number.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> kind_name("no-sector", 1, language("fr")), kind_name("no-sector", 2, language("en"))
    ('École sans secteur de collège connu', 'Schools without a known secteur de collège')
    """
    return tr.plural(*KIND_NAMES[kind], count)


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
