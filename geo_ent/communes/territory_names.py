"""A territory as somebody names it, by code or name: found in any dress, or told what to ask."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from geo_ent.errors import InputError
from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

Members = Mapping[str, tuple[str, Collection[str]]]
"""The territories of a level by their code: each one's name and its départements."""

_DRESS = re.compile(
    r"^(?:(?:academie|rectorat|region(?: academique)?|departement|de|du|des|d|la|le|les|l)\s)+"
)
_OPTIONS = {
    "une région": "--region",
    "une académie": "--academie",
    "un département": "--departement",
}
_LEAST_LIKENESS = 0.6  # difflib's own threshold of what is worth suggesting


@dataclass(frozen=True)
class _Words:
    """How a level is spoken of, and what else its territories are or were called.

    `former` gives, by name, the code and the départements of territories that were merged in
    `year`; `aliases` the code of names in use for one of today.
    """

    one: str
    many: str
    unknown: str
    advice: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, Sequence[str]] = field(default_factory=dict)
    year: int = 0


@cache
def _words(level: str) -> _Words:
    """Read how a level is spoken of."""
    return _Words(**own_toml(Path(__file__).with_name("territory_names.toml"))[level])


def name_key(name: str) -> str:
    """Reduce a territory's name to what tells it apart.

    Examples
    --------
    >>> name_key("Académie d'Orléans-Tours"), name_key("LA REUNION"), name_key("Région du Centre")
    ('orleans tours', 'reunion', 'centre')
    """
    return _DRESS.sub("", plain(name) + " ").strip()


def find_code(
    asked: str, level: str, members: Members, *, others: Callable[[], Mapping[str, Members]]
) -> str:
    """Find the code of a territory.

    Parameters
    ----------
    asked
        A code or a name.
    level
        "departement", "academie" or "region".
    members
        The level's territories: code → name and départements.
    others
        Gives those of other levels ("une région" → …), when nothing was found: somebody may
        name one of these instead.

    Raises
    ------
    InputError
        If there is none: an old one is told what it became, another level's what shares its
        départements, a misspelt one what is near.

    Examples
    --------
    >>> find_code("bretagne", "region", {"53": ("Bretagne", ["35"])}, others=dict)
    '53'
    """
    code, key = asked.strip().upper(), name_key(asked)
    # The code before the name: a spreadsheet's "1" is 01, and no territory is named by figures.
    by_name = {name_key(name): own for own, (name, _) in members.items()}
    tried = (code, code.zfill(2), by_name.get(key, ""), _words(level).aliases.get(key, ""))
    if match := next((own for own in tried if own in members), ""):
        return match
    # The surest reason first: what was a territory's name, or is one elsewhere, is no misspelling.
    _refuse_former(asked, _words(level), members)
    _refuse_other(asked, _words(level), members, others())
    raise _unknown(asked, _words(level), members)


def _named_with_codes(codes: Collection[str], members: Members) -> str:
    return ", ".join(f"{members[code][0]} ({code})" for code in codes)


def _sharing(departements: Collection[str], members: Members) -> list[str]:
    """List the territories that hold some of these départements."""
    return [code for code, (_, inside) in members.items() if set(departements) & set(inside)]


def _refuse_former(asked: str, words: _Words, members: Members) -> None:
    """Refuse a territory that was merged into another, which the message names."""
    key, code = name_key(asked), asked.strip().zfill(2)
    for name, (own, departements) in words.former.items():
        if key == name_key(name) or code == own:
            then = departements.split()
            msg = (
                f"{words.one} « {asked} » : {name} a été réunie en {words.year} à d’autres, en "
                f"{_named_with_codes(_sharing(then, members), members)}. Demandez celle-ci, ou les "
                f"départements d’alors : {', '.join(then)}."
            )
            raise InputError(msg)


def _refuse_other(
    asked: str, words: _Words, members: Members, others: Mapping[str, Members]
) -> None:
    """Refuse a territory of another level; the message names those of this one on its land."""
    for a, territories in others.items():
        for name, departements in territories.values():
            if name_key(name) == name_key(asked):
                near = _named_with_codes(_sharing(departements, members), members)
                shown = f'"{name}"' if " " in name or "'" in name else name
                msg = (
                    f"{words.one} « {asked} » : {name} est {a} ; demandez {_OPTIONS[a]} {shown}. "
                    f"Ou, parmi les {words.many} : {near}."
                )
                raise InputError(msg)


def _unknown(asked: str, words: _Words, members: Members) -> InputError:
    """Make the error of an unknown name, with the names near it."""
    key = name_key(asked)
    codes = {name_key(name): code for code, (name, _) in members.items()}
    near = [name for name in codes if key and key in name][:3]
    near = near or difflib.get_close_matches(key, codes, n=3, cutoff=_LEAST_LIKENESS)
    hint = _named_with_codes([codes[name] for name in near], members)
    advice = f"Vouliez-vous dire {hint} ?" if near else words.advice
    msg = f"{words.one} « {asked} » {words.unknown} parmi les {len(members)} {words.many}. {advice}"
    return InputError(msg)
