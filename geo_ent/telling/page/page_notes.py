"""What a reader must know of the figures: what they count, what is estimated, what was mended."""

from typing import TYPE_CHECKING

from geo_ent.communes.departements import departement_names
from geo_ent.telling.claims import ANYONE, Claim, Scope, told
from geo_ent.telling.finding_words import kind_name
from geo_ent.telling.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from geo_ent.tables.findings import Findings

_MOST_APART = 3  # départements that have a sentence each

# Beginnings of kinds that are faults of files: who reads a map cannot mend them.
_INTERNAL = ("row-", "column-", "sheet-", "figure-", "duplicate-", "unknown-", "zoning-",
             "register-", "answer-", "sector-row", "outline-")  # fmt: skip
_OF_REGISTER = {
    "uai-corrected",
    "matched-by-name",
    "matched-by-like-name",
    "status-from-note",
    "status-doubted",
    "status-contrary",
    "solution-doubted",
    "ticked-twice",
    "staff-tool",
    "unread-date",
    "dates-reversed",
    "formula-error",
    "formula-error-aside",
    "mended-uai",
    "wrong-letter",
}
"""Kinds of findings that concern who keeps the files, not who reads the map: the register's
report and findings.csv have them, one by one."""


def page_notes(
    schools: "pd.DataFrame",
    tr: Language,
    *,
    complete: bool,
    shown_inside: "Mapping[str, tuple[str, ...]]",
    rentree: int | None,
    scope: Scope = ANYONE,
) -> "Iterator[str]":
    """Say what the figures count, and what of them is estimated.

    Parameters
    ----------
    schools
        Those counted, with `rurality_basis` and `enir_eligible`.
    tr
        The language.
    complete
        Whether the register is exhaustive.
    shown_inside
        Commune → the communes that its outline still covers.
    rentree
        The year of the effectifs used, if any.
    scope
        Of whom `schools` are.
    """
    if scope.sector in {"public", "prive"}:
        # Most figures of the page say "écoles" alone, in columns that have no room for more.
        yield tr("Seules les {schools} sont comptées.")
    if complete:
        # Early, since every rate hangs on it: the same register gives 20 % or "unknown" by this
        # choice.
        yield tr("Une école qui n’est pas dans le registre n’a pas d’ENT.")
    else:
        yield tr("Une école qui n’est pas dans le registre est comptée « situation inconnue ».")
    yield tr(
        "L’intervalle d’un taux (Wilson, 95 %) dit ce que valent de petits nombres d’écoles ; ce "
        "n’est pas une erreur de sondage."
    )
    yield from _rurality(schools, tr, scope)
    # A restored commune has no outline of its own yet: a reader who looks for it must know where
    # its schools are drawn.
    for host, names in shown_inside.items():
        yield tr(
            "Communes rétablies dont le contour n’est pas encore publié, montrées dans {host}"
            "\u00a0: {names}.",
            host=host,
            names=", ".join(names),
        )
    if rentree:
        of_year = told(str(rentree), Claim("rentree", rentree, scope))
        yield tr("Effectifs de la rentrée {year}, quelle que soit la date montrée.", year=of_year)


def quick_notes(tr: Language, *, quick: bool) -> list[str]:
    """Say what a page made with --quick lacks: who has seen a complete one looks for it."""
    if not quick:
        return []
    return [
        tr(
            "Page d’essai, faite avec --quick\u00a0: les zones blanches, les écoles à équiper et "
            "ce que le registre dit du programme n’y sont pas."
        )
    ]


def commune_notes(tr: Language, communes_n: int) -> list[str]:
    """Say how many communes the page doesn't have, since it couldn't carry them; none for 0."""
    if not communes_n:
        return []
    n = told(tr.number(communes_n), Claim("communes_left_out_n", communes_n, ANYONE))
    return [
        tr(
            "Les {n} communes sont trop nombreuses pour cette page\u00a0: elles n’y sont ni "
            "dessinées ni cherchées. Leurs chiffres sont dans coverage-commune.csv.",
            n=n,
        )
    ]


