"""Schools on a sheet: those to equip, who could be equipped together, of whom nothing is known."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.tables.contract import IN_DOUBT, WITHOUT
from geo_ent.telling.atlas.zone_words import all_unknown
from geo_ent.telling.claims import Claim, told
from geo_ent.telling.language import Language, mark
from geo_ent.telling.sheets.figure_rows import scopes
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from geo_ent.telling.sheets.zone_facts import Figures, SchoolFacts, ZoneFacts

_KIND_WORDS = re.compile(
    r"^[eé]cole\s+(?:(?:maternelle|[eé]l[eé]mentaire|primaire)\s+)?(?:(?:publique|priv[eé]e)\s+)?",
    re.IGNORECASE,
)
_BEFORE_A_PLACE = re.compile(r"^(?:(?:de|du|des|d)\b|d['’])", re.IGNORECASE)
_NATURES = {"maternelle": mark("mat."), "elementaire": mark("élém."), "primaire": mark("prim.")}
_KINDS = {
    "commune": mark("même commune"),
    "rpi": mark("même RPI"),
    "secteur_college": mark("même secteur de collège"),
}
_MOST_UNKNOWN, _MOST_IN_A_GROUP, _MOST_JOINED = 12, 8, 3


class ListedSchool(NamedTuple):
    """A row of the list, in words; its number is the one on the map."""

    number: int
    status: str
    name: str
    nature: str
    commune: str
    pupils: str
    nearest: str
    rank: str
    reasons: str
    priority: str


class Group(NamedTuple):
    """Schools that one decision could equip: what they share, and who they are."""

    place: str
    kind: str
    schools: str


def short_name(name: str) -> str:
    """Write a school's name without what every name says, where something else is left.

    Examples
    --------
    >>> short_name("Ecole primaire publique Jules Verne"), short_name("Ecole maternelle publique")
    ('Jules Verne', 'Ecole maternelle publique')
    >>> short_name("Ecole élémentaire publique de Broualan"), short_name("Les Lilas")
    ('École de Broualan', 'Les Lilas')
    """
    rest = _KIND_WORDS.sub("", f"{name} ").strip()  # the blank: its last word is one too
    if not rest:
        return name
    if _BEFORE_A_PLACE.match(rest):
        return f"École {rest}"
    return rest[0].upper() + rest[1:]


def schools_without(zone: "ZoneFacts") -> "tuple[SchoolFacts, ...]":
    """Give the schools that are listed as being without an ENT, in the order of their numbers."""
    return zone.of_status(*WITHOUT)


def list_heading(zone: "ZoneFacts", tr: Language) -> str:
    """Name the list, and count it: it has more schools than the figures call "without an ENT"."""
    n = len(schools_without(zone))
    if not n:
        return tr("Les écoles sans ENT pour toute l’école")
    own, _ = scopes(zone, tr)
    return tr("Les écoles sans ENT pour toute l’école ({n})", n=tr.count(n, own.of(*WITHOUT)))


def ranked_schools(zone: "ZoneFacts", tr: Language) -> list[ListedSchool]:
    """Write the schools without an ENT that have a rank: the first of the list."""
    return [school for school in _listed(zone, tr) if school.rank]


def other_schools(zone: "ZoneFacts", tr: Language) -> list[ListedSchool]:
    """Write the schools without an ENT that have no rank: the rest of the list."""
    return [school for school in _listed(zone, tr) if not school.rank]


def _listed(zone: "ZoneFacts", tr: Language) -> Iterator[ListedSchool]:
    for number, school in enumerate(schools_without(zone), start=1):
        yield ListedSchool(
            number=number,
            status=school.status,
            name=short_name(school.name),
            nature=_nature(school, tr),
            commune=school.commune,
            pupils=_pupils(school, tr),
            nearest=_figure(school.nearest_km, tr, decimals=1),
            rank=tr.number(school.rank) if school.rank >= 1 else "",
            reasons=school.reasons,
            priority=school.priority,
        )


def _nature(school: "SchoolFacts", tr: Language) -> str:
    return tr(_NATURES[school.nature]) if school.nature in _NATURES else ""


def _pupils(school: "SchoolFacts", tr: Language) -> str:
    """Write the pupils of a school: a number in the table, with its unit elsewhere."""
    if school.rank >= 1:
        return _figure(school.pupils_n, tr)
    if not school.pupils_n >= 0:
        return ""
    return tr.plural("{n} élève", "{n} élèves", school.pupils_n, n=tr.number(school.pupils_n))


def _figure(value: float, tr: Language, *, decimals: int = 0) -> str:
    return tr.number(value, decimals=decimals) if value >= 0 else "–"


def about_others(zone: "ZoneFacts", tr: Language) -> str:
    """Say of the schools without a rank why they have none."""
    if not zone.ranks_rural:
        return tr("Écoles sans rang")
    if zone.figures["rurality_unknown_n"]:
        return tr(
            "Écoles de communes urbaines, ou dont on ne sait pas si elles le sont\u00a0: le rang "
            "ne porte que sur les écoles rurales."
        )
    return tr("Écoles de communes urbaines\u00a0: le rang ne porte que sur les écoles rurales.")


def none_to_list(zone: "ZoneFacts", tr: Language) -> str:
    """Say that no school is known to be without an ENT; that all have one, only where they do."""
    if zone.figures["covered_n"] == zone.figures["schools_n"]:
        return tr("Toutes les {schools} ont un ENT.")
    return tr("On ne connaît aucune {school} sans ENT.")


def not_listed(left_n: int, zone: "ZoneFacts", tr: Language, *, with_equipped: bool) -> str:
    """Say which schools the sheet has no room for, and where they are; "" where it has all."""
    equipped = zone.of_status("school")
    if not left_n and (with_equipped or not equipped):
        return ""
    own, _ = scopes(zone, tr)
    if not left_n:
        return tr(
            "Les écoles qui ont un ENT n’ont pas la place ici\u00a0: elles sont dans schools.csv "
            "et dans le classeur coverage.xlsx."
        )
    if equipped and not with_equipped:
        return tr.plural(
            "{n} autre école sans ENT pour toute l’école et celles qui en ont un n’ont pas la "
            "place ici\u00a0: elles sont dans schools.csv et dans le classeur coverage.xlsx.",
            "{n} autres écoles sans ENT pour toute l’école et celles qui en ont un n’ont pas la "
            "place ici\u00a0: elles sont dans schools.csv et dans le classeur coverage.xlsx.",
            left_n,
            n=told(tr.number(left_n), Claim("not_listed_n", left_n, own)),
        )
    return tr.plural(
        "{n} autre école sans ENT pour toute l’école n’a pas la place ici\u00a0: elle est dans "
        "schools.csv et dans le classeur coverage.xlsx.",
        "{n} autres écoles sans ENT pour toute l’école n’ont pas la place ici\u00a0: elles sont "
        "dans schools.csv et dans le classeur coverage.xlsx.",
        left_n,
        n=told(tr.number(left_n), Claim("not_listed_n", left_n, own)),
    )


def equipped_schools(zone: "ZoneFacts", tr: Language) -> list[tuple[str, str]]:
    """Name the schools that have an ENT, each with its nature, its commune and its solution."""
    by_place = sorted(zone.of_status("school"), key=_in_french)
    return [
        (
            short_name(school.name),
            " · ".join(filter(None, (_nature(school, tr), school.commune, school.solution))),
        )
        for school in by_place
    ]


def _in_french(school: "SchoolFacts") -> tuple[str, ...]:
    """Order schools by commune, then by name, as a French reader does: É with E."""
    return plain(school.commune), plain(school.name), school.commune, school.name


def no_groups(zone: "ZoneFacts", tr: Language) -> str:
    """Say that nobody would decide for several schools; of sectors only where they are known."""
    if all_unknown(zone.figures):
        return tr(
            "On ne sait d’aucune école si elle a un ENT\u00a0: on ne peut pas dire lesquelles "
            "équiper ensemble."
        )
    if zone.has_sectors:
        return tr(
            "Aucune commune, aucun RPI, aucun secteur de collège n’a ici plusieurs écoles dont "
            "l’ENT reste à décider."
        )
    return tr("Aucune commune, aucun RPI n’a ici plusieurs écoles dont l’ENT reste à décider.")


def groups(zone: "ZoneFacts", tr: Language) -> list[Group]:
    """Write who could be equipped together."""
    schools = {school.uai: school for school in schools_without(zone)}
    names = _told_apart([*schools.values()], tr)
    written = []
    for row in zone.shared:
        communes = dict.fromkeys(schools[uai].commune for uai in row["uais"])
        place = str(row["place"]) or ", ".join(communes)
        written.append(Group(place, tr(_KINDS[row["kind"]]), _members(row, names, tr)))
    return written


def _told_apart(schools: "Sequence[SchoolFacts]", tr: Language) -> dict[str, str]:
    """Write the schools' names, with their nature where two of a commune bear the same."""
    keys = [(short_name(school.name), school.commune) for school in schools]
    times = Counter(keys)
    return {
        school.uai: f"{key[0]} {_nature(school, tr)}".strip() if times[key] > 1 else key[0]
        for school, key in zip(schools, keys, strict=True)
    }


