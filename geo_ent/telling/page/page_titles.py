"""The names of a territory and of its page."""

from typing import TYPE_CHECKING

from geo_ent.communes.departements import departement_names, whole_regions
from geo_ent.telling.language import Language
from geo_ent.text.elision import of_place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

_MOST_NAMES = 5
_OVERSEAS = "97"


def territory_name(
    codes: "Sequence[str]", tr: Language, zones: "Mapping[str, pd.DataFrame] | None" = None
) -> str:
    """Name the départements, or the région or académie that they make up together.

    At most five names: more départements are the régions that they make up, the country, or told
    by their number.

    Parameters
    ----------
    codes
        Those of the départements.
    tr
        The language.
    zones
        Level → its zones (`zone_name`), to know that they are all of one académie or région.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> territory_name(["54", "57"], language("fr"))
    'Meurthe-et-Moselle et Moselle'
    >>> territory_name(["01", "02", "03", "04", "05", "06"], language("fr"))
    '6 départements'
    """
    if zones and len(codes) > 1:
        # The académie first: schools are run by it, and for a one-académie region both have one
        # name.
        for level in ("academie", "region"):
            if level in zones and len(zones[level]) == 1:
                name = str(zones[level]["zone_name"].item())
                # A region's name stands by itself; an académie is named after its town, which would
                # be taken for the town.
                return name if level == "region" else _academie(name)
    if len(codes) <= _MOST_NAMES:
        return _listed([departement_names()[code] for code in codes], tr)
    # A title of names by the dozen tells nobody what the map is of.
    if set(codes) == set(departement_names()):
        return tr("France")
    if set(codes) == {code for code in departement_names() if not code.startswith(_OVERSEAS)}:
        return tr("France métropolitaine")
    regions = whole_regions(codes)
    if 0 < len(regions) <= _MOST_NAMES:
        return _listed(regions, tr)
    return tr("{n} départements", n=tr.number(len(codes)))


def _listed(names: "Sequence[str]", tr: Language) -> str:
    return f"{', '.join(names[:-1])}{tr(' et ')}{names[-1]}" if len(names) > 1 else names[0]


def _academie(name: str) -> str:
    return f"Académie {of_place(name)}"


def page_title(territory: str, tr: Language) -> str:
    """Make a title from the territory's name."""
    return tr("Les ENT dans les écoles\u00a0: {territory}", territory=territory)
