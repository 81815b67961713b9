"""Scripts that stand outside any package (bench, docs), as modules."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def script(path):
    """Load a script by its path from the root; it finds its neighbours as when it is run."""
    name = path.replace("/", "_")
    place = ROOT / f"{path}.py"
    sys.path.insert(0, str(place.parent))
    try:
        spec = importlib.util.spec_from_file_location(name, place)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(place.parent))
    return module
