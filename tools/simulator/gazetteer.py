"""The communes that a scenario names, by their name or their code."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.text.compare import meant

if TYPE_CHECKING:
    import pandas as pd

    from simulator.scenario import Scenario

__all__ = ["Gazetteer"]


@dataclass(frozen=True)
class Gazetteer:
    """The communes of a scenario's territory.

    Attributes
    ----------
    scenario
        For what is refused.
    communes
        Indexed by `commune_code`, with `name` and `departement_code`.
    """

    scenario: "Scenario"
    communes: "pd.DataFrame"

    def code(self, asked: str, *, departement: str = "") -> str:
        """Find a commune by its name, but for dress, or by its INSEE code.

        Raises
        ------
        InputError
            If the territory has none, the nearest is suggested, or has several, they are listed.
        """
        communes = self.communes
        if departement:
            communes = communes[communes["departement_code"] == departement]
        if asked in communes.index:
            return asked
        key = loose_commune_key(asked)
        found = communes.index[[loose_commune_key(name) == key for name in communes["name"]]]
        if len(found) == 1:
            return str(found[0])
        if len(found):
            codes = ", ".join(f"{code} ({communes['departement_code'][code]})" for code in found)
            msg = f"{self.scenario.path} : plusieurs communes « {asked} » : donnez le code, {codes}"
            raise InputError(msg)
        near = meant(asked, communes["name"].tolist())
        hint = f" ; {near}" if near else ""
        where = f"le département {departement}" if departement else "le territoire"
        msg = f"{self.scenario.path} : aucune commune « {asked} » dans {where}{hint}"
        raise InputError(msg)
