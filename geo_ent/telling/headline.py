"""The sentence that says it all."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo_ent.text.numbers import counted, number, percent

if TYPE_CHECKING:
    from geo_ent.telling.language import Lang as Language

__all__ = ["headline", "in_unit"]

_KINDS = {
    "public": ("école publique", "écoles publiques"),
    "prive": ("école privée", "écoles privées"),
}
_KINDS_EN = {"public": "public ", "prive": "private "}


def headline(totals: Mapping[str, float], *, sector: str, lang: "Language" = "fr") -> str:
    """Say how many schools have an ENT, and for how many nobody knows.

    Parameters
    ----------
    totals
        `schools_n, covered_n, unknown_n, coverage_share`.
    sector
        "public", "prive" or "all".

    Examples
    --------
    >>> totals = {"schools_n": 578, "covered_n": 271, "unknown_n": 12, "coverage_share": 271 / 578}
    >>> headline(totals, sector="public").replace(chr(0xA0), " ")
    '271 écoles publiques sur 578 ont un ENT, soit 46,9 % ; on ne sait pas pour 12 écoles.'
    >>> headline(totals, sector="public", lang="en")
    '271 of 578 public schools have an ENT, or 46.9%; it isn’t known for 12 schools.'
    """
    schools, covered, unknown = (
        int(totals[name]) for name in ("schools_n", "covered_n", "unknown_n")
    )
    if lang == "en":
        return _english(schools, covered, unknown, _KINDS_EN.get(sector, ""))
    one, many = _KINDS.get(sector, ("école", "écoles"))
    doubt = f"\u00a0; on ne sait pas pour {counted(unknown, 'école')}" if unknown else ""
    if covered:
        verb = "a" if covered == 1 else "ont"
        said = f"{counted(covered, one, many)} sur {number(schools)} {verb} un ENT"
        return f"{said}, soit {percent(covered / schools)}{doubt}."
    if schools > 1:
        known = " que l’on connaisse" if unknown else ""
        return f"Aucune des {counted(schools, one, many)} n’a d’ENT{known}{doubt}."
    if schools:
        known = f"La seule {one} n’a pas d’ENT."
        return f"On ne sait pas si la seule {one} a un ENT." if unknown else known
    return f"Aucune {one} dans ce territoire."


def in_unit(totals: Mapping[str, float], unit: str, *, lang: "Language" = "fr") -> str:
    """Say the coverage in the unit that a goal is told in; "" for schools.

    Parameters
    ----------
    totals
        `classes_n, covered_classes_n`, or the same of pupils; nothing is said where they lack.
    unit
        "schools", "classes" or "pupils".

    Examples
    --------
    >>> totals = {"classes_n": 1428.0, "covered_classes_n": 900.0}
    >>> in_unit(totals, "classes").replace(chr(0xA0), " ").replace(chr(0x202F), " ")
    '900 classes sur 1 428 ont un ENT, soit 63,0 %.'
    >>> in_unit(totals, "schools"), in_unit(totals, "pupils")
    ('', '')
    """
    whole, covered = totals.get(f"{unit}_n", 0), totals.get(f"covered_{unit}_n", 0)
    if unit == "schools" or not whole > 0:
        return ""
    share = percent(covered / whole, locale=lang)
    if lang == "en":
        told = f"{number(covered, locale='en')} of {number(whole, locale='en')} {unit}"
        return f"{told} {'has' if covered == 1 else 'have'} an ENT, or {share}."
    word = {"classes": ("classe", "classes"), "pupils": ("élève", "élèves")}[unit]
    verb = "a" if covered < 2 else "ont"  # noqa: PLR2004 French counts one and a half as one
    return f"{counted(int(covered), *word)} sur {number(whole)} {verb} un ENT, soit {share}."


def _english(schools: int, covered: int, unknown: int, kind: str) -> str:
    """Say the same in English."""
    told = {1: "1 school"}.get(unknown, f"{number(unknown, locale='en')} schools")
    doubt = f"; it isn’t known for {told}" if unknown else ""
    if covered:
        verb = "has" if covered == 1 else "have"
        noun = f"{kind}school" + ("" if schools == 1 else "s")
        said = f"{number(covered, locale='en')} of {number(schools, locale='en')} {noun} {verb}"
        return f"{said} an ENT, or {percent(covered / schools, locale='en')}{doubt}."
    if schools > 1:
        known = " that is known" if unknown else ""
        return f"None of the {number(schools, locale='en')} {kind}schools has an ENT{known}{doubt}."
    if schools:
        none = f"The only {kind}school has no ENT."
        return f"It isn’t known whether the only {kind}school has an ENT." if unknown else none
    return f"No {kind}school in this territory."
