"""The simulator behind `geo-ent demo`: real communes, published totals, invented schools.

A scenario tells what was published of a programme (docs/scenarios.md); its schools are drawn at
random in the communes of its territory, then given ENT, pupils and accounts so that every total is
the published one.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.project.build_options import Project, Simulation
from geo_ent.tables.contract import LEVELS
from geo_ent.text.compare import meant

if TYPE_CHECKING:
    from simulator.files import Written
    from simulator.scenario import Scenario

__all__ = [
    "find_scenario",
    "scenario_names",
    "scenario_project",
    "write_inputs",
]

SCENARIOS = Path(__file__).with_name("scenarios")
"""Where the scenarios of the demos that come with geo-ent lie."""

_SCHOOL_NOTE = "École simulée : son nom, son UAI, son emplacement et sa situation sont inventés."


def scenario_names() -> tuple[str, ...]:
    """Name the scenarios of the demos that come with geo-ent.

    Examples
    --------
    >>> "nancy-metz" in scenario_names()
    True
    """
    return tuple(sorted(path.stem for path in SCENARIOS.glob("*.toml")))


def find_scenario(asked: str | Path) -> "Scenario":
    """Read a scenario by its name, or by its file's path.

    Raises
    ------
    InputError
        If there is no such scenario, the nearest is suggested; or if its file is at fault.

    Examples
    --------
    >>> find_scenario("nancy-metz").departements
    ('54', '55', '57', '88')
    """
    from simulator.scenario_file import read_scenario

    name = str(asked)
    if name in scenario_names():
        return read_scenario(SCENARIOS / f"{name}.toml")
    path = Path(asked)
    if path.suffix == ".toml" or path.is_file():
        return read_scenario(path)
    hint = meant(name, scenario_names()) or f"il y a {', '.join(scenario_names())}"
    msg = f"aucun scénario « {name} » ; {hint} (ou le chemin d'un fichier .toml)"
    raise InputError(msg)


def scenario_project(scenario: "Scenario", folder: Path, out: Path) -> Project:
    """Write the simulated inputs of a scenario and describe the map to build from them.

    Parameters
    ----------
    folder
        Where to write the inputs; made if it doesn't exist.
    out
        Where the map will be built.

    Raises
    ------
    InputError
        If the scenario can't be met: the constraint that fails, the figures, and the nearest that
        could hold.
    """
    files = write_inputs(scenario, folder)
    return Project(
        departements=scenario.departements,
        schools=files.schools,
        register=files.register,
        pupils=files.pupils,
        usage=files.usage,
        college_sectors=files.college_sectors,
        out=out,
        date=scenario.date,
        sector="public" if scenario.private_share is None else "all",
        complete=scenario.complete,
        title=scenario.title,
        goal=scenario.goal,
        programme=scenario.programme,
        simulation=_simulation(scenario),
    )


def write_inputs(scenario: "Scenario", folder: Path) -> "Written":
    """Write the simulated annuaire, register and figures of a scenario; the same bytes each time.

    Raises
    ------
    InputError
        As `scenario_project`.
    """
    from simulator.files import write_files
    from simulator.simulate import simulate

    return write_files(simulate(scenario), scenario, folder)


def _simulation(scenario: "Scenario") -> Simulation:
    words = scenario.told
    notes = {
        level: words.published_note if level in words.published_levels else words.note
        for level in LEVELS
    }
    return Simulation(
        message=words.message, notes={**notes, "schools": _SCHOOL_NOTE}, replaces_sources=True
    )
