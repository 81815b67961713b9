"""Map a programme told by its figures: `python tools/simulate.py my-programme.toml`.

Schools are drawn at random in the communes of the territory, then equipped so that every published
total is met; the map is then made as `geo-ent build` makes it (docs/scenarios.md). `--bundle`
makes the demos that come with geo-ent again, from the scenarios of tools/simulator.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from simulator import find_scenario, scenario_names, scenario_project
from simulator.bundle import write_bundle

from geo_ent.cli.running import run
from geo_ent.errors import GeoEntError


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("scenario", nargs="*", help="a scenario's file or name")
    parser.add_argument("--out", type=Path, help="the map's folder; else maps/ and its name")
    parser.add_argument("--inputs", type=Path, help="a folder to keep the simulated inputs in")
    parser.add_argument("--bundle", action="store_true", help="make the bundled demos again")
    chosen = parser.parse_args()
    if not (chosen.scenario or chosen.bundle):
        parser.error("name a scenario, or ask for --bundle")
    return chosen


def mapped(scenario: str, *, out: Path | None, inputs: Path | None) -> None:
    """Simulate a scenario's inputs and build the map on them."""
    with tempfile.TemporaryDirectory() as folder:
        out = out or Path("maps", Path(scenario).stem)
        run(scenario_project(find_scenario(scenario), inputs or Path(folder), out))


def main() -> None:
    """Do what is asked; a scenario that can't be met is a line and exit code 2, as in geo-ent."""
    chosen = options()
    try:
        if chosen.bundle:
            for name in chosen.scenario or scenario_names():
                write_bundle(name)
        else:
            for scenario in chosen.scenario:
                mapped(scenario, out=chosen.out, inputs=chosen.inputs)
    except GeoEntError as fault:
        print(f"simulate: {fault}", file=sys.stderr)
        sys.exit(fault.exit_code)


if __name__ == "__main__":
    main()
