"""geo-ent: which primary schools of France have a digital workspace (ENT), on a map.

The public API, in the order of its use; everything is imported at its first use.

>>> import geo_ent
>>> communes = geo_ent.read_communes(["90"])
>>> communes.index.name
'commune_code'
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_ent.communes.bundled import read_communes
    from geo_ent.indicators.coverage import coverage
    from geo_ent.maps.page.coverage_map import coverage_map as map  # noqa: A004 the verb of the public API
    from geo_ent.pipeline import build
    from geo_ent.project.model import Project
    from geo_ent.register.read_register import read_register
    from geo_ent.register.status_at_date import status_at, status_series
    from geo_ent.schools.directory import read_schools
    from geo_ent.sources.fetch import fetch
    from geo_ent.tables.findings import Findings
    from geo_ent.telling.page.page_facts import PageFacts, Source
    from geo_ent.territory.locate import locate
    from geo_ent.territory.zones import zones

__version__ = "0.1.0"

__all__ = [
    "Findings",
    "PageFacts",
    "Project",
    "Source",
    "build",
    "coverage",
    "fetch",
    "locate",
    "map",
    "read_communes",
    "read_register",
    "read_schools",
    "status_at",
    "status_series",
    "zones",
]

_HOMES = {
    "Findings": "geo_ent.tables.findings:Findings",
    "PageFacts": "geo_ent.telling.page.page_facts:PageFacts",
    "Project": "geo_ent.project.model:Project",
    "Source": "geo_ent.telling.page.page_facts:Source",
    "build": "geo_ent.pipeline:build",
    "coverage": "geo_ent.indicators.coverage:coverage",
    "fetch": "geo_ent.sources.fetch:fetch",
    "locate": "geo_ent.territory.locate:locate",
    "map": "geo_ent.maps.page.coverage_map:coverage_map",
    "read_communes": "geo_ent.communes.bundled:read_communes",
    "read_register": "geo_ent.register.read_register:read_register",
    "read_schools": "geo_ent.schools.directory:read_schools",
    "status_at": "geo_ent.register.status_at_date:status_at",
    "status_series": "geo_ent.register.status_at_date:status_series",
    "zones": "geo_ent.territory.zones:zones",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `import geo_ent` costs nothing."""
    if name not in _HOMES:
        msg = f"module 'geo_ent' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    module, attribute = _HOMES[name].split(":")
    value: object = getattr(import_module(module), attribute)
    globals()[name] = value
    return value
