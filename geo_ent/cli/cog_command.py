"""The command `geo-ent cog`: codes of communes of any year brought to today's, in any table."""

from pathlib import Path
from typing import Annotated, Any

import typer

from geo_ent.cli.frames.typed_values import file_option
from geo_ent.cli.shared_options import Lang
from geo_ent.errors import ExitCode
from geo_ent.telling.language import language

_COLUMN: dict[str, Any] = {"metavar": "COLONNE", "rich_help_panel": "Fichiers"}
_CODES_SHOWN = 12  # rows of a list: more run out of a screen

_Out = Annotated[
    Path,
    file_option(
        "-o", "--out", panel="Sortie", help="Le CSV à écrire, par exemple communes-2026.csv."
    ),
]
_Sheet = Annotated[
    str,
    typer.Option(
        metavar="FEUILLE",
        rich_help_panel="Fichiers",
        help="La feuille du classeur ; sinon la première qui a la colonne.",
    ),
]
_Movements = Annotated[
    Path | None,
    file_option(
        "--movements",
        help="Les événements de l’INSEE (v_mvt_commune_2027.csv), pour après 2026.",
    ),
]
_Lat = Annotated[
    str,
    typer.Option(**_COLUMN, help="La colonne des latitudes : le point décide d’une séparation."),
]


def cog_command(
    file: Annotated[
        Path,
        typer.Argument(parser=Path, metavar="FICHIER", help="Un tableau : CSV, xlsx, ods ou xls."),
    ],
    column: Annotated[str, typer.Option(**_COLUMN, help="La colonne des codes de communes.")],
    out: _Out,
    sheet: _Sheet = "",
    lat: _Lat = "",
    lon: Annotated[str, typer.Option(**_COLUMN, help="La colonne des longitudes.")] = "",
    movements: _Movements = None,
    lang: Lang = "",
) -> None:
    """Ramène des codes de communes de toute année à ceux de 2026, dans n'importe quel tableau."""
    from geo_ent.communes.recoded_table import recode  # here, since --help must not wait for pandas
    from geo_ent.telling.recode_words import recode_lines

    recoded = recode(file, out, column=column, sheet=sheet, degrees=(lat, lon), movements=movements)
    print("\n".join(recode_lines(recoded, out, language(lang), most=_CODES_SHOWN)))
    if recoded.unknowns and len(recoded.unknowns) == recoded.rows_n:
        raise typer.Exit(ExitCode.TO_SEE)  # what was written has no code: hardly the right column
