"""QGIS without a window: what it makes of a GeoPackage of ours, told by its own Python.

QGIS brings its Python modules for the system's Python alone, which has none of ours: a script of
the tests runs there, and answers in JSON.
"""

import json
import os
import subprocess
from pathlib import Path

SYSTEM_PYTHON = os.environ.get("GEO_ENT_QGIS_PYTHON", "/usr/bin/python3")
PACKAGE = "python3-qgis"
SCRIPT = Path(__file__).parents[1] / "qgis" / "asked_of_qgis.py"
PATIENCE_S = 300


def missing():
    """Give the packages of Debian that aren't there."""
    return [] if _run(["-c", "import qgis.core"]).returncode == 0 else [PACKAGE]


def opened(path, pictures):
    """Open every layer of a GeoPackage as a person does; draw each, and give what QGIS says."""
    done = _run([SCRIPT, path, pictures])
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    told = json.loads((Path(pictures) / "told.json").read_text(encoding="utf-8"))
    return told | {"complaints": [line for line in done.stderr.splitlines() if "arning" in line]}


def _run(arguments):
    # Ours would be found first by a Python that has other versions of the same libraries.
    around = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [SYSTEM_PYTHON, *map(str, arguments)],
        env=around | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
