"""The criteria of the ranking, as a reader calls them."""

from collections.abc import Mapping
from types import MappingProxyType

from geo_ent.telling.language import mark

# Without an article and as short as in « non connu : effectif, IPS », where several follow.
CRITERION_NAMES: Mapping[str, str] = MappingProxyType({
    "distance": mark("distance à une école équipée"),
    "around": mark("équipement des alentours"),
    "pupils": mark("effectif"),
    "status": mark("situation"),
    "frr": mark("classement FRR"),
    "enir": mark("éligibilité à ENIR ou au label 2020"),
    "priority": mark("éducation prioritaire"),
    "ips": mark("IPS"),
    "rpi": mark("RPI"),
})  # fmt: skip
"""A criterion of `ranking.toml` → its name in French, to be told in a language."""
