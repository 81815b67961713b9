"""The command `geo-ent gaps`: which schools are to be equipped first, from a map already made."""

from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.frames.typed_values import whole_number
from geo_ent.cli.json_output import AsJson, print_json
from geo_ent.cli.running import text_width
from geo_ent.cli.shared_options import FolderLang


def gaps_command(
    folder: Annotated[
        Path,
        typer.Argument(parser=Path, metavar="DOSSIER", help="Un dossier fait par geo-ent build."),
    ],
    top: Annotated[
        int,
        typer.Option(
            parser=whole_number("--top", 1, of="un nombre d’écoles", example=50),
            metavar="NOMBRE",
            rich_help_panel="Sortie",
            help="Combien d’écoles montrer.",
        ),
    ] = 20,
    lang: FolderLang = "",
    as_json: AsJson = False,
) -> None:
    """Montre les écoles rurales à équiper d'abord, les zones blanches, le rythme, le programme."""
    if as_json:
        from geo_ent.pipeline.documents.made_documents import gaps_document

        print_json(gaps_document(folder, top=top))
        return
    from geo_ent.pipeline.made_folders import gap_lines

    for line in gap_lines(folder, top=top, lang=lang, width=text_width()):
        print(line)
