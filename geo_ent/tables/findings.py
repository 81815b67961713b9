"""What was noticed while reading: nothing is dropped or mended in silence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Findings"]

KINDS: Mapping[str, str] = {
    "not-open": "Établissements du premier degré qui ne sont pas encore ouverts, laissés de côté",
    "no-uai": "Lignes d’école sans UAI lisible, laissées de côté",
    "duplicate-school": "Lignes d’école en double, première ligne gardée",
    "repaired-code": "Codes de commune qui avaient perdu leur zéro, réparés",
    "nature-guessed": "Écoles dont la nature est déduite du code nature, faute d’indicateurs",
    "no-circonscription": "Écoles dont l’annuaire ne donne pas la circonscription",
    "moved-code": "Écoles dont le code de commune est ancien, ramené à la commune d’aujourd’hui",
    "split-guess": "Écoles d’une commune qui s’est séparée en plusieurs, laissées à son chef-lieu "
    "faute d’un point qui décide",
    "outside-commune": "Écoles dont le point est hors de leur commune, gardées là où dit leur code",
    "joined-by-point": "Écoles rattachées par leur point, faute de code de commune valide",
    "shown-inside": "Écoles d’une commune rétablie sans contour, montrées dans celle qui la couvre",
    "outside-circonscription": "Écoles comptées dans leur circonscription, mais dont le point est "
    "dans le contour estimé d’une voisine",
    "unjoined": "Écoles sans commune trouvée, comptées à part et absentes de la carte",
    "partial-epci": "Intercommunalités qui débordent du territoire : seules leurs communes d’ici "
    "sont comptées",
    "sector-row": "Lignes de la carte scolaire des collèges que l’on n’a pas su lire",
    "sector-shared": "Communes que la carte scolaire donne entières à plusieurs collèges, "
    "partagées au plus près",
    "sector-estimated": "Écoles d’une commune que plusieurs collèges se partagent, comptées dans "
    "le secteur du plus proche (estimation)",
    "no-sector": "Écoles sans secteur de collège connu",
    "partial-sector": "Secteurs de collège qui débordent du territoire : seules leurs communes "
    "d’ici sont comptées",
    "sheet-skipped": "Feuilles sans tableau d’ENT reconnu",
    "column-unread": "Colonnes du registre qui parlent d’ENT et n’ont pas été lues",
    "row-total": "Lignes de total du registre, laissées de côté",
    "row-unmatched": "Lignes du registre sans école trouvée dans l’annuaire",
    "row-ambiguous": "Lignes du registre qui peuvent être celles de plusieurs écoles",
    "row-merged": "Lignes du registre qui répètent une autre ligne de leur école",
    "row-conflict": "Lignes du registre que contredit une autre ligne de leur école, plus récente",
    "row-ignored": "Lignes du registre portant sur un territoire où aucune école n’est trouvée",
    "uai-corrected": "UAI du registre corrigés",
    "matched-by-name": "Lignes du registre rattachées par le nom et la commune",
    "row-spread": "Lignes du registre portant sur un territoire, appliquées à ses écoles",
    "unknown-status": "Situations du registre que l’on n’a pas su lire, comptées « inconnu »",
    "unknown-solution": "Solutions inconnues du registre, gardées telles quelles",
    "status-from-note": "Situations vides du registre, lues dans les observations",
    "ticked-twice": "Lignes du registre cochées dans plusieurs colonnes d’ENT, la plus forte "
    "gardée",
    "unread-date": "Dates du registre que l’on n’a pas su lire",
    "dates-reversed": "Dates de fin du registre antérieures au début, laissées de côté",
    "figure-undated": "Lignes d’effectifs ou d’IPS sans rentrée lisible, laissées de côté",
    "figure-no-uai": "Lignes d’effectifs, d’IPS, d’usage ou d’éducation prioritaire sans UAI "
    "lisible, laissées de côté",
    "mended-uai": "UAI des effectifs, de l’IPS, de l’usage ou de l’éducation prioritaire remis en "
    "forme",
    "wrong-letter": "UAI des effectifs, de l’IPS, de l’usage ou de l’éducation prioritaire dont la "
    "lettre est fausse, cherchés tels quels",
    "duplicate-figure": "Lignes d’effectifs, d’IPS ou d’usage en double, la plus grande gardée",
    "figure-sheet": "Autres feuilles d’un classeur d’effectifs, d’IPS, d’usage ou d’éducation "
    "prioritaire, laissées de côté",
    "figure-unread": "Effectifs, IPS ou nombres d’usage illisibles, laissés vides",
    "figure-unmatched": "Écoles des effectifs, de l’IPS, de l’usage ou de l’éducation prioritaire "
    "absentes de l’annuaire, laissées de côté",
    "figure-elsewhere": "Fichiers d’effectifs, d’IPS, d’usage ou d’éducation prioritaire qui "
    "portent aussi sur d’autres départements",
    "duplicate-priority": "Lignes de la liste de l’éducation prioritaire en double, REP+ gardé "
    "plutôt que REP",
    "usage-activated": "Lignes du relevé d’usage avec plus de comptes activés que créés, "
    "laissées de côté",
    "usage-added": "Lignes du relevé d’usage d’une même école, par solution, profil ou classe : "
    "comptes additionnés, plus grand nombre de classes gardé",
    "usage-replaced": "Lignes du relevé d’usage que remplace une ligne plus récente ou le total de "
    "la même école, laissées de côté",
    "usage-classes": "Écoles dont le relevé d’usage compte plus de classes avec ENT que l’école "
    "n’en a, ramenées à celles-ci",
    "no-pupils": "Écoles sans effectif à cette rentrée, laissées vides",
    "no-ips": "Écoles sans IPS (maternelles, trop peu d’élèves, absentes du fichier)",
    "priority-list": "Écoles dont l’éducation prioritaire n’est pas la même dans l’annuaire et "
    "dans la liste officielle, liste gardée",
    "priority-kept": "Départements dont la liste officielle de l’éducation prioritaire n’a aucune "
    "école, annuaire gardé",
    "priority-conflict": "Écoles dont l’éducation prioritaire n’est pas la même dans les "
    "effectifs, qui ne la changent pas",
    "zoning-moved": "Communes d’un zonage (densité, FRR, unités urbaines) qui ont changé depuis, "
    "ramenées à celles de 2026",
    "zoning-merged": "Communes fusionnées dont les parties n’avaient pas le même classement",
    "zoning-duplicate": "Lignes d’un zonage en double, première ligne gardée",
    "zoning-unknown": "Lignes d’un zonage sans code de commune connu, laissées de côté",
    "zoning-label": "Classements d’un zonage qui ne sont pas de sa liste, laissés vides",
    "zoning-note": "Remarques sur un zonage : ce que l’on en a tiré, et comment",
    "outline-mended": "Contours de communes qui se croisaient, réparés",
    "outline-left": "Contours sans polygone, sans code ou sans place, laissés de côté",
    "outline-double": "Communes dessinées en plusieurs contours, réunis",
    "outline-moved": "Contours d’anciennes communes, réunis dans celles de 2026",
    "outline-new": "Contours d’un code de commune inconnu, rattachés par leur place",
    "outline-kept": "Communes absentes du fichier de contours, gardées avec le contour fourni",
    "outline-cleaned": "Fichiers de contours dont les limites ne se rejoignaient pas, ajustées",
}
"""What each kind of finding means, for the reader of a page or a table."""


@dataclass
class Findings:
    """A list that the readers add to, one entry a fact.

    Examples
    --------
    >>> findings = Findings()
    >>> findings.add("no-uai", "UAI vide", file="annuaire.csv", rows=[12])
    >>> findings.count("no-uai")
    1
    """

    entries: list[dict[str, str]] = field(default_factory=list)

    def add(
        self,
        kind: str,
        message: str,
        *,
        file: str = "",
        rows: Iterable[object] = ("",),
        uais: Iterable[str] | None = None,
    ) -> None:
        """Note the same fact for each of `rows` (and of `uais`, in the same order)."""
        places = list(rows)
        codes = [""] * len(places) if uais is None else list(uais)
        for row, uai in zip(places, codes, strict=True):
            entry = {"kind": kind, "file": file, "row": str(row), "uai": uai, "message": message}
            self.entries.append(entry)

    def count(self, kind: str) -> int:
        """Count the entries of a kind."""
        return sum(entry["kind"] == kind for entry in self.entries)

    def summary(self) -> list[tuple[str, int]]:
        """Say how many entries there are of each kind, in the order of `KINDS`."""
        return [(kind, self.count(kind)) for kind in KINDS if self.count(kind)]

    def table(self) -> "pd.DataFrame":
        """Give the entries as a frame: kind, file, row, uai, message."""
        import pandas as pd

        columns = ["kind", "file", "row", "uai", "message"]
        return pd.DataFrame(self.entries, columns=columns, dtype=str)
