"""What a visitor writes and chooses, read into the keys of geo-ent.toml; faults are by field."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from geo_ent.communes.departements import (
    all_territories,
    find_academie,
    find_departement,
    find_region,
)
from geo_ent.errors import InputError
from geo_ent.project.build_options import INPUTS, OPTIONS
from geo_ent.text.compare import plain
from geo_ent.text.elision import elided

LEVELS = ("departements", "academies", "regions")

_FINDERS: Mapping[str, Callable[[str], str]] = {
    "departements": find_departement,
    "academies": find_academie,
    "regions": find_region,
}
_DRESSED = {"acad": "academies", "rectorat": "academies", "région": "regions", "region": "regions"}
_NEAR = 0.75  # likeness from which a name may be a misspelling of another
_COMMAS = re.compile(r"[,;/+&\n]")
_AND = re.compile(r"\s+et\s+", re.IGNORECASE)
_CODES = re.compile(r"(\d{2,3}|2[AB])(\s+(\d{2,3}|2[AB]))+", re.IGNORECASE)
# What stands before the name of a place where people write whose it is.
_OFFICE = re.compile(
    r"(dsden|dane|d[ée]pt?|dpt|ac)\b\.?\s*(du\s|des\s|de\s+la\s|de\s|d['’]|l['’])?\s*(?=\S)",
    re.IGNORECASE,
)
_ORDER = [*LEVELS, *(key for key in OPTIONS if key not in {*LEVELS, "register"})]
_PROXY = re.compile(
    r"https?://([^\s/@\"'<>]+@)?([\w.-]+|\[[0-9a-f:.]+\]):\d{1,5}/?", re.ASCII | re.IGNORECASE
)

Faults = dict[str, str]
"""A sentence for each field that can't be taken as it is."""


def read_territory(text: str) -> dict[str, list[str]]:
    """Read a territory as people write it: codes and names of any level, with commas between.

    Returns
    -------
    dict
        `departements`, `academies`, `regions`: codes; only the levels that are named.

    Raises
    ------
    InputError
        If one isn't known; the nearest is suggested.

    Examples
    --------
    >>> read_territory("ille et vilaine, 22"), read_territory("académie de Nancy-Metz")
    ({'departements': ['35', '22']}, {'academies': ['12']})
    >>> read_territory("DSDEN 35 et Morbihan"), read_territory("22 29/2a"), read_territory("Rennes")
    ({'departements': ['35', '56']}, {'departements': ['22', '29', '2A']}, {'academies': ['14']})
    >>> read_territory("Bretange")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geo_ent.errors.InputError: « Bretange » n’est pas ... Vouliez-vous dire « région Bretagne » ?
    """
    territory: dict[str, list[str]] = {}
    for level, code in _places(text):
        codes = territory.setdefault(level, [])
        if code not in codes:
            codes.append(code)
    return territory


def _places(text: str) -> Iterator[tuple[str, str]]:
    """Give the level and the code of each place that a text names."""
    for name in filter(None, (part.strip() for part in _COMMAS.split(text))):
        if _CODES.fullmatch(name):
            yield from (_place(code) for code in name.split())
            continue
        try:
            yield _place(name)
        except InputError as fault:
            # "et" last: it stands in Ille-et-Vilaine too.
            several = [part.strip() for part in _AND.split(name)]
            try:
                places = [_place(part) for part in several if len(several) > 1]
            except InputError:
                raise fault from None
            if not places:
                raise
            yield from places


def _place(name: str) -> tuple[str, str]:
    dressed = _OFFICE.match(name)
    name = name[dressed.end() :] if dressed else name
    # The level that is named first, else the smallest: "Paris" and "Mayotte" are of all three.
    named = [level for word, level in _DRESSED.items() if name.casefold().startswith(word)]
    if dressed and dressed[1].casefold().startswith(("ac", "dane")):
        named = ["academies"]
    faults = []
    for level in dict.fromkeys([*named, *_FINDERS]):
        try:
            return level, _FINDERS[level](name)
        except InputError as fault:
            faults.append(fault)
    # Whoever named the level, or a place that is now of another, is told of it.
    told = faults[:1] if named else [fault for fault in faults if "réunie" in str(fault)]
    if told:
        raise told[0]
    near = get_close_matches(plain(name), _names(), n=1, cutoff=_NEAR)
    advice = "Donnez le nom ou le code d’un département, d’une académie ou d’une région."
    if near:
        advice = f"Vouliez-vous dire « {_names()[near[0]]} » ?"
    msg = f"« {name} » n’est pas un territoire connu. {advice}"
    raise InputError(msg)


@cache
def _names() -> dict[str, str]:
    """Give each name of a territory, of whatever level, as it can be typed; the smallest first."""
    names: dict[str, str] = {}
    for level in LEVELS:
        for code, name in all_territories()[level].items():
            names.setdefault(plain(name), territory_text({level: [code]}))
    return names


def territory_text(choices: Mapping[str, Any]) -> str:
    """Write a work's territory as it can be typed again.

    Examples
    --------
    >>> territory_text({"departements": ["22"], "academies": ["18"], "regions": ["53"]})
    "Côtes-d'Armor, académie d’Orléans-Tours, région Bretagne"
    """
    # By level: 22 is a département, and another place's académie.
    names = all_territories()
    parts = []
    for level in LEVELS:
        for code in choices.get(level, []):
            name = names[level].get(code, code)
            if level == "academies":
                name = f"académie {elided('de', name)}"
            parts.append(f"région {name}" if level == "regions" else name)
    return ", ".join(parts)


def ordered(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Put the keys of geo-ent.toml in one order, whatever order they were chosen in."""
    known = {key: choices[key] for key in _ORDER if key in choices}
    return {**known, **{key: choices[key] for key in choices if key not in known}}


def is_proxy(text: str) -> bool:
    """Tell whether a text can be a proxy's address, or is empty.

    Examples
    --------
    >>> is_proxy("http://proxy.ac-rennes.fr:3128"), is_proxy("http://jean:mot@10.0.0.1:3128/")
    (True, True)
    >>> is_proxy("proxy.ac-rennes.fr"), is_proxy("socks5://127.0.0.1:9"), is_proxy("http://a:b")
    (False, False, False)
    """
    return not text or _PROXY.fullmatch(text) is not None


def with_choices(choices: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change some keys; one that becomes None is left out."""
    merged = {**choices, **changes}
    return ordered({key: value for key, value in merged.items() if value is not None})


def given_files(choices: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Give each file of a work: the input that it is ("register" for the register), its name."""
    for name in choices.get("register", {}).get("files", []):
        yield "register", name
    for key in INPUTS:
        if key in choices:
            yield key, choices[key]
