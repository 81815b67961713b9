"""The workbook's words: its sheets, what stands over their columns, the values that are words."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo_ent.communes.density import DENSITY_LABELS
from geo_ent.tables.fields import fields, table
from geo_ent.tables.findings import KINDS
from geo_ent.telling.column_words import heading, meaning
from geo_ent.telling.finding_words import kind_name
from geo_ent.telling.indicator_words import class_labels, indicator_title
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import LEVEL_WORDS, NATURE_WORDS, STATUS_WORDS, level_words
from geo_ent.telling.register.register_wording import DOUBT_WORDS, OUTCOME_WORDS

if TYPE_CHECKING:
    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.tables.fields import Field
    from geo_ent.telling.page.page_facts import PageFacts

ABOUT = mark("≈\u00a0: les deux parts, arrondies chacune, ne font pas tout à fait cet écart.")
"""What stands below a sheet some of whose gaps don't add up with the shares beside them."""

_ELIGIBLE = {
    "eligible": mark("éligible"),
    "not_eligible": mark("non éligible"),
    "undecided": mark("indécidé"),
}
_SECTORS = {"public": mark("public"), "prive": mark("privé")}
_OF_SECTOR = {"public": mark("secteur public, "), "prive": mark("secteur privé, ")}
# INSEE's labels, marked here once more: `communes.density` reads them in files, which are in French
# whatever the language.
_DENSITIES = (
    mark("Grands centres urbains"),
    mark("Centres urbains intermédiaires"),
    mark("Petites villes"),
    mark("Ceintures urbaines"),
    mark("Bourgs ruraux"),
    mark("Rural à habitat dispersé"),
    mark("Rural à habitat très dispersé"),
)
# Words of ours, which a table for programs keeps in English or as the source has them.
_WORDS: Mapping[str, Mapping[Any, str]] = MappingProxyType({
    "to_do": {"to_mend": mark("à corriger"), "to_know": mark("pour information")},
    "for_whom": {"schools": mark("écoles"), "staff": mark("personnels seuls")},
    "linked_to": {"college": mark("collège"), "middle": mark("milieu du réseau")},
    "status": STATUS_WORDS,
    "nature": NATURE_WORDS,
    "sector": _SECTORS,
    "nearer_sector": _SECTORS,
    "rpi_kind": {
        "disperse": mark("dispersé"),
        "concentre": mark("concentré"),
        "none": mark("aucun"),
    },
    "density_class": dict(zip(DENSITY_LABELS, _DENSITIES, strict=True)),
    "secteur_college_basis": {"file": mark("carte scolaire"), "estimated": mark("estimation")},
    "joined_by": {
        "code": mark("code de la commune"),
        "point": mark("point de l’école"),
        "departement": mark("département d’une seule commune"),
    },
    "start_precision": {
        "day": mark("jour"),
        "month": mark("mois"),
        "school_year": mark("année scolaire"),
        "year": mark("année"),
    },
    "outcome": {outcome: words.name for outcome, words in OUTCOME_WORDS.items()},
    "doubt": {doubt: words.title for doubt, words in DOUBT_WORDS.items()},
    "local_quadrant": {
        "HH": mark("haute parmi des hautes"),
        "HL": mark("haute parmi des basses"),
        "LH": mark("basse parmi des hautes"),
        "LL": mark("basse parmi des basses"),
    },
    "rurality_basis": {"insee": mark("grille de l’INSEE"), "estimated": mark("estimation")},
    "enir_2017": _ELIGIBLE,
    "enir_2018": _ELIGIBLE,
    "label_2020": _ELIGIBLE,
})  # fmt: skip

TABLES: Mapping[str, str] = MappingProxyType({
    "Changement": "change",
    "Écoles à équiper": "gaps",
    "Zones blanches": "white_areas",
    "Regroupements": "clusters",
    "Réseaux": "networks",
    "Solutions": "solutions",
    "Communes adhérentes": "adhesions",
    "Intercommunalités adhérentes": "adhesions-epci",
    "Réseaux en place": "school-networks",
    "Phases": "phases",
    "Constats": "findings",
})  # fmt: skip
"""The sheets beside those of levels and schools, and the record of each one's columns."""

_OF_RURAL = frozenset({"Écoles à équiper", "Zones blanches", "Réseaux"})
_ABOUT = {
    "Changement": mark(
        "le changement de la part des {schools} qui ont un ENT, d’après celles dont on connaît la "
        "situation aux deux dates"
    ),
    "Écoles à équiper": mark(
        "les {schools} sans ENT pour toute l’école, ou dont on ne sait rien, par ordre de priorité"
    ),
    "Zones blanches": mark(
        "des communes voisines qui ont des {schools}, dont aucune n’a, que l’on sache, d’ENT "
        "ouvert à toute l’école"
    ),
    "Regroupements": mark(
        "des {schools} proches les unes des autres et sans ENT, en trop grand nombre pour que ce "
        "soit un hasard"
    ),
    "Réseaux": mark("les {schools} sans ENT d’un même secteur de collège"),
    "Solutions": mark("les {schools} qui ont chaque solution, zone par zone"),
    "Communes adhérentes": mark(
        "les communes qui ont leur propre ligne dans le registre, avec leurs {schools}"
    ),
    "Intercommunalités adhérentes": mark(
        "les intercommunalités qui ont leur propre ligne dans le registre ; leurs communes ne sont "
        "pas comptées comme adhérentes"
    ),
    "Réseaux en place": mark(
        "les réseaux qui ont une école équipée : ceux que nomme le registre ; s’il n’en nomme pas, "
        "les secteurs de collège"
    ),
    "Constats": mark(
        "ce que la lecture des fichiers a laissé de côté, réparé ou deviné : d’abord ce qui est à "
        "corriger, puis ce qui est pour information"
    ),
    "Phases": mark("les phases du déploiement que nomme le registre, la première ouverte d’abord"),
}

