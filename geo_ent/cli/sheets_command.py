"""The command `geo-ent sheets`: a sheet of paper a zone, from a map already made."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.frames.typed_values import file_option
from geo_ent.cli.shared_options import FolderLang


def sheets_command(
    folder: Annotated[
        Path,
        typer.Argument(parser=Path, metavar="DOSSIER", help="Un dossier fait par geo-ent build."),
    ],
    level: Annotated[
        str,
        typer.Option(
            metavar="NIVEAU",
            rich_help_panel="Calcul",
            help="Une fiche par zone de ce niveau : circonscription, epci, commune ou "
            "secteur_college.",
        ),
    ] = "circonscription",
    out: Annotated[
        Path,
        file_option("-o", "--out", panel="Sortie", value="DOSSIER", help="Le dossier des fiches."),
    ] = Path("fiches"),
    zone: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE",
            rich_help_panel="Calcul",
            help="Le code d’une zone, à répéter ; sans lui, toutes celles du niveau.",
        ),
    ] = None,
    lang: FolderLang = "",
) -> None:
    """Fait une fiche A4 (PDF) par zone : carte, chiffres, écoles sans ENT, qui équiper ensemble."""
    from geo_ent.pipeline.sheets import make_sheets

    before = {path.name for path in out.glob("fiche-*.pdf")}
    made = make_sheets(folder, level, out, zones=zone or None, lang=lang)
    if len(made) == 1:
        print(f"La fiche : {made[0]}")
    else:
        print(f"{len(made)} fiches : {out}")
    # The folder is of one command: who makes a sheet after another must not lose the first unseen.
    if gone := sorted(name for name in before if not (out / name).exists()):
        more = f" et {len(gone) - 1} autres" if len(gone) > 1 else ""
        print(f"Ce dossier avait {gone[0]}{more} : remplacé. Un --out par commande garde tout.")
