"""The demos that come with geo-ent: a zip of the simulated inputs, and the project's settings."""

import datetime as dt
import io
import json
import tempfile
import zipfile
from dataclasses import asdict
from pathlib import Path

from geo_ent.project.build_options import Project
from geo_ent.project.bundled_demos import INPUTS
from simulator import find_scenario, scenario_project

__all__ = ["FOLDER", "bundle", "write_bundle"]

FOLDER = Path(__file__).resolve().parents[2] / "data" / "schools" / "demos"
"""Where the demos lie."""

_SETTINGS = ("departements", "date", "sector", "complete", "title", "goal", "programme")
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip can say: no clock in the bytes
_UNIX = 3  # the system that made the archive, or it would be that of whoever runs this


def bundle(name: str) -> tuple[dict[str, bytes], str]:
    """Simulate a scenario.

    Returns
    -------
    tuple
        The files that a build reads, by name in the order of `INPUTS`; and the project's settings,
        as JSON.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = scenario_project(find_scenario(name), Path(folder), Path())
        paths = {field: getattr(project, field) for field in INPUTS}
        held = {path.name: path.read_bytes() for path in paths.values() if path is not None}
    inputs = {field: path.name for field, path in paths.items() if path is not None}
    return held, _settings(project, inputs)


def write_bundle(name: str, folder: Path = FOLDER) -> None:
    """Write a demo: `<name>.zip` and `<name>.json`.

    The archive's bytes depend on zlib's version, what is in it doesn't.
    """
    files, settings = bundle(name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(settings, encoding="utf-8", newline="\n")
    (folder / f"{name}.zip").write_bytes(_zipped(files))


def _settings(project: Project, inputs: dict[str, str]) -> str:
    simulation = project.simulation
    assert simulation is not None  # noqa: S101 a scenario always says what is simulated
    settings = {
        "inputs": inputs,
        **{key: getattr(project, key) for key in _SETTINGS},
        "goal": project.goal and asdict(project.goal),
        "programme": project.programme and asdict(project.programme),
        "simulation": {"message": simulation.message, "notes": simulation.notes},
    }
    return json.dumps(settings, default=_day, ensure_ascii=False, indent=1) + "\n"


def _day(date: dt.date) -> str:
    return date.isoformat()


def _zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system, entry.external_attr = _UNIX, 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text, compresslevel=9)
    return packed.getvalue()
