"""The command `geo-ent demo`: a real programme's figures on simulated schools."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.frames.typed_values import file_option
from geo_ent.cli.running import as_typed, run
from geo_ent.cli.shared_options import Lang
from geo_ent.project.bundled_demos import DEFAULT, demo_project
from geo_ent.telling.language import language


def demo_command(
    programme: Annotated[
        str,
        typer.Argument(
            metavar="[PROGRAMME]", help="nancy-metz, montpellier, nantes, cantal ou somme."
        ),
    ] = DEFAULT,
    out: Annotated[
        Path | None,
        file_option(
            "-o",
            "--out",
            panel="Sortie",
            value="DOSSIER",
            help="Le dossier à faire ; sinon maps/ et le nom du programme.",
        ),
    ] = None,
    lang: Lang = "",
) -> None:
    """Fait la carte d'un programme d'après ses chiffres publiés, sur des écoles simulées."""
    name = "demo" if programme == DEFAULT else programme  # what README and the guide show
    tr = language(lang)
    # The inputs are unpacked for the build alone: a map folder has outputs, and what they were made
    # from is in the package for the next time.
    with tempfile.TemporaryDirectory() as folder:
        out = out or Path("maps", name)
        project = demo_project(programme, Path(folder), out, lang=tr.code)
        if project.simulation:  # before anything else: nobody may take these schools for real ones
            print(tr("Données simulées."), f"{project.simulation.message}\n")
        run(project)
    command = as_typed("app")
    print(tr("Pour votre territoire, ouvrez l’application : {command}", command=command))
