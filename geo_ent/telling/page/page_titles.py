"""The names of a territory and of its page."""

from typing import TYPE_CHECKING

from geo_ent.communes.bundled import departement_names
from geo_ent.telling.language import Language
from geo_ent.text.elision import of_place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd


def territory_name(
    codes: "Sequence[str]", tr: Language, zones: "Mapping[str, pd.DataFrame] | None" = None
) -> str:
    """Name the départements, or the région or académie that they make up together.

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
    names = [departement_names()[code] for code in codes]
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])}{tr(' et ')}{names[-1]}"


def _academie(name: str) -> str:
    return f"Académie {of_place(name)}"


def page_title(territory: str, tr: Language) -> str:
    """Make a title from the territory's name."""
    return tr("Les ENT dans les écoles\u00a0: {territory}", territory=territory)
