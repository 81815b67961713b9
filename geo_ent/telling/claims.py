"""What a sentence claims: its figures, and of whom each is, as data beside the words.

A figure is written with its claim (`told`); the texts that it is filled in carry it on (`Language`
gathers it), so that the sentence a reader sees has the claims of all its figures, and a test can
compare two sentences of one page or check one against the schools (docs/decisions/0021-claims.md).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

Value: TypeAlias = float | dt.date


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom a figure speaks; what is left empty doesn't narrow it.

    Attributes
    ----------
    sector
        "public", "prive" or "all".
    departements
        The territory, by the codes of its départements.
    date
        The day that the statuses are of.
    level, zone
        One of its zones: the level and the zone's code.
    statuses
        At that date, one of these.
    traits
        What else the schools have in common: columns of `schools` with the value in each, sorted.
    """

    sector: str = ""
    departements: tuple[str, ...] = ()
    date: dt.date | None = None
    level: str = ""
    zone: str = ""
    statuses: tuple[str, ...] = ()
    traits: tuple[tuple[str, object], ...] = ()

    def of(self, *statuses: str, **traits: object) -> "Scope":
        """Narrow to schools of one of these statuses and with these traits.

        Examples
        --------
        >>> rural = Scope(sector="public").of(rural=True)
        >>> rural.of("school") == Scope("public", statuses=("school",), traits=(("rural", True),))
        True
        """
        both = dict(self.traits) | traits
        return replace(self, statuses=statuses or self.statuses, traits=tuple(sorted(both.items())))

    def at(self, level: str, zone: str) -> "Scope":
        """Narrow to a zone of a level."""
        return replace(self, level=level, zone=zone)

    def on(self, date: "dt.date") -> "Scope":
        """Take the statuses of another day."""
        return replace(self, date=date)


ANYONE = Scope()
"""Of whom isn't told: for sentences made of figures alone, by whoever knows."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure and of whom it is: what must be true for its sentence to be.

    Attributes
    ----------
    figure
        What is measured: a unit's count ("schools_n", "pupils_n", …), "share", "gap_points", ….
    value
        As it was computed, before it was written: a share is between 0 and 1.
    scope
        Of whom.
    against
        Who they are compared with: of a share, those that it is a part of.
    """

    figure: str
    value: Value
    scope: Scope
    against: Scope | None = None


class Sentence(str):
    """A text, with what it claims.

    Attributes
    ----------
    claims
        One a figure, in the order that they were filled in.

    Examples
    --------
    >>> claim = Claim("schools_n", 3, Scope(sector="public"))
    >>> told("3 écoles", claim), told("3 écoles", claim).claims == (claim,)
    ('3 écoles', True)
    """

    __slots__ = ("claims",)

    claims: tuple[Claim, ...]

    def __new__(cls, text: str, claims: Iterable[Claim] = ()) -> Self:
        """Take a text and its claims."""
        sentence = super().__new__(cls, text)
        sentence.claims = tuple(claims)
        return sentence


def told(text: str, *claims: Claim) -> Sentence:
    """Write a figure with what it claims, after what its text claims already."""
    return Sentence(text, (*claims_of(text), *claims))


def claims_of(*parts: object) -> tuple[Claim, ...]:
    """Gather the claims of texts; what isn't a sentence claims nothing."""
    return tuple(claim for part in parts if isinstance(part, Sentence) for claim in part.claims)


def joined(parts: Iterable[str], by: str = " ") -> Sentence:
    """Put texts together, with the claims of each; empty ones are left out.

    Examples
    --------
    >>> joined(["Trois écoles.", "", "Deux classes."])
    'Trois écoles. Deux classes.'
    """
    there = [part for part in parts if part]
    return Sentence(by.join(there), claims_of(*there))


def reworded(text: str, sentence: str) -> str:
    """Write a sentence otherwise (a capital, a comma for a parenthesis), with the same claims."""
    claims = claims_of(sentence)
    return Sentence(text, claims) if claims else text
