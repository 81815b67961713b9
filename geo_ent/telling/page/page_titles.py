"""The names of a territory and of its page."""

from typing import TYPE_CHECKING

from geo_ent.communes.departements import departement_names, made_up
from geo_ent.telling.language import Language
from geo_ent.text.apostrophes import printed
from geo_ent.text.elision import of_place

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_NAMES = 3
_OVERSEAS = "97"


def territory_name(codes: "Sequence[str]", tr: Language) -> str:
    """Name the départements, or the académie or région that they make up together.

    At most three names: more départements are the régions or the académies that they make up, the
    country, or told by their number.

    Parameters
    ----------
    codes
        Those of the départements.
    tr
        The language.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> territory_name(["54", "57"], language("fr"))
    'Meurthe-et-Moselle et Moselle'
    >>> territory_name(["54", "55", "57", "88"], language("fr"))
    'Académie de Nancy-Metz'
    >>> territory_name(["01", "02", "03", "04"], language("fr"))
    '4 départements'
    """
    if len(codes) == 1:
        return departement_names()[codes[0]]
    # The académie first: schools are run by it, and for a one-académie région both have one name.
    # It is named after its town, which would be taken for the town; a région stands by itself.
    if len(academies := made_up("academie", codes)) == 1:
        return f"Académie {of_place(academies[0])}"
    if 0 < len(regions := made_up("region", codes)) <= _MOST_NAMES:
        return listed(regions, tr)
    if 0 < len(academies) <= _MOST_NAMES:
        return f"Académies {listed([of_place(name) for name in academies], tr)}"
    if len(codes) <= _MOST_NAMES:
        return listed([departement_names()[code] for code in codes], tr)
    # A title of names by the dozen tells nobody what the map is of.
    return _country(set(codes), tr) or tr("{n} départements", n=tr.number(len(codes)))


def _country(codes: set[str], tr: Language) -> str:
    if codes == set(departement_names()):
        return tr("France")
    metropole = {code for code in departement_names() if not code.startswith(_OVERSEAS)}
    return tr("France métropolitaine") if codes == metropole else ""


def listed(names: "Sequence[str]", tr: Language) -> str:
    """Write names one after the other, « et » before the last.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> listed(["Ain", "Aisne", "Allier"], language("fr"))
    'Ain, Aisne et Allier'
    """
    return f"{', '.join(names[:-1])}{tr(' et ')}{names[-1]}" if len(names) > 1 else names[0]


def page_title(territory: str, tr: Language) -> str:
    """Make a title from the territory's name.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> page_title("Académie d'Orléans-Tours", language("fr")).replace(chr(0xA0), " ")
    'Les ENT dans les écoles : académie d’Orléans-Tours'
    """
    return tr("Les ENT dans les écoles\u00a0: {territory}", territory=inside(territory))


def inside(territory: str) -> str:
    """Write a territory's name as it stands inside a sentence: a common noun without its capital.

    Examples
    --------
    >>> inside("Académies de Rennes et de Nantes"), inside("Côtes-d'Armor")
    ('académies de Rennes et de Nantes', 'Côtes-d’Armor')
    """
    written = printed(territory)
    return f"a{written[1:]}" if written.startswith("Académie") else written
