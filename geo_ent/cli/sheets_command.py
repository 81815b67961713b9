"""The command `geo-ent sheets`: a sheet of paper a zone, from a map already made."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.shared_options import FolderLang


def sheets_command(
    folder: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Un dossier fait par geo-ent build.")
    ],
    level: Annotated[
        str,
        typer.Option(
            help="Une fiche par zone de ce niveau : circonscription, epci, commune ou "
            "secteur_college."
        ),
    ] = "circonscription",
    out: Annotated[Path, typer.Option(help="Le dossier des fiches.")] = Path("fiches"),
    zone: Annotated[
        list[str] | None,
        typer.Option(help="Le code d'une zone, à répéter ; sans lui, toutes celles du niveau."),
    ] = None,
    lang: FolderLang = "",
) -> None:
    """Fait une fiche A4 (PDF) par zone : carte, chiffres, écoles sans ENT, qui équiper ensemble."""
    from geo_ent.pipeline.sheets import make_sheets

    made = make_sheets(folder, level, out, zones=zone or None, lang=lang)
    if len(made) == 1:
        print(f"La fiche : {made[0]}")
    else:
        print(f"{len(made)} fiches : {out}")