def _members(row: "Figures", names: Mapping[str, str], tr: Language) -> str:
    uais = row["uais"]
    shown = ", ".join(names[uai] for uai in uais[:_MOST_IN_A_GROUP])
    n, pupils = len(uais), row["pupils_n"]
    counted = tr.plural("{n} école", "{n} écoles", n, n=tr.number(n))
    if pupils >= 0:
        counted += ", " + tr.plural("{n} élève", "{n} élèves", pupils, n=tr.number(pupils))
    if n > _MOST_IN_A_GROUP:
        shown = _and_others(shown, n - _MOST_IN_A_GROUP, tr)
    return tr("{counted}\u00a0: {names}", counted=counted, names=shown)


def _and_others(names: str, n: int, tr: Language) -> str:
    return tr.plural(
        "{names} et {n} autre (voir schools.csv)",
        "{names} et {n} autres (voir schools.csv)",
        n,
        names=names,
        n=tr.number(n),
    )


def joined_communes(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say which communes have joined already, and have a school without an ENT."""
    for row in zone.joined[:_MOST_JOINED]:
        yield tr.plural(
            "{commune} a déjà adhéré\u00a0: {covered} de ses {n} {schools} a un ENT.",
            "{commune} a déjà adhéré\u00a0: {covered} de ses {n} {schools} ont un ENT.",
            row["covered_n"],
            commune=row["commune_name"],
            covered=tr.count(row["covered_n"], figure="adhesion_covered_n"),
            n=tr.count(row["schools_n"], figure="adhesion_schools_n"),
        )
    if left_n := len(zone.joined[_MOST_JOINED:]):
        yield tr.plural(
            "{n} autre commune a déjà adhéré, où une école au moins n’a pas d’ENT.",
            "{n} autres communes ont déjà adhéré, où une école au moins n’a pas d’ENT.",
            left_n,
            n=tr.count(left_n, figure="adhesion_more_n"),
        )


def unknown_sentences(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say what isn't known of the zone: whose ENT, whose pupils."""
    own, _ = scopes(zone, tr)
    unknown = sorted(zone.of_status(*IN_DOUBT), key=_in_french)
    n = len(unknown)
    if n:
        shown = ", ".join(
            f"{short_name(school.name)} ({school.commune})" if school.commune
            else short_name(school.name)
            for school in unknown[:_MOST_UNKNOWN]
        )  # fmt: skip
        yield tr.plural(
            "On ne sait pas si cette école a un ENT\u00a0: {names}.",
            "On ne sait pas si ces {n} écoles ont un ENT\u00a0: {names}.",
            n,
            n=tr.count(n, own.of(*IN_DOUBT)),
            names=_and_others(shown, n - _MOST_UNKNOWN, tr) if n > _MOST_UNKNOWN else shown,
        )
    unfigured_n = sum(not school.pupils_n >= 0 for school in zone.schools)
    if unfigured_n == len(zone.schools):
        yield tr("L’effectif d’aucune école n’est connu.")
    elif unfigured_n:
        yield tr.plural(
            "L’effectif d’une école n’est pas connu.",
            "L’effectif de {n} écoles n’est pas connu.",
            unfigured_n,
            n=tr.count(unfigured_n, own, figure="pupils_unknown_schools_n"),
        )
    if not n and not unfigured_n:
        yield tr("La situation et l’effectif de chaque école sont connus.")
