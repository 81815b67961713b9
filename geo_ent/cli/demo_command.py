"""The command `geo-ent demo`: a real programme's figures on simulated schools."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.running import run

__all__ = ["demo_command"]


def demo_command(
    programme: Annotated[
        str,
        typer.Argument(
            metavar="[PROGRAMME]",
            help="Un programme (montpellier) ou le fichier d'un scénario (mon-programme.toml).",
        ),
    ] = "nancy-metz",
    out: Annotated[
        Path | None, typer.Option(help="Le dossier à faire ; sinon maps/ et le nom du programme.")
    ] = None,
) -> None:
    """Fait la carte d'un programme d'après ses chiffres publiés, sur des écoles simulées."""
    import tempfile

    from geo_ent.demo import DEFAULT, find_scenario, scenario_project

    name = "demo" if programme == DEFAULT else Path(programme).stem
    with tempfile.TemporaryDirectory() as folder:
        scenario = find_scenario(programme)
        project = scenario_project(scenario, Path(folder), out or Path("maps", name))
        if project.simulation:
            print(f"Données simulées. {project.simulation.message}\n")
        run(project)
