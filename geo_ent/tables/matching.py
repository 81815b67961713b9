"""A register's row to its school: by UAI, else by name and commune."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.tables.text import plain
from geo_ent.tables.uai import check_letter, clean_uai, is_uai

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Directory", "Match"]

_ABBREVIATIONS = {
    "ec": "ecole",
    "elem": "elementaire",
    "mat": "maternelle",
    "prim": "primaire",
    "pub": "publique",
    "public": "publique",
    "priv": "privee",
    "prive": "privee",
    "st": "saint",
    "ste": "sainte",
    "gs": "groupe scolaire",
}
_EMPTY_WORDS = {"de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et"}
_ALL_SCHOOLS = "toutes les ecoles"
_TOTALS = ("total", "sous total")
_DIGITS = 7


@dataclass(frozen=True)
class Match:
    """The schools that a row reaches; `kind` names the finding to note, if any."""

    uais: tuple[str, ...] = ()
    kind: str = ""
    message: str = ""
    scope: str = "school"


def name_words(name: object) -> frozenset[str]:
    """Reduce a school's name to the words that tell it apart, abbreviations written out.

    Examples
    --------
    >>> sorted(name_words("Éc. élém. publique de St-Ouen"))
    ['ecole', 'elementaire', 'ouen', 'publique', 'saint']
    """
    words = plain(name).split()
    full = " ".join(_ABBREVIATIONS.get(word, word) for word in words).split()
    return frozenset(full) - _EMPTY_WORDS


class Directory:
    """The schools that a register can name, found by UAI or by name and commune.

    Parameters
    ----------
    schools
        Indexed by `uai`; columns `name`, `sector`, `commune_name` where known.
    """

    def __init__(self, schools: "pd.DataFrame") -> None:
        self._names = {uai: name_words(name) for uai, name in schools["name"].items()}
        self._sectors = schools["sector"].to_dict()
        self._in_commune: defaultdict[str, list[str]] = defaultdict(list)
        for uai, commune in schools["commune_name"].items():
            self._in_commune[_place(commune)].append(str(uai))

    def match(self, uai: str, name: str, commune: str) -> Match:
        """Find the school (or the schools of the commune) that a row speaks of."""
        code = clean_uai(uai)
        if code in self._names:
            return Match((code,))
        if code:
            return self._corrected(code, uai, name, commune)
        if plain(name).startswith(_ALL_SCHOOLS):
            return self._spread(name, commune)
        if plain(name or commune).startswith(_TOTALS):
            return Match((), "row-total", f"« {name or commune} »")
        return self._named(name, commune)

    def _corrected(self, code: str, written: str, name: str, commune: str) -> Match:
        """Correct the check letter when number, name and commune agree on one school."""
        digits = code[:_DIGITS]
        if len(digits) == _DIGITS and digits.isdigit() and not is_uai(code):
            right = digits + check_letter(digits)
            agrees = self._in_commune[_place(commune)] if commune else []
            if right in agrees and self._names[right] == name_words(name):
                return Match((right,), "uai-corrected", f"« {written} » lu {right}")
        return Match(
            (), "row-unmatched", f"« {written} » ({name}, {commune}) n'est pas dans l'annuaire"
        )

    def _named(self, name: str, commune: str) -> Match:
        words = name_words(name)
        near = self._in_commune.get(_place(commune), [])
        same = [uai for uai in near if self._names[uai] == words]
        if len(same) == 1:
            return Match((same[0],), "matched-by-name", f"« {name} », {commune}")
        reason = "plusieurs écoles possibles" if same else "aucune école de ce nom"
        return Match((), "row-unmatched", f"« {name} », {commune} : {reason}")

    def _spread(self, name: str, commune: str) -> Match:
        bare = plain(name)
        sector = "prive" if "privee" in bare else "public" if "publique" in bare else ""
        reached = tuple(
            uai
            for uai in self._in_commune.get(_place(commune), [])
            if not sector or self._sectors[uai] == sector
        )
        if not reached:
            return Match((), "row-unmatched", f"« {name} », {commune} : aucune école")
        told = f"« {name} », {commune} : {len(reached)} écoles"
        return Match(reached, "row-spread", told, scope="commune")


def _place(commune: object) -> str:
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain(commune).split())
