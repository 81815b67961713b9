"""geo-ent: which primary schools of France have a digital workspace (ENT), on a map.

The public API, in the order of its use; everything is imported at its first use.

>>> import geo_ent
>>> communes = geo_ent.read_communes(["90"])
>>> communes.index.name
'commune_code'
"""

import ast
import sys
from importlib import import_module
from pkgutil import get_data
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_ent.communes.classed_communes import read_communes as read_communes
    from geo_ent.communes.density import read_density as read_density
    from geo_ent.communes.density import rurality as rurality
    from geo_ent.communes.frr import read_frr as read_frr
    from geo_ent.errors import GeoEntError as GeoEntError
    from geo_ent.errors import InputError as InputError
    from geo_ent.errors import OutputError as OutputError
    from geo_ent.errors import SourceError as SourceError
    from geo_ent.indicators.schools_at_date import series as series
    from geo_ent.indicators.schools_at_date import status_at as status_at
    from geo_ent.indicators.schools_at_date import status_series as status_series
    from geo_ent.indicators.zone_figures import coverage as coverage
    from geo_ent.maps.page.frames_map import map as map  # noqa: A004 the verb of the public API
    from geo_ent.pipeline.notebook import Coverage as Coverage
    from geo_ent.pipeline.notebook import build as build
    from geo_ent.pipeline.notebook import demo as demo
    from geo_ent.pipeline.notebook import fetch as fetch
    from geo_ent.pipeline.notebook import open as open  # noqa: A004 the verb of the public API
    from geo_ent.project.build_options import Project as Project
    from geo_ent.project.bundled_demos import demo_files as demo_files
    from geo_ent.publish.equity.measured_schools import equity as equity
    from geo_ent.schools.directory import read_schools as read_schools
    from geo_ent.schools.ips import add_ips as add_ips
    from geo_ent.schools.ips import read_ips as read_ips
    from geo_ent.schools.pupils import add_pupils as add_pupils
    from geo_ent.schools.pupils import read_pupils as read_pupils
    from geo_ent.tables.findings import Findings as Findings
    from geo_ent.telling.gaps.gap_tables import gaps as gaps
    from geo_ent.telling.gaps.gap_tables import white_areas as white_areas
    from geo_ent.telling.page.page_facts import PageFacts as PageFacts
    from geo_ent.telling.page.page_facts import Source as Source
    from geo_ent.telling.register.told_register import read_register as read_register
    from geo_ent.territory.locate import locate as locate
    from geo_ent.territory.zones import zones as zones

__version__: str

# The public names are listed once, above: a type checker reads the imports as they are, and here
# the same lines, parsed, say which module to import a name from when it is first asked for.
# Imported at once they would bring pandas, shapely and Folium, over half a second, to
# `geo-ent --help`.
_HOMES = {
    alias.asname: (str(line.module), alias.name)
    for line in ast.walk(ast.parse(get_data(__name__, "__init__.py") or b""))
    if isinstance(line, ast.ImportFrom)
    for alias in line.names
    if alias.asname
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `import geo_ent` costs nothing."""
    if name == "__version__":
        # Of what is installed: the wheel's metadata alone says it. Asked for when it is wanted, for
        # the module that reads it takes as long to import as all of this.
        return import_module("importlib.metadata").version("geo-ent")
    if name not in _HOMES:
        msg = f"module 'geo_ent' has no attribute {name!r}"
        # with the module, in which Python looks for a name that may have been meant
        raise AttributeError(msg, name=name, obj=sys.modules[__name__])
    module, attribute = _HOMES[name]
    value: object = getattr(import_module(module), attribute)
    globals()[name] = value  # the next time it is found here, and this isn't called
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(_HOMES)
