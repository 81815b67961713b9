"""Schools on a sheet: those to equip, who could be equipped together, of whom nothing is known."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geo_ent.telling.claims import Claim, told
from geo_ent.telling.language import Language, mark
from geo_ent.telling.sheets.figure_rows import scopes

if TYPE_CHECKING:
    from geo_ent.telling.sheets.zone_facts import ZoneFacts

_KIND_WORDS = re.compile(
    r"^[eé]cole\s+(?:(?:maternelle|[eé]l[eé]mentaire|primaire)\s+)?(?:(?:publique|priv[eé]e)\s+)?",
    re.IGNORECASE,
)
_BEFORE_A_PLACE = re.compile(r"^(?:de|du|des|d['’])\b", re.IGNORECASE)
_NATURES = {"maternelle": mark("mat."), "elementaire": mark("élém."), "primaire": mark("prim.")}
_KINDS = {
    "commune": mark("même commune"),
    "rpi": mark("même regroupement (RPI)"),
    "secteur_college": mark("même secteur de collège"),
}
_MOST_UNKNOWN, _MOST_IN_A_GROUP = 12, 8


class ListedSchool(NamedTuple):
    """A row of the list, in words; its number is the one on the map."""

    number: str
    status: str
    name: str
    nature: str
    commune: str
    pupils: str
    nearest: str
    rank: str
    reasons: str


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
    rest = _KIND_WORDS.sub("", name).strip()
    if not rest:
        return name
    if _BEFORE_A_PLACE.match(rest):
        return f"École {rest}"
    return rest[0].upper() + rest[1:]


def listed_schools(zone: "ZoneFacts", tr: Language) -> list[ListedSchool]:
    """Write the schools without an ENT, in the order that they are listed in."""
    return [
        ListedSchool(
            number=tr.number(number),
            status=row["status"],
            name=short_name(row["name"]),
            nature=tr(_NATURES[row["nature"]]) if row["nature"] in _NATURES else "",
            commune=row["commune_name"],
            pupils=_figure(row["pupils_n"], tr),
            nearest=_figure(row["nearest_km"], tr, decimals=1),
            rank=_figure(row["rank"], tr),
            reasons=row["reasons"],
        )
        for number, row in enumerate(zone.without.to_dict("records"), start=1)
    ]


def _figure(value: float, tr: Language, *, decimals: int = 0) -> str:
    return tr.number(value, decimals=decimals) if value >= 0 else "–"


def none_to_list(zone: "ZoneFacts", tr: Language) -> str:
    """Say that no school is known to be without an ENT; that all have one, only where they do."""
    if zone.figures["covered_n"] == zone.figures["schools_n"]:
        return tr("Toutes les {schools} ont un ENT.")
    return tr("On ne connaît aucune {school} sans ENT.")


def not_listed(left_n: int, zone: "ZoneFacts", tr: Language) -> str:
    """Say how many schools the sheet has no room for, and where they are."""
    own, _ = scopes(zone, tr)
    return tr.plural(
        "{n} autre école sans ENT n’a pas la place ici\u00a0: elle est dans schools.csv et dans le "
        "classeur coverage.xlsx.",
        "{n} autres écoles sans ENT n’ont pas la place ici\u00a0: elles sont dans schools.csv et "
        "dans le classeur coverage.xlsx.",
        left_n,
        n=told(tr.number(left_n), Claim("not_listed_n", left_n, own)),
    )


def groups(zone: "ZoneFacts", tr: Language) -> list[Group]:
    """Write who could be equipped together."""
    names = _told_apart(zone.without, tr)
    return [
        Group(
            row["place"]
            or ", ".join(dict.fromkeys(zone.without.loc[[*row["uais"]], "commune_name"])),
            tr(_KINDS[row["kind"]]),
            _members(row, names, tr),
        )
        for row in zone.shared.to_dict("records")
    ]


def _told_apart(schools: "pd.DataFrame", tr: Language) -> "pd.Series[str]":
    """Write the schools' names, with their nature where two of a commune bear the same."""
    names = schools["name"].map(short_name)
    doubled = pd.DataFrame({"name": names, "commune": schools["commune_name"]}).duplicated(
        keep=False
    )
    natures = schools["nature"].map({nature: tr(words) for nature, words in _NATURES.items()})
    return names.where(~(doubled & natures.notna()), names + " " + natures.fillna(""))


def _members(row: Mapping[Any, Any], names: "pd.Series[str]", tr: Language) -> str:
    uais = row["uais"]
    shown = ", ".join(names[uai] for uai in uais[:_MOST_IN_A_GROUP])
    n = len(uais)
    counted = tr.plural("{n} école", "{n} écoles", n, n=tr.number(n))
    pupils = row["pupils_n"]
    if pupils >= 0:
        counted += ", " + tr.plural("{n} élève", "{n} élèves", pupils, n=tr.number(pupils))
    if n > _MOST_IN_A_GROUP:
        shown = tr("{names} et {n} autres", names=shown, n=tr.number(n - _MOST_IN_A_GROUP))
    return tr("{counted}\u00a0: {names}", counted=counted, names=shown)


def joined_communes(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say which communes have joined already, and have a school without an ENT."""
    for row in zone.joined.to_dict("records"):
        yield tr.plural(
            "{commune} a déjà adhéré\u00a0: {covered} de ses {n} {schools} a un ENT.",
            "{commune} a déjà adhéré\u00a0: {covered} de ses {n} {schools} ont un ENT.",
            row["covered_n"],
            commune=row["commune_name"],
            covered=tr.count(row["covered_n"], figure="adhesion_covered_n"),
            n=tr.count(row["schools_n"], figure="adhesion_schools_n"),
        )


def unknown_sentences(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say what isn't known of the zone: whose ENT, whose pupils."""
    own, _ = scopes(zone, tr)
    n = len(zone.unknown)
    if n:
        names = [
            f"{short_name(row['name'])} ({row['commune_name']})" if row["commune_name"]
            else short_name(row["name"])
            for row in zone.unknown.head(_MOST_UNKNOWN).to_dict("records")
        ]  # fmt: skip
        shown = ", ".join(names)
        if n > _MOST_UNKNOWN:
            shown = tr("{names} et {n} autres", names=shown, n=tr.number(n - _MOST_UNKNOWN))
        yield tr.plural(
            "On ne sait pas si cette école a un ENT\u00a0: {names}.",
            "On ne sait pas si ces {n} écoles ont un ENT\u00a0: {names}.",
            n,
            n=tr.count(n, own.of("unknown", "undated")),
            names=shown,
        )
    if zone.pupils_unknown_n:
        yield tr.plural(
            "L’effectif d’une école n’est pas connu.",
            "L’effectif de {n} écoles n’est pas connu.",
            zone.pupils_unknown_n,
            n=tr.count(zone.pupils_unknown_n, own, figure="pupils_unknown_schools_n"),
        )
    if not n and not zone.pupils_unknown_n:
        yield tr("La situation et l’effectif de chaque école sont connus.")


def equipped_schools(zone: "ZoneFacts") -> list[tuple[str, str]]:
    """Name the schools that have an ENT, each with its commune and its solution."""
    return [
        (
            short_name(row["name"]),
            ", ".join(filter(None, (row["commune_name"], row["solution"]))),
        )
        for row in zone.equipped.to_dict("records")
    ]
