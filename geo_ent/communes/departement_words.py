"""What a text says of a département: its code or name, the title of a sheet, a UAI, a column."""

from collections.abc import Iterable, Sequence
from functools import cache

from geo_ent.communes.departements import departement_names
from geo_ent.text.compare import plain

_PREFIX = 3  # figures of a UAI that tell its département
_CORSICA = {"620": "2A", "720": "2B"}  # as a UAI begins
_TITLES = {
    *("departement", "departements", "dep", "dept", "dpt", "code departement", "code dep"),
    *("code dept", "code dpt", "nom departement", "nom du departement", "numero departement"),
    *("n departement", "departement de l ecole", "dsden"),
}
_COMMON = {"nord", "lot", "manche"}
"""Names that a sheet may bear for another reason."""


def departement_of_uai(uai: str) -> str:
    """Give the département that a UAI begins by, "" for none.

    Examples
    --------
    >>> [departement_of_uai(uai) for uai in ("0350122T", "9740001A", "6200007N", "9990001A")]
    ['35', '974', '2A', '']
    """
    prefix = uai[:_PREFIX]
    return departement_named(_CORSICA.get(prefix, prefix))


@cache
def departement_named(text: str) -> str:
    """Give the département that a text is the code or the name of, or both; "" for none.

    Examples
    --------
    >>> [departement_named(text) for text in ("035", "Ille et Vilaine", "35 - Ille-et-Vilaine")]
    ['35', '35', '35']
    >>> departement_named("Feuille 1"), departement_named("")
    ('', '')
    """
    known, words = _names(), plain(text)
    if words in known:
        return known[words]
    first, _, rest = words.partition(" ")
    code = first.upper().zfill(2)
    code = code[1:] if len(code) == _PREFIX and code.startswith("0") else code
    names = departement_names()
    return code if code in names and (not rest or rest == plain(names[code])) else ""


@cache
def departement_titled(title: str) -> str:
    """Give the département that the title of a sheet tells, "" for none.

    A number alone tells none, nor does a name that is a word of another sense.

    Examples
    --------
    >>> [departement_titled(title) for title in ("56 - Morbihan", "ENT Côtes d Armor 2023")]
    ['56', '22']
    >>> [departement_titled(title) for title in ("56", "Nord", "Feuille 1", "Rennes")]
    ['', '', '', '']
    """
    words = f" {plain(title)} "
    named = {code for name, code in _names().items() if f" {name} " in words}
    if plain(title) in _COMMON or len(named) != 1:
        # "Haute-Loire" holds "Loire": the longest name is meant.
        whole = max((name for name in _names() if f" {name} " in words), key=len, default="")
        inside = all(f" {name} " in f" {whole} " for name in _names() if f" {name} " in words)
        return _names()[whole] if len(named) > 1 and inside else ""
    return named.pop()


def departement_column(rows: Iterable[Sequence[object]]) -> int | None:
    """Find the column whose title, in the first rows of a sheet, is that of départements."""
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, str) and plain(cell) in _TITLES:
                return place
    return None


@cache
def _names() -> dict[str, str]:
    """Give the code of each département by its name, as `plain` writes it."""
    return {plain(name): code for code, name in departement_names().items()}
