"""geo-ent: which primary schools of France have a digital workspace (ENT), on a map.

The public API, in the order of its use; everything is imported at its first use.

>>> import geo_ent
>>> communes = geo_ent.read_communes(["90"])
>>> communes.index.name
'commune_code'
"""

import ast
from importlib import import_module
from pkgutil import get_data

__version__ = "0.1.0"

# The public names are listed once, in `__init__.pyi`: a type checker reads its imports as they are,
# and here they say which module to import a name from when it is first asked for. Imported at once
# they would bring pandas, shapely and Folium, over half a second, to `geo-ent --help`.
_STUB = ast.parse(get_data(__name__, "__init__.pyi") or b"")
_HOMES = {
    alias.asname: (str(line.module), alias.name)
    for line in _STUB.body
    if isinstance(line, ast.ImportFrom)
    for alias in line.names
    if alias.asname
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `import geo_ent` costs nothing."""
    if name not in _HOMES:
        msg = f"module 'geo_ent' has no attribute {name!r}"
        raise AttributeError(msg)
    module, attribute = _HOMES[name]
    value: object = getattr(import_module(module), attribute)
    globals()[name] = value  # the next time it is found here, and this isn't called
    return value