VALUES = frozenset({*_WORDS, "level", "kind"})
"""The columns whose values are words of ours."""


def headings(names: Iterable[str], tr: Language, record: str = "") -> dict[str, str]:
    """Give what stands over columns of a table; one that has no record keeps its name.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> headings(["covered_n", "own"], language("fr"))
    {'covered_n': 'Avec un ENT', 'own': 'own'}
    """
    # A table made elsewhere may have columns of its own: they keep the name that it gives them.
    known = _known(record)
    return {name: heading(known[name], tr) if name in known else name for name in names}


def explanations(names: Iterable[str], tr: Language, record: str = "") -> dict[str, str]:
    r"""Say what columns of a table mean; those that have no record aren't there.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> explanations(["schools_n", "own"], language("fr"), "networks")["schools_n"][:31]
    'Les écoles du secteur à équiper'
    """
    known = _known(record)
    return {name: meaning(known[name], tr) for name in names if name in known}


def _known(record: str) -> "Mapping[str, Field]":
    """Give the columns that there are, as a table means them."""
    return {**fields(), **table(record).columns} if record else fields()


def value_words(column: str, tr: Language) -> Mapping[Any, str]:
    """Give the words for each value of a column of `VALUES`; {} for other columns.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> value_words("sector", language("fr"))
    {'public': 'public', 'prive': 'privé'}
    """
    if column == "level":
        return {
            "territory": tr("ensemble"),
            **{level: level_words(level, tr).one for level in LEVEL_WORDS},
        }
    if column == "kind":
        asked = {"register-columns": tr("Colonnes du registre, comme elles ont été lues")}
        return asked | {kind: kind_name(kind, 1, tr) for kind in KINDS}
    return {value: tr(words) for value, words in _WORDS.get(column, {}).items()}


def caption(subject: str, facts: "PageFacts", tr: Language, *, of_all: bool = False) -> str:
    """Write the line on top of a sheet: of what, of which schools, where, when.

    `of_all` says that it isn't only of the schools of the sector counted.
    """
    # A sheet is copied without its page, and must still say which schools it is of.
    sector = "" if of_all else facts.scope.sector
    whom = tr(_OF_SECTOR[sector]) if sector in _OF_SECTOR else ""
    return tr(
        "{subject}, {whom}{territory}, au {day}",
        subject=subject,
        whom=whom,
        territory=facts.territory,
        day=tr.day(facts.date),
    )


def level_sheet(level: str, facts: "PageFacts", tr: Language) -> tuple[str, str, str, str]:
    """Give a level's sheet's title, its caption, the guide's words for it, its zones' heading."""
    words = level_words(level, tr)
    # str.capitalize would lower the rest: "EPCI" would become "Epci".
    one, many = (text[0].upper() + text[1:] for text in (words.one, words.many))
    subject = tr("Écoles et ENT par {level}", level=words.one)
    about = tr("les chiffres, {level} par {level}", level=words.one)
    return many, caption(subject, facts, tr), about, one


def map_classes(indicator: "Indicator", tr: Language) -> str:
    """Say which classes the map puts the zones of a sheet in.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> from geo_ent.telling.language import language
    >>> map_classes(COVERAGE, language("fr")).replace(chr(0xA0), " ")[:74]
    'Classes de la carte (part des écoles qui ont un ENT) : moins de 20 % ; 20 '
    """
    title = indicator_title(indicator, tr)
    return tr(
        "Classes de la carte ({indicator})\u00a0: {classes}.",
        indicator=title[0].lower() + title[1:],
        classes=tr(" ; ").join(class_labels(indicator, tr)),
    )


def schools_sheet(facts: "PageFacts", tr: Language) -> tuple[str, str, str]:
    """Give the schools' sheet's title, its caption, and the guide's words for it."""
    subject = tr("Les écoles et leur ENT")
    about = tr("les écoles comptées, une par ligne, avec ce qui est connu de chacune")
    return tr("Écoles"), caption(subject, facts, tr), about


def about_other(title: str, tr: Language, *, rural: bool) -> str:
    """Give the guide's words for a sheet; "" for one whose title says it all.

    `rural` says that the table keeps to rural communes: the sheets of levels count the others too.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> about_other("Réseaux", language("fr"), rural=True)
    'les écoles sans ENT d’un même secteur de collège (communes rurales seulement)'
    """
    about = tr(_ABOUT[title]) if title in _ABOUT else ""
    if rural and title in _OF_RURAL:  # groups are looked for everywhere
        return tr("{about} (communes rurales seulement)", about=about)
    return about


def without_zone(schools_n: int, level: str, tr: Language) -> str:
    """Say how many schools are in no zone of a level, and so in no row of its sheet."""
    return tr.plural(
        "{n} école sans {level} : hors de cette feuille.",
        "{n} écoles sans {level} : hors de cette feuille.",
        schools_n,
        n=tr.number(schools_n),
        level=level_words(level, tr).one,
    )