def absence_notes(schools: "pd.DataFrame", codes: "Sequence[str]", tr: Language) -> list[str]:
    r"""Say which départements the directory has no school of: nothing of them is counted.

    Parameters
    ----------
    schools
        The directory, or its part in the territory, of every sector: `departement_code`.
    codes
        Those of the départements asked for.
    tr
        The language.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.telling.language import language
    >>> absence_notes(pd.DataFrame({"departement_code": ["35"]}), ["35", "68"], language("fr"))
    ['Haut-Rhin\xa0: l’annuaire n’a aucune école de ce département, rien n’en est compté.']
    """
    held = set(schools["departement_code"])
    absent = [departement_names()[code] for code in codes if code not in held]
    if len(absent) > _MOST_APART:
        n = told(tr.number(len(absent)), Claim("absent_departements_n", len(absent), ANYONE))
        return [
            tr(
                "L’annuaire n’a aucune école de {n} départements, dont rien n’est compté\u00a0: "
                "{names}.",
                n=n,
                names=", ".join(absent),
            )
        ]
    return [
        tr(
            "{name}\u00a0: l’annuaire n’a aucune école de ce département, rien n’en est compté.",
            name=name,
        )
        for name in absent
    ]


def finding_notes(findings: "Findings", tr: Language, *, scope: Scope = ANYONE) -> "Iterator[str]":
    """Say what was mended or left out that a reader of the map must know.

    Parameters
    ----------
    findings
        Of the schools and the territory that the page shows, so that a note counts no others.
    tr
        The language.
    scope
        Those schools.
    """
    for kind, count in findings.summary():
        if not kind.startswith(_INTERNAL) and kind not in _OF_REGISTER:
            written = told(str(count), Claim(f"findings_n:{kind}", count, scope))
            yield tr("{kind} ({count}).", kind=kind_name(kind, count, tr), count=written)


def _rurality(schools: "pd.DataFrame", tr: Language, scope: Scope) -> "Iterator[str]":
    """Say on what ground schools are rural, then eligible."""
    basis = schools["rurality_basis"]
    estimated_n = int((basis == "estimated").sum())
    if (basis == "insee").any():
        yield tr(
            "Est rurale une école d’une commune rurale : bourg rural, rural à habitat dispersé ou "
            "très dispersé de la grille de densité de l’INSEE."
        )
        if estimated_n:
            yield tr.plural(
                "Ruralité estimée pour {count} école, dont la commune n’est pas dans la grille.",
                "Ruralité estimée pour {count} écoles, dont la commune n’est pas dans la grille.",
                estimated_n,
                count=told(
                    str(estimated_n),
                    Claim("schools_n", estimated_n, scope.of(rurality_basis="estimated")),
                ),
            )
    elif estimated_n:
        yield tr(
            "Ruralité estimée : faute de grille de densité, les communes rurales sont estimées "
            "d’après la population et la densité de la commune et de ses voisines (19 communes sur "
            "20 comme dans la grille de l’INSEE)."
        )
    yield from _eligibility(schools, tr, scope)


def _eligibility(schools: "pd.DataFrame", tr: Language, scope: Scope) -> "Iterator[str]":
    """Say on what ground schools are eligible, and how many are undecided where any is."""
    undecided_n = int(schools["enir_eligible"].isna().sum())
    # With every school undecided the indicator is not shown: nothing to explain.
    if not undecided_n:
        yield tr(
            "L’éligibilité aux appels à projets ENIR (2017 et 2018) et au label Écoles numériques "
            "2020 est déduite de la population des communes et, si elles sont données, des unités "
            "urbaines."
        )
    elif undecided_n < len(schools):
        yield tr.plural(
            "L’éligibilité aux appels à projets ENIR (2017 et 2018) et au label Écoles numériques "
            "2020 est déduite de la population des communes et, si elles sont données, des unités "
            "urbaines ; elle reste indécidée pour {count} école, qui n’est pas comptée dans cet "
            "indicateur.",
            "L’éligibilité aux appels à projets ENIR (2017 et 2018) et au label Écoles numériques "
            "2020 est déduite de la population des communes et, si elles sont données, des unités "
            "urbaines ; elle reste indécidée pour {count} écoles, qui ne sont pas comptées dans "
            "cet indicateur.",
            undecided_n,
            count=told(
                str(undecided_n), Claim("schools_n", undecided_n, scope.of(enir_eligible=None))
            ),
        )
