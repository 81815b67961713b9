"""What a page must say of itself: where, when, from whom, and what it leaves out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.telling.claims import ANYONE, Scope

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """A data set behind the page.

    Attributes
    ----------
    title, producer, licence
        As their publisher writes them.
    date
        Its vintage: a day, or words such as "juin 2023".
    url
        Where it comes from; only `https:` and `http:` become links.

    Examples
    --------
    >>> from geo_ent import Source
    >>> Source("Annuaire de l’éducation", "DEPP", "Licence Ouverte 2.0", "juin 2023").date
    'juin 2023'
    """

    title: str
    producer: str
    licence: str
    date: "date | str"
    url: str = ""


class Above(NamedTuple):
    """A page that a map is under, in an atlas.

    Attributes
    ----------
    title
        What it is called.
    address
        From the map's folder: "../../index.html".
    """

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """The words that frame the figures, all plain text, all in the page's language.

    Attributes
    ----------
    title
        The page's title, without the date.
    territory
        What the map covers, as "Ille-et-Vilaine".
    date
        The day that the statuses are of.
    headline
        One sentence with the main figure.
    sources
        The data sets used.
    notes
        What was estimated, left out or counted apart.
    simulated
        A sentence that says that data is simulated and which figures are published; None when
        all is real.
    contact
        Where corrections are sent: an address of electronic mail, "" for none.
    url
        The address of the folder that it is published in, with its last slash; "" where it isn't
        known.
    above
        The pages over it, from the top down; none but in an atlas.
    scope
        Of whom the page speaks: the schools counted, where, at which date.

    Examples
    --------
    What `geo_ent.map` takes where its own words aren't those that you want:

    >>> import datetime as dt
    >>> from geo_ent import PageFacts
    >>> facts = PageFacts(title="Les ENT du Cantal", territory="Cantal", date=dt.date(2017, 1, 16),
    ...                   headline="Une école sur neuf a un ENT.")
    >>> facts.title, facts.sources
    ('Les ENT du Cantal', ())
    """

    title: str
    territory: str
    date: "date"
    headline: str
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    simulated: str | None = None
    contact: str = ""
    url: str = ""
    above: tuple[Above, ...] = ()
    scope: Scope = ANYONE
